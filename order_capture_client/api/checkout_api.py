# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Creating, reading and changing checkouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from order_capture_client._compat import REFUSED_API_NAMES
from order_capture_client._lazy import aliases
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
from order_capture_client.api_client import ApiClient, CallOptions, refuse_mixed
from order_capture_client.api_response import ApiResponse
from order_capture_client.rest import RESTResponseType

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from order_capture_client.models.checkout import Checkout
    from order_capture_client.models.checkout_dto import CheckoutDto
    from order_capture_client.models.checkout_patch_request import CheckoutPatchRequest
    from order_capture_client.models.checkout_request import CheckoutRequest
    from order_capture_client.models.consumer_context_info_dto import ConsumerContextInfoDto
    from order_capture_client.models.create_resource import CreateResource
    from order_capture_client.models.existing_order_checkout_request import ExistingOrderCheckoutRequest
    from order_capture_client.models.update_user import UpdateUser
    from order_capture_client.models.user import User
    from order_capture_client.types import (
        CheckoutDict,
        CheckoutPatchRequestDict,
        CheckoutPatchRequestWireDict,
        CheckoutRequestDict,
        CheckoutRequestWireDict,
        CheckoutWireDict,
        ExistingOrderCheckoutRequestDict,
        ExistingOrderCheckoutRequestWireDict,
        UpdateUserDict,
        UpdateUserWireDict,
    )

if not TYPE_CHECKING:  # else type checkers would take any name
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
    """Creating, reading and changing checkouts.

    Each operation has three forms: `x` gives the model of the answer, `x_with_http_info` gives an `ApiResponse` with
    status and headers as well, and `x_without_preload_content` the raw answer.
    """

    def __init__(self, api_client: ApiClient | None = None) -> None:
        refuse_mixed(api_client, ApiClient)
        self.api_client: ApiClient = ApiClient.get_default() if api_client is None else api_client

    def create_checkout(
        self,
        retail_unit: str,
        checkout_request: CheckoutRequest | CheckoutRequestDict | CheckoutRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> CreateResource:
        """Create a checkout from a cart.

        Creates a checkout from the given cart and its context, and prices the goods line by line and in total. Services
        given beside the goods are priced as well.

        Args:
            retail_unit: Retail unit in which to create the checkout, e.g. `se`.
            checkout_request: The cart and its context. A model, or a dict with either spelling of the names.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            NotFoundException: Something that the request refers to was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: No checkout can be created from this content.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            MayHaveBeenCreatedError: The outcome is unknown, and the resource may have been created.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(CREATE_CHECKOUT, (retail_unit, checkout_request), options).data

    def create_checkout_with_http_info(
        self,
        retail_unit: str,
        checkout_request: CheckoutRequest | CheckoutRequestDict | CheckoutRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[CreateResource]:
        """Does what `create_checkout` does, and gives status and headers with the data."""
        return self.api_client.call(CREATE_CHECKOUT, (retail_unit, checkout_request), options)

    def create_checkout_without_preload_content(
        self,
        retail_unit: str,
        checkout_request: CheckoutRequest | CheckoutRequestDict | CheckoutRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `create_checkout` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(CREATE_CHECKOUT, (retail_unit, checkout_request), options)

    def create_existing_order_checkout(
        self,
        retail_unit: str,
        existing_order_checkout_request: ExistingOrderCheckoutRequest
        | ExistingOrderCheckoutRequestDict
        | ExistingOrderCheckoutRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> CreateResource:
        """Create a checkout for an existing order.

        Creates a checkout for a NO_STOCK_STORE_ORDER whose articles are back in stock; what follows is the same as for
        any other checkout. The request holds more than that of a plain checkout, notably the order's number, its source
        and the contacts.

        Args:
            retail_unit: Retail unit in which to create the checkout, e.g. `se`.
            existing_order_checkout_request: The existing order and what its checkout starts from. A model, or a dict
                with either spelling of the names.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            NotFoundException: Something that the request refers to was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: No checkout can be created from this content.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            MayHaveBeenCreatedError: The outcome is unknown, and the resource may have been created.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(
            CREATE_EXISTING_ORDER_CHECKOUT,
            (retail_unit, existing_order_checkout_request),
            options,
        ).data

    def create_existing_order_checkout_with_http_info(
        self,
        retail_unit: str,
        existing_order_checkout_request: ExistingOrderCheckoutRequest
        | ExistingOrderCheckoutRequestDict
        | ExistingOrderCheckoutRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[CreateResource]:
        """Does what `create_existing_order_checkout` does, and gives status and headers with the data."""
        return self.api_client.call(
            CREATE_EXISTING_ORDER_CHECKOUT,
            (retail_unit, existing_order_checkout_request),
            options,
        )

    def create_existing_order_checkout_without_preload_content(
        self,
        retail_unit: str,
        existing_order_checkout_request: ExistingOrderCheckoutRequest
        | ExistingOrderCheckoutRequestDict
        | ExistingOrderCheckoutRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `create_existing_order_checkout` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(
            CREATE_EXISTING_ORDER_CHECKOUT,
            (retail_unit, existing_order_checkout_request),
            options,
        )

    def get_checkout(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout: Checkout | CheckoutDict | CheckoutWireDict,
        **options: Unpack[CallOptions],
    ) -> CheckoutDto:
        """Read a checkout.

        Returns the checkout named in the path.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            checkout: Properties of the checkout, each sent as a query parameter of its own
                (`?shoppingType=ONLINE&channel=WEBAPP`). Leave nested objects unset, since OpenAPI does not define how
                they would be written here. A model, or a dict with either spelling of the names. All of it travels in
                the address, so it ends up in the logs of proxies and servers. A nested object or list in it is refused.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            NotFoundException: The checkout was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well-formed but cannot be carried out.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(GET_CHECKOUT, (checkout_id, retail_unit, checkout), options).data

    def get_checkout_with_http_info(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout: Checkout | CheckoutDict | CheckoutWireDict,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[CheckoutDto]:
        """Does what `get_checkout` does, and gives status and headers with the data."""
        return self.api_client.call(GET_CHECKOUT, (checkout_id, retail_unit, checkout), options)

    def get_checkout_without_preload_content(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout: Checkout | CheckoutDict | CheckoutWireDict,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `get_checkout` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(GET_CHECKOUT, (checkout_id, retail_unit, checkout), options)

    def get_consumer_info(
        self,
        checkout_id: str,
        retail_unit: str,
        **options: Unpack[CallOptions],
    ) -> ConsumerContextInfoDto:
        """Read the consumer info of a checkout.

        Returns the consumer info that was given when the checkout was created and that stays the same ever after. The
        user's token suffices to read it; nothing in it is sensitive.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            UnauthorizedException: The credentials are missing or were not accepted.
            NotFoundException: The checkout was not found.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(GET_CONSUMER_INFO, (checkout_id, retail_unit), options).data

    def get_consumer_info_with_http_info(
        self,
        checkout_id: str,
        retail_unit: str,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[ConsumerContextInfoDto]:
        """Does what `get_consumer_info` does, and gives status and headers with the data."""
        return self.api_client.call(GET_CONSUMER_INFO, (checkout_id, retail_unit), options)

    def get_consumer_info_without_preload_content(
        self,
        checkout_id: str,
        retail_unit: str,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `get_consumer_info` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(GET_CONSUMER_INFO, (checkout_id, retail_unit), options)

    def get_i_gift_order(self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]) -> CheckoutDto:
        """Read the order of an IGIFT checkout, masked.

        Returns the order of an IGIFT checkout. Personal data in it is masked.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            NotFoundException: The checkout was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well-formed but cannot be carried out.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(GET_I_GIFT_ORDER, (checkout_id, retail_unit), options).data

    def get_i_gift_order_with_http_info(
        self,
        checkout_id: str,
        retail_unit: str,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[CheckoutDto]:
        """Does what `get_i_gift_order` does, and gives status and headers with the data."""
        return self.api_client.call(GET_I_GIFT_ORDER, (checkout_id, retail_unit), options)

    def get_i_gift_order_without_preload_content(
        self,
        checkout_id: str,
        retail_unit: str,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `get_i_gift_order` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(GET_I_GIFT_ORDER, (checkout_id, retail_unit), options)

    def get_order(self, checkout_id: str, retail_unit: str, **options: Unpack[CallOptions]) -> CheckoutDto:
        """Read the order of a checkout.

        Returns the order that the checkout stands for.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            NotFoundException: The checkout was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well-formed but cannot be carried out.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(GET_ORDER, (checkout_id, retail_unit), options).data

    def get_order_with_http_info(
        self,
        checkout_id: str,
        retail_unit: str,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[CheckoutDto]:
        """Does what `get_order` does, and gives status and headers with the data."""
        return self.api_client.call(GET_ORDER, (checkout_id, retail_unit), options)

    def get_order_without_preload_content(
        self,
        checkout_id: str,
        retail_unit: str,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `get_order` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(GET_ORDER, (checkout_id, retail_unit), options)

    def get_user_contacts(self, retail_unit: str, zipcode: str | None = None, **options: Unpack[CallOptions]) -> User:
        """Read the contacts of the caller's latest checkout.

        Returns the calling user together with the contacts of that user's latest checkout. It leaves out the shipping
        contact unless the zip code asked for equals the one that this checkout delivers to.

        Args:
            retail_unit: Retail unit of the caller's checkouts, e.g. `se`.
            zipcode: Zip code that the latest checkout must deliver to for its shipping contact to be returned. Personal
                data that travels in the address, so it ends up in the logs of proxies and servers.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            NotFoundException: The caller's contacts were not found.
            GoneException: The user or the checkout is gone.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well-formed but cannot be carried out.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(GET_USER_CONTACTS, (retail_unit, zipcode), options).data

    def get_user_contacts_with_http_info(
        self,
        retail_unit: str,
        zipcode: str | None = None,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[User]:
        """Does what `get_user_contacts` does, and gives status and headers with the data."""
        return self.api_client.call(GET_USER_CONTACTS, (retail_unit, zipcode), options)

    def get_user_contacts_without_preload_content(
        self,
        retail_unit: str,
        zipcode: str | None = None,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `get_user_contacts` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(GET_USER_CONTACTS, (retail_unit, zipcode), options)

    def patch_checkout(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout_patch_request: CheckoutPatchRequest | CheckoutPatchRequestDict | CheckoutPatchRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> CheckoutDto:
        """Reduce the items of a checkout or amend its details.

        Changes the family card, survey opt-in, profile, language, coupons or items of a checkout; a line's quantity can
        only be lowered, and 0 takes the line out. Connected services are adjusted, prices are calculated anew, and
        delivery calculations and payment contexts made before no longer hold. Continue with the returned checkout, or
        read the order again.

        Args:
            checkout_id: Identifier of the checkout, as returned on its creation.
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            checkout_patch_request: The changes; what is left out stays as it is. A model, or a dict with either
                spelling of the names.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            NotFoundException: The checkout was not found.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The change cannot be carried out; taking out every line is one such case.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            MayHaveBeenUpdatedError: The outcome is unknown, and the change may have been made.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(PATCH_CHECKOUT, (checkout_id, retail_unit, checkout_patch_request), options).data

    def patch_checkout_with_http_info(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout_patch_request: CheckoutPatchRequest | CheckoutPatchRequestDict | CheckoutPatchRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[CheckoutDto]:
        """Does what `patch_checkout` does, and gives status and headers with the data."""
        return self.api_client.call(PATCH_CHECKOUT, (checkout_id, retail_unit, checkout_patch_request), options)

    def patch_checkout_without_preload_content(
        self,
        checkout_id: str,
        retail_unit: str,
        checkout_patch_request: CheckoutPatchRequest | CheckoutPatchRequestDict | CheckoutPatchRequestWireDict,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `patch_checkout` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(
            PATCH_CHECKOUT,
            (checkout_id, retail_unit, checkout_patch_request),
            options,
        )

    def update_user(
        self,
        retail_unit: str,
        checkout_id: str,
        update_user: UpdateUser | UpdateUserDict | UpdateUserWireDict,
        **options: Unpack[CallOptions],
    ) -> CheckoutDto:
        """Hand a checkout over to the calling user.

        Moves a checkout from the user who has it to the user who makes the call.

        Args:
            retail_unit: Retail unit that the checkout belongs to, e.g. `se`.
            checkout_id: Identifier of the checkout, as returned on its creation.
            update_user: The user who has the checkout so far. A model, or a dict with either spelling of the names.
            **options: See `CallOptions`.

        Raises:
            ApiValueError: The input does not fit; nothing was sent.
            BadRequestException: A parameter or a value of the body is not acceptable.
            NotFoundException: The checkout was not found.
            GoneException: The checkout or the user is gone.
            AuthenticationTimeoutException: The session token is invalid or has expired.
            UnprocessableEntityException: The request is well-formed but cannot be carried out.
            ServiceException: 500: The service failed in an unexpected way. 503: The service is not available at the
                moment. 504: A service behind this one did not answer in time.
            MayHaveBeenUpdatedError: The outcome is unknown, and the change may have been made.
            ApiException: Any other failure of the call.
        """
        return self.api_client.call(UPDATE_USER, (retail_unit, checkout_id, update_user), options).data

    def update_user_with_http_info(
        self,
        retail_unit: str,
        checkout_id: str,
        update_user: UpdateUser | UpdateUserDict | UpdateUserWireDict,
        **options: Unpack[CallOptions],
    ) -> ApiResponse[CheckoutDto]:
        """Does what `update_user` does, and gives status and headers with the data."""
        return self.api_client.call(UPDATE_USER, (retail_unit, checkout_id, update_user), options)

    def update_user_without_preload_content(
        self,
        retail_unit: str,
        checkout_id: str,
        update_user: UpdateUser | UpdateUserDict | UpdateUserWireDict,
        **options: Unpack[CallOptions],
    ) -> RESTResponseType:
        """Does what `update_user` does, but gives the raw answer; an error status is not raised."""
        return self.api_client.call_without_preload_content(
            UPDATE_USER,
            (retail_unit, checkout_id, update_user),
            options,
        )
