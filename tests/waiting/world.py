"""Offices, requisitions and applications as rows, for histories that are lived through."""

from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey, requisitions, waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.journey import Happened
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import CalendarVersion, Office
from recruiterdash.waiting.models import Clock, Standing
from recruiterdash.waiting.policy import EVER, ONTARIO
from recruiterdash.waiting.rows import ClockRow, StandingRow
from tests.waiting.cases import DOCUMENT
from tests.waiting.histories import SHARED, Story

numbers = count()


def settled(session: Session) -> None:
    """Write the offices of the vectors and the policy as shipped."""
    waiting.ensure_policy(session)
    for name, facts in DOCUMENT["calendars"].items():
        office = Office(name=name, zone=facts["tz"], created_at=EVER)
        session.add(office)
        session.flush()
        session.add(
            CalendarVersion(
                office_id=office.id,
                number=1,
                zone=facts["tz"],
                workweek=facts["workweek_monday0"],
                opens=facts["open"],
                closes=facts["close"],
                holidays=dict.fromkeys(facts["holidays"], ""),
                half_days=facts["half_days"],
                covers_until=date(2100, 1, 1),
                valid_from=EVER,
            )
        )


class World:
    """What one test may ask to be there."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def application(self, story: Story) -> Application:
        """Return an application with nothing recorded yet, alone in a requisition of its own."""
        first = story.happened[0].at
        candidate = Candidate(
            first_name="A", zone=story.person.zone or "", internal=story.person.internal, created_at=first
        )
        self.session.add(candidate)
        self.session.flush()
        application = Application(
            candidate_id=candidate.id,
            requisition_id=self._requisition(story, first).id,
            applied_at=first,
            state="active",
            stage_type="application",
            created_at=first,
        )
        self.session.add(application)
        self.session.flush()
        return application

    def live(self, application: Application, said: Happened, now: datetime) -> None:
        """Record one happening, of the application or of its requisition."""
        if said.type in SHARED:
            requisition = self.session.get_one(Requisition, application.requisition_id)
            journey.record_for_requisition(self.session, requisition, said, now=now)
        else:
            journey.record(self.session, application, said, now=now)

    def load(self, application: Application, story: Story, now: datetime) -> None:
        """Write a whole history at once, as an import does; its requisition's part is there before."""
        requisition = self.session.get_one(Requisition, application.requisition_id)
        for said in (each for each in story.happened if each.type in SHARED):
            journey.record_for_requisition(self.session, requisition, said, now=now)
        own = [each for each in story.happened if each.type not in SHARED]
        history = journey.History(application.id, requisition.id, story.person, own)
        shared = [
            journey.happening(each.type, each.kind, each.at, each.data)
            for each in story.happened
            if each.type in SHARED
        ]
        self.session.query(Clock).filter_by(application_id=application.id).delete()
        self.session.query(Standing).filter_by(application_id=application.id).delete()
        lived = journey.live(history, waiting.rulebook(self.session, requisition), shared)
        journey.load(self.session, [lived], now=now, imported=False)

    def clocks(self, application: Application) -> list[ClockRow]:
        """Return the stored clocks, without what only their making knows."""
        rows = self.session.scalars(select(Clock).where(Clock.application_id == application.id))
        return sorted((_columns(row, ClockRow) for row in rows), key=lambda row: row.key)

    def standing(self, application: Application) -> StandingRow:
        self.session.expire_all()
        row = self.session.scalars(select(Standing).where(Standing.application_id == application.id)).one()
        found: StandingRow = _columns(row, StandingRow)
        return found

    def _requisition(self, story: Story, first: datetime) -> Requisition:
        office_id = self.session.scalars(select(Office.id).where(Office.name == story.office)).one()
        facts = requisitions.Facts(
            reference=f"W-{next(numbers)}",
            title="A role",
            office_id=office_id,
            publicly_advertised=story.ontario,
            employees_at_posting=ONTARIO.employees,
            jurisdiction=ONTARIO.jurisdiction if story.ontario else "",
        )
        requisition = requisitions.create(self.session, facts, now=first, actor_id=None)
        requisition.state = RequisitionState.OPEN
        return requisition


def _columns(row: Any, shape: Any) -> Any:
    return shape(*(getattr(row, name) for name in shape._fields))
