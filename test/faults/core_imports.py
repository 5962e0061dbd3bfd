"""What pydantic's core imports during calls: it holds a lock meanwhile, which a forked child would wait for for ever.

To be run in a process of its own, which has made no call yet.
"""

from __future__ import annotations

import builtins
import dis
import sys
from contextlib import suppress
from decimal import Decimal
from typing import Any

from order_capture_client import ApiClient, CheckoutApi, Configuration, api_client
from order_capture_client.exceptions import ApiException, ApiValueError
from order_capture_client.models._base import Model
from test.faults.server import FaultServer
from test.samples import ARGUMENTS

BODIES: list[Any] = [
    {"items": [{"itemNo": "1", "quantity": quantity}]} for quantity in (1, "2", 1.5, Decimal(2), "many", None, object())
] + [{"channel": channel} for channel in ("WEBAPP", "NEWER", 5)]
_IMPORT = dis.opmap["IMPORT_NAME"]


def seen() -> list[str]:
    """Makes every call, with what fits and what does not, and gives the imports that no Python code asked for."""
    found: list[str] = []
    import_, load = builtins.__import__, api_client._load

    def importing(name: str, *arguments: Any, **options: Any) -> Any:
        frame = sys._getframe(1)
        code = frame.f_code
        if "pydantic" in code.co_filename and code.co_code[frame.f_lasti] != _IMPORT:
            found.append(f"{name}, by {code.co_name}")
        return import_(name, *arguments, **options)

    def loading(operation: Any) -> None:
        builtins.__import__ = import_
        load(operation)
        builtins.__import__ = importing

    api_client._load = loading
    try:
        with FaultServer() as server, ApiClient(Configuration(**server.settings)) as client:
            api = CheckoutApi(client)
            for name, arguments in ARGUMENTS.items():
                answer: Model = getattr(api, name)(**arguments)
                answer.to_json()
                answer.to_dict()
            for body in BODIES:
                with suppress(ApiException, ApiValueError):
                    api.create_checkout("se", body)
    finally:
        builtins.__import__ = import_
    return found
