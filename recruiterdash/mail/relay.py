"""The mail server we hand letters to, as SMTP_URL names it."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from recruiterdash.errors import BadInput


class Security(StrEnum):
    PLAIN = "plain"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Relay:
    """Where to connect, how it is secured, and as whom."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


_SCHEMES = {
    "smtp": (Security.PLAIN, 25),
    "smtps": (Security.TLS, 465),
    "smtp+starttls": (Security.STARTTLS, 587),
}


def parse_url(url: str) -> Relay:
    """Read `smtp://`, `smtps://` or `smtp+starttls://[user:password@]host[:port]`.

    user and password are percent-decoded. With them, `smtp://` insists on STARTTLS too: no password ever
    travels on a plain wire, not even to this machine.
    Raises BadInput saying what is wrong; it never repeats the URL, which may hold a password.
    """
    relay = _relay(url)
    if bool(relay.user) != bool(relay.password):
        raise BadInput("SMTP_URL must hold both user and password, or neither.")
    return relay


def parse_url_for_tokens(url: str) -> Relay:
    """Read a URL as `parse_url` does, of a server we log in to with tokens: it names the user alone.

    Raises BadInput as `parse_url` does.
    """
    relay = _relay(url)
    if not relay.user or relay.password:
        raise BadInput("With SMTP_AUTH=oauth, SMTP_URL must hold a user and no password.")
    return relay


def _relay(url: str) -> Relay:
    parts, port = _split(url)
    if parts.scheme not in _SCHEMES:
        raise BadInput("SMTP_URL must start with smtp://, smtps:// or smtp+starttls://.")
    if not parts.hostname or any(character.isspace() for character in url):
        raise BadInput("SMTP_URL must name a host, as in smtp+starttls://user:password@mail.example.com:587.")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise BadInput("SMTP_URL must end after host and port; a password has / ? # @ as %2F %3F %23 %40.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    security, usual_port = _SCHEMES[parts.scheme]
    if (user or password) and security is Security.PLAIN:
        security = Security.STARTTLS
    return Relay(parts.hostname, port or usual_port, security, user, password)


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise BadInput("SMTP_URL must hold a host and a port from 1 to 65535.") from None
