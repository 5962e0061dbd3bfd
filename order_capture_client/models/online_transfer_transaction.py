# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A payment by online transfer."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.payment_brand import PaymentBrand


class OnlineTransferTransaction(Model):
    """A payment by online transfer."""

    amount: Money | None = None
    """Amount of the online transfer."""
    currency: str | None = None
    """Currency of the online transfer."""
    status: str | None = None
    """Status of the online transfer, AUTHORIZED or CAPTURED."""
    iopg_id: str | None = None
    """IOPG identifier of the online transfer."""
    psp_reference_id: str | None = None
    """Reference of the online transfer at the payment service provider (PSP)."""
    psp_timestamp: str | None = None
    """Time stamp of the online transfer at the payment service provider (PSP). Deprecated."""
    psp_transaction_date_time_utc: Annotated[str | None, Field(alias="pspTransactionDateTimeUTC")] = None
    """Date and time of the online transfer at the payment service provider (PSP), in UTC."""
    psp_name: str | None = None
    """Name of the payment service provider (PSP)."""
    payment_brand: PaymentBrand | None = None
    """Brand of the means of payment."""
