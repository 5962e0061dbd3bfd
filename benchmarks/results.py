"""What a run measured."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.measure import Cost
from benchmarks.startup import Start


@dataclass(frozen=True)
class Results:
    """All that was measured, by work and size, then by contender."""

    order_bytes: dict[int, int]
    """How large an order is, by its lines."""
    costs: dict[tuple[str, int], dict[str, Cost]]
    imports: dict[str, Start]
    first_create: dict[str, Start]
    orders: dict[int, dict[str, Start]]
    """Programs that read one order, by its lines."""
