"""The outcomes of the rows of a run, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal, TypeAlias

from order_capture_client import models

Status: TypeAlias = Literal["created", "read", "rejected", "not_sent", "unknown", "invalid"]
"""`created`: the checkout exists. `read`: its order was read. `rejected`: the service refused the row, without effect.
`not_sent`: no byte of it was sent. `unknown`: it was sent, and may have been done. `invalid`: it does not match the
contract, and was not sent."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one row."""

    key: str | None
    """The row's key as text, if it has one."""
    index: int
    """The row's place in the input, from 0."""
    status: Status
    resource_id: str | None = None
    """The id of the checkout, if known."""
    error: str | None = None
    """The error in one line without values; None if there was none. With `strict_responses`, a checkout that was created
    has one, too, if the answer differs from the contract."""
    attempts: int = 0
    """The number of attempts, those of an earlier run included."""
    elapsed: float = 0.0
    """Seconds that its calls took together, without the pauses between them."""

    @property
    def ok(self) -> bool:
        """Whether the row was created or read."""
        return self.status in ("created", "read")


@dataclass(frozen=True, slots=True)
class OrderOutcome(Outcome):
    """The outcome of reading one order; `resource_id` is the id of the request."""

    order: models.CheckoutDto | None = field(default=None, repr=False)
    """The order, if it was read."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of a run in numbers, which it prints as a line or two."""

    created: int = 0
    read: int = 0
    rejected: int = 0
    not_sent: int = 0
    unknown: int = 0
    invalid: int = 0
    resumed: int = 0
    """The rows among these that the journal knew already, so nothing was sent for them."""
    seconds: float = 0.0
    """From the first row to the last outcome."""
    stopped: str | None = None
    """Why the run took no more rows, if it was not that there are no more."""
    finished: bool = False
    """Whether the run has ended; if not, these are the numbers so far."""

    @property
    def rows(self) -> int:
        """The number of rows with an outcome."""
        return self.created + self.read + self.failed + self.unknown

    @property
    def failed(self) -> int:
        """The number of rows that were certainly not done."""
        return self.rejected + self.not_sent + self.invalid

    @property
    def ok(self) -> bool:
        """Whether the run ended, and each of its rows was created or read."""
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
        """Return the HTML for a notebook: the counts as a table, and the reason for an early end."""
        counts = {"rows": self.rows, "created": self.created, "read": self.read, "rejected": self.rejected}
        counts |= {"not sent": self.not_sent, "in doubt": self.unknown, "invalid": self.invalid}
        counts |= {"known from the journal": self.resumed}
        shown = {name: count for name, count in counts.items() if count or name == "rows"}
        heads = "".join(f"<th>{name}</th>" for name in [*shown, "seconds"])
        cells = "".join(f"<td>{count:,}</td>" for count in shown.values()) + f"<td>{self.seconds:.1f}</td>"
        stopped = "" if self.stopped is None else f"<p>stopped early: {escape(self.stopped)}</p>"
        return f"<table><tr>{heads}</tr><tr>{cells}</tr></table>{stopped}"
