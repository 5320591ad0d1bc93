"""The acts on a record of feedback: the form of each, what it does, and when its button is shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from recruiterdash import doors, feedback
from recruiterdash.feedback import queries
from recruiterdash.feedback.queries import Case
from recruiterdash.feedback.record import Act, Actor
from recruiterdash.web.forms.feedback import (
    ActForm,
    BecameForm,
    BeginForm,
    CloseForm,
    CorrectForm,
    DeclineForm,
    FollowUpForm,
    HoldForm,
    ManagerForm,
    OfferForm,
    OutcomeForm,
    ReadForm,
    TalkForm,
    WaiveForm,
    moment_of,
)
from recruiterdash.web.forms.nouns import text_of

Do = Callable[[Session, Case, Any, Actor, datetime], None]
Offer = Callable[[Session, Case, Any], None]


def _nothing(_session: Session, _found: Case, _form: Any) -> None:
    """There is nothing to choose from rows."""


class Doing(NamedTuple):
    """One act as a page offers it."""

    words: str
    button: str
    said: str
    form: type[ActForm]
    do: Do
    #: What the protocol calls it; None for what is no step of it.
    act: Act | None = None
    #: What will happen, before it does.
    hint: str = ""
    offer: Offer = _nothing
    #: Seldom needed: it stands below the others.
    seldom: bool = False


# --- what each does -----------------------------------------------------------------------------------


def _begin(session: Session, found: Case, form: BeginForm, actor: Actor, now: datetime) -> None:
    feedback.begin(
        session,
        found,
        form.giver_id.data,
        agreement_applies=bool(form.agreement_applies.data),
        now=now,
        actor=actor,
    )


def _outcome(session: Session, found: Case, form: OutcomeForm, actor: Actor, now: datetime) -> None:
    at = _within_the_minute(moment_of(form.told_at, found.office.zone), found.standing.decided_at)
    offered = bool(form.offered.data)
    feedback.tell_outcome(session, found, actor, at, str(form.how.data), offered=offered, now=now)


def _offer(session: Session, found: Case, form: OfferForm, actor: Actor, now: datetime) -> None:
    at = _within_the_minute(moment_of(form.offered_at, found.office.zone), found.standing.told_at)
    feedback.act(session, found, Act.OFFER, actor, now=now, at=at)


def _read(session: Session, found: Case, form: ReadForm, actor: Actor, now: datetime) -> None:
    act = Act.APPROVE if form.verdict.data == "approve" else Act.SEND_BACK
    feedback.act(session, found, act, actor, now=now, words={"reader_note": text_of(form.reader_note)})


def _talk(session: Session, found: Case, form: TalkForm, actor: Actor, now: datetime) -> None:
    at = _within_the_minute(moment_of(form.held_at, found.office.zone), found.standing.told_at)
    feedback.talk(session, found, actor, at=at, how=str(form.how.data), note=text_of(form.talk_note), now=now)


def _within_the_minute(at: datetime, earliest: datetime | None) -> datetime:
    """A minute is not exact: within that of what comes first, it comes with it."""
    if earliest is not None and at == earliest.replace(second=0, microsecond=0):
        return earliest
    return at


def _release(session: Session, found: Case, _form: ActForm, actor: Actor, now: datetime) -> None:
    feedback.release(session, found, actor, now=now)


def _follow_up(session: Session, found: Case, form: FollowUpForm, actor: Actor, now: datetime) -> None:
    finished = {int(each) for each in form.done.data or ()}
    feedback.follow_up(session, found, actor, note=text_of(form.note), finished=finished, now=now)


def _hold(session: Session, found: Case, form: HoldForm, actor: Actor, now: datetime) -> None:
    feedback.hold(session, found, actor, text_of(form.held_why), now=now, settings=doors.settings())


def _close(session: Session, found: Case, form: CloseForm, actor: Actor, now: datetime) -> None:
    feedback.close(session, found, actor, text_of(form.closed_why), now=now)


def _manager(session: Session, found: Case, form: ManagerForm, actor: Actor, now: datetime) -> None:
    feedback.inform_manager(
        session,
        found,
        form.informed_on.data,
        consent=bool(form.consent.data),
        now=now,
        actor_id=actor.user_id,
    )


def _became(session: Session, found: Case, form: BecameForm, actor: Actor, now: datetime) -> None:
    feedback.became(
        session,
        found,
        moved_on=form.moved_on.data,
        left_on=form.left_on.data,
        now=now,
        actor_id=actor.user_id,
    )


def _link(session: Session, found: Case, _form: ActForm, actor: Actor, now: datetime) -> None:
    feedback.renew_link(session, found, now=now, actor_id=actor.user_id)


def _plain(act: Act, *columns: str) -> Do:
    """Return what does an act that needs nothing but texts. columns: of the record, named as the fields."""

    def do(session: Session, found: Case, form: Any, actor: Actor, now: datetime) -> None:
        words = {name: text_of(form[name]) for name in columns}
        feedback.act(session, found, act, actor, now=now, words=words)

    return do


def _offer_givers(session: Session, found: Case, form: BeginForm) -> None:
    form.giver_id.offer(queries.may_give(session, found))


def _offer_actions(_session: Session, found: Case, form: FollowUpForm) -> None:
    text = found.released if found.feedback else None
    actions = text.actions if text is not None else ()
    form.done.choices = {
        str(each.position): f"Action {each.position}, for “{each.criterion}”" for each in actions
    }


#: Name in the address -> the act, in the order in which they come.
ACTS: dict[str, Doing] = {
    "outcome": Doing(
        "Tell the outcome",
        "Log that they were told",
        "Logged. The talk is due in five business days, the text in ten.",
        OutcomeForm,
        _outcome,
        hint="In a conversation, before it is announced and before anybody from outside is refused.",
    ),
    "begin": Doing(
        "Who gives the feedback",
        "Keep",
        "Kept. Write it now.",
        BeginForm,
        _begin,
        hint="The hiring manager, or who led the panel. Never its second reader.",
        offer=_offer_givers,
    ),
    "offer": Doing(
        "Offer the talk",
        "Log the offer",
        "Logged: the talk is offered.",
        OfferForm,
        _offer,
        Act.OFFER,
        hint="Together with the outcome, or as soon as you can after it.",
    ),
    "hand-over": Doing(
        "Hand it to the second reader",
        "Hand it over",
        "Handed over: HR reads it.",
        ActForm,
        _plain(Act.HAND_OVER),
        Act.HAND_OVER,
        hint="Somebody of HR who neither gives nor wrote it reads it before it is talked about.",
    ),
    "read": Doing(
        "Second reader",
        "Keep",
        "Kept.",
        ReadForm,
        _read,
        Act.APPROVE,
        hint="Is each gap shown by what was said or done? Does it agree with the reason on record?",
    ),
    "talk": Doing(
        "Log the talk",
        "Log the talk",
        "Logged. The text can be released now.",
        TalkForm,
        _talk,
        Act.TALK,
        hint="They may read this note one day. Colleagues see that there was a talk, and nothing of it.",
    ),
    "waive": Doing(
        "They want it in writing alone",
        "Keep",
        "Kept: it is given in writing alone.",
        WaiveForm,
        _plain(Act.WAIVE, "waived_note"),
        Act.WAIVE,
        hint="Only when the employee asks for it.",
        seldom=True,
    ),
    "release": Doing(
        "Release the text",
        "Release it",
        "Released. Give them the link below: it opens their own page.",
        ActForm,
        _release,
        Act.RELEASE,
        hint="From now on their link opens it. No letter is sent.",
    ),
    "correct": Doing(
        "Begin a correction",
        "Begin it",
        "Begun. They read the earlier version until the corrected one is released.",
        CorrectForm,
        _plain(Act.CORRECT, "why"),
        Act.CORRECT,
        hint="Both versions are kept.",
    ),
    "decline-correction": Doing(
        "Answer: it stays as it is",
        "Answer",
        "Answered: they read it on their page.",
        DeclineForm,
        _plain(Act.DECLINE_CORRECTION, "correction_answer"),
        Act.DECLINE_CORRECTION,
    ),
    "follow-up": Doing(
        "Log the follow-up",
        "Log it",
        "Logged.",
        FollowUpForm,
        _follow_up,
        Act.FOLLOW_UP,
        hint="Thirty and ninety days after the talk.",
        offer=_offer_actions,
    ),
    "manager": Doing(
        "Their present manager",
        "Keep",
        "Kept. Nobody was told by this.",
        ManagerForm,
        _manager,
        hint="Unless a day stands here, nobody tells them. The employee tells them, or agrees first.",
        seldom=True,
    ),
    "became": Doing("What became of them", "Keep", "Kept.", BecameForm, _became, seldom=True),
    "link": Doing(
        "Make a new link",
        "Make it",
        "Made: it stands below. Earlier links open nothing.",
        ActForm,
        _link,
        hint="When theirs has run out, is lost, or is in the wrong hands: no earlier one opens anything then.",
        seldom=True,
    ),
    "close": Doing(
        "Close the record",
        "Close it",
        "Closed.",
        CloseForm,
        _close,
        Act.CLOSE,
        hint="After the follow-up at ninety days. Earlier only HR closes it, with a reason.",
        seldom=True,
    ),
    "hold": Doing(
        "Legal hold",
        "Put it on hold",
        "On hold: nothing in it is changed until HR lifts it.",
        HoldForm,
        _hold,
        Act.HOLD,
        hint="When they signal a complaint. HR is told, and finds it on top of its list.",
        seldom=True,
    ),
    "lift": Doing("Lift the hold", "Lift it", "Lifted.", ActForm, _plain(Act.LIFT), Act.LIFT),
}
