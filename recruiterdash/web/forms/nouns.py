"""What forms about requisitions and people share: texts that can be kept, choices by id, facts not known."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, Form, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from recruiterdash.errors import BadInput
from recruiterdash.mail.addresses import check_line, check_lines, composed

MOST = 2**63 - 1

#: What a choice that is not in the list is answered with.
NOT_THERE: dict[str, Any] = {
    "invalid_value_message": "Choose from the list.",
    "invalid_choice_message": "Choose from the list.",
}


class Typed(FlaskForm):
    """A form with the token against forged ones; its constructor is typed, which the library's is not."""

    def __init__(self, *given: Any, **named: Any) -> None:
        FlaskForm.__init__(self, *given, **named)


class OneLine:
    """Takes one line of up to `limit` characters, in any script, without what is not shown."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Form, field: Field) -> None:
        try:
            check_line(unicodedata.normalize("NFC", field.data or ""), field.label.text.lower(), self.limit)
        except BadInput as refusal:
            raise ValidationError(str(refusal)) from None


class ManyLines:
    """Takes a text of up to `limit` characters that may have several lines."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Form, field: Field) -> None:
        try:
            check_lines(field.data or "", "This", self.limit)
        except BadInput as refusal:
            raise ValidationError(str(refusal)) from None


def text_of(field: Field) -> str:
    """Return a text of several lines as it is kept: composed (NFC), with plain line ends."""
    return composed(field.data or "")


class ChosenId(SelectField):
    """Chooses one row by its id, or none when there is an empty choice; `data` is a number or None."""

    def __init__(self, label: str, **given: Any) -> None:
        super().__init__(label, coerce=_id_or_none, **{**NOT_THERE, **given})
        self.type = "SelectField"

    def offer(self, choices: Iterable[tuple[int, str]], *, nobody: str | None = None) -> None:
        """Set what can be chosen. nobody: words of the empty choice, None when one must be chosen."""
        empty: dict[Any, str] = {} if nobody is None else {"": nobody}
        self.choices: Any = {**empty, **dict(choices)}


class ChosenIds(SelectMultipleField):
    """Chooses any number of rows by their ids."""

    def __init__(self, label: str, **given: Any) -> None:
        super().__init__(label, coerce=_id, **{**NOT_THERE, **given})
        self.type = "SelectMultipleField"

    def offer(self, choices: Sequence[tuple[int, str]]) -> None:
        self.choices: Any = dict(choices)


class MaybeKnown(SelectField):
    """Yes, no, or not known, which is another thing than no."""

    def __init__(self, label: str, **given: Any) -> None:
        choices: Any = {"": "Not known", "yes": "Yes", "no": "No"}
        super().__init__(label, choices=choices, **given)
        self.type = "SelectField"

    @property
    def truth(self) -> bool | None:
        return {"yes": True, "no": False}.get(str(self.data or ""))


class Version(IntegerField):
    """The version of what the page showed, carried hidden."""

    widget = HiddenInput()

    def __init__(self, label: str = "Version", **given: Any) -> None:
        super().__init__(label, [Optional()], **given)
        self.type = "HiddenField"

    def is_behind(self, version: int) -> bool:
        """Whether the thing has moved on since the page was shown; a page without a version is behind."""
        return bool(self.data != version)


def _id(value: Any) -> int:
    number = int(value)
    if not 0 < number <= MOST:
        raise ValueError("That cannot be chosen.")
    return number


def _id_or_none(value: Any) -> int | None:
    return None if value in (None, "", "None") else _id(value)
