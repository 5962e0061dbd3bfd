"""The generator: the repository holds its output, and it refuses unsupported contracts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from order_capture_client._model.base import Model
from order_capture_client.exceptions import exception_for_status
from test.paths import ROOT

CONTRACT = ROOT / "contract" / "openapi.yaml"

sys.path.append(str(ROOT))  # the generator is not part of the package, so it is not installed

from contract.generator.command import drift, generated, main  # noqa: E402
from contract.generator.decide import (  # noqa: E402
    MODEL_ATTRIBUTES,
    STATUS_EXCEPTIONS,
    camel_case,
    decide,
    snake_case,
)
from contract.generator.facts import Contract, ContractError, HandWritten  # noqa: E402
from contract.generator.plan import EnumPlan, ModelPlan, OperationPlan, Plan  # noqa: E402
from contract.generator.read import read_contract, read_hand_written  # noqa: E402


@cache
def real_contract() -> Contract:
    return read_contract(CONTRACT)


@cache
def real_plan() -> Plan:
    return decide(real_contract(), read_hand_written(ROOT / "order_capture_client"))


@cache
def real_files() -> dict[str, str]:
    return generated(CONTRACT, ROOT / "order_capture_client")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the folders around generated files."""
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


# Decisions


@pytest.mark.parametrize(
    ("wire_name", "name"),
    [
        ("itemNo", "item_no"),
        ("CheckoutDto", "checkout_dto"),
        ("last4Digits", "last4_digits"),
        ("addressLine1", "address_line1"),
        ("pspTransactionDateTimeUTC", "psp_transaction_date_time_utc"),
        ("ocPUPId", "oc_pupid"),
        ("useSOPCreateOrder", "use_sop_create_order"),
        ("marketCSCEnabled", "market_csc_enabled"),
        ("getIGiftOrder", "get_i_gift_order"),
        ("B2B_ONLINE", "b2_b_online"),
    ],
)
def test_names_are_those_of_openapi_generator(wire_name: str, name: str) -> None:
    assert snake_case(wire_name) == name


FIELDS = {
    "ItemRequest.item_no": "str | None",
    "ItemRequest.quantity": "Integer | None",
    "UpdateUser.old_user": "Personal[str] | None",
    "Price.incl_tax": "Money | None",
    "Tax.tax_percentage": "Number | None",
    "CheckoutPatchRequest.contact_allowed": "Boolean | None",
    "User.updated": "DateTime | None",
    "Item.child_items": '"list[Item] | None"',
    "CheckoutRequest.items": "list[ItemRequest]",
    "CheckoutRequest.channel": "ChannelValue",
    "CheckoutDto.shopping_type": "Open[ShoppingType]",
    "CouponMetadata.valid_customer_types": "list[Open[CustomerType]] | None",
    "ConsumerInfo.extra_info": "dict[str, str] | None",
    "QuestionSet.service_id_service_relation_map": "dict[str, ServiceQuestionRelation] | None",
}


@pytest.mark.parametrize(("field", "annotation"), FIELDS.items())
def test_types_of_fields(field: str, annotation: str) -> None:
    assert field_plans()[field].annotation == annotation


def field_plans() -> dict[str, Any]:
    models = [schema for schema in real_plan().schemas.values() if isinstance(schema, ModelPlan)]
    return {f"{model.name}.{field.name}": field for model in models for field in model.fields}


def test_an_alias_is_written_only_where_the_base_class_would_derive_another() -> None:
    derived: Any = Model.model_config["alias_generator"]
    for name, field in field_plans().items():
        assert derived(field.name) == camel_case(field.name), name
        assert (field.alias or derived(field.name)) == field.wire_name, name
        assert field.alias != derived(field.name), name


def test_deprecation_is_in_the_words_of_each_field() -> None:
    deprecated = {name: field.doc for name, field in field_plans().items() if field.deprecated}
    assert len(deprecated) == 18
    assert [name for name, doc in deprecated.items() if "Deprecated" not in doc] == []


def test_docstrings_speak_of_python_names() -> None:
    assert field_plans()["ShippingContact.recipient_code_type"].doc.startswith("Type of the `recipient_code`: ")


def test_a_request_only_enum_field_takes_the_text_in_its_type() -> None:
    enums = {name: schema for name, schema in real_plan().schemas.items() if isinstance(schema, EnumPlan)}
    assert enums["Channel"].value_alias == "ChannelValue"
    assert enums["CouponFailureReason"].value_alias is None


DICT_KEYS = {
    "ItemRequestDict.item_no": "str | None",
    "ItemRequestWireDict.itemNo": "str | None",
    "CouponRequestDict.coupon_id": "Required[str]",
    "CheckoutRequestDict.channel": "Required[ChannelValue]",
    "CheckoutRequestDict.items": "Required[Sequence[ItemRequest | ItemRequestDict]]",
    "CheckoutRequestWireDict.items": "Required[Sequence[ItemRequest | ItemRequestWireDict]]",
    "CheckoutRequestWireDict.serviceArea": "ServiceAreaRequest | ServiceAreaRequestWireDict | None",
    "ConsumerInfoDict.extra_info": "Mapping[str, str] | None",
    "AnswerDict.option_value": "OptionValueValue | None",
    "CheckoutDict.quantity": "Decimal | float | None",
    "CheckoutWireDict.useSOPCreateOrder": "bool | None",
}


@pytest.mark.parametrize(("key", "of_type"), DICT_KEYS.items())
def test_types_of_the_keys_of_dicts(key: str, of_type: str) -> None:
    dicts = [plan for spellings in real_plan().dicts.values() for plan in spellings]
    assert {f"{plan.name}.{name}": of_type for plan in dicts for name, of_type in plan.keys}[key] == of_type


def test_dicts_come_after_those_that_they_hold_and_in_the_same_order_every_time() -> None:
    program = """
from contract.generator.command import generated
from pathlib import Path
import hashlib
text = generated(Path("contract/openapi.yaml"), Path("order_capture_client"))["order_capture_client/types.py"]
print(hashlib.sha256(text.encode()).hexdigest())
"""
    assert python(ROOT, program) == python(ROOT, program)  # strings hash differently in each interpreter


def test_a_dict_in_the_address_has_flat_keys_only() -> None:
    keys = {name for name, _ in real_plan().dicts["Checkout"][1].keys}
    assert {"shoppingType", "channel", "quantity"} <= keys
    assert not {"items", "consents", "serviceArea"} & keys


def test_a_dict_may_hold_dicts_of_its_own_kind(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SMALL, encoding="utf-8")
    plan = decide(read_contract(tmp_path / "openapi.yaml"), HAND_WRITTEN)
    assert dict(plan.dicts["Cart"][0].keys)["parts"] == '"Sequence[Cart | CartDict] | None"'
    assert list(plan.dicts) == ["Cart"]


@pytest.mark.parametrize(
    ("operation", "signature", "repeat"),
    [
        ("create_checkout", "retail_unit, checkout_request", "ONCE"),
        ("create_existing_order_checkout", "retail_unit, existing_order_checkout_request", "ONCE"),
        ("get_checkout", "checkout_id, retail_unit, checkout", "SAFE"),
        ("get_consumer_info", "checkout_id, retail_unit", "SAFE"),
        ("get_i_gift_order", "checkout_id, retail_unit", "SAFE"),
        ("get_order", "checkout_id, retail_unit", "SAFE"),
        ("get_user_contacts", "retail_unit, zipcode", "SAFE"),
        ("patch_checkout", "checkout_id, retail_unit, checkout_patch_request", "ONCE"),
        ("update_user", "retail_unit, checkout_id, update_user", "REPLAYABLE"),
    ],
)
def test_operations(operation: str, signature: str, repeat: str) -> None:
    plan = next(plan for plan in real_plan().operations if plan.name == operation)
    assert ", ".join(parameter.name for parameter in plan.parameters) == signature
    assert plan.repeat == repeat


def test_what_is_hand_written_agrees_with_the_contract_and_the_generator() -> None:
    assert {name for name in dir(Model) if not name.startswith("_")} <= MODEL_ATTRIBUTES
    assert {status: exception_for_status(status).__name__ for status in STATUS_EXCEPTIONS} == STATUS_EXCEPTIONS


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
    ["api", "api_client", "api_response", "configuration", "exceptions", "models", "rest", "sandbox", "types"],
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


# Refused contracts

SMALL = """
openapi: 3.0.3
info: {title: Small, description: A small contract., version: '1'}
servers: [{url: 'https://example.com', description: the only one}]
security: [{Key: []}]
tags: [{name: Cart, description: Carts.}]
paths:
  /carts/{cartId}:
    patch:
      tags: [Cart]
      summary: Change a cart
      description: Changes a cart.
      operationId: changeCart
      parameters:
        - {name: cartId, in: path, description: The cart., required: true, schema: {type: string}}
        - {name: dryRun, in: query, description: Any text for yes., required: false, schema: {type: string}}
      requestBody:
        description: The changes.
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Cart'}}}
      responses:
        '200':
          description: Changed.
          content: {application/json: {schema: {$ref: '#/components/schemas/Cart'}}}
        '404':
          description: Not found.
          content: {application/problem+json: {schema: {$ref: '#/components/schemas/Fault'}}}
        '503':
          description: Not available.
          content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}
components:
  securitySchemes:
    Key: {type: apiKey, description: Who calls., name: X-Key, in: header}
  schemas:
    Cart:
      description: A cart.
      type: object
      required: [kind]
      properties:
        kind: {$ref: '#/components/schemas/Kind', description: The kind of cart.}
        count: {type: integer, description: How many.}
        notes: {type: array, description: Notes., items: {type: string}}
        names: {type: object, description: Names., additionalProperties: {type: string}}
        parts: {type: array, description: Carts within., items: {$ref: '#/components/schemas/Cart'}}
        total: {type: number, description: The total., x-money: true}
      example: {kind: BIG, count: 1, notes: [a], names: {x: y}, parts: [{kind: SMALL}]}
    Kind:
      description: A kind of cart.
      type: string
      enum: [BIG, SMALL]
    Fault:
      description: What went wrong.
      type: object
      properties:
        code: {type: string, description: A code.}
"""

HAND_WRITTEN = HandWritten(exceptions=("ApiException",), behaviours={})

CART = "components > schemas > Cart"
COUNT = f"{CART} > properties > count"
KIND = "components > schemas > Kind"
FAULT = "components > schemas > Fault"
CHANGE = "paths > /carts/{cartId} > patch"
CART_ID = f"{CHANGE} > parameters > 0"
DRY_RUN = f"{CHANGE} > parameters > 1"
BODY = f"{CHANGE} > requestBody"
OK = f"{CHANGE} > responses > 200"
NOT_FOUND = f"{CHANGE} > responses > 404"
DROP = object()
TEXT = {"type": "string", "description": "A text."}
TO_CART = {"$ref": "#/components/schemas/Cart"}

REFUSED: list[tuple[str, object, str]] = [
    # an edit: place and new value, then the message
    ("openapi", "3.1.0", "openapi: version 3.1.0 is not supported, only 3.0"),
    ("webhooks", {}, "contract > webhooks: not supported"),
    ("servers", [], "servers: a list with at least one entry is expected"),
    ("servers > 0 > variables", {}, "servers > 0 > variables: not supported"),
    ("security", [{"Key": [], "Other": []}], "security: only every scheme as an alternative of its own is supported"),
    ("tags > 1", {"name": "Order", "description": "Orders."}, "tags > 1: only one tag is supported"),
    ("tags > 0 > name", "my cart", f"{CHANGE} > tags: only the tag my cart is supported"),
    ("components > parameters", {}, "components > parameters: not supported"),
    (
        "components > securitySchemes > Key > in",
        "query",
        "components > securitySchemes > Key: only an API key in a header and a bearer token are supported",
    ),
    # schemas
    (f"{CART} > allOf", [], f"{CART} > allOf: not supported"),
    (f"{CART} > oneOf", [], f"{CART} > oneOf: not supported"),
    (f"{CART} > nullable", True, f"{CART} > nullable: not supported"),
    (f"{CART} > additionalProperties", False, f"{CART} > additionalProperties: not supported"),
    (f"{CART} > type", "array", f"{CART} > type: a schema is an object or an enum, not array"),
    (f"{CART} > description", DROP, f"{CART}: 'description' is missing"),
    (f"{CART} > properties", {}, f"{CART} > properties: a mapping with at least one entry is expected"),
    (f"{CART} > required > 1", "no", f"{CART} > required: there is no property 'no'"),
    (f"{FAULT} > deprecated", "yes", f"{FAULT} > deprecated: true or false is expected"),
    ("components > schemas > cart", {**TEXT}, "components > schemas > cart: 'properties' is missing"),
    (f"{KIND} > type", "integer", f"{KIND} > type: an enum of anything but strings is not supported"),
    (f"{KIND} > enum > 0", False, f"{KIND} > enum: False is not a text of its own"),
    (f"{KIND} > enum > 0", "SMALL", f"{KIND} > enum: 'SMALL' is not a text of its own"),
    # properties
    (f"{COUNT} > nullable", True, f"{COUNT} > nullable: not supported"),
    (f"{COUNT} > minimum", 1, f"{COUNT} > minimum: not supported"),
    (f"{COUNT} > format", "uint8", f"{COUNT}: type integer with format uint8 is not supported"),
    (f"{COUNT} > type", "file", f"{COUNT}: type file with format None is not supported"),
    (f"{COUNT} > description", DROP, f"{COUNT}: 'description' is missing"),
    (f"{COUNT} > description", "How many", f"{COUNT} > description: a description is a sentence, with a full stop"),
    (f"{COUNT} > description", "Two\nlines.", f"{COUNT} > description: backslashes, line breaks"),
    (f"{COUNT} > x-personal-data", True, f"{COUNT} > x-personal-data: only a string can be personal data"),
    (f"{COUNT} > x-money", True, f"{COUNT} > x-money: only a number can be money"),
    (f"{CART} > properties > kind > type", "string", f"{CART} > properties > kind > type: not supported"),
    (f"{CART} > properties > kind > $ref", "other.yaml", f"{CART} > properties > kind > $ref: only references to"),
    (f"{CART} > properties > notes > minItems", 1, f"{CART} > properties > notes > minItems: not supported"),
    (
        f"{CART} > properties > notes > items",
        {"type": "array", "items": {"type": "string"}},
        f"{CART} > properties > notes > items: a list or map within a list or map is not supported",
    ),
    (
        f"{CART} > properties > names > properties",
        {"a": TEXT},
        f"{CART} > properties > names: an inline object is not supported",
    ),
    (
        f"{CART} > properties > notes > items",
        {"$ref": "#/components/schemas/Note"},
        f"{CART} > properties > notes: there is no schema Note",
    ),
    (
        f"{CART} > properties > whole",
        {**TO_CART, "description": "Itself."},
        f"{CART} > properties > whole: a schema may hold lists or maps of itself, but not itself",
    ),
    # examples
    (f"{CART} > example > kind", "HUGE", f"{CART} > example > kind: 'HUGE' is not a value of Kind"),
    (f"{CART} > example > kind", DROP, f"{CART} > example: kind, which Cart requires, is missing"),
    (f"{CART} > example > colour", "red", f"{CART} > example > colour: Cart has no such property"),
    (f"{CART} > example > count", "1", f"{CART} > example > count: '1' is not supported as an example of type integer"),
    (
        f"{CART} > example > count",
        True,
        f"{CART} > example > count: True is not supported as an example of type integer",
    ),
    (f"{CART} > example > total", 1.5, f"{CART} > example > total: 1.5 is not supported as an example of type number"),
    (f"{CART} > example > parts > 0", {}, f"{CART} > example > parts > 0: a mapping with at least one entry"),
    (f"{CART} > example", DROP, f"{CART}: an example is missing, which the page of the operations needs"),
    # operations
    ("paths > /carts/{cartId} > delete", {}, "paths > /carts/{cartId} > delete: not supported; methods are get"),
    ("paths > /carts/{cartId} > parameters", [], "paths > /carts/{cartId} > parameters: not supported; methods are"),
    (f"{CHANGE} > security", [], f"{CHANGE} > security: not supported"),
    (f"{CHANGE} > deprecated", True, f"{CHANGE} > deprecated: not supported"),
    (f"{CHANGE} > summary", DROP, f"{CHANGE}: 'summary' is missing"),
    (f"{CHANGE} > tags", ["Order"], f"{CHANGE} > tags: only the tag Cart is supported"),
    (f"{CART_ID} > in", "header", f"{CART_ID} > in: a parameter in header is not supported"),
    (f"{CART_ID} > in", "cookie", f"{CART_ID} > in: a parameter in cookie is not supported"),
    (f"{CART_ID} > required", False, f"{CART_ID} > required: a parameter in the path is always required"),
    (f"{CART_ID} > name", "id", f"{CHANGE} > parameters: those in the path are id, which does not fit it"),
    (f"{CART_ID} > schema", TO_CART, f"{CART_ID} > schema: a schema in path is not supported"),
    (f"{CART_ID} > schema > pattern", ".+", f"{CART_ID} > schema > pattern: not supported"),
    (f"{DRY_RUN} > style", "spaceDelimited", f"{DRY_RUN} > style: not supported"),
    (f"{DRY_RUN} > schema > type", "boolean", f"{DRY_RUN} > schema: a boolean in query is not supported"),
    (f"{DRY_RUN} > description", DROP, f"{DRY_RUN}: 'description' is missing"),
    (f"{BODY} > required", False, f"{BODY} > required: an optional body is not supported"),
    (f"{BODY} > content > text/plain", {"schema": TO_CART}, f"{BODY} > content: exactly one content type is supported"),
    (f"{BODY} > content", {"text/plain": {"schema": TO_CART}}, f"{BODY} > content > text/plain: only application/json"),
    (
        f"{BODY} > content > application/json > schema",
        {"type": "string"},
        f"{BODY} > content > application/json > schema: only a reference to a schema is supported",
    ),
    (
        f"{BODY} > content > application/json > schema > $ref",
        "#/components/schemas/Kind",
        f"{BODY}: there is no object schema Kind",
    ),
    (f"{OK} > headers", {}, f"{OK} > headers: not supported"),
    (f"{OK} > content", {"text/html": {"schema": TO_CART}}, f"{OK} > content > text/html: only application/json"),
    (f"{CHANGE} > responses > default", {}, f"{CHANGE} > responses > default: only statuses 2xx, 4xx and 5xx"),
    (f"{CHANGE} > responses > 302", {}, f"{CHANGE} > responses > 302: only statuses 2xx, 4xx and 5xx"),
    (f"{CHANGE} > responses > 200", DROP, f"{CHANGE} > responses: exactly one 2xx is supported, not 0"),
    (
        f"{NOT_FOUND} > content > application/problem+json > schema",
        TO_CART,
        f"{CHANGE} > responses > 503: errors of different schemas are not supported: Cart, Fault",
    ),
    # names
    (f"{FAULT} > properties > class", TEXT, f"{FAULT} > properties > class: 'class' is not usable as a name"),
    (f"{FAULT} > properties > 1st", TEXT, f"{FAULT} > properties > 1st: '1st' is not usable as a name"),
    (f"{FAULT} > properties > _id", TEXT, f"{FAULT} > properties > _id: '_id' is not usable as a name"),
    (f"{FAULT} > properties > toDict", TEXT, f"{FAULT} > properties > toDict: 'to_dict' would hide something else"),
    (f"{FAULT} > properties > modelFields", TEXT, f"{FAULT} > properties > modelFields: 'model_fields' would hide"),
    (f"{FAULT} > properties > list", TEXT, f"{FAULT} > properties > list: 'list' would hide something else"),
    (f"{FAULT} > properties > Code", TEXT, f"{FAULT} > properties > Code: 'code' is also the Python name of {FAULT}"),
    ("components > schemas > kind", {**TEXT, "enum": ["A"]}, "components > schemas > kind: not usable as the name of"),
    ("components > schemas > CART", {**TEXT, "enum": ["A"]}, "components > schemas > CART: 'cart' is also the Python"),
    ("components > schemas > Money", {**TEXT, "enum": ["A"]}, "components > schemas > Money: would hide something"),
    (
        "components > schemas > ApiException",
        {**TEXT, "enum": ["A"]},
        "components > schemas > ApiException: would hide something else of that name in Python",
    ),
    (f"{CART} > properties > dry-run", TEXT, f"{CART} > properties > dry-run: 'dry-run' is not usable as a name"),
    (f"{CART} > properties > bool", TEXT, f"{CART} > properties > bool: 'bool' would hide something else"),
    ("components > schemas > CartDict", {**TEXT, "enum": ["A"]}, f"{CART}: CartDict is taken, the name of the type"),
    (
        "components > schemas > CartWireDict",
        {**TEXT, "enum": ["A"]},
        f"{CART}: CartWireDict is taken, the name of the type for dicts with wire names",
    ),
    (f"{KIND} > enum > 2", "A B", f"{KIND} > enum: 'A B' is not usable as a name in Python"),
    (f"{KIND} > enum > 2", "small", f"{KIND} > enum: 'SMALL' is also the Python name of {KIND} > enum"),
    (f"{CHANGE} > operationId", "apiClient", f"{CHANGE}: 'api_client' would hide something else"),
    (f"{DRY_RUN} > name", "options", f"{DRY_RUN}: 'options' would hide something else"),
    (f"{DRY_RUN} > name", "cart", f"{BODY}: 'cart' is also the Python name of {DRY_RUN}"),
]


def edited(document: Any, place: str, value: object) -> Any:
    """Set, add or drop the value at a place such as `components > schemas > Cart`."""
    *parents, last = place.split(" > ")
    for name in parents:
        document = document[int(name) if isinstance(document, list) else name]
    if value is DROP:
        del document[last]
    elif isinstance(document, list):
        document[int(last) : int(last) + 1] = [value]
    else:
        document[last] = value
    return document


def refusal(document: object, folder: Path, hand_written: HandWritten = HAND_WRITTEN) -> str:
    contract = folder / "openapi.yaml"
    contract.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    with pytest.raises(ContractError) as refused:
        decide(read_contract(contract), hand_written)
    return str(refused.value)


def test_the_small_contract_itself_is_supported(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SMALL, encoding="utf-8")
    plan = decide(read_contract(tmp_path / "openapi.yaml"), HAND_WRITTEN)
    assert list(plan.schemas) == ["Cart", "Kind", "Fault"]


@pytest.mark.parametrize(("place", "value", "message"), REFUSED)
def test_what_is_not_supported_is_refused_by_place(place: str, value: object, message: str, tmp_path: Path) -> None:
    document = yaml.safe_load(SMALL)
    edited(document, place, value)
    assert refusal(document, tmp_path).startswith(message)


def test_schemas_that_refer_to_each_other_are_refused(tmp_path: Path) -> None:
    document = yaml.safe_load(SMALL)
    edited(document, f"{FAULT} > properties > cart", {**TO_CART, "description": "A cart."})
    edited(document, f"{CART} > properties > fault", {"$ref": "#/components/schemas/Fault", "description": "A fault."})
    assert "schemas that refer to each other: " in refusal(document, tmp_path)


def facts_of(tmp_path: Path, method: str, **facts: object) -> OperationPlan:
    """Return the operation of the small contract with another method and with `x-` facts."""
    document = yaml.safe_load(SMALL)
    methods = document["paths"]["/carts/{cartId}"]
    methods[method] = methods.pop("patch") | {f"x-{name}": value for name, value in facts.items()}
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return decide(read_contract(tmp_path / "openapi.yaml"), HAND_WRITTEN).operations[0]


@pytest.mark.parametrize(
    ("method", "facts", "repeat", "in_doubt"),
    [
        ("get", {}, "SAFE", None),
        ("put", {}, "REPLAYABLE", "MayHaveBeenUpdatedError"),
        ("post", {}, "ONCE", "MayHaveBeenUpdatedError"),
        ("patch", {}, "ONCE", "MayHaveBeenUpdatedError"),
        ("post", {"creates": "kind"}, "ONCE", "MayHaveBeenCreatedError"),
        ("put", {"creates": "kind"}, "REPLAYABLE", "MayHaveBeenCreatedError"),
        ("post", {"repeat": "safe"}, "SAFE", None),
        ("patch", {"repeat": "replayable"}, "REPLAYABLE", "MayHaveBeenUpdatedError"),
        ("get", {"repeat": "once"}, "ONCE", "MayHaveBeenUpdatedError"),
    ],
)
def test_what_a_second_sending_does_is_a_fact_of_the_contract(
    method: str, facts: dict[str, object], repeat: str, in_doubt: str | None, tmp_path: Path
) -> None:
    plan = facts_of(tmp_path, method, **facts)
    doubts = [error for error, _ in plan.raises if error.startswith("MayHaveBeen")]
    assert (plan.repeat, doubts) == (repeat, [in_doubt] if in_doubt else [])
    assert plan.creates == facts.get("creates")


def test_reserved_values_stand_at_their_parameter(tmp_path: Path) -> None:
    plan = facts_of(tmp_path, "get", reserved={"cartId": ["user", "all"]})
    assert [(item.name, item.reserved) for item in plan.parameters if item.place != "BODY"] == [
        ("cart_id", ("user", "all")),
        ("dry_run", ()),
    ]


FACTS: list[tuple[str, object, str]] = [
    ("x-repeat", "twice", "one of safe, replayable, once expected"),
    ("x-creates", "cartId", "Cart has no property 'cartId'"),
    ("x-creates", 1, "text is expected"),
    ("x-echoes", "cartId", "Cart has no property 'cartId'"),
    ("x-echoes", "kind", "there is no parameter 'kind'"),
    ("x-reserved", [], "a mapping with at least one entry is expected"),
]


@pytest.mark.parametrize(("fact", "value", "message"), FACTS)
def test_a_fact_that_does_not_fit_is_refused(fact: str, value: object, message: str, tmp_path: Path) -> None:
    document = yaml.safe_load(SMALL)
    edited(document, f"{CHANGE} > {fact}", value)
    assert refusal(document, tmp_path) == f"{CHANGE} > {fact}: {message}"


def test_only_a_parameter_of_the_path_has_reserved_values(tmp_path: Path) -> None:
    document = yaml.safe_load(SMALL)
    edited(document, f"{CHANGE} > x-reserved", {"dryRun": ["yes"]})
    assert refusal(document, tmp_path).endswith("x-reserved > dryRun: no parameter in the path has this name")


def test_nothing_that_is_safe_to_repeat_creates(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="an operation that creates something is not safe to repeat"):
        facts_of(tmp_path, "post", creates="kind", repeat="safe")


def test_a_name_that_an_enum_needs_is_refused(tmp_path: Path) -> None:
    document = yaml.safe_load(SMALL)
    kind = {"$ref": "#/components/schemas/Kind", "description": "The kind of cart."}
    order = {"description": "An order.", "type": "object", "properties": {"kind": kind}, "example": {"kind": "BIG"}}
    edited(document, "components > schemas > Order", order)
    edited(document, "components > schemas > KindValue", {**TEXT, "enum": ["A"]})
    edited(document, f"{BODY} > content > application/json > schema > $ref", "#/components/schemas/Order")
    assert refusal(document, tmp_path).startswith(f"{KIND}: KindValue is taken")


def test_a_mixin_for_no_schema_is_refused(tmp_path: Path) -> None:
    message = refusal(yaml.safe_load(SMALL), tmp_path, HandWritten(exceptions=(), behaviours={"basket": ()}))
    assert message == "models/_behaviour/basket.py: belongs to no object schema"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SMALL.replace("        code:", "        code: {}\n        code:"), "line 56: 'code' is given twice"),
        (SMALL + "  oops", "openapi.yaml: not valid YAML"),
        ("", "contract: a mapping is expected"),
    ],
)
def test_broken_yaml_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=message):
        read_contract(tmp_path / "openapi.yaml")
