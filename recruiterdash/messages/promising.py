"""Which day is offered for a promise; pure. Which days may be promised is `waiting.promisable`'s to say."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from recruiterdash.messages.courtesy.said import Away
from recruiterdash.messages.types import MessageType
from recruiterdash.waiting.workdays import Calendar


def suggested(
    today: date,
    owed: Iterable[date],
    cadence: int,
    calendar: Calendar,
    cap: int,
    needed: date | None = None,
) -> date:
    """Return the day to offer: when the next word is owed after this one, and never past a duty.

    today: the office's date. owed: days on which something else is due. cadence: business days from a word to
    the next. cap: business days that may be promised ahead. needed: a day that whoever decides has asked for, in
    place of the cadence. A duty due today or before cannot be met by a promise; the next business day is the
    earliest.
    """
    furthest = calendar.business_day_after(today, cap)
    next_word = min(needed or calendar.business_day_after(today, min(cadence, cap)), furthest)
    duties = [calendar.roll_back(day) for day in owed if day > today]
    return max(min([next_word, *duties]), calendar.business_day_after(today, 1))


def offered(
    type_: MessageType,
    today: date,
    owed: Iterable[date],
    missed: date | None,
    cadence: int,
    calendar: Calendar,
    cap: int,
    away: Sequence[Away] = (),
    needed: date | None = None,
) -> date:
    """Return the day to offer with a letter of a type; see `suggested`.

    missed: a day promised earlier and neither kept nor answered: what stands is not moved by what nobody chose, but
    by a delay notice. away: absences of who promises it; the last working day before one is offered, if there is any.
    """
    stands = [missed] if missed is not None and type_ is not MessageType.DELAY else []
    wanted = suggested(today, [*owed, *stands], cadence, calendar, cap, needed)
    day = wanted
    while day > today and any(each.first <= day <= each.last for each in away):
        day = calendar.roll_back(day - timedelta(days=1))
    return day if day > today else wanted
