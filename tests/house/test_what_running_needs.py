"""A small house runs with what running needs: no driver of PostgreSQL, no second web server, nothing of the tests."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Distribution -> what is imported of it, where the two names differ.
IMPORTED = {"python-multipart": "multipart", "pytest-playwright": "pytest_playwright"}


def extras() -> set[str]:
    """What is imported of the extras, and no part of what running needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    running = {named(each) for each in project["dependencies"]}
    wanted = {named(each) for extra in project["optional-dependencies"].values() for each in extra}
    return wanted - running


def named(requirement: str) -> str:
    name = re.split(r"[>=<\[~!]", requirement, maxsplit=1)[0].strip().lower()
    return IMPORTED.get(name, name.replace("-", "_"))


@pytest.mark.parametrize(
    "act",
    [
        "sys.argv = ['recruiterdash', '--help']; from recruiterdash.cli import main; raise SystemExit(main())",
        "from recruiterdash import create_app; from recruiterdash.config import Settings; "
        "create_app(Settings(database_url='sqlite:///:memory:', secret_key='k' * 48))",
    ],
)
def test_the_program_starts_without_any_extra(act: str) -> None:
    absent = extras()
    assert {"psycopg", "granian", "pytest"} <= absent
    without = f"import sys; sys.modules.update(dict.fromkeys({sorted(absent)!r})); {act}"
    done = subprocess.run(
        [sys.executable, "-c", without], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
