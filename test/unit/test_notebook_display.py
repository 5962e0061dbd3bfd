"""Display in notebooks: a checkout as an order, errors with their faults, answers with their status."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest

from order_capture_client import ApiResponse, CheckoutDto, CreateResource
from order_capture_client._model.base import Model
from order_capture_client.models import CheckoutState, ErrorDetails, UnavailabilityReason
from test.orders import order, unchecked
from test.unit.test_models import sample, schemas

CANARY = "canary-7f3a"
DASH = "\u2013"
INJECTED = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
MODELS: dict[str, type[Model]] = {
    "CheckoutDto": CheckoutDto,
    "CreateResource": CreateResource,
    "ErrorDetails": ErrorDetails,
}
ALLOWED = {"div", "span", "strong", "code", "table", "tbody", "tr", "td", "th"}


class Page(HTMLParser):
    """The text of HTML as a browser shows it: lines, and rows of a table with the cells' texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.styles: set[str] = set()
        self.lines: list[str] = []
        self.rows: list[list[str]] = []
        self.widths: list[int] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.styles |= {value or "" for name, value in attrs if name == "style"}
        if tag == "tr":
            self.rows.append([])
            self.widths.append(0)
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.widths[-1] += int(dict(attrs).get("colspan") or 1)
        elif tag == "div":
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "table" in self.open:
            self.rows[-1][-1] += data.replace("\u202f", " ")
        else:
            self.lines[-1] += data

    def row(self, name: str) -> list[str]:
        (found,) = [row for row in self.rows if row[0] == name]
        return found


def page(made: Any) -> Page:
    return Page(made._repr_html_())


def checkout(**fields: Any) -> CheckoutDto:
    made = CheckoutDto.from_dict({"shoppingType": "ONLINE"} | fields)
    assert made is not None
    return made


def line(**fields: Any) -> dict[str, Any]:
    return {"itemNo": "00263850", "name": "BILLY", "quantity": 1} | fields


def price(**fields: Any) -> dict[str, Any]:
    return {"type": "ITEM_PRICE", "currencyCode": "SEK"} | fields


# An order


def test_an_order_shows_its_lines_with_prices_and_savings() -> None:
    shown = page(order(familyCardNo="1233645878937646"))
    assert shown.rows[0] == ["Article", "Name", "Quantity", "Unit price", "Savings", "Price, SEK"]
    assert shown.row("40492130") == ["40492130", "POÄNG", "2", "924.00", "330.00", "1 848.00"]
    assert shown.row("19017838") == ["19017838", "PAX", "1", "4 620.00", "", "4 620.00"]
    assert shown.row("SGR90000001") == ["SGR90000001", "Service, IKEA", "", "", "", "495.00"]
    assert shown.row("REMOVAL_SOFA") == ["REMOVAL_SOFA", "Removal, IKEA", "1", "", "", "539.00"]
    assert set(shown.widths) == {6}


def test_an_order_shows_its_totals() -> None:
    made = order(familyCardNo="1233645878937646")
    shown = page(made)
    assert shown.rows[-5:] == [
        ["Goods", "8 445.00"],
        ["Services", "1 034.00"],
        ["Order total, SEK", "9 479.00"],
        ["of which tax", "1 895.80"],
        ["savings, taken off already", "330.00"],
    ]
    assert made.order_total is not None
    assert Decimal(shown.row("Order total, SEK")[1].replace(" ", "")) == made.order_total.incl_tax
    assert Decimal(shown.row("of which tax")[1].replace(" ", "")) == made.order_total.tax


def test_an_order_shows_what_it_is_and_when_it_expires() -> None:
    made = order()
    assert page(made).lines == [
        "",
        f"Checkout {made.checkout_id}",
        "INITIATED · ONLINE · WEBAPP · se · 3 lines, quantity 6 · expires 2026-01-03 04:04 CET",
    ]
    numbered = page(checkout(orderNumber="1158491376", checkoutId="abc", state=CheckoutState.EXPIRED, items=[line()]))
    assert numbered.lines[1:] == ["Order 1158491376 Checkout abc", "EXPIRED · ONLINE · 1 line, quantity 1"]


def test_an_order_shows_how_it_comes() -> None:
    shown = page(order(state="PAYMENT_COMPLETED"))
    assert shown.row("Shipping") == ["Shipping", "429.00"]
    assert shown.lines[-2:] == [
        f"Delivery: HOME_DELIVERY, STANDARD, TRUCK, 2026-01-05 08:00{DASH}12:00 Europe/Stockholm",
        f"Service: SGR90000001, ASSEMBLY, 2026-01-06 13:00{DASH}17:00 Europe/Stockholm",
    ]


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (
            {"fromDateTime": "2026-01-05T20:00Z", "toDateTime": "2026-01-06T02:00Z"},
            f"2026-01-05 20:00{DASH}2026-01-06 02:00 UTC",
        ),
        ({"fromDateTime": "2026-01-05T20:00", "toDateTime": "later"}, f"2026-01-05T20:00{DASH}later"),
        ({"fromDateTime": "soon"}, "soon"),
        ({}, None),
    ],
    ids=["over midnight", "without a zone", "half of it", "nothing"],
)
def test_the_hours_of_a_slot_are_shown_as_far_as_they_are_known(slot: dict[str, str], text: str | None) -> None:
    deliveries = [{"type": "PARCEL", "selectedSlot": slot}]
    shown = page(checkout(deliveryAndServices={"deliveryService": {"deliveries": deliveries}}))
    assert shown.lines[-1] == ", ".join(filter(None, ["Delivery: PARCEL", text]))


def test_a_long_order_is_abridged_and_its_totals_are_not() -> None:
    made = order(lines=200)
    shown = page(made)
    articles = [row[0] for row in shown.rows if re.fullmatch(r"7\d{7}", row[0])]
    assert articles == [str(70_000_000 + number) for number in range(50)]
    assert ["... and 150 more"] in shown.rows
    assert "200 lines, quantity 794" in shown.lines[2]
    assert made.order_total is not None
    assert Decimal(shown.row("Order total, SEK")[1].replace(" ", "")) == made.order_total.incl_tax
    assert len(made._repr_html_()) < 80_000


@pytest.mark.parametrize(("count", "more"), [(50, None), (51, "... and 1 more")])
def test_an_order_is_abridged_where_it_becomes_long(count: int, more: str | None) -> None:
    shown = page(checkout(items=[line()] * count))
    assert len([row for row in shown.rows if row[0] == "00263850"]) == 50
    assert [row[0] for row in shown.rows if row[0].startswith("...")] == ([more] if more else [])


@pytest.mark.parametrize("items", [None, []])
def test_an_empty_order_says_so(items: object) -> None:
    shown = page(checkout(items=items))
    assert shown.lines[1:] == ["Checkout", "ONLINE · 0 lines"]
    assert shown.rows[1:] == [["no lines"]]


def test_an_order_without_tax_says_so() -> None:
    shown = page(order("us"))
    assert shown.rows[0][3:] == ["Unit price, without tax", "Savings", "Price, without tax, USD"]
    assert shown.row("00263850") == ["00263850", "BILLY", "3", "59.99", "", "179.97"]
    assert shown.row("of which tax") == ["of which tax", "not known yet"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"totalPrice": price(inclTax=5)}, ["", "", "5"]),
        ({"totalPrice": price(inclTax=5, perItemPrice={"inclTax": 2.5})}, ["2.50", "", "5.00"]),
        ({"totalPrice": price(inclTax=Decimal("0.125"))}, ["", "", "0.125"]),
        ({"totalPrice": price(inclTax=1234567)}, ["", "", "1 234 567"]),
        ({"totalPrice": price(inclTax=Decimal("1E+30"))}, ["", "", "1e+30"]),
        ({"totalPrice": price(inclTax=-5, currencyCode="NOK")}, ["", "", "-5 NOK"]),
        ({"totalPrice": price(inclTax=5, perItemPrice={"exclTax": 4})}, ["4 without tax", "", "5"]),
        ({"totalPrice": price(inclTax=5, priceExclSavings={"inclTax": 6})}, ["", "1", "5"]),
        ({}, ["", "", ""]),
    ],
    ids=[
        "whole",
        "with cents",
        "with less than cents",
        "thousands",
        "beyond measure",
        "another currency",
        "some without tax",
        "savings",
        "none",
    ],
)
def test_amounts_are_written_alike(fields: dict[str, Any], shown: list[str]) -> None:
    made = page(checkout(items=[line(**fields)], currency="SEK"))
    assert [cell.replace(DASH, "") for cell in made.row("00263850")[3:]] == shown


@pytest.mark.parametrize(
    ("fields", "name", "quantity"),
    [
        ({"availability": {"type": "FULL"}}, "BILLY", "1"),
        ({"availability": {"type": "NOT_AVAILABLE"}}, "BILLY NOT_AVAILABLE", "1"),
        (
            {"availability": {"type": "PARTIAL", "unavailabilityReason": next(iter(UnavailabilityReason))}},
            f"BILLY PARTIAL, {next(iter(UnavailabilityReason)).value}",
            "1",
        ),
        ({"uom": "METER", "quantity": 7}, "BILLY", "7 METER"),
        ({"uom": "PIECE", "quantity": None, "name": None}, DASH, DASH),
    ],
)
def test_a_line_says_what_is_special(fields: dict[str, Any], name: str, quantity: str) -> None:
    assert page(checkout(items=[line(**fields)])).row("00263850")[1:3] == [name, quantity]


# Errors and answers


def test_an_error_shows_its_faults() -> None:
    made = ErrorDetails.from_dict(
        {
            "errorCode": 422,
            "title": "Unprocessable Entity",
            "timestamp": "2026-01-02T03:04:05Z",
            "message": "The checkout cannot be changed so.",
            "details": "items[0].quantity: too much",
            "gaError": {"errorCode": "RAISED", "message": "too much"},
            "gaErrorList": [{"errorCode": "RAISED", "message": "too much"}, {"message": "no code"}, {}],
            "detailsMap": {"items[0].quantity": "too much", "items[1]": "no such line"},
        }
    )
    shown = page(made)
    assert shown.lines[1:] == [
        "Error 422 Unprocessable Entity 2026-01-02 03:04:05 UTC",
        "The checkout cannot be changed so.",
    ]
    assert shown.rows == [
        ["RAISED, items[0].quantity", "too much"],
        [DASH, "no code"],
        [DASH, DASH],
        ["items[1]", "no such line"],
    ]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, ["Error"]),
        ({"title": "Gone"}, ["Error Gone"]),
        ({"message": "a", "details": "b"}, ["Error", "a", "b"]),
        ({"message": "a", "details": "a"}, ["Error", "a"]),
    ],
)
def test_an_error_without_faults_shows_its_details(fields: dict[str, Any], lines: list[str]) -> None:
    shown = page(ErrorDetails(**fields))
    assert shown.lines[1:] == lines
    assert shown.rows == []


def test_an_error_with_very_many_faults_is_abridged() -> None:
    shown = page(ErrorDetails(details_map={f"items[{number}]": str(number) for number in range(1000)}))
    assert len(shown.rows) == 51
    assert shown.rows[-1] == ["... and 950 more"]


class Foreign:
    def _repr_html_(self) -> None:
        return None

    def __repr__(self) -> str:
        return "<Foreign>"


@pytest.mark.parametrize(
    ("status", "data", "lines"),
    [
        (201, CreateResource(resource_id="abc"), ["201 Created", "CreateResource(resource_id='abc')"]),
        (419, {"a": 1}, ["419", "{'a': 1}"]),
        (200, None, ["200 OK", "None"]),
        (200, Foreign(), ["200 OK", "<Foreign>"]),
        (200, CreateResource.from_dict({"_repr_html_": CANARY}), ["200 OK", "CreateResource(_repr_html_=...)"]),
    ],
    ids=["a model", "no model", "nothing", "what shows nothing", "a field of that name"],
)
def test_an_answer_shows_its_status_and_data(status: int, data: Any, lines: list[str]) -> None:
    assert page(ApiResponse(status_code=status, data=data, raw_data=b"{}")).lines[1:] == lines


def test_an_answer_shows_its_order() -> None:
    made = order()
    response = ApiResponse(status_code=200, headers={"X-Name": CANARY}, data=made, raw_data=CANARY.encode())
    shown = page(response)
    assert shown.lines[1] == "200 OK"
    assert shown.rows == page(made).rows
    assert CANARY not in response._repr_html_()


# Safe to show


@pytest.mark.parametrize("name", ["CheckoutDto", "ErrorDetails"])
def test_no_personal_data_is_shown(name: str) -> None:
    answer = sample(schemas()[name], personal=CANARY, depth=8)

    def with_unknown(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: with_unknown(item) for key, item in value.items()} | {"future": CANARY, CANARY: 1}
        return [with_unknown(item) for item in value] if isinstance(value, list) else value

    answer = with_unknown(answer)
    answer.pop("detailsMap", None)
    html = unchecked(MODELS[name], answer)._repr_html_()
    assert "plain" in html
    assert CANARY not in html


@pytest.mark.parametrize("name", ["CheckoutDto", "ErrorDetails", "CreateResource"])
def test_all_text_is_escaped(name: str) -> None:
    answer = sample(schemas()[name], personal=INJECTED, plain=INJECTED, depth=8)
    made = unchecked(MODELS[name], answer)
    if isinstance(made, ErrorDetails):
        made.details_map = {INJECTED: INJECTED}
    shown = page(ApiResponse(status_code=200, data=made, raw_data=b""))
    assert shown.tags <= ALLOWED
    assert shown.attributes <= {"style", "colspan"}
    assert "<script>" in " ".join([*shown.lines, *(cell for row in shown.rows for cell in row)])


@pytest.mark.parametrize("made", [order(state="PAYMENT_COMPLETED"), ErrorDetails(message="a", details_map={"b": "c"})])
def test_the_colours_are_those_of_the_page(made: Any) -> None:
    shown = page(ApiResponse(status_code=200, data=made, raw_data=b""))
    assert shown.styles
    for style in shown.styles:
        colours = re.findall(r"(?:^|;)(?:color|background)(?:-color)?:([^;]*)", style)
        assert set(colours) <= {"inherit", "none"}
        assert "url(" not in style


def test_long_texts_are_cut() -> None:
    shown = page(checkout(items=[line(name="x" * 10_000)], checkoutId="y" * 10_000))
    assert shown.rows[1][1] == "x" * 297 + "..."
    assert len(shown.lines[1]) < 400
