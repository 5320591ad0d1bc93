"""Writing a letter: text turned into one `Letter`."""

from datetime import date

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from recruiterdash.candidates.models import Disposition
from recruiterdash.errors import BadInput
from recruiterdash.messages import MANNERS, Draft, Letter, MessageType
from recruiterdash.messages.days import moved
from recruiterdash.messages.wording import SOURCE_LIMIT
from recruiterdash.web.forms.fields import choice
from recruiterdash.web.forms.nouns import MOST, ManyLines, OneLine, Typed, text_of

SUBJECT_LIMIT = 300
#: Of a row's number at the most.
DIGITS = 18
NOW, LATER = "now", "later"

REASONS = choice(
    ("", "Choose a reason"),
    (Disposition.NOT_SELECTED.value, "Considered and not selected"),
    (Disposition.LACKS_BASIC_QUALIFICATION.value, "Lacks a basic qualification"),
    (Disposition.NOT_CONSIDERED.value, "Not considered"),
    (Disposition.DUPLICATE.value, "Duplicate application"),
    (Disposition.UNREACHABLE.value, "They could not be reached"),
    (Disposition.POSITION_FILLED.value, "The position was filled"),
    (Disposition.POSITION_CANCELLED.value, "The position was cancelled"),
    (Disposition.FILLED_INTERNALLY.value, "Filled internally"),
)


class LetterForm(Typed):
    """One letter to one person."""

    subject = StringField("Subject", [InputRequired("A letter has a subject."), OneLine(SUBJECT_LIMIT)])
    body = TextAreaField("Letter", [InputRequired("Write the letter."), ManyLines(SOURCE_LIMIT)])
    promise = DateField("They will hear from us by", [Optional()])
    reason = SelectField("Reason, for colleagues only", choices=REASONS, default="", validators=[Optional()])
    asks = BooleanField("It asks them for something: the next step is theirs")
    deadline = DateField("Until when", [Optional()])
    leaves = RadioField(
        "When it leaves",
        choices=choice((NOW, "Now"), (LATER, "At the next good hour")),
        default=NOW,
        validators=[Optional()],
    )
    despite_offer = BooleanField("I know this: they are to be told no for this role all the same")
    #: The day that stands in the text as it was filled in; another one beside it replaces it there.
    drafted = HiddenField()
    #: Of the wording it began with: its days are said in it.
    language = HiddenField(validators=[Length(max=16)])
    token = HiddenField(validators=[Length(max=60)])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    template = IntegerField(widget=HiddenInput(), validators=[Optional()])
    next = HiddenField()
    #: Other applications of theirs whose no it tells as well.
    also = HiddenField(validators=[Length(max=200)])
    #: Who else was seen to answer it.
    beside = HiddenField(validators=[Length(max=300)])
    #: The mail it answers.
    answers = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, MOST)])

    @classmethod
    def of(cls, draft: Draft, next_: str, answers: int | None = None) -> "LetterForm":
        """Return the form as it is shown first."""
        return cls(
            formdata=None,
            subject=draft.subject,
            body=draft.body,
            promise=draft.promise,
            drafted=draft.promise.isoformat() if draft.promise else "",
            language=draft.language,
            asks=MANNERS[draft.type].asks,
            token=draft.token,
            version=draft.about.application.version,
            template=draft.template_version_id,
            next=next_,
            also=",".join(str(each.about.application.id) for each in draft.beside),
            answers=answers,
        )

    @property
    def others(self) -> tuple[int, ...]:
        """The other applications it is about. Raises BadInput when they cannot be read."""
        said = [each for each in (self.also.data or "").split(",") if each]
        if not all(each.isascii() and each.isdigit() and len(each) <= DIGITS for each in said):
            raise BadInput("The other applications of this letter cannot be read. Nothing was sent.")
        return tuple(map(int, said))

    def letter(self, type_: MessageType) -> Letter:
        """Return what was approved."""
        drafted, language = _day(self.drafted.data), self.language.data or "en"
        return Letter(
            type=type_,
            subject=moved(self.subject.data or "", drafted, self.promise.data, language),
            body=moved(text_of(self.body), drafted, self.promise.data, language),
            token=self.token.data or "",
            promise=self.promise.data,
            version=self.version.data,
            reason=Disposition(self.reason.data) if self.reason.data else None,
            asks=bool(self.asks.data),
            deadline=self.deadline.data,
            despite_offer=bool(self.despite_offer.data),
            template_version_id=self.template.data,
            later=self.leaves.data == LATER,
            also=self.others,
            answers=self.answers.data,
        )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
