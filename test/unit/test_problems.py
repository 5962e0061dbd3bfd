"""The faults of an input as data: place, message and code, but never a value."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from order_capture_client import (
    ApiClient,
    ApiValueError,
    CheckoutApi,
    CheckoutPatchRequest,
    CheckoutRequest,
    Configuration,
    ItemDto,
    ItemRequest,
    Problem,
)
from order_capture_client.sandbox import Sandbox

HEAD: dict[str, Any] = {"shopping_type": "ONLINE", "channel": "WEBAPP", "language_code": "sv"}


def faults(make: Callable[[], object]) -> ApiValueError:
    with pytest.raises(ApiValueError) as caught:
        make()
    return caught.value


def call(body: Any) -> object:
    with closing(Sandbox()) as sandbox, ApiClient(sandbox.configuration(), transport=sandbox) as client:
        return CheckoutApi(client).create_checkout("se", body)


WHOLE = "whole number expected"


@pytest.mark.parametrize(
    ("make", "path", "wire_path", "message"),
    [
        pytest.param(
            lambda: CheckoutRequest(**(HEAD | {"items": [{"item_no": "1", "quantity": "2"}]})),
            ("items", 0, "quantity"), ("items", 0, "quantity"), WHOLE, id="constructor",
        ),
        pytest.param(
            lambda: call({"shoppingType": "ONLINE", **HEAD, "items": []}),
            ("shopping_type",), ("shoppingType",), "given twice", id="both spellings",
        ),
        pytest.param(
            lambda: CheckoutRequest.from_json('{"channel":"WEBAPP","languageCode":"sv","items":[]}'),
            ("shopping_type",), ("shoppingType",), "required", id="JSON",
        ),
        pytest.param(
            lambda: call({**HEAD, "items": [{"itemNo": 5}]}),
            ("items", 0, "item_no"), ("items", 0, "itemNo"), "text expected, in quotes", id="call",
        ),
        pytest.param(
            lambda: call({**HEAD, "channel": "POST", "items": [{"itemNo": "10098949", "quantity": 1}]}),
            ("channel",), ("channel",), "one of ", id="enum",
        ),
        pytest.param(
            lambda: call({**HEAD, "items": [{"itemNo": "10098949", "quantity": 1}] * 2}),
            ("items", 1, "item_no"), ("items", 1, "itemNo"), "same article as items[0]", id="rule",
        ),
        pytest.param(lambda: call("x"), (), (), "CheckoutRequest or a dict expected", id="body"),
        pytest.param(
            lambda: CheckoutPatchRequest.reducing(None, {"1": 1}),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
            ("checkout",), (), "CheckoutDto expected", id="helper",
        ),
        pytest.param(
            lambda: Configuration(max_response_bytes=0), (), (), "max_response_bytes: a number above 0 expected", id="setting"
        ),
    ],
)  # fmt: skip
def test_a_fault_has_its_place_in_both_spellings(
    make: Callable[[], object], path: tuple[Any, ...], wire_path: tuple[Any, ...], message: str
) -> None:
    problem = faults(make).problems[0]

    assert (problem.path, problem.wire_path, problem.code) == (path, wire_path, None)
    assert problem.message.startswith(message)


def test_all_faults_are_listed_and_the_text_joins_them() -> None:
    error = faults(
        lambda: CheckoutRequest(shopping_typ="ONLINE", channel="WEBAPP", language_code="sv", items=iter(()))  # type: ignore[call-arg, arg-type] # pyright: ignore
    )

    assert [problem.path for problem in error.problems] == [("shopping_typ",), ("items",), ("shopping_type",)]
    assert str(error) == "; ".join(f"CheckoutRequest.{problem}" for problem in error.problems)
    assert tuple(error.problems[1]) == (("items",), "list expected; wrap other iterables in list()", None)


def test_a_fault_shows_no_value() -> None:
    error = faults(lambda: ItemRequest(item_no="1", quantity="canary"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

    assert "canary" not in repr(error.problems)
    assert repr(error.problems) == f"(Problem(path=('quantity',), message='{WHOLE}', code=None),)"


def test_faults_survive_pickling() -> None:
    error = faults(lambda: ItemRequest(item_no="1", quantity="x"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    again = pickle.loads(pickle.dumps(error))

    assert (again.problems, again.problems[0].wire_path) == (error.problems, ("quantity",))


def test_a_model_of_an_answer_is_no_part_of_a_request_and_the_message_says_how_to_make_one() -> None:
    line = ItemDto(item_no="10098949", quantity=2, name="BILLY")
    error = faults(lambda: CheckoutRequest(**HEAD, items=[line]))  # type: ignore[list-item] # pyright: ignore[reportArgumentType]

    assert error.problems == (
        Problem(
            ("items", 0),
            "ItemRequest or a dict expected, not ItemDto;"
            " ItemRequest.model_validate(..., from_attributes=True) takes the fields that both have",
        ),
    )
    made = ItemRequest.model_validate(line, from_attributes=True)
    assert made.to_dict() == {"itemNo": "10098949", "quantity": 2}


def test_an_error_made_by_hand_has_its_text_as_its_fault() -> None:
    assert ApiValueError("too late").problems == (Problem((), "too late"),)
    assert str(Problem(("items", 2, "quantity"), WHOLE)) == f"items[2].quantity: {WHOLE}"
