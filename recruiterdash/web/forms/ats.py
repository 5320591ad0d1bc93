"""What an administrator says of the ATS, as a form."""

from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import NumberRange, Optional

from recruiterdash.messages import MANNERS, MessageType
from recruiterdash.messages.ats import LONGEST_HOURS, MAY_SEND, Rules
from recruiterdash.web.forms.fields import MultiCheckboxField, choice
from recruiterdash.web.forms.nouns import Typed


class AtsForm(Typed):
    """Which letters the ATS sends, and how old its data may be."""

    sends = MultiCheckboxField(
        "Your ATS sends these by itself",
        choices=choice(*((each.value, MANNERS[each].name) for each in MAY_SEND)),
    )
    hours = IntegerField(
        "Data are too old after (hours)",
        [
            Optional(),
            NumberRange(1, LONGEST_HOURS, f"Between 1 and {LONGEST_HOURS} hours, or empty for never."),
        ],
    )

    @classmethod
    def of(cls, rules: Rules) -> "AtsForm":
        return cls(formdata=None, data={"sends": sorted(rules.sends), "hours": rules.hours})

    @property
    def rules(self) -> Rules:
        return Rules(self.hours.data, frozenset(MessageType(each) for each in self.sends.data or ()))


class SettlingForm(Typed):
    """Whose side of a difference stands, and why it is ours."""

    side = HiddenField()
    reason = StringField()
