"""What each figure of how long something takes measures: from when, until when, against which level."""

from dataclasses import dataclass

#: What is said of somebody who waits still, and for how long.
WAITS = "waits {} already"


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
    #: What is said when there is nothing to count, of one and of several that are done, and of those that go on.
    nobody: str = ""
    done: tuple[str, str] = ("answer", "answers")
    still: tuple[str, str] = ("still waits", "still wait")
    who: tuple[str, str] = ("person who still waits", "who still wait")
    #: What is said of one of them and for how long.
    goes_on: str = WAITS


DEFINITIONS: dict[str, Definition] = {
    each.figure: each
    for each in (
        Definition(
            "decision_wait", "Wait for a decision", ("decision_wait",), " for a decision",
            "their last effort for us (applied, or was interviewed)",
            "the decision reached them: a no, an offer, or the invitation to a next step",
            "decision_interview", "after an interview", answered="told a decision",
            nobody="Nobody's wait for a decision began in this period", done=("decision told", "decisions told"),
            still=("still waits for a decision", "still wait for a decision"),
        ),
        Definition(
            "first_word", "First word from a person", ("first_word",), " for a first word from a person",
            "they applied",
            "the first word by a person, or approved by one, that says something; automatic mail does not count",
            "silence_applied", "",
            nobody="Nobody applied in this period", done=("first word", "first words"),
            still=("still waits for a first word from a person", "still wait for a first word from a person"),
        ),
        Definition(
            "acknowledgement", "Acknowledgement", ("acknowledgement",), " for an acknowledgement",
            "they applied", "the first word of any kind about this application, automatic mail included",
            "ack", "", answered="acknowledged",
            nobody="Nobody applied in this period", done=("acknowledgement", "acknowledgements"),
            still=("still waits for an acknowledgement", "still wait for an acknowledgement"),
        ),
        Definition(
            "notice_lag", "Decided, not told", ("notice_lag",), " to hear what had been decided",
            "the decision was recorded, or their requisition was cancelled or filled",
            "the outcome was accepted by their mail server, or said to them live",
            "notice", "", answered="told",
            nobody="Nothing was decided in this period that somebody had to be told", done=("notice", "notices"),
            still=("still waits to hear it", "still wait to hear it"),
        ),
        Definition(
            "reply_time", "Answers to questions", ("reply_time",), " for an answer to a question",
            "their oldest unanswered question arrived",
            "a person answered it; automatic mail and thanks without a question do not count",
            "reply", "",
            nobody="No question had to be answered in this period",
            still=("still waits for an answer", "still wait for an answer"),
        ),
        Definition(
            "candidate_response", "Candidates' answers", ("candidate_response",), " to answer what we asked",
            "we asked something of them", "they answered; an out-of-office reply does not count",
            calendar=True, half="Half of the candidates took longer than",
            nobody="We asked nothing of candidates in this period",
            still=("has not answered yet", "have not answered yet"),
            who=("who has not answered yet", "who have not answered yet"), goes_on="has not answered for {}",
        ),
        Definition(
            "internal_feedback", "Feedback to our own people", ("feedback_talk", "feedback_written"),
            " for their feedback", "a colleague who applied was told no",
            "the talk took place, or the written feedback was sent",
            "fb_talk", "for the talk", answered="given",
            nobody="No colleague was told no in this period",
            done=("talk held or feedback written", "talks held or feedbacks written"),
            still=("still waits for their feedback", "still wait for their feedback"),
        ),
        Definition(
            "silence_gaps", "Gaps of silence", ("silence",), " between two words from us",
            "our last word, or their last effort", "the next word that counts",
            half="Half of the gaps were longer than", answered="ended by a word",
            nobody="No gap between two words of ours began in this period", done=("gap over", "gaps over"),
            still=("gap still goes on", "gaps still go on"), who=("that still goes on", "that still go on"),
            goes_on="has heard nothing from us for {}",
        ),
        Definition(
            "time_in_stage", "Time in a stage", ("stage",), "", "somebody entered a stage",
            "they left it; who comes back stays anew",
            half="Half of the stays in a stage lasted longer than", answered="left",
            nobody="Nobody entered a stage in this period", done=("stay over", "stays over"),
            still=("stay still goes on", "stays still go on"), who=("that still goes on", "that still go on"),
            goes_on="has been in the same stage for {}",
        ),
    )
}  # fmt: skip
