"""The slate: who is where in a requisition, since when they wait, and what they were promised."""

from flask import Blueprint, render_template

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.journey.requisitions import ALLOWED
from recruiterdash.requisitions import queries
from recruiterdash.requisitions.models import OpeningState, Part, Requisition
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.slate import (
    SORTS,
    Show,
    SlateWanted,
    overdue_count,
    slate,
    stage_counts,
    untold_count,
)
from recruiterdash.web import asking
from recruiterdash.web.duties import DUTIES, HOLDER_WORDS, WORDS
from recruiterdash.web.requisition_state import change_words

bp = Blueprint("slate", __name__)

PARTS = {
    Part.RECRUITER: "Recruiter",
    Part.HIRING_MANAGER: "Hiring manager",
    Part.BACKUP: "Backup",
    Part.COORDINATOR: "Coordinator",
    Part.INTERVIEWER: "Interviewer",
}


@bp.get("/requisitions/<int:requisition_id>")
@needs(Permission.SEE_REQUISITIONS, Scope.VISIBLE)
def show(requisition_id: int) -> str:
    """Show one requisition: its head, its stages, its people a page at a time."""
    session, viewer, now = doors.session(), doors.viewer(), doors.now()
    requisition = queries.get(session, viewer, requisition_id)
    wanted = SlateWanted(
        show=asking.word("show", Show) or Show.OPEN,
        stage_id=asking.number("stage"),
        sort=asking.one_of("sort", SORTS, "due"),
    )
    people = slate(session, viewer, requisition_id, wanted, asking.cursor(), now=now)
    counts = {each.stage_id: each.people for each in stage_counts(session, viewer, requisition_id)}
    return render_template(
        "requisitions/slate.html",
        requisition=requisition,
        people=people,
        wanted=wanted,
        counts=counts,
        total=sum(counts.values()),
        overdue=overdue_count(session, viewer, requisition_id, now),
        untold=untold_count(session, viewer, requisition_id, now),
        team=team_of(requisition),
        seats=seats_of(requisition),
        onward=ALLOWED[requisition.state],
        now=now,
        duties=DUTIES,
        holders=HOLDER_WORDS,
        words=WORDS,
        change_words=change_words,
        address=asking.address,
    )


def team_of(requisition: Requisition) -> list[tuple[str, list[str]]]:
    """Return the hiring team by part, in the order of the parts."""
    by_part: dict[Part, list[str]] = {}
    for member in requisition.team:
        by_part.setdefault(member.part, []).append(member.user.name)
    return [(PARTS[part], sorted(by_part[part])) for part in Part if part in by_part]


def seats_of(requisition: Requisition) -> tuple[int, int]:
    """Return how many seats are still open, and how many there are."""
    states = [opening.state for opening in requisition.openings]
    return states.count(OpeningState.OPEN), len(states)
