"""What is logged, by allow-list: names, numbers and a few harmless headers; never addresses, values or bodies."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from order_capture_client._core.wire import Failure, Operation, Response

LOGGER = logging.getLogger("order_capture_client")

SHOWN_HEADERS = ("Content-Type", "Content-Length", "Date", "Retry-After", "X-Request-Id")


def log_attempt(operation: Operation[Any], attempt: int, result: Response | Failure, seconds: float) -> None:
    """Logs one attempt at DEBUG."""
    if not LOGGER.isEnabledFor(logging.DEBUG):
        return
    if isinstance(result, Failure):
        said = f"{result.kind.value} ({result.phase.name})"
        response = result.response
    else:
        said = str(result.status)
        response = result
    headers = {} if response is None else {name: response.headers.get(name, "-") for name in SHOWN_HEADERS}
    LOGGER.debug("%s, attempt %d: %s in %.0f ms %s", operation.call, attempt, said, seconds * 1000, headers)


def tell_of_cancelled(operation: Operation[Any], error: BaseException) -> None:
    """Says that a write was cancelled after it was sent: as a WARNING, and as a note from Python 3.11 on."""
    said = f"{operation.call}: cancelled after it was sent; it may have been applied"
    LOGGER.warning(said)
    if sys.version_info >= (3, 11):
        error.add_note(said)


WRITES_NOTHING: dict[str, object] = {
    "logger_file_handler": None,
    "logger_stream_handler": None,
    "_logger_file": None,
    "_debug": False,
}
"""What a copy of `LoggingSettings` has: level and handlers are the logger's, and the original's to take back."""


class LoggingSettings:
    """The logging settings of generated clients. They reach our own logger, and no other."""

    def __init__(self) -> None:
        self.logger_stream_handler: logging.StreamHandler[Any] | None = None
        self.logger_file_handler: logging.FileHandler | None = None
        self.logger_format = "%(asctime)s %(levelname)s %(message)s"
        self._logger_file: str | None = None
        self._debug = False
        self._level = logging.NOTSET

    @property
    def logger(self) -> Mapping[str, logging.Logger]:
        """The loggers of this package and of the HTTP library; what others do is not ours to set."""
        return MappingProxyType({"package_logger": LOGGER, "urllib3_logger": logging.getLogger("urllib3")})

    @property
    def logger_format(self) -> str:
        """The format of what is logged to `logger_file` or to standard error."""
        return self._logger_format

    @logger_format.setter
    def logger_format(self, value: str) -> None:
        self._logger_format = value
        self.logger_formatter = logging.Formatter(value)

    @property
    def logger_file(self) -> str | None:
        """A file that our logger writes to."""
        return self._logger_file

    @logger_file.setter
    def logger_file(self, value: str | None) -> None:
        if self.logger_file_handler is not None:
            LOGGER.removeHandler(self.logger_file_handler)
            self.logger_file_handler.close()
            self.logger_file_handler = None
        if value:
            self.logger_file_handler = logging.FileHandler(value, encoding="utf-8")
            self.logger_file_handler.setFormatter(self.logger_formatter)
            LOGGER.addHandler(self.logger_file_handler)
        self._logger_file = value

    @property
    def debug(self) -> bool:
        """Whether our logger tells of every attempt: names, numbers and times, never values."""
        return self._debug

    @debug.setter
    def debug(self, value: bool) -> None:
        if value and not self._debug:
            self._level = LOGGER.level
            LOGGER.setLevel(logging.DEBUG)
            if not LOGGER.hasHandlers():
                self.logger_stream_handler = logging.StreamHandler()
                self.logger_stream_handler.setFormatter(self.logger_formatter)
                LOGGER.addHandler(self.logger_stream_handler)
        elif self._debug and not value:
            LOGGER.setLevel(self._level)
            if self.logger_stream_handler is not None:
                LOGGER.removeHandler(self.logger_stream_handler)
                self.logger_stream_handler = None
        self._debug = bool(value)
