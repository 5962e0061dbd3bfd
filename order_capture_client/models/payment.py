# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Payment of a checkout, with its transactions."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money, Personal
from order_capture_client.models.account_voucher_payment_transaction import AccountVoucherPaymentTransaction
from order_capture_client.models.authenticated_amount import AuthenticatedAmount
from order_capture_client.models.business_credit_transaction import BusinessCreditTransaction
from order_capture_client.models.credit_application_transaction import CreditApplicationTransaction
from order_capture_client.models.credit_card_transaction import CreditCardTransaction
from order_capture_client.models.online_transfer_transaction import OnlineTransferTransaction
from order_capture_client.models.open_invoice_transaction import OpenInvoiceTransaction
from order_capture_client.models.pay_on_collect import PayOnCollect
from order_capture_client.models.pay_on_delivery import PayOnDelivery
from order_capture_client.models.prepaid_card_transaction import PrepaidCardTransaction
from order_capture_client.models.wallet_transaction import WalletTransaction


class Payment(Model):
    """Payment of a checkout, with its transactions."""

    checkout_id: str | None = None
    """Identifier of the checkout that is paid."""
    user_id: Personal[str] | None = None
    """Identifier of the user who pays."""
    timestamp: str | None = None
    """Time stamp of the payment."""
    payment_context_id: str | None = None
    """Identifier of the payment context."""
    status: str | None = None
    """Status of the payment, COMPLETED or DELAYED RESULT."""
    amount_left_to_pay: Money | None = None
    """Amount still to be paid."""
    currency: str | None = None
    """Currency of the payment."""
    order_hash: str | None = None
    """Hash of the order that is paid."""
    credit_card_transactions: list[CreditCardTransaction] | None = None
    """Payments by credit card."""
    prepaid_card_transactions: list[PrepaidCardTransaction] | None = None
    """Payments by prepaid card."""
    business_credit_transactions: list[BusinessCreditTransaction] | None = None
    """Payments on a business's credit."""
    open_invoice_transactions: list[OpenInvoiceTransaction] | None = None
    """Payments by open invoice."""
    wallet_transactions: list[WalletTransaction] | None = None
    """Payments by wallet."""
    online_transfer_transactions: list[OnlineTransferTransaction] | None = None
    """Payments by online transfer."""
    account_voucher_payment_transactions: list[AccountVoucherPaymentTransaction] | None = None
    """Payments by account or voucher."""
    credit_application_transactions: list[CreditApplicationTransaction] | None = None
    """Payments for which credit is applied for."""
    authenticated_amounts: list[AuthenticatedAmount] | None = None
    """Amounts submitted for authentication."""
    pay_on_delivery: PayOnDelivery | None = None
    """Amount due on delivery."""
    pay_on_collect: PayOnCollect | None = None
    """Amount due on collection."""
