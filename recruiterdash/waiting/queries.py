"""Questions about who waits: how many stand in each queue, and who they are, worst first."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
)
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import ApplicationState, Interview, InterviewState, PanelMember
from recruiterdash.db import Key, Question
from recruiterdash.paging import NEVER, PAGE, Page
from recruiterdash.requisitions.models import Stage
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.models import Absence, Office, User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting import lists
from recruiterdash.waiting.days import Ends
from recruiterdash.waiting.knowing import told_standing
from recruiterdash.waiting.queues import (
    CAP,
    QUEUES,
    Asked,
    Place,
    queue_named,
    read_place,
    write_place,
)
from recruiterdash.waiting.shapes import (
    APPLICATIONS,
    CANDIDATES,
    NOW,
    OF_A_DAY,
    REQUISITIONS,
    STANDINGS,
    UNDER_WAY,
    Shape,
    days_of,
    holder_of,
    is_sqlite,
    names_in,
    outside_the_wall,
    scope_of,
)

#: So many clocks for each row are looked at, and more when several of them are one person's, until a page is full.
DEPTHS = (1.5, 8)
#: Where a filter or the viewer's own requisitions leave out some, so many clocks are looked at for a page that fits.
LOOKED = 3000


class Row(NamedTuple):
    """One application of a queue with all its line says."""

    application_id: int
    clock: str | None
    since: datetime | None
    due_at: datetime | None
    from_before: bool
    #: What the row is ordered by, where that is not its due.
    at: datetime | None
    name: str
    internal: bool
    stage: str
    requisition_id: int
    requisition: str
    zone: str
    #: Who holds the next step, and their name where that is a colleague.
    holder: str
    held_by: str | None
    owner_id: int | None
    last_word_at: datetime | None
    last_word: str | None
    chasers: int
    broken: int
    letters_on_way: int
    #: Open applications of the same person beside this one, in a queue that lists each person once.
    more: int


class Source(NamedTuple):
    """Where an application came from and whom it is of, for programs that know it by that."""

    candidate_id: int
    preferred_name: str
    system: str | None
    id: str | None


# --- rows -------------------------------------------------------------------------------------------


def rows(
    session: Session,
    viewer: Viewer | None,
    asked: Asked,
    *,
    now: datetime,
    ends: Sequence[Ends] = (),
    cursor: str | None = None,
    size: int = PAGE,
    since: int = 0,
    many: int = 0,
) -> Page[Row]:
    """Return one page of a queue, the worst first, those from before last; one statement.

    viewer: who asks; None is the installation itself, which sees everybody. now: aware UTC. ends: when today
    and the next business day end in the offices, for "due_today" and "soon". cursor: `next` of the last page.
    since: how many of this queue, if that is known, are overdue and not from before. many: how many it holds,
    if that is known: a page that will be full is told quicker.
    Raises BadInput for a queue there is not and for a damaged cursor.
    """
    return rows_later(
        session, viewer, asked, now=now, ends=ends, cursor=cursor, size=size, since=since, many=many
    )()


def rows_later(
    session: Session,
    viewer: Viewer | None,
    asked: Asked,
    *,
    now: datetime,
    ends: Sequence[Ends] = (),
    cursor: str | None = None,
    size: int = PAGE,
    since: int = 0,
    many: int = 0,
) -> Callable[[], Page[Row]]:
    """Ask as `rows` does, and return what gives the page; see `db.together`."""
    queue = queue_named(asked.queue)
    place = read_place(asked, cursor)
    # whole pages, so that not every number of rows makes a statement of its own
    most = -(-size // PAGE) * PAGE + 1
    shape = _shape(session, viewer, asked, ends, place, now)._replace(most=most)
    if since > size and place is None and asked == Asked(asked.queue):
        shape = shape._replace(fills=True)
    if queue.clocks and not names_in(shape):
        return lambda: Page([], None)
    given = {"now": now, **_wanted(asked), **_place(place)}
    may_be_many = many == 0 or many > size or place is not None
    first, *others = _tries(shape, many, may_be_many=may_be_many)
    answer = _rows(first).asking(session, given)

    def read() -> Page[Row]:
        found = answer()
        for each in others:
            if len(found) > size:
                break
            found = _rows(each).ask(session, given)
        return _page(asked, [Row._make(row) for row in found], size)

    return read


def _page(asked: Asked, found: list[Row], size: int) -> Page[Row]:
    if len(found) <= size:
        return Page(found, None)
    last = found[size - 1]
    place = Place(bool(last.from_before), last.at or last.due_at or NEVER, last.application_id)
    return Page(found[:size], write_place(asked, place))


def _tries(shape: Shape, many: int, *, may_be_many: bool) -> tuple[Shape, ...]:
    """Return the ways in which a page is looked for, one after another until it is full; the last finds all."""
    if not QUEUES[shape.queue].clocks:
        return (shape,)
    if shape.narrowed:
        if shape.by_requisition:
            return (shape._replace(sought=True),)
        if 0 < many <= CAP:  # all there are can be looked at
            return (shape._replace(sought=True) if shape.scoped else shape,)
        return shape._replace(depth=max(LOOKED, shape.most * DEPTHS[-1])), shape._replace(sought=True)
    if shape.scoped or len(QUEUES[shape.queue].clocks) < 2 or not may_be_many:
        return (shape,)
    return (*(shape._replace(depth=int(shape.most * each)) for each in DEPTHS), shape)


def some(session: Session, viewer: Viewer | None, ids: Sequence[int], *, now: datetime) -> list[Row]:
    """Return the rows of applications named by id, in that order, less those the viewer may not see."""
    shape = Shape("some", is_sqlite(session), viewer)
    found = session.connection().execute(_some(shape), {"now": now, "ids": list(ids)})
    by_id = {row.application_id: Row._make(row) for row in found}
    return [by_id[each] for each in ids if each in by_id]


def of_people(
    session: Session, viewer: Viewer, candidate_ids: Sequence[int], *, now: datetime
) -> dict[int, list[Row]]:
    """Return the rows of all applications of these people that the viewer may see, the newest first."""
    if not candidate_ids:
        return {}
    theirs = select(APPLICATIONS.c.candidate_id, APPLICATIONS.c.id).where(
        APPLICATIONS.c.candidate_id.in_(candidate_ids)
    )
    whose = {
        id_: person for person, id_ in session.connection().execute(theirs.order_by(APPLICATIONS.c.id.desc()))
    }
    told: dict[int, list[Row]] = {}
    for row in some(session, viewer, list(whose), now=now):
        told.setdefault(whose[row.application_id], []).append(row)
    return told


def sources(session: Session, ids: Sequence[int]) -> dict[int, Source]:
    """Return where these applications came from, by their ids."""
    a, k = APPLICATIONS.c, CANDIDATES.c
    addressed = case(
        (k.preferred_name != "", k.preferred_name), (k.first_name != "", k.first_name), else_=k.last_name
    )
    statement = select(a.id, k.id, addressed, a.source_system, a.source_id).join_from(
        APPLICATIONS, CANDIDATES, k.id == a.candidate_id
    )
    return {
        row[0]: Source(*row[1:])
        for start in range(0, len(ids), 900)
        for row in session.connection().execute(statement.where(a.id.in_(ids[start : start + 900])))
    }


def _shape(
    session: Session,
    viewer: Viewer | None,
    asked: Asked,
    ends: Sequence[Ends],
    place: Place | None,
    now: datetime,
) -> Shape:
    return Shape(
        asked.queue,
        is_sqlite(session),
        viewer,
        days_of(ends, now) if asked.queue in OF_A_DAY else (),
        asked.owner_id is not None,
        asked.requisition_id is not None,
        asked.office_id is not None,
        asked.stage_type is not None,
        asked.holder is not None,
        asked.internal,
        asked.lane,
        asked.sort,
        None if place is None else place.from_before,
        ahead=asked.ahead,
    )


def _wanted(asked: Asked) -> dict[str, Any]:
    given = asked._asdict()
    names = ("owner_id", "requisition_id", "office_id", "stage_type", "holder")
    return {name: given[name] for name in names if given[name] is not None}


def _place(place: Place | None) -> dict[str, Any]:
    return {} if place is None else {"at": place.at, "application_id": place.application_id}


@lru_cache(maxsize=2000)
def _rows(shape: Shape) -> Question:
    """Return a queue's statement. Made once for each shape: making it costs more than answering it."""
    return Question(partial(_listing, shape), general=True)


def _listing(shape: Shape) -> Select[Any]:
    head = lists.top(shape).subquery("head")
    told = _told(head, shape, clocks=bool(QUEUES[shape.queue].clocks))
    return told.order_by(*lists.in_order(head.c, shape.sort))


@lru_cache(maxsize=200)
def _some(shape: Shape) -> Select[Any]:
    s = STANDINGS.c
    told = told_standing(shape.viewer, s, s.holder, NOW)
    named = select(
        s.application_id,
        told.headline.label("clock"),
        s.last_effort_at.label("started_at"),
        told.due_at.label("due_at"),
        s.from_before,
        null().label("at"),
    ).where(
        s.application_id.in_(bindparam("ids", expanding=True, type_=Key)), *outside_the_wall(shape, STANDINGS)
    )
    if shape.scoped:
        named = named.where(s.requisition_id.in_(scope_of(shape)))
    return _told(named.subquery("head"), shape, clocks=False)


def _told(head: Any, shape: Shape, *, clocks: bool) -> Select[Any]:
    """Return a queue's head with what its lines say of each application."""
    owner, manager = User.__table__.alias("owner"), User.__table__.alias("manager")
    a, k, r, s = APPLICATIONS.c, CANDIDATES.c, REQUISITIONS.c, STANDINGS.c
    under_way, office, stage = UNDER_WAY.c, Office.__table__, Stage.__table__
    holder = told_standing(shape.viewer, s, holder_of(STANDINGS), NOW).holder
    names = {
        "recruiter": _instead_of(owner),
        "hiring_manager": manager.c.name,
        "interviewer": _owing_scorecards(),
    }
    return (
        select(
            head.c.application_id,
            head.c.clock,
            head.c.started_at,
            head.c.due_at,
            head.c.from_before,
            null().label("at") if clocks else head.c.at,
            func.trim(k.first_name + " " + k.last_name),
            k.internal,
            func.coalesce(stage.c.name, cast(a.stage_type, String)),
            r.id,
            r.title,
            office.c.zone,
            holder,
            case(names, value=holder, else_=null()),
            owner.c.id,
            s.last_word_at,
            s.last_word,
            s.chasers,
            s.broken,
            func.coalesce(under_way.letters, 0),
            _beside(shape) if shape.of_people else literal_column("0"),
        )
        .select_from(head)
        .join(APPLICATIONS, a.id == head.c.application_id)
        .join(CANDIDATES, k.id == a.candidate_id)
        .join(REQUISITIONS, r.id == a.requisition_id)
        .join(office, office.c.id == r.office_id)
        .join(STANDINGS, s.application_id == head.c.application_id)
        .outerjoin(UNDER_WAY, under_way.id == head.c.application_id)
        .outerjoin(stage, stage.c.id == a.stage_id)
        .outerjoin(owner, owner.c.id == func.coalesce(a.owner_id, r.recruiter_id))
        .outerjoin(manager, manager.c.id == r.hiring_manager_id)
    )


def _instead_of(owner: FromClause) -> ColumnElement[Any]:
    """Return an owner's name, with who stands in for them before it while they are away."""
    cover, away = User.__table__.alias("cover"), Absence.__table__
    standing_in = (
        select(func.min(cover.c.name))
        .select_from(away)
        .join(cover, cover.c.id == away.c.cover_id)
        .where(
            *(away.c.user_id == owner.c.id, away.c.ended_at.is_(None), cover.c.active),
            *(away.c.begins_at <= NOW, away.c.ends_at > NOW),
        )
        .correlate(owner)
        .scalar_subquery()
    )
    return func.coalesce(standing_in + literal(", for ") + owner.c.name, owner.c.name)


def _beside(shape: Shape) -> ColumnElement[Any]:
    """Return how many more open applications of the same person the viewer may see, whatever the filters."""
    other = APPLICATIONS.alias()
    found = select(func.count()).where(
        other.c.candidate_id == APPLICATIONS.c.candidate_id,
        other.c.id != APPLICATIONS.c.id,
        other.c.state == ApplicationState.ACTIVE,
    )
    if shape.viewer is not None and not shape.viewer.sees_everybody:
        found = found.where(other.c.requisition_id.in_(visible_ids(shape.viewer)))
    return found.correlate(APPLICATIONS).scalar_subquery()


def _owing_scorecards() -> ColumnElement[Any]:
    """Return the names of interviewers who still owe a scorecard."""
    interview, panel, member = Interview.__table__, PanelMember.__table__, User.__table__
    state = interview.c.state
    return (
        select(func.aggregate_strings(member.c.name, ", "))
        .select_from(interview)
        .join(panel, panel.c.interview_id == interview.c.id)
        .join(member, member.c.id == panel.c.user_id)
        .where(
            interview.c.application_id == APPLICATIONS.c.id,
            # written as what it is not: an index on the state would lead away from this one application
            state != InterviewState.CANCELLED,
            state != InterviewState.NO_SHOW,
            interview.c.ends_at <= NOW,
            panel.c.scorecard_at.is_(None),
        )
        .correlate(APPLICATIONS)
        .scalar_subquery()
    )
