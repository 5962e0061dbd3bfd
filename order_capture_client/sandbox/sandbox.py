"""The sandbox for its users."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from typing_extensions import Self

from order_capture_client import _clock
from order_capture_client._core.wire import Failure, FailureKind, Phase, Request, Response
from order_capture_client.configuration import Configuration
from order_capture_client.sandbox._app import BASE_PATH, App, operation_of
from order_capture_client.sandbox._credentials import SandboxTokenProvider, make_token
from order_capture_client.sandbox._faults import Delay, Drop, Fail, InjectedFaults
from order_capture_client.sandbox._handlers import Handlers
from order_capture_client.sandbox._server import HOST, Server
from order_capture_client.sandbox._store import Store
from order_capture_client.sandbox.checkout._records import Record, advanced, with_contacts

_DAY = 24 * 60 * 60
# Long, because a client keeps a token until it is refused, and does not resend a create that was refused.
_PROVIDED = 30 * _DAY

_DROPPED = Failure(Phase.SENT, FailureKind.CONNECTION, "the sandbox dropped the connection")


class Sandbox:
    """A stand-in for the Order Capture service that keeps checkouts, applies the rules and knows prices.

    A caller with a token is that token's user and does not see other users' checkouts; a caller with the client id
    alone creates for guests and sees everything.

    Example:
        with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
            created = CheckoutApi(client).create_checkout("se", request)

    Args:
        database: An SQLite file for the checkouts and the secret that signs tokens; without it, both are lost when
            the sandbox is closed.
        port: The port on loopback; 0 takes a free one.
        clock: Returns the time in seconds since 1970; tests can pass one that they move. Default: `time.time`, looked up
            at each use.
        client_id: The only `X-Client-Id` that is accepted.
        lifetime: Seconds until an unpaid checkout expires.
        sleep: Waits for the seconds of a `delay_next`. The default really waits, until the sandbox is closed.

    Raises:
        OSError: The database cannot be opened. The port is only taken when the sandbox is started.
    """

    def __init__(
        self,
        *,
        database: str | os.PathLike[str] | None = None,
        port: int = 0,
        clock: Callable[[], float] | None = None,
        client_id: str = "order-capture-sandbox",
        lifetime: float = _DAY,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._port = port
        self._clock = _clock.wall if clock is None else clock
        self._client_id = client_id
        self._store = Store(database)
        self._secret = self._store.secret()
        self._app = App(Handlers(self._store, lifetime), self._secret, client_id, self._clock)
        self._faults = InjectedFaults()
        self._closing = threading.Event()
        self._sleep = self._closing.wait if sleep is None else sleep
        self._server: Server | None = None
        self._closed = False

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> Self:
        """Begin to serve, from a separate thread.

        Raises:
            OSError: The port is taken.
        """
        self._refuse_closed()
        if self._server is None:
            self._server = Server(self._port, self._app, self.handle)
        return self

    def serve_forever(self) -> None:
        """Serve until another thread closes the sandbox, or the program is interrupted."""
        self.start()
        if self._server is not None:
            self._server.wait()

    def close(self) -> None:
        """End the server and every connection. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._closing.set()
        if self._server is not None:
            self._server.close()
        self._store.close()

    def handle(self, request: Request) -> Response | Failure:
        """Return the answer to a request, without a socket or a start. A `Failure` is a dropped connection."""
        self._refuse_closed()
        operation = operation_of(request)
        fault = None if operation is None else self._faults.take(operation)
        if isinstance(fault, Fail):
            return self._app.refusal(fault.error())
        if fault == Drop(after_work=False):
            return _DROPPED
        response = self._app.handle(request)
        if isinstance(fault, Drop):
            return _DROPPED
        if isinstance(fault, Delay):
            self._sleep(fault.seconds)
            if self._closed:
                return _DROPPED
        return response

    @property
    def url(self) -> str:
        """The base address, as a configuration's host."""
        if self._server is None:
            raise RuntimeError("The sandbox has no address before it is started: use 'with Sandbox()' or start().")
        return f"http://{HOST}:{self._server.port}{BASE_PATH}"

    @property
    def client_id(self) -> str:
        """The only `X-Client-Id` that is accepted."""
        return self._client_id

    def token(self, user: str = "user-1", expires_in: float = 3600) -> str:
        """Return a session token for a user. With `expires_in` of 0 or less, it has expired already."""
        return make_token(self._secret, user, self._clock() + expires_in)

    def configuration(self, user: str = "user-1") -> Configuration:
        """Return a configuration for this sandbox, with the client id and a token provider that pickles.

        Before the start, the host is a placeholder, for a client whose transport is `handle`.
        """
        return Configuration(
            host=f"http://{HOST}{BASE_PATH}" if self._server is None else self.url,
            api_key={"Client-Id": self._client_id},
            access_token=SandboxTokenProvider(self._secret, user, _PROVIDED, self._clock),
            pickle_credentials=True,  # worker processes need them, and they are for this sandbox only
        )

    def checkouts(self) -> list[str]:
        """Return the ids of all checkouts, in the order of their creation."""
        return self._store.ids()

    def advance(self, checkout_id: str, state: str) -> None:
        """Move a checkout to a later state, and fill in the delivery, contacts and payment that it implies.

        Raises:
            KeyError: There is no such checkout.
            ValueError: The state is unknown or not a later one; the message names the later ones.
        """
        self._change(checkout_id, lambda record: advanced(record, state, self._clock()))

    def expire(self, checkout_id: str) -> None:
        """Expire a checkout; raises the same errors as `advance`."""
        self.advance(checkout_id, "EXPIRED")

    def set_contacts(
        self,
        checkout_id: str,
        *,
        billing: Mapping[str, Any] | None = None,
        shipping: Mapping[str, Any] | None = None,
    ) -> None:
        """Set the contacts of a checkout, with the properties of `BillingContact` and `ShippingContact` by wire names.

        Raises:
            KeyError: There is no such checkout.
        """
        self._change(checkout_id, lambda record: with_contacts(record, billing, shipping, self._clock()))

    def fail_next(
        self, status: int = 503, *, retry_after: int | None = None, times: int = 1, operation: str | None = None
    ) -> None:
        """Answer the next requests with an error status, without their effect.

        Each request gets at most one fault: of those that fit, the oldest. A client's retry is a request, too.

        Args:
            status: From 400 to 599.
            retry_after: Whole seconds for the `Retry-After` header.
            times: The number of requests.
            operation: A method of `CheckoutApi`, such as `create_checkout`, to fail only its requests; None for any.

        Raises:
            ValueError: An argument does not fit; the message says which values do.
        """
        self._faults.plan(Fail(status, retry_after), times, operation)

    def drop_next(self, *, after_work: bool = False, times: int = 1, operation: str | None = None) -> None:
        """End the connection of the next requests without an answer; the rest is as with `fail_next`.

        Args:
            after_work: Whether the requests take effect before.
            times: The number of requests.
            operation: A method of `CheckoutApi`, or None for any.
        """
        self._faults.plan(Drop(after_work), times, operation)

    def delay_next(self, seconds: float, *, times: int = 1, operation: str | None = None) -> None:
        """Carry out the next requests at once, but answer late; the rest is as with `fail_next`.

        Args:
            seconds: The delay.
            times: The number of requests.
            operation: A method of `CheckoutApi`, or None for any.
        """
        self._faults.plan(Delay(seconds), times, operation)

    def clear_faults(self) -> None:
        """Drop the faults that no request has used up."""
        self._faults.clear()

    def _change(self, checkout_id: str, change: Callable[[Record], Record]) -> None:
        def checked(record: Record | None) -> Record:
            if record is None:
                raise KeyError(checkout_id)
            return change(record)

        self._store.change(checkout_id, checked)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise RuntimeError("The sandbox is closed.")
