"""The kinds of export that can be read; another one is a module with a declared mapping, listed here."""

from recruiterdash.imports import ashby, events, greenhouse_api, greenhouse_report, lever, linkedin, opencats
from recruiterdash.imports.mapping import Format

FORMATS: tuple[Format, ...] = (
    events.FORMAT,
    greenhouse_report.FORMAT,
    greenhouse_api.FORMAT,
    lever.FORMAT,
    ashby.FORMAT,
    opencats.FORMAT,
    linkedin.FORMAT,
)
#: What people choose from; a system may export in several forms, told by what the file is.
NAMES: tuple[tuple[str, str], ...] = (
    ("greenhouse", "Greenhouse (report, or API as JSON)"),
    ("lever", "Lever (API as JSON)"),
    ("ashby", "Ashby (API as JSON)"),
    ("opencats", "OpenCATS (tables as CSV)"),
    ("linkedin", "LinkedIn (people as CSV)"),
    ("events", "Events file"),
)


def called(name: str) -> tuple[Format, ...]:
    """Return the formats of a name."""
    return tuple(each for each in FORMATS if each.name == name)
