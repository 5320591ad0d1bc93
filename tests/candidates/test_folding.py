"""Letters are found by those people type who have no such key."""

import pytest

from recruiterdash.db import folded


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("YILDIZ Yıldız İpek", "yildiz yildiz ipek"),
        ("Søren Ø", "soren o"),
        ("Đorđe", "dorde"),
        ("Guðrún Ð", "gudrun d"),
        ("Þór þing", "thor thing"),
        ("Strauß STRAUẞ", "strauss strauss"),
        ("Ægir Bjæ", "aegir bjae"),
        ("Œuvre cœur", "oeuvre coeur"),
        ("Ħamrun Ŧ ŧ", "hamrun t t"),
        ("Ǿre", "ore"),
        ("Zoë  O'Brien", "zoe o'brien"),
    ],
)
def test_a_letter_with_a_stroke_is_found_by_the_plain_one(written: str, typed: str) -> None:
    assert folded(written) == folded(typed) == typed
