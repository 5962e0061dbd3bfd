"""The reading operations, whose checkouts are whose, and moving a checkout to another user."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client._model.base import Model
from order_capture_client._model.fields import fields_of
from order_capture_client.models.checkout_dto import CheckoutDto
from order_capture_client.sandbox.checkout._masking import masked
from test.sandbox_contract import Shop, lines

QUERY = "?shoppingType=ONLINE&channel=WEBAPP"
READS = ("", "/order", "/igiftorder", "/consumerinfo")


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as shop:
        yield shop


def address(checkout_id: str, read: str, unit: str = "se") -> str:
    return f"/{unit}/checkouts/{checkout_id}{read}{QUERY if read == '' else ''}"


def test_the_checkout_is_the_order(shop: Shop) -> None:
    checkout_id = shop.create(serviceArea={"zipCode": "25185"})
    checkout = shop.call("GET", address(checkout_id, ""))
    assert checkout.status == 200
    assert checkout.document == shop.order(checkout_id)


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("", {"shoppingType", "channel"}),
        ("?shoppingType=ONLINE", {"channel"}),
        ("?shoppingType=&channel=WEBAPP", {"shoppingType"}),
        ("?shoppingType=ONLINE&channel=FAX", {"channel"}),
    ],
)
def test_the_checkout_needs_its_query(shop: Shop, query: str, paths: set[str]) -> None:
    answer = shop.call("GET", f"/se/checkouts/{shop.create()}{query}")
    assert (answer.status, answer.paths) == (400, paths)


def test_the_query_selects_nothing_more(shop: Shop) -> None:
    query = "?shoppingType=NO_STOCK_WEB_ORDER&channel=MOBILE_APP&languageCode=xx&applyEmployeeDiscount=true"
    assert shop.call("GET", f"/se/checkouts/{shop.create()}{query}").document["languageCode"] == "sv"


@pytest.mark.parametrize("read", READS)
def test_an_unknown_checkout_is_not_found(shop: Shop, read: str) -> None:
    assert shop.call("GET", address("11111111-2222-3333-4444-555555555555", read)).status == 404


@pytest.mark.parametrize("read", READS)
def test_a_checkout_of_another_retail_unit_is_not_found(shop: Shop, read: str) -> None:
    assert shop.call("GET", address(shop.create("se"), read, "de")).status == 404


@pytest.mark.parametrize("read", READS)
def test_a_registered_checkout_is_hidden_from_other_users_but_not_from_services(shop: Shop, read: str) -> None:
    checkout_id = shop.create(user="anna")
    statuses = [shop.call("GET", address(checkout_id, read), user=user).status for user in ("anna", "bo", None)]
    assert statuses == [200, 404, 200]


def test_a_guest_is_somebody_of_their_own(shop: Shop) -> None:
    first, second = (shop.order(shop.create(user=None), user="bo") for _ in range(2))
    assert first["userType"] == second["userType"] == "GUEST"
    assert first["userId"] != second["userId"]


def test_the_time_left_counts_down(shop: Shop) -> None:
    checkout_id = shop.create()
    shop.clock.now += 60
    metadata = shop.order(checkout_id)["checkoutExpiryMetadata"]
    assert metadata == {"expiryTimestamp": "2027-01-16T08:00:00.000Z", "timeLeftToExpireInSec": 24 * 3600 - 60}


def test_an_expired_checkout_can_still_be_read(shop: Shop) -> None:
    checkout_id = shop.create()
    shop.clock.now += 24 * 3600
    order = shop.order(checkout_id)
    assert order["state"] == "EXPIRED"
    assert order["checkoutExpiryMetadata"]["timeLeftToExpireInSec"] == 0


def test_consumer_info_never_changes(shop: Shop) -> None:
    info = {"name": "cart", "returnUrl": "https://example.com", "extraInfo": {"a": "b"}}
    checkout_id = shop.create(consumerInfo=info, items=lines(_00263850=2))
    before = shop.call("GET", address(checkout_id, "/consumerinfo")).document
    shop.patch(checkout_id, {"items": lines(_00263850=1), "languageCode": "en", "profileType": "BUSINESS"})
    shop.clock.now += 10 * 24 * 3600
    assert shop.call("GET", address(checkout_id, "/consumerinfo")).document == before
    assert before == {
        "shoppingType": "ONLINE",
        "channel": "WEBAPP",
        "shoppingAppPlatform": "WEB_BROWSER",
        "checkoutId": checkout_id,
        "consumerInfo": info,
        "created": "2027-01-15T08:00:00.000Z",
    }


def test_an_i_gift_order_masks_people(shop: Shop) -> None:
    checkout_id = shop.create(familyCardNo="1233645878937646", preliminaryAddressInfo={"city": "Lund"})
    contact = {"firstName": "Astrid", "addressLine1": "Storgatan 1", "email": "a@example.com", "country": "SE"}
    shop.sandbox.set_contacts(checkout_id, billing=contact | {"businessInfo": {"businessName": "Co"}}, shipping=contact)
    order = shop.call("GET", address(checkout_id, "/igiftorder")).document
    billing, shipping = order["billingContacts"][0], order["shippingContacts"][0]
    assert {shipping[name] for name in ("firstName", "addressLine1", "email")} == {"***"}
    assert (shipping["country"], shipping["checkoutId"]) == ("SE", checkout_id)
    assert billing["businessInfo"] == {"businessName": "***"}
    assert order["preliminaryAddressInfo"] == {"city": "***"}
    assert order["familyCardNo"] == "***"
    plain = shop.order(checkout_id)
    assert plain["billingContacts"][0]["firstName"] == "Astrid"
    assert plain["orderTotal"] == order["orderTotal"]


PEOPLE = ("billingContacts", "shippingContacts", "preliminaryAddressInfo", "deliveryAndServiceQuestionnaireAnswers")
READABLE = {
    "id", "checkoutId", "userId", "country", "recipientCodeType", "optionValue", "reference", "translatedReference",
    "regex", "type", "serviceId", "serviceMethod", "questionReferences",
}  # fmt: skip
"""The texts about people that an I-gift order shows."""


def full(model: type[Model]) -> dict[str, Any]:
    """A document with every property of a model, each text the property's own name."""
    document: dict[str, Any] = {}
    for field in fields_of(model).values():
        text = field.wire_name if field.is_text or field.enum is not None else True
        value: Any = text if field.model is None else full(field.model)
        value = [value] if field.is_list else value
        document[field.wire_name] = {"a key": value} if field.is_map else value
    return document


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(item)


def test_an_i_gift_order_shows_of_people_only_what_does_not_describe_them() -> None:
    models = {field.wire_name: field.model for field in fields_of(CheckoutDto).values()}
    order = {name: full(model) for name in PEOPLE if (model := models[name]) is not None}
    assert set(order) == set(PEOPLE)

    shown = set(texts(masked(order)))

    assert shown - {"***"} == READABLE
    assert masked({"billingContacts": [{"unknown": "Astrid", "within": {"a": ["b"]}}]}) == {
        "billingContacts": [{"unknown": "***", "within": {"a": ["***"]}}]
    }


@pytest.mark.parametrize(("query", "shown"), [("", False), ("?zipcode=11122", False), ("?zipcode=25185", True)])
def test_the_shipping_contact_is_for_those_who_know_its_zip_code(shop: Shop, query: str, shown: bool) -> None:
    checkout_id = shop.create(serviceArea={"zipCode": "25185"}, familyCardNo="123")
    shop.sandbox.set_contacts(checkout_id, billing={"firstName": "Billie"}, shipping={"firstName": "Shirley"})
    user = shop.call("GET", f"/se/checkouts/user{query}").document
    assert (user["userId"], user["zipCode"], user["familyCardNo"]) == ("anna", "25185", "123")
    assert (user["profileType"], user["updated"]) == ("REGULAR", "2027-01-15T08:00:00.000Z")
    assert user["billingContact"]["firstName"] == "Billie"
    assert ("shippingContact" in user) is shown


def test_contacts_come_from_the_latest_checkout_of_the_retail_unit(shop: Shop) -> None:
    for unit, zip_code in (("se", "11122"), ("se", "25185"), ("de", "10247")):
        shop.create(unit, serviceArea={"zipCode": zip_code})
    shop.create("se", user="bo", serviceArea={"zipCode": "99999"})
    assert shop.call("GET", "/se/checkouts/user").document["zipCode"] == "25185"


def test_a_user_without_checkout_has_no_contacts(shop: Shop) -> None:
    assert shop.call("GET", "/se/checkouts/user").status == 404


def test_contacts_are_gone_when_the_latest_checkout_has_expired(shop: Shop) -> None:
    shop.create()
    shop.sandbox.expire(shop.create())
    assert shop.call("GET", "/se/checkouts/user").status == 410


@pytest.mark.parametrize("owner", ["anna", None])
def test_a_checkout_moves_to_the_caller(shop: Shop, owner: str | None) -> None:
    checkout_id = shop.create(user=owner)
    old_user = shop.order(checkout_id, user=None)["userId"]
    answer = shop.call("PUT", f"/se/checkouts/{checkout_id}/user", {"oldUser": old_user}, user="bo")
    assert answer.status == 200
    assert (answer.document["userId"], answer.document["userType"]) == ("bo", "REGISTERED")
    assert shop.order(checkout_id, user="bo") == answer.document
    again = shop.call("PUT", f"/se/checkouts/{checkout_id}/user", {"oldUser": old_user}, user="bo")
    assert again.document == answer.document
    assert shop.call("GET", "/se/checkouts/user", user="bo").status == 200


@pytest.mark.parametrize("body", [{"oldUser": "carl"}, {}])
def test_only_from_the_user_it_belongs_to(shop: Shop, body: dict[str, str]) -> None:
    checkout_id = shop.create()
    answer = shop.call("PUT", f"/se/checkouts/{checkout_id}/user", body, user="bo")
    assert (answer.status, answer.paths) == (422, {"oldUser"})
    assert shop.order(checkout_id)["userId"] == "anna"


@pytest.mark.parametrize(("unit", "status"), [("se", 410), ("de", 404)])
def test_an_expired_checkout_does_not_move(shop: Shop, unit: str, status: int) -> None:
    checkout_id = shop.create()
    shop.clock.now += 24 * 3600
    assert shop.call("PUT", f"/{unit}/checkouts/{checkout_id}/user", {"oldUser": "anna"}, user="bo").status == status
