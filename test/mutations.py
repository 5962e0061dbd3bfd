"""Answers that follow the contract, answers with one fault, and the faults of an answer.

Everything comes from the contract's own facts and not from the models, which are compared with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

FACTS: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "order-capture.openapi.json").read_text())
SCHEMAS: dict[str, Any] = FACTS["components"]["schemas"]

MOMENT = "2026-01-02T03:04:05Z"
MOMENT_READ = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)

ODD_VALUES = ["1", "", "true", 1, 0, Decimal("1.5"), Decimal("19.90"), True, False, [], {}, [1], {"a": Decimal("0.10")}, [None]]  # fmt: skip

PathT = tuple[str | int, ...]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema, or the one that it refers to."""
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema


def name_of(schema: dict[str, Any]) -> str:
    """The name of the schema that is referred to."""
    return str(schema["$ref"].rpartition("/")[2])


def document(schema: dict[str, Any], random: Random, depth: int = 5) -> Any:
    """A random value for a schema."""
    schema = resolved(schema)
    if "enum" in schema:
        return random.choice(schema["enum"])
    kind = schema["type"]
    if kind == "object" and "properties" in schema:
        required = schema.get("required", ())
        return {
            name: document(part, random, depth - 1)
            for name, part in schema["properties"].items()
            if name in required or (depth > 0 and random.random() < 0.35)
        }
    if kind == "object":
        names = random.sample(["a", "b c", "å"], random.randrange(3))
        return {name: document(schema["additionalProperties"], random, depth - 1) for name in names}
    if kind == "array":
        return [document(schema["items"], random, depth - 1) for _ in range(random.randrange(3))]
    if kind == "string":
        return MOMENT if schema.get("format") == "date-time" else random.choice(["", "x", "10098949", "true", "ONLINE"])
    if kind == "boolean":
        return random.random() < 0.5
    whole = random.randrange(-1000, 10**6)
    return whole if kind == "integer" else random.choice([whole, Decimal(whole).scaleb(-2), Decimal(whole).scaleb(-9)])


def nodes(value: Any, path: PathT = ()) -> Iterator[PathT]:
    """The paths of all values, the whole one's too."""
    yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in below:
        yield from nodes(item, (*path, key))


def mutated(value: Any, random: Random) -> Any:
    """Drop, null, retype or add at one random place; return the changed value or its replacement."""
    path = random.choice(list(nodes(value)))
    if not path:
        return value | {"newField": random.choice(ODD_VALUES)}
    holder = value
    for key in path[:-1]:
        holder = holder[key]
    key = path[-1]
    what = random.choice(["drop", "null", "retype", "rename", "add"])
    if what == "drop":
        del holder[key]
    elif what == "null":
        holder[key] = None
    elif what == "retype":
        holder[key] = random.choice(ODD_VALUES)
    elif what == "rename" and isinstance(holder[key], str):
        holder[key] += "_NEW"
    else:
        inside = holder[key] if isinstance(holder[key], (dict, list)) else holder
        odd = random.choice(ODD_VALUES)
        if isinstance(inside, list):
            inside.insert(random.randrange(len(inside) + 1), odd)
        else:
            inside[random.choice(["newField", "checkout_id", "model_extra", "", "å.b[0]"])] = odd
    return value


def faults(schema: dict[str, Any], value: Any, path: PathT = ()) -> Iterator[tuple[PathT, str]]:
    """Where a value differs from its schema, and how."""
    schema = resolved(schema)
    if value is None:
        yield path, "null"
    elif not of_type(schema["type"], value):
        yield path, "wrong_type"
    elif "enum" in schema and value not in schema["enum"]:
        yield path, "unknown_enum_value"
    elif schema.get("format") == "date-time" and value != MOMENT:
        yield path, "invalid_value"
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from faults(schema["items"], item, (*path, index))
    elif "properties" in schema:
        required = schema.get("required", ())
        yield from (((*path, name), "missing") for name in required if name not in value)
        for name, item in value.items():
            if name not in schema["properties"]:
                yield (*path, name), "unknown_field"
            elif item is not None or name in required:
                yield from faults(schema["properties"][name], item, (*path, name))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from faults(schema["additionalProperties"], item, (*path, name))


def of_type(kind: str, value: Any) -> bool:
    """Return whether a JSON value has a type by JSON Schema: 1.0 is an integer, true is not a number."""
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, (int, Decimal)):
        return kind == "number" or (kind == "integer" and value == int(value))
    return isinstance(value, {"string": str, "array": list, "object": dict}.get(kind, ()))


def without_absent(schema: dict[str, Any], value: Any) -> Any:
    """A value without the nulls that stand for absence."""
    schema = resolved(schema)
    if isinstance(value, list) and schema["type"] == "array":
        return [without_absent(schema["items"], item) for item in value]
    if not isinstance(value, dict) or schema["type"] != "object":
        return value
    parts = schema.get("properties")
    if parts is None:
        return {name: without_absent(schema["additionalProperties"], item) for name, item in value.items()}
    return {
        name: without_absent(parts[name], item) if name in parts else item
        for name, item in value.items()
        if item is not None
    }


def text_of(value: Any) -> str:
    """A value as JSON, decimals as they are."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)}: {text_of(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text_of, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)
