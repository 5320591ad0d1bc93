"""What may be said about a person: any name in any script, and nothing that hides or misleads."""

import pytest

from recruiterdash.candidates.facts import Facts, checked
from recruiterdash.errors import BadInput

NAMES = [
    "María José", "O’Connor", "Nguyễn", "李小龙", "Владимир", "ประเทศไทย", "می‌خواهم", "नरेन्द्र", "김민수", "X Æ A-12",
    "=1+1", "Null", "<script>", "Robert'); DROP TABLE", "{{ 7*7 }}", "x" * 200, "👩‍👩‍👧", "ﷺ",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_script_are_kept_as_given(name: str) -> None:
    assert checked(Facts(first_name=name)).first_name == name


def test_a_name_is_composed() -> None:
    assert checked(Facts(last_name="Zoe\u0308")).last_name == "Zo\u00eb"


@pytest.mark.parametrize("field", ["first_name", "last_name", "preferred_name", "internal_source"])
@pytest.mark.parametrize(
    "bad",
    [
        pytest.param("A\0B", id="NUL"),
        pytest.param("A\nBcc: x@example.org", id="line break"),
        pytest.param("A\u2028B", id="line separator"),
        pytest.param("A\u0085B", id="next line"),
        pytest.param("\u202egnp.exe", id="right-to-left override"),
        pytest.param("A\u2066B", id="isolate"),
        pytest.param("A\ud800", id="half a character"),
        pytest.param("x" * 201, id="too long"),
    ],
)
def test_what_hides_or_misleads_is_refused_with_the_field(field: str, bad: str) -> None:
    said = {"first_name": "Ada", "internal": True, "internal_source": "HR", field: bad}
    with pytest.raises(BadInput) as refusal:
        checked(Facts(**said))  # type: ignore[arg-type]
    assert field.rpartition("_")[2] in str(refusal.value) or "name" in str(refusal.value)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({}, id="nobody"),
        pytest.param({"first_name": "   "}, id="blanks"),
        pytest.param({"first_name": "A", "email": "a@b@c"}, id="no mailbox"),
        pytest.param({"first_name": "A", "email": "Ada <ada@example.org>"}, id="a name with a mailbox"),
        pytest.param({"first_name": "A", "email": "x" * 250 + "@example.org"}, id="a mailbox too long"),
        pytest.param({"first_name": "A", "phone": "call me"}, id="a phone number without digits"),
        pytest.param({"first_name": "A", "phone": "1" * 41}, id="a phone number too long"),
        pytest.param({"first_name": "A", "language": "English!"}, id="a language in words"),
        pytest.param({"first_name": "A", "zone": "Mars/Olympus"}, id="no zone"),
        pytest.param({"first_name": "A", "zone": "../etc/passwd"}, id="a path for a zone"),
        pytest.param({"first_name": "A", "internal": True}, id="internal, and nobody said so"),
        pytest.param({"first_name": "A", "linked_user_id": 3}, id="linked, and not internal"),
        pytest.param({"first_name": "A", "current_manager_id": 3}, id="managed here, and not internal"),
        pytest.param(
            {
                "first_name": "A",
                "internal": True,
                "internal_source": "HR",
                "linked_user_id": 3,
                "current_manager_id": 3,
            },
            id="one's own manager",
        ),
    ],
)
def test_what_cannot_stand_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        checked(Facts(**said))  # type: ignore[arg-type]


def test_who_is_not_internal_has_no_source_of_it() -> None:
    kept = checked(Facts(first_name="Ada", internal=False, internal_source="HR"))
    assert (kept.internal_source, kept.internal_since) == ("", None)
