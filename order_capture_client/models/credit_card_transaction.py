# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A payment by credit card."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.payment_brand import PaymentBrand
from order_capture_client.models.payment_card_details import PaymentCardDetails


class CreditCardTransaction(Model):
    """A payment by credit card."""

    amount: Money | None = None
    """Amount of the credit card payment."""
    currency: str | None = None
    """Currency of the credit card payment."""
    status: str | None = None
    """Status of the credit card payment, AUTHORIZED or CAPTURED."""
    iopg_id: str | None = None
    """IOPG identifier of the credit card payment."""
    psp_reference_id: str | None = None
    """Reference of the credit card payment at the payment service provider (PSP)."""
    psp_timestamp: str | None = None
    """Time stamp of the credit card payment at the payment service provider (PSP). Deprecated."""
    psp_transaction_date_time_utc: Annotated[str | None, Field(alias="pspTransactionDateTimeUTC")] = None
    """Date and time of the credit card payment at the payment service provider (PSP), in UTC."""
    psp_name: str | None = None
    """Name of the payment service provider (PSP)."""
    authorisation_code: str | None = None
    """Authorisation code of the credit card payment."""
    payment_brand: PaymentBrand | None = None
    """Brand of the means of payment."""
    payment_card_details: PaymentCardDetails | None = None
    """Card used for the credit card payment."""
    decline_reason: str | None = None
    """Reason that the credit card payment was declined."""
