"""Tokens and other credentials: `_core/credentials.py` and `_core/tokens.py`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from order_capture_client._core.credentials import (
    AccessToken,
    cleaned_secret,
    cleaned_token,
    credentials_failure,
    credentials_of_call,
    unusable_credentials,
)
from order_capture_client._core.tokens import EXPIRY_MARGIN, TokenCache, TokenOwner
from order_capture_client._core.wire import Authorize, Credentials, Failure
from order_capture_client.exceptions import ApiValueError

THREADS = 16
FIRST = Authorize()


def after(refused: str) -> Authorize:
    return Authorize(f"Bearer {refused}")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stand in for the clock on the wall, after the cache was made, too."""
    clock = Clock()
    monkeypatch.setattr("time.time", clock)
    return clock


class Cache:
    """A cache for providers without `token_key`."""

    def __init__(self) -> None:
        self._cache = TokenCache()

    def token(self, provider: Callable[[], Any], step: Authorize) -> str | Failure:
        return self._cache.token(TokenOwner(provider), step)


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Provider:
    """Return numbered tokens and count the calls."""

    def __init__(self, make: Callable[[str], Any] = str) -> None:
        self.calls = 0
        self._make = make

    def __call__(self) -> Any:
        self.calls += 1
        return self._make(f"token-{self.calls}")


# The cache


def test_a_token_without_expiry_is_kept(clock: Clock) -> None:
    provider = Provider()
    cache = Cache()

    first = cache.token(provider, FIRST)
    clock.now += 10**9

    assert (first, cache.token(provider, FIRST), provider.calls) == ("token-1", "token-1", 1)


@pytest.mark.parametrize(
    ("passed", "token"),
    [(0.0, "token-1"), (299.0 - EXPIRY_MARGIN, "token-1"), (300.0 - EXPIRY_MARGIN, "token-2"), (301.0, "token-2")],
)
def test_a_token_is_renewed_shortly_before_it_expires(passed: float, token: str, clock: Clock) -> None:
    provider = Provider(lambda text: AccessToken(text, clock.now + 300))
    cache = Cache()
    cache.token(provider, FIRST)

    clock.now += passed

    assert cache.token(provider, FIRST) == token


def test_a_token_that_is_given_expired_is_used_once(clock: Clock) -> None:
    provider = Provider(lambda text: AccessToken(text, clock.now - 1))
    cache = Cache()

    assert [cache.token(provider, FIRST), cache.token(provider, FIRST)] == ["token-1", "token-2"]


def test_a_refused_token_is_renewed() -> None:
    cache, provider = Cache(), Provider()
    cache.token(provider, FIRST)

    assert cache.token(provider, after("token-1")) == "token-2"
    assert cache.token(provider, FIRST) == "token-2"


def test_a_token_that_another_thread_has_renewed_is_taken() -> None:
    cache, provider = Cache(), Provider()
    cache.token(provider, FIRST)
    cache.token(provider, after("token-1"))

    assert (cache.token(provider, after("token-1")), provider.calls) == ("token-2", 2)


def test_another_provider_is_asked_for_its_own_token() -> None:
    cache = Cache()
    one, other = Provider(), Provider(lambda text: f"other-{text}")

    assert [cache.token(one, FIRST), cache.token(other, FIRST)] == ["token-1", "other-token-1"]


@pytest.mark.parametrize("refused", [None, "token-1"], ids=["first token", "refused token"])
def test_many_threads_ask_the_provider_once(refused: str | None) -> None:
    cache, provider = Cache(), Provider()
    if refused:
        cache.token(provider, FIRST)
    before = provider.calls
    barrier = threading.Barrier(THREADS)
    tokens: list[str | Failure] = []

    def work() -> None:
        barrier.wait()
        tokens.append(cache.token(provider, FIRST if refused is None else after(refused)))

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert tokens == [f"token-{before + 1}"] * THREADS
    assert provider.calls == before + 1


def test_threads_that_come_while_the_provider_works_wait_for_its_token() -> None:
    cache = Cache()
    asked, go_on = threading.Event(), threading.Event()
    calls: list[int] = []
    tokens: list[str | Failure] = []

    def provider() -> str:
        calls.append(1)
        asked.set()
        assert go_on.wait(10)
        return f"token-{len(calls)}"

    threads = [threading.Thread(target=lambda: tokens.append(cache.token(provider, FIRST))) for _ in range(THREADS)]
    threads[0].start()
    assert asked.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()

    assert (tokens, len(calls)) == (["token-1"] * THREADS, 1)


def test_a_provider_that_fails_is_asked_again() -> None:
    cache = Cache()
    replies: list[Any] = [RuntimeError("no network"), "token"]

    def provider() -> str:
        reply = replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return str(reply)

    assert cache.token(provider, FIRST) == credentials_failure(RuntimeError())
    assert cache.token(provider, FIRST) == "token"


def test_a_failing_renewal_leaves_the_old_token() -> None:
    cache = Cache()
    replies: list[Any] = ["token-1", RuntimeError("no network")]

    def provider() -> str:
        reply = replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return str(reply)

    cache.token(provider, FIRST)
    assert isinstance(cache.token(provider, after("token-1")), Failure)

    assert cache.token(provider, FIRST) == "token-1"


@pytest.mark.parametrize("given", [None, "", "  ", 7, b"token", ("token", 0.0), AccessToken("", 0.0), "a\nb", "tök"])
def test_what_is_not_a_token_is_refused(given: Any) -> None:
    reason = "access_token: printable ASCII text expected, and not an empty one"
    assert Cache().token(lambda: given, FIRST) == unusable_credentials(reason)


@pytest.mark.parametrize("given", [" token \n", "Bearer token", AccessToken(" Bearer token ", float("inf"))])
def test_a_token_from_a_provider_is_cleaned(given: Any) -> None:
    assert Cache().token(lambda: given, FIRST) == "token"


def test_printing_a_token_shows_its_expiry_only() -> None:
    token = AccessToken("canary", 5.0)

    assert (repr(token), str(token)) == ("AccessToken(token='***', expires_on=5.0)",) * 2
    assert f"{token}" == repr(token)


# Cleaning


@pytest.mark.parametrize(
    ("given", "token"),
    [
        ("abc", "abc"),
        ("  abc\r\n", "abc"),
        ("Bearer abc", "abc"),
        (" Bearer  abc ", "abc"),
        ("Bearer Bearer abc", "Bearer abc"),
        ("Bearerabc", "Bearerabc"),
        ("eyJhbGciOiJSUzI1NiJ9.e30.x-_~+/=", "eyJhbGciOiJSUzI1NiJ9.e30.x-_~+/="),
    ],
)
def test_a_token_loses_outer_space_and_one_bearer(given: str, token: str) -> None:
    assert cleaned_token("access_token", given) == token


@pytest.mark.parametrize("given", ["", " ", "\n", "Bearer ", " Bearer", "a\x00b", "a\r\nb", "a\x7fb", "ä", 7, None])
def test_a_token_that_is_empty_or_cannot_be_sent_is_refused(given: object) -> None:
    with pytest.raises(ApiValueError, match=r"^here: "):
        cleaned_token("here", given)


def test_a_refused_secret_is_not_shown() -> None:
    with pytest.raises(ApiValueError) as caught:
        cleaned_secret("here", "canary\x00canary")

    assert "canary" not in f"{caught.value!r} {caught.value.args}"


def test_a_secret_keeps_a_bearer_of_its_own() -> None:
    assert cleaned_secret("here", " Bearer abc ") == "Bearer abc"


# Credentials of a single call


@pytest.mark.parametrize(
    ("request_auth", "headers"),
    [
        pytest.param(
            {"type": "bearer", "in": "header", "key": "Authorization", "value": "Bearer abc"},
            {"Authorization": "Bearer abc"},
            id="bearer",
        ),
        pytest.param(
            {"type": "api_key", "in": "header", "key": "X-Client-Id", "value": " id "}, {"X-Client-Id": "id"}, id="key"
        ),
        pytest.param({"in": "header", "key": "X", "value": "1"}, {"X": "1"}, id="without a type"),
    ],
)
def test_the_credentials_of_a_call(request_auth: dict[str, Any], headers: dict[str, str]) -> None:
    assert credentials_of_call(request_auth) == Credentials(headers, refreshable=False)


@pytest.mark.parametrize(
    "request_auth",
    [
        pytest.param({}, id="empty"),
        pytest.param({"in": "query", "key": "token", "value": "canary"}, id="query"),
        pytest.param({"in": "cookie", "key": "token", "value": "canary"}, id="cookie"),
        pytest.param({"in": "header", "value": "canary"}, id="no key"),
        pytest.param({"in": "header", "key": 7, "value": "canary"}, id="key is a number"),
        pytest.param({"in": "header", "key": "", "value": "canary"}, id="key is empty"),
        pytest.param({"in": "header", "key": "A B", "value": "canary"}, id="key with a space"),
        pytest.param({"in": "header", "key": "A\r\nX-Evil", "value": "canary"}, id="key with a line break"),
        pytest.param({"in": "header", "key": "Å", "value": "canary"}, id="key beyond ASCII"),
        pytest.param({"in": "header", "key": "A"}, id="no value"),
        pytest.param({"in": "header", "key": "A", "value": None}, id="value None"),
        pytest.param({"in": "header", "key": "A", "value": " "}, id="value empty"),
        pytest.param({"in": "header", "key": "A", "value": "canary\r\nX-Evil: 1"}, id="value with a line break"),
        pytest.param("canary", id="text"),
        pytest.param(("Authorization", "canary"), id="pair"),
    ],
)
def test_credentials_of_a_call_in_another_form_are_refused(request_auth: Any) -> None:
    with pytest.raises(ApiValueError, match=r"^_request_auth") as caught:
        credentials_of_call(request_auth)

    assert "canary" not in str(caught.value)


def test_printing_credentials_shows_no_values() -> None:
    assert "canary" not in repr(Credentials({"Authorization": "Bearer canary"}, refreshable=True))
