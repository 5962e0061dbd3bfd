"""Clients that travel as pickles; `call_unpickled` is what a process does that gets one."""

from __future__ import annotations

import base64
import pickle
import subprocess
import sys
from pathlib import Path

from order_capture_client import ApiClient, CheckoutApi
from order_capture_client.exceptions import ApiException
from test.samples import CHECKOUT_ID

ROOT = Path(__file__).parents[2]


def give_token() -> str:
    """A token provider that travels, since it can be imported."""
    return "provided-token"


def call_in_a_new_process(pickled: bytes) -> str:
    """Lets a new process unpickle a client and call, and gives what came of it."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "test.faults", "unpickle", base64.b64encode(pickled).decode()],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
        timeout=60,
    )
    assert ended.stderr == ""
    return ended.stdout.strip()


def call_unpickled(pickled: str) -> str:
    """Calls, and gives the checkout or the error's class; to be called in a process of its own."""
    client = pickle.loads(base64.b64decode(pickled))
    assert isinstance(client, ApiClient)
    with client:
        try:
            return str(CheckoutApi(client).get_order(checkout_id=CHECKOUT_ID, retail_unit="se").checkout_id)
        except ApiException as error:
            return type(error).__name__
