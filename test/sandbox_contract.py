"""A shopper for the tests of the sandbox, whose every request and answer is held against the contract.

The check is independent of the sandbox: it knows the facts file and jsonschema, and none of our code. It is
stricter than the contract, since a property that the contract does not name is a failure.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]

from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client.sandbox import Sandbox

CONTRACT: dict[str, Any] = json.loads((Path(__file__).parent / "data/order-capture.openapi.json").read_text())
ORIGIN = "http://127.0.0.1"
BASE = "/ordercaptureapi"

HEADERS_OF_ALL = ("X-Request-Id", "Date", "Content-Type")


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Answer:
    """An answer that has passed the check."""

    status: int
    headers: dict[str, str]
    document: dict[str, Any]

    @property
    def faults(self) -> dict[str, str]:
        """The message of each fault by its path."""
        return dict(self.document.get("detailsMap", {}))

    @property
    def paths(self) -> set[str]:
        """Where the faults are."""
        return set(self.faults)


class Shop:
    """A sandbox on a clock that stands still, and somebody who calls it without a socket."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock()
        self.sandbox = Sandbox(clock=self.clock, **options)

    def __enter__(self) -> Shop:
        return self

    def __exit__(self, *error: object) -> None:
        self.sandbox.close()

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        user: str | None = "anna",
        headers: dict[str, str] | None = None,
        unknown_fields: bool = False,
    ) -> Answer:
        """The checked answer; without a user, the call carries the client id alone."""
        if headers is None:
            headers = self.credentials(user)
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        response = self.sandbox.handle(Request(method, ORIGIN, BASE + path, headers, raw))
        assert isinstance(response, Response)
        if response.status < 300 and raw is not None and not unknown_fields:
            check_request(method, path, raw)
        return checked(method, path, response)

    def credentials(self, user: str | None) -> dict[str, str]:
        if user is None:
            return {"X-Client-Id": self.sandbox.client_id}
        return {"Authorization": f"Bearer {self.sandbox.token(user)}"}

    def create(self, unit: str = "se", *, user: str | None = "anna", **changes: Any) -> str:
        """The id of a new checkout, of one BILLY unless told otherwise."""
        answer = self.call("POST", f"/{unit}/checkouts", cart(**changes), user=user)
        assert answer.status == 201, answer.document
        return str(answer.document["resourceId"])

    def order(self, checkout_id: str, unit: str = "se", user: str | None = "anna") -> dict[str, Any]:
        """The order of a checkout."""
        answer = self.call("GET", f"/{unit}/checkouts/{checkout_id}/order", user=user)
        assert answer.status == 200, answer.document
        return answer.document

    def patch(self, checkout_id: str, body: Any, unit: str = "se", user: str | None = "anna") -> Answer:
        """The answer to a patch."""
        return self.call("PATCH", f"/{unit}/checkouts/{checkout_id}", body, user=user)


def cart(**changes: Any) -> dict[str, Any]:
    """A creation request; a change to None leaves the property out."""
    body: dict[str, Any] = {
        "shoppingType": "ONLINE",
        "channel": "WEBAPP",
        "languageCode": "sv",
        "items": [{"itemNo": "00263850", "quantity": 1}],
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def lines(**quantities: int) -> list[dict[str, Any]]:
    """Item lines: `lines(_00263850=2)`."""
    return [{"itemNo": name.removeprefix("_"), "quantity": quantity} for name, quantity in quantities.items()]


def check_request(method: str, path: str, body: bytes) -> None:
    """Fails unless a body is one that the contract allows for the operation at that address."""
    content = _operation(method, path)["requestBody"]["content"]
    _validate(json.loads(body), content["application/json"]["schema"])


def checked(method: str, path: str, response: Response) -> Answer:
    """The answer, if the contract allows it for the operation at that address."""
    assert all(response.headers.get(name) for name in HEADERS_OF_ALL)
    document = json.loads(response.body, parse_float=Decimal, parse_constant=_no_constant)
    operation = _operation(method, path)
    kind = response.headers["Content-Type"]
    if str(response.status) in operation.get("responses", {}):
        declared = operation["responses"][str(response.status)]["content"]
        assert list(declared) == [kind]
        _validate(document, declared[kind]["schema"])
    else:
        assert not operation or response.status == 413, f"status {response.status} is not declared"
        assert kind == "application/problem+json"
        _validate(document, {"$ref": "#/components/schemas/ErrorDetails"})
    return Answer(response.status, dict(response.headers), document)


def check_answer(request: Request, response: Response | Failure) -> None:
    """Fail unless the contract allows the sandbox's response and the request that it accepted.

    Undeclared statuses pass, because only tests ask the sandbox for them.
    """
    path = request.target.removeprefix(BASE)
    operation = _operation(request.method, path)
    if isinstance(response, Failure) or str(response.status) not in operation.get("responses", {}):
        return
    checked(request.method, path, response)
    if response.status < 300 and request.body is not None:
        content = operation["requestBody"]["content"]["application/json"]
        schema = {**content["schema"], "components": CONTRACT["components"]}
        jsonschema.Draft202012Validator(schema, format_checker=_FORMATS).validate(_sent(json.loads(request.body)))


def _sent(value: Any) -> Any:
    """A body without nulls, which stand for absence, and which a tolerant reader takes."""
    if isinstance(value, dict):
        return {name: _sent(item) for name, item in value.items() if item is not None}
    return [_sent(item) for item in value] if isinstance(value, list) else value


def _operation(method: str, path: str) -> dict[str, Any]:
    """The contract's operation at an address, or an empty one."""
    bare = path.partition("?")[0]
    templates = sorted(CONTRACT["paths"], key=lambda template: template.count("{"))
    for template in templates:
        pattern = re.sub(r"\{\w+\}", "[^/]+", template)
        if re.fullmatch(pattern, bare):
            operation: dict[str, Any] = CONTRACT["paths"][template].get(method.lower(), {})
            return operation
    return {}


def _validate(document: Any, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator({**schema, "components": _strict_components()}, format_checker=_FORMATS).validate(
        document
    )


@cache
def _strict_components() -> dict[str, Any]:
    strict: dict[str, Any] = _strict(CONTRACT["components"])
    return strict


def _strict(schema: Any) -> Any:
    """The same without room: no properties but those named, and integers no larger than their format."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: _strict(value) for name, value in schema.items()}
    if isinstance(schema.get("properties"), dict):
        schema.setdefault("additionalProperties", False)
    if schema.get("format") in ("int32", "int64"):
        most = 2 ** (int(schema["format"][3:]) - 1)
        schema |= {"minimum": -most, "maximum": most - 1}
    return schema


_FORMATS = jsonschema.FormatChecker(formats=())


@_FORMATS.checks("date-time", raises=ValueError)  # type: ignore[untyped-decorator]
def _is_date_time(value: object) -> bool:
    return isinstance(value, str) and value.endswith("Z") and bool(datetime.fromisoformat(value[:-1] + "+00:00"))


def _no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is not JSON")
