"""What a password must be: long and not one that is tried first; nothing else."""

import pytest
from argon2 import Type, extract_parameters

from recruiterdash.errors import BadInput
from recruiterdash.team import passwords
from tests import quick

REFUSED = [
    "",
    "short",
    "elevenchars",
    "password1234",
    "Password1234!",
    "p@ssw0rd12345",
    "passwordpassword",
    "PasswordPassword1!",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "abcdefghijkl",
    "abcdefghijklmnop",
    "123456789012",
    "098765432109876",
    "aaaaaaaaaaaaaaaa",
    "ababababababab",
    "letmeinletmein",
    "welcome2026!!",
    "Summer2026Summer",
    "administrator1",
    "iloveyou123456",
    "changeme12345",
    "correcthorsebatterystaple",
    "recruiterdash1",
    "january2026!!",
    "zxcvbnmasdfghjkl",
    "monkeydragon12",
]
TAKEN = [
    "orange tractor on the moon",
    "correct horse battery staple and a tractor",
    "x9$Kq-27fLp_w",
    "Ein Dampfschiff fährt nach Hause",
    "пароль из пяти разных слов",
    "月が綺麗ですね、本当に綺麗だ",
    "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧",
    "   seven blanks around   ",
    "a" + "b1c2d3e4f5" * 400,
    "the quick brown tractor",
]


def test_a_guesser_needs_long_for_each_guess() -> None:
    # OWASP's least for argon2id: 19 MiB, two rounds
    stored = extract_parameters(quick.STRONG.hash("orange tractor"))
    assert stored.type is Type.ID
    assert stored.memory_cost >= 19 * 1024
    assert stored.time_cost >= 2


@pytest.mark.parametrize("password", REFUSED)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(BadInput):
        passwords.ensure_good(password)


@pytest.mark.usefixtures("strong_passwords")
@pytest.mark.parametrize("password", TAKEN)
def test_a_good_one_is_taken_and_fits(password: str) -> None:
    passwords.ensure_good(password)
    stored = passwords.hashed(password)
    assert passwords.fits(stored, password)
    assert not passwords.fits(stored, password + "x")
    assert not passwords.fits(stored, password[:-1])


@pytest.mark.parametrize("password", ["grace.hopper2026", "gracehopper1906", "GraceHopper!!"])
def test_ones_own_name_is_refused(password: str) -> None:
    with pytest.raises(BadInput, match="name or mailbox"):
        passwords.ensure_good(password, mailbox="grace.hopper@house.test", name="Grace Hopper")


def test_nothing_is_cut_off_after_72_bytes() -> None:
    stored = passwords.hashed("x" * 72 + "first")
    assert not passwords.fits(stored, "x" * 72 + "other")


def test_one_letter_in_two_forms_is_the_same() -> None:
    assert passwords.fits(passwords.hashed("caf\u00e9 on the corner"), "cafe\u0301 on the corner")


@pytest.mark.parametrize("stored", [None, "", "plain text", "$argon2id$broken"])
def test_nothing_fits_what_is_no_hash(stored: str | None) -> None:
    assert not passwords.fits(stored, "anything at all")


def test_half_a_character_is_wrong_and_no_failure() -> None:
    assert not passwords.fits(passwords.hashed("orange tractor"), "\ud800 orange tractor")
