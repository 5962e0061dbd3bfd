"""Patching a checkout: only reductions, and their side effects."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from test.sandbox_contract import Shop, lines

AREA = {"zipCode": "25185"}
CART = lines(_00263850=3, _10098949=2)
COUPON = {"couponId": "A23gd653gfte534"}


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as shop:
        yield shop


def quantities(order: dict[str, Any]) -> dict[str, int]:
    return {line["itemNo"]: line["quantity"] for line in order["items"]}


def test_quantities_go_down_and_prices_follow(shop: Shop) -> None:
    checkout_id = shop.create(items=CART)
    answer = shop.patch(checkout_id, {"checkoutId": "ignored", "items": lines(_00263850=1)})
    assert answer.status == 200
    assert quantities(answer.document) == {"00263850": 1, "10098949": 2}
    assert answer.document["quantity"] == 3
    assert answer.document["orderTotal"]["inclTax"] == 659 + 2 * 274
    assert answer.document["metadata"] == {"isPriceRecalculated": True}
    assert shop.order(checkout_id) == answer.document


def test_zero_removes_a_line_and_the_others_keep_their_ids(shop: Shop) -> None:
    answer = shop.patch(shop.create(items=CART), {"items": lines(_00263850=0)})
    assert [(line["itemNo"], line["lineId"]) for line in answer.document["items"]] == [("10098949", 2)]


@pytest.mark.parametrize(
    ("items", "path"),
    [
        (lines(_00263850=4), "items[0].quantity"),
        (lines(_10098949=1, _20011413=1), "items[1].itemNo"),
        (lines(_19017838=1, _20256904=0), "items[1].itemNo"),
        ([*lines(_00263850=2), *lines(_00263850=1)], "items[1].itemNo"),
        (lines(_00263850=0, _10098949=0, _19017838=0), "items"),
        ([], "items"),
        (lines(_00263850=-1), "items[0].quantity"),
        ([{"itemNo": "00263850"}], "items[0].quantity"),
        ([{"quantity": 1}], "items[0].itemNo"),
    ],
)
def test_a_patch_that_is_no_reduction_changes_nothing(shop: Shop, items: list[Any], path: str) -> None:
    checkout_id = shop.create(items=[*CART, *lines(_19017838=1)])
    before = shop.order(checkout_id)
    answer = shop.patch(checkout_id, {"items": items, "languageCode": "en"})
    assert (answer.status, answer.paths) == (422, {path})
    assert shop.order(checkout_id) == before


def test_all_faults_are_named_at_once(shop: Shop) -> None:
    answer = shop.patch(shop.create(items=CART), {"items": lines(_00263850=9, _20011413=1), "languageCode": "x"})
    assert answer.paths == {"languageCode", "items[0].quantity", "items[1].itemNo"}


def test_a_part_of_a_set_is_told_apart_from_a_stranger(shop: Shop) -> None:
    answer = shop.patch(shop.create(items=lines(_19017838=1)), {"items": lines(_20256904=0)})
    assert answer.document["gaError"]["errorCode"] == "SPR_CHILD"


@pytest.mark.parametrize(
    ("items", "left"),
    [
        (lines(_00263850=2), [("SGR90000001", {"00263850": "2", "10098949": "1"}), ("TASKRABBIT", {"00263850": "2"})]),
        (lines(_00263850=0), [("SGR90000001", {"10098949": "1"})]),
        (lines(_10098949=0), [("SGR90000001", {"00263850": "3"}), ("TASKRABBIT", {"00263850": "3"})]),
    ],
)
def test_services_follow_their_goods(shop: Shop, items: list[Any], left: list[tuple[str, dict[str, str]]]) -> None:
    references = [{"itemNo": "00263850", "quantity": "3"}, {"itemNo": "10098949", "quantity": "1"}]
    services = [
        {"serviceItemNo": "SGR90000001", "itemReferenceList": references},
        {"serviceItemNo": "TASKRABBIT", "itemReferenceList": references[:1]},
    ]
    order = shop.patch(shop.create(items=CART, serviceItems=services), {"items": items}).document
    assert [
        (
            service["serviceItemNo"],
            {reference["itemNo"]: reference["quantity"] for reference in service["itemReferenceList"]},
        )
        for service in order["serviceItems"]
    ] == left


def test_the_last_service_goes_with_its_goods(shop: Shop) -> None:
    services = [{"serviceItemNo": "SGR90000001", "itemReferenceList": [{"itemNo": "10098949"}]}]
    order = shop.patch(shop.create(items=CART, serviceItems=services), {"items": lines(_10098949=0)}).document
    assert order.keys().isdisjoint({"serviceItems", "servicePrice"})


def test_new_quantities_void_delivery_and_payment(shop: Shop) -> None:
    checkout_id = shop.create(items=CART, serviceArea=AREA)
    shop.sandbox.advance(checkout_id, "PAYMENT_INITIATED")
    payment = shop.order(checkout_id)["paymentContextId"]
    order = shop.patch(checkout_id, {"items": lines(_00263850=1)}).document
    assert order["state"] == "DELIVERY_AREA_SET"
    assert order.keys().isdisjoint({"deliveryAndServices", "shippingPrice", "payment", "paymentContextId"})
    assert order["deletedPaymentContextIds"] == [payment]


def test_new_prices_void_the_payment_only(shop: Shop) -> None:
    checkout_id = shop.create(serviceArea=AREA)
    shop.sandbox.advance(checkout_id, "PAYMENT_INITIATED")
    order = shop.patch(checkout_id, {"familyCardNo": "123"}).document
    assert order["state"] == "SHIPPING_CONTATCTS_SET"
    assert "deliveryAndServices" in order
    assert "payment" not in order


def test_other_changes_void_nothing(shop: Shop) -> None:
    checkout_id = shop.create(serviceArea=AREA)
    shop.sandbox.advance(checkout_id, "PAYMENT_INITIATED")
    order = shop.patch(checkout_id, {"languageCode": "en", "contactAllowed": True}).document
    assert (order["languageCode"], order["state"]) == ("en", "PAYMENT_INITIATED")
    assert order["metadata"] == {"isPriceRecalculated": False}


def test_a_family_card_brings_the_family_price(shop: Shop) -> None:
    checkout_id = shop.create(items=lines(_90214549=1))
    assert shop.patch(checkout_id, {"familyCardNo": "123"}).document["orderTotal"]["rollUpPriceType"] == "FAMILY"


def test_a_company_can_use_coupons_for_companies(shop: Shop) -> None:
    checkout_id = shop.create(coupon={"couponId": "BUSINESS15"})
    order = shop.patch(checkout_id, {"profileType": "BUSINESS"}).document
    assert order["profileType"] == "BUSINESS"
    assert order["couponInfoList"][0]["couponMetadata"]["isCouponValid"] is True


def test_coupons_are_added_once_and_taken_off(shop: Shop) -> None:
    checkout_id = shop.create(coupon=COUPON)
    order = shop.patch(checkout_id, {"coupons": [COUPON, {"couponId": "WELCOME5"}, {"couponId": "NONSENSE"}]}).document
    codes = [coupon["discountCode"] for coupon in order["couponInfoList"]]
    assert codes == ["A23gd653gfte534", "WELCOME5", "NONSENSE"]
    assert order["orderTotal"]["inclTax"] == Decimal(659) - Decimal("65.90") - 55
    order = shop.patch(checkout_id, {"couponsToRemove": [{"couponId": code} for code in codes]}).document
    assert order.keys().isdisjoint({"couponInfoList", "coupon"})
    assert order["orderTotal"]["inclTax"] == 659


@pytest.mark.parametrize("state", ["EXPIRED", "FAILED", "PAYMENT_COMPLETED", "ORDER_COMPLETE"])
def test_what_has_ended_cannot_be_patched(shop: Shop, state: str) -> None:
    checkout_id = shop.create()
    shop.sandbox.advance(checkout_id, state)
    answer = shop.patch(checkout_id, {"languageCode": "en"})
    assert (answer.status, answer.paths) == (422, {"checkoutId"})


def test_time_ends_a_checkout_too(shop: Shop) -> None:
    checkout_id = shop.create()
    shop.clock.now += 24 * 3600
    assert shop.patch(checkout_id, {"languageCode": "en"}).status == 422


@pytest.mark.parametrize(
    ("body", "path"),
    [({"profileType": "ROYAL"}, "profileType"), ({"items": [{"quantity": "1"}]}, "items[0].quantity"), ([], "body")],
)
def test_a_wrong_shape_is_400(shop: Shop, body: Any, path: str) -> None:
    answer = shop.patch(shop.create(), body)
    assert (answer.status, answer.paths) == (400, {path})


@pytest.mark.parametrize(("unit", "user"), [("de", "anna"), ("se", "bo")])
def test_somebody_elses_checkout_is_not_found(shop: Shop, unit: str, user: str) -> None:
    checkout_id = shop.create()
    assert shop.patch(checkout_id, {"languageCode": "en"}, unit, user).status == 404
