"""Where the tests find their data and the rest of the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The repository."""

DATA = ROOT / "test" / "data"
"""Sample answers, the facts of the contract and other tables."""
