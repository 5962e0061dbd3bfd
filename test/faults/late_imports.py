"""Find imports that calls make while a fork can happen: a child could wait forever for the lock of such a module.

Run this in a separate process without a server, before any call.
"""

from __future__ import annotations

import builtins
import dis
import json
import sys
import threading
from contextlib import suppress
from decimal import Decimal
from typing import Any

from order_capture_client import Configuration, _base_client
from order_capture_client.exceptions import ApiException, ApiValueError
from test.faults.driver import DRIVERS
from test.samples import ARGUMENTS

_VALID: Any = ARGUMENTS["create_checkout"]["checkout_request"]
BODIES: list[Any] = [
    {**_VALID, "items": [{"itemNo": "10098949", "quantity": quantity}]}
    for quantity in (1, "2", 1.5, Decimal(2), "many", None, object())
] + [{**_VALID, "channel": channel} for channel in ("WEBAPP", "NEWER", 5)]
_IMPORT = dis.opmap["IMPORT_NAME"]


def late_imports(driver: str, settings: str) -> list[str]:
    """Make every call, with valid and invalid data, and return the modules imported while forks were allowed."""
    found: list[str] = []
    import_ = builtins.__import__

    def importing(name: str, *arguments: Any, **options: Any) -> Any:
        caller = sys._getframe(1)
        code = caller.f_code
        in_the_core = "pydantic" in code.co_filename and code.co_code[caller.f_lasti] != _IMPORT
        if (in_the_core or name not in sys.modules) and threading.get_ident() not in _base_client._FORK_GUARD._depths:
            found.append(f"{name}, by {code.co_name}")
        return import_(name, *arguments, **options)

    made = DRIVERS[driver](Configuration(**json.loads(settings)))
    builtins.__import__ = importing
    try:
        for name, arguments in ARGUMENTS.items():
            made.call(name, arguments)
        for body in BODIES:
            with suppress(ApiException, ApiValueError):
                made.call("create_checkout", {**ARGUMENTS["create_checkout"], "checkout_request": body})
    finally:
        builtins.__import__ = import_
        made.close()
    return found
