"""Writing to many: the text of all letters, and what confirms them."""

from collections.abc import Sequence

from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from recruiterdash.candidates.models import Disposition
from recruiterdash.messages.batches.asked import SUBJECT_LIMIT
from recruiterdash.messages.wording import SOURCE_LIMIT
from recruiterdash.web.forms.fields import choice
from recruiterdash.web.forms.nouns import ManyLines, OneLine, Typed
from recruiterdash.web.matching import LIMIT

REASONS = choice(
    (Disposition.NOT_SELECTED.value, "Considered and not selected"),
    (Disposition.LACKS_BASIC_QUALIFICATION.value, "Lacks a basic qualification"),
    (Disposition.NOT_CONSIDERED.value, "Not considered"),
    (Disposition.UNREACHABLE.value, "They could not be reached"),
    (Disposition.POSITION_CANCELLED.value, "The position was cancelled"),
    (Disposition.POSITION_FILLED.value, "The position was filled"),
    (Disposition.FILLED_INTERNALLY.value, "Filled by a colleague"),
)


class BatchForm(Typed):
    """One text for many letters."""

    subject = StringField("Subject", [InputRequired("The letters need a subject."), OneLine(SUBJECT_LIMIT)])
    body = TextAreaField("Letter", [InputRequired("Write the letter."), ManyLines(SOURCE_LIMIT)])
    promise = DateField("They will hear from us by", [Optional()])
    reason = SelectField("Reason, for colleagues only", choices=REASONS, validators=[Optional()])
    #: The wording the text began with, and what it is written in.
    wording = HiddenField(validators=[Length(max=20)])
    language = HiddenField(validators=[Length(max=12)])
    #: Applications, between commas; or the requisition all of whose open people are meant; or a queue's filters.
    chosen = HiddenField()
    requisition = IntegerField(widget=HiddenInput(), validators=[Optional()])
    stage = IntegerField(widget=HiddenInput(), validators=[Optional()])
    matching = HiddenField(validators=[Length(max=LIMIT)])

    def tell(self, reasons: Sequence[Disposition]) -> None:
        """Offer the reasons that letters of the type can tell, the usual one first; all of them where it tells none."""
        if not reasons:
            return
        words = dict(REASONS())
        told = [(each.value, words[each.value]) for each in reasons if each.value in words]
        self.reason.choices = told
        if self.reason.data not in dict(told):
            self.reason.data = told[0][0]


class ConfirmForm(Typed):
    """The confirmation of a preview."""

    token = HiddenField(validators=[Length(max=200)])
    #: The number of letters that stands on the button.
    shown = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=0, max=10**9)])
    # asked for only where it is needed: then it is not optional, and the page must not say so
    typed_count = IntegerField(
        "Type the number of letters",
        [Optional(), NumberRange(min=0, max=10**9)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
