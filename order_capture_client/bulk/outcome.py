"""What became of the rows of a run: values."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal, TypeAlias

from order_capture_client import models

Status: TypeAlias = Literal["created", "read", "rejected", "not_sent", "unknown", "invalid"]
"""`created`: the checkout exists; `read`: its order was read; `rejected`: the service refused the row, and nothing was
done; `not_sent`: no byte of it left; `unknown`: it was sent, and nobody knows whether it was done; `invalid`: it does
not fit the contract, and nothing was sent."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row."""

    key: str | None
    """The row's key as text, if it was given one."""
    index: int
    """The row's place in the input, from 0."""
    status: Status
    resource_id: str | None = None
    """The id of the checkout, where it is known."""
    error: str | None = None
    """What went wrong, in one line without values; None when all went well. With `strict_responses`, a checkout that was
    created has one, too, if the answer differs from the contract."""
    attempts: int = 0
    """How often the row was tried; 0 if it never was, also not by an earlier run."""
    elapsed: float = 0.0
    """Seconds that its calls took together, without pauses between them."""

    @property
    def ok(self) -> bool:
        """Whether the row was created or read."""
        return self.status in ("created", "read")


@dataclass(frozen=True, slots=True)
class OrderOutcome(Outcome):
    """What became of reading one order; `resource_id` is the id that was asked for."""

    order: models.CheckoutDto | None = field(default=None, repr=False)
    """The order, if it was read."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run went, in numbers. Printing it gives them as a line or two."""

    created: int = 0
    read: int = 0
    rejected: int = 0
    not_sent: int = 0
    unknown: int = 0
    invalid: int = 0
    resumed: int = 0
    """How many of these the journal knew already, so that nothing was sent for them."""
    seconds: float = 0.0
    """From the first row to the last outcome."""
    stopped: str | None = None
    """Why no more rows were taken, if it was not that there are no more."""
    finished: bool = False
    """Whether the run has come to its end; if not, the numbers are those so far."""

    @property
    def rows(self) -> int:
        """How many rows have an outcome."""
        return self.created + self.read + self.failed + self.unknown

    @property
    def failed(self) -> int:
        """How many rows were certainly not done."""
        return self.rejected + self.not_sent + self.invalid

    @property
    def ok(self) -> bool:
        """Whether the run came to its end, and each row of it was created or read."""
        return self.finished and self.stopped is None and not self.failed and not self.unknown

    def __str__(self) -> str:
        counts = [
            f"{count} {word}"
            for word, count in (
                ("created", self.created),
                ("read", self.read),
                ("rejected", self.rejected),
                ("not sent", self.not_sent),
                ("in doubt", self.unknown),
                ("invalid", self.invalid),
            )
            if count
        ]
        line = f"{self.rows} row{'s' * (self.rows != 1)} in {self.seconds:.1f} s: {', '.join(counts) or 'none done'}"
        if self.resumed:
            line += f"; {self.resumed} of them known from the journal"
        if self.stopped is not None:
            line += f"\nstopped early: {self.stopped}"
        return line

    def _repr_html_(self) -> str:
        """Gives what a notebook shows: the counts as a table, and why the run ended early."""
        counts = {"rows": self.rows, "created": self.created, "read": self.read, "rejected": self.rejected}
        counts |= {"not sent": self.not_sent, "in doubt": self.unknown, "invalid": self.invalid}
        counts |= {"known from the journal": self.resumed}
        shown = {name: count for name, count in counts.items() if count or name == "rows"}
        heads = "".join(f"<th>{name}</th>" for name in [*shown, "seconds"])
        cells = "".join(f"<td>{count:,}</td>" for count in shown.values()) + f"<td>{self.seconds:.1f}</td>"
        stopped = "" if self.stopped is None else f"<p>stopped early: {escape(self.stopped)}</p>"
        return f"<table><tr>{heads}</tr><tr>{cells}</tr></table>{stopped}"
