"""In pages and API nobody asks for people but through `visible(viewer)`."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import dotted, python

#: Rows that belong to a person or say something about one.
PEOPLE = frozenset(
    {"Application", "Candidate", "CandidateWord", "Interview", "PanelMember", "Decision"}
    | {"Event", "Clock", "ClockChange", "Standing", "Message", "MessageApplication"}
)
DOORS = frozenset({"visible", "visible_people", "visible_ids", "within_reach"})
#: What asks for such rows and learns nothing of a person.
KNOWN = {
    # the number of the newest event, to see whether anything has happened
    ("recruiterdash/web/newest.py", "select(Event)"),
}
ASKING = frozenset({"select", "query", "exists", "update", "delete", "insert", "join", "outerjoin"})
GETTING = frozenset({"get", "get_one"})


def test_no_page_and_no_answer_reaches_people_past_the_door() -> None:
    found = [
        f"{name}:{each}"
        for name, tree in python("recruiterdash/web", "recruiterdash/api")
        for each in past(tree)
        if (name, each.split(" ", 1)[1]) not in KNOWN
    ]
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        "def view(): return session.get(Candidate, 1)",
        "def view(): return doors.session().get_one(models.Application, 1)",
        "def view(): return session.execute(select(Application).where(Application.id == 1))",
        "def view(): return select(Candidate.email)",
        "def view(): return session.query(Interview)",
        "def view(): return select(User).join(Application)",
        "def view(): return session.execute(update(candidates.Candidate).values(email=None))",
        "rows = select(Standing.due_at)",
    ],
)
def test_a_way_past_the_door_is_found(code: str) -> None:
    assert list(past(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "def view(): return select(Application).where(visible(viewer()))",
        "def view(): return candidates.find(session, viewer(), 1)",
        "def view(): return session.get(Office, 1)",
        "def view(form): return form.get('Candidate')",
    ],
)
def test_the_door_itself_is_open(code: str) -> None:
    assert not list(past(ast.parse(code)))


def past(tree: ast.Module) -> Iterator[str]:
    """Yield where a module asks for people outside a function that goes through the door."""
    for scope in scopes(tree):
        if DOORS & {name for node in ast.walk(scope) if (name := called(node))}:
            continue
        for node in ast.walk(scope):
            name = called(node)
            if name in GETTING | ASKING and isinstance(node, ast.Call) and people_in(node, name in GETTING):
                yield f"{node.lineno} {name}({', '.join(sorted(people_in(node, name in GETTING)))})"


def scopes(tree: ast.Module) -> list[ast.stmt]:
    """Return the functions of a module and whatever stands beside them."""
    return [each for node in tree.body for each in (node.body if isinstance(node, ast.ClassDef) else [node])]


def called(node: ast.AST) -> str | None:
    return dotted(node.func).split(".")[-1] if isinstance(node, ast.Call) else None


def people_in(call: ast.Call, first_only: bool) -> set[str]:
    """Return the people's tables named in what a call asks for, joins included."""
    asked = call.args[:1] if first_only else [*call.args, *(each.value for each in call.keywords)]
    names = {part for each in asked for node in ast.walk(each) for part in words(node)}
    return names & PEOPLE


def words(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    return [node.attr] if isinstance(node, ast.Attribute) else []
