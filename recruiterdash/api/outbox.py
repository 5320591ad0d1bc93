"""Whether letters leave at all, and what keeps them back: what the page about delivery says, for programs."""

from datetime import datetime

from flask import Blueprint, Response
from msgspec import Struct

from recruiterdash import doors
from recruiterdash.api.answering import answers, said
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import brakes, delivery, vitals
from recruiterdash.messages.brakes import Hold, Pause
from recruiterdash.messages.vitals import Kept
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_outbox", __name__)


class HeldBack(Struct, frozen=True):
    """No letter leaves until somebody releases them."""

    #: person, restore, copy or clock.
    kind: str
    reason: str
    since: datetime


class Paused(Struct, frozen=True):
    """The mail server does not let us in; it is tried again by itself."""

    said: str
    since: datetime
    until: datetime


class WaitingForImport(Struct, frozen=True):
    """Letters that only wait until data from the ATS are newer, or somebody vouches for them."""

    letters: int
    #: Since when the first of them could have left.
    since: datetime
    why: str


class Outbox(Struct, frozen=True):
    """How the outbox stands; each of the reasons is null where it keeps nothing back."""

    #: Last sign of life of a worker.
    heartbeat: datetime | None
    #: Letters that could leave now or are being handed over, and when the oldest of them was approved.
    waiting: int
    oldest: datetime | None
    #: Letters that may still be taken back, and that were not taken yet and are offered again.
    undoable: int
    resting: int
    hold: HeldBack | None
    pause: Paused | None
    waits_for_import: WaitingForImport | None


@bp.get("/outbox")
@answers(Outbox)
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def show() -> Response:
    """Say whether letters leave and what keeps them back; letters are counted that speak of whom the user sees."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    hold, pause = brakes.brakes_on(session)
    figures = delivery.figures(session, viewer, now)
    return said(
        Outbox(
            heartbeat=vitals.heartbeat(session),
            **figures._asdict(),
            hold=_held(hold),
            pause=_paused(pause),
            waits_for_import=_waiting(delivery.kept_for_import(session, viewer, now)),
        )
    )


def _held(hold: Hold | None) -> HeldBack | None:
    return HeldBack(hold.kind, hold.reason, hold.since) if hold is not None else None


def _paused(pause: Pause | None) -> Paused | None:
    return Paused(pause.said, pause.since, pause.until) if pause is not None else None


def _waiting(kept: Kept | None) -> WaitingForImport | None:
    return WaitingForImport(*kept) if kept is not None else None
