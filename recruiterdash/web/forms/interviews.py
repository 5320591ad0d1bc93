"""Interviews: booking, moving, correcting and wrapping up, as they are typed in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from recruiterdash.candidates.facts import TOPIC_LIMIT
from recruiterdash.candidates.models import Interview, InterviewKind
from recruiterdash.candidates.panels import Sitting
from recruiterdash.requisitions.models import StageType
from recruiterdash.requisitions.queries import may_be
from recruiterdash.web.forms.local_times import comes_second, moment_at, wall_time
from recruiterdash.web.forms.nouns import ChosenIds, ManyLines, OneLine, Typed, Version

#: Stages one can be interviewed for.
STAGES = {
    StageType.SCREEN.value: "Screen",
    StageType.INTERVIEW.value: "Interview",
    StageType.FINAL.value: "Final round",
}
KINDS = {
    InterviewKind.PHONE.value: "By phone",
    InterviewKind.VIDEO.value: "By video",
    InterviewKind.ONSITE.value: "In person",
}
BY = {"employer": "By us", "candidate": "By the candidate"}
#: Which hour is meant in the night the clocks go back.
HOURS = {"": "It is another night", "first": "The first time that hour comes", "second": "The second time"}


class Span(NamedTuple):
    """From when to when."""

    starts_at: datetime
    ends_at: datetime


class TimesForm(Typed):
    """When it is, by the clock on the office's wall."""

    day = DateField("Day", [InputRequired("Write the day.")])
    starts = TimeField("Starts", [InputRequired("Write when it starts.")])
    ends = TimeField("Ends", [InputRequired("Write when it ends.")])
    #: Asked for only in the night the clocks go back.
    later = SelectField("When the clocks go back", choices=HOURS)

    def span(self, zone: str) -> Span:
        """Return the moments typed in. Raises BadInput where the clocks skip or double them."""
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        if day is None or starts is None or ends is None:
            raise ValueError("the form was not validated")
        later = {"first": False, "second": True}.get(str(self.later.data))
        return Span(
            moment_at(datetime.combine(day, starts), zone, later=later),
            moment_at(datetime.combine(day, ends), zone, later=later),
        )


class BookingForm(TimesForm):
    """A new interview."""

    stage_type = SelectField("What for", choices=STAGES, default=StageType.INTERVIEW.value)
    kind = SelectField("How", choices=KINDS, default=InterviewKind.VIDEO.value)
    topic = StringField("Topic", [OneLine(TOPIC_LIMIT)])
    panel = ChosenIds("Panel")
    preliminary = BooleanField("A screening before anybody is selected for interview")

    def offer(self, session: Session) -> None:
        self.panel.offer(may_be(session, None))


class MoveForm(TimesForm):
    """Another time for a booked interview."""

    by = RadioField("Who asked to move it", [InputRequired("Say who asked.")], choices=BY, default="employer")
    version = Version()


class SittingForm(Typed):
    """The facts of an interview."""

    kind = SelectField("How", choices=KINDS)
    topic = StringField("Topic", [OneLine(TOPIC_LIMIT)])
    panel = ChosenIds("Panel")
    preliminary = BooleanField("A screening before anybody is selected for interview")
    version = Version()

    def offer(self, session: Session, interview: Interview) -> None:
        self.panel.offer(may_be(session, None, keep=[each.user_id for each in interview.panel]))

    def sitting(self) -> Sitting:
        return Sitting(
            kind=InterviewKind(self.kind.data),
            topic=self.topic.data or "",
            panel=tuple(self.panel.data or ()),
            preliminary=bool(self.preliminary.data),
        )


class ByForm(Typed):
    """By whom it was called off or missed."""

    by = RadioField("By whom", [InputRequired("Say by whom.")], choices=BY)
    version = Version()


class ActForm(Typed):
    """One press of a button."""

    version = Version()


class WrapUpForm(Typed):
    """What was said at the end of an interview."""

    named = RadioField(
        "When did you say they would hear?",
        [InputRequired("Say whether a date was named.")],
        choices={"date": "By this day", "none": "No date was named"},
    )
    promised = DateField("Day", [Optional()])
    said = TextAreaField("What else was said", [ManyLines(4000)])
    version = Version()
    next = HiddenField()

    def validate_named(self, field: RadioField) -> None:
        if field.data == "date" and self.promised.data is None:
            raise ValidationError("Write the day you named.")


def stored_times(interview: Interview, zone: str) -> dict[str, object]:
    """Return what a form about the times of an interview would hold."""
    starts = interview.starts_at or interview.ends_at
    second = comes_second(starts, zone)
    return {
        "day": wall_time(starts, zone).date(),
        "starts": wall_time(starts, zone).time(),
        "ends": wall_time(interview.ends_at, zone).time(),
        "later": {None: "", False: "first", True: "second"}[second],
    }


def stored_sitting(interview: Interview) -> dict[str, object]:
    """Return what a form about the facts of an interview would hold."""
    return {
        "kind": interview.kind.value,
        "topic": interview.topic,
        "panel": sorted(each.user_id for each in interview.panel),
        "preliminary": interview.preliminary,
    }
