"""Every hostile file of the table ends in one sentence or in a list of bad rows, and nothing is half imported."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from recruiterdash.errors import DomainError
from recruiterdash.imports import Choices, look
from tests.conftest import DatabaseMaker
from tests.imports.desk import Desk
from tests.imports.hostile import BOOK, HOSTILE, OURS, Ends, Hostile, as_json, lever, zipped

SKIPPING = Choices(skip_bad=True)


@pytest.fixture(scope="module")
def house(fresh_database: DatabaseMaker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One empty house for all files: none of them may leave anything there."""
    made = Desk(fresh_database("sqlite"), tmp_path_factory.mktemp("house"))
    yield made
    made.database.close()


def test_there_are_enough_of_them() -> None:
    names = [each.name for each in HOSTILE]
    assert len(set(names)) == len(names) >= 60


@pytest.mark.parametrize("hostile", HOSTILE, ids=[each.name for each in HOSTILE])
def test_it_ends_well(house: Desk, tmp_path: Path, hostile: Hostile) -> None:
    path = tmp_path / "upload"
    hostile.make(path)
    ends = hostile.ends
    if ends.said:
        with pytest.raises(DomainError, match=ends.said) as refusal:
            house.tried(path)
        sentence = str(refusal.value)
        assert "\n" not in sentence
        assert len(sentence) < 400
        assert not [mark for mark in OURS if mark in sentence]
    else:
        _read_to_its_end(house, path, ends)
    assert set(house.counts().values()) == {0}
    assert house.one("SELECT count(*) FROM import_runs") == 0


def _read_to_its_end(house: Desk, path: Path, ends: Ends) -> None:
    """A file with bad rows is refused whole with a list of them; one without is taken in, here tried dry."""
    if ends.bad:
        report, lines, refused = house.tried(path)
        assert refused
        assert report.error_count == ends.bad == len(lines.of("bad"))
        for bad in report.errors:
            assert bad.line > 0
            assert bad.reason
            assert not [mark for mark in OURS if mark in bad.reason]
        report, _, refused = house.tried(path, SKIPPING, dry_run=True)
        assert not refused
        return
    report, _, refused = house.tried(path, dry_run=True)
    assert (refused, report.created["applications"]) == (False, ends.applications)
    if ends.warned:
        assert [each for each in report.warnings if ends.warned in each["reason"]]


@pytest.mark.parametrize("whole", ["json", "zip", "workbook"])
def test_an_upload_that_was_cut_is_refused_wherever_it_was_cut(tmp_path: Path, whole: str) -> None:
    export = as_json(*(lever(id=f"o-{n}", contact=f"c-{n}") for n in range(40)))
    content = {"json": export, "zip": zipped({"opportunities.json": export}), "workbook": BOOK}[whole]
    rng, path = random.Random(whole), tmp_path / "upload"
    for end in sorted(rng.sample(range(len(content) - 1), 40)):
        path.write_bytes(content[:end])
        with pytest.raises(DomainError) as refusal:
            look(path, "auto", Choices())
        assert "\n" not in str(refusal.value)
