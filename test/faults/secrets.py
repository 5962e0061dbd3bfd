"""Canaries: random secrets and personal data that travel with each call, and must turn up nowhere else."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import pickle
import sys
import traceback
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from order_capture_client import Configuration
from test.faults.catalogue import Fault
from test.faults.driver import DRIVERS
from test.faults.matrix import PATIENT, QUICK, Strikes, call_once
from test.faults.server import FaultServer
from test.samples import ARGUMENTS
from test.urllib3_log import without_target


@dataclass(frozen=True)
class Canary:
    """A value with a core that turns up nowhere by accident, and in which no encoding changes anything."""

    core: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.core}{self.after}"


@dataclass(frozen=True)
class Canaries:
    """Canary values that must not appear anywhere."""

    token: Canary
    client_id: Canary
    email: Canary
    phone: Canary
    address: Canary
    cookie: Canary
    checkout: Canary

    @classmethod
    def random(cls) -> Canaries:
        """Return new values."""
        return cls(**{one.name: Canary(uuid4().hex) for one in fields(cls)})

    def hits(self, text: str | bytes) -> set[str]:
        """Which ones turn up in a text."""
        said = text.decode("latin-1") if isinstance(text, bytes) else text
        found = {one.name for one in fields(self) if getattr(self, one.name).core in said}
        return found | ({"token"} if self.login in said else set())

    @property
    def login(self) -> str:
        """The token as a proxy's password."""
        return b64encode(f"user:{self.token}".encode()).decode()

    def __str__(self) -> str:
        return " ".join(str(getattr(self, one.name)) for one in fields(self))


@dataclass(frozen=True)
class Told:
    """All that a call told anybody but its caller."""

    texts: dict[str, str | bytes]
    """By place."""
    error: BaseException | None

    def leaks(self, canaries: Canaries) -> dict[str, set[str]]:
        """Which canaries turned up where."""
        found = {place: canaries.hits(text) for place, text in self.texts.items()}
        found["repr of the answer"] = found.get("repr of the answer", set()) - {"checkout"}  # an id, and no secret
        return {place: names for place, names in found.items() if names}


def told_by(fault: Fault, operation: str, scheme: str, canaries: Canaries, driver: str = "sync") -> Told:
    """Make a call under a fault, with canaries in every part of request and response, and collect all output.

    Calls are made one at a time: standard output and the loggers are there only once.
    """
    fault = fault.seen_by(driver)
    plan = Strikes(fault)
    with FaultServer(
        plan,
        tls=scheme == "tls",
        proxy=scheme == "proxy",
        extra_headers=(f"Set-Cookie: session={canaries.cookie}", f"X-Customer: {quote(str(canaries.email))}"),
        replaced={
            "astrid.lindqvist@example.com": _in_json(canaries.email),
            "+46701740605": _in_json(canaries.phone),
            "Drottninggatan 14": _in_json(canaries.address),
        },
        whom=f"{_in_json(canaries.email)} {_in_json(canaries.phone)} {_in_json(canaries.address)}",
    ) as server:
        settings = {**server.settings, "timeouts": PATIENT, "retry_policy": QUICK}
        if scheme == "proxy":
            settings["proxy"] = settings["proxy"].replace("://", f"://user:{quote(str(canaries.token), safe='')}@")
        texts: dict[str, str | bytes] = {}
        with collected() as streams:
            configuration = Configuration(
                **settings, api_key={"Client-Id": str(canaries.client_id)}, access_token=str(canaries.token), debug=True
            )
            made = DRIVERS[driver](configuration)
            options: dict[str, Any] = {"_request_timeout": (0.1, 0.1)} if fault.slow else {}
            if fault.least or fault.total:
                options = {"_request_timeout": 0.2}
            result = call_once(made, server, operation, _arguments(operation, canaries), **options)
            texts["repr of the client"] = repr(made.client) if hasattr(made, "client") else ""
            texts["repr of the configuration"] = f"{configuration!r} {configuration}"
            texts["repr of the answer"] = f"{result.value!r} {result.value}"
            texts["pickle of the configuration"] = pickle.dumps(configuration)
            made.close()
            configuration.debug = False
        texts |= streams()
    if result.error is not None:
        texts |= texts_of(result.error)
    return Told(texts, result.error)


def texts_of(error: BaseException) -> dict[str, str | bytes]:
    """Return the texts of an error, by place."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return {
        "str": str(error),
        "repr": repr(error),
        "args": repr(error.args),
        "pickle": pickle.dumps(error),
        "unpickled": repr(vars(pickle.loads(pickle.dumps(error)))),
        "traceback": "".join(lines),
    }


@contextmanager
def collected() -> Iterator[Callable[[], dict[str, str | bytes]]]:
    """Collect all log records, warnings, and output on the standard streams.

    Yield a function that returns them by place; call it at the end.
    """
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(_Formatter("%(name)s %(levelname)s %(message)s %(args)s"))
    root = logging.getLogger()
    known = [
        logging.getLogger(name)
        for name in ("order_capture_client", "urllib3", "http.client", "asyncio", "aiohttp.client")
    ]
    known += [logging.getLogger(name) for name in list(logging.Logger.manager.loggerDict)]
    levels = {logger: (logger.level, logger.disabled) for logger in (root, *known)}
    out, err = io.StringIO(), io.StringIO()
    for logger in levels:
        logger.setLevel(logging.DEBUG)
        logger.disabled = False
    root.addHandler(handler)
    before = sys.stdout, sys.stderr
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            warnings.catch_warnings(record=True) as warned,
        ):
            warnings.simplefilter("always")
            yield lambda: {
                "logs": log.getvalue(),
                "stdout": out.getvalue(),
                "stderr": err.getvalue(),
                "warnings": "\n".join(str(one.message) for one in warned),
            }
    finally:
        assert (sys.stdout, sys.stderr) == before
        root.removeHandler(handler)
        for logger, (level, disabled) in levels.items():
            logger.setLevel(level)
            logger.disabled = disabled


def _in_json(canary: Canary) -> str:
    return json.dumps(str(canary))[1:-1]


def _arguments(operation: str, canaries: Canaries) -> Mapping[str, Any]:
    """Arguments that hold personal data where the operation takes any."""
    email, phone, address = str(canaries.email), str(canaries.phone), str(canaries.address)
    contact = {"firstName": email, "addressLine1": address, "email": email, "mobileNumber": phone}
    personal: dict[str, dict[str, Any]] = {
        "checkout_request": {"familyCardNo": phone},
        "existing_order_checkout_request": {"shippingContacts": [contact], "billingContacts": [contact]},
        "update_user": {"oldUser": email},
        "checkout": {"userId": email, "familyCardNo": phone},
        "checkout_patch_request": {"familyCardNo": phone},
    }
    arguments = dict(ARGUMENTS[operation])
    for name, values in personal.items():
        if name in arguments:
            arguments[name] = {**arguments[name], **values}
    if "zipcode" in arguments:
        arguments["zipcode"] = address
    if "checkout_id" in arguments:
        arguments["checkout_id"] = canaries.checkout.core
    return arguments


class _Formatter(logging.Formatter):
    """Show all of a record but for the target in urllib3's own."""

    def format(self, record: logging.LogRecord) -> str:
        return without_target(record, super().format(record))


class _Telling(Exception):
    """Keep the message in an attribute as well."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.body = text


def control(canaries: Canaries) -> Told:
    """Leak a canary on purpose in each of the places; the check has to find each one."""
    everything = str(canaries)
    with collected() as streams:
        logging.getLogger("urllib3.connectionpool").debug("header %s", everything)
        warnings.warn(everything, UserWarning, stacklevel=1)
        print(everything)
        print(everything, file=sys.stderr)
    texts = streams()
    try:
        raise _Telling(everything)
    except _Telling as error:
        return Told(texts | texts_of(error), error)
