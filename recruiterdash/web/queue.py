"""The landing page: who is waiting for us, worst harm first, and beside them the person who is looked at."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.db import together
from recruiterdash.doors import Scope, needs
from recruiterdash.journey.today import done_since
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.trouble import troubled
from recruiterdash.paging import PAGE, Page
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting import queries
from recruiterdash.waiting.numbers import Count
from recruiterdash.waiting.queues import CAP, HOLDERS, OVERDUE, QUEUES, Asked, Group, Lane, Queue, Sort
from recruiterdash.web import asking, matching, selection, side_panel
from recruiterdash.web.destinations import own_path
from recruiterdash.web.duties import HOLDER_WORDS
from recruiterdash.web.navigation import top
from recruiterdash.web.parts import part, writer
from recruiterdash.web.rail import Rail, first_with_people, groups, in_all, rail
from recruiterdash.web.selection import DONE, SELECTED, Selection
from recruiterdash.web.words import how_late

bp = Blueprint("queue", __name__)

HOLDERS_OFFERED = tuple((each, HOLDER_WORDS[each]) for each in HOLDERS)
LANES = ((None, "Everybody"), ("act", "You can act"), ("chase", "Chase others"))
#: "Today" of the figures of an emptied queue: a working day, whatever the zone.
DAY = timedelta(hours=12)
#: Stands for the first person of a page in its address.
FIRST = "first"
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
    chosen = selection.asked()
    if plainer := selection.plainer_address(chosen):
        return redirect(plainer, 303)
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    beside = rail(session, viewer, now)
    name = asking.one_of("name", tuple(QUEUES), "") or first_with_people(beside.counts)
    asked = _asked(name)
    with together(session):  # the list is looked for while what stands around it is written
        read = _rows(asked, beside)
        around = _around(asked, beside)
    found = read()
    narrowed = asked != Asked(asked.queue, sort=asked.sort)
    chosen = selection.seen(chosen, found.rows)
    person = _person(found.rows, chosen)
    return render_template(
        "queue/index.html",
        queue=QUEUES[name],
        headline=_headline(asked, narrowed, found, beside.counts[name]),
        **around,
        lines=_lines(found.rows, QUEUES[name]),
        rows=found.rows,
        next_url=asking.address(after=found.next, person=None) if found.next else "",
        first_url=asking.address(person=None) if request.args.get("after") else "",
        asked=asked,
        narrowed=narrowed,
        offered=beside.offered,
        holders_offered=HOLDERS_OFFERED,
        overdue_in_all=sum(beside.counts["all"]),
        anybody=sum(beside.counts["anybody"]) > 0,
        on_none=not (viewer.sees_everybody or beside.offered.requisitions),
        done=None if found.rows or narrowed else done_since(session, viewer, now - DAY),
        look=side_panel.look(session, viewer, person, now, QUEUES[name].clocks) if person else None,
        closed_url=asking.address(person=None, after=asking.cursor()),
        onward=_onward(name, found, person, chosen) if person else "",
        person=person,
        chosen=chosen,
        may_decide=viewer.may(Permission.DECIDE),
        going=chosen.place(person),
        fitting=_fitting(asked, narrowed, found, beside.counts[name]),
        kept=_kept(name),
        here_after=asking.cursor(),
        address=_address,
        now=now,
    )


@bp.get("/queue/panel/<int:application_id>")
@needs(Permission.SEE_QUEUE, Scope.VISIBLE)
def panel(application_id: int) -> str:
    """Show the panel of one person alone, for a page that is open already.

    `next` in the address is where that page goes on once something was done for the person.
    """
    queue = QUEUES.get(request.args.get("name", ""))
    clocks = queue.clocks if queue else ()
    look = side_panel.look(doors.session(), doors.viewer(), application_id, doors.now(), clocks)
    onward = own_path(request.args.get("next"), "/queue")
    return render_template("queue/_panel.html", look=look, closed_url="/queue", onward=onward, going=None)


def _headline(asked: Asked, narrowed: bool, found: Page[queries.Row], count: Count) -> str:
    """Return how many people stand in the list that is shown, empty for nobody.

    Filters are not counted: what the page holds is told, or that there is more than one page of it.
    """
    if asked.ahead:
        return ""
    if not narrowed:
        return in_all(count)
    whole = f"{CAP}+" if max(count) > CAP else str(max(sum(count), len(found.rows)))
    if found.next or asking.cursor():
        return f"{PAGE} and more of {whole}"
    return f"{len(found.rows)} of {whole}" if sum(count) else ""


def _fitting(asked: Asked, narrowed: bool, found: Page[queries.Row], count: Count) -> tuple[str, str] | None:
    """Return the address that writes to all who fit, with the words that say how many where that is known.

    They are counted before anything is written there; counting them here would cost every look at a queue.
    """
    if not found.rows or QUEUES[asked.queue].group is Group.DELIVERY:
        return None
    address = f"/batches/new?{urlencode({'matching': matching.text_of(asked)})}"
    if not (found.next or asking.cursor()):
        return address, f"all {len(found.rows)} in this list"
    known = not narrowed and not asked.ahead and max(count) <= CAP
    return (
        address,
        f"all {sum(count)} in this queue, not this page alone" if known else "all who fit, on every page",
    )


def _lines(rows: Sequence[queries.Row], queue: Queue) -> tuple[tuple[int, Markup], ...]:
    """Return the lines of a queue as they are shown, each from the name on."""
    now, me = doors.now(), doors.viewer().user_id
    several = len(queue.clocks) != 1
    write = writer("queue/_row.html")
    return tuple(
        (
            row.application_id,
            write(
                row=row,
                late=how_late(row.due_at, now) if row.due_at else "",
                overdue=row.due_at is not None and row.due_at < now,
                mine=row.owner_id == me,
                several=several,
                this_year=now.year,
            ),
        )
        for row in rows
    )


def _person(rows: Sequence[queries.Row], chosen: Selection) -> int | None:
    """Return who is looked at: the one named, or the first of the page or of those selected."""
    if request.args.get("person") == FIRST:
        return rows[0].application_id if rows else None
    if request.args.get("person") == SELECTED:
        return chosen.ids[0] if chosen.ids else None
    return asking.number("person")


def _onward(name: str, found: Page[queries.Row], person: int, chosen: Selection) -> str:
    """Return where to go once something was done for this person: the same queue, with the next one.

    From one of those selected it goes on to the next of them, and from the last to the whole list.
    """
    ids = [row.application_id for row in found.rows]
    after = asking.cursor()
    if person in chosen.ids:
        then = chosen.after(person) or DONE
        return asking.address(name=name, after=after, chosen=chosen.text, person=str(then))
    if person not in ids:
        return asking.address(name=name, after=after, person=FIRST if ids else None)
    following = ids[ids.index(person) + 1 :]
    if following:
        return asking.address(name=name, after=after, person=str(following[0]))
    return asking.address(name=name, after=found.next or after, person=FIRST if found.next else None)


def _kept(name: str) -> tuple[tuple[str, str], ...]:
    """Return what of the address a form has to send again that names people of this list."""
    asked = {**request.args.to_dict(), "name": name}
    return tuple((each, text) for each, text in asked.items() if text and each not in {"chosen", "person"})


def _address(**changed: str | None) -> str:
    """Return this page's own address with something changed; the person looked at stands last."""
    person = changed.pop("person", request.args.get("person"))
    address = asking.address(**changed, person=None)
    return f"{address}{'&' if '?' in address else '?'}person={person}" if person else address


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
        ahead=name == "told" and request.args.get("ahead") == "1",
    )


def _around(asked: Asked, beside: Rail) -> dict[str, Any]:
    """Return what of the page does not depend on who stands in the list."""
    top()
    return {
        "queues": part(
            "queue/_rail.html",
            groups=groups(beside.counts, doors.viewer()),
            here=asked.queue,
            mine=asked.owner_id is not None,
        ),
        "keys": part("queue/_keys.html"),
        "lanes": tuple((lane, title, _address(lane=lane, person=None)) for lane, title in LANES),
    }


def _rows(asked: Asked, beside: Rail) -> Callable[[], Page[queries.Row]]:
    """Ask for the page of the list, and return what gives it."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    if beside.at == now and not asked.ahead and not sum(beside.counts[asked.queue]):
        return lambda: Page([], None)  # counted just now
    if asked.queue in LETTERS:
        return lambda: _of_letters(LETTERS[asked.queue])
    count = beside.counts[asked.queue]
    return queries.rows_later(
        session,
        viewer,
        asked,
        now=now,
        ends=beside.ends,
        cursor=asking.cursor(),
        since=count.since if asked.queue in OVERDUE else 0,
        many=sum(count),
    )


def _of_letters(state: MessageState) -> Page[queries.Row]:
    session, viewer = doors.session(), doors.viewer()
    ids = troubled(session, viewer, state, most=200)
    return Page(queries.some(session, viewer, ids, now=doors.now()), None)
