"""A private Dovecot of the tests: Debian's own program with a folder, a port and a configuration of our own."""

import imaplib
import os
import pwd
import shutil
import ssl
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.postfix import _answers, free_port, wait_for

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
#: Why tests against it cannot run here; empty when they can.
MISSING = "" if PROGRAM and os.geteuid() == 0 else "Dovecot needs root and apt-get install dovecot-imapd"
USER, PASSWORD = "jobs", "in-the-drawer"

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
mail_location = maildir:{box}
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 0
default_internal_user = dovecot
default_login_user = dovenull
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={box}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """Started on entering, stopped and swept away on leaving."""

    certificate: Path
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="rd-dovecot-")))
    port: int = field(default_factory=free_port)
    delivered: int = 0
    #: A Maildir that is there already, of another server which delivers into it; without one, a new one of our own.
    box: Path | None = None

    @property
    def url(self) -> str:
        return f"imaps://{USER}:{PASSWORD}@127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.folder.chmod(0o755)
        owner = pwd.getpwnam("mail")
        there = self.box.stat() if self.box is not None else None
        for name in ("mail", "mail/new", "mail/cur", "mail/tmp", "run", "state"):
            (self.folder / name).mkdir()
            if name.startswith("mail"):
                os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        shutil.copy(self.certificate, self.folder / "certificate.pem")
        (self.folder / "dovecot.conf").write_text(
            CONFIGURATION.format(
                folder=self.folder,
                certificate=self.folder / "certificate.pem",
                box=self.box or self.folder / "mail",
                owner=there.st_uid if there is not None else owner.pw_uid,
                group=there.st_gid if there is not None else owner.pw_gid,
                password=PASSWORD,
                port=self.port,
            )
        )
        with (self.folder / "errors").open("wb") as errors:
            self._process = subprocess.Popen(
                [str(PROGRAM), "-F", "-c", str(self.folder / "dovecot.conf")],
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        try:
            wait_for(lambda: _answers(self.port), "Dovecot does not listen", self.log)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        found = [self.folder / name for name in ("log", "errors")]
        return "\n".join(path.read_text("utf-8", "replace") for path in found if path.exists())

    def put(self, *mails: bytes, folder: str = "") -> None:
        """Deliver mails as a mail server on the same machine does; to the inbox, or to another folder."""
        box = self.folder / "mail" / (f".{folder}" if folder else "")
        owner = pwd.getpwnam("mail")
        for data in mails:
            self.delivered += 1
            name = f"{self.delivered:010d}.{os.urandom(8).hex()}.host"
            path = box / "tmp" / name
            path.write_bytes(data)
            os.chown(path, owner.pw_uid, owner.pw_gid)
            path.rename(box / "new" / name)

    def seen(self) -> int:
        """Return how many mails are marked as seen."""
        return sum("S" in path.name.partition(":2,")[2] for path in (self.folder / "mail" / "cur").iterdir())

    def forget(self) -> None:
        """Lose the index, as after a disk fault: the server numbers anew under another validity."""
        for path in (self.folder / "mail").glob("dovecot*"):
            path.unlink()

    def empty(self) -> None:
        """Delete every mail and folder, and what Dovecot knows of them."""
        for path in (self.folder / "mail").iterdir():
            if path.name.startswith((".", "dovecot")):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            elif path.is_dir():
                for mail in path.iterdir():
                    mail.unlink()

    def reorder(self) -> None:
        """Let the last mail be the first at the next numbering: a folder's order is that of its files' names."""
        for place in ("new", "cur"):
            for path in (self.folder / "mail" / place).iterdir():
                number, _, rest = path.name.partition(".")
                path.rename(path.with_name(f"{9_999_999_999 - int(number):010d}.{rest}"))

    def make(self, folder: str) -> None:
        """Make a folder as a person does, who is logged in as well."""
        self._ask("create", folder)

    def rename(self, folder: str, name: str) -> None:
        """Rename a folder as a person does."""
        self._ask("rename", folder, name)

    def _ask(self, verb: str, *words: str) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=context) as box:
            box.login(USER, PASSWORD)
            status, said = getattr(box, verb)(*words)
            assert status == "OK", said
