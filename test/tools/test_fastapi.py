"""FastAPI refuses bodies by `Checked`: 422 with the places of all faults, and no values."""

from __future__ import annotations

import re
from typing import Any

import pytest

from test.paths import ROOT

pytest.importorskip("fastapi", reason="the extra `tools` is not installed: FastAPI")
testclient = pytest.importorskip("fastapi.testclient", reason="the extra `tools` is not installed: httpx")

BLOCK = re.compile(r"^```python fastapi\n(.*?)^```", re.MULTILINE | re.DOTALL)
CART = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv", "items": [{"itemNo": "1", "quantity": 1}]}


@pytest.fixture
def client() -> Any:
    found = BLOCK.search((ROOT / "docs" / "requests.md").read_text("utf-8"))
    assert found is not None
    names: dict[str, Any] = {}
    exec(compile(found[1], "requests.md", "exec"), names)
    return testclient.TestClient(names["app"])


def test_a_body_that_fits_is_taken(client: Any) -> None:
    answer = client.post("/carts", json=CART)

    assert (answer.status_code, answer.json()) == (200, {"lines": 1})


def test_a_body_with_faults_is_answered_by_their_places(client: Any) -> None:
    answer = client.post("/carts", json={**CART, "chanel": "SECRET", "items": [{"itemNo": "1", "quantity": "SECRET"}]})

    assert answer.status_code == 422
    assert [fault["loc"] for fault in answer.json()["detail"]] == [
        ["body", "chanel"],
        ["body", "items", 0, "quantity"],
    ]
    assert "SECRET" not in answer.text


def test_the_page_of_the_application_describes_the_body(client: Any) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]

    assert schemas["ItemRequest"]["properties"]["quantity"]["anyOf"][0] == {"type": "integer"}
    assert schemas["CheckoutRequest"]["properties"]["channel"]["description"] == "Channel that the checkout starts in."
