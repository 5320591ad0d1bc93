"""A process that has loaded the worker and forks one for each line it reads: started in milliseconds.

A line is a URL of a mail server; the answer is the number of the process that now sends to it.
"""

import dataclasses
import os
import signal
import sys

from recruiterdash import config
from recruiterdash.db import Database
from recruiterdash.worker import Worker


def main() -> None:
    settings = config.read()
    # nobody asks how a child ended, so that a killed one is gone at once
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for url in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sending = dataclasses.replace(settings, smtp_url=url.strip())
            Worker(sending, Database(settings.database_url)).run()
            os._exit(0)
        print(child, flush=True)  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    main()
