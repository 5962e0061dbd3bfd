"""Clients that travel as pickles; `call_unpickled` runs in the receiving process."""

from __future__ import annotations

import base64
import pickle

from order_capture_client import ApiClient, CheckoutApi
from order_capture_client.exceptions import ApiException
from test.faults.process import run_command
from test.samples import CHECKOUT_ID


def give_token() -> str:
    """A token provider that travels, since it can be imported."""
    return "provided-token"


def call_in_a_new_process(pickled: bytes) -> str:
    """Let a new process unpickle a client and make a call, and return the result."""
    text = base64.b64encode(pickled).decode()
    ended = run_command("unpickle", text, check=True, timeout=60, options=["-W", "error"])
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
