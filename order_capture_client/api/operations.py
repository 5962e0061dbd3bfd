# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The operations of the contract, a row each."""

from __future__ import annotations

from order_capture_client import models
from order_capture_client._core.operation import Operation, Parameter, Place, Repeat

CREATE_CHECKOUT: Operation[models.CreateResource] = Operation(
    name="create_checkout",
    method="POST",
    path="/{retailUnit}/checkouts",
    parameters=(
        Parameter("retail_unit", Place.PATH, "retailUnit"),
        Parameter("checkout_request", Place.BODY, model=lambda: models.CheckoutRequest),
    ),
    repeat=Repeat.ONCE,
    success=201,
    errors=frozenset({400, 404, 419, 422, 500, 503, 504}),
    result=lambda: models.CreateResource,
    error=lambda: models.ErrorDetails,
    creates="resource_id",
)

CREATE_EXISTING_ORDER_CHECKOUT: Operation[models.CreateResource] = Operation(
    name="create_existing_order_checkout",
    method="POST",
    path="/{retailUnit}/existing-order-checkouts",
    parameters=(
        Parameter("retail_unit", Place.PATH, "retailUnit"),
        Parameter("existing_order_checkout_request", Place.BODY, model=lambda: models.ExistingOrderCheckoutRequest),
    ),
    repeat=Repeat.ONCE,
    success=201,
    errors=frozenset({400, 404, 419, 422, 500, 503, 504}),
    result=lambda: models.CreateResource,
    error=lambda: models.ErrorDetails,
    creates="resource_id",
)

GET_CHECKOUT: Operation[models.CheckoutDto] = Operation(
    name="get_checkout",
    method="GET",
    path="/{retailUnit}/checkouts/{checkoutId}",
    parameters=(
        Parameter("checkout_id", Place.PATH, "checkoutId", reserved=("user",)),
        Parameter("retail_unit", Place.PATH, "retailUnit"),
        Parameter("checkout", Place.QUERY, "checkout", model=lambda: models.Checkout),
    ),
    repeat=Repeat.SAFE,
    success=200,
    errors=frozenset({400, 404, 419, 422, 500, 503, 504}),
    result=lambda: models.CheckoutDto,
    error=lambda: models.ErrorDetails,
    echoes="checkout_id",
)

GET_CONSUMER_INFO: Operation[models.ConsumerContextInfoDto] = Operation(
    name="get_consumer_info",
    method="GET",
    path="/{retailUnit}/checkouts/{checkoutId}/consumerinfo",
    parameters=(
        Parameter("checkout_id", Place.PATH, "checkoutId", reserved=("user",)),
        Parameter("retail_unit", Place.PATH, "retailUnit"),
    ),
    repeat=Repeat.SAFE,
    success=200,
    errors=frozenset({400, 401, 404, 500, 503, 504}),
    result=lambda: models.ConsumerContextInfoDto,
    error=lambda: models.ErrorDetails,
    echoes="checkout_id",
)

GET_I_GIFT_ORDER: Operation[models.CheckoutDto] = Operation(
    name="get_i_gift_order",
    method="GET",
    path="/{retailUnit}/checkouts/{checkoutId}/igiftorder",
    parameters=(
        Parameter("checkout_id", Place.PATH, "checkoutId", reserved=("user",)),
        Parameter("retail_unit", Place.PATH, "retailUnit"),
    ),
    repeat=Repeat.SAFE,
    success=200,
    errors=frozenset({400, 404, 419, 422, 500, 503, 504}),
    result=lambda: models.CheckoutDto,
    error=lambda: models.ErrorDetails,
    echoes="checkout_id",
)

GET_ORDER: Operation[models.CheckoutDto] = Operation(
    name="get_order",
    method="GET",
    path="/{retailUnit}/checkouts/{checkoutId}/order",
    parameters=(
        Parameter("checkout_id", Place.PATH, "checkoutId", reserved=("user",)),
        Parameter("retail_unit", Place.PATH, "retailUnit"),
    ),
    repeat=Repeat.SAFE,
    success=200,
    errors=frozenset({400, 404, 419, 422, 500, 503, 504}),
    result=lambda: models.CheckoutDto,
    error=lambda: models.ErrorDetails,
    echoes="checkout_id",
)

GET_USER_CONTACTS: Operation[models.User] = Operation(
    name="get_user_contacts",
    method="GET",
    path="/{retailUnit}/checkouts/user",
    parameters=(
        Parameter("retail_unit", Place.PATH, "retailUnit"),
        Parameter("zipcode", Place.QUERY, "zipcode", required=False),
    ),
    repeat=Repeat.SAFE,
    success=200,
    errors=frozenset({400, 404, 410, 419, 422, 500, 503, 504}),
    result=lambda: models.User,
    error=lambda: models.ErrorDetails,
)

PATCH_CHECKOUT: Operation[models.CheckoutDto] = Operation(
    name="patch_checkout",
    method="PATCH",
    path="/{retailUnit}/checkouts/{checkoutId}",
    parameters=(
        Parameter("checkout_id", Place.PATH, "checkoutId", reserved=("user",)),
        Parameter("retail_unit", Place.PATH, "retailUnit"),
        Parameter("checkout_patch_request", Place.BODY, model=lambda: models.CheckoutPatchRequest),
    ),
    repeat=Repeat.ONCE,
    success=200,
    errors=frozenset({400, 404, 419, 422, 500, 503, 504}),
    result=lambda: models.CheckoutDto,
    error=lambda: models.ErrorDetails,
    echoes="checkout_id",
)

UPDATE_USER: Operation[models.CheckoutDto] = Operation(
    name="update_user",
    method="PUT",
    path="/{retailUnit}/checkouts/{checkoutId}/user",
    parameters=(
        Parameter("retail_unit", Place.PATH, "retailUnit"),
        Parameter("checkout_id", Place.PATH, "checkoutId", reserved=("user",)),
        Parameter("update_user", Place.BODY, model=lambda: models.UpdateUser),
    ),
    repeat=Repeat.REPLAYABLE,
    success=200,
    errors=frozenset({400, 404, 410, 419, 422, 500, 503, 504}),
    result=lambda: models.CheckoutDto,
    error=lambda: models.ErrorDetails,
    echoes="checkout_id",
)
