"""Every setting, typed, read once from the environment; nonsense is refused at start."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from recruiterdash.errors import BadSettings

PREFIX = "RECRUITERDASH_"
MINIMUM_KEY = 32
#: Stands for a company that nobody has named, in the middle of a letter's sentence.
NOBODYS_NAME = "our company"

Mode = Literal["development", "production"]
MailMode = Literal["catch", "allowlist", "real"]
ManagerNotice = Literal["before_apply", "at_interview", "at_offer", "never"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation can be told; names are the environment's in lower case without the prefix."""

    mode: Mode = "development"
    debug: bool = False
    database_url: str = "sqlite:///instance/recruiterdash.db"
    #: Signs CSRF tokens and links. Empty in development: a fresh one is made at each start.
    secret_key: str = field(default="", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    company: str = NOBODYS_NAME
    zone: str = "UTC"
    smtp_url: str = field(default="", repr=False)
    smtp_auth: Literal["password", "oauth"] = "password"
    #: Where tokens come from, and as whom: asked for only with SMTP_AUTH=oauth.
    oauth_token_url: str = ""
    oauth_client_id: str = ""
    oauth_client_secret: str = field(default="", repr=False)
    #: Empty: Microsoft's for sending mail when there is no refresh token, none otherwise.
    oauth_scope: str = ""
    oauth_refresh_token: str = field(default="", repr=False)
    smtp_connections: int = 4
    #: Where answers are read; without it a letter asks for answers to its signer's own mailbox.
    imap_url: str = field(default="", repr=False)
    #: With oauth, tokens come from where SMTP_AUTH takes them.
    imap_auth: Literal["password", "oauth"] = "password"
    mail_mode: MailMode = "catch"
    mail_allowlist: tuple[str, ...] = ()
    #: The mailbox letters come from; empty means jobs@ the host of `base_url`.
    mail_from: str = ""
    #: The name under which the sending domain publishes its DKIM key; `doctor` looks there.
    dkim_selector: str = ""
    #: Opens `/prometheus`; without it there is no such page.
    prometheus_token: str = field(default="", repr=False)
    trusted_proxies: int = 0
    log_format: Literal["text", "json"] = "text"
    staff_figures: Literal["team", "person", "off"] = "team"
    #: Whether a candidate has a page of their own that says what they have been told.
    status_page: Literal["on", "off"] = "on"
    #: When a colleague who applies tells their present manager themself; the program tells nobody.
    manager_notice_policy: ManagerNotice = "at_offer"
    #: How long the link to a colleague's own page of feedback opens it: past the follow-up at ninety days.
    own_feedback_days: int = 180
    #: Seconds, fractions allowed; tests shrink them.
    #: A letter to one person waits this long; an outcome, and a batch, sixty times as long.
    undo_seconds: float = 10.0
    #: Outcomes and batches wait for hours that suit who gets them.
    send_window: bool = True
    lease_seconds: float = 60.0
    poll_seconds: float = 2.0
    smtp_data_timeout: float = 600.0
    retry_base: float = 60.0
    session_idle_seconds: float = 8 * 3600.0
    session_hours: float = 24.0 * 7

    @property
    def long_undo_seconds(self) -> float:
        """How long an outcome or a batch can be taken back."""
        return 60 * self.undo_seconds

    @property
    def company_unset(self) -> bool:
        """Nobody has said what the company is called."""
        return self.company == NOBODYS_NAME

    @property
    def secure(self) -> bool:
        """Cookies are Secure and HSTS is sent."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def sender_mailbox(self) -> str:
        return self.mail_from or f"jobs@{self.host if _is_domain(self.host) else 'localhost'}"

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def _is_domain(host: str) -> bool:
    """A mailbox lives at a domain, not at the number of a machine."""
    return "." in host and not host.replace(".", "").isdigit()


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Read settings from the environment.

    environment: variable name -> text, the process's own when left out.
    Raises BadSettings naming the variable and what is wrong with it.
    """
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for each in fields(Settings):
        text = given.get(PREFIX + each.name.upper())
        if text is not None and text.strip():
            values[each.name] = _parsed(each.name, text.strip())
    settings = Settings(**values)
    _ensure_sensible(settings)
    if not settings.secret_key:
        settings = Settings(**{**values, "secret_key": secrets.token_urlsafe(48)})
    return settings


def _parsed(name: str, text: str) -> Any:
    try:
        return _READERS.get(name, str)(text)
    except ValueError as error:
        raise BadSettings(f"{PREFIX}{name.upper()}: {error}") from None


def _one_of(*words: str) -> Callable[[str], str]:
    def read_word(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"is {text!r}, must be one of {', '.join(words)}")
        return text.lower()

    return read_word


def _truth(text: str) -> bool:
    return _one_of("1", "true", "yes", "on", "0", "false", "no", "off")(text) in {"1", "true", "yes", "on"}


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"is {text!r}, must be a number of seconds") from None
    if not 0 <= value < 10**9:
        raise ValueError(f"is {text!r}, must be zero or more")
    return value


def _count(text: str) -> int:
    if not text.isdigit() or int(text) > 1000:
        raise ValueError(f"is {text!r}, must be a whole number from 0 to 1000")
    return int(text)


def _days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 3660:
        raise ValueError(f"is {text!r}, must be a whole number of days from 1 to 3660")
    return int(text)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise ValueError(f"is {text!r}, must be a time zone such as Europe/Madrid") from None


def _web_address(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname:
        raise ValueError(f"is {text!r}, must be a web address such as https://hiring.example.com")
    return text.rstrip("/")


_READERS: dict[str, Callable[[str], Any]] = {
    "mode": _one_of("development", "production"),
    "debug": _truth,
    "base_url": _web_address,
    "zone": _zone,
    "smtp_auth": _one_of("password", "oauth"),
    "imap_auth": _one_of("password", "oauth"),
    "smtp_connections": _count,
    "mail_mode": _one_of("catch", "allowlist", "real"),
    "mail_allowlist": lambda text: tuple(part.strip().lower() for part in text.split(",") if part.strip()),
    "trusted_proxies": _count,
    "log_format": _one_of("text", "json"),
    "staff_figures": _one_of("team", "person", "off"),
    "send_window": _truth,
    "status_page": _one_of("on", "off"),
    "own_feedback_days": _days,
    "manager_notice_policy": _one_of("before_apply", "at_interview", "at_offer", "never"),
    "undo_seconds": _positive,
    "lease_seconds": _positive,
    "poll_seconds": _positive,
    "smtp_data_timeout": _positive,
    "retry_base": _positive,
    "session_idle_seconds": _positive,
    "session_hours": _positive,
}


def _ensure_sensible(settings: Settings) -> None:
    """Refuse what would be unsafe; production mode asks more."""
    scheme = settings.database_url.split(":", 1)[0].split("+", 1)[0]
    if scheme not in {"sqlite", "postgresql", "postgres"}:
        raise BadSettings(f"{PREFIX}DATABASE_URL starts with {scheme!r}, must be sqlite or postgresql")
    if settings.smtp_url and urlsplit(settings.smtp_url).scheme not in {"smtp", "smtps", "smtp+starttls"}:
        raise BadSettings(f"{PREFIX}SMTP_URL must start with smtp://, smtps:// or smtp+starttls://")
    if settings.mail_mode != "catch" and not settings.smtp_url:
        raise BadSettings(f"{PREFIX}MAIL_MODE is {settings.mail_mode}, but {PREFIX}SMTP_URL is not set")
    if settings.imap_url and urlsplit(settings.imap_url).scheme not in {"imap", "imaps", "imap+starttls"}:
        raise BadSettings(f"{PREFIX}IMAP_URL must start with imap://, imaps:// or imap+starttls://")
    for name in ("smtp", "imap"):
        if getattr(settings, f"{name}_auth") == "oauth":
            _ensure_tokens_can_be_had(settings, name)
    if settings.mode != "production":
        return
    if len(settings.secret_key) < MINIMUM_KEY:
        raise BadSettings(
            f"{PREFIX}SECRET_KEY must have at least {MINIMUM_KEY} characters in production mode"
        )
    if settings.debug:
        raise BadSettings(f"{PREFIX}DEBUG must be off in production mode")
    if not settings.secure:
        raise BadSettings(f"{PREFIX}BASE_URL must start with https:// in production mode")
    if settings.undo_seconds < 5 or settings.lease_seconds < 10:
        raise BadSettings(
            f"{PREFIX}UNDO_SECONDS must be at least 5 and LEASE_SECONDS at least 10 in production"
        )


_TOKEN_EXAMPLES = {
    "smtp": "smtp+starttls://jobs%40example.com@smtp.office365.com:587",
    "imap": "imaps://jobs%40example.com@outlook.office365.com",
}


def _ensure_tokens_can_be_had(settings: Settings, server: str) -> None:
    """Refuse SMTP_AUTH=oauth or IMAP_AUTH=oauth when the rest of it is missing, or would show a secret on the way.

    server: smtp or imap.
    """
    known, said = f"{server}_url", f"{PREFIX}{server.upper()}"
    needed = (known, "oauth_token_url", "oauth_client_id", "oauth_client_secret")
    missing = [f"{PREFIX}{name.upper()}" for name in needed if not getattr(settings, name)]
    if missing:
        raise BadSettings(f"{said}_AUTH is oauth, but {', '.join(missing)} is not set")
    relay = urlsplit(getattr(settings, known))
    if not relay.username or relay.password is not None:
        raise BadSettings(
            f"{said}_URL must hold a user and no password when {said}_AUTH is oauth, "
            f"as in {_TOKEN_EXAMPLES[server]}"
        )
    host = _token_host(settings.oauth_token_url)
    if host.endswith(".googleapis.com") and not settings.oauth_refresh_token:
        raise BadSettings(f"{PREFIX}OAUTH_REFRESH_TOKEN is not set; Google gives no token without one")


def _token_host(url: str) -> str:
    """The host we send a secret to; an address that does not name one plainly is refused."""
    found = re.fullmatch(
        r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/[^\s#@]*)?", url, re.IGNORECASE
    )
    if found is None:
        raise BadSettings(f"{PREFIX}OAUTH_TOKEN_URL must be a web address that starts with https://")
    host = found[2].strip("[]").lower()
    if found[1].lower() == "http" and not is_loopback(host):
        raise BadSettings(
            f"{PREFIX}OAUTH_TOKEN_URL must start with https://: a secret is sent there, "
            "and http is for this machine alone"
        )
    return host


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine itself, whatever a name server says."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
