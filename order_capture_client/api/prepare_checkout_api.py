# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Check requests without sending them: CheckoutApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import Unpack

from order_capture_client._base_client import BaseClient
from order_capture_client._core.options import CallOptions, taken
from order_capture_client._lazy import LazyModule
from order_capture_client.api.operations import (
    CREATE_CHECKOUT,
    CREATE_EXISTING_ORDER_CHECKOUT,
    GET_CHECKOUT,
    GET_CONSUMER_INFO,
    GET_I_GIFT_ORDER,
    GET_ORDER,
    GET_USER_CONTACTS,
    PATCH_CHECKOUT,
    UPDATE_USER,
)
from order_capture_client.prepared_request import PreparedRequest

if TYPE_CHECKING:
    from order_capture_client import types
else:
    types = LazyModule("order_capture_client.types")  # imported when the hints of a method are resolved


class PrepareCheckoutApi:
    """The operations of `CheckoutApi` without sending.

    Each method takes what the operation takes, checks it in the same way, and returns the `PreparedRequest`. It waits
    for nothing, and asks no token provider.
    """

    def __init__(self, api_client: BaseClient[Any]) -> None:
        self.api_client: BaseClient[Any] = api_client

    def create_checkout(
        self, retail_unit: str, checkout_request: types.CheckoutRequestInput, **options: Unpack[CallOptions]
    ) -> PreparedRequest:
        """Return the request that `create_checkout` would send."""
        return self.api_client.prepare(CREATE_CHECKOUT, (retail_unit, checkout_request), taken(options))

    def create_existing_order_checkout(
        self,
        retail_unit: str,
        existing_order_checkout_request: types.ExistingOrderCheckoutRequestInput,
        **options: Unpack[CallOptions],
    ) -> PreparedRequest:
        """Return the request that `create_existing_order_checkout` would send."""
        return self.api_client.prepare(
            CREATE_EXISTING_ORDER_CHECKOUT, (retail_unit, existing_order_checkout_request), taken(options)
        )

    def get_checkout(
        self, checkout_id: str, retail_unit: str, checkout: types.CheckoutInput, **options: Unpack[CallOptions]
    ) -> PreparedRequest:
        """Return the request that `get_checkout` would send."""
        return self.api_client.prepare(GET_CHECKOUT, (checkout_id, retail_unit, checkout), taken(options))

    def get_consumer_info(self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]) -> PreparedRequest:
        """Return the request that `get_consumer_info` would send."""
        return self.api_client.prepare(GET_CONSUMER_INFO, (checkout_id, retail_unit), taken(options))

    def get_i_gift_order(self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]) -> PreparedRequest:
        """Return the request that `get_i_gift_order` would send."""
        return self.api_client.prepare(GET_I_GIFT_ORDER, (checkout_id, retail_unit), taken(options))

    def get_order(self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]) -> PreparedRequest:
        """Return the request that `get_order` would send."""
        return self.api_client.prepare(GET_ORDER, (checkout_id, retail_unit), taken(options))

    def get_user_contacts(
        self, retail_unit: str, zipcode: str | None = None, **options: Unpack[CallOptions]
    ) -> PreparedRequest:
        """Return the request that `get_user_contacts` would send."""
        return self.api_client.prepare(GET_USER_CONTACTS, (retail_unit, zipcode), taken(options))

    def patch_checkout(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout_patch_request: types.CheckoutPatchRequestInput,
        **options: Unpack[CallOptions],
    ) -> PreparedRequest:
        """Return the request that `patch_checkout` would send."""
        return self.api_client.prepare(
            PATCH_CHECKOUT, (checkout_id, retail_unit, checkout_patch_request), taken(options)
        )

    def update_user(
        self, retail_unit: str, checkout_id: str, update_user: types.UpdateUserInput, **options: Unpack[CallOptions]
    ) -> PreparedRequest:
        """Return the request that `update_user` would send."""
        return self.api_client.prepare(UPDATE_USER, (retail_unit, checkout_id, update_user), taken(options))
