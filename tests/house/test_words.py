"""What no file of the house says: where it was made, or what a stranger could not look up."""

import re

import pytest

from tests.house.tree import LOCKS, texts

# written with a bracket, so that this file does not find itself
UNSAID = {
    "a path of the machine it was made on": r"(?<![\w.])/(w[o]rk|r[o]ot|o[p]t|f[a]rm)/",
    "a folder outside the house": r"\bs[h]ared/(design|vectors|data|hooks)\b",
    "an issue by number": r"\bi[s]sues? #?\d+|\(#\d+\)",
    "a helper of its making": r"\bs[u]bagent|\b(previous|this) s[e]ssion of work",
    "an unfinished mark": r"\b(TO[D]O|FIX[M]E|XX[X])\b",
}


@pytest.mark.parametrize("pattern", UNSAID.values(), ids=UNSAID)
def test_no_file_names(pattern: str) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        if name not in LOCKS
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert not found


def test_the_locks_name_no_machine() -> None:
    elsewhere = r'file:|"resolved"|(registry|url) = "(?!https://(pypi|files\.pythonhosted)\.org/)'
    found = [
        f"{name}: {match.group()}"
        for name, text in texts(".lock", ".json")
        if name in LOCKS
        for match in re.finditer(elsewhere, text)
    ]
    assert not found
