"""Text of others, wherever it is printed, logged or displayed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from order_capture_client import (
    ApiClient,
    ApiValueError,
    CheckoutApi,
    CheckoutDto,
    Configuration,
    ItemRequest,
    aio,
)
from order_capture_client._printable import printable
from order_capture_client.exceptions import ApiException, MayHaveBeenCreatedError

ESCAPE = "\x1b]0;owned\x07"
TURNED = "\u202eevil\u2066"
ODD = f"a{ESCAPE}{TURNED}\r\n\u2028b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, é, 家, 🛒", "plain, é, 家, 🛒"),
        (ESCAPE, "?]0;owned?"),
        (TURNED, "?evil?"),
        ("a\r\n\tb\u2028", "a???b?"),
        ("\ud800", "?"),
    ],
    ids=["letters", "escape", "direction", "lines", "surrogate"],
)
def test_what_steers_a_terminal_or_a_page_is_replaced(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_long_text_is_cut() -> None:
    assert printable("x" * 81, 80) == "x" * 80 + "..."
    assert printable("x" * 80, 80) == "x" * 80


def refused_name() -> str:
    with pytest.raises(ApiValueError) as caught:
        ItemRequest(**{ODD: 1})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    return str(caught.value)


def drift_of_a_name() -> str:
    found: list[str] = []
    CheckoutDto.from_answer(
        json.dumps({"shoppingType": "ONLINE", ODD: 1}), on_drift=lambda drift: found.extend(map(str, drift))
    )
    return found[0]


def repr_of_an_unknown_name() -> str:
    return repr(CheckoutDto.from_answer(json.dumps({"shoppingType": "ONLINE", ODD: 1})))


def notebook() -> str:
    order = CheckoutDto.from_answer({"shoppingType": "ONLINE", "items": [{"itemNo": "1", "name": ODD, "quantity": 1}]})
    return order._repr_html_() or ""  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    "shown", [refused_name, drift_of_a_name, repr_of_an_unknown_name, notebook], ids=lambda made: made.__name__
)
def test_what_others_chose_is_shown_printable(shown: Callable[[], str]) -> None:
    text = shown()

    assert "owned" in text
    assert not {"\x1b", "\x07", "\u202e", "\u2066", "\r", "\u2028"} & {*text}


def test_a_name_of_any_length_is_cut() -> None:
    with pytest.raises(ApiValueError) as caught:
        ItemRequest(**{"n" * 5000: 1})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

    assert len(str(caught.value)) < 250
    assert caught.value.problems[0].path == ("n" * 5000,)


@pytest.mark.parametrize(
    "kind",
    [
        ItemRequest,
        CheckoutDto,
        Configuration,
        ApiClient,
        aio.ApiClient,
        CheckoutApi,
        ApiException,
        MayHaveBeenCreatedError,
    ],
    ids=lambda kind: f"{kind.__module__}.{kind.__name__}",
)
@pytest.mark.parametrize("show", [repr, str])
def test_what_is_half_made_can_be_shown(kind: Any, show: Callable[[object], str]) -> None:
    made = kind.__new__(kind)

    assert kind.__name__ in show(made)
