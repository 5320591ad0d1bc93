"""A private Postfix of the tests: Debian's own programs with a folder, a port and a configuration of our own.

It touches nothing of the machine's Postfix and needs root, as Postfix does; its daemons run as user `postfix`.
Letters to example.org are delivered into a Maildir; which recipients it turns away is said below.
"""

import base64
import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

PROGRAM = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
#: Why tests against it cannot run here; empty when they can.
MISSING = "" if PROGRAM and os.geteuid() == 0 else "Postfix needs root and apt-get install postfix"

SIZE_LIMIT = 100_000
NOBODY = "nobody@example.org"
GREYLISTED = "grey@example.org"
LIMITED = "limited@example.org"
FULL = "full@example.org"
#: Letters to them are accepted, and come back afterwards.
GONE, LEFT = "gone@example.org", "left@example.org"
#: What is written to our own mailboxes, whatever stands after their plus, is delivered into a Maildir as well.
OURS = "borealis.example"

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = postfix.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
biff = no
virtual_mailbox_domains = example.org, {ours}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {{ @{ours} = ours/ }} {{ @example.org = all/ }} }}
transport_maps = inline:{{ {{ {gone} = gone: }} {{ {left} = gone: }} }}
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{group}
virtual_minimum_uid = 1
virtual_mailbox_limit = 0
message_size_limit = {size}
smtpd_recipient_restrictions =
    check_recipient_access inline:{{
        {{ {nobody} = 550 5.1.1 no such person }}
        {{ {greylisted} = 450 4.2.0 Greylisted, come back }}
        {{ {limited} = 451 4.7.1 rate limited }}
        {{ {full} = 452 4.2.2 mailbox full }}
    }}
    permit_sasl_authenticated
    reject_unauth_destination
# a test opens more lines in a minute than a stranger may
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 2000
smtpd_tls_chain_files = {certificate}
smtpd_tls_session_cache_database =
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{doorkeeper}
smtpd_sasl_security_options = noanonymous
smtpd_sasl_tls_security_options = noanonymous
"""

MASTER = """
127.0.0.1:{plain} inet n - n - - smtpd
127.0.0.1:{submission} inet n - n - - smtpd
    -o smtpd_tls_security_level=encrypt
    -o smtpd_sasl_auth_enable=yes
    -o smtpd_tls_auth_only=yes
    -o smtpd_client_restrictions=permit_sasl_authenticated,reject
    -o smtpd_delay_reject=yes
127.0.0.1:{smtps} inet n - n - - smtpd
    -o smtpd_tls_wrappermode=yes
    -o smtpd_sasl_auth_enable=yes
    -o smtpd_client_restrictions=permit_sasl_authenticated,reject
    -o smtpd_delay_reject=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
gone unix - n n - - pipe user=nobody argv=/bin/sh -c {{exit 67}}
smtp unix - - n - - error
relay unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    """Started on entering, stopped and swept away on leaving."""

    certificate: Path
    password: str
    token: str
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="recruiterdash-postfix-")))
    #: Plain and open to all, STARTTLS with log-in, TLS from the start with log-in.
    ports: tuple[int, int, int] = field(default_factory=lambda: (free_port(), free_port(), free_port()))

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.ports[0]}"

    def __enter__(self) -> Self:
        self._doorkeeper = Doorkeeper(self.password, self.token).start()
        try:
            self._write()
            self._run("start")
            wait_for(lambda: all(map(_answers, self.ports)), "Postfix does not listen", self.log)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        subprocess.run([str(PROGRAM), "-c", str(self.folder), "stop"], check=False, capture_output=True)
        self._doorkeeper.stop()
        shutil.rmtree(self.folder, ignore_errors=True)  # a daemon may still be on its way out

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def delivered(self, count: int, to: str = "all", seconds: float = 30) -> list[bytes]:
        """Wait until so many letters have been delivered in all, and return them in the order of their files.

        to: "ours" for what was written to our own mailboxes.
        """
        box = self.folder / "mail" / to / "new"

        def there() -> list[Path]:
            return sorted(box.iterdir()) if box.exists() else []

        wait_for(lambda: len(there()) >= count, f"fewer than {count} letters came", self.log, seconds)
        return [path.read_bytes() for path in there()]

    def sweep(self) -> None:
        """Forget what has been delivered."""
        for box in ("all", "ours"):
            shutil.rmtree(self.folder / "mail" / box, ignore_errors=True)

    def _run(self, command: str) -> None:
        done = subprocess.run(
            [str(PROGRAM), "-c", str(self.folder), command],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"postfix {command}: {done.stderr or self.log()}")

    def _write(self) -> None:
        self.folder.chmod(0o755)  # its daemons are not root
        owner = pwd.getpwnam("postfix")
        for name in ("queue", "data", "mail"):
            (self.folder / name).mkdir()
        for name in ("data", "mail"):
            os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        shutil.copy(self.certificate, self.folder / "certificate.pem")
        plain, submission, smtps = self.ports
        (self.folder / "main.cf").write_text(
            MAIN.format(
                folder=self.folder,
                certificate=self.folder / "certificate.pem",
                owner=owner.pw_uid,
                group=owner.pw_gid,
                size=SIZE_LIMIT,
                nobody=NOBODY,
                greylisted=GREYLISTED,
                limited=LIMITED,
                full=FULL,
                gone=GONE,
                left=LEFT,
                ours=OURS,
                doorkeeper=self._doorkeeper.port,
            )
        )
        (self.folder / "master.cf").write_text(MASTER.format(plain=plain, submission=submission, smtps=smtps))


#: What a token that is not good is answered first.
_REASONS = base64.b64encode(b'{"status":"401","schemes":"bearer"}').decode()


class Doorkeeper:
    """Tells Postfix whether a log-in is good, in Dovecot's protocol, so that no Dovecot is needed."""

    def __init__(self, password: str, token: str) -> None:
        self._good = {f"\0priya\0{password}", f"user=priya\x01auth=Bearer {token}\x01\x01"}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def start(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def stop(self) -> None:
        for each in (self._listener, *self._lines):
            with contextlib.suppress(OSError):  # its other end has left
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._lines.append(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        try:
            line.sendall(
                b"VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nMECH\tXOAUTH2\nSPID\t1\nCUID\t1\n"
                b"COOKIE\t00000000000000000000000000000000\nDONE\n"
            )
            with line.makefile("r", encoding="utf-8") as said:
                for words in said:
                    if answer := self._answer(words.rstrip("\n").split("\t")):
                        line.sendall(f"{answer}\n".encode())
        except OSError:  # Postfix hangs up, or we stop
            return

    def _answer(self, words: list[str]) -> str:
        if words[0] == "CONT":  # the empty line after a token that was not good
            return f"FAIL\t{words[1]}"
        if words[0] != "AUTH":
            return ""
        shown = next((word[5:] for word in words if word.startswith("resp=")), "")
        if base64.b64decode(shown).decode() in self._good:
            return f"OK\t{words[1]}\tuser=priya"
        if words[2] == "XOAUTH2":
            return f"CONT\t{words[1]}\t{_REASONS}"
        return f"FAIL\t{words[1]}\tuser=priya"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(
    there: Callable[[], object], complaint: str, log: Callable[[], str], seconds: float = 30
) -> None:
    deadline = time.monotonic() + seconds
    while not there():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{complaint}\n{log()[-4000:]}")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
