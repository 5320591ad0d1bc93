"""When a letter leaves, in the words of the page it is written on and of the one that comes after."""

from recruiterdash import doors
from recruiterdash.messages import Draft, MessageType, ats, leaving, together
from recruiterdash.messages.hours import zone_named
from recruiterdash.messages.leaving import Plan, Whose
from recruiterdash.messages.models import Message
from recruiterdash.messages.window import binds, spoken_moment


def planned(draft: Draft) -> Plan:
    """Return when a draft would leave if it were sent this moment."""
    return together.plan(
        doors.session(), draft.about, draft.beside, draft.type, now=doors.now(), settings=doors.settings()
    )


def next_good_hour(draft: Draft) -> str:
    """Return the hour offered to a letter that may leave at once, and why; empty when this one is as good."""
    settings = doors.settings()
    if binds(draft.type) or not settings.send_window:
        return ""
    whose = Whose.of(draft.about)
    later = leaving.plan(doors.session(), whose, draft.type, now=doors.now(), settings=settings, later=True)
    return later.spoken if later.scheduled else ""


def before_sending(plan: Plan) -> str:
    """Return when the letter on the form leaves."""
    if plan.leave is None or not plan.why:
        return _soon(plan.undo.total_seconds(), "The letter")
    if plan.scheduled:
        return f"The letter leaves {plan.spoken}, because {plan.leave.because}. Until then it can be undone."
    soon = _soon(plan.undo.total_seconds(), "The letter")
    return f"{soon} No better hour is waited for, because {plan.leave.because}."


def for_import(type_: MessageType) -> str:
    """Return why a letter of a type would wait for a newer import; empty when it would not."""
    return ats.why_it_waits(ats.beside(doors.session()), doors.now()) if binds(type_) else ""


def after_sending(message: Message, draft_of: Whose, what: str) -> str:
    """Return when a letter leaves that has just been approved. what: "The letter to Amara Okafor"."""
    if waits := for_import(MessageType(message.type)):
        return f"{what} is approved. {waits}"
    if not message.leaves_why:
        return _soon((message.send_at - message.created_at).total_seconds(), what)
    office, theirs = draft_of.office.zone, zone_named(draft_of.candidate.zone)
    moment = spoken_moment(message.send_at, theirs.key if theirs else office, office, assumed=theirs is None)
    return f"{what} leaves {moment}. {message.leaves_why} Until then it can be undone."


def _soon(seconds: float, what: str) -> str:
    if seconds < 1:
        return f"{what} leaves at once."
    if seconds < 120:
        return f"{what} leaves in {seconds:.0f} seconds; until then it can be undone."
    return f"{what} leaves in {seconds / 60:.0f} minutes; until then it can be undone."
