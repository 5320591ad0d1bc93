"""What two people changed at once is shown field by field, and nothing else is called a difference."""

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectMultipleField, StringField

from recruiterdash.web.forms.fields import choice
from recruiterdash.web.locking import Difference, differences


class Card(Form):
    name = StringField("Name")
    offices = SelectMultipleField("Offices", coerce=int, choices=choice((1, "New York"), (2, "London")))


def card(**typed: object) -> Card:
    return Card(MultiDict([(name, each) for name, given in typed.items() for each in _all(given)]))


def _all(given: object) -> list[object]:
    return given if isinstance(given, list) else [given]


def test_a_choice_of_several_has_no_order() -> None:
    assert differences(card(name="Ada", offices=[2, 1]), {"name": "Ada", "offices": [1, 2]}) == []


def test_what_differs_is_said_in_words() -> None:
    found = differences(card(name="Ada", offices=[2, 1]), {"name": "", "offices": [2]})
    assert found == [Difference("Name", "–", "Ada"), Difference("Offices", "London", "London, New York")]
