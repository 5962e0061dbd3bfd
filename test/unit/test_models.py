"""Common behaviour of all models: names, strictness, messages, forms, and masked personal data."""

from __future__ import annotations

import copy
import json
import pickle
import pprint
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from pydantic import BaseModel, PrivateAttr, field_validator

import order_capture_client
from order_capture_client import models
from order_capture_client._model.types import UnknownValue
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models import (
    Answer,
    BillingContact,
    Channel,
    CheckoutDto,
    CheckoutPatchRequest,
    CheckoutRequest,
    CheckoutState,
    ConsumerInfo,
    ErrorDetails,
    ItemRequest,
    Metadata,
    OptionValue,
    Price,
    PriceType,
    QuestionSet,
    ServiceSlot,
    ShoppingType,
)
from test.paths import ROOT

CANARY = "canary-7f3a"
REQUIRED: dict[str, Any] = {"shopping_type": "ONLINE", "channel": "WEBAPP", "language_code": "sv"}


@cache
def schemas() -> dict[str, Any]:
    """The contract's schemas, with their marks."""
    contract = ROOT / "contract" / "openapi.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(contract.read_text(encoding="utf-8"), loader)  # a safe loader, either way
    return dict(document["components"]["schemas"])


OBJECTS = sorted(name for name, schema in schemas().items() if "enum" not in schema)
ENUMS = sorted(name for name, schema in schemas().items() if "enum" in schema)


def model_class(name: str) -> Any:
    return getattr(models, name)


def sample(schema: dict[str, Any], personal: str = "person", plain: str = "plain", depth: int = 3) -> Any:
    """A JSON value for a schema, with every property that is not too deep down."""
    if "$ref" in schema:
        schema = schemas()[schema["$ref"].rpartition("/")[2]]
    if "allOf" in schema:
        return sample(schema["allOf"][0], personal, plain, depth)
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "array":
        return [sample(schema["items"], personal, plain, depth)]
    if schema["type"] == "object" and "properties" in schema:
        required = schema.get("required", ())
        return {
            name: sample(part, personal, plain, depth - 1)
            for name, part in schema["properties"].items()
            if depth > 0 or name in required
        }
    if schema["type"] == "object":
        return {"key": sample(schema["additionalProperties"], personal, plain, depth)}
    if schema["type"] == "string":
        moment = schema.get("format") == "date-time"
        return "2026-01-02T03:04:05Z" if moment else personal if schema.get("x-personal-data") else plain
    return {"integer": 3, "number": 19.9, "boolean": True}[schema["type"]]


def refusal(make: Callable[[], object]) -> str:
    """The text of the refusal, which drags no exception of a library along."""
    with pytest.raises(ApiValueError) as caught:
        make()
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    return str(caught.value)


def a_request(**fields: Any) -> CheckoutRequest:
    return CheckoutRequest(**{"items": []} | REQUIRED | fields)


def given(model: Any, /, **fields: Any) -> Any:
    """A model from fields that a type checker would refuse."""
    return model(**fields)


# Names


@pytest.mark.parametrize(
    "fields",
    [
        {"item_no": "1", "external_ref_id": "2"},
        {"itemNo": "1", "externalRefId": "2"},
        {"item_no": "1", "externalRefId": "2"},
    ],
    ids=["snake case", "wire names", "mixed"],
)
def test_a_field_is_given_by_either_name(fields: dict[str, Any]) -> None:
    made = ItemRequest(**fields)
    assert (made.item_no, made.external_ref_id) == ("1", "2")
    assert made.to_dict() == {"itemNo": "1", "externalRefId": "2"}


def test_a_field_of_irregular_name_is_given_by_either_name() -> None:
    assert ServiceSlot(from_date_time_utc="x") == given(ServiceSlot, fromDateTimeUTC="x")
    assert ServiceSlot(from_date_time_utc="x").to_dict() == {"fromDateTimeUTC": "x"}


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (
            lambda: given(ItemRequest, item_n="1"),
            "ItemRequest.item_n: ItemRequest has no such field; did you mean 'item_no'?",
        ),
        (
            lambda: given(ItemRequest, itemNoo="1"),
            "ItemRequest.itemNoo: ItemRequest has no such field; did you mean 'item_no'?",
        ),
        (lambda: given(ItemRequest, zebra="1"), "ItemRequest.zebra: ItemRequest has no such field"),
        (lambda: given(ItemRequest, self="1"), "ItemRequest.self: ItemRequest has no such field"),
        (lambda: given(ItemRequest, to_dict="1"), "ItemRequest.to_dict: ItemRequest has no such field"),
        (
            lambda: a_request(consumer_info={"nam": "x"}),
            "CheckoutRequest.consumer_info.nam: ConsumerInfo has no such field; did you mean 'name'?",
        ),
        (
            lambda: a_request(consumerInfo={"nam": "x"}),
            "CheckoutRequest.consumerInfo.nam: ConsumerInfo has no such field; did you mean 'name'?",
        ),
        (
            lambda: a_request(items=[{"item_no": "1"}, {"quantiti": 1}]),
            "CheckoutRequest.items[1].quantiti: ItemRequest has no such field; did you mean 'quantity'?",
        ),
        (
            lambda: QuestionSet(service_id_service_relation_map={"SGR1": {"zebra": 1}}),  # type: ignore[dict-item]
            "QuestionSet.service_id_service_relation_map.SGR1.zebra: ServiceQuestionRelation has no such field",
        ),
        (
            lambda: QuestionSet(questions=[{"answer": {"freetext": "x"}}]),  # type: ignore[list-item]
            "QuestionSet.questions[0].answer.freetext: Answer has no such field; did you mean 'free_text'?",
        ),
    ],
    ids=[
        "snake",
        "camel",
        "no hint",
        "self",
        "a method",
        "nested",
        "nested, wire name",
        "in a list",
        "in a map",
        "deep",
    ],
)
def test_a_misspelt_field_is_refused_by_name(make: Callable[[], object], text: str) -> None:
    assert refusal(make) == text


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("item_nr", "item_no"),
        ("itemNumber", "item_no"),
        ("Quantity", "quantity"),
        ("QUANTITY", "quantity"),
        ("uon", "uom"),
        ("i__t__e__m__n__o", "item_no"),
    ],
)
def test_a_misspelt_field_is_hinted_at(misspelt: str, meant: str) -> None:
    assert f"did you mean {meant!r}?" in refusal(lambda: ItemRequest(**{misspelt: None}))


@pytest.mark.parametrize(
    "items",
    [
        lambda line: [line],
        lambda line: (line,),
        lambda line: [MappingProxyType(line)],
    ],
    ids=["list", "tuple", "mapping"],
)
def test_a_misspelt_field_is_found_in_whatever_is_taken_for_a_list(items: Callable[[dict[str, Any]], Any]) -> None:
    assert a_request(items=items({"item_no": "1"})).items == [ItemRequest(item_no="1")]
    assert "itemNumber" in refusal(lambda: a_request(items=items({"itemNumber": "1"})))


@pytest.mark.parametrize(
    "items",
    [
        lambda line: deque([line]),
        lambda line: (each for each in [line]),
        lambda line: {"key": line}.values(),
    ],
    ids=["deque", "generator", "dict values"],
)
def test_other_iterables_are_not_taken_for_a_list(items: Callable[[dict[str, Any]], Any]) -> None:
    # pydantic would consume them where nobody has looked at the names
    error = refusal(lambda: a_request(items=items({"item_no": "1"})))
    assert error == "CheckoutRequest.items: list expected; wrap other iterables in list()"


def test_keys_of_a_map_are_the_users_own() -> None:
    assert ConsumerInfo(extra_info={"any_key": "x", "anyKey": "y"}).to_dict() == {
        "extraInfo": {"any_key": "x", "anyKey": "y"}
    }


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (
            lambda: given(ItemRequest, item_no="1", itemNo="1"),
            "ItemRequest.item_no: given twice, as 'item_no' and 'itemNo'",
        ),
        (
            lambda: a_request(items=[{"item_no": "1", "itemNo": "2"}]),
            "CheckoutRequest.items[0].item_no: given twice, as 'item_no' and 'itemNo'",
        ),
    ],
    ids=["top", "nested"],
)
def test_both_names_of_a_field_at_once_are_refused(make: Callable[[], object], text: str) -> None:
    assert refusal(make) == text


@pytest.mark.parametrize("name", OBJECTS)
def test_every_field_of_every_model_is_taken_under_both_names(name: str) -> None:
    made = model_class(name).from_dict(sample(schemas()[name]))
    by_name = {field: getattr(made, field) for field in type(made).model_fields}
    assert type(made)(**by_name) == made
    by_wire_name = {type(made).model_fields[field].alias or field: value for field, value in by_name.items()}
    assert by_wire_name.keys() == schemas()[name]["properties"].keys()
    assert type(made)(**by_wire_name) == made


# Values


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: ItemRequest(item_no=None, uom=3.5), "ItemRequest.uom: text expected"),  # type: ignore[arg-type]
        (
            lambda: ItemRequest(item_no=10098949),  # type: ignore[arg-type]
            "ItemRequest.item_no: text expected, in quotes: a number would lose its leading zeros",
        ),
        (
            lambda: a_request(items=[{"itemNo": 10098949}]),
            "CheckoutRequest.items[0].itemNo: text expected, in quotes: a number would lose its leading zeros",
        ),
        (lambda: ItemRequest(quantity="2"), "ItemRequest.quantity: whole number expected"),  # type: ignore[arg-type]
        (lambda: ItemRequest(item_no=b"1"), "ItemRequest.item_no: text expected"),  # type: ignore[arg-type]
        (lambda: ItemRequest(item_no=["1"]), "ItemRequest.item_no: text expected"),  # type: ignore[arg-type]
        (
            lambda: a_request(apply_employee_discount=1),
            "CheckoutRequest.apply_employee_discount: true or false expected",
        ),
        (
            lambda: a_request(applyEmployeeDiscount="true"),
            "CheckoutRequest.applyEmployeeDiscount: true or false expected",
        ),
        (lambda: a_request(items="10098949"), "CheckoutRequest.items: list expected"),
        (lambda: a_request(items={"itemNo": "1"}), "CheckoutRequest.items: list expected"),
        (lambda: a_request(items=["10098949"]), "CheckoutRequest.items[0]: object expected"),
        (lambda: a_request(items=[None]), "CheckoutRequest.items[0]: object expected"),
        (lambda: a_request(consents=[None]), "CheckoutRequest.consents[0]: text expected"),
        (lambda: a_request(consumer_info="x"), "CheckoutRequest.consumer_info: object expected"),
        (
            lambda: a_request(consumer_info=ItemRequest()),
            "CheckoutRequest.consumer_info: ConsumerInfo or a dict expected, not ItemRequest;"
            " ConsumerInfo.model_validate(..., from_attributes=True) takes the fields that both have",
        ),
        (
            lambda: a_request(consumer_info={"extra_info": []}),
            "CheckoutRequest.consumer_info.extra_info: object expected",
        ),
        (lambda: a_request(channel=7), "CheckoutRequest.channel: text expected"),
        (lambda: a_request(channel=None), "CheckoutRequest.channel: required"),
        (
            lambda: ErrorDetails(timestamp="yesterday"),  # type: ignore[arg-type]
            "ErrorDetails.timestamp: date-time with an offset expected, such as datetime.now(timezone.utc)",
        ),
        (
            lambda: ErrorDetails(timestamp=1700000000),  # type: ignore[arg-type]
            "ErrorDetails.timestamp: date-time with an offset expected, such as datetime.now(timezone.utc)",
        ),
    ],
    ids=[
        "float for text",
        "number for an article number",
        "the same, nested",
        "text for a number",
        "bytes for text",
        "list for text",
        "1 for true",
        "text for true",
        "text for a list",
        "object for a list",
        "text in a list of objects",
        "None in a list of objects",
        "None in a list of texts",
        "text for an object",
        "another model",
        "list for a map",
        "number for an enum",
        "None for what is required",
        "text for a date-time",
        "number for a date-time",
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_path_and_kind(make: Callable[[], object], text: str) -> None:
    assert refusal(make) == text


def test_text_that_is_a_number_is_no_date_time() -> None:
    assert "timestamp" in refusal(lambda: ErrorDetails.from_json('{"timestamp": "1700000000"}'))


def test_all_faults_are_named_at_once() -> None:
    text = refusal(
        lambda: given(
            CheckoutRequest,
            shopping_type="ONLINE",
            chanel="WEBAPP",
            items=[{"itemNo": 1}, {"quantity": "2", "quantiti": 3}],
            apply_employee_discount="no",
        )
    )
    assert sorted(text.split("; ")) == sorted(
        [
            "CheckoutRequest.chanel: CheckoutRequest has no such field",
            "did you mean 'channel'?",
            "CheckoutRequest.items[1].quantiti: ItemRequest has no such field",
            "did you mean 'quantity'?",
            "CheckoutRequest.channel: required",
            "CheckoutRequest.language_code: required",
            "CheckoutRequest.apply_employee_discount: true or false expected",
            "CheckoutRequest.items[0].itemNo: text expected, in quotes: a number would lose its leading zeros",
            "CheckoutRequest.items[1].quantity: whole number expected",
        ]
    )


def test_of_very_many_faults_only_the_number_is_told() -> None:
    assert refusal(lambda: CheckoutPatchRequest.from_dict({"items": [1] * 1001})) == "CheckoutPatchRequest: 1001 faults"


def test_required_fields_are_asked_for() -> None:
    assert refusal(lambda: CheckoutRequest()) == (  # type: ignore[call-arg]
        "CheckoutRequest.shopping_type: required; CheckoutRequest.channel: required; "
        "CheckoutRequest.language_code: required; CheckoutRequest.items: required"
    )


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: given(models.DeliveryAreaRequest), "zip_code"),
        (lambda: given(models.DeliveryAreaRequest, city="Malmö"), "zip_code"),
        (lambda: given(models.DeliveryAreaRequest, stateCode="SE"), "zipCode"),
        (lambda: models.DeliveryAreaRequest.from_dict({"city": "Malmö"}), "zipCode"),
        (lambda: models.DeliveryAreaRequest.from_dict({"state_code": "SE"}), "zip_code"),
        (lambda: models.DeliveryAreaRequest.from_json('{"state_code": "SE"}'), "zip_code"),
        (lambda: CheckoutRequest.from_dict({"service_area": {}}), "service_area.zip_code"),
        (lambda: CheckoutRequest.from_dict({"serviceArea": {}}), "serviceArea.zipCode"),
        (lambda: CheckoutRequest.from_dict({"service_area": {"stateCode": "SE"}}), "service_area.zipCode"),
        (lambda: CheckoutRequest.from_dict({"serviceItems": [{"provider": "x"}]}), "serviceItems[0].itemReferenceList"),
        (lambda: given(CheckoutRequest, service_items=[{}]), "service_items[0].item_reference_list"),
    ],
)
def test_what_is_missing_is_called_as_what_is_there(make: Callable[[], object], place: str) -> None:
    assert f"Request.{place}: required" in refusal(make)


@pytest.mark.parametrize("name", [name for name in OBJECTS if schemas()[name].get("required")])
def test_every_required_property_is_asked_for_and_none_other(name: str) -> None:
    text = refusal(lambda: model_class(name)())
    names = {field.alias or name: name for name, field in model_class(name).model_fields.items()}
    required = [names[field] for field in schemas()[name]["required"]]
    assert sorted(text.split("; ")) == sorted(f"{name}.{field}: required" for field in required)


@pytest.mark.parametrize("name", [name for name in OBJECTS if not schemas()[name].get("required")])
def test_a_model_without_required_properties_may_be_empty(name: str) -> None:
    assert model_class(name)().to_dict() == {}


@pytest.mark.parametrize(
    "make",
    [
        lambda: ItemRequest(quantity=CANARY),  # type: ignore[arg-type]
        lambda: ItemRequest(item_no=[CANARY]),  # type: ignore[arg-type]
        lambda: ItemRequest(zebra=CANARY),  # type: ignore[call-arg]
        lambda: a_request(items=[{"quantity": CANARY, "itemNo": {CANARY: 1}}]),
        lambda: a_request(items=CANARY),
        lambda: a_request(channel=[CANARY]),
        lambda: a_request(apply_employee_discount=CANARY),
        lambda: a_request(consumer_info={"extraInfo": CANARY}),
        lambda: Price(type="ITEM_PRICE", currency_code="SEK", incl_tax=CANARY),  # type: ignore[arg-type]
        lambda: ErrorDetails(timestamp=CANARY),  # type: ignore[arg-type]
        lambda: setattr(ItemRequest(), "quantity", CANARY),
        lambda: ItemRequest.model_validate({"quantity": CANARY}),
        lambda: ItemRequest.model_validate(CANARY),
        lambda: ItemRequest.model_validate_json(f'{{"quantity": "{CANARY}"}}'),
        lambda: ItemRequest.model_validate_strings({"quantity": CANARY}),
        lambda: ItemRequest.from_dict({"quantity": CANARY}),
        lambda: ItemRequest.from_json(f'{{"quantity": "{CANARY}"}}'),
        lambda: ItemRequest.from_json(CANARY),
        lambda: ItemRequest.from_json(f'["{CANARY}"]'),
        lambda: Channel.from_json(f'"{CANARY}"'),
        lambda: Channel.from_json(CANARY),
    ],
    ids=[
        "number",
        "text",
        "unknown field",
        "nested",
        "list",
        "enum",
        "boolean",
        "map",
        "amount",
        "date-time",
        "assignment",
        "model_validate",
        "model_validate, no object",
        "model_validate_json",
        "model_validate_strings",
        "from_dict",
        "from_json",
        "from_json, no JSON",
        "from_json, no object",
        "enum's from_json",
        "enum's from_json, no JSON",
    ],
)
def test_a_refusal_is_ours_and_never_shows_a_value(make: Callable[[], object]) -> None:
    with pytest.raises(ApiValueError) as caught:
        make()
    assert CANARY not in str(caught.value) + repr(caught.value) + repr(caught.value.args)
    assert caught.value.__context__ is None


def test_text_that_utf_8_cannot_carry_is_refused() -> None:
    assert refusal(lambda: ItemRequest(item_no="\ud800").to_json()) == (
        "ItemRequest.item_no: holds half of a surrogate pair"
    )
    refusal(lambda: ItemRequest.from_json('{"itemNo": "\\ud800"}'))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
        ("2026-01-02T03:04:05.250+02:00", datetime(2026, 1, 2, 3, 4, 5, 250000, timezone(timedelta(hours=2)))),
        ("2026-01-02T03:04:05+0000", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
    ],
    ids=["Z", "offset", "offset without colon"],
)
def test_a_date_time_is_read_with_its_offset(text: str, moment: datetime) -> None:
    made = ErrorDetails.from_json(json.dumps({"timestamp": text}))
    assert made is not None
    assert made.timestamp == moment
    assert made.timestamp.utcoffset() == moment.utcoffset()
    assert ErrorDetails.from_json(made.to_json()) == made
    assert ErrorDetails.from_dict({"timestamp": text}) == ErrorDetails(timestamp=moment) == made


# Absence


def test_none_is_absent_on_the_way_out() -> None:
    made = ItemRequest(item_no="1", quantity=None, uom=None)
    assert made.to_dict() == {"itemNo": "1"}
    assert made.to_json() == '{"itemNo":"1"}'
    assert made == ItemRequest(item_no="1")


def test_what_is_empty_or_false_is_not_absent() -> None:
    made = a_request(apply_employee_discount=False, consents=[], family_card_no="", consumer_info={})
    assert made.to_dict() == {
        "shoppingType": "ONLINE",
        "channel": "WEBAPP",
        "familyCardNo": "",
        "applyEmployeeDiscount": False,
        "languageCode": "sv",
        "consumerInfo": {},
        "items": [],
        "consents": [],
    }


@pytest.mark.parametrize("name", OBJECTS)
def test_null_in_an_optional_property_is_absence(name: str) -> None:
    required = schemas()[name].get("required", ())
    least = sample(schemas()[name], depth=0)
    nulls = dict.fromkeys(schemas()[name]["properties"].keys() - set(required))
    made = model_class(name).from_json(json.dumps(least | nulls))
    assert json.loads(made.to_json()) == least


@pytest.mark.parametrize("name", [name for name in OBJECTS if schemas()[name].get("required")])
def test_null_in_a_required_property_is_refused(name: str) -> None:
    least = sample(schemas()[name], depth=0)
    for field in schemas()[name]["required"]:
        text = refusal(lambda field=field: model_class(name).from_json(json.dumps(least | {field: None})))  # type: ignore[misc]
        assert text.startswith(f"{name}.{field}: ")


def test_null_in_a_list_is_refused() -> None:
    assert refusal(lambda: CheckoutPatchRequest.from_json('{"items": [null]}')) == (
        "CheckoutPatchRequest.items[0]: object expected;"
        " CheckoutPatchRequest.from_answer reads what differs from the contract"
    )


# Assignment


def test_an_assignment_is_validated_and_converted() -> None:
    made = a_request()
    made.items = [{"item_no": "1", "quantity": 2.0}]  # type: ignore[list-item]
    assert made.items == [ItemRequest(item_no="1", quantity=2)]
    made.channel = "MOBILE_APP"
    assert made.channel is Channel.MOBILE_APP
    made.family_card_no = None
    assert "familyCardNo" not in made.to_dict()


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("item_n", "1", "ItemRequest.item_n: ItemRequest has no such field; did you mean 'item_no'?"),
        ("itemNo", "1", "ItemRequest.itemNo: ItemRequest has no such field; did you mean 'item_no'?"),
        ("quantity", "2", "ItemRequest.quantity: whole number expected"),
        ("item_no", 7, "ItemRequest.item_no: text expected, in quotes: a number would lose its leading zeros"),
    ],
    ids=["misspelt", "wire name", "wrong type", "number for an article number"],
)
def test_a_wrong_assignment_is_refused_and_changes_nothing(name: str, value: object, text: str) -> None:
    made = ItemRequest(item_no="1", quantity=2)
    assert refusal(lambda: setattr(made, name, value)) == text
    assert made == ItemRequest(item_no="1", quantity=2)
    assert made.to_dict() == {"itemNo": "1", "quantity": 2}


def test_an_assignment_is_checked_in_depth() -> None:
    made = a_request()
    assert refusal(lambda: setattr(made, "items", [{"item_no": "1", "itemNr": "1"}])) == (
        "CheckoutRequest.items[0].itemNr: ItemRequest has no such field; did you mean 'item_no'?"
    )
    assert refusal(lambda: setattr(made, "items", None)) == "CheckoutRequest.items: required"
    assert made.items == []


def test_a_field_that_is_known_can_be_changed_in_an_answer_with_unknown_ones() -> None:
    made = Metadata.from_json('{"isPriceRecalculated": true, "future": 1}')
    assert made is not None
    made.is_price_recalculated = False
    assert made.to_dict() == {"isPriceRecalculated": False, "future": 1}


# Enums


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_is_its_text(name: str) -> None:
    enum = model_class(name)
    assert [member.value for member in enum] == schemas()[name]["enum"]
    for member in enum:
        assert member == member.value
        assert hash(member) == hash(member.value)
        assert enum(member.value) is member
        assert enum.from_json(json.dumps(member)) is member


def test_an_enum_prints_as_its_text_on_the_wire() -> None:
    assert str(Channel.WEBAPP) == f"{Channel.WEBAPP}" == "%s" % Channel.WEBAPP == "WEBAPP"  # noqa: UP031
    assert f"{Channel.WEBAPP:>8}" == "  WEBAPP"
    assert urlencode({"channel": Channel.WEBAPP}) == "channel=WEBAPP"
    assert repr(Channel.WEBAPP) == "<Channel.WEBAPP: 'WEBAPP'>"
    assert json.dumps(Channel.WEBAPP) == '"WEBAPP"'


def test_a_known_value_of_an_answer_is_the_member_and_equals_its_text() -> None:
    made = Price.from_json('{"type": "ORDER_TOTAL", "currencyCode": "SEK"}')
    assert made is not None
    assert made.type is PriceType.ORDER_TOTAL
    assert made.type == "ORDER_TOTAL"


def test_an_unknown_value_of_an_answer_stays_text() -> None:
    made = Price.from_json('{"type": "FUTURE_TOTAL", "currencyCode": "SEK", "rollUpPriceType": "FUTURE"}')
    assert made is not None
    assert type(made.type) is str
    assert made.type == "FUTURE_TOTAL"
    assert made.to_dict() == {"type": "FUTURE_TOTAL", "currencyCode": "SEK", "rollUpPriceType": "FUTURE"}


def test_an_unknown_value_in_a_list_or_nested_stays_text() -> None:
    made = QuestionSet.from_json('{"questions": [{"answer": {"optionValue": "PERHAPS"}}]}')
    assert made is not None
    assert made.questions is not None
    assert made.questions[0].answer == Answer(option_value=UnknownValue("PERHAPS"))


def test_a_misspelt_wire_value_is_spelt_as_on_the_wire() -> None:
    assert CheckoutState("SHIPPING_CONTATCTS_SET") == "SHIPPING_CONTATCTS_SET"


@pytest.mark.parametrize("channel", [Channel.WEBAPP, "WEBAPP"], ids=["member", "text"])
def test_a_request_takes_the_member_or_its_text(channel: Any) -> None:
    made = a_request(channel=channel)
    assert made.channel is Channel.WEBAPP
    assert json.loads(made.to_json())["channel"] == "WEBAPP"


def test_a_member_of_another_enum_is_taken_for_no_member() -> None:
    # it stays text, and is refused when it is sent, as other text that the contract does not know
    assert type(a_request(shopping_type=Channel.WEBAPP).shopping_type) is str


@pytest.mark.parametrize("text", ['"FUTURE"', "3", "null", "[]", "{", "", b'"\xff"', None])
def test_what_is_no_value_of_an_enum_is_refused_by_from_json(text: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 # generated clients raise just that
        OptionValue.from_json(text)


# Unknown fields


UNKNOWN: dict[str, Any] = {
    # named like methods, attributes, dunders, fields
    "future": {"a": [1, 2.5, None, True, {"b": "c"}]},
    "to_dict": 1,
    "model_extra": 2,
    "model_fields": 3,
    "__class__": 4,
    "__dict__": 5,
    "self": 6,
    "cls": 7,
    "_private": 8,
    "": 9,
    "with space": 10,
}


@pytest.mark.parametrize(
    "read",
    [Metadata.from_dict, Metadata.model_validate, lambda data: Metadata.from_json(json.dumps(data))],
    ids=["from_dict", "model_validate", "from_json"],
)
def test_unknown_fields_are_kept_and_given_back(read: Callable[[Any], Metadata]) -> None:
    made = read({"isPriceRecalculated": True} | UNKNOWN)
    assert made.is_price_recalculated is True
    assert made.to_dict() == {"isPriceRecalculated": True} | UNKNOWN
    assert json.loads(made.to_json()) == {"isPriceRecalculated": True} | UNKNOWN
    assert type(made) is Metadata
    assert callable(made.to_dict)


def test_unknown_fields_are_kept_at_any_depth() -> None:
    answer = {
        "questions": [{"future": 1, "answer": {"future": 2}}],
        "serviceIdServiceRelationMap": {"a": {"future": 3}},
    }
    made = QuestionSet.from_dict(answer)
    assert made is not None
    assert made.to_dict() == answer


def test_an_unknown_field_is_an_attribute() -> None:
    made: Any = Metadata.from_dict({"future": "x"})
    assert made.future == "x"


def test_a_model_with_unknown_fields_can_be_used_in_a_request() -> None:
    item = ItemRequest.from_dict({"itemNo": "1", "future": "x"})
    assert a_request(items=[item]).to_dict()["items"] == [{"itemNo": "1", "future": "x"}]


def test_a_name_that_no_model_has_is_an_attribute_error() -> None:
    made: Any = ItemRequest(item_no="1")
    with pytest.raises(AttributeError, match="itemNo"):
        made.itemNo  # noqa: B018


# Forms


@pytest.mark.parametrize("name", OBJECTS)
def test_every_model_gives_back_what_it_read(name: str) -> None:
    answer = sample(schemas()[name])
    made = model_class(name).from_json(json.dumps(answer))
    assert json.loads(made.to_json()) == answer
    assert model_class(name).from_dict(answer) == made
    assert model_class(name).from_dict(made.to_dict()) == made
    assert model_class(name).from_json(made.to_json()) == made
    assert not made.model_extra


def test_to_dict_gives_what_a_generated_client_gives() -> None:
    # the right side was printed by a client made by OpenAPI Generator 7.26
    made = CheckoutRequest(
        shopping_type=ShoppingType.ONLINE,
        channel=Channel.WEBAPP,
        language_code="sv",
        items=[ItemRequest(item_no="10098949", quantity=2), given(ItemRequest, itemNo="2")],
        consents=["NEED_HELP"],
        consumer_info=ConsumerInfo(name="x", extra_info={"a": "b"}),
        apply_employee_discount=False,
    )
    given_ = made.to_dict()
    assert given_ == {
        "shoppingType": "ONLINE",
        "channel": "WEBAPP",
        "applyEmployeeDiscount": False,
        "languageCode": "sv",
        "consumerInfo": {"name": "x", "extraInfo": {"a": "b"}},
        "items": [{"itemNo": "10098949", "quantity": 2}, {"itemNo": "2"}],
        "consents": ["NEED_HELP"],
    }
    assert list(given_) == [
        "shoppingType",
        "channel",
        "applyEmployeeDiscount",
        "languageCode",
        "consumerInfo",
        "items",
        "consents",
    ]
    assert type(given_["shoppingType"]) is ShoppingType
    assert type(given_["consumerInfo"]) is dict
    assert type(given_["items"]) is list
    assert type(given_["items"][0]) is dict
    assert json.loads(made.to_json()) == given_
    assert json.loads(json.dumps(given_)) == given_


def test_to_dict_gives_python_values() -> None:
    made = ErrorDetails.from_json('{"timestamp": "2026-01-02T03:04:05Z", "errorCode": 12, "detailsMap": {"a": "b"}}')
    assert made is not None
    assert made.to_dict() == {
        "timestamp": datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc),
        "detailsMap": {"a": "b"},
        "errorCode": 12,
    }
    assert json.loads(made.to_json())["timestamp"] == "2026-01-02T03:04:05Z"


def test_to_dict_gives_amounts_as_decimal() -> None:
    made = Price.from_json('{"type": "ORDER_TOTAL", "currencyCode": "SEK", "inclTax": 19.90, "tax": 3}')
    assert made is not None
    assert made.to_dict() == {
        "type": "ORDER_TOTAL",
        "inclTax": Decimal("19.9"),
        "tax": Decimal(3),
        "currencyCode": "SEK",
    }


def test_what_was_put_into_a_list_later_is_checked_and_converted_as_in_a_call() -> None:
    made = a_request(items=[{"item_no": "1"}])
    made.items.append({"item_no": "2"})  # type: ignore[arg-type]
    assert json.loads(made.to_json())["items"] == [{"itemNo": "1"}, {"itemNo": "2"}]

    made.items.append({"itemNo": 2, "quantty": 1})  # type: ignore[arg-type]
    assert made.to_dict()["items"] == [{"itemNo": "1"}, {"item_no": "2"}, {"itemNo": 2, "quantty": 1}]
    assert refusal(made.to_json) == (
        "CheckoutRequest.items[2].quantty: ItemRequest has no such field; did you mean 'quantity'?;"
        " CheckoutRequest.items[2].itemNo: text expected, in quotes: a number would lose its leading zeros"
    )


@pytest.mark.parametrize(
    "read",
    [
        lambda: ItemRequest.model_validate({"item_no": "1"}, by_name=False),
        lambda: ItemRequest.model_validate_json('{"item_no": "1"}', by_name=False),
        lambda: ItemRequest.model_validate_strings({"item_no": "1"}, by_name=False),
    ],
    ids=["model_validate", "model_validate_json", "model_validate_strings"],
)
def test_the_options_of_pydantics_methods_are_passed_on(read: Callable[[], ItemRequest]) -> None:
    assert read().item_no is None


def test_what_to_dict_gives_is_the_callers_own() -> None:
    made = a_request(items=[{"item_no": "1"}], consents=["NEED_HELP"])
    given_ = made.to_dict()
    given_["items"][0]["itemNo"] = "2"
    given_["consents"].clear()
    assert made.to_dict()["items"] == [{"itemNo": "1"}]
    assert made.consents == ["NEED_HELP"]


def test_json_is_text_of_any_script() -> None:
    made = BillingContact(first_name="Åsa", last_name="名前")
    assert json.loads(made.to_json()) == {"firstName": "Åsa", "lastName": "名前"}
    assert BillingContact.from_json(made.to_json()) == made


def test_nothing_gives_nothing() -> None:
    assert ItemRequest.from_dict(None) is None
    assert ItemRequest.from_json("null") is None


def test_from_dict_gives_a_model_as_it_is() -> None:
    made: Any = ItemRequest(item_no="1")
    assert ItemRequest.from_dict(made) is made


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda: ItemRequest.from_json("{"), "ItemRequest: not valid JSON at line 1, column 1"),
        (lambda: ItemRequest.from_json(""), "ItemRequest: not valid JSON"),
        (lambda: ItemRequest.from_json("[" * 300), "ItemRequest: not valid JSON at line 1, column 202"),
        (lambda: ItemRequest.from_json(b'{"itemNo": "\xff"}'), "ItemRequest: not valid JSON"),
        (lambda: ItemRequest.from_json('{"a":\n1,}'), "ItemRequest: not valid JSON at line 2, column 3"),
        (
            lambda: ItemRequest.from_json({}),  # type: ignore[arg-type]
            "ItemRequest: JSON text or bytes expected, not dict; from_dict takes a dict",
        ),
        (lambda: ItemRequest.from_json("[]"), "ItemRequest: object expected"),
        (lambda: ItemRequest.from_json("3"), "ItemRequest: object expected"),
        (
            lambda: ItemRequest.from_json('{"quantity": true}'),
            "ItemRequest.quantity: whole number expected; ItemRequest.from_answer reads what differs from the contract",
        ),
        (lambda: ItemRequest.from_dict({"quantity": "1"}), "ItemRequest.quantity: whole number expected"),
        (lambda: ItemRequest.from_dict("x"), "ItemRequest: object expected"),  # type: ignore[arg-type]
        (lambda: ItemRequest.model_validate([]), "ItemRequest: object expected"),
        (lambda: ItemRequest.model_validate({"item_no": 1.5}), "ItemRequest.item_no: text expected"),
        (lambda: ItemRequest.model_validate_json(b'{"itemNo": []}'), "ItemRequest.itemNo: text expected"),
        (lambda: ItemRequest.model_validate_strings({"itemNo": {}}), "ItemRequest.itemNo: text expected"),
    ],
    ids=[
        "cut",
        "empty",
        "deep",
        "bytes that are no text",
        "trailing comma",
        "mapping",
        "list",
        "number",
        "json field",
        "dict field",
        "text",
        "validate",
        "field",
        "json",
        "strings",
    ],
)
def test_what_cannot_be_read_is_refused_by_path_and_kind(read: Callable[[], object], text: str) -> None:
    assert refusal(read) == text


@pytest.mark.parametrize(
    "given",
    [str, str.encode, lambda text: bytearray(text, "utf-8"), lambda text: text.encode("utf-8-sig")],
    ids=["text", "bytes", "bytearray", "bytes with a mark of their order"],
)
def test_json_may_be_the_bytes_of_an_answer(given: Callable[[str], Any]) -> None:
    made = ItemRequest.from_json(given('{"itemNo": "1", "newField": "\u00e5"}'))

    assert made is not None
    assert made.to_dict() == {"itemNo": "1", "newField": "\u00e5"}
    assert ItemRequest.from_json(given("null")) is None
    assert Channel.from_json(given(' "WEBAPP" ')) is Channel.WEBAPP


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_every_model_has_a_json_schema(mode: Any) -> None:
    # pydantic's own, which web frameworks ask for
    for name in OBJECTS:
        schema = model_class(name).model_json_schema(mode=mode)
        assert name in (schema.get("title"), schema.get("$ref", "").rpartition("/")[2])


def test_a_model_is_a_field_of_a_users_own_model() -> None:
    class Cart(BaseModel):
        line: ItemRequest

    assert Cart.model_validate({"line": {"item_no": "1"}}).line == ItemRequest(item_no="1")
    assert Cart(line=ItemRequest(item_no="1")).model_dump(by_alias=True, exclude_none=True) == {"line": {"itemNo": "1"}}


# Display


def shown(model: Any) -> Iterator[str]:
    """Everything that a print, a log or a debugger shows of a model."""
    yield repr(model)
    yield str(model)
    yield f"{model}"
    yield "%s %r" % (model, model)  # noqa: UP031
    yield model.to_str()
    yield pprint.pformat(model)
    yield pprint.pformat({"key": [model]})
    yield repr([model])


@pytest.mark.parametrize("name", OBJECTS)
def test_personal_data_is_masked_when_shown_and_only_then(name: str) -> None:
    answer = sample(schemas()[name], personal=CANARY) | {"future": CANARY}
    made = model_class(name).from_dict(answer)
    for text in shown(made):
        assert CANARY not in text
    assert made.to_json().count(CANARY) == json.dumps(answer).count(CANARY)
    assert made.future == CANARY


def test_printers_that_ask_for_the_parts_are_given_masked_ones() -> None:
    # rich's tracebacks show local variables through this method
    made: Any = BillingContact.from_dict({"firstName": CANARY, "country": "SE", "future": CANARY})
    parts = repr(list(made.__rich_repr__()))
    assert CANARY not in parts
    assert "SE" in parts


def test_what_is_not_personal_is_shown() -> None:
    # a control for the tests above
    made = BillingContact(first_name=CANARY, country="SE", same_as_shipping_contact=False)
    assert repr(made) == "BillingContact(first_name='***', country='SE', same_as_shipping_contact=False)"
    assert str(made) == repr(made)
    assert made.to_str() == "{'firstName': '***', 'country': 'SE', 'sameAsShippingContact': False}"


def test_repr_is_short() -> None:
    made = a_request(items=[{"item_no": "1"}] * 3, consumer_info={"name": "x"})
    assert repr(made) == (
        "CheckoutRequest(shopping_type=ShoppingType.ONLINE, channel=Channel.WEBAPP, language_code='sv', "
        "consumer_info=ConsumerInfo(name='x'), items=[3 x ItemRequest])"
    )


def test_to_str_shows_all_lines() -> None:
    made = CheckoutPatchRequest.from_dict({"items": [{"itemNo": "1", "quantity": 0}], "familyCardNo": "x", "new": 1})
    assert made is not None
    assert made.to_str() == "{'familyCardNo': '***', 'items': [{'itemNo': '1', 'quantity': 0}], 'new': '***'}"
    assert repr(made) == "CheckoutPatchRequest(family_card_no='***', items=[1 x PatchItemRequest], new=...)"


def test_what_a_map_holds_is_masked_too() -> None:
    made = QuestionSet.from_dict({"serviceIdServiceRelationMap": {"a": {"serviceMethod": "b", "new": CANARY}}})
    assert made is not None
    assert made.to_str() == "{'serviceIdServiceRelationMap': {'a': {'serviceMethod': 'b', 'new': '***'}}}"
    assert repr(made) == "QuestionSet(service_id_service_relation_map=[1 x ServiceQuestionRelation])"


@pytest.mark.parametrize("name", OBJECTS)
def test_an_empty_model_is_shown_as_its_name(name: str) -> None:
    made = model_class(name).model_construct()
    assert repr(made) == f"{name}()"
    assert made.to_str() == "{}"


# Values among values


KEPT = {"isPriceRecalculated": True, "future": [1]}


@pytest.mark.parametrize(
    "again",
    [
        *(lambda model, protocol=protocol: pickle.loads(pickle.dumps(model, protocol)) for protocol in range(2, 6)),
        copy.copy,
        copy.deepcopy,
        lambda model: model.model_copy(),
        lambda model: model.model_copy(deep=True),
    ],
    ids=["pickle 2", "pickle 3", "pickle 4", "pickle 5", "copy", "deepcopy", "model_copy", "model_copy deep"],
)
def test_a_copy_is_equal_and_as_strict(again: Callable[[Any], Any]) -> None:
    made = Metadata.from_dict(KEPT)
    copied = again(made)
    assert copied == made
    assert copied is not made
    assert copied.to_dict() == KEPT
    assert copied.model_fields_set == made.model_fields_set  # type: ignore[union-attr]
    assert "did you mean" in refusal(lambda: setattr(copied, "is_price_recalculate", True))


def test_a_deep_copy_shares_nothing() -> None:
    made = a_request(items=[{"item_no": "1"}])
    copied = copy.deepcopy(made)
    copied.items[0].item_no = "2"
    assert made.items[0].item_no == "1"


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (ItemRequest(item_no="1"), given(ItemRequest, itemNo="1"), True),
        (ItemRequest(item_no=None), ItemRequest(), True),
        (ItemRequest(item_no="1"), ItemRequest(item_no="2"), False),
        (ItemRequest(item_no="1"), Answer(free_text="1"), False),
        (Metadata.from_dict({"future": 1}), Metadata.from_dict({"future": 1}), True),
        (Metadata.from_dict({"future": 1}), Metadata.from_dict({"future": 2}), False),
        (Metadata.from_dict({"future": 1}), Metadata(), False),
        (ItemRequest(item_no="1"), {"itemNo": "1"}, False),
    ],
    ids=["names", "None", "value", "class", "unknown field", "its value", "its absence", "dict"],
)
def test_models_are_equal_by_class_and_values(one: object, other: object, equal: bool) -> None:
    assert (one == other) is equal


def test_models_cannot_be_hashed() -> None:
    with pytest.raises(TypeError):
        hash(ItemRequest())


# Subclasses


class NotedItem(ItemRequest):
    """A user's subclass of a model."""

    note: str | None = None
    _seen: int = PrivateAttr(default=0)

    @field_validator("note")
    @classmethod
    def no_shouting(cls, note: str | None) -> str | None:
        if note is not None and note.isupper():
            raise ValueError(f"no shouting: {note}")
        return note

    @property
    def article(self) -> str | None:
        return self.item_no

    @article.setter
    def article(self, value: str) -> None:
        self.item_no = value


class FilledItem(ItemRequest):
    def __init__(self, **fields: Any) -> None:
        super().__init__(**{"uom": "PIECE"} | fields)


def test_a_subclass_has_the_fields_of_both() -> None:
    made = NotedItem(item_no="1", note="x")
    assert made.to_dict() == {"itemNo": "1", "note": "x"}
    assert repr(made) == "NotedItem(item_no='1', note='x')"
    assert refusal(lambda: given(NotedItem, notes="x")) == (
        "NotedItem.notes: NotedItem has no such field; did you mean 'note'?"
    )


def test_a_subclass_stands_for_its_base() -> None:
    assert a_request(items=[NotedItem(item_no="1")]).to_dict()["items"] == [{"itemNo": "1"}]


def test_a_validator_of_a_subclass_speaks_for_itself() -> None:
    with pytest.raises(ApiValueError) as caught:
        NotedItem(note="X")
    assert str(caught.value) == "NotedItem.note: no shouting: X"


def test_a_private_attribute_of_a_subclass_can_be_set() -> None:
    made = NotedItem(item_no="1")
    made._seen += 1
    assert made._seen == 1
    assert made.to_dict() == {"itemNo": "1"}


def test_a_property_of_a_subclass_can_be_set() -> None:
    made = NotedItem(item_no="1")
    made.article = "2"
    assert made.item_no == "2"


def test_a_subclass_may_have_a_constructor_of_its_own() -> None:
    assert FilledItem(item_no="1").to_dict() == {"itemNo": "1", "uom": "PIECE"}
    assert FilledItem.from_dict({"itemNo": "1"}) == FilledItem(item_no="1")


# Imports


def test_a_model_is_one_class_wherever_it_is_imported_from() -> None:
    from order_capture_client.models.item_request import ItemRequest as InItsModule

    assert order_capture_client.ItemRequest is models.ItemRequest is InItsModule
    assert InItsModule.__module__ == "order_capture_client.models.item_request"


def test_all_models_are_listed_and_no_other_name_is_there() -> None:
    assert {*OBJECTS, *ENUMS} <= set(dir(models))
    with pytest.raises(AttributeError, match="ItemReqest"):
        _ = models.ItemReqest  # type: ignore[attr-defined]


READERS = pytest.mark.parametrize(
    "read",
    [
        lambda data: CheckoutDto.from_json(json.dumps(data)),
        lambda data: CheckoutDto.model_validate_json(json.dumps(data)),
        CheckoutDto.from_dict,
        CheckoutDto.model_validate,
    ],
    ids=["from_json", "model_validate_json", "from_dict", "model_validate"],
)


@READERS
def test_a_null_is_absence_and_stays_inside_what_is_unknown(read: Callable[[object], CheckoutDto]) -> None:
    unknown = {"a": None, "b": [None, {"c": None}]}
    order = read({"shoppingType": "ONLINE", "gone": None, "items": [{"gone": None, "itemNo": None, "new": unknown}]})

    assert (order.model_extra, order.items[0].model_extra) == ({}, {"new": unknown})  # type: ignore[index]
    assert order.to_dict() == {"shoppingType": "ONLINE", "items": [{"new": unknown}]}
    assert json.loads(order.to_json()) == order.to_dict()


@READERS
def test_unknown_numbers_are_decimals(read: Callable[[object], CheckoutDto]) -> None:
    order = read({"shoppingType": "ONLINE", "fee": 19.9, "items": [{"new": [1, {"a": 0.1}], "no": True}]})

    assert order.model_extra == {"fee": Decimal("19.9")}
    assert order.items[0].model_extra == {"new": [1, {"a": Decimal("0.1")}], "no": True}  # type: ignore[index]
    assert order.to_json() == ('{"shoppingType":"ONLINE","items":[{"new":[1,{"a":0.1}],"no":true}],"fee":19.9}')


def test_digits_of_unknown_numbers_stay() -> None:
    text = '{"shoppingType":"ONLINE","fee":19.90,"tiny":1E-30,"long":1.2345678901234567890123}'

    assert CheckoutDto.from_json(text).to_json() == text  # type: ignore[union-attr]


def test_a_whole_answer_is_read_and_given_back() -> None:
    answer = sample(schemas()["CheckoutDto"], depth=6)
    made = CheckoutDto.from_json(json.dumps(answer))
    assert made is not None
    assert json.loads(made.to_json()) == answer


def test_what_was_put_into_a_list_later_is_masked_whatever_it_is() -> None:
    made = models.ExistingOrderCheckoutRequest(
        channel="WEBAPP", language_code="sv", items=[], order_number="1", order_number_source="A", shipping_contacts=[]
    )
    contacts: Any = made.shipping_contacts
    contacts.append({"firstName": "canary"})
    contacts.append(models.ShippingContact(first_name="canary"))

    assert "canary" not in repr(made)
    assert "canary" not in made.to_str()
    assert made.to_dict()["shippingContacts"][1] == {"firstName": "canary"}
