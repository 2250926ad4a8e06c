"""What a log line may say about a defect: where it is, never what a person wrote."""

import traceback
from pathlib import Path

import structlog

log = structlog.get_logger()


def log_defect(event: str, error: Exception, **about: object) -> None:
    """Note an exception nobody foresaw. Its message stays out, because it may quote a person."""
    log.error(event, error=type(error).__name__, where=where(error), **about)


def where(error: BaseException) -> list[str]:
    """The calls that led to the error, outermost first: `draft.py:131 settle`."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
