"""Fields that several forms share."""

from collections.abc import Callable
from typing import Any

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from recruiterdash.web.forms.nouns import Typed, Version


def choice(*options: tuple[Any, str]) -> Callable[[], list[tuple[Any, str]]]:
    """Return (value, words) pairs as a select field takes them; it is about to drop plain lists of pairs."""
    return lambda: list(options)


class MultiCheckboxField(SelectMultipleField):
    """Several of a few: a box for each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VersionedForm(Typed):
    """A form that knows which version of the thing it was made from."""

    version = Version()

    def is_old(self, present: int) -> bool:
        return self.version.is_behind(present)


def chosen_ids(data: Any) -> frozenset[int]:
    """Return the numbers of chosen options."""
    return frozenset(int(each) for each in data or ())
