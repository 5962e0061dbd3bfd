"""The behaviour of `CheckoutDto`."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from pydantic import BaseModel

from order_capture_client._model.safe_access import models_at, text_at
from order_capture_client._model.times import moment
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.item_dto import ItemDto


class CheckoutDtoBehaviour:
    """A line by its article, the time of expiry, and the order as a table in notebooks."""

    def item(self, item_no: str) -> ItemDto | None:
        """Return the line of an article, or None if the checkout has no such line.

        Raises:
            ApiValueError: The article number is not a text.
        """
        if not isinstance(cast("object", item_no), str):
            raise ApiValueError("item_no: text expected, in quotes: a number would lose its leading zeros")
        lines = models_at(ItemDto, self, "items")
        return next((line for line in lines if text_at(line, "item_no") == item_no), None)

    @property
    def expires_at(self) -> datetime | None:
        """`checkout_expiry_metadata.expiry_timestamp` in `time_zone_id`, aware; None if it cannot be read."""
        expiry = text_at(self, "checkout_expiry_metadata", "expiry_timestamp")
        return moment(expiry, text_at(self, "time_zone_id"))

    def _repr_html_(self) -> str:
        from order_capture_client.models._behaviour._order_html import order_html  # only for notebooks

        return order_html(cast("BaseModel", self))
