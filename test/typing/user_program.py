"""Code of users, for the type checkers: `mypy --strict` and pyright strict have to accept it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import order_capture_client
from order_capture_client import (
    AccessToken,
    Amount,
    ApiClient,
    ApiException,
    ApiResponse,
    Channel,
    CheckoutApi,
    CheckoutDto,
    CheckoutPatchRequest,
    CheckoutRequest,
    CheckoutState,
    Configuration,
    CreateResource,
    ItemRequest,
    PatchItemRequest,
    RetryPolicy,
    ServiceAreaRequest,
    ShoppingType,
    Timeouts,
    UpdateUser,
    aio,
)
from order_capture_client.models.price import Price
from order_capture_client.rest import RESTResponseType
from order_capture_client.types import CheckoutRequestDict, CheckoutRequestWireDict, ItemRequestDict


def provider() -> AccessToken:
    return AccessToken("token", expires_on=1_700_000_000.0)


configuration = Configuration(
    server_index=1,
    api_key={"Client-Id": "id"},
    access_token=provider,
    timeouts=Timeouts(connect=2, total=30),
    retry_policy=RetryPolicy(attempts=2),
)
configuration.api_key["Client-Id"] = "other"
configuration.access_token = "text"
configuration.verify_ssl = True

request = CheckoutRequest(
    shopping_type=ShoppingType.ONLINE,
    channel="WEBAPP",
    language_code="sv",
    service_area=ServiceAreaRequest(zip_code="25185"),
    items=[ItemRequest(item_no="10098949", quantity=2)],
)
request.channel = Channel.MOBILE_APP

python_names: CheckoutRequestDict = {
    "shopping_type": "ONLINE",
    "channel": Channel.MOBILE_APP,
    "shopping_app_platform": "IKEAAPP_IOS",
    "language_code": "sv",
    "family_card_no": None,
    "items": [{"item_no": "10098949", "quantity": 2}, ItemRequest(item_no="00263850", quantity=1)],
    "service_area": {"zip_code": "25185"},
    "consumer_info": {"name": "web-cart", "checkout_type": "CART", "extra_info": {"campaign": "spring"}},
}
wire_names: CheckoutRequestWireDict = {
    "shoppingType": ShoppingType.ONLINE,
    "channel": "WEBAPP",
    "languageCode": "sv",
    "items": [{"itemNo": "10098949", "quantity": 2}],
    "serviceArea": ServiceAreaRequest(zip_code="25185"),
    "consents": ["NEED_HELP"],
}


def lines(quantities: dict[str, int]) -> list[ItemRequestDict]:
    return [{"item_no": number, "quantity": quantity} for number, quantity in quantities.items()]


def write(api: CheckoutApi, checkout_id: str, user: str) -> None:
    api.create_checkout("se", python_names)
    api.create_checkout("se", wire_names, _allow_unknown_enum_values=True)
    api.create_checkout(
        "se",
        {
            "shopping_type": "ONLINE",
            "channel": "WEBAPP",
            "language_code": "sv",
            "items": lines({"10098949": 2}),
        },
    )
    api.create_checkout(
        "se",
        {
            "shoppingType": "ONLINE",
            "channel": "WEBAPP",
            "languageCode": "sv",
            "items": [{"itemNo": number, "quantity": 1} for number in ("10098949", "00263850")],
        },
    )
    api.create_existing_order_checkout(
        "se",
        {
            "channel": "WEBAPP",
            "language_code": "sv",
            "order_number": "1158491376",
            "order_number_source": "A01",
            "items": [{"item_no": "10098949", "quantity": 2}],
            "billing_contacts": [{"first_name": "Astrid", "business_info": {"business_name": "Astrid AB"}}],
        },
    )
    api.patch_checkout(checkout_id, "se", {"items": [{"item_no": "10098949", "quantity": 1}]})
    api.patch_checkout(checkout_id, "se", {"items": [{"itemNo": "10098949", "quantity": 1}], "languageCode": "en"})
    api.patch_checkout(
        checkout_id, "se", CheckoutPatchRequest(items=[PatchItemRequest(item_no="10098949", quantity=1)])
    )
    api.update_user("se", checkout_id, {"old_user": user})
    api.update_user("se", checkout_id, {"oldUser": user})
    api.update_user("se", checkout_id, UpdateUser(old_user=user))
    api.get_checkout(checkout_id, "se", {"shopping_type": "ONLINE", "channel": "WEBAPP", "quantity": Decimal("2.5")})
    api.get_checkout(checkout_id, "se", {"shoppingType": "ONLINE", "channel": "WEBAPP", "useSOPCreateOrder": True})


def create(api: CheckoutApi) -> str | None:
    made: CreateResource = api.create_checkout("se", request)
    response: ApiResponse[CreateResource] = api.create_checkout_with_http_info(
        retail_unit="se", checkout_request=wire_names, _request_timeout=(1, 2.5)
    )
    raw: RESTResponseType = api.create_checkout_without_preload_content("se", request, _headers={"X-Trace": "1"})
    if raw.status != 201 or response.status_code != 201:
        return None
    return made.resource_id


async def token_later() -> AccessToken:
    return provider()


async def create_later(api: aio.CheckoutApi) -> str | None:
    made: CreateResource = await api.create_checkout("se", request)
    response: ApiResponse[CreateResource] = await api.create_checkout_with_http_info(
        retail_unit="se", checkout_request=wire_names, _request_timeout=(1, 2.5)
    )
    raw: RESTResponseType = await api.create_checkout_without_preload_content("se", request, _headers={"X-Trace": "1"})
    return made.resource_id if (raw.status, response.status_code) == (201, 201) else None


async def main_later() -> None:
    async with aio.ApiClient(Configuration(access_token=token_later)) as client:
        print(await create_later(aio.CheckoutApi(client)))
    await aio.ApiClient.get_default().close()


def total(order: CheckoutDto) -> Decimal | None:
    price: Price | None = order.order_total
    return None if price is None else price.incl_tax


def halve(order: CheckoutDto, number: str) -> CheckoutPatchRequest:
    line = order.item(number)
    quantity = 0 if line is None or line.quantity is None else line.quantity // 2
    return CheckoutPatchRequest.reducing(order, {number: quantity})


def again(order: CheckoutDto, text: str) -> CheckoutRequest | None:
    if order.channel is None:
        return None
    kept: Channel | str = order.channel
    print(kept, order.channel == "KIOSK", order.state in ("EXPIRED", "PAUSED"), text == order.state)
    cart: CheckoutRequestDict = {
        "shopping_type": order.shopping_type,
        "channel": order.channel,
        "language_code": "sv",
        "items": [],
    }
    print(cart)
    made = CheckoutRequest(shopping_type=order.shopping_type, channel=order.channel, language_code="sv", items=[])
    made.channel = order.channel
    return made


def an_answer() -> Price:
    return Price(type="ORDER_TOTAL", currency_code="SEK")


def labels(order: CheckoutDto) -> list[str]:
    found: list[str] = []
    if order.order_total is not None:
        amount: Amount | None = order.order_total.amount
        found.append(str(amount))
    expiry: datetime | None = order.expires_at
    if expiry is not None:
        found.append(expiry.isoformat())
    masked: dict[str, object] = order.to_dict(mask_personal_data=True)
    return [*found, *masked]


def describe(order: CheckoutDto) -> str:
    match order.state:
        case CheckoutState.INITIATED | CheckoutState.DELIVERY_AREA_SET:
            return "new"
        case CheckoutState.EXPIRED:
            return "gone"
        case None:
            return "unknown"
        case CheckoutState():
            return "under way"
        case str() as other:
            return other


def main() -> None:
    with ApiClient(configuration) as client:
        api = order_capture_client.CheckoutApi(client)
        try:
            print(create(api))
        except ApiException as error:
            print(error.status, error.outcome, error.applied)
