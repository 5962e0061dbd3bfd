"""Reaching by hand the states that none of the nine operations leads to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client.sandbox.checkout._states import ENDS, STAGES, Stage, reachable, state_of
from test.sandbox_contract import CONTRACT, Shop, lines

CONTENTS = {
    Stage.AREA: "serviceArea",
    Stage.DELIVERY: "deliveryAndServices",
    Stage.BILLING: "billingContacts",
    Stage.SHIPPING: "shippingContacts",
    Stage.PAYMENT: "payment",
    Stage.ORDERED: "orderNumber",
}
SERVICES = [{"serviceItemNo": "SGR90000001", "itemReferenceList": [{"itemNo": "00263850"}]}]


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as shop:
        yield shop


def test_every_state_of_the_contract_is_known() -> None:
    assert {*STAGES, *ENDS} == set(CONTRACT["components"]["schemas"]["CheckoutState"]["enum"])


def test_states_come_in_the_order_of_their_stages() -> None:
    assert list(STAGES.values()) == sorted(STAGES.values())
    assert [state_of(stage) for stage in (Stage.CART, Stage.SHIPPING)] == ["INITIATED", "SHIPPING_CONTATCTS_SET"]


@pytest.mark.parametrize("unit", ["se", "us", "jp"])
@pytest.mark.parametrize("state", list(STAGES)[1:])
def test_a_state_brings_what_it_implies(shop: Shop, state: str, unit: str) -> None:
    checkout_id = shop.create(unit, serviceItems=SERVICES)
    shop.sandbox.advance(checkout_id, state)
    order = shop.order(checkout_id, unit)
    assert order["state"] == state
    for stage, name in CONTENTS.items():
        assert (name in order) is (STAGES[state] >= stage), name
    assert "tax" in order["orderTotal"]


def test_the_ends_bring_nothing(shop: Shop) -> None:
    for state in ENDS:
        checkout_id = shop.create()
        shop.sandbox.advance(checkout_id, state)
        order = shop.order(checkout_id)
        assert order["state"] == state
        assert order.keys().isdisjoint(CONTENTS.values())


def test_delivery_has_a_price_and_a_slot(shop: Shop) -> None:
    checkout_id = shop.create(items=lines(_00263850=2, _19017838=1), serviceItems=SERVICES)
    shop.sandbox.advance(checkout_id, "SERVICE_TIME_WINDOWS_SET")
    order = shop.order(checkout_id)
    service = order["deliveryAndServices"]["deliveryService"]
    [delivery] = service["deliveries"]
    assert service["solutionPrice"] == delivery["deliveryPrice"] == order["shippingPrice"]
    assert order["orderTotal"]["inclTax"] == sum(
        order[name]["inclTax"] for name in ("totalPrice", "servicePrice", "shippingPrice")
    )
    slot = delivery["selectedSlot"]
    assert (slot["fromDateTime"], slot["metadata"]["timeZone"]) == ("2027-01-18T08:00:00", "Europe/Stockholm")
    assert [item["itemType"] for item in delivery["deliveryItems"]] == ["ART", "SPR", "ART", "ART", "ART"]
    [window] = order["deliveryAndServices"]["serviceAndTimeWindows"]
    assert window["selectedSlot"]["fromDateTime"] == "2027-01-19T13:00:00"


def test_a_card_shows_no_more_than_its_ends(shop: Shop) -> None:
    checkout_id = shop.create()
    shop.sandbox.advance(checkout_id, "PAYMENT_INITIATED")
    started = shop.order(checkout_id)
    assert started["payment"]["amountLeftToPay"] == started["orderTotal"]["inclTax"]
    shop.sandbox.advance(checkout_id, "PAYMENT_COMPLETED")
    order = shop.order(checkout_id)
    assert order["paymentContextId"] == started["paymentContextId"] == order["payment"]["paymentContextId"]
    assert (order["payment"]["status"], order["payment"]["amountLeftToPay"]) == ("COMPLETED", 0)
    [card] = order["payment"]["creditCardTransactions"]
    assert (card["amount"], card["status"]) == (order["orderTotal"]["inclTax"], "AUTHORIZED")
    assert card["paymentCardDetails"] == {"bin": "411111", "last4Digits": "1111"}


def test_what_is_paid_does_not_expire(shop: Shop) -> None:
    checkout_id = shop.create()
    shop.sandbox.advance(checkout_id, "PAYMENT_COMPLETED")
    shop.clock.now += 365 * 24 * 3600
    order = shop.order(checkout_id)
    assert order["state"] == "PAYMENT_COMPLETED"
    assert "checkoutExpiryMetadata" not in order


def test_the_order_number_of_an_existing_order_stays(shop: Shop) -> None:
    body: dict[str, Any] = {
        "channel": "WEBAPP",
        "languageCode": "sv",
        "orderNumber": "1158491376",
        "orderNumberSource": "A05",
        "items": lines(_00263850=1),
    }
    checkout_id = shop.call("POST", "/se/existing-order-checkouts", body).document["resourceId"]
    shop.sandbox.advance(checkout_id, "ORDER_COMPLETE")
    order = shop.order(checkout_id)
    assert (order["orderNumber"], order["orderNumberSource"]) == ("1158491376", "A05")


@pytest.mark.parametrize("state", ["INITIATED", "TIME_WINDOWS_SET", "DELIVERY_SERVICES_SET", "HAPPY"])
def test_there_is_no_way_back_and_the_error_says_what_there_is(shop: Shop, state: str) -> None:
    checkout_id = shop.create()
    shop.sandbox.advance(checkout_id, "TIME_WINDOWS_SET")
    with pytest.raises(ValueError, match=rf"TIME_WINDOWS_SET cannot become {state}.*PAYMENT_INITIATED.*EXPIRED"):
        shop.sandbox.advance(checkout_id, state)
    assert shop.order(checkout_id)["state"] == "TIME_WINDOWS_SET"


def test_nothing_follows_an_end(shop: Shop) -> None:
    checkout_id = shop.create()
    shop.sandbox.expire(checkout_id)
    with pytest.raises(ValueError, match="can become no other"):
        shop.sandbox.advance(checkout_id, "ORDER_COMPLETE")
    with pytest.raises(ValueError, match="EXPIRED cannot become EXPIRED"):
        shop.sandbox.expire(checkout_id)
    assert reachable("FAILED") == []


def test_time_is_an_end_as_well(shop: Shop) -> None:
    checkout_id = shop.create()
    shop.clock.now += 24 * 3600
    with pytest.raises(ValueError, match="state EXPIRED"):
        shop.sandbox.advance(checkout_id, "ORDER_COMPLETE")


def test_the_lifetime_can_be_set() -> None:
    with Shop(lifetime=60) as shop:
        checkout_id = shop.create()
        assert shop.order(checkout_id)["checkoutExpiryMetadata"]["timeLeftToExpireInSec"] == 60


def test_contacts_that_are_given_stay(shop: Shop) -> None:
    checkout_id = shop.create("us")
    shop.sandbox.set_contacts(checkout_id, shipping={"firstName": "Shirley", "zipCode": "10001", "stateCode": "NY"})
    order = shop.order(checkout_id, "us")
    assert (order["state"], order["serviceArea"]["zipCode"]) == ("DELIVERY_AREA_SET", "10001")
    assert order["orderTotal"]["taxList"][0]["taxPercentage"] > 8
    shop.sandbox.advance(checkout_id, "SHIPPING_CONTATCTS_SET")
    shop.sandbox.set_contacts(checkout_id, billing={"firstName": "Billie"})
    order = shop.order(checkout_id, "us")
    assert order["shippingContacts"][0]["firstName"] == "Shirley"
    assert order["billingContacts"][0]["firstName"] == "Billie"


def test_an_unknown_checkout_is_a_key_error(shop: Shop) -> None:
    for change in (shop.sandbox.expire, shop.sandbox.set_contacts):
        with pytest.raises(KeyError):
            change("unknown")


def test_checkouts_are_listed_in_the_order_of_creation(shop: Shop) -> None:
    ids = [shop.create(), shop.create("de"), shop.create(user=None)]
    assert shop.sandbox.checkouts() == ids
