"""Logging a word that passed elsewhere: text turned into one `Contact`."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from recruiterdash.journey.contact import TEXT_LIMIT, Channel, Contact, Reached
from recruiterdash.web.forms.local_times import ensure_year
from recruiterdash.web.forms.nouns import ManyLines, OneLine, Typed, text_of

CHANNELS = [
    ("phone", "Phone call"),
    ("meeting", "Conversation, in person or by video"),
    ("email", "E-mail sent from elsewhere"),
    ("text", "Text message or messenger"),
    ("linkedin", "LinkedIn message"),
    ("letter", "Letter or card by post"),
]
OUTCOMES = [
    ("reached", "We spoke"),
    ("voicemail", "Left a voicemail"),
    ("no_answer", "No answer"),
]
WORDS = [
    ("question", "A question, or asking where they stand"),
    ("thank_you", "A thank-you"),
    ("thank_you_question", "A thank-you with a question"),
    ("deliverable", "What we had asked for"),
    ("information", "Something for us to know"),
    ("delay_request", "Asking us to wait until a day"),
    ("reschedule_request", "Asking to move the interview"),
    ("candidate_deadline", "They must answer another offer by a day"),
    ("withdraw", "They withdraw"),
]
DECISIONS = [("", "No decision"), ("reject", "No"), ("advance", "They go ahead"), ("offer", "An offer")]
#: Something is always chosen: the page need not call it optional.
CHOSEN = {"autocomplete": "off"}
#: Words of theirs that name a day.
DATED = frozenset({"delay_request", "candidate_deadline"})


def offered(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return value and words as the fields take them."""
    return [SelectChoice(value, words) for value, words in pairs]


class LogForm(Typed):
    """One contact, in or out; which fields count is decided by its direction."""

    direction = HiddenField()
    kind = SelectField("How", choices=offered(CHANNELS), render_kw=CHOSEN)
    reached = RadioField("What came of it", choices=offered(OUTCOMES), default="reached")
    word = SelectField("What it was", choices=offered(WORDS), default="question", render_kw=CHOSEN)
    happened_at = DateTimeLocalField(
        "When", [InputRequired("Say when it happened.")], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    #: The exact moment the form was opened: a minute left as it was means this one.
    opened_at = HiddenField()
    says_status = BooleanField("It said where they stand: whether there is a decision yet")
    decision = SelectField(
        "It told them a decision", choices=offered(DECISIONS), default="", render_kw=CHOSEN
    )
    promised = DateField("We said they will hear from us by", [Optional()])
    keeps_promise = BooleanField("It kept the promise that is open")
    asks = BooleanField("We asked them for something")
    deadline = DateField("…until", [Optional()])
    until = DateField("Which day", [Optional()])
    text = TextAreaField("What was said", [Optional(), ManyLines(TEXT_LIMIT)])
    #: The application as it was when the page was shown.
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    #: What the page said this entry would do; another answer is shown before it is saved.
    shown = HiddenField()
    #: Where to go afterwards.
    next = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what one asks of another."""
        fits = super().validate(extra_validators)
        if self.incoming and self.word.data in DATED and self.until.data is None:
            self.until.errors = [*self.until.errors, "Say which day they named."]
            return False
        if not self.incoming and self.deadline.data is not None and not self.asks.data:
            words = "A day without a request: say that we asked them for something, or clear the day."
            self.deadline.errors = [*self.deadline.errors, words]
            return False
        return bool(fits)

    @property
    def incoming(self) -> bool:
        return bool(self.direction.data == "in")

    def contact(self, zone: str) -> Contact:
        """Return what was filled in; zone: the office's. Fields of the other direction count for nothing."""
        common = Contact(
            direction="in" if self.incoming else "out",
            channel=Channel(self.kind.data),
            happened_at=self._moment(zone),
            text=text_of(self.text),
        )
        return self._theirs(common) if self.incoming else self._ours(common)

    def _moment(self, zone: str) -> datetime:
        local = self.happened_at.data
        if local is None:
            raise ValueError("a form without its moment was not checked")
        ensure_year(local.date())
        typed = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        opened = _moment_of(self.opened_at.data)
        return opened if opened is not None and opened.replace(second=0, microsecond=0) == typed else typed

    def _theirs(self, common: Contact) -> Contact:
        word = str(self.word.data)
        return common._replace(kind=word, until=self.until.data if word in DATED else None)

    def _ours(self, common: Contact) -> Contact:
        reached = Reached(self.reached.data) if common.channel is Channel.PHONE else Reached.REACHED
        if reached is not Reached.REACHED:
            return common._replace(reached=reached)
        return common._replace(
            says_status=bool(self.says_status.data),
            decision=self.decision.data or None,
            promised=self.promised.data,
            keeps_promise=bool(self.keeps_promise.data),
            asks=bool(self.asks.data),
            deadline=self.deadline.data,
        )


def _moment_of(text: str | None) -> datetime | None:
    """An exact moment of ours that a hidden field carried, None for anything else."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


class QuickForm(Typed):
    """One click after a call."""

    call = HiddenField()
    shown = HiddenField()


class NoteForm(Typed):
    """A note for colleagues."""

    text = TextAreaField("Note", [InputRequired("Write the note."), ManyLines(TEXT_LIMIT)])


class UndoForm(Typed):
    """Why an entry is taken back."""

    reason = StringField("Why it did not happen", [InputRequired("Say why it is taken back."), OneLine(300)])


class StatusLinkForm(Typed):
    """Which link to a person's own page is withdrawn: the one the page showed."""

    shown = IntegerField(widget=HiddenInput(), validators=[Optional()])
