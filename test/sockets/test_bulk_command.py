"""`python -m order_capture_client create`, run as a user runs it, against a sandbox in another process."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration
from order_capture_client.__main__ import main
from order_capture_client.bulk import get_orders, read_journal
from order_capture_client.sandbox import Sandbox

SHARED = ["--set", "shopping_type=ONLINE", "--set", "channel=WEBAPP", "--set", "language_code=sv"]
ROWS = "cart,article,quantity,zip,note\n"
COLUMNS = ["--column", "article=items.item_no", "--column", "zip=service_area.zip_code", "--column", "note="]
CARTS = f"{ROWS}a,10098949,2,25185,x\na,00263850,1,,\nb,10098949,1,25185,\nc,00263850,many,25185,\n"


@pytest.fixture(scope="module")
def service() -> Iterator[dict[str, str]]:
    """The environment of a user of a sandbox in another process."""
    command = [sys.executable, "-m", "order_capture_client", "sandbox", "--port", "0"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        settings: dict[str, str] = {}
        for line in process.stdout:
            if line.startswith("export "):
                name, _, settings[name] = line.removeprefix("export ").strip().partition("=")
            if len(settings) == 3:
                break
        try:
            yield environment | settings
        finally:
            process.terminate()


def create(folder: Path, carts: str, *more: str) -> list[str]:
    """The command, its files in a folder."""
    (folder / "carts.csv").write_text(carts, encoding="utf-8")
    files = ["--input", str(folder / "carts.csv"), "--journal", str(folder / "run.sqlite")]
    return ["create", "--retail-unit", "se", *files, "--key", "cart", *COLUMNS, *SHARED, *more]


def ran(arguments: list[str], service: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "order_capture_client", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=service, timeout=60)


def test_carts_become_checkouts_and_a_mended_one_follows(service: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "outcomes.csv"
    first = ran(create(tmp_path, CARTS, "--output", str(output)), service)

    assert first.returncode == 1
    assert first.stdout.startswith("3 rows in ")
    assert first.stdout.endswith(": 2 created, 1 invalid\n")
    assert "cart c: invalid: carts.csv, row 5, column quantity: whole number expected\n" in first.stderr
    assert "3/3 rows: 2 created, 1 failed, 0 in doubt | " in first.stderr
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["key"], row["status"]) for row in rows] == [("a", "created"), ("b", "created"), ("c", "invalid")]
    assert list(rows[0]) == ["key", "index", "status", "resource_id", "error", "attempts", "elapsed"]
    ids = [row["resource_id"] for row in rows if row["resource_id"]]
    assert [sorted((item.item_no, item.quantity) for item in order) for order in orders(service, ids)] == [
        [("00263850", 1), ("10098949", 2)],
        [("10098949", 1)],
    ]

    second = ran(create(tmp_path, CARTS.replace("many", "4"), "--quiet"), service)

    assert second.returncode == 0
    assert second.stdout.endswith(": 3 created; 2 of them known from the journal\n")
    assert second.stderr == ""
    journal = {outcome.key: outcome.resource_id for outcome in read_journal(tmp_path / "run.sqlite")}
    assert [journal["a"], journal["b"]] == ids


def orders(service: dict[str, str], ids: list[str]) -> list[list[Any]]:
    configuration = Configuration(
        host=service["ORDER_CAPTURE_HOST"],
        api_key={"Client-Id": service["ORDER_CAPTURE_CLIENT_ID"]},
        access_token=service["ORDER_CAPTURE_ACCESS_TOKEN"],
    )
    with ApiClient(configuration) as client:
        read = {o.key: o.order for o in get_orders(CheckoutApi(client), "se", ids, progress=False)}
    return [list(getattr(read[checkout_id], "items", None) or []) for checkout_id in ids]


def test_ctrl_c_ends_it_in_good_order_and_the_same_command_goes_on(service: dict[str, str], tmp_path: Path) -> None:
    count = 400
    carts = ROWS + "".join(f"{number},10098949,1,25185,\n" for number in range(count))
    arguments = create(tmp_path, carts, "--workers", "2")
    command = [sys.executable, "-m", "order_capture_client", *arguments]
    journal = tmp_path / "run.sqlite-wal"
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=service, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 30
        while not (journal.exists() and journal.stat().st_size > 100_000) and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        printed, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert printed == ""
    assert "stopped early: interrupted" in told
    assert "Traceback" not in told
    before = read_journal(tmp_path / "run.sqlite")
    assert 0 < len(before) < count
    assert {outcome.status for outcome in before} == {"created"}

    again = ran([*arguments, "--quiet"], service)

    assert again.returncode == 0
    assert again.stdout.endswith(f": {count} created; {len(before)} of them known from the journal\n")
    after = read_journal(tmp_path / "run.sqlite")
    assert len({outcome.resource_id for outcome in after}) == len(after) == count


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: --retail-unit, --input, --journal"),
        (["--column", "zip"], "argument --column: 'zip' has no = between a name and a value"),
        (["--set", "=x"], "argument --set: '=x' has no = between a name and a value"),
        (["--workers", "many"], "argument --workers: invalid int value: 'many'"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["create", *arguments])
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("carts", "more", "message"),
    [
        ("cart\na\n", [], "columns: there is no 'article', 'zip', 'note'; there is 'cart'"),
        (
            CARTS,
            ["--column", "article=items.itm_no"],
            "column article: items.itm_no: ItemRequest has no such field; did you mean 'item_no'?\n",
        ),
        (CARTS, ["--set", "chanel=WEBAPP"], "defaults: chanel: CheckoutRequest has no such field"),
        (CARTS, ["--set", "channel=SMOKE"], "defaults.channel: one of "),
        (CARTS, ["--encoding", "cp0"], "encoding: unknown; name one that Python has, such as cp1252"),
        (CARTS, ["--workers", "0"], "max_workers: a whole number of at least 1 expected"),
        (CARTS, ["--host", "http://service.invalid"], "host: https expected"),
        (CARTS, ["--input", "none.csv"], "No such file or directory: 'none.csv'"),
        (CARTS, ["--journal", "no/folder/run.sqlite"], "unable to open database file"),
        (CARTS, ["--output", "no/folder/outcomes.csv"], "No such file or directory: 'no/folder/outcomes.csv'"),
    ],
)
def test_files_that_do_not_fit_are_told(
    carts: str,
    more: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ORDER_CAPTURE_HOST", sandbox.url)
        monkeypatch.setenv("ORDER_CAPTURE_CLIENT_ID", sandbox.client_id)
        monkeypatch.chdir(tmp_path)
        assert main(create(tmp_path, carts, "--quiet", *more)) == 2
        assert sandbox.checkouts() == []
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("more", "key_hint"),
    [
        ([], ", leave it out with --column order=, or make it the key with --key order"),
        (["--key", "cart"], ", or leave it out with --column order="),
    ],
    ids=["without a key", "with a key"],
)
def test_a_column_that_is_for_nothing_is_told_with_the_arguments_that_help(
    more: list[str],
    key_hint: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("ORDER_CAPTURE_CLIENT_ID", "client")
    (tmp_path / "carts.csv").write_text("order,cart,item_no\n1,a,10098949\n", encoding="utf-8")
    files = ["--input", str(tmp_path / "carts.csv"), "--journal", str(tmp_path / "run.sqlite")]
    columns = [] if more else ["--column", "cart="]

    assert main(["create", "--retail-unit", "se", *files, *columns, *more]) == 2
    assert capsys.readouterr().err == (
        f"column order: CheckoutRequest has no such field; say what it is for with --column order=PLACE{key_hint}\n"
    )


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("carts.csv", "--output: would overwrite the input; name another file\n"),
        ("folder/../carts.csv", "--output: would overwrite the input; name another file\n"),
        ("link.csv", "--output: would overwrite the input; name another file\n"),
        ("run.sqlite", "--output: would overwrite the journal; name another file\n"),
    ],
)
def test_the_output_does_not_overwrite_what_the_next_run_needs(
    output: str,
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "carts.csv")
    with Sandbox() as sandbox:
        monkeypatch.setenv("ORDER_CAPTURE_HOST", sandbox.url)
        monkeypatch.setenv("ORDER_CAPTURE_CLIENT_ID", sandbox.client_id)
        monkeypatch.chdir(tmp_path)
        assert main(create(tmp_path, CARTS, "--quiet", "--output", output)) == 2
        assert sandbox.checkouts() == []
    assert capsys.readouterr().err == message
    assert (tmp_path / "carts.csv").read_text(encoding="utf-8") == CARTS
    assert not (tmp_path / "run.sqlite").exists()


def test_a_changed_cart_under_a_done_key_ends_the_run_with_its_summary(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ORDER_CAPTURE_HOST", sandbox.url)
        monkeypatch.setenv("ORDER_CAPTURE_CLIENT_ID", sandbox.client_id)
        assert main(create(tmp_path, f"{ROWS}a,10098949,2,25185,\n", "--quiet")) == 0
        capsys.readouterr()
        carts = f"{ROWS}b,10098949,1,25185,\na,10098949,3,25185,\nc,10098949,1,25185,\n"
        assert main(create(tmp_path, carts, "--quiet")) == 2
        assert len(sandbox.checkouts()) == 2
    printed = capsys.readouterr()
    assert printed.out.startswith("1 row in ")
    assert printed.out.endswith(": 1 created\nstopped early: ApiValueError while taking a row\n")
    assert printed.err.startswith(
        "requests: row 1, key 'a' differs from the request that the journal has under that name (done); "
    )


def test_of_very_many_failures_only_the_first_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    carts = "cart_check_sum,quantity,items.item_no\n" + "x,many,1\n" * 25
    (tmp_path / "carts.csv").write_text(carts, encoding="utf-8")
    files = ["--input", str(tmp_path / "carts.csv"), "--journal", str(tmp_path / "run.sqlite")]
    with Sandbox() as sandbox:
        monkeypatch.setenv("ORDER_CAPTURE_HOST", sandbox.url)
        monkeypatch.setenv("ORDER_CAPTURE_CLIENT_ID", sandbox.client_id)
        assert main(["create", "--retail-unit", "se", *files, *SHARED, "--quiet"]) == 1
    printed = capsys.readouterr()
    assert printed.err.count(": invalid: carts.csv, row ") == 20
    assert printed.err.startswith("cart 0: invalid: carts.csv, row 2, column quantity: whole number expected\n")
    assert printed.err.endswith("\nand 5 more\n")


def test_rows_in_doubt_are_sent_again_only_when_told_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    carts = f"{ROWS}a,10098949,2,25185,\n"
    with Sandbox() as sandbox:
        monkeypatch.setenv("ORDER_CAPTURE_HOST", sandbox.url)
        monkeypatch.setenv("ORDER_CAPTURE_CLIENT_ID", sandbox.client_id)
        sandbox.drop_next(after_work=True, operation="create_checkout")
        for more, status, checkouts in ([], 1, 1), ([], 1, 1), (["--resend-unknown"], 0, 2):
            assert main(create(tmp_path, carts, "--quiet", *more)) == status
            assert len(sandbox.checkouts()) == checkouts
            assert ("cart a: unknown: " in capsys.readouterr().err) is (status == 1)
