"""What goes over the wire is masked: `_core/masked.py`."""

from __future__ import annotations

import copy

import pytest

from order_capture_client._core.masked import Body, Headers

HEADERS = Headers({"Authorization": "Bearer canary"})


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(HEADERS, id="as they are"),
        pytest.param(HEADERS.copy(), id="copy()"),
        pytest.param(copy.copy(HEADERS), id="copy.copy"),
        pytest.param(HEADERS | {"X-A": "canary"}, id="with more"),
    ],
)
def test_headers_are_a_dict_that_shows_nothing(headers: Headers) -> None:
    assert headers["Authorization"] == "Bearer canary"
    for text in (
        repr(headers),
        str(headers),
        f"{headers}",
        f"{headers!r}",
        repr([headers]),
        repr({"headers": headers}),
    ):
        assert "canary" not in text
        assert f"<{len(headers)} headers>" in text


def test_a_copy_is_independent() -> None:
    HEADERS.copy()["X-A"] = "1"

    assert HEADERS == {"Authorization": "Bearer canary"}


def test_a_body_is_bytes_that_show_nothing() -> None:
    body = Body(b"canary")

    assert (bytes(body), len(body), bytes(memoryview(body))) == (b"canary", 6, b"canary")
    for text in (repr(body), str(body), f"{body}", repr((body,)), f"{[body]}"):
        assert "canary" not in text
        assert "<6 bytes>" in text
