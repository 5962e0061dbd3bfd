"""The settings: the effect of each keyword of a generated client, the accepted hosts, and the protection of secrets."""

from __future__ import annotations

import copy
import http.client
import inspect
import json
import logging
import os
import pickle
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import urllib3

from order_capture_client import ApiClient, __version__, aio
from order_capture_client._core import tls
from order_capture_client._core.address import is_loopback
from order_capture_client._core.tls import tls_context
from order_capture_client.configuration import (
    AccessToken,
    Configuration,
    RetryPolicy,
    Timeouts,
)
from order_capture_client.exceptions import ApiAttributeError, ApiTypeError, ApiValueError, OpenApiException
from test.paths import DATA

CANARY = "canary-7f3a"
SERVERS = [
    "https://dev.oc.ingka.com/ordercaptureapi",
    "https://test.oc.ingka.com/ordercaptureapi",
    "https://ordercapture.ingkadt.com/ordercaptureapi",
    "https://ebv.prod.oc.ingka.com/ordercaptureapi",
    "https://ordercapture.ingka.com/ordercaptureapi",
]
LOGGER = logging.getLogger("order_capture_client")
OTHERS = [logging.getLogger(), logging.getLogger("urllib3")]


@pytest.fixture(autouse=True)
def a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings from outside."""
    for name in list(os.environ):
        if name.startswith("ORDER_CAPTURE_") or name.lower().endswith("_proxy") or name == "REQUEST_METHOD":
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def the_default_configuration(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test may set the default configuration."""
    before = Configuration.__dict__["_default"]
    Configuration.set_default(None)
    yield
    Configuration.set_default(before)


@contextmanager
def bare_loggers() -> Iterator[None]:
    """Remove the handlers, including pytest's; restore levels and handlers afterwards."""
    every = [LOGGER, *OTHERS]
    before = [(logger.level, logger.handlers[:]) for logger in every]
    for logger in every:
        logger.handlers[:] = []
    try:
        yield
    finally:
        for handler in LOGGER.handlers:
            handler.close()
        for logger, (level, handlers) in zip(every, before, strict=True):
            logger.setLevel(level)
            logger.handlers[:] = handlers


def others_now() -> list[tuple[int, list[logging.Handler]]]:
    return [(logger.level, logger.handlers[:]) for logger in OTHERS]


def configured(**settings: Any) -> Configuration:
    return Configuration(**settings)


def plainly(value: object) -> str:
    """Return the part of a test's name for a value; mutmut cannot select names with a backslash."""
    return ascii(value).replace("\\", "/")


def refusal(make: Callable[[], object], kind: type[OpenApiException] = ApiValueError) -> str:
    with pytest.raises(kind) as caught:
        make()
    assert caught.value.__context__ is None
    assert CANARY not in str(caught.value)
    return str(caught.value)


# Every keyword of a client made by OpenAPI Generator 7.26

HONOURED: dict[str, Any] = {
    "host": "https://example.org/base",
    "api_key": {"Client-Id": "key"},
    "api_key_prefix": {"Client-Id": "Key"},
    "access_token": "token",
    "server_index": 3,
    "ignore_operation_servers": True,
    "ssl_ca_cert": "ca.pem",
    "retries": 5,
    "ca_cert_data": "-----BEGIN CERTIFICATE-----",
    "cert_file": "client.pem",
    "key_file": "client.key",
    "verify_ssl": False,
    "assert_hostname": False,
    "tls_server_name": "example.org",
    "connection_pool_maxsize": 3,
    "proxy": "http://proxy.example.org:3128",
    "no_proxy": "example.org",
    "proxy_headers": {"X-Proxy": "x"},
    "proxy_ssl_context": ssl.create_default_context(),
    "client_side_validation": False,
    "socket_options": [(6, 1, 1)],
    "debug": False,
}
REFUSED: dict[str, tuple[Any, str]] = {
    # keyword: (value, advice of the error)
    "username": ("u", "use access_token or api_key['Client-Id']"),
    "password": ("p", "use access_token or api_key['Client-Id']"),
    "server_variables": ({"a": "b"}, "use host or server_index"),
    "server_operation_index": ({0: 1}, "use server_index"),
    "server_operation_variables": ({0: {"a": "b"}}, "use host or server_index"),
    "safe_chars_for_path_param": ("/", "always encoded whole"),
    "datetime_format": ("%Y", "ISO 8601"),
    "date_format": ("%Y", "ISO 8601"),
}
REFUSED_ATTRIBUTES: dict[str, tuple[Any, str]] = {**REFUSED, "temp_folder_path": ("x", "no operation downloads files")}
GENERATED_DEFAULTS: dict[str, Any] = {
    "username": None,
    "password": None,
    "server_variables": None,
    "server_operation_index": None,
    "server_operation_variables": None,
    "safe_chars_for_path_param": "",
    "datetime_format": "%Y-%m-%dT%H:%M:%S.%f%z",
    "date_format": "%Y-%m-%d",
}


@cache
def generated_keywords() -> list[str]:
    """The keywords of a generated client's constructor, in their order; `*` is among them."""
    surface = json.loads((DATA / "openapi_generator_surface.json").read_text("utf-8"))
    signature: str = surface["classes"]["order_capture_client.configuration.Configuration"]["signature"]
    return [part.partition("=")[0] for part in signature.strip("()").split(", ")]


def test_the_tables_hold_every_keyword_of_a_generated_client() -> None:
    assert {*HONOURED, *REFUSED} == {*generated_keywords()} - {"*"}


@pytest.mark.parametrize("name", HONOURED)
def test_a_keyword_is_honoured(name: str) -> None:
    assert getattr(configured(**{name: HONOURED[name]}), name) == HONOURED[name]


@pytest.mark.parametrize("name", HONOURED)
def test_a_setting_is_honoured_when_it_is_assigned(name: str) -> None:
    configuration = configured()
    setattr(configuration, name, HONOURED[name])
    assert getattr(configuration, name) == HONOURED[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_keyword_without_effect_is_refused_with_what_to_use(name: str) -> None:
    value, advice = REFUSED[name]
    text = refusal(lambda: configured(**{name: value}))
    assert text.startswith(f"{name}: ")
    assert advice in text


@pytest.mark.parametrize("name", REFUSED_ATTRIBUTES)
def test_an_assignment_without_effect_is_refused_with_what_to_use(name: str) -> None:
    value, advice = REFUSED_ATTRIBUTES[name]
    text = refusal(lambda: setattr(configured(), name, value))
    assert text.startswith(f"{name}: ")
    assert advice in text


@pytest.mark.parametrize("name", GENERATED_DEFAULTS)
def test_the_default_of_a_refused_keyword_may_be_spelt_out(name: str) -> None:
    assert getattr(configured(**{name: GENERATED_DEFAULTS[name]}), name) == getattr(configured(), name)


def test_keywords_by_position_are_those_of_a_generated_client() -> None:
    positional = [
        parameter.name
        for parameter in inspect.signature(Configuration).parameters.values()
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    assert positional == generated_keywords()[: generated_keywords().index("*")]
    made = Configuration("https://example.org", {"Client-Id": "key"}, {"Client-Id": "Key"}, None, None, "token")
    assert made.auth_settings()["Client-Id"]["value"] == "Key key"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"server_index": 5}, "server_index: a number from 0 to 4 expected"),
        ({"server_index": -1}, "server_index: a number from 0 to 4 expected"),
        ({"server_index": True}, "server_index: a number from 0 to 4 expected"),
        ({"server_index": "0"}, "server_index: a number from 0 to 4 expected"),
        (
            {"server_index": 1, "host": "https://example.org"},
            "server_index: pass either server_index or host, not both",
        ),
        ({"retries": -1}, "retries: a number of retries (retry_policy sets pauses and limits) expected"),
        ({"retries": True}, "retries: a number of retries (retry_policy sets pauses and limits) expected"),
        ({"retries": urllib3.Retry(3)}, "retries: a number of retries (retry_policy sets pauses and limits) expected"),
        ({"retry_policy": 3}, "retry_policy: a RetryPolicy expected"),
        ({"timeouts": 3}, "timeouts: Timeouts expected"),
        ({"connection_pool_maxsize": 0}, "connection_pool_maxsize: a number from 1 to 100,000 expected"),
        ({"connection_pool_maxsize": 2.5}, "connection_pool_maxsize: a number from 1 to 100,000 expected"),
        ({"max_response_bytes": 0}, "max_response_bytes: a number above 0 expected"),
        ({"max_response_bytes": "1"}, "max_response_bytes: a number above 0 expected"),
        ({"on_drift": "log"}, "on_drift: a callable expected"),
        ({"strict_responses": "no"}, "strict_responses: True or False expected"),
        ({"check_checkout_id": "no"}, "check_checkout_id: True or False expected"),
        ({"client_side_validation": "no"}, "client_side_validation: True or False expected"),
        ({"pickle_credentials": 1}, "pickle_credentials: True or False expected"),
        ({"relax_x509_strict": None}, "relax_x509_strict: True or False expected"),
        ({"trust_system_ca": "yes"}, "trust_system_ca: True or False expected"),
        ({"verify_ssl": "no"}, "verify_ssl: True or False expected"),
        ({"api_key": CANARY}, "api_key: a dict {'Client-Id': '...'} expected"),
        ({"api_key_prefix": CANARY}, "api_key_prefix: a dict {'Client-Id': '...'} expected"),
        ({"access_token": ""}, "access_token: printable ASCII text expected, and not an empty one"),
        ({"access_token": "  "}, "access_token: printable ASCII text expected, and not an empty one"),
        ({"access_token": "Bearer "}, "access_token: printable ASCII text expected, and not an empty one"),
        ({"access_token": f"{CANARY}\r\nX: y"}, "access_token: printable ASCII text expected, and not an empty one"),
        ({"access_token": f"{CANARY}é"}, "access_token: printable ASCII text expected, and not an empty one"),
        ({"access_token": 5}, "access_token: printable ASCII text expected, and not an empty one"),
        (
            {"access_token": AccessToken(CANARY, 0.0)},
            "access_token: an AccessToken is what a provider returns; pass the provider, or the text",
        ),
        ({"proxy": f"socks5://u:{CANARY}@proxy"}, "proxy: an address such as http://proxy.example.org:3128 expected"),
        ({"proxy": "proxy:3128"}, "proxy: an address such as http://proxy.example.org:3128 expected"),
        ({"proxy": 3128}, "proxy: an address such as http://proxy.example.org:3128 expected"),
    ],
    ids=lambda value: (
        "" if isinstance(value, str) else " ".join(f"{name}={plainly(part)}"[:40] for name, part in value.items())
    ),
)
def test_a_setting_that_does_not_fit_is_refused_by_name(settings: dict[str, Any], text: str) -> None:
    assert refusal(lambda: configured(**settings)).startswith(text)
    if len(settings) == 1:
        ((name, value),) = settings.items()
        assert refusal(lambda: setattr(configured(), name, value)).startswith(text)


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("acess_token", "access_token"),
        ("api_keys", "api_key"),
        ("verify_tls", "verify_ssl"),
        ("hosts", "host"),
        ("timeout", "timeouts"),
    ],
)
def test_a_misspelt_setting_is_refused_with_a_hint(misspelt: str, meant: str) -> None:
    text = refusal(lambda: setattr(configured(), misspelt, CANARY), ApiAttributeError)
    assert text == f"no such setting: {misspelt}; did you mean {meant}?"
    with pytest.raises(TypeError, match=misspelt):
        configured(**{misspelt: "x"})


@pytest.mark.parametrize(
    "settings",
    [
        {"ssl_ca_cert": "ca.pem"},
        {"ca_cert_data": "-----BEGIN CERTIFICATE-----"},
        {"cert_file": "cert.pem"},
        {"key_file": "key.pem"},
        {"key_password": "secret"},
        {"trust_system_ca": True},
        {"relax_x509_strict": True},
        {"assert_hostname": "other"},
        {"assert_hostname": False},
        {"verify_ssl": False},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_what_an_own_tls_context_would_be_without_is_refused(settings: dict[str, Any]) -> None:
    context = ssl.create_default_context()

    with pytest.raises(
        ApiValueError, match=f"^ssl_context: configure these on the SSLContext: {next(iter(settings))}$"
    ):
        tls_context(configured(ssl_context=context, **settings))
    assert context.check_hostname
    assert tls_context(configured(ssl_context=context, tls_server_name="other")) is context


def test_a_key_without_its_certificate_is_refused() -> None:
    with pytest.raises(ApiValueError, match=r"^key_file: requires cert_file$"):
        tls_context(configured(key_file="key.pem"))


def test_a_prefix_that_would_never_be_sent_is_refused() -> None:
    with pytest.raises(ApiValueError, match=r"^api_key: only 'Client-Id' is known, not 'Authorization'$"):
        configured(api_key={"Client-Id": "a"}, api_key_prefix={"Authorization": "Bearer"}).client_id()


def test_credentials_that_would_never_be_asked_for_are_refused() -> None:
    with pytest.raises(
        ApiAttributeError, match=r"^Mine\.auth_settings would never be called: set access_token to a call"
    ):
        type("Mine", (Configuration,), {"auth_settings": lambda self: {}})


def test_a_setting_like_no_other_is_refused() -> None:
    assert refusal(lambda: setattr(configured(), "zebra", 1), ApiAttributeError) == "no such setting: zebra"


def test_assigning_the_loggers_is_refused_with_what_to_use() -> None:
    text = refusal(lambda: setattr(configured(), "logger", {}), ApiAttributeError)
    assert "logging.getLogger" in text or "logger_file" in text


def test_basic_authentication_is_refused_with_what_to_use() -> None:
    assert "auth_settings()" in refusal(lambda: configured().get_basic_auth_token(), ApiAttributeError)


# Defaults


def test_the_defaults() -> None:
    made = configured()
    assert made.host == SERVERS[0]
    assert made.server_index == 0
    assert (made.api_key, made.api_key_prefix, made.access_token) == ({}, {}, None)
    assert made.verify_ssl is True
    assert made.retries is None
    assert made.effective_retry_policy == RetryPolicy()
    assert made.timeouts == Timeouts(connect=5.0, read=None, total=60.0)
    assert made.max_response_bytes == 2 * 1024 * 1024
    assert (made.on_drift, made.strict_responses) == (None, False)
    assert made.connection_pool_maxsize == (os.cpu_count() or 1) * 5
    assert (made.proxy, made.no_proxy) == (None, None)
    assert made.client_side_validation is True
    assert made.debug is False


def test_configurations_share_nothing() -> None:
    made = configured()
    made.api_key["Client-Id"] = "key"
    assert configured().api_key == {}


@pytest.mark.parametrize(("retries", "attempts"), [(0, 1), (False, 1), (1, 2), (5, 6), (None, 3)], ids=str)
def test_retries_count_what_comes_after_the_first_attempt(retries: Any, attempts: int) -> None:
    assert configured(retries=retries).effective_retry_policy.attempts == attempts


def test_retries_keep_the_other_settings_of_the_policy() -> None:
    policy = RetryPolicy(attempts=9, base=0.5, longest_pause=2)
    made = configured(retries=1, retry_policy=policy)
    assert made.effective_retry_policy == RetryPolicy(attempts=2, base=0.5, longest_pause=2)
    assert configured(retry_policy=policy).effective_retry_policy is policy


def test_assert_hostname_true_is_the_default() -> None:
    assert configured(assert_hostname=True).assert_hostname is None


def test_get_default_gives_one_configuration_until_another_is_set() -> None:
    first = Configuration.get_default()
    assert Configuration.get_default() is first
    assert Configuration.get_default_copy() is first  # as in generated clients, in spite of the name
    other = configured(host="https://example.org")
    Configuration.set_default(other)
    assert Configuration.get_default() is other
    Configuration.set_default(None)
    assert Configuration.get_default() is not first


# Environment


def test_from_env_reads_three_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDER_CAPTURE_HOST", "https://example.org/base/")
    monkeypatch.setenv("ORDER_CAPTURE_CLIENT_ID", "key")
    monkeypatch.setenv("ORDER_CAPTURE_ACCESS_TOKEN", "Bearer token")
    made = Configuration.from_env()
    assert made.host == "https://example.org/base"
    assert made.api_key == {"Client-Id": "key"}
    assert made.access_token == "token"


@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_from_env_leaves_the_default(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "CLIENT_ID", "ACCESS_TOKEN") if value is not None else ():
        monkeypatch.setenv(f"ORDER_CAPTURE_{name}", "")
    made = Configuration.from_env()
    assert (made.host, made.api_key, made.access_token) == (SERVERS[0], {}, None)


def test_from_env_checks_what_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDER_CAPTURE_HOST", f"http://{CANARY}.example.org")
    assert refusal(Configuration.from_env).startswith("host: https expected")


def test_the_environment_is_read_by_from_env_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDER_CAPTURE_HOST", "https://example.org")
    monkeypatch.setenv("ORDER_CAPTURE_ACCESS_TOKEN", "token")
    assert (configured().host, configured().access_token) == (SERVERS[0], None)


# Hosts


@pytest.mark.parametrize(
    ("host", "taken"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org//", "https://example.org"),
        ("https://example.org/base", "https://example.org/base"),
        ("https://example.org/base/", "https://example.org/base"),
        ("  https://example.org ", "https://example.org"),
        ("https://example.org:8443/a/b", "https://example.org:8443/a/b"),
        ("HTTPS://example.org", "https://example.org"),
        ("https://192.0.2.1", "https://192.0.2.1"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://localhost", "http://localhost"),
        ("http://localhost:8080/base/", "http://localhost:8080/base"),
        ("http://api.localhost:8080", "http://api.localhost:8080"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.255.0.1", "http://127.255.0.1"),
        ("http://[::1]:8080/base", "http://[::1]:8080/base"),
        ("https://localhost:8443", "https://localhost:8443"),
    ],
)
def test_a_host_is_taken_without_its_trailing_slash(host: str, taken: str) -> None:
    made = configured(host=host)
    assert made.host == taken
    assigned = configured()
    assigned.host = host
    assert assigned.host == taken
    assert made.address.origin + made.address.path == taken


ADDRESS = "host: an address such as https://example.org/path expected"
PLAIN = "host: https expected; plain http is for loopback addresses and insecure_hosts only"
PARTS = "host: no user info, query or fragment; credentials are set by api_key and access_token"


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("", ADDRESS),
        ("example.org", ADDRESS),
        ("//example.org", ADDRESS),
        ("https://", ADDRESS),
        ("https:///path", ADDRESS),
        ("ftp://example.org", ADDRESS),
        ("file:///etc/passwd", ADDRESS),
        ("https://example.org:port", ADDRESS),
        ("https://example.org:99999", ADDRESS),
        ("https://example.org:0", ADDRESS),
        ("https://exa mple.org", ADDRESS),
        ("https://example.org/a b", ADDRESS),
        ("https://example.org/\r\nX: y", ADDRESS),
        ("https://example.org\n.evil.org", ADDRESS),
        ("https://example.org/\x00", ADDRESS),
        ("https://example.org\\@evil.org", ADDRESS),
        ("https://[::1", ADDRESS),
        ("https://example.org/pfad/ä", ADDRESS),
        (b"https://example.org", ADDRESS),
        (3, ADDRESS),
        ("http://example.org", PLAIN),
        ("HTTP://example.org", PLAIN),
        ("http://192.0.2.1", PLAIN),
        ("http://0.0.0.0", PLAIN),
        ("http://[2001:db8::1]", PLAIN),
        ("http://127.0.0.1.evil.org", PLAIN),
        ("http://localhost.evil.org", PLAIN),
        ("http://notlocalhost", PLAIN),
        ("http://2130706433", PLAIN),
        (f"https://user:{CANARY}@example.org", PARTS),
        (f"https://{CANARY}@example.org", PARTS),
        ("https://@example.org", PARTS),
        (f"https://example.org?key={CANARY}", PARTS),
        ("https://example.org/?", PARTS),
        ("https://example.org?", PARTS),
        (f"https://example.org#{CANARY}", PARTS),
        ("https://example.org/#", PARTS),
        (f"http://user:{CANARY}@localhost", PARTS),
    ],
    ids=plainly,
)
def test_a_host_that_credentials_must_not_go_to_is_refused(host: Any, text: str) -> None:
    assert refusal(lambda: configured(host=host)) == text
    made = configured()
    assert refusal(lambda: setattr(made, "host", host)) == text
    assert made.host == SERVERS[0]


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("localhost", True),
        ("x.localhost", True),
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost.example.org", False),
        ("10.0.0.1", False),
        ("::", False),
        ("example.org", False),
        ("", False),
        (None, False),
    ],
    ids=str,
)
def test_a_loopback_name_is_known(name: str | None, ours: bool) -> None:
    assert is_loopback(name) is ours


# Servers


@pytest.mark.parametrize("index", range(5))
def test_server_index_selects_a_server(index: int) -> None:
    assert configured(server_index=index).host == SERVERS[index]
    assigned = configured(host="https://example.org")
    assigned.server_index = index
    assert assigned.host == SERVERS[index]
    assert assigned.get_host_from_settings(index) == SERVERS[index]


def test_an_assigned_host_wins_over_the_server_index() -> None:
    made = configured(server_index=4)
    made.host = "https://example.org"
    assert (made.host, made.server_index) == ("https://example.org", None)


def test_the_servers_are_listed_as_in_a_generated_client() -> None:
    assert [server["url"] for server in configured().get_host_settings()] == SERVERS
    assert [server["description"] for server in configured().get_host_settings()] == [
        "dev",
        "test",
        "stage",
        "pre-production",
        "production",
    ]


@pytest.mark.parametrize("index", [5, -1, "0", 1.5], ids=repr)
def test_a_server_that_is_not_there_is_refused(index: Any) -> None:
    assert refusal(lambda: configured().get_host_from_settings(index)) == "server_index: a number from 0 to 4 expected"


def test_no_server_index_gives_the_configured_host() -> None:
    assert configured(host="https://example.org").get_host_from_settings(None) == "https://example.org"


def test_a_server_of_the_callers_own_is_found() -> None:
    servers: Any = [{"url": "https://a.example.org", "description": ""}, {"url": "https://b.example.org"}]
    assert configured().get_host_from_settings(1, servers=servers) == "https://b.example.org"
    assert "server_index: a number from 0 to 1 expected" in refusal(
        lambda: configured().get_host_from_settings(2, servers=servers)
    )


def test_server_variables_are_refused_with_what_to_use() -> None:
    text = refusal(lambda: configured().get_host_from_settings(0, {"a": "b"}))
    assert text.startswith("server_variables: ")


# Credentials


@pytest.mark.parametrize(
    ("settings", "client_id", "authorization"),
    [
        ({}, None, None),
        ({"api_key": {"Client-Id": "key"}}, "key", None),
        ({"api_key": {"Client-Id": " key "}}, "key", None),
        ({"api_key": {"Client-Id": None}}, None, None),
        ({"api_key": {"Client-Id": "key"}, "api_key_prefix": {"Client-Id": "Key"}}, "Key key", None),
        ({"api_key_prefix": {"Client-Id": "Key"}}, None, None),
        ({"access_token": "token"}, None, "Bearer token"),
        ({"access_token": "Bearer token"}, None, "Bearer token"),
        ({"access_token": " Bearer token\n"}, None, "Bearer token"),
        ({"access_token": lambda: "token"}, None, "Bearer token"),
        ({"access_token": lambda: "Bearer token "}, None, "Bearer token"),
        ({"access_token": lambda: AccessToken("token", 0.0)}, None, "Bearer token"),
        ({"access_token": "token", "api_key": {"Client-Id": "key"}}, "key", "Bearer token"),
    ],
    ids=[
        "none",
        "key",
        "key with spaces",
        "no key",
        "prefix",
        "prefix alone",
        "text",
        "with Bearer",
        "with white space",
        "callable",
        "callable with Bearer",
        "AccessToken",
        "both",
    ],
)
def test_credentials_travel_as_the_contract_says(
    settings: dict[str, Any], client_id: str | None, authorization: str | None
) -> None:
    expected: dict[str, Any] = {}
    if client_id is not None:
        expected["Client-Id"] = {"type": "api_key", "in": "header", "key": "X-Client-Id", "value": client_id}
    if authorization is not None:
        expected["BearerAuth"] = {
            "type": "bearer",
            "in": "header",
            "key": "Authorization",
            "value": authorization,
        }
    assert configured(**settings).auth_settings() == expected
    assert configured(**settings).client_id() == client_id


@pytest.mark.parametrize(
    "settings",
    [
        {"api_key": {"ClientId": CANARY}},
        {"api_key": {"X-Client-Id": CANARY, "Client-Id": "key"}},
        {"api_key": {"Client-Id": f"{CANARY}\r\nX: y"}},
        {"api_key": {"Client-Id": f"{CANARY}é"}},
        {"api_key": {"Client-Id": 5}},
        {"api_key": {"Client-Id": "key"}, "api_key_prefix": {"Client-Id": f"{CANARY}\r\nX: y"}},
        {"api_key": {"Client-Id": "key"}, "api_key_prefix": {"Client-Id": f"{CANARY}é"}},
        {"access_token": lambda: ""},
        {"access_token": lambda: None},
        {"access_token": lambda: f"{CANARY}\nX: y"},
        {"access_token": lambda: AccessToken(f"{CANARY}\x00", 0.0)},
    ],
    ids=[
        "another name",
        "another name, too",
        "line end",
        "not ASCII",
        "number",
        "line end in the prefix",
        "not ASCII in the prefix",
        "empty token",
        "no token",
        "line end in a token",
        "control in a token",
    ],
)
def test_credentials_that_cannot_be_sent_are_refused_unseen(settings: dict[str, Any]) -> None:
    refusal(lambda: configured(**settings).auth_settings())


def test_a_hook_refreshes_the_key_each_time() -> None:
    made = configured(api_key={"Client-Id": "old"})
    seen: list[Configuration] = []

    def refresh(configuration: Configuration) -> None:
        seen.append(configuration)
        configuration.api_key["Client-Id"] = f"new {len(seen)}"

    made.refresh_api_key_hook = refresh
    assert made.get_api_key_with_prefix("Client-Id") == "new 1"
    assert made.auth_settings()["Client-Id"]["value"] == "new 2"
    assert made.client_id() == "new 3"
    assert seen == [made] * 3


def test_a_key_is_found_under_its_alias() -> None:
    made = configured(api_key={"Client-Id": "key"}, api_key_prefix={"Client-Id": "Key"})
    assert made.get_api_key_with_prefix("other", "Client-Id") == "Key key"
    assert made.get_api_key_with_prefix("Client-Id", "other") == "Key key"
    assert made.get_api_key_with_prefix("other") is None


def test_a_token_provider_is_not_called_before_it_is_needed() -> None:
    def provider() -> str:
        raise AssertionError("called too early")

    made = configured(access_token=provider)
    assert repr(made)
    assert copy.deepcopy(made).access_token is provider


def test_an_access_token_shows_its_expiry_only() -> None:
    assert repr(AccessToken(CANARY, 12.5)) == "AccessToken(token='***', expires_on=12.5)"
    assert f"{AccessToken(CANARY, 12.5)}" == "AccessToken(token='***', expires_on=12.5)"


# Display


def a_secret_configuration(**settings: Any) -> Configuration:
    return configured(
        api_key={"Client-Id": CANARY},
        api_key_prefix={"Client-Id": CANARY},
        access_token=CANARY,
        proxy=f"http://user:{CANARY}@proxy.example.org:3128",
        proxy_headers={"Proxy-Authorization": CANARY},
        **settings,
    )


@pytest.mark.parametrize(
    "show", [repr, str, "{}".format, Configuration.to_debug_report], ids=["repr", "str", "format", "report"]
)
def test_no_secret_is_shown(show: Callable[[Configuration], str]) -> None:
    made = a_secret_configuration()
    assert CANARY not in show(made)
    assert CANARY in str(vars(made))  # a control


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, f"<Configuration {SERVERS[0]}, Client-Id not set, access token not set>"),
        (
            {"host": "http://localhost:1", "api_key": {"Client-Id": "x"}, "access_token": "x"},
            "<Configuration http://localhost:1, Client-Id set, access token set>",
        ),
        (
            {"access_token": lambda: "x"},
            f"<Configuration {SERVERS[0]}, Client-Id not set, access token a provider>",
        ),
    ],
    ids=["none", "texts", "provider"],
)
def test_repr_says_where_and_whether(settings: dict[str, Any], text: str) -> None:
    assert repr(configured(**settings)) == text


def test_the_debug_report_names_versions() -> None:
    assert configured().to_debug_report() == (
        "Python SDK Debug Report:\n"
        f"OS: {sys.platform}\n"
        f"Python Version: {sys.version}\n"
        "Version of the API: 2.0.8\n"
        f"SDK Package Version: {__version__}"
    )


# Copies


def test_a_deep_copy_changes_on_its_own_and_shares_what_cannot_be_copied() -> None:
    context = ssl.create_default_context()
    made = a_secret_configuration(proxy_ssl_context=context, timeouts=Timeouts(total=3))
    copied = copy.deepcopy(made)
    copied.api_key["Client-Id"] = "other"
    copied.api_key_prefix.clear()
    copied.host = "https://example.org"
    copied.access_token = "other"
    assert (made.api_key, made.api_key_prefix) == ({"Client-Id": CANARY}, {"Client-Id": CANARY})
    assert (made.host, made.access_token) == (SERVERS[0], CANARY)
    assert copied.proxy_ssl_context is context
    assert copied.timeouts == Timeouts(total=3)
    assert copied.proxy == made.proxy


def test_a_deep_copy_checks_its_settings() -> None:
    refusal(lambda: setattr(copy.deepcopy(configured()), "acess_token", "x"), ApiAttributeError)
    refusal(lambda: setattr(copy.copy(configured()), "host", "x"))


def test_closing_the_log_file_of_a_copy_leaves_the_original_its_own(tmp_path: Path) -> None:
    with bare_loggers():
        made = configured(debug=True)
        made.logger_file = str(tmp_path / "log")
        copied = copy.deepcopy(made)
        copied.logger_file = None
        LOGGER.debug("still here")
        assert "still here" in (tmp_path / "log").read_text("utf-8")


# Logging


def test_debug_lets_our_logger_talk_and_no_other() -> None:
    with bare_loggers():
        before, debuglevel = others_now(), http.client.HTTPConnection.debuglevel
        made = configured(debug=True)
        assert made.debug is True
        assert LOGGER.isEnabledFor(logging.DEBUG)
        assert others_now() == before
        assert http.client.HTTPConnection.debuglevel == debuglevel


def test_debug_writes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with bare_loggers():
        made = configured()
        made.logger_format = "%(levelname)s: %(message)s"
        made.debug = True
        LOGGER.debug("hello")
        assert capsys.readouterr() == ("", "DEBUG: hello\n")


def test_debug_does_not_write_twice_where_there_is_a_handler() -> None:
    with bare_loggers():
        handler = logging.NullHandler()
        LOGGER.addHandler(handler)
        configured(debug=True)
        assert LOGGER.handlers == [handler]


def test_debug_can_be_turned_off_again() -> None:
    with bare_loggers():
        made = configured(debug=True)
        made.debug = False
        assert made.debug is False
        assert LOGGER.handlers == []
        assert LOGGER.level == logging.NOTSET


def test_debug_off_does_not_touch_a_level_that_the_user_set() -> None:
    with bare_loggers():
        LOGGER.setLevel(logging.ERROR)
        made = configured(debug=False)
        assert LOGGER.level == logging.ERROR
        made.debug = True
        made.debug = False
        assert LOGGER.level == logging.ERROR


def test_a_configuration_without_debug_touches_no_logger() -> None:
    with bare_loggers():
        before = (LOGGER.level, LOGGER.handlers[:], others_now())
        configured()
        assert (LOGGER.level, LOGGER.handlers[:], others_now()) == before


def test_a_log_file_is_written_by_our_logger_alone(tmp_path: Path) -> None:
    with bare_loggers():
        before = others_now()
        made = configured(debug=True)
        made.logger_file = str(tmp_path / "log")
        assert made.logger_file == str(tmp_path / "log")
        LOGGER.debug("ours")
        logging.getLogger("urllib3").error("another's")
        assert others_now() == before
        text = (tmp_path / "log").read_text("utf-8")
        assert "DEBUG ours" in text
        assert "another's" not in text


def test_another_log_file_replaces_the_first(tmp_path: Path) -> None:
    with bare_loggers():
        made = configured(debug=True)
        made.logger_file = str(tmp_path / "first")
        first = made.logger_file_handler
        made.logger_file = str(tmp_path / "second")
        LOGGER.debug("hello")
        made.logger_file = None
        LOGGER.debug("too late")
        assert first not in LOGGER.handlers
        assert made.logger_file_handler is None
        assert (tmp_path / "first").read_text("utf-8") == ""
        assert (tmp_path / "second").read_text("utf-8").count("\n") == 1


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_writes_no_log_and_leaves_the_originals_alone(
    copied: Callable[[Configuration], Configuration], tmp_path: Path
) -> None:
    with bare_loggers():
        made = configured(debug=True)
        made.logger_file = str(tmp_path / "log")
        other = copied(made)
        assert (other.debug, other.logger_file, other.logger_file_handler) == (False, None, None)
        other.debug = False
        other.logger_file = None
        LOGGER.debug("hello")
        made.logger_file = None
        assert (tmp_path / "log").read_text("utf-8").count("\n") == 1


def test_the_format_of_the_log_can_be_set(tmp_path: Path) -> None:
    with bare_loggers():
        made = configured(debug=True)
        made.logger_format = "<%(message)s>"
        made.logger_file = str(tmp_path / "log")
        LOGGER.debug("hello")
        assert (tmp_path / "log").read_text("utf-8") == "<hello>\n"
        assert made.logger_formatter._fmt == "<%(message)s>"


def test_the_loggers_are_named_as_in_generated_clients() -> None:
    assert configured().logger == {"package_logger": LOGGER, "urllib3_logger": logging.getLogger("urllib3")}
    with pytest.raises(TypeError, match="does not support item assignment"):
        configured().logger["app"] = LOGGER  # type: ignore[index]


# Proxies


@pytest.mark.parametrize(
    ("variables", "host", "proxy"),
    [
        ({}, "https://example.org", None),
        ({"HTTPS_PROXY": "http://proxy:1"}, "https://example.org", "http://proxy:1"),
        ({"https_proxy": "http://proxy:1"}, "https://example.org", "http://proxy:1"),
        ({"HTTP_PROXY": "http://proxy:1"}, "https://example.org", None),
        ({"ALL_PROXY": "http://proxy:1"}, "https://example.org", "http://proxy:1"),
        ({"ALL_PROXY": "http://proxy:1", "HTTPS_PROXY": "http://proxy:2"}, "https://example.org", "http://proxy:2"),
        ({"HTTPS_PROXY": "proxy:1"}, "https://example.org", "http://proxy:1"),
        ({"HTTPS_PROXY": "http://proxy:1", "HTTP_PROXY": "http://proxy:1"}, "http://localhost:1", None),
        ({"HTTP_PROXY": "http://proxy:1"}, "http://127.0.0.1:1", None),
        ({"HTTPS_PROXY": "http://proxy:1"}, "https://[::1]:1", None),
    ],
    ids=[
        "none",
        "upper case",
        "lower case",
        "for http only",
        "for all",
        "the closer one",
        "without a scheme",
        "not for localhost",
        "not for loopback",
        "not for loopback in IPv6",
    ],
)
def test_a_proxy_is_taken_from_the_environment(
    variables: dict[str, str], host: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert configured(host=host).proxy == proxy


def test_a_proxy_of_the_environment_that_cannot_be_used_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    # otherwise the first call ends in an exception of urllib3
    monkeypatch.setenv("HTTPS_PROXY", f"socks5://user:{CANARY}@proxy:1")
    assert refusal(lambda: configured(host="https://example.org").proxy) == (
        "HTTPS_PROXY: SOCKS is not supported; set HTTPS_PROXY, NO_PROXY or proxy=''"
    )


def test_the_proxy_follows_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:1")
    made = configured(host="http://localhost:1")
    assert made.proxy is None
    made.host = "https://example.org"
    assert made.proxy == "http://proxy:1"


def test_a_given_proxy_wins_over_the_environment_and_holds_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:1")
    assert configured(proxy="http://other:2").proxy == "http://other:2"
    assert configured(proxy="http://other:2", host="http://localhost:1").proxy == "http://other:2"


def test_an_empty_proxy_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:1")
    assert configured(proxy="").proxy is None


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_no_proxy_is_taken_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "example.org,10.0.0.0/8")
    assert configured().no_proxy == "example.org,10.0.0.0/8"
    assert configured(no_proxy="other.org").no_proxy == "other.org"
    assert configured(no_proxy="").no_proxy == ""


# Timeouts and retries


@pytest.mark.parametrize(
    ("request_timeout", "timeouts"),
    [
        (None, Timeouts()),
        (3, Timeouts(total=3)),
        (2.5, Timeouts(total=2.5)),
        ((1, 2), Timeouts(connect=1, read=2, total=60)),
        ([1, 2.5], Timeouts(connect=1, read=2.5, total=60)),
        ((50, 70), Timeouts(connect=50, read=70, total=120)),
    ],
    ids=str,
)
def test_a_request_timeout_is_the_total_or_a_pair(request_timeout: object, timeouts: Timeouts) -> None:
    assert Timeouts().overridden(request_timeout) == timeouts


@pytest.mark.parametrize(
    "request_timeout",
    [
        0,
        -1,
        True,
        "3",
        float("nan"),
        float("inf"),
        (1,),
        (1, 2, 3),
        (1, 0),
        (None, 2),
        (1, "2"),
        {},
        urllib3.Timeout(3),
    ],
    ids=repr,
)
def test_a_request_timeout_that_does_not_fit_is_refused(request_timeout: object) -> None:
    assert refusal(lambda: Timeouts().overridden(request_timeout)) == (
        "_request_timeout: seconds above 0 expected, or a pair (connect, read) of them"
    )


@pytest.mark.parametrize("name", ["connect", "read", "total"])
@pytest.mark.parametrize("seconds", [0, -1, True, "3", float("nan"), float("inf")], ids=repr)
def test_a_timeout_that_does_not_fit_is_refused_by_name(name: str, seconds: Any) -> None:
    settings: dict[str, Any] = {name: seconds}
    assert f".{name}: a number of seconds above 0 expected" in refusal(lambda: Timeouts(**settings))


@pytest.mark.parametrize("name", ["connect", "total"])
def test_a_timeout_cannot_be_none(name: str) -> None:
    settings: dict[str, Any] = {name: None}
    assert f".{name}: " in refusal(lambda: Timeouts(**settings))


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"attempts": 0}, "attempts"),
        ({"attempts": 2.0}, "attempts"),
        ({"attempts": True}, "attempts"),
        ({"base": -1}, "base"),
        ({"base": "1"}, "base"),
        ({"base_when_busy": float("nan")}, "base_when_busy"),
        ({"longest_pause": float("inf")}, "longest_pause"),
        ({"longest_retry_after": None}, "longest_retry_after"),
        ({"base_when_unsent": -0.1}, "base_when_unsent"),
        ({"unsent_attempts": 0}, "unsent_attempts"),
        ({"unsent_attempts": 1.5}, "unsent_attempts"),
        ({"unsent_attempts": True}, "unsent_attempts"),
    ],
    ids=str,
)
def test_a_retry_policy_that_does_not_fit_is_refused_by_name(settings: dict[str, Any], name: str) -> None:
    assert f"retry_policy.{name}: " in refusal(lambda: RetryPolicy(**settings))


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: RetryPolicy(atempts=2), "no such setting: atempts; did you mean attempts?"),  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
        (lambda: Timeouts(conect=2), "no such setting: conect; did you mean connect?"),  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
        (lambda: Timeouts(zebra=2), "no such setting: zebra"),  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    ],
    ids=["attempts", "connect", "zebra"],
)
def test_a_misspelt_field_gets_a_suggestion(make: Callable[[], object], text: str) -> None:
    assert refusal(make, ApiTypeError) == text


@pytest.mark.parametrize(
    ("settings", "attempts", "unsent"),
    [
        ({}, 3, 5),
        ({"retries": 0}, 1, 1),
        ({"retries": 2}, 3, 5),
        ({"retries": 9}, 10, 10),
        ({"retries": 0, "retry_policy": RetryPolicy(unsent_attempts=7)}, 1, 1),
        ({"retries": 1, "retry_policy": RetryPolicy(unsent_attempts=7)}, 2, 7),
    ],
    ids=str,
)
def test_retries_count_for_what_was_not_sent_as_well(settings: dict[str, Any], attempts: int, unsent: int) -> None:
    policy = configured(**settings).effective_retry_policy

    assert (policy.attempts, policy.effective_unsent_attempts) == (attempts, unsent)


@pytest.mark.parametrize("name", ["connection_idle_limit", "connection_max_age"])
@pytest.mark.parametrize("value", [0, 0.5, 3600, float("inf")])
def test_connections_may_be_kept_for_any_time(name: str, value: float) -> None:
    assert getattr(configured(**{name: value}), name) == value


@pytest.mark.parametrize("name", ["connection_idle_limit", "connection_max_age"])
@pytest.mark.parametrize("value", [-1, float("nan"), True, None, "15"], ids=str)
def test_a_time_for_connections_that_is_none_is_refused(name: str, value: object) -> None:
    assert refusal(lambda: configured(**{name: value})) == f"{name}: a number of seconds expected"


@pytest.mark.parametrize("kind", [ApiClient, aio.ApiClient], ids=["sync", "async"])
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"transport": 5}, "transport: an object with handle(request) expected, not int"),
        ({"configuration": 5}, "configuration: a Configuration expected, not int"),
    ],
    ids=["transport", "configuration"],
)
def test_an_argument_of_a_client_of_another_type_is_refused(kind: Any, arguments: dict[str, Any], text: str) -> None:
    assert refusal(lambda: kind(**arguments), ApiTypeError) == text


def test_a_retry_policy_may_do_without_pauses() -> None:
    assert RetryPolicy(base=0, base_when_busy=0, longest_pause=0, longest_retry_after=0).attempts == 3


def test_contexts_of_pyopenssl_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "create_urllib3_context", lambda **_: object())

    with pytest.raises(
        ApiValueError, match=r"^urllib3.contrib.pyopenssl: its TLS contexts are not supported; call extract"
    ):
        tls_context(configured())
