"""Clients that live on while IPython's `%autoreload` replaces the modules of the package under them."""

from __future__ import annotations

import asyncio
import importlib
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import ref

from IPython.extensions.autoreload import superreload

from order_capture_client import ApiClient, CheckoutApi, aio
from order_capture_client.sandbox import Sandbox
from test.samples import ARGUMENTS

ROOT = Path(__file__).parents[2]
MODULES = [
    "_core.call",
    "_core.credentials",
    "_core.decode",
    "_core.encode",
    "_core.verdict",
    "aio.api_client",
    "aio.rest",
    "rest",
]
"""Modules whose objects live as long as a client or a call. IPython itself cannot reload enums."""


def test_clients_outlive_the_reload_of_one_module_after_the_other() -> None:
    command = [sys.executable, "-W", "error", "-m", "test.sockets.test_reload"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def reload(name: str) -> None:
    """Make calls by both clients, reload a module as IPython does, and make them again."""
    module = importlib.import_module(f"order_capture_client.{name}")
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        api, aio_api = CheckoutApi(client), aio.CheckoutApi(aio.ApiClient(sandbox.configuration()))

        async def calls() -> None:
            await aio_api.create_checkout(**ARGUMENTS["create_checkout"])

        api.create_checkout(**ARGUMENTS["create_checkout"])
        asyncio.run(calls())
        known: dict[tuple[str, str], list[Any]] = {}
        for of_module, value in vars(module).items():
            if isinstance(value, type):
                known[module.__name__, of_module] = [ref(value)]
        with suppress(TypeError):  # IPython prints it and goes on: Python lets it change the class of few objects
            superreload(module, old_objects=known)  # type: ignore[no-untyped-call]
        api.create_checkout(**ARGUMENTS["create_checkout"])
        asyncio.run(calls())
        assert len(sandbox.checkouts()) == 4


if __name__ == "__main__":
    for each in MODULES:
        reload(each)
