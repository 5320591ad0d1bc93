"""The inbox in the browser: what waits, what a mail is, whose it is; without any script."""

import re

import pytest
from sqlalchemy import select

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Disposition
from recruiterdash.messages import MessageType
from recruiterdash.messages.inbound import settling
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import Message
from recruiterdash.moments import now
from recruiterdash.team.models import Role, UserGrant, UserRole
from tests.inbox import shapes
from tests.inbox.house import House
from tests.messages.test_pages import Browser, close_applications, typed

__all__ = ["close_applications"]

EVIL = (
    "<script>alert(1)</script><svg onload=alert(1)><style>*{background:url(http://evil.example/a)}</style>"
    '<img src="http://evil.example/pixel"><a href="javascript:alert(1)">x</a>'
    '<form action="//evil.example"><input></form>'
    '<iframe src="//evil.example"></iframe><meta http-equiv=refresh content="0;url=//evil.example">'
    '<base href="//evil.example">'
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>"
    '<p style="background:url(//evil.example/b)" onclick="alert(1)">Hello there</p>'
)


@pytest.fixture
def priya(house: House) -> Browser:
    return Browser(house.world, house.world.priya)


def fresh(house: House, mail_id: int) -> InboundMail:
    with house.world.database.reading() as session:
        return session.get_one(InboundMail, mail_id)


def test_a_suggestion_is_accepted_with_one_key_and_taken_back(house: House, priya: Browser) -> None:
    letter = house.written("Thea")
    row = house.one(shapes.ios(letter.answer("I have another offer and must answer by 24 December.")))
    assert "another offer" in priya.open("/inbox")
    page = priya.open(f"/inbox/{row.id}")
    assert re.search(r'<button class="btn btn-primary" autofocus[^>]*>', page), "Enter alone accepts"
    assert house.events(letter.application) == []
    first = page[page.index("/accept") :]
    priya.send(f"/inbox/{row.id}/accept", typed(first[: first.index("</form>")]))
    assert "CANDIDATE_DEADLINE" in house.clocks(letter.application)
    page = priya.open(f"/inbox/{row.id}")
    assert "said so" in page
    part = page[page.index("/take-back") :]
    priya.send(f"/inbox/{row.id}/take-back", typed(part[: part.index("</form>")]))
    assert "CANDIDATE_DEADLINE" not in house.clocks(letter.application)


def test_a_withdrawal_closes_nothing_until_somebody_says_so(house: House, priya: Browser) -> None:
    letter = house.written("Will")
    row = house.one(shapes.outlook(letter.answer("Please withdraw my application.")))
    assert house.world.application(letter.application).state.value == "active"
    given = {"kind": "withdraw", "version": str(row.version), "day": "", **token(priya, row.id)}
    priya.send(f"/inbox/{row.id}/accept", given)
    assert house.world.application(letter.application).state.value == "withdrawn"
    version = str(fresh(house, row.id).version)
    priya.send(f"/inbox/{row.id}/take-back", {"version": version, **token(priya, row.id)})
    assert house.world.application(letter.application).state.value == "active"


def test_whoever_reads_a_mail_sees_the_letter_that_is_about_to_leave(house: House, priya: Browser) -> None:
    letter = house.written("Nadia")
    no = house.world.letter(
        letter.application, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED
    )
    number = house.world.queue(letter.application, no, undo=600.0)
    row = house.one(shapes.outlook(letter.answer("Please withdraw my application.")))
    page = priya.open(f"/inbox/{row.id}")
    assert "A letter to them has not left yet" in page
    assert "Rejection after application" in page
    priya.send(f"/messages/{number}/undo", token(priya, row.id))
    assert "has not left yet" not in priya.open(f"/inbox/{row.id}")


def test_whoever_writes_to_somebody_is_led_to_what_they_wrote_first(house: House, priya: Browser) -> None:
    letter = house.written("Uma")
    compose = f"/applications/{letter.application}/letters/new?type=rejection_application"
    assert "nobody has said what it is yet" not in priya.open(compose)
    row = house.one(shapes.outlook(letter.answer("Please withdraw my application.")))
    page = priya.open(compose)
    assert "nobody has said what it is yet" in page
    assert f'href="/inbox/{row.id}"' in page
    given = {"kind": "thank_you", "version": str(row.version), "day": "", **token(priya, row.id)}
    priya.send(f"/inbox/{row.id}/accept", given)
    assert "nobody has said what it is yet" not in priya.open(compose)


def token(browser: Browser, mail_id: int) -> dict[str, str]:
    return {"csrf_token": typed(browser.open(f"/inbox/{mail_id}"))["csrf_token"]}


def test_two_people_do_not_settle_one_mail(house: House, priya: Browser) -> None:
    letter = house.written("Twice")
    row = house.one(shapes.gmail(letter.answer("Thank you very much.")))
    given = {"kind": "thank_you", "version": str(row.version), "day": "", **token(priya, row.id)}
    priya.send(f"/inbox/{row.id}/accept", given)
    assert "meanwhile" in priya.send(f"/inbox/{row.id}/accept", given, 409)
    assert len(house.events(letter.application)) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "candidate_deadline"}, "which day"),
        ({"kind": "nonsense"}, "Not a valid choice"),
        ({"day": "x"}, "valid date"),
        ({"kind": "candidate_deadline", "day": "9999-12-31"}, "more than a year away"),
        ({"kind": "delay_request", "day": "2099-12-31"}, "more than a year away"),
    ],
)
def test_bad_input_is_said_and_nothing_is_done(
    house: House, priya: Browser, changes: dict[str, str], said: str
) -> None:
    letter = house.written("Badly")
    row = house.one(shapes.gmail(letter.answer("Hello there.")))
    given = {"kind": "information", "version": str(row.version), "day": "", **token(priya, row.id), **changes}
    assert said in priya.send(f"/inbox/{row.id}/accept", given, 422)
    assert house.events(letter.application) == []


def test_a_mail_leaves_the_list_when_it_is_answered(house: House, priya: Browser) -> None:
    letter = house.written("Asking")
    row = house.one(shapes.gmail(letter.answer("When do you decide about me, please?")))
    assert f"/inbox/{row.id}" in priya.open("/inbox")
    house.heard()
    answer = house.world.letter(letter.application, MessageType.CHASER_REPLY)
    house.left(house.world.queue(letter.application, answer), letter.application)
    house.heard()
    assert f'/inbox/{row.id}"' not in priya.open("/inbox")


def test_an_unproven_mail_is_filed_by_a_person(house: House, priya: Browser) -> None:
    application = house.world.person("Unproven")
    address = house.candidate(application).email or ""
    row = house.one(shapes.crlf(f"From: Unproven Okafor <{address}>\nSubject: Hello\n\nAny news about me?\n"))
    page = priya.open(f"/inbox/{row.id}")
    assert "that is not proven" in page
    assert "Nobody knows yet" in page
    assert house.events(application) == []
    part = page[page.index("/file") :]
    priya.send(f"/inbox/{row.id}/file", typed(part[: part.index("</form>")]))
    assert fresh(house, row.id).application_id == application
    assert house.events(application) == [], "filing alone moves no clock"
    assert "A question?" in priya.open(f"/inbox/{row.id}")


def test_what_is_no_candidate_s_is_put_aside(house: House, priya: Browser) -> None:
    row = house.one(b"From: shop@evil.example\r\nSubject: Cheap watches\r\n\r\nBuy\r\n")
    assert "Cheap watches" in priya.open("/inbox?show=triage")
    priya.send(f"/inbox/{row.id}/aside", {"version": str(row.version), **token(priya, row.id)})
    assert "Cheap watches" not in priya.open("/inbox?show=triage")
    assert "Cheap watches" in priya.open("/inbox?show=all")


def test_html_is_shown_without_anything_that_acts(house: House, priya: Browser) -> None:
    letter = house.written("Html")
    head = shapes.headers(letter.answer(""), "Content-Type: text/html; charset=utf-8")
    row = house.one(shapes.crlf(head + "\n" + EVIL))
    assert row.text == "x\nHello there" or row.text.endswith("Hello there")
    answer = priya.client.get(f"/inbox/{row.id}/html")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(
        r"<(script|svg|style|img|form|iframe|meta http|base|math)|on\w+=|javascript:|evil", answer.text
    )


def test_no_link_of_a_stranger_leads_into_our_own_house(house: House, priya: Browser) -> None:
    letter = house.written("Links")
    head = shapes.headers(letter.answer(""), "Content-Type: text/html; charset=utf-8")
    links = (
        "<a href='/account'>a</a><a href='//evil.example'>b</a><a href='inbox?x'>c</a><a href='#d'>d</a>"
        "<a href=' https://example.org/'>e</a><a href='mailto:amara@example.org'>f</a>&#x202e;turned"
    )
    row = house.one(shapes.crlf(f"{head}\n<p>Look: {links}</p>"))
    page = priya.client.get(f"/inbox/{row.id}/html").text
    assert re.findall(r'href="([^"]*)"', page) == [" https://example.org/", "mailto:amara@example.org"]
    assert "\u202e" not in page


def test_a_file_is_handed_out_under_our_own_name(house: House, priya: Browser) -> None:
    letter = house.written("Files")
    body = (
        '\n--=_f\nContent-Type: text/plain\n\nHere.\n--=_f\nContent-Type: text/html; name="../../evil.html"\n'
        'Content-Disposition: attachment; filename="../../evil.html\\"; x=\\"y"\n\n<script>1</script>\n--=_f--\n'
    )
    head = shapes.headers(letter.answer(""), 'Content-Type: multipart/mixed; boundary="=_f"')
    row = house.one(shapes.crlf(head + body))
    answer = priya.client.get(f"/inbox/{row.id}/files/1")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=mail-{row.id}-file-1.bin"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"<script>1" in answer.data
    assert priya.client.get(f"/inbox/{row.id}/files/2").status_code == 404
    assert priya.client.get(f"/inbox/{row.id}/raw").data == row.raw


def test_quarantine_is_for_those_who_see_everybody_and_is_read_again(house: House, priya: Browser) -> None:
    row = house.one(b"   \r\n ")
    assert row.state.value == "quarantine"
    priya.open(f"/inbox/{row.id}", 404)
    with house.world.writing() as session:
        session.add(UserRole(user_id=house.world.stranger.user_id, role=Role.ADMIN))
    admin = Browser(house.world, house.world.stranger)
    assert "It is empty" in admin.open(f"/inbox/{row.id}")
    admin.send(f"/inbox/{row.id}/replay", {"version": str(row.version), **token(admin, row.id)})
    assert fresh(house, row.id).state.value == "stored"
    house.reader.file()
    assert fresh(house, row.id).state.value == "quarantine"


def test_an_adjustment_is_not_for_who_only_decides(house: House) -> None:
    from recruiterdash.messages.inbound import queries
    from recruiterdash.messages.inbound.queries import Shown
    from recruiterdash.team.permissions import Viewer, permissions_of

    letter = house.written("Wheels")
    row = house.one(shapes.gmail(letter.answer("I will need wheelchair access for the interview.")))
    assert row.for_hr
    with house.world.database.reading() as session:
        seen = {
            role: [each.mail.id for each in queries.listed(session, viewer, Shown.HR).rows]
            for role in (Role.HR, Role.HIRING_MANAGER)
            for viewer in [Viewer(house.world.priya.user_id, "", frozenset({role}), permissions_of([role]))]
        }
    assert row.id in seen[Role.HR]
    assert row.id not in seen[Role.HIRING_MANAGER]


def test_the_story_holds_nothing_of_what_is_for_hr(house: House, priya: Browser) -> None:
    """Counted as a question by a rule, then as an adjustment by a person: who only decides reads neither."""
    letter = house.written("Quiet")
    row = house.one(shapes.gmail(letter.answer("Would a room without stairs be possible for me?")))
    assert row.settled_kind == "question"
    given = {"kind": "accommodation", "version": str(row.version), "day": "", **token(priya, row.id)}
    priya.send(f"/inbox/{row.id}/accept", given)
    for event in house.events(letter.application):
        assert "stairs" not in f"{event.subject} {event.body}"
        assert "accommodation" not in str(event.data)
    assert "REPLY" in house.clocks(letter.application)
    assert "stairs" in priya.open(f"/inbox/{row.id}")


def test_a_mail_filed_elsewhere_leaves_no_word_in_the_wrong_story(house: House, priya: Browser) -> None:
    letter, right = house.written("Wrong"), house.world.person("Right")
    row = house.one(shapes.gmail(letter.answer("My salary is a secret. When do you decide?")))
    assert "secret" in (house.events(letter.application)[0].body or "")
    given = {"application": str(right), "version": str(row.version), **token(priya, row.id)}
    priya.send(f"/inbox/{row.id}/file", given)
    assert fresh(house, row.id).application_id == right
    assert [each.body for each in house.events(letter.application)] == [None]


def test_what_came_twice_is_seen_by_those_who_see_the_first(house: House) -> None:
    from recruiterdash.messages.inbound import queries
    from recruiterdash.messages.inbound.queries import Shown
    from recruiterdash.team.permissions import Viewer, permissions_of

    letter = house.written("Again")
    data = shapes.gmail(letter.answer("I will need wheelchair access for the interview."))
    strange = shapes.gmail(letter.answer("Who reads this?", sender="else@mail.example"))
    mails = (data, b"Received: from elsewhere\r\n" + data, strange, b"Received: from elsewhere\r\n" + strange)
    rows = house.take_in(*mails)
    assert [row.twin_id for row in rows] == [None, rows[0].id, None, rows[2].id]
    stranger = house.world.stranger
    with house.world.database.reading() as session:
        decides = Viewer(
            house.world.priya.user_id,
            "",
            frozenset({Role.HIRING_MANAGER, Role.RECRUITER}),
            permissions_of([Role.HIRING_MANAGER]),
        )
        for viewer in (decides, stranger):
            seen = {each.mail.id for each in queries.listed(session, viewer, Shown.ALL).rows}
            assert seen.isdisjoint(row.id for row in rows), viewer
        seen = {each.mail.id for each in queries.listed(session, house.world.priya, Shown.ALL).rows}
        assert seen >= {row.id for row in rows}


def test_what_nobody_has_read_yet_is_for_those_who_see_everybody(house: House, priya: Browser) -> None:
    row = house.one(b"  \r\n \r\n")
    with house.world.writing() as session:
        session.get_one(InboundMail, row.id).state = InboundState.STORED
    priya.open(f"/inbox/{row.id}", 404)
    assert priya.client.get(f"/inbox/{row.id}/raw").status_code == 404


def test_somebody_waiting_for_an_answer_is_left_out_of_a_batch(house: House) -> None:
    from recruiterdash.messages.batches import facts

    letter = house.written("Unread")
    house.one(shapes.gmail(letter.answer("I am thinking of withdrawing my application.")))
    with house.world.database.reading() as session:
        (known,) = facts.load(session, house.world.priya, [letter.application], MessageType.STATUS, now=now())
    assert known.unread


def test_an_answer_continues_the_thread_and_two_people_do_not_both_write_it(
    house: House, priya: Browser
) -> None:
    letter = house.written("Threaded")
    row = house.one(shapes.gmail(letter.answer("When will you decide about my application?")))
    page = priya.open(f"/inbox/{row.id}")
    link = re.search(r'href="(/applications/\d+/letters/new[^"]*answers=[^"]*)"', page)
    assert link
    path = link[1].replace("&amp;", "&")
    form = priya.open(path)
    assert "What you answer" in form
    assert "When will you decide" in form
    given = typed(form)
    other = typed(priya.open(path))
    priya.send(path.replace("answers=", "was="), given)
    with house.world.database.reading() as session:
        newest = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
    assert f"In-Reply-To: {row.message_id}".encode() in (newest.frozen or b"")
    refused = priya.send(path.replace("answers=", "was="), other, 409)
    assert "Nothing was sent" in refused
    assert "has written an answer" in priya.open(f"/inbox/{row.id}")


def test_the_rules_can_be_read_and_changed_in_the_browser(house: House, priya: Browser) -> None:
    letter = house.written("Ruled")
    row = house.one(shapes.gmail(letter.answer("Please withdraw my application.")))
    assert "/inbox/rules#kind-withdraw" in priya.open(f"/inbox/{row.id}")
    page = priya.open("/inbox/rules")
    assert "remove me from (consideration / the process)" in page
    assert "Let it rest" not in page, "who may not change how long people wait may not change this either"
    with house.world.writing() as session:
        session.add(UserGrant(user_id=house.world.priya.user_id, permission="edit_policy"))
    page = priya.open("/inbox/rules")
    first = page[page.index('action="/inbox/rules/rest"') :]
    priya.send("/inbox/rules/rest", typed(first[: first.index("</form>")]))
    assert "1 resting" in priya.open("/inbox/rules")
    given = typed(page[: page.index("Let them count")]) | {"words": "Closer to home", "kind": "withdraw"}
    priya.send("/inbox/rules", given)
    assert "closer to home" in priya.open("/inbox/rules")
    later = house.one(shapes.gmail(letter.answer("It is closer to home.")))
    assert "words of this house" in priya.open(f"/inbox/{later.id}")
    part = page_after(priya.open("/inbox/rules"), 'action="/inbox/rules/take-away"')
    priya.send("/inbox/rules/take-away", typed(part))
    part = page_after(priya.open("/inbox/rules"), 'action="/inbox/rules/count"')
    priya.send("/inbox/rules/count", typed(part))
    page = priya.open("/inbox/rules")
    assert "closer to home" not in page
    assert "resting" not in page


def page_after(page: str, mark: str) -> str:
    part = page[page.index(mark) :]
    return part[: part.index("</form>")]


def test_a_mail_that_a_person_files_is_read_again_by_how_things_stand_there(house: House) -> None:
    letter = house.written("Stranger", application=house.world.person("Known", zone="America/New_York"))
    said = (
        "From: <private@home.example>\nTo: jobs@borealis.example\nSubject: Hello\n\nThe form you asked for.\n"
    )
    row = house.one(shapes.crlf(said))
    assert (row.state, row.kind) == (InboundState.UNMATCHED, "")
    house.world.change(
        letter.application,
        lambda session, application: journey.record(
            session,
            application,
            journey.Happened("out", now(), "personal", {"asks": True, "channel": "email"}, source="mail"),
            now=now(),
        ),
    )
    with house.world.writing() as session:
        mail = session.get_one(InboundMail, row.id)
        settling.file_to(
            session,
            mail,
            session.get_one(Application, letter.application),
            now=now(),
            actor_id=house.world.priya.user_id,
            version=row.version,
        )
    assert fresh(house, row.id).kind == "deliverable"
