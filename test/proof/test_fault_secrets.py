"""Nothing secret or personal leaks to anyone except the caller, in any kind of failure."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from order_capture_client import ApiClient, CheckoutApi, Configuration
from order_capture_client.exceptions import ApiException, OpenApiException
from test.faults import secrets
from test.faults.catalogue import FAULTS, Fault
from test.faults.driver import DRIVERS
from test.faults.matrix import Strikes
from test.faults.secrets import Canaries, Canary
from test.faults.server import FaultServer
from test.faults.size import LARGE
from test.samples import ARGUMENTS, CHECKOUT_ID, ONE_OF_EACH, OPERATIONS, sample

OPERATION_NAMES = list(OPERATIONS) if LARGE else [operation.name for operation in ONE_OF_EACH.values()]
EACH_DRIVER = pytest.mark.parametrize("driver", DRIVERS)
BY_NAME = {fault.name: fault for fault in FAULTS}


@EACH_DRIVER
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_no_fault_makes_the_client_tell(fault: Fault, driver: str) -> None:
    leaks = {}
    for name in OPERATION_NAMES if driver == "sync" or LARGE else ("create_checkout", "get_order"):
        if fault.needs.encode() in sample(name, OPERATIONS[name].success):
            canaries = Canaries.random()
            leaks[name] = secrets.told_by(fault, name, fault.schemes[-1], canaries, driver).leaks(canaries)

    assert {name: told for name, told in leaks.items() if told} == {}


@EACH_DRIVER
@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("fault", ["a good answer", "status 422", "body: invalid JSON", "body: HTML"])
def test_no_operation_makes_the_client_tell(operation: str, fault: str, driver: str) -> None:
    canaries = Canaries.random()

    assert secrets.told_by(BY_NAME[fault], operation, "plain", canaries, driver).leaks(canaries) == {}


# In a header, any visible character; in a value of JSON, any at all.
_HEADER = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=8)
_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_CORE = st.uuids(version=4).map(lambda value: value.hex)


def _canary(around: st.SearchStrategy[str]) -> st.SearchStrategy[Canary]:
    return st.builds(Canary, _CORE, around, around)


CANARIES = st.builds(
    Canaries,
    token=_canary(_HEADER),
    client_id=_canary(_HEADER),
    email=_canary(_ANY),
    phone=_canary(_ANY),
    address=_canary(_ANY),
    cookie=_canary(_HEADER),
    checkout=_canary(st.just("")),
)
_QUICK_FAULTS = [fault for fault in FAULTS if not fault.slow and "without end" not in fault.name]


@settings(max_examples=1000 if LARGE else 100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    fault=st.sampled_from(_QUICK_FAULTS),
    operation=st.sampled_from(sorted(OPERATIONS)),
    canaries=CANARIES,
    driver=st.sampled_from(sorted(DRIVERS)),
)
def test_no_secret_however_it_looks_is_told(fault: Fault, operation: str, canaries: Canaries, driver: str) -> None:
    if fault.needs.encode() in sample(operation, OPERATIONS[operation].success):
        assert secrets.told_by(fault, operation, fault.schemes[0], canaries, driver).leaks(canaries) == {}


def test_what_is_told_on_purpose_is_found_in_each_place() -> None:
    canaries = Canaries.random()
    told = secrets.control(canaries)

    everything = {"token", "client_id", "email", "phone", "address", "cookie", "checkout"}
    assert told.leaks(canaries) == dict.fromkeys(
        ["logs", "warnings", "stdout", "stderr", "str", "repr", "args", "pickle", "unpickled", "traceback"], everything
    )


def test_what_is_kept_for_the_caller_is_there() -> None:
    # Otherwise the tests above would find nothing in an empty error.
    canaries = Canaries.random()
    error = secrets.told_by(BY_NAME["status 422"], "create_checkout", "plain", canaries).error

    assert isinstance(error, ApiException)
    assert error.request is not None
    assert canaries.hits(error.request.body or b"") == {"phone"}
    assert canaries.hits(f"{error.body}") >= {"email", "phone", "address"}
    assert canaries.hits(f"{error.reason}") >= {"email", "phone", "address"}
    assert canaries.hits(f"{dict(error.headers or {})}") >= {"cookie", "email"}
    assert canaries.hits(f"{error.data and error.data.to_dict()}") >= {"email"}


def test_a_user_who_logs_the_attributes_is_heard() -> None:
    canaries = Canaries.random()
    error = secrets.told_by(BY_NAME["status 422"], "create_checkout", "plain", canaries).error
    with secrets.collected() as streams:
        logging.getLogger("shop").info("it failed: %s", getattr(error, "body", None))

    assert canaries.hits(streams()["logs"]) >= {"email", "phone", "address"}


# Requests that are refused before sending


@pytest.mark.parametrize(
    ("operation", "changes", "options"),
    [
        ("get_order", {"checkout_id": "{canary}/x"}, {}),
        ("get_order", {"checkout_id": "{canary}\r\nX-A: b"}, {}),
        ("get_order", {"retail_unit": "{canary} "}, {}),
        ("get_user_contacts", {"zipcode": ["{canary}"]}, {}),
        ("get_order", {}, {"_headers": {"X-Customer": "{canary}\r\nX-A: b"}}),
        ("get_order", {}, {"_headers": {"X-Customer": "{canary}ö"}}),
        ("get_order", {}, {"_request_auth": {"in": "header", "key": "Authorization", "value": "{canary}\nX-A: b"}}),
        ("get_order", {}, {"_request_timeout": "{canary}"}),
        ("get_order", {}, {"_content_type": "{canary}"}),
        ("create_checkout", {"checkout_request": {"items": "{canary}"}}, {}),
        ("create_checkout", {"checkout_request": {"familyCardNo": ["{canary}"]}}, {}),
        ("create_checkout", {"checkout_request": {"languageCode": "sv", "items": [{"itemNo": {"a": "{canary}"}}]}}, {}),
        ("create_existing_order_checkout", {"existing_order_checkout_request": {"shippingContacts": [["{canary}"]]}}, {}),
        ("update_user", {"update_user": {"oldUser": {"name": "{canary}"}}}, {}),
        ("update_user", {"update_user": "{canary}"}, {}),
        ("get_checkout", {"checkout": {"channel": "{canary}", "shoppingType": "ONLINE"}}, {}),
    ],
)  # fmt: skip
def test_a_refused_input_is_named_and_not_shown(
    operation: str, changes: dict[str, Any], options: dict[str, Any]
) -> None:
    canary = Canaries.random().email.core

    def planted(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("{canary}", canary)
        if isinstance(value, dict):
            return {key: planted(item) for key, item in value.items()}
        return [planted(item) for item in value] if isinstance(value, list) else value

    arguments = {**ARGUMENTS[operation], **planted(changes), **planted(options)}
    with (
        FaultServer() as server,
        ApiClient(Configuration(**server.settings)) as client,
        secrets.collected() as streams,
        pytest.raises(OpenApiException) as raised,
    ):
        getattr(CheckoutApi(client), operation)(**arguments)

    texts = {**streams(), **secrets.texts_of(raised.value)}
    assert {place for place, text in texts.items() if canary in str(text)} == set()
    assert server.truth.seen == []


@pytest.mark.parametrize("setting", ["api_key", "access_token", "proxy", "host"])
def test_a_refused_setting_is_named_and_not_shown(setting: str) -> None:
    canary = Canaries.random().token.core
    values: dict[str, Any] = {
        "api_key": {"Client-Id": f"{canary}\r\nX-A: b"},
        "access_token": f"{canary}\r\nX-A: b",
        "proxy": f"socks5://user:{canary}@127.0.0.1:1",
        "host": f"https://user:{canary}@127.0.0.1",
    }
    with (
        FaultServer() as server,
        pytest.raises(OpenApiException) as raised,
        ApiClient(Configuration(**{**server.settings, setting: values[setting]})) as client,
    ):
        CheckoutApi(client).get_order(checkout_id=CHECKOUT_ID, retail_unit="se")

    assert canary not in "".join(str(text) for text in secrets.texts_of(raised.value).values())


@pytest.mark.parametrize("where", ["provider", "hook"])
def test_what_user_code_raises_is_not_shown(where: str) -> None:
    canary = Canaries.random().token.core

    def fail(*_: object) -> str:
        raise RuntimeError(f"no token for {canary}")

    with FaultServer(Strikes(None)) as server:
        configuration = Configuration(**server.settings, access_token=fail if where == "provider" else "t")
        if where == "hook":
            configuration.refresh_api_key_hook = fail
        with ApiClient(configuration) as client, secrets.collected() as streams, pytest.raises(ApiException) as raised:
            CheckoutApi(client).get_order(checkout_id=CHECKOUT_ID, retail_unit="se")

    texts = {**streams(), **secrets.texts_of(raised.value)}
    assert {place for place, text in texts.items() if canary in str(text)} == set()
    assert raised.value.outcome == "not_sent"
