# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A payment on a business's credit."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money, Personal
from order_capture_client.models.payment_brand import PaymentBrand
from order_capture_client.models.payment_card_details import PaymentCardDetails


class BusinessCreditTransaction(Model):
    """A payment on a business's credit."""

    amount: Money | None = None
    """Amount of the business credit payment."""
    purchase_order_number: Personal[str] | None = None
    """Number of the business's purchase order."""
    currency: str | None = None
    """Currency of the business credit payment."""
    status: str | None = None
    """Status of the business credit payment, AUTHORIZED or CAPTURED."""
    iopg_id: str | None = None
    """IOPG identifier of the business credit payment."""
    psp_reference_id: str | None = None
    """Reference of the business credit payment at the payment service provider (PSP)."""
    authorisation_code: str | None = None
    """Authorisation code of the business credit payment."""
    psp_timestamp: str | None = None
    """Time stamp of the business credit payment at the payment service provider (PSP). Deprecated."""
    psp_transaction_date_time_utc: Annotated[str | None, Field(alias="pspTransactionDateTimeUTC")] = None
    """Date and time of the business credit payment at the payment service provider (PSP), in UTC."""
    psp_name: str | None = None
    """Name of the payment service provider (PSP)."""
    payment_brand: PaymentBrand | None = None
    """Brand of the means of payment."""
    payment_card_details: PaymentCardDetails | None = None
    """Card used for the business credit payment."""
    decline_reason: str | None = None
    """Reason that the business credit payment was declined."""
    account_number: Personal[str] | None = None
    """Number of the credit account."""
    account_number_source: str | None = None
    """Source of the account number."""
