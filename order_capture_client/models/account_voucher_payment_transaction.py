# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A payment by account or voucher."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.payment_brand import PaymentBrand


class AccountVoucherPaymentTransaction(Model):
    """A payment by account or voucher."""

    amount: Money | None = None
    """Amount of the account or voucher payment."""
    currency: str | None = None
    """Currency of the account or voucher payment."""
    status: str | None = None
    """Status of the account or voucher payment, AUTHORIZED or CAPTURED."""
    iopg_id: str | None = None
    """IOPG identifier of the account or voucher payment."""
    psp_reference_id: str | None = None
    """Reference of the account or voucher payment at the payment service provider (PSP)."""
    psp_timestamp: str | None = None
    """Time stamp of the account or voucher payment at the payment service provider (PSP). Deprecated."""
    psp_transaction_date_time_utc: Annotated[str | None, Field(alias="pspTransactionDateTimeUTC")] = None
    """Date and time of the account or voucher payment at the payment service provider (PSP), in UTC."""
    psp_name: str | None = None
    """Name of the payment service provider (PSP)."""
    payment_brand: PaymentBrand | None = None
    """Brand of the means of payment."""
    reference: str | None = None
    """Reference of the payment."""
    expiry_date: str | None = None
    """Date on which the payment expires."""
    entity_id: str | None = None
    """Identifier of the entity behind the payment."""
