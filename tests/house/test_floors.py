"""The order of the house: who may import whom, who may commit, who may read the clock."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, dotted, python

#: Where a request or a command ends, and with it its transaction.
COMMITTING = re.compile(r"recruiterdash/(web/|api/|cli\.py|cli_\w+\.py|cli/|worker/)")
CLOCKS = re.compile(
    r"(^|\.)(datetime|date)\.(now|utcnow|today)$"
    r"|^time\.(time|time_ns|localtime|gmtime|ctime)$"
    # the clock of the database
    r"|(^|\.)func\.(now|current_timestamp|localtimestamp|clock_timestamp)$"
)


def test_the_floors_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    command = [str(lint), "--no-logo", "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_nobody_imports_the_standard_sqlite3() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in python()
        for node, module in imports(tree)
        if module.split(".")[0] == "sqlite3"
    ]
    assert not found, "closing a file through sqlite3 drops pysqlite3's locks on it"


def test_a_commit_stands_only_where_a_request_or_command_ends() -> None:
    found = [
        f"{name}:{node.lineno} {dotted(node.func)}()"
        for name, tree in python("recruiterdash")
        if not COMMITTING.match(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        # `with session.begin()` commits at its end
        if node.func.attr in {"commit", "begin"}
    ]
    assert not found


def test_no_import_stands_inside_a_function_but_in_the_factory() -> None:
    found = [
        f"{name}:{node.lineno} in {function.name}()"
        for name, tree in python("recruiterdash", "migrations", "benchmarks")
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if (name, function.name) != ("recruiterdash/__init__.py", "create_app")
        for node, _ in imports(function)
    ]
    assert not found


@pytest.mark.parametrize("trick", ["TYPE_CHECKING", "import_module", "__import__"])
def test_no_trick_hides_an_import(trick: str) -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in python("recruiterdash")
        if name != "recruiterdash/late.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and dotted(node).split(".")[-1] == trick
    ]
    assert not found


def test_what_is_read_late_is_none_of_ours() -> None:
    named = [
        node.args[0]
        for _, tree in python("recruiterdash")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and dotted(node.func).split(".")[-1] in {"library", "is_there"}
    ]
    assert named
    assert all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in named)
    assert not [each for each in named if str(getattr(each, "value", "")).startswith("recruiterdash")]


def test_only_moments_reads_the_clock() -> None:
    found = [
        f"{name}:{node.lineno} {dotted(node)}"
        for name, tree in python("recruiterdash")
        if name != "recruiterdash/moments.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and CLOCKS.search(dotted(node))
    ]
    assert not found


def test_no_migration_imports_the_application() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in python("migrations/versions")
        for node, module in imports(tree)
        if module.split(".")[0] == "recruiterdash"
    ]
    assert not found, "a migration must still run when the application has moved on"


def imports(tree: ast.AST) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Yield each import below a node with the module it names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""
