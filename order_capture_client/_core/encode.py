"""From the arguments of a call to the request that goes out; the first step of a call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from order_capture_client._contract import PLAIN_HEADERS
from order_capture_client._core.body import Checks, as_model, encoded_body, refuse
from order_capture_client._core.headers import JSON_TYPE, checked_headers, header_value, merged_headers
from order_capture_client._core.operation import BODY, HEADER, PATH, QUERY, Operation, Parameter
from order_capture_client._core.options import CallOptions
from order_capture_client._core.rules import broken_rule_of_path
from order_capture_client._core.wire import Address, Request
from order_capture_client._first_time import first_time
from order_capture_client._input_errors import did_you_mean
from order_capture_client._model.base import Model
from order_capture_client._model.fields import fields_of
from order_capture_client._model.value import body_of_value, text_of, texts_of_value, value_from_input
from order_capture_client._problem import Problem
from order_capture_client.exceptions import ApiTypeError, ApiValueError

if TYPE_CHECKING:
    from order_capture_client.prepared_request import PreparedRequest

ACCEPT = "application/json, application/problem+json"

_METHODS_WITH_CONTENT = ("PATCH", "POST", "PUT")
_FORBIDDEN_IN_PATH = re.compile(r"[/\\%\s\x00-\x1f\x7f-\x9f]")


def build_request(
    operation: Operation[Any],
    arguments: tuple[object, ...],
    options: CallOptions,
    *,
    address: Address,
    default_headers: Mapping[str, object],
    client_side_validation: bool = True,
) -> Request:
    """Return the request of a call, without credentials.

    Without `client_side_validation`, known rules of the service are not checked; input that does not fit the contract is
    refused nevertheless.

    Raises:
        ApiValueError: An argument or option does not fit; the message names it.
        ApiTypeError: There is no such option.
    """
    if unknown := options and options.keys() - CallOptions.__annotations__.keys():
        hint = did_you_mean(min(unknown), CallOptions.__annotations__)
        raise ApiTypeError(f"{operation.name}: no such option: {', '.join(sorted(unknown))}{hint}")
    if options.get("_host_index", 0) != 0:
        raise ApiValueError("_host_index: only 0 is taken; choose a server by Configuration(server_index=...)")

    any_value = _switch("_allow_unknown_enum_values", options.get("_allow_unknown_enum_values"))
    checks = Checks(any_value, client_side_validation)
    parts = _Parts(address.path + operation.path)
    for parameter, value in zip(operation.parameters, arguments, strict=True):
        if value is None:
            if parameter.required:
                raise ApiValueError(f"{parameter.name}: required")
        elif parameter.model is None:
            _add_value(parts, parameter, value, checks)
        elif parameter.place is QUERY:
            parts.query.extend(_query_pairs(parameter, value, checks))
        else:
            parts.body = encoded_body(operation, parameter, value, arguments, checks)

    headers = {"Accept": ACCEPT} | parts.headers
    if parts.body is not None:
        headers["Content-Type"] = "application/json"
    headers = merged_headers(headers, checked_headers("default_headers", default_headers))
    content_type = options.get("_content_type")
    if content_type is not None:
        headers = merged_headers(headers, {"Content-Type": _json_type(content_type)})
    given = options.get("_headers")
    headers = merged_headers(headers, {} if given is None else checked_headers("_headers", given))
    target = f"{parts.target}?{'&'.join(parts.query)}" if parts.query else parts.target
    if parts.body is None and operation.method in _METHODS_WITH_CONTENT:
        parts.body = b""  # so that the length is stated, which servers may insist on
    return Request(operation.method, address.origin, target, headers, parts.body)


def shown_request(
    operation: Operation[Any], arguments: tuple[object, ...], request: Request, credentials: Sequence[str]
) -> PreparedRequest:
    """Return a request as it is shown to users, with its secrets masked.

    Args:
        operation: The operation that is called.
        arguments: The arguments that the request was made of.
        request: The request without credentials.
        credentials: The names of the headers that authorize it.
    """
    with first_time():
        from order_capture_client.prepared_request import MASK, SECRET, PreparedRequest  # few calls fail

    secret = {name.lower() for name in credentials}
    secret |= {one.wire_name.lower() for one in operation.parameters if one.place is HEADER} - {*PLAIN_HEADERS}
    shown = {
        name: MASK if name.lower() in secret or SECRET.search(name) else value
        for name, value in merged_headers(dict.fromkeys(credentials, MASK), request.headers).items()
    }
    names = [parameter.name for parameter in operation.parameters]
    given = dict(zip(names, arguments, strict=True))
    return PreparedRequest(operation.name, given, request.method, request.url, shown, request.body)


class _Parts:
    """A request in the making."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.query: list[str] = []
        self.headers: dict[str, str] = {}
        self.body: bytes | None = None


def _add_value(parts: _Parts, parameter: Parameter, value: object, checks: Checks) -> None:
    """Add a value that is not a model: to the address, the headers, or as the body."""
    texts: list[object] = [value]
    if parameter.of is not None:
        holder = value_from_input(parameter.of(), value, parameter.name)
        problems = [Problem(problem.path[1:], problem.message) for problem in checks.problems(holder)]
        refuse(parameter, problems)
        if parameter.place is BODY:
            parts.body = body_of_value(holder, parameter.name)
            return
        texts = [*texts_of_value(holder)]
    if not all(isinstance(text, str) for text in texts):
        raise ApiValueError(f"{parameter.name}: text expected")
    if parameter.place is PATH:
        if not texts:
            raise ApiValueError(f"{parameter.name}: at least 1 item expected; without one, the address is another")
        segment = ",".join(_path_segment(parameter, text, checks) for text in texts)
        parts.target = parts.target.replace(f"{{{parameter.wire_name}}}", segment)
    elif parameter.place is HEADER:
        text = ",".join(map(str, texts))
        parts.headers[parameter.wire_name] = header_value(parameter.name, parameter.wire_name, text)
    else:
        name = quote(parameter.wire_name, safe="")
        values = [_quoted(parameter.name, str(text)) for text in texts]
        if not parameter.explode:
            values = [",".join(values)] if values else []
        parts.query.extend(f"{name}={text}" for text in values)


def _path_segment(parameter: Parameter, value: object, checks: Checks) -> str:
    name = parameter.name
    if not isinstance(value, str):
        raise ApiValueError(f"{name}: text expected")
    if value in ("", ".", "..") or _FORBIDDEN_IN_PATH.search(value):
        raise ApiValueError(f"{name}: must not be empty, '.' or '..', nor hold '/', '\\', '%', spaces or controls")
    if value in parameter.reserved:
        raise ApiValueError(f"{name}: {value!r} is reserved; it would make this the address of another operation")
    if checks.is_strict and (problem := broken_rule_of_path(name, value)):
        raise ApiValueError(f"{name}: {problem}")
    return _quoted(name, value)


def _query_pairs(parameter: Parameter, value: object, checks: Checks) -> Iterator[str]:
    model = as_model(parameter, value)
    refuse(parameter, checks.problems(model))
    for facts in fields_of(type(model)).values():
        item = getattr(model, facts.name)
        if isinstance(item, (Model, list, dict)):
            raise ApiValueError(
                f"{parameter.name}.{facts.name}: objects and lists cannot be sent in the address; leave it out"
            )
        if item is not None:
            yield f"{quote(facts.wire_name, safe='')}={_quoted(f'{parameter.name}.{facts.name}', text_of(item))}"


def _quoted(place: str, text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        problem = f"{place}: holds half of a surrogate pair"
    raise ApiValueError(problem)


def _switch(name: str, value: object) -> bool:
    if value is not None and not isinstance(value, bool):
        raise ApiValueError(f"{name}: true or false expected")
    return bool(value)


def _json_type(content_type: object) -> str:
    if not isinstance(content_type, str) or not JSON_TYPE.fullmatch(content_type):
        raise ApiValueError(
            "_content_type: bodies are JSON, so it has to be application/json or a type that ends in +json"
        )
    return header_value("_content_type", "Content-Type", content_type)
