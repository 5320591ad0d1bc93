"""Setting up, a step at a time: what is done, what is left, and what stands in the way of real letters."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from recruiterdash import audit, doors
from recruiterdash.doors import Scope, needs, sending
from recruiterdash.doors.checks import Row
from recruiterdash.errors import Conflict, NotFound
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.mail import Mailbox
from recruiterdash.messages import ats, brakes, home, vitals
from recruiterdash.team import queries
from recruiterdash.team.models import InstanceFact, User
from recruiterdash.team.permissions import Permission
from recruiterdash.web import proof
from recruiterdash.web.first_steps import Known, in_the_way, steps

bp = Blueprint("first_hour", __name__, url_prefix="/setup")

#: The last test letter with what the domain publishes, and the steps somebody left for later.
LETTER, ASIDE = "test_letter", "setup_aside"
NAMES = frozenset({"company", "offices", "mail", "people", "import", "sends", "live"})


@bp.get("")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def show() -> str:
    """Show every step, where it stands, and what stands in the way of going live."""
    session = doors.session()
    known = _known(session)
    letter = _fact(session, LETTER)
    return render_template(
        "settings/first_hour.html",
        steps=steps(known),
        in_the_way=in_the_way(known),
        known=known,
        letter=letter,
        rows=[Row(*row) for row in letter.value["rows"]] if letter is not None else [],
    )


@bp.post("/letter")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def letter() -> Response:
    """Send a test letter to whoever asks, and keep what the server answered and the domain publishes."""
    settings, now, viewer = doors.settings(), doors.now(), doors.viewer()
    with doors.database().transaction() as session:
        if _fact(session, home.DEMO) is not None:
            raise Conflict("This database holds made-up people: a demonstration sends nothing outside.")
        user = queries.user(session, viewer.user_id)
        to = Mailbox(user.name, user.email or "")
        audit.note(session, at=now, actor_id=user.id, act="outbox.test", subject="user", subject_id=user.id)
        session.commit()
    # no transaction is open while the servers take their time
    verdict = sending.test_letter(settings, to, now=now)
    rows = [list(row) for row in sending.domain(settings)]
    with doors.database().transaction() as session:
        _keep(session, LETTER, {"ok": bool(verdict.ok), "said": verdict.said, "rows": rows}, now)
        session.commit()
    flash(verdict.said, "success" if verdict.ok else "error")
    return redirect(url_for("first_hour.show"), 303)


@bp.post("/aside")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def aside() -> Response:
    """Leave a step for later, or take it up again."""
    session, name = doors.session(), request.form.get("step", "")
    if name not in NAMES:
        raise NotFound("This step")
    fact = _fact(session, ASIDE)
    left = set(fact.value["steps"]) if fact is not None else set()
    _keep(session, ASIDE, {"steps": sorted(left ^ {name})}, doors.now())
    session.commit()
    return redirect(url_for("first_hour.show", _anchor=f"step-{name}"), 303)


@bp.post("/live")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
@proof.needed
def live() -> Response:
    """Say that this is the real installation; refused while anything stands in the way."""
    session = doors.session()
    known = _known(session)
    if stands := in_the_way(known):
        raise Conflict(f"Something stands in the way still: {stands[0]} Nothing was changed.")
    if known.mail_mode != "real":
        raise Conflict("Set RECRUITERDASH_MAIL_MODE=real and start again first. Nothing was changed.")
    home.go_live(session, "set up on the page", now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    flash("This is the real installation: letters leave to everybody.", "success")
    return redirect(url_for("first_hour.show"), 303)


def _known(session: Session) -> Known:
    settings, now = doors.settings(), doors.now()
    offices = queries.offices(session)
    letter, left = _fact(session, LETTER), _fact(session, ASIDE)
    hold = brakes.held(session)
    others = select(func.count()).where(
        User.active, User.id != doors.viewer().user_id, User.email.is_not(None)
    )
    done = select(ImportRun.id).where(ImportRun.state == ImportState.DONE).limit(1)
    return Known(
        company=settings.company,
        company_unset=settings.company_unset,
        base_url=settings.base_url,
        production=settings.mode == "production",
        offices=tuple(line.name for line in offices),
        without_holidays=tuple(line.name for line in offices if not line.holidays_known),
        mail_server=bool(settings.smtp_url),
        mail_mode=settings.mail_mode,
        letter_taken=letter.value["ok"] if letter is not None else None,
        letter_said=letter.value["said"] if letter is not None else "",
        colleagues=session.scalar(others) or 0,
        imported=session.scalar(done) is not None,
        demo=_fact(session, home.DEMO) is not None,
        at_home=home.at_home(session),
        live=_fact(session, home.LIVE) is not None,
        held=hold.reason if hold is not None else "",
        worker_silent=vitals.silent(vitals.heartbeat(session), now),
        sends_said=_fact(session, ats.RULES) is not None,
        aside=frozenset(left.value["steps"]) if left is not None else frozenset(),
    )


def _fact(session: Session, name: str) -> InstanceFact | None:
    return session.scalars(select(InstanceFact).where(InstanceFact.name == name)).one_or_none()


def _keep(session: Session, name: str, value: dict[str, Any], now: datetime) -> None:
    fact = _fact(session, name)
    if fact is None:
        session.add(InstanceFact(name=name, value=value, at=now))
    else:
        fact.value, fact.at = value, now
    session.flush()
