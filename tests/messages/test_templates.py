"""Wordings are kept in versions, read by somebody else before they are used, and chosen by whom a letter is to."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from recruiterdash import messages, team
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.messages import MessageType, wordings
from recruiterdash.messages.days import spoken
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.keeping import Wording, ensure_ready
from recruiterdash.messages.models import (
    Message,
    MessageState,
    Template,
    TemplateVersion,
)
from recruiterdash.messages.rerendering import Again, rerender, waiting_letters
from recruiterdash.moments import now
from recruiterdash.team.models import Role, User, UserGrant
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.messages.test_pages import Browser, close_applications, compose, typed  # noqa: F401 - a fixture
from tests.messages.test_sending import sent_by
from tests.messages.world import Post, World, hashed

STATUS = MessageType.STATUS
BODY = (
    "Dear {{ candidate.preferred_name }},\n\nYour application for {{ requisition.title }} at {{ company.name }} is "
    "with us, and we have not decided yet. You will hear from me by {{ promise.date }}.\n\n"
    "If you have a question before that, reply to this message: it reaches me.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }}\n"
)
OURS = Wording(STATUS, "en", "any", "Ours", "Your application for {{ requisition.title }}", BODY)


@pytest.fixture
def anna(world: World) -> Viewer:
    """An administrator, who may approve."""
    with world.writing() as session:
        roles = frozenset({Role.ADMIN})
        draft = team.UserDraft("Anna Admin", f"anna{now().timestamp()}@borealis.example", roles, "Recruiter")
        user = team.create_user(session, draft, now=now(), actor_id=None, hashed=hashed())
        return Viewer(user.id, "Anna Admin", roles, permissions_of(roles))


@pytest.fixture(autouse=True)
def tidied(world: World) -> Iterator[None]:
    """Wordings that a test keeps are gone after it."""
    yield
    with world.writing() as session:
        own = select(Template.id).where(~Template.name.startswith("Starter"))
        versions = select(TemplateVersion.id).where(TemplateVersion.template_id.in_(own))
        session.execute(
            update(Message).where(Message.template_version_id.in_(versions)).values(template_version_id=None)
        )
        session.execute(delete(TemplateVersion).where(TemplateVersion.template_id.in_(own)))
        session.execute(delete(Template).where(~Template.name.startswith("Starter")))
        session.execute(update(User).where(User.name == "Anna Admin").values(active=False))


def keep(world: World, wording: Wording = OURS, by: Viewer | None = None) -> int:
    with world.writing() as session:
        return messages.create_template(session, by or world.priya, wording, now=now()).id


def approve(world: World, by: Viewer, template: int, number: int = 1, seen: int | None = None) -> None:
    with world.writing() as session:
        messages.approve_template(session, by, template, number, seen=seen, now=now())


def edit(world: World, template: int, body: str, by: Viewer | None = None, seen: int | None = None) -> None:
    with world.writing() as session:
        messages.edit_template(
            session, by or world.priya, template, OURS._replace(body=body), seen=seen, now=now()
        )


def offered(world: World, type_: MessageType = STATUS, reached: Depth = Depth.APPLIED) -> list[str]:
    with world.database.reading() as session:
        return [f"{each.language} {each.name}" for each in wordings.offered(session, type_.value, reached)]


# --- approving ---------------------------------------------------------------------------------------


def test_a_draft_is_offered_to_nobody_until_somebody_else_approves_it(world: World, anna: Viewer) -> None:
    template = keep(world)
    assert "en Ours" not in offered(world)
    approve(world, anna, template)
    assert offered(world)[0] == "en Ours"


def test_no_letter_is_made_from_a_draft(world: World) -> None:
    template, someone = keep(world), world.person()
    with world.database.reading() as session:
        draft = wordings.history(session, template)[0].version.id
    with pytest.raises(BadInput, match="is not here"):
        world.queue(someone, world.letter(someone)._replace(template_version_id=draft))


def test_who_may_not_approve_does_not(world: World, anna: Viewer) -> None:
    template = keep(world, by=anna)
    with pytest.raises(NotAllowed, match="not yours"):
        approve(world, world.priya, template)


def test_nobody_approves_their_own_nor_what_they_had_a_hand_in(world: World, anna: Viewer) -> None:
    with world.writing() as session:
        session.add(UserGrant(user_id=world.priya.user_id, permission="approve_template"))
    priya = world.priya._replace(permissions=anna.permissions)
    template = keep(world, by=priya)
    edit(world, template, BODY + "\nPS: We answer every letter.\n", by=anna)
    for author in (priya, anna):
        with pytest.raises(NotAllowed, match="their own"):
            approve(world, author, template, 2)


def test_a_team_of_one_approves_its_own(world: World, anna: Viewer) -> None:
    with world.writing() as session:
        session.execute(update(User).where(User.id != anna.user_id).values(active=False))
    template = keep(world, by=anna)
    try:
        approve(world, anna, template)
    finally:
        with world.writing() as session:
            session.execute(update(User).values(active=True))
    assert "en Ours" in offered(world)


def test_editing_leaves_the_approved_version_in_use_until_the_next_is_approved(
    world: World, anna: Viewer
) -> None:
    template = keep(world)
    approve(world, anna, template)
    edit(world, template, BODY.replace("with us", "on my desk"))
    with world.database.reading() as session:
        kept = wordings.history(session, template)
        in_use = wordings.approved(session, template)
        assert [(each.version.number, each.version.state.value) for each in kept] == [
            (2, "draft"),
            (1, "approved"),
        ]
        assert in_use is not None
        assert in_use.number == 1
        assert (kept[1].by, kept[1].approved_by) == ("Priya Shah", "Anna Admin")
    approve(world, anna, template, 2)
    with world.database.reading() as session:
        in_use = wordings.approved(session, template)
        assert in_use is not None
        assert "on my desk" in in_use.body


def test_what_was_not_read_is_not_approved(world: World, anna: Viewer) -> None:
    template = keep(world)
    edit(world, template, BODY.replace("with us", "on my desk"))
    with pytest.raises(Conflict, match="Version 2 was written meanwhile"):
        approve(world, anna, template, 1)


def test_two_who_edit_at_once_do_not_overwrite_each_other(world: World) -> None:
    template = keep(world)
    edit(world, template, BODY.replace("with us", "on my desk"), seen=1)
    with pytest.raises(Conflict, match="changed meanwhile"):
        edit(world, template, BODY.replace("with us", "in my hands"), seen=1)


def test_what_is_put_away_is_not_offered_and_can_be_brought_back(world: World, anna: Viewer) -> None:
    template = keep(world)
    approve(world, anna, template)
    for away, there in ((True, False), (False, True)):
        with world.writing() as session:
            messages.archive_template(session, anna, template, seen=None, now=now(), away=away)
        assert ("en Ours" in offered(world)) is there


def test_a_colleague_does_not_put_away_what_others_keep(world: World, anna: Viewer) -> None:
    template = keep(world, by=anna)
    with world.writing() as session, pytest.raises(NotAllowed, match="Only its owner"):
        messages.archive_template(session, world.priya, template, seen=None, now=now())


@pytest.mark.parametrize(
    ("subject", "body", "wrong"),
    [
        ("S", "", "0 words"),
        ("S", "Decline.", "1 words"),
        ("S", "{{ candidate.preferred_name }}", "0 words"),
        ("{{ requisition.title }}", BODY, "nothing but placeholders"),
        ("Test", BODY, "not finished"),
        ("This is a test", BODY, "not finished"),
        ("Your application", BODY + "\nLorem ipsum dolor.", "not finished"),
        ("Your application", BODY + "\nto" + "do: say when", "not finished"),
        (
            "Your application",
            BODY.replace("{{ candidate.preferred_name }}", "applicant"),
            "candidate.preferred_name",
        ),
        ("Your application", BODY.replace("{{ promise.date }}", "soon"), "promise.date"),
        ("Your application", BODY.replace("{{ requisition.title }}", "this role"), "which role"),
        ("Your application", BODY + "{{ candidate.salary }}", "not a placeholder"),
        ("Your application", BODY + "{% for a in b %}{% endfor %}", "cannot stand in a letter"),
    ],
)
def test_what_is_not_fit_to_leave_is_not_approved(subject: str, body: str, wrong: str) -> None:
    with pytest.raises(BadInput, match=wrong):
        ensure_ready(STATUS, subject, body)


def test_a_written_test_may_be_spoken_of() -> None:
    ensure_ready(STATUS, "Your application", BODY + "\nThank you for the written test you did for us.\n")


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "Dear {{ candidate.__class__ }},"},
        {"subject": "{{ candidate.preferred_name | upcase }}"},
        {"body": "{% for x in candidate %}a{% endfor %}"},
        {"body": "{{ " * 100},
        {"body": " "},
        {"name": ""},
        {"language": "it"},
        {"depth": "deep"},
        {"name": "Starter"},
    ],
)
def test_a_text_that_could_not_be_used_is_not_kept(world: World, changes: dict[str, Any]) -> None:
    with world.writing() as session, pytest.raises(BadInput):
        messages.create_template(session, world.priya, OURS._replace(**changes), now=now())


def test_what_came_with_the_program_is_taken_over_under_its_own_name(world: World, anna: Viewer) -> None:
    with world.database.reading() as session:
        starter = select(Template).where(
            Template.type == "correction", Template.language == "en", Template.name == "Starter"
        )
        template = session.scalars(starter).one().id
        text = wordings.history(session, template)[0].version
    ours = Wording(
        MessageType.CORRECTION, "en", "any", "Starter", text.subject, text.body + "PS: Thank you.\n"
    )
    with world.writing() as session, pytest.raises(BadInput, match="keeps its name"):
        messages.edit_template(
            session, world.priya, template, ours._replace(name="Ours"), seen=None, now=now()
        )
    with world.writing() as session:
        messages.edit_template(session, world.priya, template, ours, seen=None, now=now())
    with world.writing() as session:
        assert messages.seed_library(session, now()) == 0
        kept = wordings.history(session, template)
        assert [each.version.created_by for each in kept] == [world.priya.user_id, None]
        assert session.get_one(Template, template).owner_id == world.priya.user_id
        session.execute(delete(TemplateVersion).where(TemplateVersion.id == kept[0].version.id))


# --- which one is used -------------------------------------------------------------------------------


def test_the_deepest_that_fits_comes_first_and_what_is_deeper_is_not_offered(
    world: World, anna: Viewer
) -> None:
    for depth in ("any", "interviewed", "final"):
        approve(world, anna, keep(world, OURS._replace(depth=depth, name=f"Ours {depth}")))
    ours = [each for each in offered(world, reached=Depth.INTERVIEWED) if "Ours" in each]
    assert ours == ["en Ours interviewed", "en Ours any"]
    assert offered(world, reached=Depth.FINAL)[0] == "en Ours final"
    assert [each for each in offered(world) if "Ours" in each] == ["en Ours any"]


def language(world: World, application: int, tag: str) -> None:
    def change(session: Session, row: Application) -> None:
        session.get_one(Candidate, row.candidate_id).language = tag

    world.change(application, change)


@pytest.mark.parametrize(
    ("tag", "greeting"),
    [
        ("de-AT", "Guten Tag Amara,"),
        ("fr", "Bonjour Amara,"),
        ("es-MX", "Buenos días, Amara:"),
        ("en", "Dear Amara,"),
    ],
)
def test_a_letter_is_in_their_language_and_says_its_day_in_it(world: World, tag: str, greeting: str) -> None:
    someone = world.person()
    language(world, someone, tag)
    letter = world.letter(someone)
    assert letter.promise is not None
    assert letter.body.startswith(greeting)
    assert spoken(letter.promise, tag) in letter.body


@pytest.mark.parametrize(("tag", "type_"), [("it", STATUS), ("de", MessageType.INVITATION)])
def test_without_a_translation_there_is_no_letter_unless_its_writer_chooses_another_language(
    world: World, tag: str, type_: MessageType
) -> None:
    someone = world.person()
    language(world, someone, tag)
    with pytest.raises(messages.Untranslated, match="is approved in their language") as refused:
        world.letter(someone, type_)
    assert "en" in refused.value.others
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, type_.value), 422)
    assert f"type={type_.value}&amp;language=en" in page.replace("&amp;amp;", "&amp;")
    assert "Dear Amara," in priya.open(compose(someone, type_.value) + "&language=en")


def test_a_writer_chooses_among_the_approved_wordings(world: World, anna: Viewer) -> None:
    template = keep(world)
    approve(world, anna, template)
    someone = world.person()
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone))
    assert "is with us, and we have not decided yet" in page
    assert "Starter" in page
    starter = next(each for each in _offered(world) if each.name == "Starter" and each.language == "fr")
    page = priya.open(f"{compose(someone)}&template={starter.template_id}")
    assert "Bonjour Amara" in page
    assert "That template is not approved" in priya.open(f"{compose(someone)}&template=999999", 422)


def _offered(world: World) -> list[wordings.Offered]:
    with world.database.reading() as session:
        return wordings.offered(session, STATUS.value, Depth.APPLIED)


# --- worded anew -------------------------------------------------------------------------------------


def anew(world: World, template: int, by: Viewer | None = None, seen: int | None = None) -> list[Again]:
    with world.writing() as session:
        version = wordings.approved(session, template)
        number = seen if seen is not None or version is None else version.number
        return rerender(session, by or world.priya, template, seen=number, now=now(), settings=world.settings)


def test_waiting_letters_are_worded_anew_and_those_changed_by_hand_are_spared(
    world: World, anna: Viewer, post: Post
) -> None:
    template = keep(world)
    approve(world, anna, template)
    plain, changed, gone = world.person("Amara"), world.person("Bela"), world.person("Cleo")
    left_alone = world.queue(plain, undo=600)
    letter = world.letter(changed)
    by_hand = world.queue(changed, letter._replace(body=letter.body + "\nGood luck.\n"), undo=600)
    sent = world.queue(gone)
    sent_by(world, post)
    edit(world, template, BODY.replace("is with us", "is on my desk"))
    assert anew(world, template) == []  # not approved yet: nothing is newer
    approve(world, anna, template, 2)
    before = {each: world.message(each) for each in (left_alone, by_hand, sent)}
    with world.database.reading() as session:
        found = waiting_letters(session, world.priya, template, now=now(), settings=world.settings)
    assert [each.message_id for each in found.letters] == [left_alone]
    assert found.edited == 1
    assert "is with us" in found.letters[0].before[1]
    assert "is on my desk" in found.letters[0].after[1]
    assert world.message(left_alone).body == before[left_alone].body
    (done,) = anew(world, template)
    assert done.refusal == ""
    after = world.message(left_alone)
    assert "is on my desk" in after.body
    assert b"is on my desk" in (after.frozen or b"")
    for column in (
        "state",
        "send_at",
        "message_id",
        "envelope_from",
        "recipient",
        "compose_token",
        "sender_id",
    ):
        assert getattr(after, column) == getattr(before[left_alone], column)
    for other in (by_hand, sent):
        assert world.message(other).body == before[other].body
    assert "worded anew by version 2" in world.reason(left_alone)
    assert anew(world, template) == []
    world.cancel(left_alone)
    assert world.state(left_alone) is MessageState.CANCELLED


def test_letters_are_not_worded_by_a_version_that_nobody_looked_at(world: World, anna: Viewer) -> None:
    template = keep(world)
    approve(world, anna, template)
    number = world.queue(world.person(), undo=600)
    edit(world, template, BODY.replace("is with us", "is on my desk"))
    approve(world, anna, template, 2)
    priya, at = Browser(world, world.priya), f"/templates/{template}/waiting"
    shown = typed(priya.open(at))["number"]
    edit(world, template, BODY.replace("is with us", "is in a drawer"))
    approve(world, anna, template, 3)
    refused = send(priya, at, {"number": shown}, 409)
    assert "Version 3 has been approved since" in refused
    assert "is in a drawer" in refused
    assert "is with us" in world.message(number).body
    with pytest.raises(Conflict):
        anew(world, template, seen=2)
    assert "Version 3" in send(priya, at, {"number": "nonsense"}, 409)
    assert "is with us" in world.message(number).body
    send(priya, at, {"number": typed(priya.open(at))["number"]})
    assert "is in a drawer" in world.message(number).body


def test_a_letter_worded_anew_leaves_once_with_the_new_words_and_moves_its_clocks(
    world: World, anna: Viewer, post: Post
) -> None:
    template = keep(world)
    approve(world, anna, template)
    someone = world.person()
    number = world.queue(someone, undo=600)
    edit(world, template, BODY.replace("is with us", "is on my desk"))
    approve(world, anna, template, 2)
    anew(world, template)
    with world.writing() as session:
        session.get_one(Message, number).send_at = now()
    sent_by(world, post)
    assert len(post.letters) == 1
    assert b"is on my desk" in post.letters[0].data
    assert len(world.words(someone)) == 1


def test_who_does_not_see_a_letter_does_not_word_it_anew(world: World, anna: Viewer) -> None:
    template = keep(world)
    approve(world, anna, template)
    number = world.queue(world.person(), undo=600)
    edit(world, template, BODY.replace("is with us", "is on my desk"))
    approve(world, anna, template, 2)
    assert anew(world, template, by=world.stranger) == []
    assert "is with us" in world.message(number).body


def test_what_the_new_wording_cannot_say_stays_as_it_is_and_says_why(world: World, anna: Viewer) -> None:
    template = keep(world)
    approve(world, anna, template)
    number = world.queue(world.person(), undo=600)
    edit(world, template, BODY + "\nAbout {{ interview.topic }}.\n")
    approve(world, anna, template, 2)
    (kept,) = anew(world, template)
    assert "interview.topic" in kept.refusal
    assert "is with us" in world.message(number).body


def test_a_letter_left_as_its_wording_makes_it_is_not_marked_as_edited(world: World) -> None:
    someone = world.person()
    assert not world.message(world.queue(someone, undo=600)).edited
    other = world.person()
    letter = world.letter(other)
    words = letter.body.replace("We have not", "As yet we have not")
    assert world.message(world.queue(other, letter._replace(body=words), undo=600)).edited
    third = world.person()
    letter = world.letter(third)._replace(template_version_id=None)
    assert world.message(world.queue(third, letter, undo=600)).edited


# --- pages -------------------------------------------------------------------------------------------


def send(browser: Browser, path: str, data: dict[str, str], status: int = 303) -> str:
    token = typed(browser.open("/templates/new"))["csrf_token"]
    return browser.send(path, {**data, "csrf_token": token}, status)


def typed_in(**changes: str) -> dict[str, str]:
    given = {"type": "status", "language": "en", "depth": "any", "name": "Ours", "subject": OURS.subject}
    return {**given, "body": BODY, "act": "save", **changes}


def test_a_template_is_written_previewed_approved_and_put_away_on_its_pages(
    world: World, anna: Viewer
) -> None:
    world.mailboxes[anna.user_id] = _mailbox(world, anna)
    someone = world.person("Zelda")
    priya, admin = Browser(world, world.priya), Browser(world, anna)
    assert "New wording" in priya.open("/templates")
    seen = send(priya, "/templates/new", typed_in(act="preview", person=str(someone)), 200)
    assert "How it reads to" in seen
    assert "Dear Zelda," in seen
    assert "en Ours" not in offered(world)
    send(priya, "/templates/new", typed_in())
    with world.database.reading() as session:
        template = session.scalars(select(Template.id).where(Template.name == "Ours")).one()
    at = f"/templates/{template}"
    assert "Version 1 is a draft" in priya.open(at)
    assert "Approve version 1" not in priya.open(at)
    send(priya, f"{at}/approve", {"number": "1", "version": "1"}, 403)
    assert "Approve version 1" in admin.open(at)
    send(admin, f"{at}/approve", {"number": "1", "version": "9"}, 409)
    send(admin, f"{at}/approve", {"number": "1", "version": "1"})
    assert "Version 1 <span" in priya.open(at)
    lost = send(priya, f"{at}/edit", typed_in(version="1", body=BODY + "PS"), 409)
    assert "changed meanwhile" in lost
    wrong = send(priya, f"{at}/edit", typed_in(version="2", body="Dear {{ candidate.salary }}"), 422)
    assert "candidate.salary is not a placeholder" in wrong
    send(priya, f"{at}/edit", typed_in(version="2", body=BODY.replace("is with us", "is on my desk")))
    assert "Version 2 is a draft" in priya.open(at)
    assert "is with us" in priya.open(f"{at}?number=1")
    send(priya, f"{at}/archive", {"version": "3", "away": "1"})
    assert "Ours" not in priya.open("/templates")
    assert "Ours" in priya.open("/templates?away=1")


def test_the_preview_names_what_is_missing_and_shows_nobody_out_of_sight(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    page = send(
        priya,
        "/templates/new",
        typed_in(act="preview", person=str(someone), body=BODY + "{{ interview.topic }}"),
        200,
    )
    assert "They would be left out" in page
    sam = Browser(world, world.stranger)
    page = send(sam, "/templates/new", typed_in(act="preview", person=str(someone)), 200)
    assert "Amara" not in page
    assert "No preview" in page


def _mailbox(world: World, viewer: Viewer) -> str:
    with world.database.reading() as session:
        return session.get_one(User, viewer.user_id).email or ""
