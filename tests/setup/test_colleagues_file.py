"""A file of colleagues: every row is read before anybody is added."""

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.team import file
from recruiterdash.team.models import Role

OFFICES = {"Madrid": 1, "São Paulo": 2}
HEAD = "name,email,roles,offices\n"


def bad(row: str, head: str = HEAD) -> str:
    """Return why a row is bad; it is the only one."""
    found = file.read(head + row, OFFICES, ["here@mail.example"])
    assert (len(found.drafts), [each.line for each in found.bad]) == (0, [2])
    return found.bad[0].reason


def test_a_file_is_read() -> None:
    text = (
        "\ufeffName;Email;Roles;Title;Offices\r\n"
        'Amara Okafor;AMARA@mail.example;"recruiter;Hiring Manager";Talent;são paulo\r\n\r\n'
        "李;li@mail.example;interviewer;;\r\n"
    )
    first, second = file.read(text, OFFICES, []).drafts
    assert (first.name, first.email, first.offices) == ("Amara Okafor", "amara@mail.example", frozenset({2}))
    assert first.roles == {Role.RECRUITER, Role.HIRING_MANAGER}
    assert (second.name, sorted(second.roles)) == ("李", [Role.INTERVIEWER])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",a@mail.example,recruiter,", "A name is needed"),
        ("A,nonsense,recruiter,", ""),
        ("A,a@mail.example,,", "A role is needed"),
        ("A,a@mail.example,king,", "'king' is no role"),
        ("A,a@mail.example,recruiter,Atlantis", "no office 'Atlantis'"),
        ("A,HERE@mail.example,recruiter,", "is here already"),
        ("A,a@mail.example,recruiter", "It has 3 cells"),
        ('"A\r\nBcc: x",a@mail.example,recruiter,', ""),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row: str, words: str) -> None:
    if "Bcc" in row:
        assert len(file.read(HEAD + row, OFFICES, []).bad) == 1
    else:
        assert words in bad(row)


def test_one_mailbox_twice_is_one_bad_row() -> None:
    found = file.read(HEAD + "A,a@mail.example,hr,\nB,A@mail.example,hr,\n", OFFICES, [])
    assert (len(found.drafts), [each.line for each in found.bad]) == (1, [3])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no column name"),
        ("name,email\nA,a@mail.example", "no column roles"),
        ("name,email,roles,salary\n", "Nobody knows a column 'salary'"),
        ("name,name,email,roles\n", "Two columns"),
        (HEAD, "names nobody"),
        (HEAD + '"A,a@mail.example,hr,', "cannot be read as CSV"),
        ("\0" + HEAD, "no list of colleagues"),
        ("x" * 200_001, "no list of colleagues"),
        (HEAD + "".join(f"A,a{n}@mail.example,hr,\n" for n in range(201)), "at most 200"),
    ],
)
def test_what_is_no_list_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        file.read(text, OFFICES, [])
