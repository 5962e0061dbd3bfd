"""Figures that the sources alone give: lines, circles, complexity, `Any` and private names."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from radon.visitors import ComplexityVisitor

PACKAGE = "order_capture_client"
ROOMS = (PACKAGE, "contract", "test", "benchmarks", ".ci", "docs")
LONG_FILE = 500
COMPLEX, TOO_COMPLEX = 10, 15

_GENERATED = ("# Generated from", "<!-- Generated")
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMEDTUPLE = frozenset({"_asdict", "_fields", "_field_defaults", "_make", "_replace"})
_ATTRIBUTE_CALLS = frozenset({"getattr", "setattr", "hasattr", "delattr"})


@dataclass(frozen=True)
class Source:
    """A file of the project."""

    name: str
    """The path below the root, with slashes."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of a Python file."""
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        """The folder."""
        return self.name.rpartition("/")[0]

    @property
    def lines(self) -> int:
        """The number of lines, empty ones included."""
        return self.text.count("\n")

    @property
    def is_generated(self) -> bool:
        """Whether the generator wrote this file."""
        return self.text.startswith(_GENERATED)

    @property
    def module(self) -> str:
        """The name to import a Python file by."""
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@dataclass(frozen=True)
class Measured:
    """A function, and how hard it is to read."""

    place: str
    complexity: int
    """By radon; a function inside it has its own."""
    nesting: int
    """Blocks inside each other; `elif` adds none, and a function inside another starts again."""


def read_sources(root: Path, rooms: Sequence[str] = ROOMS) -> list[Source]:
    """Return the Python files and pages of these folders."""
    return [
        Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for room in rooms
        for path in sorted((root / room).rglob("*"))
        if path.suffix in {".py", ".md"} and "__pycache__" not in path.parts
    ]


def python(sources: Sequence[Source], room: str, *, generated: bool = False) -> list[Source]:
    """Return the Python files below a folder, written by hand or generated."""
    return [
        source
        for source in sources
        if source.name.startswith(f"{room}/") and source.name.endswith(".py") and source.is_generated == generated
    ]


def total_lines(sources: Sequence[Source]) -> int:
    """Return the lines of all these files."""
    return sum(source.lines for source in sources)


def lines_by_room(sources: Sequence[Source]) -> dict[str, str]:
    """Return for each folder with Python files or pages: files and lines by hand, files and lines generated."""
    rooms: dict[str, Counter[str]] = {}
    for source in sources:
        kind = "generated" if source.is_generated else "hand"
        rooms.setdefault(source.room, Counter()).update({f"{kind} files": 1, f"{kind} lines": source.lines})
    return {
        room: f"{count['hand files']} files, {count['hand lines']:,} lines by hand; "
        f"{count['generated files']} files, {count['generated lines']:,} lines generated"
        for room, count in rooms.items()
    }


def measure_functions(sources: Sequence[Source]) -> list[Measured]:
    """Return every function, method and function inside another, each with its own complexity and nesting."""
    return [
        Measured(
            f"{source.name}:{node.lineno}: {node.name}",
            ComplexityVisitor.from_ast(node).functions[0].complexity,
            _depth(node.body),
        )
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, _FUNCTIONS)
    ]


def import_circles(sources: Sequence[Source], *, for_type_checkers: bool = False) -> list[set[str]]:
    """Return the groups of modules that import each other in circles, function bodies included.

    Args:
        sources: The files of the package.
        for_type_checkers: Whether the imports under `TYPE_CHECKING` count, too.
    """
    modules = {source.module for source in sources}
    uses = {source.module: set(_imports(source.tree, modules, for_type_checkers)) for source in sources}
    reached = {module: _reachable(module, uses) for module in modules}
    circles = {
        frozenset({module} | {other for other in reached[module] if module in reached[other]}) for module in modules
    }
    return sorted((set(circle) for circle in circles if len(circle) > 1), key=len, reverse=True)


def count_any(sources: Sequence[Source]) -> int:
    """Count the uses of `Any`, imports of it aside."""
    return sum(_is_any(node) for source in sources for node in ast.walk(source.tree))


def count_any_in_public(sources: Sequence[Source]) -> int:
    """Count `Any` in the annotations of public functions, methods and attributes of public modules."""
    return sum(
        _is_any(node)
        for source in sources
        if not any(part.startswith("_") and part != "__init__" for part in source.module.split("."))
        for annotation in _public_annotations(source.tree.body)
        for node in ast.walk(annotation)
    )


def foreign_privates(sources: Sequence[Source]) -> list[str]:
    """Return where private names of other packages are used: attributes and imports that no file of this package defines."""
    own = {name for source in sources for name in _made(source.tree)}
    return [
        f"{source.name}:{line}: {name}"
        for source in sources
        for line, name in _private_names(source.tree)
        if name not in own
    ]


def frames(sources: Sequence[Source]) -> list[str]:
    """Return where callers' frames are read."""
    return [
        f"{source.name}:{node.lineno}"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"_getframe", "currentframe"}
    ]


def _depth(body: Sequence[ast.AST]) -> int:
    return max(map(_depth_of, body), default=0)


def _depth_of(node: ast.AST) -> int:
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
        return 0
    if isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        return max(1 + _depth(node.body), _depth_of(node.orelse[0]))  # an elif
    return isinstance(node, _BLOCKS) + _depth(list(ast.iter_child_nodes(node)))


def _imports(tree: ast.AST, modules: set[str], for_type_checkers: bool) -> Iterator[str]:
    for node in _run_time(tree, for_type_checkers):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                if submodule in modules:
                    yield submodule
                elif node.module in modules:
                    yield node.module


def _run_time(node: ast.AST, for_type_checkers: bool) -> Iterator[ast.AST]:
    """Return the nodes of a tree, without those under `TYPE_CHECKING` unless they are wanted."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test) and not for_type_checkers:
            kept = child.body if isinstance(child.test, ast.UnaryOp) else child.orelse
            child = ast.Module(kept, [])  # the half that runs
        yield child
        yield from _run_time(child, for_type_checkers)


def _reachable(start: str, uses: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        new = uses[waiting.pop()] - seen
        seen |= new
        waiting += new
    return seen


def _is_any(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "Any") or (isinstance(node, ast.Attribute) and node.attr == "Any")


def _public_annotations(body: Sequence[ast.stmt]) -> Iterator[ast.expr]:
    for node in body:
        if isinstance(node, _FUNCTIONS) and _is_public(node.name):
            arguments = node.args
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
            yield from (one.annotation for one in every if one is not None and one.annotation is not None)
            if node.returns is not None:
                yield node.returns
        elif isinstance(node, ast.ClassDef) and _is_public(node.name):
            yield from _public_annotations(node.body)
        elif isinstance(node, ast.AnnAssign) and _is_public(ast.unparse(node.target)):
            yield node.annotation


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name in {"__init__", "__call__"}


def _made(tree: ast.Module) -> Iterator[str]:
    """Return the names that a module makes: functions, classes, variables, attributes and arguments."""
    for node in ast.walk(tree):
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg


def _private_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(PACKAGE):
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ATTRIBUTE_CALLS:
            names = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        else:
            continue
        yield from ((node.lineno, name) for name in names if _is_private(name))


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in _NAMEDTUPLE


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}
