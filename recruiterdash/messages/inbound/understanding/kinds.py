"""The kinds of mail people send us, as the inbox names them, and the word each is to the clocks."""

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of mail."""

    #: As a page offers it.
    name: str
    #: What accepting it does, in a sentence.
    does: str
    #: The kind of word that `journey` records; empty for none: no clock moves.
    word: str
    #: What the question is about, where the rules tell it apart.
    topic: str = ""
    #: It names a day, without which it cannot be recorded.
    dated: bool = False
    for_hr: bool = False
    #: Letters to many, and the erasure of their record, wait until HR says otherwise.
    freezes: bool = False


KINDS: dict[str, Kind] = {
    "question": Kind("A question", "We owe an answer: the reply clock runs since the mail came.", "question"),
    "thank_you_question": Kind(
        "A thank-you with a question",
        "We owe an answer: the reply clock runs since the mail came.",
        "thank_you_question",
    ),
    "thank_you": Kind("A thank-you", "A line of thanks is a courtesy, never overdue.", "thank_you"),
    "gracious": Kind(
        "A kind answer to our no", "A line of thanks is a courtesy, never overdue.", "thank_you"
    ),
    "deliverable": Kind(
        "What we had asked for", "The next step is ours: silence and decision clocks run.", "deliverable"
    ),
    "information": Kind(
        "Something for us to know", "It is kept in the timeline; no clock moves.", "information"
    ),
    "delay_request": Kind(
        "They ask us to wait",
        "We owe an answer, and wait until that day.",
        "delay_request",
        dated=True,
    ),
    "reschedule_request": Kind(
        "They ask to move the interview", "We owe an answer; a new date is one.", "reschedule_request"
    ),
    "candidate_deadline": Kind(
        "Another offer, by a day",
        "They must answer another offer by then: the day becomes a deadline of ours.",
        "candidate_deadline",
        dated=True,
    ),
    "withdraw": Kind(
        "They withdraw", "The application is closed as withdrawn: every clock ends.", "withdraw"
    ),
    "accept": Kind("They accept our offer", "The next step is ours.", "accept"),
    "decline": Kind("They decline our offer", "The application is closed as declined.", "decline"),
    "feedback_request": Kind(
        "They ask for feedback",
        "We owe an answer: the reply clock runs since the mail came.",
        "question",
        "feedback",
    ),
    "accommodation": Kind(
        "They need an adjustment",
        "It goes to HR alone, and we owe an answer.",
        "question",
        "accommodation",
        for_hr=True,
    ),
    "data_request": Kind(
        "About their data",
        "It goes to HR alone, we owe an answer, and letters to many wait until HR lets them go.",
        "question",
        "data",
        for_hr=True,
        freezes=True,
    ),
    "complaint": Kind(
        "A complaint",
        "It goes to HR alone, we owe an answer, and letters to many wait until HR lets them go.",
        "question",
        "complaint",
        for_hr=True,
        freezes=True,
    ),
    "nothing": Kind("Nothing to answer", "It is kept with the application; no clock moves.", ""),
}
FOR_HR = frozenset(name for name, kind in KINDS.items() if kind.for_hr)
