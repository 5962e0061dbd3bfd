# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""An amount submitted for authentication, and the outcome."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Money, Personal


class AuthenticatedAmount(Model):
    """An amount submitted for authentication, and the outcome."""

    amount: Money | None = None
    """Amount submitted for authentication."""
    currency: str | None = None
    """Currency of the amount."""
    status: str | None = None
    """Outcome of the authentication, ACCEPTED, CHALLENGED or DECLINED."""
    payment_gateway: str | None = None
    """Payment gateway that handled the amount."""
    payment_gateway_reference_id: str | None = None
    """Reference of the amount at the payment gateway."""
    payment_system: str | None = None
    """Payment system that handled the amount."""
    customer_payment_id: Personal[str] | None = None
    """Identifier of the customer's payment."""
    created_date_time_utc: Annotated[str | None, Field(alias="createdDateTimeUTC")] = None
    """Date and time of creation, in UTC."""
    expiry_date_time_utc: Annotated[str | None, Field(alias="expiryDateTimeUTC")] = None
    """Date and time of expiry, in UTC."""
    payment_brand_name: str | None = None
    """Name of the payment brand."""
    last4_digits: Personal[str] | None = None
    """Last four digits of the card number."""
    is_also_authorized: Boolean | None = None
    """Whether the amount was authorised as well."""
