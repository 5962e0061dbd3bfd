"""The one exception from the promise that nothing of a request is logged: urllib3's own DEBUG record of method and target."""

from __future__ import annotations

import logging


def without_target(record: logging.LogRecord, said: str) -> str:
    """Return what a record says, but for the target in the record that urllib3 writes of each request at DEBUG."""
    if (record.name, record.levelno) != ("urllib3.connectionpool", logging.DEBUG) or not isinstance(record.args, tuple):
        return said
    if record.msg != '%s://%s:%s "%s %s %s" %s %s':
        return said
    return said.replace(str(record.args[4]), "<target>")
