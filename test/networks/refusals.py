"""Calls that a proxy refuses: one create and one read each, and what the errors say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from order_capture_client.exceptions import ApiException
from test.faults.certificates import LOOPBACK, PROXIED
from test.faults.driver import DRIVERS
from test.networks.proxies import Envoy, Haproxy, Network, SecureSquid, Squid, StrictNginx
from test.networks.service import PATH
from test.samples import ARGUMENTS, CHECKOUT_ID


@dataclass(frozen=True)
class Refusal:
    """A client that a proxy refuses.

    Args:
        settings: Of the client, by network.
        outcome: Of a create.
        attempts: Of each call.
        status: With which the proxy refuses to connect, if it counts that.
    """

    settings: Callable[[Any], Mapping[str, Any]]
    outcome: str
    attempts: int = 1
    status: int | None = None


@dataclass(frozen=True)
class Refused:
    """How the calls ended."""

    errors: tuple[BaseException | None, ...]
    shown: int | None
    """How often the proxy refused to connect, for all calls together."""
    arrived: int
    """Number of requests that the service has got."""

    def __str__(self) -> str:
        ends = dict.fromkeys(map(_summary, self.errors))
        shown = "" if self.shown is None else f"; {self.shown} refusals for {len(self.errors)} calls"
        return "; ".join(ends) + shown

    def problems(self, refusal: Refusal) -> Iterator[str]:
        """Yield the differences from what the policy says."""
        for error in self.errors:
            if not isinstance(error, ApiException):
                yield f"{error!r}"
            elif error.attempts != refusal.attempts or error.outcome != refusal.outcome:
                yield f"{_summary(error)} instead of {refusal.outcome}, attempts {refusal.attempts}: {error}"
        if self.arrived:
            yield f"{self.arrived} requests arrived"
        if self.shown is not None and self.shown != refusal.attempts * len(self.errors):
            yield f"refused {self.shown} times for {len(self.errors)} calls"


_NO_CERTIFICATE = {"cert_file": None, "key_file": None}

REFUSALS: dict[type[Network], dict[str, Refusal]] = {
    StrictNginx: {
        "no client certificate": Refusal(lambda network: _NO_CERTIFICATE, "rejected"),
        "client certificate of a stranger": Refusal(lambda network: network.client_certificate("stranger"), "rejected"),
        "expired client certificate": Refusal(lambda network: network.client_certificate("expired"), "rejected"),
    },
    Haproxy: {
        "no client certificate": Refusal(lambda network: _NO_CERTIFICATE, "not_sent"),
        "client certificate of a stranger": Refusal(lambda network: network.client_certificate("stranger"), "not_sent"),
        "expired client certificate": Refusal(lambda network: network.client_certificate("expired"), "not_sent"),
    },
    Squid: {
        "wrong password": Refusal(lambda network: {"proxy": network.address("wrong")}, "not_sent", status=407),
        "no password": Refusal(
            lambda network: {"proxy": f"{network.scheme}://{LOOPBACK}:{network.port}"}, "not_sent", status=407
        ),
        "forbidden host": Refusal(lambda network: {"host": f"https://forbidden.test{PATH}"}, "not_sent", status=403),
        "nothing listens behind it": Refusal(
            lambda network: {"host": f"https://{PROXIED}:1{PATH}"}, "not_sent", attempts=5, status=503
        ),
    },
    Envoy: {
        "another host": Refusal(lambda network: {"host": f"https://{LOOPBACK}:{network.port}{PATH}"}, "rejected"),
    },
}
"""By network and name."""
REFUSALS[SecureSquid] = REFUSALS[Squid]


def run(network: Network, driver: str, refusal: Refusal) -> Refused:
    """Make the calls."""
    before, arrived = _shown(network, refusal), network.service.journal.requests
    made = DRIVERS[driver](network.configuration(**refusal.settings(network)))
    try:
        errors = tuple(_error(made.call, name) for name in ("create_checkout", "get_order"))
    finally:
        made.close()
    after = _shown(network, refusal)
    shown = None if before is None or after is None else after - before
    return Refused(errors, shown, network.service.journal.requests - arrived)


def _shown(network: Network, refusal: Refusal) -> int | None:
    if not isinstance(network, Squid) or refusal.status is None:
        return None
    return network.answers(refusal.status)


def _error(call: Callable[..., Any], operation: str) -> BaseException | None:
    arguments = dict(ARGUMENTS[operation])
    if "checkout_id" in arguments:
        arguments["checkout_id"] = CHECKOUT_ID
    try:
        call(operation, arguments)
    except Exception as error:  # noqa: BLE001 # any class is of interest here
        return error
    return None


def _summary(error: BaseException | None) -> str:
    if not isinstance(error, ApiException):
        return repr(error)
    return f"{error.outcome}, attempts {error.attempts}, {error.status or error.reason}"
