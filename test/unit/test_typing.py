"""The programs for the type checkers, executed: the client refuses the same mistakes, and accepts the rest."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from order_capture_client import ApiClient, ApiValueError, CheckoutApi, CheckoutRequest, Configuration, ItemRequest
from order_capture_client._core.wire import Response
from order_capture_client.sandbox import Sandbox
from test.paths import ROOT

PROGRAMS = ROOT / "test" / "typing"
REFUSED = PROGRAMS / "refused.py"
MISTAKES = [node.name for node in ast.parse(REFUSED.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]


class Silent:
    """A service that must not be asked."""

    def handle(self, request: object) -> Response:
        raise AssertionError("a request was sent")


@pytest.fixture
def api() -> Iterator[CheckoutApi]:
    with ApiClient(Configuration(access_token="token"), transport=Silent()) as client:
        yield CheckoutApi(client)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_that_type_checkers_find_is_refused_when_it_runs(mistake: str, api: CheckoutApi) -> None:
    with pytest.raises(ApiValueError):
        runpy.run_path(str(REFUSED))[mistake](api)


def test_both_type_checkers_are_told_to_expect_each_mistake_once() -> None:
    comments = re.findall(
        r"# type: ignore\[[a-z, -]+\] # pyright: ignore\[[a-zA-Z, ]+\]$", REFUSED.read_text("utf-8"), re.MULTILINE
    )
    assert len(comments) == len(MISTAKES) > 10


def test_what_type_checkers_let_pass_is_taken() -> None:
    program: dict[str, Any] = runpy.run_path(str(PROGRAMS / "user_program.py"))
    with closing(Sandbox()) as sandbox, ApiClient(sandbox.configuration(user="anna"), transport=sandbox) as client:
        made = program["create"](CheckoutApi(client))
        program["write"](CheckoutApi(client), made, "anna")
        assert len(sandbox.checkouts()) == 8


def test_what_type_checkers_know_about_errors_holds_when_they_are_made() -> None:
    program: dict[str, Any] = runpy.run_path(str(PROGRAMS / "errors.py"))
    made = program["made_by_tests"]()
    assert [program["attributes"](error) for error in made[:5]] == ["", "", "", "no such checkout", ""]
    assert [error.status for error in made] == [404, 404, 404, 404, None, 200]
    assert program["what_to_do"](made[4]) == "look for it"


def test_a_parameter_takes_each_form_of_its_input() -> None:
    program: dict[str, Any] = runpy.run_path(str(PROGRAMS / "errors.py"))
    item = ItemRequest(item_no="10098949", quantity=1)
    cart = CheckoutRequest(shopping_type="ONLINE", channel="WEBAPP", language_code="sv", items=[item])
    with closing(Sandbox()) as sandbox, ApiClient(sandbox.configuration(user="bert"), transport=sandbox) as client:
        api = CheckoutApi(client)
        checkout_id = (
            CheckoutApi(ApiClient(sandbox.configuration(), transport=sandbox)).create_checkout("se", cart).resource_id
        )
        created = program["inputs"](api, checkout_id, {"oldUser": "user-1"})
        assert len({checkout_id, *(answer.resource_id for answer in created)}) == 4
        program["settings"](client)
        assert program["answers"](api, checkout_id).checkout_id == checkout_id
        assert program["kinds"](api, cart).resource_id
