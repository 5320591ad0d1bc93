"""Why something is due when it is, in plain words. Pure; moments are said in the office's zone."""

from datetime import datetime

from recruiterdash.waiting.course import Line
from recruiterdash.waiting.workdays import Calendar

_NUMBERS = ("no", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
#: What set a clock going.
CAUSES = {
    "applied": "Applied {at}",
    "held:screen": "Spoke with us {at}",
    "held:interview": "Interviewed {at}",
    "held:final": "Final interview {at}",
    "word": "Last word from us {at}",
    "promise": "A date was promised {at}",
    "question": "They asked {at}",
    "thank_you_question": "They thanked us and asked {at}",
    "other_question": "They asked {at}",
    "delay_request": "They asked for more time {at}",
    "reschedule_request": "They asked to move the interview {at}",
    "thank_you": "They thanked us {at}",
    "deliverable": "They sent what we asked for {at}",
    "accept": "They accepted the offer {at}",
    "candidate_deadline": "They told us of another offer {at}",
    "decision": "Decided {at}",
    "req_hold": "The requisition went on hold {at}",
    "req_resume": "The requisition has been open again since {at}",
    "req_ended": "The requisition ended {at}",
    "applied_after": "Applied {at}, when the requisition had ended",
    "reopened": "Opened again {at}",
    "called_off": "We called the interview off {at}",
    "no_show": "We did not come to the interview {at}",
    "lapse:ask": "What we asked for was due {at} and did not come",
    "lapse:offer": "The offer was open until {at} and has no answer",
    "lapse:new_date": "A new interview date was theirs to name until {at}",
    "delay_over": "The time they asked for ended {at}",
    "told": "Told no {at}",
    "told_live": "Told by word of mouth {at}",
}
#: What a clock counts towards, as a person says it.
DUTIES = {
    "ACK": "an acknowledgement",
    "SILENCE": "a word from us",
    "DECISION": "a decision",
    "REPLY": "an answer",
    "NOTICE": "to be told the outcome",
    "PROMISE": "the word we promised",
    "HOLD_NOTICE": "to be told about the hold",
    "FEEDBACK_TALK": "the feedback talk",
    "FEEDBACK_WRITTEN": "the written feedback",
    "CANDIDATE_DEADLINE": "an answer before their own deadline",
    "WRITTEN_CONFIRM": "a short written confirmation",
    "COURTESY_REPLY": "a line of thanks",
}


def duty_of(clock: str) -> str:
    """Return what a clock owes the person."""
    return (
        "word by law whether there is a decision" if clock.startswith("LEGAL") else DUTIES.get(clock, clock)
    )


def sentence(line: Line, calendar: Calendar, now: datetime) -> str:
    """Return why a clock is due when it is: "Interviewed Mon 9 Nov 15:00. Five business days: Mon 16 Nov 17:00."."""
    cause = CAUSES.get(line.cause, "{at}").format(at=said(line.caused_at, calendar))
    due = said(line.due_at, calendar) if line.due_at is not None else ""
    left = days(line.paused_left or 0).lower()
    if line.paused_on(now) and line.stopped_at is None:
        since = said(line.paused_at or line.started_at, calendar)
        return f"{cause}. Paused since {since}, {left} left{f': then due {due}' if due else ''}."
    if not due:
        return f"{cause}. It was paused with {left} left."
    if line.days is None:
        return f"{cause}. Due {due}."
    if line.name.startswith("LEGAL"):
        return f"{cause}. {_count(line.days, 'calendar day')} by law: {due}."
    return f"{cause}. {days(line.days)}{_meanwhile(line)}: {due}."


def days(count: int) -> str:
    """Return "Five business days"."""
    return _count(count, "business day")


def _count(count: int, noun: str) -> str:
    number = _NUMBERS[count] if 0 < count < len(_NUMBERS) else str(count)
    return f"{number} {noun}{'' if count == 1 else 's'}"


def _meanwhile(line: Line) -> str:
    """Return why a due is not simply its days later."""
    moved = {move.what for move in line.moves}
    if moved & {"paused", "resumed"}:
        return ", paused meanwhile"
    if "rebased" in moved:
        return ", by rules made since"
    return ", as before the booking" if moved else ""


def said(moment: datetime, calendar: Calendar) -> str:
    """Return a moment as the office says it: "Mon 9 Nov 15:00"."""
    local = moment.astimezone(calendar.zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"
