"""One line an event, as text or JSON, without personal data.

A line holds the route's pattern and never the path (it may hold a token), no query, no name, no address, no
message of an exception (it may quote a row).
"""

import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from flask import Flask, Response, g, request

from recruiterdash.config import Settings

log: structlog.stdlib.BoundLogger = structlog.get_logger("recruiterdash")
_PLAIN = re.compile(r"[\w.:/<>@+-]+")
QUIET = ("/static/", "/assets/", "/healthz")


def init_app(app: Flask, settings: Settings) -> None:
    configure(settings)
    # Flask's own line about an exception holds the path; `errors` writes one with an id instead.
    app.logger.disabled = True
    app.before_request(_begin)
    app.after_request(_end)


def configure(settings: Settings) -> None:
    """Send our own and the libraries' log lines to standard error in one shape."""
    render = structlog.processors.JSONRenderer() if settings.log_format == "json" else _as_text
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        logger_factory=_to_standard_error,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )


class _Forgiving:
    """A stream that loses a line it cannot write: a log nobody reads any more must not stop a letter half-way."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):  # a broken pipe, a full disk; a stream that was closed
            self.stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self.stream.flush()


def _to_standard_error(*_names: Any) -> structlog.WriteLogger:
    # Asked at each line: tests and supervisors exchange the stream.
    return structlog.WriteLogger(cast(TextIO, _Forgiving(sys.stderr)))


def request_id() -> str:
    """Return the id of this request, for log lines, audit rows and error pages."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def where(error: BaseException) -> str:
    """Return kind and place of an exception without its words."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if request.path.startswith(QUIET):
        return response
    viewer = g.get("viewer")
    log.info(
        "request",
        id=request_id(),
        method=request.method,
        route=request.url_rule.rule if request.url_rule else "(none)",
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        user=viewer.user_id if viewer else None,
    )
    return response


def _as_text(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> str:
    moment, level, event = line.pop("timestamp"), line.pop("level"), line.pop("event")
    rest = " ".join(f"{key}={_one_word(value)}" for key, value in line.items())
    return f"{moment} {level} {_one_word(event)} {rest}".rstrip()


def _one_word(value: Any) -> str:
    """Write a value so that no line break or escape sequence in it reaches the terminal."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) else ascii(text)
