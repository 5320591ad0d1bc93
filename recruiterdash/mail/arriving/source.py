"""The mailbox answers are read from, as IMAP_URL names it."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from recruiterdash.errors import BadInput
from recruiterdash.mail.relay import Security


@dataclass(frozen=True, slots=True)
class Source:
    """Where to connect, how it is secured, as whom, and which folder."""

    host: str
    port: int
    security: Security
    user: str
    password: str = field(default="", repr=False)
    folder: str = "INBOX"

    @property
    def name(self) -> str:
        """The mailbox as people and the record know it; it holds no secret."""
        return f"{self.user}@{self.host}/{self.folder}"


#: What is not TLS from the start is made so before anybody logs in: no password travels on a plain wire.
_SCHEMES = {
    "imap": (Security.STARTTLS, 143),
    "imaps": (Security.TLS, 993),
    "imap+starttls": (Security.STARTTLS, 143),
}
_EXAMPLE = "imaps://jobs%40example.com:password@mail.example.com"


def parse_imap_url(url: str, *, tokens: bool = False) -> Source:
    """Read `imap://`, `imaps://` or `imap+starttls://user:password@host[:port][/folder]`.

    user, password and folder are percent-decoded. tokens: we log in with tokens, so the URL names no password.
    Raises BadInput saying what is wrong; it never repeats the URL, which may hold a password.
    """
    parts, port = _split(url)
    if parts.scheme not in _SCHEMES:
        raise BadInput("IMAP_URL must start with imap://, imaps:// or imap+starttls://.")
    if not parts.hostname or any(character.isspace() for character in url):
        raise BadInput(f"IMAP_URL must name a host, as in {_EXAMPLE}.")
    if parts.query or parts.fragment:
        raise BadInput("IMAP_URL must end after the folder; a password has / ? # @ as %2F %3F %23 %40.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if tokens and (not user or password):
        raise BadInput("With IMAP_AUTH=oauth, IMAP_URL must hold a user and no password.")
    if not tokens and not (user and password):
        raise BadInput(f"IMAP_URL must hold a user and a password, as in {_EXAMPLE}.")
    if any(ord(character) < 32 for character in user + password):
        raise BadInput("IMAP_URL holds a control character in its user or password.")
    security, usual_port = _SCHEMES[parts.scheme]
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Source(parts.hostname, port or usual_port, security, user, password, folder)


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise BadInput("IMAP_URL must hold a host and a port from 1 to 65535.") from None
