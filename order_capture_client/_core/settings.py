"""Which values each setting of a `Configuration` takes."""

from __future__ import annotations

import inspect
import logging
import math
import os
import ssl
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from typing import Any, TypeGuard, cast

from typing_extensions import TypeVar

from order_capture_client._compat import REFUSED_SETTINGS
from order_capture_client._contract import SERVERS
from order_capture_client._core.address import checked_name
from order_capture_client._core.credentials import AccessToken, cleaned_token
from order_capture_client._core.headers import checked_headers
from order_capture_client._core.retry import RetryPolicy, Timeouts
from order_capture_client._core.setting_types import HostSetting
from order_capture_client._core.user_code import is_async
from order_capture_client._input_errors import ApiTypeError, ApiValueError

SettingT = TypeVar("SettingT")

CONNECTIONS_KEPT = (os.cpu_count() or 1) * 5
"""The default of `connection_pool_maxsize`."""


def refuse(name: str, value: object) -> object:
    """Return the value of a setting that would have no effect, if it is the default.

    Raises:
        ApiValueError: It is another value; the message names the replacement.
    """
    taken, advice = REFUSED_SETTINGS[name]
    if value is None or (type(value) is type(taken) and value == taken):
        return value
    raise ApiValueError(f"{name}: {advice}")


def picklable(settings: dict[str, Any]) -> dict[str, Any]:
    """Return settings that go into a pickle.

    Raises:
        ApiTypeError: There is one; the message names the replacement.
    """
    for name in ("ssl_context", "proxy_ssl_context"):
        if settings[name] is not None:
            raise ApiTypeError(f"{name}: cannot be pickled; use ssl_ca_cert, cert_file and the other TLS settings")
    if isinstance(getattr(settings["token_key"], "__self__", None), ContextVar):
        raise ApiTypeError(
            "token_key: a ContextVar cannot be pickled; use a function of a module that returns its value"
        )
    return settings


def given(value: SettingT | None, default: SettingT) -> SettingT:
    """Return the value of a setting, or its default if none was given."""
    return default if value is None else value


def server_address(index: int, servers: Sequence[HostSetting]) -> str:
    """Return the address of a server, by its position.

    Raises:
        ApiValueError: The position is out of range, or the server has variables.
    """
    if not is_whole(index, 0, len(servers) - 1):
        raise ApiValueError(f"server_index: a number from 0 to {len(servers) - 1} expected")
    if servers[index].get("variables"):
        raise ApiValueError(f"servers[{index}].variables: not supported; pass the address without placeholders")
    return servers[index]["url"]


def is_whole(value: object, least: int, most: float = math.inf) -> TypeGuard[int]:
    """Return whether a value is a whole number within bounds."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_span(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


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


def _is_optional(kind: type) -> Callable[[object], bool]:
    return lambda value: value is None or isinstance(value, kind)


def _is_optional_callable(value: object) -> bool:
    return value is None or callable(value)


def _checked_hooks(name: str, value: object) -> tuple[object, ...]:
    """Return the hooks of a setting, of which there may be one or several."""
    several = isinstance(value, (list, tuple))
    hooks: tuple[object, ...] = () if value is None else tuple(cast("Sequence[object]", value)) if several else (value,)
    if not all(map(callable, hooks)):
        raise ApiValueError(f"{name}: a callable expected, or a list of them")
    if any(map(inspect.isgeneratorfunction, hooks)) or any(map(inspect.isasyncgenfunction, hooks)):
        raise ApiValueError(
            f"{name}: nobody would run this generator; decorate it with contextlib.contextmanager or asynccontextmanager"
        )
    return hooks


def _are_keys(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(name, str) and (key is None or isinstance(key, str))
        for name, key in cast("dict[object, object]", value).items()
    )


def _checked_path(name: str, value: object) -> str | None:
    """Return the path of a file as text. The file itself is read when the client first connects."""
    if value is None or (isinstance(value, str) and not value):
        return None
    path: object = value
    if isinstance(value, os.PathLike):
        with suppress(TypeError):  # it is what `os.fspath` raises for a class that breaks its rules
            path = os.fspath(cast("os.PathLike[str]", value))
    if not isinstance(path, str) or "\0" in path or not _can_be_encoded(path):
        raise ApiValueError(f"{name}: the path of a file expected, as text or pathlib.Path")
    return path


def _can_be_encoded(path: str) -> bool:
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def _checked_certificates(value: object) -> str | bytes | None:
    """Return certificates as the TLS library takes them: PEM as text, DER as bytes."""
    if value is None or (isinstance(value, (str, bytes)) and not value):
        return None
    if isinstance(value, bytes) and b"-----BEGIN " not in value:
        return value
    text = value.decode("ascii", errors="replace") if isinstance(value, bytes) else value
    if isinstance(text, str) and not text.isascii():
        raise ApiValueError("ca_cert_data: ASCII text expected; leave out comments between the certificates")
    if not isinstance(text, str) or "-----BEGIN " not in text:
        raise ApiValueError(
            "ca_cert_data: certificates expected: PEM with -----BEGIN CERTIFICATE-----, or DER as bytes;"
            " the path of a file is given as ssl_ca_cert"
        )
    return text


def _checked_key_password(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and len(value.encode("utf-8", errors="replace")) <= _LONGEST_PASSWORD:
        return value
    raise ApiValueError(f"key_password: text of at most {_LONGEST_PASSWORD} bytes expected")


_LONGEST_PASSWORD = 1023
"""In bytes, as Python's `ssl` has it."""


def _checked_socket_options(value: object) -> list[tuple[int, int, int | bytes]] | None:
    if value is None:
        return None
    options = [*cast("Sequence[object]", value)] if isinstance(value, (list, tuple)) else [None]
    if not all(map(_is_socket_option, options)):
        raise ApiValueError(
            "socket_options: a list of tuples (level, option, value) expected, such as"
            " [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]"
        )
    return [cast("tuple[int, int, int | bytes]", tuple(cast("Sequence[int]", option))) for option in options]


def _is_socket_option(option: object) -> bool:
    parts = cast("Sequence[object]", option) if isinstance(option, (list, tuple)) else ()
    if len(parts) != 3:
        return False
    numbers = parts if not isinstance(parts[2], bytes) else parts[:2]
    return all(isinstance(number, int) and -(2**31) <= number < 2**31 for number in numbers)


def _checked_assert_hostname(value: object) -> object:
    if value is None or isinstance(value, bool):
        return False if value is False else None
    return checked_name("assert_hostname", value)


def _checked_tls_server_name(value: object) -> str | None:
    return None if value is None else checked_name("tls_server_name", value)


def _checked_insecure_hosts(value: object) -> frozenset[str]:
    if not isinstance(value, (AbstractSet, list, tuple)):
        raise ApiValueError("insecure_hosts: a set of names without a port expected, such as {'order-capture'}")
    names = cast("AbstractSet[object]", value)
    return frozenset(checked_name("insecure_hosts", name).removesuffix(".") for name in names)


def _checked_proxy_headers(value: object) -> Mapping[str, str] | None:
    return None if value is None else checked_headers("proxy_headers", value)


def _checked_format(value: object) -> object:
    problem = not isinstance(value, str)
    try:
        logging.Formatter(cast("str", value))
    except Exception:  # noqa: BLE001 # ValueError, and others for objects that are no text
        problem = True
    if problem:
        raise ApiValueError("logger_format: a format such as '%(asctime)s %(levelname)s %(message)s' expected")
    return value


_SWITCHES = (
    "check_checkout_id",
    "client_side_validation",
    "ignore_operation_servers",
    "pickle_credentials",
    "relax_x509_strict",
    "strict_responses",
    "trust_system_ca",
    "verify_ssl",
)
_KEYS = "a dict {'Client-Id': '...'}"
CHECKS: dict[str, Callable[[object], object]] = {
    "access_token": _checked_token_source,
    "api_key": _must("api_key", _KEYS, _are_keys),
    "api_key_prefix": _must("api_key_prefix", _KEYS, _are_keys),
    "assert_hostname": _checked_assert_hostname,
    "ca_cert_data": _checked_certificates,
    **{name: _must(name, "a number of seconds", _is_span) for name in ("connection_idle_limit", "connection_max_age")},
    "connection_pool_maxsize": _must(
        "connection_pool_maxsize", "a number from 1 to 100,000", partial(is_whole, least=1, most=100_000)
    ),
    "debug": _must("debug", "True or False", _is_optional(bool)),
    "insecure_hosts": _checked_insecure_hosts,
    "key_password": _checked_key_password,
    "logger_file_handler": _must("logger_file_handler", "a logging.FileHandler", _is_optional(logging.Handler)),
    "logger_format": _checked_format,
    "logger_formatter": _must(
        "logger_formatter", "a logging.Formatter", lambda value: isinstance(value, logging.Formatter)
    ),
    "logger_stream_handler": _must("logger_stream_handler", "a logging.StreamHandler", _is_optional(logging.Handler)),
    "max_response_bytes": _must("max_response_bytes", "a number above 0", partial(is_whole, least=1)),
    "no_proxy": _must("no_proxy", "text with names between commas", _is_optional(str)),
    **{name: partial(_checked_hooks, name) for name in ("on_attempt", "on_call")},
    "on_drift": _must("on_drift", "a callable", _is_optional_callable),
    "proxy_headers": _checked_proxy_headers,
    "proxy_ssl_context": _must("proxy_ssl_context", "an ssl.SSLContext", _is_optional(ssl.SSLContext)),
    "refresh_api_key_hook": _must("refresh_api_key_hook", "a callable", _is_optional_callable),
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
    "socket_options": _checked_socket_options,
    "ssl_context": _must("ssl_context", "an ssl.SSLContext", _is_optional(ssl.SSLContext)),
    "timeouts": _must("timeouts", "Timeouts", lambda value: isinstance(value, Timeouts)),
    "tls_server_name": _checked_tls_server_name,
    **{name: partial(_checked_path, name) for name in ("cert_file", "key_file", "logger_file", "ssl_ca_cert")},
    "token_key": _must(
        "token_key",
        "a plain function, such as current_tenant.get,",
        lambda value: _is_optional_callable(value) and not is_async(value),
    ),
    **{name: _must(name, "True or False", lambda value: isinstance(value, bool)) for name in _SWITCHES},
    **{name: partial(refuse, name) for name in REFUSED_SETTINGS},
}
"""What is checked when a setting is given or assigned."""
