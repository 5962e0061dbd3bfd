"""The log, by allow-list: names, numbers and a few harmless headers; never addresses, values or bodies."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from order_capture_client._core.call_fields import fields_of_operation, fields_of_result, fields_of_target
from order_capture_client._core.operation import Operation
from order_capture_client._core.user_code import Entrance, is_contained
from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client._input_errors import ApiValueError
from order_capture_client.drift import Drift
from order_capture_client.exceptions import Outcome

LOGGER = logging.getLogger("order_capture_client")

SHOWN_HEADERS = ("Content-Type", "Content-Length", "Date", "Retry-After", "X-Request-Id")


_HANDLING = Entrance("logging")


def log(level: int, message: str, *arguments: object, fields: Mapping[str, object] = MappingProxyType({})) -> None:
    """Log a line. The exception of a filter or handler is dropped: it must not change what a call returns or raises.

    A handler may make calls; they log nothing while it runs.

    Args:
        level: The level.
        message: The text, a format.
        arguments: The arguments of the format.
        fields: The same as values, for loggers that write them; the record has them as its attribute `order_capture`.
    """
    entered = _HANDLING.enter()
    if entered is None:
        return
    try:
        LOGGER.log(level, message, *arguments, stacklevel=2, extra={"order_capture": dict(fields)})
    except BaseException as error:
        if not is_contained(error):
            raise
    finally:
        del entered  # the traceback of an exception keeps this frame


def log_attempt(
    operation: Operation[Any],
    request: Request,
    attempt: int,
    result: Response | Failure,
    seconds: float,
    outcome: Outcome,
) -> None:
    """Log one attempt at DEBUG."""
    if not LOGGER.isEnabledFor(logging.DEBUG):
        return
    if isinstance(result, Failure):
        said = f"{result.kind.value} ({result.phase.name}: {result.detail})"
        response = result.response
    else:
        said = str(result.status)
        response = result
    headers = {} if response is None else {name: response.headers.get(name, "-") for name in SHOWN_HEADERS}
    log(
        logging.DEBUG,
        "%s, attempt %d: %s in %.0f ms %s",
        *(operation.call, attempt, said, seconds * 1000, headers),
        fields=fields_of_target(operation, request) | {"number": attempt} | fields_of_result(result, seconds, outcome),
    )


def log_drift(operation: Operation[Any], drift: tuple[Drift, ...]) -> None:
    """Log at INFO how many differences of each kind an answer has.

    Places are not logged: an unknown field may have any name.
    """
    counts = Counter(found.kind for found in drift)
    log(
        logging.INFO,
        "%s: the answer differs from the contract: %s",
        operation.call,
        ", ".join(f"{kind} {count}" for kind, count in counts.items()),
        fields=fields_of_operation(operation) | {"drift": dict(counts)},
    )


def log_callback_error(operation: Operation[Any], name: str, error: BaseException) -> None:
    """Log at WARNING that a callback failed, by the class of its exception; nothing else comes of it."""
    kind = type(error).__name__
    fields = fields_of_operation(operation) | {"callback": name, "error": kind}
    log(logging.WARNING, "%s: %s raised %s", operation.call, name, kind, fields=fields)


def log_misuse(operation: Operation[Any], name: str, said: object) -> None:
    """Log at WARNING that a callback did something that it may not do."""
    log(logging.WARNING, "%s: %s", operation.call, said, fields=fields_of_operation(operation) | {"callback": name})


DETACHED: dict[str, object] = {
    "logger_file_handler": None,
    "logger_stream_handler": None,
    "_logger_file": None,
    "_debug": False,
}
"""The state of a copied `LoggingSettings`: level and handlers belong to the logger, and the original undoes them."""


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
        """The loggers of this package and of the HTTP library."""
        return MappingProxyType({"package_logger": LOGGER, "urllib3_logger": logging.getLogger("urllib3")})

    @property
    def logger_format(self) -> str:
        """The format of the lines in `logger_file` or on standard error."""
        return self._logger_format

    @logger_format.setter
    def logger_format(self, value: str) -> None:
        self._logger_format = value
        self.logger_formatter: logging.Formatter = logging.Formatter(value)

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
        self._logger_file = None
        if value:
            self.logger_file_handler = _file_handler(value)
            self.logger_file_handler.setFormatter(self.logger_formatter)
            LOGGER.addHandler(self.logger_file_handler)
        self._logger_file = value

    @property
    def debug(self) -> bool:
        """Whether our logger reports every attempt: names, numbers and times, never values."""
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


def _file_handler(path: str) -> logging.FileHandler:
    try:
        return logging.FileHandler(path, encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = type(error).__name__
    raise ApiValueError(f"logger_file: cannot be written: {reason}")
