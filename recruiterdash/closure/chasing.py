"""When somebody will ask after us, as people do who were given a date, or none; pure."""

from datetime import date, timedelta
from typing import NamedTuple

#: Calendar days after a date that was named, and after the last word when none was.
AFTER_PROMISE = timedelta(days=3)
AFTER_WORD = (timedelta(days=7), timedelta(days=10))


class Expected(NamedTuple):
    """Between which days they will ask."""

    first: date
    last: date


def expected_chase(promised: date | None, last_word: date | None) -> Expected | None:
    """Return when to expect that they ask; None when nothing was ever said.

    promised: the day named to them. last_word: when they heard from us last. Both in the office's calendar.
    """
    if promised is not None:
        return Expected(promised + AFTER_PROMISE, promised + AFTER_PROMISE)
    if last_word is not None:
        return Expected(last_word + AFTER_WORD[0], last_word + AFTER_WORD[1])
    return None
