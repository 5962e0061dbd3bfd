"""The journal: an SQLite file of the rows of a run, from which a later run continues.

Each row is written before it is sent and again once its outcome is known. The file survives a crash of the process, but
a power loss may cost the last rows. It holds keys, hashes, ids and statuses, and no bodies.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sqlite3
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias, cast

from order_capture_client.bulk._rows import Row
from order_capture_client.bulk.outcome import Outcome, Status
from order_capture_client.exceptions import ApiValueError

SENT_AGAIN = frozenset({401, 419, 429})
"""Statuses that say nothing about the row itself, so it is sent again. 408 is not among them: the checkout may have been
created, so the row is in doubt."""

_APPLICATION = 0x6F63626A  # "ocbj"
_FORMAT = 1
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE row (
    name TEXT PRIMARY KEY, key TEXT, number INTEGER NOT NULL, run INTEGER NOT NULL, hash BLOB,
    status TEXT NOT NULL, http INTEGER, resource_id TEXT, error TEXT, attempts INTEGER NOT NULL, elapsed REAL NOT NULL
);
"""
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS keyless ON row (hash, run) WHERE key IS NULL",
    "CREATE INDEX IF NOT EXISTS keyed ON row (hash) WHERE key IS NOT NULL",  # a run that goes on need not change it
)
_IN_DOUBT = "sent by an earlier run that did not see its outcome; the checkout may exist already"
_COLUMNS = "key, number, status, resource_id, error, attempts, elapsed"


class NoJournal:
    """Stands in for the journal of a run without one: it keeps nothing."""

    def earlier(self, row: Row) -> None:
        """Return None: nothing is known."""

    def begin(self, row: Row, attempts: int) -> None:
        """Keep nothing."""

    def end(self, row: Row, outcome: Outcome, http: int | None = None) -> None:
        """Keep nothing."""

    def outcomes(self) -> list[Outcome]:
        """Return no outcomes."""
        return []

    def close(self) -> None:
        """Do nothing: no file is open."""


class Journal:
    """The journal of a run, which has its file to itself until it closes it. Safe for threads.

    Args:
        path: The file; it is created if missing.
        host: The base address of the service.
        retail_unit: The retail unit of the checkouts.

    Raises:
        ApiValueError: The file is in use, is not a journal, or belongs to another service or retail unit.
        OSError: It cannot be opened or written.
    """

    def __init__(self, path: str | os.PathLike[str], *, host: str, retail_unit: str) -> None:
        self._path = Path(path).absolute()
        self._lock = threading.Lock()
        self._connection = _connect(self._path)
        try:
            with _reporting(self._path):
                self._open({"host": host, "retail_unit": retail_unit})
        except BaseException:
            self._connection.close()
            raise

    def _open(self, expected: dict[str, str]) -> None:
        connection = self._connection
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        is_ours = _is_ours(connection, self._path)
        # NORMAL: the end of the process loses nothing, a power loss may lose the last rows.
        connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        connection.execute("BEGIN IMMEDIATE")
        if not is_ours:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            settings = {"format": _FORMAT, "run": 0, "salt": secrets.token_bytes(32), **expected}
            connection.executemany("INSERT INTO setting VALUES (?, ?)", settings.items())
        for index in _INDEXES:
            connection.execute(index)  # journals of earlier versions have none
        known: dict[str, Any] = dict(connection.execute("SELECT name, value FROM setting"))
        if known["format"] != _FORMAT:
            raise ApiValueError(f"journal: {self._path} was written by another version of this package")
        for name, value in expected.items():
            if known[name] != value:
                raise ApiValueError(f"journal: {self._path} belongs to {name} {known[name]!r}; use a new file")
        self._salt: bytes = known["salt"]
        self._run: int = known["run"] + 1
        connection.execute("UPDATE setting SET value = ? WHERE name = 'run'", (self._run,))
        connection.execute("DELETE FROM row WHERE name LIKE 'again %'")  # this run finds those that remain
        has_keyless = "SELECT EXISTS (SELECT 1 FROM row WHERE key IS NULL AND run < ?)"
        self._has_keyless = bool(connection.execute(has_keyless, (self._run,)).fetchone()[0])
        connection.execute("COMMIT")

    def earlier(self, row: Row) -> Outcome | None:
        """Return the outcome of a row that is done, in doubt, or the second one of its key, and None for any other.

        Raises:
            ApiValueError: The journal has another request under the row's name, or this request under another name.
        """
        if row.key is not None and self._has_keyless:  # an invalid row in this place may be this very row
            self._write("DELETE FROM row WHERE name = ? AND status = 'invalid'", (_name(Row(row.index)),))
        known = self._one(f"SELECT run, hash, http, {_COLUMNS} FROM row WHERE name = ?", (_name(row),))  # noqa: S608
        if known is None:
            self._refuse_moved(row)
            return None
        run, hashed, http, *columns = known
        outcome = _outcome(columns)
        if run == self._run:
            problem = f"key: row {outcome.index} of this run has the same; each row needs a key of its own"
            return Outcome(row.key, row.index, "invalid", error=problem)
        is_open = _is_open(outcome.status, http)
        if hashed is None:
            self._refuse_moved(row)
        elif hashed != self._hash(row) and not (is_open and row.key is not None):
            raise ApiValueError(_changed(row, outcome, is_open=is_open))
        if is_open:
            return None
        self._write("UPDATE row SET run = ?, number = ? WHERE name = ?", (self._run, row.index, _name(row)))
        return outcome

    def _refuse_moved(self, row: Row) -> None:
        """Refuse a row that looks like one of an earlier run that moved, got a key or lost it.

        Only rows with keys may move, and only rows that this run has not reached yet can have moved.
        """
        if row.key is not None and not self._has_keyless:
            return
        hashed = self._hash(row)
        # One query for each, as each has an index.
        for others in ("key IS NULL", "key IS NOT NULL") if row.key is None else ("key IS NULL",):
            old = self._one(
                f"SELECT number, key FROM row WHERE {others} AND hash = ? AND run < ? ORDER BY number LIMIT 1",  # noqa: S608
                (hashed, self._run),
            )
            if old is not None:
                raise ApiValueError(
                    f"requests: {row.name} is {Row(*old).name} in the journal; each row must keep its key, or its place"
                    " if it has none (another row with the same request needs another journal)"
                )

    def begin(self, row: Row, attempts: int) -> None:
        """Note that a row is about to be sent. Until its end is noted, it is in doubt."""
        self._put(row, Outcome(row.key, row.index, "unknown", error=_IN_DOUBT, attempts=attempts), None)

    def end(self, row: Row, outcome: Outcome, http: int | None = None) -> None:
        """Note the outcome of a row, or of an attempt that another one may follow."""
        if outcome.status == "invalid":  # it was never begun
            self._put(row, outcome, http)
            return
        self._write(
            "UPDATE row SET status = ?, http = ?, resource_id = ?, error = ?, attempts = ?, elapsed = ? WHERE name = ?",
            (
                outcome.status,
                http,
                outcome.resource_id,
                outcome.error,
                outcome.attempts,
                outcome.elapsed,
                _name(row),
            ),
        )

    def outcomes(self) -> list[Outcome]:
        """Return all outcomes, in the order of the input."""
        with self._lock:
            return _outcomes(self._connection)

    def close(self) -> None:
        """Release the file. May be called twice."""
        with self._lock:
            self._connection.close()

    def _hash(self, row: Row) -> bytes | None:
        # Salted, so nobody can search journals for the hash of a known body.
        return hmac.digest(self._salt, row.payload, hashlib.sha256) if row.error is None else None

    def _put(self, row: Row, outcome: Outcome, http: int | None) -> None:
        name = _name(row)
        if outcome.status == "invalid":  # the second row of a key must not hide the first one
            known = self._one("SELECT number, run FROM row WHERE name = ?", (name,))
            if known is not None and known[1] == self._run and known[0] != row.index:
                name = f"again {row.index}"
        self._write(
            f"INSERT OR REPLACE INTO row (name, run, hash, http, {_COLUMNS}) VALUES ({', '.join('?' * 11)})",  # noqa: S608
            (
                name,
                self._run,
                self._hash(row),
                http,
                row.key,
                row.index,
                outcome.status,
                outcome.resource_id,
                outcome.error,
                outcome.attempts,
                outcome.elapsed,
            ),
        )

    def _one(self, query: str, values: Sequence[object]) -> Sequence[Any] | None:
        with self._lock, _reporting(self._path):
            return cast("Sequence[Any] | None", self._connection.execute(query, values).fetchone())

    def _write(self, statement: str, values: Sequence[object]) -> None:
        with self._lock, _reporting(self._path):
            self._connection.execute(statement, values)


AnyJournal: TypeAlias = Journal | NoJournal


def read_journal(path: str | os.PathLike[str]) -> list[Outcome]:
    """Return all outcomes of a journal, in the order of the input; rows in doubt are `unknown`.

    Raises:
        ApiValueError: The file is in use by a run, or is not a journal.
        OSError: It cannot be read.
    """
    file = Path(path).absolute()
    if not file.exists():
        raise OSError(f"{file}: no such journal")
    with closing(_connect(file)) as connection, _reporting(file):
        if not _is_ours(connection, file):
            return []
        return _outcomes(connection)


def _outcomes(connection: sqlite3.Connection) -> list[Outcome]:
    rows: Iterator[Sequence[Any]] = connection.execute(f"SELECT {_COLUMNS} FROM row ORDER BY number, name")  # noqa: S608
    return [_outcome(row) for row in rows]


def _outcome(columns: Sequence[Any]) -> Outcome:
    key, index, status, resource_id, error, attempts, elapsed = columns
    return Outcome(key, index, cast("Status", status), resource_id, error, attempts, elapsed)


def _is_open(status: Status, http: int | None) -> bool:
    """Return whether a row with this outcome is sent again."""
    return status in ("invalid", "not_sent") or (status == "rejected" and http in SENT_AGAIN)


def _changed(row: Row, known: Outcome, *, is_open: bool) -> str:
    """Return the message for a row whose request is not the one of the journal."""
    state = "open" if is_open else "in doubt" if known.status == "unknown" else "done"
    advice = (
        "rows without keys must keep their request and their place; give a changed request a key"
        if row.key is None
        else "give changed requests new keys"
    )
    return f"requests: {row.name} differs from the request that the journal has under that name ({state}); {advice}"


def _name(row: Row) -> str:
    return f"row {row.index}" if row.key is None else f"key {row.key}"


def _is_ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Return whether a file is a journal; False if it is empty."""
    ((application,),) = connection.execute("PRAGMA application_id")
    ((tables,),) = connection.execute("SELECT count(*) FROM sqlite_master")
    if tables and application != _APPLICATION:
        raise ApiValueError(f"journal: {path} is not a journal")
    return bool(tables)


def _connect(path: Path) -> sqlite3.Connection:
    with _reporting(path):
        return sqlite3.connect(path, timeout=0.2, check_same_thread=False, isolation_level=None)


@contextmanager
def _reporting(path: Path) -> Generator[None, None, None]:
    """Report errors of SQLite in our own words."""
    problem: Exception | None = None
    try:
        yield
    except sqlite3.OperationalError as failure:
        if "locked" in str(failure):
            problem = ApiValueError(f"journal: {path} is in use by another run; wait for its end, or use another file")
        else:
            problem = OSError(f"{path}: {failure}")
    except sqlite3.DatabaseError as failure:
        if "not a database" in str(failure):
            problem = ApiValueError(f"journal: {path} is not a journal")
        else:
            problem = OSError(f"{path}: {failure}")
    if problem is not None:
        raise problem
