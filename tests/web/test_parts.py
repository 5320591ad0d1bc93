"""Parts of pages that are written once: the same for the same values, and not kept for long."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from jinja2 import DictLoader

from recruiterdash import create_app
from recruiterdash.config import Settings
from recruiterdash.web import parts
from recruiterdash.web.parts import KEPT, part

NOW = "2026-11-23T09:00:00+00:00"


@pytest.fixture
def counted() -> tuple[Flask, list[str]]:
    """An app whose only part notes each time that it is written."""
    app = create_app(Settings(database_url="sqlite://", secret_key="s" * 48))
    written: list[str] = []
    app.jinja_env.loader = DictLoader({"line.html": "<b>{{ write(name) }}</b>"})

    def write(name: str) -> str:
        written.append(name)
        return name

    app.jinja_env.globals["write"] = write
    return app, written


def test_the_same_values_are_written_once_and_escaped(counted: tuple[Flask, list[str]]) -> None:
    app, written = counted
    for _ in range(3):
        with app.test_request_context("/"):
            assert part("line.html", name="<Amara>") == "<b>&lt;Amara&gt;</b>"
    assert written == ["<Amara>"]


def test_other_values_are_written_anew(counted: tuple[Flask, list[str]]) -> None:
    app, written = counted
    with app.test_request_context("/"):
        part("line.html", name="Amara")
        part("line.html", name="Tomás")
    assert written == ["Amara", "Tomás"]


def test_nobodys_name_is_kept_for_long(counted: tuple[Flask, list[str]]) -> None:
    app, written = counted
    with time_machine.travel(NOW, tick=False) as traveller:
        with app.test_request_context("/"):
            part("line.html", name="Amara")
        traveller.shift(KEPT + timedelta(seconds=1))
        with app.test_request_context("/"):
            part("line.html", name="Amara")
    assert written == ["Amara", "Amara"]


def test_so_many_are_kept_and_no_more(
    counted: tuple[Flask, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, _ = counted
    monkeypatch.setattr(parts, "MOST_KEPT", 5)
    with app.test_request_context("/"):
        for number in range(12):
            part("line.html", name=str(number))
        assert len(app.extensions["recruiterdash.parts"].written) <= 5
