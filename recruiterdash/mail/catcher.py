"""A mail server of our own on loopback that keeps everything and delivers nothing, for trials and tests."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import TracebackType
from typing import Any, NamedTuple, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from recruiterdash.moments import now


class Caught(NamedTuple):
    """One letter as it arrived: the envelope, the bytes after un-stuffing, and when."""

    envelope_from: str
    recipients: tuple[str, ...]
    data: bytes
    at: datetime


class Catcher:
    """Hands each caught letter to `keep`, one at a time, and answers 250 once that has returned.

    `keep` runs in a thread of the catcher's own. port 0 takes a free one, known after `start`.
    """

    def __init__(self, keep: Callable[[Caught], None], *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self._keep = keep

    def start(self) -> Self:
        """Begin to listen. Raises OSError when the port is taken."""
        listener = socket.create_server((self.host, self.port))
        self.port = listener.getsockname()[1]
        self._handler = _Handler(self._keep)
        self._controller = _Controller(self._handler, listener)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stop listening; what was answered with 250 has been kept."""
        self._controller.stop()
        self._handler.close()

    @property
    def url(self) -> str:
        """For `open_line`."""
        return f"smtp://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Handler:
    def __init__(self, keep: Callable[[Caught], None]) -> None:
        self._keep = keep
        self._keeper = ThreadPoolExecutor(1, "catcher")

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        caught = Caught(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, now())
        try:
            await asyncio.get_running_loop().run_in_executor(self._keeper, self._keep, caught)
        except Exception as fault:  # noqa: BLE001 - whatever it was, the letter was not kept: say so
            return f"451 not kept: {type(fault).__name__}"
        return "250 caught"

    def close(self) -> None:
        self._keeper.shutdown(wait=True)


class _Controller(Controller):
    """aiosmtpd's own knocks at the port it was given, which fails for 0, and is slow to see a taken one."""

    def __init__(self, handler: _Handler, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(handler, hostname=host, port=port, server_hostname="catcher.localhost")
        self._listener = listener

    def _create_server(self) -> Coroutine[Any, Any, asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)
