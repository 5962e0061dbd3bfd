"""Write the operations: rows of data, and the methods of the API classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contract.generator.annotations import quoted
from contract.generator.names import PACKAGE
from contract.generator.plan import Annotation, ApiPlan, Import, OperationPlan, ParameterPlan, Plan
from contract.generator.text import escaped, wrapped


@dataclass(frozen=True, slots=True)
class Flavour:
    """The differences between the sync and the async methods."""

    package: str
    """Where `api` and `api_client` are."""
    define: str
    wait: str
    """Put before a call."""


SYNC = Flavour(PACKAGE, "def ", "")
ASYNC = Flavour(f"{PACKAGE}.aio", "async def ", "await ")


def contract_module(plan: Plan) -> Iterator[str]:
    """Write the module with version and servers."""
    yield from ('"""Version and servers of the contract."""', "", f"CONTRACT_VERSION = {quoted(plan.version)}", "")
    yield "SERVERS = ("
    yield from (f"    ({quoted(server.url)}, {quoted(server.description)})," for server in plan.servers)
    yield from (")", '"""Address and description, in the order that `server_index` counts."""', "")
    parameters = [parameter for operation in plan.operations for parameter in operation.parameters]
    plain = sorted({one.wire_name.lower() for one in parameters if one.place == "HEADER" and not one.personal})
    yield f"PLAIN_HEADERS: tuple[str, ...] = ({''.join(f'{quoted(name)}, ' for name in plain).rstrip()})"
    yield '"""The headers that operations take as arguments, in lower case, but those with personal data or secrets."""'


# Rows


def operations_module(plan: Plan) -> Iterator[str]:
    """Write the module with the rows of all operations."""
    yield from ('"""The operations of the contract, a row each."""', "", "from __future__ import annotations", "")
    yield f"from {PACKAGE} import models"
    yield f"from {PACKAGE}._core.operation import Operation, Parameter, Place, Repeat"
    annotations = [parameter.of for operation in plan.operations for parameter in operation.parameters]
    annotations += [operation.result for operation in plan.operations]
    hints = [operation.hint for operation in plan.operations]
    yield from _import_lines(item for found in (*annotations, *hints) if found for item in found.imports)
    for operation in plan.operations:
        yield ""
        yield from _row(operation)


def _import_lines(imports: Iterable[Import]) -> list[str]:
    return [f"from {item.module} import {item.name}" for item in sorted(set(imports))]


def _row(plan: OperationPlan) -> Iterator[str]:
    yield f"{plan.constant}: Operation[{plan.hint.text}] = Operation("
    yield from (f'    name="{plan.name}",', f'    method="{plan.method}",', f"    path={quoted(plan.path)},")
    if plan.parameters:
        yield "    parameters=("
        yield from (f"        {_parameter(parameter)}," for parameter in plan.parameters)
        yield "    ),"
    else:
        yield "    parameters=(),"
    yield from (f"    repeat=Repeat.{plan.repeat},", f"    success={plan.success},")
    yield f"    errors=frozenset({{{', '.join(map(str, plan.errors))}}})," if plan.errors else "    errors=frozenset(),"
    yield f"    result={_deferred(plan.result)},"
    yield f"    error={f'lambda: models.{plan.error}' if plan.error else None},"
    if plan.error_by_status:
        entries = ", ".join(f"{status}: lambda: models.{model}" for status, model in plan.error_by_status)
        yield f"    error_by_status={{{entries}}},"
    if plan.may_be_empty:
        yield "    may_be_empty=True,"
    for name in ("creates", "echoes"):
        if field := getattr(plan, name):
            yield f"    {name}={quoted(field)},"
    yield ")"


def _deferred(annotation: Annotation | None) -> str:
    return "None" if annotation is None else f"lambda: {annotation.text}"


def _parameter(plan: ParameterPlan) -> str:
    arguments = [quoted(plan.name), f"Place.{plan.place}"]
    arguments += [quoted(plan.wire_name)] if plan.wire_name else []
    arguments += [] if plan.required else ["required=False"]
    arguments += [f"reserved=({', '.join(map(quoted, plan.reserved))},)"] if plan.reserved else []
    arguments += [f"model=lambda: models.{plan.model}"] if plan.model else []
    arguments += [f"of={_deferred(plan.of)}"] if plan.of else []
    arguments += [] if plan.explode else ["explode=False"]
    return f"Parameter({', '.join(arguments)})"


# API classes


def api_module(plan: ApiPlan, flavour: Flavour) -> Iterator[str]:
    """Write the module with an API class."""
    doc = escaped(plan.doc)
    yield from (f'"""{doc}"""', "", "from __future__ import annotations", "")
    yield from _imports(plan, flavour)
    yield from ("", f"class {plan.name}:", f'    """{doc}', "")
    yield from wrapped(
        "Each operation has three forms: `x` returns the data of the answer, `x_with_http_info` an `ApiResponse` "
        "with status and headers as well, and `x_without_preload_content` the raw response. `prepare.x` sends nothing and "
        "returns the `PreparedRequest`.",
        4,
    )
    yield from ('    """', "", "    def __init__(self, api_client: ApiClient | None = None) -> None:")
    yield "        refuse_mixed(api_client, ApiClient)"
    yield "        self.api_client: ApiClient = ApiClient.get_default() if api_client is None else api_client"
    yield from _prepare(plan)
    for operation in plan.operations:
        yield ""
        yield from _methods(operation, flavour)


def _prepare(plan: ApiPlan) -> Iterator[str]:
    made = f"{plan.prepare_module}.{plan.prepare_name}"
    yield from ("", "    @property", f"    def prepare(self) -> {made}:")
    yield '        """The operations without sending or waiting: each checks its input and returns the `PreparedRequest`."""'
    yield from ("        with first_time():", f"            return {made}(self.api_client)")


def prepare_module(plan: ApiPlan) -> Iterator[str]:
    """Write the module with the class that prepares the requests of an API class, for both clients."""
    hints = [parameter.hint for operation in plan.operations for parameter in operation.parameters]
    yield from (
        f'"""Check requests without sending them: {plan.name}."""',
        "",
        "from __future__ import annotations",
        "",
    )
    needed = {Import(f"{PACKAGE}.api.operations", operation.constant) for operation in plan.operations}
    needed |= _shared_imports(plan, hints)
    needed |= {
        Import(f"{PACKAGE}._base_client", "BaseClient"),
        Import(f"{PACKAGE}._core.options", "CallOptions"),
        Import(f"{PACKAGE}.prepared_request", "PreparedRequest"),
        Import("typing", "Any"),
    }
    yield from _import_lines(needed)
    if _has_types(hints):
        yield from ("", "if TYPE_CHECKING:", f"    from {PACKAGE} import types", "else:", _LAZY_TYPES)
    yield from ("", f"class {plan.prepare_name}:", f'    """The operations of `{plan.name}` without sending.', "")
    yield from wrapped(
        "Each method takes what the operation takes, checks it in the same way, and returns the `PreparedRequest`. It "
        "waits for nothing, and asks no token provider.",
        4,
    )
    yield from ('    """', "", "    def __init__(self, api_client: BaseClient[Any]) -> None:")
    yield "        self.api_client: BaseClient[Any] = api_client"
    for operation in plan.operations:
        yield ""
        yield _signature(operation.name, operation, "PreparedRequest", SYNC)
        yield f'        """Return the request that `{operation.name}` would send."""'
        yield from _warning(operation, SYNC)
        yield f"        return {_call('prepare', operation)}"


def _imports(plan: ApiPlan, flavour: Flavour) -> Iterator[str]:
    yield from _import_lines(_needed(plan, flavour))
    has_types = _has_types([hint for operation in plan.operations for hint in _hints(operation)])
    yield from ("", "if TYPE_CHECKING:")
    if has_types:
        yield f"    from {PACKAGE} import types"
    yield from (f"    from {PACKAGE}.api import {plan.prepare_module}", "else:")
    if has_types:
        yield _LAZY_TYPES
    yield f'    {plan.prepare_module} = LazyModule("{PACKAGE}.api.{plan.prepare_module}")'
    yield "    __getattr__ = aliases("
    yield "        __name__,"
    yield "        {"
    yield from (f'            {quoted(name)}: "{PACKAGE}.models",' for name in sorted(_models(plan)))
    yield from ("        },", "        REFUSED_API_NAMES,", "    )")


def _needed(plan: ApiPlan, flavour: Flavour) -> set[Import]:
    """Return the imports of an API class."""
    hints = [hint for operation in plan.operations for hint in _hints(operation)]
    needed = {Import(f"{PACKAGE}.api.operations", operation.constant) for operation in plan.operations}
    needed |= _shared_imports(plan, hints)
    needed |= {
        Import("typing", "TYPE_CHECKING"),
        Import(f"{PACKAGE}._first_time", "first_time"),
        Import(f"{PACKAGE}._lazy", "LazyModule"),
        Import(f"{flavour.package}.api_client", "ApiClient"),
        Import(f"{flavour.package}.api_client", "CallOptions"),
        Import(f"{PACKAGE}._compat", "REFUSED_API_NAMES"),
        Import(f"{PACKAGE}._lazy", "aliases"),
        Import(f"{PACKAGE}.api_client", "refuse_mixed"),
        Import(f"{PACKAGE}.api_response", "ApiResponse"),
        Import(f"{PACKAGE}.rest", "RESTResponseType"),
    }
    return needed


_LAZY_TYPES = f'    types = LazyModule("{PACKAGE}.types")  # imported when the hints of a method are resolved'


def _has_types(hints: Iterable[Annotation]) -> bool:
    return any("types." in hint.text for hint in hints)


def _shared_imports(plan: ApiPlan, hints: list[Annotation]) -> set[Import]:
    """Return the imports for the signatures of a class, and for what its methods do before the call."""
    needed = {Import("typing_extensions", "Unpack"), Import(f"{PACKAGE}._core.options", "taken")}
    needed.update(*(hint.imports for hint in hints))
    if any("models." in hint.text for hint in hints):
        needed.add(Import(PACKAGE, "models"))
    if _has_types(hints):
        needed |= {Import("typing", "TYPE_CHECKING"), Import(f"{PACKAGE}._lazy", "LazyModule")}
    if any(operation.is_deprecated for operation in plan.operations):
        needed.add(Import(f"{PACKAGE}._core.deprecation", "warn_deprecated"))
    return needed


def _hints(plan: OperationPlan) -> list[Annotation]:
    return [plan.hint, *(parameter.hint for parameter in plan.parameters)]


def _models(plan: ApiPlan) -> set[str]:
    """Return the schemas that methods take or return, which generated clients have in this module."""
    types = [operation.documented for operation in plan.operations]
    types += [parameter.documented for operation in plan.operations for parameter in operation.parameters]
    return {of_type.schema_within for of_type in types if of_type is not None and of_type.schema_within}


def _methods(plan: OperationPlan, flavour: Flavour) -> Iterator[str]:
    yield _signature(plan.name, plan, plan.hint.text, flavour)
    yield from _docstring(plan)
    yield from _warning(plan, flavour)
    if flavour.wait:
        yield f"        answer = {flavour.wait}{_call('call', plan)}"
        yield "        return answer.data"
    else:
        yield f"        return {_call('call', plan)}.data"
    yield ""
    yield _signature(f"{plan.name}_with_http_info", plan, f"ApiResponse[{plan.hint.text}]", flavour)
    yield f'        """Call `{plan.name}` and return status and headers with the data."""'
    yield from _warning(plan, flavour)
    yield f"        return {flavour.wait}{_call('call', plan)}"
    yield ""
    yield _signature(f"{plan.name}_without_preload_content", plan, "RESTResponseType", flavour)
    yield f'        """Call `{plan.name}` and return the raw response; an error status raises nothing."""'
    yield from _warning(plan, flavour)
    yield f"        return {flavour.wait}{_call('call_without_preload_content', plan)}"


def _signature(name: str, plan: OperationPlan, result: str, flavour: Flavour) -> str:
    arguments = ", ".join(["self", *map(_argument, plan.parameters), "**options: Unpack[CallOptions]"])
    return f"    {flavour.define}{name}({arguments}) -> {result}:"


def _argument(plan: ParameterPlan) -> str:
    return f"{plan.name}: {plan.hint.text}{'' if plan.required else ' | None = None'}"


def _warning(plan: OperationPlan, flavour: Flavour) -> Iterator[str]:
    if plan.is_deprecated:
        yield f"        warn_deprecated({plan.constant}, awaited={bool(flavour.wait)})"


def _docstring(plan: OperationPlan) -> Iterator[str]:
    summary, description = escaped(plan.summary), escaped(plan.description)
    yield from wrapped(f'"""{summary}.', 8)
    yield ""
    yield from wrapped(f"{description} Deprecated." if _is_silent(plan) else description, 8)
    yield from ("", "        Args:")
    for parameter in plan.parameters:
        yield from wrapped(f"{parameter.name}: {escaped(parameter.doc)}", 12, hanging=4)
    yield "            **options: See `CallOptions`."
    yield from ("", "        Raises:")
    for exception, when in plan.raises:
        yield from wrapped(f"{exception}: {escaped(when)}", 12, hanging=4)
    yield '        """'


def _is_silent(plan: OperationPlan) -> bool:
    """Return whether the contract's description leaves out that the operation is deprecated."""
    return plan.is_deprecated and "deprecated" not in plan.description.lower()


def _call(function: str, plan: OperationPlan) -> str:
    names = "".join(f"{parameter.name}, " for parameter in plan.parameters)
    arguments = f"({names.rstrip() if len(plan.parameters) == 1 else names.removesuffix(', ')})"
    return f"self.api_client.{function}({plan.constant}, {arguments}, taken(options))"
