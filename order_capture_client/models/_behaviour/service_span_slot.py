"""The behaviour of `ServiceSpanSlot`."""

from __future__ import annotations

from datetime import datetime

from order_capture_client._model.safe_access import text_at
from order_capture_client._model.times import moment


class ServiceSpanSlotBehaviour:
    """The times of a slot that names no time zone."""

    @property
    def starts_at(self) -> datetime | None:
        """`from_date_time_utc`, else `from_date_time` if that has an offset, aware; None if neither can be read."""
        return moment(text_at(self, "from_date_time"), in_utc=text_at(self, "from_date_time_utc"))

    @property
    def ends_at(self) -> datetime | None:
        """`to_date_time_utc`, else `to_date_time` if that has an offset, aware; None if neither can be read."""
        return moment(text_at(self, "to_date_time"), in_utc=text_at(self, "to_date_time_utc"))
