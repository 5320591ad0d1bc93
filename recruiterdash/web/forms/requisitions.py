"""Requisitions: their facts, openings, stages and changes of state, as they are typed in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from recruiterdash.requisitions import queries
from recruiterdash.requisitions.facts import (
    MOST_EMPLOYEES,
    MOST_OPENINGS,
    REASON_LIMIT,
    REFERENCE_LIMIT,
    STAGE_LIMIT,
    TITLE_LIMIT,
    Facts,
)
from recruiterdash.requisitions.models import Part, Requisition, StageType
from recruiterdash.requisitions.plans import MOST_STAGES, PlannedStage
from recruiterdash.team import offices_to_choose
from recruiterdash.team.models import Role
from recruiterdash.web.forms.nouns import ChosenId, ChosenIds, MaybeKnown, OneLine, Typed, Version

#: Free rows below the stages there are, for new ones.
SPARE_STAGES = 3
STAGE_TYPES = {
    StageType.APPLICATION: "Application",
    StageType.SCREEN: "Screen",
    StageType.INTERVIEW: "Interview",
    StageType.FINAL: "Final round",
    StageType.OFFER: "Offer",
    StageType.HIRED: "Hired",
    StageType.UNMAPPED: "Not placed yet",
}


class RequisitionForm(Typed):
    """The facts of a requisition and its hiring team."""

    reference = StringField("Reference", [InputRequired("Write its reference."), OneLine(REFERENCE_LIMIT)])
    title = StringField("Public title", [InputRequired("Write its title."), OneLine(TITLE_LIMIT)])
    office_id = ChosenId("Office", validators=[InputRequired("Choose the office.")])
    recruiter_id = ChosenId("Recruiter")
    hiring_manager_id = ChosenId("Hiring manager")
    backup_id = ChosenId("Backup recruiter")
    coordinators = ChosenIds("Coordinators")
    interviewers = ChosenIds("Interviewers")
    evergreen = BooleanField("Evergreen: kept open for ever")
    publicly_advertised = MaybeKnown("Publicly advertised")
    employees_at_posting = IntegerField(
        "Employees when it was posted",
        [
            Optional(),
            NumberRange(0, MOST_EMPLOYEES, "Write a number from 0 to 10 million, or leave it empty."),
        ],
    )
    jurisdiction = StringField("Place of work", [OneLine(10)])
    version = Version()

    def offer(self, session: Session, stored: Requisition | None = None) -> None:
        """Set what can be chosen; who is named already stays in the lists."""
        self.office_id.offer(offices_to_choose(session))
        kept = {
            name: getattr(stored, name, None) for name in ("recruiter_id", "hiring_manager_id", "backup_id")
        }
        recruiters = queries.may_be(session, Role.RECRUITER, keep=list(kept.values()))
        self.recruiter_id.offer(recruiters, nobody="Nobody yet")
        self.backup_id.offer(recruiters, nobody="Nobody")
        managers = queries.may_be(session, Role.HIRING_MANAGER, keep=[kept["hiring_manager_id"]])
        self.hiring_manager_id.offer(managers, nobody="Nobody yet")
        colleagues = queries.may_be(
            session, None, keep=[each.user_id for each in stored.team] if stored else []
        )
        self.coordinators.offer(colleagues)
        self.interviewers.offer(colleagues)

    def facts(self) -> Facts:
        """Return what was typed in."""
        return Facts(
            reference=self.reference.data or "",
            title=self.title.data or "",
            office_id=self.office_id.data or 0,
            recruiter_id=self.recruiter_id.data,
            hiring_manager_id=self.hiring_manager_id.data,
            backup_id=self.backup_id.data,
            evergreen=bool(self.evergreen.data),
            publicly_advertised=self.publicly_advertised.truth,
            employees_at_posting=self.employees_at_posting.data,
            jurisdiction=self.jurisdiction.data or "",
        )

    def team(self) -> Mapping[Part, Sequence[int]]:
        """Return who coordinates and who interviews."""
        return {
            Part.COORDINATOR: self.coordinators.data or [],
            Part.INTERVIEWER: self.interviewers.data or [],
        }


class NewRequisitionForm(RequisitionForm):
    """A new requisition says how many seats it has."""

    openings = IntegerField(
        "Openings",
        [
            InputRequired("Write how many people are to be hired."),
            NumberRange(1, MOST_OPENINGS, "From 1 to 500."),
        ],
        default=1,
    )


def stored_facts(requisition: Requisition) -> dict[str, Any]:
    """Return what a form about a requisition would hold, from the requisition as it is stored."""
    plain = {
        name: getattr(requisition, name)
        for name in (
            *("reference", "title", "office_id", "recruiter_id", "hiring_manager_id", "backup_id"),
            *("evergreen", "employees_at_posting", "jurisdiction"),
        )
    }
    advertised = {True: "yes", False: "no", None: ""}[requisition.publicly_advertised]
    team = {
        "coordinators": sorted(each.user_id for each in requisition.team if each.part is Part.COORDINATOR),
        "interviewers": sorted(each.user_id for each in requisition.team if each.part is Part.INTERVIEWER),
    }
    return {**plain, "publicly_advertised": advertised, **team}


class StageRow(Form):
    """One stage; a row without a name is no stage."""

    id = HiddenField()
    name = StringField("Name", [OneLine(STAGE_LIMIT)])
    type = SelectField("Type", choices={each.value: words for each, words in STAGE_TYPES.items()})
    place = IntegerField("Place", [Optional(), NumberRange(1, 999, "From 1 to 999.")])


class StagesForm(Typed):
    """The whole plan of a requisition."""

    stages = FieldList(FormField(StageRow), "Stages", max_entries=MOST_STAGES + SPARE_STAGES)
    version = Version()

    def plan(self) -> list[PlannedStage]:
        """Return the stages in the order of their places; equal places stay as they stand."""
        rows = [row.form for row in self.stages if (row.form.name.data or "").strip()]
        ordered = sorted(rows, key=lambda row: row.place.data or 1000)
        return [
            PlannedStage(_number(row.id.data), row.name.data or "", StageType(row.type.data))
            for row in ordered
        ]


def stage_rows(planned: Iterable[PlannedStage]) -> list[dict[str, Any]]:
    """Return the rows of a plan for `StagesForm`, with some free ones below."""
    rows = [
        {"id": each.id, "name": each.name, "type": each.type.value, "place": 10 * place}
        for place, each in enumerate(planned, 1)
    ]
    free = {"id": None, "name": "", "type": StageType.INTERVIEW.value, "place": None}
    return rows + [dict(free) for _ in range(SPARE_STAGES)]


class OpeningsForm(Typed):
    """More seats."""

    count = IntegerField(
        "How many more",
        [InputRequired("Write how many."), NumberRange(1, MOST_OPENINGS, "From 1 to 500.")],
        default=1,
    )
    version = Version()


class CloseOpeningForm(Typed):
    """The end of one seat."""

    opening_id = HiddenField()
    state = SelectField("It is", choices={"filled": "Filled", "cancelled": "Cancelled"})
    reason = StringField("Reason", [OneLine(REASON_LIMIT)])
    version = Version()

    @property
    def opening(self) -> int:
        return _number(self.opening_id.data) or 0


class StateForm(Typed):
    """Why a requisition goes to another state."""

    reason = StringField("Reason", [InputRequired("Say why: colleagues will ask."), OneLine(500)])
    version = Version()


def _number(text: str | None) -> int | None:
    given = (text or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
