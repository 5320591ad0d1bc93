"""One application: where the person stands, why, until when, and everything that passed between us."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.candidates.models import Outcome
from recruiterdash.candidates.queries import Decided
from recruiterdash.closure import drafts
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import NotFound
from recruiterdash.feedback.manager_notice import Notice, notice_of
from recruiterdash.journey.corrections import by_hand, take_back_entry, write_note
from recruiterdash.journey.foreseen import SoFar, so_far
from recruiterdash.journey.overview import Overview, Sitting, overview
from recruiterdash.journey.timeline import Item, story, timeline
from recruiterdash.journey.words import title_of
from recruiterdash.messages import status_links, status_page
from recruiterdash.messages.inbound.notes import register, sat_in
from recruiterdash.messages.inbound.of_person import mails_of
from recruiterdash.messages.models import ON_ITS_WAY, MessageState
from recruiterdash.messages.withholding import letters_for, story_for
from recruiterdash.team.permissions import Permission
from recruiterdash.web import entries
from recruiterdash.web.at_once import at_once
from recruiterdash.web.feedback_offered import opens
from recruiterdash.web.forms.contacts import NoteForm, StatusLinkForm, UndoForm
from recruiterdash.web.looks import CALLS, look_without, quick_calls, times
from recruiterdash.web.phone_card import Card, Known, card
from recruiterdash.web.told import last_decision_said, told_of
from recruiterdash.web.waits import Waits, label_of, waits_of

bp = Blueprint("applications", __name__)

#: As many entries of a timeline as the page shows.
MOST = 200
#: Letters that the timeline does not know: under way, or in trouble.
PENDING = (*ON_ITS_WAY, MessageState.UNCERTAIN, MessageState.FAILED, MessageState.BOUNCED)


class There(NamedTuple):
    """The hour where the person is."""

    words: str
    zone: str
    #: Their zone is not known: the office's stands in.
    assumed: bool


@bp.get("/applications/<int:application_id>")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(application_id: int) -> str:
    """Show everything about one application."""
    over = overview(doors.session(), doors.viewer(), application_id)
    return render_template("applications/show.html", **_shown(over), note=NoteForm(formdata=None))


@bp.get("/applications/<int:application_id>/phone")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def phone(application_id: int) -> str:
    """Show the card for whoever answers the phone."""
    session, now = doors.session(), doors.now()
    over = overview(session, doors.viewer(), application_id)
    told = story(session, over.application, MOST, with_feedback=over.hears_of_feedback)
    waits = waits_of(session, over, now, told.happenings)
    drafted = drafts.of_application(session, application_id)
    return render_template(
        "applications/phone.html",
        **_common(over),
        card=card_of(over, waits, story_for(session, doors.viewer(), told.items), now, drafted=bool(drafted)),
        drafted=drafted,
        quick=quick_calls(_so_far(over), now, owed=waits.notice is not None),
    )


@bp.get("/applications/<int:application_id>/clocks")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def clocks(application_id: int) -> str:
    """Show every clock, those that are over too, with its stretches and what ended it."""
    session, now = doors.session(), doors.now()
    over = overview(session, doors.viewer(), application_id)
    told, happenings = story(session, over.application, MOST, with_feedback=over.hears_of_feedback)
    waits = waits_of(session, over, now, happenings)
    items = entries.named(story_for(session, doors.viewer(), told))
    every = [*waits.clocks(items), *waits.past(items)]
    return render_template("applications/clocks.html", **_common(over), clocks=every)


@bp.post("/applications/<int:application_id>/notes")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def note_submit(application_id: int) -> Response | tuple[str, int]:
    """Keep a private note."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    over = overview(session, viewer, application_id, to_change=True)
    form = NoteForm()
    if not form.validate():
        return render_template("applications/show.html", **_shown(over), note=form), 422
    write_note(session, over.application, form.text.data or "", now=now, actor_id=viewer.user_id)
    session.commit()
    flash("The note is kept. It moved no clock.", "success")
    return _back(application_id)


@bp.post("/applications/<int:application_id>/status-link/withdraw")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def withdraw_link(application_id: int) -> Response:
    """Let the links to the person's own page open nothing; the form says which link it means, sent twice or late."""
    session, viewer, form = doors.session(), doors.viewer(), StatusLinkForm()
    over = overview(session, viewer, application_id, to_change=True)
    if status_links.address(doors.settings(), over.application, over.candidate) is None:
        raise NotFound("A link to a page of theirs")
    if form.validate() and form.shown.data == over.application.status_number:
        status_page.withdraw(session, viewer, application_id, now=doors.now())
        session.commit()
        flash("The link opens nothing any more. The next letter brings a new one.", "success")
    else:
        flash("That link was withdrawn before; the one that was sent since still opens their page.", "info")
    return _back(application_id)


@bp.get("/applications/<int:application_id>/events/<int:event_id>/undo")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def undo(application_id: int, event_id: int) -> str:
    """Show what undoing an entry will do, and ask for the reason."""
    over = overview(doors.session(), doors.viewer(), application_id)
    return _undo_page(over, event_id, UndoForm(formdata=None))


@bp.post("/applications/<int:application_id>/events/<int:event_id>/undo")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def undo_submit(application_id: int, event_id: int) -> Response | tuple[str, int]:
    """Take a logged entry back, with the reason."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    over = overview(session, viewer, application_id, to_change=True)
    form = UndoForm()
    if not form.validate():
        return _undo_page(over, event_id, form), 422
    take_back_entry(
        session,
        over.application,
        event_id,
        form.reason.data or "",
        now=now,
        actor_id=viewer.user_id,
        with_feedback=over.hears_of_feedback,
    )
    session.commit()
    flash("Undone: the clocks stand as if it had never been.", "success")
    return _back(application_id)


def _undo_page(over: Overview, event_id: int, form: UndoForm) -> str:
    told = timeline(doors.session(), over.application, MOST, with_feedback=over.hears_of_feedback)
    items = story_for(doors.session(), doors.viewer(), told)
    item = next((each for each in items if each.event_id == event_id), None)
    if item is None or item.voided or item.shared or not by_hand(item.type, item.source):
        raise NotFound("An entry that can be undone")
    look = look_without(_so_far(over), event_id, doors.now())
    return render_template("applications/undo.html", **_common(over), item=item, look=look, form=form)


def _so_far(over: Overview) -> SoFar:
    return so_far(doors.session(), over.application, with_feedback=over.hears_of_feedback)


def _back(application_id: int) -> Response:
    return redirect(url_for("applications.show", application_id=application_id), 303)


# --- what the pages show ---------------------------------------------------------------------------


def _shown(over: Overview) -> dict[str, Any]:
    session, now = doors.session(), doors.now()
    application = over.application
    read = at_once(session, over, now, MOST)
    told, happenings = read.story()
    waits = waits_of(session, over, now, happenings, read.rules())
    items = entries.named(story_for(session, doors.viewer(), told))
    decisions, interviews = read.decisions(), read.interviews()
    drafted, asked, otherwise = read.beside()
    return {
        **_common(over),
        "waits": waits,
        "holder": waits.holder,
        "opens_feedback": opens(over, [each.name for each in waits.explained.clocks if each.running]),
        "cover": read.cover(),
        "drafted": drafted,
        "asked": asked,
        "otherwise": otherwise,
        "items": items,
        "decisions": decisions,
        "told": told_of(over.standing, decisions, items, waits.notice),
        "interviews": interviews,
        "mails": mails_of(session, doors.viewer(), application.id),
        "register": register(session, application, items, sat_in(interviews, now)),
        "letters": letters_for(
            session, doors.viewer(), [each for each in read.letters() if each.state in PENDING]
        ),
        "card": card_of(over, waits, items, now, drafted=bool(drafted)),
        "status_link": status_links.address(doors.settings(), application, over.candidate),
        "by_hand": by_hand,
        "label_of": label_of,
        "calls": CALLS,
        "chase": waits.chase(over, now),
        "manager_notice": _manager_notice(over, interviews, decisions),
        "as_day": _as_day,
        "as_moment": datetime.fromisoformat,
        "most": MOST,
    }


def _manager_notice(
    over: Overview, interviews: Sequence[Sitting], decisions: Sequence[Decided]
) -> Notice | None:
    """The house's rule about a colleague's present manager; None for anybody else."""
    if not over.candidate.internal:
        return None
    standing = next((each for each in decisions if each.withdrawn_at is None), None)
    offered = standing is not None and standing.outcome in (Outcome.OFFER, Outcome.HIRE)
    policy = doors.settings().manager_notice_policy
    return notice_of(policy, interviewed=bool(interviews), offered=offered)


def _common(over: Overview) -> dict[str, Any]:
    now = doors.now()
    return {
        "over": over,
        "id": over.application.id,
        "zone": over.office.zone,
        "now": now,
        "there": _there(over, now),
        "word_of": word_of,
        "times": times,
    }


def _there(over: Overview, now: datetime) -> There:
    zone = over.candidate.zone or over.office.zone
    return There(f"{now.astimezone(ZoneInfo(zone)):%H:%M}", zone, not over.candidate.zone)


def _as_day(text: str) -> date:
    return date.fromisoformat(text[:10])


def word_of(kind: str | None) -> str:
    """Return what our last word was, in the middle of a sentence."""
    title = title_of("out", kind, {}) if kind else ""
    return title[:1].lower() + title[1:]


def card_of(over: Overview, waits: Waits, items: list[Item], now: datetime, *, drafted: bool) -> Card:
    """Return the card for whoever answers the phone. drafted: a letter to them waits to be read."""
    said = last_decision_said(items)
    standing, candidate = over.standing, over.candidate
    return card(
        Known(
            title=over.requisition.title,
            phone=candidate.phone,
            email=candidate.email,
            internal=candidate.internal,
            owner=over.owner.name if over.owner else None,
            owed=waits.notice is not None,
            told=said.data["decision"] if said else None,
            told_at=said.happened_at if said else None,
            promise_due=waits.promise_due,
            closed=standing.closed,
            on_hold=over.requisition.state == "on_hold",
            drafted=drafted,
        ),
        now,
    )
