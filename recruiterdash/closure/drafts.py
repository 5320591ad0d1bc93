"""Letters drafted before anybody goes quiet too long, and after a broken promise: none leaves by itself."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import audit, messages, paging, waiting
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.candidates.visibility import visible
from recruiterdash.closure import asking, silence
from recruiterdash.closure.chasing import Expected, expected_chase
from recruiterdash.closure.models import DraftKind, HoldingDraft
from recruiterdash.closure.silence import Called, Running
from recruiterdash.config import Settings
from recruiterdash.db import Key, Question
from recruiterdash.errors import Conflict, DomainError, NotFound
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.messages import MessageType, put_off
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office, Role, User
from recruiterdash.team.permissions import Viewer, permissions_of
from recruiterdash.waiting.models import Clock, Standing

#: The program itself: it sees everybody, and signs nothing.
PROGRAM = Viewer(0, "", frozenset({Role.ADMIN}), permissions_of({Role.ADMIN}))
#: Clocks are looked at that fall due within this time: two business days over the longest weekend.
AHEAD = timedelta(days=6)
LOOKED_AT = 200
TYPES = {DraftKind.HOLDING: MessageType.STATUS, DraftKind.DELAY: MessageType.DELAY}
OLDEST = Order((HoldingDraft.made_at, HoldingDraft.id))
#: Said of drafts whose people have had no word since, and get none that is on its way.
_LIVE = (
    HoldingDraft.put_aside_at.is_(None),
    Application.state == ApplicationState.ACTIVE,
    Standing.letters_on_way == 0,
    or_(Standing.last_word_at.is_(None), Standing.last_word_at < HoldingDraft.made_at),
)
#: Every page of an application asks this.
OF_ONE = (
    select(HoldingDraft.id, HoldingDraft.kind, HoldingDraft.body)
    .join(Application, Application.id == HoldingDraft.application_id)
    .join(Standing, Standing.application_id == HoldingDraft.application_id)
    .where(HoldingDraft.application_id == bindparam("application", type_=Key), *_LIVE)
)
_OF_ONE = Question(OF_ONE.order_by(HoldingDraft.id.desc()))


class Waiting(NamedTuple):
    """A draft that nobody has read yet, or somebody for whom none could be written."""

    draft: HoldingDraft
    name: str
    internal: bool
    requisition: str
    zone: str
    last_word_at: datetime | None

    @property
    def chase(self) -> Expected | None:
        """When they will ask, who were named no day."""
        if self.last_word_at is None or self.draft.kind is DraftKind.DELAY:
            return None
        return expected_chase(None, self.last_word_at.astimezone(ZoneInfo(self.zone)).date())

    @property
    def type(self) -> str:
        return TYPES.get(self.draft.kind, MessageType.STATUS).value


class Drafted(NamedTuple):
    """A draft as the page of its application names it."""

    id: int
    kind: DraftKind
    body: str


# --- what waits to be read ---------------------------------------------------------------------------


def listed(session: Session, viewer: Viewer, cursor: str | None = None) -> Page[Waiting]:
    """Return one page of the drafts a viewer may see, the oldest first."""
    statement = (
        select(
            HoldingDraft,
            Candidate,
            Requisition.title,
            Office.zone,
            Standing.last_word_at,
        )
        .join(Application, Application.id == HoldingDraft.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .join(Standing, Standing.application_id == Application.id)
        .where(visible(viewer), *_LIVE)
    )
    found = paging.page(session, statement, OLDEST, cursor)
    rows = [Waiting(draft, who.name, who.internal, *rest) for draft, who, *rest in found.rows]
    return Page(rows, found.next)


def get(session: Session, viewer: Viewer, draft_id: int, *, to_change: bool = False) -> HoldingDraft:
    """Return a draft that waits. Raises NotFound when it is not there, over, or not this viewer's to see."""
    statement = (
        select(HoldingDraft)
        .join(Application, Application.id == HoldingDraft.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Standing, Standing.application_id == Application.id)
        .where(HoldingDraft.id == draft_id, visible(viewer), *_LIVE)
    )
    if to_change:
        statement = statement.with_for_update(of=HoldingDraft)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound("This draft")
    return found


def of_application(session: Session, application_id: int) -> list[Drafted]:
    """Return the drafts that wait for a person whose application the viewer has been let in to, newest first."""
    return [Drafted(*row) for row in _OF_ONE.ask(session, {"application": application_id})]


def put_aside(session: Session, draft: HoldingDraft, *, now: datetime, actor_id: int) -> None:
    """Take a draft off the list without sending it; the person is still owed a word."""
    if draft.put_aside_at is not None:
        raise Conflict("Somebody has put this draft aside already.")
    draft.put_aside_at, draft.put_aside_by = now, actor_id
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="draft.put_aside",
        subject="application",
        subject_id=draft.application_id,
        draft=draft.id,
    )


def applied(draft: messages.Draft, waiting_draft: HoldingDraft, today: date) -> messages.Draft:
    """Return a letter's beginning with the text of a draft, while the day it names still lies ahead."""
    promise = waiting_draft.promise
    if not waiting_draft.body or promise is None or promise <= today:
        return draft
    return draft._replace(subject=waiting_draft.subject, body=waiting_draft.body, promise=promise)


# --- drafting --------------------------------------------------------------------------------------


def draft_due(session: Session, settings: Settings, *, now: datetime, most: int = 20) -> int:
    """Draft letters for those who go quiet too long or were given a day that does not hold; return how many.

    now: aware UTC. most: drafts of one round. Nothing is sent and nothing is committed. Who was overdue already
    when their data came is left to people.
    """
    made = 0
    for application_id, clocks in _candidates(session, now).items():
        if made >= most:
            break
        called = _called(session, overview(session, PROGRAM, application_id), clocks, now)
        if called is not None:
            over = overview(session, PROGRAM, application_id, to_change=True)
            made += _drafted(session, settings, over, called, now)
    return made


def _called(session: Session, over: Overview, clocks: dict[str, Running], now: datetime) -> Called | None:
    rules = waiting.rulebook(session, over.requisition).at(now)
    return silence.called_for(
        clocks.get("SILENCE"), clocks.get("PROMISE"), now=now, policy=rules.policy, calendar=rules.calendar
    )


def _candidates(session: Session, now: datetime) -> dict[int, dict[str, Running]]:
    """Return the clocks that are near their due or past it, of people without a draft for them, by application."""
    had, notice = aliased(HoldingDraft), aliased(Clock)
    # what is settled is the word they are owed, and stands in a queue of its own
    settled = (
        select(notice.id)
        .where(
            notice.application_id == Clock.application_id,
            notice.name == "NOTICE",
            notice.stopped_at.is_(None),
            notice.started_at <= now,
        )
        .exists()
    )
    drafted = (
        select(had.id)
        .where(had.application_id == Clock.application_id, had.since == Clock.started_at)
        .exists()
    )
    near = (
        select(Clock.application_id)
        .join(Standing, Standing.application_id == Clock.application_id)
        .where(
            Clock.name.in_(("PROMISE", "SILENCE")),
            Clock.stopped_at.is_(None),
            Clock.started_at <= now,
            or_(Clock.until_at.is_(None), Clock.until_at > now),
            Clock.due_at < now + AHEAD,
            ~Clock.from_before,
            Standing.closed.is_(None),
            Standing.letters_on_way == 0,
            ~drafted,
            ~settled,
        )
        .order_by(Clock.due_at, Clock.id)
        .limit(LOOKED_AT)
    )
    ids = list(dict.fromkeys(session.scalars(near)))
    return _running(session, ids, now)


def _running(session: Session, ids: Collection[int], now: datetime) -> dict[int, dict[str, Running]]:
    rows = session.execute(
        select(Clock.application_id, Clock.name, Clock.started_at, Clock.due_at).where(
            Clock.application_id.in_(ids),
            Clock.name.in_(("PROMISE", "SILENCE")),
            Clock.stopped_at.is_(None),
            Clock.started_at <= now,
            and_(Clock.due_at.is_not(None), or_(Clock.until_at.is_(None), Clock.until_at > now)),
        )
    )
    found: dict[int, dict[str, Running]] = {each: {} for each in ids}
    for application_id, name, started_at, due_at in rows:
        if due_at is not None:
            found[application_id][name] = Running(started_at, due_at)
    return found


def _drafted(session: Session, settings: Settings, over: Overview, called: Called, now: datetime) -> int:
    if _has_one(session, over, called):  # another worker was quicker
        return 0
    number = put_off.in_a_row(put_off.story(session, over.application.id)) + 1
    instead = number > put_off.MOST_IN_A_ROW and _escalated(session, settings, over, called, number, now)
    if instead and not called.broken:
        return 1
    session.add(_written(session, settings, over, called, number, now))
    session.flush()
    return 1


def _has_one(session: Session, over: Overview, called: Called) -> bool:
    before = select(HoldingDraft.id).where(
        HoldingDraft.application_id == over.application.id, HoldingDraft.since == called.since
    )
    return session.scalar(before.limit(1)) is not None


def _escalated(
    session: Session, settings: Settings, over: Overview, called: Called, number: int, now: datetime
) -> bool:
    """Ask who decides instead of holding somebody off once more; False when nobody can be asked."""
    why = f"They have been put off {number - 1} times. Another letter without news is not written."
    key = f"holding:{over.application.id}:{called.since.isoformat()}"
    try:
        asking.ask(session, over, why, now=now, settings=settings, actor_id=None, key=key)
    except DomainError:
        return False
    session.add(_row(over, DraftKind.ESCALATED, called, number, "asked", now))
    session.flush()
    return True


def _written(
    session: Session, settings: Settings, over: Overview, called: Called, number: int, now: datetime
) -> HoldingDraft:
    """The draft; where none can be written, a row that says why somebody has to."""
    met = over.application.stage_type not in ("application", "unmapped")
    cause = "paused" if over.requisition.state == "on_hold" else silence.cause_of(_holder(over, now), met=met)
    row = _row(over, called.kind, called, number, cause, now)
    if not _can_sign(session, over):
        row.refusal = "Nobody is responsible for them who could sign a letter: name somebody first."
        return row
    try:
        letter = messages.prepare(
            session,
            PROGRAM,
            over.application.id,
            TYPES[called.kind],
            now=now,
            company=settings.company,
            needed=asking.day_answered(session, over, now),
            settings=settings,
        )
    except DomainError as refusal:
        row.refusal = str(refusal)[:300]
        return row
    if letter.refusal:
        row.refusal = letter.refusal[:300]
        return row
    row.subject, row.promise = letter.subject, letter.promise
    # a delay notice gives its reason in its own wording
    holding = called.kind is DraftKind.HOLDING
    row.body = silence.with_cause(letter.body, cause, letter.language) if holding else letter.body
    return row


def _can_sign(session: Session, over: Overview) -> bool:
    """Whether somebody is responsible who may answer: the program signs nothing itself."""
    owner = over.owner
    if owner is None or owner.id in over.candidate.walled_off:
        return False
    return session.get_one(User, owner.id).active


def _row(
    over: Overview, kind: DraftKind, called: Called, number: int, cause: str, now: datetime
) -> HoldingDraft:
    return HoldingDraft(
        application_id=over.application.id,
        kind=kind,
        since=called.since,
        number=number,
        cause=cause,
        subject="",
        body="",
        refusal="",
        made_at=now,
    )


def _holder(over: Overview, now: datetime) -> str:
    standing = over.standing
    turned = standing.holder_changes_at is not None and standing.holder_changes_at <= now
    return (standing.holder_then if turned else standing.holder) or "recruiter"


# --- the second time a day is moved ------------------------------------------------------------------


def tell_of_slips(session: Session, settings: Settings, *, now: datetime, most: int = 20) -> int:
    """Ask the hiring managers of people whose day was moved twice or more; return how many were asked."""
    moved = (
        select(Clock.application_id, Standing.slips, Clock.started_at)
        .join(Standing, Standing.application_id == Clock.application_id)
        .where(
            Clock.name == "PROMISE",
            Clock.stopped_at.is_(None),
            Standing.slips >= 2,
            Standing.closed.is_(None),
            ~Clock.from_before,
        )
        .order_by(Clock.due_at, Clock.id)
        .limit(LOOKED_AT)
    )
    told = 0
    for application_id, slips, _ in session.execute(moved).all():
        if told >= most:
            break
        told += _asked_of_slip(session, settings, application_id, slips, now)
    return told


def _asked_of_slip(
    session: Session, settings: Settings, application_id: int, slips: int, now: datetime
) -> bool:
    try:
        over = overview(session, PROGRAM, application_id)
        why = f"The day they were promised a word by has been moved {slips} times."
        key = f"slip:{application_id}:{slips}"
        return asking.ask(session, over, why, now=now, settings=settings, actor_id=None, key=key) is not None
    except DomainError:
        return False
