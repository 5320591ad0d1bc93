"""A token server (OAuth 2) that answers as it is told, and remembers what it was asked."""

import json
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Said:
    """One answer; pause: seconds before it, dripping: seconds between its bytes."""

    body: bytes
    status: int = 200
    pause: float = 0.0
    dripping: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()


def token(name: str, life: object = 3600) -> Said:
    return said({"access_token": name, "token_type": "Bearer", "expires_in": life})


def said(answer: object, status: int = 200) -> Said:
    return Said(json.dumps(answer).encode(), status)


@dataclass
class TokenServer:
    """Gives token-1, token-2 and so on, or one of the answers for each time it is asked; the last one stays."""

    answers: Sequence[Said] = ()
    tls: ssl.SSLContext | None = None
    #: The form of each request.
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = _Server(self)
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        scheme = "http" if self.tls is None else "https"
        return f"{scheme}://127.0.0.1:{self._server.server_address[1]}/token"

    def next(self) -> Said:
        number = len(self.asked)
        if not self.answers:
            return token(f"token-{number}")
        return self.answers[min(number, len(self.answers)) - 1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, owner: TokenServer) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked has left, or did not trust our certificate: the test says whether that was right."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.owner.asked.append(dict(parse_qsl(form, strict_parsing=True)))
        self.server.owner.paths.append(self.path)
        self._answer(self.server.owner.next())

    def do_GET(self) -> None:
        self.server.owner.paths.append(f"GET {self.path}")
        self._answer(said({}, 405))

    def _answer(self, answer: Said) -> None:
        time.sleep(answer.pause)
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        step = 1 if answer.dripping else len(answer.body) or 1
        for at in range(0, len(answer.body), step):
            self.wfile.write(answer.body[at : at + step])
            time.sleep(answer.dripping)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output quiet."""
