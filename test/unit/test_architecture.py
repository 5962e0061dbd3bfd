"""The pages for contributors name files that exist, and the tests of every module that is written by hand."""

from __future__ import annotations

import re

import pytest

from test.paths import ROOT

PAGE = ROOT / "docs" / "architecture.md"
PATHS = sorted(set(re.findall(r"[\w./]+(?:\.py|\.yaml|/)(?=[`,; )\s])", PAGE.read_text(encoding="utf-8"))))


TESTS = ROOT / "test"
TABLE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("| modules | tests |")[2].partition("\n\n")[0]
PACKAGE = ROOT / "order_capture_client"
MODULES = sorted(
    path.relative_to(PACKAGE)
    for path in PACKAGE.rglob("*.py")
    if path.name not in ("__init__.py", "_version.py")
    and not path.read_text(encoding="utf-8").startswith("# Generated from")
)
"""The modules that are written by hand, in the package."""


def test_the_page_names_many_files() -> None:
    assert len(PATHS) > 40


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_the_page_names_exists(path: str) -> None:
    folders = (ROOT, ROOT / "order_capture_client", ROOT / "contract" / "generator")
    assert any((folder / path).exists() for folder in folders)


def test_every_module_has_tests_of_its_name_or_a_row_in_contributing() -> None:
    homes = re.findall(r"`([\w/]+(?:\.py|/))`", TABLE)
    for path in MODULES:
        names = {path.stem.lstrip("_"), f"{path.parent.name}_{path.stem.lstrip('_')}"}
        has_its_own = any((TESTS / tier / f"test_{name}.py").exists() for name in names for tier in ("unit", "sockets"))
        assert has_its_own or any(path.as_posix().startswith(home) for home in homes), (
            f"{path}: name its tests in CONTRIBUTING.md"
        )


@pytest.mark.parametrize("pattern", sorted(set(re.findall(r"`((?:unit|sockets|proof)/test_[\w*]+\.py)`", TABLE))))
def test_a_file_of_tests_that_contributing_names_exists(pattern: str) -> None:
    assert [*TESTS.glob(pattern)]


def test_the_readme_leads_to_the_page() -> None:
    assert "(docs/architecture.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
