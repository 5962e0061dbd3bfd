"""The nine example programs of the reference page run against the sandbox, each in a separate interpreter.

They print errors and swallow them, so the tests check the output. The changes to them: `import os`, one
`Configuration` that carries both credentials, path values, and request objects filled in.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from order_capture_client import ApiClient, CheckoutApi
from order_capture_client.sandbox import Sandbox
from test.paths import DATA

PROGRAMS = DATA / "programs"
NAMES = (
    "create_checkout",
    "create_existing_order_checkout",
    "get_checkout",
    "get_consumer_info",
    "get_i_gift_order",
    "get_order",
    "get_user_contacts",
    "patch_checkout",
    "update_user",
)
USER = "shopper"
GUEST = "guest"
"""The user from whom `update_user` takes the checkout over."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def finished(program: Path, sandbox: Sandbox) -> subprocess.CompletedProcess[str]:
    """The program's run, on a checkout of its own."""
    owner = GUEST if program.stem in ("update_user", "program") else USER
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),  # the package that this test has imported
        "HOST": sandbox.url,
        "API_KEY": sandbox.client_id,
        "BEARER_TOKEN": sandbox.token(user=USER),
        "CHECKOUT_ID": new_checkout(sandbox, owner),
        "OLD_USER": GUEST,
    }
    command = [sys.executable, "-W", "error", str(program)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def new_checkout(sandbox: Sandbox, user: str) -> str:
    """The identifier of a new checkout of two pieces of an article."""
    with ApiClient(sandbox.configuration(user=user)) as client:
        created = CheckoutApi(client).create_checkout(
            "se",
            {
                "shoppingType": "ONLINE",
                "channel": "WEBAPP",
                "languageCode": "sv",
                "serviceArea": {"zipCode": "25185", "city": "Helsingborg"},
                "consumerInfo": {"name": "web-cart", "returnUrl": "https://www.example.com/cart"},
                "items": [{"itemNo": "10098949", "quantity": 2, "uom": "PIECE"}],
            },
        )
    assert created.resource_id is not None
    return created.resource_id


def test_there_is_a_program_for_each_operation() -> None:
    assert tuple(sorted(path.stem for path in PROGRAMS.glob("*.py"))) == NAMES


@pytest.mark.parametrize("program", NAMES)
def test_a_program_of_the_page_prints_the_response(program: str, sandbox: Sandbox) -> None:
    run = finished(PROGRAMS / f"{program}.py", sandbox)
    assert "Exception when calling" not in run.stdout
    assert f"The response of CheckoutApi->{program}:\n" in run.stdout
    assert (run.returncode, run.stderr) == (0, "")


def test_a_program_for_a_generated_client_runs_with_its_import_changed(sandbox: Sandbox) -> None:
    done = finished(DATA / "migration" / "program.py", sandbox)

    assert (done.stderr, done.stdout) == ("", "done\n")
