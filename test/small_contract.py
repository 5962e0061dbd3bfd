"""A small contract, edits of it, and the package generated from it."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from test.paths import ROOT

sys.path.append(str(ROOT))  # the generator is not part of the package, so it is not installed

from contract.generator.command import generated
from contract.generator.facts import Contract, HandWritten
from contract.generator.operations import plan_package
from contract.generator.plan import Plan
from contract.generator.read import read_contract

SMALL = """
openapi: 3.0.3
info: {title: Small, description: A small contract., version: '1'}
servers: [{url: 'https://example.com', description: the only one}]
security: [{Key: []}]
tags: [{name: Cart, description: Carts.}]
paths:
  /carts/{cartId}:
    patch:
      tags: [Cart]
      summary: Change a cart
      description: Changes a cart.
      operationId: changeCart
      parameters:
        - {name: cartId, in: path, description: The cart., required: true, schema: {type: string}}
        - {name: dryRun, in: query, description: Any text for yes., required: false, schema: {type: string}}
      requestBody:
        description: The changes.
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Cart'}}}
      responses:
        '200':
          description: Changed.
          content: {application/json: {schema: {$ref: '#/components/schemas/Cart'}}}
        '404':
          description: Not found.
          content: {application/problem+json: {schema: {$ref: '#/components/schemas/Fault'}}}
        '503':
          description: Not available.
          content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}
components:
  securitySchemes:
    Key: {type: apiKey, description: Who calls., name: X-Key, in: header}
  schemas:
    Cart:
      description: A cart.
      type: object
      required: [kind]
      properties:
        kind: {$ref: '#/components/schemas/Kind', description: The kind of cart.}
        count: {type: integer, description: How many.}
        notes: {type: array, description: Notes., items: {type: string}}
        names: {type: object, description: Names., additionalProperties: {type: string}}
        parts: {type: array, description: Carts within., items: {$ref: '#/components/schemas/Cart'}}
        total: {type: number, description: The total., x-money: true}
      example: {kind: BIG, count: 1, notes: [a], names: {x: y}, parts: [{kind: SMALL}]}
    Kind:
      description: A kind of cart.
      type: string
      enum: [BIG, SMALL]
    Fault:
      description: What went wrong.
      type: object
      properties:
        code: {type: string, description: A code.}
"""

HAND_WRITTEN = HandWritten(exceptions=("ApiException",), behaviours={})

DROP = object()
"""The value of an edit that drops something."""


def small() -> Any:
    """The small contract as a document of its own."""
    return yaml.safe_load(SMALL)


def edited(document: Any, place: str, value: object) -> Any:
    """Set, add or drop the value at a place such as `components > schemas > Cart`."""
    *parents, last = place.split(" > ")
    for name in parents:
        document = document[int(name) if isinstance(document, list) else name]
    if value is DROP:
        del document[int(last) if isinstance(document, list) else last]
    elif isinstance(document, list):
        document[int(last) : int(last) + 1] = [value]
    else:
        document[last] = value
    return document


def merged(document: Any, *fragments: Mapping[str, Any]) -> Any:
    """Returns a document with fragments added, mapping by mapping."""
    made = deepcopy(document)
    for fragment in fragments:
        _merge(made, fragment)
    return made


def _merge(into: Any, fragment: Mapping[str, Any]) -> None:
    for key, value in fragment.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = deepcopy(value)


def contract_of(document: object, folder: Path) -> Contract:
    """Read a document as the generator does."""
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return read_contract(path)


def plan_of(document: object, folder: Path, hand_written: HandWritten = HAND_WRITTEN) -> Plan:
    return plan_package(contract_of(document, folder), hand_written)


def package_of(contract: Contract, folder: Path, name: str) -> ModuleType:
    """Generate a package of another name next to copies of the hand-written modules, and import it."""
    source, target = ROOT / "order_capture_client", folder / "order_capture_client"
    shutil.copytree(
        source, target, ignore=shutil.ignore_patterns("__pycache__", "bulk", "sandbox", "testing", "models", "api")
    )
    (target / "types.py").unlink()
    for path, text in generated(contract, target, dict).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for module in target.rglob("*.py"):
        module.write_text(module.read_text(encoding="utf-8").replace("order_capture_client", name), encoding="utf-8")
    target.rename(folder / name)
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
