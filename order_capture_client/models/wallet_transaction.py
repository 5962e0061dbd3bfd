# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A payment by wallet."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.payment_brand import PaymentBrand


class WalletTransaction(Model):
    """A payment by wallet."""

    amount: Money | None = None
    """Amount of the wallet payment."""
    currency: str | None = None
    """Currency of the wallet payment."""
    status: str | None = None
    """Status of the wallet payment, AUTHORIZED or CAPTURED."""
    iopg_id: str | None = None
    """IOPG identifier of the wallet payment."""
    psp_reference_id: str | None = None
    """Reference of the wallet payment at the payment service provider (PSP)."""
    psp_timestamp: str | None = None
    """Time stamp of the wallet payment at the payment service provider (PSP). Deprecated."""
    psp_transaction_date_time_utc: Annotated[str | None, Field(alias="pspTransactionDateTimeUTC")] = None
    """Date and time of the wallet payment at the payment service provider (PSP), in UTC."""
    psp_name: str | None = None
    """Name of the payment service provider (PSP)."""
    authorisation_code: str | None = None
    """Authorisation code of the wallet payment."""
    payment_brand: PaymentBrand | None = None
    """Brand of the means of payment."""
    decline_reason: str | None = None
    """Reason that the wallet payment was declined."""
