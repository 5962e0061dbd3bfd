"""The page on architecture names files that exist."""

from __future__ import annotations

import re

import pytest

from test.paths import ROOT

PAGE = ROOT / "docs" / "architecture.md"
PATHS = sorted(set(re.findall(r"[\w./]+(?:\.py|\.yaml|/)(?=[`,; )\s])", PAGE.read_text(encoding="utf-8"))))


def test_the_page_names_many_files() -> None:
    assert len(PATHS) > 40


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_the_page_names_exists(path: str) -> None:
    folders = (ROOT, ROOT / "order_capture_client", ROOT / "contract" / "generator")
    assert any((folder / path).exists() for folder in folders)


def test_the_readme_leads_to_the_page() -> None:
    assert "(docs/architecture.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
