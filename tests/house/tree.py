"""The files of the house, as the tests about the house read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Written by machines; their words are not ours.
LOCKS = {"uv.lock", "package-lock.json"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file that belongs to the house, also one that is not committed yet."""
    # in CI the clone may belong to somebody else than the one who runs the tests
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file())


def named(path: Path) -> str:
    """Return how a finding calls a file."""
    return path.relative_to(ROOT).as_posix()


def python(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield name and syntax tree of each Python file below folders, of all when none is named."""
    below = tuple(f"{folder}/" for folder in folders) or ("",)
    for path in files():
        if path.suffix == ".py" and named(path).startswith(below):
            yield named(path), tree_of(path)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def texts(*suffixes: str, below: str = "") -> Iterator[tuple[str, str]]:
    """Yield name and text of each file with one of the suffixes, of every text file when none is named."""
    for path in files():
        name = named(path)
        if name.startswith(below) and (not suffixes or path.suffix in suffixes):
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # not a text


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` of an attribute or name, with a question mark for what is neither."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{dotted(value)}.{attribute}"
        case _:
            return "?"
