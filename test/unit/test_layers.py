"""The house stays as architecture.md draws it: who may import whom, whose names are private, which tree is drawn."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import order_capture_client
from order_capture_client import exceptions

PACKAGE = "order_capture_client"
ROOT = Path(order_capture_client.__file__).parent

VALUES, STEPS, SOCKETS, DRIVER, SURFACE, BESIDE = range(6)

LAYERS = {
    # module, or folder with all that is in it: layer
    "_clock": VALUES,
    "_compat": VALUES,
    "_contract": VALUES,
    "_first_time": VALUES,
    "_input_errors": VALUES,
    "_lazy": VALUES,
    "_model": VALUES,
    "_printable": VALUES,
    "_problem": VALUES,
    "_version": VALUES,
    "amount": VALUES,
    "api_response": VALUES,
    "configuration": VALUES,
    "drift": VALUES,
    "exceptions": VALUES,
    "field_types": VALUES,
    "hooks": VALUES,
    "models": VALUES,
    "otel": VALUES,
    "prepared_request": VALUES,
    "transport": VALUES,
    "types": VALUES,
    "_core.address": VALUES,
    "_core.call_fields": VALUES,
    "_core.credentials": VALUES,
    "_core.deprecation": VALUES,
    "_core.environment": VALUES,
    "_core.headers": VALUES,
    "_core.log": VALUES,
    "_core.masked": VALUES,
    "_core.options": VALUES,
    "_core.retry": VALUES,
    "_core.rules": VALUES,
    "_core.settings": VALUES,
    "_core.misspelt": VALUES,
    "_core.network": VALUES,
    "_core.setting_types": VALUES,
    "_core.user_code": VALUES,
    "_core.wire": VALUES,
    "_core.operation": VALUES,
    "_core.body": STEPS,
    "_core.call": STEPS,
    "_core.causes": STEPS,
    "_core.encode": STEPS,
    "_core.exchange": STEPS,
    "_core.decode": STEPS,
    "_core.warm_up": STEPS,
    "_core.http": STEPS,
    "_core.proxy": STEPS,
    "_core.run_hooks": STEPS,
    "_core.tls": STEPS,
    "_core.tls_faults": STEPS,
    "_core.tokens": STEPS,
    "_core.verdict": STEPS,
    "_answers": SOCKETS,
    "_connecting": SOCKETS,
    "_connection": SOCKETS,
    "_sending": SOCKETS,
    "rest": SOCKETS,
    "aio.rest": SOCKETS,
    "aio._connections": SOCKETS,
    "aio._loops": SOCKETS,
    "aio._run_hooks": SOCKETS,
    "aio._tokens": SOCKETS,
    "aio._user_code": SOCKETS,
    "_base_client": DRIVER,
    "api_client": DRIVER,
    "aio.api_client": DRIVER,
    "api": SURFACE,
    "aio.api": SURFACE,
    "__main__": BESIDE,
    "bulk": BESIDE,
    "_demo": BESIDE,
    "_pytest_plugin": BESIDE,
    "sandbox": BESIDE,
    "testing": BESIDE,
}
"""Every file of `_core` has a line of its own: the steps of a call know the values, never the other way round."""

LONGEST_FILE = 500
"""Lines of a file that is written by hand; one that grows beyond has two reasons to be opened, so it is split."""

NAMEDTUPLE_METHODS = {"_asdict", "_fields", "_make", "_replace"}


def is_lazy_package(module: str) -> bool:
    """Return whether a module is one of the `__init__` files that import their exports on first use."""
    return (ROOT / module.replace(".", "/") / "__init__.py").is_file()


@cache
def sources() -> dict[str, ast.Module]:
    """Return our modules without the lazy packages, by their names below the package."""
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted(ROOT.rglob("*.py"))}
    return {
        name: ast.parse(path.read_text(encoding="utf-8")) for path, name in names.items() if path.stem != "__init__"
    }


def layer(module: str) -> int:
    """The layer of a module: its own, or its folder's."""
    while module not in LAYERS:
        module, dot, _ = module.rpartition(".")
        assert dot, f"{module} has no layer: add it to the table"
    return LAYERS[module]


def folder(module: str) -> str:
    return module.rpartition(".")[0]


def run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes, those in function bodies included, but for those that only type checkers see."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            for other in child.orelse:
                yield other
                yield from run_time_nodes(other)
            continue
        yield child
        yield from run_time_nodes(child)


def imports(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Yield our modules that a module imports at run time, each with the imported name if there is one."""
    for node in run_time_nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == PACKAGE:
                    yield alias.name.removeprefix(PACKAGE).removeprefix("."), None
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module is not None and node.module.split(".")[0] == PACKAGE:
                below = node.module.removeprefix(PACKAGE).removeprefix(".")
                for alias in node.names:
                    submodule = f"{below}.{alias.name}".removeprefix(".")
                    if submodule in sources() or is_lazy_package(submodule):
                        yield submodule, None
                    else:
                        yield below, alias.name


def underscored(name: str | None) -> bool:
    return name is not None and name.startswith("_") and not name.endswith("__") and name not in NAMEDTUPLE_METHODS


@cache
def made_by(name: str) -> set[str]:
    """The modules that make an underscore name: as variable, function, class, argument or attribute."""
    return {module for module, tree in sources().items() if name in names_made_in(tree)}


@cache
def names_made_in(tree: ast.Module) -> set[str]:
    """The names that a module makes itself."""
    made: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            made.add(node.name)
        elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Store):
            made.add(node.id if isinstance(node, ast.Name) else node.attr)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
    return made


PARTS = sorted(
    {path.relative_to(ROOT).with_suffix("").parts[0] for path in ROOT.rglob("*.py") if path.stem != "__init__"}
)
"""The modules and folders right below the package; models are too many to be tested one by one."""


@cache
def inherited(module: str) -> set[str]:
    """Return the private names of the base classes of a module's classes, which subclasses may use."""
    bases = {
        base.value.id
        if isinstance(base, ast.Subscript) and isinstance(base.value, ast.Name)
        else getattr(base, "id", "")
        for node in ast.walk(sources()[module])
        if isinstance(node, ast.ClassDef)
        for base in node.bases
    }
    homes = {used for used, name in imports(sources()[module]) if name in bases and used in sources()}
    return {name for home in homes for name in names_made_in(sources()[home]) if underscored(name)}


HAND_WRITTEN = [path for path in sorted(ROOT.rglob("*.py")) if not path.read_text("utf-8").startswith("# Generated")]


def modules_of(part: str) -> Iterator[tuple[str, ast.Module]]:
    return ((module, tree) for module, tree in sources().items() if module.split(".")[0] == part)


def test_every_layer_of_the_table_that_exists_is_found() -> None:
    # a control: were the table's names or the reader wrong, the tests below could not fail
    assert {layer(module) for module in sources()} >= {VALUES, STEPS, SOCKETS, DRIVER, SURFACE, BESIDE}
    assert ("_model.base", "Model") in set(imports(sources()["_core.encode"]))
    assert ("models.error_details", "ErrorDetails") not in set(imports(sources()["exceptions"]))


@pytest.mark.parametrize("part", PARTS)
def test_a_module_imports_only_from_smaller_layers_its_own_layer_or_its_folder(part: str) -> None:
    wrong = [
        f"{module} imports {used}, which is in a larger layer"
        for module, tree in modules_of(part)
        for used, _ in imports(tree)
        if not is_lazy_package(used) and layer(used) > layer(module) and folder(used) != (folder(module) or None)
    ]
    assert not wrong


@pytest.mark.parametrize("part", [part for part in PARTS if part not in ("__main__", "bulk", "_demo", "sandbox")])
def test_a_module_imports_names_from_where_they_are_made(part: str) -> None:
    wrong = [
        f"{module} imports {name} from the lazy package {used or PACKAGE}"
        for module, tree in modules_of(part)
        for used, name in imports(tree)
        if name is not None and is_lazy_package(used)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("step", "later"),
    [("_core.encode", {"_core.exchange", "_core.decode"}), ("_core.exchange", {"_core.decode"})],
    ids=["encode", "exchange"],
)
def test_a_step_does_not_know_a_later_one(step: str, later: set[str]) -> None:
    assert not later & {used for used, _ in imports(sources()[step])}


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    edges = {name: {used for used, _ in imports(tree) if used in sources()} for name, tree in sources().items()}
    while free := {name for name, uses in edges.items() if not uses}:
        edges = {name: uses - free for name, uses in edges.items() if name not in free}
    assert not edges


def test_a_circle_through_a_function_body_would_be_found() -> None:
    tree = ast.parse("def late():\n    from order_capture_client.exceptions import ApiException\n")

    assert list(imports(tree)) == [("exceptions", "ApiException")]


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_hand_written_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("part", PARTS)
def test_a_module_imports_no_private_name_of_another(part: str) -> None:
    wrong = [
        f"{module} imports {used}.{name}"
        for module, tree in modules_of(part)
        for used, name in imports(tree)
        if underscored(name)
    ]
    assert not wrong


@pytest.mark.parametrize("part", PARTS)
def test_a_module_reads_no_private_attribute_of_another(part: str) -> None:
    wrong = [
        f"{module}, line {node.lineno}: {node.attr}"
        for module, tree in modules_of(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and underscored(node.attr)
        if made_by(node.attr) and module not in made_by(node.attr)
        if not (isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr in inherited(module))
    ]
    assert not wrong


def drawn_tree() -> list[tuple[int, str, set[str]]]:
    """The tree in the docstring of `exceptions`: depth, class, and the further bases in brackets."""
    rows: list[tuple[int, str, set[str]]] = []
    for line in (exceptions.__doc__ or "").splitlines():
        if found := re.match(r"    ((?:│   |    )*)(├── |└── )?([A-Z]\w+)(?: \((.+?)\))?(?:\s|$)", line):
            bars, branch, name, others = found.groups()
            rows.append((len(bars) // 4 + bool(branch), name, set(others.split(", ")) if others else set()))
    return rows


def test_the_tree_that_the_docstring_draws_is_the_real_one() -> None:
    drawn: dict[str, set[str]] = {}
    parents: list[str] = []
    for depth, name, others in drawn_tree():
        del parents[depth:]
        drawn[name] = {*others, *(parents[-1:] or ["Exception"])}
        parents.append(name)
    real = {
        name: {base.__name__ for base in kind.__bases__}
        for name, kind in vars(exceptions).items()
        if isinstance(kind, type) and issubclass(kind, Exception)
    }
    assert drawn == real


def test_the_classes_stand_in_the_order_of_the_drawing() -> None:
    nodes = [*sources()["_input_errors"].body, *sources()["exceptions"].body]
    written = [node.name for node in nodes if isinstance(node, ast.ClassDef)]
    assert written == [name for _, name, _ in drawn_tree()]
