"""Which values each setting of a `Configuration` takes."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from functools import partial
from typing import Any

from order_capture_client._compat import REFUSED_SETTINGS
from order_capture_client._contract import SERVERS
from order_capture_client._core.credentials import AccessToken, cleaned_token
from order_capture_client._core.retry import RetryPolicy, Timeouts
from order_capture_client._input_errors import ApiValueError

CONNECTIONS_KEPT = (os.cpu_count() or 1) * 5
"""The default of `connection_pool_maxsize`."""


def refuse(name: str, value: object) -> object:
    """Return the value of a setting that would have no effect, if it is the default.

    Raises:
        ApiValueError: It is another value; the message names the replacement.
    """
    taken, advice = REFUSED_SETTINGS[name]
    if value is None or value == taken:
        return value
    raise ApiValueError(f"{name}: {advice}")


def is_whole(value: object, least: int, most: float = math.inf) -> bool:
    """Return whether a value is a whole number within bounds."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _checked_token_source(token: object) -> object:
    if token is None or callable(token):
        return token
    if isinstance(token, AccessToken):
        raise ApiValueError("access_token: an AccessToken is what a provider returns; pass the provider, or the text")
    return cleaned_token("access_token", token)


def _must(name: str, expected: str, fits: Callable[[Any], bool]) -> Callable[[object], object]:
    def check(value: object) -> object:
        if fits(value):
            return value
        raise ApiValueError(f"{name}: {expected} expected")

    return check


_SWITCHES = (
    "client_side_validation",
    "pickle_credentials",
    "relax_x509_strict",
    "strict_responses",
    "trust_system_ca",
    "verify_ssl",
)
CHECKS: dict[str, Callable[[object], object]] = {
    "access_token": _checked_token_source,
    "api_key": _must("api_key", "a dict {'Client-Id': '...'}", lambda value: isinstance(value, dict)),
    "api_key_prefix": _must("api_key_prefix", "a dict {'Client-Id': '...'}", lambda value: isinstance(value, dict)),
    "assert_hostname": lambda value: None if value is True else value,
    "connection_pool_maxsize": _must("connection_pool_maxsize", "a number above 0", partial(is_whole, least=1)),
    "max_response_bytes": _must("max_response_bytes", "a number above 0", partial(is_whole, least=1)),
    "on_drift": _must("on_drift", "a callable", lambda value: value is None or callable(value)),
    "retries": _must(
        "retries",
        "a number of retries (retry_policy sets pauses and limits)",
        lambda value: value is None or value is False or is_whole(value, 0),
    ),
    "retry_policy": _must("retry_policy", "a RetryPolicy", lambda value: isinstance(value, RetryPolicy)),
    "server_index": _must(
        "server_index",
        f"a number from 0 to {len(SERVERS) - 1}",
        lambda value: value is None or is_whole(value, 0, len(SERVERS) - 1),
    ),
    "timeouts": _must("timeouts", "Timeouts", lambda value: isinstance(value, Timeouts)),
    **{name: _must(name, "True or False", lambda value: isinstance(value, bool)) for name in _SWITCHES},
    **{name: partial(refuse, name) for name in REFUSED_SETTINGS},
}
"""What is checked when a setting is given or assigned."""
