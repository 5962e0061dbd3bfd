"""The measurements of a run."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.measure import Cost
from benchmarks.startup import Start


@dataclass(frozen=True)
class Results:
    """All measurements, by work and size, then by contender."""

    order_bytes: dict[int, int]
    """Size of an order by its number of lines."""
    costs: dict[tuple[str, int], dict[str, Cost]]
    imports: dict[str, Start]
    first_create: dict[str, Start]
    orders: dict[int, dict[str, Start]]
    """Programs that read one order, by its number of lines."""
