"""Asks, delays and bookings: what suspends SILENCE and what pauses DECISION, for how long."""

from recruiterdash.waiting.vectors import differences
from tests.waiting.cases import APPLIED, INTERVIEWED, SCREENED, Case, case, looked_at, table

ASKED = SCREENED + "11-10 10:00 out/personal asks\n"
BOOKED = INTERVIEWED + "11-10 10:00 interview_scheduled end=11-18T15:00 stage=final\n"
#: SILENCE of an interview on 9 November: 10, 11, 12; DECISION: 10, 11, 12, 13, 16.
ASKS = [
    case(
        "an ask in the last minute of the due day leaves one day",
        SCREENED + "11-16 16:59 out/personal asks",
        "11-17 09:00",
        waiting_on="candidate",
        paused="DECISION 1",
        absent="SILENCE",
    ),
    case(
        "an ask at the due instant itself is on time, so it pauses",
        SCREENED + "11-16 17:00 out/personal asks",
        "11-17 09:00",
        paused="DECISION 1",
    ),
    case(
        "an ask one minute after the due instant launders nothing",
        SCREENED + "11-16 17:01 out/personal asks",
        "11-17 09:00",
        waiting_on="candidate",
        headline="DECISION",
        state="DECISION overdue",
        due="DECISION 11-16 17:00",
        absent="SILENCE",
    ),
    case(
        "a deliverable on the last day left makes the next business day the due day",
        SCREENED + "11-16 12:00 out/personal asks\n11-20 10:00 in/deliverable",
        "11-20 11:00",
        due="DECISION 11-23 17:00, SILENCE 11-24 17:00",
    ),
    case(
        "an ask on a weekend: the pause's date is day 0",  # 14 Nov is a Saturday; 16 is left
        SCREENED + "11-14 12:00 out/personal asks",
        "11-14 13:00",
        paused="DECISION 1",
    ),
    case("an ask is open until the close of its fifth business day", ASKED, "11-17 16:59", waiting_on="candidate", absent="SILENCE"),
    case(
        "an ask without a deadline lapses after five business days",
        ASKED,
        "11-18 09:00",
        waiting_on="recruiter",
        due="SILENCE 11-19 17:00",
        paused="DECISION 4",
        headline="SILENCE",
    ),
    case(
        "what comes after the lapse still resumes the decision",
        ASKED + "11-23 10:00 in/deliverable",
        "11-23 11:00",
        due="SILENCE 11-25 17:00, DECISION 11-30 17:00",  # 24, 25, 27, 30
    ),
    case(
        "a chaser of ours after the lapse runs at cadence and leaves the pause",
        ASKED + "11-18 10:00 out/personal",
        "11-18 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-25 17:00",
        paused="DECISION 4",
        history_contains="SILENCE:on_time",
    ),
    case(
        "a new ask after the lapse has its own deadline",
        ASKED + "11-18 10:00 out/personal asks deadline=11-20",
        "11-19 09:00",
        waiting_on="candidate",
        absent="SILENCE",
        paused="DECISION 4",
    ),
    case(
        "a new ask lapses like the first",
        ASKED + "11-18 10:00 out/personal asks deadline=11-20",
        "11-23 09:00",
        waiting_on="recruiter",
        due="SILENCE 11-24 17:00",
        paused="DECISION 4",
    ),
    case(
        "a deadline on a Saturday rolls back to the early close of Friday",
        SCREENED + "11-10 10:00 out/personal asks deadline=11-28",
        "11-27 13:30",
        waiting_on="recruiter",
        due="SILENCE 12-01 17:00",
        paused="DECISION 4",
    ),
    case(
        "a deadline on a holiday rolls back, too",
        SCREENED + "11-10 10:00 out/personal asks deadline=11-26",
        "11-25 17:30",
        waiting_on="recruiter",
        due="SILENCE 11-30 17:00",  # 27, 30
    ),
    case(
        "a deadline of today lapses at close",
        SCREENED + "11-10 10:00 out/personal asks deadline=11-10",
        "11-10 18:00",
        waiting_on="recruiter",
        due="SILENCE 11-12 17:00",
    ),
    case(
        "a question while we wait for them is ours; the pause stays",
        ASKED + "11-12 10:00 in/question",
        "11-12 11:00",
        waiting_on="recruiter",
        due="REPLY 11-16 17:00",
        paused="DECISION 4",
        absent="SILENCE",
    ),
    case(
        "the answer hands the ball back and opens no SILENCE",
        ASKED + "11-12 10:00 in/question\n11-13 10:00 out/personal status",
        "11-13 11:00",
        waiting_on="candidate",
        absent="SILENCE REPLY",
        paused="DECISION 4",
        chasers=0,
    ),
    case(
        "what they tell us without being asked is no deliverable",
        ASKED + "11-12 10:00 in/information",
        "11-12 11:00",
        waiting_on="candidate",
        paused="DECISION 4",
        absent="SILENCE REPLY",
    ),
    case(
        "a deliverable nobody asked for still sets two days to act",
        INTERVIEWED + "11-10 10:00 in/deliverable",
        "11-10 11:00",
        due="SILENCE 11-12 17:00, DECISION 11-16 17:00",
    ),
    case(
        "an ask answers the silence it ends",
        SCREENED + "11-10 10:00 out/personal asks",
        "11-10 11:00",
        history_contains="SILENCE:on_time",
    ),
    case(
        "an ask by bulk mail is an ask",
        APPLIED + "11-03 10:00 out/bulk asks",
        "11-04 09:00",
        waiting_on="candidate",
        paused="DECISION 14",
        absent="SILENCE",
    ),
    case("an ask that came back was never made", SCREENED + "11-10 10:00 out/personal asks bounced", "11-11 09:00", due="SILENCE 11-12 17:00, DECISION 11-16 17:00"),
]
DELAYED = INTERVIEWED + "11-11 10:00 in/delay_request until=11-23\n"
DELAYS = [
    case(
        "a delay with a date knows its due while it pauses",
        DELAYED,
        "11-12 09:00",
        waiting_on="recruiter",
        headline="REPLY",
        due="REPLY 11-13 17:00, DECISION 11-27 13:00",  # 12, 13, 16 left; from 23: 24, 25, 27
        paused="DECISION 3",
        absent="SILENCE",
        chasers=0,
    ),
    case(
        "any personal word answers the request; then we wait for them",
        DELAYED + "11-12 10:00 out/personal",
        "11-12 11:00",
        waiting_on="candidate",
        absent="REPLY SILENCE",
        paused="DECISION 3",
        history_contains="REPLY:on_time",
    ),
    case(
        "the last second before the date named is still theirs",
        DELAYED + "11-12 10:00 out/personal",
        "11-22 23:59:59",
        waiting_on="candidate",
        paused="DECISION 3",
    ),
    case(
        "a delay ends by itself at midnight of the date named, which is day 0",
        DELAYED + "11-12 10:00 out/personal",
        "11-23 00:00",
        waiting_on="hiring_manager",
        headline="SILENCE",
        due="SILENCE 11-25 17:00, DECISION 11-27 13:00",
        state="SILENCE ok, DECISION ok",
    ),
    case(
        "a delay until a Sunday counts from that Sunday",
        INTERVIEWED + "11-11 10:00 in/delay_request until=11-22",
        "11-23 09:00",
        due="SILENCE 11-24 17:00, DECISION 11-25 17:00",
    ),
    case(
        "a delay does not launder an overdue decision",
        INTERVIEWED + "11-17 10:00 in/delay_request until=11-30",
        "11-18 09:00",
        due="DECISION 11-16 17:00, REPLY 11-19 17:00",
        state="DECISION overdue",
        absent="SILENCE",
    ),
    case(
        "a deliverable ends a delay before its date",
        DELAYED + "11-13 09:00 in/deliverable",
        "11-13 10:00",
        due="SILENCE 11-17 17:00, DECISION 11-18 17:00",
    ),
    case(
        "a second date replaces the first",
        DELAYED + "11-16 10:00 in/delay_request until=11-30",
        "11-24 09:00",
        paused="DECISION 3",
        due="DECISION 12-03 17:00, REPLY 11-13 17:00",
        absent="SILENCE",
    ),
    case(
        "a date that has come already delays nothing",
        INTERVIEWED + "11-11 10:00 in/delay_request until=11-11",
        "11-11 11:00",
        due="SILENCE 11-12 17:00, DECISION 11-16 17:00, REPLY 11-13 17:00",
    ),
    case(
        "a delay under a hold stays paused when it ends",
        DELAYED + "11-18 10:00 req_hold",
        "11-24 09:00",
        due="SILENCE 11-25 17:00, HOLD_NOTICE 11-20 17:00",
        paused="DECISION 3",
    ),
    case(
        "lifting that hold resumes what the delay had left",
        DELAYED + "11-18 10:00 req_hold\n11-30 10:00 req_resume",
        "11-30 11:00",
        due="SILENCE 12-03 17:00, DECISION 12-03 17:00",
    ),
    case(
        "a hold lifted before the delay ends leaves the delay",
        DELAYED + "11-18 10:00 req_hold\n11-19 10:00 req_resume",
        "11-20 09:00",
        paused="DECISION 3",
        due="DECISION 11-27 13:00",
        absent="SILENCE HOLD_NOTICE",
    ),
    case(
        "time they ask for takes the place of an ask that would lapse before",
        ASKED + "11-12 10:00 in/delay_request until=11-30",
        "12-01 09:00",
        due="SILENCE 12-02 17:00, DECISION 12-04 17:00",
    ),
    case(
        "an ask that lapses after the delay is still theirs",
        SCREENED + "11-10 10:00 out/personal asks deadline=11-20\n11-11 10:00 in/delay_request until=11-16\n11-11 12:00 out/personal",
        "11-17 09:00",
        waiting_on="candidate",
        paused="DECISION 4",
        absent="SILENCE",
    ),
    case(
        "a delay without a date runs as long as an ask",
        INTERVIEWED + "11-11 10:00 in/delay_request\n11-11 12:00 out/personal",
        "11-19 09:00",  # lapses on 18: 12, 13, 16, 17, 18
        waiting_on="recruiter",
        due="SILENCE 11-20 17:00",
        paused="DECISION 3",
    ),
]
BOOKINGS = [
    case("a booking suspends both and answers neither", BOOKED, "11-12 09:00", waiting_on="scheduled", absent="SILENCE DECISION ACK", history=["ACK:on_time"], headline=None),
    case("no word of ours opens SILENCE while an interview is ahead", BOOKED + "11-11 10:00 out/personal status", "11-12 09:00", waiting_on="scheduled", absent="SILENCE"),
    case(
        "the clocks start at the actual end, later than booked",
        BOOKED + "11-18 16:30 interview_held stage=final",
        "11-18 17:00",
        waiting_on="interviewer",
        due="SILENCE 11-20 17:00, DECISION 11-25 17:00",
    ),
    case(
        "an interview held a day late without a word",
        BOOKED + "11-19 14:00 interview_held stage=final",
        "11-19 17:00",
        due="SILENCE 11-23 17:00, DECISION 11-27 13:00",  # 20, 23; 20, 23, 24, 25, 27
    ),
    case(
        "an interview that ended early",
        BOOKED + "11-18 14:10 interview_held",
        "11-18 14:30",
        due="SILENCE 11-20 17:00, DECISION 11-25 17:00",
    ),
    case(
        "an interview held days before it was booked for",
        BOOKED + "11-13 15:00 interview_held stage=final",
        "11-16 09:00",
        waiting_on="interviewer",
        due="SILENCE 11-17 17:00, DECISION 11-20 17:00",
    ),
    case(
        "another interview before the booked one leaves that ahead",
        BOOKED + "11-12 15:00 interview_held stage=interview",
        "11-13 09:00",
        waiting_on="scheduled",
        absent="SILENCE DECISION",
    ),
    case(
        "the booked one called off, the decision counts from the other",
        BOOKED + "11-12 15:00 interview_held stage=interview\n11-16 10:00 interview_cancelled by=employer",
        "11-16 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-23 17:00, DECISION 11-19 17:00",
    ),
    case(
        "a booked end that passes unlogged counts as held then",
        BOOKED,
        "11-18 15:00",
        waiting_on="interviewer",
        due="SILENCE 11-20 17:00, DECISION 11-25 17:00",
    ),
    case("until that moment it is ahead", BOOKED, "11-18 14:59:59", waiting_on="scheduled", absent="SILENCE DECISION"),
    case(
        "a word after the assumed end is counted from there",
        BOOKED + "11-19 10:00 out/personal",
        "11-19 11:00",
        due="SILENCE 11-27 13:00, DECISION 11-25 17:00",  # 20, 23, 24, 25, 27
        history_contains="SILENCE:on_time",
    ),
    case(
        "an assumption corrected the next week by a no-show of ours",
        BOOKED + "11-23 10:00 interview_no_show by=employer",
        "11-23 11:00",
        waiting_on="recruiter",
        due="SILENCE 12-01 17:00, DECISION 11-16 17:00",  # 24, 25, 27, 30, 1
        state="DECISION overdue",
    ),
    case(
        "a new date said after the booked end corrects it, and keeps the stage",
        BOOKED + "11-18 18:00 interview_rescheduled end=11-24T15:00",
        "11-19 09:00",
        waiting_on="scheduled",
        absent="SILENCE DECISION",
    ),
    case(
        "the moved interview is the final it was",
        BOOKED + "11-18 18:00 interview_rescheduled end=11-24T15:00",
        "11-25 09:00",
        waiting_on="interviewer",
        due="SILENCE 11-27 13:00, DECISION 12-02 17:00",
    ),
    case(
        "a moved booking keeps how many scorecards it owes",
        INTERVIEWED
        + "11-10 10:00 interview_scheduled end=11-16T15:00 stage=final scorecards=2\n"
        + "11-11 10:00 interview_rescheduled end=11-17T15:00\n11-18 09:00 scorecard",
        "11-18 10:00",
        waiting_on="interviewer",
    ),
    case(
        "a new date after the candidate called off keeps the stage",
        BOOKED + "11-12 10:00 interview_cancelled by=candidate\n11-13 10:00 interview_rescheduled end=11-17T15:00",
        "11-18 09:00",
        due="SILENCE 11-19 17:00, DECISION 11-24 17:00",
    ),
    case(
        "two bookings: the first held, the second ahead",
        APPLIED + "11-04 10:00 interview_scheduled end=11-12T15:00 stage=screen\n11-04 10:01 interview_scheduled end=11-17T15:00 stage=final",
        "11-13 09:00",
        waiting_on="scheduled",
        absent="SILENCE DECISION",
    ),
    case(
        "two bookings: both held",
        APPLIED + "11-04 10:00 interview_scheduled end=11-12T15:00 stage=screen\n11-04 10:01 interview_scheduled end=11-17T15:00 stage=final",
        "11-18 09:00",
        waiting_on="interviewer",
        due="SILENCE 11-19 17:00, DECISION 11-24 17:00",
    ),
    case(
        "two bookings: we call off the second, the decision counts from the first",
        APPLIED
        + "11-04 10:00 interview_scheduled end=11-12T15:00 stage=screen\n"
        + "11-04 10:01 interview_scheduled end=11-17T15:00 stage=final\n11-16 10:00 interview_cancelled by=employer",
        "11-16 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-23 17:00, DECISION 11-19 17:00",
    ),
    case(
        "two bookings: the first called off, the second is still ahead",
        APPLIED
        + "11-04 10:00 interview_scheduled end=11-12T15:00 stage=screen\n"
        + "11-04 10:01 interview_scheduled end=11-17T15:00 stage=final\n11-11 10:00 interview_cancelled by=candidate",
        "11-13 11:00",
        waiting_on="scheduled",
        absent="SILENCE DECISION",
    ),
    case(
        "nobody but an applicant: the cadence after we called off is that of an applicant",
        APPLIED + "11-04 10:00 interview_scheduled end=11-12T15:00 stage=screen\n11-09 10:00 interview_cancelled by=employer",
        "11-09 11:00",
        due="SILENCE 11-23 17:00, DECISION 11-23 17:00",
    ),
    case(
        "a booking ends an open ask; called off by us, the decision ran on from there",
        ASKED + "11-12 10:00 interview_scheduled end=11-18T15:00 stage=interview\n11-16 10:00 interview_cancelled by=employer",
        "11-16 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-23 17:00, DECISION 11-18 17:00",  # 4 left on 12: 13, 16, 17, 18
    ),
    case(
        "nothing lapses while an interview is booked",
        INTERVIEWED + "11-10 10:00 interview_scheduled end=11-24T15:00 stage=final\n11-11 10:00 out/personal asks deadline=11-13",
        "11-17 09:00",
        waiting_on="candidate",
        absent="SILENCE DECISION",
    ),
    case(
        "what could not lapse lapses when we call off, and not before",
        INTERVIEWED
        + "11-10 10:00 interview_scheduled end=11-24T15:00 stage=final\n11-11 10:00 out/personal asks deadline=11-13\n"
        + "11-17 10:00 interview_cancelled by=employer",
        "11-17 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-19 17:00, DECISION 11-16 17:00",
        state="DECISION overdue",
    ),
]
CALLED_OFF = BOOKED + "11-12 10:00 interview_cancelled by=candidate\n"
CALLING_OFF = [
    case("the candidate calls off: from suspended straight into the pause", CALLED_OFF, "11-12 11:00", waiting_on="candidate", paused="DECISION 2", absent="SILENCE"),
    case("it lapses like an ask without a deadline", CALLED_OFF, "11-20 09:00", waiting_on="recruiter", due="SILENCE 11-23 17:00", paused="DECISION 2"),
    case("their new availability resumes it", CALLED_OFF + "11-16 10:00 in/deliverable", "11-16 11:00", due="SILENCE 11-18 17:00, DECISION 11-18 17:00"),
    case(
        "its due passed while it was suspended: one day is left",
        BOOKED + "11-18 10:00 interview_cancelled by=candidate",
        "11-18 11:00",
        waiting_on="candidate",
        paused="DECISION 1",
    ),
    case(
        "and one day it is on resuming",
        BOOKED + "11-18 10:00 interview_cancelled by=candidate\n11-20 10:00 in/deliverable",
        "11-20 11:00",
        due="SILENCE 11-24 17:00, DECISION 11-23 17:00",
    ),
    case(
        "what was overdue before it was suspended returns overdue",
        INTERVIEWED + "11-17 10:00 interview_scheduled end=11-20T15:00 stage=final\n11-18 10:00 interview_cancelled by=candidate",
        "11-18 11:00",
        waiting_on="candidate",
        due="DECISION 11-16 17:00",
        state="DECISION overdue",
        headline="DECISION",
    ),
    case(
        "booked at the due instant is not overdue before",
        INTERVIEWED + "11-16 17:00 interview_scheduled end=11-20T15:00 stage=final\n11-18 10:00 interview_cancelled by=candidate",
        "11-18 11:00",
        paused="DECISION 1",
    ),
    case(
        "not coming is calling off",
        BOOKED + "11-18 15:30 interview_no_show by=candidate",
        "11-19 09:00",
        waiting_on="candidate",
        paused="DECISION 1",
        absent="SILENCE",
    ),
    case(
        "we called off lasts through a word",
        BOOKED + "11-12 10:00 interview_cancelled by=employer\n11-12 10:05 out/phone status",
        "11-13 09:00",
        waiting_on="recruiter",
        due="SILENCE 11-19 17:00, DECISION 11-16 17:00",
    ),
    case(
        "we called off lasts until a new date",
        BOOKED + "11-12 10:00 interview_cancelled by=employer\n11-13 10:00 interview_scheduled end=11-20T15:00 stage=final",
        "11-13 11:00",
        waiting_on="scheduled",
        absent="SILENCE DECISION",
    ),
    case(
        "their availability after we called off",
        BOOKED + "11-12 10:00 interview_cancelled by=employer\n11-12 10:05 out/personal asks\n11-13 09:00 in/deliverable",
        "11-13 10:00",
        waiting_on="recruiter",
        due="SILENCE 11-17 17:00, DECISION 11-17 17:00",  # paused on 12 with 13 and 16 left
    ),
    case(
        "called off twice, the decision is the first one still",
        BOOKED
        + "11-12 10:00 interview_cancelled by=employer\n11-13 10:00 interview_scheduled end=11-20T15:00 stage=final\n"
        + "11-17 10:00 interview_cancelled by=employer",
        "11-17 11:00",
        due="SILENCE 11-24 17:00, DECISION 11-16 17:00",
        state="DECISION overdue",
    ),
]
HELD_UP = [
    case(
        "a hold while booked pauses as if never booked",
        INTERVIEWED
        + "11-10 10:00 interview_scheduled end=11-24T15:00 stage=final\n11-12 10:00 req_hold\n11-18 10:00 interview_cancelled by=employer",
        "11-18 11:00",
        due="SILENCE 11-25 17:00, HOLD_NOTICE 11-16 17:00",
        paused="DECISION 2",
    ),
    case(
        "that hold lifted",
        INTERVIEWED
        + "11-10 10:00 interview_scheduled end=11-24T15:00 stage=final\n11-12 10:00 req_hold\n"
        + "11-18 10:00 interview_cancelled by=employer\n11-20 10:00 req_resume",
        "11-20 11:00",
        due="SILENCE 11-25 17:00, DECISION 11-24 17:00",
    ),
    case(
        "a hold lifted while booked resumes as if never booked",
        INTERVIEWED
        + "11-11 10:00 req_hold\n11-12 10:00 interview_scheduled end=11-24T15:00 stage=final\n11-16 10:00 req_resume\n"
        + "11-18 10:00 interview_cancelled by=employer",
        "11-18 11:00",
        due="SILENCE 11-25 17:00, DECISION 11-19 17:00",  # 12, 13, 16 left; 17, 18, 19
    ),
    case("a hold lifted while booked opens no SILENCE", BOOKED + "11-11 10:00 req_hold\n11-12 10:00 req_resume", "11-12 11:00", waiting_on="scheduled", absent="SILENCE DECISION HOLD_NOTICE"),
    case(
        "a hold lifted under a lapsed ask: the word is due, the decision waits",
        ASKED + "11-12 10:00 req_hold\n11-19 10:00 req_resume",
        "11-19 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-24 17:00",
        paused="DECISION 4",
    ),
    case(
        "a hold lifted under an open ask: neither",
        ASKED + "11-12 10:00 req_hold\n11-13 10:00 req_resume",
        "11-13 11:00",
        waiting_on="candidate",
        absent="SILENCE",
        paused="DECISION 4",
    ),
]
ADVANCES = [
    case(
        "an advance suspends the decision; the word runs at cadence; the next step is ours",
        INTERVIEWED + "11-10 10:00 out/invite decision=advance",
        "11-10 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-17 17:00",
        absent="DECISION",
        history_contains="SILENCE:on_time",
    ),
    case(
        "called off by us, its earlier due returns",
        INTERVIEWED + "11-10 10:00 out/personal decision=advance\n11-12 10:00 interview_cancelled by=employer",
        "11-12 11:00",
        due="SILENCE 11-19 17:00, DECISION 11-16 17:00",
    ),
    case(
        "its earlier due returns whatever was asked meanwhile",
        INTERVIEWED
        + "11-10 10:00 out/invite decision=advance asks\n11-12 09:00 in/deliverable\n"
        + "11-12 10:00 interview_scheduled end=11-18T15:00 stage=final\n11-13 10:00 interview_cancelled by=employer",
        "11-13 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-20 17:00, DECISION 11-16 17:00",
    ),
    case(
        "their availability after an advance is two days of ours",
        INTERVIEWED + "11-10 10:00 out/invite decision=advance asks\n11-12 09:00 in/deliverable",
        "11-12 10:00",
        waiting_on="recruiter",
        due="SILENCE 11-16 17:00",
        absent="DECISION",
    ),
    case(
        "an advance after we called off puts the decision away again",
        BOOKED + "11-12 10:00 interview_cancelled by=employer\n11-13 10:00 out/phone decision=advance",
        "11-13 11:00",
        waiting_on="recruiter",
        due="SILENCE 11-20 17:00",
        absent="DECISION",
        hints="WRITTEN_CONFIRM 11-16 17:00",
    ),
]


@table([*ASKS, *DELAYS])
def test_while_the_ball_is_with_the_candidate(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []


@table([*BOOKINGS, *CALLING_OFF, *HELD_UP, *ADVANCES])
def test_while_an_interview_is_ahead_or_called_off(case: Case) -> None:
    assert differences(looked_at(case.vector), case.vector.expect) == []
