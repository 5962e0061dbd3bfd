"""The generator as a command: it restores the repository, takes a contract that changes, and needs little to run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from contract.generator.command import drift, generated, main
from contract.generator.read import read_contract
from test.paths import ROOT
from test.small_contract import merged
from test.unit.test_generate_kinds import ADDITIONS

CONTRACT = ROOT / "contract" / "openapi.yaml"


@cache
def real_files() -> dict[str, str]:
    return generated(read_contract(CONTRACT), ROOT / "order_capture_client")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the folders that generated files live in."""
    for folder in ("order_capture_client", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def python(project: Path, program: str) -> str:
    """Run a program in a fresh interpreter that imports the project's package, and return its output."""
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# The repository holds the generated files


def test_the_repository_is_as_generated() -> None:
    assert list(drift(real_files(), ROOT)) == []


def test_the_command_runs_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "contract" / "generate.py"), "--check"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


MODULE = "order_capture_client/models/item_request.py"


def change(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def end_lines_as_windows_does(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def copy_to_stray(path: Path) -> None:
    shutil.copy(path, path.with_name("no_such_schema.py"))


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (change, f"changed: {MODULE}"),
        (end_lines_as_windows_does, f"changed: {MODULE}"),
        (Path.unlink, f"missing: {MODULE}"),
        (copy_to_stray, "stray: order_capture_client/models/no_such_schema.py"),
    ],
)
def test_drift_is_found_and_repaired(
    damage: Callable[[Path], None], line: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(project / MODULE)
    assert main(["--check", "--into", str(project)]) == 1
    assert capsys.readouterr().out.splitlines()[0] == line
    assert main(["--into", str(project)]) == 0
    assert main(["--check", "--into", str(project)]) == 0


def test_a_hand_written_file_is_not_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / MODULE).write_text('"""By hand."""\n', encoding="utf-8")
    assert main(["--into", str(project)]) == 2
    assert capsys.readouterr().err == f"{MODULE}: is hand-written, and would be overwritten\n"
    assert (project / MODULE).read_text(encoding="utf-8") == '"""By hand."""\n'


def test_a_refused_contract_leaves_everything_as_it_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contract = project / "openapi.yaml"
    contract.write_text("openapi: 3.1.0\n", encoding="utf-8")
    assert main(["--contract", str(contract), "--into", str(project)]) == 2
    assert "is missing" in capsys.readouterr().err
    assert main(["--check", "--into", str(project)]) == 0


@pytest.mark.parametrize(
    ("suffix", "header"),
    [
        (".py", "# Generated from contract/openapi.yaml by contract/generate.py; change those."),
        (".md", "<!-- Generated from contract/openapi.yaml by contract/generate.py; change those. -->"),
    ],
)
def test_every_file_says_what_it_comes_from(suffix: str, header: str) -> None:
    files = {path: text for path, text in real_files().items() if path.endswith(suffix)}
    assert len(files) > 100
    assert {text.split("\n")[0] for text in files.values()} == {header}


def test_lines_are_as_the_formatter_leaves_them() -> None:
    for path, text in real_files().items():
        lines = text.split("\n")
        assert "\r" not in text, path
        assert lines[-1] == "" != lines[-2], path
        assert [line for line in lines if line != line.rstrip()] == [], path
        assert path.endswith(".md") or max(map(len, lines)) <= 120, path


def test_everything_is_written_in_the_same_order_every_time() -> None:
    program = """
from contract.generator.command import generated
from contract.generator.read import read_contract
from pathlib import Path
import hashlib
files = generated(read_contract(Path("contract/openapi.yaml")), Path("order_capture_client"))
print(hashlib.sha256("".join(files.values()).encode()).hexdigest())
"""
    assert python(ROOT, program) == python(ROOT, program)  # strings hash differently in each interpreter


# Lazy packages


def test_importing_the_package_loads_nothing_of_weight() -> None:
    program = "import sys, order_capture_client; print({'pydantic', 'typing', 'urllib3'} & set(sys.modules))"
    assert python(ROOT, program) == "set()\n"


def test_the_types_of_dicts_are_for_type_checkers_and_load_only_when_asked_for() -> None:
    program = """
import sys, order_capture_client
from order_capture_client import CheckoutApi
print("order_capture_client.types" in sys.modules)
print(order_capture_client.types.CheckoutRequestDict.__name__)
"""
    assert python(ROOT, program) == "False\nCheckoutRequestDict\n"


@pytest.mark.parametrize("module", ["order_capture_client", "order_capture_client.api", "order_capture_client.models"])
def test_every_exported_name_is_there(module: str) -> None:
    program = f"""
import {module} as package
from {module} import *
missing = [name for name in package.__all__ if globals()[name] is not getattr(package, name)]
print(missing, set(package.__all__) - set(dir(package)), hasattr(package, "NoSuchName"))
"""
    assert python(ROOT, program) == "[] set() False\n"


@pytest.mark.parametrize(
    "submodule",
    [
        "api",
        "api_client",
        "api_response",
        "configuration",
        "exceptions",
        "models",
        "rest",
        "sandbox",
        "testing",
        "transport",
        "types",
    ],
)
def test_submodules_are_attributes(submodule: str) -> None:
    program = f"import order_capture_client; print(order_capture_client.{submodule}.__name__)"
    assert python(ROOT, program) == f"order_capture_client.{submodule}\n"


# A contract that changes

CANCEL = """
put:
  tags: [Checkout]
  summary: Cancel a checkout
  description: Cancels the checkout named in the path.
  operationId: cancelCheckout
  parameters:
    - {name: retailUnit, in: path, description: Retail unit., required: true, schema: {type: string}}
    - {name: checkoutId, in: path, description: Checkout., required: true, schema: {type: string}}
  responses:
    '200':
      description: The checkout was cancelled.
      content: {application/json: {schema: {$ref: '#/components/schemas/CheckoutDto'}}}
    '404':
      description: There is no such checkout.
      content: {application/problem+json: {schema: {$ref: '#/components/schemas/ErrorDetails'}}}
"""

USER_PROGRAM = """
from order_capture_client import ApiClient, Channel, CheckoutApi, Configuration, ItemRequest
from order_capture_client._core.wire import Response

class Service:
    def handle(self, request):
        print(request.method, request.target)
        return Response(200, {"Content-Type": "application/json"}, b'{"shoppingType": "ONLINE", "channel": "KIOSK"}')

print(ItemRequest(item_no="10098949", gift_wrap=True).to_json())
with ApiClient(Configuration(access_token="token"), transport=Service()) as api_client:
    print(CheckoutApi(api_client).cancel_checkout("se", "c1").channel is Channel.KIOSK)
"""


def test_a_property_an_enum_value_and_an_operation_are_one_edit_and_one_command(project: Path) -> None:
    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    schemas["ItemRequest"]["properties"]["giftWrap"] = {"type": "boolean", "description": "Whether to wrap it."}
    schemas["Channel"]["enum"].append("KIOSK")
    document["paths"]["/{retailUnit}/checkouts/{checkoutId}/cancel"] = yaml.safe_load(CANCEL)
    contract = project / "openapi.yaml"
    contract.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")

    assert main(["--contract", str(contract), "--into", str(project)]) == 0
    assert python(project, USER_PROGRAM).splitlines() == [
        '{"itemNo":"10098949","giftWrap":true}',
        "PUT /ordercaptureapi/se/checkouts/c1/cancel",
        "True",
    ]
    assert "cancel_checkout" in (project / "docs" / "CheckoutApi.md").read_text(encoding="utf-8")


def test_a_schema_that_goes_takes_its_files_along(project: Path) -> None:
    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    del document["components"]["schemas"]["DeliveryAreaRequest"]
    for name in ("CheckoutRequest", "ExistingOrderCheckoutRequest"):
        document["components"]["schemas"][name]["properties"].pop("deliveryArea", None)
    contract = project / "openapi.yaml"
    contract.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")

    assert main(["--contract", str(contract), "--into", str(project)]) == 0
    assert not (project / "order_capture_client" / "models" / "delivery_area_request.py").exists()
    assert not (project / "docs" / "DeliveryAreaRequest.md").exists()


MIXIN = '''
class ItemRequestBehaviour:
    """What a line can do."""

    def doubled(self):
        """Gives the line
        with twice the quantity.

        Changes it.
        """
        self.quantity *= 2
        return self

    @property
    def half(self):
        """Half the quantity."""
        return self.quantity / 2

    @classmethod
    def of(cls, item_no, *, quantity=1):
        """Gives a line."""
        return cls(item_no=item_no, quantity=quantity)

    def _inner(self):
        return None
'''


def test_a_hand_written_mixin_is_picked_up(project: Path) -> None:
    behaviour = project / "order_capture_client" / "models" / "_behaviour"
    behaviour.mkdir(exist_ok=True)
    (behaviour / "item_request.py").write_text(MIXIN, encoding="utf-8")
    assert main(["--into", str(project)]) == 0
    assert "class ItemRequest(ItemRequestBehaviour, Model):" in (project / MODULE).read_text(encoding="utf-8")
    page = (project / "docs" / "ItemRequest.md").read_text(encoding="utf-8")
    assert page.partition("## What it does")[2].partition("##")[0].strip().splitlines() == [
        "* `doubled()`: Gives the line with twice the quantity.",
        "* `half`: Half the quantity.",
        "* `of(item_no, quantity)`: Gives a line.",
    ]
    program = "from order_capture_client import ItemRequest; print(ItemRequest(quantity=2).doubled().to_json())"
    assert python(project, program) == '{"quantity":4}\n'


# Everything at once


def test_all_kinds_together_are_added_to_the_real_contract(project: Path) -> None:
    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    fragments = [
        {key: value for key, value in fragment.items() if key in ("paths", "components")}
        for fragment in ADDITIONS.values()
    ]
    small = yaml.safe_load(SMALL_SCHEMAS)
    contract = project / "openapi.yaml"
    contract.write_text(yaml.safe_dump(merged(document, small, *fragments), sort_keys=False), encoding="utf-8")
    assert main(["--contract", str(contract), "--into", str(project)]) == 0
    program = """
import order_capture_client.aio.api
from order_capture_client import api, models, types
from order_capture_client.api import operations
from typing import get_type_hints
for name in models.__all__:
    model = getattr(models, name)
for row in list(vars(operations).values()):
    if isinstance(row, operations.Operation):
        row.result and row.result(), row.error and row.error(), [item.of and item.of() for item in row.parameters]
for module in (api, order_capture_client.aio.api):
    for name in module.__all__:
        for member in vars(getattr(module, name)).values():
            if callable(member):
                get_type_hints(member)
print(len(models.__all__) > 150, sorted(api.__all__))
"""
    assert python(project, program) == (
        "True ['CartApi', 'CheckoutApi', 'GiftCardApi', 'PrepareCartApi', 'PrepareCheckoutApi', 'PrepareGiftCardApi']\n"
    )


SMALL_SCHEMAS = """
components:
  schemas:
    Cart:
      description: A cart.
      type: object
      required: [kind]
      properties:
        kind: {$ref: '#/components/schemas/Kind', description: The kind of cart.}
        total: {type: number, description: The total., x-money: true}
    Kind: {description: A kind of cart., type: string, enum: [BIG, SMALL]}
    Fault: {description: What went wrong., type: object, properties: {code: {type: string, description: A code.}}}
"""


# Requirements of the generator


def test_one_version_of_ruff_writes_and_lints() -> None:
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in ("pyproject.toml", "tox.ini", ".ci/run")]
    extra, tox, gate = (set(re.findall(r"\bruff[=<>~!]=[\d.]+", text)) for text in texts)
    assert (len(extra), tox, gate) == (1, extra, set())
    assert next(iter(extra)) == f"ruff=={version('ruff')}"


def test_the_generator_needs_no_git_no_tests_and_nothing_from_the_path(project: Path) -> None:
    shutil.copytree(ROOT / "contract", project / "contract", ignore=shutil.ignore_patterns("__pycache__"))
    (project / MODULE).unlink()
    command = [sys.executable, str(project / "contract" / "generate.py")]
    done = subprocess.run(command, cwd="/", env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"missing: {MODULE}\n", "")
    assert (project / MODULE).read_bytes() == (ROOT / MODULE).read_bytes()


def test_a_configuration_of_ruff_elsewhere_changes_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "ruff.toml").write_text("line-length = 40\n", encoding="utf-8")
    monkeypatch.chdir(project)
    assert main(["--check", "--into", str(project)]) == 0


def test_without_pyyaml_the_message_says_where_it_comes_from() -> None:
    command = [sys.executable, "-I", "-S", str(ROOT / "contract" / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "PyYAML is missing; the generator needs it, and the extra `test` brings it\n",
    )


def test_without_ruff_the_message_says_where_it_comes_from(tmp_path: Path) -> None:
    program = """
import sys
from contract.generator import formatter
formatter.sys.executable = "/bin/false"
from contract.generator.command import main
sys.exit(main(["--check"]))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "ruff: failed; the generator needs ruff, which the extra `test` brings\n",
    )
