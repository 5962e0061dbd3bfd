"""Documentation is code: every Python block runs, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from order_capture_client import ApiClient, CheckoutApi, ItemRequest
from order_capture_client.sandbox import Sandbox
from test.documentation import ROOT, Block, blocks

BLOCKS = list(blocks())
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A sandbox with one checkout, named by the variables that the examples read."""
    with Sandbox() as sandbox:
        with ApiClient(sandbox.configuration(user="anna")) as client:
            created = CheckoutApi(client).create_checkout(
                "se",
                {
                    "shopping_type": "ONLINE",
                    "channel": "WEBAPP",
                    "language_code": "sv",
                    "items": [ItemRequest(item_no="10098949", quantity=2)],
                },
            )
        monkeypatch.setenv("ORDER_CAPTURE_HOST", sandbox.url)
        monkeypatch.setenv("ORDER_CAPTURE_CLIENT_ID", sandbox.client_id)
        monkeypatch.setenv("ORDER_CAPTURE_ACCESS_TOKEN", sandbox.token(user="anna"))
        monkeypatch.setenv("CHECKOUT_ID", str(created.resource_id))
        monkeypatch.setenv("OLD_USER", "anna")
        yield


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
@pytest.mark.usefixtures("environment")
def test_a_block_runs(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block.source, block.name, "exec"), {"__name__": "__main__"})

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("block", [block for block in BLOCKS if "CheckoutApi.md" in block.name], ids=lambda b: b.name)
@pytest.mark.usefixtures("environment")
def test_an_example_of_an_operation_succeeds(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("order_capture_client.ApiException", ZeroDivisionError)  # so that no except clause hides one

    exec(compile(block.source, block.name, "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    local = {target for target in LINK.findall(text) if not target.startswith(("https://", "http://"))}

    assert [target for target in sorted(local) if not _exists(page, target)] == []


def _exists(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = page if not path else page.parent / path
    if not file.exists():
        return False
    return not anchor or anchor in _anchors(file)


def _anchors(page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))
