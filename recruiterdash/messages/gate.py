"""The window asked once more when letters are claimed: what was kept back too long must not leave at night.

Almost every letter is claimed in the hour it was meant for; then its own facts and the hours of its office, which
are kept for some seconds, are all that is needed. Only of the others more is asked.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash.config import Settings
from recruiterdash.messages.approval import Facts
from recruiterdash.messages.hours import zone_named
from recruiterdash.messages.leaving_many import House, houses_of, of_letters
from recruiterdash.messages.types import MessageType
from recruiterdash.messages.window import BAD_NEWS, Leave, Verdict, binds

#: Seconds for which the hours of offices are kept: a quiet date that is added now counts from then on.
KEPT = 5.0


class Gate:
    """What one sender asks about the hour."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._houses: Mapping[int, House] = {}
        self._read_at = float("-inf")

    def later(self, session: Session, facts: Sequence[Facts], now: datetime) -> dict[int, Leave]:
        """Return which letters must wait for a better hour, and until when.

        facts: of letters that may otherwise go. now: aware UTC. What is owed before that hour is not kept waiting.
        """
        if not self.settings.send_window:
            return {}
        shut = {row.message_id for row in facts if self._shut(session, row, now)}
        if not shut:
            return {}
        abouts: dict[MessageType, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row in facts:
            if row.message_id in shut:
                abouts[MessageType(row.type)][row.message_id].append(row.application_id)
        found: dict[int, Leave] = {}
        for type_, letters in abouts.items():
            own = of_letters(session, letters, type_, now=now, settings=self.settings, at_once=True)
            found |= {letter: leave for letter, leave in own.items() if leave.verdict is Verdict.SCHEDULED}
        return found

    def _shut(self, session: Session, row: Facts, now: datetime) -> bool:
        """Whether the window binds a letter and is not open for it."""
        type_ = MessageType(row.type)
        if not binds(type_, batch=row.to_many):
            return False
        hours = self._house(session, row.office_id, now).hours
        zone = (zone_named(row.theirs) if row.theirs else None) or ZoneInfo(row.zone)
        return hours.first(now, zone, bad=type_ in BAD_NEWS).start > now

    def _house(self, session: Session, office_id: int, now: datetime) -> House:
        if monotonic() - self._read_at > KEPT or office_id not in self._houses:
            self._houses, self._read_at = houses_of(session, now), monotonic()
        return self._houses[office_id]
