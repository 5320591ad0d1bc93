"""An address is taken as written or refused; it never becomes another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiterdash.errors import BadInput
from recruiterdash.mail import addresses, check_address, check_name, wire_address

#: written -> (kept, on the wire)
TAKEN = {
    "amara@example.org": ("amara@example.org", "amara@example.org"),
    "Amara.Okafor@Example.ORG": ("Amara.Okafor@example.org", "Amara.Okafor@example.org"),
    "amara+jobs@example.org": ("amara+jobs@example.org", "amara+jobs@example.org"),
    "amara+a+b=c@example.org": ("amara+a+b=c@example.org", "amara+a+b=c@example.org"),
    "o'neil@example.org": ("o'neil@example.org", "o'neil@example.org"),
    "a!#$%&'*/=?^_`{|}~-@example.org": ("a!#$%&'*/=?^_`{|}~-@example.org", "a!#$%&'*/=?^_`{|}~-@example.org"),
    "x@mail.example": ("x@mail.example", "x@mail.example"),
    "evil@e.test": ("evil@e.test", "evil@e.test"),
    "root@localhost": ("root@localhost", "root@localhost"),
    "jobs@localhost.localdomain": ("jobs@localhost.localdomain", "jobs@localhost.localdomain"),
    "hr@office.local": ("hr@office.local", "hr@office.local"),
    " amara@example.org\t": ("amara@example.org", "amara@example.org"),
    '"amara okafor"@example.org': ('"amara okafor"@example.org', '"amara okafor"@example.org'),
    '"a@b"@example.org': ('"a@b"@example.org', '"a@b"@example.org'),
    '"a\\"b"@example.org': ('"a\\"b"@example.org', '"a\\"b"@example.org'),
    '"amara"@example.org': ("amara@example.org", "amara@example.org"),
    '"<x>,y;z"@example.org': ('"<x>,y;z"@example.org', '"<x>,y;z"@example.org'),
    "info@bücher.example": ("info@bücher.example", "info@xn--bcher-kva.example"),
    "info@BÜCHER.example": ("info@bücher.example", "info@xn--bcher-kva.example"),
    "info@bu\u0308cher.example": ("info@bücher.example", "info@xn--bcher-kva.example"),
    "info@xn--bcher-kva.example": ("info@bücher.example", "info@xn--bcher-kva.example"),
    "info@straße.example": ("info@straße.example", "info@xn--strae-oqa.example"),
    "почта@пример.example": ("почта@пример.example", "почта@xn--e1afmkfd.example"),
    "用户@例子.example": ("用户@例子.example", "用户@xn--fsqu00a.example"),
    "josé@example.org": ("josé@example.org", "josé@example.org"),
    "jose\u0301@example.org": ("josé@example.org", "josé@example.org"),
    "x" * 64 + "@example.org": ("x" * 64 + "@example.org", "x" * 64 + "@example.org"),
    # longer than the standard's 64, as the return paths of some senders are: the server may judge
    "x" * 90 + "@example.org": ("x" * 90 + "@example.org", "x" * 90 + "@example.org"),
}

REFUSED = [
    "",
    " ",
    "amara",
    "@example.org",
    "amara@",
    "amara@example",
    "a@b@c.example",
    "amara@example.org.",
    "amara@.example.org",
    "amara@example..org",
    ".amara@example.org",
    "amara.@example.org",
    "ama..ra@example.org",
    "amara okafor@example.org",
    "amara@exa mple.org",
    "amara@-example.org",
    "amara@exa_mple.org",
    "amara@192.0.2.1",
    "amara@[192.0.2.1]",
    "amara@[IPv6:::1]",
    "amara@example.invalid",
    "Amara <amara@example.org>",
    "alice@good.test <bob@evil.test>",
    "<amara@example.org>",
    "amara@example.org, bob@example.org",
    "amara@example.org; bob@example.org",
    "amara@example.org bob@example.org",
    "team: amara@example.org;",
    "team: amara@example.org, bob@example.org;",
    "amara(comment)@example.org",
    "(comment)amara@example.org",
    "amara@example.org (Amara)",
    "amara@(comment)example.org",
    "amara@example.org\r\nBcc: x@example.org",
    "amara@example.org\n",
    "ama\rra@example.org",
    "amara\0@example.org",
    "amara@exam\u2028ple.org",
    "amara@example.org\x85",
    "ama\ud800ra@example.org",
    "amara@\udcffexample.org",
    '"amara\n"@example.org',
    '"amara"x@example.org',
    '"amara@example.org',
    "amara@example.org>",
    "amara@example.org> SIZE=1",
    "amara@ｅｘａｍｐｌｅ.org",
    "amara@example。org",
    "amara＠example.org",
    "amara@exam\u00adple.org",
    "amara@exam\u200bple.org",
    "amara\u202e@example.org",
    "x" * 60 + "@" + ".".join(["y" * 60] * 4) + ".example",
    "x@" + "y" * 320,
    "x@" + "y" * 64 + ".example",
    "@a.example:amara@example.org",
    "amara%example.org",
    "mailto:amara@example.org,bob@example.org",
    "javascript:alert(1)",
]


@pytest.mark.parametrize(("written", "expected"), TAKEN.items())
def test_an_address_is_kept_as_it_was_written(written: str, expected: tuple[str, str]) -> None:
    kept = check_address(written)
    assert (kept, wire_address(kept)) == expected
    assert check_address(kept) == kept


WORDS = st.from_regex(r"[A-Za-z0-9_+=.-]{1,20}", fullmatch=True)
LABELS = st.lists(st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True), min_size=1, max_size=4)
ENDS = st.sampled_from(
    ["org", "example", "invalid", "arpa", "onion", "test", "local", "localhost", "c", "co", "c0"]
)


@given(WORDS, LABELS, ENDS)
def test_the_short_way_for_usual_addresses_agrees_with_the_thorough_one(
    local: str, labels: list[str], end: str
) -> None:
    address = f"{local}@{'.'.join(labels)}.{end}"
    if addresses._PLAIN.fullmatch(address):
        assert check_address(address) == address == wire_address(address)


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_single_mailbox_is_refused_in_words(written: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_address(written)
    assert len(str(refusal.value)) > 10
    with pytest.raises(BadInput):
        wire_address(written)


@pytest.mark.parametrize(
    "name",
    ["Amara", "Zoë Ångström", "José María de la Ó", "李小龍", "Нина Ўзбекова", "عائشة بنت علي", "שרה כהן",
     "Nguyễn Thị Ánh", "นภา", "אבי \u200f(אברהם)", "O'Neil-Smith, Jr.", 'Ann "Nan" Lee', "🦊 Fox", "x" * 200],
)  # fmt: skip
def test_a_name_in_any_script_stays_as_it_is(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["A\nB", "A\rB", "A\r\nBcc: x@y", "A\0", "A\x85B", "A\u2028B", "A\u2029B", "A\ud83d", "A\vB",
     "A\x1b[2J", "A\x7f", "A\u202eB", "A\u2066B", "x" * 201, "x" * 10_000],
)  # fmt: skip
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        check_name(name)


def test_runs_of_blanks_in_a_name_become_one() -> None:
    assert check_name("  Amara \t  Okafor ") == "Amara Okafor"
