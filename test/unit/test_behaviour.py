"""Behaviour of single models: finding a line, amounts with their currency, times, and patches that reduce."""

from __future__ import annotations

import copy
import pickle
import time
import zoneinfo
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, NoReturn

import numpy
import pytest
from dateutil import tz

from order_capture_client import Amount, ApiClient, ApiValueError, CheckoutApi, CheckoutDto
from order_capture_client.models import (
    CheckoutExpiryMetadata,
    CheckoutPatchRequest,
    DeliverySlot,
    ItemDto,
    Price,
    ServiceSlot,
    ServiceSpanSlot,
)
from order_capture_client.sandbox import Sandbox
from test.orders import THREE, order


def checkout(**fields: Any) -> CheckoutDto:
    made = CheckoutDto.from_dict({"shoppingType": "ONLINE"} | fields)
    assert made is not None
    return made


def lines(quantities: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"itemNo": number, "quantity": quantity} for number, quantity in quantities.items()]


def refusal(make: Callable[[], object]) -> str:
    with pytest.raises(ApiValueError) as caught:
        make()
    assert caught.value.__context__ is None
    return str(caught.value)


# A line


def test_a_line_is_found_by_its_article() -> None:
    made = order()
    line = made.item("19017838")
    assert made.items is not None
    assert line is made.items[1]
    assert isinstance(line, ItemDto)


@pytest.mark.parametrize("items", [None, [], [{"itemNo": "1"}, {}]], ids=["none", "empty", "others"])
def test_a_line_that_is_not_there_is_none(items: object) -> None:
    assert checkout(items=items).item("10098949") is None


def test_an_article_is_no_number() -> None:
    number: Any = 10098949
    assert refusal(lambda: order().item(number)) == (
        "item_no: text expected, in quotes: a number would lose its leading zeros"
    )


# Amounts


def price(**fields: Any) -> Price:
    return Price(**{"type": "ITEM_PRICE", "currency_code": "SEK"} | fields)


@pytest.mark.parametrize(
    ("made", "amount", "unit_amount", "savings"),
    [
        (price(), None, None, None),
        (price(incl_tax=Decimal("9.90")), "9.90", None, None),
        (price(excl_tax=9), None, None, None),
        (price(incl_tax=0), "0", None, None),
        (price(per_item_price={"incl_tax": 3}), None, "3", None),
        (price(per_item_price={"incl_tax": 3}, per_item_sale_price={"incl_tax": 2}), None, "2", None),
        (price(per_item_price={"incl_tax": 3}, per_item_sale_price={"excl_tax": 2}), None, "3", None),
        (price(incl_tax=7, price_excl_savings={"incl_tax": 9, "excl_tax": 8}), "7", None, "2"),
        (price(excl_tax=7, price_excl_savings={"excl_tax": 8}), None, None, "1"),
        (price(incl_tax=7, price_excl_savings={"incl_tax": 7}), "7", None, "0"),
        (price(incl_tax=7, price_excl_savings={"incl_tax": 9}, discount_summary={"all": 1}), "7", None, "1"),
        (price(total_order_savings=3), None, None, None),
        (price(type="ORDER_TOTAL", total_order_savings=3, discount_summary={"all": 1}), None, None, "3"),
        (price(type="ORDER_TOTAL", discount_summary={"all": 1}), None, None, None),
        (price(type="NEW", discount_summary={"all": 1}), None, None, "1"),
    ],
    ids=[
        "nothing",
        "with tax",
        "without tax only",
        "free of charge",
        "a unit",
        "a unit on sale",
        "a unit on sale, without tax only",
        "what it was before savings",
        "what it was before savings, without tax",
        "what it was before no savings",
        "savings that are stated",
        "savings of an order, elsewhere",
        "savings of an order",
        "savings that mean nothing on an order",
        "a type of price that is new",
    ],
)
def test_a_price_gives_amounts_with_their_currency(
    made: Price, amount: str | None, unit_amount: str | None, savings: str | None
) -> None:
    found = (made.amount, made.unit_amount, made.savings)
    expected = (amount, unit_amount, savings)
    assert found == tuple(None if text is None else Amount(Decimal(text), "SEK") for text in expected)


def test_the_amounts_of_an_order_agree() -> None:
    made = order(familyCardNo="1233645878937646")
    chair = made.item("40492130")
    assert chair is not None
    assert chair.total_price is not None
    amount, unit, saved = chair.total_price.amount, chair.total_price.unit_amount, chair.total_price.savings
    assert amount is not None
    assert unit is not None
    assert saved is not None
    assert amount.value == 2 * unit.value
    assert saved.value > 0
    assert made.order_total is not None
    assert made.order_total.savings == saved


def test_an_amount_is_a_value() -> None:
    amount = Amount(Decimal("199.90"), "SEK")
    assert str(amount) == "199.9 SEK"
    assert str(Amount(Decimal("1E+3"), "JPY")) == "1000 JPY"
    assert repr(amount) == "Amount(value=Decimal('199.90'), currency='SEK')"
    assert amount == Amount(Decimal("199.9"), "SEK") != Amount(Decimal("199.9"), "NOK")
    assert len({amount, Amount(Decimal("199.9"), "SEK")}) == 1
    assert pickle.loads(pickle.dumps(amount)) == copy.deepcopy(amount) == amount
    with pytest.raises(AttributeError):
        amount.value = Decimal(1)  # type: ignore[misc]


def test_what_a_model_does_is_not_set() -> None:
    made: Any = price()
    with pytest.raises(AttributeError):
        made.amount = 1
    assert made.to_dict() == {"type": "ITEM_PRICE", "currencyCode": "SEK"}


def test_a_field_that_this_version_does_not_know_hides_nothing() -> None:
    made: Any = Price.from_dict({"type": "X", "currencyCode": "SEK", "inclTax": 1, "amount": 2})
    assert made.amount == Amount(Decimal(1), "SEK")
    assert made.to_dict()["amount"] == 2


# Times


def test_every_name_of_the_database_is_a_zone() -> None:
    names = zoneinfo.available_timezones() - {"localtime", "Factory"}
    slots = {
        name: DeliverySlot.from_dict({"fromDateTime": "2026-07-02T08:00", "metadata": {"timeZone": name}})
        for name in names
    }

    assert len(slots) > 400
    assert [name for name, slot in slots.items() if slot is None or slot.starts_at is None] == []


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("Singapore", True),
        ("Europe/Stockholm", True),
        ("Europe/Helsingborg", False),
        ("UTC+3", False),
        ("x" * 300, False),
    ],
)
def test_zones_are_known_without_the_database_of_the_system(
    name: str, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_database(key: str) -> NoReturn:
        raise zoneinfo.ZoneInfoNotFoundError(key)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", no_database)
    slot = DeliverySlot.from_dict({"fromDateTime": "2026-07-02T08:00", "metadata": {"timeZone": name}})
    assert slot is not None
    assert (slot.starts_at is not None) is is_known


def test_the_zone_of_this_machine_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "tzname", ("CETX", "CESTX"))

    slot = DeliverySlot.from_dict({"fromDateTime": "2026-07-02T08:00", "metadata": {"timeZone": "CESTX"}})
    assert slot is not None
    assert slot.starts_at is None


def in_zone(name: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=tz.gettz(name))  # type: ignore[arg-type, misc]


STOCKHOLM, SYDNEY, LORD_HOWE = "Europe/Stockholm", "Australia/Sydney", "Australia/Lord_Howe"

SLOTS: list[tuple[str, str | None, str | None, str | None]] = [
    # name, from_date_time, time_zone, and the moment in UTC
    ("winter", "2026-01-02T08:00:00", STOCKHOLM, "2026-01-02T07:00:00"),
    ("summer", "2026-07-02T08:00:00", STOCKHOLM, "2026-07-02T06:00:00"),
    ("no seconds", "2026-07-02T08:00", STOCKHOLM, "2026-07-02T06:00:00"),
    ("a blank", "2026-07-02 08:00:00", STOCKHOLM, "2026-07-02T06:00:00"),
    ("fractions", "2026-07-02T08:00:00.500", STOCKHOLM, "2026-07-02T06:00:00.500000"),
    ("compact", "20260702T0800", STOCKHOLM, "2026-07-02T06:00:00"),
    ("week date", "2026-W27-4T08:00", STOCKHOLM, "2026-07-02T06:00:00"),
    ("midnight at the end", "2026-07-01T24:00:00", STOCKHOLM, "2026-07-01T22:00:00"),
    ("an hour that is skipped", "2026-03-29T02:30:00", STOCKHOLM, "2026-03-29T01:30:00"),
    ("an hour that comes twice", "2026-10-25T02:30:00", STOCKHOLM, "2026-10-25T00:30:00"),
    ("an hour that is skipped, down under", "2026-10-04T02:30:00", SYDNEY, "2026-10-03T16:30:00"),
    ("half an hour that is skipped", "2026-10-04T02:15:00", LORD_HOWE, "2026-10-03T15:45:00"),
    ("an offset counts more", "2026-07-02T08:00:00+05:00", STOCKHOLM, "2026-07-02T03:00:00"),
    ("UTC counts more", "2026-07-02T08:00:00Z", STOCKHOLM, "2026-07-02T08:00:00"),
    ("an offset alone", "2026-07-02T08:00:00+05:00", None, "2026-07-02T03:00:00"),
    ("UTC as the zone", "2026-07-02T08:00:00", "UTC", "2026-07-02T08:00:00"),
    ("three parts", "2026-07-02T08:00:00", "America/Indiana/Knox", "2026-07-02T13:00:00"),
    ("no zone", "2026-07-02T08:00:00", None, None),
    ("an unknown zone", "2026-07-02T08:00:00", "Europe/Helsingborg", None),
    ("an empty zone", "2026-07-02T08:00:00", "", None),
    ("a rule", "2026-07-02T08:00:00", "UTC+3", None),
    ("GMT", "2026-07-02T08:00:00", "GMT", "2026-07-02T08:00:00"),
    ("an abbreviation", "2026-07-02T08:00:00", "CET", "2026-07-02T06:00:00"),
    ("one word", "2026-07-02T08:00:00", "Singapore", "2026-07-02T00:00:00"),
    ("a hyphen", "2026-07-02T08:00:00", "GB-Eire", "2026-07-02T07:00:00"),
    ("digits", "2026-07-02T08:00:00", "EST5EDT", "2026-07-02T12:00:00"),
    ("a sign", "2026-07-02T08:00:00", "Etc/GMT+5", "2026-07-02T13:00:00"),
    ("an abbreviation of summer", "2026-07-02T08:00:00", "CEST", None),
    ("this machine's own zone", "2026-07-02T08:00:00", "localtime", None),
    ("seconds with leaps", "2026-07-02T08:00:00", "right/UTC", None),
    ("a folder", "2026-07-02T08:00:00", "Europe", None),
    ("another file of the database", "2026-07-02T08:00:00", "tzdata.zi", None),
    ("a file", "2026-07-02T08:00:00", "/etc/hostname", None),
    ("a file elsewhere", "2026-07-02T08:00:00", "../../../etc/hostname", None),
    ("absent", None, STOCKHOLM, None),
    ("empty", "", STOCKHOLM, None),
    ("a day", "2026-07-02", STOCKHOLM, None),
    ("an hour", "08:00", STOCKHOLM, None),
    ("seconds since 1970", "1767323045", STOCKHOLM, None),
    ("milliseconds since 1970", "1767323045000", STOCKHOLM, None),
    ("words", "tomorrow at noon", STOCKHOLM, None),
    ("no such day", "2026-02-30T08:00:00", STOCKHOLM, None),
    ("no such hour", "2026-02-20T25:00:00", STOCKHOLM, None),
    ("after the last day", "9999-12-31T24:00:00", STOCKHOLM, None),
    ("a day before the first", "0001-01-01T00:00:00+14:00", STOCKHOLM, None),
]


@pytest.mark.parametrize(("text", "zone", "utc"), [row[1:] for row in SLOTS], ids=[row[0] for row in SLOTS])
def test_the_time_of_a_slot_is_aware(text: str | None, zone: str | None, utc: str | None) -> None:
    made = DeliverySlot.from_dict({"fromDateTime": text, "toDateTime": text, "metadata": {"timeZone": zone}})
    assert made is not None
    expected = None if utc is None else datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)
    for found in (made.starts_at, made.ends_at):
        assert found == expected
        if found is not None and zone is not None:
            assert found.tzinfo == timezone(found.astimezone(tz.gettz(zone)).utcoffset() or timedelta())
    assert made.from_date_time == text


def test_a_slot_of_a_service_is_read_like_one_of_a_delivery() -> None:
    fields = {"fromDateTime": "2026-07-02T08:00:00", "toDateTime": "2026-07-02T12:00:00"}
    made = ServiceSlot.from_dict(fields | {"metadata": {"timeZone": STOCKHOLM}})
    assert made is not None
    assert made.starts_at == in_zone(STOCKHOLM, 2026, 7, 2, 8)
    assert made.ends_at == in_zone(STOCKHOLM, 2026, 7, 2, 12)


@pytest.mark.parametrize(
    ("in_utc", "local", "moment"),
    [
        ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00", "2026-10-25T01:30:00"),
        ("2026-10-25T01:30:00", "2026-10-25T02:30:00", "2026-10-25T01:30:00"),
        ("2026-10-25T01:30:00", None, "2026-10-25T01:30:00"),
        ("soon", "2026-10-25T04:30:00", "2026-10-25T03:30:00"),
        ("soon", "later", None),
    ],
    ids=["UTC", "UTC, not saying so", "UTC alone", "UTC that cannot be read", "nothing that can be read"],
)
@pytest.mark.parametrize("end", ["starts_at", "ends_at"])
def test_utc_counts_more_than_local_time(end: str, in_utc: str, local: str | None, moment: str | None) -> None:
    name = {"starts_at": "from", "ends_at": "to"}[end]
    fields = {f"{name}DateTimeUTC": in_utc, f"{name}DateTime": local}
    made: Any = ServiceSlot.from_dict(fields | {"metadata": {"timeZone": STOCKHOLM}})
    found = getattr(made, end)
    assert found == (moment and datetime.fromisoformat(moment).replace(tzinfo=timezone.utc))
    if found is not None:
        assert found.utcoffset() == timedelta(hours=1)
        assert found.tzname() == "CET"
    spanned: Any = ServiceSpanSlot.from_dict(fields)
    assert getattr(spanned, end) == (found if in_utc != "soon" else None)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 4), ("2026-03-29", 3), ("2026-10-25", 5)], ids=["a day", "spring", "autumn"]
)
def test_a_slot_is_as_long_as_it_lasts(day: str, hours: int) -> None:
    made = DeliverySlot.from_dict(
        {"fromDateTime": f"{day}T00:00", "toDateTime": f"{day}T04:00", "metadata": {"timeZone": STOCKHOLM}}
    )
    assert made is not None
    assert made.starts_at is not None
    assert made.ends_at is not None
    assert made.ends_at - made.starts_at == timedelta(hours=hours)
    assert pickle.loads(pickle.dumps(made.ends_at)) == made.ends_at


def test_a_spanned_slot_needs_utc_or_an_offset() -> None:
    made = ServiceSpanSlot(from_date_time="2026-07-02T08:00:00+02:00", to_date_time="2026-07-02T12:00:00")
    assert made.starts_at == in_zone(STOCKHOLM, 2026, 7, 2, 8)
    assert made.ends_at is None


@pytest.mark.parametrize(
    ("written", "alone", "in_checkout"),
    [
        ("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678", "2026-01-02T03:04:05.678"),
        ("2026-01-02T03:04:05+01:00", "2026-01-02T02:04:05", "2026-01-02T02:04:05"),
        ("2026-01-02T03:04:05", None, "2026-01-02T02:04:05"),
        ("soon", None, None),
        (None, None, None),
    ],
)
def test_the_expiry_is_aware(written: str | None, alone: str | None, in_checkout: str | None) -> None:
    expiry = {"expiryTimestamp": written}
    made = CheckoutExpiryMetadata.from_dict(expiry)
    whole = checkout(checkoutExpiryMetadata=expiry, timeZoneId=STOCKHOLM)
    assert made is not None
    for found, expected in ((made.expires_at, alone), (whole.expires_at, in_checkout)):
        text = None if found is None else found.astimezone(timezone.utc).replace(tzinfo=None).isoformat()
        assert (text and text.removesuffix("000")) == expected
    assert checkout().expires_at is None


def test_the_times_of_an_order_are_read() -> None:
    new = order()
    assert new.expires_at == datetime.fromtimestamp(1_767_323_045 + 86_400, tz=timezone.utc)
    paid = order(state="PAYMENT_COMPLETED")
    assert paid.delivery_and_services is not None
    delivery, windows = paid.delivery_and_services.delivery_service, paid.delivery_and_services.service_and_time_windows
    assert delivery is not None
    assert delivery.deliveries is not None
    assert windows is not None
    assert delivery.deliveries[0].selected_slot is not None
    assert delivery.deliveries[0].selected_slot.starts_at == in_zone(STOCKHOLM, 2026, 1, 5, 8)
    assert windows[0].selected_slot is not None
    assert windows[0].selected_slot.ends_at == in_zone(STOCKHOLM, 2026, 1, 6, 17)


# Patches that reduce


@pytest.mark.parametrize(
    ("quantities", "items"),
    [
        ({"00263850": 1}, {"00263850": 1}),
        ({"00263850": 0}, {"00263850": 0}),
        ({"00263850": 3}, {"00263850": 3}),
        ({"00263850": 1.0, "40492130": Decimal("1.0")}, {"00263850": 1, "40492130": 1}),
        ({"00263850": numpy.int64(2)}, {"00263850": 2}),
        ({"40492130": 0, "19017838": 0}, {"40492130": 0, "19017838": 0}),
    ],
    ids=["less", "none", "as many", "other numbers", "a number of numpy", "all but one"],
)
def test_a_reducing_patch_names_the_lines_that_change(quantities: dict[str, Any], items: dict[str, int]) -> None:
    patch = CheckoutPatchRequest.reducing(order(), quantities)
    assert type(patch) is CheckoutPatchRequest
    assert patch.to_dict() == {"items": lines(items)}
    assert all(type(item.quantity) is int for item in patch.items or [])


NUMBERED: Any = {263850: 1}

REFUSED: list[tuple[str, Any, Any, str]] = [
    # name, checkout, quantities, message
    ("a raise", order, {"00263850": 4}, "quantities.00263850: can only be reduced; the checkout has 3"),
    ("an unknown article", order, {"99999999": 1}, "quantities.99999999: not an article of the checkout"),
    ("a part of a set", order, {"20256904": 0}, "quantities.20256904: not an article of the checkout"),
    (
        "a part of a set that is on its way",
        lambda: order(state="PAYMENT_COMPLETED"),
        {"20256904": 0},
        "quantities.20256904: part of a set; reduce the set",
    ),
    (
        "everything",
        order,
        dict.fromkeys(THREE, 0),
        "quantities: at least one line of the checkout must stay",
    ),
    ("a negative one", order, {"00263850": -1}, "quantities.00263850: whole number of at least 0 expected"),
    ("half a piece", order, {"00263850": 0.5}, "quantities.00263850: whole number of at least 0 expected"),
    ("no number", order, {"00263850": Decimal("NaN")}, "quantities.00263850: whole number of at least 0 expected"),
    ("no end", order, {"00263850": float("inf")}, "quantities.00263850: whole number of at least 0 expected"),
    ("a text", order, {"00263850": "1"}, "quantities.00263850: whole number of at least 0 expected"),
    ("true", order, {"00263850": True}, "quantities.00263850: whole number of at least 0 expected"),
    ("nothing", order, {"00263850": None}, "quantities.00263850: whole number of at least 0 expected"),
    (
        "an article as a number",
        order,
        NUMBERED,
        "quantities: article numbers are text, in quotes: a number would lose its leading zeros",
    ),
    (
        "several faults",
        order,
        {"99999999": -1, "00263850": 9},
        "quantities.99999999: not an article of the checkout; quantities.99999999: whole number of at least 0 "
        "expected; quantities.00263850: can only be reduced; the checkout has 3",
    ),
    ("no article", order, {}, "quantities: at least one article expected"),
    ("a list", order, [("00263850", 1)], "quantities: mapping of article numbers to new quantities expected"),
    ("no checkout", lambda: None, {"1": 1}, "checkout: CheckoutDto expected, such as get_checkout returns"),
    ("a dict", lambda: {"items": []}, {"1": 1}, "checkout: CheckoutDto expected, such as get_checkout returns"),
    ("a checkout without lines", checkout, {"1": 0}, "quantities.1: not an article of the checkout"),
    (
        "a line without a quantity",
        lambda: checkout(items=[{"itemNo": "1"}]),
        {"1": 0},
        "quantities.1: the checkout does not say how many there are",
    ),
]


@pytest.mark.parametrize(
    ("made", "quantities", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_patch_that_is_no_reduction_is_refused(made: Callable[[], Any], quantities: Any, message: str) -> None:
    assert refusal(lambda: CheckoutPatchRequest.reducing(made(), quantities)) == message


@pytest.mark.parametrize(
    ("items", "quantities", "allowed"),
    [
        (lines({"1": 2, "2": 0}), {"1": 0}, False),
        ([*lines({"1": 2}), {"itemNo": "2"}], {"1": 0}, True),
        ([*lines({"1": 2}), {"quantity": 2}], {"1": 0}, True),
        (lines({"1": 2}) + lines({"1": 3}), {"1": 5}, True),
        (lines({"1": 2}) + lines({"1": 3}), {"1": 6}, False),
    ],
    ids=["a line of none", "a line of any number", "a line of any article", "two lines of one article", "more of it"],
)
def test_a_checkout_is_taken_as_it_says(items: Any, quantities: dict[str, int], allowed: bool) -> None:
    made = checkout(items=items)
    if allowed:
        assert CheckoutPatchRequest.reducing(made, quantities).to_dict() == {"items": lines(quantities)}
    else:
        refusal(lambda: CheckoutPatchRequest.reducing(made, quantities))


def test_a_subclass_gives_itself() -> None:
    class Noted(CheckoutPatchRequest):
        pass

    assert type(Noted.reducing(order(), {"00263850": 1})) is Noted


def test_a_reducing_patch_is_what_the_service_takes() -> None:
    with closing(Sandbox()) as sandbox, ApiClient(sandbox.configuration(), transport=sandbox) as client:
        api = CheckoutApi(client)
        cart: Any = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv", "items": lines(THREE)}
        checkout_id = str(api.create_checkout("se", cart).resource_id)
        patch = CheckoutPatchRequest.reducing(api.get_order(checkout_id, "se"), {"00263850": 1, "40492130": 0})
        patched = api.patch_checkout(checkout_id, "se", patch)
        assert {line.item_no: line.quantity for line in patched.items or []} == {"19017838": 1, "00263850": 1}
