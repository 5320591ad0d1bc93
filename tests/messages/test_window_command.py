"""`recruiterdash send-window check`: the shared cases pass, a falsified one fails, and a broken file is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from recruiterdash.cli import commands
from recruiterdash.errors import BadInput

CASES = Path(__file__).parents[1] / "vectors" / "send_window.json"


def document() -> dict[str, Any]:
    return dict(json.loads(CASES.read_text(encoding="utf-8")))


def check(path: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, ("send-window", "check", str(path), *words))


def changed(folder: Path, case: int | None = 0, **facts: Any) -> Path:
    """The cases with one of them, or the policy, changed."""
    whole = document()
    (whole["policy"] if case is None else whole["cases"][case]).update(facts)
    made = folder / "cases.json"
    made.write_text(json.dumps(whole), encoding="utf-8")
    return made


def test_every_shared_case_passes() -> None:
    answer = check(CASES)
    number = len(document()["cases"])
    assert (answer.exit_code, answer.stdout) == (0, f"{number} passed, 0 failed\n")


@pytest.mark.parametrize(
    "facts",
    [
        {"result": "send_now"},
        {"send_at": "2026-12-01T09:01:00-08:00"},
        {"send_at_office": "2026-12-01T13:00:00-05:00"},
        {"requested": "2026-12-01T13:00:00-05:00"},
        {"candidate_tz": "Europe/Lisbon"},
        {"notice_due": "2026-12-01T11:00:00-05:00"},
        {"promise_due": "2026-12-01T11:00:00-05:00"},
        {"legal_due": "2026-12-01T11:00:00-05:00"},
        {"applied_at": "2026-12-01T09:00:00-05:00"},
        {"type": "status"},
        {"quiet_dates": ["2026-12-01"]},
    ],
)
def test_a_falsified_case_fails(tmp_path: Path, facts: dict[str, Any]) -> None:
    answer = check(changed(tmp_path, **facts))
    assert answer.exit_code == 1
    assert answer.stdout.endswith("4 passed, 1 failed\n")
    assert answer.stdout.startswith("S1 ")
    told = json.loads(check(tmp_path / "cases.json", "--json").stdout)
    assert (told["passed"], told["failed"]) == (4, 1)
    assert [each["id"] for each in told["cases"] if not each["passed"]] == ["S1"]


@pytest.mark.parametrize(
    "facts",
    [
        {"weekdays": "Mon-Thu 10:00-16:00, Fri 10:00-12:00 for bad news"},
        {"quiet_dates": ["2026-12-01"]},
        {"weekdays": "Wed-Thu 09:00-17:00, Fri 09:00-14:00"},
    ],
)
def test_the_policy_of_the_file_is_obeyed(tmp_path: Path, facts: dict[str, Any]) -> None:
    assert check(changed(tmp_path, None, **facts)).exit_code == 1


def test_the_days_after_applying_are_the_files(tmp_path: Path) -> None:
    path = changed(tmp_path, None, minimum_after_application_hours=48)
    assert "S5" in check(path).stdout


@pytest.mark.parametrize(
    "facts",
    [
        {"requested": "2026-12-01T10:00:00"},
        {"requested": "soon"},
        {"office_tz": "Mars/Olympus"},
        {"type": "shouting"},
        {"result": "perhaps"},
        {"send_at": None},
        {"weekdays": "nine to five"},
        {"quiet_dates": ["Christmas"]},
    ],
)
def test_a_case_that_cannot_be_read_is_refused_by_name(tmp_path: Path, facts: dict[str, Any]) -> None:
    answer = check(changed(tmp_path, **facts))
    assert isinstance(answer.exception, BadInput)
    assert "case S1" in str(answer.exception)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cases": 1}', '{"cases": [1]}', "\0", "[" * 100_000])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    assert isinstance(check(path).exception, BadInput)


@pytest.mark.parametrize(("name", "status"), [("cases.json", 1), ("missing.json", 2)])
def test_the_program_leaves_with_its_status(tmp_path: Path, name: str, status: int) -> None:
    changed(tmp_path, result="send_now")
    done = subprocess.run(
        [sys.executable, "-m", "recruiterdash.cli", "send-window", "check", str(tmp_path / name)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert (done.stderr.count("\n") == 1) is (status == 2)
