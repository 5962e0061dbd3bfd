"""A request that was checked and not sent, as `CheckoutApi.prepare` returns it and errors carry it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from typing_extensions import Self

MASK = "***"
"""Stands in place of a secret."""
SECRET = re.compile(r"auth|client-?id|cookie|credential|key|password|secret|session|signature|token", re.IGNORECASE)
"""Names of headers whose values are secret, or may well be."""

_VARIABLES = {
    "authorization": "Bearer $ORDER_CAPTURE_ACCESS_TOKEN",
    "x-client-id": "$ORDER_CAPTURE_CLIENT_ID",
}
"""How a shell reads the secrets, by the header in lower case."""
_ADDED_BY_CURL = ("User-Agent", "Accept", "Content-Type")


@dataclass(frozen=True)
class PreparedRequest:
    """The request that a call sends, with `***` in place of secrets.

    `repr` shows neither address, arguments, headers nor body. Pickles and copies are complete, but for those of an error:
    its request keeps only the operation, the method, the host, and the names of the headers.
    """

    operation: str
    """Name of the method, such as `create_checkout`."""
    arguments: Mapping[str, Any]
    """The arguments as they were given, by the name of the parameter."""
    method: str
    """The HTTP method, such as `POST`."""
    address: str
    """The whole URL, percent-encoded."""
    headers: Mapping[str, str]
    """The headers, with `***` as the value of those that are secret. A token that a provider returns for each call counts
    as present."""
    body: bytes | None
    """The body; `None` if the operation has none."""

    def __post_init__(self) -> None:
        for name in ("arguments", "headers"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def json(self) -> Any:
        """Return the parsed body; `None` if there is no body."""
        return json.loads(self.body) if self.body else None

    def curl(self) -> str:
        """Return a command for a POSIX shell that sends the request with curl.

        The command reads the secrets from `$ORDER_CAPTURE_ACCESS_TOKEN` and `$ORDER_CAPTURE_CLIENT_ID`; write any other
        secret in place of its `***`. It contains the body, and so personal data.
        """
        from shlex import quote  # only for this method

        how = ["--head"] if self.method == "HEAD" else ["--request", self.method]
        parts = ["curl", *how, quote(self.address)]
        for name, value in self.headers.items():
            variable = _VARIABLES.get(name.lower()) if value == MASK else None
            # A header without a value would be left out, unless it ends in a semicolon.
            given = f"{name}: {value}" if value else f"{name};"
            parts += ["--header", f'"{name}: {variable}"' if variable else quote(given)]
        present = {name.lower() for name in self.headers}
        parts += [part for name in _ADDED_BY_CURL if name.lower() not in present for part in ("--header", f"{name}:")]
        if self.body is not None:
            parts += ["--data-raw", quote(self.body.decode())]
        return " ".join(parts)

    def __repr__(self) -> str:
        size = "no body" if self.body is None else f"{len(self.body)} bytes"
        return f"<PreparedRequest {self.operation} {self.method} ({len(self.headers)} headers, {size})>"

    def __reduce__(self) -> tuple[Any, ...]:
        # A read-only mapping cannot be pickled.
        fields = self.operation, dict(self.arguments), self.method, self.address, dict(self.headers), self.body
        return type(self), fields

    def without_data(self) -> Self:
        """Return a copy without arguments, path, query, values of headers and body, as pickles of errors contain it."""
        parts = urlsplit(self.address)
        address = f"{parts.scheme}://{parts.netloc}/{MASK}"
        return type(self)(self.operation, {}, self.method, address, dict.fromkeys(self.headers, MASK), None)
