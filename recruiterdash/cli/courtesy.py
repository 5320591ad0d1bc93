"""recruiterdash courtesy: check."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from recruiterdash.cli.base import as_json, one_line, print_json
from recruiterdash.errors import BadInput
from recruiterdash.messages.courtesy import Finding, Severity
from recruiterdash.messages.courtesy import check as find
from recruiterdash.messages.courtesy.context import KEYS, said_from
from recruiterdash.messages.types import MessageType

#: More signs than any letter has.
LARGEST = 200_000


def register(commands: click.Group) -> None:
    commands.add_command(courtesy)


@click.group()
def courtesy() -> None:
    """Ask whether a letter is courteous; nothing is sent or kept."""


@courtesy.command(epilog=f"Keys of the context: {', '.join(KEYS)}. Days are ISO dates.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--type", "type_", required=True, metavar="TYPE", help=", ".join(MessageType))
@click.option(
    "--context", default="{}", metavar="JSON", help="What is known around it: JSON, or a file of it."
)
@as_json
def check(file: Path, type_: str, context: str, as_json: bool) -> None:
    """Hold the plain text of FILE against the checks; the status is 1 when one of them blocks it."""
    if type_ not in set(MessageType):
        raise BadInput(f"--type: {type_!r} is none of {', '.join(MessageType)}.")
    said, unknown = said_from(MessageType(type_), _read(file), _context(context))
    if unknown:
        click.echo(
            f"recruiterdash: --context: {one_line(', '.join(unknown))} left out, nobody asks it.", err=True
        )
    findings = find(said)
    if as_json:
        print_json([_document(each) for each in findings])
    else:
        for each in findings:
            click.echo(_line(each, said.body))
    raise click.exceptions.Exit(1 if any(each.severity is Severity.BLOCK for each in findings) else 0)


def _read(file: Path) -> str:
    try:
        with click.open_file(str(file), "rb") as opened:
            raw = opened.read(4 * LARGEST + 1)
        text: str = raw.decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: not UTF-8 text (byte {error.start}).") from None
    if len(text) > LARGEST:
        raise BadInput(f"{file}: more than {LARGEST} characters; that is no letter.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _context(given: str) -> Mapping[str, Any]:
    """The context as JSON text, or as the file that holds it."""
    text = given
    if not given.lstrip().startswith("{"):
        path = Path(given.removeprefix("@"))
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError):
            raise BadInput(f"--context: {given[:80]!r} is neither JSON nor a file of it.") from None
    try:
        known = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"--context: not JSON ({error}).") from None
    if not isinstance(known, dict):
        raise BadInput("--context: an object with names and values is wanted.")
    return known


def _document(found: Finding) -> dict[str, Any]:
    return {
        "check": found.check,
        "severity": found.severity.value,
        "span": list(found.span) if found.span else None,
        "message": found.message,
        "advice": found.advice,
        "fix": found.fix,
    }


def _line(found: Finding, body: str) -> str:
    where = f" at {found.span[0]}-{found.span[1]} “{body[slice(*found.span)][:60]}”" if found.span else ""
    return one_line(f"{found.check} {found.severity.value}{where}: {found.message} {found.advice}")
