"""What counts: each kind of word against each clock, as one table. A kind that is not here moves nothing."""

from typing import NamedTuple

#: Clock names in the order that settles equal dues; a statutory clock is LEGAL_ and a word.
CLOCKS = (
    "LEGAL",
    "PROMISE",
    "CANDIDATE_DEADLINE",
    "REPLY",
    "NOTICE",
    "DECISION",
    "HOLD_NOTICE",
    "SILENCE",
    "ACK",
    "FEEDBACK_TALK",
    "FEEDBACK_WRITTEN",
)
#: Clocks of feedback to a colleague: told to who has a part in it, and to nobody else.
FEEDBACK = ("FEEDBACK_TALK", "FEEDBACK_WRITTEN")
#: Clock -> what it asks of us.
DUTIES = {
    "LEGAL_ON45": "Decision owed by law",
    "PROMISE": "Promised word",
    "CANDIDATE_DEADLINE": "Their own deadline",
    "REPLY": "Answer to their question",
    "NOTICE": "Tell them the outcome",
    "DECISION": "Decision",
    "HOLD_NOTICE": "Tell them of the hold",
    "SILENCE": "A word from us",
    "ACK": "Acknowledgement",
    "FEEDBACK_TALK": "Feedback talk",
    "FEEDBACK_WRITTEN": "Written feedback",
}
#: Hints: never overdue, never the headline.
HINTS = ("WRITTEN_CONFIRM", "COURTESY_REPLY")


def rank(clock: str) -> int:
    """Return a clock's place among equal dues."""
    return 0 if clock.startswith("LEGAL") else CLOCKS.index(clock)


class Counts(NamedTuple):
    """What a word of ours can do; whether it does depends on what it says."""

    #: Stops ACK.
    ack: bool = False
    #: Restarts SILENCE: always, only when dated (or while merely applied), never.
    silence: str = "never"
    #: Answers REPLY: any question, a question about where they stand, only a request to move, none.
    reply: str = "none"
    #: Decisions it can carry: they stop NOTICE and DECISION.
    carries: frozenset[str] = frozenset()
    #: Stops a statutory clock if it says whether a decision exists.
    legal: bool = False
    #: Tells a hold if it says where the person stands.
    tells_hold: bool = False
    #: Live: a talk. It suggests a written confirmation, and ends FEEDBACK_TALK.
    live: bool = False


ANY = frozenset({"reject", "advance", "offer"})
PERSONAL = Counts(ack=True, silence="always", reply="any", carries=ANY, legal=True, tells_hold=True)
LIVE = PERSONAL._replace(live=True)
NOTHING = Counts()

#: Words from us.
OUT: dict[str, Counts] = {
    "auto_ack": Counts(ack=True),
    "auto_generic": NOTHING,
    "ooo": NOTHING,
    "bulk": Counts(ack=True, silence="dated", reply="status", carries=ANY, legal=True),
    "personal": PERSONAL,
    "letter": PERSONAL,
    "linkedin": PERSONAL,
    "text": PERSONAL,
    "phone": LIVE,
    "meeting": LIVE,
    "invite": Counts(ack=True, silence="always", reply="move", carries=frozenset({"advance"})),
    "voicemail": NOTHING,
    "no_answer": NOTHING,
    "marketing": NOTHING,
    "survey": NOTHING,
    "unknown": NOTHING,
}

#: Words from the candidate: the clock or hint each opens, "" for none.
IN: dict[str, str] = {
    "question": "REPLY",
    "thank_you_question": "REPLY",
    "delay_request": "REPLY",
    "reschedule_request": "REPLY",
    "thank_you": "COURTESY_REPLY",
    "candidate_deadline": "CANDIDATE_DEADLINE",
    "deliverable": "SILENCE",
    "accept": "SILENCE",
    "information": "",
    "withdraw": "",
    "decline": "",
    "ooo": "",
    "unknown": "",
}

#: Happenings other than words: the clocks and hints each may open, move or end; empty for what moves none.
HAPPENINGS: dict[str, frozenset[str]] = {
    "applied": frozenset({"ACK", "SILENCE", "DECISION", "NOTICE"}),
    "interview_scheduled": frozenset({"SILENCE", "DECISION", "REPLY"}),
    # these three can also correct an interview that was assumed held
    "interview_rescheduled": frozenset({"SILENCE", "DECISION", "REPLY", "LEGAL"}),
    "interview_cancelled": frozenset({"SILENCE", "DECISION", "LEGAL"}),
    "interview_no_show": frozenset({"SILENCE", "DECISION", "LEGAL"}),
    "interview_held": frozenset({"SILENCE", "DECISION", "LEGAL"}),
    "scorecard": frozenset(),
    "decision": frozenset({"NOTICE"}),
    "unreject": frozenset({*CLOCKS, *HINTS}),
    "close": frozenset({*CLOCKS, *HINTS} - {*FEEDBACK}),
    "req_hold": frozenset({"HOLD_NOTICE", "DECISION"}),
    "req_resume": frozenset({"HOLD_NOTICE", "NOTICE", "DECISION", "SILENCE"}),
    "req_cancel": frozenset({"NOTICE", "HOLD_NOTICE", "DECISION"}),
    "req_filled": frozenset({"NOTICE", "HOLD_NOTICE", "DECISION"}),
    "other_application_out": frozenset(),
    "note": frozenset(),
    "stage_change": frozenset(),
    "internal_email": frozenset(),
}
#: What is said about other events, and read before replay.
ABOUT_EVENTS = frozenset({"undo", "bounce"})
#: A person moved running clocks to the rules in force: it depends on those alone what moves.
REBASE = "rebase"
