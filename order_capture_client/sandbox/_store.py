"""The store of checkouts: SQLite, in memory or in a file, safe for threads and for several processes."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from order_capture_client._first_time import Locks, lock_of_process
from order_capture_client.sandbox.checkout._records import Record

_SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS checkout (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, user TEXT NOT NULL, unit TEXT NOT NULL, record TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS checkout_user ON checkout (user, unit, number);
"""


class Store:
    """Records by id. Without a path they live as long as the store does.

    Raises:
        OSError: The file cannot be opened, or is not a database.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._path = None if path is None else os.fspath(path)
        self._locks: Locks = {}
        self._process = os.getpid()
        self._inherited: list[sqlite3.Connection] = []
        self._connection = _connect(":memory:" if self._path is None else self._path)

    def secret(self) -> bytes:
        """Return the secret that signs tokens: made once, then kept with the checkouts."""
        with self._transaction() as connection:
            new = secrets.token_bytes(32)
            connection.execute("INSERT OR IGNORE INTO setting VALUES ('secret', ?)", (new,))
            (secret,) = connection.execute("SELECT value FROM setting WHERE name = 'secret'").fetchone()
            return bytes(secret)

    def add(self, record: Record) -> None:
        """Store a new record."""
        row = (record.checkout_id, record.user, record.unit, _dump(record))
        with self._lock():
            self._connection.execute("INSERT INTO checkout (id, user, unit, record) VALUES (?, ?, ?, ?)", row)

    def get(self, checkout_id: str) -> Record | None:
        """Return the record of an id."""
        return self._one("SELECT record FROM checkout WHERE id = ?", checkout_id)

    def latest(self, user: str, unit: str) -> Record | None:
        """Return the latest of the records that belong to a user now."""
        query = "SELECT record FROM checkout WHERE user = ? AND unit = ? ORDER BY number DESC LIMIT 1"
        return self._one(query, user, unit)

    def change(self, checkout_id: str, change: Callable[[Record | None], Record]) -> Record:
        """Replace a record with the result of `change`, in one transaction; nothing changes if it raises."""
        with self._transaction() as connection:
            record = change(self.get(checkout_id))
            update = "UPDATE checkout SET user = ?, record = ? WHERE id = ?"
            connection.execute(update, (record.user, _dump(record), checkout_id))
            return record

    def ids(self) -> list[str]:
        """Return all ids, in the order of creation."""
        with self._lock():
            return [row[0] for row in self._connection.execute("SELECT id FROM checkout ORDER BY number")]

    def close(self) -> None:
        """Close the file, or drop everything that was in memory."""
        with self._lock():
            self._connection.close()

    def _one(self, query: str, *values: str) -> Record | None:
        with self._lock():
            row = self._connection.execute(query, values).fetchone()
        return None if row is None else Record(**json.loads(row[0]))

    def _lock(self) -> threading.RLock:
        """Return the lock of this process, whose connection to a file is its own, too.

        SQLite forbids to use a connection in a forked child. One to a database in memory is the child's own copy.
        """
        lock = lock_of_process(self._locks)
        if self._process != os.getpid():
            with lock:
                if self._path is not None:
                    self._inherited.append(self._connection)  # to close it would undo the locks of the parent
                    self._connection = _connect(self._path)
                self._process = os.getpid()
        return lock

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection, None, None]:
        with self._lock():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _connect(path: str) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
    except sqlite3.Error as failure:
        raise OSError(f"{path}: {failure}") from None
    try:
        # NORMAL: a crash of the process loses nothing, a power failure may lose the last checkouts.
        connection.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {_SCHEMA}")
    except sqlite3.Error as failure:
        connection.close()
        raise OSError(f"{path}: {failure}") from None
    return connection


def _dump(record: Record) -> str:
    return json.dumps({name: getattr(record, name) for name in Record.__slots__}, separators=(",", ":"))
