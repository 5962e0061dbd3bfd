# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A payment for which credit is applied for."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.payment_brand import PaymentBrand
from order_capture_client.models.payment_card_details import PaymentCardDetails


class CreditApplicationTransaction(Model):
    """A payment for which credit is applied for."""

    amount: Money | None = None
    """Amount of the credit application."""
    currency: str | None = None
    """Currency of the credit application."""
    status: str | None = None
    """Status of the credit application, AUTHORIZED or CAPTURED."""
    iopg_id: str | None = None
    """IOPG identifier of the credit application."""
    psp_reference_id: str | None = None
    """Reference of the credit application at the payment service provider (PSP)."""
    psp_timestamp: str | None = None
    """Time stamp of the credit application at the payment service provider (PSP). Deprecated."""
    psp_transaction_date_time_utc: Annotated[str | None, Field(alias="pspTransactionDateTimeUTC")] = None
    """Date and time of the credit application at the payment service provider (PSP), in UTC."""
    psp_name: str | None = None
    """Name of the payment service provider (PSP)."""
    payment_brand: PaymentBrand | None = None
    """Brand of the means of payment."""
    payment_card_details: PaymentCardDetails | None = None
    """Card used for the credit application."""
    decline_reason: str | None = None
    """Reason that the credit application was declined."""
    product_type: str | None = None
    """Type of the credit product."""
    application_due_date: str | None = None
    """Date on which the application is due."""
    payment_due_date: str | None = None
    """Date on which the payment is due."""
