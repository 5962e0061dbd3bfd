# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A payment by prepaid card."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.payment_brand import PaymentBrand
from order_capture_client.models.payment_card_details import PaymentCardDetails


class PrepaidCardTransaction(Model):
    """A payment by prepaid card."""

    amount: Money | None = None
    """Amount of the prepaid card payment."""
    balance_amount: Money | None = None
    """Balance of the prepaid card."""
    currency: str | None = None
    """Currency of the prepaid card payment."""
    balance_currency: str | None = None
    """Currency of the balance."""
    status: str | None = None
    """Status of the prepaid card payment, AUTHORIZED or CAPTURED."""
    iopg_id: str | None = None
    """IOPG identifier of the prepaid card payment."""
    psp_reference_id: str | None = None
    """Reference of the prepaid card payment at the payment service provider (PSP)."""
    psp_timestamp: str | None = None
    """Time stamp of the prepaid card payment at the payment service provider (PSP). Deprecated."""
    psp_transaction_date_time_utc: Annotated[str | None, Field(alias="pspTransactionDateTimeUTC")] = None
    """Date and time of the prepaid card payment at the payment service provider (PSP), in UTC."""
    psp_name: str | None = None
    """Name of the payment service provider (PSP)."""
    payment_brand: PaymentBrand | None = None
    """Brand of the means of payment."""
    payment_card_details: PaymentCardDetails | None = None
    """Card used for the prepaid card payment."""
