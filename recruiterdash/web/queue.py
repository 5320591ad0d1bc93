"""The landing page: who is waiting for us, worst harm first, and beside them the person who is looked at."""

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.journey.today import done_since
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.trouble import troubled
from recruiterdash.paging import Page
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting import queries
from recruiterdash.waiting.queues import HOLDERS, OVERDUE, QUEUES, Asked, Lane, Sort
from recruiterdash.web import asking, side_panel
from recruiterdash.web.duties import DUTIES, HOLDER_WORDS, STAGES, WORDS
from recruiterdash.web.rail import Rail, first_with_people, groups, rail

bp = Blueprint("queue", __name__)

HOLDERS_OFFERED = tuple((each, HOLDER_WORDS[each]) for each in HOLDERS)
#: "Today" of the figures of an emptied queue: a working day, whatever the zone.
DAY = timedelta(hours=12)
#: Queues of letters, by the state of the letter.
LETTERS = {"bounced": MessageState.BOUNCED, "uncertain": MessageState.UNCERTAIN}


@bp.get("/")
@needs(Permission.ACCOUNT, Scope.OWN)
def start() -> Response:
    """Lead to the first page that is the viewer's."""
    pages = (
        (Permission.SEE_QUEUE, "/queue"),
        (Permission.SEE_OWN_INTERVIEWS, "/interviews"),
        (Permission.SEE_AUDIT, "/audit"),
    )
    viewer = doors.viewer()
    return redirect(next((path for permission, path in pages if viewer.may(permission)), "/account"), 303)


@bp.get("/queue")
@needs(Permission.SEE_QUEUE, Scope.VISIBLE)
def show() -> str | Response:
    """Show one queue, the worst that holds somebody when none is named, and the person looked at."""
    if request.args.get("q"):
        return redirect(f"/search?{urlencode({'q': asking.text('q')})}", 303)
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    beside = rail(session, viewer, now)
    name = asking.one_of("name", tuple(QUEUES), "") or first_with_people(beside.counts)
    asked = _asked(name)
    found = _rows(asked, beside)
    narrowed = asked != Asked(asked.queue, sort=asked.sort)
    person = asking.number("person")
    return render_template(
        "queue/index.html",
        queue=QUEUES[name],
        count=beside.counts[name],
        groups=groups(beside.counts),
        rows=found.rows,
        next_url=asking.address(after=found.next, person=None) if found.next else "",
        first_url=asking.address(person=None) if request.args.get("after") else "",
        asked=asked,
        narrowed=narrowed,
        offered=Offered(beside, name),
        overdue_in_all=sum(beside.counts["all"]),
        anybody=sum(beside.counts["anybody"]) > 0,
        done=None if found.rows or narrowed else done_since(session, viewer, now - DAY),
        look=side_panel.look(session, viewer, person, now, QUEUES[name].clocks) if person else None,
        closed_url=asking.address(person=None, after=asking.cursor()),
        person=person,
        here_after=asking.cursor(),
        address=_address,
        words=Words,
        me=viewer.user_id,
        now=now,
    )


@bp.get("/queue/panel/<int:application_id>")
@needs(Permission.SEE_QUEUE, Scope.VISIBLE)
def panel(application_id: int) -> str:
    """Show the panel of one person alone, for a page that is open already."""
    queue = QUEUES.get(request.args.get("name", ""))
    clocks = queue.clocks if queue else ()
    look = side_panel.look(doors.session(), doors.viewer(), application_id, doors.now(), clocks)
    return render_template("queue/_panel.html", look=look, closed_url="/queue")


def _address(**changed: str | None) -> str:
    """Return this page's own address with something changed; the person looked at stands last."""
    person = changed.pop("person", request.args.get("person"))
    address = asking.address(**changed, person=None)
    return f"{address}{'&' if '?' in address else '?'}person={person}" if person else address


class Words:
    """What columns hold, in words."""

    duties = DUTIES
    holders = HOLDER_WORDS
    last = WORDS
    stages = STAGES


class Offered(NamedTuple):
    """What the filters offer."""

    beside: Rail
    name: str
    stages: dict[str, str] = STAGES
    holders: tuple[tuple[str, str], ...] = HOLDERS_OFFERED


def _asked(name: str) -> Asked:
    internal = request.args.get("internal")
    return Asked(
        queue=name,
        owner_id=doors.viewer().user_id if request.args.get("mine") == "1" else None,
        requisition_id=asking.number("requisition"),
        office_id=asking.number("office"),
        stage_type=asking.word("stage", StageType),
        holder=asking.one_of("holder", HOLDERS, "") or None,
        internal={"1": True, "0": False}.get(internal or ""),
        lane=asking.word("lane", Lane),
        sort=asking.word("sort", Sort) or Sort.DUE,
    )


def _rows(asked: Asked, beside: Rail) -> Page[queries.Row]:
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    if beside.at == now and not sum(beside.counts[asked.queue]):
        return Page([], None)  # counted just now
    if asked.queue in LETTERS:
        ids = troubled(session, viewer, LETTERS[asked.queue], most=200)
        return Page(queries.some(session, viewer, ids, now=now), None)
    since = beside.counts[asked.queue].since if asked.queue in OVERDUE else 0
    return queries.rows(
        session, viewer, asked, now=now, ends=beside.ends, cursor=asking.cursor(), since=since
    )
