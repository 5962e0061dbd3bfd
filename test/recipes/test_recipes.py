"""The recipes of `docs/storing.md` with the libraries themselves: what they write is read as an equal order."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from order_capture_client import CheckoutDto

ORDER = CheckoutDto.from_answer(
    '{"shoppingType":"ONLINE","state":"PAUSED","quantity":2,"deposit":12.50,"newField":null,"orderTotal":{"type":"ORDER_TOTAL",'
    '"inclTax":19.90,"tax":4,"currencyCode":null},"items":[{"itemNo":"10098949","name":"BILLY","quantity":2,"new":{"a":null}}]}'
)


def needed(name: str) -> Any:
    """Return a library, or skip the test: they come with the tox environment `recipes`."""
    return pytest.importorskip(name, reason=f"{name} is not installed: tox -e recipes")


def plain() -> dict[str, Any]:
    return ORDER.to_dict(mode="json")


def test_a_column_of_type_json() -> None:
    sqlalchemy = needed("sqlalchemy")
    table = sqlalchemy.Table("orders", sqlalchemy.MetaData(), sqlalchemy.Column("body", sqlalchemy.JSON))
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(table.insert().values(body=plain()))
        stored = connection.execute(sqlalchemy.select(table.c.body)).scalar_one()
    engine.dispose()

    assert CheckoutDto.from_answer(stored) == ORDER


def test_a_document_of_mongodb() -> None:
    bson = needed("bson")

    assert CheckoutDto.from_answer(bson.decode(bson.encode(plain()))) == ORDER


def test_an_item_of_dynamodb() -> None:
    types = needed("boto3.dynamodb.types")
    item = json.loads(ORDER.to_json(), parse_float=Decimal)
    stored = types.TypeSerializer().serialize(item)

    read = types.TypeDeserializer().deserialize(stored)
    assert CheckoutDto.from_answer(read) == ORDER


def test_yaml() -> None:
    yaml = needed("yaml")

    assert CheckoutDto.from_answer(yaml.safe_load(yaml.safe_dump(plain()))) == ORDER


def test_orjson() -> None:
    orjson = needed("orjson")

    assert CheckoutDto.from_answer(orjson.dumps(plain())) == ORDER


def test_a_queue() -> None:
    serialization = needed("kombu.serialization")
    content_type, encoding, text = serialization.dumps(plain(), serializer="json")

    assert CheckoutDto.from_answer(serialization.loads(text, content_type, encoding)) == ORDER


def test_a_template() -> None:
    jinja2 = needed("jinja2")
    template = jinja2.Template("{{ order.items[0].name }}: {{ order.state }}, {{ plain | tojson }}")

    name, _, rest = template.render(order=ORDER, plain=plain()).partition(", ")
    assert name == "BILLY: PAUSED"
    assert CheckoutDto.from_answer(rest) == ORDER


def test_a_frame() -> None:
    pandas = needed("pandas")
    frame = pandas.DataFrame([line.to_dict(mode="json") for line in ORDER.items or []])

    assert frame[["itemNo", "quantity"]].values.tolist() == [["10098949", 2]]


def test_a_body_and_an_answer_of_fastapi() -> None:
    fastapi = needed("fastapi")
    testclient = needed("fastapi.testclient")
    app = fastapi.FastAPI()

    def echo(order: dict[str, Any]) -> dict[str, Any]:
        return CheckoutDto.from_answer(order).to_dict(mode="json")

    app.post("/orders")(echo)

    with testclient.TestClient(app) as client:
        answer = client.post("/orders", json=plain())
    assert CheckoutDto.from_answer(answer.content) == ORDER


@pytest.mark.parametrize("library", ["requests", "httpx"])
def test_the_json_of_an_http_library(library: str) -> None:
    module = needed(library)
    request = module.Request("POST", "https://example.test/", json=plain())
    body = request.prepare().body if library == "requests" else request.content

    assert CheckoutDto.from_answer(body) == ORDER
