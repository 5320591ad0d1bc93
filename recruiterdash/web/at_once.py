"""What the page of one application asks, sent to the database together: one way there and back instead of eight."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from recruiterdash.candidates.queries import Decided, decisions_later
from recruiterdash.closure.beside import Beside, beside_later
from recruiterdash.db import together
from recruiterdash.journey.overview import Overview, Sitting, sittings_later
from recruiterdash.journey.timeline import Story, story_later
from recruiterdash.messages.queries import OfApplication, of_application_later
from recruiterdash.team.absences import cover_name_later
from recruiterdash.waiting import Pack, Rulebook
from recruiterdash.waiting.rulebooks import rules_and_packs_later
from recruiterdash.web.navigation import top


class AtOnce(NamedTuple):
    """What was asked, each to be read when it is wanted."""

    story: Callable[[], Story]
    rules: Callable[[], tuple[Rulebook, tuple[Pack, ...]]]
    decisions: Callable[[], list[Decided]]
    interviews: Callable[[], list[Sitting]]
    beside: Callable[[], Beside]
    letters: Callable[[], list[OfApplication]]
    #: Who stands in for the responsible recruiter while they are away.
    cover: Callable[[], str | None]


def at_once(session: Session, over: Overview, now: datetime, most: int) -> AtOnce:
    """Ask for everything that stands on the page of an application. most: entries of its timeline to show."""
    id_, owner = over.application.id, over.owner
    with together(session):
        asked = AtOnce(
            story_later(session, over.application, most, with_feedback=over.hears_of_feedback),
            rules_and_packs_later(session, over.requisition),
            decisions_later(session, id_),
            sittings_later(session, id_),
            beside_later(session, id_),
            of_application_later(session, id_),
            cover_name_later(session, owner.id, now) if owner is not None else lambda: None,
        )
        top()  # written while the database answers
    return asked
