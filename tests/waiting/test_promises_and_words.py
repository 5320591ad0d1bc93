"""Promises, questions, what each word of ours can do, and the candidate's own deadline."""

from recruiterdash.waiting.vectors import differences
from tests.waiting.cases import APPLIED, FINALIST, INTERVIEWED, SCREENED, Case, case, looked_at, table

PROMISED = INTERVIEWED + "11-10 10:00 out/personal status next_date=11-13\n"
PROMISES = [
    case("a date said is a promise and the due of SILENCE", PROMISED, "11-10 11:00", due="PROMISE 11-13 17:00, SILENCE 11-13 17:00, DECISION 11-16 17:00", promise_slips=0),
    case("earlier is no slip", PROMISED + "11-11 10:00 out/personal next_date=11-12", "11-11 11:00", promise_slips=0, promises_broken=0, due="PROMISE 11-12 17:00, SILENCE 11-12 17:00"),
    case("the same date again is no slip", PROMISED + "11-11 10:00 out/personal next_date=11-13", "11-11 11:00", promise_slips=0),
    case("later before its due is a slip", PROMISED + "11-13 17:00 out/personal next_date=11-17", "11-13 18:00", promise_slips=1, promises_broken=0, due="PROMISE 11-17 17:00"),
    case("later after its due is a breach and no slip", PROMISED + "11-13 17:00:01 out/personal next_date=11-17", "11-13 18:00", promise_slips=0, promises_broken=1, due="PROMISE 11-17 17:00", state="PROMISE ok"),
    case("unkept it is broken at once", PROMISED, "11-13 17:00:01", promises_broken=1, state="PROMISE overdue", headline="PROMISE"),
    case("at its due instant it is not", PROMISED, "11-13 17:00", promises_broken=0, state="PROMISE due_today"),
    case("an undated word leaves it open and runs at cadence", PROMISED + "11-12 10:00 out/phone status", "11-12 11:00", due="PROMISE 11-13 17:00, SILENCE 11-19 17:00", promise_slips=0),
    case("kept by an advance", PROMISED + "11-13 16:00 out/phone decision=advance", "11-13 18:00", absent="PROMISE", history_contains="PROMISE:on_time", promises_broken=0),
    case("an advance after its due: late and broken", PROMISED + "11-16 09:00 out/phone decision=advance", "11-16 10:00", absent="PROMISE", history_contains="PROMISE:late", promises_broken=1),
    case("kept by a decision in bulk", PROMISED + "11-13 16:00 out/bulk decision=reject", "11-13 18:00", closed="rejected", history_contains="PROMISE:on_time", promises_broken=0),
    case("a decision by voicemail keeps nothing", PROMISED + "11-13 16:00 out/voicemail decision=reject", "11-13 18:00", promises_broken=1, state="PROMISE overdue"),
    case("a message marked as keeping it", PROMISED + "11-13 16:00 out/personal keeps_promise", "11-13 18:00", absent="PROMISE", history_contains="PROMISE:on_time", due="SILENCE 11-20 17:00"),
    case("recording a decision keeps no promise", PROMISED + "11-13 16:00 decision value=reject", "11-13 18:00", state="PROMISE overdue", promises_broken=1),
    case("broken stays counted when they withdraw", PROMISED + "11-16 10:00 in/withdraw", "11-16 11:00", closed="withdrawn", promises_broken=1),
    case("open and not due, it ends uncounted when they withdraw", PROMISED + "11-12 10:00 in/withdraw", "11-12 11:00", promises_broken=0, history=["ACK:on_time", "SILENCE:on_time"]),
    case("broken stays counted in a new spell", PROMISED + "11-16 10:00 out/personal decision=reject\n11-17 10:00 unreject", "11-17 11:00", promises_broken=1, absent="PROMISE"),
    case("broken, promised again, and broken again", PROMISED + "11-16 10:00 out/personal next_date=11-18", "11-19 09:00", promises_broken=2, promise_slips=0),
    case("an invitation that advances and names a date keeps one and opens another", PROMISED + "11-12 10:00 out/invite decision=advance next_date=11-20", "11-12 11:00", history_contains="PROMISE:on_time", promise_slips=0, due="PROMISE 11-20 17:00, SILENCE 11-20 17:00"),
    case("a promise in bulk to an applicant", APPLIED + "11-10 10:00 out/bulk status next_date=11-19", "11-10 11:00", due="PROMISE 11-19 17:00, SILENCE 11-19 17:00, DECISION 11-23 17:00"),
    case("earlier than the cadence", APPLIED + "11-10 10:00 out/personal next_date=11-12", "11-10 11:00", due="SILENCE 11-12 17:00"),
    case("a date more than fifteen business days ahead moves SILENCE fifteen", APPLIED + "11-03 10:00 out/personal next_date=12-15", "11-03 11:00", due="PROMISE 12-15 17:00, SILENCE 11-24 17:00"),
    case("a date on a holiday rolls back to the eve", INTERVIEWED + "11-18 10:00 out/personal next_date=11-26", "11-18 11:00", due="PROMISE 11-25 17:00, SILENCE 11-25 17:00"),
    case("a date on Sunday rolls back to the early close", INTERVIEWED + "11-18 10:00 out/personal next_date=11-29", "11-18 11:00", due="PROMISE 11-27 13:00, SILENCE 11-27 13:00"),
    case("rolled back first, then the day's end in Tokyo", INTERVIEWED + "11-18 10:00 out/personal next_date=11-29", "11-18 11:00", zone="Asia/Tokyo", due="PROMISE 11-27 09:59:59, SILENCE 11-27 09:59:59"),
    case("a candidate behind us: office close comes first", INTERVIEWED + "11-10 10:00 out/personal next_date=11-13", "11-10 11:00", zone="Pacific/Honolulu", due="PROMISE 11-13 17:00"),
    case("the same date for somebody in Auckland", INTERVIEWED + "11-10 10:00 out/personal next_date=11-13", "11-10 11:00", zone="Pacific/Auckland", due="PROMISE 11-13 05:59:59"),
    case("a promise while we wait for them opens no SILENCE", SCREENED + "11-10 10:00 out/personal asks next_date=11-19", "11-10 11:00", waiting_on="candidate", due="PROMISE 11-19 17:00", absent="SILENCE"),
    case("a promise while an interview is ahead opens no SILENCE", INTERVIEWED + "11-10 10:00 interview_scheduled end=11-18T15:00\n11-10 11:00 out/personal next_date=11-20", "11-11 09:00", due="PROMISE 11-20 17:00", absent="SILENCE"),
    case("a date on a voicemail was said to nobody", INTERVIEWED + "11-10 10:00 out/voicemail next_date=11-20", "11-10 11:00", absent="PROMISE", due="SILENCE 11-12 17:00"),
    case("a date in a letter that came back was said to nobody", INTERVIEWED + "11-10 10:00 out/personal next_date=11-20 bounced", "11-10 11:00", absent="PROMISE", due="SILENCE 11-12 17:00"),
    case("a date in a newsletter is no promise", INTERVIEWED + "11-10 10:00 out/marketing next_date=11-20", "11-10 11:00", absent="PROMISE", due="SILENCE 11-12 17:00"),
    case("our ask pauses no promise", PROMISED + "11-11 10:00 out/personal asks", "11-16 09:00", waiting_on="candidate", state="PROMISE overdue", headline="PROMISE", promises_broken=1),
]
ASKED = INTERVIEWED + "11-10 09:00 in/question\n"
QUESTIONS = [
    case("a question leaves SILENCE where it is", ASKED, "11-10 10:00", waiting_on="recruiter", chasers=1, due="REPLY 11-12 17:00, SILENCE 11-12 17:00", headline="REPLY"),
    case("three chasers, the oldest governs", ASKED + "11-11 09:00 in/question\n11-12 09:00 in/thank_you_question", "11-12 10:00", chasers=3, due="REPLY 11-12 17:00"),
    case("any personal word answers them all", ASKED + "11-11 09:00 in/question\n11-12 17:00 out/text", "11-12 18:00", chasers=0, absent="REPLY", history_contains="REPLY:on_time", due="SILENCE 11-19 17:00"),
    case("a second late", ASKED + "11-12 17:00:01 out/personal", "11-12 18:00", history_contains="REPLY:late"),
    case("asked again after an answer", ASKED + "11-11 09:00 out/personal\n11-13 09:00 in/question", "11-13 10:00", chasers=1, due="REPLY 11-17 17:00, SILENCE 11-18 17:00"),
    case("a bulk status answers nobody", ASKED + "11-11 09:00 out/bulk status next_date=11-20", "11-11 10:00", chasers=1, due="REPLY 11-12 17:00, SILENCE 11-20 17:00"),
    case("a bulk decision answers what is my status", ASKED + "11-11 09:00 out/bulk decision=reject", "11-11 10:00", closed="rejected", waiting_on="nobody", chasers=0, absent="REPLY", history_contains="REPLY:on_time"),
    case("a bulk decision does not answer another question", INTERVIEWED + "11-10 09:00 in/question topic=other\n11-11 09:00 out/bulk decision=reject", "11-11 10:00", closed="rejected", waiting_on="recruiter", chasers=1, headline="REPLY", due="REPLY 11-12 17:00"),
    case("an invitation answers a request to move", SCREENED + "11-10 09:00 in/reschedule_request\n11-11 09:00 out/invite", "11-11 10:00", absent="REPLY", history_contains="REPLY:on_time", due="SILENCE 11-18 17:00"),
    case("an invitation that advances answers what is my status", ASKED + "11-11 09:00 out/invite decision=advance", "11-11 10:00", absent="REPLY", chasers=0),
    case("a bare invitation does not", ASKED + "11-11 09:00 out/invite", "11-11 10:00", chasers=1, due="REPLY 11-12 17:00, SILENCE 11-18 17:00"),
    case("a voicemail answers nobody", ASKED + "11-11 09:00 out/voicemail status", "11-11 10:00", chasers=1, due="REPLY 11-12 17:00, SILENCE 11-12 17:00"),
    case("our out-of-office answers nobody", ASKED + "11-11 09:00 out/ooo", "11-11 10:00", chasers=1, due="REPLY 11-12 17:00, SILENCE 11-12 17:00"),
    case("after a final one day", FINALIST + "11-10 09:00 in/question", "11-10 10:00", due="REPLY 11-11 17:00"),
    case("as the question arrives: a final held later changes nothing", INTERVIEWED + "11-10 09:00 interview_scheduled end=11-11T15:00 stage=final\n11-11 09:00 in/question", "11-11 16:00", due="REPLY 11-13 17:00", waiting_on="recruiter"),
    case("a screen after a final is not the last final", FINALIST + "11-11 10:00 interview_held stage=screen\n11-11 12:00 in/question", "11-11 13:00", due="REPLY 11-13 17:00"),
    case("a question on Friday evening counts from Friday", INTERVIEWED + "11-13 20:00 in/question", "11-14 09:00", due="REPLY 11-17 17:00"),
    case("a question before two half-days and a holiday", APPLIED + "12-22 10:00 in/question", "12-22 11:00", due="REPLY 12-24 13:00"),
    case("a request to move is answered by the moved date", INTERVIEWED + "11-10 09:00 interview_scheduled end=11-18T15:00\n11-11 09:00 in/reschedule_request\n11-12 09:00 interview_rescheduled end=11-19T15:00", "11-12 10:00", waiting_on="scheduled", absent="REPLY", history_contains="REPLY:on_time", chasers=0),
    case("or by a new booking after calling off", INTERVIEWED + "11-10 09:00 interview_scheduled end=11-18T15:00\n11-11 09:00 in/reschedule_request\n11-11 10:00 interview_cancelled by=candidate\n11-12 09:00 interview_scheduled end=11-19T15:00", "11-12 10:00", waiting_on="scheduled", absent="REPLY"),
    case("called off without a new date, the request stands", INTERVIEWED + "11-10 09:00 interview_scheduled end=11-18T15:00\n11-11 09:00 in/reschedule_request\n11-11 10:00 interview_cancelled by=candidate", "11-12 10:00", waiting_on="recruiter", due="REPLY 11-13 17:00", absent="SILENCE", paused="DECISION 3"),
    case("or by any personal word", INTERVIEWED + "11-10 09:00 interview_scheduled end=11-18T15:00\n11-11 09:00 in/reschedule_request\n11-12 09:00 out/personal", "11-12 10:00", waiting_on="scheduled", absent="REPLY SILENCE"),
    case("a moved date does not answer a question", INTERVIEWED + "11-10 09:00 interview_scheduled end=11-18T15:00\n11-10 10:00 in/reschedule_request\n11-11 09:00 in/question\n11-11 10:00 interview_rescheduled end=11-19T15:00", "11-11 11:00", waiting_on="recruiter", chasers=1, due="REPLY 11-13 17:00", history_contains="REPLY:on_time"),
    case("a moved date does not answer a request for a delay", INTERVIEWED + "11-10 09:00 interview_scheduled end=11-18T15:00\n11-10 10:00 in/delay_request until=11-30\n11-11 10:00 interview_rescheduled end=12-01T15:00", "11-11 11:00", due="REPLY 11-12 17:00", waiting_on="recruiter"),
    case("their out-of-office asks nothing", INTERVIEWED + "11-10 09:00 in/ooo", "11-10 10:00", absent="REPLY", chasers=0, due="SILENCE 11-12 17:00"),
    case("a thank-you opens a hint only", INTERVIEWED + "11-10 09:00 in/thank_you", "11-10 10:00", absent="REPLY", chasers=0, hints="COURTESY_REPLY 11-12 17:00", waiting_on="hiring_manager", headline="SILENCE"),
    case("a hint is never overdue", INTERVIEWED + "11-10 09:00 in/thank_you", "11-30 10:00", hints="COURTESY_REPLY 11-12 17:00", headline="SILENCE"),
    case("a line of thanks ends the hint", INTERVIEWED + "11-10 09:00 in/thank_you\n11-10 12:00 out/personal", "11-10 13:00", absent="COURTESY_REPLY", due="SILENCE 11-17 17:00"),
    case("a question after closing is owed an answer", INTERVIEWED + "11-10 10:00 out/personal decision=reject\n11-12 10:00 in/question", "11-12 11:00", closed="rejected", waiting_on="recruiter", headline="REPLY", chasers=1, due="REPLY 11-16 17:00"),
    case("answered, nobody waits", INTERVIEWED + "11-10 10:00 out/personal decision=reject\n11-12 10:00 in/question\n11-13 10:00 out/letter", "11-13 11:00", closed="rejected", waiting_on="nobody", chasers=0, absent="REPLY", history_contains="REPLY:on_time"),
    case("a thank-you after closing is a hint", INTERVIEWED + "11-10 10:00 out/personal decision=reject\n11-12 10:00 in/thank_you", "11-12 11:00", closed="rejected", waiting_on="nobody", hints="COURTESY_REPLY 11-16 17:00", headline=None),
    case("a question after withdrawing", INTERVIEWED + "11-10 10:00 in/withdraw\n11-12 10:00 in/question", "11-12 11:00", closed="withdrawn", waiting_on="recruiter", due="REPLY 11-16 17:00"),
]
WORDS = [
    case("an automatic text stops no ACK", "11-02 10:00 applied\n11-02 10:01 out/auto_generic", "11-02 11:00", due="ACK 11-03 17:00", headline="ACK"),
    case("our out-of-office stops no ACK", "11-02 10:00 applied\n11-02 10:01 out/ooo", "11-02 11:00", due="ACK 11-03 17:00"),
    case("a voicemail stops no ACK", "11-02 10:00 applied\n11-02 10:01 out/voicemail", "11-02 11:00", due="ACK 11-03 17:00"),
    case("a survey stops no ACK", "11-02 10:00 applied\n11-02 10:01 out/survey", "11-02 11:00", due="ACK 11-03 17:00, SILENCE 11-16 17:00"),
    case("a bulk status stops ACK and, undated, SILENCE while merely applied", "11-02 10:00 applied\n11-03 10:00 out/bulk status", "11-03 11:00", absent="ACK", due="SILENCE 11-17 17:00, DECISION 11-23 17:00", history_contains="ACK:on_time SILENCE:on_time"),
    case("an undated bulk status after a screen does not count", SCREENED + "11-11 10:00 out/bulk status", "11-11 11:00", due="SILENCE 11-12 17:00"),
    case("a personal word runs at cadence", INTERVIEWED + "11-11 10:00 out/personal", "11-11 11:00", due="SILENCE 11-18 17:00, DECISION 11-16 17:00"),
    case("ten days while only applied", APPLIED + "11-03 10:00 out/personal", "11-03 11:00", due="SILENCE 11-17 17:00"),
    case("an in-mail counts", INTERVIEWED + "11-11 10:00 out/linkedin", "11-11 11:00", due="SILENCE 11-18 17:00"),
    case("an invitation counts as a word", SCREENED + "11-11 10:00 out/invite", "11-11 11:00", due="SILENCE 11-18 17:00, DECISION 11-16 17:00"),
    case("a bounced word counts for nothing", INTERVIEWED + "11-11 10:00 out/personal status bounced", "11-11 11:00", due="SILENCE 11-12 17:00"),
    case("a kind nobody knows moves nothing", INTERVIEWED + "11-11 10:00 out/pigeon status decision=reject\n11-11 10:00 in/pigeon\n11-11 10:00 flying_pigeon", "11-11 11:00", closed=None, waiting_on="hiring_manager", due="SILENCE 11-12 17:00, DECISION 11-16 17:00", absent="REPLY NOTICE"),
    case("notes, stages, mail among ourselves and about another application move nothing", INTERVIEWED + "11-11 10:00 note\n11-11 10:01 stage_change\n11-11 10:02 internal_email\n11-11 10:03 other_application_out", "11-11 11:00", waiting_on="hiring_manager", due="SILENCE 11-12 17:00, DECISION 11-16 17:00"),
    case("a word late is late", INTERVIEWED + "11-12 17:00:01 out/personal", "11-12 18:00", history_contains="SILENCE:late"),
    case("acknowledged late by a person", "11-02 10:00 applied\n11-04 10:00 out/personal", "11-04 11:00", history_contains="ACK:late SILENCE:on_time", due="SILENCE 11-18 17:00"),
]
OFFERED = INTERVIEWED + "11-10 10:00 in/candidate_deadline until=11-13\n"
THEIR_DEADLINE = [
    case("their own deadline stands beside ours", OFFERED, "11-10 11:00", due="CANDIDATE_DEADLINE 11-13 17:00, SILENCE 11-12 17:00", absent="REPLY"),
    case("a word that settles nothing leaves it", OFFERED + "11-11 10:00 out/personal status", "11-11 11:00", due="CANDIDATE_DEADLINE 11-13 17:00", headline="CANDIDATE_DEADLINE"),
    case("an advance is no decision", OFFERED + "11-11 10:00 out/phone decision=advance", "11-11 11:00", due="CANDIDATE_DEADLINE 11-13 17:00"),
    case("an offer settles it", OFFERED + "11-11 10:00 out/phone decision=offer", "11-11 11:00", absent="CANDIDATE_DEADLINE", history_contains="CANDIDATE_DEADLINE:on_time"),
    case("an answer marked as settling it", OFFERED + "11-11 10:00 out/personal keeps_promise", "11-11 11:00", absent="CANDIDATE_DEADLINE", history_contains="CANDIDATE_DEADLINE:on_time"),
    case("no hold pauses it", OFFERED + "11-11 10:00 req_hold", "11-16 09:00", state="CANDIDATE_DEADLINE overdue", headline="SILENCE"),
    case("no ask pauses it", OFFERED + "11-11 10:00 out/personal asks", "11-13 18:00", waiting_on="candidate", headline="CANDIDATE_DEADLINE", state="CANDIDATE_DEADLINE overdue"),
    case("a Saturday rolls back", INTERVIEWED + "11-10 10:00 in/candidate_deadline until=11-14", "11-10 11:00", due="CANDIDATE_DEADLINE 11-13 17:00"),
    case("right after a promise among equal dues", OFFERED + "11-11 09:00 in/question\n11-11 10:00 out/personal next_date=11-13", "11-11 11:00", headline="PROMISE", due="CANDIDATE_DEADLINE 11-13 17:00, PROMISE 11-13 17:00, SILENCE 11-13 17:00"),
    case("before a question among equal dues", OFFERED + "11-11 09:00 in/question\n11-11 08:00 out/personal", "11-11 11:00", headline="CANDIDATE_DEADLINE", due="CANDIDATE_DEADLINE 11-13 17:00, REPLY 11-13 17:00"),
    case("a new date of theirs replaces the old", OFFERED + "11-11 10:00 in/candidate_deadline until=11-20", "11-11 11:00", due="CANDIDATE_DEADLINE 11-20 17:00"),
]


@table(PROMISES)
def test_a_promise(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


@table([*QUESTIONS, *WORDS])
def test_a_word(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


@table(THEIR_DEADLINE)
def test_their_own_deadline(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []
