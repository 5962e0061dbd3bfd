"""Imports during calls: first calls import under the lock that a fork waits for, and warm calls import nothing.

A child would wait forever for the lock of such a module, or for one that pydantic's core holds while it imports. Run
this in a separate process without a server, before any call.
"""

from __future__ import annotations

import builtins
import dis
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from importlib.util import resolve_name
from typing import Any

from order_capture_client import Configuration
from order_capture_client._first_time import first_time
from order_capture_client.exceptions import ApiException, ApiValueError
from test.faults.driver import DRIVERS, Driver
from test.samples import ARGUMENTS

_VALID: Any = ARGUMENTS["create_checkout"]["checkout_request"]
BODIES: list[Any] = [
    {**_VALID, "items": [{"itemNo": "10098949", "quantity": quantity}]}
    for quantity in (1, "2", 1.5, Decimal(2), "many", None, object())
] + [{**_VALID, "channel": channel} for channel in ("WEBAPP", "NEWER", 5)]
BODIES.append({**_VALID, "chanel": "WEBAPP"})
_IMPORT = dis.opmap["IMPORT_NAME"]


def late_imports(driver: str, settings: str) -> dict[str, list[str]]:
    """Make every call twice, with input that fits and input that does not, and return the imports that must not be."""
    made = DRIVERS[driver](Configuration(**json.loads(settings)))
    try:
        with imports(unless_locked=True) as cold:
            _call_all(made)
        with imports(unless_locked=False) as warm:
            _call_all(made)
    finally:
        made.close()
    return {"cold": cold, "warm": warm}


def _call_all(driver: Driver) -> None:
    for name, arguments in ARGUMENTS.items():
        driver.call(name, arguments)
    for body in BODIES:
        with suppress(ApiException, ApiValueError):
            driver.call("create_checkout", {**ARGUMENTS["create_checkout"], "checkout_request": body})


@contextmanager
def imports(*, unless_locked: bool) -> Iterator[list[str]]:
    """Note the modules that are loaded, and all that pydantic's core imports, loaded or not: it holds a lock meanwhile.

    Args:
        unless_locked: Whether imports by the thread that holds the lock of first-time work do not count.
    """
    found: list[str] = []
    import_ = builtins.__import__

    def importing(name: str, *arguments: Any, **options: Any) -> Any:
        caller = sys._getframe(1)
        code = caller.f_code
        level = arguments[3] if len(arguments) > 3 else 0
        module = resolve_name("." * level + name, caller.f_globals["__package__"]) if level else name
        in_the_core = "pydantic" in code.co_filename and code.co_code[caller.f_lasti] != _IMPORT
        if (in_the_core or module not in sys.modules) and not (unless_locked and first_time()._is_owned()):  # type: ignore[attr-defined]
            found.append(f"{name}, by {code.co_name}")
        return import_(name, *arguments, **options)

    builtins.__import__ = importing
    try:
        yield found
    finally:
        builtins.__import__ = import_
