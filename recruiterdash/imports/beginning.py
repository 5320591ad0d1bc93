"""Work on an upload begins in a process of its own, so that pages and programs keep being answered meanwhile."""

import os
import subprocess
import sys
from threading import Thread

from recruiterdash.config import Settings
from recruiterdash.imports import uploads


def begin(settings: Settings, run_id: int, token: str) -> None:
    """Have an upload worked on; the hold on it passes to that process. Raises BadInput when somebody is at it."""
    environment = {
        **os.environ,
        "RECRUITERDASH_DATABASE_URL": settings.database_url,
        "RECRUITERDASH_ZONE": settings.zone,
        "RECRUITERDASH_MODE": "development",
    }
    with uploads.at_work(uploads.folder(settings.database_url), token) as hold:
        process = subprocess.Popen(  # noqa: S603 - ourselves, with a number
            [sys.executable, "-m", "recruiterdash.cli", "import-upload", str(run_id)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(hold,),
            start_new_session=True,
        )
    # somebody has to ask how it ended, or it stays in the list of processes as long as we run
    Thread(target=process.wait, daemon=True).start()
