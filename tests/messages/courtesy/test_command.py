"""recruiterdash courtesy check, as a shell calls it."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from recruiterdash.cli import main
from tests.messages.courtesy.letters import FINAL, STATUS

AMARA: dict[str, Any] = {
    "subject": "Your application for Staff Nurse",
    "recipients": ["amara@example.org"],
    "preferred_name": "Amara",
    "requisition_title": ["Staff Nurse"],
    "other_titles": ["Analyst"],
    "company": "Borealis",
    "companies": ["Borealis", "Acme"],
    "sender_name": "Priya Shah",
    "sender_role": "Recruiter",
    "reply_to": "priya@borealis.example",
    "stage": "interview",
    "interview_date": "2026-11-18",
    "promise": "2026-12-08",
    "today": "2026-11-23",
    "language": "en",
    "internal": None,
}


class Answer(NamedTuple):
    """What a shell sees of a command."""

    returncode: int
    stdout: str
    stderr: str


Asks = Callable[..., Answer]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Asks:
    """Call the program in this process."""

    def ask(*given: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["recruiterdash", "courtesy", "check", *given])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        status: object = 0
        try:
            main()
        except SystemExit as leaving:
            status = leaving.code
        said = capfd.readouterr()
        assert isinstance(status, int)
        return Answer(status, said.out, said.err)

    return ask


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(STATUS, encoding="utf-8")
    return path


def test_a_good_letter_leaves_with_nought(letter: Path, asked: Asks) -> None:
    answer = asked(str(letter), "--type", "status", "--context", json.dumps(AMARA), "--json")
    assert answer.returncode == 0, answer.stderr
    assert [each["check"] for each in json.loads(answer.stdout)] == ["K42"]
    assert answer.stderr == ""


def test_a_letter_that_is_blocked_leaves_with_one_and_says_where(letter: Path, asked: Asks) -> None:
    context = json.dumps({**AMARA, "preferred_name": "Zoë"})
    answer = asked(str(letter), "--type", "status", "--context", context, "--json")
    assert answer.returncode == 1
    first = json.loads(answer.stdout)[0]
    assert first["check"] == "K01"
    assert first["severity"] == "block"
    assert STATUS[slice(*first["span"])] == "Amara"
    assert "Zoë" in first["message"]
    assert first["fix"] == "Zoë"


def test_a_warning_alone_leaves_with_nought(letter: Path, asked: Asks) -> None:
    context = json.dumps({**AMARA, "subject": "Re: News"})
    answer = asked(str(letter), "--type", "status", "--context", context)
    assert answer.returncode == 0
    assert "K08 warn" in answer.stdout


def test_the_context_may_lie_in_a_file_and_the_letter_come_by_pipe(tmp_path: Path, asked: Asks) -> None:
    (tmp_path / "context.json").write_text(json.dumps({**AMARA, "stage": "final"}))
    for given in (str(tmp_path / "context.json"), f"@{tmp_path / 'context.json'}"):
        answer = asked("-", "--type", "rejection_final", "--context", given, "--json", stdin=FINAL)
        assert [each["check"] for each in json.loads(answer.stdout)] == [], answer.stderr


def test_the_word_decline_alone_is_blocked(tmp_path: Path, asked: Asks) -> None:
    answer = asked("-", "--type", "rejection_final", stdin="Decline.")
    assert answer.returncode == 1
    assert "K31 block" in answer.stdout


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["FILE", "--type", "refusal"], "'refusal' is none of"),
        (["FILE"], "Missing option"),
        (["nowhere.txt", "--type", "status"], "nowhere.txt: No such file"),
        (["FILE", "--type", "status", "--context", "{"], "not JSON"),
        (["FILE", "--type", "status", "--context", "[1]"], "neither JSON nor a file"),
        (["FILE", "--type", "status", "--context", '{"today": "soon"}'], 'today is "soon", an ISO date'),
        (
            ["FILE", "--type", "rejection_final", "--context", '{"send_at": "9999-12-31T23:59:59"}'],
            "send_at is",
        ),
        (["FILE", "--type", "status", "--context", '{"applied_at": "0001-01-01T00:00:00"}'], "applied_at is"),
        (["FILE", "--type", "status", "--context", '{"bulk": "many"}'], 'bulk is "many", a whole number'),
        (["FILE", "--type", "status", "--context", '{"stage": 3}'], "stage is 3, one of"),
        (["FILE", "--type", "status", "--context", '{"company": "\\ud800"}'], "company is"),
        (["FILE", "--type", "status", "--context", '{"requisition_title": [1]}'], "a list of texts"),
    ],
)
def test_bad_input_leaves_with_two_and_one_line(
    letter: Path, asked: Asks, given: list[str], says: str
) -> None:
    answer = asked(*(str(letter) if each == "FILE" else each for each in given))
    assert answer.returncode == 2
    assert says in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""


@pytest.mark.parametrize("nobody", ["", " ", "\u200b"])
@pytest.mark.parametrize(
    "key",
    ["companies", "requisition_title", "other_titles", "cc", "preferred_name", "company", "sender_name"],
)
def test_a_name_without_a_sign_is_no_name(letter: Path, asked: Asks, key: str, nobody: str) -> None:
    known = {**AMARA, key: [nobody] if isinstance(AMARA.get(key, []), list) else nobody}
    answer = asked(str(letter), "--type", "status", "--context", json.dumps(known), "--json")
    assert answer.returncode in {0, 1}
    assert isinstance(json.loads(answer.stdout), list)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path, asked: Asks) -> None:
    (tmp_path / "letter.txt").write_bytes(b"Dear \xff\xfe")
    answer = asked(str(tmp_path / "letter.txt"), "--type", "status")
    assert answer.returncode == 2
    assert "not UTF-8 text (byte 5)" in answer.stderr
