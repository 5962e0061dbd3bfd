"""The generator's decisions: names and types of the real contract, and refused edits of a small one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contract.generator.command import main
from contract.generator.facts import Contract, ContractError, HandWritten
from contract.generator.names import MODEL_ATTRIBUTES, camel_case, class_name, member_name, snake_case
from contract.generator.operations import STATUS_EXCEPTIONS, plan_package
from contract.generator.plan import EnumPlan, ModelPlan, OperationPlan, Plan
from contract.generator.read import read_contract, read_hand_written
from order_capture_client._model.base import Model
from order_capture_client.exceptions import exception_for_status
from test.paths import ROOT
from test.small_contract import DROP, HAND_WRITTEN, SMALL, contract_of, edited, plan_of, small

CONTRACT = ROOT / "contract" / "openapi.yaml"


@cache
def real_contract() -> Contract:
    return read_contract(CONTRACT)


@cache
def real_plan() -> Plan:
    return plan_package(real_contract(), read_hand_written(ROOT / "order_capture_client"))


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
    "CheckoutDto.shopping_type": "ShoppingTypeValue",
    "CouponMetadata.valid_customer_types": "list[CustomerTypeValue] | None",
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
    deprecated = {name: field.doc for name, field in field_plans().items() if "deprecated" in field.notes}
    assert len(deprecated) == 18
    assert [name for name, doc in deprecated.items() if "Deprecated" not in doc] == []


def test_docstrings_speak_of_python_names() -> None:
    assert field_plans()["ShippingContact.recipient_code_type"].doc.startswith("Type of the `recipient_code`: ")


def test_the_field_of_an_enum_takes_its_texts_in_its_type() -> None:
    enums = {name: schema for name, schema in real_plan().schemas.items() if isinstance(schema, EnumPlan)}
    assert enums["Channel"].value_alias == "ChannelValue"
    assert enums["CouponFailureReason"].value_alias == "CouponFailureReasonValue"


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


def test_a_dict_in_the_address_has_flat_keys_only() -> None:
    keys = {name for name, _ in real_plan().dicts["Checkout"][1].keys}
    assert {"shoppingType", "channel", "quantity"} <= keys
    assert not {"items", "consents", "serviceArea"} & keys


def test_a_dict_may_hold_dicts_of_its_own_kind(tmp_path: Path) -> None:
    plan = plan_of(small(), tmp_path)
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


# Refused contracts

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
TEXT = {"type": "string", "description": "A text."}
TO_CART = {"$ref": "#/components/schemas/Cart"}
TO_FAULT = {"$ref": "#/components/schemas/Fault"}

REFUSED: list[tuple[str, object, str]] = [
    # an edit: place and new value, then the message
    ("openapi", "2.0", "openapi: version 2.0 is not supported, only 3.0 and 3.1"),
    ("openapi", "3.2.0", "openapi: version 3.2.0 is not supported"),
    ("webhooks", {}, "contract > webhooks: not supported"),
    ("servers", [], "servers: a list with at least one entry is expected"),
    ("servers > 0 > variables", {}, "servers > 0 > variables: not supported"),
    ("security", [{"Key": [], "Other": []}], "security: only every scheme as an alternative of its own is supported"),
    (f"{CHANGE} > tags", ["-"], "tags > - > name: not usable in the name of a class"),
    ("components > callbacks", {}, "components > callbacks: not supported"),
    (
        "components > securitySchemes > Key > in",
        "query",
        "components > securitySchemes > Key: only an API key in a header and a bearer token are supported",
    ),
    # parameters
    *(
        (
            f"{CHANGE} > parameters > 1",
            {"name": name, "in": "header", "description": "A header.", "schema": {"type": "string"}},
            f"{CHANGE} > parameters > 1 > name: {name} {reason}",
        )
        for name, reason in [
            ("Host", "is set by the transport"),
            ("content-length", "is set by the transport"),
            ("Transfer-Encoding", "is set by the transport"),
            ("User-Agent", "is set by the client"),
            ("X-Client-Id", "holds credentials"),
            ("X-Key", "holds credentials"),
        ]
    ),
    # schemas
    (f"{CART} > minProperties", 1, f"{CART} > minProperties: only supported for a map that stands inline"),
    (
        "components > schemas > Pet",
        {"description": "A pet.", "type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
        "components > schemas > Pet > minProperties: only supported for a map that stands inline",
    ),
    (f"{CART} > properties > mro", TEXT, f"{CART} > properties > mro: 'mro' would hide something else"),
    (f"{CART} > allOf", [], f"{CART} > allOf: a list with at least one entry is expected"),
    *(
        (
            "components > schemas > Pet",
            {"description": "A pet.", "allOf": value},
            "components > schemas > Pet > allOf: a list with at least one entry is expected",
        )
        for value in (5, "Cart", TO_CART, None, True)
    ),
    (f"{CART} > allOf", [TO_CART], f"{CART} > allOf > 0: Cart is no object schema, or contains this one"),
    (f"{CART} > oneOf", [], f"{CART} > oneOf: a list with at least one entry is expected"),
    (f"{CART} > not", {}, f"{CART} > not: not supported"),
    (f"{CART} > patternProperties", {}, f"{CART} > patternProperties: not supported"),
    (f"{CART} > discriminator", {"propertyName": "kind"}, f"{CART} > discriminator: only supported beside oneOf"),
    (f"{CART} > type", "array", f"{CART} > type: a schema with properties is an object, not array"),
    (f"{CART} > required > 1", "no", f"{CART} > required: there is no property 'no'"),
    (f"{FAULT} > deprecated", "yes", f"{FAULT} > deprecated: true or false is expected"),
    (f"{KIND} > type", "integer", f"{KIND} > enum: only texts, or whole numbers, are supported"),
    (f"{KIND} > enum > 0", False, f"{KIND} > enum: False is not a text of its own"),
    (f"{KIND} > enum > 0", "SMALL", f"{KIND} > enum: 'SMALL' is not a text of its own"),
    (f"{FAULT} > x-money", True, f"{FAULT} > x-money: not supported"),
    (
        "components > schemas > Pet",
        {"description": "A pet.", "oneOf": [TO_CART, TO_FAULT]},
        "components > schemas > Pet > oneOf: alternatives without a discriminator are not supported",
    ),
    (
        "components > schemas > Pet",
        {"description": "A pet.", "oneOf": [TO_CART, TO_FAULT], "discriminator": {"propertyName": "kind"}},
        "components > schemas > Pet: Fault has no property 'kind', which tells the alternatives apart",
    ),
    (
        "components > schemas > Pet",
        {"description": "A pet.", "$ref": "#/components/schemas/Pet"},
        "components > schemas > Pet: the schema is another name for itself",
    ),
    # properties
    (f"{COUNT} > minimum", "1", f"{COUNT} > minimum: a number is expected"),
    (f"{COUNT} > maxLength", 1, f"{COUNT} > maxLength: not supported here"),
    (f"{COUNT} > type", "file", f"{COUNT}: type file is not supported"),
    (f"{COUNT} > type", ["integer", "string"], f"{COUNT} > type: a value of several types is not supported"),
    (f"{COUNT} > enum", [1.5], f"{COUNT} > enum: only texts, or whole numbers, are supported"),
    (f"{COUNT} > description", 7, f"{COUNT} > description: text is expected"),
    (f"{COUNT} > x-personal-data", True, f"{COUNT} > x-personal-data: only a string can be personal data"),
    (f"{COUNT} > x-personal-date", True, f"{COUNT} > x-personal-date: not supported; did you mean x-personal-data?"),
    (f"{COUNT} > x-money", True, f"{COUNT} > x-money: only a number can be money"),
    (f"{CART} > properties > kind > type", "string", f"{CART} > properties > kind > type: not supported"),
    (f"{CART} > properties > kind > $ref", "other.yaml", f"{CART} > properties > kind > $ref: only references to"),
    (
        f"{CART} > properties > names > readOnly",
        1,
        f"{CART} > properties > names > readOnly: true or false is expected",
    ),
    (
        f"{FAULT} > properties > code",
        {**TEXT, "readOnly": True, "writeOnly": True},
        f"{FAULT} > properties > code: a property cannot be both readOnly and writeOnly",
    ),
    (
        f"{FAULT} > properties > code",
        {**TEXT, "format": "binary"},
        f"{FAULT} > properties > code > format: files are not supported",
    ),
    (
        f"{CART} > properties > notes > items",
        {"type": "array", "items": {"type": "string"}},
        f"{CART} > properties > notes > items: a list or map within a list or map is not supported",
    ),
    (
        f"{CART} > properties > notes > items",
        {"$ref": "#/components/schemas/Note"},
        f"{CART} > properties > notes > items: there is no schema Note",
    ),
    (
        f"{CART} > properties > kind",
        {"description": "Itself.", **TO_CART},
        f"{CART}: the schema requires itself, so no value of it ends",
    ),
    # operations
    ("paths > /carts/{cartId} > trace", {}, "paths > /carts/{cartId} > trace: not supported; methods are get, head"),
    (f"{CHANGE} > security", [], f"{CHANGE} > security: not supported"),
    (f"{CHANGE} > operationId", DROP, f"{CHANGE}: 'operationId' is missing"),
    (f"{CART_ID} > in", "cookie", f"{CART_ID} > in: a parameter in cookie is not supported"),
    (f"{CART_ID} > required", False, f"{CART_ID} > required: a parameter in the path is always required"),
    (f"{CART_ID} > name", "id", f"{CHANGE} > parameters: those in the path are id, which does not fit it"),
    (f"{CART_ID} > schema", TO_CART, f"{CART_ID} > schema: a schema in path is not supported"),
    (f"{CART_ID}", {"$ref": "#/components/parameters/Id"}, f"{CART_ID}: there is no component Id in parameters"),
    (f"{DRY_RUN} > style", "spaceDelimited", f"{DRY_RUN} > style: in query, only form is supported"),
    (f"{DRY_RUN} > content", {}, f"{DRY_RUN} > content: not supported"),
    (f"{DRY_RUN} > explode", "no", f"{DRY_RUN} > explode: true or false is expected"),
    (
        f"{DRY_RUN} > schema",
        {"type": "array", "items": TO_CART},
        f"{DRY_RUN} > schema: a list of objects in query is not supported",
    ),
    (f"{DRY_RUN} > schema", {"type": "object"}, f"{DRY_RUN} > schema: a map in query is not supported"),
    (f"{BODY} > content", {"text/plain": {"schema": TO_CART}}, f"{BODY} > content > text/plain: only application/json"),
    (f"{BODY} > content > application/json", {}, f"{BODY} > content: a body without a schema is not supported"),
    (f"{OK} > content", {"text/html": {"schema": TO_CART}}, f"{OK} > content > text/html: only application/json"),
    (f"{CHANGE} > responses > 100", {}, f"{CHANGE} > responses > 100: only statuses 2xx, 3xx, 4xx and 5xx"),
    (f"{CHANGE} > responses > 200", DROP, f"{CHANGE} > responses: a 2xx or default is expected"),
    (
        f"{CHANGE} > responses > 202",
        {"description": "Later.", "content": {"application/json": {"schema": TO_FAULT}}},
        f"{CHANGE} > responses > 202: successful answers of different types are not supported",
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
    (
        f"{FAULT} > properties > kind",
        {"type": "string", "enum": ["A"], "description": "A kind."},
        "components > schemas > FaultKind: FaultKind, the name of this inline schema, is taken",
    ),
    (f"{CART} > properties > dry-run", TEXT, f"{CART} > properties > dry-run: 'dry-run' is not usable as a name"),
    (f"{CART} > properties > bool", TEXT, f"{CART} > properties > bool: 'bool' would hide something else"),
    ("components > schemas > CartDict", {**TEXT, "enum": ["A"]}, f"{CART}: CartDict is taken, the name of the type"),
    ("components > schemas > CartInput", {**TEXT, "enum": ["A"]}, f"{CART}: CartInput is taken, the name of the type"),
    (
        "components > schemas > CartWireDict",
        {**TEXT, "enum": ["A"]},
        f"{CART}: CartWireDict is taken, the name of the type for dicts with wire names",
    ),
    (f"{KIND} > enum > 2", "small", f"{KIND} > enum: 'SMALL' is also the Python name of {KIND} > enum"),
    (f"{CHANGE} > operationId", "apiClient", f"{CHANGE}: 'api_client' would hide something else"),
    (f"{CHANGE} > operationId", "prepare", f"{CHANGE}: 'prepare' would hide something else"),
    (
        f"{CHANGE} > tags",
        ["Cart", "prepare cart"],
        "tags > 0 > name: 'prepare_cart_api' is also the Python name of tags > prepare cart > name",
    ),
    (f"{DRY_RUN} > name", "options", f"{DRY_RUN}: 'options' would hide something else"),
    (f"{DRY_RUN} > name", "cart", f"{BODY}: 'cart' is also the Python name of {DRY_RUN}"),
]

GAPS: list[tuple[str, object, str]] = [
    # an edit that leaves a contract usable, and the gap that it makes
    (f"{CART} > description", DROP, f"{CART}: 'description' is missing"),
    (f"{COUNT} > description", DROP, f"{COUNT}: 'description' is missing"),
    (f"{COUNT} > description", "How many", f"{COUNT} > description: a description is a sentence, with a full stop"),
    (f"{COUNT} > description", "Two\nlines.", f"{COUNT} > description: line breaks, double spaces, backslashes"),
    (f"{CHANGE} > summary", DROP, f"{CHANGE}: 'summary' is missing"),
    (f"{CHANGE} > tags", ["Order"], f"{CHANGE} > tags: the tag Order is not described in the contract"),
    (f"{DRY_RUN} > description", DROP, f"{DRY_RUN}: 'description' is missing"),
    (f"{BODY} > description", DROP, f"{BODY}: 'description' is missing"),
    (f"{OK} > description", DROP, f"{OK}: 'description' is missing"),
    ("servers > 0 > description", DROP, "servers > 0: 'description' is missing"),
    (f"{CART} > example", DROP, f"{CART}: an example is missing, which the page of the operations shows"),
    (f"{CART} > example > kind", "HUGE", f"{CART} > example > kind: 'HUGE' is not a value of Kind"),
    (f"{CART} > example > kind", DROP, f"{CART} > example: kind, which Cart requires, is missing"),
    (f"{CART} > example > colour", "red", f"{CART} > example > colour: Cart has no such property"),
    (f"{CART} > example > count", "1", f"{CART} > example > count: '1' is not supported as an example of type integer"),
    (f"{CART} > example > count", True, f"{CART} > example > count: True is not supported as an example of type"),
    (f"{CART} > example > parts > 0", {}, f"{CART} > example > parts > 0: kind, which Cart requires, is missing"),
]


def refusal(document: object, folder: Path, hand_written: HandWritten = HAND_WRITTEN) -> str:
    with pytest.raises(ContractError) as refused:
        plan_of(document, folder, hand_written)
    return str(refused.value)


def test_the_small_contract_itself_is_supported(tmp_path: Path) -> None:
    contract = contract_of(small(), tmp_path)
    assert (list(contract.schemas), contract.warnings) == (["Cart", "Kind", "Fault"], ())


@pytest.mark.parametrize(("place", "value", "message"), REFUSED)
def test_what_is_not_supported_is_refused_by_place(place: str, value: object, message: str, tmp_path: Path) -> None:
    document = small()
    if "FaultKind" in message:
        edited(document, "components > schemas > FaultKind", {**TEXT, "enum": ["A"]})
        message = message.replace("components > schemas > FaultKind", place)
    edited(document, place, value)
    assert refusal(document, tmp_path).startswith(message)


@pytest.mark.parametrize(("place", "value", "gap"), GAPS)
def test_a_gap_is_a_warning_with_its_place_and_an_error_only_if_strict(
    place: str, value: object, gap: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = small()
    edited(document, place, value)
    contract = contract_of(document, tmp_path)
    assert any(warning.startswith(gap) for warning in contract.warnings)
    assert plan_package(contract, HAND_WRITTEN).operations
    assert main(["--check", "--strict", "--contract", str(tmp_path / "openapi.yaml"), "--into", str(tmp_path)]) == 2
    assert f"warning: {gap}" in capsys.readouterr().err


def test_the_real_contract_has_no_gaps() -> None:
    assert real_contract().warnings == ()


def test_a_document_in_one_line_each_is_repaired(tmp_path: Path) -> None:
    document = small()
    edited(document, f"{COUNT} > description", 'Says  "how \\d many"\n\nof """them"')
    model = plan_of(document, tmp_path).schemas["Cart"]
    assert isinstance(model, ModelPlan)
    assert next(field.doc for field in model.fields if field.name == "count") == ("Says \"how /d many\" of '''them\".")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("NEW", "NEW"),
        ("new", "NEW"),
        ("in-store", "IN_STORE"),
        ("A B", "A_B"),
        ("inStore", "IN_STORE"),
        ("1st", "VALUE_1ST"),
        ("+1", "VALUE_1"),
        ("", "EMPTY"),
    ],
)
def test_names_of_members(value: str, name: str) -> None:
    assert member_name(value) == name


@pytest.mark.parametrize(
    ("tag", "name"), [("Checkout", "CheckoutApi"), ("gift card", "GiftCardApi"), ("b2b-orders", "B2bOrdersApi")]
)
def test_names_of_classes(tag: str, name: str) -> None:
    assert class_name(tag) == name


def facts_of(tmp_path: Path, method: str, **facts: object) -> OperationPlan:
    """Return the operation of the small contract with another method and with `x-` facts."""
    document = small()
    methods = document["paths"]["/carts/{cartId}"]
    methods[method] = methods.pop("patch") | {f"x-{name}": value for name, value in facts.items()}
    return plan_of(document, tmp_path).operations[0]


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


def test_only_text_can_be_echoed(tmp_path: Path) -> None:
    document = small()
    number = {"name": "kind", "in": "query", "description": "A number.", "schema": {"type": "integer"}}
    edited(document, f"{CHANGE} > parameters > 1", number)
    edited(document, f"{CHANGE} > x-echoes", "kind")
    expected = f"{CHANGE} > x-echoes: 'kind' is not text, so answers cannot be compared with it"
    assert refusal(document, tmp_path) == expected


@pytest.mark.parametrize(("fact", "value", "message"), FACTS)
def test_a_fact_that_does_not_fit_is_refused(fact: str, value: object, message: str, tmp_path: Path) -> None:
    document = small()
    edited(document, f"{CHANGE} > {fact}", value)
    assert refusal(document, tmp_path) == f"{CHANGE} > {fact}: {message}"


def test_only_a_parameter_of_the_path_has_reserved_values(tmp_path: Path) -> None:
    document = small()
    edited(document, f"{CHANGE} > x-reserved", {"dryRun": ["yes"]})
    assert refusal(document, tmp_path).endswith("x-reserved > dryRun: no parameter in the path has this name")


def test_nothing_that_is_safe_to_repeat_creates(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="an operation that creates something is not safe to repeat"):
        facts_of(tmp_path, "post", creates="kind", repeat="safe")


def test_a_name_that_an_enum_needs_is_refused(tmp_path: Path) -> None:
    document = small()
    kind = {"$ref": "#/components/schemas/Kind", "description": "The kind of cart."}
    order = {"description": "An order.", "type": "object", "properties": {"kind": kind}, "example": {"kind": "BIG"}}
    edited(document, "components > schemas > Order", order)
    edited(document, "components > schemas > KindValue", {**TEXT, "enum": ["A"]})
    edited(document, f"{BODY} > content > application/json > schema > $ref", "#/components/schemas/Order")
    assert refusal(document, tmp_path).startswith(f"{KIND}: KindValue is taken")


def test_a_mixin_for_no_schema_is_refused(tmp_path: Path) -> None:
    message = refusal(small(), tmp_path, HandWritten(exceptions=(), behaviours={"basket": ()}))
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
