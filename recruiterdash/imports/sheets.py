"""One table, whether it is text or a workbook."""

from pathlib import Path

from recruiterdash.imports import parcels, reading, workbook
from recruiterdash.imports.reading import Known, Sheet


def opened(path: Path, known: Known | None = None, rows: int | None = None) -> Sheet:
    """Look at a table and return how to read it.

    known: says whether cells are the header of a format, where it may stand below other lines or on another sheet.
    rows: how many lines of a workbook to read, None for all. Raises BadInput in one sentence.
    """
    if parcels.is_workbook(path):
        return workbook.opened(path, known, rows)
    return reading.opened(path, known)
