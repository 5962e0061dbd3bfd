# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A payment by open invoice."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.payment_brand import PaymentBrand


class OpenInvoiceTransaction(Model):
    """A payment by open invoice."""

    amount: Money | None = None
    """Amount of the open invoice payment."""
    currency: str | None = None
    """Currency of the open invoice payment."""
    status: str | None = None
    """Status of the open invoice payment, AUTHORIZED or CAPTURED."""
    iopg_id: str | None = None
    """IOPG identifier of the open invoice payment."""
    psp_reference_id: str | None = None
    """Reference of the open invoice payment at the payment service provider (PSP)."""
    psp_timestamp: str | None = None
    """Time stamp of the open invoice payment at the payment service provider (PSP). Deprecated."""
    psp_transaction_date_time_utc: Annotated[str | None, Field(alias="pspTransactionDateTimeUTC")] = None
    """Date and time of the open invoice payment at the payment service provider (PSP), in UTC."""
    psp_name: str | None = None
    """Name of the payment service provider (PSP)."""
    payment_brand: PaymentBrand | None = None
    """Brand of the means of payment."""
    decline_reason: str | None = None
    """Reason that the open invoice payment was declined."""
    authorization_expiry_date: str | None = None
    """Date on which the authorisation expires."""
