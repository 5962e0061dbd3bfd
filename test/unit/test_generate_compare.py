"""The changes between two contracts, in the words of users: each edit of the small contract, its section and its effect."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract.generator.command import main
from contract.generator.compare import Change, compare, sections
from test.paths import ROOT
from test.small_contract import DROP, contract_of, edited, merged, small

CART = "components > schemas > Cart"
COUNT = f"{CART} > properties > count"
CHANGE = "paths > /carts/{cartId} > patch"
DRY_RUN = f"{CHANGE} > parameters > 1"
OK = f"{CHANGE} > responses > 200"
TEXT = {"type": "string", "description": "A text."}
GET = {"tags": ["Cart"], "summary": "Read a cart.", "description": "It.", "operationId": "readCart"}

TABLE: list[tuple[str, object, list[tuple[str, str, bool]]]] = [
    # an edit: place and new value, then the changes: section, text, whether code breaks
    ("info > version", "2", []),
    (f"{COUNT} > description", "Another text.", []),
    # operations
    (f"{CHANGE} > operationId", "editCart", [("Changed", "Operation `change_cart` is renamed to `edit_cart`.", True)]),
    (f"{CHANGE} > deprecated", True, [("Changed", "`change_cart` is deprecated, and warns.", False)]),
    (f"{CHANGE} > x-repeat", "replayable", [("Changed", "`change_cart` is replayable to repeat (was once): retries change.", False)]),
    (f"{CHANGE} > x-creates", "kind", [("Changed", "`change_cart` raises `MayHaveBeenCreatedError` if its outcome is unknown.", True)]),
    (
        f"{CHANGE} > tags",
        ["Basket"],
        [("Added", "Class `BasketApi`.", False), ("Removed", "Class `CartApi` is gone.", True)],
    ),
    (DRY_RUN, DROP, [("Removed", "`change_cart` no longer takes `dry_run`.", True)]),
    (f"{DRY_RUN} > required", True, [
        ("Changed", "`dry_run` of `change_cart` is required.", True),
        ("Changed", "`change_cart` takes its arguments in another order: cart_id, dry_run, cart.", True),
    ]),
    (f"{DRY_RUN} > schema > type", "boolean", [("Changed", "`dry_run` of `change_cart` is boolean (was string).", True)]),
    (f"{DRY_RUN} > schema > maxLength", 3, [("Changed", "`dry_run` of `change_cart`: At most 3 characters.", True)]),
    (
        f"{CHANGE} > parameters > 2",
        {"name": "page", "in": "query", "description": "A page.", "schema": {"type": "integer"}},
        [("Added", "`change_cart` takes `page`, which is optional.", False)],
    ),
    (
        f"{CHANGE} > parameters > 2",
        {"name": "page", "in": "query", "description": "A page.", "required": True, "schema": {"type": "integer"}},
        [("Added", "`change_cart` takes `page`, which is required.", True)],
    ),
    (f"{CHANGE} > responses > 409", {"description": "Taken."}, [("Added", "`change_cart` may answer with 409.", False)]),
    (f"{CHANGE} > responses > 204", {"description": "Nothing."}, [("Changed", "`change_cart` may return None.", True)]),
    (f"{OK} > content", DROP, [("Changed", "`change_cart` returns None (was Cart).", True)]),
    # schemas
    (f"{CART} > properties > note", TEXT, [("Added", "`Cart.note`.", False)]),
    (f"{CART} > properties > notes", DROP, [("Removed", "`Cart.notes` is gone.", True)]),
    (f"{CART} > required", ["kind", "count"], [("Changed", "`Cart.count` is required.", True)]),
    (f"{CART} > required", DROP, [("Changed", "`Cart.kind` is optional.", True)]),
    (f"{COUNT} > type", "number", [("Changed", "`Cart.count` is number (was integer).", True)]),
    (f"{COUNT} > type", "string", [("Changed", "`Cart.count` is string (was integer).", True)]),
    (f"{COUNT} > minimum", 1, [("Changed", "`Cart.count`: At least 1.", True)]),
    (f"{COUNT} > nullable", True, [("Changed", "`Cart.count` may be null.", True)]),
    (f"{COUNT} > deprecated", True, [("Changed", "`Cart.count` is deprecated.", False)]),
    (f"{COUNT} > readOnly", True, [("Changed", "`Cart.count` is set by the service, and refused in requests.", True)]),
    (f"{COUNT} > writeOnly", True, [("Changed", "`Cart.count` is no longer in answers.", True)]),
    ("components > schemas > Kind > enum", ["BIG", "SMALL", "HUGE"], [("Added", "`Kind.HUGE`.", False)]),
    ("components > schemas > Kind > enum", ["BIG"], [("Removed", "`Kind.SMALL` is gone.", True)]),
    ("components > schemas > Extra", {**TEXT, "enum": ["A"]}, [("Added", "Enum `Extra`.", False)]),
    ("components > schemas > Fault > properties", {"codes": TEXT}, [("Changed", "`Fault.code` is renamed to `Fault.codes`.", True)]),
]  # fmt: skip


def changes(old: Any, new: Any, folder: Path) -> list[Change]:
    return compare(contract_of(old, folder), contract_of(new, folder))


@pytest.mark.parametrize(("place", "value", "expected"), TABLE, ids=[f"{row[0]}-{row[1]}"[:60] for row in TABLE])
def test_each_change(place: str, value: object, expected: list[tuple[str, str, bool]], tmp_path: Path) -> None:
    document = small()
    if place == "components > schemas > Kind > enum" and value == ["BIG"]:
        edited(document, f"{CART} > example", DROP)
    edited(document, place, value)
    assert changes(small(), document, tmp_path) == [Change(*change) for change in expected]


def test_an_operation_comes_and_goes(tmp_path: Path) -> None:
    more = merged(small(), {"paths": {"/carts": {"get": {**GET, "responses": {"200": {"description": "It."}}}}}})
    assert changes(small(), more, tmp_path) == [Change("Added", "Operation `read_cart`: Read a cart.", False)]
    assert changes(more, small(), tmp_path) == [Change("Removed", "Operation `read_cart` is gone.", True)]


def test_a_schema_is_renamed(tmp_path: Path) -> None:
    text = yaml.safe_dump(small(), sort_keys=False)
    renamed = yaml.safe_load(text.replace("schemas/Fault", "schemas/Failure").replace("    Fault:", "    Failure:"))
    found = changes(small(), renamed, tmp_path)
    assert Change("Changed", "Model `Fault` is renamed to `Failure`.", True) in found
    assert all(change.breaks for change in found)


def test_limits_that_are_wider_break_nothing(tmp_path: Path) -> None:
    old, new = small(), small()
    edited(old, f"{COUNT} > maximum", 5)
    edited(new, f"{COUNT} > maximum", 9)
    assert changes(old, new, tmp_path) == [Change("Changed", "`Cart.count`: At most 9.", False)]
    assert changes(new, old, tmp_path) == [Change("Changed", "`Cart.count`: At most 5.", True)]


def test_a_field_that_requests_require_is_breaking_only_if_it_is_sent(tmp_path: Path) -> None:
    new = deepcopy(small())
    edited(new, f"{CART} > properties > size", TEXT)
    edited(new, f"{CART} > required", ["kind", "size"])
    edited(new, "components > schemas > Fault > properties > reason", TEXT)
    edited(new, "components > schemas > Fault > required", ["reason"])
    assert changes(small(), new, tmp_path) == [
        Change("Added", "`Cart.size`, which requests require.", True),
        Change("Added", "`Fault.reason`.", False),
    ]


def test_sections_can_be_pasted_into_a_changelog() -> None:
    found = [
        Change("Added", "`Cart.note`.", False),
        Change("Removed", "`Cart.total` is gone.", True),
        Change("Changed", "`Cart.count` is deprecated.", False),
    ]
    assert sections(found) == (
        "### Breaking\n\n- `Cart.total` is gone.\n\n### Added\n\n- `Cart.note`.\n\n"
        "### Changed\n\n- `Cart.count` is deprecated.\n"
    )
    assert sections([]) == "Nothing that users of the client notice has changed.\n"


@pytest.mark.parametrize(
    ("place", "value", "status"),
    [("info > version", "2", 0), (f"{CART} > properties > note", TEXT, 0), (f"{CART} > properties > notes", DROP, 3)],
)
def test_the_command(
    place: str, value: object, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = small()
    edited(document, place, value)
    paths = tmp_path / "old.yaml", tmp_path / "new.yaml"
    for path, text in zip(paths, (small(), document), strict=True):
        path.write_text(yaml.safe_dump(text, sort_keys=False), encoding="utf-8")
    arguments = ["--compare", str(paths[0]), "--contract", str(paths[1])]
    assert main(arguments) == status
    assert capsys.readouterr().out.startswith(("###", "Nothing"))
    assert main([*arguments, "--json"]) == status
    told = json.loads(capsys.readouterr().out)
    assert told["breaks"] is (status == 3)
    assert [sorted(change) for change in told["changes"]] == [["breaks", "kind", "text"]] * len(told["changes"])


def test_the_real_contract_equals_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--compare", str(ROOT / "contract" / "openapi.yaml")]) == 0
    assert capsys.readouterr().out == "Nothing that users of the client notice has changed.\n"
