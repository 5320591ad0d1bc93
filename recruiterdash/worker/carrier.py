"""One line to where letters go, and the letters carried over it one after another."""

from collections.abc import Callable
from threading import Thread

import structlog

from recruiterdash.mail import Answer, Line, NoLine, Phase, Verdict
from recruiterdash.messages.outbox import Claimed
from recruiterdash.worker import faults
from recruiterdash.worker.desk import Desk

#: Where a letter goes -> an open line. Raises NoLine.
Opener = Callable[[str], Line]

log = structlog.get_logger("worker")


class Carrier:
    """Takes letters from the desk and hands them to a mail server."""

    def __init__(
        self, desk: Desk, server_for: Callable[[str], str], open_to: Opener, patience: Callable[[], bool]
    ) -> None:
        self.desk = desk
        self.server_for = server_for
        self.open_to = open_to
        #: Says whether to go on waiting for a server that has the letter.
        self.patience = patience
        self.lines: dict[str, Line] = {}
        self.thread: Thread | None = None

    def start(self, number: int) -> None:
        self.thread = Thread(target=self.run, name=f"carrier-{number}", daemon=True)
        self.thread.start()

    def run(self) -> None:
        """Carry letters until the desk has none and closes."""
        while (letter := self.desk.next()) is not None:
            answer: Answer | None = None
            try:
                answer = self.carried(letter)
            except Exception as fault:  # noqa: BLE001 - the other letters are still owed; its lease runs out
                log.error("carrier_failed", letter=letter.message_id, kind=type(fault).__name__)
                self.hang_up()
            self.desk.answered(letter, answer)
        self.hang_up()

    def carried(self, letter: Claimed) -> Answer | None:
        """Offer a letter, and hand it over when we may; None when it had to be kept back before DATA."""
        try:
            line = self._line(letter)
        except NoLine as none:
            return none.answer
        faults.reach("before_offer")
        answer = line.offer(letter.envelope_from, letter.recipient, len(letter.data))
        if not answer.accepted:
            return answer
        leave = self.desk.may_send(letter)
        if leave is None:
            return Answer(Phase.DATA, Verdict.AGAIN, None, "Not sent: leave for it came too late.")
        if not leave:
            return None
        faults.reach("before_data")
        answer = line.send_data(letter.data, self.patience, beat=1.0)
        faults.reach("after_dot")
        return answer

    def hang_up(self) -> None:
        """Leave every line, politely where that is still possible."""
        for line in self.lines.values():
            line.close()
        self.lines.clear()

    def _line(self, letter: Claimed) -> Line:
        url = self.server_for(letter.recipient)
        line = self.lines.get(url)
        if line is None or not line.usable:
            line = self.lines[url] = self.open_to(url)
        return line
