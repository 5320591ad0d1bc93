"""Who was met is remembered in little memory, however many people a file names."""

import random
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from recruiterdash import moments
from recruiterdash.imports import Choices, gathering, index, look
from recruiterdash.imports.gathering import gather
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.index import Index

#: Held in memory they would take a third more than this; a file of 200 MB names fifty times as many.
PEOPLE, MOST = 30_000, 33 << 20


def test_what_was_kept_is_found_again_wherever_it_lies() -> None:
    rng, met = random.Random(7), Index[Any](held=50)
    kept: dict[Any, Any] = {}
    for number in range(5_000):
        key = (f"p{rng.randrange(3_000)}@example.org", "Ä\ud800", rng.randrange(3))
        assert met.get(key) == kept.get(key)
        if key not in kept:
            kept[key] = value = (number, f"Person {number}") if number % 2 else number
            met.put(key, value)
    assert all(met.get(key) == value for key, value in kept.items())
    assert len(met) == len(kept)
    assert met.get("nobody") is None


def test_an_index_that_is_put_away_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    met = Index[int](held=5)
    for number in range(100):
        met.put(number, number)
    assert met.get(3) == 3
    lying = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert [each for each in lying if each.startswith(str(tmp_path))]  # it is a file, and has no name
    assert list(tmp_path.iterdir()) == []
    met.close()
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "BITS", 1 << 20)
    monkeypatch.setattr(gathering, "Index", lambda: Index[Any](held=2_000))
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("application_ref,email,first_name,last_name,requisition_ref,event,detail,happened_at\n")
        for number in range(PEOPLE):
            file.write(
                f"{number},p{number}@example.org,Amara,Okafor{number},R1,applied,applied,2026-11-02T10:00:00Z\n"
            )
    looked = look(path, "auto", Choices())
    ground = Ground(looked.format.system, Choices(), "UTC")
    tracemalloc.start()
    try:
        gathered = gather(
            looked.sheet,
            looked.format,
            looked.mapped,
            ground,
            None,
            now=moments.now(),
            progress=lambda _: None,
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (gathered.people, gathered.applications) == (PEOPLE, PEOPLE)
    gathered.close()
    assert peak < MOST
