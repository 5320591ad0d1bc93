"""Names of workers, by which others on the same machine can tell whether one still lives."""

import os
import random
import socket
from contextlib import suppress
from pathlib import Path


def own_name() -> str:
    """Return a name that tells whether this worker still lives, to others on the same machine."""
    return f"{machine()}:{os.getpid()}:{random.randrange(16**6):06x}"


def machine() -> str:
    """Return what numbers of processes are counted in: a host since its start, and the container within it."""
    inside = ""
    with suppress(OSError):
        inside = f"/{_boot()}/{Path('/proc/self/ns/pid').stat().st_ino}"
    return f"{socket.gethostname()[:32]}{inside}"


def _boot() -> str:
    """Return what no two running machines share, though they be copies of one another."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8]


def is_gone(worker: str) -> bool:
    """Return whether a worker is known to be dead; of another machine nobody knows."""
    there, _, rest = worker.rpartition(":")[0].rpartition(":")
    if there != machine() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
