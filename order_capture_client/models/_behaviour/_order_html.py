"""A checkout as an order, for notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel

from order_capture_client._model.fields import children
from order_capture_client._model.html import ABSENT, Cell, and_more, bold, box, escaped, line, muted, table
from order_capture_client._model.safe_access import models_at, number_at, shown_at, text_at, value_at
from order_capture_client._model.times import moment
from order_capture_client.models.delivery_slot import DeliverySlot
from order_capture_client.models.price import Price
from order_capture_client.models.service_slot import ServiceSlot

MOST_LINES = 50
"""Most lines of goods that are shown; the others are counted."""

LONGEST_AMOUNT = 20
"""Most digits before the point that are written out."""

_COLUMNS = 6

UNTIL = "\u2013"


def order_html(checkout: BaseModel) -> str:
    """Return a checkout as HTML: lines, services, totals, delivery. Never raises, even for raw values in the fields."""
    figures = _Figures(checkout)
    rows = [
        _head(figures),
        *_goods(checkout, figures),
        *_services(checkout, figures),
        *_totals(checkout, figures),
    ]
    return box(
        line(*_title(checkout)),
        line(muted(" · ".join(_notes(checkout)))),
        table(rows),
        *(line(escaped(text)) for text in _windows(checkout)),
    )


class _Figures:
    """Writes the amounts of an order: with tax where it is known, all with the same number of decimals."""

    def __init__(self, checkout: BaseModel) -> None:
        goods = [value_at(item, "total_price") for item in models_at(BaseModel, checkout, "items")]
        prices = [value_at(checkout, name) for name in ("order_total", "total_price")] + goods
        codes = (shown_at(price, "currency_code") for price in prices)
        self.currency = shown_at(checkout, "currency") or next(filter(None, codes), None)
        with_tax, without_tax = (_any_number(prices, figure) for figure in ("incl_tax", "excl_tax"))
        self.figure = "incl_tax" if with_tax or not without_tax else "excl_tax"
        shown = [self.number(price, *path) for price in prices for path in ((), ("per_item_price",))]
        self.places = _decimal_places([*shown, *(number_at(price, "tax") for price in prices)])

    def number(self, price: object, *path: str) -> Decimal | None:
        """Return a figure of a price, with or without tax as for the whole order."""
        return number_at(price, *path, self.figure)

    def of(self, price: object, *path: str) -> str:
        """Return a figure of a price as HTML, with a note if its tax or currency differs from the order's."""
        number, note = self.number(price, *path), ""
        if number is None:
            other, note = ("excl_tax", "without tax") if self.figure == "incl_tax" else ("incl_tax", "with tax")
            number = number_at(price, *path, other)
        return self.plain(number, shown_at(price, "currency_code"), note)

    def plain(self, number: Decimal | None, currency: str | None = None, note: str = "") -> str:
        """Return a number as HTML."""
        if number is None:
            return muted(ABSENT)
        foreign = currency if currency != self.currency else None
        return " ".join(filter(None, [self.written(number), escaped(foreign or ""), note and muted(note)]))

    def written(self, number: Decimal) -> str:
        """Return a number with its thousands separated."""
        if number.adjusted() > LONGEST_AMOUNT or number.adjusted() < -LONGEST_AMOUNT:
            return f"{number:.6g}"
        places = max(self.places, -int(number.as_tuple().exponent))
        return f"{number:,.{places}f}".replace(",", "\u202f")


def _any_number(prices: list[object], figure: str) -> bool:
    return any(number_at(price, figure) is not None for price in prices)


def _decimal_places(numbers: list[Decimal | None]) -> int:
    """Return the decimals for all amounts: none, or at least two."""
    places = max((-int(number.as_tuple().exponent) for number in numbers if number), default=0)
    return max(places, 2) if places > 0 else 0


def _title(checkout: BaseModel) -> Iterator[str]:
    order, identifier = shown_at(checkout, "order_number"), shown_at(checkout, "checkout_id")
    if order:
        yield bold(f"Order {order}")
    if identifier or not order:
        yield (muted if order else bold)(f"Checkout {identifier or ''}".strip())


def _notes(checkout: BaseModel) -> Iterator[str]:
    names = ("state", "shopping_type", "channel", "retail_id")
    yield from filter(None, (shown_at(checkout, name) for name in names))
    items = models_at(BaseModel, checkout, "items")
    count = len(children(value_at(checkout, "items")))
    units = sum((number_at(item, "quantity") or Decimal(0) for item in items), Decimal(0))
    yield f"{count} {'line' if count == 1 else 'lines'}" + (f", quantity {units:f}" if units else "")
    written = shown_at(checkout, "checkout_expiry_metadata", "expiry_timestamp")
    if written:
        expiry = moment(written, text_at(checkout, "time_zone_id"))
        yield f"expires {f'{expiry:%Y-%m-%d %H:%M} {expiry:%Z}'.strip() if expiry else written}"
    if value_at(checkout, "metadata", "is_price_recalculated") is True:
        yield "prices recalculated"


def _head(figures: _Figures) -> list[Cell]:
    suffix = ", without tax" if figures.figure == "excl_tax" else ""
    currency = f", {figures.currency}" if figures.currency else ""
    names = ("Article", "Name", "Quantity", f"Unit price{suffix}", "Savings", f"Price{suffix}{currency}")
    return [Cell(escaped(name), is_number=number > 1, is_head=True) for number, name in enumerate(names)]


def _goods(checkout: BaseModel, figures: _Figures) -> Iterator[list[Cell]]:
    lines = children(value_at(checkout, "items"))
    for _, item in lines[:MOST_LINES]:
        price = value_at(item, "total_price")
        unit = "per_item_sale_price"
        if value_at(price, unit) is None:
            unit = "per_item_price"
        yield [
            _text(shown_at(item, "item_no")),
            Cell(" ".join([escaped(shown_at(item, "name") or ABSENT), *_remarks(item)])),
            Cell(escaped(_quantity(item)), is_number=True),
            Cell(figures.of(price, unit), is_number=True),
            Cell(_saved(price, figures), is_number=True),
            Cell(figures.of(price), is_number=True),
        ]
    if len(lines) > MOST_LINES:
        yield [Cell(and_more(len(lines) - MOST_LINES), span=_COLUMNS)]
    if not lines:
        yield [Cell(muted("no lines"), span=_COLUMNS)]


def _text(text: str | None) -> Cell:
    return Cell(muted(ABSENT) if text is None else escaped(text))


def _quantity(item: object) -> str:
    quantity, unit = shown_at(item, "quantity") or ABSENT, text_at(item, "uom")
    return quantity if unit in (None, "PIECE") else f"{quantity} {shown_at(item, 'uom')}"


def _remarks(item: object) -> Iterator[str]:
    kind = shown_at(item, "availability", "type")
    if kind not in (None, "FULL"):
        reason = shown_at(item, "availability", "unavailability_reason")
        yield muted(", ".join(filter(None, (kind, reason))))


def _saved(price: object, figures: _Figures) -> str:
    saved = _savings(price)
    return figures.plain(saved, shown_at(price, "currency_code")) if saved else ""


def _savings(price: object) -> Decimal | None:
    saved = price.savings if isinstance(price, Price) else None
    return None if saved is None else saved.value


def _services(checkout: BaseModel, figures: _Figures) -> Iterator[list[Cell]]:
    for kind, name in (("service_items", "Service"), ("removal_service_items", "Removal")):
        lines = children(value_at(checkout, kind))
        for _, item in lines[:MOST_LINES]:
            price = value_at(item, "price")
            provider = shown_at(item, "provider")
            yield [
                _text(shown_at(item, "service_item_no") or shown_at(item, "service_product_id")),
                Cell(escaped(", ".join(filter(None, (name, provider))))),
                Cell(escaped(shown_at(item, "quantity") or ""), is_number=True),
                Cell(),
                Cell(_saved(price, figures), is_number=True),
                Cell(figures.of(price), is_number=True),
            ]
        if len(lines) > MOST_LINES:
            yield [Cell(and_more(len(lines) - MOST_LINES), span=_COLUMNS)]


def _totals(checkout: BaseModel, figures: _Figures) -> Iterator[list[Cell]]:
    names = {"total_price": "Goods", "service_price": "Services", "shipping_price": "Shipping"}
    for name, label in names.items():
        price = value_at(checkout, name)
        if isinstance(price, BaseModel):
            yield _total(escaped(label), figures.of(price))
    price = value_at(checkout, "order_total")
    if not isinstance(price, BaseModel):
        return
    currency = f", {figures.currency}" if figures.currency else ""
    yield _total(bold(f"Order total{currency}"), f"<strong>{figures.of(price)}</strong>")
    tax = number_at(price, "tax")
    yield _total(muted("of which tax"), muted("not known yet") if tax is None else figures.plain(tax))
    if saved := _saved(price, figures):
        yield _total(muted("savings, taken off already"), saved)


def _total(label: str, content: str) -> list[Cell]:
    return [Cell(label, is_number=True, span=_COLUMNS - 1), Cell(content, is_number=True)]


def _windows(checkout: BaseModel) -> Iterator[str]:
    """Return the time and method of each delivery and service."""
    service = value_at(checkout, "delivery_and_services", "delivery_service")
    method = shown_at(service, "fulfillment_method_type") or shown_at(service, "type")
    deliveries = models_at(BaseModel, service, "deliveries")
    for delivery in deliveries[:MOST_LINES]:
        slot = value_at(delivery, "selected_slot")
        parts = (method, shown_at(service, "solution"), shown_at(delivery, "type"), _window(slot))
        yield f"Delivery: {', '.join(filter(None, parts))}"
    if not deliveries and method:
        yield f"Delivery: {method}"
    services = models_at(BaseModel, checkout, "delivery_and_services", "service_and_time_windows")
    for window in services[:MOST_LINES]:
        names = (shown_at(window, "service_item_no"), shown_at(window, "service_type"))
        yield f"Service: {', '.join(filter(None, (*names, _window(value_at(window, 'selected_slot')))))}"


def _window(slot: object) -> str | None:
    """Return the hours of a slot in its time zone, or its texts if they cannot be read."""
    known = slot if isinstance(slot, (DeliverySlot, ServiceSlot)) else None
    if known and (start := known.starts_at) and (end := known.ends_at):
        until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
        zone = shown_at(slot, "metadata", "time_zone") or f"{end:%Z}"
        return f"{start:%Y-%m-%d %H:%M}{UNTIL}{until} {zone}".strip()
    texts = [shown_at(slot, name) for name in ("from_date_time", "to_date_time")]
    return UNTIL.join(filter(None, texts)) or None
