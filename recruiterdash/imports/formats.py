"""The kinds of export that can be read; another one is a module with a declared mapping, listed here."""

from recruiterdash.imports import events, greenhouse_report
from recruiterdash.imports.mapping import Format

FORMATS: dict[str, Format] = {each.name: each for each in (events.FORMAT, greenhouse_report.FORMAT)}
#: Named by the command and not built yet.
LATER = ("lever", "ashby", "opencats", "linkedin")
