"""The behaviour of `ErrorDetails`."""

from __future__ import annotations

from typing import cast

from pydantic import BaseModel


class ErrorDetailsBehaviour:
    """The error with its faults as a table in notebooks."""

    def _repr_html_(self) -> str:
        from order_capture_client.models._behaviour._error_html import error_html  # only for notebooks

        return error_html(cast("BaseModel", self))
