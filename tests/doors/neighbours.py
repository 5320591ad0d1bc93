"""People of two recruiters and two who work here, each with one of everything that an address can name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from recruiterdash import candidates, journey, messages, moments, requisitions, team
from recruiterdash.candidates.models import Application, Disagreement, Disposition, InterviewKind, Outcome
from recruiterdash.closure.models import DraftKind, HoldingDraft
from recruiterdash.db import Model
from recruiterdash.feedback.content import Weight
from recruiterdash.feedback.models import Feedback, FeedbackAction, FeedbackPoint, FeedbackText
from recruiterdash.imports.choices import Choices, to_document
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.plan import Line
from recruiterdash.imports.uploads import Folder, ReportFile
from recruiterdash.journey import Booking, Channel, Contact
from recruiterdash.messages import MessageType, batches, resolving
from recruiterdash.messages.batch_rows import BatchMaking, BatchState, MakingState
from recruiterdash.messages.batches.making import document_of
from recruiterdash.messages.inbound import settling
from recruiterdash.messages.inbound.models import InboundCopy, InboundMail, InboundState
from recruiterdash.messages.keeping import Wording
from recruiterdash.messages.models import CaughtLetter, Message, MessageState
from recruiterdash.messages.moving import move, moving_of
from recruiterdash.requisitions.models import Part, Requisition, RequisitionState, StageType
from recruiterdash.team.models import Absence, ApiToken, LoginSession, Role, TokenScope
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.doors.conftest import House, log_in

#: Who asks; "insider" and "boss" have every role there is, as the wall stands whatever the role.
CAST: dict[str, tuple[Role, ...]] = {
    **{role.value: (role,) for role in Role},
    "stranger": (Role.RECRUITER,),
    "far_manager": (Role.HIRING_MANAGER,),
    "far_interviewer": (Role.INTERVIEWER,),
    "insider": tuple(Role),
    "boss": tuple(Role),
}
#: Acts on interviews need one each: an interview is called off, moved or held once.
ACTS = ("ahead", "moved", "called_off", "held", "missed", "wrapped", "carded", "seated")
#: What is done to a batch is done once: each has one, to one person.
BATCHES = (
    "batch_read",
    "batch_sent",
    "batch_again",
    "batch_waits",
    "batch_undone",
    "batch_approved",
    "batch_back",
    "batch_kept",
    "batch_kept_too",
)
RUNS = ("choices", "confirm", "discard", "look")


@dataclass
class Things:
    """One requisition with its people, interviews and letters."""

    #: Stands in all that is said of its people, and nowhere else.
    canary: str
    #: Stands in all that is said of the requisition itself.
    title: str
    requisition: int
    recruiter: int
    ids: dict[str, int] = field(default_factory=dict)
    #: Batch -> what confirms it.
    tokens: dict[str, str] = field(default_factory=dict)


@dataclass
class Street:
    """A house with several sets of things in it."""

    house: House
    office: int = 0
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    #: The recruiter's and the hiring manager's own; the stranger's; those of people who work here.
    ours: Things = field(init=False)
    theirs: Things = field(init=False)
    #: The insider applied; the administrator is their manager.
    insiders: Things = field(init=False)
    #: Somebody of hr applied; the boss is their manager.
    hrs: Things = field(init=False)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of the database that a request may not change by itself."""
        kept = [each for name, each in Model.metadata.tables.items() if name not in QUIET]
        with self.house.database.reading() as session:
            return {t.name: [tuple(row) for row in session.execute(select(t).order_by(t.c.id))] for t in kept}

    def hidden_from(self, who: str) -> frozenset[str]:
        """Return the words that nobody may read to somebody."""
        walled = {"insider": self.insiders, "admin": self.insiders, "boss": self.hrs, "hr": self.hrs}
        if who in walled:
            # the wall hides people; what they applied for is no secret
            return frozenset({walled[who].canary.lower()})
        far = (self.theirs, self.insiders, self.hrs)
        return frozenset(word.lower() for each in far for word in (each.canary, each.title))

    def leaks(self, who: str, text: str) -> set[str]:
        """Return the words in a text that somebody may not read."""
        said = text.lower()
        return {word for word in self.hidden_from(who) if word in said}

    def inside(self, who: str) -> FlaskClient:
        """Return the browser in which somebody is logged in."""
        if who not in self.browsers:
            self.browsers[who] = self.house.browser()
            assert log_in(self.browsers[who], who) == 303
        return self.browsers[who]

    def version(self, of: type[Any], id_: int) -> int:
        with self.house.database.reading() as session:
            return int(session.execute(select(of.version).where(of.id == id_)).scalar_one())


SIGNED = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+')
#: Where any request may write: when a session was last used, how often a password was tried, who looked at feedback.
QUIET = frozenset({"login_sessions", "login_tries", "feedback_looks"})


def settled(house: House, folder: Folder) -> Street:
    """Return a street. folder: where its uploads lie."""
    street = Street(house)
    for name, roles in CAST.items():
        house.add(name, *roles)
    _furnish(street, folder)
    return street


def same(one: TestResponse, other: TestResponse) -> bool:
    """Say whether two answers differ in nothing but what was signed for each."""
    return _seen(one) == _seen(other)


def _seen(answer: TestResponse) -> tuple[int, list[tuple[str, str]], str]:
    kept = [(name, value) for name, value in answer.headers if name not in {"Set-Cookie", "Date"}]
    return answer.status_code, sorted(kept), SIGNED.sub(r"\1", answer.text)


def _furnish(street: Street, folder: Folder) -> None:
    users = street.house.users
    with street.house.transaction() as session:
        messages.seed_library(session, moments.now())
        office = team.create_office(
            session, team.OfficeDraft("House", "UTC", is_default=True), now=moments.now(), actor_id=None
        )
        street.office = office.id
        near = Team(users["recruiter"], users["hiring_manager"], users["interviewer"])
        far = Team(users["stranger"], users["far_manager"], users["far_interviewer"])
        street.ours = _things(street, session, folder, "Oursome", near, {})
        street.theirs = _things(street, session, folder, "Theirsome", far, {})
        # in the panel, and deciding, since before anybody said who they are to each other
        own, boss = far._replace(interviewer=users["insider"]), users["boss"]
        theirs = far._replace(interviewer=boss, manager=boss)
        street.insiders = _things(
            street, session, folder, "Insidesome", own, _wall(users, "insider", "admin")
        )
        street.hrs = _things(street, session, folder, "Peoplesome", theirs, _wall(users, "hr", "boss"))
        session.commit()


def _wall(users: Mapping[str, int], subject: str, manager: str) -> dict[str, Any]:
    linked = {"linked_user_id": users[subject], "current_manager_id": users[manager]}
    return {"internal": True, "internal_source": "HR", **linked}


class Team(NamedTuple):
    """Who recruits, decides and interviews."""

    recruiter: int
    manager: int
    interviewer: int


def _things(
    street: Street, session: Session, folder: Folder, canary: str, who: Team, internal: Mapping[str, Any]
) -> Things:
    """Make one of everything; `internal` puts its people behind a wall."""
    title = canary.replace("some", "wise")
    made = _requisition(street, session, title, who)
    things = Things(canary, title, made.id, who.recruiter)
    things.ids |= {"requisition": made.id, "opening": made.openings[0].id, "stage": made.stages[1].id}
    for name in (
        "application",
        "decided",
        "written",
        "unheard",
        "postponed",
        "letter_kept",
        "letter_kept_too",
        "told",
        "given",
        *BATCHES,
    ):
        things.ids |= _applied(session, things, made, name, internal)
    _decide_and_log(session, things, canary)
    _interviews(session, things, canary, who.interviewer)
    _letters(street, session, things, canary)
    _mails(session, things, canary)
    _batches(street, session, things, canary)
    _runs(session, things, folder, canary)
    _keys(session, things)
    _wording(session, things)
    _feedback(street, session, things, made, who)
    _held_off(street, session, things, canary)
    things.ids |= {"office": street.office, "colleague": street.house.users["far_manager"]}
    return things


def _feedback(street: Street, session: Session, things: Things, made: Requisition, who: Team) -> None:
    """A colleague's feedback, in the making; and a requisition that nobody has been interviewed for."""
    things.ids["later"] = _requisition(street, session, f"{things.title} later", who).id
    application = session.get_one(Application, things.ids["given"])
    now = moments.now()
    reason = Disposition.NOT_SELECTED
    journey.decide(session, application, Outcome.REJECT, now=now, actor_id=None, reason=reason)
    told = Contact("out", Channel.MEETING, now, says_status=True, decision="reject")
    journey.log_contact(session, application, told, now=now, actor_id=None)
    said = things.canary
    text = FeedbackText(number=1, begun_at=now, watch=said, reader_note=said)
    text.points = [
        FeedbackPoint(position=1, criterion="Care", weight=Weight.GAP, evidence=said, next_time=said)
    ]
    text.actions = [FeedbackAction(position=1, criterion="Care", what=said, support=said)]
    row = Feedback(application_id=application.id, giver_id=who.manager, created_at=now, talk_note=said)
    row.texts = [text]
    session.add(row)
    session.flush()
    things.ids["record"] = row.id


def _wording(session: Session, things: Things) -> None:
    """A draft of a template: whoever writes letters sees each, and there is nobody in it."""
    text = "Dear {{ candidate.preferred_name }}, you hear by {{ promise.date }}."
    kept = Wording(MessageType.STATUS, "en", "any", f"Kept {things.requisition}", "Your application", text)
    everything = frozenset({Role.RECRUITER})
    writer = Viewer(things.recruiter, "", everything, permissions_of(everything))
    things.ids["template"] = messages.create_template(session, writer, kept, now=moments.now()).id


def _requisition(street: Street, session: Session, title: str, who: Team) -> Requisition:
    facts = requisitions.Facts(
        reference=title.upper(),
        title=f"{title} work",
        office_id=street.office,
        recruiter_id=who.recruiter,
        hiring_manager_id=who.manager,
    )
    made = requisitions.create(session, facts, openings=2, now=moments.now(), actor_id=None)
    seats = {Part.INTERVIEWER: [who.interviewer]}
    requisitions.set_team(session, made, seats, now=moments.now(), actor_id=None)
    journey.change_state(session, made, RequisitionState.OPEN, now=moments.now(), actor_id=None)
    return made


def _applied(
    session: Session, things: Things, requisition: Requisition, name: str, internal: Mapping[str, Any]
) -> dict[str, int]:
    facts = candidates.Facts(
        first_name=f"{things.canary}-{name}",
        last_name=f"{things.canary} Family",
        email=f"{things.canary}.{name}@mail.example".lower(),
        phone=f"+34 600 {things.requisition:03} {len(things.ids):03}",
        **internal,
    )
    person = candidates.create(session, facts, now=moments.now(), actor_id=None)
    at = moments.now() - timedelta(days=9)
    made = journey.apply(
        session, person, requisition, applied_at=at, now=at, actor_id=None, origin=things.canary
    )
    return {name: made.id, f"{name}_person": person.id}


def _decide_and_log(session: Session, things: Things, canary: str) -> None:
    application = session.get_one(Application, things.ids["decided"])
    journey.decide(session, application, Outcome.ADVANCE, now=moments.now(), actor_id=None, note=canary)
    contact = Contact("in", Channel.PHONE, moments.now() - timedelta(days=1), text=f"{canary} called")
    asked = session.get_one(Application, things.ids["application"])
    things.ids["event"] = journey.log_contact(
        session, asked, contact, now=moments.now(), actor_id=things.recruiter
    ).id
    thanks = contact._replace(kind="thank_you", channel=Channel.LETTER, text=f"{canary} thanks")
    things.ids["thanks"] = journey.log_contact(
        session, asked, thanks, now=moments.now(), actor_id=things.recruiter
    ).id


def _interviews(session: Session, things: Things, canary: str, interviewer: int) -> None:
    application = session.get_one(Application, things.ids["application"])
    for number, name in enumerate(ACTS):
        past = name in {"held", "missed", "wrapped", "carded", "seated"}
        start = moments.now() + timedelta(days=2, hours=number)
        booking = Booking(
            stage_type=StageType.INTERVIEW,
            kind=InterviewKind.VIDEO,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            panel=(interviewer,),
            preliminary=False,
            topic=f"{canary} topic",
        )
        made = journey.book_interview(session, application, booking, now=moments.now(), actor_id=None)
        if past:
            # its end has passed, and nobody has said anything yet
            ended = moments.now() - timedelta(days=2, hours=number)
            made.starts_at, made.ends_at = ended - timedelta(hours=1), ended
        session.flush()
        things.ids[name] = made.id
        things.ids[f"{name}_member"] = made.panel[0].id


def _letters(street: Street, session: Session, things: Things, canary: str) -> None:
    made = _queued(street, session, things, canary, "written")
    caught = CaughtLetter(
        caught_at=moments.now(),
        envelope_from="jobs@house.test",
        recipient=f"{canary}@mail.example",
        raw=f"Subject: {canary}\r\n\r\n{canary}".encode(),
        message_id=made.message_id,
    )
    session.add(caught)
    unknown = _queued(street, session, things, canary, "unheard")
    _lose(session, unknown, canary)
    resolving.send_again(session, None, unknown.id, f"{canary} asks for it", now=moments.now())
    _lose(session, unknown, canary)
    waiting = _queued(street, session, things, canary, "postponed")
    waiting.send_at = moments.now() + timedelta(days=2)
    waiting.leaves_why = f"{canary} sleeps."
    open_ = Disagreement(
        application_id=things.ids["application"],
        source_system="greenhouse",
        about="status",
        theirs="rejected",
        ours="active",
        taking={"happenings": [], "stage_type": None},
        found_at=moments.now(),
    )
    session.add(open_)
    session.flush()
    things.ids["difference"] = open_.id
    for name in ("kept", "kept_too"):
        kept = _queued(street, session, things, canary, f"letter_{name}")
        kept.type, kept.state = "rejection_application", MessageState.QUEUED
        things.ids[name] = kept.id
    things.ids |= {
        "message": made.id,
        "caught": caught.id,
        "unknown": unknown.id,
        "waiting": waiting.id,
    }


#: Mail of theirs -> where it stands.
MAILS = {
    "mail": InboundState.THREADED,
    "mail_counted": InboundState.THREADED,
    "mail_hr": InboundState.THREADED,
    "mail_frozen": InboundState.THREADED,
    "mail_nobodys": InboundState.UNMATCHED,
    "mail_aside": InboundState.UNMATCHED,
    "mail_ours": InboundState.UNMATCHED,
    "mail_broken": InboundState.QUARANTINE,
}


#: Mails of which somebody has said what they are.
COUNTED = {"mail_counted": "information", "mail_hr": "accommodation", "mail_frozen": "complaint"}


def _mails(session: Session, things: Things, canary: str) -> None:
    """What a person wrote: filed, counted, nobody's yet, and what nobody could read."""
    sender = f"{canary}.application@mail.example".lower()
    for name, state in MAILS.items():
        raw = MAIL.format(canary=canary, name=name, sender=sender).replace("\n", "\r\n").encode()
        threaded = state is InboundState.THREADED
        row = InboundMail(
            digest=sha256(raw).hexdigest(),
            raw=raw,
            size=len(raw),
            arrived_at=moments.now() - timedelta(hours=3),
            stored_at=moments.now() - timedelta(hours=3),
            state=state,
            why=f"{canary} wrote it.",
            sender=sender,
            sender_name=canary,
            sender_folded=sender,
            subject=f"{canary} asks",
            text=f"{canary} was here.",
            attachments=[{"place": 1, "name": f"{canary}.pdf", "type": "application/pdf", "size": 9}],
            application_id=things.ids["application"] if threaded else None,
            candidate_id=things.ids["application_person"] if threaded else None,
        )
        session.add(row)
        session.flush()
        things.ids[name] = row.id
        if name == "mail_ours":
            session.add(InboundCopy(mail_id=row.id, user_id=things.recruiter))
        kind = COUNTED.get(name)
        if kind:
            settling.accept(
                session, row, kind, None, now=moments.now(), actor_id=things.recruiter, version=None
            )


MAIL = """From: {canary} <{sender}>
Subject: {canary} asks
Message-ID: <{name}.{canary}@mail.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/html

<p>{canary} was here.</p>
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename="{canary}.pdf"

{canary}
--x--
"""


def _batches(street: Street, session: Session, things: Things, canary: str) -> None:
    """Make one of each state, to one person; those behind the wall get no letter, which hides nothing less."""
    roles = frozenset({Role.RECRUITER})
    viewer = Viewer(things.recruiter, "", roles, permissions_of(roles))
    settings, now = street.house.app.extensions["recruiterdash.settings"], moments.now()
    for name in BATCHES:
        wanted = batches.Wanted(
            [things.ids[name]], MessageType.STATUS, f"{canary}, {{{{ requisition.titles }}}}", TEXT
        )
        made = batches.preview(session, viewer, wanted, now=now, settings=settings)
        things.ids[f"{name}_id"] = made.batch.id
        things.tokens[name] = made.token
        if name in ("batch_again", "batch_waits", "batch_approved"):
            made.batch.state, made.batch.confirmed_at = BatchState.NEEDS_APPROVAL, now
        elif name in ("batch_undone", "batch_back", "batch_kept", "batch_kept_too") and made.batch.count:
            batches.confirm(session, viewer, batches.Confirmation(made.token), now=now, settings=settings)
        session.flush()
    asked = batches.Wanted([things.ids["batch_read"]], MessageType.STATUS, f"{canary} is meant", TEXT)
    making = BatchMaking(
        created_at=now,
        created_by=things.recruiter,
        state=MakingState.MAKING,
        wanted=document_of(asked),
        total=1,
    )
    session.add(making)
    session.flush()
    things.ids["making"] = making.id


TEXT = (
    "Dear {{ candidate.preferred_name }},\n\nI am writing about your application for the role of "
    "{{ requisition.titles }} at {{ company.name }}. We have not decided yet, and you are still being "
    "considered. You will hear from me by {{ promise.date }}, even if nothing is decided by then.\n\n"
    "If you have a question before that, reply to this message: it reaches me.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}\n"
)


def _held_off(street: Street, session: Session, things: Things, canary: str) -> None:
    """A letter drafted for somebody, and two absences of the recruiter."""
    draft = HoldingDraft(
        application_id=things.ids["batch_read"],
        kind=DraftKind.HOLDING,
        since=moments.now(),
        number=1,
        cause="reading",
        subject=canary,
        body=f"{canary}\n\n{canary}",
        refusal="",
        made_at=moments.now() + timedelta(days=1),
    )
    session.add(draft)
    absences = [
        Absence(
            user_id=things.recruiter,
            cover_id=street.house.users["auditor"],
            first_day=moments.now().date() + timedelta(days=days),
            last_day=moments.now().date() + timedelta(days=days),
            begins_at=moments.now() + timedelta(days=days),
            ends_at=moments.now() + timedelta(days=days + 1),
            created_at=moments.now(),
        )
        for days in (60, 70)
    ]
    session.add_all(absences)
    session.flush()
    things.ids |= {"draft": draft.id, "absence": absences[0].id, "absence_ended": absences[1].id}


def _lose(session: Session, message: Message, canary: str) -> None:
    """Let nobody know whether a letter arrived."""
    moving = [moving_of(message)]
    move(session, moving, MessageState.UNCERTAIN, moments.now(), reasons=f"{canary} hung up")
    session.flush()
    session.refresh(message)


def _queued(street: Street, session: Session, things: Things, canary: str, to: str) -> Message:
    roles = frozenset({Role.RECRUITER})
    viewer = Viewer(things.recruiter, "", roles, permissions_of(roles))
    draft = messages.prepare(
        session, viewer, things.ids[to], MessageType.STATUS, now=moments.now(), company="C"
    )
    letter = messages.Letter(
        MessageType.STATUS,
        f"{canary}: {draft.subject}",
        draft.body,
        draft.token,
        draft.promise,
        draft.about.application.version,
    )
    settings = street.house.app.extensions["recruiterdash.settings"]
    return messages.queue(session, viewer, things.ids[to], letter, now=moments.now(), settings=settings)


def _runs(session: Session, things: Things, folder: Folder, canary: str) -> None:
    none = dict.fromkeys(("people", "requisitions", "applications", "events"), 0)
    report = {"created": none, "updated": none, "skipped": none, "dropped_columns": [], "error_count": 0}
    for number, name in enumerate(RUNS):
        token = f"{things.requisition:020}{number:02}"
        folder.upload(token).write_bytes(canary.encode())
        with ReportFile(folder, token) as file:
            file.line(Line("create", "application", f"{canary} person", 2, f"for {canary}"))
        run = ImportRun(
            digest="0" * 64,
            file_name=f"{things.title}.csv",
            format="events",
            state=ImportState.PREVIEWED,
            stored_as=token,
            choices=to_document(Choices()),
            report={"checked": True, "about": {}, **report},
            actor_id=things.recruiter,
            started_at=moments.now(),
        )
        session.add(run)
        session.flush()
        things.ids[f"run_{name}"] = run.id


def _keys(session: Session, things: Things) -> None:
    user_id = things.recruiter
    user = session.get_one(team.models.User, user_id)
    team.create_token(session, user, TokenScope.READ, now=moments.now(), actor_id=None, name=things.canary)
    newest = select(ApiToken.id).where(ApiToken.user_id == user_id).order_by(ApiToken.id.desc()).limit(1)
    now, digest = moments.now(), things.canary.ljust(64, "0")
    row = LoginSession(digest=digest, user_id=user_id, data={}, created_at=now, seen_at=now)
    session.add(row)
    session.flush()
    things.ids |= {"token": session.scalars(newest).one(), "session": row.id}
