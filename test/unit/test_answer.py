"""From answers to models: fitting values are typed, others kept and reported (`_model/answer.py`, `lenient.py`, `output.py`)."""

from __future__ import annotations

import copy
import json
import os
import pickle
import warnings
from datetime import datetime, timezone
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, PrivateAttr

from order_capture_client import models
from order_capture_client._model.answer import from_answer
from order_capture_client._model.base import Model, to_body
from order_capture_client._model.lenient import LONGEST_LIST
from order_capture_client.drift import Drift
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models import CheckoutDto, CreateResource, ErrorDetails, ItemDto, Price, QuestionSet
from test.faults.size import LARGE
from test.mutations import (
    MOMENT_READ,
    SCHEMAS,
    PathT,
    document,
    faults,
    mutated,
    name_of,
    resolved,
    text_of,
    without_absent,
)
from test.samples import sample

COUNT = int(os.environ.get("ORDER_CAPTURE_MUTATED_ANSWERS", "100000" if LARGE else "500"))
"""Number of mutated answers."""

ANSWERS = ["CheckoutDto"] * 7 + ["User", "ErrorDetails", "Checkout"]
PROPERTY = settings(deadline=None, database=None, derandomize=True)


def read(model: type[Any], body: str | bytes) -> tuple[Any, list[str]]:
    """The model, and its drift as text."""
    made, drift = from_answer(model, body.encode() if isinstance(body, str) else body)
    return made, [str(found) for found in drift]


# Properties


def assert_typed(schema: dict[str, Any], value: object, made: object, drift: set[PathT], path: PathT = ()) -> None:
    """Check that all values without drift have the type of their schema."""
    if path in drift:
        return
    kind = resolved(schema)
    if "properties" in kind:
        assert type(made) is getattr(models, name_of(schema)), path
        assert isinstance(value, dict)
        for name, part in kind["properties"].items():
            attribute = next(n for n, field in type(made).model_fields.items() if field.alias == name)  # type: ignore[attr-defined]
            item = getattr(made, attribute)
            if value.get(name) is None:
                assert item is None, (path, name)
            else:
                assert_typed(part, value[name], item, drift, (*path, name))
    elif kind["type"] == "array":
        assert type(made) is list, path
        assert isinstance(value, list)
        for index, (raw, item) in enumerate(zip(value, made, strict=True)):
            assert_typed(kind["items"], raw, item, drift, (*path, index))
    elif kind["type"] == "object":
        assert type(made) is dict, path
        assert isinstance(value, dict)
        assert value.keys() == made.keys()
        for name, raw in value.items():
            assert_typed(kind["additionalProperties"], raw, made[name], drift, (*path, name))
    elif "enum" in kind:
        assert isinstance(made, Enum), path
    elif kind.get("format") == "date-time":
        assert made == MOMENT_READ, path
    else:
        expected = {"string": str, "boolean": bool, "integer": int, "number": Decimal}[kind["type"]]
        assert type(made) is expected, path


def without_moments(value: Any) -> Any:
    """Return `to_dict` with date-times in their original spelling."""
    if isinstance(value, dict):
        return {name: without_moments(item) for name, item in value.items()}
    if isinstance(value, list):
        return [without_moments(item) for item in value]
    return "2026-01-02T03:04:05Z" if isinstance(value, datetime) else value


def assert_read_as_it_came(name: str, text: str) -> None:
    """Check that the drift follows the contract, the rest is typed, and everything is written back."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    came = json.loads(text, parse_float=Decimal)
    expected = set(faults(schema, came))

    made, drift = from_answer(getattr(models, name), text.encode())

    assert {(found.path, found.kind) for found in drift} == expected
    assert len(drift) == len(expected)
    assert_typed(schema, came, made, {path for path, _ in expected})
    given_back = without_absent(schema, came)
    assert without_moments(made.to_dict()) == given_back
    assert json.loads(made.to_json(), parse_float=Decimal) == given_back
    assert copy.deepcopy(made) == made == pickle.loads(pickle.dumps(made)) == made.model_copy()
    assert getattr(models, name).from_answer(made.to_json()) == made
    assert repr(made)
    assert made.to_str()


def test_an_answer_with_one_fault_is_read_and_the_fault_is_named() -> None:
    drifted = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for number in range(COUNT):
            random = Random(number)
            name = random.choice(ANSWERS)
            value = mutated(document({"$ref": f"/{name}"}, random), random)
            text = text_of(value)
            try:
                assert_read_as_it_came(name, text)
            except Exception as error:
                raise AssertionError(f"answer {number}: {text}") from error
            drifted += any(faults({"$ref": f"/{name}"}, value))
    assert COUNT * 0.4 < drifted < COUNT  # a control: some faults are allowed, such as a null of an optional property
    print(f"{COUNT} mutated answers read, {drifted} of them with drift")


@pytest.mark.parametrize("name", sorted(name for name, schema in SCHEMAS.items() if "properties" in schema))
def test_an_answer_as_the_contract_has_it_is_read_alike_on_both_ways(name: str) -> None:
    model = getattr(models, name)
    for number in range(20):
        value = document({"$ref": f"/{name}"}, Random(number))
        quickly, no_drift = from_answer(model, text_of(value).encode())
        field_by_field, drift = from_answer(model, text_of(value | {"newField": 1}).encode())

        assert no_drift == ()
        assert drift == (Drift(("newField",), "unknown_field"),)
        assert quickly.model_dump(by_alias=True) | {"newField": 1} == field_by_field.model_dump(by_alias=True)
        assert str(quickly.to_dict()) == str(
            {key: item for key, item in field_by_field.to_dict().items() if key != "newField"}
        )
        assert quickly.model_fields_set == field_by_field.model_fields_set


@given(st.integers(1, 10**15 - 1), st.integers(0, 14))
@settings(PROPERTY, max_examples=10_000 if LARGE else 500)
def test_15_digits_survive_an_answer_and_the_way_back(digits: int, places: int) -> None:
    amount = Decimal(digits).scaleb(-places)
    body = f'{{"type": "ORDER_TOTAL", "currencyCode": "SEK", "inclTax": {amount:f}, "future": {amount:f}}}'

    for text in (body, body.replace("future", "tax")):
        made, _ = read(Price, text)
        assert made.incl_tax == amount
        assert json.loads(made.to_json(), parse_float=Decimal) == json.loads(text, parse_float=Decimal)


# Fitting and other values

IN_AN_ITEM: list[Any] = [
    # a property of an article line, its JSON, the value read, and the drift
    ("quantity", "2", 2, None),
    ("quantity", "2.0", 2, None),
    ("quantity", "2e0", 2, None),
    ("quantity", "null", None, None),
    ("quantity", "2.5", Decimal("2.5"), "wrong_type"),
    ("quantity", '"2"', "2", "wrong_type"),
    ("quantity", "true", True, "wrong_type"),
    ("quantity", "[2]", [2], "wrong_type"),
    ("itemNo", '"10098949"', "10098949", None),
    ("itemNo", "10098949", 10098949, "wrong_type"),
    ("itemNo", "{}", {}, "wrong_type"),
    ("type", '"ART"', models.ItemType.ART, None),
    ("type", '"NEW"', "NEW", "unknown_enum_value"),
    ("type", '"art"', "art", "unknown_enum_value"),
    ("type", "1", 1, "wrong_type"),
    ("fees", "[]", [], None),
    ("fees", "{}", {}, "wrong_type"),
    ("fees", '"x"', "x", "wrong_type"),
    ("totalPrice", "[]", [], "wrong_type"),
    ("totalPrice", "19.90", Decimal("19.90"), "wrong_type"),
]


@pytest.mark.parametrize(("name", "literal", "value", "kind"), IN_AN_ITEM)
def test_a_value_is_typed_or_kept(name: str, literal: str, value: object, kind: str | None) -> None:
    made, drift = read(ItemDto, f'{{"{name}": {literal}}}')

    attribute = next(attribute for attribute, field in ItemDto.model_fields.items() if field.alias == name)
    assert getattr(made, attribute) == value
    assert type(getattr(made, attribute)) is type(value)
    assert drift == ([] if kind is None else [f"{name}: {kind}"])


IN_A_PRICE: list[Any] = [
    ("19.90", Decimal("19.9"), None),
    ("19", Decimal(19), None),
    ("1e-400", Decimal(0), None),
    ("1e400", Decimal("1e400"), "invalid_value"),
    ("-1e400", Decimal("-1e400"), "invalid_value"),
    ("1" + "0" * 309, 10**309, "invalid_value"),
    ('"19.90"', "19.90", "wrong_type"),
    ('"1e999999999"', "1e999999999", "wrong_type"),
    ("false", False, "wrong_type"),
    ('{"amount": 19.90}', {"amount": Decimal("19.90")}, "wrong_type"),
    ("1e9999", Decimal("1e9999"), "invalid_value"),
    ("[1e-9999]", [Decimal("1e-9999")], "wrong_type"),
]


@pytest.mark.parametrize("beside", ["", ', "newField": 1'], ids=["alone", "beside drift"])
@pytest.mark.parametrize(("literal", "value", "kind"), IN_A_PRICE)
def test_an_amount_is_typed_or_kept(literal: str, value: object, kind: str | None, beside: str) -> None:
    text = f'{{"type": "ORDER_TOTAL", "inclTax": {literal}, "currencyCode": "SEK"{beside}}}'
    made, drift = read(Price, text)

    assert made.incl_tax == value
    assert [found for found in drift if "newField" not in found] == ([] if kind is None else [f"inclTax: {kind}"])
    if kind is not None:
        assert json.loads(made.to_json(), parse_float=Decimal) == json.loads(text, parse_float=Decimal)


def test_an_amount_reads_alike_with_and_without_drift_beside_it() -> None:
    text = '{"type": "ORDER_TOTAL", "inclTax": 19.90, "tax": 0.1234567890123456789, "currencyCode": "SEK"}'
    alone, _ = read(Price, text)
    beside, drift = read(Price, text.replace("}", ', "newField": 1}'))

    assert drift
    assert (str(alone.incl_tax), str(alone.tax)) == (str(beside.incl_tax), str(beside.tax))


MOMENTS: list[Any] = [
    ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
    ("2026-01-02T24:00:00Z", datetime(2026, 1, 3, tzinfo=timezone.utc)),
    ("2026-01-02T03:04:05+00", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
    ("2026-01-02T03:04:05-01", datetime(2026, 1, 2, 4, 4, 5, tzinfo=timezone.utc)),
    ("20260102T030405Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
    ("20260102T030405+0100", datetime(2026, 1, 2, 2, 4, 5, tzinfo=timezone.utc)),
    ("2026-W01-5T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
    ("2026W015T030405,25Z", datetime(2026, 1, 2, 3, 4, 5, 250000, tzinfo=timezone.utc)),
    ("2026-002T03:04Z", datetime(2026, 1, 2, 3, 4, tzinfo=timezone.utc)),
]


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_a_date_time_in_any_form_of_iso_8601_is_aware(text: str, moment: datetime) -> None:
    for body in (json.dumps({"timestamp": text}), json.dumps({"timestamp": text, "newField": 1})):
        made, drift = read(ErrorDetails, body)

        assert made.timestamp == moment
        assert made.timestamp.utcoffset() is not None
        assert drift in ([], ["newField: unknown_field"])
        assert ErrorDetails.from_json(made.to_json()) == made == pickle.loads(pickle.dumps(made))
    assert ErrorDetails(timestamp=text).timestamp == moment  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02T03:04:05",
        "20260102T030405",
        "2026-01-02",
        "2026-W01-5",
        "yesterday",
        "",
        "1700000000",
        "2026-13-02T03:04:05Z",
        "2026-01-02T24:00:01Z",
        "9999-12-31T24:00:00Z",
        "2026-01-02T03:04:05+99",
        "2026-01-02T03:04:05Z" + "0" * 100_000,
        "\uff12026-01-02T03:04:05Z",
    ],
)
def test_a_date_time_without_offset_or_sense_is_kept_as_text(text: str) -> None:
    made, drift = read(ErrorDetails, json.dumps({"timestamp": text}))

    assert (made.timestamp, drift) == (text, ["timestamp: invalid_value"])
    assert made.to_dict() == {"timestamp": text}


@given(st.text("0123456789-+:.,TZWz ", max_size=30))
@settings(PROPERTY, max_examples=2000 if LARGE else 300)
def test_no_text_is_too_odd_for_a_date_time(text: str) -> None:
    made, drift = read(ErrorDetails, json.dumps({"timestamp": text}))

    assert made.timestamp == text if drift else made.timestamp.utcoffset() is not None


def test_a_null_stays_in_a_list_and_is_absence_in_a_required_property() -> None:
    text = '{"type": null, "currencyCode": "SEK", "taxList": [null, {}], "inclTax": null}'
    made, drift = read(Price, text)

    assert (made.type, made.tax_list, made.incl_tax) == (None, [None, models.Tax()], None)
    assert drift == ["type: null", "taxList[0]: null"]
    assert made.to_dict() == {"currencyCode": "SEK", "taxList": [None, {}]}
    assert json.loads(made.to_json()) == made.to_dict()


def test_a_missing_required_property_reads_as_none() -> None:
    made, drift = read(Price, "{}")

    assert (made.type, made.currency_code, made.to_dict()) == (None, None, {})
    assert drift == ["type: missing", "currencyCode: missing"]


def test_unknown_fields_are_attributes_unless_the_model_has_such_a_name() -> None:
    text = '{"resourceId": "c1", "resource_id": "c2", "to_dict": 1, "newField": {"a": 1.50, "b": null}, "gone": null}'
    made, drift = read(CreateResource, text)

    assert (made.resource_id, made.newField) == ("c1", {"a": Decimal("1.50"), "b": None})
    expected = json.loads(text, parse_float=Decimal)
    del expected["gone"]
    assert made.to_dict() == expected
    assert json.loads(made.to_json(), parse_float=Decimal) == expected
    assert drift == [f"{name}: unknown_field" for name in ("resource_id", "to_dict", "newField", "gone")]


@pytest.mark.parametrize(
    "key",
    ['"zip_code":', '"zip_code" :', '"zip_code"\n:', r'"zip\u005fcode":', r'"zip\u005Fcode":', r'"\u007aip_code":'],
)
def test_an_unknown_field_that_has_the_python_name_of_a_known_one_is_kept(key: str) -> None:
    made, drift = read(
        CheckoutDto, f'{{"shoppingType": "ONLINE", "shippingContacts": [{{"country": "SE", {key} "1"}}]}}'
    )

    assert drift == ["shippingContacts[0].zip_code: unknown_field"]
    assert made.shipping_contacts[0].zip_code is None
    assert made.to_dict()["shippingContacts"] == [{"country": "SE", "zip_code": "1"}]


def test_what_a_map_holds_is_typed_or_kept() -> None:
    made, drift = read(
        QuestionSet, '{"serviceIdServiceRelationMap": {"a": {}, "b": [], "c": null, "d.e": {"x": 1, "y": null}}}'
    )

    assert made.service_id_service_relation_map == {
        "a": models.ServiceQuestionRelation(),
        "b": [],
        "c": None,
        "d.e": models.ServiceQuestionRelation.from_dict({"x": 1, "y": None}),
    }
    place = "serviceIdServiceRelationMap"
    assert drift == [
        f"{place}.b: wrong_type",
        f"{place}.c: null",
        f"{place}.d.e.x: unknown_field",
        f"{place}.d.e.y: unknown_field",
    ]
    assert made.to_dict()[place] == {"a": {}, "b": [], "c": None, "d.e": {"x": 1}}
    assert json.loads(made.to_json()) == made.to_dict()


# Uses of such a model

ODD = '{"shoppingType": "NEW", "currency": 1.50, "items": [{"quantity": "1"}, 3, null], "payment": "x", "newField": 7}'


def test_a_model_that_drifted_is_a_model_among_others() -> None:
    made, _ = read(CheckoutDto, ODD)

    assert type(made) is CheckoutDto
    assert made == read(CheckoutDto, ODD)[0]
    assert made != read(CheckoutDto, ODD.replace("1.50", "1.51"))[0]
    for again in (copy.copy(made), copy.deepcopy(made), made.model_copy(deep=True), pickle.loads(pickle.dumps(made))):
        assert again == made
        assert again.to_dict() == made.to_dict()
        assert again.model_fields_set == made.model_fields_set
    assert made.to_dict()["items"] == [{"quantity": "1"}, 3, None]


def test_a_model_that_drifted_still_checks_what_is_assigned() -> None:
    made, _ = read(CheckoutDto, ODD)

    made.currency = "SEK"
    assert made.to_dict()["currency"] == "SEK"
    with pytest.raises(ApiValueError, match=r"^CheckoutDto\.currency: text expected"):
        made.currency = 1.5
    with pytest.raises(ApiValueError, match="no such field"):
        made.other = 1
    assert made.to_dict()["newField"] == 7


def test_what_drifted_is_refused_in_a_request() -> None:
    item, drift = read(models.PatchItemRequest, '{"quantity": "1", "newField": 1}')
    request = models.CheckoutPatchRequest(coupons=[])
    request.items = [item]

    assert drift
    with pytest.raises(ApiValueError, match=r"^checkout_patch_request\.items\[0\]\.quantity: whole number expected$"):
        to_body(request, "checkout_patch_request")
    item.quantity = 1
    assert json.loads(to_body(request, "")[1]) == {"coupons": [], "items": [{"quantity": 1, "newField": 1}]}


def test_what_holds_itself_is_refused() -> None:
    made, _ = read(models.PatchItemRequest, '{"newField": [1.5]}')
    made.newField.append(made.newField)

    with pytest.raises(ApiValueError, match=r"^PatchItemRequest: holds itself, or is nested too deeply$") as caught:
        made.to_json()
    assert caught.value.__context__ is None
    with pytest.raises(ApiValueError):
        to_body(made, "checkout_patch_request")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ('{"quantity": "1"}', "ItemDto.quantity: whole number expected"),
        ('{"quantity": 1, "fees": {}}', "ItemDto.fees: list expected"),
    ],
)
def test_users_own_json_is_still_refused_where_it_does_not_fit(text: str, refusal: str) -> None:
    with pytest.raises(ApiValueError, match=f"^{refusal}; ItemDto.from_answer reads what differs from the contract$"):
        ItemDto.from_json(text)


def test_users_own_json_may_hold_what_the_contract_does_not_know() -> None:
    made = ItemDto.from_json('{"type": "NEW", "newField": 1.5, "totalPrice": {"type": "NEW", "currencyCode": "SEK"}}')

    assert made is not None
    assert (made.type, made.to_dict()["newField"]) == ("NEW", 1.5)
    assert ItemDto.model_validate_json(b'{"type": "NEW", "newField": 1}').type == "NEW"


# Bodies that are not answers


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{}{}",
        b"\xef\xbb\xbf{}",
        b'{"a": "\xff"}',
        b'{"newField": NaN}',
        b'{"newField": [-Infinity]}',
        b'{"quantity": Infinity}',
        b'{"itemNo": NaN}',
        b'{"newField": "\\ud800"}',
        b'{"newField": 1e10000}',
        b'{"newField": 1e-10000}',
        b'{"newField": 1e99999999999999999999}',
        b'{"newField": %b}' % (b"9" * 5000),
        b'{"newField": %b}' % (b"[" * 300 + b"]" * 300),
        b'{"newField": %b}' % (b"[" * 100_000),
        '{"a": 1}'.encode("utf-16"),
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(ApiValueError, match=r"^not valid JSON$") as caught:
        from_answer(ItemDto, body)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("body", [b"null", b"[]", b"[{}]", b'"{}"', b"1", b"1.5", b"true"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(ApiValueError, match=r"^object expected$") as caught:
        from_answer(ItemDto, body)
    assert caught.value.__context__ is None


def test_a_million_differences_are_cut_short() -> None:
    body = b'{"shoppingType": "ONLINE", "items": [%b1]}' % (b"1," * 100_000)
    made, drift = from_answer(CheckoutDto, body)

    assert made.items is not None
    assert len(made.items) == 100_001
    assert len(drift) == LONGEST_LIST + 1
    assert (drift[0], drift[-1]) == (Drift(("items", 0), "wrong_type"), Drift((), "more"))


def test_nesting_as_deep_as_json_may_be_is_given_back() -> None:
    text = '{"newField": %s}' % ("[" * 150 + "1.5" + "]" * 150)
    made, _ = read(ItemDto, text)

    assert made.to_json() == text.replace(" ", "")


def test_drift_is_told_in_the_order_of_the_answer_and_what_is_missing_last() -> None:
    _, drift = read(Price, '{"zeta": 1, "tax": "x", "alpha": 2, "inclTax": "x"}')

    assert drift == [
        "zeta: unknown_field",
        "tax: wrong_type",
        "alpha: unknown_field",
        "inclTax: wrong_type",
        "type: missing",
        "currencyCode: missing",
    ]


def test_a_model_of_a_users_own_is_read_field_by_field_too() -> None:
    class Order(CheckoutDto):
        note: str | None = None

    made, drift = read(Order, b'{"shoppingType": "ONLINE", "note": 1, "newField": 2}')

    assert (type(made), made.note) == (Order, 1)
    assert drift == ["note: wrong_type", "newField: unknown_field"]


@pytest.mark.parametrize("beside", ["", ', "newField": 1', ', "level": null'], ids=["alone", "drift", "null"])
def test_a_model_of_a_users_own_has_its_defaults(beside: str) -> None:
    class Order(CheckoutDto):
        level: int = 3
        tags: list[str] = Field(default_factory=list)
        _source: str = "queue"
        _seen: list[str] = PrivateAttr(default_factory=list)

    text = f'{{"shoppingType": "ONLINE"{beside}}}'
    for made in (Order.from_answer(text), Order.from_answer(json.loads(text))):
        own = [made.level, made.tags, *(getattr(made, name) for name in ("_source", "_seen"))]
        assert own == [3, [], "queue", []]
        assert Order.from_answer(made.to_json()) == made


def test_the_quick_way_is_taken_for_what_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "order_capture_client._model.exact_json.json", None
    )  # modules that only the lenient decoder needs

    assert from_answer(CheckoutDto, sample("get_order", 200))[1] == ()
    with pytest.raises(AttributeError):
        from_answer(CheckoutDto, b'{"shoppingType": "NEW"}')
    assert isinstance(from_answer(CheckoutDto, b'{"shoppingType": "ONLINE", "state": null}')[0], Model)
