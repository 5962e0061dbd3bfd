"""From what a user hands in to the rows of a run; a row is a snapshot, so what is done to its request later does not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from order_capture_client._core.encode import build_request
from order_capture_client._core.options import CallOptions
from order_capture_client.api.operations import CREATE_CHECKOUT, GET_ORDER
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.checkout_request import CheckoutRequest

LONGEST_KEY = 512
"""Characters of a key at most."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """Stands in the place of a request that could not be read; its row is `invalid`, and nothing is sent for it."""

    error: str
    """What is wrong and where, such as `row 7, column quantity: whole number expected`; never the value."""


Request: TypeAlias = CheckoutRequest | Mapping[str, Any] | Unusable
"""What one row asks for."""
Keyed: TypeAlias = Request | tuple[str | int | None, Request]
"""A request, or a pair of its key and it."""


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
        """How messages speak of it."""
        return f"row {self.index}" if self.key is None else f"row {self.index}, key {self.key!r}"


def checkout_rows(
    requests: Iterable[Keyed],
    configuration: Configuration,
    retail_unit: str,
    options: CallOptions,
    *,
    client_side_validation: bool = True,
) -> Iterator[Row]:
    """Gives the rows that create checkouts. Each body is made by the code that makes it for a single call."""
    for index, item in enumerate(requests):
        key, request = (
            cast("tuple[object, object]", item) if isinstance(item, tuple) and len(item) == 2 else (None, item)
        )
        name = None
        try:
            name = _key(key)
            if isinstance(request, Unusable):
                raise ApiValueError(request.error)
            built = build_request(
                CREATE_CHECKOUT,
                (retail_unit, request),
                options,
                address=configuration.address,
                default_headers={},
                client_side_validation=client_side_validation,
            )
        except Exception as error:  # noqa: BLE001 # a dict may be anybody's, and so may what it raises
            yield Row(index, name, error=_fault(error, "the request"))
        else:
            yield Row(index, name, built.body or b"")


def order_rows(
    ids: Iterable[str], configuration: Configuration, retail_unit: str, options: CallOptions
) -> Iterator[Row]:
    """Gives the rows that read orders."""
    for index, checkout_id in enumerate(ids):
        try:
            check_call(checkout_id, configuration, retail_unit, options)
        except Exception as error:  # noqa: BLE001 # as above
            yield Row(index, error=_fault(error, "the id"))
        else:
            yield Row(index, checkout_id, checkout_id.encode())


def check_call(checkout_id: str, configuration: Configuration, retail_unit: str, options: CallOptions) -> None:
    """Checks what the calls of a run have in common, and an id.

    Raises:
        ApiValueError: Something does not fit; the message names it.
        ApiTypeError: There is no such option.
    """
    configuration.check_api_key()
    configuration.timeouts.overridden(options.get("_request_timeout"))
    build_request(GET_ORDER, (checkout_id, retail_unit), options, address=configuration.address, default_headers={})


def _fault(error: Exception, what: str) -> str:
    """Says what is wrong with a row, so that it can be printed and stored; a request may have names of any kind."""
    text = str(error) if isinstance(error, ApiValueError) else f"{type(error).__name__} while reading {what}"
    return text if text.isprintable() else "".join(char if char.isprintable() else "?" for char in text)


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
