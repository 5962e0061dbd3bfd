"""Prices add up: complete quotes, and rules for every basket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from order_capture_client.sandbox.pricing._catalogue import ARTICLES, COUPONS, RETAIL_UNITS, SERVICES, article, service
from order_capture_client.sandbox.pricing._money import TaxedAmount, tax_rule
from order_capture_client.sandbox.pricing._quote import Basket, Quote, ServiceLine, quote
from test.sandbox_contract import Shop, lines

FIGURES = ("inclTax", "exclTax", "tax")
MALM = [("90214549", 2)]


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as shop:
        yield shop


def figures(price: dict[str, Any]) -> dict[str, Decimal]:
    return {name: price[name] for name in FIGURES if name in price}


def euros(amount: str, **rest: str) -> dict[str, Decimal]:
    return {"inclTax": Decimal(amount)} | {name: Decimal(value) for name, value in rest.items()}


def basket(unit: str = "se", lines: Any = MALM, **options: Any) -> Basket:
    return Basket(RETAIL_UNITS[unit], lines, **options)


@pytest.mark.parametrize(
    ("unit", "place", "goods"),
    [
        ("se", {}, {"inclTax": "3938", "exclTax": "3150.40", "tax": "787.60"}),
        ("de", {}, {"inclTax": "358.00", "exclTax": "300.84", "tax": "57.16"}),
        ("fr", {}, {"inclTax": "358.00", "exclTax": "298.33", "tax": "59.67"}),
        ("gb", {}, {"inclTax": "322.20", "exclTax": "268.50", "tax": "53.70"}),
        ("jp", {}, {"inclTax": "53700", "exclTax": "48818", "tax": "4882"}),
        ("us", {}, {"exclTax": "358.00"}),
        ("ca", {}, {"exclTax": "465.40"}),
        ("us", {"zip_code": "10001", "state": "NY"}, {"inclTax": "389.77", "exclTax": "358.00", "tax": "31.77"}),
        ("us", {"zip_code": "97201", "state": "OR"}, {"inclTax": "358.00", "exclTax": "358.00", "tax": "0.00"}),
        ("us", {"zip_code": "96799", "state": "AS"}, {"inclTax": "379.48", "exclTax": "358.00", "tax": "21.48"}),
        ("ca", {"zip_code": "H2X", "state": "QC"}, {"inclTax": "535.09", "exclTax": "465.40", "tax": "69.69"}),
    ],
)
def test_the_goods_of_a_retail_unit(unit: str, place: dict[str, str], goods: dict[str, str]) -> None:
    prices = quote(basket(unit, **place))
    expected = {name: Decimal(figure) for name, figure in goods.items()}
    assert figures(prices.goods) == figures(prices.order) == figures(prices.items[0]) == expected


def test_a_swedish_order_in_figures() -> None:
    prices = quote(
        basket(
            lines=[("90214549", 2), ("10098949", 3)],
            services=[ServiceLine("SGR90000001", 2)],
            removals=[("REMOVAL_SOFA", 1)],
            shipping="TRUCK",
            coupons=["A23gd653gfte534"],
            family=True,
            employee=True,
        )
    )
    assert [figures(price)["inclTax"] for price in prices.items] == [3278, 822]
    assert prices.goods["inclTax"] == 4100
    assert prices.service is not None
    assert prices.service["inclTax"] == 2 * 495 + 539
    assert prices.shipping is not None
    assert prices.shipping["inclTax"] == 429
    # 15 % of 4100 is 615; the coupon takes 10 % of the other 3485.
    assert prices.order["discountSummary"] == {
        "familyPrice": 660,
        "employee": 615,
        "coupons": Decimal("348.50"),
    }
    assert prices.order["totalOrderSavings"] == Decimal("1623.50")
    assert figures(prices.order) == {
        "inclTax": Decimal("5094.50"),
        "exclTax": Decimal("4075.60"),
        "tax": Decimal("1018.90"),
    }


def test_a_family_card_rolls_the_family_price_up() -> None:
    price = quote(basket(family=True)).items[0]
    assert price["rollUpPriceType"] == "FAMILY"
    assert figures(price) == figures(price["familyPrice"])
    assert price["discountSummary"] == {"all": 660, "familyPrice": 660}
    assert price["priceExclSavings"]["inclTax"] == price["regularPrice"]["inclTax"] == 3938
    assert (price["perItemPrice"]["inclTax"], price["perItemSalePrice"]["inclTax"]) == (1969, 1639)
    assert "additionalSavingsAsFamily" not in price


def test_without_a_card_the_family_price_is_an_offer() -> None:
    price = quote(basket()).items[0]
    assert price["rollUpPriceType"] == "REGULAR"
    assert figures(price) == figures(price["regularPrice"])
    assert price["familyPrice"]["inclTax"] == 3278
    assert price["additionalSavingsAsFamily"] == 660
    assert "discountSummary" not in price


def test_an_article_without_family_price_has_no_family_block() -> None:
    prices = quote(basket(lines=[("00263850", 1)], family=True))
    assert "familyPrice" not in prices.items[0]
    assert prices.order["rollUpPriceType"] == "REGULAR"


def test_the_coworker_discount_is_fifteen_percent_of_the_order() -> None:
    order = quote(basket(lines=[("00263850", 1)], employee=True)).order
    assert order["discountSummary"] == {"employee": Decimal("98.85")}
    assert order["inclTax"] == Decimal("560.15")


def test_a_service_paid_to_its_provider_is_not_in_the_total() -> None:
    prices = quote(basket(services=[ServiceLine("TASKRABBIT", 1, pay_to_provider=True)]))
    assert prices.services[0]["type"] == "EXTERNAL_SERVICE_PRICE"
    assert prices.order["inclTax"] == prices.goods["inclTax"]


@pytest.mark.parametrize(
    ("code", "circumstances", "reason"),
    [
        ("A23gd653gfte534", {}, None),
        ("WELCOME5", {}, None),
        ("FAMILY20", {}, "COUPON_NOT_QUALIFIED_FOR_CUST_CTXT"),
        ("FAMILY20", {"family": True}, None),
        ("BUSINESS15", {}, "COUPON_NOT_QUALIFIED_FOR_CUST_CTXT"),
        ("BUSINESS15", {"business": True}, None),
        ("APPONLY10", {}, "COUPON_NOT_QUALIFIED_FOR_CHNL_CTXT"),
        ("APPONLY10", {"app": True}, None),
        ("BIGCART50", {}, "COUPON_NOT_QUALIFIED_FOR_CART_CTXT"),
        ("BIGCART50", {"lines": [("90214549", 3)]}, None),
        ("SUMMER2020", {}, "COUPON_EXPIRED"),
        ("ONETIME01", {}, "COUPON_ALREADY_REDEEMED"),
        ("TOMORROW1", {}, "COUPON_IS_NOT_ACTIVE"),
        ("NONSENSE", {}, "INVALID_COUPON"),
    ],
)
def test_a_coupon_works_or_says_why_not(code: str, circumstances: dict[str, Any], reason: str | None) -> None:
    prices = quote(basket(coupons=[code], **circumstances))
    [coupon] = prices.coupons
    assert coupon["couponMetadata"]["isCouponValid"] is (reason is None)
    assert coupon["couponMetadata"].get("reasonOfFailure") == reason
    worth = coupon.get("discountAmount", 0)
    assert prices.goods["inclTax"] - prices.order["inclTax"] == worth
    assert (worth > 0) is (reason is None)


def test_a_coupon_cannot_be_worth_more_than_the_goods() -> None:
    prices = quote(basket("de", [("17228340", 1)], coupons=["WELCOME5"]))
    assert figures(prices.order) == {"inclTax": 0, "exclTax": 0, "tax": 0}


def test_unknown_numbers_have_prices_that_stay() -> None:
    assert article("98765432") == article("98765432")
    assert service("SGR12345678") == service("SGR12345678")
    assert len({article(f"{number:08}").price for number in range(50)}) > 20


def test_price_tags_look_like_those_of_their_country() -> None:
    tag = {unit: RETAIL_UNITS[unit].price(Decimal("19.99")) for unit in ("se", "de", "ch", "jp")}
    assert tag == {"se": Decimal(219), "de": Decimal("19.99"), "ch": Decimal("20.95"), "jp": Decimal(2990)}
    assert RETAIL_UNITS["jp"].fee(Decimal("0.51")) == 77


def test_tax_is_rounded_half_up() -> None:
    rule = tax_rule(RETAIL_UNITS["us"], "10001", "OR")
    assert rule.round(Decimal("0.125")) == Decimal("0.13")
    assert tax_rule(RETAIL_UNITS["se"], None, None).amount(Decimal("0.10")) == TaxedAmount(
        Decimal("0.08"), Decimal("0.02")
    )


def test_the_tax_names_its_jurisdiction() -> None:
    [tax] = quote(basket("us", zip_code="10001", state="NY")).order["taxList"]
    assert tax["taxJurisdiction"] == {"taxJurisdictionType": "STATE", "taxJurisdictionCode": "NY"}
    assert tax["taxPercentage"] == Decimal("8.875")
    [tax] = quote(basket("de")).order["taxList"]
    assert tax["taxJurisdiction"] == {"taxJurisdictionType": "COUNTRY", "taxJurisdictionCode": "DE"}


PLACES = st.sampled_from(
    [(unit, None, None) for unit in RETAIL_UNITS]
    + [("us", "10001", state) for state in ("NY", "OR", "PA", "XX")]
    + [("ca", "H2X", state) for state in ("QC", "ON")]
)
LINES = st.dictionaries(
    st.sampled_from([*ARTICLES, "12345678", "87654321"]), st.integers(1, 500), min_size=1, max_size=6
)


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    unit, zip_code, state = draw(PLACES)
    service_lines = st.builds(ServiceLine, st.sampled_from([*SERVICES, "SGR1"]), st.integers(1, 9), st.booleans())
    return Basket(
        RETAIL_UNITS[unit],
        list(draw(LINES).items()),
        zip_code=zip_code,
        state=state,
        services=draw(st.lists(service_lines, max_size=3)),
        removals=draw(st.lists(st.tuples(st.sampled_from(["REMOVAL_SOFA", "OTHER"]), st.integers(1, 3)), max_size=2)),
        shipping=draw(st.sampled_from([None, "TRUCK", "PARCEL"])),
        coupons=draw(st.lists(st.sampled_from([*COUPONS, "NONSENSE"]), unique=True, max_size=4)),
        family=draw(st.booleans()),
        employee=draw(st.booleans()),
        business=draw(st.booleans()),
        app=draw(st.booleans()),
    )


@settings(max_examples=150, deadline=None)
@given(baskets())
def test_every_basket_adds_up(basket: Basket) -> None:
    prices = quote(basket)
    for price in prices_of(prices):
        if "tax" in price:
            assert price["inclTax"] == price["exclTax"] + price["tax"]
            assert price["tax"] == sum(tax["taxAmount"] for tax in price.get("taxList", [{"taxAmount": price["tax"]}]))
        assert price.get("additionalSavingsAsFamily", 1) > 0
        quantum = basket.unit.currency.quantum
        assert all(figure >= 0 and figure % quantum == 0 for figure in figures(price).values())
    assert total(prices.items) == figures(prices.goods)
    extras = [price for price in (prices.service, prices.shipping) if price]
    before_discounts = total([prices.goods, *extras])
    figure = "inclTax" if basket.unit.tax_included else "exclTax"
    order_level = sum(entry["amount"] for entry in prices.order.get("orderDiscountSummaryList", ()))
    assert prices.order[figure] == before_discounts[figure] - order_level
    assert ("tax" in prices.order) is (basket.unit.tax_included or basket.zip_code is not None)
    worth = sum(coupon.get("discountAmount", 0) for coupon in prices.coupons)
    assert prices.order.get("discountSummary", {}).get("coupons", 0) == worth


def prices_of(prices: Quote) -> Iterator[dict[str, Any]]:
    """Every `Price` of a quote with the blocks inside."""
    tops = chain(prices.items, prices.services, prices.removals, [prices.goods, prices.service, prices.shipping])
    for price in (*filter(None, tops), prices.order):
        yield price
        yield from (price[name] for name in ("regularPrice", "familyPrice", "priceExclSavings") if name in price)


def total(prices: Iterable[dict[str, Any]]) -> dict[str, Decimal]:
    prices = list(prices)
    return {name: sum((price[name] for price in prices), Decimal(0)) for name in FIGURES if name in prices[0]}


def test_tax_is_unknown_on_the_wire_until_the_zip_code_is(shop: Shop) -> None:
    order = shop.order(shop.create("us", items=lines(_90214549=2)), "us")
    assert figures(order["orderTotal"]) == {"exclTax": Decimal(358)}
    area = {"zipCode": "10001", "stateCode": "NY"}
    order = shop.order(shop.create("us", items=lines(_90214549=2), serviceArea=area), "us")
    assert figures(order["orderTotal"]) == euros("389.77", exclTax="358", tax="31.77")


def test_amounts_are_the_shortest_numbers_on_the_wire(shop: Shop) -> None:
    checkout_id = shop.create("de", items=lines(_90214549=3))
    order = shop.order(checkout_id, "de")
    assert figures(order["orderTotal"]) == euros("537", exclTax="451.26", tax="85.74")


@pytest.mark.parametrize("coupons", [{"coupon": {"couponId": "NONSENSE"}}, {"coupon": {"couponId": "A23gd653gfte534"}}])
def test_the_coupon_of_the_request_is_reported(shop: Shop, coupons: dict[str, Any]) -> None:
    order = shop.order(shop.create(**coupons))
    code = coupons["coupon"]["couponId"]
    assert order["couponInfoList"][0]["discountCode"] == order["coupon"]["couponId"] == code
    assert order["coupon"].get("failureMessage") == (None if code in COUPONS else "INVALID_COUPON")
