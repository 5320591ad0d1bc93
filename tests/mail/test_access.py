"""Passwords travel only where nobody listens, and only to the server we meant."""

import base64
import ssl
from collections.abc import Callable

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.mail import Line, NoLine, Phase, Relay, Security, Verdict, open_line, parse_url, seal
from recruiterdash.mail.conversation import trusting_the_system
from tests.faults.acts import Drop, Raw, Reply
from tests.faults.certificates import Authority
from tests.faults.smtp_server import FaultServer
from tests.mail.cast import PLAIN

OURS = Verdict.OUR_FAULT
SECRET = "c4nary-s3cret"
#: As AUTH LOGIN and AUTH PLAIN write it.
IN_BASE64 = (base64.b64encode(SECRET.encode()), base64.b64encode(f"\0priya\0{SECRET}".encode()))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("others"))


def opened(server: FaultServer, scheme: str, trust: ssl.SSLContext | None) -> Line:
    url = f"{scheme}://priya:{SECRET}@127.0.0.1:{server.port}"
    return open_line(url, connect_timeout=1, command_timeout=1, data_timeout=1, tls=trust)


def refused(server: FaultServer, scheme: str, trust: ssl.SSLContext | None, phase: Phase) -> str:
    """The words of the refusal; nobody on the wire has seen the password, in whatever coding."""
    with pytest.raises(NoLine) as fault:
        opened(server, scheme, trust)
    assert fault.value.answer[:2] == (phase, OURS)
    assert SECRET not in fault.value.answer.text
    assert b"AUTH" not in server.in_the_open
    for coded in (SECRET.encode(), *IN_BASE64):
        assert coded not in server.in_the_open
    assert not [verb for verb in server.heard if verb.startswith(("MAIL", "RCPT"))]
    return fault.value.answer.text


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls", "smtp"])
def test_a_letter_goes_out_over_tls_with_a_password(authority: Authority, scheme: str) -> None:
    server = FaultServer(tls=authority.server(), implicit=scheme == "smtps")
    sealed = seal(PLAIN)
    with server, opened(server, scheme, authority.trust()) as line:
        assert line.offer(sealed.envelope_from, sealed.recipient, len(sealed.data)).accepted
        assert line.send_data(sealed.data).accepted
        assert line.usable
    assert server.accepted[0].data == sealed.data
    assert b"AUTH" not in server.in_the_open
    assert b"MAIL" not in server.in_the_open
    assert any(verb.startswith("AUTH") for verb in server.heard)


BAD_CERTIFICATES: dict[str, Callable[[Authority, Authority], ssl.SSLContext]] = {
    "expired": lambda authority, stranger: authority.server(expired=True),
    "of another host": lambda authority, stranger: authority.server("mail.example"),
    "of an unknown authority": lambda authority, stranger: stranger.server(),
    "signed by itself": lambda authority, stranger: stranger.signing_itself(),
}


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("kind", BAD_CERTIFICATES)
def test_a_bad_certificate_is_not_trusted(
    authority: Authority, stranger: Authority, kind: str, scheme: str
) -> None:
    context = BAD_CERTIFICATES[kind](authority, stranger)
    with FaultServer(tls=context, implicit=scheme == "smtps") as server:
        words = refused(server, scheme, authority.trust(), Phase.TLS)
    assert "certificate" in words


def test_the_systems_trust_is_the_default(authority: Authority) -> None:
    with FaultServer(tls=authority.server()) as server:
        assert "certificate" in refused(server, "smtp+starttls", None, Phase.TLS)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(authority: Authority, version: ssl.TLSVersion, scheme: str) -> None:
    old = authority.server()
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version, old.maximum_version = version, version
    with FaultServer(tls=old, implicit=scheme == "smtps") as server:
        refused(server, scheme, authority.trust(), Phase.TLS)


def test_the_systems_trust_refuses_old_tls_itself() -> None:
    assert trusting_the_system().minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_stripped_starttls_is_refused(authority: Authority) -> None:
    for scheme in ("smtp+starttls", "smtp"):
        with FaultServer(features=("AUTH PLAIN LOGIN", "SIZE 1000000")) as server:
            assert "STARTTLS" in refused(server, scheme, authority.trust(), Phase.TLS)


@pytest.mark.parametrize(
    "act",
    [
        Reply("454 not now"),
        Reply("501 no"),
        Reply("garbage"),
        Drop(),
        Raw(b"220 go ahead\r\n250 injected\r\n"),
        Drop(b"220 go ahead\r\n"),
    ],
    ids=str,
)
def test_a_starttls_that_fails_is_refused(authority: Authority, act: Reply | Drop | Raw) -> None:
    with FaultServer({"starttls": act}, tls=authority.server()) as server:
        refused(server, "smtp+starttls", authority.trust(), Phase.TLS)


def test_a_plain_server_behind_smtps_is_refused(authority: Authority) -> None:
    with FaultServer() as server:
        refused(server, "smtps", authority.trust(), Phase.TLS)


@pytest.mark.parametrize(
    "act", [Reply("535 5.7.8 wrong"), Reply("454 4.7.0 later"), Drop(), Reply("huh")], ids=str
)
def test_a_failed_log_in_is_our_fault(authority: Authority, act: Reply | Drop) -> None:
    with FaultServer({"auth": act}, tls=authority.server()) as server:
        refused(server, "smtp+starttls", authority.trust(), Phase.AUTH)


def test_a_server_without_auth_is_our_fault(authority: Authority) -> None:
    server = FaultServer(features=("AUTH GSSAPI",), tls=authority.server())
    with server:
        refused(server, "smtp+starttls", authority.trust(), Phase.AUTH)


def test_a_log_in_offered_before_tls_only_is_not_taken(authority: Authority) -> None:
    with FaultServer(before_tls=("AUTH PLAIN LOGIN",), tls=authority.server()) as server:
        refused(server, "smtp+starttls", authority.trust(), Phase.AUTH)
    assert not [verb for verb in server.heard if verb.startswith("AUTH")]


def test_what_was_offered_on_the_plain_wire_is_forgotten(authority: Authority) -> None:
    server = FaultServer(features=(), before_tls=("SIZE 10", "AUTH PLAIN"), tls=authority.server())
    url = f"smtp+starttls://127.0.0.1:{server.port}"
    with server, open_line(url, command_timeout=1, tls=authority.trust()) as line:
        assert line.offer(PLAIN.return_path, "a@example.org", 1000).accepted


@pytest.mark.parametrize(
    "coded", [SECRET, *(each.decode() for each in IN_BASE64), IN_BASE64[1].decode()[:24]]
)
def test_a_server_that_repeats_the_password_is_not_quoted(authority: Authority, coded: str) -> None:
    with FaultServer({"auth": Reply(f"535 what is {coded}?")}, tls=authority.server()) as server:
        words = refused(server, "smtp+starttls", authority.trust(), Phase.AUTH)
    assert coded not in words
    assert "repeat a secret" in words


def test_a_password_beyond_ascii_is_said_to_be_the_trouble(authority: Authority) -> None:
    with FaultServer(tls=authority.server()) as server, pytest.raises(NoLine) as fault:
        open_line(f"smtp+starttls://priya:p%C3%A4ss@127.0.0.1:{server.port}", tls=authority.trust())
    assert fault.value.answer[:2] == (Phase.AUTH, OURS)


URLS = {
    "smtp://mail.example": Relay("mail.example", 25, Security.PLAIN),
    "smtp://127.0.0.1:1025": Relay("127.0.0.1", 1025, Security.PLAIN),
    "smtp://[::1]:1025/": Relay("::1", 1025, Security.PLAIN),
    "smtps://mail.example": Relay("mail.example", 465, Security.TLS),
    "smtp+starttls://mail.example": Relay("mail.example", 587, Security.STARTTLS),
    "SMTP+STARTTLS://Mail.Example": Relay("mail.example", 587, Security.STARTTLS),
    "smtps://u:p@mail.example:2465": Relay("mail.example", 2465, Security.TLS, "u", "p"),
    "smtps://a%40b.example:p%2F%3F%23%40%3A@mail.example": Relay(
        "mail.example", 465, Security.TLS, "a@b.example", "p/?#@:"
    ),
    # a password on a plain scheme insists on STARTTLS, on loopback too
    "smtp://u:p@mail.example": Relay("mail.example", 25, Security.STARTTLS, "u", "p"),
    "smtp://u:p@127.0.0.1": Relay("127.0.0.1", 25, Security.STARTTLS, "u", "p"),
}


@pytest.mark.parametrize(("url", "relay"), URLS.items())
def test_an_smtp_url_is_read(url: str, relay: Relay) -> None:
    assert parse_url(url) == relay
    assert relay.password not in repr(relay) or not relay.password or len(relay.password) < 3


@pytest.mark.parametrize(
    "url",
    ["", "mail.example", "http://mail.example", "smtp://", "smtp://:25", "smtp://mail.example:0x1f",
     "smtp://mail.example:99999", "smtp://mail.example/inbox", "smtp://mail.example?tls=no",
     "smtp://u:c4nary#x@mail.example", "smtp://u:c4nary/x@mail.example", "smtp://u@mail.example",
     "smtp://:c4nary@mail.example", "smtp://mail example", "smtp://[::1", "file:///etc/passwd"],
)  # fmt: skip
def test_a_url_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_url(url)
    assert "c4nary" not in str(refusal.value)
