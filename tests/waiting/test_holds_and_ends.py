"""Holds, requisitions that end, decisions told and not told, and opening again."""

from recruiterdash.waiting.vectors import differences
from tests.waiting.cases import APPLIED, FINALIST, INTERVIEWED, SCREENED, Case, case, looked_at, table

ON_HOLD = INTERVIEWED + "11-12 10:00 req_hold\n"
TOLD_OF_HOLD = ON_HOLD + "11-13 10:00 out/phone status\n"
HOLDS = [
    case(
        "a hold pauses the decision and opens a duty",
        ON_HOLD,
        "11-12 11:00",
        waiting_on="recruiter",
        headline="SILENCE",
        due="HOLD_NOTICE 11-16 17:00, SILENCE 11-12 17:00",
        paused="DECISION 2",
    ),
    case(
        "told by a call: long cadence, and the requisition holds the next step",
        TOLD_OF_HOLD,
        "11-13 11:00",
        waiting_on="requisition",
        due="SILENCE 11-30 17:00",  # 16-20, 23, 24, 25, 27, 30
        absent="HOLD_NOTICE",
        history_contains="HOLD_NOTICE:on_time",
        paused="DECISION 2",
    ),
    case(
        "a personal word that does not say where they stand tells no hold",
        ON_HOLD + "11-13 10:00 out/personal",
        "11-13 11:00",
        waiting_on="recruiter",
        due="HOLD_NOTICE 11-16 17:00, SILENCE 11-20 17:00",
    ),
    case(
        "bulk never tells a hold",
        ON_HOLD + "11-13 10:00 out/bulk status next_date=11-27",
        "11-13 11:00",
        waiting_on="recruiter",
        due="HOLD_NOTICE 11-16 17:00, SILENCE 11-27 13:00, PROMISE 11-27 13:00",
    ),
    case(
        "an invitation never tells a hold",
        ON_HOLD + "11-13 10:00 out/invite status",
        "11-13 11:00",
        due="HOLD_NOTICE 11-16 17:00, SILENCE 11-20 17:00",
    ),
    case("a voicemail never tells a hold", ON_HOLD + "11-13 10:00 out/voicemail status", "11-13 11:00", due="HOLD_NOTICE 11-16 17:00"),
    case(
        "a status said before the hold began is no word about it",
        INTERVIEWED + "11-12 09:00 out/personal status\n11-12 10:00 req_hold",
        "11-12 11:00",
        due="HOLD_NOTICE 11-16 17:00, SILENCE 11-19 17:00",
    ),
    case(
        "a hold told late",
        ON_HOLD + "11-17 10:00 out/letter status",
        "11-17 11:00",
        history_contains="HOLD_NOTICE:late",
        due="SILENCE 12-02 17:00",  # 18, 19, 20, 23, 24, 25, 27, 30, 1, 2
    ),
    case(
        "a date said under a hold is the due, not the long cadence",
        ON_HOLD + "11-13 10:00 out/personal status next_date=11-18",
        "11-13 11:00",
        due="SILENCE 11-18 17:00, PROMISE 11-18 17:00",
    ),
    case(
        "every later word under a hold that was told runs at the long cadence",
        TOLD_OF_HOLD + "11-16 10:00 out/personal",
        "11-16 11:00",
        due="SILENCE 12-01 17:00",
    ),
    case(
        "a hold on the due day leaves one day",
        INTERVIEWED + "11-16 16:00 req_hold",
        "11-17 09:00",
        paused="DECISION 1",
    ),
    case(
        "a hold after the close of the due day launders nothing",
        INTERVIEWED + "11-16 17:30 req_hold",
        "11-17 09:00",
        due="DECISION 11-16 17:00, HOLD_NOTICE 11-18 17:00",
        state="DECISION overdue",
    ),
    case(
        "lifting a hold does not move an overdue decision",
        INTERVIEWED + "11-17 10:00 req_hold\n11-19 10:00 req_resume",
        "11-19 11:00",
        due="DECISION 11-16 17:00, SILENCE 11-24 17:00",
        absent="HOLD_NOTICE",
    ),
    case(
        "a question under a hold has its two days",
        TOLD_OF_HOLD + "11-17 10:00 in/question",
        "11-17 11:00",
        waiting_on="recruiter",
        due="REPLY 11-19 17:00, SILENCE 11-30 17:00",
    ),
    case(
        "an interview held during a hold: the decision opens paused with all its days",
        TOLD_OF_HOLD + "11-18 15:00 interview_held stage=final",
        "11-18 16:00",
        waiting_on="requisition",
        due="SILENCE 11-20 17:00",
        paused="DECISION 5",
    ),
    case(
        "and has them all when the hold is lifted",
        TOLD_OF_HOLD + "11-18 15:00 interview_held stage=final\n11-30 10:00 req_resume",
        "11-30 11:00",
        waiting_on="interviewer",
        due="SILENCE 12-03 17:00, DECISION 12-07 17:00",
    ),
    case(
        "somebody applies during a hold",
        "11-03 10:00 req_hold\n11-04 10:00 applied",
        "11-04 11:00",
        due="ACK 11-05 17:00, SILENCE 11-18 17:00",
        paused="DECISION 15",
    ),
    case(
        "a second hold must be told again",
        TOLD_OF_HOLD + "11-16 10:00 req_resume\n11-18 10:00 req_hold\n11-19 10:00 out/personal",
        "11-19 11:00",
        waiting_on="recruiter",
        due="HOLD_NOTICE 11-20 17:00, SILENCE 11-27 13:00",
        paused="DECISION 1",  # 2 left from 16: 17, 18; held on the 18th
    ),
    case("a hold twice is one hold", ON_HOLD + "11-13 10:00 req_hold", "11-13 11:00", due="HOLD_NOTICE 11-16 17:00", paused="DECISION 2"),
    case(
        "the resume word replaces the long cadence",
        TOLD_OF_HOLD + "11-19 10:00 req_resume",
        "11-19 11:00",
        waiting_on="hiring_manager",
        due="SILENCE 11-24 17:00, DECISION 11-23 17:00",
        headline="DECISION",
    ),
    case("a resumption without a hold moves nothing", INTERVIEWED + "11-12 10:00 req_resume", "11-12 11:00", due="SILENCE 11-12 17:00, DECISION 11-16 17:00"),
    case(
        "lifted on the day it began",
        INTERVIEWED + "11-12 10:00 req_hold\n11-12 15:00 req_resume",
        "11-12 16:00",
        due="DECISION 11-16 17:00, SILENCE 11-17 17:00",
    ),
]
CANCELLED = INTERVIEWED + "11-12 10:00 req_cancel\n"
REQUISITION_ENDS = [
    case("cancelled: told is owed, everything else runs on", CANCELLED, "11-12 11:00", waiting_on="recruiter", due="NOTICE 11-16 17:00, SILENCE 11-12 17:00, DECISION 11-16 17:00"),
    case("an advance is no outcome", CANCELLED + "11-13 10:00 out/personal decision=advance", "11-13 11:00", closed=None, waiting_on="recruiter", due="NOTICE 11-16 17:00, SILENCE 11-20 17:00"),
    case("a status is no outcome", CANCELLED + "11-13 10:00 out/phone status", "11-13 11:00", closed=None, due="NOTICE 11-16 17:00, SILENCE 11-20 17:00"),
    case(
        "told without a decision of our own closes as the requisition's",
        CANCELLED + "11-13 10:00 out/personal decision=reject",
        "11-13 11:00",
        closed="requisition",
        waiting_on="nobody",
        headline=None,
        history_contains="NOTICE:on_time DECISION:on_time SILENCE:late",
        absent="NOTICE DECISION SILENCE",
    ),
    case(
        "told in bulk, too",
        CANCELLED + "11-17 10:00 out/bulk decision=reject",
        "11-17 11:00",
        closed="requisition",
        history_contains="NOTICE:late DECISION:late",
    ),
    case(
        "a decision of our own stays ours",
        INTERVIEWED + "11-11 10:00 decision value=reject\n11-12 10:00 req_filled\n11-13 10:00 out/personal decision=reject",
        "11-13 11:00",
        closed="rejected",
        history_contains="NOTICE:on_time",
    ),
    case(
        "the notice of a decision is the older duty and stays",
        INTERVIEWED + "11-10 10:00 decision value=reject\n11-12 10:00 req_filled",
        "11-12 11:00",
        due="NOTICE 11-12 17:00",
    ),
    case("a person told before is owed nothing when it is filled", INTERVIEWED + "11-11 10:00 out/personal decision=reject\n11-12 10:00 req_filled", "11-12 11:00", closed="rejected", waiting_on="nobody", absent="NOTICE"),
    case("withdrawing ends it", CANCELLED + "11-13 10:00 in/withdraw", "11-13 11:00", closed="withdrawn", waiting_on="nobody", absent="NOTICE", history=["ACK:on_time"]),
    case(
        "a held requisition that is cancelled: the hold is over, the outcome is owed",
        ON_HOLD + "11-13 10:00 req_cancel",
        "11-13 11:00",
        waiting_on="recruiter",
        due="NOTICE 11-17 17:00, DECISION 11-17 17:00",
        absent="HOLD_NOTICE",
    ),
    case(
        "filled and opened again: no outcome is owed, a word is",
        INTERVIEWED + "11-12 10:00 req_filled\n11-17 10:00 req_resume",
        "11-17 11:00",
        due="SILENCE 11-20 17:00, DECISION 11-16 17:00",
        absent="NOTICE",
    ),
    case("somebody applies to what is filled already", "11-03 10:00 req_filled\n11-04 10:00 applied", "11-04 11:00", waiting_on="recruiter", due="NOTICE 11-06 17:00, ACK 11-05 17:00"),
]
DECISIONS = [
    case("deciding stops nothing", INTERVIEWED + "11-10 10:00 decision value=reject", "11-10 11:00", closed=None, waiting_on="recruiter", headline="NOTICE", due="NOTICE 11-12 17:00, SILENCE 11-12 17:00, DECISION 11-16 17:00"),
    case(
        "told in time",
        INTERVIEWED + "11-11 10:00 decision value=reject\n11-12 17:00 out/personal decision=reject",
        "11-12 18:00",
        closed="rejected",
        waiting_on="nobody",
        headline=None,
        history_contains="NOTICE:on_time DECISION:on_time SILENCE:on_time",
    ),
    case(
        "told a second after each due",
        INTERVIEWED + "11-12 10:00 decision value=reject\n11-16 17:00:01 out/personal decision=reject",
        "11-16 18:00",
        history_contains="NOTICE:late DECISION:late SILENCE:late",
    ),
    case("a letter tells", INTERVIEWED + "11-12 10:00 out/letter decision=reject", "11-12 11:00", closed="rejected", hints=""),
    case("an invitation carries no rejection", INTERVIEWED + "11-12 10:00 out/invite decision=reject", "11-12 11:00", closed=None, due="DECISION 11-16 17:00, SILENCE 11-19 17:00"),
    case("a text that came back told nobody", INTERVIEWED + "11-11 10:00 decision value=reject\n11-12 10:00 out/text decision=reject bounced", "11-12 11:00", closed=None, due="NOTICE 11-13 17:00"),
    case("a recorded advance is owed, too", INTERVIEWED + "11-10 10:00 decision value=advance", "11-10 11:00", waiting_on="recruiter", due="NOTICE 11-12 17:00, DECISION 11-16 17:00"),
    case("and told by the invitation", INTERVIEWED + "11-10 10:00 decision value=advance\n11-11 10:00 out/invite decision=advance", "11-11 11:00", absent="NOTICE DECISION", history_contains="NOTICE:on_time", due="SILENCE 11-18 17:00"),
    case("hired closes everything", INTERVIEWED + "11-12 10:00 decision value=hire", "11-12 11:00", closed="hired", waiting_on="nobody", absent="NOTICE SILENCE DECISION"),
    case(
        "an offer told is the decision told",
        INTERVIEWED + "11-12 10:00 decision value=offer\n11-13 10:00 out/phone decision=offer deadline=11-20",
        "11-13 11:00",
        waiting_on="candidate",
        absent="DECISION SILENCE NOTICE",
        headline=None,
        hints="WRITTEN_CONFIRM 11-16 17:00",
        history_contains="DECISION:on_time NOTICE:on_time SILENCE:late",
    ),
    case("a word while the offer is out opens nothing", FINALIST + "11-12 10:00 out/personal decision=offer deadline=11-20\n11-13 10:00 out/personal", "11-13 11:00", waiting_on="candidate", absent="SILENCE DECISION"),
    case("a question while an offer is out has one day", INTERVIEWED + "11-12 10:00 out/personal decision=offer deadline=11-20\n11-13 10:00 in/question", "11-13 11:00", waiting_on="recruiter", due="REPLY 11-16 17:00"),
    case("an offer lapses at its date like an ask", INTERVIEWED + "11-12 10:00 out/personal decision=offer deadline=11-20", "11-23 09:00", waiting_on="recruiter", due="SILENCE 11-24 17:00", absent="DECISION"),
    case("an offer without a date lapses after five days", INTERVIEWED + "11-12 10:00 out/personal decision=offer", "11-20 09:00", waiting_on="recruiter", due="SILENCE 11-23 17:00"),
    case("an offer until a Sunday lapses on Friday", INTERVIEWED + "11-12 10:00 out/personal decision=offer deadline=11-22", "11-20 17:30", waiting_on="recruiter", due="SILENCE 11-24 17:00"),
    case("accepted: the ball is ours", INTERVIEWED + "11-12 10:00 out/personal decision=offer\n11-13 10:00 in/accept", "11-13 11:00", waiting_on="recruiter", due="SILENCE 11-17 17:00", absent="DECISION"),
    case("declined closes", INTERVIEWED + "11-12 10:00 out/personal decision=offer\n11-13 10:00 in/decline", "11-13 11:00", closed="declined", waiting_on="nobody"),
    case("an offer while an interview is booked ends the booking", INTERVIEWED + "11-10 10:00 interview_scheduled end=11-18T15:00\n11-12 10:00 out/personal decision=offer deadline=11-20", "11-19 09:00", waiting_on="candidate", absent="SILENCE DECISION"),
    case("a hold while an offer is out", INTERVIEWED + "11-12 10:00 out/personal decision=offer deadline=11-20\n11-13 10:00 req_hold", "11-13 11:00", waiting_on="recruiter", due="HOLD_NOTICE 11-17 17:00", absent="SILENCE DECISION"),
]
REJECTED = INTERVIEWED + "11-11 10:00 out/personal decision=reject\n"
REOPENED = [
    case("three and five days at any stage: a finalist", FINALIST + "11-11 10:00 out/personal decision=reject\n11-16 10:00 unreject", "11-16 11:00", closed=None, due="SILENCE 11-19 17:00, DECISION 11-23 17:00"),
    case("three and five days at any stage: an applicant", APPLIED + "11-04 10:00 out/personal decision=reject\n11-16 10:00 unreject", "11-16 11:00", closed=None, waiting_on="recruiter", due="SILENCE 11-19 17:00, DECISION 11-23 17:00"),
    case("not told yet: the notice goes with the decision", APPLIED + "11-04 10:00 decision value=reject\n11-05 09:00 unreject", "11-05 10:00", closed=None, due="SILENCE 11-10 17:00, DECISION 11-12 17:00", absent="NOTICE ACK"),
    case("withdrawn and back", SCREENED + "11-10 10:00 in/withdraw\n11-17 18:00 unreject", "11-18 09:00", closed=None, due="SILENCE 11-20 17:00, DECISION 11-24 17:00"),
    case("the history of the first spell stays", REJECTED + "11-16 10:00 unreject", "11-16 11:00", history_contains="ACK:on_time DECISION:on_time SILENCE:on_time"),
    case("a question of before is gone", INTERVIEWED + "11-10 10:00 in/question\n11-11 10:00 in/withdraw\n11-16 10:00 unreject", "11-16 11:00", chasers=0, absent="REPLY"),
    case("a promise of before is gone", INTERVIEWED + "11-10 10:00 out/personal next_date=11-20\n11-11 10:00 decision value=reject\n11-12 10:00 unreject", "11-12 11:00", absent="PROMISE NOTICE", promises_broken=0, due="SILENCE 11-17 17:00, DECISION 11-19 17:00"),
    case("a booking of before is gone", INTERVIEWED + "11-10 10:00 interview_scheduled end=11-18T15:00\n11-11 10:00 in/withdraw\n11-12 10:00 unreject", "11-12 11:00", due="SILENCE 11-17 17:00, DECISION 11-19 17:00"),
    case("a word in the new spell", REJECTED + "11-16 10:00 unreject\n11-17 10:00 out/personal", "11-17 11:00", due="SILENCE 11-24 17:00, DECISION 11-23 17:00"),
    case("during a hold the new decision opens paused", REJECTED + "11-12 10:00 req_hold\n11-16 10:00 unreject", "11-16 11:00", waiting_on="requisition", due="SILENCE 11-19 17:00", paused="DECISION 5", absent="HOLD_NOTICE"),
    case("told again in the new spell", REJECTED + "11-16 10:00 unreject\n11-17 10:00 out/phone decision=reject", "11-17 11:00", closed="rejected", hints="WRITTEN_CONFIRM 11-18 17:00"),
    case("a question after reopening still has the final's one day", FINALIST + "11-11 10:00 out/personal decision=reject\n11-16 10:00 unreject\n11-17 10:00 in/question", "11-17 11:00", due="REPLY 11-18 17:00"),
]


@table(HOLDS)
def test_a_hold(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


@table([*REQUISITION_ENDS, *DECISIONS])
def test_decided_is_not_told(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


@table(REOPENED)
def test_a_new_spell(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []
