"""An installed wheel works without a checkout: it carries templates, migrations and browser assets."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.imports.desk import EVENTS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a wheel was installed into."""
    folder = tmp_path_factory.mktemp("wheel")
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def ran(installed: Path, where: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the program out of the wheel, in a folder that holds nothing."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    environment.pop("RECRUITERDASH_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "recruiterdash.cli", *words],
        cwd=where,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_carries_what_pages_and_migrations_need(installed: Path) -> None:
    package = installed / "recruiterdash"
    for folder, ending in (("templates", "*.html"), ("migrations", "*.py"), ("static", "*.css")):
        carried = {each.relative_to(package / folder) for each in (package / folder).rglob(ending)}
        kept = ROOT / folder if folder != "static" else ROOT / "recruiterdash" / folder
        assert carried == {each.relative_to(kept) for each in kept.rglob(ending)}
    assets = {each.name for each in (package / "node_modules").rglob("*.*")}
    assert {"bootstrap.min.css", "htmx.min.js", "plotly-finance.min.js"} <= assets


def test_a_checkup_works_out_of_it_and_keeps_nothing(installed: Path, tmp_path: Path) -> None:
    done = ran(installed, tmp_path, "checkup", str(EVENTS), "--html", "out.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out-people.csv", "out.html"]
    assert "Plotly.newPlot" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_database_is_made_out_of_it(installed: Path, tmp_path: Path) -> None:
    done = ran(installed, tmp_path, "db", "upgrade")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "instance" / "recruiterdash.db").is_file()
