"""Stories turned into histories as of now; pure, and the same for the same seed."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from recruiterdash.demo.names import ASKS, DEADLINES, PEOPLE, QUESTIONS, STATUS, THANKS
from recruiterdash.demo.stories import STORIES, Step, Story
from recruiterdash.journey import Happened
from recruiterdash.requisitions.models import StageType

INTERNAL_SHARE = 0.06


class Place(NamedTuple):
    """The office a history plays in: its zone and which days it works."""

    zone: ZoneInfo
    workweek: tuple[int, ...]
    #: A statutory duty runs there: some were forgotten past it.
    by_law: bool = False


class Imagined(NamedTuple):
    """One person's application as it went."""

    first_name: str
    last_name: str
    zone: str
    mailbox: str
    phone: str
    internal: bool
    story: str
    stage: StageType
    #: Which of the requisitions, by its place in the list.
    requisition: int
    happened: tuple[Happened, ...]


def imagine(
    count: int, places: list[Place], seed: int, now: datetime, fits: Callable[[int, Story], bool]
) -> Iterator[Imagined]:
    """Yield that many applications, requisition by requisition.

    places: the office of each requisition. fits: whether a story may happen in a requisition.
    """
    chance = random.Random(seed)
    tellable = [[story for story in STORIES if fits(index, story)] for index in range(len(places))]
    weights = [
        [story.weight * (12 if place.by_law and story.forgotten else 1) for story in stories]
        for place, stories in zip(places, tellable, strict=True)
    ]
    for number in range(count):
        requisition = number * len(places) // count
        story = chance.choices(tellable[requisition], weights[requisition])[0]
        yield _one(number, story, requisition, places[requisition], chance, now)


def _one(
    number: int, story: Story, requisition: int, place: Place, chance: random.Random, now: datetime
) -> Imagined:
    first, last, zone = PEOPLE[(number * 7 + number // len(PEOPLE)) % len(PEOPLE)]
    round_ = number // len(PEOPLE)
    happened = _Pen(story, place, chance, now).write()
    return Imagined(
        first_name=first,
        last_name=last if round_ == 0 or not last else f"{last}{_suffix(round_)}",
        zone=zone,
        mailbox=f"candidate{number + 1}@mail.example",
        phone=f"+1 555 01{number % 100:02d} {number // 100 % 10000:04d}",
        internal=chance.random() < INTERNAL_SHARE,
        story=story.name,
        stage=story.stage,
        requisition=requisition,
        happened=happened,
    )


def _suffix(round_: int) -> str:
    """Tell people of the same name apart as people do: a second family name."""
    families = ("Adler", "Bauer", "Costa", "Duval", "Eriksen", "Farouk", "Greco", "Haddad", "Ito", "Jansen")
    return "-" + "-".join(families[int(digit)] for digit in str(round_ % 1000))


def happened(story: Story, place: Place, now: datetime) -> tuple[Happened, ...]:
    """Return one story as it happened, the same each time."""
    return _Pen(story, place, random.Random(0), now).write()


def business_day(place: Place, now: datetime, ago: int) -> date:
    """Return the business day that many before today (negative: after)."""
    day, step = now.astimezone(place.zone).date(), -1 if ago > 0 else 1
    for _ in range(abs(ago)):
        day += timedelta(days=step)
        while day.weekday() not in place.workweek:
            day += timedelta(days=step)
    while day.weekday() not in place.workweek:
        day -= timedelta(days=1)
    return day


class _Pen:
    """Writes one story's steps as happenings, each at a believable hour of a business day."""

    def __init__(self, story: Story, place: Place, chance: random.Random, now: datetime) -> None:
        self.story, self.place, self.chance, self.now = story, place, chance, now
        self.shift = chance.randint(0, story.spread)
        self.said: list[Happened] = []

    def write(self) -> tuple[Happened, ...]:
        for order, step in enumerate(self.story.steps):
            self.said.append(_VERBS[step.what](self, step, self._moment(step.ago, order)))
        return tuple(sorted(self.said, key=lambda each: each.at))

    def _moment(self, ago: int, order: int) -> datetime:
        """Return a moment that many business days ago (plus the story's shift), never later than now."""
        day = self.day(ago + self.shift)
        hour = min(9 + order, 16) if ago + self.shift else 8
        local = datetime.combine(day, time(hour, self.chance.randint(0, 59)), self.place.zone)
        return min(local.astimezone(UTC), self.now - timedelta(minutes=30 - order))

    def day(self, ago: int) -> date:
        """Return the business day that many before today (negative: after)."""
        return business_day(self.place, self.now, ago)

    def ahead(self, step: Step) -> str:
        """Return the business day `step.number` after the step's own, as ISO text."""
        return self.day(step.ago + self.shift - step.number).isoformat()

    def pick(self, texts: tuple[str, ...]) -> str:
        return self.chance.choice(texts)


def _out(kind: str, body: str | None = None, **data: Any) -> Callable[[_Pen, Step, datetime], Happened]:
    return lambda _pen, _step, at: Happened("out", at, kind, data, body=body, source="import")


def _in(kind: str, texts: tuple[str, ...] = ()) -> Callable[[_Pen, Step, datetime], Happened]:
    return lambda pen, _step, at: Happened(
        "in", at, kind, {"channel": "email"}, body=pen.pick(texts) if texts else None, source="import"
    )


def _plain(type_: str, **data: Any) -> Callable[[_Pen, Step, datetime], Happened]:
    return lambda _pen, _step, at: Happened(type_, at, data=data, source="import")


def _held(stage: str) -> Callable[[_Pen, Step, datetime], Happened]:
    def write(_pen: _Pen, step: Step, at: datetime) -> Happened:
        owed = {"scorecards": step.number} if step.number else {}
        return Happened(
            "interview_held", at, data={"stage": stage, "end": at.isoformat(), **owed}, source="import"
        )

    return write


def _dated(pen: _Pen, step: Step, at: datetime) -> Happened:
    return Happened(
        "out", at, "personal", {"status": True, "next_date": pen.ahead(step)}, body=STATUS, source="import"
    )


def _booked(pen: _Pen, step: Step, at: datetime) -> Happened:
    day = pen.day(-step.number if step.number > 0 else step.ago + pen.shift + step.number)
    end = datetime.combine(day, time(15, 0), pen.place.zone).astimezone(UTC)
    return Happened(
        "interview_scheduled", at, data={"stage": "interview", "end": end.isoformat()}, source="import"
    )


def _asked(pen: _Pen, step: Step, at: datetime) -> Happened:
    return Happened(
        "out", at, "personal", {"asks": True, "deadline": pen.ahead(step)}, body=ASKS, source="import"
    )


def _offered(pen: _Pen, step: Step, at: datetime) -> Happened:
    pen.said.append(Happened("decision", at - timedelta(hours=1), data={"value": "offer"}, source="import"))
    return Happened("out", at, "phone", {"decision": "offer", "deadline": pen.ahead(step)}, source="import")


def _until(kind: str, body: str | None) -> Callable[[_Pen, Step, datetime], Happened]:
    return lambda pen, step, at: Happened(
        "in", at, kind, {"until": pen.ahead(step)}, body=body, source="import"
    )


_VERBS: dict[str, Callable[[_Pen, Step, datetime], Happened]] = {
    "applied": _plain("applied"),
    "ack": _out("auto_ack"),
    "status": _out("personal", STATUS, status=True),
    "dated": _dated,
    "screen": _held("screen"),
    "interview": _held("interview"),
    "final": _held("final"),
    "card": _plain("scorecard"),
    "advance": _out("invite", "We would like to meet you again.", decision="advance"),
    "book": _booked,
    "cancel": _plain("interview_cancelled", by="employer"),
    "question": _in("question", QUESTIONS),
    "thanks": _in("thank_you", THANKS),
    "deadline": _until("candidate_deadline", DEADLINES),
    "delay": _until("delay_request", "Could we speak after my holiday?"),
    "ask": _asked,
    "reject": _plain("decision", value="reject"),
    "told_mail": _out(
        "personal", "We have decided not to go ahead with your application.", decision="reject"
    ),
    "told_call": _out("phone", None, decision="reject"),
    "voicemail": _out("voicemail"),
    "withdraw": _in("withdraw"),
    "offer": _offered,
    "accept": _in("accept"),
    "hire": _plain("decision", value="hire"),
}
