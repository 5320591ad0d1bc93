"""How every route with a row's id in its address is asked, with a body that is taken when all is well."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from recruiterdash import messages, moments
from recruiterdash.candidates.models import Application, Candidate, Interview
from recruiterdash.closure import handing_over
from recruiterdash.feedback.models import Feedback
from recruiterdash.messages import MessageType, wordings
from recruiterdash.messages.inbound.models import InboundMail
from recruiterdash.messages.models import Template
from recruiterdash.requisitions.models import Requisition, Stage
from recruiterdash.team.models import Office, Role, User
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.doors.neighbours import Street, Things

Body = Callable[[Street, Things], Mapping[str, Any]]


class Kind:
    """From whom a thing is hidden."""

    #: From who is not on its requisition.
    REQUISITION = "requisition"
    #: From them, and from the person themself and their manager.
    PERSON = "person"
    #: From everybody but who brought it in and who sees everybody.
    RUN = "run"
    #: From everybody but who brought it in.
    ROWS = "rows"
    #: From everybody but who has it.
    OWN = "own"
    #: From everybody but who sits in the panel.
    SEAT = "seat"
    #: From nobody who may open the page at all.
    SETUP = "setup"


class Asked(NamedTuple):
    """How one route is asked."""

    kind: str
    #: Name in the address -> name of a thing.
    ids: Mapping[str, str]
    #: What is sent when all is well.
    body: Body | None = None
    #: Who may ask it for what is their own.
    by: str = "recruiter"
    #: It is a program's, and takes JSON.
    json: bool = False


def nothing(_street: Street, _things: Things) -> Mapping[str, Any]:
    return {}


def versioned(of: type[Any], name: str, **fields: Any) -> Body:
    """Return a body with the version that a page would carry now."""

    def body(street: Street, things: Things) -> Mapping[str, Any]:
        return {**fields, "version": street.version(of, things.ids[name])}

    return body


def _in_use(street: Street, things: Things) -> Mapping[str, Any]:
    """The version of a wording that its page shows letters in."""
    with street.house.database.reading() as session:
        approved = wordings.approved(session, things.ids["template"])
        return {"number": approved.number if approved else ""}


def _letter(street: Street, things: Things) -> Mapping[str, Any]:
    everything = frozenset({Role.ADMIN})
    nobody = Viewer(0, "", everything, permissions_of(everything))
    with street.house.database.reading() as session:
        draft = messages.prepare(
            session, nobody, things.ids["application"], MessageType.STATUS, now=moments.now(), company="C"
        )
    return {
        "subject": draft.subject,
        "body": draft.body,
        "promise": draft.promise,
        "drafted": draft.promise,
        "token": draft.token,
        "version": draft.about.application.version,
    }


def _when(days: int) -> dict[str, Any]:
    day = (moments.now() + timedelta(days=days)).date().isoformat()
    return {"day": day, "starts": "10:00", "ends": "11:00", "later": ""}


def _logged(street: Street, things: Things) -> Mapping[str, Any]:
    at = f"{moments.now() - timedelta(hours=2):%Y-%m-%dT%H:%M}"
    return {
        "direction": "in",
        "kind": "phone",
        "reached": "reached",
        "word": "information",
        "happened_at": at,
        "decision": "",
        "text": "They called.",
    }


def _facts(street: Street, things: Things) -> Mapping[str, Any]:
    version = street.version(Candidate, things.ids["application_person"])
    said = {"first_name": "New", "last_name": "Name", "language": "en", "zone": "", "outcome_channel": "call"}
    mailbox = f"{things.canary}.application@mail.example".lower()
    return {**said, "email": mailbox, "linked_user_id": "", "current_manager_id": "", "version": version}


def _another_stage(street: Street, things: Things) -> Mapping[str, Any]:
    with street.house.database.reading() as session:
        application = session.get_one(Application, things.ids["application"])
        stages = select(Stage.id).where(Stage.requisition_id == application.requisition_id)
        return {
            "version": application.version,
            "stage": session.scalars(stages.order_by(Stage.id.desc())).first(),
        }


def _requisition(street: Street, things: Things) -> Mapping[str, Any]:
    return {
        "reference": f"NEW-{things.requisition}",
        "title": "New",
        "office_id": street.office,
        "recruiter_id": things.recruiter,
        "hiring_manager_id": "",
        "backup_id": "",
        "publicly_advertised": "",
        "version": street.version(Requisition, things.requisition),
    }


def _stages(street: Street, things: Things) -> Mapping[str, Any]:
    with street.house.database.reading() as session:
        plan = select(Stage).where(Stage.requisition_id == things.requisition).order_by(Stage.position)
        rows = [(each.id, each.name, each.type.value) for each in session.scalars(plan)]
    fields: dict[str, Any] = {}
    for number, (id_, name, type_) in enumerate(rows):
        fields |= {f"stages-{number}-id": id_, f"stages-{number}-name": name, f"stages-{number}-type": type_}
    more = {f"stages-{len(rows)}-name": "One more", f"stages-{len(rows)}-type": "final"}
    return {**fields, **more, "version": street.version(Requisition, things.requisition)}


def _owner(street: Street, things: Things) -> Mapping[str, Any]:
    return {
        "owner_id": street.house.users["stranger"],
        "version": street.version(Application, things.ids["application"]),
    }


def _panel(street: Street, things: Things) -> Mapping[str, Any]:
    version = street.version(Interview, things.ids["ahead"])
    return {"kind": "phone", "topic": "New", "panel": street.house.users["interviewer"], "version": version}


def _opening(street: Street, things: Things) -> Mapping[str, Any]:
    version = street.version(Requisition, things.requisition)
    return {"opening_id": things.ids["opening"], "state": "cancelled", "reason": "R", "version": version}


def _office(street: Street, things: Things) -> Mapping[str, Any]:
    return {"name": "New", "country": "", "version": street.version(Office, street.office)}


def _calendar(_street: Street, _things: Things) -> Mapping[str, Any]:
    hours = {"workweek": ["0", "1"], "opens": "09:00", "closes": "15:00"}
    return {"after": 1, "zone": "UTC", **hours, "covers_until": "2030-12-31"}


def _user(street: Street, _things: Things) -> Mapping[str, Any]:
    version = street.version(User, street.house.users["far_manager"])
    return {"name": "New", "email": "new@house.test", "roles": "viewer", "backup_id": "0", "version": version}


def _other_offer(_street: Street, _things: Things) -> Mapping[str, Any]:
    return {"until": (moments.now() + timedelta(days=9)).date().isoformat(), "heard": "phone"}


def _away(street: Street, _things: Things) -> Mapping[str, Any]:
    first, last = ((moments.now() + timedelta(days=days)).date().isoformat() for days in (30, 40))
    return {"first": first, "last": last, "cover_id": street.house.users["hiring_manager"]}


def _handed_over(street: Street, things: Things) -> Mapping[str, Any]:
    roles = frozenset({Role.ADMIN})
    admin = Viewer(street.house.users["admin"], "", roles, permissions_of(roles))
    with street.house.database.reading() as session:
        theirs = handing_over.belongings(session, admin, things.ids["colleague"], now=moments.now())
    users = street.house.users
    return {
        "recruiter_id": users["recruiter"],
        "manager_id": users["hiring_manager"],
        "shown": theirs.signature,
    }


def _wording(street: Street, things: Things) -> Mapping[str, Any]:
    text = (
        "Dear {{ candidate.preferred_name }}, we have not decided yet about {{ requisition.title }}. "
        "You will hear by {{ promise.date }}."
    )
    said = {"depth": "any", "name": "Ours", "subject": "Your application", "body": text, "act": "save"}
    version = street.version(Template, things.ids["template"])
    return {**said, "type": "status", "language": "en", "version": version}


def _program_letter(street: Street, things: Things) -> Mapping[str, Any]:
    body = (
        f"Dear {things.canary}-told,\n\nThis is about your application for {things.title} work, and nothing "
        "else.\n\nKind regards\nrecruiter\nRecruiter\n"
    )
    return {"type": "personal", "subject": f"Your application for {things.title} work", "body": body}


def _filed(street: Street, things: Things) -> Mapping[str, Any]:
    version = street.version(InboundMail, things.ids["mail_nobodys"])
    return {"application": things.ids["application"], "version": version}


def _counted_as_ours(street: Street, things: Things) -> Mapping[str, Any]:
    version = street.version(InboundMail, things.ids["mail_ours"])
    return {"application": things.ids["application"], "version": version}


def _batch(name: str) -> dict[str, str]:
    return {"batch_id": f"{name}_id"}


def _token(_street: Street, things: Things) -> Mapping[str, Any]:
    return {"token": things.tokens["batch_sent"], "typed_count": "1"}


def _text(street: Street, things: Things) -> Mapping[str, Any]:
    point = {"points-0-level": "partly", "points-0-weight": "gap", "points-0-evidence": "No figures."}
    return {**point, "again": "yes", "version": street.version(Feedback, things.ids["record"])}


def _criteria(street: Street, things: Things) -> Mapping[str, Any]:
    named = {f"criteria-{number}": f"Criterion {number}" for number in range(3)}
    return {**named, "version": street.version(Requisition, things.ids["later"])}


APPLICATION = {"application_id": "application"}
GIVEN = {"application_id": "given"}
DECIDED = {"application_id": "decided"}
REQUISITION = {"requisition_id": "requisition"}
STATE = {**REQUISITION, "state": "on_hold"}
PERSON = {"candidate_id": "application_person"}
COLLEAGUE = {"user_id": "colleague"}
CALENDAR = {"office_id": "office"}
TEMPLATE = {"template_id": "template"}


def _interview(name: str) -> dict[str, str]:
    return {"interview_id": name}


def _run(name: str) -> dict[str, str]:
    return {"run_id": f"run_{name}"}


K = Kind
#: Method and rule -> how it is asked, in an order in which each can be done once.
ASKED: dict[tuple[str, str], Asked] = {
    # --- pages ---
    ("GET", "/applications/<int:application_id>"): Asked(K.PERSON, APPLICATION),
    ("GET", "/applications/<int:application_id>/phone"): Asked(K.PERSON, APPLICATION),
    ("GET", "/applications/<int:application_id>/clocks"): Asked(K.PERSON, APPLICATION),
    ("GET", "/applications/<int:application_id>/decision"): Asked(K.PERSON, DECIDED),
    ("GET", "/applications/<int:application_id>/decision/withdraw"): Asked(K.PERSON, DECIDED),
    ("GET", "/applications/<int:application_id>/events/<int:event_id>/undo"): Asked(
        K.PERSON, {**APPLICATION, "event_id": "event"}
    ),
    ("GET", "/applications/<int:application_id>/interviews/new"): Asked(K.PERSON, APPLICATION),
    ("GET", "/applications/<int:application_id>/letters/new"): Asked(K.PERSON, APPLICATION),
    ("GET", "/applications/<int:application_id>/log"): Asked(K.PERSON, APPLICATION),
    ("GET", "/applications/<int:application_id>/log/effects"): Asked(K.PERSON, APPLICATION),
    ("GET", "/applications/<int:application_id>/owner"): Asked(K.PERSON, APPLICATION),
    ("GET", "/candidates/<int:candidate_id>"): Asked(K.PERSON, PERSON),
    ("GET", "/candidates/<int:candidate_id>/edit"): Asked(K.PERSON, PERSON),
    ("GET", "/caught/<int:caught_id>"): Asked(K.PERSON, {"caught_id": "caught"}),
    ("GET", "/imports/<int:run_id>"): Asked(K.RUN, _run("look")),
    ("GET", "/api/v1/imports/<run_id>"): Asked(K.RUN, _run("look")),
    ("GET", "/imports/<int:run_id>/progress"): Asked(K.RUN, _run("look")),
    ("GET", "/imports/<int:run_id>/lines.csv"): Asked(K.ROWS, _run("look")),
    ("GET", "/interviews/<int:interview_id>"): Asked(K.PERSON, _interview("ahead")),
    ("GET", "/interviews/<int:interview_id>/edit"): Asked(K.PERSON, _interview("ahead")),
    ("GET", "/interviews/<int:interview_id>/move"): Asked(K.PERSON, _interview("ahead")),
    ("GET", "/interviews/<int:interview_id>/wrap-up"): Asked(K.PERSON, _interview("wrapped")),
    ("GET", "/messages/<int:message_id>"): Asked(K.PERSON, {"message_id": "message"}),
    ("GET", "/offices/<int:office_id>"): Asked(K.SETUP, CALENDAR, by="admin"),
    ("GET", "/offices/<int:office_id>/calendar"): Asked(K.SETUP, CALENDAR, by="admin"),
    ("GET", "/queue/panel/<int:application_id>"): Asked(K.PERSON, APPLICATION),
    ("GET", "/requisitions/<int:requisition_id>"): Asked(K.REQUISITION, REQUISITION),
    ("GET", "/requisitions/<int:requisition_id>/edit"): Asked(K.REQUISITION, REQUISITION),
    ("GET", "/requisitions/<int:requisition_id>/levels"): Asked(K.REQUISITION, REQUISITION, by="admin"),
    ("GET", "/requisitions/<int:requisition_id>/openings"): Asked(K.REQUISITION, REQUISITION),
    ("GET", "/requisitions/<int:requisition_id>/stages"): Asked(K.REQUISITION, REQUISITION),
    ("GET", "/requisitions/<int:requisition_id>/state/<state>"): Asked(K.REQUISITION, STATE),
    ("GET", "/templates/<int:template_id>"): Asked(K.SETUP, TEMPLATE),
    ("GET", "/templates/<int:template_id>/edit"): Asked(K.SETUP, TEMPLATE),
    ("GET", "/templates/<int:template_id>/waiting"): Asked(K.SETUP, TEMPLATE),
    ("GET", "/team/<int:user_id>"): Asked(K.SETUP, COLLEAGUE, by="admin"),
    ("GET", "/team/<int:user_id>/away"): Asked(K.SETUP, COLLEAGUE, by="admin"),
    ("GET", "/team/<int:user_id>/handover"): Asked(K.SETUP, COLLEAGUE, by="admin"),
    # --- programs ---
    ("GET", "/api/v1/applications/<application_id>"): Asked(K.PERSON, APPLICATION),
    ("GET", "/api/v1/applications/<application_id>/clocks"): Asked(K.PERSON, APPLICATION),
    ("GET", "/api/v1/applications/<application_id>/timeline"): Asked(K.PERSON, APPLICATION),
    ("GET", "/api/v1/candidates/<candidate_id>"): Asked(K.PERSON, PERSON),
    ("GET", "/api/v1/requisitions/<requisition_id>"): Asked(K.REQUISITION, REQUISITION),
    ("GET", "/api/v1/requisitions/<requisition_id>/levels"): Asked(K.REQUISITION, REQUISITION),
    # --- acts on one person ---
    ("POST", "/applications/<int:application_id>/notes"): Asked(
        K.PERSON, APPLICATION, lambda *_: {"text": "A note."}
    ),
    ("POST", "/applications/<int:application_id>/events/<int:event_id>/undo"): Asked(
        K.PERSON, {**APPLICATION, "event_id": "event"}, lambda *_: {"reason": "A slip."}
    ),
    ("POST", "/applications/<int:application_id>/log"): Asked(K.PERSON, APPLICATION, _logged),
    ("POST", "/applications/<int:application_id>/log/call"): Asked(
        K.PERSON, APPLICATION, lambda *_: {"call": "passed_on"}
    ),
    ("POST", "/applications/<int:application_id>/interviews/new"): Asked(
        K.PERSON, APPLICATION, lambda *_: {**_when(5), "stage_type": "interview", "kind": "video"}
    ),
    ("POST", "/applications/<int:application_id>/letters/new"): Asked(K.PERSON, APPLICATION, _letter),
    ("POST", "/applications/<int:application_id>/status-link/withdraw"): Asked(
        K.PERSON, APPLICATION, lambda *_: {"shown": "1"}
    ),
    ("POST", "/applications/<int:application_id>/owner"): Asked(K.PERSON, APPLICATION, _owner),
    ("POST", "/applications/<int:application_id>/decision/withdraw"): Asked(
        K.PERSON, DECIDED, versioned(Application, "decided")
    ),
    ("POST", "/applications/<int:application_id>/decision"): Asked(
        K.PERSON, DECIDED, versioned(Application, "decided", outcome="offer", reason="", note="N")
    ),
    ("POST", "/candidates/<int:candidate_id>/edit"): Asked(K.PERSON, PERSON, _facts),
    ("POST", "/messages/<int:message_id>/undo"): Asked(K.PERSON, {"message_id": "message"}, nothing),
    ("POST", "/messages/<int:message_id>/send-now"): Asked(
        K.PERSON, {"message_id": "waiting"}, lambda *_: {"reason": "They rang."}
    ),
    ("POST", "/messages/<int:message_id>/vouch"): Asked(
        K.PERSON, {"message_id": "kept"}, lambda *_: {"reason": "They rang."}
    ),
    ("POST", "/api/v1/messages/<message_id>/vouch"): Asked(
        K.PERSON, {"message_id": "kept_too"}, lambda *_: {"reason": "They rang."}, json=True
    ),
    ("POST", "/batches/<int:batch_id>/vouch"): Asked(
        K.PERSON, _batch("batch_kept"), lambda *_: {"reason": "They rang."}
    ),
    ("POST", "/api/v1/batches/<batch_id>/vouch"): Asked(
        K.PERSON, _batch("batch_kept_too"), lambda *_: {"reason": "They rang."}, json=True
    ),
    ("POST", "/messages/<int:message_id>/resolve"): Asked(
        K.PERSON, {"message_id": "unknown"}, lambda *_: {"decided": "arrived", "reason": "They said so."}
    ),
    # --- what they wrote ---
    ("POST", "/applications/<int:application_id>/notes-to/<int:event_id>"): Asked(
        K.PERSON, {**APPLICATION, "event_id": "thanks"}, nothing
    ),
    ("GET", "/inbox/<int:mail_id>"): Asked(K.PERSON, {"mail_id": "mail"}),
    ("GET", "/inbox/<int:mail_id>/html"): Asked(K.PERSON, {"mail_id": "mail"}),
    ("GET", "/inbox/<int:mail_id>/files/<int:place>"): Asked(K.PERSON, {"mail_id": "mail", "place": "1"}),
    ("GET", "/inbox/<int:mail_id>/raw"): Asked(K.PERSON, {"mail_id": "mail"}),
    ("POST", "/inbox/<int:mail_id>/accept"): Asked(
        K.PERSON, {"mail_id": "mail"}, versioned(InboundMail, "mail", kind="information", day="")
    ),
    ("POST", "/inbox/<int:mail_id>/take-back"): Asked(
        K.PERSON, {"mail_id": "mail_counted"}, versioned(InboundMail, "mail_counted")
    ),
    ("POST", "/inbox/<int:mail_id>/file"): Asked(K.PERSON, {"mail_id": "mail_nobodys"}, _filed),
    ("POST", "/inbox/<int:mail_id>/aside"): Asked(
        K.PERSON, {"mail_id": "mail_aside"}, versioned(InboundMail, "mail_aside")
    ),
    ("POST", "/inbox/<int:mail_id>/replay"): Asked(
        K.PERSON, {"mail_id": "mail_broken"}, versioned(InboundMail, "mail_broken"), by="admin"
    ),
    ("POST", "/inbox/<int:mail_id>/ours"): Asked(K.PERSON, {"mail_id": "mail_ours"}, _counted_as_ours),
    ("POST", "/inbox/<int:mail_id>/share"): Asked(
        K.PERSON, {"mail_id": "mail_hr"}, versioned(InboundMail, "mail_hr"), by="hr"
    ),
    ("POST", "/inbox/<int:mail_id>/lift"): Asked(
        K.PERSON,
        {"mail_id": "mail_frozen"},
        versioned(InboundMail, "mail_frozen", reason="They are content."),
        by="hr",
    ),
    # --- letters to many ---
    ("GET", "/batches/<int:batch_id>"): Asked(K.PERSON, _batch("batch_read")),
    ("GET", "/batches/<int:batch_id>/letters/<int:position>"): Asked(
        K.PERSON, {**_batch("batch_read"), "position": "1"}
    ),
    ("GET", "/batches/<int:batch_id>/report.csv"): Asked(K.PERSON, _batch("batch_read")),
    ("GET", "/api/v1/batches/<batch_id>"): Asked(K.PERSON, _batch("batch_read")),
    ("GET", "/batches/making/<int:making_id>"): Asked(K.OWN, {"making_id": "making"}),
    ("GET", "/batches/making/<int:making_id>/progress"): Asked(K.OWN, {"making_id": "making"}),
    ("POST", "/batches/making/<int:making_id>/call-off"): Asked(K.OWN, {"making_id": "making"}, nothing),
    ("POST", "/batches/making/<int:making_id>/again"): Asked(K.OWN, {"making_id": "making"}, nothing),
    ("POST", "/batches/<int:batch_id>/letters/<int:position>"): Asked(
        K.PERSON, {**_batch("batch_read"), "position": "1"}, nothing
    ),
    ("POST", "/batches/<int:batch_id>/rehearsal"): Asked(K.PERSON, _batch("batch_read"), nothing),
    ("POST", "/batches/<int:batch_id>/again"): Asked(K.PERSON, _batch("batch_read"), nothing),
    ("POST", "/batches/<int:batch_id>/confirm"): Asked(K.PERSON, _batch("batch_sent"), _token),
    ("POST", "/batches/<int:batch_id>/approve"): Asked(K.PERSON, _batch("batch_waits"), nothing, by="admin"),
    ("POST", "/batches/<int:batch_id>/confirm-again"): Asked(
        K.PERSON, _batch("batch_again"), nothing, by="admin"
    ),
    ("POST", "/batches/<int:batch_id>/undo"): Asked(K.PERSON, _batch("batch_undone"), nothing),
    ("POST", "/api/v1/batches/<batch_id>/approve"): Asked(
        K.PERSON, _batch("batch_approved"), nothing, by="admin", json=True
    ),
    ("POST", "/api/v1/batches/<batch_id>/undo"): Asked(K.PERSON, _batch("batch_back"), nothing, json=True),
    ("POST", "/api/v1/applications/<application_id>/messages"): Asked(
        K.PERSON, {"application_id": "told"}, _program_letter, json=True
    ),
    ("POST", "/api/v1/applications/<application_id>/decision"): Asked(
        K.PERSON, {"application_id": "told"}, versioned(Application, "told", outcome="advance"), json=True
    ),
    ("POST", "/api/v1/applications/<application_id>/events"): Asked(
        K.PERSON, APPLICATION, lambda *_: {"event": "note", "text": "N"}, json=True
    ),
    ("PATCH", "/api/v1/applications/<application_id>"): Asked(
        K.PERSON, APPLICATION, _another_stage, json=True
    ),
    ("PATCH", "/api/v1/candidates/<candidate_id>"): Asked(
        K.PERSON, PERSON, versioned(Candidate, "application_person", phone="+34 600 123 123"), json=True
    ),
    ("PATCH", "/api/v1/requisitions/<requisition_id>"): Asked(
        K.REQUISITION, REQUISITION, versioned(Requisition, "requisition", jurisdiction="ES"), json=True
    ),
    # --- feedback to colleagues ---
    ("GET", "/feedback/<int:application_id>"): Asked(K.PERSON, GIVEN, by="hiring_manager"),
    ("GET", "/feedback/<int:application_id>/write"): Asked(K.PERSON, GIVEN, by="hiring_manager"),
    ("GET", "/feedback/<int:application_id>/letter"): Asked(K.PERSON, GIVEN, by="hiring_manager"),
    ("GET", "/feedback/<int:application_id>/letter.pdf"): Asked(K.PERSON, GIVEN, by="hiring_manager"),
    ("GET", "/requisitions/<int:requisition_id>/criteria"): Asked(K.REQUISITION, {"requisition_id": "later"}),
    ("POST", "/requisitions/<int:requisition_id>/criteria"): Asked(
        K.REQUISITION, {"requisition_id": "later"}, _criteria
    ),
    ("POST", "/feedback/<int:application_id>/write"): Asked(K.PERSON, GIVEN, _text, by="hiring_manager"),
    ("POST", "/feedback/<int:application_id>/<act>"): Asked(
        K.PERSON,
        {**GIVEN, "act": "hold"},
        versioned(Feedback, "record", held_why="They complain."),
        by="hiring_manager",
    ),
    ("POST", "/feedback/announced/<int:requisition_id>"): Asked(
        K.PERSON, REQUISITION, nothing, by="hiring_manager"
    ),
    # --- promises, drafts, other offers ---
    ("GET", "/applications/<int:application_id>/other-offer"): Asked(K.PERSON, APPLICATION),
    ("POST", "/applications/<int:application_id>/other-offer"): Asked(K.PERSON, APPLICATION, _other_offer),
    ("POST", "/applications/<int:application_id>/ask-manager"): Asked(
        K.PERSON, {"application_id": "decided"}, nothing
    ),
    ("POST", "/drafts/<int:draft_id>/put-aside"): Asked(K.PERSON, {"draft_id": "draft"}, nothing),
    # --- acts on one interview ---
    ("POST", "/interviews/<int:interview_id>/edit"): Asked(K.PERSON, _interview("ahead"), _panel),
    ("POST", "/interviews/<int:interview_id>/move"): Asked(
        K.PERSON, _interview("moved"), versioned(Interview, "moved", by="employer", **_when(6))
    ),
    ("POST", "/interviews/<int:interview_id>/cancel"): Asked(
        K.PERSON, _interview("called_off"), versioned(Interview, "called_off", by="employer")
    ),
    ("POST", "/interviews/<int:interview_id>/held"): Asked(
        K.PERSON, _interview("held"), versioned(Interview, "held")
    ),
    ("POST", "/interviews/<int:interview_id>/no-show"): Asked(
        K.PERSON, _interview("missed"), versioned(Interview, "missed", by="candidate")
    ),
    ("POST", "/interviews/<int:interview_id>/wrap-up"): Asked(
        K.PERSON, _interview("wrapped"), versioned(Interview, "wrapped", named="none", said="S")
    ),
    ("POST", "/interviews/<int:interview_id>/scorecards/<int:member_id>"): Asked(
        K.PERSON,
        {"interview_id": "carded", "member_id": "carded_member"},
        versioned(Interview, "carded"),
    ),
    ("POST", "/interviews/<int:interview_id>/scorecard"): Asked(
        K.SEAT, _interview("seated"), nothing, by="interviewer"
    ),
    # --- acts on a requisition, an upload, oneself, the set-up ---
    ("POST", "/requisitions/<int:requisition_id>/edit"): Asked(K.REQUISITION, REQUISITION, _requisition),
    ("POST", "/requisitions/<int:requisition_id>/stages"): Asked(K.REQUISITION, REQUISITION, _stages),
    ("POST", "/requisitions/<int:requisition_id>/levels"): Asked(
        K.REQUISITION, REQUISITION, lambda *_: {"after": 0, "note": "W", "levels-reply": 3}, by="admin"
    ),
    ("POST", "/api/v1/requisitions/<requisition_id>/levels"): Asked(
        K.REQUISITION, REQUISITION, lambda *_: {"after": 1, "levels": {"reply": 4}}, by="admin", json=True
    ),
    ("POST", "/requisitions/<int:requisition_id>/openings"): Asked(
        K.REQUISITION, REQUISITION, versioned(Requisition, "requisition", count=1)
    ),
    ("POST", "/requisitions/<int:requisition_id>/openings/close"): Asked(
        K.REQUISITION, REQUISITION, _opening
    ),
    ("POST", "/requisitions/<int:requisition_id>/state/<state>"): Asked(
        K.REQUISITION, STATE, versioned(Requisition, "requisition", reason="R")
    ),
    ("POST", "/imports/differences/<int:difference_id>"): Asked(
        K.PERSON, {"difference_id": "difference"}, lambda *_: {"side": "ours", "reason": "They rang."}
    ),
    ("POST", "/imports/<int:run_id>/choices"): Asked(
        K.RUN, _run("choices"), lambda *_: {"zone": "", "dates": ""}
    ),
    ("POST", "/imports/<int:run_id>/confirm"): Asked(K.RUN, _run("confirm"), nothing),
    ("POST", "/imports/<int:run_id>/discard"): Asked(K.RUN, _run("discard"), nothing),
    ("POST", "/account/sessions/<int:row>/end"): Asked(K.OWN, {"row": "session"}, nothing),
    ("POST", "/account/tokens/<int:token_id>/revoke"): Asked(K.OWN, {"token_id": "token"}, nothing),
    ("POST", "/offices/<int:office_id>"): Asked(K.SETUP, CALENDAR, _office, by="admin"),
    ("POST", "/offices/<int:office_id>/calendar"): Asked(K.SETUP, CALENDAR, _calendar, by="admin"),
    ("POST", "/templates/<int:template_id>/edit"): Asked(K.SETUP, TEMPLATE, _wording),
    ("POST", "/templates/<int:template_id>/approve"): Asked(
        K.SETUP, TEMPLATE, versioned(Template, "template", number=2), by="admin"
    ),
    ("POST", "/templates/<int:template_id>/waiting"): Asked(K.SETUP, TEMPLATE, _in_use),
    ("POST", "/templates/<int:template_id>/archive"): Asked(
        K.SETUP, TEMPLATE, versioned(Template, "template", away="1")
    ),
    ("POST", "/away/<int:absence_id>/end"): Asked(K.OWN, {"absence_id": "absence"}, nothing),
    ("POST", "/team/<int:user_id>/away"): Asked(K.SETUP, {"user_id": "colleague"}, _away, by="admin"),
    ("POST", "/team/absences/<int:absence_id>/end"): Asked(
        K.SETUP, {"absence_id": "absence_ended"}, nothing, by="admin"
    ),
    ("POST", "/team/<int:user_id>/handover"): Asked(K.SETUP, COLLEAGUE, _handed_over, by="admin"),
    ("POST", "/team/<int:user_id>"): Asked(K.SETUP, COLLEAGUE, _user, by="admin"),
    ("POST", "/team/<int:user_id>/invite"): Asked(K.SETUP, COLLEAGUE, nothing, by="admin"),
    ("POST", "/team/<int:user_id>/disable"): Asked(K.SETUP, COLLEAGUE, nothing, by="admin"),
    ("POST", "/team/<int:user_id>/enable"): Asked(K.SETUP, COLLEAGUE, nothing, by="admin"),
}
#: What stands in an address and is no row's id.
NO_ROWS = {
    "/assets/<package>/<path:name>",
    "/static/<path:name>",
    "/setup/<key>",
    # signed, and the same for everybody
    "/asked/<token>",
    # signed, and the same for everybody
    "/status/<path:token>",
    "/own-feedback/<token>",
    "/own-feedback/<token>/letter.pdf",
    # the names of figures: their people are kept apart by whom the viewer may see
    "/metrics/<figure>",
    "/metrics/<figure>/people",
    "/metrics/<figure>/export/<kind>",
    "/api/v1/metrics/<figure>",
    # a month, the same for everybody: nobody is in it
    "/promise/<month>",
    "/promise/<month>/page.pdf",
    "/promise/<month>/waits.json",
    # the number of a version: whoever sees policies sees each
    "/policies/<int:number>",
}
#: Who asks -> whose things they ask for, and what of those is hidden from them.
STRANGERS = frozenset({K.REQUISITION, K.PERSON, K.RUN, K.ROWS, K.OWN, K.SEAT})
BEHIND_THE_WALL = frozenset({K.PERSON, K.ROWS, K.OWN, K.SEAT})
ASKERS: dict[str, tuple[str, frozenset[str]]] = {
    "recruiter": ("theirs", STRANGERS),
    "hiring_manager": ("theirs", STRANGERS),
    "interviewer": ("theirs", STRANGERS),
    "viewer": ("theirs", STRANGERS),
    "auditor": ("theirs", STRANGERS),
    "hr": ("hrs", BEHIND_THE_WALL),
    "boss": ("hrs", BEHIND_THE_WALL),
    "admin": ("insiders", BEHIND_THE_WALL),
    "insider": ("insiders", BEHIND_THE_WALL),
}
