"""Colleagues of the demo who applied and were told no: how it went, and what is written to each."""

from typing import NamedTuple

from recruiterdash.demo.stories import Step, Story
from recruiterdash.feedback.content import Again, Level, Owner, Weight
from recruiterdash.requisitions.models import StageType


class Shown(NamedTuple):
    """What was seen of one criterion."""

    level: Level
    weight: Weight = Weight.NEITHER
    evidence: str = ""
    next_time: str = ""


class Text(NamedTuple):
    """What is written to one colleague, criterion by criterion in the order of the requisition's."""

    shown: tuple[Shown, ...]
    #: What is done about the gap, by whom, with which support.
    action: str
    owner: Owner
    support: str
    again: Again
    watch: str


class Insider(NamedTuple):
    """One colleague, and how far the feedback to them has come; days are business days before today."""

    first_name: str
    last_name: str
    #: The requisition's place in the list.
    requisition: int
    #: When they were told, None for not yet.
    told: int | None
    giver: str = ""
    #: Who of the demo's colleagues they are, and whom they work for.
    user: str = ""
    manager: str = ""
    offered: bool = True
    written: int | None = None
    #: Only the first criterion is written so far.
    half: bool = False
    handed_over: int | None = None
    read: int | None = None
    talked: int | None = None
    released: int | None = None
    acknowledged: int | None = None
    #: What they say is wrong.
    wish: str = ""

    @property
    def decided(self) -> int:
        """When it was decided; what has not been told was decided yesterday."""
        return self.told if self.told is not None else 1

    @property
    def interviewed(self) -> int:
        return self.decided + 4

    @property
    def story(self) -> Story:
        """How the application went, as the other stories are told."""
        decided = self.decided
        told = (Step(self.told, "told_call"),) if self.told is not None else ()
        steps = (
            *(Step(decided + 16, "applied"), Step(decided + 16, "ack"), Step(decided + 11, "screen")),
            *(
                Step(self.interviewed, "interview", 1),
                Step(self.interviewed, "card"),
                Step(decided, "reject"),
            ),
        )
        return Story("a colleague", 0, StageType.INTERVIEW, (*steps, *told), spread=0)


_S, _G = Weight.STRENGTH, Weight.GAP
NURSE, ANALYST, ENGINEER, COUNSEL = 0, 1, 2, 7
CRITERIA: dict[int, tuple[str, ...]] = {
    NURSE: ("Planning a shift", "Measuring results", "Leading a handover"),
    ANALYST: ("Asking the right question", "Explaining a result", "Checking the data"),
    ENGINEER: ("Finding a cause", "Planning a shutdown", "Working with suppliers"),
    COUNSEL: ("Reading a contract", "Advising in plain words", "Knowing the region's law"),
}
TEXTS: dict[int, Text] = {
    NURSE: Text(
        (
            Shown(Level.MET, _S, "Planned a shift of nine aloud and in order, with two changes of plan."),
            Shown(
                Level.PARTLY,
                _G,
                "Two of three answers held no measured result.",
                "One change on the ward, with the figure before and after.",
            ),
            Shown(Level.MET),
        ),
        "Measure one change on the ward from beginning to end.",
        Owner.EMPLOYEE,
        "An hour a week with the quality team",
        Again.NOT_YET,
        "Care coordination, next round in spring",
    ),
    ANALYST: Text(
        (
            Shown(Level.MET, _S, "Asked three questions about the brief before opening the file."),
            Shown(
                Level.PARTLY,
                _G,
                "The summary of the case began with the method; the result came on page three.",
                "One page that begins with the result and what follows from it.",
            ),
            Shown(Level.MET),
        ),
        "Present one analysis a month to the sales meeting.",
        Owner.HIRING_MANAGER,
        "A seat in the meeting, and notes after it",
        Again.YES,
        "Reporting roles in the London office",
    ),
    ENGINEER: Text(
        (
            Shown(Level.MET, _S, "Traced the fault in the case from the alarm to the valve in five steps."),
            Shown(
                Level.NOT_SHOWN,
                _G,
                "The plan for the shutdown named no order of steps and no one to ask.",
                "A plan of one shutdown with steps, names and hours.",
            ),
            Shown(Level.PARTLY),
        ),
        "Plan the spring stop of line two beside the shift lead.",
        Owner.LEARNING,
        "The course on planned stops, two days",
        Again.YES,
        "Maintenance planning in Toronto",
    ),
}
YOU, KARIN, MICHAEL, KATJA = "Priya Shah", "Karin Lindqvist", "Michael Osei", "Katja Novak"
INSIDERS: tuple[Insider, ...] = (
    # decided, and nobody has spoken with them: everybody from outside waits for that
    Insider("Rosa", "Almeida", COUNSEL, None),
    Insider("Viktor", "Dahl", ANALYST, 1),
    Insider("Sana", "Malik", NURSE, 2, YOU, written=1, half=True),
    Insider("Peter", "Novotny", NURSE, 3, YOU, offered=False),
    Insider("Lucía", "Ferrer", ANALYST, 3, YOU, written=2, handed_over=2),
    Insider("Emeka", "Obi", NURSE, 7, YOU, written=5, handed_over=5, read=4),
    Insider("Anneli", "Kask", ANALYST, 6, MICHAEL, written=5, handed_over=4, read=3, talked=2),
    Insider(
        *("Dawit", "Tesfaye", NURSE, 14, YOU),
        written=13,
        handed_over=12,
        read=11,
        talked=10,
        released=8,
    ),
    Insider(
        *("Arun", "Kumar", ENGINEER, 12, KATJA),
        user="Arun Kumar",
        manager=MICHAEL,
        written=11,
        handed_over=11,
        read=10,
        talked=9,
        released=8,
        acknowledged=7,
        wish="The shutdown plan was to be done without names; the task says so.",
    ),
    Insider(
        *("Mirja", "Salo", NURSE, 25, YOU),
        written=24,
        handed_over=24,
        read=23,
        talked=22,
        released=21,
        acknowledged=20,
    ),
)
