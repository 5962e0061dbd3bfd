"""From the requests of a user to the rows of a run. A row is a snapshot: later changes of its request have no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from order_capture_client._core.encode import build_request
from order_capture_client._core.options import CallOptions
from order_capture_client._printable import printable
from order_capture_client.api.operations import CREATE_CHECKOUT, GET_ORDER
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.checkout_request import CheckoutRequest

LONGEST_KEY = 512
"""The most characters of a key."""


@dataclass(frozen=True, slots=True)
class InvalidRequest:
    """Stands in for a request that could not be read: its row is `invalid`, and nothing is sent for it."""

    error: str
    """The problem and its place, such as `row 7, column quantity: whole number expected`; never the value."""


Request: TypeAlias = CheckoutRequest | Mapping[str, Any] | InvalidRequest
"""The request of one row."""
KeyedRequest: TypeAlias = Request | tuple[str | int | None, Request]
"""A request, or a pair of a key and a request."""

Unusable = InvalidRequest
"""The former name of `InvalidRequest`."""
Keyed: TypeAlias = KeyedRequest
"""The former name of `KeyedRequest`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, ready to be sent, or the reason why it cannot be."""

    index: int
    """Its place in the input, from 0."""
    key: str | None = None
    payload: bytes = field(default=b"", repr=False)
    """The body that creates a checkout, or the id of a checkout to read."""
    error: str | None = None
    """Why it is invalid."""

    @property
    def name(self) -> str:
        """Its name in messages."""
        return f"row {self.index}" if self.key is None else f"row {self.index}, key {self.key!r}"


def checkout_rows(
    requests: Iterable[KeyedRequest],
    configuration: Configuration,
    retail_unit: str,
    options: CallOptions,
    *,
    client_side_validation: bool = True,
) -> Iterator[Row]:
    """Yield the rows that create checkouts. The code of a single call makes each body."""
    for index, item in enumerate(requests):
        key, request = (
            cast("tuple[object, object]", item) if isinstance(item, tuple) and len(item) == 2 else (None, item)
        )
        name = None
        try:
            name = _key(key)
            if isinstance(request, InvalidRequest):
                raise ApiValueError(request.error)
            built = build_request(
                CREATE_CHECKOUT,
                (retail_unit, request),
                options,
                address=configuration.address,
                default_headers={},
                client_side_validation=client_side_validation,
            )
        except Exception as error:  # noqa: BLE001 # a mapping of the user's may raise anything
            yield Row(index, name, error=_problem(error, "the request"))
        else:
            yield Row(index, name, built.body or b"")


def order_rows(
    ids: Iterable[str], configuration: Configuration, retail_unit: str, options: CallOptions
) -> Iterator[Row]:
    """Yield the rows that read orders."""
    for index, checkout_id in enumerate(ids):
        try:
            check_call(checkout_id, configuration, retail_unit, options)
        except Exception as error:  # noqa: BLE001 # as above
            yield Row(index, error=_problem(error, "the id"))
        else:
            yield Row(index, checkout_id, checkout_id.encode())


def check_call(checkout_id: str, configuration: Configuration, retail_unit: str, options: CallOptions) -> None:
    """Check the arguments that all calls of a run share, and an id.

    Raises:
        ApiValueError: Something does not fit; the message names it.
        ApiTypeError: There is no such option.
    """
    configuration.check_api_key()
    configuration.timeouts.overridden(options.get("_request_timeout"))
    build_request(GET_ORDER, (checkout_id, retail_unit), options, address=configuration.address, default_headers={})


def _problem(error: Exception, part: str) -> str:
    """Return the problem of a row as printable text; the names in a request may hold any character."""
    text = str(error) if isinstance(error, ApiValueError) else f"{type(error).__name__} while reading {part}"
    return printable(text)


def _key(key: object) -> str | None:
    if key is None:
        return None
    if isinstance(key, bool) or not (isinstance(key, str) or hasattr(key, "__index__")):
        raise ApiValueError("key: text or a whole number expected")
    try:
        text = str(key)
    except ValueError:  # a number of too many digits
        text = ""
    if not text or len(text) > LONGEST_KEY or not text.isprintable():
        raise ApiValueError(f"key: 1 to {LONGEST_KEY} printable characters expected")
    return text
