"""The memory of a run: neither completed rows nor rows in doubt are sent again, and no personal data is stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import ApiValueError
from order_capture_client.bulk import Outcome, Status, read_journal
from order_capture_client.bulk._journal import Journal
from order_capture_client.bulk._rows import Row

DATA = Path(__file__).parents[1] / "data"

ROW = Row(0, "key", b'{"a":1}')
OTHER = Row(0, "key", b'{"a":2}')
PLACED = Row(0, None, b'{"a":1}')
OTHER_PLACED = Row(0, None, b'{"a":2}')
INVALID = Row(0, "key", error="items: required")

Opener = Callable[..., Journal]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.sqlite"


def opened(path: Path, **changed: Any) -> Journal:
    return Journal(path, **{"host": "https://a", "retail_unit": "se", **changed})


def ended(row: Row, status: Status, http: int | None = None) -> tuple[Outcome, int | None]:
    resource_id = "id" if status == "created" else None
    return Outcome(row.key, row.index, status, resource_id, None if resource_id else "why", 2, 0.5), http


def remember(path: Path, row: Row, status: Status | None, http: int | None = None) -> None:
    """A run that sent a row, and saw its end or did not."""
    journal = opened(path)
    assert journal.earlier(row) is None
    if row.error is None:
        journal.begin(row, 1)
    if status is not None:
        journal.end(row, *ended(row, status, http))
    journal.close()


DONE: list[tuple[Status, int]] = [("created", 201), *(("rejected", http) for http in (400, 403, 404, 409, 410, 422))]
OPEN: list[tuple[Status, int | None]] = [
    ("rejected", 401),
    ("rejected", 419),
    ("rejected", 429),
    ("not_sent", None),
]
DOUBT: list[tuple[Status | None, int | None]] = [(None, None), ("unknown", None), ("unknown", 503), ("unknown", 408)]


@pytest.mark.parametrize("row", [ROW, PLACED], ids=["key", "place"])
@pytest.mark.parametrize(("status", "http"), DONE)
def test_a_row_that_is_done_is_told_as_it_was(path: Path, row: Row, status: Status, http: int) -> None:
    remember(path, row, status, http)

    journal = opened(path)
    assert journal.earlier(row) == ended(row, status)[0]
    journal.close()


@pytest.mark.parametrize("row", [ROW, PLACED], ids=["key", "place"])
@pytest.mark.parametrize(("status", "http"), OPEN)
def test_a_row_that_is_open_is_sent_again(path: Path, row: Row, status: Status, http: int | None) -> None:
    remember(path, row, status, http)

    journal = opened(path)
    assert journal.earlier(row) is None
    journal.close()


@pytest.mark.parametrize("row", [ROW, PLACED], ids=["key", "place"])
@pytest.mark.parametrize(("status", "http"), DOUBT)
def test_a_row_in_doubt_is_told(path: Path, row: Row, status: Status | None, http: int | None) -> None:
    remember(path, row, status, http)

    journal = opened(path)
    outcome = journal.earlier(row)
    assert outcome is not None
    assert outcome.status == "unknown"
    assert outcome.error is not None
    journal.close()


@pytest.mark.parametrize(("status", "http"), [DONE[0], DONE[-1], *DOUBT])
def test_another_body_under_the_key_of_a_row_that_is_done_or_in_doubt_is_an_error(
    path: Path, status: Status | None, http: int | None
) -> None:
    remember(path, ROW, status, http)

    journal = opened(path)
    with pytest.raises(
        ApiValueError, match=r"requests: row 0, key 'key' differs from the request that the journal has"
    ):
        journal.earlier(OTHER)
    with pytest.raises(ApiValueError, match="row 0"):
        journal.earlier(INVALID)
    journal.close()


@pytest.mark.parametrize(("status", "http"), OPEN)
def test_the_body_of_an_open_row_with_a_key_may_be_mended(path: Path, status: Status, http: int | None) -> None:
    remember(path, ROW, status, http)
    remember(path, OTHER, "created", 201)

    journal = opened(path)
    assert journal.earlier(OTHER) == ended(OTHER, "created")[0]
    journal.close()


@pytest.mark.parametrize(("status", "http"), [*DONE[:1], *OPEN, *DOUBT])
def test_another_body_in_a_known_place_is_an_error(path: Path, status: Status | None, http: int | None) -> None:
    remember(path, PLACED, status, http)

    journal = opened(path)
    with pytest.raises(
        ApiValueError, match=r"requests: row 0 differs from the request .* must keep their request and their place"
    ):
        journal.earlier(OTHER_PLACED)
    journal.close()


@pytest.mark.parametrize("key", ["key", None], ids=["key", "place"])
def test_an_invalid_row_may_be_mended(path: Path, key: str | None) -> None:
    remember(path, Row(0, key, error="items: required"), "invalid")
    remember(path, Row(0, key, b"{}"), "created", 201)

    assert [(outcome.key, outcome.status) for outcome in read_journal(path)] == [(key, "created")]


def rows_of(text: str) -> list[Row]:
    """Rows as a table writes them: `A` is a body, `-` an invalid row, and `a:A` a body with a key."""
    parts = [cell.rpartition(":") for cell in text.split()]
    return [
        Row(index, key or None, b"" if body == "-" else body.encode(), "why" if body == "-" else None)
        for index, (key, _, body) in enumerate(parts)
    ]


def sent(path: Path, text: str) -> str:
    """The bodies that a run creates, and how it ends where it is refused: `X refused`."""
    journal = opened(path)
    created: list[str] = []
    try:
        for row in rows_of(text):
            if journal.earlier(row) is not None:
                continue
            if row.error is not None:
                journal.end(row, Outcome(row.key, row.index, "invalid", error=row.error))
                continue
            journal.begin(row, 1)
            journal.end(row, *ended(row, "created", 201))
            created.append(row.payload.decode())
    except ApiValueError:
        created.append("refused")
    finally:
        journal.close()
    return " ".join(created)


@pytest.mark.parametrize(
    ("first", "then", "sends"),
    [
        # as they were, or corrected in place
        ("A - - C D", "A - - C D", ""),
        ("A - - C D", "A X Y C D", "X Y"),
        ("A - A", "A X A A A", "X A A"),
        ("A B", "A B C", "C"),
        # taken out
        ("A - C", "A C", "refused"),
        ("A - - C D", "A C D", "refused"),
        ("A - - C D", "A - C D", "refused"),
        ("A - - - C D", "A C D", "refused"),
        ("- A B", "A B", "refused"),
        ("- - A B", "A B", "refused"),
        ("A B C", "B C", "refused"),
        ("A - C D", "A D", "refused"),  # a row that was done was taken out, too
        ("A - C D", "A X D", "X refused"),
        # put in, or swapped
        ("A B", "X A B", "refused"),
        ("- A B", "X - A B", "X refused"),
        ("A - B", "A B -", "refused"),
        ("A - B C", "A C B -", "refused"),
        # between rows with keys
        ("x:X A B", "A B", "refused"),
        ("A x:X", "x:X A", "refused"),
        ("A x:X", "A y:Y x:X B", "Y B"),
        ("A A", "A A x:A", "A"),
        # keys given, or taken away
        ("A B", "a:A b:B", "refused"),
        ("- A B", "a:A b:B", "refused"),
        ("a:A b:B", "A B", "refused"),
        ("a:A b:B", "a:A c:B", "B"),  # a new key is a new request
        ("a:A - c:C", "a:A b:B c:C", "B"),
    ],
)
def test_what_was_done_is_not_done_again_when_rows_without_keys_move(
    path: Path, first: str, then: str, sends: str
) -> None:
    sent(path, first)
    assert sent(path, then) == sends
    assert sent(path, first).replace("refused", "") == ""  # neither when the rows are as they were


@pytest.mark.parametrize(
    ("first", "row", "names"),
    [
        ("- - A", Row(0, None, b"A"), "row 0 is row 2 in the journal"),
        ("A", Row(3, "a", b"A"), "row 3, key 'a' is row 0 in the journal"),
        ("a:A", Row(1, None, b"A"), "row 1 is row 0, key 'a' in the journal"),
    ],
)
def test_a_row_that_moved_is_named_with_its_old_place(path: Path, first: str, row: Row, names: str) -> None:
    sent(path, first)

    journal = opened(path)
    with pytest.raises(ApiValueError, match=rf"^requests: {names}; each row must keep its key, or its place if it has"):
        journal.earlier(row)
    journal.close()


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("a:A - c:C", "a:A b:B c:C", ["a created", "b created", "c created"]),
        ("a:A - c:C", "a:A b:- c:C", ["a created", "b invalid", "c created"]),
        ("a:A - c:C", "a:A c:C", ["a created", "c created"]),
        ("a:A - c:C", "a:A - c:C", ["a created", "None invalid", "c created"]),
        ("A - C", "A b:B C", ["None created", "b created", "None created"]),
    ],
)
def test_an_invalid_row_without_a_key_is_forgotten_once_another_has_its_place(
    path: Path, first: str, then: str, told: list[str]
) -> None:
    sent(path, first)
    sent(path, then)
    assert [f"{outcome.key} {outcome.status}" for outcome in read_journal(path)] == told


def test_a_row_that_was_done_without_a_key_is_not_forgotten(path: Path) -> None:
    sent(path, "A")
    sent(path, "b:B")
    assert [(outcome.key, outcome.status) for outcome in read_journal(path)] == [("b", "created"), (None, "created")]


def test_a_journal_of_a_version_without_the_indexes_goes_on(path: Path) -> None:
    sent(path, "A - C")
    with sqlite3.connect(path) as connection:
        for index in ("keyless", "keyed"):
            connection.execute(f"DROP INDEX {index}")
    connection.close()

    assert sent(path, "A C") == "refused"


def test_a_key_that_comes_twice_in_a_run_is_invalid_the_second_time_and_hides_nothing(path: Path) -> None:
    journal = opened(path)
    journal.begin(ROW, 1)
    journal.end(ROW, *ended(ROW, "created", 201))
    second = Row(7, "key", ROW.payload)
    outcome = journal.earlier(second)
    assert outcome == Outcome(
        "key", 7, "invalid", error="key: row 0 of this run has the same; each row needs a key of its own"
    )
    journal.end(second, outcome)
    assert [(known.index, known.status) for known in journal.outcomes()] == [(0, "created"), (7, "invalid")]
    journal.close()

    journal = opened(path)
    assert journal.earlier(ROW) is not None
    again = journal.earlier(second)
    assert again is not None
    assert again.status == "invalid"
    journal.close()


def test_the_second_row_of_a_key_is_forgotten_once_it_has_a_key_of_its_own(path: Path) -> None:
    remember(path, ROW, "created", 201)
    journal = opened(path)
    second = Row(1, "key", ROW.payload)
    journal.earlier(ROW)
    outcome = journal.earlier(second)
    assert outcome is not None
    journal.end(second, outcome)
    journal.close()

    remember(path, Row(1, "another", ROW.payload), "created", 201)

    assert [(known.key, known.status) for known in read_journal(path)] == [("key", "created"), ("another", "created")]


def test_a_row_with_a_key_may_move(path: Path) -> None:
    remember(path, ROW, "created", 201)

    journal = opened(path)
    outcome = journal.earlier(Row(5, "key", ROW.payload))
    assert outcome is not None
    assert outcome.resource_id == "id"
    journal.close()


def test_a_key_that_looks_like_a_place_is_none(path: Path) -> None:
    remember(path, Row(0, "row 0", b"{}"), "created", 201)

    journal = opened(path)
    assert journal.earlier(Row(0, None, b"other")) is None
    journal.close()


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"host": "https://b"}, "belongs to host 'https://a'"), ({"retail_unit": "no"}, "belongs to retail_unit 'se'")],
)
def test_a_journal_belongs_to_one_service_and_retail_unit(path: Path, changed: dict[str, str], words: str) -> None:
    opened(path).close()

    with pytest.raises(ApiValueError, match=words):
        opened(path, **changed)
    opened(path).close()  # it was let go of


def test_a_second_run_is_refused_until_the_first_has_ended(path: Path) -> None:
    first = opened(path)
    for refused in (lambda: opened(path), lambda: read_journal(path)):
        with pytest.raises(ApiValueError, match="is in use by another run"):
            refused()
    first.close()
    opened(path).close()


@pytest.mark.parametrize("open_", [opened, read_journal])
def test_a_file_that_is_something_else_is_refused_and_left_alone(tmp_path: Path, open_: Opener) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("x" * 5000)
    database = tmp_path / "other.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE row (name)")
    connection.close()
    before = database.read_bytes()

    for file in (text, database):
        with pytest.raises(ApiValueError, match="is not a journal"):
            open_(file)
    assert text.read_text() == "x" * 5000
    assert database.read_bytes() == before


def test_a_journal_of_another_format_is_refused(path: Path) -> None:
    opened(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE setting SET value = 99 WHERE name = 'format'")
    connection.close()

    with pytest.raises(ApiValueError, match="was written by another version"):
        opened(path)


def test_a_place_where_no_file_can_be_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"):
        opened(tmp_path / "missing" / "run.sqlite")
    with pytest.raises(OSError, match="no such journal"):
        read_journal(tmp_path / "run.sqlite")


def test_an_empty_file_becomes_a_journal(path: Path) -> None:
    path.touch()
    assert read_journal(path) == []
    opened(path).close()


def test_outcomes_come_in_the_order_of_the_input(path: Path) -> None:
    journal = opened(path)
    for index in (2, 0, 10, 1):
        journal.begin(Row(index, f"key-{index}", b"{}"), 1)
    assert [outcome.index for outcome in journal.outcomes()] == [0, 1, 2, 10]
    journal.close()
    assert [outcome.index for outcome in read_journal(path)] == [0, 1, 2, 10]


def test_no_body_and_no_plain_hash_of_it_is_in_the_file(path: Path) -> None:
    import hashlib

    body = b'{"firstName":"Astrid"}'
    remember(path, Row(0, "key", body), "created", 201)

    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"key key" in content  # a control
    assert b"Astrid" not in content
    assert hashlib.sha256(body).digest() not in content
    assert hashlib.sha256(body).hexdigest().encode() not in content


def test_a_journal_may_be_closed_twice(path: Path) -> None:
    journal = opened(path)
    journal.close()
    journal.close()


def test_a_journal_of_the_first_version_goes_on(path: Path) -> None:
    """The file was written before the modules of `bulk` got their present names; its format is the promise."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((DATA / "journal_format_1.sql").read_text(encoding="utf-8"))

    assert [(outcome.key, outcome.status) for outcome in read_journal(path)] == [
        ("done", "created"),
        ("open", "rejected"),
        ("doubt", "unknown"),
        (None, "created"),
        ("bad", "invalid"),
        ("lost", "unknown"),
    ]
    journal = opened(path)
    assert journal.earlier(Row(0, "done", b'{"a":1}')) == Outcome("done", 0, "created", "id-0", None, 1, 0.25)
    assert journal.earlier(Row(1, "open", b'{"a":2}')) is None
    assert journal.earlier(Row(2, "doubt", b'{"a":3}')) == Outcome("doubt", 2, "unknown", None, "503", 1, 0.5)
    assert journal.earlier(Row(3, None, b'{"a":4}')) == Outcome(None, 3, "created", "id-3", None, 1, 0.125)
    assert journal.earlier(Row(4, "bad", b"{}")) is None
    lost = journal.earlier(Row(5, "lost", b'{"a":5}'))
    assert lost is not None
    assert lost.status == "unknown"
    journal.close()

    journal = opened(path)
    with pytest.raises(ApiValueError, match="row 0, key 'done' differs from the request"):
        journal.earlier(Row(0, "done", b'{"a":9}'))
    journal.close()
