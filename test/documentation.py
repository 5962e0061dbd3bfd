"""The Python blocks of README.md and docs, as programs.

`python -m test.documentation types` checks them with mypy and pyright, strict, as user code.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One Python block of a page."""

    page: Path
    line: int
    source: str

    @property
    def name(self) -> str:
        """Page and line, for test ids."""
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def blocks() -> Iterator[Block]:
    """Return every Python block of the documentation."""
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        for match in BLOCK.finditer(text):
            yield Block(page, text.count("\n", 0, match.start()) + 2, match[1])


def main() -> int:
    """Run both type checkers on all blocks; return 0 if both accept them."""
    with tempfile.TemporaryDirectory() as folder:
        for number, block in enumerate(blocks()):
            path = Path(folder, f"block_{number}.py")
            path.write_text(f"# {block.name}\n{block.source}", encoding="utf-8")
        # Type checkers do not follow an editable installation's import hook, so they need the path.
        settings = {"typeCheckingMode": "strict", "pythonVersion": "3.10", "extraPaths": [str(ROOT)]}
        Path(folder, "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        checks = (
            [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.10", "--scripts-are-modules", folder],
            [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--project", folder],
        )
        return max(subprocess.run(check, check=False, cwd=ROOT).returncode for check in checks)


if __name__ == "__main__":
    if sys.argv[1:] != ["types"]:
        sys.exit(__doc__)
    sys.exit(main())
