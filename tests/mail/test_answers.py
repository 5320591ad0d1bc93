"""What an answer means depends on its phase: one row for each phase, one column for each kind of answer."""

import pytest

from recruiterdash.mail import Phase, Verdict
from recruiterdash.mail.answers import judge

YES, AGAIN, NO = Verdict.ACCEPTED, Verdict.AGAIN, Verdict.REFUSED
WHO, OURS = Verdict.UNCERTAIN, Verdict.OUR_FAULT

CODES = (250, 354, 421, 450, 550, 530, None)
TABLE = {
    Phase.CONNECT: (YES, OURS, OURS, OURS, OURS, OURS, OURS),
    Phase.TLS: (YES, OURS, OURS, OURS, OURS, OURS, OURS),
    Phase.BANNER: (YES, AGAIN, AGAIN, AGAIN, OURS, OURS, AGAIN),
    Phase.HELLO: (YES, AGAIN, AGAIN, AGAIN, OURS, OURS, AGAIN),
    Phase.AUTH: (YES, OURS, OURS, OURS, OURS, OURS, OURS),
    Phase.RESET: (YES, AGAIN, AGAIN, AGAIN, AGAIN, OURS, AGAIN),
    Phase.MAIL: (YES, AGAIN, AGAIN, AGAIN, NO, OURS, AGAIN),
    Phase.RCPT: (YES, AGAIN, AGAIN, AGAIN, NO, OURS, AGAIN),
    Phase.DATA: (WHO, YES, WHO, AGAIN, NO, OURS, WHO),
    Phase.CONTENT: (YES, WHO, WHO, AGAIN, NO, OURS, WHO),
}
CELLS = [(phase, code, row[at]) for phase, row in TABLE.items() for at, code in enumerate(CODES)]


@pytest.mark.parametrize(("phase", "code", "expected"), CELLS)
def test_an_answer_is_judged_by_its_phase(phase: Phase, code: int | None, expected: Verdict) -> None:
    assert judge(phase, code) is expected


def test_every_phase_has_its_row() -> None:
    assert set(TABLE) == set(Phase)


@pytest.mark.parametrize("code", [220, 221, 299, 211, 235])
def test_a_goodbye_after_the_dot_is_not_an_acceptance(code: int) -> None:
    expected = Verdict.UNCERTAIN if code in (220, 221) else Verdict.ACCEPTED
    assert judge(Phase.CONTENT, code) is expected
