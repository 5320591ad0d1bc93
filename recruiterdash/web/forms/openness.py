"""Which month is published or withdrawn."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from recruiterdash.web.forms.nouns import Typed


class MonthForm(Typed):
    """One month."""

    month = StringField("Month", [InputRequired("Say which month."), Length(max=7)])
