"""What an event is called on a page, and what it does to the clocks in a few words."""

from collections.abc import Mapping
from typing import Any

_OUT = {
    "auto_ack": "Automatic acknowledgement",
    "auto_generic": "Automatic message",
    "ooo": "Our out-of-office reply",
    "bulk": "Bulk message",
    "personal": "Personal message",
    "phone": "Call",
    "meeting": "Conversation",
    "voicemail": "Voicemail",
    "no_answer": "Call, no answer",
    "invite": "Invitation",
    "letter": "Letter by post",
    "linkedin": "LinkedIn message",
    "text": "Text message",
    "marketing": "Newsletter",
    "survey": "Survey",
    "unknown": "Message from us, kind unknown",
}
_IN = {
    "question": "They asked",
    "thank_you": "They said thank you",
    "thank_you_question": "They said thank you and asked",
    "deliverable": "They sent what we asked for",
    "information": "They told us something",
    "delay_request": "They asked for more time",
    "reschedule_request": "They asked to move the interview",
    "withdraw": "They withdrew",
    "decline": "They declined the offer",
    "accept": "They accepted the offer",
    "ooo": "Their out-of-office reply",
    "candidate_deadline": "They must answer another offer",
    "unknown": "Message from them, kind unknown",
}
_TYPES = {
    "applied": "Applied",
    "scorecard": "Scorecard in",
    "unreject": "Decision withdrawn, open again",
    "interview_scheduled": "Interview booked",
    "interview_rescheduled": "Interview moved",
    "interview_held": "Interviewed",
    "req_hold": "Requisition put on hold",
    "req_resume": "Requisition open again",
    "req_cancel": "Requisition cancelled",
    "req_filled": "Requisition filled",
    "note": "Note",
    "internal_email": "Mail among colleagues",
    "other_application_out": "Message about another application",
    "bounce": "The letter came back",
    "close": "Closed without contact",
    "rebase": "Running clocks moved to the rules in force",
}
_DECISIONS = {"reject": "no", "advance": "going ahead", "offer": "offer", "hire": "hired"}
_BY = {"employer": "by us", "candidate": "by the candidate"}
#: Ours that are not an answer, with the words for it.
_NOT_AN_ANSWER = {
    "auto_ack": "does not count as an answer",
    "auto_generic": "does not count as an answer",
    "ooo": "does not count as an answer",
    "voicemail": "an attempt: nobody was told",
    "no_answer": "an attempt: nobody was told",
    "marketing": "not about this application",
    "survey": "not about this application",
    "unknown": "counts for nothing until somebody says what it was",
}


def title_of(type_: str, kind: str | None, data: Mapping[str, Any]) -> str:
    """Return an event's name; unknown types and kinds keep their own word."""
    if type_ == "out":
        name = _OUT.get(kind or "", kind or "Message from us")
        decision = data.get("decision")
        if data.get("by") == "ats":
            name = f"{name}, sent by the ATS"
        return f"{name}: {_DECISIONS.get(decision, decision)}" if decision else name
    if type_ == "in":
        return _IN.get(kind or "", kind or "Message from them")
    if type_ == "decision":
        return f"Decided: {_DECISIONS.get(str(data.get('value')), data.get('value'))}"
    if type_ == "stage_change":
        return f"Moved to {data.get('name') or data.get('stage') or 'another stage'}"
    if type_ in {"interview_cancelled", "interview_no_show"}:
        what = "Interview called off" if type_ == "interview_cancelled" else "No-show"
        return f"{what} {_BY.get(str(data.get('by')), '')}".strip()
    return _TYPES.get(type_, type_.replace("_", " ").capitalize())


def counts_for(type_: str, kind: str | None, data: Mapping[str, Any]) -> str:
    """Return what an event means for the clocks when a reader might think otherwise."""
    if type_ == "out" and data.get("bounced"):
        return "did not arrive: counts for nothing"
    if type_ == "out" and data.get("by") == "ats":
        return "not seen itself: the ATS is said to send these"
    if type_ == "out":
        return _NOT_AN_ANSWER.get(kind or "", "")
    if type_ == "in" and kind == "thank_you":
        return "no answer owed"
    if type_ == "decision":
        return "decided, not told"
    if type_ in {"note", "stage_change", "scorecard", "internal_email", "other_application_out"}:
        return "moves no clock of theirs"
    return ""
