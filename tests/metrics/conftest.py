"""A house in which the worked example lives, on each database, and browsers that are logged in."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from recruiterdash import create_app
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.journey import Happened
from recruiterdash.team.models import Role
from tests.queue.conftest import Enter, at_now, enter
from tests.queue.scene import MADRID, NOW, Scene, applied, at, decided, heard, interviewed, said

__all__ = ["Enter", "at_now", "enter"]  # the same way in, into another house

#: Names that Plotly, a spreadsheet or a page might take for something else.
HOSTILE = ("<a href=javascript:alert(1)>Ann", "=HYPERLINK(1)", "$\\href{javascript:alert(1)}{Eve}$")


def worked_example(scene: Scene, requisition: str) -> None:
    """Write the people A to H of the worked example: as many business days, and what became of them.

    They were known elsewhere all along, as what an import tells.
    """

    def person(name: str, *happened: Happened) -> None:
        known = [each._replace(source="import") for each in happened]
        scene.person(f"{name} Example", requisition, *known)

    answered = {"A": ("2", "3"), "B": ("2", "4"), "C": ("3", "5"), "E": ("3", "9"), "G": ("2", "10")}
    for name, (day, answer) in answered.items():
        person(name, applied(day), said(answer, clock="10:00"))
    left = Happened("in", at("10", "10:00"), kind="withdraw")
    person("F", applied("3"), left)
    # open ones, at half past three as the moment is at which all is looked at
    person("D", applied("18", "15:30"), said("18", "auto_ack", "15:31"))
    person("H", applied("11", "15:30"), said("12", "bulk", "09:00"))


def the_house(database: Database) -> Scene:
    scene = Scene(database)
    scene.office("Madrid", MADRID)
    scene.colleague("Ada Admin", Role.ADMIN)
    scene.colleague("Priya Shah", Role.RECRUITER)
    scene.colleague("Rosa Lund", Role.RECRUITER)
    scene.colleague("Hugo Osei", Role.HIRING_MANAGER)
    scene.colleague("Vera Viewer", Role.VIEWER)
    scene.requisition("Staff Nurse", "Madrid", "Priya Shah", "Hugo Osei")
    scene.requisition("Data <Analyst>", "Madrid", "Rosa Lund", "Ada Admin")
    worked_example(scene, "Staff Nurse")
    for number, name in enumerate(HOSTILE):
        first, last = (name, "") if " " not in name else name.rsplit(" ", 1)
        day = str(12 + number)
        happened = [applied("2"), interviewed("9", scorecards=0), said(day, next_date="2026-11-16")]
        scene.person(f"{first} {last}".strip(), "Data <Analyst>", *happened, heard("17"), decided("18"))
    return scene


@pytest.fixture(scope="module")
def app(database_url: str) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url, secret_key="k" * 40, zone="Europe/Madrid", send_window=False
    )
    made = create_app(settings)
    yield made
    kept: Database = made.extensions["recruiterdash.database"]
    kept.close()


@pytest.fixture(scope="module")
def scene(app: Flask) -> Scene:
    with time_machine.travel(NOW, tick=False):
        return the_house(app.extensions["recruiterdash.database"])
