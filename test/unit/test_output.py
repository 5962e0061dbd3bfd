"""The JSON of a model: `to_json` is the body of a call, and `to_dict(mode="json")` its parsed form."""

from __future__ import annotations

import copy
import json
import math
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timezone
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from pydantic import PrivateAttr, TypeAdapter

from order_capture_client import (
    ApiClient,
    ApiValueError,
    CheckoutApi,
    CheckoutDto,
    CheckoutRequest,
    Drift,
    ItemRequest,
    models,
)
from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client._model.base import Model, to_body
from order_capture_client.sandbox import Sandbox
from test.mutations import ODD_VALUES, document, mutated, text_of

HEAD = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv"}
CART: dict[str, Any] = {**HEAD, "items": [{"itemNo": "10098949", "quantity": 1}]}


class Wire(Sandbox):
    """A sandbox that keeps the body of the last request."""

    body: bytes | None = None

    def handle(self, request: Request) -> Response | Failure:
        self.body = request.body
        return super().handle(request)


def cart(**fields: Any) -> CheckoutRequest:
    made = CheckoutRequest.from_dict(CART | fields)
    assert made is not None
    return made


def sent(request: CheckoutRequest) -> str:
    """Return the body that a call sends."""
    with closing(Wire()) as wire, ApiClient(wire.configuration(), transport=wire) as client:
        CheckoutApi(client).create_checkout("se", request)
    assert wire.body is not None
    return wire.body.decode()


def refusal(make: Callable[[], object]) -> str:
    with pytest.raises(ApiValueError) as caught:
        make()
    return str(caught.value)


class OwnRequest(CheckoutRequest):
    """A request of a user's own."""

    _secret: str = PrivateAttr(default="canary")


def touched() -> CheckoutRequest:
    made = cart(giftNote="x")
    made.items.append({"item_no": "00263850", "quantity": 1})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    return made


@pytest.mark.parametrize(
    ("request_of", "end"),
    [
        pytest.param(lambda: cart(tip=Decimal("19.90")), ',"tip":19.90}', id="decimal"),
        pytest.param(lambda: cart(tip=19.9, note=None), ',"tip":19.9}', id="float and null"),
        pytest.param(lambda: cart(new={"a": None, "b": [None, 1.5]}), ',"new":{"a":null,"b":[null,1.5]}}', id="nested"),
        pytest.param(lambda: cart(new={"å": "ö"}), ',"new":{"å":"ö"}}', id="other letters"),
        pytest.param(touched, '{"itemNo":"00263850","quantity":1}],"giftNote":"x"}', id="touched list"),
        pytest.param(lambda: pickle.loads(pickle.dumps(touched())), '"quantity":1}],"giftNote":"x"}', id="pickle"),
        pytest.param(lambda: copy.deepcopy(touched()), '"quantity":1}],"giftNote":"x"}', id="deep copy"),
        pytest.param(
            lambda: cart().model_copy(update={"languageCode": "en", "items": [{"item_no": "00263850", "quantity": 2}]}),
            '"languageCode":"en","items":[{"itemNo":"00263850","quantity":2}]}',
            id="update",
        ),
        pytest.param(lambda: OwnRequest.model_validate(CART), '"quantity":1}]}', id="subclass"),
        pytest.param(
            lambda: OwnRequest.model_validate(CART).model_copy(update={"_secret": "y"}), '"quantity":1}]}', id="private"
        ),
    ],
)
def test_what_is_shown_is_sent(request_of: Callable[[], CheckoutRequest], end: str) -> None:
    request = request_of()

    assert sent(request) == request.to_json()
    assert request.to_json().endswith(end)
    assert request.to_dict(mode="json") == json.loads(request.to_json())


def copied_somehow(made: Model, random: Random) -> Model:
    how = random.randrange(3)
    return copy.copy(made) if how == 0 else copy.deepcopy(made) if how == 1 else pickle.loads(pickle.dumps(made))


def test_any_body_is_what_to_json_shows() -> None:
    count = 0
    for number in range(400):
        random = Random(number)
        name = random.choice(["CheckoutRequest", "CheckoutPatchRequest", "ExistingOrderCheckoutRequest", "UpdateUser"])
        schema = {"$ref": f"#/components/schemas/{name}"}
        data = document(schema, random)
        for _ in range(random.randrange(3)):
            places = [data, *(value for value in data.values() if isinstance(value, dict))]
            random.choice(places)[f"new{random.randrange(3)}"] = random.choice(
                [*ODD_VALUES, None, 0.1, Decimal("1.50")]
            )
        model = getattr(models, name)
        made: Model = model.model_validate(data)
        if random.random() < 0.5:
            made = copied_somehow(made, random)
        text = made.to_json()

        assert to_body(made, "body")[1].decode() == text, (number, name)
        assert made.to_dict(mode="json") == json.loads(text)
        assert model.from_answer(text) == made
        count += "new" in text
    assert count > 100


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("-Infinity")], ids=str)
@pytest.mark.parametrize("place", ["new", "new.a[0]"])
def test_what_is_no_number_in_json_is_refused(number: object, place: str) -> None:
    made = cart(new=number if place == "new" else {"a": [number]})
    said = "a finite number expected: JSON has no NaN and no Infinity"

    assert refusal(made.to_json) == f"CheckoutRequest.{place}: {said}"
    assert refusal(lambda: sent(made)) == f"checkout_request.{place}: {said}"


@pytest.mark.parametrize("number", [math.nan, Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")], ids=str)
@pytest.mark.parametrize("place", ["order_total.incl_tax", "new"])
def test_what_is_no_number_in_json_is_refused_in_answers_too(number: object, place: str) -> None:
    made = CheckoutDto.from_answer({"new": number} if place == "new" else {"orderTotal": {"inclTax": number}})
    assert refusal(made.to_json) == f"CheckoutDto.{place}: a finite number expected: JSON has no NaN and no Infinity"


@pytest.mark.parametrize("collection", [frozenset, set], ids=lambda kind: kind.__name__)
def test_what_is_no_number_is_refused_in_other_collections_too(collection: Any) -> None:
    said = "[0]: a finite number expected: JSON has no NaN and no Infinity"
    assert refusal(cart(new=collection([math.nan])).to_json) == f"CheckoutRequest.new{said}"


def test_a_copy_with_what_is_no_number_is_refused() -> None:
    price = models.Price(type="GOODS_TOTAL", currency_code="SEK").model_copy(update={"incl_tax": Decimal("NaN")})
    assert refusal(price.to_json) == "Price.incl_tax: number expected"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (object(), "a JSON value expected, not object"),
        ({(1, 2): 3}, "the name of a member has to be text, not tuple"),
        ("\ud800", "holds half of a surrogate pair"),
        ({"\ud800": 1}, "holds half of a surrogate pair"),
    ],
    ids=["object", "tuple", "surrogate", "surrogate in a name"],
)
def test_what_json_cannot_carry_is_refused_with_its_cause(value: object, said: str) -> None:
    assert refusal(cart(new=value).to_json) == f"CheckoutRequest.new: {said}"


def test_what_holds_itself_is_named_as_such() -> None:
    inside: list[object] = []
    inside.append(inside)
    made = cart(new=0)
    assert made.model_extra is not None
    made.model_extra["new"] = inside

    assert refusal(made.to_json) == "CheckoutRequest: holds itself, or is nested too deeply"
    assert "holds itself, or is nested too deeply" in refusal(lambda: cart(new=inside))
    assert "holds itself, or is nested too deeply" in refusal(lambda: CheckoutDto.from_answer({"new": inside}))


def test_a_model_in_an_unknown_field_is_written_as_everywhere() -> None:
    made = cart(tip=ItemRequest(item_no="1", quantity=1))

    assert made.to_json().endswith(',"tip":{"itemNo":"1","quantity":1}}')


def test_pydantic_itself_reads_unknown_numbers_as_decimals() -> None:
    adapter = TypeAdapter(CheckoutRequest)
    text = json.dumps({**CART, "tip": 1.5, "new": {"a": [0.1]}})

    for made in (adapter.validate_json(text), adapter.validate_python(json.loads(text))):
        assert made.model_extra == {"tip": Decimal("1.5"), "new": {"a": [Decimal("0.1")]}}


def test_no_name_is_written_twice() -> None:
    made = ItemRequest(item_no="1", quantity=1)
    assert made.model_extra is not None
    made.model_extra["itemNo"] = "2"

    said = "itemNo: given twice: as a field, and as an unknown one"
    assert refusal(made.to_json) == f"ItemRequest.{said}"


def replaced(made: Any, **changes: Any) -> Any:
    """Return a copy with changes, by the function of Python 3.13 where there is one."""
    if sys.version_info >= (3, 13):
        return copy.replace(made, **changes)
    return updated(made, **changes)


def updated(made: Any, **changes: Any) -> Any:
    """Return a copy with changes."""
    return made.model_copy(update=changes)


@pytest.mark.parametrize("copied", [replaced, updated], ids=["replace", "update"])
def test_a_copy_checks_names_as_the_constructor_does(copied: Callable[..., Any]) -> None:
    made = ItemRequest(item_no="1", quantity=1)

    assert copied(made, itemNo="2") == copied(made, item_no="2") == ItemRequest(item_no="2", quantity=1)
    assert copied(made, quantity=None).to_json() == '{"itemNo":"1"}'
    assert refusal(lambda: copied(made, quantty=2)) == (
        "ItemRequest.quantty: ItemRequest has no such field; did you mean 'quantity'?"
    )
    assert (
        refusal(lambda: copied(made, itemNo="2", item_no="3"))
        == "ItemRequest.item_no: given twice, as 'item_no' and 'itemNo'"
    )


def test_a_copy_sets_private_attributes() -> None:
    made = OwnRequest.model_validate(CART).model_copy(update={"_secret": "y", "languageCode": "en"})

    assert (made._secret, made.language_code, made.model_extra) == ("y", "en", {})  # pyright: ignore[reportPrivateUsage]


def test_the_plain_form_has_no_other_types() -> None:
    order = CheckoutDto.from_answer(
        '{"shoppingType":"ONLINE","state":"EXPIRED","quantity":2,"orderTotal":{"type":"ORDER_TOTAL","inclTax":19.90,'
        '"tax":5.0,"currencyCode":"SEK"},"checkoutExpiryMetadata":{"expiresAt":"x"},"items":[],"fee":12.50}'
    )

    plain = order.to_dict(mode="json")
    assert (plain["orderTotal"]["inclTax"], plain["orderTotal"]["tax"], plain["fee"]) == (19.9, 5, 12.5)
    assert (type(plain["state"]), type(plain["orderTotal"]["tax"]), type(plain["quantity"])) == (str, int, int)
    assert json.loads(json.dumps(plain)) == plain
    assert CheckoutDto.from_answer(plain) == order


def test_the_plain_form_of_times_is_text() -> None:
    details = models.ErrorDetails(timestamp=datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc))

    assert details.to_dict(mode="json") == {"timestamp": "2026-01-02T03:04:05Z"}


def test_the_plain_form_masks() -> None:
    made = cart(familyCardNo="canary", tip=Decimal("1.5"))

    masked = made.to_dict(mode="json", mask_personal_data=True)
    assert masked == json.loads(json.dumps(masked))
    assert "canary" not in str(masked)
    assert masked["languageCode"] == "sv"


def test_another_mode_is_refused() -> None:
    assert refusal(lambda: cart().to_dict(mode="jason")) == "mode: 'python' or 'json' expected"  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_dumps_of_what_drifted_are_quiet() -> None:
    order = CheckoutDto.from_answer('{"shoppingType":"ONLINE","quantity":"canary"}')

    assert order.model_dump(exclude_none=True)["quantity"] == "canary"
    assert '"quantity":"canary"' in order.model_dump_json(by_alias=True)


MUTATED = int(os.environ.get("ORDER_CAPTURE_MUTATED_ANSWERS", "2000"))


def test_an_answer_that_was_written_is_read_again_whatever_drifted() -> None:
    schema = {"$ref": "#/components/schemas/CheckoutDto"}
    drifted = 0
    for number in range(MUTATED):
        random = Random(number)
        data = mutated(document(schema, random, depth=3), random)
        if not isinstance(data, dict):
            continue
        found: list[Drift] = []
        order = CheckoutDto.from_answer(text_of(data), on_drift=found.extend)
        drifted += bool(found)

        assert CheckoutDto.from_answer(order.to_json()) == order, number
        if number % 10 == 0:
            assert pickle.loads(pickle.dumps(order)).to_json() == order.to_json(), number
    assert drifted > MUTATED * 0.4


@pytest.mark.parametrize(
    "text",
    [
        '{"items":{"itemNo":"1","uom":null,"quantity":1}}',
        '{"items":[[{"id":"1","itemNo":"1","uom":null}]]}',
        '{"orderTotal":[{"type":"GOODS_TOTAL","currencyCode":"SEK","inclTax":1.50}]}',
        '{"payment":[{}]}',
    ],
)
def test_a_list_in_place_of_an_object_and_the_reverse_are_written_as_they_came(text: str) -> None:
    order = CheckoutDto.from_answer(text)
    assert order.to_json() == text
    assert CheckoutDto.from_answer(order.to_json()) == order
