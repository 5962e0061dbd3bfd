"""A client that finds itself in another process: by a fork, or by a pickle."""

from __future__ import annotations

import gc
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration
from order_capture_client.exceptions import CredentialsError
from test.faults import core_locks, forks, pickles
from test.faults.driver import DRIVERS
from test.faults.process import run_command
from test.faults.server import FaultServer
from test.faults.size import LARGE
from test.samples import ARGUMENTS, CHECKOUT_ID

pytestmark = pytest.mark.xdist_group("machine")

RUNS = 150 if LARGE else 20
"""Of each kind."""
COLD_RUNS = 10 if LARGE else 2
FIRST_CALLS = 30 if LARGE else 6


@pytest.mark.skipif(not forks.POSSIBLE, reason="no forks here")
@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_a_forked_child_gets_its_own_answers_over_connections_of_its_own(driver: str, tls: bool) -> None:
    forked = forks.run(RUNS, tls=tls, driver=driver)

    assert (forked.wrong, forked.shared) == ([], 0)
    assert forked.calls > RUNS * forks.THREADS_OF_CHILD * forks.CALLS_OF_CHILD


@pytest.mark.skipif(not forks.POSSIBLE, reason="no forks here")
@pytest.mark.parametrize("driver", DRIVERS)
def test_a_child_of_a_fork_amid_the_first_calls_does_not_wait_for_an_import_for_ever(driver: str) -> None:
    forked = [forks.run(1, tls=False, cold=True, driver=driver) for _ in range(COLD_RUNS)]

    assert [problem for one in forked for problem in one.wrong] == []


@pytest.mark.skipif(not forks.POSSIBLE, reason="no forks here")
@pytest.mark.parametrize("milliseconds", range(0, 60, 60 // FIRST_CALLS))
def test_a_child_of_a_fork_amid_the_first_calls_of_several_threads_ends(milliseconds: int) -> None:
    assert _printed_by("fork-amid-first-calls", str(milliseconds)) == "ended"


@pytest.mark.skipif(not forks.POSSIBLE, reason="no forks here")
def test_a_thread_that_forks_in_its_own_first_call_goes_on_and_so_does_its_child() -> None:
    assert _printed_by("fork-in-warm-up") == "ended"


@pytest.mark.skipif(not forks.POSSIBLE, reason="no forks here")
@pytest.mark.parametrize("point", forks.POINTS)
def test_a_fork_waits_while(point: str) -> None:
    assert _printed_by("fork-amid", point) is True


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("driver", DRIVERS)
def test_first_calls_import_under_the_lock_and_later_ones_not_at_all(driver: str, tls: bool) -> None:
    with FaultServer(tls=tls) as server:
        assert _printed_by("late-imports", driver, json.dumps(server.settings)) == {"cold": [], "warm": []}


@pytest.mark.skipif(core_locks.compiler() is None, reason="no C compiler that makes libraries to be loaded first")
def test_the_core_of_pydantic_takes_no_lock_for_the_first_time_while_a_fork_may_come(tmp_path: Path) -> None:
    found = core_locks.count_in_a_process(tmp_path)
    if not found["under_the_lock"]:
        pytest.skip("the interpreter has the counted function built in")

    assert found["late"] == []


def _printed_by(*command: str) -> object:
    """Return the output of a command."""
    ended = run_command(*command, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


# Pickles

SECRETS = {"api_key": {"Client-Id": "secret-client-id"}, "access_token": "secret-token", "key_password": "secret-key"}


def _get(client: ApiClient) -> Any:
    return CheckoutApi(client).get_order(**ARGUMENTS["get_order"]).checkout_id


def _settings(client: ApiClient) -> dict[str, object]:
    return {name: value for name, value in vars(client.configuration).items() if name != "logger_formatter"}


@pytest.mark.parametrize("used", [False, True], ids=["unused", "used"])
def test_a_client_travels_as_its_settings(used: bool) -> None:
    with FaultServer() as server, ApiClient(Configuration(**server.settings), "Accept-Language", "sv") as client:
        if used:
            _get(client)
        with pickle.loads(pickle.dumps(client)) as restored:
            assert _get(restored) == CHECKOUT_ID
            assert _settings(restored) == _settings(client)
            assert restored.default_headers == client.default_headers

    first, *rest = (seen.connection for seen in reversed(server.truth.seen))
    assert first not in rest


def test_secrets_do_not_travel() -> None:
    settings: dict[str, Any] = {
        **SECRETS,
        "proxy": "http://user:secret-proxy@127.0.0.1:1",
        "proxy_headers": {"a": "secret"},
    }
    client = ApiClient(Configuration(**settings), "Authorization", "Bearer secret-header")

    assert b"secret" not in pickle.dumps(client)
    assert b"secret" not in pickle.dumps(client.configuration)


def test_secrets_travel_if_that_is_asked_for() -> None:
    client = ApiClient(Configuration(**SECRETS, pickle_credentials=True))  # type: ignore[arg-type]
    pickled = pickle.dumps(client)

    assert all(secret in pickled for secret in (b"secret-client-id", b"secret-token", b"secret-key"))


@pytest.mark.parametrize(
    "settings",
    [{"api_key": SECRETS["api_key"]}, {"access_token": SECRETS["access_token"]}],
    ids=["Client-Id", "access token"],
)
def test_a_call_without_the_credentials_that_stayed_behind_is_refused(settings: dict[str, Any]) -> None:
    with FaultServer() as server:
        client = ApiClient(Configuration(**server.settings, **settings))
        restored = pickle.loads(pickle.dumps(client))
        with pytest.raises(CredentialsError) as raised:
            _get(restored)
        assert (raised.value.outcome, server.truth.seen) == ("not_sent", [])

        for name, value in settings.items():
            setattr(restored.configuration, name, value)
        with restored:
            assert _get(restored) == CHECKOUT_ID


def test_a_pickle_of_a_pickle_still_knows_what_stayed_behind() -> None:
    with FaultServer() as server:
        client = ApiClient(Configuration(**server.settings, access_token="secret-token"))
        restored = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(client))))
        with pytest.raises(CredentialsError):
            _get(restored)


def test_a_closed_client_stays_closed() -> None:
    client = ApiClient(Configuration())
    client.close()

    assert "closed" in repr(pickle.loads(pickle.dumps(client)))


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize(
    ("settings", "told", "token"),
    [
        ({}, CHECKOUT_ID, None),
        ({"access_token": pickles.give_token}, CHECKOUT_ID, "Bearer provided-token"),
        ({"access_token": "text"}, "CredentialsError", None),
        ({"access_token": "text", "pickle_credentials": True}, CHECKOUT_ID, "Bearer text"),
        ({"access_token": pickles.give_token, "api_key": SECRETS["api_key"]}, "CredentialsError", None),
    ],
    ids=["none", "provider", "text", "text, asked for", "Client-Id"],
)
def test_a_client_works_in_a_new_process(tls: bool, settings: dict[str, Any], told: str, token: str | None) -> None:
    with FaultServer(tls=tls) as server, ApiClient(Configuration(**server.settings, **settings)) as client:
        if told == CHECKOUT_ID:
            _get(client)
        assert pickles.call_in_a_new_process(pickle.dumps(client)) == told

    if told == CHECKOUT_ID:
        assert [seen.headers.get("authorization") for seen in server.truth.seen] == [token, token]


def test_what_was_unpickled_and_never_used_leaves_nothing_open() -> None:
    with FaultServer() as server, ApiClient(Configuration(**server.settings)) as client:
        _get(client)
        pickle.loads(pickle.dumps(client))
        gc.collect()  # a warning would be an error here
