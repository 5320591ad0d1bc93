"""An id that travels in a form, a query or a cursor reaches no further than one in an address."""

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from wtforms import Form
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from recruiterdash import moments
from recruiterdash.imports.uploads import Folder
from recruiterdash.messages.models import Message
from recruiterdash.web import forms
from tests.doors.asked import ASKED
from tests.doors.conftest import csrf, opened
from tests.doors.neighbours import Street, Things, settled
from tests.house.tree import dotted, python

NOBODYS = 900_719

#: Colleagues, offices and wordings: known to everybody who may open the form; only what is not there is refused.
HOUSEHOLD = "household"
#: One's own or nothing.
THEIRS = "theirs"
#: No row's id.
NONE = "none"

#: Every field that is hidden or takes an id -> whose ids it may be given.
FIELDS: dict[str, str] = {
    **dict.fromkeys(
        ("version", "after", "next", "direction", "opened_at", "shown", "call", "drafted", "clock", "beside"),
        NONE,
    ),
    **dict.fromkeys(("cover_id", "manager_id"), HOUSEHOLD),
    **dict.fromkeys(("workweek", "held_since", "language", "side", "words", "line"), NONE),
    "giver_id": HOUSEHOLD,
    **dict.fromkeys(("owner_id", "linked_user_id", "current_manager_id", "panel"), HOUSEHOLD),
    **dict.fromkeys(("recruiter_id", "hiring_manager_id", "backup_id", "coordinators"), HOUSEHOLD),
    **dict.fromkeys(("interviewers", "to", "office_id", "offices", "template", "wording"), HOUSEHOLD),
    **dict.fromkeys(
        ("requisition_id", "opening_id", "id", "token", "application", "answers", "also"), THEIRS
    ),
    **dict.fromkeys(("chosen", "requisition", "stage", "matching"), THEIRS),
}
#: Every number a query takes.
QUERIES = {
    "answers",
    "correcting",
    "after",
    "candidate",
    "requisition",
    "again",
    "person",
    "chosen",
    "stage",
    "office",
    "owner",
}
#: A wording, and one of its versions.
QUERIES |= {"template", "number", "wording"}
#: A letter drafted before somebody goes quiet.
QUERIES |= {"draft"}
#: Other applications of the same person.
QUERIES |= {"also"}


@pytest.fixture(scope="module")
def street(database_url: str, uploads_folder: Folder) -> Iterator[Street]:
    with opened(database_url) as house:
        made = settled(house, uploads_folder)
        made.inside("recruiter")
        yield made


# --- the tables are whole ---------------------------------------------------------------------------


def test_every_field_that_takes_an_id_is_known() -> None:
    found = {name for form in every_form() for name in fields_of(form)}
    assert found == set(FIELDS), "say in FIELDS whose ids a new field takes, and try another's below"


def test_every_number_in_a_query_is_known() -> None:
    asked = {
        node.args[0].value
        for _, tree in python("recruiterdash/web")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) in {"asking.number", "asking.numbers"}
        if isinstance(node.args[0], ast.Constant)
    }
    programs = {
        node.target.id
        for _, tree in python("recruiterdash/api")
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and {"Number", "Owner"}
        & {each.id for each in ast.walk(node.annotation) if isinstance(each, ast.Name)}
    }
    assert asked | programs == QUERIES, "say in QUERIES what a new address asks for, and try another's below"


def every_form() -> Iterator[type[Form]]:
    for module in pkgutil.iter_modules(forms.__path__):
        for each in vars(importlib.import_module(f"{forms.__name__}.{module.name}")).values():
            if isinstance(each, type) and issubclass(each, Form):
                yield each


def fields_of(form: type[Form]) -> Iterator[str]:
    """Yield the fields whose value a page sets and nobody types, or that choose rows."""
    for name in dir(form):
        field = getattr(form, name, None)
        if isinstance(field, UnboundField) and name != "csrf_token":
            widget = field.kwargs.get("widget") or getattr(field.field_class, "widget", None)
            hidden = isinstance(widget, HiddenInput)
            chosen = (
                field.field_class.__name__ in {"ChosenId", "ChosenIds"} or field.kwargs.get("coerce") is int
            )
            if hidden or chosen:
                yield name


# --- fields -----------------------------------------------------------------------------------------


class Tried(NamedTuple):
    """A form of one's own with an id in it that is not."""

    rule: str
    field: str
    #: What stands there instead, from whose things.
    value: Callable[[Things], Any]
    status: int


def thing(name: str) -> Callable[[Things], Any]:
    return lambda things: things.ids[name]


LETTERS = "/applications/<int:application_id>/letters/new"
OF_OTHERS = [
    Tried("/requisitions/<int:requisition_id>/openings/close", "opening_id", thing("opening"), 422),
    Tried("/requisitions/<int:requisition_id>/stages", "stages-0-id", thing("stage"), 422),
    Tried("/inbox/<int:mail_id>/file", "application", thing("application"), 404),
    Tried("/inbox/<int:mail_id>/ours", "application", thing("application"), 404),
    Tried(LETTERS, "answers", thing("mail"), 422),
    Tried(LETTERS, "also", thing("application"), 404),
]
#: Of the household: a number that is nobody's is refused, and nothing is half done.
MISSING = [
    Tried("/applications/<int:application_id>/owner", "owner_id", lambda _: NOBODYS, 422),
    Tried("/candidates/<int:candidate_id>/edit", "linked_user_id", lambda _: NOBODYS, 422),
    Tried("/candidates/<int:candidate_id>/edit", "current_manager_id", lambda _: NOBODYS, 422),
    Tried("/applications/<int:application_id>/interviews/new", "panel", lambda _: NOBODYS, 422),
    Tried("/interviews/<int:interview_id>/edit", "panel", lambda _: NOBODYS, 422),
    *(
        Tried("/requisitions/<int:requisition_id>/edit", name, lambda _: NOBODYS, 422)
        for name in ("office_id", "recruiter_id", "hiring_manager_id", "backup_id")
    ),
    Tried("/requisitions/<int:requisition_id>/edit", "coordinators", lambda _: NOBODYS, 422),
    Tried("/requisitions/<int:requisition_id>/edit", "interviewers", lambda _: NOBODYS, 422),
    Tried(LETTERS, "template", lambda _: NOBODYS, 422),
    Tried(LETTERS, "template", lambda _: 2**63, 422),
    Tried(LETTERS, "template", lambda _: -1, 422),
]


@pytest.mark.parametrize("tried", OF_OTHERS, ids=lambda tried: tried.field)
def test_anothers_id_in_a_form_is_none(street: Street, tried: Tried) -> None:
    before = street.everything()
    theirs = send(street, tried.rule, **{tried.field: tried.value(street.theirs)})
    nobodys = send(street, tried.rule, **{tried.field: NOBODYS})
    assert (theirs.status_code, nobodys.status_code) == (tried.status, tried.status)
    assert not street.leaks("recruiter", theirs.text)
    assert street.everything() == before


@pytest.mark.parametrize("tried", MISSING, ids=lambda tried: f"{tried.field} of {tried.rule}")
def test_a_number_that_is_nobodys_is_refused(street: Street, tried: Tried) -> None:
    before = street.everything()
    answer = send(street, tried.rule, **{tried.field: tried.value(street.ours)})
    assert answer.status_code == tried.status
    assert street.everything() == before


def test_an_application_is_added_to_ones_own_requisitions_alone(street: Street) -> None:
    before, applied = street.everything(), f"{moments.now():%Y-%m-%dT%H:%M}"
    browser = street.inside("recruiter")
    person = street.ours.ids["application_person"]
    for requisition in (street.theirs.requisition, NOBODYS):
        data = {"csrf_token": csrf(browser), "requisition_id": requisition, "applied_at": applied}
        answer = browser.post(f"/applications/new?candidate={person}", data=data)
        assert answer.status_code == 422
        assert not street.leaks("recruiter", answer.text)
    assert street.everything() == before


def test_the_token_of_anothers_letter_sends_nothing(street: Street) -> None:
    with street.house.database.reading() as session:
        token = session.get_one(Message, street.theirs.ids["message"]).compose_token
    before = street.everything()
    answer = send(street, LETTERS, token=token)
    assert answer.status_code == 409
    assert not street.leaks("recruiter", answer.text)
    assert street.everything() == before


def test_decisions_about_others_are_not_taken_back(street: Street) -> None:
    browser, before = street.inside("recruiter"), street.everything()
    for ids in (street.theirs.ids["application"], NOBODYS, f"{street.ours.ids['written']},{NOBODYS}"):
        data = {"chosen": str(ids), "csrf_token": csrf(browser)}
        answer = browser.post("/decisions/withdraw", data=data)
        assert answer.status_code == 404
        assert not street.leaks("recruiter", answer.text)
    assert street.everything() == before


def test_letters_to_many_reach_ones_own_people_alone(street: Street) -> None:
    """That somebody tried stands in the audit log, and nothing else is otherwise."""
    browser, theirs, ours = street.inside("recruiter"), street.theirs.ids, street.ours
    text = {"subject": "S", "body": "Dear {{ candidate.preferred_name }}, this is a letter.", "promise": ""}
    before = street.everything()
    for given in (
        {"chosen": f"{ours.ids['batch_read']},{theirs['application']}"},
        {"chosen": str(NOBODYS)},
        {"requisition": theirs["requisition"]},
        {"requisition": ours.requisition, "stage": theirs["stage"]},
    ):
        data = {"chosen": "", "requisition": "", "stage": "", **text, **given, "csrf_token": csrf(browser)}
        answer = browser.post("/batches/new?type=status", data=data)
        assert answer.status_code in {404, 422}, given
        assert not street.leaks("recruiter", answer.text)
    batch = ours.ids["batch_sent_id"]
    data = {"token": street.theirs.tokens["batch_sent"], "typed_count": 1, "csrf_token": csrf(browser)}
    assert browser.post(f"/batches/{batch}/confirm", data=data).status_code == 422
    after = street.everything()
    tried = after.pop("audit")[len(before.pop("audit")) :]
    assert after == before
    assert tried
    assert all("batch.refuse" in row for row in tried)


# --- queries ----------------------------------------------------------------------------------------

#: Address with another's id -> what a made-up id gets, too; None where the page shows nobody.
ADDRESSES: dict[str, tuple[str, int]] = {
    "/applications/new?candidate={}": ("application_person", 404),
    "/applications/new?candidate={own}&requisition={}": ("requisition", 404),
    "/applications/{written}/letters/new?type=rejection_application&also={}": ("application", 404),
    "/applications/{written}/letters/new?again={}": ("message", 404),
    "/decisions/withdraw?chosen={}": ("application", 404),
    "/applications/{written}/letters/new?template={}": ("template", 422),
    "/templates/{template}?number={}": ("application", 200),
    "/applications/{written}/letters/new?correcting={}": ("message", 404),
    "/batches/new?chosen={}": ("application", 200),
    "/batches/new?requisition={}": ("requisition", 404),
    "/batches/new?type=status&wording={}": ("template", 200),
    "/batches/new?matching=queue%3Dall%26requisition_id%3D{}": ("requisition", 200),
    "/batches/{batch_read_id}?after={}": ("batch_read_id", 200),
    "/queue?person={}": ("application", 404),
    "/queue?name=all&chosen={}": ("application", 200),
    "/queue?name=all&requisition={}": ("requisition", 200),
    "/requisitions/{requisition}?stage={}": ("stage", 200),
    "/requisitions?office={}": ("requisition", 200),
    "/api/v1/applications?requisition={}": ("requisition", 200),
    "/api/v1/queue?requisition={}": ("requisition", 200),
    "/api/v1/queue?owner={}": ("colleague", 200),
    "/metrics/waiting_now?requisition={}": ("requisition", 200),
    "/metrics/waiting_now/people?mark=application%3D{}": ("application", 200),
    "/api/v1/metrics/waiting_now?requisition={}": ("requisition", 200),
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_anothers_id_in_a_query_finds_nobody(street: Street, address: str) -> None:
    name, status = ADDRESSES[address]
    browser, before, ours = street.inside("recruiter"), street.everything(), street.ours.ids
    for value in (street.theirs.ids[name], NOBODYS, "-1", "1.5", 2**63, "x"):
        path = address.format(value, own=ours["application_person"], **ours)
        answer = browser.get(path)
        assert answer.status_code < 500, path
        if isinstance(value, int) and value < 2**63:
            assert answer.status_code == status, path
        assert not street.leaks("recruiter", answer.text), path
    assert street.everything() == before


FOR_PROGRAMS = ("/api/v1/applications", "/api/v1/candidates", "/api/v1/requisitions")


@pytest.mark.parametrize("path", FOR_PROGRAMS)
def test_a_place_in_anothers_list_opens_nothing(street: Street, path: str) -> None:
    far, near = street.inside("insider"), street.inside("recruiter")
    cursor: str | None = ""
    while cursor is not None:
        page = near.get(f"{path}?limit=2&cursor={cursor}")
        assert not street.leaks("recruiter", page.text)
        cursor = far.get(f"{path}?limit=2&cursor={cursor}").get_json()["next"]


# --- asking -----------------------------------------------------------------------------------------


def send(street: Street, rule: str, **changed: Any) -> Any:
    """Send the recruiter's own form of a rule with something changed in it."""
    asked = ASKED["POST", rule]
    assert asked.body is not None
    path = rule
    for name, of in asked.ids.items():
        path = path.replace(f"<int:{name}>", str(street.ours.ids[of]))
    browser = street.inside("recruiter")
    sent: Mapping[str, Any] = {**asked.body(street, street.ours), **changed, "csrf_token": csrf(browser)}
    return browser.post(path, data={key: "" if value is None else value for key, value in sent.items()})
