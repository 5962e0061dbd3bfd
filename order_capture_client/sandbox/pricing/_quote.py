"""The prices of a basket: pure arithmetic from a `Basket` to the contract's `Price` documents.

Every figure is a sum of amounts that were rounded one by one, so lines and totals agree to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from order_capture_client.sandbox.pricing._catalogue import (
    COUPONS,
    REMOVAL_SERVICES,
    SHIPPING,
    Coupon,
    RetailUnit,
    article,
    service,
)
from order_capture_client.sandbox.pricing._documents import Goods, Line, PriceWriter, Savings
from order_capture_client.sandbox.pricing._money import TaxedAmount, TaxRule, tax_rule

EMPLOYEE_PERCENT = Decimal(15)
"""The co-worker discount on the goods."""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service for a number of pieces; if it is paid to the provider, the order's total excludes it."""

    number: str
    pieces: int
    pay_to_provider: bool = False


@dataclass(frozen=True, slots=True)
class Basket:
    """Everything that prices depend on."""

    unit: RetailUnit
    lines: Sequence[tuple[str, int]]
    """Article numbers with their quantities."""
    zip_code: str | None = None
    state: str | None = None
    services: Sequence[ServiceLine] = ()
    removals: Sequence[tuple[str, int]] = ()
    """Removal services with their quantities."""
    shipping: str | None = None
    """The kind of delivery, TRUCK or PARCEL, if there is one."""
    coupons: Sequence[str] = ()
    family: bool = False
    employee: bool = False
    business: bool = False
    app: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The prices of a basket; lists follow the order of the basket."""

    items: list[dict[str, Any]]
    goods: dict[str, Any]
    services: list[dict[str, Any]]
    removals: list[dict[str, Any] | None]
    """None for a removal service that is not offered."""
    service: dict[str, Any] | None
    """The sum of the services that the order pays for, if there are services."""
    shipping: dict[str, Any] | None
    order: dict[str, Any]
    coupons: list[dict[str, Any]]
    """`CouponInfo` documents."""


def quote(basket: Basket) -> Quote:
    """Return the prices of a basket."""
    unit, rule = basket.unit, tax_rule(basket.unit, basket.zip_code, basket.state)
    write = PriceWriter(rule, unit.currency.code, as_family=basket.family)
    lines = [_line(unit, rule, number, quantity) for number, quantity in basket.lines]
    goods = Goods(rule.total(line.regular for line in lines), rule.total(line.family for line in lines))
    extras = _extras(basket, rule)
    regular, family = (_savings(basket, rule, amount) for amount in (goods.regular, goods.family))
    applied, goods_tag = (family, rule.tag(goods.family)) if basket.family else (regular, rule.tag(goods.regular))
    return Quote(
        items=[write.item(line) for line in lines],
        goods=write.goods(goods),
        services=_service_prices(basket, extras, write),
        removals=[_optional_price(write, "REMOVAL_SERVICE_PRICE", amount) for amount in extras.removals],
        service=_optional_price(write, "SERVICE_PRICE", extras.service),
        shipping=_optional_price(write, "SHIPPING_PRICE", extras.shipping),
        order=write.order(goods, extras.total, regular, family),
        coupons=[_coupon_info(basket, code, goods_tag, applied.coupons.get(code)) for code in basket.coupons],
    )


@dataclass(frozen=True, slots=True)
class _Extras:
    """The amounts on top of the goods."""

    services: list[TaxedAmount]
    removals: list[TaxedAmount | None]
    service: TaxedAmount | None
    """The sum of the services that the order pays for, if there are services."""
    shipping: TaxedAmount | None
    total: TaxedAmount


def _extras(basket: Basket, rule: TaxRule) -> _Extras:
    unit = basket.unit
    services = [rule.amount(unit.price(service(line.number).price) * line.pieces) for line in basket.services]
    removals = [
        rule.amount(unit.price(REMOVAL_SERVICES[number].price) * quantity) if number in REMOVAL_SERVICES else None
        for number, quantity in basket.removals
    ]
    payable = [amount for amount, line in zip(services, basket.services, strict=True) if not line.pay_to_provider]
    total = rule.total([*payable, *filter(None, removals)])
    shipping = rule.amount(unit.price(SHIPPING[basket.shipping])) if basket.shipping else None
    return _Extras(
        services,
        removals,
        service=total if services or removals else None,
        shipping=shipping,
        total=total if shipping is None else total + shipping,
    )


def _service_prices(basket: Basket, extras: _Extras, write: PriceWriter) -> list[dict[str, Any]]:
    return [
        write.plain("EXTERNAL_SERVICE_PRICE" if line.pay_to_provider else "SERVICE_PRICE", amount)
        for amount, line in zip(extras.services, basket.services, strict=True)
    ]


def _optional_price(write: PriceWriter, kind: str, amount: TaxedAmount | None) -> dict[str, Any] | None:
    return None if amount is None else write.plain(kind, amount)


def _line(unit: RetailUnit, rule: TaxRule, number: str, quantity: int) -> Line:
    entry = article(number)
    regular = unit.price(entry.price)
    family = regular if entry.family_price is None else unit.price(entry.family_price)
    return Line(
        *(rule.amount(tag) for tag in (regular, family)), *(rule.amount(tag * quantity) for tag in (regular, family))
    )


def _savings(basket: Basket, rule: TaxRule, goods: TaxedAmount) -> Savings:
    """Return the discounts: first the co-worker discount, then each coupon off the rest."""
    whole = rest = rule.tag(goods)
    employee = rule.round(rest * EMPLOYEE_PERCENT / 100) if basket.employee else Decimal(0)
    rest -= employee
    coupons: dict[str, Decimal] = {}
    for code in basket.coupons:
        if _refusal(basket, code, whole) is None:
            coupons[code] = _worth(COUPONS[code], basket.unit, rule, rest)
            rest -= coupons[code]
    return Savings(rule.part(goods, whole - rest), whole - rest, employee, coupons)


def _refusal(basket: Basket, code: str, goods: Decimal) -> str | None:
    """Return the reason why a coupon does not work, or None."""
    coupon = COUPONS.get(code)
    if coupon is None:
        return "INVALID_COUPON"
    if coupon.refused:
        return coupon.refused
    if (coupon.family_only and not basket.family) or (coupon.business_only and not basket.business):
        return "COUPON_NOT_QUALIFIED_FOR_CUST_CTXT"
    if coupon.app_only and not basket.app:
        return "COUPON_NOT_QUALIFIED_FOR_CHNL_CTXT"
    if goods < basket.unit.price(coupon.minimum):
        return "COUPON_NOT_QUALIFIED_FOR_CART_CTXT"
    return None


def _worth(coupon: Coupon, unit: RetailUnit, rule: TaxRule, rest: Decimal) -> Decimal:
    if coupon.percent is not None:
        return rule.round(rest * coupon.percent / 100)
    return min(rest, unit.price(coupon.euros or Decimal(0)))


def _coupon_info(basket: Basket, code: str, goods: Decimal, worth: Decimal | None) -> dict[str, Any]:
    coupon, reason = COUPONS.get(code), _refusal(basket, code, goods)
    metadata: dict[str, Any] = {"isCouponValid": reason is None}
    info: dict[str, Any] = {"discountCode": code, "couponMetadata": metadata}
    if reason is not None:
        metadata["reasonOfFailure"] = reason
    else:
        info |= {"discountAmount": worth, "rollUpPriceType": "FAMILY" if basket.family else "REGULAR"}
    if coupon is not None:
        info["text"] = coupon.text
        metadata["validCustomerTypes"] = ["BUSINESS"] if coupon.business_only else ["PRIVATE", "BUSINESS", "EMPLOYEE"]
    return info
