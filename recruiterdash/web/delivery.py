"""Does mail leave: what keeps it back, who waits for it, and what became of letters in trouble."""

from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import doors, jobs
from recruiterdash.config import MailMode
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import Conflict, NotAllowed
from recruiterdash.messages import brakes, delivery, home, vitals
from recruiterdash.messages.brakes import Hold, Pause
from recruiterdash.messages.inbound import listing
from recruiterdash.team.changes import unless_taken
from recruiterdash.team.models import Role, User
from recruiterdash.team.permissions import Permission, Viewer
from recruiterdash.web.forms.delivery import HoldForm, ReleaseForm
from recruiterdash.web.letters import OUTBOX
from recruiterdash.web.server_words import ladder, moment_of, plainly, probes

bp = Blueprint("delivery", __name__, url_prefix="/delivery")

#: How far back failed and bounced letters are shown.
LATELY = timedelta(days=14)
#: Holds that came with the data: their letters may have left from somewhere else.
MOVED = frozenset({"copy", "restore"})
ALREADY = "Somebody else has held all letters back already. Nothing more was done."


class Way(NamedTuple):
    """Whether letters leave now, and all that may be in their way."""

    beat: datetime | None
    silent: bool
    hold: Hold | None
    #: Who holds them back; empty for the program itself.
    held_by: str
    pause: Pause | None
    #: The pause is over for one letter, which finds out.
    trying: bool
    mode: MailMode
    #: The data are not where they were: nothing may leave to everybody until somebody says they are real.
    away: bool
    server: str

    @property
    def verdict(self) -> tuple[str, str, str]:
        """Tone, icon and sentence: the first thing that keeps letters back, or where they go."""
        if self.hold is not None:
            return "late", "pause-circle", "No letter leaves: they are all held back."
        if self.silent:
            return "late", "heartbreak", "No letter leaves: nobody is there to send them."
        if self.pause is not None:
            return "late", "plug", "No letter leaves: the mail server does not let us in."
        if self.mode == "catch":
            return "soon", "envelope-slash", "No letter leaves: they are caught here."
        if self.mode == "allowlist":
            return "today", "envelope-check", "Letters leave to the allowed mailboxes only."
        return "fine", "send-check", "Letters leave."


@bp.get("")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def show() -> str:
    """Show whether mail leaves, and which letters are in trouble."""
    return _page()


@bp.post("/hold")
@needs(Permission.WRITE_LETTERS, Scope.ALL)
def hold() -> Response | tuple[str, int]:
    """Keep every letter back until somebody releases."""
    session, viewer, form = doors.session(), doors.viewer(), HoldForm()
    if brakes.held(session) is not None:
        raise Conflict(ALREADY)
    if not form.validate():
        return _page(form), 422
    with unless_taken(session, ALREADY):
        now = doors.now()
        made = brakes.hold(session, "person", form.reason.data or "", now=now, actor_id=viewer.user_id)
    if made.since != now:  # somebody else's, since this one looked
        raise Conflict(ALREADY)
    session.commit()
    flash("No letter leaves from now on. What was being handed over this second goes on.", "success")
    return redirect(url_for("delivery.show"), 303)


@bp.post("/release")
@needs(Permission.WRITE_LETTERS, Scope.ALL)
def release() -> Response | tuple[str, int]:
    """Let letters leave again, unless another hold is on than the one that was seen."""
    session, viewer, form = doors.session(), doors.viewer(), ReleaseForm()
    held = brakes.held(session, to_change=True)
    if held is None:
        raise Conflict("No hold is on any more: letters leave already. Nothing more was done.")
    if not brakes.may_release(viewer, held):
        raise NotAllowed("Only an administrator may release this hold, or who set it. Nothing was done.")
    if not form.validate():
        return _page(form), 422
    if form.held_since.data != held.since.isoformat():
        raise Conflict("Another hold is on now than the one you saw. Nothing was done; look again.")
    home.release(
        session,
        form.reason.data or "",
        doors.settings().mail_mode,
        now=doors.now(),
        actor_id=viewer.user_id,
        send_waiting=bool(form.send_waiting.data),
    )
    session.commit()
    jobs.wake(OUTBOX)
    flash("Letters leave again.", "success")
    return redirect(url_for("delivery.show"), 303)


def _page(form: HoldForm | None = None) -> str:
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    way = _way(session, now)
    base = doors.settings().retry_base
    return render_template(
        "delivery/index.html",
        way=way,
        administrator=Role.ADMIN in viewer.roles,
        form=form or _form(way.hold),
        may_release=way.hold is not None and brakes.may_release(viewer, way.hold),
        gone=_gone(session, viewer, way.hold),
        figures=delivery.figures(session, viewer, now),
        kept=delivery.kept_for_import(session, viewer, now),
        uncertain=delivery.uncertain(session, viewer),
        returned=delivery.returned(session, viewer, now - LATELY),
        resting=delivery.resting(session, viewer, now),
        ladder=ladder(base),
        probes=probes(base),
        plainly=plainly,
        moment_of=moment_of,
        most=delivery.MOST,
        mailboxes=listing.sights(session),
        blind=[each.name for each in listing.sights(session) if each.blind_since(now)],
        answers_read=bool(doors.settings().imap_url),
    )


def _form(hold: Hold | None) -> HoldForm:
    if hold is None:
        return HoldForm(formdata=None)
    return ReleaseForm(formdata=None, held_since=hold.since.isoformat())


def _way(session: Session, now: datetime) -> Way:
    settings, hold, beat = doors.settings(), brakes.held(session), vitals.heartbeat(session)
    by = session.get(User, hold.by) if hold is not None and hold.by else None
    pause, mode = brakes.paused(session), home.mode_here(session, settings.mail_mode)
    return Way(
        beat=beat,
        silent=vitals.silent(beat, now),
        hold=hold,
        held_by=by.name if by is not None else "",
        pause=pause,
        trying=pause is not None and pause.until <= now,
        mode=mode,
        away=settings.mail_mode == "real" and mode == "allowlist",
        server=urlsplit(settings.smtp_url).hostname or "",
    )


def _gone(session: Session, viewer: Viewer, hold: Hold | None) -> tuple[list[delivery.Told], int]:
    """Return what a release would make uncertain: only who may release reads it."""
    if hold is None or hold.kind not in MOVED or not brakes.may_release(viewer, hold):
        return [], 0
    return delivery.perhaps_gone(session, viewer, hold.since)
