"""What users write, for the type checkers: `mypy --strict` and pyright strict have to be content with it."""

from __future__ import annotations

from decimal import Decimal

import order_capture_client
from order_capture_client import (
    AccessToken,
    ApiClient,
    ApiException,
    ApiResponse,
    Channel,
    CheckoutApi,
    CheckoutDto,
    CheckoutRequest,
    CheckoutState,
    Configuration,
    CreateResource,
    ItemRequest,
    RetryPolicy,
    ServiceAreaRequest,
    ShoppingType,
    Timeouts,
    aio,
)
from order_capture_client.models.price import Price
from order_capture_client.rest import RESTResponseType


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


def create(api: CheckoutApi) -> str | None:
    made: CreateResource = api.create_checkout("se", request)
    response: ApiResponse[CreateResource] = api.create_checkout_with_http_info(
        retail_unit="se", checkout_request={"shoppingType": "ONLINE"}, _request_timeout=(1, 2.5)
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
        retail_unit="se", checkout_request={"shoppingType": "ONLINE"}, _request_timeout=(1, 2.5)
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
