"""Feedback to colleagues, as it is typed in. What stands in it is checked by the feedback's own words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from recruiterdash.feedback.content import MOST_ACTIONS, Action, Again, Content, Level, Owner, Point, Weight
from recruiterdash.requisitions.criteria import CRITERION_LIMIT, MOST
from recruiterdash.web.forms.fields import MultiCheckboxField
from recruiterdash.web.forms.local_times import ensure_year, moment_at
from recruiterdash.web.forms.nouns import ChosenId, ManyLines, OneLine, Typed, Version, text_of

NOTE_LIMIT = 4000
EVIDENCE_LIMIT, NEXT_LIMIT, WHAT_LIMIT, SUPPORT_LIMIT = 400, 300, 200, 120
#: More criteria than anybody fixes.
MOST_POINTS = 12
HOW = {"in_person": "In person", "video": "By video", "phone": "By phone"}
LEVELS = {
    "": "Choose",
    Level.MET.value: "Met",
    Level.PARTLY.value: "Partly",
    Level.NOT_SHOWN.value: "Not shown",
}
WEIGHTS = {Weight.NEITHER.value: "Neither", Weight.STRENGTH.value: "A strength", Weight.GAP.value: "A gap"}
OWNERS = {
    "": "Choose",
    Owner.EMPLOYEE.value: "They themself",
    Owner.HIRING_MANAGER.value: "The hiring manager",
    Owner.CURRENT_MANAGER.value: "Their present manager, who knows",
    Owner.LEARNING.value: "Learning and development",
}
AGAIN = {"": "Choose", Again.YES.value: "Yes", Again.NO.value: "No", Again.NOT_YET.value: "Not yet"}
#: Not called optional: a text can be saved half done, and is not handed over so.
NEEDED: Any = {"autocomplete": "off"}
#: A moment is typed to the minute.
TO_THE_MINUTE = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def moment_of(field: Any, zone: str) -> datetime:
    """Return the moment that was typed, on the office's clock. Raises BadInput for a time that does not exist."""
    return moment_at(field.data.replace(second=0, microsecond=0), zone, later=True)


class ActForm(Typed):
    """One act on a record."""

    version = Version()


class BeginForm(ActForm):
    giver_id = ChosenId("Who gives the feedback", render_kw=NEEDED)
    agreement_applies = BooleanField("A collective agreement applies: HR leads and releases")


class OutcomeForm(ActForm):
    told_at = DateTimeLocalField("When they were told", [InputRequired("Say when.")], format=TO_THE_MINUTE)
    how = SelectField("How", choices=HOW, render_kw=NEEDED)
    offered = BooleanField("I offered them a talk about it in the same conversation")


class OfferForm(ActForm):
    offered_at = DateTimeLocalField("When it was offered", [InputRequired("Say when.")], format=TO_THE_MINUTE)


class ReadForm(ActForm):
    verdict = RadioField(
        "What you say as the second reader",
        [InputRequired("Say whether it can go on.")],
        choices={"approve": "It can go on", "send-back": "It goes back to be changed"},
    )
    reader_note = TextAreaField("What is to be changed", [ManyLines(NOTE_LIMIT)])


class TalkForm(ActForm):
    held_at = DateTimeLocalField("When the talk was", [InputRequired("Say when.")], format=TO_THE_MINUTE)
    how = SelectField("How", choices=HOW, render_kw=NEEDED)
    talk_note = TextAreaField(
        "What was said", [InputRequired("Keep a note of what was said."), ManyLines(NOTE_LIMIT)]
    )


class WaiveForm(ActForm):
    waived_note = TextAreaField(
        "How and when they asked for it", [InputRequired("Say how they asked for it."), ManyLines(NOTE_LIMIT)]
    )


class FollowUpForm(ActForm):
    note = TextAreaField(
        "What was said", [InputRequired("Keep a note of what was said."), ManyLines(NOTE_LIMIT)]
    )
    done = MultiCheckboxField("Done since", [Optional()])


class HoldForm(ActForm):
    held_why = TextAreaField("Why", [InputRequired("Say why."), ManyLines(NOTE_LIMIT)])


class CloseForm(ActForm):
    closed_why = TextAreaField("Why, if it is before the follow-up at ninety days", [ManyLines(NOTE_LIMIT)])


class CorrectForm(ActForm):
    why = TextAreaField("What is wrong", [InputRequired("Say what is wrong."), ManyLines(NOTE_LIMIT)])


class DeclineForm(ActForm):
    correction_answer = TextAreaField(
        "Why it stays as it is", [InputRequired("They read this: say why."), ManyLines(NOTE_LIMIT)]
    )


class ManagerForm(ActForm):
    informed_on = DateField("Their present manager knows since", [Optional()])
    consent = BooleanField("They agreed to that")


class BecameForm(ActForm):
    moved_on = DateField("Took another role here on", [Optional()])
    left_on = DateField("Left the company on", [Optional()])


# --- the text ----------------------------------------------------------------------------------------


class PointRow(Form):
    """One criterion."""

    level = SelectField("How far it was shown", choices=LEVELS, default="", render_kw=NEEDED)
    weight = SelectField("Named as", choices=WEIGHTS, default=Weight.NEITHER.value, render_kw=NEEDED)
    evidence = TextAreaField("What was said or done", [ManyLines(EVIDENCE_LIMIT)], render_kw=NEEDED)
    seen_on = DateField("On which day", [Optional()], render_kw=NEEDED)
    next_time = TextAreaField("What would show it next time", [ManyLines(NEXT_LIMIT)])


class ActionRow(Form):
    """One agreed action; a row without words is none."""

    criterion = SelectField(
        "For which gap", validate_choice=True, choices={"": "Choose"}, default="", render_kw=NEEDED
    )
    what = StringField("What is done", [OneLine(WHAT_LIMIT)], render_kw=NEEDED)
    owner = SelectField("By whom", choices=OWNERS, default="", render_kw=NEEDED)
    by = DateField("By when", [Optional()], render_kw=NEEDED)
    support = StringField("Support", [OneLine(SUPPORT_LIMIT)])

    @property
    def is_one(self) -> bool:
        return bool((self.what.data or "").strip() or self.criterion.data)


class TextForm(Typed):
    """All that is written to one colleague."""

    points = FieldList(FormField(PointRow), "Criteria", max_entries=MOST_POINTS)
    actions = FieldList(FormField(ActionRow), "Actions", max_entries=MOST_ACTIONS)
    again = SelectField(
        "Would you encourage them to apply again?", choices=AGAIN, default="", render_kw=NEEDED
    )
    not_yet = SelectField("If not yet: until which criterion is shown", choices={"": "Choose"}, default="")
    watch = StringField("Roles or times to watch for", [OneLine(NEXT_LIMIT)])
    version = Version()

    def offer(self, criteria: Sequence[str]) -> None:
        """Set what can be chosen."""
        named: dict[Any, str] = {"": "Choose", **{each: each for each in criteria}}
        self.not_yet.choices = named
        for row in self.actions:
            row.form.criterion.choices = named

    def content(self, criteria: Sequence[str]) -> Content:
        """Return what was typed, for these criteria in their order."""
        rows = [row.form for row in self.points]
        points = [_point(name, rows[at] if at < len(rows) else None) for at, name in enumerate(criteria)]
        actions = [_action(row.form) for row in self.actions if row.form.is_one]
        return Content(
            tuple(points),
            tuple(actions),
            Again(self.again.data) if self.again.data else None,
            self.not_yet.data or "",
            text_of(self.watch),
        )


def _point(criterion: str, row: Any) -> Point:
    if row is None:
        return Point(criterion)
    if row.seen_on.data is not None:
        ensure_year(row.seen_on.data)
    return Point(
        criterion,
        Level(row.level.data) if row.level.data else None,
        Weight(row.weight.data or Weight.NEITHER),
        text_of(row.evidence),
        row.seen_on.data,
        text_of(row.next_time),
    )


def _action(row: Any) -> Action:
    if row.by.data is not None:
        ensure_year(row.by.data)
    owner = Owner(row.owner.data) if row.owner.data else None
    return Action(row.criterion.data or "", text_of(row.what), owner, row.by.data, text_of(row.support))


def stored(content: Content) -> dict[str, Any]:
    """Return what the form would hold, with free rows for actions below."""
    points = [
        {
            "level": each.level.value if each.level else "",
            "weight": each.weight.value,
            "evidence": each.evidence,
            "seen_on": each.seen_on,
            "next_time": each.next_time,
        }
        for each in content.points
    ]
    actions: list[dict[str, Any]] = [
        {
            "criterion": each.criterion,
            "what": each.what,
            "owner": each.owner.value if each.owner else "",
            "by": each.by,
            "support": each.support,
        }
        for each in content.actions
    ]
    free = max(0, min(3, MOST_ACTIONS - len(actions)))
    return {
        "points": points,
        "actions": actions + [{}] * free,
        "again": content.again.value if content.again else "",
        "not_yet": content.not_yet,
        "watch": content.watch,
    }


# --- the employee, and the requisition ---------------------------------------------------------------


class AnswerForm(Typed):
    """What a colleague answers on their own page."""

    comment = TextAreaField("Anything you want to say about it", [ManyLines(2000)])
    wish = TextAreaField("A fact on it is wrong", [ManyLines(2000)])
    complain = BooleanField("I want to complain: nothing is to be changed, and HR is to look at it")


class CriteriaForm(Typed):
    """What people are chosen by."""

    criteria = FieldList(
        StringField("Criterion", [OneLine(CRITERION_LIMIT)]), min_entries=MOST, max_entries=MOST
    )
    version = Version()

    @property
    def names(self) -> list[str]:
        return [each.data or "" for each in self.criteria]
