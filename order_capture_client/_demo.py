"""The calls of `python -m order_capture_client demo`: real HTTP, and its effect on an order."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from typing_extensions import TypeVar

from order_capture_client._printable import printable
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.api_client import ApiClient
from order_capture_client.api_response import ApiResponse
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models import (
    Checkout,
    CheckoutDto,
    CheckoutPatchRequest,
    CheckoutRequest,
    ConsumerInfo,
    ExistingOrderCheckoutRequest,
    ItemRequest,
    PatchItemRequest,
    Price,
    ServiceAreaRequest,
    UpdateUser,
)
from order_capture_client.sandbox import Sandbox

T = TypeVar("T")


def run_on_sandbox() -> None:
    """Run all nine operations against a sandbox in this process, and print their answers."""
    with Sandbox() as sandbox:
        _print(f"A sandbox is running at {sandbox.url}; every call below is real HTTP.\n")
        with (
            ApiClient(sandbox.configuration(user="anna")) as anna,
            ApiClient(sandbox.configuration(user="bertil")) as bertil,
        ):
            checkout_id = _create_and_read(CheckoutApi(anna))
            _patch(CheckoutApi(anna), checkout_id)
            _hand_over(CheckoutApi(bertil), checkout_id)
            _existing_order(CheckoutApi(anna))
    _print("\nAll nine operations answered.")


def run_on_service(configuration: Configuration, retail_unit: str, checkout_id: str | None) -> None:
    """Run the operations that only read against a service, and print their answers.

    Args:
        configuration: Host and credentials.
        retail_unit: Retail unit of the checkout.
        checkout_id: The checkout to read.

    Raises:
        ApiValueError: No checkout was named.
        ApiException: A call failed.
    """
    if checkout_id is None:
        raise ApiValueError(
            "--checkout: required with --host: the id of the checkout to read; the demo creates none on a real service"
        )
    with ApiClient(configuration) as client:
        _read(CheckoutApi(client), retail_unit, checkout_id)
        _call(CheckoutApi(client).get_user_contacts_with_http_info, retail_unit)


def _create_and_read(api: CheckoutApi) -> str:
    request = CheckoutRequest(
        shopping_type="ONLINE",
        channel="WEBAPP",
        language_code="sv",
        service_area=ServiceAreaRequest(zip_code="25185", city="Helsingborg"),
        consumer_info=ConsumerInfo(name="demo", return_url="https://shop.example.com/cart"),
        items=[
            ItemRequest(item_no="10098949", quantity=2, uom="PIECE"),
            ItemRequest(item_no="00263850", quantity=3, uom="PIECE"),
        ],
    )
    created = _call(api.create_checkout_with_http_info, "se", request)
    checkout_id = created.data.resource_id
    assert checkout_id is not None  # the client raises an error for an answer without it
    _print(f"     created checkout {checkout_id}\n")
    _read(api, "se", checkout_id)
    return checkout_id


def _read(api: CheckoutApi, retail_unit: str, checkout_id: str) -> None:
    order = _call(api.get_order_with_http_info, checkout_id, retail_unit).data
    _print_order(order)
    query = Checkout(shopping_type="ONLINE", channel="WEBAPP")
    checkout = _call(api.get_checkout_with_http_info, checkout_id, retail_unit, query).data
    _print(f"     state {_text(checkout.state)}, expires {_expiry(checkout)}\n")
    info = _call(api.get_consumer_info_with_http_info, checkout_id, retail_unit).data
    _print(f"     started by {info.consumer_info.name if info.consumer_info else '-'}, {_text(info.channel)}\n")
    gift = _call(api.get_i_gift_order_with_http_info, checkout_id, retail_unit).data
    _print(f"     the same order with personal data masked, {len(gift.items or [])} lines\n")


def _patch(api: CheckoutApi, checkout_id: str) -> None:
    before = api.get_order(checkout_id, "se").order_total
    request = CheckoutPatchRequest(items=[PatchItemRequest(item_no="10098949", quantity=1)])
    patched = _call(api.patch_checkout_with_http_info, checkout_id, "se", request).data
    _print_order(patched)
    recalculated = patched.metadata is not None and patched.metadata.is_price_recalculated
    _print(f"     one piece fewer of 10098949: {_money(before)} became {_money(patched.order_total)}")
    _print(f"     prices recalculated: {'yes' if recalculated else 'no'}\n")


def _hand_over(api: CheckoutApi, checkout_id: str) -> None:
    moved = _call(api.update_user_with_http_info, "se", checkout_id, UpdateUser(old_user="anna")).data
    _print(f"     checkout {moved.checkout_id} now belongs to the caller\n")
    user = _call(api.get_user_contacts_with_http_info, "se", zipcode="25185").data
    _print(f"     contacts of the caller's latest checkout, updated {_text(user.updated)}\n")


def _existing_order(api: CheckoutApi) -> None:
    request = ExistingOrderCheckoutRequest(
        channel="WEBAPP",
        language_code="sv",
        order_number="1158491376",
        order_number_source="A01",
        items=[ItemRequest(item_no="10098949", quantity=1, uom="PIECE")],
    )
    created = _call(api.create_existing_order_checkout_with_http_info, "se", request)
    _print(f"     created checkout {created.data.resource_id} for order 1158491376 from A01")


def _call(operation: Callable[..., ApiResponse[T]], *arguments: object, **options: object) -> ApiResponse[T]:
    response = operation(*arguments, **options)
    _print(f"{response.status_code}  {operation.__name__.removesuffix('_with_http_info')}")
    return response


def _print_order(order: CheckoutDto) -> None:
    for item in order.items or []:
        name = (item.name or "-")[:34]
        _print(f"     {item.item_no}  {name:<34} {item.quantity:>3} x {_money(item.total_price):>18}")
    totals = {
        "goods": order.total_price,
        "shipping": order.shipping_price,
        "services": order.service_price,
        "order total": order.order_total,
    }
    for name, price in totals.items():
        if price is not None:
            _print(f"     {name:>50} {_money(price):>18}")
    tax = None if order.order_total is None else order.order_total.tax
    if tax is not None:
        _print(f"     {'of which tax':>50} {_amount(tax):>14}")
    _print("")


def _money(price: Price | None) -> str:
    if price is None:
        return "-"
    amount = price.incl_tax if price.incl_tax is not None else price.excl_tax
    return "-" if amount is None else f"{_amount(amount)} {price.currency_code}"


def _amount(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _expiry(checkout: CheckoutDto) -> str:
    expiry = checkout.checkout_expiry_metadata
    return "-" if expiry is None else f"{expiry.expiry_timestamp}, in {expiry.time_left_to_expire_in_sec} s"


def _text(value: object) -> str:
    return str(getattr(value, "value", "-" if value is None else value))


def _print(text: str) -> None:
    """Print lines; texts of the service may hold characters that steer a terminal."""
    print("\n".join(map(printable, text.split("\n"))))
