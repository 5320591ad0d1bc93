"""What a person says of a mail: text turned into values."""

from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from recruiterdash.candidates import freezes
from recruiterdash.messages.inbound.models import InboundMail
from recruiterdash.messages.inbound.understanding import ADDABLE, KINDS, LONGEST
from recruiterdash.web.forms.fields import choice
from recruiterdash.web.forms.nouns import MOST, ChosenIds, OneLine, Typed, Version


class MailForm(Typed):
    """An act on one mail, as it was when the page was shown."""

    version = Version()


class AcceptForm(MailForm):
    """What the mail is."""

    kind = SelectField("What it is", choices=choice(*((name, kind.name) for name, kind in KINDS.items())))
    day = DateField("The day they name", [Optional()])

    @classmethod
    def of(cls, mail: InboundMail) -> "AcceptForm":
        """Return the form as it is shown first: filled in with what the rules suggest."""
        suggested: dict[str, Any] = {"kind": mail.settled_kind or mail.kind or "question"}
        day = date.fromisoformat(mail.named_day) if mail.named_day else None
        return cls(formdata=None, version=mail.version, day=day, **suggested)


class LiftForm(MailForm):
    """Letters to many may go to the person again."""

    reason = StringField(
        "Why letters to many may go to them again",
        [InputRequired("Say why letters to many may go to them again."), OneLine(freezes.REASON_LIMIT)],
    )


class NoteToForm(Typed):
    """Whom a note was meant for."""

    to = ChosenIds("Meant for", validate_choice=False)


class FileForm(MailForm):
    """Whose the mail is."""

    application = IntegerField(
        "Application", [InputRequired("Say whose mail it is."), NumberRange(1, MOST)], widget=HiddenInput()
    )


class OwnWordsForm(Typed):
    """Words of this house, and what they mean."""

    words = StringField("They write", [InputRequired("Write what they write."), OneLine(LONGEST)])
    kind = SelectField("It is taken for", choices=choice(*((name, KINDS[name].name) for name in ADDABLE)))


class WordsForm(Typed):
    """Words of this house that stand on the page."""

    words = HiddenField()


class LineForm(Typed):
    """A line of the tables."""

    line = HiddenField()
