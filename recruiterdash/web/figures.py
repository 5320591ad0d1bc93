"""/prometheus: how the outbox stands, for a monitor that has the token."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from hmac import compare_digest
from threading import Lock
from typing import NamedTuple

from flask import Blueprint, Response, abort, request

from recruiterdash import doors
from recruiterdash.doors import public
from recruiterdash.messages import brakes, vitals

#: The text format Prometheus reads; a library for six figures would be larger than they are.
FORMAT = "text/plain; version=0.0.4; charset=utf-8"

bp = Blueprint("figures", __name__)


class Figure(NamedTuple):
    """One figure: its values by label, `{}` for the only one."""

    name: str
    kind: str
    help: str
    #: Labels as `{state="sent"}` -> value.
    values: Iterable[tuple[str, float]]


class _Answered:
    """How many requests this process has answered, by status."""

    def __init__(self) -> None:
        self._counted: Counter[int] = Counter()
        self._lock = Lock()

    def count(self, status: int) -> None:
        with self._lock:
            self._counted[status] += 1

    def so_far(self) -> list[tuple[int, int]]:
        with self._lock:
            return sorted(self._counted.items())


_answered = _Answered()


@bp.after_app_request
def _count(response: Response) -> Response:
    _answered.count(response.status_code)
    return response


@bp.get("/prometheus")
@public()
def figures() -> Response:
    """Answer with every figure to who brings the token of the settings; without that setting there is no page."""
    token = doors.settings().prometheus_token
    if not token:
        abort(404)
    given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
    if not compare_digest(given, f"Bearer {token}".encode()):
        return Response("no token, or another one\n", 401, {"WWW-Authenticate": "Bearer"}, "text/plain")
    return Response("".join(written(_figures(doors.now()))), content_type=FORMAT)


def written(figures: Iterable[Figure]) -> Iterator[str]:
    """Yield figures in Prometheus's text format."""
    for name, kind, words, values in figures:
        yield f"# HELP {name} {words}\n# TYPE {name} {kind}\n"
        for labels, value in values:
            yield f"{name}{labels} {value:g}\n" if value < 10**6 else f"{name}{labels} {value:.0f}\n"


def _figures(now: datetime) -> Iterator[Figure]:
    session = doors.session()
    letters = vitals.by_state(session)
    due, beat = vitals.oldest_due(session, now), vitals.heartbeat(session)
    yield Figure(
        "recruiterdash_letters",
        "gauge",
        "Letters in each state; uncertain ones wait for a person.",
        [(f'{{state="{state}"}}', count) for state, count in letters.items()],
    )
    yield Figure(
        "recruiterdash_oldest_letter_due_seconds",
        "gauge",
        "For how long the oldest letter could have left; 0 when none is late.",
        [("", (now - due).total_seconds() if due else 0)],
    )
    yield Figure(
        "recruiterdash_heartbeat_age_seconds",
        "gauge",
        "Age of the last sign of life of any worker; missing while there never was one.",
        [("", (now - beat).total_seconds())] if beat else [],
    )
    yield Figure(
        "recruiterdash_outbox_held",
        "gauge",
        "1 while a hold is on.",
        [("", brakes.held(session) is not None)],
    )
    yield Figure(
        "recruiterdash_sending_paused",
        "gauge",
        "1 while the mail server does not let us in.",
        [("", brakes.paused(session) is not None)],
    )
    kept = vitals.kept_for_import(session, now)
    yield Figure(
        "recruiterdash_letters_waiting_for_import",
        "gauge",
        "Letters that wait for newer data from the ATS and for nothing else.",
        [("", kept.letters if kept else 0)],
    )
    yield Figure(
        "recruiterdash_requests_total",
        "counter",
        "Requests this process has answered, by status.",
        [(f'{{status="{status}"}}', count) for status, count in _answered.so_far()],
    )
