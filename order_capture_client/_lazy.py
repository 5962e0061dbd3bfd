"""Lazy imports (PEP 562): a name is imported when it is first asked for, so importing a package costs almost nothing."""

from importlib import import_module

TYPE_CHECKING: bool = not __name__
"""False at run time. Completion by jedi cannot tell, so it sees the imports; importing `typing` would take longer."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def attach(
    package: str,
    exports: "Mapping[str, str]",
    *,
    submodules: "Iterable[str]" = (),
    reexport: str | None = None,
) -> "tuple[Callable[[str], object], Callable[[], list[str]], list[str]]":
    """Return `__getattr__`, `__dir__` and `__all__` of a package that imports its names lazily.

    Args:
        package: The package's `__name__`.
        exports: Names, separated by spaces, by the module below the package that defines them.
        submodules: Modules that are attributes of the package without having been imported.
        reexport: A module below the package whose `__all__` belongs to the package's names, too.
    """
    namespace = import_module(package).__dict__
    homes = {name: f"{package}.{module}" for module, names in exports.items() for name in names.split()}
    if reexport is not None:
        homes |= dict.fromkeys(import_module(f"{package}.{reexport}").__all__, f"{package}.{reexport}")
    modules = {*submodules, *exports}

    def find(name: str) -> object:
        if name in homes:
            value = namespace[name] = getattr(import_module(homes[name]), name)
            return value
        if name in modules:
            return import_module(f"{package}.{name}")
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def names() -> list[str]:
        return sorted({*namespace, *homes, *modules})

    return find, names, sorted(homes)


class LazyModule:
    """A stand-in for a module, which is imported when one of its names is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self._name), name)


def inputs(
    module: str, *models: str, unions: "Mapping[str, Iterable[str]] | None" = None
) -> "tuple[Callable[[str], object], Callable[[], list[str]]]":
    """Return `__getattr__` and `__dir__` of a module that makes the type `XInput` for a model `X` lazily.

    Args:
        module: The module's `__name__`. It defines the types of dicts, `XDict` and `XWireDict`.
        models: Names of models.
        unions: Names for one of several models, and these.
    """
    alternatives = {**{model: (model,) for model in models}, **(unions or {})}
    namespace = import_module(module).__dict__
    package = module.rpartition(".")[0]

    def find(name: str) -> object:
        model = name.removesuffix("Input")
        if model not in alternatives or name == model:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.models"), model)
        for part in alternatives[model]:
            value = value | namespace[f"{part}Dict"] | namespace[f"{part}WireDict"]
        namespace[name] = value
        return value

    def names() -> list[str]:
        return sorted({*namespace, *(f"{model}Input" for model in alternatives)})

    return find, names


def aliases(module: str, homes: "Mapping[str, str]", refused: "Mapping[str, str]") -> "Callable[[str], object]":
    """Return the `__getattr__` of a module from which generated clients export names that live elsewhere here.

    Args:
        module: The module's `__name__`.
        homes: The module that defines each name, or `module:name` where the name differs.
        refused: Names that are not offered, with their replacements. Asking for one is an `ImportError`, since
            `from module import name` would hide the message of an `AttributeError`.
    """

    def find(name: str) -> object:
        if name in homes:
            home, _, attribute = homes[name].partition(":")
            return getattr(import_module(home), attribute or name)
        if name in refused:
            raise ImportError(f"{module}.{name} is not offered: {refused[name]}")
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return find
