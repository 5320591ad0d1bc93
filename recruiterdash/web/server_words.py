"""What a mail server and our patience with it look like to a person; pure."""

from itertools import groupby

from recruiterdash.mail import Phase
from recruiterdash.messages.brakes import PROBES
from recruiterdash.messages.retrying import RETRIES
from recruiterdash.web.words import MINUTE, span

#: When it was said, in the order of a delivery.
MOMENTS: dict[str, str] = {
    Phase.CONNECT: "when we called",
    Phase.TLS: "when the line was to be made safe",
    Phase.BANNER: "when it should have greeted us",
    Phase.HELLO: "when we greeted it",
    Phase.AUTH: "when we logged in",
    Phase.RESET: "before the letter",
    Phase.MAIL: "when we said who writes",
    Phase.RCPT: "when we said to whom",
    Phase.DATA: "before the letter itself",
    Phase.CONTENT: "at the end of the letter",
}


def moment_of(phase: str) -> str:
    """Return when in a delivery something was said."""
    return MOMENTS.get(phase, "")


def plainly(reason: str) -> str:
    """Return why a letter came to stand where it does, without the words of a mail server's trade.

    reason: as it is kept, "rcpt: 550 no such user" or a sentence of our own.
    """
    phase, colon, said = reason.partition(": ")
    return f"{said} ({moment_of(phase)})" if colon and moment_of(phase) else reason


def ladder(base: float) -> tuple[str, str]:
    """Return after which waits a letter is offered again, and after how long we give it up.

    base: RETRY_BASE in seconds.
    """
    runs = [(each, len(list(run))) for each, run in groupby(RETRIES)]
    waits = [_waits(each * base, times) for each, times in runs]
    return f"{', '.join(waits[:-1])} and {waits[-1]}", span(base * sum(RETRIES))


def probes(base: float) -> tuple[str, str]:
    """Return when our access is tried first after it failed, and how often at last."""
    return _span(base * PROBES[0]), _span(base * PROBES[-1])


def _waits(seconds: float, times: int) -> str:
    return _span(seconds) if times == 1 else f"{times} times {_span(seconds)}"


def _span(seconds: float) -> str:
    return span(seconds) if seconds >= MINUTE else f"{seconds:.0f} seconds"
