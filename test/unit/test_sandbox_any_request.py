"""The sandbox answers every request that the contract allows by the contract, and never fails internally."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from order_capture_client.sandbox.checkout._states import ENDS, STAGES
from order_capture_client.sandbox.pricing._catalogue import ARTICLES, COUPONS, REMOVAL_SERVICES, RETAIL_UNITS, SERVICES
from test.faults.size import LARGE
from test.sandbox_contract import CONTRACT, Shop

SCHEMAS = CONTRACT["components"]["schemas"]
SOME = settings(max_examples=1000 if LARGE else 50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PLAUSIBLE: dict[str, st.SearchStrategy[Any]] = {
    "itemNo": st.sampled_from([*ARTICLES, "12345678"]),
    "serviceItemNo": st.sampled_from([*SERVICES, *REMOVAL_SERVICES, "SGR1"]),
    "couponId": st.sampled_from([*COUPONS, "NONSENSE"]),
    "languageCode": st.sampled_from(["sv", "en"]),
    "stateCode": st.sampled_from(["NY", "ON", "WA"]),
    "vpcCodes": st.just(["ABC123"]),
    "consents": st.just(["NEED_HELP"]),
}
"""Values of properties that let the sandbox accept many of the requests; `quantity` has its own case."""


def values(schema: dict[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Any value that a schema allows, of modest size."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    if name in PLAUSIBLE:
        return PLAUSIBLE[name]
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if name == "quantity":
        quantities = st.integers(0, 20)
        return quantities if schema["type"] == "integer" else quantities.map(str)
    if schema["type"] == "array":
        return st.lists(values(schema["items"]), max_size=2)
    if "properties" in schema:
        fields = {key: values(field, key) for key, field in schema["properties"].items()}
        required = schema.get("required", ())
        optional = {key: value for key, value in fields.items() if key not in required}
        return st.fixed_dictionaries({key: fields[key] for key in required}, optional=optional)
    if schema["type"] == "object":
        return st.dictionaries(st.text(max_size=5), values(schema["additionalProperties"]), max_size=2)
    return {"boolean": st.booleans(), "integer": st.integers(-5, 50), "string": st.text(max_size=8)}[schema["type"]]


def bodies(name: str) -> st.SearchStrategy[Any]:
    """Requests of a schema; half of them have simple lines, as most others break a rule there."""
    lines = st.lists(
        st.fixed_dictionaries({"itemNo": PLAUSIBLE["itemNo"], "quantity": st.integers(1, 9)}),
        min_size=1,
        max_size=4,
        unique_by=lambda line: line["itemNo"],
    )
    simple: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({"items": lines})
    return st.builds(lambda body, more: body | more, values(SCHEMAS[name]), st.just({}) | simple)


UNITS = st.sampled_from(list(RETAIL_UNITS))
STATES = st.sampled_from([*STAGES, *ENDS])


@pytest.mark.parametrize(
    ("path", "schema"),
    [("checkouts", "CheckoutRequest"), ("existing-order-checkouts", "ExistingOrderCheckoutRequest")],
)
def test_a_creation_is_taken_or_refused(path: str, schema: str) -> None:
    taken = 0

    @SOME
    @given(UNITS, bodies(schema), STATES, bodies("CheckoutPatchRequest"))
    def check(unit: str, body: Any, state: str, patch: Any) -> None:
        nonlocal taken
        with Shop() as shop:
            answer = shop.call("POST", f"/{unit}/{path}", body)
            assert answer.status in (201, 422)
            if answer.status == 201:
                taken += 1
                follow(shop, unit, answer.document["resourceId"], state, patch)

    check()
    assert taken


def follow(shop: Shop, unit: str, checkout_id: str, state: str, patch: Any) -> None:
    """Take a checkout through the other operations; a fixture checks each answer."""
    before = shop.order(checkout_id, unit)
    if state not in ("INITIATED", before["state"]):
        shop.sandbox.advance(checkout_id, state)
    shop.order(checkout_id, unit)
    assert shop.patch(checkout_id, patch, unit).status in (200, 422)
    for read in ("order", "igiftorder", "consumerinfo"):
        assert shop.call("GET", f"/{unit}/checkouts/{checkout_id}/{read}").status == 200
    assert shop.call("GET", f"/{unit}/checkouts/user").status in (200, 410)
    moved = shop.call("PUT", f"/{unit}/checkouts/{checkout_id}/user", {"oldUser": "anna"}, user="bo")
    assert moved.status in (200, 410)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


@SOME
@given(st.binary(max_size=50) | ANY_JSON.map(lambda value: json.dumps(value).encode()))
def test_bytes_that_are_no_request_are_400(body: bytes) -> None:
    with Shop() as shop:
        assert shop.call("POST", "/se/checkouts", body).status == 400


@SOME
@given(st.data())
def test_one_wrong_value_anywhere_is_400_or_harmless(data: st.DataObject) -> None:
    body = data.draw(bodies("CheckoutRequest"))
    name = data.draw(st.sampled_from(sorted(body)))
    body[name] = data.draw(ANY_JSON)
    with Shop() as shop:
        raw = json.dumps(body).encode()
        assert shop.call("POST", "/se/checkouts", raw, unknown_fields=True).status in (201, 400, 422)
