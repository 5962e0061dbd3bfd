"""A raw answer is read from the socket: whole, in pieces, up to its limit, or cut short."""

from __future__ import annotations

import gzip
import json

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration
from order_capture_client.exceptions import (
    ApiConnectionError,
)
from test.samples import CHECKOUT_ID, sample
from test.scripted_server import ScriptedServer, play
from test.scripted_server import answer as raw_answer
from test.scripted_server import chunked as raw_chunked

ORDER = sample("get_order", 200)


# The raw answer


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(raw_answer(ORDER), id="length"),
        pytest.param(raw_chunked(ORDER[:100], ORDER[100:]), id="chunks"),
        pytest.param(raw_answer(gzip.compress(ORDER), "Content-Encoding: gzip"), id="gzip"),
    ],
)
@pytest.mark.parametrize("way", ["data", "read", "read in pieces", "stream", "json"])
def test_the_raw_answer_can_be_read_in_every_way(raw: bytes, way: str) -> None:
    with ScriptedServer(raw) as server, ApiClient(Configuration(host=server.url)) as client:
        given = CheckoutApi(client).get_order_without_preload_content(CHECKOUT_ID, "se")

    if way == "json":
        assert given.json() == json.loads(ORDER)
    else:
        pieces = {
            "data": lambda: [given.data],
            "read": lambda: [given.read()],
            "read in pieces": lambda: list(iter(lambda: given.read(1000), b"")),
            "stream": lambda: list(given.stream(1000)),
        }[way]()
        assert b"".join(pieces) == ORDER


def test_a_long_error_can_be_read_to_its_limit() -> None:
    big = raw_answer(b"x" * 1_000_000, status="404 Not Found")
    with ScriptedServer(big) as server, ApiClient(Configuration(host=server.url)) as client:
        given = CheckoutApi(client).get_order_without_preload_content(CHECKOUT_ID, "se")

    assert given.status == 404
    assert b"".join(given.stream(1000)) == b"x" * 65_536


def test_a_raw_answer_that_is_cut_short_is_an_error() -> None:
    cut = play(raw_answer(ORDER)[:-1], then="close")
    with ScriptedServer(cut) as server, ApiClient(Configuration(host=server.url, retries=0)) as client:
        api = CheckoutApi(client)
        with pytest.raises(ApiConnectionError):
            api.get_order_without_preload_content(CHECKOUT_ID, "se")
