"""One person with several applications gets one letter that names each role, written by hand as well as to many."""

import re
from email import message_from_bytes
from email.policy import default
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash import journey, team
from recruiterdash.candidates.models import Application, Disposition, Outcome
from recruiterdash.errors import BadInput, Conflict, NotAllowed, NotFound
from recruiterdash.messages import Letter, MessageType
from recruiterdash.messages.library import LIBRARY
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.messages.wording import used
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Part, StageType, TeamMember
from recruiterdash.team.models import TokenScope, User
from tests.messages.test_fitting import decide, elsewhere
from tests.messages.test_pages import Browser, close_applications, compose, typed  # noqa: F401 - a fixture
from tests.messages.test_sending import sent_by
from tests.messages.ward import Ward
from tests.messages.world import Post, World

REJECTION = MessageType.REJECTION_APPLICATION
#: Noes that may be about several roles.
REJECTING = (REJECTION, MessageType.REJECTION_SCREEN, MessageType.REJECTION_FINAL)
BOTH = "Staff Nurse and Night Baker"


def two_noes(world: World, *, hidden: bool = False) -> tuple[int, int]:
    someone = world.person()
    other = elsewhere(world, someone, "Night Baker", hidden=hidden)
    for each in (someone, other):
        decide(world, each, Outcome.REJECT)
    return someone, other


def about(world: World, message_id: int) -> list[int]:
    with world.database.reading() as session:
        asked = select(MessageApplication.application_id).where(MessageApplication.message_id == message_id)
        return sorted(session.scalars(asked))


def reached(world: World, application: int, stage: StageType) -> None:
    with world.writing() as session:
        session.get_one(Application, application).stage_type = stage


def of_both(world: World, someone: int, *also: int, **changes: Any) -> Letter:
    letter = world.letter(someone, REJECTION)
    subject, body = (said.replace("Staff Nurse", BOTH) for said in (letter.subject, letter.body))
    return letter._replace(**{"subject": subject, "body": body, "also": also, **changes})


def test_one_click_leads_to_one_letter_which_names_both_roles_and_tells_both(
    world: World, post: Post
) -> None:
    someone, other = two_noes(world)
    priya = Browser(world, world.priya, undo=0.0)
    page = unescape(priya.open(compose(someone, REJECTION.value)))
    assert "A no is decided for 2 of their roles" in page
    (towards,) = re.findall(r'href="(/applications/\d+/letters/new\?[^"]*also=[^"]*)"', page)
    page = priya.open(towards)
    fields = typed(page)
    assert BOTH in fields["body"]
    assert fields["also"] == str(other)
    priya.send(towards, fields)
    sent_by(world, post)
    (letter,) = post.letters
    assert BOTH in message_from_bytes(letter.data, policy=default).get_content()
    with world.database.reading() as session:
        states = [session.get_one(Application, each).state.value for each in (someone, other)]
    assert states == ["rejected", "rejected"]


def test_undone_both_stand_as_before_and_the_text_is_still_there(world: World) -> None:
    someone, other = two_noes(world)
    priya = Browser(world, world.priya)
    path = compose(someone, REJECTION.value, also=str(other))
    priya.send(path, typed(priya.open(path)))
    with world.database.reading() as session:
        (number,) = session.scalars(select(Message.id).order_by(Message.id.desc()).limit(1))
    assert about(world, number) == [someone, other]
    page = priya.open(f"/messages/{number}")
    back = priya.send(f"/messages/{number}/undo", {"csrf_token": typed(page)["csrf_token"]})
    page = priya.open(back)
    assert BOTH in typed(page)["body"]
    assert typed(page)["also"] == str(other)


def test_a_letter_that_names_one_role_alone_is_stopped(world: World) -> None:
    someone, other = two_noes(world)
    with pytest.raises(BadInput, match="does not name the role: Night Baker"):
        world.queue(someone, world.letter(someone, REJECTION, also=(other,)))
    assert world.state(world.queue(someone, of_both(world, someone, other))) is MessageState.QUEUED


def test_what_moves_one_of_the_roles_brings_the_letter_back(world: World, post: Post) -> None:
    someone, other = two_noes(world)
    number = world.queue(someone, of_both(world, someone, other))
    decide(world, other, Outcome.ADVANCE)
    sent_by(world, post)
    assert not post.letters
    assert world.state(number) is MessageState.CANCELLED


@pytest.mark.parametrize("also", [(0,), (-1,), ("7",), (1.5,), (True,), tuple(range(1, 200)), (2**63,)])
def test_numbers_that_cannot_be_are_refused(world: World, also: tuple[int, ...]) -> None:
    someone, _other = two_noes(world)
    with pytest.raises((BadInput, NotFound)):
        world.queue(someone, world.letter(someone, REJECTION, also=also))


def test_one_role_twice_and_somebody_elses_are_refused(world: World) -> None:
    someone, other = two_noes(world)
    stranger, _ = two_noes(world)
    for also in ((other, other), (someone,), (stranger,)):
        with pytest.raises(BadInput):
            world.queue(someone, of_both(world, someone, *also))


def test_what_is_out_of_sight_is_not_told(world: World) -> None:
    someone, other = two_noes(world, hidden=True)
    with pytest.raises(NotFound):
        world.queue(someone, of_both(world, someone, other))
    assert "one letter" not in Browser(world, world.priya).open(compose(someone, REJECTION.value))


def test_only_a_no_that_is_decided_is_told_with_another(world: World) -> None:
    someone = world.person()
    other = elsewhere(world, someone, "Night Baker")
    decide(world, someone, Outcome.REJECT)
    with pytest.raises(BadInput, match="No rejection is decided for Night Baker yet"):
        world.queue(someone, of_both(world, someone, other))
    decide(world, other, Outcome.OFFER)
    with pytest.raises(NotAllowed):
        world.queue(someone, of_both(world, someone, other, despite_offer=True))
    with pytest.raises(BadInput, match="Only a no"):
        world.queue(other, world.letter(other, MessageType.PERSONAL, also=(someone,)))


def test_the_letter_is_written_from_where_they_got_furthest(world: World) -> None:
    someone, other = two_noes(world)
    reached(world, other, StageType.FINAL)
    with pytest.raises(NotAllowed, match="They got further for Night Baker"):
        world.queue(someone, of_both(world, someone, other))
    page = unescape(Browser(world, world.priya).open(compose(someone, REJECTION.value)))
    (towards,) = re.findall(r'href="(/applications/\d+/letters/new\?[^"]*also=[^"]*)"', page)
    assert towards.startswith(f"/applications/{other}/letters/new?also={someone}")
    assert "Night Baker and Staff Nurse" in typed(Browser(world, world.priya).open(towards))["body"]


def test_the_reason_is_true_of_both(world: World) -> None:
    someone = world.person()
    other = elsewhere(world, someone, "Night Baker")
    decide(world, someone, Outcome.REJECT)
    world.change(
        other,
        lambda session, row: journey.decide(
            session,
            row,
            Outcome.REJECT,
            now=now(),
            actor_id=world.priya.user_id,
            reason=Disposition.POSITION_CANCELLED,
        ),
    )
    with pytest.raises(NotAllowed, match="Night Baker: The reason on record is another one"):
        world.queue(someone, of_both(world, someone, other))


def test_a_second_no_waits_until_the_first_has_left(world: World, post: Post) -> None:
    someone, other = two_noes(world)
    first = world.queue(someone, world.letter(someone, REJECTION), undo=60)
    with pytest.raises(Conflict, match="tell both in one letter"):
        world.queue(other, world.letter(other, REJECTION))
    world.cancel(first)
    assert world.state(world.queue(someone, of_both(world, someone, other))) is MessageState.QUEUED


def test_of_two_noes_written_in_the_same_instant_the_first_goes(world: World, post: Post) -> None:
    someone, other = two_noes(world)
    first = world.queue(someone, world.letter(someone, REJECTION), undo=0)
    with world.writing() as session:
        session.get_one(Message, first).state = MessageState.CANCELLED  # the second sees no first
    second = world.queue(other, world.letter(other, REJECTION), undo=0)
    with world.writing() as session:
        session.get_one(Message, first).state = MessageState.QUEUED
    sent_by(world, post)
    assert len(post.letters) == 1
    assert [world.state(each) for each in (first, second)] == [MessageState.SENT, MessageState.CANCELLED]


def test_who_sees_one_of_the_roles_reads_nothing_of_the_others(world: World, post: Post) -> None:
    """A letter about two roles names both: whoever sees one learns not that there was another."""
    someone, other = two_noes(world)
    with world.writing() as session:
        wanted = session.get_one(Application, someone).requisition_id
        session.add(TeamMember(requisition_id=wanted, user_id=world.stranger.user_id, part=Part.RECRUITER))
    number = world.queue(someone, of_both(world, someone, other))
    sam, priya = Browser(world, world.stranger), Browser(world, world.priya)
    pages = ("", "/clocks", "/phone")

    def read() -> str:
        return "".join(sam.open(f"/applications/{someone}{page}") for page in pages)

    assert "Night Baker" not in read()
    sent_by(world, post)
    assert world.state(number) is MessageState.SENT
    assert "Night Baker" not in read()
    with world.writing() as session:
        user = session.get_one(User, world.stranger.user_id)
        token = team.create_token(session, user, TokenScope.READ, now=now(), actor_id=None)
    headers = {"Authorization": f"Bearer {token}"}
    story = sam.client.get(f"/api/v1/applications/{someone}/timeline", headers=headers)
    assert '"rejection_application"' in story.text
    assert "Night Baker" not in story.text
    assert "several" not in story.text
    assert "Night Baker" in priya.open(f"/applications/{someone}")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_wordings_we_bring_say_nothing_untrue_of_two_roles(world: World, language: str) -> None:
    """What came with the program speaks of each role by its name, and never of one alone."""
    noes = [each for each in LIBRARY if each.language == language and each.type in REJECTING]
    assert noes
    for each in noes:
        assert "requisition.titles" in used(each.body), each
        assert not re.search(
            r"\bone role\b|\beine Stelle\b|\bque ce poste\b|\bsolo a este puesto\b", each.body
        )


def test_with_our_own_wording_many_are_told_of_each_of_their_roles(world: World) -> None:
    ward = Ward(world)
    someone, other = two_noes(world)
    wording = next(each for each in LIBRARY if (each.type, each.language) == (REJECTION, "en"))
    made = ward.preview(ward.wanted([someone, other], REJECTION, subject=wording.subject, body=wording.body))
    (row,) = ward.rows(made.batch.id)
    assert f"about {BOTH} alone" in row.body
    assert [each["check"] for each in row.findings if each["severity"] == "block"] == []
