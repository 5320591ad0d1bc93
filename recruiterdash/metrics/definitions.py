"""What each figure of how long something takes measures: from when, until when, against which level."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """What one such figure measures."""

    figure: str
    name: str
    kinds: tuple[str, ...]
    #: "Half of the people waited longer than 5.8 business days" + this.
    until: str
    start: str
    end: str
    #: The service level it is held against: the name of a policy level.
    level: str | None = None
    level_words: str = ""
    #: Always by the clock on the wall, whatever is asked.
    calendar: bool = False
    #: What is counted: people wait, candidates take, stays last.
    half: str = "Half of the people waited longer than"
    answered: str = "answered"


DEFINITIONS: dict[str, Definition] = {
    each.figure: each
    for each in (
        Definition(
            "decision_wait", "Wait for a decision", ("decision_wait",), " for a decision",
            "their last effort for us (applied, or was interviewed)",
            "the decision reached them: a no, an offer, or the invitation to a next step",
            "decision_interview", "after an interview", answered="told a decision",
        ),
        Definition(
            "first_word", "First word from a person", ("first_word",), " for a first word from a person",
            "they applied",
            "the first word by a person, or approved by one, that says something; automatic mail does not count",
            "silence_applied", "",
        ),
        Definition(
            "acknowledgement", "Acknowledgement", ("acknowledgement",), " for an acknowledgement",
            "they applied", "the first word of any kind about this application, automatic mail included",
            "ack", "", answered="acknowledged",
        ),
        Definition(
            "notice_lag", "Decided, not told", ("notice_lag",), " to hear what had been decided",
            "the decision was recorded, or their requisition was cancelled or filled",
            "the outcome was accepted by their mail server, or said to them live",
            "notice", "", answered="told",
        ),
        Definition(
            "reply_time", "Answers to questions", ("reply_time",), " for an answer to a question",
            "their oldest unanswered question arrived",
            "a person answered it; automatic mail and thanks without a question do not count",
            "reply", "",
        ),
        Definition(
            "candidate_response", "Candidates' answers", ("candidate_response",), " to answer what we asked",
            "we asked something of them", "they answered; an out-of-office reply does not count",
            calendar=True, half="Half of the candidates took longer than",
        ),
        Definition(
            "internal_feedback", "Feedback to our own people", ("feedback_talk", "feedback_written"),
            " for their feedback", "a colleague who applied was told no",
            "the talk took place, or the written feedback was sent",
            "fb_talk", "for the talk", answered="given",
        ),
        Definition(
            "silence_gaps", "Gaps of silence", ("silence",), " between two words from us",
            "our last word, or their last effort", "the next word that counts",
            half="Half of the gaps were longer than", answered="ended by a word",
        ),
        Definition(
            "time_in_stage", "Time in a stage", ("stage",), "", "somebody entered a stage",
            "they left it; who comes back stays anew",
            half="Half of the stays in a stage lasted longer than", answered="left",
        ),
    )
}  # fmt: skip
