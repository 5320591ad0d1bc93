"""Keeping letters back, letting them go, and saying what became of one: text turned into values."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired

from recruiterdash.messages.brakes import REASON_LIMIT
from recruiterdash.web.forms.nouns import OneLine, Typed

ARRIVED, AGAIN = "arrived", "again"


class HoldForm(Typed):
    """Why no letter leaves from now on."""

    reason = StringField("Why", [DataRequired("Say why, in a few words."), OneLine(REASON_LIMIT)])


class ReleaseForm(HoldForm):
    """Why letters leave again; the moment says which hold was seen."""

    send_waiting = BooleanField("Nothing has left elsewhere: send them, too")
    held_since = HiddenField()


class ResolveForm(Typed):
    """What became of a letter nobody knows of; its two buttons say which."""

    reason = StringField("How you know", [DataRequired("Say how you know."), OneLine(REASON_LIMIT)])
    decided = StringField(
        "What became of it", [AnyOf((ARRIVED, AGAIN), "Say that it arrived, or send it again.")]
    )


class VouchForm(Typed):
    """Why a letter may leave though data from the ATS are old."""

    reason = StringField(
        "How you know that it is still right",
        [DataRequired("Say how you know that it is still right."), OneLine(REASON_LIMIT)],
    )


class HastenForm(Typed):
    """Why a letter cannot wait for its hour."""

    reason = StringField(
        "Why it cannot wait", [DataRequired("Say why it cannot wait."), OneLine(REASON_LIMIT)]
    )
