"""Colleagues from a CSV file: every row is read before anybody is added. Pure.

Columns: name, email, roles; offices, title and phone where wanted. Several roles or offices stand between semicolons.
"""

import csv
import io
from collections.abc import Collection, Mapping
from typing import NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.mail.addresses import check_address, check_line
from recruiterdash.team.credentials import cleaned
from recruiterdash.team.models import Role
from recruiterdash.team.users import UserDraft

NEEDED, KNOWN = ("name", "email", "roles"), ("name", "email", "roles", "offices", "title", "phone")
MOST, LONGEST = 200, 200_000


class Bad(NamedTuple):
    """A row that cannot be taken. line: as an editor counts."""

    line: int
    reason: str


class Read(NamedTuple):
    """What a file says. Nobody is added while there is a bad row."""

    drafts: tuple[UserDraft, ...]
    bad: tuple[Bad, ...]


def read(text: str, offices: Mapping[str, int], taken: Collection[str]) -> Read:
    """Return the colleagues of a file, and its bad rows.

    offices: name -> id. taken: mailboxes of those who are here. Raises BadInput for a file that is no such list.
    """
    if len(text) > LONGEST or "\0" in text:
        raise BadInput("This is no list of colleagues: a CSV file of up to 200 kB is one.")
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text), strict=True)
    drafts: list[UserDraft] = []
    bad: list[Bad] = []
    known = {name.casefold(): id_ for name, id_ in offices.items()}
    seen = {cleaned(each) for each in taken}
    try:
        header = _header(next(rows, []))
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(drafts) + len(bad) >= MOST:
                raise BadInput(f"A file brings at most {MOST} colleagues: split it.")
            try:
                drafts.append(_draft(header, row, known, seen))
            except BadInput as refusal:
                bad.append(Bad(rows.line_num, str(refusal)))
    except csv.Error as error:
        raise BadInput(f"Line {rows.line_num} cannot be read as CSV: {error}.") from None
    if not drafts and not bad:
        raise BadInput("The file names nobody.")
    return Read(tuple(drafts), tuple(bad))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if missing := [name for name in NEEDED if name not in names]:
        raise BadInput(f"The first line names no column {' and no '.join(missing)}.")
    if unknown := [name for name in names if name not in KNOWN]:
        raise BadInput(f"Nobody knows a column {unknown[0][:40]!r} here: {', '.join(KNOWN)} are read.")
    if len(set(names)) != len(names):
        raise BadInput("Two columns have the same name.")
    return names


def _draft(header: list[str], row: list[str], offices: Mapping[str, int], seen: set[str]) -> UserDraft:
    if len(row) != len(header):
        raise BadInput(f"It has {len(row)} cells, the first line {len(header)}.")
    said = dict(zip(header, (cell.strip() for cell in row), strict=True))
    if not said["name"]:
        raise BadInput("A name is needed.")
    mailbox = cleaned(check_address(said["email"]))
    if mailbox in seen:
        raise BadInput(f"{mailbox} is here already, or stands in the file twice.")
    draft = UserDraft(
        name=check_line(said["name"], "name", 120),
        email=mailbox,
        roles=frozenset(_role(each) for each in _several(said["roles"])),
        title=check_line(said.get("title", ""), "title", 120),
        phone=check_line(said.get("phone", ""), "phone number", 40),
        offices=frozenset(_office(each, offices) for each in _several(said.get("offices", ""))),
    )
    if not draft.roles:
        raise BadInput(f"A role is needed: {', '.join(Role)}.")
    seen.add(mailbox)
    return draft


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("|", ";").replace(",", ";").split(";") if part.strip()]


def _role(text: str) -> Role:
    word = "_".join(text.lower().split())
    if word not in set(Role):
        raise BadInput(f"{text[:40]!r} is no role: {', '.join(Role)}.")
    return Role(word)


def _office(text: str, offices: Mapping[str, int]) -> int:
    if text.casefold() not in offices:
        raise BadInput(f"There is no office {text[:60]!r}: open it first, or write it as it is written here.")
    return offices[text.casefold()]
