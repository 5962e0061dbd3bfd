"""Compares two contracts, in the words of somebody who uses the client."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from contract.generator.annotations import limit_notes
from contract.generator.facts import (
    Contract,
    EnumSchema,
    Kind,
    ObjectSchema,
    Operation,
    Parameter,
    Property,
    Schema,
    Type,
    UnionSchema,
)
from contract.generator.names import argument_name, body_name, class_name, member_name, snake_case
from contract.generator.schemas import uses_of

SECTIONS = ("Breaking", "Added", "Changed", "Removed")
"""Headings of a changelog. A change that breaks users' code stands under the first one alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two contracts."""

    kind: str
    """`Added`, `Changed` or `Removed`."""
    text: str
    breaks: bool
    """Whether code that worked may fail, or may not pass a type checker."""


def compare(old: Contract, new: Contract) -> list[Change]:
    """Return the differences that users of the client notice, in the order of the new contract."""
    sides = _Sides(old, new)
    return [*_tags(sides), *_operations(sides), *_schemas(sides)]


def sections(changes: Iterable[Change]) -> str:
    """Return the changes as sections that can be pasted into a changelog."""
    found = list(changes)
    blocks: list[str] = []
    for section in SECTIONS:
        texts = [item.text for item in found if section == ("Breaking" if item.breaks else item.kind)]
        if texts:
            blocks.append("\n".join([f"### {section}", "", *(f"- {text}" for text in texts)]) + "\n")
    return "\n".join(blocks) or "Nothing that users of the client notice has changed.\n"


def as_json(changes: Iterable[Change]) -> dict[str, Any]:
    """Return the changes as JSON has them."""
    found = list(changes)
    return {"breaks": any(change.breaks for change in found), "changes": [asdict(change) for change in found]}


class _Sides:
    """Both contracts, and the directions in which their schemas travel."""

    def __init__(self, old: Contract, new: Contract) -> None:
        self.old = old
        self.new = new
        before, after = uses_of(old), uses_of(new)
        self.sent = before.sent | after.sent
        self.received = before.received | after.received


def _tags(sides: _Sides) -> Iterator[Change]:
    old, new = ({class_name(tag.name) for tag in side.tags} for side in (sides.old, sides.new))
    yield from (Change("Added", f"Class `{name}`.", False) for name in sorted(new - old))
    yield from (Change("Removed", f"Class `{name}` is gone.", True) for name in sorted(old - new))


# Operations


def _operations(sides: _Sides) -> Iterator[Change]:
    old = {operation.operation_id: operation for operation in sides.old.operations}
    new = {operation.operation_id: operation for operation in sides.new.operations}
    gone = {(item.method, item.path): item for name, item in old.items() if name not in new}
    for name, operation in new.items():
        if name in old:
            yield from _operation(old[name], operation)
        elif (operation.method, operation.path) in gone:
            before = gone.pop((operation.method, operation.path))
            names = f"`{snake_case(before.operation_id)}` is renamed to `{snake_case(name)}`"
            yield Change("Changed", f"Operation {names}.", True)
            yield from _operation(before, operation)
        else:
            yield Change("Added", f"Operation `{snake_case(name)}`: {operation.summary.rstrip('.')}.", False)
    for operation in gone.values():
        yield Change("Removed", f"Operation `{snake_case(operation.operation_id)}` is gone.", True)


def _operation(old: Operation, new: Operation) -> Iterator[Change]:
    name = snake_case(new.operation_id)
    if (old.method, old.path) != (new.method, new.path):
        yield Change("Changed", f"`{name}` is sent as {new.method} {new.path} (was {old.method} {old.path}).", False)
    if new.deprecated and not old.deprecated:
        yield Change("Changed", f"`{name}` is deprecated, and warns.", False)
    yield from _arguments(old, new, name)
    if _shown(old.result) != _shown(new.result):
        yield Change("Changed", f"`{name}` returns {_shown(new.result)} (was {_shown(old.result)}).", True)
    elif _may_be_empty(new) and not _may_be_empty(old):
        yield Change("Changed", f"`{name}` may return None.", True)
    if old.repeat != new.repeat:
        text = f"`{name}` is {new.repeat} to repeat (was {old.repeat}): retries change."
        yield Change("Changed", text.replace("once to repeat", "sent once"), False)
    if bool(old.creates) != bool(new.creates):
        error = "MayHaveBeenCreatedError" if new.creates else "MayHaveBeenUpdatedError"
        yield Change("Changed", f"`{name}` raises `{error}` if its outcome is unknown.", True)
    yield from _statuses(old, new, name)


def _may_be_empty(operation: Operation) -> bool:
    return operation.result is not None and any(success.type is None for success in operation.successes)


def _statuses(old: Operation, new: Operation, name: str) -> Iterator[Change]:
    before, after = ({answer.status: answer.type for answer in side.others} for side in (old, new))
    for status in after.keys() - before.keys():
        yield Change("Added", f"`{name}` may answer with {status}.", False)
    for status in sorted(after.keys() & before.keys()):
        if _shown(before[status]) != _shown(after[status]):
            text = f"`{name}` answers {status} with {_shown(after[status])} (was {_shown(before[status])})."
            yield Change("Changed", text, True)


def _arguments(old: Operation, new: Operation, name: str) -> Iterator[Change]:
    before, after = _named_arguments(old), _named_arguments(new)
    for argument, (of_type, required) in after.items():
        if argument not in before:
            yield Change("Added", f"`{name}` takes `{argument}`, which is {_need(required)}.", required)
            continue
        of_old, was_required = before[argument]
        place = f"`{argument}` of `{name}`"
        if required != was_required:
            yield Change("Changed", f"{place} is {_need(required)}.", required)
        yield from _type(place, of_old, of_type, is_sent=True, is_received=False)
    for argument in before.keys() - after.keys():
        yield Change("Removed", f"`{name}` no longer takes `{argument}`.", True)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change("Changed", f"`{name}` takes its arguments in another order: {', '.join(after)}.", True)


def _named_arguments(operation: Operation) -> dict[str, tuple[Type, bool]]:
    """Return types by name, in the order of the method."""
    parameters: list[tuple[str, Type, bool]] = [_argument(parameter) for parameter in operation.parameters]
    if operation.body:
        parameters.append((body_name(operation), operation.body.type, operation.body.required))
    return {name: (of_type, required) for name, of_type, required in sorted(parameters, key=lambda item: not item[2])}


def _argument(parameter: Parameter) -> tuple[str, Type, bool]:
    return argument_name(parameter.name), parameter.type, parameter.required


def _need(required: bool) -> str:
    return "required" if required else "optional"


# Schemas


def _schemas(sides: _Sides) -> Iterator[Change]:
    old, new = sides.old.schemas, sides.new.schemas
    gone = [name for name in old if name not in new]
    for name, schema in new.items():
        if name in old:
            yield from _schema(old[name], schema, sides)
            continue
        twin = next((other for other in gone if _content(old[other]) == _content(schema)), None)
        if twin is None:
            yield Change("Added", f"{_class_kind(schema)} `{name}`.", False)
        else:
            gone.remove(twin)
            yield Change("Changed", f"{_class_kind(schema)} `{twin}` is renamed to `{name}`.", True)
    yield from (Change("Removed", f"{_class_kind(old[name])} `{name}` is gone.", True) for name in gone)


def _class_kind(schema: Schema) -> str:
    return {EnumSchema: "Enum", UnionSchema: "Union", ObjectSchema: "Model"}[type(schema)]


def _content(schema: Schema) -> object:
    """Return what a schema is apart from its name."""
    if isinstance(schema, EnumSchema):
        return schema.values
    if isinstance(schema, UnionSchema):
        return schema.discriminator, schema.alternatives
    return {member.name: (_shown(member.type), member.required) for member in schema.properties}


def _schema(old: Schema, new: Schema, sides: _Sides) -> Iterator[Change]:
    if type(old) is not type(new):
        kinds = f"{_class_kind(new).lower()} (was {_class_kind(old).lower()})"
        yield Change("Changed", f"`{new.name}` is another kind of type: {kinds}.", True)
    elif isinstance(old, EnumSchema) and isinstance(new, EnumSchema):
        yield from _enum(old, new)
    elif isinstance(old, UnionSchema) and isinstance(new, UnionSchema):
        yield from _union(old, new, sides)
    elif isinstance(old, ObjectSchema) and isinstance(new, ObjectSchema):
        yield from _object(old, new, sides)


def _enum(old: EnumSchema, new: EnumSchema) -> Iterator[Change]:
    for value in new.values:
        if value not in old.values:
            yield Change("Added", f"`{new.name}.{member_name(value)}`.", False)
    for value in old.values:
        if value not in new.values:
            yield Change("Removed", f"`{new.name}.{member_name(value)}` is gone.", True)


def _union(old: UnionSchema, new: UnionSchema, sides: _Sides) -> Iterator[Change]:
    if _content(old) != _content(new):
        narrows = not set(old.alternatives) <= set(new.alternatives) or old.discriminator != new.discriminator
        names = ", ".join(f"`{name}`" for name in new.schemas)
        yield Change("Changed", f"`{new.name}` is one of {names}.", narrows or new.name in sides.received)


def _object(old: ObjectSchema, new: ObjectSchema, sides: _Sides) -> Iterator[Change]:
    if new.deprecated and not old.deprecated:
        yield Change("Changed", f"`{new.name}` is deprecated.", False)
    yield from _properties(old, new, sides)
    if old.others is not None and new.others is None:
        yield Change("Changed", f"`{new.name}` no longer takes fields of any name.", new.name in sides.sent)


def _properties(old: ObjectSchema, new: ObjectSchema, sides: _Sides) -> Iterator[Change]:
    is_sent, is_received = new.name in sides.sent, new.name in sides.received
    before = {member.name: member for member in old.properties}
    kept = {member.name for member in new.properties}
    gone = {name: member for name, member in before.items() if name not in kept}
    for member in new.properties:
        place = f"`{new.name}.{snake_case(member.name)}`"
        if member.name in before:
            yield from _property(place, before[member.name], member, is_sent=is_sent, is_received=is_received)
            continue
        twin = _renamed(member, gone)
        if twin is None:
            yield _new_property(place, member, is_sent=is_sent)
        else:
            del gone[twin.name]
            yield Change("Changed", f"`{new.name}.{snake_case(twin.name)}` is renamed to {place}.", True)
    for name in gone:
        yield Change("Removed", f"`{new.name}.{snake_case(name)}` is gone.", True)


def _new_property(place: str, member: Property, *, is_sent: bool) -> Change:
    must = member.required and is_sent and not member.read_only
    return Change("Added", f"{place}{', which requests require' if must else ''}.", must)


def _renamed(member: Property, gone: dict[str, Property]) -> Property | None:
    """Return the property that a new one replaces: of the same type, and with its description or a similar name."""
    for other in gone.values():
        is_alike = difflib.SequenceMatcher(None, other.name.lower(), member.name.lower()).ratio() > 0.7
        if other.type.bare == member.type.bare and (is_alike or other.description == member.description):
            return other
    return None


def _property(place: str, old: Property, new: Property, *, is_sent: bool, is_received: bool) -> Iterator[Change]:
    if new.required != old.required:
        yield Change("Changed", f"{place} is {_need(new.required)}.", is_sent if new.required else is_received)
    if new.deprecated and not old.deprecated:
        yield Change("Changed", f"{place} is deprecated.", False)
    if new.read_only and not old.read_only:
        yield Change("Changed", f"{place} is set by the service, and refused in requests.", is_sent)
    if new.write_only and not old.write_only:
        yield Change("Changed", f"{place} is no longer in answers.", is_received)
    yield from _type(place, old.type, new.type, is_sent=is_sent, is_received=is_received)


# Types


def _type(place: str, old: Type, new: Type, *, is_sent: bool, is_received: bool) -> Iterator[Change]:
    before, after = _shown(old), _shown(new)
    if before != after:
        yield Change("Changed", f"{place} is {after} (was {before}).", not _is_wider(old, new) or is_received)
    if new.is_nullable != old.is_nullable:
        text = f"{place} may {'be' if new.is_nullable else 'no longer be'} null."
        yield Change("Changed", text, is_received if new.is_nullable else is_sent)
    yield from _limits(place, old, new, is_sent=is_sent)


def _limits(place: str, old: Type, new: Type, *, is_sent: bool) -> Iterator[Change]:
    limits, former = limit_notes(new), limit_notes(old)
    if limits != former:
        news = " ".join(note for note in limits if note not in former)
        text = f"{place}: {news}" if news else f"{place} has fewer limits."
        yield Change("Changed", text, is_sent and _is_narrower(old, new))


def _is_wider(old: Type, new: Type) -> bool:
    """Whether every value of the old type is one of the new type, too."""
    return (old.kind, new.kind) == (Kind.INTEGER, Kind.NUMBER) or new.kind is Kind.JSON


def _is_narrower(old: Type, new: Type) -> bool:
    """Whether requests that were accepted may be refused now."""
    before, after = dict(old.limits), dict(new.limits)
    if old.items is not None and new.items is not None and _is_narrower(old.items, new.items):
        return True
    return any(name not in before or _tightens(name, before[name], limit) for name, limit in after.items())


def _tightens(name: str, old: Any, new: Any) -> bool:
    if name == "allowed":
        return not set(old) <= set(new)
    if name in ("minimum", "above", "min_length", "min_items"):
        return float(new) > float(old)
    if name in ("maximum", "below", "max_length", "max_items"):
        return float(new) < float(old)
    return bool(old != new)


def _shown(of_type: Type | None) -> str:
    """Return a type in short: `list[Cart]`."""
    if of_type is None:
        return "None"
    if of_type.items is not None:
        items = _shown(of_type.items) + (" or null" if of_type.items.is_nullable else "")
        return f"list[{items}]" if of_type.kind is Kind.LIST else f"dict[str, {items}]"
    return of_type.schema or of_type.kind.value
