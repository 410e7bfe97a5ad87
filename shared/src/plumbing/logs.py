"""Log lines: one JSON object a line, one write each.

Fields are on a list of what may be logged; others are withheld and only their names given, so
that a new field is a decision and never an accident. Bodies, query values and people have none.
"""

import asyncio
import atexit
import logging
import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextvars import ContextVar
from traceback import format_exception
from typing import Any, BinaryIO, Final, TextIO

import msgspec
import structlog
from fastapi.exceptions import ValidationException

from plumbing.clock import log_instant, log_time

REQUEST_ID: Final[ContextVar[str]] = ContextVar("request_id")
"""The id of the request that is being answered, for log lines below it."""

FIELDS: Final = frozenset(
    {
        "bytes_out",
        "duration_us",
        "event",
        "exception",
        "host",
        "level",
        "logger",
        "method",
        "operation_id",
        "port",
        "reason",
        "request_id",
        "route",
        "status",
        "timestamp",
        "title",
        "version",
        "withheld",
    }
)

# What these say at INFO holds whole addresses, query values included.
_TOO_TALKATIVE: Final = ("httpx", "httpcore")
_ENCODE: Final = msgspec.json.Encoder(enc_hook=repr).encode

_Request = tuple[str, int, int, int, str]
"""What the line of a request is made of: see `write_request_line`."""


class _Sink:
    """Where the lines of this process go: standard output until `configure_logging` says else."""

    def __init__(self) -> None:
        self._stream: BinaryIO | None = None
        self._pending: list[bytes | _Request] = []
        self._turn_of: asyncio.AbstractEventLoop | None = None
        self.fields = FIELDS

    def lead_to(self, stream: TextIO | None, fields: frozenset[str]) -> None:
        self._stream = None if stream is None else stream.buffer
        self.fields = fields

    def write(self, line: bytes | _Request) -> None:
        """Take a line; it goes out at the end of this turn of the event loop.

        The requests of one turn share one write, and their lines are put together in one go: what
        that takes is then in the processor's caches. Without a loop a line goes out at once.
        """
        self._pending.append(line)
        if self._turn_of is not None and self._turn_of.is_running():
            return
        try:
            loop = self._turn_of = asyncio.get_running_loop()
        except RuntimeError:
            self.flush()
        else:
            loop.call_soon(self.flush)

    def flush(self) -> None:
        """Write the lines that wait."""
        pending, self._pending, self._turn_of = self._pending, [], None
        lines = b"".join(
            [line if isinstance(line, bytes) else _request_line(*line) for line in pending]
        )
        stream = sys.stdout.buffer if self._stream is None else self._stream
        try:
            stream.write(lines)
            stream.flush()
        except (OSError, ValueError):
            # The reader has gone. Requests go on: an answer matters more than its log line.
            return


_SINK: Final = _Sink()
atexit.register(_SINK.flush)  # for lines of a turn that the loop did not come to end


def write_line(fields: Mapping[str, object]) -> None:
    """Write a line whose fields are known to be allowed, without asking structlog.

    For what is logged often. The time is added.
    """
    _SINK.write(_ENCODE({"timestamp": log_time(log_instant()), **fields}) + b"\n")


def shared_fields(fields: Mapping[str, object]) -> str:
    """Encode the fields that many requests share, once, for `write_request_line`."""
    return _ENCODE(fields).decode()[1:-1]


def write_request_line(shared: str, duration: int, bytes_out: int, request_id: str) -> None:
    """Write the line of a request, as `write_line` would.

    The duration is in nanoseconds. The id must need no escapes in JSON.
    """
    _SINK.write((shared, log_instant(), duration, bytes_out, request_id))


def _request_line(
    shared: str, instant: int, duration: int, bytes_out: int, request_id: str
) -> bytes:
    line = (
        f'{{"timestamp":"{log_time(instant)}",{shared},"duration_us":{duration // 1000},'
        f'"bytes_out":{bytes_out},"request_id":"{request_id}"}}\n'
    )
    return line.encode()


def flush() -> None:
    """Write the lines that wait for the end of this turn of the event loop."""
    _SINK.flush()


def configure_logging(stream: TextIO | None = None, *, fields: Iterable[str] = ()) -> None:
    """Send every log line of the process to `stream`, or to standard output, in the same form.

    Those of other libraries too: whatever goes through the standard library's logging.
    `fields` are allowed besides `FIELDS`.
    """
    _SINK.lead_to(stream, FIELDS | frozenset(fields))
    structlog.configure(
        processors=_PROCESSORS,
        wrapper_class=_LEVELS,
        logger_factory=_line_logger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [_JsonLines()]
    root.setLevel(logging.INFO)
    for name in _TOO_TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # every request has its line already


def logger() -> structlog.typing.FilteringBoundLogger:
    """A logger whose lines come out as every other, whether or not logging is configured."""
    bound: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
        _line_logger(),
        processors=_PROCESSORS,
        wrapper_class=_LEVELS,
        cache_logger_on_first_use=True,
    )
    return bound


class _LineLogger:
    def msg(self, line: bytes) -> None:
        _SINK.write(line)

    debug = info = warning = error = critical = exception = msg


def _line_logger(*_: object) -> _LineLogger:
    return _LineLogger()


def _complete(_: object, method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    fields["timestamp"] = log_time(log_instant())
    fields["level"] = "error" if method == "exception" else method
    request_id = REQUEST_ID.get(None)
    if request_id is not None:
        fields.setdefault("request_id", request_id)
    error = fields.pop("exc_info", None)
    if error:
        fields["exception"] = trace(error if isinstance(error, BaseException) else sys.exception())
    return fields


def _withhold(_: object, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    withheld = sorted(fields.keys() - _SINK.fields)
    for name in withheld:
        del fields[name]
    if withheld:
        fields["withheld"] = withheld
    return fields


def _render(_: object, __: str, fields: MutableMapping[str, Any]) -> bytes:
    return _ENCODE(fields) + b"\n"


_PROCESSORS: Final[list[Callable[..., Any]]] = [_complete, _withhold, _render]
_LEVELS: Final = structlog.make_filtering_bound_logger(logging.INFO)


def trace(error: BaseException | None) -> str:
    """The traceback of an error, without the values that a failed validation would repeat."""
    if isinstance(error, ValidationException):
        places = [f"{each['loc']}: {each['type']}" for each in error.errors()]
        hidden = RuntimeError(f"{type(error).__name__} {places}")
        error = hidden.with_traceback(error.__traceback__)
    return "".join(format_exception(error))


class _JsonLines(logging.Handler):
    """The lines of other libraries, through the standard library's logging."""

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, object] = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        request_id = REQUEST_ID.get(None)
        if request_id is not None:
            fields["request_id"] = request_id
        if record.exc_info:
            fields["exception"] = trace(record.exc_info[1])
        write_line(fields)
