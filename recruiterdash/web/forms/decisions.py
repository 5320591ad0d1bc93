"""Decisions, as they are typed in."""

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from recruiterdash.candidates.models import Disposition, Outcome, ReasonFamily
from recruiterdash.journey.decisions import FAMILIES
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


def our_reasons() -> dict[str, str]:
    """Return the reasons a "no" of ours may have; what the candidate did is recorded as their own act."""
    return {
        reason.value: f"{words} ({FAMILY_WORDS[FAMILIES[reason]]})"
        for reason, words in REASONS.items()
        if FAMILIES[reason] is not ReasonFamily.CANDIDATE
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
    note = TextAreaField("Note", [ManyLines(NOTE_LIMIT)])
    version = Version()
    #: Where to go afterwards.
    next = HiddenField()

    @property
    def disposition(self) -> Disposition | None:
        return Disposition(self.reason.data) if self.reason.data else None


class TakeBackForm(Typed):
    """A decision is taken back."""

    version = Version()
