"""Decisions, as they are typed in."""

from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from recruiterdash.candidates.models import Disposition, Outcome, ReasonFamily, Silence
from recruiterdash.journey.decisions import FAMILIES
from recruiterdash.web import asking, selection
from recruiterdash.web.forms.nouns import ManyLines, Typed, Version

NOTE_LIMIT = 4000
OUTCOMES = {
    Outcome.ADVANCE: "They go ahead",
    Outcome.OFFER: "We make an offer",
    Outcome.HIRE: "They are hired",
    Outcome.REJECT: "No",
}
REASONS = {
    Disposition.NOT_CONSIDERED: "Not considered",
    Disposition.LACKS_BASIC_QUALIFICATION: "Lacks a basic qualification",
    Disposition.NOT_SELECTED: "Considered, not selected",
    Disposition.DUPLICATE: "The same application twice",
    Disposition.POSITION_CANCELLED: "The position was cancelled",
    Disposition.POSITION_FILLED: "The position was filled",
    Disposition.FILLED_INTERNALLY: "Filled internally",
    Disposition.UNREACHABLE: "Could not be reached",
    Disposition.WITHDREW: "They withdrew",
    Disposition.DECLINED_OFFER: "They declined our offer",
}
FAMILY_WORDS = {
    ReasonFamily.EMPLOYER: "our decision",
    ReasonFamily.CANDIDATE: "theirs",
    ReasonFamily.REQUISITION: "the requisition's end",
}


SILENCES = {
    Silence.CALL: "They are told in a call or a talk",
    Silence.THEIRS: "They withdrew, or have told us no",
    Silence.AGENCY: "Their agency tells them",
    Silence.DUPLICATE: "They hear about their other application",
    Silence.SPAM: "Nobody is behind it: spam or a test",
}
#: What a candidate does is recorded as their own act, and is no decision of ours.
THEIR_ACTS = frozenset({Disposition.WITHDREW, Disposition.DECLINED_OFFER})
#: What follows a no.
WRITE, SILENT = "write", "silent"


def our_reasons() -> dict[str, str]:
    """Return the reasons a "no" of ours may have: on our side, on theirs, and the requisition's."""
    return {
        reason.value: f"{words} ({FAMILY_WORDS[FAMILIES[reason]]})"
        for reason, words in REASONS.items()
        if reason not in THEIR_ACTS
    }


class DecisionForm(Typed):
    """One decision; a "no" has a reason, nothing else has one."""

    outcome = RadioField(
        "Decision",
        [InputRequired("Say what was decided.")],
        choices={outcome.value: words for outcome, words in OUTCOMES.items()},
    )
    #: Not called optional: it is asked for as soon as the decision is a no.
    reason = SelectField(
        "Reason for a no",
        choices={"": "Choose a reason", **our_reasons()},
        render_kw={"data-needed-for": "reject"},
    )
    #: What follows is said with every no: nobody is left untold because a program forgot to ask.
    telling = RadioField(
        "And then",
        choices={WRITE: "Write the letter that tells them", SILENT: "Write no letter"},
        default=WRITE,
    )
    silence = SelectField(
        "Why no letter",
        [Optional()],
        choices={"": "Choose a reason", **{each.value: words for each, words in SILENCES.items()}},
    )
    note = TextAreaField("Note", [ManyLines(NOTE_LIMIT)])
    version = Version()
    #: Where to go afterwards.
    next = HiddenField()

    @property
    def disposition(self) -> Disposition | None:
        return Disposition(self.reason.data) if self.reason.data else None

    @property
    def without_letter(self) -> Silence | None:
        """Why nothing is written; None when a letter follows, or the decision is no refusal."""
        silent = self.outcome.data == Outcome.REJECT.value and self.telling.data == SILENT
        return Silence(self.silence.data) if silent and self.silence.data else None

    @property
    def writes(self) -> bool:
        """Whether the letter is to be written next."""
        return bool(self.outcome.data == Outcome.REJECT.value and self.telling.data == WRITE)

    def validate_telling(self, field: RadioField) -> None:
        if self.outcome.data != Outcome.REJECT.value:
            return
        if not field.raw_data:
            raise ValidationError("Say whether the letter that tells them is written next, or why none is.")
        if field.data == SILENT and not self.silence.data:
            raise ValidationError(
                "Say why no letter is written. They stay on “decided, not told” until they know."
            )


class TakeBackForm(Typed):
    """A decision is taken back."""

    version = Version()


#: From so many people on their number is typed, so that nobody takes back more than they mean.
TYPED_FROM = 20


class SeveralForm(Typed):
    """Decisions about several people are taken back."""

    chosen = HiddenField()
    count = IntegerField("How many people are these? Type the number.", [Optional()])

    @property
    def people(self) -> tuple[int, ...]:
        """The applications it names; what is no id is left out."""
        return asking.ids((self.chosen.data or "",), selection.MOST)

    def validate_chosen(self, field: HiddenField) -> None:
        if not self.people:
            raise ValidationError("Nobody is selected.")
        if len(self.people) > TYPED_FROM and self.count.data != len(self.people):
            raise ValidationError(f"These are {len(self.people)} people: type that number to go on.")
