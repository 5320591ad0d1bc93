"""Log-ins with a token: fetched once, renewed in time, shown only over TLS, and no letter pays for their faults."""

import base64
import logging
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from recruiterdash import config
from recruiterdash.errors import BadInput, BadSettings
from recruiterdash.mail import (
    Answer,
    Grant,
    Line,
    NoLine,
    NoToken,
    Phase,
    Tokens,
    Verdict,
    access_from,
    open_line,
    seal,
)
from tests.faults.acts import Drop, Reply
from tests.faults.certificates import Authority
from tests.faults.smtp_server import FaultServer
from tests.faults.token_server import Said, TokenServer, said, token
from tests.mail.cast import PLAIN

OURS = Verdict.OUR_FAULT
SECRET = "c4nary-s3cret"
JOBS = "jobs@firm.example"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def mailer(authority: Authority) -> Iterator[FaultServer]:
    with FaultServer(tls=authority.server()) as server:
        yield server


class Clock:
    """Moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def grant(server: TokenServer) -> Grant:
    return Grant(server.url, "our-client", SECRET, scope="https://outlook.office365.com/.default")


def tokens(server: TokenServer, clock: Clock | None = None) -> Tokens:
    return Tokens(grant(server), patience=0.5, clock=clock or Clock())


def opened(server: FaultServer, access: Tokens, trust: ssl.SSLContext, scheme: str = "smtp+starttls") -> Line:
    url = f"{scheme}://jobs%40firm.example@127.0.0.1:{server.port}"
    return open_line(url, connect_timeout=1, command_timeout=1, data_timeout=1, tls=trust, access=access)


def refusal(server: FaultServer, access: Tokens, trust: ssl.SSLContext) -> Answer:
    """The answer of a log-in that fails; it holds no secret, nor does the wire before TLS, and no letter left."""
    with pytest.raises(NoLine) as fault:
        opened(server, access, trust)
    for secret in (SECRET, "token-1", "token-2"):
        assert secret not in str(fault.value) + repr(fault.value.answer)
        assert base64.b64encode(secret.encode()) not in server.in_the_open
    assert b"AUTH" not in server.in_the_open
    assert not [verb for verb in server.heard if verb.startswith(("MAIL", "RCPT"))]
    return fault.value.answer


# --- fetching -------------------------------------------------------------------------------------


def test_the_application_asks_for_itself_as_microsoft_wants_it() -> None:
    with TokenServer() as server:
        assert tokens(server)() == "token-1"
    assert server.asked == [
        {
            "grant_type": "client_credentials",
            "client_id": "our-client",
            "client_secret": SECRET,
            "scope": "https://outlook.office365.com/.default",
        }
    ]


def test_a_refresh_token_is_shown_as_google_wants_it() -> None:
    with TokenServer() as server:
        assert Tokens(Grant(server.url, "our-client", SECRET, refresh_token="1//refresh"))() == "token-1"
    assert server.asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "our-client",
            "client_secret": SECRET,
            "refresh_token": "1//refresh",
        }
    ]


@pytest.mark.parametrize(
    ("life", "good_for", "over_at"),
    [
        (3600, 3539, 3541),
        ("3600", 3539, 3541),
        (60, 29, 31),
        (None, 239, 241),
        ("soon", 239, 241),
        (-1, 239, 241),
        (float("nan"), 239, 241),
    ],
)
def test_a_token_is_kept_until_shortly_before_its_end(life: object, good_for: float, over_at: float) -> None:
    clock = Clock()
    with TokenServer([token("token-1", life), token("token-2")]) as server:
        access = tokens(server, clock)
        assert access() == "token-1"
        clock.seconds += good_for
        assert access() == "token-1"
        clock.seconds += over_at - good_for
        assert access() == "token-2"
    assert len(server.asked) == 2


def test_lines_that_open_at_once_share_one_token() -> None:
    heard: list[str] = []
    with TokenServer([replace(token("token-1"), pause=0.1)]) as server:
        access = tokens(server)
        threads = [threading.Thread(target=lambda: heard.append(access())) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert heard == ["token-1"] * 6
    assert len(server.asked) == 1


NONSENSE = {
    "a page": Said(b"<html>Sign in</html>"),
    "nothing": Said(b""),
    "a list": said(["token-1"]),
    "no token": said({"token_type": "Bearer"}),
    "an empty token": token(""),
    "a number": said({"access_token": 7}),
    "a token that breaks out": token("token-1\x01\x01\r\nMAIL FROM:<evil@e.test>"),
    "a token with blanks": token("token 1"),
    "a token beyond ASCII": token("tøken"),
    "a token too long": token("x" * 9000),
    "another kind of token": said({"access_token": "token-1", "token_type": "mac"}),
    "brackets": Said(b"[" * 60_000),
    "bytes": Said(bytes(range(256))),
    "an answer without end": Said(b" " * 70_000),
    "an answer byte by byte": Said(b" " * 100, dripping=0.02),
    "silence": Said(b"{}", pause=1.0),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_from_the_token_server_is_our_fault_and_no_letters(
    answer: Said, mailer: FaultServer, authority: Authority
) -> None:
    with TokenServer([answer]) as server:
        words = refusal(mailer, tokens(server), authority.trust())
    assert words[:3] == (Phase.AUTH, OURS, None)
    assert "token server" in words.text.lower()
    assert not mailer.shown


REFUSALS = {
    "invalid_client": "OAUTH_CLIENT_SECRET",
    "invalid_grant": "OAUTH_REFRESH_TOKEN",
    "invalid_scope": "OAUTH_SCOPE",
    "unsupported_grant_type": "OAUTH_REFRESH_TOKEN",
    "unauthorized_client": "administrator",
    f"{SECRET} is wrong": "HTTP 400",
}


@pytest.mark.parametrize(("word", "advice"), REFUSALS.items())
def test_a_refusal_says_what_to_do_and_repeats_no_secret(
    word: str, advice: str, mailer: FaultServer, authority: Authority
) -> None:
    answer = said(
        {"error": word, "error_description": f"AADSTS7000215: {SECRET} is not it, nor is our-client"}, 400
    )
    with TokenServer([answer]) as server:
        words = refusal(mailer, tokens(server), authority.trust())
    assert words[:3] == (Phase.AUTH, OURS, None)
    assert advice in words.text
    assert ("AADSTS7000215" in words.text) == (" " not in word)


def test_an_error_with_status_200_is_a_refusal_too() -> None:
    with (
        TokenServer([said({"error": "invalid_client"})]) as server,
        pytest.raises(NoToken, match="invalid_client"),
    ):
        tokens(server)()


def test_a_token_server_that_is_away_is_our_fault(mailer: FaultServer, authority: Authority) -> None:
    with TokenServer() as server:
        access = tokens(server)
    words = refusal(mailer, access, authority.trust())
    assert words[:3] == (Phase.AUTH, OURS, None)
    assert words.text == "The token server 127.0.0.1 cannot be asked: Connection refused."


def test_a_token_is_had_again_once_the_token_server_is_well() -> None:
    with TokenServer([said({"error": "temporarily_unavailable"}, 503), token("token-2")]) as server:
        access = tokens(server)
        with pytest.raises(NoToken, match="trouble of its own"):
            access()
        assert access() == "token-2"


def test_the_secret_follows_no_redirect() -> None:
    with TokenServer() as elsewhere:
        away = [Said(b"", code, headers=(("Location", elsewhere.url),)) for code in (301, 302, 303, 307, 308)]
        with TokenServer(away) as server:
            access = tokens(server)
            for answer in away:
                with pytest.raises(NoToken, match=f"HTTP {answer.status}"):
                    access()
    assert elsewhere.paths == []


def test_the_token_server_must_prove_who_it_is(authority: Authority) -> None:
    with TokenServer(tls=authority.server()) as server:
        assert Tokens(grant(server), tls=authority.trust())() == "token-1"
        with pytest.raises(NoToken, match="certificate is not good"):
            Tokens(grant(server))()
    assert len(server.asked) == 1


def test_secrets_are_neither_shown_nor_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with TokenServer([said({"error": SECRET}, 401)]) as server:
        access = tokens(server)
        with pytest.raises(NoToken) as fault:
            access()
    shown = repr(access) + repr(grant(server)) + repr(fault.value) + caplog.text
    assert SECRET not in shown
    assert fault.value.__suppress_context__


# --- logging in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls", "smtp"])
def test_a_letter_goes_out_with_a_token(authority: Authority, scheme: str) -> None:
    sealed = seal(PLAIN)
    mailer = FaultServer(tls=authority.server(), implicit=scheme == "smtps", tokens=["token-1"])
    with TokenServer() as server, mailer, opened(mailer, tokens(server), authority.trust(), scheme) as line:
        assert line.offer(sealed.envelope_from, sealed.recipient, len(sealed.data)).accepted
        assert line.send_data(sealed.data).accepted
    assert mailer.shown == [(JOBS, "token-1")]
    assert mailer.accepted[0].data == sealed.data
    assert b"AUTH" not in mailer.in_the_open


def test_many_lines_log_in_with_one_token(mailer: FaultServer, authority: Authority) -> None:
    with TokenServer() as server:
        access = tokens(server)
        for _ in range(3):
            opened(mailer, access, authority.trust()).close()
    assert mailer.shown == [(JOBS, "token-1")] * 3
    assert len(server.asked) == 1


def test_an_old_token_that_is_refused_is_replaced_once(authority: Authority) -> None:
    mailer = FaultServer(tls=authority.server(), tokens=["token-1"])
    with TokenServer() as server, mailer:
        access = tokens(server)
        opened(mailer, access, authority.trust()).close()
        mailer.tokens = ["token-2"]
        opened(mailer, access, authority.trust()).close()
        assert mailer.shown == [(JOBS, name) for name in ("token-1", "token-1", "token-2")]
        mailer.tokens = []
        answer = refusal(mailer, access, authority.trust())
    assert answer[:3] == (Phase.AUTH, OURS, 535)
    # the old one, and the new one that was asked for in its place
    assert mailer.shown[3:] == [(JOBS, "token-2"), (JOBS, "token-3")]
    assert len(server.asked) == 3


def test_a_new_token_that_is_refused_is_not_replaced(authority: Authority) -> None:
    mailer = FaultServer(tls=authority.server(), tokens=[])
    with TokenServer() as server, mailer:
        access = tokens(server)
        assert refusal(mailer, access, authority.trust())[:3] == (Phase.AUTH, OURS, 535)
        assert len(server.asked) == 1
        # it is not kept either: an administrator may have allowed the access meanwhile
        mailer.tokens = ["token-2"]
        opened(mailer, access, authority.trust()).close()
    assert mailer.shown == [(JOBS, "token-1"), (JOBS, "token-2")]


@pytest.mark.parametrize(
    "act",
    [Drop(), Reply("454 4.7.0 later"), Reply("huh"), Reply("334 "), Reply("501 5.5.4 no")],
    ids=str,
)
def test_a_log_in_that_fails_otherwise_is_our_fault_at_once(authority: Authority, act: Reply | Drop) -> None:
    mailer = FaultServer({"auth": act}, tls=authority.server())
    with TokenServer() as server, mailer:
        access = tokens(server)
        access()
        assert refusal(mailer, access, authority.trust())[:2] == (Phase.AUTH, OURS)
    assert mailer.connections == 1


@pytest.mark.parametrize("repeat", ["AUTH XOAUTH2 {}", "what is {}?", "{}"])
def test_a_server_that_repeats_the_token_is_not_quoted(authority: Authority, repeat: str) -> None:
    words = f"user={JOBS}\x01auth=Bearer token-1-secret\x01\x01".encode()
    for shown in (base64.b64encode(words).decode(), "token-1-secret", base64.b64encode(words).decode()[:90]):
        mailer = FaultServer({"auth": Reply(f"535 5.7.8 {repeat.format(shown)}")}, tls=authority.server())
        with TokenServer([token("token-1-secret")]) as server, mailer:
            answer = refusal(mailer, tokens(server), authority.trust())
        assert answer[:3] == (Phase.AUTH, OURS, 535)
        assert "repeat a secret" in answer.text
        assert shown not in answer.text


def test_a_server_that_takes_no_tokens_is_told_none(authority: Authority) -> None:
    mailer = FaultServer(features=("AUTH PLAIN LOGIN",), tls=authority.server())
    with TokenServer() as server, mailer:
        answer = refusal(mailer, tokens(server), authority.trust())
    assert answer[:3] == (Phase.AUTH, OURS, None)
    assert "XOAUTH2" in answer.text
    assert not [verb for verb in mailer.heard if verb.startswith("AUTH")]


def test_a_token_is_shown_to_no_plain_and_no_strange_server(authority: Authority) -> None:
    for mailer in (
        FaultServer(features=("AUTH XOAUTH2",)),
        FaultServer({"starttls": Reply("454 not now")}, tls=authority.server()),
        FaultServer(tls=authority.server("mail.example")),
    ):
        with TokenServer() as server, mailer:
            assert refusal(mailer, tokens(server), authority.trust())[:2] == (Phase.TLS, OURS)
        assert not mailer.shown


@pytest.mark.parametrize("url", ["smtp://127.0.0.1", "smtps://jobs:secret@127.0.0.1", "smtps://:secret@h"])
def test_a_url_for_tokens_names_the_user_alone(url: str) -> None:
    with pytest.raises(BadInput, match="a user and no password"), TokenServer() as server:
        open_line(url, access=tokens(server))


# --- settings -------------------------------------------------------------------------------------

MICROSOFT = {
    "SMTP_AUTH": "oauth",
    "SMTP_URL": "smtp+starttls://jobs%40firm.example@smtp.office365.com:587",
    "OAUTH_TOKEN_URL": "https://login.microsoftonline.com/our-tenant/oauth2/v2.0/token",
    "OAUTH_CLIENT_ID": "our-client",
    "OAUTH_CLIENT_SECRET": SECRET,
}
GOOGLE = MICROSOFT | {
    "SMTP_URL": "smtps://jobs%40firm.example@smtp.gmail.com",
    "OAUTH_TOKEN_URL": "https://oauth2.googleapis.com/token",
    "OAUTH_REFRESH_TOKEN": "1//refresh-c4nary",
}


def settings(given: dict[str, str]) -> config.Settings:
    return config.read({config.PREFIX + name: value for name, value in given.items()})


def test_without_oauth_there_is_no_access() -> None:
    assert access_from(settings({})) is None
    assert access_from(settings(MICROSOFT | {"SMTP_AUTH": "password"})) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (MICROSOFT, ("client_credentials", "https://outlook.office365.com/.default", None)),
        (MICROSOFT | {"OAUTH_SCOPE": "mail.send"}, ("client_credentials", "mail.send", None)),
        (GOOGLE, ("refresh_token", None, "1//refresh-c4nary")),
        (GOOGLE | {"OAUTH_SCOPE": "mail.send"}, ("refresh_token", "mail.send", "1//refresh-c4nary")),
    ],
)
def test_the_settings_say_how_tokens_are_asked_for(
    given: dict[str, str], expected: tuple[str | None, ...]
) -> None:
    with TokenServer() as server:
        access = access_from(settings(given | {"OAUTH_TOKEN_URL": server.url}))
        assert access is not None
        assert access() == "token-1"
    asked = server.asked[0]
    assert tuple(asked.get(name) for name in ("grant_type", "scope", "refresh_token")) == expected
    assert (asked["client_id"], asked["client_secret"]) == ("our-client", SECRET)


BAD_SETTINGS = {
    "no server": ({"SMTP_URL": ""}, "SMTP_URL is not set"),
    "no user": ({"SMTP_URL": "smtps://mail.firm.example"}, "a user and no password"),
    "a password": ({"SMTP_URL": f"smtps://jobs:{SECRET}@mail.firm.example"}, "a user and no password"),
    "an empty password": ({"SMTP_URL": "smtps://jobs:@mail.firm.example"}, "a user and no password"),
    "no token server": ({"OAUTH_TOKEN_URL": ""}, "OAUTH_TOKEN_URL is not set"),
    "no client": ({"OAUTH_CLIENT_ID": ""}, "OAUTH_CLIENT_ID is not set"),
    "no secret": ({"OAUTH_CLIENT_SECRET": " "}, "OAUTH_CLIENT_SECRET is not set"),
    "a plain wire": ({"OAUTH_TOKEN_URL": "http://login.example/token"}, "must start with https"),
    "a name like ours": ({"OAUTH_TOKEN_URL": "http://localhost.example/token"}, "must start with https"),
    "another scheme": ({"OAUTH_TOKEN_URL": "file:///etc/passwd"}, "must be a web address"),
    "no host": ({"OAUTH_TOKEN_URL": "https:///token"}, "must be a web address"),
    "no port": ({"OAUTH_TOKEN_URL": "https://login.example:port/"}, "must be a web address"),
    "half a bracket": ({"OAUTH_TOKEN_URL": "https://[::1/token"}, "must be a web address"),
    "a blank": ({"OAUTH_TOKEN_URL": "https://login.example/ token"}, "must be a web address"),
    "a secret in the address": (
        {"OAUTH_TOKEN_URL": f"https://x:{SECRET}@login.example/"},
        "must be a web address",
    ),
    "Google without a refresh token": (
        {"OAUTH_TOKEN_URL": "https://oauth2.googleapis.com/token"},
        "OAUTH_REFRESH_TOKEN",
    ),
    "another way to log in": ({"SMTP_AUTH": "kerberos"}, "SMTP_AUTH"),
}


@pytest.mark.parametrize(("changed", "words"), BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_settings_that_lack_something_are_refused_at_start(changed: dict[str, str], words: str) -> None:
    with pytest.raises(BadSettings, match=words) as refused:
        settings(MICROSOFT | changed)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "[::1]", "localhost"])
def test_a_token_server_on_this_machine_may_be_plain(host: str) -> None:
    url = f"http://{host}:8080/token"
    assert settings(MICROSOFT | {"OAUTH_TOKEN_URL": url}).oauth_token_url == url


def test_settings_show_no_secret() -> None:
    shown = repr(settings(GOOGLE))
    assert SECRET not in shown
    assert "c4nary" not in shown
