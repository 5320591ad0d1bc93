"""Promises asked after, other offers, absences and what is handed over: text turned into values."""

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Optional

from recruiterdash.closure.models import Answer
from recruiterdash.journey.contact import Channel
from recruiterdash.web.forms.nouns import NOT_THERE, ChosenId, Typed

NOT_A_DAY = "Write a day."
HEARD = ((Channel.PHONE, "by phone"), (Channel.EMAIL, "by mail"), (Channel.MEETING, "in person"))


class AskForm(Typed):
    """One click that asks who decides; it carries where to go next."""

    next = HiddenField()


class AnswerForm(Typed):
    """What a manager says; its buttons say which."""

    answer = StringField("Answer", [AnyOf([each.value for each in Answer], "Choose one of the answers.")])
    until = DateField("I need until", [Optional()])

    def said(self) -> Answer:
        return Answer(self.answer.data or "")


class OfferForm(Typed):
    """A day by which somebody must answer elsewhere."""

    until = DateField("They must answer by", [InputRequired("Say by which day they must answer.")])
    heard = SelectField("Heard", choices={each.value: words for each, words in HEARD}, **NOT_THERE)
    next = HiddenField()

    @property
    def channel(self) -> Channel:
        return Channel(self.heard.data or Channel.PHONE)


class AwayForm(Typed):
    """Days away, and who stands in."""

    first = DateField("First day", [InputRequired(NOT_A_DAY)])
    last = DateField("Last day", [InputRequired(NOT_A_DAY)])
    cover_id = ChosenId("Who stands in", validators=[InputRequired("Choose who stands in.")])


class HandOverForm(Typed):
    """Who has everything from now on, and what was looked at."""

    recruiter_id = ChosenId("Who recruits and writes from now on", validators=[Optional()])
    manager_id = ChosenId("Who decides from now on", validators=[Optional()])
    shown = HiddenField()
