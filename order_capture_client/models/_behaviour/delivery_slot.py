"""The behaviour of `DeliverySlot`."""

from __future__ import annotations

from datetime import datetime

from order_capture_client._model.safe_access import text_at
from order_capture_client._model.times import moment


class DeliverySlotBehaviour:
    """The times of a delivery slot."""

    @property
    def starts_at(self) -> datetime | None:
        """`from_date_time` in `metadata.time_zone`, aware; None if it is absent or cannot be read."""
        return moment(text_at(self, "from_date_time"), text_at(self, "metadata", "time_zone"))

    @property
    def ends_at(self) -> datetime | None:
        """`to_date_time` in `metadata.time_zone`, aware; None if it is absent or cannot be read."""
        return moment(text_at(self, "to_date_time"), text_at(self, "metadata", "time_zone"))
