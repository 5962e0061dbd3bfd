"""The behaviour of `CheckoutExpiryMetadata`."""

from __future__ import annotations

from datetime import datetime

from order_capture_client._model.safe_access import text_at
from order_capture_client._model.times import moment


class CheckoutExpiryMetadataBehaviour:
    """The time at which a checkout expires."""

    @property
    def expires_at(self) -> datetime | None:
        """`expiry_timestamp`, aware; None if it is absent, cannot be read or has no offset."""
        return moment(text_at(self, "expiry_timestamp"))
