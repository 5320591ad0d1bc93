"""Administrators look after colleagues, offices, calendars, policies; everybody after their own account."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from recruiterdash.team import queries
from recruiterdash.team.models import CalendarVersion, Office, Role, User
from recruiterdash.waiting.models import PolicyVersion
from recruiterdash.waiting.policy import LEVELS, Policy
from tests.conftest import DATABASES, DatabaseMaker
from tests.doors.conftest import PASSWORD, House, csrf, log_in, opened

Inside = Callable[[str], FlaskClient]


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[House]:
    """A house of its own for each test, with two administrators and a recruiter."""
    with opened(fresh_database(request.param)) as made:
        for name, role in (("admin", Role.ADMIN), ("second", Role.ADMIN), ("recruiter", Role.RECRUITER)):
            made.add(name, role)
        yield made


@pytest.fixture
def inside(house: House) -> Inside:
    def enter(name: str) -> FlaskClient:
        browser = house.browser()
        assert log_in(browser, name) == 303
        return browser

    return enter


def user(house: House, name: str) -> User:
    with house.database.reading() as session:
        return session.get_one(User, house.users[name])


def form(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "email": f"{name}@house.test", "version": 1, "backup_id": "0", **more}


def post(browser: FlaskClient, path: str, data: Mapping[str, object]) -> tuple[int, str]:
    answer = browser.post(path, data={**data, "csrf_token": csrf(browser)})
    return answer.status_code, answer.text


def test_an_invited_colleague_chooses_a_password_once(house: House, inside: Inside) -> None:
    status, page = post(inside("admin"), "/team/new", form("grace", roles=["recruiter"]))
    assert status == 200
    link = re.search(r"/setup/[\w-]+", page)
    assert link is not None
    browser = house.browser()
    given = {"new_password": PASSWORD, "again_password": PASSWORD}
    assert browser.post(link[0], data={**given, "csrf_token": csrf(browser, link[0])}).status_code == 303
    assert browser.get("/account").status_code == 200
    assert house.browser().get(link[0]).status_code == 404
    assert log_in(house.browser(), "grace") == 303


def test_a_newer_link_ends_the_older_one_and_so_does_the_door(house: House, inside: Inside) -> None:
    browser, path = inside("admin"), f"/team/{house.users['recruiter']}"
    links = [re.search(r"/setup/[\w-]+", post(browser, f"{path}/invite", {})[1]) for _ in range(2)]
    older, newer = (link[0] for link in links if link)
    assert house.browser().get(older).status_code == 404
    assert house.browser().get(newer).status_code == 200
    post(browser, f"{path}/disable", {})
    assert house.browser().get(newer).status_code == 404


def test_what_somebody_else_changed_meanwhile_is_shown_beside_ones_own(house: House, inside: Inside) -> None:
    path, first, second = f"/team/{house.users['recruiter']}", inside("admin"), inside("second")
    assert post(first, path, form("recruiter", roles=["recruiter"], title="Recruiter"))[0] == 303
    mine = form("recruiter", roles=["recruiter", "hr"], title="Talent Partner", phone="+34 600")
    status, page = post(second, path, mine)
    assert status == 409
    for words in ("Changed meanwhile", "admin", "Recruiter", "Talent Partner", "+34 600"):
        assert words in page
    assert user(house, "recruiter").title == "Recruiter"
    found = re.search(r'name="version"[^>]*value="(\d+)"', page) or re.search(
        r'value="(\d+)"[^>]*name="version"', page
    )
    assert found is not None
    assert post(second, path, {**mine, "version": int(found[1])})[0] == 303
    assert user(house, "recruiter").title == "Talent Partner"


@pytest.mark.parametrize(
    "sent", [{}, {"roles": ["admin", "hr"]}, {"roles": []}, {"grants": ["feedback"], "roles": ["admin"]}]
)
def test_ones_own_roles_stay(house: House, inside: Inside, sent: dict[str, object]) -> None:
    browser = inside("admin")
    status, _ = post(browser, f"/team/{house.users['admin']}", form("admin", title="Chief", **sent))
    assert status == (303 if not sent.get("roles") else 403)
    assert user(house, "admin").role_names == {Role.ADMIN}
    with house.database.reading() as session:
        assert queries.grants(session, house.users["admin"]) == frozenset()


SMUGGLED = {
    "roles": "admin",
    "role": "admin",
    "grants": "feedback",
    "email": "other@house.test",
    "active": "0",
    "password": "x",
    "fs_uniquifier": "x",
    "id": "1",
    "user_id": "1",
    "backup_id": "1",
    "created_at": "2000-01-01",
}


@pytest.mark.parametrize("column", SMUGGLED)
def test_an_account_page_takes_nothing_but_its_fields(house: House, inside: Inside, column: str) -> None:
    before = user(house, "recruiter")
    data = {
        "name": "recruiter",
        "title": "New",
        "phone": "",
        "version": before.version,
        column: SMUGGLED[column],
    }
    assert post(inside("recruiter"), "/account", data)[0] == 303
    after = user(house, "recruiter")
    assert after.title == "New"
    kept = ("id", "email", "active", "password", "fs_uniquifier", "backup_id", "created_at", "role_names")
    assert [getattr(after, each) for each in kept] == [getattr(before, each) for each in kept]


@pytest.mark.parametrize("name", ["a\r\nBcc: x@y.test", "x\x00", "", " ", "x" * 200])
def test_a_name_that_cannot_stand_is_refused_with_a_page(inside: Inside, name: str) -> None:
    status, page = post(
        inside("recruiter"), "/account", {"name": name, "title": "", "phone": "", "version": 1}
    )
    assert status == 422
    assert "Traceback" not in page


@pytest.mark.parametrize("number", ["0", "-1", "99999999", str(2**63), str(2**70), "x"])
def test_who_is_not_there_is_not_found(inside: Inside, number: str) -> None:
    browser = inside("admin")
    for path in ("/team", "/offices"):
        assert browser.get(f"{path}/{number}").status_code == 404


def test_a_token_is_shown_once_and_can_be_ended(house: House, inside: Inside) -> None:
    browser = inside("recruiter")
    status, page = post(browser, "/account/tokens", {"name": "dashboard", "scope": "read"})
    token = re.search(r"rd_[\w-]+", page)
    assert status == 201
    assert token is not None
    program = {"Authorization": f"Bearer {token[0]}"}
    assert house.browser().get("/account", headers=program).status_code == 200
    listed = browser.get("/account").text
    assert token[0] not in listed
    ending = re.search(r"/account/tokens/\d+/revoke", listed)
    assert ending is not None
    assert post(inside("second"), ending[0], {})[0] == 404
    assert post(browser, ending[0], {})[0] == 303
    assert house.browser().get("/account", headers=program).status_code == 303


def test_one_ends_ones_other_sessions_and_nobody_elses(house: House, inside: Inside) -> None:
    here, there, stranger = inside("recruiter"), inside("recruiter"), inside("second")
    rows = re.findall(r"/account/sessions/\d+/end", here.get("/account").text)
    assert len(rows) == 1
    post(stranger, rows[0], {})
    assert there.get("/account").status_code == 200
    post(here, rows[0], {})
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_an_office_opens_and_its_calendar_gets_versions(house: House, inside: Inside) -> None:
    browser = inside("admin")
    new = {"name": "Madrid", "zone": "Europe/Madrid", "country": "es", "subdivision": "md"}
    assert post(browser, "/offices/new", new)[0] == 303
    with house.database.reading() as session:
        office = session.execute(select(Office)).scalar_one()
    path = f"/offices/{office.id}/calendar"
    calendar: dict[str, object] = {
        "after": 1,
        "zone": "Europe/Madrid",
        "workweek": ["0", "1", "2", "3"],
        "opens": "9:00",
        "closes": "15:00",
        "holidays": "2026-12-25 Christmas\r\n\r\n2026-12-31   Closed: moving",
        "half_days": "2026-12-24 13:00",
        "covers_until": "2026-12-31",
        "note": "four days",
    }
    assert post(browser, path, calendar)[0] == 303
    with house.database.reading() as session:
        newest, first = queries.calendar_versions(session, office.id)
    assert first.number == 1
    assert newest.workweek == [0, 1, 2, 3]
    assert (newest.opens, newest.closes, newest.half_days) == ("09:00", "15:00", {"2026-12-24": "13:00"})
    assert newest.holidays == {"2026-12-25": "Christmas", "2026-12-31": "Closed: moving"}
    status, page = post(inside("second"), path, {**calendar, "closes": "16:00"})
    assert status == 409
    assert "15:00" in page
    assert "16:00" in page
    assert "knows its holidays until" in browser.get(f"/offices/{office.id}").text


def test_quiet_dates_are_set_with_the_calendar_and_shown_with_the_office(
    house: House, inside: Inside
) -> None:
    browser = inside("admin")
    post(browser, "/offices/new", {"name": "Madrid", "zone": "Europe/Madrid"})
    with house.database.reading() as session:
        number = session.execute(select(Office.id)).scalar_one()
    calendar: dict[str, object] = {
        "zone": "Europe/Madrid",
        "workweek": ["0", "1", "2", "3", "4"],
        "opens": "09:00",
        "closes": "17:00",
        "holidays": "",
        "half_days": "",
        "covers_until": "2028-12-31",
    }

    def quiet() -> dict[str, str]:
        with house.database.reading() as session:
            return session.get_one(Office, number).quiet_dates

    path = f"/offices/{number}/calendar"
    assert "None yet" in browser.get(f"/offices/{number}").text
    said = {"quiet_dates": "2026-12-31\r\n2026-12-24 Christmas <Eve>"}
    assert post(browser, path, {**calendar, "after": 1, **said})[0] == 303
    assert quiet() == {"2026-12-24": "Christmas <Eve>", "2026-12-31": ""}
    assert "Christmas &lt;Eve&gt;" in browser.get(f"/offices/{number}").text
    assert "2026-12-24 Christmas &lt;Eve&gt;" in browser.get(path).text
    # a form that does not know of them takes none away
    assert post(browser, path, {**calendar, "after": 2})[0] == 303
    assert len(quiet()) == 2
    assert post(browser, path, {**calendar, "after": 3, "quiet_dates": ""})[0] == 303
    assert quiet() == {}


@pytest.mark.parametrize(("country", "said"), [("", True), ("ES", False)])
def test_a_fresh_office_is_told_of_missing_holidays_and_not_that_its_calendar_runs_out(
    house: House, inside: Inside, country: str, said: bool
) -> None:
    browser = inside("admin")
    post(browser, "/offices/new", {"name": "Madrid", "zone": "Europe/Madrid", "country": country})
    pages = [browser.get(path).text for path in ("/offices", "/settings")]
    with house.database.reading() as session:
        number = session.execute(select(Office.id)).scalar_one()
    pages += [browser.get(f"/offices/{number}{part}").text for part in ("", "/calendar")]
    assert not [page for page in pages if "runs out" in page or "knows its holidays until" in page]
    assert ("no holidays yet" in pages[0]) is said
    assert ("has no holidays yet" in pages[2]) is said


def test_an_administrator_learns_that_letters_do_not_name_the_company(house: House, inside: Inside) -> None:
    page = inside("admin").get("/settings").text
    assert "RECRUITERDASH_COMPANY</code> is not set: letters say “our company”" in page


def test_a_company_that_has_been_named_needs_no_notice(fresh_database: DatabaseMaker) -> None:
    with opened(fresh_database("sqlite"), company="Borealis") as made:
        made.add("admin", Role.ADMIN)
        browser = made.browser()
        assert log_in(browser, "admin") == 303
        page = browser.get("/settings").text
    assert "is not set" not in page
    assert "Borealis" in page


WRONG_CALENDARS = {
    "a date that is none": ({"holidays": "2026-12-25 Christmas\n2026-02-30 x"}, "Holidays, line 2"),
    "a day twice": ({"holidays": "2026-12-25 a\n2026-12-25 b"}, "stands there twice"),
    "a half-day in words": ({"half_days": "2026-12-24 noon"}, "not a time of day"),
    "no working day": ({"workweek": []}, "at least one day"),
    "closed before it opens": ({"closes": "08:00"}, "closes after it opens"),
    "a quiet date that is none": ({"quiet_dates": "2026-12-24 Eve\nsoon"}, "Quiet dates, line 2"),
    "too many quiet dates": (
        {
            "quiet_dates": "\n".join(
                f"20{year}-{month:02}-01" for year in range(26, 37) for month in range(1, 13)
            )
        },
        "at most 120 quiet dates",
    ),
    "a zone that is none": ({"zone": "Mars/Olympus"}, "Nothing was saved"),
}


@pytest.mark.parametrize(("changed", "said"), WRONG_CALENDARS.values(), ids=WRONG_CALENDARS)
def test_a_calendar_that_makes_no_sense_is_refused_in_words(
    house: House, inside: Inside, changed: dict[str, object], said: str
) -> None:
    browser = inside("admin")
    post(browser, "/offices/new", {"name": "Madrid", "zone": "Europe/Madrid"})
    with house.database.reading() as session:
        number = session.execute(select(Office.id)).scalar_one()
    calendar: dict[str, object] = {
        "after": 1,
        "zone": "Europe/Madrid",
        "workweek": ["0", "1"],
        "opens": "09:00",
        "closes": "17:00",
        "holidays": "",
        "half_days": "",
        "covers_until": "2026-12-31",
    }
    status, page = post(browser, f"/offices/{number}/calendar", {**calendar, **changed})
    assert status == 422
    assert said in page
    with house.database.reading() as session:
        assert len(session.execute(select(CalendarVersion)).scalars().all()) == 1


def policy(after: int = 1, **levels: int) -> dict[str, object]:
    given = {f"levels-{name}": getattr(Policy(), name) for name in LEVELS}
    changed = {f"levels-{name}": days for name, days in levels.items()}
    pack = {"clock": "LEGAL_ON45", "jurisdiction": "CA-ON", "days": 45, "employees": 25, "advertised": "y"}
    reviewed = {
        "alerts": "30, 40",
        "valid_from": "2026-01-01",
        "reviewed_by": "Jo Counsel",
        "reviewed_on": "2026-11-01",
    }
    packs = {f"packs-0-{name}": value for name, value in {**pack, **reviewed}.items()}
    return {**given, **changed, **packs, "after": after, "note": "agreed"}


def test_the_shipped_policy_says_that_counsel_must_check_it(inside: Inside) -> None:
    page = inside("recruiter").get("/policies").text
    assert "check with counsel" in page
    assert "45 calendar days" in page
    assert "as shipped" in page


def test_a_policy_is_followed_by_its_next_version(house: House, inside: Inside) -> None:
    browser = inside("admin")
    assert post(browser, "/policies/edit", policy(ack=2))[0] == 303
    with house.database.reading() as session:
        first, second = session.execute(select(PolicyVersion).order_by(PolicyVersion.number)).scalars()
    assert (first.levels["ack"], second.levels["ack"]) == (1, 2)
    assert second.packs[0]["reviewed_by"] == "Jo Counsel"
    assert second.packs[0]["alerts"] == [30, 40]
    page = browser.get("/policies").text
    assert "was 1" in page
    assert "check with counsel" not in page
    status, conflict = post(inside("second"), "/policies/edit", policy(ack=3))
    assert status == 409
    assert "Changed meanwhile" in conflict


@pytest.mark.parametrize("missing", ["", "silence_budget"])
def test_what_the_law_asks_is_shown_in_both_versions_too(house: House, inside: Inside, missing: str) -> None:
    """Also where the newest version was written before a level that came later."""
    assert post(inside("admin"), "/policies/edit", {**policy(), "packs-0-days": 44})[0] == 303
    with house.transaction() as session:
        newest = session.scalars(select(PolicyVersion).order_by(PolicyVersion.number.desc())).first()
        assert newest is not None
        newest.levels = {name: days for name, days in newest.levels.items() if name != missing}
        session.commit()
    mine = {**policy(), "packs-0-days": 43, "packs-0-citation": "Act 5"}
    status, page = post(inside("second"), "/policies/edit", mine)
    assert status == 409
    both = page[page.index("Both versions") : page.index("</table>")]
    rows = re.findall(r"<th scope=.row.>(.*?)</th><td><bdi>(.*?)</bdi></td><td><bdi>(.*?)</bdi>", both)
    assert rows == [
        ("LEGAL_ON45: Calendar days after the last interview", "44", "43"),
        ("LEGAL_ON45: Source", "–", "Act 5"),
    ]


@pytest.mark.parametrize(("level", "days"), [("ack", 0), ("reply", -1), ("cadence", 261), ("notice", 10**12)])
def test_a_level_that_makes_no_sense_is_refused(inside: Inside, level: str, days: int) -> None:
    assert post(inside("admin"), "/policies/edit", policy(**{level: days}))[0] == 422


def test_who_may_not_edit_policies_does_not(inside: Inside) -> None:
    browser = inside("recruiter")
    assert browser.get("/policies/edit").status_code == 403
    assert post(browser, "/policies/edit", policy(ack=2))[0] == 403


def test_the_audit_log_is_for_auditors_and_filters(house: House, inside: Inside) -> None:
    house.add("auditor", Role.AUDITOR)
    browser = inside("auditor")
    assert "user.create" in browser.get("/audit").text
    assert "session.start" not in browser.get("/audit?act=user.").text
    assert "No act fits" in browser.get("/audit?since=2099-01-01").text
    assert browser.get("/audit?act=%25").text.count("user.create") == 0
    for nonsense in ("subject_id=x", "actor=-1", "since=yesterday", "cursor=x", f"subject_id={'9' * 30}"):
        assert browser.get(f"/audit?{nonsense}").status_code == 422
    assert inside("admin").get("/audit").status_code == 403


def test_the_settings_hold_no_secret(fresh_database: DatabaseMaker) -> None:
    given = {"secret_key": "canary-key" * 5, "smtp_url": "smtp://canary-user:canary-word@mail.house.test:25"}
    with opened(fresh_database("sqlite"), **given) as house:
        house.add("admin", Role.ADMIN)
        browser = house.browser()
        log_in(browser, "admin")
        page = browser.get("/settings").text
    assert "smtp://mail.house.test:25" in page
    assert "canary" not in page


def test_what_was_typed_into_an_old_page_is_not_lost(house: House, inside: Inside) -> None:
    browser = inside("recruiter")
    answer = browser.post("/account", data={"name": "Typed long ago", "csrf_token": "old", "version": 1})
    assert answer.status_code == 400
    assert "Typed long ago" in answer.text
    assert "send it again" in answer.text
    again = csrf(browser)
    data = {"name": "Typed long ago", "title": "", "phone": "", "csrf_token": again, "version": 1}
    assert browser.post("/account", data=data).status_code == 303
    foreign = browser.post(
        "/account", data={"name": "Forged", "csrf_token": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 400
    assert "Forged" not in foreign.text


def test_a_form_sent_after_the_session_ended_is_given_back(house: House, inside: Inside) -> None:
    browser = inside("recruiter")
    token = csrf(browser)
    browser.delete_cookie("recruiterdash")
    answer = browser.post("/account", data={"name": "Typed meanwhile", "csrf_token": token, "version": 1})
    assert answer.status_code == 401
    assert "Typed meanwhile" in answer.text
    assert "Log in in a new tab" in answer.text
