"""What a first pass asks about a whole file: the order of its dates, and what its mails are called."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from recruiterdash.imports import dates, reading, subjects
from recruiterdash.imports.mapping import Format, Meanings
from recruiterdash.imports.reading import Bad, Sheet

#: Subjects of mails that are counted; a person confirms the frequent ones.
MOST_SUBJECTS = 5_000


class Subjects:
    """Tells the class of a mail by its subject, and counts subjects for the page that asks what they mean."""

    def __init__(self, seen: Counter[tuple[str, str]], meanings: Meanings) -> None:
        self.seen = seen
        self.meanings = meanings

    def read(self, way: str, subject: str) -> str:
        stem = subjects.stem(subject)
        if (way, stem) in self.seen or len(self.seen) < MOST_SUBJECTS:
            self.seen[way, stem] += 1
        return self.meanings.subject(way, stem)


class Moments:
    """Reads moments; the order of day and month is looked for only when a date asks for it."""

    def __init__(
        self,
        sheet: Sheet,
        format_: Format,
        places: Mapping[str, int],
        order: dates.Order | None,
        usual: dates.Order | None = None,
    ) -> None:
        self.sheet = sheet
        self.places = [places[name] for name in format_.dates if name in places]
        self.names = frozenset(format_.dates)
        self.order = order
        self.usual = usual
        #: No date of the file settled the order.
        self.taken_as_usual = False
        self.looked = order is not None

    def read(self, text: str, zone: ZoneInfo) -> dates.Moment:
        first = self.sheet.first_day
        if first is not None and (found := dates.days(text, first, zone)) is not None:
            return found
        if not self.looked and dates.is_numbers(text):
            proven = dates.order_of(self._texts())
            self.order = proven or self.usual
            self.taken_as_usual = proven is None and self.usual is not None
            self.looked = True
        return dates.moment(text, zone, self.order)

    def _texts(self) -> Iterator[str]:
        for row in reading.rows(self.sheet):
            if isinstance(row, Bad):
                continue
            if self.sheet.kind == "records":
                yield from _dated(row[1][0], self.names)
            else:
                yield from (row[1][place] for place in self.places)


def _dated(record: Any, names: Collection[str]) -> Iterator[str]:
    """Yield the texts that stand under some names, however deep in a record."""
    if isinstance(record, list):
        for each in record:
            yield from _dated(each, names)
    elif isinstance(record, dict):
        for name, value in record.items():
            if isinstance(value, str):
                if name in names:
                    yield value
            else:
                yield from _dated(value, names)
