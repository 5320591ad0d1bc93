"""The ways an application can have gone, as short scripts in business days before today."""

from typing import NamedTuple

from recruiterdash.requisitions.models import StageType

S = StageType


class Step(NamedTuple):
    """One thing that happened: how many business days ago (negative: ahead), what, and a number it needs."""

    ago: int
    what: str
    number: int = 0


class Story(NamedTuple):
    """One way it can have gone, and how often it does."""

    name: str
    weight: int
    stage: StageType
    steps: tuple[Step, ...]
    #: The whole history may lie up to this many business days further back.
    spread: int = 2
    #: So long ago that a statutory duty has run out, where there is one.
    forgotten: bool = False


STORIES: tuple[Story, ...] = (
    Story("just applied", 16, S.APPLICATION, (Step(3, "applied"), Step(3, "ack")), spread=4),
    Story("applied, no acknowledgement", 3, S.APPLICATION, (Step(2, "applied"),), spread=1),
    Story("applied, gone quiet", 10, S.APPLICATION, (Step(12, "applied"), Step(12, "ack")), spread=3),
    Story(
        "applied, decision overdue",
        7,
        S.APPLICATION,
        (Step(19, "applied"), Step(19, "ack"), Step(8, "status")),
    ),
    Story(
        "applied, told where it stands",
        8,
        S.APPLICATION,
        (Step(11, "applied"), Step(11, "ack"), Step(3, "dated", 7)),
    ),
    Story(
        "screened yesterday", 6, S.SCREEN, (Step(7, "applied"), Step(7, "ack"), Step(1, "screen")), spread=1
    ),
    Story(
        "screened, gone quiet",
        6,
        S.SCREEN,
        (Step(14, "applied"), Step(14, "ack"), Step(5, "screen"), Step(5, "thanks")),
    ),
    Story(
        "screened, booked ahead",
        7,
        S.INTERVIEW,
        (Step(12, "applied"), Step(12, "ack"), Step(6, "screen"), Step(4, "advance"), Step(4, "book", 3)),
    ),
    Story(
        "interviewed, scorecards missing",
        7,
        S.INTERVIEW,
        (
            Step(16, "applied"),
            Step(16, "ack"),
            Step(9, "screen"),
            Step(8, "dated", 4),
            Step(4, "interview", 2),
            Step(3, "card"),
        ),
    ),
    Story(
        "interviewed, promise broken, asked twice",
        5,
        S.INTERVIEW,
        (
            Step(18, "applied"),
            Step(18, "ack"),
            Step(11, "screen"),
            Step(8, "interview", 1),
            Step(8, "card"),
            Step(7, "dated", 4),
            Step(2, "question"),
            Step(1, "question"),
        ),
        spread=1,
    ),
    Story(
        "interviewed, all in, manager decides",
        6,
        S.INTERVIEW,
        (Step(15, "applied"), Step(15, "ack"), Step(4, "interview", 1), Step(4, "card"), Step(3, "dated", 5)),
    ),
    Story(
        "asked and not answered",
        6,
        S.APPLICATION,
        (Step(9, "applied"), Step(9, "ack"), Step(4, "question")),
    ),
    Story(
        "asked today",
        3,
        S.SCREEN,
        (Step(8, "applied"), Step(8, "ack"), Step(3, "screen"), Step(0, "question")),
        spread=0,
    ),
    Story(
        "finalist waiting",
        5,
        S.FINAL,
        (
            Step(20, "applied"),
            Step(20, "ack"),
            Step(14, "screen"),
            Step(9, "interview", 2),
            Step(9, "card"),
            Step(8, "card"),
            Step(8, "advance"),
            Step(3, "final", 2),
            Step(3, "thanks"),
            Step(2, "card"),
        ),
        spread=3,
    ),
    Story(
        "final, other offer",
        2,
        S.FINAL,
        (
            Step(17, "applied"),
            Step(17, "ack"),
            Step(9, "interview", 1),
            Step(9, "card"),
            Step(8, "advance"),
            Step(2, "final", 1),
            Step(1, "deadline", 2),
        ),
        spread=0,
    ),
    Story(
        "final, other offer gone by",
        2,
        S.FINAL,
        (
            Step(18, "applied"),
            Step(18, "ack"),
            Step(10, "interview", 1),
            Step(10, "card"),
            Step(9, "advance"),
            Step(5, "final", 1),
            Step(4, "deadline", 3),
        ),
        spread=0,
    ),
    Story(
        "long after the interview",
        2,
        S.INTERVIEW,
        (Step(44, "applied"), Step(44, "ack"), Step(34, "interview", 1), Step(33, "card")),
        spread=4,
        forgotten=True,
    ),
    Story(
        "decided, not told",
        7,
        S.INTERVIEW,
        (Step(15, "applied"), Step(15, "ack"), Step(8, "interview", 1), Step(8, "card"), Step(4, "reject")),
    ),
    Story(
        "decided, voicemail only",
        2,
        S.FINAL,
        (
            Step(17, "applied"),
            Step(17, "ack"),
            Step(7, "final", 1),
            Step(6, "card"),
            Step(4, "reject"),
            Step(3, "voicemail"),
        ),
    ),
    Story(
        "told no by mail",
        12,
        S.APPLICATION,
        (Step(20, "applied"), Step(20, "ack"), Step(9, "reject"), Step(8, "told_mail")),
        spread=6,
    ),
    Story(
        "told no by call",
        7,
        S.FINAL,
        (
            Step(24, "applied"),
            Step(24, "ack"),
            Step(13, "final", 1),
            Step(12, "card"),
            Step(10, "reject"),
            Step(9, "told_call"),
        ),
        spread=6,
    ),
    Story(
        "told no, asks again",
        2,
        S.SCREEN,
        (
            Step(15, "applied"),
            Step(15, "ack"),
            Step(9, "screen"),
            Step(7, "reject"),
            Step(6, "told_mail"),
            Step(4, "question"),
        ),
    ),
    Story(
        "withdrew",
        7,
        S.SCREEN,
        (Step(18, "applied"), Step(18, "ack"), Step(11, "screen"), Step(7, "withdraw")),
        spread=5,
    ),
    Story(
        "waiting for their answer",
        5,
        S.SCREEN,
        (Step(12, "applied"), Step(12, "ack"), Step(5, "screen"), Step(3, "ask", 4)),
        spread=1,
    ),
    Story(
        "our question lapsed",
        3,
        S.SCREEN,
        (Step(20, "applied"), Step(20, "ack"), Step(13, "screen"), Step(12, "ask", 5)),
        spread=1,
    ),
    Story(
        "offer out",
        3,
        S.OFFER,
        (
            Step(22, "applied"),
            Step(22, "ack"),
            Step(12, "interview", 1),
            Step(11, "card"),
            Step(6, "final", 1),
            Step(5, "card"),
            Step(3, "offer", 5),
        ),
        spread=1,
    ),
    Story(
        "hired",
        4,
        S.HIRED,
        (
            Step(30, "applied"),
            Step(30, "ack"),
            Step(20, "interview", 1),
            Step(19, "card"),
            Step(14, "final", 1),
            Step(13, "card"),
            Step(11, "offer", 5),
            Step(8, "accept"),
            Step(8, "hire"),
        ),
        spread=4,
    ),
    Story(
        "we called the interview off",
        2,
        S.INTERVIEW,
        (
            Step(14, "applied"),
            Step(14, "ack"),
            Step(8, "screen"),
            Step(6, "book", -3),
            Step(4, "cancel"),
            Step(4, "status"),
        ),
        spread=0,
    ),
    Story(
        "asked for more time",
        2,
        S.INTERVIEW,
        (Step(15, "applied"), Step(15, "ack"), Step(5, "interview", 1), Step(5, "card"), Step(2, "delay", 8)),
        spread=0,
    ),
)
