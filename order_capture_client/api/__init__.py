# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The operations, as rows of data and as methods."""

from importlib import import_module

TYPE_CHECKING = False  # importing it from typing would take longer than all the rest

if TYPE_CHECKING:
    from order_capture_client.api.checkout_api import CheckoutApi as CheckoutApi

__all__ = [
    "CheckoutApi",
]

_MODULES = {
    "CheckoutApi": "order_capture_client.api.checkout_api",
}

if not TYPE_CHECKING:  # checkers are to find misspelt names

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES})
