"""An address that brings a bounce or a reply back holds its letter's key, and is read whatever became of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiterdash.mail import Kind, check_address, key_of, read_key, reply_to, return_path, wire_address

KEY = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32

MARKED = {
    "jobs@firm.example": ("jobs+b.{}@firm.example", "jobs+r.{}@firm.example"),
    "jobs+ats@firm.example": ("jobs+ats+b.{}@firm.example", "jobs+ats+r.{}@firm.example"),
    '"the jobs"@firm.example': ('"the jobs+b.{}"@firm.example', '"the jobs+r.{}"@firm.example'),
    "jobs@xn--bcher-kva.example": ("jobs+b.{}@xn--bcher-kva.example", "jobs+r.{}@xn--bcher-kva.example"),
    f"{'x' * 29}@firm.example": (f"{'x' * 29}+b.{{}}@firm.example", f"{'x' * 29}+r.{{}}@firm.example"),
    # no room for the key: a mailbox cut short would be another one
    f"{'x' * 30}@firm.example": (f"{'x' * 30}@firm.example", f"{'x' * 30}@firm.example"),
    f"{'x' * 64}@firm.example": (f"{'x' * 64}@firm.example", f"{'x' * 64}@firm.example"),
}


@pytest.mark.parametrize(("mailbox", "expected"), MARKED.items())
def test_a_mailbox_carries_the_key_of_a_letter(mailbox: str, expected: tuple[str, str]) -> None:
    assert (return_path(mailbox, KEY), reply_to(mailbox, KEY)) == tuple(each.format(KEY) for each in expected)
    assert check_address(wire_address(return_path(mailbox, KEY)))


READ = {
    f"jobs+b.{KEY}@firm.example": (Kind.BOUNCE, KEY),
    f"jobs+r.{KEY}@firm.example": (Kind.REPLY, KEY),
    f"JOBS+B.{KEY.upper()}@FIRM.EXAMPLE": (Kind.BOUNCE, KEY),
    f"<jobs+r.{KEY}@firm.example>": (Kind.REPLY, KEY),
    f"  jobs+r.{KEY}@firm.example\r\n": (Kind.REPLY, KEY),
    f'"the jobs+b.{KEY}"@firm.example': (Kind.BOUNCE, KEY),
    f"jobs+b.{OTHER}+r.{KEY}@firm.example": (Kind.REPLY, KEY),
    # what a forwarder makes of it (SRS)
    f"SRS0=Hx3a=TT=firm.example=jobs+b.{KEY}@forwarder.example": (Kind.BOUNCE, KEY),
    "": None,
    "jobs@firm.example": None,
    f"jobs+x.{KEY}@firm.example": None,
    f"jobs+b.{KEY[:-1]}@firm.example": None,
    f"jobs+b.{KEY}0@firm.example": None,
    f"jobs+b.{KEY[:-1]}g@firm.example": None,
    f"jobs+b.{KEY}": None,
    f"jobs+b.{KEY}@": None,
    f"+b.{KEY}@firm.example": None,
    f"jobs+b.{KEY}@firm.example@elsewhere.example": None,
    f"jobs-b.{KEY}@firm.example": None,
    f"jobs+b.{KEY}@firm.example, x": None,
    "jobs+b." + "٠" * 32 + "@firm.example": None,
}


@pytest.mark.parametrize(("address", "expected"), READ.items())
def test_a_returning_address_is_read(address: str, expected: tuple[Kind, str] | None) -> None:
    assert read_key(address) == expected


LOCAL = st.from_regex(r"[A-Za-z0-9+_=-]{1,29}", fullmatch=True)
KEYS = st.from_regex(r"[0-9a-f]{32}", fullmatch=True)


@given(LOCAL, KEYS, st.sampled_from([str.lower, str.upper, str.title, str.swapcase]))
def test_any_key_comes_back_in_any_case(local: str, key: str, change: type[str]) -> None:
    mailbox = f"{local}@firm.example"
    assert read_key(change(return_path(mailbox, key))) == (Kind.BOUNCE, key)
    assert read_key(change(reply_to(mailbox, key))) == (Kind.REPLY, key)


@given(st.one_of(st.text(), st.from_regex(r"<?[^@]*\+[brBR]\.[0-9a-fA-F]{30,34}@.*")))
def test_no_text_can_break_the_reading(text: str) -> None:
    found = read_key(text)
    assert found is None or (found[0] in Kind and found[1] in text.lower())


def test_a_text_without_end_is_read_at_once() -> None:
    assert read_key(f"+b.{KEY}@" * 20_000) is None
    assert read_key("+" * 1_000_000) is None


@pytest.mark.parametrize("key", ["", KEY.upper(), KEY[:-1], KEY + "0", f"{KEY}\n", "٠" * 32])
def test_a_key_that_is_none_is_a_fault_of_ours(key: str) -> None:
    with pytest.raises(ValueError, match="32"):
        return_path("jobs@firm.example", key)


def test_a_letters_key_is_in_its_message_id() -> None:
    assert key_of(f"<{KEY}@firm.example>") == key_of(f" <{KEY.upper()}@FIRM.EXAMPLE>\r\n") == KEY
    assert {key_of(each) for each in ("", "<x@firm.example>", f"{KEY}@firm.example", f"<{KEY}>")} == {None}
