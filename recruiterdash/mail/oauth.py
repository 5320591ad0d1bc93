"""Tokens to log in with instead of a password, as Microsoft 365 and Google want it (OAuth 2, RFC 6749).

A token is asked for when one is needed and kept until shortly before it ends. Nothing said or raised here
repeats a secret: of a token server's answer only its known words of refusal are passed on.
"""

import json
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage, HTTPResponse
from threading import Lock
from time import monotonic
from typing import IO, Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from recruiterdash.config import Settings, is_loopback
from recruiterdash.mail.conversation import trusting_the_system

#: What Microsoft calls sending by SMTP; only its grant without a person needs a scope at all.
MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
#: Seconds we wait for the token server: for each of its words, and for all of them.
PATIENCE = 10.0
#: A server that does not say how long its token lives is asked again after five minutes.
USUAL_LIFE = 300.0
#: Seconds before its end in which a token is not used any more: a slow log-in must not outlive it.
MARGIN = 60.0

_ANSWER_LIMIT = 64 * 1024
#: RFC 6750's alphabet: nothing in it can break out of the line that logs us in.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,8000}=*")
#: Microsoft's number for what is wrong; its documentation explains each.
_MICROSOFTS_NUMBER = re.compile(r"\bAADSTS[0-9]{4,9}\b")
_KNOWN_REFUSALS = {
    "invalid_client": "check OAUTH_CLIENT_ID and OAUTH_CLIENT_SECRET, which may have run out",
    "invalid_grant": "OAUTH_REFRESH_TOKEN has run out or was withdrawn: allow the access again",
    "invalid_request": "check OAUTH_TOKEN_URL and OAUTH_CLIENT_ID",
    "invalid_scope": "check OAUTH_SCOPE",
    "unauthorized_client": "the application may not send mail yet: an administrator there must allow it",
    "unsupported_grant_type": "it wants a refresh token: set OAUTH_REFRESH_TOKEN",
    "access_denied": "the application may not send mail yet: an administrator there must allow it",
    "server_error": "it has trouble of its own",
    "temporarily_unavailable": "it has trouble of its own",
}


class NoToken(Exception):
    """The token server gave none; the words say why and hold no secret."""


class Access(Protocol):
    """What `open_line` logs in with when there is no password."""

    def __call__(self) -> str:
        """Return a token. Raises NoToken."""

    def refused(self, token: str) -> bool:
        """Hear that the mail server did not take a token; True when another one may fare better."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Who asks for tokens, and where."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = ""
    #: With it a person's mailbox is meant, who once allowed it; without it the application's own right.
    refresh_token: str = field(default="", repr=False)

    def form(self) -> dict[str, str]:
        """What the token server is asked."""
        asked = {"client_id": self.client_id, "client_secret": self.client_secret}
        if self.refresh_token:
            asked |= {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        else:
            asked |= {"grant_type": "client_credentials"}
        return asked | ({"scope": self.scope} if self.scope else {})


def access_from(settings: Settings) -> "Tokens | None":
    """Return what `open_line` takes as `access` for SMTP_URL; None when it holds a password, or needs none.

    Made once and shared by every line of the process, so that one token serves them all.
    """
    return _tokens(settings) if settings.smtp_auth == "oauth" else None


def imap_access_from(settings: Settings) -> "Tokens | None":
    """Return what `open_postbox` takes as `access` for IMAP_URL; None when it holds a password, or needs none."""
    return _tokens(settings) if settings.imap_auth == "oauth" else None


def _tokens(settings: Settings) -> "Tokens":
    grant = Grant(
        settings.oauth_token_url,
        settings.oauth_client_id,
        settings.oauth_client_secret,
        settings.oauth_scope or ("" if settings.oauth_refresh_token else MICROSOFT_SCOPE),
        settings.oauth_refresh_token,
    )
    return Tokens(grant)


class Tokens:
    """The present token of one grant; lines in several threads may ask for it."""

    def __init__(
        self,
        grant: Grant,
        *,
        patience: float = PATIENCE,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._grant = grant
        self._patience = patience
        self._tls = tls
        self._clock = clock
        self._lock = Lock()
        self._token = ""
        self._good_until = 0.0
        self._given = 0

    def __call__(self) -> str:
        """Return the present token, or a new one when it ends soon. Raises NoToken."""
        with self._lock:  # the others wait for the token that one of them fetches
            if not self._token or self._clock() >= self._good_until:
                self._token, self._given = "", 0
                self._token, life = _fetched(self._grant, self._patience, self._tls)
                self._good_until = self._clock() + life - min(MARGIN, life / 2)
            self._given += 1
            return self._token

    def refused(self, token: str) -> bool:
        """Forget the token, and tell whether it was an old one: a new one that is refused stays refused."""
        with self._lock:
            if token != self._token:  # another line has renewed it meanwhile
                return True
            self._token = ""
            return self._given > 1


def _fetched(grant: Grant, patience: float, tls: ssl.SSLContext | None) -> tuple[str, float]:
    """Ask the token server once; return its token and how many seconds it lives."""
    request = Request(  # noqa: S310 - the settings refuse what is not https, or http to this machine
        grant.token_url, urlencode(grant.form()).encode(), {"Accept": "application/json"}
    )
    try:
        with _opener(grant.token_url, tls).open(request, timeout=patience) as answer:
            return _token_in(_read(answer, patience))
    except HTTPError as refusal:
        with refusal:
            raise NoToken(_why(refusal.code, _read_if_any(refusal, patience))) from None
    except (OSError, HTTPException, ValueError) as fault:
        host = urlsplit(grant.token_url).hostname
        raise NoToken(f"The token server {host} cannot be asked: {_words(fault)}") from None


class _StayHere(HTTPRedirectHandler):
    """The secret goes to the address in the settings and to no other."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _opener(url: str, tls: ssl.SSLContext | None) -> OpenerDirector:
    direct = [ProxyHandler({})] if is_loopback(urlsplit(url).hostname or "") else []
    return build_opener(_StayHere, HTTPSHandler(context=tls or trusting_the_system()), *direct)


def _read(answer: HTTPResponse | HTTPError, patience: float) -> bytes:
    """The whole answer, if it is short and comes in time."""
    deadline = monotonic() + patience
    heard = b""
    while piece := answer.read1(8192):
        heard += piece
        if len(heard) > _ANSWER_LIMIT:
            raise ValueError("its answer has no end.")
        if monotonic() > deadline:
            raise TimeoutError
    return heard


def _read_if_any(refusal: HTTPError, patience: float) -> bytes:
    try:
        return _read(refusal, patience)
    except (OSError, HTTPException, ValueError):  # its status says enough
        return b""


def _token_in(heard: bytes) -> tuple[str, float]:
    said = _object(heard)
    if "error" in said:
        raise NoToken(_why(200, heard))
    token, kind = said.get("access_token"), said.get("token_type", "Bearer")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token) or str(kind).lower() != "bearer":
        raise NoToken("The token server's answer holds no token: check OAUTH_TOKEN_URL.")
    return token, _life(said.get("expires_in"))


def _life(said: object) -> float:
    try:
        life = float(str(said))
    except ValueError:
        return USUAL_LIFE
    return life if 0 < life < 10**9 else USUAL_LIFE


def _object(heard: bytes) -> dict[str, Any]:
    try:
        said = json.loads(heard)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _why(status: int, heard: bytes) -> str:
    """What a refusal means for an administrator; of its free text only Microsoft's number is repeated."""
    said = _object(heard)
    word = said.get("error")
    advice = _KNOWN_REFUSALS.get(word) if isinstance(word, str) else None
    number = _MICROSOFTS_NUMBER.search(str(said.get("error_description", "")))
    if advice is None:
        where = "" if status == 200 else f" (HTTP {status})"
        return f"The token server gave no token{where}: check OAUTH_TOKEN_URL, or ask again later."
    return f"The token server gave no token ({word}{f', {number[0]}' if number else ''}): {advice}."


def _words(fault: Exception) -> str:
    reason = fault.reason if isinstance(fault, URLError) else fault
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {reason.verify_message}."
    if isinstance(reason, TimeoutError):
        return "it did not answer in time."
    if isinstance(reason, OSError) and reason.strerror:
        return f"{reason.strerror}."
    return "it does not answer as a token server does."
