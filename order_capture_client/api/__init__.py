# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The operations, as rows of data and as methods."""

from order_capture_client._lazy import TYPE_CHECKING, attach

if TYPE_CHECKING:
    from order_capture_client.api.checkout_api import CheckoutApi as CheckoutApi
    from order_capture_client.api.prepare_checkout_api import PrepareCheckoutApi as PrepareCheckoutApi

if not TYPE_CHECKING:  # otherwise, type checkers would take any name
    __getattr__, __dir__, __all__ = attach(
        __name__,
        {
            "checkout_api": "CheckoutApi",
            "prepare_checkout_api": "PrepareCheckoutApi",
        },
    )
