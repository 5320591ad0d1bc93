"""Finding somebody by name in any script, mailbox or phone number, and where they stand."""

from flask import Blueprint, render_template

from recruiterdash import doors
from recruiterdash.candidates.queries import Wanted, listed
from recruiterdash.doors import Scope, needs
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting import queries
from recruiterdash.web import asking
from recruiterdash.web.duties import DUTIES, HOLDER_WORDS, STAGES

bp = Blueprint("search", __name__)

#: Who finds more than this writes more of the name.
MOST = 30


@bp.get("/search")
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show() -> str:
    """Show the people found, each with their applications."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    said = asking.text("q")
    found = listed(session, viewer, Wanted(text=said, sort="name"), size=MOST) if said else None
    people = found.rows if found else []
    standings = queries.of_people(session, viewer, [person.id for person in people], now=now)
    return render_template(
        "queue/search.html",
        said=said,
        people=people,
        more=bool(found and found.next),
        standings=standings,
        duties=DUTIES,
        holders=HOLDER_WORDS,
        stages=STAGES,
        now=now,
    )
