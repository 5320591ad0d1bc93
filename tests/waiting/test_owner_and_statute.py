"""Who holds the next step, in the order a person would ask; feedback, hints and the Ontario duty."""

from recruiterdash.waiting.vectors import differences
from tests.waiting.cases import APPLIED, FINALIST, INTERVIEWED, SCREENED, Case, case, looked_at, table

REJECTED = INTERVIEWED + "11-10 10:00 out/personal decision=reject\n"
BOOKED = INTERVIEWED + "11-10 10:00 interview_scheduled end=11-18T15:00 stage=final\n"
OWNERS = [
    case("an applicant is the recruiter's", APPLIED, "11-03 09:00", waiting_on="recruiter"),
    case("a screened person is the recruiter's: a screen owes no scorecard", SCREENED, "11-09 12:00", waiting_on="recruiter"),
    case("closed, nobody's", REJECTED, "11-10 11:00", waiting_on="nobody", closed="rejected"),
    case("closed with a question, the recruiter's", REJECTED + "11-11 10:00 in/question", "11-11 11:00", waiting_on="recruiter"),
    case("closed with feedback owed, the recruiter's", REJECTED, "11-10 11:00", internal=True, waiting_on="recruiter", headline="FEEDBACK_TALK"),
    case("a question before our open ask", INTERVIEWED + "11-10 10:00 out/personal asks\n11-11 10:00 in/question", "11-11 11:00", waiting_on="recruiter"),
    case("a decision not told before our open ask", INTERVIEWED + "11-10 10:00 out/personal asks\n11-11 10:00 decision value=offer", "11-11 11:00", waiting_on="recruiter"),
    case("a hold not told before a booking", BOOKED + "11-11 10:00 req_hold", "11-11 11:00", waiting_on="recruiter"),
    case("our open ask before a booking", BOOKED + "11-11 10:00 out/personal asks", "11-11 11:00", waiting_on="candidate"),
    case("our open ask before a hold", INTERVIEWED + "11-10 10:00 out/personal asks\n11-11 10:00 req_hold\n11-11 11:00 out/phone status", "11-11 12:00", waiting_on="candidate"),
    case("a lapsed ask before a hold", INTERVIEWED + "11-10 10:00 out/personal asks\n11-11 10:00 req_hold\n11-11 11:00 out/phone status", "11-18 12:00", waiting_on="recruiter"),
    case("a booking before a hold", BOOKED + "11-11 10:00 req_hold\n11-11 11:00 out/phone status", "11-11 12:00", waiting_on="scheduled"),
    case("we called off before a hold", BOOKED + "11-11 10:00 req_hold\n11-11 11:00 out/phone status\n11-12 10:00 interview_cancelled by=employer", "11-12 11:00", waiting_on="recruiter"),
    case("a hold before missing scorecards", APPLIED + "11-09 15:00 interview_held\n11-10 10:00 req_hold\n11-10 11:00 out/phone status", "11-10 12:00", waiting_on="requisition"),
    case("missing scorecards: the interviewer", APPLIED + "11-09 15:00 interview_held", "11-09 16:00", waiting_on="interviewer"),
    case("an interview that owes none: the hiring manager", APPLIED + "11-09 15:00 interview_held scorecards=0", "11-09 16:00", waiting_on="hiring_manager"),
    case("two of three scorecards: an interviewer still", APPLIED + "11-09 15:00 interview_held scorecards=3\n11-09 16:00 scorecard\n11-09 17:00 scorecard", "11-09 18:00", waiting_on="interviewer"),
    case("all three: the hiring manager", APPLIED + "11-09 15:00 interview_held scorecards=3\n11-09 16:00 scorecard\n11-09 17:00 scorecard\n11-10 09:00 scorecard", "11-10 10:00", waiting_on="hiring_manager"),
    case("two rounds of one stage: both scorecards are waited for", APPLIED + "11-09 13:00 interview_held stage=interview\n11-09 14:00 interview_held stage=interview\n11-09 15:00 scorecard", "11-09 18:00", waiting_on="interviewer"),
    case("two rounds of one stage: both in", APPLIED + "11-09 13:00 interview_held stage=interview\n11-09 14:00 interview_held stage=interview\n11-09 15:00 scorecard\n11-09 16:00 scorecard", "11-09 18:00", waiting_on="hiring_manager"),
    case("a final after an interview owes its own", INTERVIEWED + "11-11 15:00 interview_held stage=final", "11-11 16:00", waiting_on="interviewer"),
    case("an advance told: the recruiter", INTERVIEWED + "11-10 10:00 out/phone decision=advance", "11-10 11:00", waiting_on="recruiter"),
    case("until the next interview is held", INTERVIEWED + "11-10 10:00 out/phone decision=advance\n11-12 15:00 interview_held stage=final", "11-12 16:00", waiting_on="interviewer"),
    case("an advance lasts through the candidate's calling off", INTERVIEWED + "11-10 10:00 out/invite decision=advance\n11-10 10:01 interview_scheduled end=11-18T15:00 stage=final\n11-11 10:00 interview_cancelled by=candidate\n11-12 10:00 in/deliverable", "11-12 11:00", waiting_on="recruiter", due="DECISION 11-17 17:00, SILENCE 11-16 17:00"),
    case("a decision not told is the recruiter's, not the manager's", INTERVIEWED + "11-10 10:00 decision value=reject", "11-10 11:00", waiting_on="recruiter"),
    case("a broken promise changes no owner", INTERVIEWED + "11-10 10:00 out/personal next_date=11-11", "11-12 09:00", waiting_on="hiring_manager", headline="PROMISE"),
]
TIES = [
    case("DECISION before SILENCE", APPLIED + "11-09 15:00 interview_held stage=screen\n11-11 10:00 out/personal next_date=11-16", "11-11 11:00", headline="PROMISE", due="PROMISE 11-16 17:00, DECISION 11-16 17:00, SILENCE 11-16 17:00"),
    case("REPLY before NOTICE before SILENCE", INTERVIEWED + "11-10 10:00 in/question\n11-10 11:00 decision value=reject", "11-10 12:00", headline="REPLY", due="REPLY 11-12 17:00, NOTICE 11-12 17:00, SILENCE 11-12 17:00"),
    case("NOTICE before SILENCE", INTERVIEWED + "11-10 11:00 decision value=reject", "11-10 12:00", headline="NOTICE"),
    case("NOTICE before DECISION", INTERVIEWED + "11-12 11:00 out/personal\n11-12 12:00 decision value=reject", "11-12 13:00", headline="NOTICE", due="NOTICE 11-16 17:00, DECISION 11-16 17:00"),
    case("HOLD_NOTICE before SILENCE", INTERVIEWED + "11-10 11:00 req_hold", "11-10 12:00", headline="HOLD_NOTICE", due="HOLD_NOTICE 11-12 17:00, SILENCE 11-12 17:00"),
    case("the earlier due before any order", INTERVIEWED + "11-11 11:00 in/question", "11-11 12:00", headline="SILENCE", due="SILENCE 11-12 17:00, REPLY 11-13 17:00"),
    case("a promise by the day's end in Tokyo is earlier than the close", INTERVIEWED + "11-10 11:00 in/question\n11-10 10:30 out/personal next_date=11-12", "11-10 12:00", zone="Asia/Tokyo", headline="PROMISE", due="PROMISE 11-12 09:59:59, REPLY 11-12 17:00"),
]
FEEDBACK = [
    case("told in bulk, an internal person is owed both", REJECTED.replace("personal", "bulk"), "11-10 11:00", internal=True, due="FEEDBACK_TALK 11-17 17:00, FEEDBACK_WRITTEN 11-24 17:00"),
    case("a talk logged ends one", REJECTED + "11-12 10:00 out/meeting", "11-12 11:00", internal=True, waiting_on="recruiter", absent="FEEDBACK_TALK", due="FEEDBACK_WRITTEN 11-24 17:00", history_contains="FEEDBACK_TALK:on_time"),
    case("a voicemail is no talk", REJECTED + "11-12 10:00 out/voicemail", "11-12 11:00", internal=True, due="FEEDBACK_TALK 11-17 17:00"),
    case("a message that is not the feedback ends neither", REJECTED + "11-12 10:00 out/personal", "11-12 11:00", internal=True, due="FEEDBACK_TALK 11-17 17:00, FEEDBACK_WRITTEN 11-24 17:00"),
    case("a message marked as the feedback ends the other", REJECTED + "11-12 10:00 out/personal feedback\n11-18 10:00 out/phone", "11-18 11:00", internal=True, waiting_on="nobody", history_contains="FEEDBACK_WRITTEN:on_time FEEDBACK_TALK:late"),
    case("a call is no written feedback", REJECTED + "11-12 10:00 out/phone feedback", "11-12 11:00", internal=True, absent="FEEDBACK_TALK", due="FEEDBACK_WRITTEN 11-24 17:00"),
    case("the call that told is not the talk", INTERVIEWED + "11-10 10:00 out/phone decision=reject", "11-10 11:00", internal=True, due="FEEDBACK_TALK 11-17 17:00"),
    case("filled, told: an internal person is owed both, too", INTERVIEWED + "11-10 09:00 req_filled\n11-10 10:00 out/personal decision=reject", "11-10 11:00", internal=True, closed="requisition", due="FEEDBACK_TALK 11-17 17:00"),
    case("who withdrew is owed none", INTERVIEWED + "11-10 10:00 in/withdraw", "11-10 11:00", internal=True, waiting_on="nobody", absent="FEEDBACK_TALK FEEDBACK_WRITTEN"),
    case("who is not internal is owed none", REJECTED, "11-10 11:00", absent="FEEDBACK_TALK FEEDBACK_WRITTEN"),
    case("a call that told suggests a written line", INTERVIEWED + "11-10 10:00 out/phone decision=reject", "11-10 11:00", waiting_on="nobody", headline=None, hints="WRITTEN_CONFIRM 11-11 17:00"),
    case("the written line ends the hint", INTERVIEWED + "11-10 10:00 out/phone decision=reject\n11-10 12:00 out/personal", "11-10 13:00", absent="WRITTEN_CONFIRM"),
    case("another call does not", INTERVIEWED + "11-10 10:00 out/phone decision=reject\n11-10 12:00 out/phone", "11-10 13:00", hints="WRITTEN_CONFIRM 11-11 17:00"),
    case("the hint is never the headline and never late", INTERVIEWED + "11-10 10:00 out/phone decision=reject", "12-10 11:00", headline=None, hints="WRITTEN_CONFIRM 11-11 17:00", history_contains="ACK:on_time DECISION:on_time SILENCE:on_time"),
    case("a call without a decision suggests nothing", INTERVIEWED + "11-10 10:00 out/phone status", "11-10 11:00", absent="WRITTEN_CONFIRM"),
    case("an advance by mail after an offer by phone", FINALIST + "11-10 10:00 out/meeting decision=offer\n11-10 12:00 out/personal", "11-10 13:00", absent="WRITTEN_CONFIRM", waiting_on="candidate"),
]
TORONTO = "10-13 10:00 applied\n10-13 10:01 out/auto_ack\n10-20 15:00 interview_held stage=interview\n10-20 18:00 scorecard\n"
STATUTE = [
    case("forty-five calendar days", TORONTO, "10-21 09:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59", internal_due="12-04 17:00"),
    case("a later interview restarts it; the day is a holiday", TORONTO + "11-10 15:00 interview_held stage=final", "11-10 16:00", ontario=True, office="TOR", due="LEGAL_ON45 12-25 23:59:59", internal_due="12-24 17:00"),
    case("a later preliminary one does not", TORONTO + "11-10 15:00 interview_held stage=screen preliminary", "11-10 16:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59"),
    case("one that is booked restarts it at its end, not before", TORONTO + "11-09 10:00 interview_scheduled end=11-10T15:00 stage=final", "11-10 09:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59", waiting_on="scheduled"),
    case("and at its end", TORONTO + "11-09 10:00 interview_scheduled end=11-10T15:00 stage=final", "11-10 15:00", ontario=True, office="TOR", due="LEGAL_ON45 12-25 23:59:59"),
    case("a booked preliminary one keeps its mark", TORONTO.replace("10-20 15:00 interview_held stage=interview", "10-19 10:00 interview_scheduled end=10-20T15:00 stage=screen preliminary"), "10-21 09:00", ontario=True, office="TOR", absent="LEGAL_ON45"),
    case("no hold pauses it", TORONTO + "10-22 10:00 req_hold\n10-23 10:00 req_resume", "10-26 09:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59"),
    case("no ask pauses it", TORONTO + "10-22 10:00 out/personal asks", "12-05 00:00", ontario=True, office="TOR", state="LEGAL_ON45 overdue", headline="SILENCE"),
    case("a status in bulk stops it", TORONTO + "10-22 10:00 out/bulk status", "10-22 11:00", ontario=True, office="TOR", absent="LEGAL_ON45", history_contains="LEGAL_ON45:on_time", due="SILENCE 10-23 17:00"),
    case("a decision in bulk stops it", TORONTO + "10-22 10:00 out/bulk decision=reject", "10-22 11:00", ontario=True, office="TOR", closed="rejected", history_contains="LEGAL_ON45:on_time"),
    case("a status by phone stops it", TORONTO + "10-22 10:00 out/phone status", "10-22 11:00", ontario=True, office="TOR", absent="LEGAL_ON45"),
    case("an invitation does not", TORONTO + "10-22 10:00 out/invite decision=advance status", "10-22 11:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59"),
    case("a word that says nothing of a decision does not", TORONTO + "10-22 10:00 out/personal next_date=10-30", "10-22 11:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59"),
    case("a voicemail does not", TORONTO + "10-22 10:00 out/voicemail status", "10-22 11:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59"),
    case("recording a decision does not", TORONTO + "10-22 10:00 decision value=reject", "10-22 11:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59"),
    case("told late by law", TORONTO + "12-07 10:00 out/personal status", "12-07 11:00", ontario=True, office="TOR", history_contains="LEGAL_ON45:late"),
    case("the last second of the day is in time", TORONTO + "12-04 23:59:59 out/personal status", "12-05 09:00", ontario=True, office="TOR", history_contains="LEGAL_ON45:on_time"),
    case("stopped, and started by the next interview", TORONTO + "10-22 10:00 out/personal status\n11-03 10:00 interview_held stage=final", "11-03 11:00", ontario=True, office="TOR", due="LEGAL_ON45 12-18 23:59:59"),
    case("withdrawing ends it unanswered", TORONTO + "10-22 10:00 in/withdraw", "10-22 11:00", ontario=True, office="TOR", absent="LEGAL_ON45", history=["ACK:on_time"]),
    case("opening again ends it", TORONTO + "10-22 10:00 decision value=reject\n10-23 10:00 unreject", "10-23 11:00", ontario=True, office="TOR", absent="LEGAL_ON45"),
    case("elsewhere there is no such duty", TORONTO, "10-21 09:00", office="TOR", absent="LEGAL_ON45", internal_due=""),
    case("a cancelled requisition ends nothing of it", TORONTO + "10-22 10:00 req_cancel", "10-22 11:00", ontario=True, office="TOR", due="LEGAL_ON45 12-04 23:59:59"),
    case("first among equal dues is the law", "10-13 10:00 applied\n10-13 10:01 out/auto_ack\n10-17 15:00 interview_held stage=interview\n10-17 18:00 scorecard", "12-01 00:00", ontario=True, office="TOR", state="LEGAL_ON45 due_today", due="LEGAL_ON45 12-01 23:59:59"),
]


@table([*OWNERS, *TIES])
def test_who_holds_the_next_step_and_what_comes_first(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


@table(FEEDBACK)
def test_feedback_and_hints(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


@table(STATUTE)
def test_the_ontario_duty(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []
