# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Person to ship goods to, with address; for a NO_STOCK_STORE_ORDER."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class ShippingContactRequest(Model):
    """Person to ship goods to, with address; for a NO_STOCK_STORE_ORDER."""

    checkout_id: str | None = None
    """Identifier of the checkout that the contact belongs to."""
    id: str | None = None
    """Identifier of the contact."""
    first_name: Personal[str] | None = None
    """First name of the person."""
    middle_name: Personal[str] | None = None
    """Middle name of the person."""
    last_name: Personal[str] | None = None
    """Last name of the person."""
    second_surname: Personal[str] | None = None
    """Second surname of the person."""
    phonetic_first_name: Personal[str] | None = None
    """Phonetic spelling of the first name."""
    phonetic_last_name: Personal[str] | None = None
    """Phonetic spelling of the last name."""
    city: Personal[str] | None = None
    """City of the address."""
    state: Personal[str] | None = None
    """State of the address."""
    country: str | None = None
    """Country of the address."""
    county: Personal[str] | None = None
    """County of the address."""
    address_line1: Personal[str] | None = None
    """First line of the address."""
    address_line2: Personal[str] | None = None
    """Second line of the address."""
    address_line3: Personal[str] | None = None
    """Third line of the address."""
    land_line_number: Personal[str] | None = None
    """Landline telephone number of the person."""
    fax_number: Personal[str] | None = None
    """Fax number of the person."""
    state_code: Personal[str] | None = None
    """Two-letter state of the address; required in US, CA and AU."""
    fiscal_code: Personal[str] | None = None
    """Fiscal code of the person."""
    tax_code: Personal[str] | None = None
    """Tax code of the person."""
    tax_code_type: str | None = None
    """Type of the `tax_code`."""
    recipient_code_type: str | None = None
    """Type of the `recipient_code`: NONE, EMAIL, CODE or NO_INVOICE."""
    recipient_code: Personal[str] | None = None
    """Code of the recipient, of the type in `recipient_code_type`."""
    country_of_origin: str | None = None
    """Country of origin of the contact."""
    email: Personal[str] | None = None
    """E-mail address of the person."""
    zip_code: Personal[str] | None = None
    """Zip code of the address, passed on unchanged."""
    mobile_number: Personal[str] | None = None
    """Mobile telephone number of the person."""
