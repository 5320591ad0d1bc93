"""The words of the waiting rules as short as a table says them."""

from recruiterdash.waiting.kinds import DUTIES as DUTIES

#: Who holds the next step.
HOLDER_WORDS = {
    "recruiter": "recruiter",
    "candidate": "the candidate",
    "scheduled": "interview ahead",
    "interviewer": "scorecard owed",
    "hiring_manager": "hiring manager",
    "approver": "approval",
    "requisition": "requisition on hold",
    "nobody": "nobody",
}
#: Kinds of words from us, as short as a table's cell.
WORDS = {
    "auto_ack": "automatic acknowledgement",
    "auto_generic": "automatic message",
    "ooo": "out-of-office reply",
    "bulk": "bulk message",
    "personal": "personal message",
    "phone": "call",
    "meeting": "conversation",
    "voicemail": "voicemail",
    "invite": "invitation",
    "letter": "letter by post",
    "linkedin": "LinkedIn",
    "text": "text message",
}
STAGES = {
    "application": "Application",
    "screen": "Screen",
    "interview": "Interview",
    "final": "Final round",
    "offer": "Offer",
    "unmapped": "Stage not placed",
}
