"""Credentials for the sandbox, and its response to unknown addresses."""

from __future__ import annotations

import base64
import json
import pickle
from collections.abc import Iterator

import pytest

from order_capture_client.sandbox._credentials import SandboxTokenProvider, TokenRefused, make_token, read_token
from test.sandbox_contract import Clock, Shop, cart

CALLS = [
    ("POST", "/se/checkouts", 419),
    ("POST", "/se/existing-order-checkouts", 419),
    ("GET", "/se/checkouts/user", 419),
    ("GET", "/se/checkouts/c1", 419),
    ("PATCH", "/se/checkouts/c1", 419),
    ("GET", "/se/checkouts/c1/consumerinfo", 401),
    ("GET", "/se/checkouts/c1/igiftorder", 419),
    ("GET", "/se/checkouts/c1/order", 419),
    ("PUT", "/se/checkouts/c1/user", 419),
]


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as shop:
        yield shop


def bad_headers(shop: Shop) -> dict[str, dict[str, str]]:
    """Each way to be refused."""
    token, client = shop.sandbox.token(), {"X-Client-Id": shop.sandbox.client_id}
    with Shop() as other:
        foreign = other.sandbox.token()
    payload, _, signature = token.partition(".")
    forged = json.dumps({"user": "root", "expires": 9e9}).encode()
    return {
        "nothing": {},
        "empty": {"Authorization": "", "X-Client-Id": ""},
        "unknown client": {"X-Client-Id": "somebody"},
        "unknown client beside a good token": {"X-Client-Id": "somebody", "Authorization": f"Bearer {token}"},
        "another scheme": {"Authorization": f"Basic {token}"},
        "no scheme": {"Authorization": token},
        "no token": {"Authorization": "Bearer "},
        "not a token": client | {"Authorization": "Bearer abc"},
        "not even ASCII": client | {"Authorization": "Bearer é.é"},
        "cut": {"Authorization": f"Bearer {token[:-1]}"},
        "of another sandbox": {"Authorization": f"Bearer {foreign}"},
        "expired": {"Authorization": f"Bearer {shop.sandbox.token(expires_in=0)}"},
        "expired beside a good client": client | {"Authorization": f"Bearer {shop.sandbox.token(expires_in=-1)}"},
        "another user": {"Authorization": f"Bearer {base64.urlsafe_b64encode(forged).decode()}.{signature}"},
        "unsigned": {"Authorization": f"Bearer {payload}."},
    }


@pytest.mark.parametrize(("method", "path", "status"), CALLS)
def test_bad_credentials_are_refused(shop: Shop, method: str, path: str, status: int) -> None:
    for name, headers in bad_headers(shop).items():
        assert shop.call(method, path, headers=headers).status == status, name
    assert shop.sandbox.checkouts() == []


@pytest.mark.parametrize("names", [("X-Client-Id",), ("Authorization",), ("Authorization", "X-Client-Id")])
def test_either_credential_is_enough(shop: Shop, names: tuple[str, ...]) -> None:
    both = shop.credentials("anna") | shop.credentials(None)
    headers = {name.lower(): both[name] for name in names}
    assert shop.call("POST", "/se/checkouts", cart(), headers=headers).status == 201


def test_the_scheme_may_be_written_in_any_case(shop: Shop) -> None:
    headers = {"Authorization": f"bearer {shop.sandbox.token()}"}
    assert shop.call("POST", "/se/checkouts", cart(), headers=headers).status == 201


@pytest.mark.parametrize(("method", "path"), [("GET", "/se/checkouts/user"), ("PUT", "/se/checkouts/c1/user")])
def test_what_speaks_of_the_caller_needs_a_token(shop: Shop, method: str, path: str) -> None:
    assert shop.call(method, path, user=None).status == 419


def test_a_token_is_good_until_it_expires(shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {shop.sandbox.token(expires_in=60)}"}
    shop.clock.now += 59
    assert shop.call("POST", "/se/checkouts", cart(), headers=headers).status == 201
    shop.clock.now += 1
    assert shop.call("POST", "/se/checkouts", cart(), headers=headers).status == 419


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/se/checkouts", "POST"),
        ("DELETE", "/se/checkouts/c1", "GET, PATCH"),
        ("PATCH", "/se/checkouts/user", "GET"),
        ("POST", "/se/checkouts/c1/order", "GET"),
        ("GET", "/se/checkouts/c1/user", "PUT"),
    ],
)
def test_another_method_is_405(shop: Shop, method: str, path: str, allow: str) -> None:
    answer = shop.call(method, path)
    assert (answer.status, answer.headers["Allow"]) == (405, allow)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/se",
        "/se/",
        "/se/checkouts/",
        "/se/checkouts/c1/",
        "/se/checkouts/c1/orders",
        "/se/carts",
        "/a/b/c/d/e",
    ],
)
def test_another_address_is_404(shop: Shop, path: str) -> None:
    assert shop.call("GET", path).status == 404


def test_another_base_path_is_404(shop: Shop) -> None:
    from order_capture_client._core.wire import Request, Response

    request = Request("GET", "http://x", "/other/ordercaptureapi/se/checkouts/user", shop.credentials("anna"))
    response = shop.sandbox.handle(request)
    assert isinstance(response, Response)
    assert response.status == 404


def test_a_failure_inside_is_500_without_its_story(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("order_capture_client.sandbox._handlers.new_record", fail)
    answer = shop.call("POST", "/se/checkouts", cart())
    assert answer.status == 500
    assert "secret" not in json.dumps(answer.document)
    assert "secret" in caplog.text


def test_every_answer_has_an_id_of_its_own(shop: Shop) -> None:
    assert len({shop.call("GET", "/se/checkouts/user").headers["X-Request-Id"] for _ in range(10)}) == 10


def test_a_token_names_its_user() -> None:
    token = make_token(b"secret", "Åsa", 100)
    assert read_token(b"secret", token, 99) == "Åsa"
    with pytest.raises(TokenRefused, match="expired"):
        read_token(b"secret", token, 100)
    with pytest.raises(TokenRefused, match="signature"):
        read_token(b"other", token, 99)


def test_a_provider_pickles_and_makes_fresh_tokens() -> None:
    provider = SandboxTokenProvider(b"secret", "anna", 60, Clock())
    copy: SandboxTokenProvider = pickle.loads(pickle.dumps(provider))
    assert copy == provider
    assert read_token(b"secret", copy(), Clock().now + 59) == "anna"
    assert "secret" not in repr(provider)
