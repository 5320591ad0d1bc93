"""The service levels of one requisition as a form; an empty field follows the policy."""

from typing import Any

from wtforms import Form, FormField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from recruiterdash.waiting.policy import LEVELS, MOST
from recruiterdash.web.forms.nouns import Typed, Version
from recruiterdash.web.forms.policies import GROUPS


def _days(label: str) -> IntegerField:
    return IntegerField(
        label,
        [Optional(), NumberRange(1, MOST, f"From 1 to {MOST} business days.")],
        render_kw={"min": 1, "max": MOST, "inputmode": "numeric"},
    )


#: One number for each service level, none of them needed.
FewLevelsForm = type(
    "FewLevelsForm",
    (Form,),
    {name: _days(text) for words in GROUPS.values() for name, text in words.items()},
)


class OwnLevelsForm(Typed):
    """What a requisition says for itself; saving makes a new version."""

    after = Version()
    levels: "FormField[Any]" = FormField(FewLevelsForm)
    note = StringField("Why", [InputRequired("Say why it changes."), Length(max=200)])

    def level_values(self) -> dict[str, int]:
        """Return the levels that were filled in."""
        found = {name: self.levels.form[name].data for name in LEVELS}
        return {name: days for name, days in found.items() if days is not None}
