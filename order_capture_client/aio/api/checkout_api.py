# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Create, read and change checkouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import Unpack

from order_capture_client import models
from order_capture_client._compat import REFUSED_API_NAMES
from order_capture_client._core.options import taken
from order_capture_client._first_time import first_time
from order_capture_client._lazy import LazyModule, aliases
from order_capture_client.aio.api_client import ApiClient, CallOptions
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
from order_capture_client.api_client import refuse_mixed
from order_capture_client.api_response import ApiResponse
from order_capture_client.rest import RESTResponseType

if TYPE_CHECKING:
    from order_capture_client import types
    from order_capture_client.api import prepare_checkout_api
else:
    types = LazyModule("order_capture_client.types")  # imported when the hints of a method are resolved
    prepare_checkout_api = LazyModule("order_capture_client.api.prepare_checkout_api")
    __getattr__ = aliases(
        __name__,
        {
            "Checkout": "order_capture_client.models",
            "CheckoutDto": "order_capture_client.models",
            "CheckoutPatchRequest": "order_capture_client.models",
            "CheckoutRequest": "order_capture_client.models",
            "ConsumerContextInfoDto": "order_capture_client.models",
            "CreateResource": "order_capture_client.models",
            "ExistingOrderCheckoutRequest": "order_capture_client.models",
            "UpdateUser": "order_capture_client.models",
            "User": "order_capture_client.models",
        },
        REFUSED_API_NAMES,
    )


class CheckoutApi:
    """Create, read and change checkouts.

    Each operation has three forms: `x` returns the data of the answer, `x_with_http_info` an `ApiResponse` with status
    and headers as well, and `x_without_preload_content` the raw response. `prepare.x` sends nothing and returns the
    `PreparedRequest`.
    """

    def __init__(self, api_client: ApiClient | None = None) -> None:
        refuse_mixed(api_client, ApiClient)
        self.api_client: ApiClient = ApiClient.get_default() if api_client is None else api_client

    @property
    def prepare(self) -> prepare_checkout_api.PrepareCheckoutApi:
        """The operations without sending or waiting: each checks its input and returns the `PreparedRequest`."""
        with first_time():
            return prepare_checkout_api.PrepareCheckoutApi(self.api_client)

    async def create_checkout(
        self, retail_unit: str, checkout_request: types.CheckoutRequestInput, **options: Unpack[CallOptions]
    ) -> models.CreateResource:
        """Create a checkout from a cart.

        Creates a checkout from a cart and its context, and prices the goods by line and in total. Services in the cart
        are priced as well.

        Args:
            retail_unit: Retail unit in which to create the checkout, e.g. `se`.
            checkout_request: The cart and its context. A model, or a dict with either spelling of the names.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            NotFoundException: The request refers to something that does not exist.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The service cannot create a checkout from this content.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            MayHaveBeenCreatedError: The outcome is unknown, and the resource may have been created.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(CREATE_CHECKOUT, (retail_unit, checkout_request), taken(options))
        return answer.data

    async def create_checkout_with_http_info(
        self, retail_unit: str, checkout_request: types.CheckoutRequestInput, **options: Unpack[CallOptions]
    ) -> ApiResponse[models.CreateResource]:
        """Call `create_checkout` and return status and headers with the data."""
        return await self.api_client.call(CREATE_CHECKOUT, (retail_unit, checkout_request), taken(options))

    async def create_checkout_without_preload_content(
        self, retail_unit: str, checkout_request: types.CheckoutRequestInput, **options: Unpack[CallOptions]
    ) -> RESTResponseType:
        """Call `create_checkout` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(
            CREATE_CHECKOUT, (retail_unit, checkout_request), taken(options)
        )

    async def create_existing_order_checkout(
        self,
        retail_unit: str,
        existing_order_checkout_request: types.ExistingOrderCheckoutRequestInput,
        **options: Unpack[CallOptions],
    ) -> models.CreateResource:
        """Create a checkout for an existing order.

        Creates a checkout for a NO_STOCK_STORE_ORDER whose articles are back in stock; after that, it works like any
        other checkout. The request contains more than that of a plain checkout, notably the order's number, its source
        and the contacts.

        Args:
            retail_unit: Retail unit in which to create the checkout, e.g. `se`.
            existing_order_checkout_request: The existing order and the data that its checkout starts from. A model, or
                a dict with either spelling of the names.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            NotFoundException: The request refers to something that does not exist.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The service cannot create a checkout from this content.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            MayHaveBeenCreatedError: The outcome is unknown, and the resource may have been created.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(
            CREATE_EXISTING_ORDER_CHECKOUT, (retail_unit, existing_order_checkout_request), taken(options)
        )
        return answer.data

    async def create_existing_order_checkout_with_http_info(
        self,
        retail_unit: str,
        existing_order_checkout_request: types.ExistingOrderCheckoutRequestInput,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[models.CreateResource]:
        """Call `create_existing_order_checkout` and return status and headers with the data."""
        return await self.api_client.call(
            CREATE_EXISTING_ORDER_CHECKOUT, (retail_unit, existing_order_checkout_request), taken(options)
        )

    async def create_existing_order_checkout_without_preload_content(
        self,
        retail_unit: str,
        existing_order_checkout_request: types.ExistingOrderCheckoutRequestInput,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Call `create_existing_order_checkout` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(
            CREATE_EXISTING_ORDER_CHECKOUT, (retail_unit, existing_order_checkout_request), taken(options)
        )

    async def get_checkout(
        self, checkout_id: str, retail_unit: str, checkout: types.CheckoutInput, **options: Unpack[CallOptions]
    ) -> models.CheckoutDto:
        """Read a checkout.

        Returns the checkout with the identifier in the path.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            checkout: Properties of the checkout, each sent as a separate query parameter
                (`?shoppingType=ONLINE&channel=WEBAPP`). Leave nested objects unset, since OpenAPI does not define how
                to write them in a query. A model, or a dict with either spelling of the names. All of it travels in the
                address, so it ends up in the logs of proxies and servers. A nested object or list in it is refused.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            NotFoundException: The checkout was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well formed, but the service cannot process it.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(GET_CHECKOUT, (checkout_id, retail_unit, checkout), taken(options))
        return answer.data

    async def get_checkout_with_http_info(
        self, checkout_id: str, retail_unit: str, checkout: types.CheckoutInput, **options: Unpack[CallOptions]
    ) -> ApiResponse[models.CheckoutDto]:
        """Call `get_checkout` and return status and headers with the data."""
        return await self.api_client.call(GET_CHECKOUT, (checkout_id, retail_unit, checkout), taken(options))

    async def get_checkout_without_preload_content(
        self, checkout_id: str, retail_unit: str, checkout: types.CheckoutInput, **options: Unpack[CallOptions]
    ) -> RESTResponseType:
        """Call `get_checkout` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(
            GET_CHECKOUT, (checkout_id, retail_unit, checkout), taken(options)
        )

    async def get_consumer_info(
        self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]
    ) -> models.ConsumerContextInfoDto:
        """Read the consumer info of a checkout.

        Returns the consumer info that was given when the checkout was created, which never changes afterwards. The
        user's token is enough to read it, since it contains no sensitive data.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            UnauthorizedException: The credentials are missing or were not accepted.
            NotFoundException: The checkout was not found.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(GET_CONSUMER_INFO, (checkout_id, retail_unit), taken(options))
        return answer.data

    async def get_consumer_info_with_http_info(
        self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]
    ) -> ApiResponse[models.ConsumerContextInfoDto]:
        """Call `get_consumer_info` and return status and headers with the data."""
        return await self.api_client.call(GET_CONSUMER_INFO, (checkout_id, retail_unit), taken(options))

    async def get_consumer_info_without_preload_content(
        self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]
    ) -> RESTResponseType:
        """Call `get_consumer_info` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(
            GET_CONSUMER_INFO, (checkout_id, retail_unit), taken(options)
        )

    async def get_i_gift_order(
        self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]
    ) -> models.CheckoutDto:
        """Read the order of an IGIFT checkout, masked.

        Returns the order of an IGIFT checkout with personal data masked.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            NotFoundException: The checkout was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well formed, but the service cannot process it.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(GET_I_GIFT_ORDER, (checkout_id, retail_unit), taken(options))
        return answer.data

    async def get_i_gift_order_with_http_info(
        self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]
    ) -> ApiResponse[models.CheckoutDto]:
        """Call `get_i_gift_order` and return status and headers with the data."""
        return await self.api_client.call(GET_I_GIFT_ORDER, (checkout_id, retail_unit), taken(options))

    async def get_i_gift_order_without_preload_content(
        self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]
    ) -> RESTResponseType:
        """Call `get_i_gift_order` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(
            GET_I_GIFT_ORDER, (checkout_id, retail_unit), taken(options)
        )

    async def get_order(self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]) -> models.CheckoutDto:
        """Read the order of a checkout.

        Returns the order that belongs to the checkout.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            NotFoundException: The checkout was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well formed, but the service cannot process it.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(GET_ORDER, (checkout_id, retail_unit), taken(options))
        return answer.data

    async def get_order_with_http_info(
        self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]
    ) -> ApiResponse[models.CheckoutDto]:
        """Call `get_order` and return status and headers with the data."""
        return await self.api_client.call(GET_ORDER, (checkout_id, retail_unit), taken(options))

    async def get_order_without_preload_content(
        self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]
    ) -> RESTResponseType:
        """Call `get_order` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(GET_ORDER, (checkout_id, retail_unit), taken(options))

    async def get_user_contacts(
        self, retail_unit: str, zipcode: str | None = None, **options: Unpack[CallOptions]
    ) -> models.User:
        """Read the contacts of the caller's latest checkout.

        Returns the calling user together with the contacts of that user's latest checkout. The shipping contact is left
        out unless the requested zip code is the one that this checkout delivers to.

        Args:
            retail_unit: Retail unit of the caller's checkouts, e.g. `se`.
            zipcode: Zip code that the latest checkout must deliver to for its shipping contact to be returned. Personal
                data that travels in the address, so it ends up in the logs of proxies and servers.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            NotFoundException: The caller's contacts were not found.
            GoneException: The user or the checkout is gone.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well formed, but the service cannot process it.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(GET_USER_CONTACTS, (retail_unit, zipcode), taken(options))
        return answer.data

    async def get_user_contacts_with_http_info(
        self, retail_unit: str, zipcode: str | None = None, **options: Unpack[CallOptions]
    ) -> ApiResponse[models.User]:
        """Call `get_user_contacts` and return status and headers with the data."""
        return await self.api_client.call(GET_USER_CONTACTS, (retail_unit, zipcode), taken(options))

    async def get_user_contacts_without_preload_content(
        self, retail_unit: str, zipcode: str | None = None, **options: Unpack[CallOptions]
    ) -> RESTResponseType:
        """Call `get_user_contacts` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(
            GET_USER_CONTACTS, (retail_unit, zipcode), taken(options)
        )

    async def patch_checkout(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout_patch_request: types.CheckoutPatchRequestInput,
        **options: Unpack[CallOptions],
    ) -> models.CheckoutDto:
        """Reduce the items of a checkout or amend its details.

        Changes the family card, survey opt-in, profile, language, coupons or items of a checkout. A line's quantity can
        only be lowered, and 0 removes the line. The service adjusts connected services, recalculates prices, and
        invalidates earlier delivery calculations and payment contexts. Continue with the returned checkout, or read the
        order again.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            checkout_patch_request: The changes; properties that are left out stay unchanged. A model, or a dict with
                either spelling of the names.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            NotFoundException: The checkout was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The service cannot apply the change, for example because it would remove every
                line.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            MayHaveBeenUpdatedError: The outcome is unknown, and the change may have been made.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(
            PATCH_CHECKOUT, (checkout_id, retail_unit, checkout_patch_request), taken(options)
        )
        return answer.data

    async def patch_checkout_with_http_info(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout_patch_request: types.CheckoutPatchRequestInput,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[models.CheckoutDto]:
        """Call `patch_checkout` and return status and headers with the data."""
        return await self.api_client.call(
            PATCH_CHECKOUT, (checkout_id, retail_unit, checkout_patch_request), taken(options)
        )

    async def patch_checkout_without_preload_content(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout_patch_request: types.CheckoutPatchRequestInput,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Call `patch_checkout` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(
            PATCH_CHECKOUT, (checkout_id, retail_unit, checkout_patch_request), taken(options)
        )

    async def update_user(
        self, retail_unit: str, checkout_id: str, update_user: types.UpdateUserInput, **options: Unpack[CallOptions]
    ) -> models.CheckoutDto:
        """Hand a checkout over to the calling user.

        Moves a checkout from its current user to the calling user.

        Args:
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            checkout_id: Identifier of the checkout, as returned on its creation.
            update_user: The current user of the checkout. A model, or a dict with either spelling of the names.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value in the body is not valid.
            NotFoundException: The checkout was not found.
            GoneException: The checkout or the user is gone.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well formed, but the service cannot process it.
            ServiceException: 500: The service failed unexpectedly. 503: The service is temporarily unavailable. 504: An
                upstream service did not respond in time.
            MayHaveBeenUpdatedError: The outcome is unknown, and the change may have been made.
            ApiException: Any other failure of the call.
        """
        answer = await self.api_client.call(UPDATE_USER, (retail_unit, checkout_id, update_user), taken(options))
        return answer.data

    async def update_user_with_http_info(
        self, retail_unit: str, checkout_id: str, update_user: types.UpdateUserInput, **options: Unpack[CallOptions]
    ) -> ApiResponse[models.CheckoutDto]:
        """Call `update_user` and return status and headers with the data."""
        return await self.api_client.call(UPDATE_USER, (retail_unit, checkout_id, update_user), taken(options))

    async def update_user_without_preload_content(
        self, retail_unit: str, checkout_id: str, update_user: types.UpdateUserInput, **options: Unpack[CallOptions]
    ) -> RESTResponseType:
        """Call `update_user` and return the raw response; an error status raises nothing."""
        return await self.api_client.call_without_preload_content(
            UPDATE_USER, (retail_unit, checkout_id, update_user), taken(options)
        )
