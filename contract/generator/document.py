"""The YAML document behind a contract: its values with their places, references, and the gaps that were found."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import yaml

from contract.generator.facts import ContractError, refuse

OWN_EXTENSIONS = ("x-personal-data", "x-money", "x-repeat", "x-creates", "x-echoes", "x-reserved")
"""The extensions that steer the client; others are annotations of somebody else."""

ANNOTATIONS = frozenset({"example", "examples", "externalDocs", "title", "xml", "$comment", "summary"})
"""Keys that change nothing in a client, wherever they stand."""

LONGEST_REFERENCE = 20
"""Maximum length of a chain of references."""


class Document:
    """A contract as YAML has it.

    Args:
        path: The file.

    Raises:
        ContractError: The file is not YAML, or no mapping.
    """

    def __init__(self, path: Path) -> None:
        try:
            root = yaml.load(path.read_text(encoding="utf-8"), _Loader)
        except yaml.YAMLError as error:
            raise ContractError(f"{path.name}: not valid YAML: {error}") from None
        self.root = mapping_at(root, "contract")
        self.warnings: list[str] = []

    def warn(self, place: str, message: str) -> None:
        """Note a gap that does not keep the client from being generated."""
        warning = f"{place}: {message}"
        if warning not in self.warnings:
            self.warnings.append(warning)

    def component(self, kind: str) -> dict[str, Any]:
        """Return the components of a kind, such as `parameters`, by name."""
        components: dict[str, Any] = self.root.get("components") or {}
        return dict(named(components[kind], f"components > {kind}")) if components.get(kind) else {}

    def resolved(self, value: object, place: str, kind: str) -> tuple[dict[str, Any], str]:
        """Return a mapping and its place; where it is a reference to a component, that component."""
        values = mapping_at(value, place)
        start = place
        for _ in range(LONGEST_REFERENCE):
            if "$ref" not in values:
                return values, place
            name = referred(values, place, kind)
            known = self.component(kind)
            if name not in known:
                refuse(place, f"there is no component {name} in {kind}")
            place = f"components > {kind} > {name}"
            values = mapping_at(known[name], place)
        return refuse(start, "the reference leads back to itself")

    # Texts

    def text(self, values: dict[str, Any], key: str, place: str, instead: str) -> str:
        """Return words that can stand in a docstring; a missing or unusual one is a gap, and is filled or repaired."""
        value = values.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            self.warn(place, f"{key!r} is missing")
            return instead
        if not isinstance(value, str):
            refuse(f"{place} > {key}", "text is expected")
        words = " ".join(value.split())
        printable = "".join(letter if letter.isprintable() else " " for letter in words)
        repaired = printable.replace("\\", "/").replace('"""', "'''")
        if repaired != value or repaired.endswith('"'):
            self.warn(f"{place} > {key}", "line breaks, double spaces, backslashes and final quotes are changed")
        return repaired

    def description(self, values: dict[str, Any], place: str, instead: str) -> str:
        """Return a description that ends as a sentence does; see `text`."""
        words = self.text(values, "description", place, instead)
        if not words.endswith((".", ")", "!", "?")):
            self.warn(f"{place} > description", "a description is a sentence, with a full stop")
            words = f"{words.rstrip(':;,')}."
        return words


if TYPE_CHECKING:
    _FastLoader = yaml.SafeLoader
else:
    _FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # where PyYAML was built with it


class _Loader(_FastLoader):
    """Refuses a key that is given twice, of which YAML would silently take the last; dates and times stay text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in names:
                refuse(f"line {key.start_mark.line + 1}", f"{key.value!r} is given twice")
            names.add(str(key.value))
        return super().construct_mapping(node, deep)


def _as_text(_: _Loader, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)


# Values


def is_mapping(value: object) -> TypeGuard[dict[Any, Any]]:
    """Return whether a value is a mapping."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is a list."""
    return isinstance(value, list)


def mapping_at(value: object, place: str) -> dict[str, Any]:
    """Return a value that has to be a mapping."""
    if not is_mapping(value):
        refuse(place, "a mapping is expected")
    return value


def mapping(value: object, place: str, required: str, optional: str = "") -> dict[str, Any]:
    """Return a mapping that has the required keys, and perhaps optional ones and annotations, but no others."""
    values = mapping_at(value, place)
    known = {*required.split(), *optional.split()}
    for key in values:
        if key not in known and not is_annotation(key, place):
            refuse(f"{place} > {key}", "not supported")
    for key in required.split():
        if key not in values:
            refuse(place, f"{key!r} is missing")
    return values


def is_annotation(key: object, place: str) -> bool:
    """Return whether a key has no effect on a client; our own extensions are refused if misspelt or misplaced."""
    if not isinstance(key, str) or not key.startswith("x-"):
        return key in ANNOTATIONS
    if key in OWN_EXTENSIONS:
        return False
    if close := difflib.get_close_matches(key, OWN_EXTENSIONS, n=1, cutoff=0.8):
        refuse(f"{place} > {key}", f"not supported; did you mean {close[0]}?")
    return True


def named(value: object, place: str) -> list[tuple[str, Any]]:
    """Return the entries of a mapping whose keys are names."""
    if not is_mapping(value) or not value:
        refuse(place, "a mapping with at least one entry is expected")
    for key in value:
        if not isinstance(key, str):
            refuse(f"{place} > {key}", "a key has to be text; numbers, YES and NO need quotes in YAML")
    return list(value.items())


def listed(value: object, place: str) -> list[Any]:
    """Return a list that has entries."""
    if not is_list(value) or not value:
        refuse(place, "a list with at least one entry is expected")
    return value


def text_at(values: dict[str, Any], key: str, place: str) -> str:
    """Return a text that has to be there."""
    value = values.get(key)
    if not isinstance(value, str) or not value:
        refuse(f"{place} > {key}", "text is expected")
    return value


def flag(values: dict[str, Any], key: str, place: str, default: bool = False) -> bool:
    """Return a boolean."""
    value = values.get(key, default)
    if not isinstance(value, bool):
        refuse(f"{place} > {key}", "true or false is expected")
    return value


def referred(values: dict[str, Any], place: str, kind: str) -> str:
    """Return the name in a reference to a component."""
    reference, start = text_at(values, "$ref", place), f"#/components/{kind}/"
    if not reference.startswith(start):
        refuse(f"{place} > $ref", f"only references to {start} are supported")
    return reference.removeprefix(start)


def words_of(name: str) -> str:
    """Return a name as words: `Gift wrap` for `giftWrap`."""
    spaced = re.sub(r"(?<=[a-z\d])(?=[A-Z])|[^A-Za-z\d]+", " ", name).strip()
    return spaced[:1].upper() + spaced[1:].lower() if spaced else name


def one_of(value: object, place: str, choices: Iterable[str]) -> str:
    """Return a text that has to be one of a few."""
    known = list(choices)
    if not isinstance(value, str) or value not in known:
        refuse(place, f"one of {', '.join(known)} expected")
    return value
