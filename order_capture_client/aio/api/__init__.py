# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The operations, to be awaited."""

from importlib import import_module

TYPE_CHECKING = False  # importing it from typing would take longer than all the rest

if TYPE_CHECKING:
    from order_capture_client.aio.api.checkout_api import CheckoutApi as CheckoutApi

__all__ = [
    "CheckoutApi",
]

_MODULES = {
    "CheckoutApi": "order_capture_client.aio.api.checkout_api",
}
_SUBMODULES = {module.removeprefix(f"{__name__}.") for module in _MODULES.values()}

if not TYPE_CHECKING:  # else type checkers would take any name

    def __getattr__(name: str) -> object:
        if name in _SUBMODULES:
            return import_module(f"{__name__}.{name}")
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES, *_SUBMODULES})
