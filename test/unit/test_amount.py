"""Amounts: text, formats, sums and order, within one currency."""

from __future__ import annotations

import decimal
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import decimals

from order_capture_client import Amount, ApiValueError

numbers = decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12)


def sek(number: str) -> Amount:
    return Amount(Decimal(number), "SEK")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("548.0", "548 SEK"),
        ("548", "548 SEK"),
        ("19.90", "19.9 SEK"),
        ("0.00", "0 SEK"),
        ("1E+3", "1000 SEK"),
        ("1000", "1000 SEK"),
        ("-0.50", "-0.5 SEK"),
        ("1E-7", "0.0000001 SEK"),
        ("123456789012345678901234567890.1", "123456789012345678901234567890.1 SEK"),
    ],
)
def test_text_has_no_trailing_zeros(number: str, text: str) -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        assert str(sek(number)) == f"{sek(number)}" == text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (">12", "  1234.5 SEK"),
        ("12", "  1234.5 SEK"),
        ("<12", "1234.5 SEK  "),
        ("^12", " 1234.5 SEK "),
        ("*>12", "**1234.5 SEK"),
        (".2f", "1234.50 SEK"),
        (".2", "1234.50 SEK"),
        (".0f", "1234 SEK"),
        ("f", "1234.5 SEK"),
        (",", "1,234.5 SEK"),
        ("+", "+1234.5 SEK"),
        (">+16,.2f", "   +1,234.50 SEK"),
    ],
)
def test_a_format_is_for_number_and_text(form: str, text: str) -> None:
    assert format(sek("1234.50"), form) == text


def test_a_sign_is_kept_where_digits_are_grouped() -> None:
    assert f"{sek('-0.5'):,}" == "-0.5 SEK"
    assert f"{sek('-1234.5'):,}" == "-1,234.5 SEK"


@pytest.mark.parametrize("form", ["d", "x", "_", "012", ".2e", "%", ">>>"])
def test_another_format_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match=r"a format such as '>14,\.2f' expected"):
        format(sek("1"), form)


def test_amounts_can_be_added_and_subtracted() -> None:
    assert sek("0.1") + sek("0.2") == sek("0.3")
    assert sek("1") - sek("0.1") == sek("0.9")
    assert sum([sek("1"), sek("2.5"), sek("3")], sek("0")) == sum([sek("1"), sek("2.5"), sek("3")]) == sek("6.5")


@given(numbers, numbers)
def test_sums_are_exact_in_every_context(one: Decimal, other: Decimal) -> None:
    with decimal.localcontext() as context:
        context.prec = 2
        added = Amount(one, "SEK") + Amount(other, "SEK")
        assert added - Amount(other, "SEK") == Amount(one, "SEK")


def test_numbers_of_every_size_are_added_exactly() -> None:
    assert sek("1e308") + sek("1e-323") - sek("1e308") == sek("1e-323")


def test_amounts_are_in_order() -> None:
    assert sek("1") < sek("2") <= sek("2.0") < sek("10") > sek("9") >= sek("9")
    assert not sek("2") < sek("2")
    assert max([sek("9"), sek("10"), sek("2")]) == sek("10")


def test_amounts_are_equal_by_number_and_currency() -> None:
    assert sek("548.0") == sek("548")
    assert len({sek("548.0"), sek("548"), Amount(Decimal(548), "NOK")}) == 2
    assert sek("1") != Amount(Decimal(1), "NOK")
    one: object = Decimal(1)
    assert sek("1") != one


@pytest.mark.parametrize(
    ("operate", "name"),
    [
        (operator.add, "add"),
        (operator.sub, "subtract"),
        (operator.lt, "compare"),
        (operator.le, "compare"),
        (operator.gt, "compare"),
        (operator.ge, "compare"),
    ],
)
def test_two_currencies_are_an_error_that_names_both(operate: Callable[[Any, Any], Any], name: str) -> None:
    with pytest.raises(ApiValueError, match=rf"^cannot {name} amounts in SEK and NOK$"):
        operate(sek("1"), Amount(Decimal(1), "NOK"))


@pytest.mark.parametrize("operate", [operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge])
@pytest.mark.parametrize("other", [1, Decimal(1), "1 SEK", None])
def test_a_bare_number_has_no_currency(operate: Callable[[Any, Any], Any], other: object) -> None:
    with pytest.raises(TypeError):
        operate(sek("1"), other)
    with pytest.raises(TypeError):
        operate(other, sek("1"))
