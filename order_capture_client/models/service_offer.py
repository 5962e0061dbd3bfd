# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A service on offer for a checkout."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean
from order_capture_client.models.price import Price


class ServiceOffer(Model):
    """A service on offer for a checkout."""

    active: Boolean | None = None
    """Whether the offer is active."""
    service_price: Price | None = None
    """Price of the service."""
    inactive_reason: str | None = None
    """Reason that the offer is inactive."""
    service_product_id: str | None = None
    """Product identifier of the service."""
    service_item_number: str | None = None
    """Number of the service."""
    market_csc_enabled: Annotated[Boolean | None, Field(alias="marketCSCEnabled")] = None
    """Whether CSC is enabled for the market."""
    provider: str | None = None
    """Provider of the service."""
