"""Mistakes of users: both type checkers find them, or they report that a comment below is unnecessary.

`test/unit/test_typing.py` runs the functions, which are refused at run time as well.
"""

from __future__ import annotations

from order_capture_client import CheckoutApi, CheckoutPatchRequest, CheckoutRequest, ItemRequest
from order_capture_client.types import CheckoutRequestDict, CheckoutRequestWireDict

snake: CheckoutRequestDict = {"shopping_type": "ONLINE", "channel": "WEBAPP", "language_code": "sv", "items": []}
wire: CheckoutRequestWireDict = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv", "items": []}


# A wrong field name


def name_in_a_dict_with_python_names(api: CheckoutApi) -> None:
    api.patch_checkout("c1", "se", {"langage_code": "sv"})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def name_in_a_dict_with_wire_names(api: CheckoutApi) -> None:
    api.patch_checkout("c1", "se", {"langageCode": "sv"})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def name_in_a_nested_dict_with_python_names(api: CheckoutApi) -> None:
    api.patch_checkout("c1", "se", {"items": [{"item_nr": "10098949"}]})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def name_in_a_nested_dict_with_wire_names(api: CheckoutApi) -> None:
    api.patch_checkout("c1", "se", {"items": [{"itemNr": "10098949"}]})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def name_in_a_dict_of_its_own_with_python_names(api: CheckoutApi) -> None:
    cart: CheckoutRequestDict = {**snake, "langage_code": "sv"}  # type: ignore[typeddict-unknown-key] # pyright: ignore[reportAssignmentType]
    api.create_checkout("se", cart)


def name_in_a_dict_of_its_own_with_wire_names(api: CheckoutApi) -> None:
    cart: CheckoutRequestWireDict = {**wire, "langageCode": "sv"}  # type: ignore[typeddict-unknown-key] # pyright: ignore[reportAssignmentType]
    api.create_checkout("se", cart)


def name_in_the_query(api: CheckoutApi) -> None:
    api.get_checkout("c1", "se", {"shopping_type": "ONLINE", "chanel": "WEBAPP"})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def keyword_of_a_model(api: CheckoutApi) -> None:
    api.patch_checkout("c1", "se", CheckoutPatchRequest(langage_code="sv"))  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def keyword_of_a_nested_model(api: CheckoutApi) -> None:
    api.patch_checkout("c1", "se", {"items": [ItemRequest(item_nr="10098949")]})  # type: ignore[call-arg, arg-type] # pyright: ignore[reportCallIssue, reportArgumentType]


def keyword_in_a_model(api: CheckoutApi) -> None:
    items = [ItemRequest(item_no="10098949", qantity=1)]  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    api.create_checkout("se", {**snake, "items": items})


# A wrong value


def text_for_a_number(api: CheckoutApi) -> None:
    api.create_checkout("se", {**snake, "items": [{"item_no": "10098949", "quantity": "1"}]})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def number_for_an_article(api: CheckoutApi) -> None:
    api.create_checkout("se", {**wire, "items": [{"itemNo": 10098949, "quantity": 1}]})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def enum_value_in_a_dict(api: CheckoutApi) -> None:
    api.create_checkout("se", {**snake, "channel": "KIOSK"})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def enum_value_of_a_model(api: CheckoutApi) -> None:
    request = CheckoutRequest(shopping_type="ONLINE", channel="KIOSK", language_code="sv", items=[])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    api.create_checkout("se", request)


def required_keys_left_out(api: CheckoutApi) -> None:
    api.create_checkout("se", {"shopping_type": "ONLINE"})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def required_keywords_left_out(api: CheckoutApi) -> None:
    api.create_checkout("se", CheckoutRequest(shopping_type="ONLINE"))  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def list_in_the_address(api: CheckoutApi) -> None:
    api.get_checkout("c1", "se", {"shopping_type": "ONLINE", "channel": "WEBAPP", "items": []})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def other_model(api: CheckoutApi) -> None:
    api.patch_checkout("c1", "se", ItemRequest(item_no="10098949"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


# A request that is only prepared


def name_in_a_prepared_request(api: CheckoutApi) -> None:
    api.prepare.patch_checkout("c1", "se", {"langage_code": "sv"})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
