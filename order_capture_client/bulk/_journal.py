"""What a run remembers of its rows, so that a later run goes on where it ended: an SQLite file.

Each row is written before it is sent and again once its outcome is known. What is in the file survives the end of the
process, also a violent one, but not a power loss. It holds keys, hashes, ids and statuses, and no bodies.
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
from typing import Any, Protocol, cast

from order_capture_client.bulk._rows import Row
from order_capture_client.bulk.outcome import Outcome, Status
from order_capture_client.exceptions import ApiValueError

SENT_AGAIN = frozenset({401, 419, 429})
"""Statuses that say nothing about the row itself: one that was rejected with one of them is sent again. A 408 is none of
them: the checkout may have been created, so the row is in doubt."""

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


class Ledger(Protocol):
    """What a run asks of its memory."""

    def earlier(self, row: Row) -> Outcome | None:
        """Gives what is known of a row that is done, in doubt, or the second one of its key; else None.

        Raises:
            ApiValueError: The row is not the one that the memory holds under its name, or is one that it holds under
                another.
        """
        ...

    def begin(self, row: Row, attempts: int) -> None:
        """Notes that a row is about to be sent."""
        ...

    def end(self, row: Row, outcome: Outcome, http: int | None = None) -> None:
        """Notes the outcome of a row, or of an attempt that another one may follow."""
        ...

    def close(self) -> None:
        """Lets go of the memory."""
        ...


class NoJournal:
    """A memory that holds nothing."""

    def earlier(self, row: Row) -> Outcome | None:  # noqa: ARG002 # as the others
        """Nothing is known."""
        return None

    def begin(self, row: Row, attempts: int) -> None:
        """Nothing is noted."""

    def end(self, row: Row, outcome: Outcome, http: int | None = None) -> None:
        """Nothing is noted."""

    def close(self) -> None:
        """There is nothing to let go."""


class Journal:
    """The memory of a run, in a file that belongs to it alone until it is closed. Safe for threads.

    Args:
        path: The file; it is made if it is not there.
        host: The base address of the service.
        retail_unit: Where the checkouts are created.

    Raises:
        ApiValueError: The file is in use, is something else, or belongs to another service or retail unit.
        OSError: It cannot be opened or written.
    """

    def __init__(self, path: str | os.PathLike[str], *, host: str, retail_unit: str) -> None:
        self._path = Path(path).absolute()
        self._lock = threading.Lock()
        self._connection = _connect(self._path)
        try:
            with _told(self._path):
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
        connection.execute("DELETE FROM row WHERE name LIKE 'again %'")  # this run finds them anew, if they are left
        has_keyless = "SELECT EXISTS (SELECT 1 FROM row WHERE key IS NULL AND run < ?)"
        self._has_keyless = bool(connection.execute(has_keyless, (self._run,)).fetchone()[0])
        connection.execute("COMMIT")

    def earlier(self, row: Row) -> Outcome | None:
        """Gives what is known of a row; see `Ledger`."""
        if row.key is not None and self._has_keyless:  # an invalid one in this place is perhaps this very row
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
        is_open = outcome.status in ("invalid", "not_sent") or (outcome.status == "rejected" and http in SENT_AGAIN)
        if hashed != self._hash(row) and hashed is not None and not (is_open and row.key is not None):
            what = "open" if is_open else "in doubt" if outcome.status == "unknown" else "done"
            advice = (
                "rows without keys must stay as they are, where they are; give a changed request a key"
                if row.key is None
                else "give changed requests new keys"
            )
            raise ApiValueError(
                f"requests: {row.name} is not what the journal has under that name, as {what}; {advice}"
            )
        if hashed is None:
            self._refuse_moved(row)
        if is_open:
            return None
        self._write("UPDATE row SET run = ?, number = ? WHERE name = ?", (self._run, row.index, _name(row)))
        return outcome

    def _refuse_moved(self, row: Row) -> None:
        """Refuses what looks like a row of an earlier run that moved, or that was given a key or lost it.

        Only rows that keep their keys may move, and only rows that this run has not come by yet can have moved.
        """
        if row.key is not None and not self._has_keyless:
            return
        hashed = self._hash(row)
        # A query each, as each has an index.
        for others in ("key IS NULL", "key IS NOT NULL") if row.key is None else ("key IS NULL",):
            old = self._one(
                f"SELECT number, key FROM row WHERE {others} AND hash = ? AND run < ? ORDER BY number LIMIT 1",  # noqa: S608
                (hashed, self._run),
            )
            if old is not None:
                raise ApiValueError(
                    f"requests: {row.name} is what the journal has as {Row(*old).name}; each row must keep its key, or"
                    " its place if it has none (one more of the same needs another journal)"
                )

    def begin(self, row: Row, attempts: int) -> None:
        """Notes that a row is about to be sent: until its end is noted, it is in doubt."""
        self._put(row, Outcome(row.key, row.index, "unknown", error=_IN_DOUBT, attempts=attempts), None)

    def end(self, row: Row, outcome: Outcome, http: int | None = None) -> None:
        """Notes the outcome of a row, or of an attempt that another one may follow."""
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
        """Gives all that is known, in the order of the input."""
        with self._lock:
            return _outcomes(self._connection)

    def close(self) -> None:
        """Gives the file free. May be called twice."""
        with self._lock:
            self._connection.close()

    def _hash(self, row: Row) -> bytes | None:
        # Salted, so that journals cannot be searched for a body that was hashed once and for all.
        return hmac.digest(self._salt, row.payload, hashlib.sha256) if row.error is None else None

    def _put(self, row: Row, outcome: Outcome, http: int | None) -> None:
        name = _name(row)
        if outcome.status == "invalid":  # it may be the second row of a key, which must not hide the first one
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
        with self._lock, _told(self._path):
            return cast("Sequence[Any] | None", self._connection.execute(query, values).fetchone())

    def _write(self, statement: str, values: Sequence[object]) -> None:
        with self._lock, _told(self._path):
            self._connection.execute(statement, values)


def read_journal(path: str | os.PathLike[str]) -> list[Outcome]:
    """Gives all that a journal knows, in the order of the input; rows in doubt are `unknown`.

    Raises:
        ApiValueError: The file is in use by a run, or is something else.
        OSError: It cannot be read.
    """
    file = Path(path).absolute()
    if not file.exists():
        raise OSError(f"{file}: there is no such journal")
    with closing(_connect(file)) as connection, _told(file):
        if not _is_ours(connection, file):
            return []
        return _outcomes(connection)


def _outcomes(connection: sqlite3.Connection) -> list[Outcome]:
    rows: Iterator[Sequence[Any]] = connection.execute(f"SELECT {_COLUMNS} FROM row ORDER BY number, name")  # noqa: S608
    return [_outcome(row) for row in rows]


def _outcome(columns: Sequence[Any]) -> Outcome:
    key, index, status, resource_id, error, attempts, elapsed = columns
    return Outcome(key, index, cast("Status", status), resource_id, error, attempts, elapsed)


def _name(row: Row) -> str:
    return f"row {row.index}" if row.key is None else f"key {row.key}"


def _is_ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether a file is a journal; False if it is empty."""
    ((application,),) = connection.execute("PRAGMA application_id")
    ((tables,),) = connection.execute("SELECT count(*) FROM sqlite_master")
    if tables and application != _APPLICATION:
        raise ApiValueError(f"journal: {path} is something else than a journal")
    return bool(tables)


def _connect(path: Path) -> sqlite3.Connection:
    with _told(path):
        return sqlite3.connect(path, timeout=0.2, check_same_thread=False, isolation_level=None)


@contextmanager
def _told(path: Path) -> Generator[None, None, None]:
    """Tells what SQLite has to say in words of ours."""
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
            problem = ApiValueError(f"journal: {path} is something else than a journal")
        else:
            problem = OSError(f"{path}: {failure}")
    if problem is not None:
        raise problem
