"""Plans the operations: their rows, their methods, and the API classes of their tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contract.generator.annotations import input_annotation, limit_notes, output_annotation, row_annotation
from contract.generator.examples import sample
from contract.generator.facts import (
    Contract,
    EnumSchema,
    HandWritten,
    Kind,
    ObjectSchema,
    Operation,
    Parameter,
    Response,
    Schema,
    Type,
    UnionSchema,
    refuse,
)
from contract.generator.names import INPUT_SUFFIX, argument_name, body_name, check_names, class_name, snake_case
from contract.generator.plan import Annotation, ApiPlan, OperationPlan, ParameterPlan, Plan, ResponsePlan
from contract.generator.schemas import circles, plan_dicts, plan_schemas, uses_of

STATUS_EXCEPTIONS = {
    400: "BadRequestException",
    401: "UnauthorizedException",
    403: "ForbiddenException",
    404: "NotFoundException",
    409: "ConflictException",
    410: "GoneException",
    419: "AuthenticationTimeoutException",
    422: "UnprocessableEntityException",
    429: "TooManyRequestsException",
}
"""The exception of a status, as `exceptions.exception_for_status` has it; 5xx is `ServiceException`."""


def plan_package(contract: Contract, hand_written: HandWritten) -> Plan:
    """Return the plan of the package.

    Raises:
        ContractError: Something has no name or no place in Python.
    """
    check_names(contract, hand_written)
    uses = uses_of(contract)
    for name in uses.roots:
        if f"{name}{INPUT_SUFFIX}" in contract.schemas:
            message = f"{name}{INPUT_SUFFIX} is taken, the name of the type for a model or its dicts"
            refuse(contract.schemas[name].place, message)
    plans = {operation.operation_id: _operation(operation, contract) for operation in contract.operations}
    return Plan(
        version=contract.version,
        servers=contract.servers,
        security=contract.security,
        apis=tuple(
            ApiPlan(
                name=class_name(tag.name),
                module=snake_case(class_name(tag.name)),
                doc=tag.description,
                operations=_by_name(plans[item.operation_id] for item in contract.operations if tag.name in item.tags),
            )
            for tag in contract.tags
        ),
        operations=_by_name(iter(plans.values())),
        schemas=plan_schemas(contract, hand_written, uses),
        circles=circles(uses),
        dicts=plan_dicts(contract, uses),
        exceptions=hand_written.exceptions,
    )


def _by_name(plans: Iterator[OperationPlan]) -> tuple[OperationPlan, ...]:
    return tuple(sorted(plans, key=lambda plan: plan.name))


def _operation(operation: Operation, contract: Contract) -> OperationPlan:
    _check_facts(operation, contract)
    schemas = contract.schemas
    result = None if operation.method == "HEAD" else operation.result
    error, by_status = _errors(operation, schemas)
    answers = sorted((*operation.successes, *operation.others), key=lambda answer: answer.status)
    may_be_empty = result is not None and any(success.type is None for success in operation.successes)
    return OperationPlan(
        name=snake_case(operation.operation_id),
        method=operation.method,
        path=operation.path,
        repeat=operation.repeat.upper(),
        summary=operation.summary.rstrip("."),
        description=operation.description,
        is_deprecated=operation.deprecated,
        parameters=tuple(_parameters(operation, contract)),
        result=None if result is None else row_annotation(result, schemas),
        hint=_optional(output_annotation(result, schemas), is_optional=may_be_empty),
        documented=result,
        may_be_empty=may_be_empty,
        success=_success_status(operation),
        error=error,
        error_by_status=by_status,
        errors=_error_statuses(operation),
        raises=tuple(_raises(operation)),
        responses=tuple(ResponsePlan(answer.status, answer.description, answer.headers) for answer in answers),
        accept=tuple(sorted({answer.content_type for answer in answers if answer.content_type})),
        creates=snake_case(operation.creates) or None,
        echoes=snake_case(operation.echoes) or None,
    )


def _success_status(operation: Operation) -> int:
    """Return the lowest declared status of success; 200 if only a range or a default is declared."""
    return min((int(item.status) for item in operation.successes if item.status.isdecimal()), default=200)


def _error_statuses(operation: Operation) -> tuple[int, ...]:
    """Return the declared statuses of errors, without ranges."""
    return tuple(
        sorted(int(item.status) for item in operation.others if item.status.isdecimal() and item.digit in "45")
    )


def _optional(annotation: Annotation, *, is_optional: bool) -> Annotation:
    return Annotation(f"{annotation.text} | None", annotation.imports) if is_optional else annotation


def _check_facts(operation: Operation, contract: Contract) -> None:
    """Refuse facts that steer the client and that do not fit the operation."""
    if operation.creates and operation.repeat == "safe":
        refuse(f"{operation.place} > x-creates", "an operation that creates something is not safe to repeat")
    schema = None if operation.result is None else contract.schemas.get(operation.result.schema)
    answered = {member.name for member in schema.properties} if isinstance(schema, ObjectSchema) else set[str]()
    for key, fact in (("x-creates", operation.creates), ("x-echoes", operation.echoes)):
        if fact and fact not in answered:
            name = schema.name if schema else "the successful answer"
            refuse(f"{operation.place} > {key}", f"{name} has no property {fact!r}")
    if operation.echoes:
        _check_echoed(operation, contract)


def _check_echoed(operation: Operation, contract: Contract) -> None:
    types = {parameter.name: parameter.type for parameter in operation.parameters}
    if operation.echoes not in types:
        refuse(f"{operation.place} > x-echoes", f"there is no parameter {operation.echoes!r}")
    of_type = types[operation.echoes]
    if of_type.kind is not Kind.STRING and not isinstance(contract.schemas.get(of_type.schema), EnumSchema):
        refuse(
            f"{operation.place} > x-echoes", f"{operation.echoes!r} is not text, so answers cannot be compared with it"
        )


# Arguments


def _parameters(operation: Operation, contract: Contract) -> Iterator[ParameterPlan]:
    """Return the arguments as OpenAPI Generator orders them: the body after the others, the optional ones last."""
    plans = [_parameter(parameter, contract) for parameter in operation.parameters]
    if operation.body:
        plans.append(_body(operation, contract))
    yield from sorted(plans, key=lambda plan: not plan.required)


def _parameter(parameter: Parameter, contract: Contract) -> ParameterPlan:
    model = parameter.type.schema if isinstance(contract.schemas.get(parameter.type.schema), ObjectSchema) else None
    return ParameterPlan(
        name=argument_name(parameter.name),
        wire_name=parameter.name,
        place=parameter.location.upper(),
        model=model,
        of=_of(parameter.type, model, contract),
        hint=input_annotation(parameter.type, contract.schemas),
        documented=parameter.type,
        required=parameter.required,
        explode=parameter.explode or parameter.location != "query" or parameter.type.kind is not Kind.LIST,
        doc=" ".join([parameter.description, *limit_notes(parameter.type), *_address_notes(parameter, model)]),
        reserved=parameter.reserved,
        example=sample(parameter.type, contract.schemas, contract.examples) if parameter.type.schema_within else None,
        personal=parameter.personal,
    )


def _address_notes(parameter: Parameter, model: str | None) -> Iterator[str]:
    """Return the consequences of an argument in the address, which others log."""
    in_address = "travels in the address, so it ends up in the logs of proxies and servers."
    if model:
        yield f"A model, or a dict with either spelling of the names. All of it {in_address}"
        yield "A nested object or list in it is refused."
    elif parameter.personal and parameter.location != "header":
        yield f"Personal data that {in_address}"


def _body(operation: Operation, contract: Contract) -> ParameterPlan:
    body = operation.body
    assert body is not None
    model = body.type.schema if isinstance(contract.schemas.get(body.type.schema), ObjectSchema) else None
    doc = [body.description, *limit_notes(body.type)]
    if model or isinstance(contract.schemas.get(body.type.schema), UnionSchema):
        doc.append("A model, or a dict with either spelling of the names.")
    return ParameterPlan(
        name=body_name(operation),
        wire_name="",
        place="BODY",
        model=model,
        of=_of(body.type, model, contract, is_body=True),
        hint=input_annotation(body.type, contract.schemas),
        documented=body.type,
        required=body.required,
        explode=True,
        doc=" ".join(doc),
        reserved=(),
        example=sample(body.type, contract.schemas, contract.examples),
    )


def _of(of_type: Type, model: str | None, contract: Contract, *, is_body: bool = False) -> Annotation | None:
    """Return the type of an argument that is neither a model nor, unless it is a body, plain text."""
    is_text = of_type.kind is Kind.STRING and not of_type.limits and not is_body
    return None if model or is_text else row_annotation(of_type, contract.schemas)


# Answers


def _errors(operation: Operation, schemas: dict[str, Schema]) -> tuple[str | None, tuple[tuple[int, str], ...]]:
    """Return the class of error bodies, and the statuses with another one; only objects have a class."""
    named = [(answer.status, model) for answer in operation.others if (model := _model(answer, schemas))]
    if not named:
        return None, ()
    default = next((schema for status, schema in named if status == "default"), None)
    usual = default or Counter(schema for _, schema in named).most_common(1)[0][0]
    others = [(int(status), schema) for status, schema in _spelt_out(named) if schema != usual]
    return usual, tuple(sorted(others))


def _model(answer: Response, schemas: dict[str, Schema]) -> str:
    """Return the class of an answer; empty unless its body is an object."""
    name = "" if answer.type is None else answer.type.schema
    return name if isinstance(schemas.get(name), ObjectSchema) else ""


def _spelt_out(named: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Return statuses without ranges, of which a single status wins over its range."""
    single = {status for status, _ in named}
    for status, schema in named:
        if status.endswith("XX"):
            numbers = (f"{status[0]}{number:02}" for number in range(100))
            yield from ((number, schema) for number in numbers if number not in single)
        elif status != "default":
            yield status, schema


def _raises(operation: Operation) -> Iterator[tuple[str, str]]:
    yield "ApiValueError", "The input does not fit; nothing was sent."
    for answer in operation.others:
        if answer.status.isdecimal() and int(answer.status) in STATUS_EXCEPTIONS:
            yield STATUS_EXCEPTIONS[int(answer.status)], answer.description
    for digit, exception in (("3", "UnexpectedRedirectException"), ("5", "ServiceException")):
        found = [f"{answer.status}: {answer.description}" for answer in operation.others if answer.digit == digit]
        if found:
            yield exception, " ".join(found)
    if operation.creates:
        yield "MayHaveBeenCreatedError", "The outcome is unknown, and the resource may have been created."
    elif operation.repeat != "safe":
        yield "MayHaveBeenUpdatedError", "The outcome is unknown, and the change may have been made."
    yield "ApiException", "Any other failure of the call."
