"""The options of a single call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from typing_extensions import TypedDict

from order_capture_client._core.retry import RetryPolicy


class CallOptions(TypedDict, total=False):
    """The underscore options that every operation takes as keywords."""

    _request_timeout: float | tuple[float, float] | None
    """Seconds for the whole call, or a pair of seconds: to connect, and between two receives."""
    _request_auth: Mapping[str, object] | None
    """Credentials for this call in place of the configured ones, in the form of a value of
    `Configuration.auth_settings()`."""
    _content_type: str | None
    """Content type of the body; it has to be a JSON type."""
    _headers: Mapping[str, object] | None
    """Headers for this call; they win over `set_default_header` and over the client's own."""
    _host_index: int
    """0, the configured host. Other servers are chosen by `Configuration(server_index=...)`, so that nobody's
    credentials go to another server by accident."""
    _retry_policy: RetryPolicy | None
    """When an attempt is repeated, for this call in place of the configured policy."""
    _allow_unknown_enum_values: bool
    """Whether to send enum values that are unknown to this version, because the service has learnt them since."""


def taken(options: CallOptions) -> CallOptions:
    """Return the options in a new dict and empty the old one, which stands in the frame of a public method.

    A call that ends by an exception passes that frame, and a reporter that prints local variables would print the
    credentials that options may hold.
    """
    kept = options.copy()
    cast("dict[str, object]", options).clear()
    return kept
