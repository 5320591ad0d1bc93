"""A colleague who applied, and their present manager, learn nothing of it: not a row, not a number."""

import ast
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from recruiterdash import candidates, journey, messages, moments, requisitions, team
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.errors import BadInput
from recruiterdash.imports.uploads import Folder
from recruiterdash.journey import Channel, Contact
from recruiterdash.journey.today import Done, done_since
from recruiterdash.messages import MessageType
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team import identity
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer
from tests.conftest import DATABASES, DatabaseMaker
from tests.doors.conftest import House, csrf, log_in, opened
from tests.doors.neighbours import Street, Things, settled
from tests.house.tree import python

#: Whom a row of the audit log is about -> whether that is a person who applied.
SUBJECTS = {
    **dict.fromkeys(("application", "candidate", "message", "batch", "inbound"), True),
    **dict.fromkeys(("user", "token", "office", "policy", "requisition", "import"), False),
    # all letters at once, the database they are in, and what is published of many
    **dict.fromkeys(("outbox", "instance", "template", "promise_page"), False),
}


@pytest.fixture(scope="module")
def street(database_url: str, uploads_folder: Folder) -> Iterator[Street]:
    with opened(database_url) as house:
        yield settled(house, uploads_folder)


@pytest.fixture(params=DATABASES)
def small(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[House]:
    """A house in which nobody but a colleague has applied."""
    with opened(fresh_database(request.param)) as made:
        made.add("recruiter", Role.RECRUITER)
        made.add("insider", *Role)
        made.add("boss", *Role)
        yield made


def applied(house: House, recruiter: str = "recruiter", **facts: object) -> tuple[int, int]:
    """Let the insider apply, the boss being their manager; return application and person."""
    wall = {"linked_user_id": house.users["insider"], "current_manager_id": house.users["boss"]}
    given = {
        "first_name": "Ida",
        "email": "ida@mail.example",
        "internal": True,
        "internal_source": "HR",
        **wall,
    }
    with house.transaction() as session:
        office = team.create_office(
            session, team.OfficeDraft("House", "UTC"), now=moments.now(), actor_id=None
        )
        asked = requisitions.Facts("R-1", "Nurse", office.id, recruiter_id=house.users[recruiter])
        made = requisitions.create(session, asked, now=moments.now(), actor_id=None)
        journey.change_state(session, made, RequisitionState.OPEN, now=moments.now(), actor_id=None)
        person = candidates.create(
            session,
            candidates.Facts(**{**given, **facts}),  # type: ignore[arg-type]
            now=moments.now(),
            actor_id=None,
        )
        at = moments.now() - timedelta(days=30)
        one = journey.apply(session, person, made, applied_at=at, now=at, actor_id=None)
        session.commit()
        return one.id, person.id


def viewer(house: House, name: str) -> Viewer:
    with house.database.reading() as session:
        return identity.viewer_of(session, house.users[name])


# --- the audit log ----------------------------------------------------------------------------------


def rows_about(street: Street, who: str, things: Things) -> set[str]:
    """Return which of the people of a set an auditor reads about."""
    browser, found = street.inside(who), set()
    for subject, names in (
        ("application", ("application", "decided", "written")),
        ("candidate", ("application_person", "decided_person", "written_person")),
        ("message", ("unknown",)),
        ("inbound", ("mail_counted",)),
    ):
        for name in names:
            page = browser.get(f"/audit?subject={subject}&subject_id={things.ids[name]}").text
            if f"<td>{subject} {things.ids[name]}</td>" in page:
                found.add(name)
    return found


@pytest.mark.parametrize(("who", "whose"), [("insider", "insiders"), ("boss", "hrs")])
def test_an_auditor_who_applied_reads_nothing_of_it(street: Street, who: str, whose: str) -> None:
    walled: Things = getattr(street, whose)
    everybody = rows_about(street, "auditor", walled)
    assert len(everybody) == 8
    assert rows_about(street, who, walled) == set()
    assert rows_about(street, who, street.theirs) == everybody


def test_every_subject_of_the_audit_log_is_known() -> None:
    """One that is about people needs its place behind the wall of the audit page."""
    written = {
        keyword.value.value
        for _, tree in python("recruiterdash")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "subject" and {"act", "actor_id"} <= {each.arg for each in node.keywords}
        if isinstance(keyword.value, ast.Constant)
    }
    assert written == set(SUBJECTS)


# --- numbers ----------------------------------------------------------------------------------------


def test_the_figures_of_the_day_count_nobody_behind_the_wall(small: House) -> None:
    application, _ = applied(small)
    with small.transaction() as session:
        one = session.get_one(Application, application)
        told = Contact("out", Channel.PHONE, moments.now(), says_status=True)
        journey.log_contact(session, one, told, now=moments.now(), actor_id=None)
        session.commit()
    since = moments.now() - timedelta(hours=12)
    with small.database.reading() as session:
        done = {name: done_since(session, viewer(small, name), since) for name in small.users}
    assert done["recruiter"].answered == 1
    assert done["insider"] == done["boss"] == Done(0, 0)


def test_a_house_with_nobody_else_looks_empty_from_behind_the_wall(small: House) -> None:
    applied(small)
    pages = {}
    for name in small.users:
        browser = small.browser()
        log_in(browser, name)
        pages[name] = browser.get("/queue").text
    assert "Nobody is here yet" not in pages["recruiter"]
    assert "Nobody is here yet" in pages["insider"]
    assert "Nobody is here yet" in pages["boss"]


def test_a_stage_with_nobody_else_in_it_looks_empty_from_behind_the_wall(small: House) -> None:
    application, _ = applied(small)
    with small.database.reading() as session:
        requisition = session.get_one(Application, application).requisition_id
    pages = {}
    for name in small.users:
        browser = small.browser()
        log_in(browser, name)
        pages[name] = browser.get(f"/requisitions/{requisition}/stages").text
    assert "somebody is here" in pages["recruiter"]
    assert "somebody is here" not in pages["insider"]
    assert "somebody is here" not in pages["boss"]


# --- uploads ----------------------------------------------------------------------------------------


def test_the_rows_of_an_upload_are_for_who_brought_it_in(street: Street) -> None:
    path = f"/imports/{street.theirs.ids['run_look']}"
    own = street.inside("stranger").get(path).text
    assert f"{street.theirs.canary} person" in own
    assert "Import it" in own
    for who in ("admin", "insider", "boss"):
        page = street.inside(who).get(path)
        assert page.status_code == 200
        assert street.theirs.canary not in page.text
        assert "only who brought the file in" in page.text
        browser = street.inside(who)
        for act in ("choices", "confirm"):
            answer = browser.post(f"{path}/{act}", data={"csrf_token": csrf(browser)})
            assert answer.status_code == 403


# --- letters and who answers for the person ----------------------------------------------------------


@pytest.mark.parametrize("responsible", ["insider", "boss"])
def test_a_letter_is_never_signed_by_who_may_not_know(small: House, responsible: str) -> None:
    """Its answers would go to them."""
    application, _ = applied(small, responsible)
    with small.transaction() as session:
        colleague = session.get_one(team.models.User, small.users["recruiter"])
        colleague.title = "Talent Partner"
        session.commit()
    # an administrator writes: the requisition's recruiter is the very person, or their manager
    roles = frozenset({Role.ADMIN})
    writer = Viewer(small.users["recruiter"], "recruiter", roles, team.permissions.permissions_of(roles))
    with small.database.reading() as session:
        draft = messages.prepare(
            session, writer, application, MessageType.STATUS, now=moments.now(), company="C"
        )
    assert draft.signer.email == "recruiter@house.test"


@pytest.mark.parametrize("name", ["insider", "boss"])
def test_nobody_is_responsible_for_what_they_may_not_know(small: House, name: str) -> None:
    application, person = applied(small)
    with small.transaction() as session:
        one = session.get_one(Application, application)
        with pytest.raises(BadInput, match="the wall keeps them out"):
            journey.change_owner(session, one, small.users[name], now=moments.now(), actor_id=None)
        requisition = session.get_one(Requisition, one.requisition_id)
        with pytest.raises(BadInput, match="the wall keeps them out"):
            journey.apply(
                session,
                candidates.create(
                    session,
                    candidates.Facts(
                        first_name="Ida",
                        internal=True,
                        internal_source="HR",
                        linked_user_id=small.users["insider"],
                        current_manager_id=small.users["boss"],
                    ),
                    now=moments.now(),
                    actor_id=None,
                ),
                requisition,
                applied_at=moments.now(),
                now=moments.now(),
                actor_id=None,
                owner_id=small.users[name],
            )
    browser = small.browser()
    log_in(browser, "recruiter")
    form = browser.get(f"/applications/{application}/owner").text
    assert f'value="{small.users["recruiter"]}"' in form
    assert f'value="{small.users[name]}"' not in form
    assert person


# --- whose account it is ----------------------------------------------------------------------------


def linked(house: House, person: int) -> int | None:
    with house.database.reading() as session:
        return session.get_one(Candidate, person).linked_user_id


def newest_person(house: House) -> int:
    with house.database.reading() as session:
        return session.execute(select(func.max(Candidate.id))).scalar_one()


PERSON = {
    "first_name": "Ida",
    "language": "en",
    "zone": "",
    "outcome_channel": "call",
    "internal": "y",
    "internal_source": "said so in the call",
    "linked_user_id": "",
    "current_manager_id": "",
}


def typed_in(house: House, path: str = "/candidates/new", **changes: object) -> int:
    browser = house.browser()
    log_in(browser, "recruiter")
    data = {**PERSON, **changes, "csrf_token": csrf(browser)}
    return browser.post(
        path, data={key: "" if value is None else value for key, value in data.items()}
    ).status_code


@pytest.mark.parametrize("mailbox", ["insider@house.test", "Insider@House.Test"])
@pytest.mark.parametrize("active", [True, False])
def test_an_internal_person_with_a_colleagues_mailbox_is_that_colleague(
    small: House, mailbox: str, active: bool
) -> None:
    with small.transaction() as session:
        session.get_one(team.models.User, small.users["insider"]).active = active
        session.commit()
    assert typed_in(small, email=mailbox) == 303
    assert linked(small, newest_person(small)) == small.users["insider"]


def test_who_is_not_said_to_be_internal_is_linked_to_nobody(small: House) -> None:
    assert typed_in(small, email="insider@house.test", internal=None, internal_source="") == 303
    assert linked(small, newest_person(small)) is None


def test_an_internal_flag_set_later_links_and_walls_off_at_once(small: House) -> None:
    assert typed_in(small, email="insider@house.test", internal=None, internal_source="") == 303
    person, browser = newest_person(small), small.browser()
    log_in(browser, "insider")
    assert browser.get(f"/candidates/{person}").status_code == 200
    assert typed_in(small, f"/candidates/{person}/edit", email="insider@house.test", version=1) == 303
    assert linked(small, person) == small.users["insider"]
    assert browser.get(f"/candidates/{person}").status_code == 404


def test_another_colleague_than_the_one_of_the_mailbox_is_refused(small: House) -> None:
    chosen = small.users["boss"]
    assert typed_in(small, email="insider@house.test", linked_user_id=chosen) == 422
    assert typed_in(small, email="insider@house.test", current_manager_id=small.users["insider"]) == 422
    assert typed_in(small, email="private@mail.example", linked_user_id=chosen) == 303
    assert linked(small, newest_person(small)) == chosen


@pytest.mark.parametrize("way", ["an account is made", "a mailbox is changed"])
def test_an_account_that_comes_later_is_linked(small: House, way: str) -> None:
    assert typed_in(small, email="Late.Comer@mail.example") == 303
    assert (
        typed_in(small, email="late.comer@mail.example", internal=None, internal_source="", another="y")
        == 303
    )
    outside, inside = newest_person(small), newest_person(small) - 1
    assert linked(small, inside) is None
    browser = small.browser()
    log_in(browser, "boss")
    data = {"email": "late.comer@mail.example", "backup_id": "0", "csrf_token": csrf(browser)}
    if way == "an account is made":
        assert (
            browser.post("/team/new", data={**data, "name": "Late", "roles": "recruiter"}).status_code == 200
        )
    else:
        roles = [role.value for role in Role]
        path = f"/team/{small.users['insider']}"
        answer = browser.post(path, data={**data, "name": "insider", "roles": roles, "version": 1})
        assert answer.status_code == 303
    assert linked(small, inside) is not None
    assert linked(small, outside) is None


MAKERS = frozenset({"create_user", "edit_user", "first_admin"})


def test_whoever_makes_or_renames_an_account_looks_for_the_person_behind_it() -> None:
    """Accounts are below people: what makes one has to say so. Imports and the demo make no mailbox of anybody's."""
    forgetful = []
    for name, tree in python("recruiterdash/web", "recruiterdash/api", "recruiterdash/cli"):
        for scope in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
            called = {
                node.func.attr
                for node in ast.walk(scope)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            if called & MAKERS and "know_account" not in called:
                forgetful.append(f"{name}:{scope.name}")
    assert not forgetful
