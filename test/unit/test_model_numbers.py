"""Numbers: exact for 15 significant digits, out as JSON numbers, and nothing that is not a number without doubt."""

from __future__ import annotations

import json
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from order_capture_client.exceptions import ApiValueError
from order_capture_client.models import ItemRequest, Metadata, Price

HEAD = '{"type":"ORDER_TOTAL","currencyCode":"SEK"'
PROPERTY = settings(deadline=None, database=None, derandomize=True, max_examples=300)


def price(amount: Any) -> Price:
    return Price(type="ORDER_TOTAL", currency_code="SEK", incl_tax=amount)


def price_from_json(literal: str) -> Price:
    made = Price.from_json(f'{HEAD},"inclTax":{literal}}}')
    assert made is not None
    return made


def literal_of(model: Price) -> str:
    """The text of the amount in the JSON that goes out."""
    return model.to_json().removeprefix('{"type":"ORDER_TOTAL","inclTax":').partition(",")[0]


class Index:
    """Like numpy's integers: not an `int`, but usable as one."""

    def __index__(self) -> int:
        return 3


class Level(IntEnum):
    TWO = 2


@st.composite
def decimals_of_15_digits(draw: st.DrawFn) -> Decimal:
    digits = draw(st.integers(-(10**15) + 1, 10**15 - 1))
    return Decimal(digits).scaleb(draw(st.integers(-30, 30)))


# Amounts


@pytest.mark.parametrize(
    ("given_", "taken", "sent"),
    [
        (Decimal("19.90"), "19.90", "19.9"),
        (19.90, "19.9", "19.9"),
        (0.1 + 0.2, "0.30000000000000004", "0.30000000000000004"),
        (1e-7, "1E-7", "1e-7"),
        (5, "5", "5"),
        (0, "0", "0"),
        (-3.5, "-3.5", "-3.5"),
        (Decimal("123456789012.345"), "123456789012.345", "123456789012.345"),
        (Decimal("0.000000000000001"), "1E-15", "1e-15"),
        (2**63, "9223372036854775808", "9223372036854775808"),
        (Decimal(7), "7", "7"),
        (Decimal("7.00"), "7.00", "7"),
        (Decimal("7E+2"), "700", "700"),
        (Decimal("0.99999999999999999999"), "0.99999999999999999999", "1.0"),
        (Level.TWO, "2", "2"),
    ],
    ids=str,
)
def test_an_amount_is_taken_by_its_shortest_text_and_sent_as_a_json_number(
    given_: object, taken: str, sent: str
) -> None:
    made = price(given_)
    assert isinstance(made.incl_tax, Decimal)
    assert made.incl_tax == Decimal(taken)
    assert json.loads(made.to_json())["inclTax"] == float(sent)
    assert literal_of(made) == sent


@pytest.mark.parametrize(
    ("literal", "amount"),
    [
        ("19.90", "19.9"),
        ("19.9", "19.9"),
        ("0.1", "0.1"),
        ("100", "100"),
        ("-0.05", "-0.05"),
        ("1e2", "100"),
        ("1E-2", "0.01"),
        ("1.0", "1"),
        ("123456789012.345", "123456789012.345"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("100000000000000000000", "1E+20"),
    ],
)
def test_an_amount_is_read_exactly(literal: str, amount: str) -> None:
    made = price_from_json(literal)
    assert isinstance(made.incl_tax, Decimal)
    assert made.incl_tax == Decimal(amount)


def test_an_amount_is_read_alike_whatever_was_read_before() -> None:
    # amounts are remembered, and 1, 1.0 and True, or 0.0 and -0.0, are equal
    literals = {"1": "1", "1.0": "1.0", "0": "0", "-0.0": "0.0", "0.0": "0.0", "-1": "-1"}
    for literal, amount in [*literals.items(), *reversed(literals.items())]:
        assert str(price_from_json(literal).incl_tax) == amount
    with pytest.raises(ApiValueError):
        price_from_json("true")


def test_the_famous_price_stays_what_it_is() -> None:
    made = price_from_json("19.90")
    assert str(made.incl_tax) == "19.9"
    assert made.incl_tax == Decimal("19.90")
    assert literal_of(made) == "19.9"
    assert made.incl_tax is not None
    assert made.incl_tax * 3 == Decimal("59.7")


@PROPERTY
@given(decimals_of_15_digits())
def test_15_digits_survive_the_way_out_and_back(amount: Decimal) -> None:
    back = Price.from_json(price(amount).to_json())
    assert back is not None
    assert back.incl_tax == amount


@PROPERTY
@given(decimals_of_15_digits())
def test_15_digits_survive_the_way_in_and_back(amount: Decimal) -> None:
    made = price_from_json(str(amount).replace("E+", "e"))
    assert made.incl_tax == amount
    again = Price.from_dict(made.to_dict())
    assert again == made
    assert Decimal(literal_of(made)) == amount


@PROPERTY
@given(st.floats(-1e15, 1e15))
def test_a_float_is_taken_by_its_shortest_text(amount: float) -> None:
    if amount and abs(amount) < 1e-300:
        return
    assert price(amount).incl_tax == Decimal(repr(amount))


@PROPERTY
@given(st.integers(-(10**40), 10**40))
def test_an_int_is_taken_as_it_is(amount: int) -> None:
    made = price(amount)
    assert made.incl_tax == amount
    assert json.loads(made.to_json())["inclTax"] == amount


@pytest.mark.parametrize(
    "amount",
    [
        "19.90",
        "5",
        b"5",
        True,
        False,
        [5],
        {"amount": 5},
        1j,
        Fraction(1, 3),
        float("nan"),
        float("inf"),
        float("-inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        Decimal("1E+999999"),
        Decimal("1E-999999"),
        Decimal("1E+309"),
        Decimal("-1E+309"),
        Decimal("1E-400"),
        10**400,
        10**5000,
    ],
    ids=lambda value: (
        repr(value)[:20] if not isinstance(value, int) or abs(value) < 9 else f"{value.bit_length()} bits"
    ),
)
def test_what_is_no_amount_without_doubt_is_refused(amount: object) -> None:
    with pytest.raises(ApiValueError, match=r"^Price\.incl_tax: number (expected|out of range)$"):
        price(amount)
    made = price(1)
    with pytest.raises(ApiValueError, match=r"^Price\.incl_tax: number (expected|out of range)$"):
        made.incl_tax = amount  # type: ignore[assignment]
    assert made.incl_tax == 1


@pytest.mark.parametrize("amount", [Decimal("9.9E+300"), Decimal("1E-300"), 10**300], ids=["large", "small", "int"])
def test_the_largest_and_smallest_amounts_are_taken(amount: Decimal | int) -> None:
    back = Price.from_json(price(amount).to_json())
    assert back is not None
    assert back.incl_tax == amount


@pytest.mark.parametrize(
    "literal",
    ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e999999999", '"19.90"', '"NaN"', "true", "[]", "{}"],
)
def test_what_is_no_json_number_is_refused(literal: str) -> None:
    with pytest.raises(
        ApiValueError, match=r"^Price(\.inclTax: number expected(; Price\.from_answer reads .*)?|: not valid JSON)$"
    ):
        price_from_json(literal)


def test_a_number_of_5000_digits_is_refused_without_counting_them() -> None:
    with pytest.raises(ApiValueError):
        price_from_json("9" * 5000)


@pytest.mark.parametrize("literal", ["1e305", "1e-305", "1.7976931348623157e308", "5e-324"])
def test_json_and_python_agree_on_the_bounds_of_an_amount(literal: str) -> None:
    # otherwise a model from an answer would refuse its own `to_dict`
    assert price_from_json(literal) == price(Decimal(literal))


def test_null_is_no_amount() -> None:
    assert price_from_json("null").incl_tax is None
    assert "inclTax" not in price_from_json("null").to_dict()


def test_an_integer_like_numpys_is_an_amount() -> None:
    assert price(Index()).incl_tax == 3


def test_an_amount_of_zero_is_not_an_absent_one() -> None:
    assert price(0).to_dict()["inclTax"] == 0
    assert literal_of(price(Decimal("0.00"))) == "0"


def test_amounts_stay_numbers_in_every_form() -> None:
    made = price(Decimal("19.90"))
    assert made.to_dict()["inclTax"] == Decimal("19.90")
    assert isinstance(made.to_dict()["inclTax"], Decimal)
    assert made.model_dump(mode="json")["incl_tax"] == 19.9
    assert json.loads(made.to_json()) == {"type": "ORDER_TOTAL", "inclTax": 19.9, "currencyCode": "SEK"}


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_number_is_refused_in_unknown_fields_too(literal: str) -> None:
    with pytest.raises(ApiValueError):
        Metadata.from_json(f'{{"future": {{"amount": {literal}}}}}')


# Whole numbers


@pytest.mark.parametrize(
    ("quantity", "taken"),
    [(2, 2), (0, 0), (-1, -1), (2.0, 2), (Decimal(2), 2), (Decimal("2.00"), 2), (Index(), 3), (Level.TWO, 2)],
    ids=["int", "zero", "negative", "2.0", "Decimal", "Decimal 2.00", "__index__", "IntEnum"],
)
def test_what_is_a_whole_number_without_doubt_is_taken(quantity: Any, taken: int) -> None:
    made = ItemRequest(quantity=quantity)
    assert made.quantity == taken
    assert type(made.quantity) is int
    assert made.to_json() == f'{{"quantity":{taken}}}'


@pytest.mark.parametrize(
    "quantity",
    ["2", b"2", True, False, 2.5, Decimal("2.5"), float("nan"), float("inf"), Decimal("NaN"), [2], Fraction(2)],
    ids=repr,
)
def test_what_is_no_whole_number_without_doubt_is_refused(quantity: Any) -> None:
    with pytest.raises(ApiValueError, match=r"^ItemRequest\.quantity: (whole )?number expected$"):
        ItemRequest(quantity=quantity)


@pytest.mark.parametrize(("literal", "taken"), [("2", 2), ("2.0", 2), ("2e0", 2), ("-7", -7)])
def test_a_whole_number_is_read(literal: str, taken: int) -> None:
    made = ItemRequest.from_json(f'{{"quantity": {literal}}}')
    assert made is not None
    assert made.quantity == taken
    assert type(made.quantity) is int


@pytest.mark.parametrize("literal", ["2.5", '"2"', "true", "NaN", "1e999", "[]"])
def test_what_is_no_whole_number_in_json_is_refused(literal: str) -> None:
    with pytest.raises(
        ApiValueError,
        match=r"^ItemRequest(\.quantity: whole number expected(; ItemRequest\.from_answer .*)?|: not valid JSON)$",
    ):
        ItemRequest.from_json(f'{{"quantity": {literal}}}')
