"""The parts of models that tools read: JSON Schema, signatures, completion, and pydantic's own errors."""

from __future__ import annotations

import inspect
import json
import pydoc
from typing import Any

import jedi
import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis.strategies import from_type
from pydantic import TypeAdapter, ValidationError

import order_capture_client.models
from order_capture_client import CheckoutDto, CheckoutRequest, ItemRequest, Price
from order_capture_client._model.base import Model
from order_capture_client._model.open_model import OpenModel
from order_capture_client._model.types import Date, DateTime, Json, Number
from test.faults.size import LARGE
from test.samples import sample

MODEL_CLASSES: list[type[Model]] = [
    kind
    for name in dir(order_capture_client.models)
    if isinstance(kind := getattr(order_capture_client.models, name), type) and issubclass(kind, Model)
]
both_modes = pytest.mark.parametrize("mode", ["validation", "serialization"])


class Times(Model):
    day: Date | None = None
    moment: DateTime
    other: Json | None = None


class Amounts(Model):
    number: Number
    moment: DateTime


# JSON Schema


@both_modes
@pytest.mark.parametrize(
    ("model", "wire_name", "expected"),
    [
        (Price, "inclTax", {"anyOf": [{"type": "number"}, {"type": "null"}]}),
        (ItemRequest, "quantity", {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        (Times, "day", {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}),
        (Times, "moment", {"type": "string", "format": "date-time"}),
        (CheckoutRequest, "items", {"type": "array", "items": {"$ref": "#/$defs/ItemRequest"}}),
    ],
)
def test_the_schema_of_a_value_is_plain(model: type[Model], wire_name: str, expected: Any, mode: Any) -> None:
    schema = model.model_json_schema(mode=mode)["properties"][wire_name]

    assert {key: schema[key] for key in expected} == expected
    assert schema.keys() <= {*expected, "default", "description"}


@both_modes
def test_a_schema_holds_no_number_that_other_libraries_cannot_write(mode: Any) -> None:
    # orjson takes 64 bits
    text = json.dumps([model.model_json_schema(mode=mode) for model in MODEL_CLASSES])

    assert "0" * 19 not in text


@pytest.mark.parametrize("model", MODEL_CLASSES, ids=lambda model: model.__name__)
def test_every_model_and_property_is_described(model: type[Model]) -> None:
    schema = model.model_json_schema()
    models = [*schema.get("$defs", {}).values(), *([] if "$ref" in schema else [schema])]
    for described in models:
        assert described["description"]
        for name, value in described.get("properties", {}).items():
            assert value.get("description"), name


def test_fields_have_the_descriptions_of_the_contract() -> None:
    field = CheckoutRequest.model_fields["channel"]

    assert field.description == "Channel that the checkout starts in."


def test_the_description_of_a_subclass_stays() -> None:
    from pydantic import Field

    class Line(ItemRequest):
        """Our line."""

        item_no: str | None = Field(None, title="Article", description="Number of the shelf")
        """Not the contract's."""
        own: int | None = None

    schema = Line.model_json_schema()
    assert schema["description"] == "Our line."
    assert schema["properties"]["itemNo"]["description"] == "Number of the shelf"
    assert schema["properties"]["itemNo"]["title"] == "Article"
    assert schema["properties"]["uom"]["description"] == "Unit of measure, e.g. PIECE or METER."
    assert "description" not in schema["properties"]["own"]


def test_a_schema_may_have_python_names() -> None:
    assert ItemRequest.model_json_schema(by_alias=False)["properties"]["item_no"]["description"]


def test_fields_of_an_instance_are_deprecated_as_in_pydantic() -> None:
    with pytest.warns(DeprecationWarning, match="instance"):
        fields = ItemRequest().model_fields
    assert fields["item_no"].alias == "itemNo"


def test_without_sources_there_are_no_descriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_source(module: object) -> str:
        raise OSError("could not get source code")

    from order_capture_client._model import reflection

    monkeypatch.setattr(inspect, "getsource", no_source)
    assert reflection._docstrings.__wrapped__(Price.__module__) == {}


@both_modes
def test_an_answer_is_valid_by_the_schema(mode: Any) -> None:
    schema = CheckoutDto.model_json_schema(mode=mode)
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.Draft202012Validator(schema).validate(json.loads(sample("get_order", 200)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"shoppingType": "ONLINE", "quantity": "2"})


# Signatures


def test_a_signature_has_python_names_and_readable_types() -> None:
    class Cart(Model):
        items: list[ItemRequest]
        quantity: int = 3

    assert str(inspect.signature(Cart)) == "(*, items: list[ItemRequest], quantity: int = 3)"
    assert str(inspect.signature(ItemRequest)) == (
        "(*, item_no: str | None = None, quantity: int | None = None, uom: str | None = None, "
        "group: str | None = None, shopping_profile: str | None = None, external_ref_id: str | None = None)"
    )
    assert "channel: Channel | str, " in str(inspect.signature(CheckoutRequest))
    assert "incl_tax: Decimal | None = None" in str(inspect.signature(Price))


def test_a_signature_can_be_bound() -> None:
    signature = inspect.signature(ItemRequest)

    assert signature.bind(item_no="1").arguments == {"item_no": "1"}
    with pytest.raises(TypeError, match="itemNo"):
        signature.bind(itemNo="1")


def test_a_model_of_any_field_takes_further_keywords() -> None:
    class Open(OpenModel):
        name: str

    assert str(inspect.signature(Open)) == "(*, name: str, **additional_properties)"


def test_the_constructor_of_a_subclass_keeps_its_signature() -> None:
    class Line(ItemRequest):
        def __init__(self, number: str) -> None:
            super().__init__(item_no=number)

    assert "number" in inspect.signature(Line).parameters


def test_a_signature_belongs_to_the_class() -> None:
    class Callable(ItemRequest):
        def __call__(self, times: int) -> int:
            return times

    assert str(inspect.signature(Callable())) == "(times: 'int') -> 'int'"


def test_help_shows_python_names() -> None:
    text = pydoc.plain(pydoc.render_doc(ItemRequest))

    assert "item_no: str | None = None" in text
    assert "itemNo:" not in text


def test_completion_in_a_notebook_offers_python_names() -> None:
    found = jedi.Interpreter("ItemRequest(it", [{"ItemRequest": ItemRequest}]).complete(1, 14)

    assert "item_no=" in [completion.name for completion in found]


# pydantic's own errors


def test_texts_of_pydantic_show_no_value() -> None:
    card = 6275980000000001
    data = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv", "items": [], "familyCardNo": card}

    with pytest.raises(ValidationError) as caught:
        TypeAdapter(CheckoutRequest).validate_python(data)
    assert "familyCardNo" in str(caught.value)
    assert str(card) not in str(caught.value)


# Tools that make values


@pytest.mark.parametrize("model", MODEL_CLASSES, ids=lambda model: model.__name__)
def test_hypothesis_builds_every_model(model: type[Model]) -> None:
    @settings(max_examples=20 if LARGE else 1, deadline=None, database=None, derandomize=True)
    @given(from_type(model))
    def check(made: Model) -> None:
        assert type(made).from_json(made.to_json()) is not None

    check()


@settings(max_examples=50, deadline=None, database=None)
@given(from_type(Amounts))
def test_hypothesis_makes_numbers_that_json_has_and_aware_times(made: Amounts) -> None:
    assert made.number.is_finite()
    assert made.moment.tzinfo is not None
    assert Amounts.model_validate({"number": made.number, "moment": made.moment}) == made
