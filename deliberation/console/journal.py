"""The server's log: one line an event on standard error, for people in a terminal, as JSON for programs.

What a person wrote must not get into it. Our own lines are written with that in mind; of other libraries'
lines only the fixed part is taken, because their arguments may be addresses, and of an exception only what it
is and where, because its message may quote anybody.
"""

import logging
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from structlog.types import Processor

from deliberation.live.logs import where


class Journal:
    """Standard error, except that it never raises: a full disk or a closed pipe must not stop the hall.

    What could not be written is lost. The writer logs when a turn fails; if that failed, too, it would end.
    """

    def write(self, text: str) -> None:
        """Write it, if that is possible."""
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Let it out, if that is possible."""
        with suppress(OSError):
            sys.stderr.flush()


def write_log(*, level: int) -> None:
    """Write everything from this level on."""
    journal = Journal()
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    ours: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
    ]
    structlog.configure(
        processors=[*ours, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", journal)),
    )
    handler = logging.StreamHandler(journal)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[_name_only, *ours],
            use_get_message=False,
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # At INFO, a line with address and query for each phone that connects.
    logging.getLogger("uvicorn.error").setLevel(max(level, logging.WARNING))


def _name_only(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Who says it; what asyncio says is put together from the values of variables."""
    event["logger"] = event["_record"].name
    if event["logger"] == "asyncio":
        event["event"] = "unhandled"
    return event


def _without_words(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An exception as its type and place."""
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        event["error"], event["where"] = type(error).__name__, where(error)
    return event


def _exception(given: object) -> BaseException | None:
    match given:
        case BaseException():
            return given
        case (_, BaseException() as error, _):
            return error
        case _:
            return sys.exc_info()[1] if given else None
