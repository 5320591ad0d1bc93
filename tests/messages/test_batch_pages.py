"""Letters to many in the browser, without any script: chosen, read, sent, approved, undone."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from recruiterdash import journey, messages
from recruiterdash.candidates.models import Disposition, Outcome
from recruiterdash.messages import Letter, MessageType
from recruiterdash.messages.batch_rows import Batch, BatchRow
from recruiterdash.messages.batches import reading
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import Role, User, UserRole
from tests.messages.test_pages import OPENED, Browser, typed
from tests.messages.ward import NO, STATUS, Ward
from tests.messages.world import World, hashed

NO_TYPE = MessageType.REJECTION_APPLICATION
TOKEN = re.compile(r'name="token"[^>]*value="([^"]+)"')


@pytest.fixture
def ward(world: World) -> Ward:
    return Ward(world)


@pytest.fixture(autouse=True)
def close_applications() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().extensions["recruiterdash.database"].close()


def previewed(browser: Browser, people: list[int], type_: MessageType = NO_TYPE, **more: str) -> str:
    """Choose people, write to them, and return the address of the preview."""
    chosen = "&".join(f"chosen={each}" for each in people)
    page = browser.open(f"/batches/new?type={type_.value}&{chosen}")
    given = {
        "csrf_token": typed(page)["csrf_token"],
        "chosen": ",".join(map(str, people)),
        "requisition": "",
        "stage": "",
        "promise": "",
        "reason": "not_selected",
        "subject": NO[0],
        "body": NO[1],
        **more,
    }
    return browser.send(f"/batches/new?type={type_.value}", given)


def decided_no(ward: Ward, application_id: int) -> None:
    ward.world.change(
        application_id,
        lambda session, one: journey.decide(
            session,
            one,
            Outcome.REJECT,
            reason=Disposition.NOT_SELECTED,
            now=now(),
            actor_id=ward.priya.user_id,
        ),
    )


def test_whom_a_batch_decides_about_is_said_by_name_before_it_is_sent(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(3)
    decided_no(ward, people[1])
    page = browser.open(previewed(browser, people))
    said = " ".join(page.split())
    assert "2 of these are not decided yet: sending decides no" in said
    note = said[said.index("2 of these are not decided yet") : said.index("Send 3 letters")]
    assert [each for each in people if f'href="/applications/{each}"' in note] == [people[0], people[2]]
    assert page.count("Not decided yet: sending decides no.") == 2


def test_nothing_is_said_of_deciding_where_all_is_decided_or_nothing_is(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(2)
    assert "ecided yet: sending" not in browser.open(
        previewed(browser, people, MessageType.STATUS, body=STATUS[1])
    )
    for each in people:
        decided_no(ward, each)
    assert "ecided yet: sending" not in browser.open(previewed(browser, people))


def test_a_pause_decides_about_nobody(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(3)
    with ward.world.writing() as session:
        session.get_one(Requisition, ward.world.requisition_id).state = RequisitionState.ON_HOLD
    page = browser.open(previewed(browser, people))
    assert "Nobody gets a letter." in page
    assert "The role is on hold and nothing is decided about them" in page


def test_people_of_a_role_that_is_over_are_written_the_outcome(ward: Ward) -> None:
    ward.people(2)
    browser, where = Browser(ward.world, ward.priya), f"/batches/new?requisition={ward.world.requisition_id}"
    assert 'action="/batches/new?type=status"' in browser.open(where)
    with ward.world.writing() as session:
        session.get_one(Requisition, ward.world.requisition_id).state = RequisitionState.CANCELLED
    page = browser.open(where)
    assert 'action="/batches/new?type=position_cancelled"' in page
    reasons = re.findall(r'<option[^>]*value="(\w+)"', page)
    assert reasons == ["position_cancelled"]
    assert "not_selected" in browser.open(f"{where}&type=rejection_application")


def confirm(browser: Browser, where: str, count: str, status: int = 303) -> str:
    page = browser.open(where)
    found = TOKEN.search(page)
    assert found
    given = {"csrf_token": typed(page)["csrf_token"], "token": found[1], "typed_count": count}
    return browser.send(f"{where}/confirm", given, status)


def act(browser: Browser, path: str, status: int = 303) -> str:
    token = typed(browser.open(path.rsplit("/", 1)[0]))["csrf_token"]
    return browser.send(path, {"csrf_token": token}, status)


def test_forty_people_are_rejected_and_undone(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(40)
    where = previewed(browser, people)
    page = browser.open(where)
    assert "40 letters" in page
    untyped = confirm(browser, where, "", 422)
    assert "type the number 40" in untyped
    assert confirm(browser, where, "40") == where
    assert "40 have not left yet" in browser.open(where)
    assert ward.world.application(people[0]).disposition is Disposition.NOT_SELECTED
    act(browser, f"{where}/undo")
    page = browser.open(where)
    assert "all is as it was" in page
    assert "taken back" in page
    assert all(ward.world.application(each).disposition is None for each in people)


def test_the_same_form_sent_twice_sends_once(ward: Ward) -> None:
    browser = Browser(ward.world, ward.priya)
    where = previewed(browser, ward.people(2))
    page = browser.open(where)
    found = TOKEN.search(page)
    assert found
    given = {"csrf_token": typed(page)["csrf_token"], "token": found[1], "typed_count": ""}
    for _ in range(3):
        assert browser.send(f"{where}/confirm", given) == where
    assert ward.batch(int(where.rsplit("/", 1)[1])).queued == 2


def test_letters_are_read_one_by_one_and_the_approver_is_told_how_many(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(3)
    ward.meets(people[0], "final")
    line = {people[0]: "Your handover example from the last round stayed with us."}
    made = ward.preview(ward.wanted(people, lines=line), at=now() - timedelta(minutes=9))
    where = f"/batches/{made.batch.id}"
    first = browser.open(f"{where}/letters/1")
    assert "A finalist." in first
    assert line[people[0]] in unescape(first)
    token = typed(first)["csrf_token"]
    assert browser.send(f"{where}/letters/1", {"csrf_token": token}) == f"{where}/letters/2"
    browser.open(f"{where}/letters/4", 404)
    with ward.world.writing() as session:
        who = ward.colleague_named(session, ward.alma.user_id)
        who.password = hashed()
        ward.world.mailboxes[ward.alma.user_id] = who.email or ""
    alma = Browser(ward.world, ward.alma)
    # what somebody else reads before it is confirmed is not its maker's reading
    token = typed(alma.open(f"{where}/letters/2"))["csrf_token"]
    assert alma.send(f"{where}/letters/2", {"csrf_token": token}) == f"{where}/letters/3"
    confirm(browser, where, "")
    assert "Nobody approves their own" in browser.open(where)
    assert "You cannot approve it" not in alma.open(where)
    said = " ".join(alma.open(where).split())
    assert "having opened 1 of 3 letters and read the preview for 2 minutes" in said
    act(alma, f"{where}/approve")
    assert "Approved by" in alma.open(where)
    assert ward.batch(made.batch.id).queued == 3


def test_the_second_person_is_told_which_warnings_stand_and_why(ward: Ward) -> None:
    browser, (someone,) = Browser(ward.world, ward.priya), ward.people(1)
    ward.meets(someone, "final")
    line = {someone: "Your handover example from the last round stayed with us."}
    why = {"K12": "They know the day from our talk."}
    made = ward.preview(ward.wanted([someone], lines=line, overrides=why))
    where = f"/batches/{made.batch.id}"
    confirm(browser, where, "")
    said = " ".join(browser.open(where).split())
    assert "Warnings that stand, and why:" in said
    assert "<strong>Plain date</strong>: <bdi>They know the day from our talk.</bdi>" in said


def test_who_is_left_out_is_named_with_the_reason_who_wrote_first(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(3)
    ward.meets(people[0], "interview")
    ward.word(people[2])
    page = browser.open(previewed(browser, people))
    assert page.index(f"/applications/{people[2]}") < page.index(f"/applications/{people[0]}")
    assert "read it first" in page


def test_all_open_people_of_a_requisition_are_told_apart_from_these(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(3)
    number = ward.world.requisition_id
    assert "Write to all 3 who are open" in browser.open(f"/requisitions/{number}")
    assert "Write to all 3 open people" in browser.open(f"/batches/new?requisition={number}")
    assert "These 2, and nobody else." in browser.open(f"/batches/new?chosen={people[0]},{people[1]}")
    where = previewed(browser, [], chosen="", requisition=str(number))
    ward.world.person("Latecomer")
    refused = confirm(browser, where, "", 409)
    assert "1 more since the preview (Latecomer Okafor)" in refused


def test_the_table_holds_no_formula_and_the_rehearsal_is_a_file(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(2)
    with ward.world.writing() as session:
        ward.world.person_of(session, people[0]).last_name = "=2+2"
        ward.world.person_of(session, people[0]).first_name = ""
    where = previewed(browser, people)
    answer = browser.client.get(f"{where}/report.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[1][1] == "'=2+2"
    token = typed(browser.open(where))["csrf_token"]
    packed = browser.client.post(f"{where}/rehearsal", data={"csrf_token": token})
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert sorted(archive.namelist()) == ["letters/1.eml", "letters/2.eml", "report.json"]
    assert ward.batch(int(where.rsplit("/", 1)[1])).queued == 0


def test_decline_cannot_be_sent(ward: Ward) -> None:
    browser = Browser(ward.world, ward.priya)
    where = previewed(browser, ward.people(1), body="Decline.")
    assert "as it is written" in confirm(browser, where, "", 422)


def test_what_stops_a_letter_is_called_as_the_preview_calls_it(ward: Ward) -> None:
    browser = Browser(ward.world, ward.priya)
    where = previewed(browser, ward.people(1), body="Decline.")
    for page in (browser.open(where), confirm(browser, where, "", 422)):
        assert "Greeting" in page
        assert not re.search(r"\bK\d\d: ", page)


def test_a_letter_is_counted_once_however_much_a_check_says_of_it(ward: Ward) -> None:
    browser = Browser(ward.world, ward.priya)
    where = previewed(browser, ward.people(3))
    number = int(where.rsplit("/", 1)[1])

    def says(check: str, severity: str, message: str) -> dict[str, object]:
        return {"check": check, "severity": severity, "span": None, "message": message}

    jargon = says("K24", "hint", "“Pipeline” is ours.")
    with ward.world.writing() as session:
        one, two, three = session.scalars(select(BatchRow).where(BatchRow.batch_id == number)).all()
        one.findings = [jargon, says("K24", "hint", "“Headcount” is ours.")]
        two.findings = [jargon, says("K08", "block", "The subject is empty.")]
        three.findings = []
    with ward.world.database.reading() as session:
        found = reading.noted(session, number)
    assert [(each.check, each.letters, each.differs) for each in found] == [
        ("K08", 1, False),
        ("K24", 2, True),
    ]
    said = " ".join(browser.open(where).split())
    assert "</strong>, in 1 letter which stays behind: The subject is empty." in said
    assert "</strong>, in 2 letters, worth a thought, for example: “Pipeline” is ours." in said


def test_who_is_alone_is_offered_to_confirm_again_when_they_may(ward: Ward) -> None:
    browser, (someone,) = Browser(ward.world, ward.priya), ward.people(1)
    with ward.world.writing() as session:
        admins = select(UserRole.user_id).where(UserRole.role == Role.ADMIN)
        session.execute(update(User).where(User.id.in_(admins)).values(active=False))
    ward.meets(someone, "final")
    line = {someone: "Your handover example from the last round stayed with us."}
    made = ward.preview(ward.wanted([someone], lines=line))
    where = f"/batches/{made.batch.id}"
    confirm(browser, where, "")
    page = browser.open(where)
    assert "you can confirm it again from" in page
    assert f"{where}/confirm-again" not in page
    with ward.world.writing() as session:
        session.get_one(Batch, made.batch.id).confirmed_at = now() - timedelta(minutes=61)
    assert f"{where}/confirm-again" in browser.open(where)
    act(browser, f"{where}/confirm-again")
    assert ward.batch(made.batch.id).queued == 1


def test_that_nothing_was_sent_is_said_once(ward: Ward) -> None:
    browser = Browser(ward.world, ward.priya)
    where = previewed(browser, ward.people(2))
    refused = confirm(browser, where, "3", 422)
    assert "You typed 3" in refused
    assert refused.count("othing was sent") == 1


def test_the_numbers_of_the_queues_are_counted_anew_after_ones_own_letters(ward: Ward) -> None:
    browser = Browser(ward.world, ward.priya)
    kept = OPENED[-1].extensions
    where = previewed(browser, ward.people(2))
    browser.open("/queue")
    assert kept["recruiterdash.rails"]
    confirm(browser, where, "")
    assert not kept["recruiterdash.rails"]
    browser.open("/queue")
    act(browser, f"{where}/undo")
    assert not kept["recruiterdash.rails"]


def test_what_had_left_is_corrected_by_hand(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(2)
    where = previewed(browser, people)
    confirm(browser, where, "")
    (one, _) = ward.rows(int(where.rsplit("/", 1)[1]))
    with ward.world.writing() as session:
        message = session.get_one(ward.message_class, one.message_id)
        message.state = MessageState.UNCERTAIN
    act(browser, f"{where}/undo")
    page = browser.open(where)
    assert "These had left, or may have" in page
    link = re.search(r'href="(/applications/\d+/letters/new\?[^"]*correcting=\d+)"', page)
    assert link
    draft = unescape(browser.open(unescape(link[1])))
    assert "[What is true instead]" in draft


def test_a_selection_that_cannot_be_read_is_refused(ward: Ward) -> None:
    browser = Browser(ward.world, ward.priya)
    for chosen in ("", "1,x", "-1", "1,,2"):
        page = browser.open("/batches/new?chosen=1")
        given = {"csrf_token": typed(page)["csrf_token"], "chosen": chosen, "subject": "S", "body": "Letter."}
        page = browser.send("/batches/new?type=status", given, 422)
        assert "select people again" in page


def again(browser: Browser, where: str, lines: dict[int, str], status: int = 303) -> str:
    token = typed(browser.open(where))["csrf_token"]
    given = {f"line-{id_}": line for id_, line in lines.items()}
    return browser.send(f"{where}/again", {"csrf_token": token, **given}, status)


def test_who_needs_a_line_gets_one_and_the_others_stay(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(3)
    for each in people[:2]:
        ward.meets(each, "screen")
    line = "Your example of the handover stayed with all of us."
    where = previewed(browser, people, MessageType.REJECTION_SCREEN)
    refused = again(browser, where, {people[0]: "too short"}, 422)
    assert "Amara0 Okafor: A line of one&#39;s own has 25 to 600 characters." in refused
    assert ">too short</textarea>" in refused
    second = again(browser, where, {people[0]: line})
    assert line in {row.body.splitlines()[2] for row in ward.rows(int(second.rsplit("/", 1)[1]))}
    other = "The question you asked about nights was the best of the day."
    third = again(browser, second, {people[1]: other})
    assert ward.batch(int(third.rsplit("/", 1)[1])).count == 2
    fourth = again(browser, third, {people[0]: ""})
    assert ward.excluded(int(fourth.rsplit("/", 1)[1])) == {
        people[0]: "effort",
        people[2]: "depth",
    }


def test_everybody_whose_line_cannot_be_is_named(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(7)
    where = previewed(browser, people)
    refused = unescape(again(browser, where, dict.fromkeys(people, "too short"), 422))
    assert f"{', '.join(f'Amara{number} Okafor' for number in range(7))}: A line of one's own has" in refused


def test_who_is_left_out_for_a_colleagues_letter_leads_to_it(ward: Ward) -> None:
    browser, (someone, other) = Browser(ward.world, ward.priya), ward.people(2)
    first = ward.world.queue(someone, viewer=ward.alma)
    where = previewed(browser, [someone, other])
    assert "the letter that was first" in browser.open(where)
    assert browser.open(where).count(f'href="/messages/{first}"') == 1


def test_a_letter_that_is_not_ones_own_to_see_is_not_led_to(ward: Ward) -> None:
    (someone,) = ward.people(1)
    with ward.world.writing() as session:
        noor = ward.colleague(session, "Noor Haddad", Role.RECRUITER)
    theirs = ward.applies(someone, ward.requisition("Ward Clerk", noor))
    with ward.world.writing() as session:
        begun = messages.prepare(
            session, ward.alma, theirs, MessageType.STATUS, now=now(), company=ward.world.settings.company
        )
    letter = Letter(MessageType.STATUS, begun.subject, begun.body, begun.token, begun.promise)
    ward.world.queue(theirs, letter, viewer=ward.alma)
    made = ward.preview(ward.wanted([someone]))
    with ward.world.database.reading() as session:
        (left,) = reading.left_out(session, ward.priya, made.batch.id)
        assert left.letter is None
        (seen,) = reading.left_out(session, ward.alma, made.batch.id)
        assert seen.letter is not None


def test_a_batch_that_was_confirmed_is_not_previewed_again(ward: Ward) -> None:
    browser = Browser(ward.world, ward.priya)
    where = previewed(browser, ward.people(1))
    confirm(browser, where, "")
    assert "not previewed again" in again(browser, where, {}, 409)


def test_a_text_taken_as_it_was_approved_names_its_version_and_its_language(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(1)
    chosen = f"/batches/new?type=status&chosen={people[0]}"
    page = browser.open(chosen)
    german = re.search(r'href="([^"]*)"[^>]*><bdi>[^<]*</bdi>, German', page)
    assert german
    shown = typed(browser.open(unescape(german[1])))
    body = re.search(r"<textarea[^>]*>(.*?)</textarea>", browser.open(unescape(german[1])), re.DOTALL)
    assert body
    given = {**shown, "chosen": str(people[0]), "body": unescape(body[1]).lstrip("\r\n")}
    where = browser.send("/batches/new?type=status", given)
    batch = ward.batch(int(where.rsplit("/", 1)[1]))
    assert (batch.language, batch.template_version_id is not None) == ("de", True)
    edited = {**given, "body": given["body"].replace("Ihre", "Ihre eigene", 1)}
    where = browser.send("/batches/new?type=status", edited)
    batch = ward.batch(int(where.rsplit("/", 1)[1]))
    assert (batch.language, batch.template_version_id) == ("de", None)


def test_filters_of_a_queue_do_not_widen_who_was_selected(ward: Ward) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(3)
    number = ward.world.requisition_id
    page = browser.open(f"/batches/new?name=silence&requisition={number}&chosen={people[0]}")
    assert "Write to one person" in page
    assert "Nobody is selected yet" in browser.open(f"/batches/new?name=silence&requisition={number}", 422)


def test_the_report_tells_sent_from_bounced_and_from_left_out(ward: Ward) -> None:
    people = ward.people(3)
    with ward.world.writing() as session:
        ward.world.person_of(session, people[2]).email = ""
    batch = ward.reject(people, undo=0.0).batch.id
    first, second = (row.message_id or 0 for row in ward.rows(batch))
    with ward.world.writing() as session:
        for number, state in ((first, MessageState.SENT), (second, MessageState.BOUNCED)):
            letter = session.get_one(Message, number)
            letter.state, letter.sent_at = state, now()
    browser = Browser(ward.world, ward.priya)
    page = browser.open(f"/batches/{batch}")
    told = dict(re.findall(r"<dt[^>]*>([^<]+)</dt><dd[^>]*>(\d+)</dd>", page))
    assert (told["Sent"], told["Bounced"]) == ("1", "1")
    rows = list(
        csv.reader(io.StringIO(browser.client.get(f"/batches/{batch}/report.csv").text.lstrip("\ufeff")))
    )
    assert sorted(row[4] for row in rows[1:]) == ["bounced", "excluded", "sent"]
    assert [row[5] for row in rows if "No mailbox is known" in row[5]]
