"""Why something is due when it is, as a person would say it."""

from datetime import UTC, datetime

import pytest

from recruiterdash.waiting.policy import ONTARIO
from recruiterdash.waiting.words import DUTIES, days, duty_of, sentence
from tests.waiting.cases import APPLIED, FINALIST, INTERVIEWED, SCREENED, calendar, case, lived

ASKED = SCREENED + "11-10 10:00 out/personal asks\n"
REJECTED = INTERVIEWED + "11-10 10:00 out/personal decision=reject\n"


def why(clock: str, events: str, now: str, *, office: str = "NYC", internal: bool = False, ontario: bool = False) -> str:
    vector = case("", events, now, office=office, internal=internal, ontario=ontario).vector
    line = [line for line in lived(vector).lines if line.name == clock][-1]
    return sentence(line, calendar(office), vector.as_of)


SAID = [
    ("ACK", "11-02 10:00 applied", "11-02 11:00", "Applied Mon 2 Nov 10:00. One business day: Tue 3 Nov 17:00."),
    ("SILENCE", APPLIED, "11-03 09:00", "Applied Mon 2 Nov 10:00. Ten business days: Mon 16 Nov 17:00."),
    ("DECISION", APPLIED, "11-03 09:00", "Applied Mon 2 Nov 10:00. 15 business days: Mon 23 Nov 17:00."),
    ("SILENCE", SCREENED, "11-10 09:00", "Spoke with us Mon 9 Nov 11:00. Three business days: Thu 12 Nov 17:00."),
    ("SILENCE", INTERVIEWED, "11-10 09:00", "Interviewed Mon 9 Nov 15:00. Three business days: Thu 12 Nov 17:00."),
    ("SILENCE", FINALIST, "11-10 09:00", "Final interview Mon 9 Nov 15:00. Two business days: Wed 11 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-10 10:00 out/phone", "11-10 11:00", "Last word from us Tue 10 Nov 10:00. Five business days: Tue 17 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-10 10:00 out/phone next_date=11-13", "11-10 11:00", "A date was promised Tue 10 Nov 10:00. Due Fri 13 Nov 17:00."),
    ("PROMISE", INTERVIEWED + "11-10 10:00 out/phone next_date=11-13", "11-10 11:00", "A date was promised Tue 10 Nov 10:00. Due Fri 13 Nov 17:00."),
    ("REPLY", INTERVIEWED + "11-10 10:00 in/question", "11-10 11:00", "They asked Tue 10 Nov 10:00. Two business days: Thu 12 Nov 17:00."),
    ("REPLY", INTERVIEWED + "11-10 10:00 in/thank_you_question", "11-10 11:00", "They thanked us and asked Tue 10 Nov 10:00. Two business days: Thu 12 Nov 17:00."),
    ("REPLY", INTERVIEWED + "11-10 10:00 in/delay_request until=11-20", "11-10 11:00", "They asked for more time Tue 10 Nov 10:00. Two business days: Thu 12 Nov 17:00."),
    ("REPLY", INTERVIEWED + "11-10 10:00 in/reschedule_request", "11-10 11:00", "They asked to move the interview Tue 10 Nov 10:00. Two business days: Thu 12 Nov 17:00."),
    ("NOTICE", INTERVIEWED + "11-10 10:00 decision value=reject", "11-10 11:00", "Decided Tue 10 Nov 10:00. Two business days: Thu 12 Nov 17:00."),
    ("NOTICE", INTERVIEWED + "11-10 10:00 req_filled", "11-10 11:00", "The requisition ended Tue 10 Nov 10:00. Two business days: Thu 12 Nov 17:00."),
    ("NOTICE", "11-03 10:00 req_filled\n11-04 10:00 applied", "11-04 11:00", "Applied Wed 4 Nov 10:00, when the requisition had ended. Two business days: Fri 6 Nov 17:00."),
    ("HOLD_NOTICE", INTERVIEWED + "11-10 10:00 req_hold", "11-10 11:00", "The requisition went on hold Tue 10 Nov 10:00. Two business days: Thu 12 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-10 10:00 req_hold\n11-11 10:00 req_resume", "11-11 11:00", "The requisition has been open again since Wed 11 Nov 10:00. Three business days: Mon 16 Nov 17:00."),
    ("SILENCE", REJECTED + "11-16 10:00 unreject", "11-16 11:00", "Opened again Mon 16 Nov 10:00. Three business days: Thu 19 Nov 17:00."),
    ("SILENCE", ASKED + "11-12 10:00 in/deliverable", "11-12 11:00", "They sent what we asked for Thu 12 Nov 10:00. Two business days: Mon 16 Nov 17:00."),
    ("SILENCE", ASKED, "11-18 09:00", "What we asked for was due Tue 17 Nov 17:00 and did not come. Two business days: Thu 19 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-10 10:00 out/personal decision=offer deadline=11-13", "11-16 09:00", "The offer was open until Fri 13 Nov 17:00 and has no answer. Two business days: Tue 17 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-10 10:00 interview_cancelled by=candidate", "11-18 09:00", "A new interview date was theirs to name until Tue 17 Nov 17:00. Two business days: Thu 19 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-10 10:00 interview_cancelled by=employer", "11-10 11:00", "We called the interview off Tue 10 Nov 10:00. Five business days: Tue 17 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-10 10:00 interview_no_show by=employer", "11-10 11:00", "We did not come to the interview Tue 10 Nov 10:00. Five business days: Tue 17 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-11 10:00 in/delay_request until=11-23", "11-23 09:00", "The time they asked for ended Mon 23 Nov 00:00. Two business days: Wed 25 Nov 17:00."),
    ("SILENCE", INTERVIEWED + "11-10 10:00 out/personal decision=offer\n11-12 10:00 in/accept", "11-12 11:00", "They accepted the offer Thu 12 Nov 10:00. Two business days: Mon 16 Nov 17:00."),
    ("DECISION", ASKED, "11-10 11:00", "Spoke with us Mon 9 Nov 11:00. Paused since Tue 10 Nov 10:00, four business days left."),
    ("DECISION", ASKED + "11-12 10:00 in/deliverable", "11-12 11:00", "Spoke with us Mon 9 Nov 11:00. Five business days, paused meanwhile: Wed 18 Nov 17:00."),
    ("DECISION", INTERVIEWED + "11-11 10:00 in/delay_request until=11-23", "11-12 11:00", "Interviewed Mon 9 Nov 15:00. Paused since Wed 11 Nov 10:00, three business days left: then due Fri 27 Nov 13:00."),
    ("DECISION", INTERVIEWED + "11-11 10:00 in/delay_request until=11-23", "11-23 11:00", "Interviewed Mon 9 Nov 15:00. Five business days, paused meanwhile: Fri 27 Nov 13:00."),
    ("DECISION", INTERVIEWED + "11-10 10:00 interview_scheduled end=11-18T15:00\n11-11 10:00 interview_cancelled by=employer", "11-11 11:00", "Interviewed Mon 9 Nov 15:00. Five business days, as before the booking: Mon 16 Nov 17:00."),
    ("DECISION", ASKED + "11-12 10:00 in/withdraw", "11-12 11:00", "Spoke with us Mon 9 Nov 11:00. It was paused with four business days left."),
    ("CANDIDATE_DEADLINE", INTERVIEWED + "11-10 10:00 in/candidate_deadline until=11-13", "11-10 11:00", "They told us of another offer Tue 10 Nov 10:00. Due Fri 13 Nov 17:00."),
    ("COURTESY_REPLY", INTERVIEWED + "11-10 10:00 in/thank_you", "11-10 11:00", "They thanked us Tue 10 Nov 10:00. Two business days: Thu 12 Nov 17:00."),
    ("WRITTEN_CONFIRM", INTERVIEWED + "11-10 10:00 out/phone decision=advance", "11-10 11:00", "Told by word of mouth Tue 10 Nov 10:00. One business day: Wed 11 Nov 17:00."),
]


@pytest.mark.parametrize(("clock", "events", "now", "expected"), SAID)
def test_a_clock_says_why_it_is_due(clock: str, events: str, now: str, expected: str) -> None:
    assert why(clock, events, now) == expected


def test_feedback_says_since_when_it_is_owed() -> None:
    assert why("FEEDBACK_TALK", REJECTED, "11-10 11:00", internal=True) == (
        "Told no Tue 10 Nov 10:00. Five business days: Tue 17 Nov 17:00."
    )


def test_a_duty_by_law_is_counted_in_calendar_days() -> None:
    told = "10-13 10:00 applied\n10-20 15:00 interview_held"
    assert why("LEGAL_ON45", told, "10-21 09:00", office="TOR", ontario=True) == (
        "Interviewed Tue 20 Oct 15:00. 45 calendar days by law: Fri 4 Dec 23:59."
    )
    assert ONTARIO.reviewed_by == "check with counsel"


def test_moments_are_said_in_the_offices_zone() -> None:
    assert why("ACK", "11-05 01:00 applied", "11-05 02:00", office="RUH").startswith("Applied Thu 5 Nov 01:00.")


def test_every_cause_of_the_rules_has_words() -> None:
    vague = [line for events in {row[1] for row in SAID} for line in lived(case("", events, "12-31 09:00").vector).lines]
    for line in vague:
        assert "{" not in sentence(line, calendar("NYC"), datetime(2026, 12, 31, tzinfo=UTC))
        assert not sentence(line, calendar("NYC"), datetime(2026, 12, 31, tzinfo=UTC)).startswith(("Mon", "Tue", "Wed"))


@pytest.mark.parametrize(("count", "words"), [(1, "One business day"), (2, "Two business days"), (10, "Ten business days"), (15, "15 business days")])
def test_days_are_said_in_words_up_to_ten(count: int, words: str) -> None:
    assert days(count) == words


def test_every_duty_has_a_name() -> None:
    assert duty_of("LEGAL_ON45") == "word by law whether there is a decision"
    assert all(duty_of(clock) == words for clock, words in DUTIES.items())
