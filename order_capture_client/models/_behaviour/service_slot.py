"""The behaviour of `ServiceSlot`."""

from __future__ import annotations

from datetime import datetime

from order_capture_client._model.safe_access import text_at
from order_capture_client._model.times import moment


class ServiceSlotBehaviour:
    """The times of a service slot."""

    @property
    def starts_at(self) -> datetime | None:
        """`from_date_time_utc`, else `from_date_time`, in `metadata.time_zone`, aware; None if neither can be read."""
        zone = text_at(self, "metadata", "time_zone")
        return moment(text_at(self, "from_date_time"), zone, in_utc=text_at(self, "from_date_time_utc"))

    @property
    def ends_at(self) -> datetime | None:
        """`to_date_time_utc`, else `to_date_time`, in `metadata.time_zone`, aware; None if neither can be read."""
        zone = text_at(self, "metadata", "time_zone")
        return moment(text_at(self, "to_date_time"), zone, in_utc=text_at(self, "to_date_time_utc"))
