# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Place where the shopper picks up goods."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Number


class PickUpPointEntity(Model):
    """Place where the shopper picks up goods."""

    oc_pupid: Annotated[str | None, Field(alias="ocPUPId")] = None
    """Identifier of the pick-up point in Order Capture."""
    id: str | None = None
    """Identifier of the pick-up point."""
    name: str | None = None
    """Name of the pick-up point."""
    identifier: str | None = None
    """Identifier of the pick-up point, in addition to `id`."""
    lsc: str | None = None
    """LSC of the pick-up point."""
    latitude: str | None = None
    """Latitude of the pick-up point."""
    longitude: str | None = None
    """Longitude of the pick-up point."""
    opening_hours_mon_time: str | None = None
    """Opening hours on Monday."""
    opening_hours_tue_time: str | None = None
    """Opening hours on Tuesday."""
    opening_hours_wed_time: str | None = None
    """Opening hours on Wednesday."""
    opening_hours_thu_time: str | None = None
    """Opening hours on Thursday."""
    opening_hours_fri_time: str | None = None
    """Opening hours on Friday."""
    opening_hours_sat_time: str | None = None
    """Opening hours on Saturday."""
    opening_hours_sun_time: str | None = None
    """Opening hours on Sunday."""
    country: str | None = None
    """Country of the pick-up point."""
    zip_code: str | None = None
    """Zip code of the pick-up point."""
    city: str | None = None
    """City of the pick-up point."""
    state: str | None = None
    """State of the pick-up point."""
    address_line1: str | None = None
    """First line of the pick-up point's address."""
    address_line2: str | None = None
    """Second line of the pick-up point's address."""
    address_line3: str | None = None
    """Third line of the pick-up point's address."""
    address_line4: str | None = None
    """Fourth line of the pick-up point's address."""
    distance: Number | None = None
    """Distance to the pick-up point."""
