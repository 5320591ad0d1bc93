"""A notice written as it leaves: what its reader may see at that moment, and nothing that is over by then."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.closure import asking
from recruiterdash.config import Settings
from recruiterdash.digests import figures, ladder, queries, rules
from recruiterdash.digests.models import Nudge
from recruiterdash.digests.queries import Group
from recruiterdash.digests.rules import Kind
from recruiterdash.digests.said import Said, Section, people, section_of
from recruiterdash.errors import DomainError
from recruiterdash.notices import Taken
from recruiterdash.notices.models import Notice
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.models import Role, User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.workdays import Calendar


class Later(NamedTuple):
    """It is not the time: the office opens then."""

    at: datetime


class Nothing(NamedTuple):
    """There is nothing to say, and why."""

    why: str


class Draft(NamedTuple):
    """What is said, and about whom the reader is asked in it."""

    said: Said
    asked: tuple[int, ...] = ()


Composed = Draft | Later | Nothing


def drafted(session: Session, settings: Settings, taken: Taken, now: datetime) -> Composed:
    """Return what a notice says now, when it may be said, or that there is nothing to say. Reads alone.

    now: aware UTC.
    """
    kind = Kind(taken.kind)
    try:
        viewer = viewer_of(session, taken.user_id, now)
    except DomainError:
        return Nothing("This colleague can no longer log in.")
    calendar = queries.calendars_of(session, [taken.user_id], now, settings.zone)[taken.user_id]
    if kind in rules.DIGESTS and (over := _over(session, kind, taken, calendar, now)):
        return Nothing(over)
    opening = rules.next_opening(calendar, now)
    if kind in rules.DIGESTS and opening > now and queries.keeps_hours(session):
        return Later(opening)
    writer: dict[Kind, Callable[[], Draft | Nothing]] = {
        Kind.DAILY: lambda: _daily(session, settings, viewer, now),
        Kind.WEEKLY: lambda: _weekly(session, settings, viewer, now),
        Kind.ESCALATION: lambda: _escalation(session, settings, taken, viewer, now),
        Kind.NUDGE: lambda: _nudge(session, settings, taken, viewer, now),
    }
    return writer[kind]()


def _over(session: Session, kind: Kind, taken: Taken, calendar: Calendar, now: datetime) -> str:
    """Return why a digest is not wanted any more, empty when it is."""
    if rules.is_past(kind, taken.key, calendar.local_date(now)):
        return "Its day is over: the next one says what it would have said."
    if not queries.wants(session, taken.user_id):
        return "They have turned these mails off."
    if queries.is_away(session, taken.user_id, now):
        return "They are away."
    return ""


def as_a(viewer: Viewer, role: Role) -> Viewer:
    """Return a viewer in one part alone: a digest speaks of what is their own, not of all that they may see."""
    return viewer._replace(roles=viewer.roles & {role})


def _daily(session: Session, settings: Settings, viewer: Viewer, now: datetime) -> Draft | Nothing:
    groups = queries.of_recruiter(session, as_a(viewer, Role.RECRUITER), now)
    if not groups:
        return Nothing("Nobody waits for a word from them today.")
    sections = _sections(groups, settings, now, viewer)
    late = sum(len(g.rows) for g in groups if g.name not in {"due_today", "bounced"})
    more = any(group.more for group in groups)
    subject = (
        f"{people(late, more)} {'waits' if late == 1 and not more else 'wait'} past the day we owed them a word"
        if late
        else "Who has to hear from you today"
    )
    lead = "This is where your people stand." if late else "Nobody is overdue. These come today."
    return Draft(_said(settings, viewer, subject, lead, sections, "/queue?mine=1"))


def _weekly(session: Session, settings: Settings, viewer: Viewer, now: datetime) -> Draft | Nothing:
    manager = as_a(viewer, Role.HIRING_MANAGER)
    groups = queries.of_manager(session, manager, now)
    findings, moved = figures.of_week(session, settings, manager, now)
    if not groups and not findings:
        return Nothing("Nobody waits on their requisitions, and nobody applied.")
    decide = next((group for group in groups if group.name == "decide"), Group("decide", [], False))
    number = len(decide.rows)
    subject = (
        f"{people(number, decide.more)} {'waits' if number == 1 and not decide.more else 'wait'} for your decision"
        if number
        else "How your requisitions stand this week"
    )
    lead = (
        "Each of them can be answered from this mail: they go ahead, they do not, or until which day you need. "
        "They are told nothing by it."
        if number
        else "Nobody waits for a decision of yours."
    )
    said = _said(settings, viewer, subject, lead, _sections(groups, settings, now, viewer), "/queue")
    asked = tuple(row.application_id for row in decide.rows)
    return Draft(said.with_figures(findings, moved), asked)


def _nudge(
    session: Session, settings: Settings, taken: Taken, viewer: Viewer, now: datetime
) -> Draft | Nothing:
    rows = queries.nudged(session, viewer, taken.key, now)
    asker = session.scalar(
        select(User.name)
        .join(Nudge, Nudge.by_id == User.id)
        .join(Notice, Notice.id == Nudge.notice_id)
        .where(Notice.key == taken.key)
        .limit(1)
    )
    if not rows or asker is None:
        return Nothing("Nobody it was about is theirs to see any more.")
    number = people(len(rows))
    sections = _sections([Group("nudged", rows, False)], settings, now, viewer)
    lead = f"{asker} asks you to look at {'this person' if len(rows) == 1 else f'these {number}'}, who wait for us."
    said = _said(settings, viewer, f"{asker} asks about {number}", lead, sections, "/queue?mine=1")
    return Draft(
        said.because("A colleague asked for this mail; about one person it comes once a day at most.", "")
    )


def _escalation(
    session: Session, settings: Settings, taken: Taken, viewer: Viewer, now: datetime
) -> Draft | Nothing:
    groups = queries.escalated(session, viewer, taken.key, now)
    if not groups:
        return Nothing("What it was about has been done meanwhile.")
    late = sum(len(group.rows) for group in groups if group.name != "near")
    number = late or sum(len(group.rows) for group in groups)
    by_law = all(ladder.is_hard(row.clock or "") for group in groups for row in group.rows)
    subject, lead = escalation_words(number, late=bool(late), by_law=by_law)
    said = _said(settings, viewer, subject, lead, _sections(groups, settings, now, viewer), "/queue?name=all")
    why = "The policy of the house says when this is told, and how far up:"
    return Draft(said.because(why, f"{settings.base_url}/policies"))


def escalation_words(number: int, *, late: bool, by_law: bool) -> tuple[str, str]:
    """Return subject and lead of a mail about so many people; pure. by_law: the law sets the day of all of them."""
    one = number == 1
    if not late:
        day = "a day set by law" if by_law else "a day of ours"
        subject = f"{people(number)} {'has' if one else 'have'} {day} coming near"
        return subject, "Nothing is late yet. Each line says who has the next step."
    day = "the day the law sets" if by_law else "the day we owed them a word"
    who = (
        "This person was to hear from us and has not."
        if one
        else "These people were to hear from us and have not."
    )
    return (
        f"{people(number)} {'waits' if one else 'wait'} past {day}",
        f"{who} Each line says who has the next step.",
    )


def _sections(groups: list[Group], settings: Settings, now: datetime, viewer: Viewer) -> list[Section]:
    return [
        section_of(each.name, each.rows, each.more, settings.base_url, now, viewer.user_id) for each in groups
    ]


def _said(
    settings: Settings, viewer: Viewer, subject: str, lead: str, sections: list[Section], queue: str
) -> Said:
    return Said(
        subject,
        f"Hello {viewer.name},",
        lead,
        sections,
        [],
        [],
        f"{settings.base_url}{queue}",
        "You get this once a day or week, in your office's hours. Turn it off on your account:",
        f"{settings.base_url}/account",
    )


# --- answers ------------------------------------------------------------------------------------------


def with_questions(session: Session, settings: Settings, taken: Taken, draft: Draft, now: datetime) -> Said:
    """Return what is said with a page to answer for each person who waits for the reader. Commits nothing.

    The address of a page is the same each time the mail is written, so that one sent twice asks once.
    """
    answers = {
        application_id: address
        for application_id in draft.asked
        if (address := asking.page_for(session, settings, application_id, taken.user_id, taken.key, now=now))
    }
    return draft.said.with_answers(answers)
