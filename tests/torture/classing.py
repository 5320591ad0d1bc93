"""Every kind of fault, many letters each: what the line concludes, held against what the server did."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from tests.faults.smtp_server import FaultServer
from tests.mail.test_faults import FAULTS, deliver

#: Letters under way at once.
AT_ONCE = 8


class Classed(NamedTuple):
    """What became of the letters."""

    kinds: int
    letters: int
    #: Kind of fault -> letters that were classed wrongly, or taken another number of times.
    wrong: dict[str, int]


def classed(times: int) -> Classed:
    """Offer so many letters to each faulty server."""
    wrong: Counter[str] = Counter()
    for name, fault in FAULTS.items():
        with FaultServer(fault.script, fault.features) as server, ThreadPoolExecutor(AT_ONCE) as lines:
            answers = list(lines.map(lambda number, server=server: deliver(server, number), range(times)))
        wrong[name] += sum(each[:3] != (fault.phase, fault.verdict, fault.code) for each in answers)
        wrong[name] += abs(len(server.accepted) - fault.taken * times)
    return Classed(len(FAULTS), len(FAULTS) * times, {name: many for name, many in wrong.items() if many})
