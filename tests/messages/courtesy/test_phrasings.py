"""Many ways to say a thing, in four languages: what a check must find however it is put, and what it must let pass."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from recruiterdash.messages.courtesy import CHECKS, Said, check
from recruiterdash.messages.courtesy.lexicon import LEXICONS
from recruiterdash.messages.courtesy.reading import Reading
from tests.messages.courtesy.cases import CASES
from tests.messages.courtesy.tables import adds, swaps

#: The sentence of each letter that says the no.
DECISIONS = {
    "final": "We have decided not to go ahead with your application.",
    "no in German": "Wir haben entschieden, Ihre Bewerbung nicht weiterzuverfolgen.",
    "no in French": "Nous avons décidé de ne pas donner suite à votre candidature.",
    "no in Spanish": "Hemos decidido no seguir adelante con su candidatura.",
}


class Section(NamedTuple):
    """Sentences that one check must judge alike."""

    check: str
    letter: str
    #: "passes", "finds", or the severity it is found with.
    wanted: str
    #: "instead" of the decision, or "beside" the rest; then what else is known.
    how: str
    sentences: list[str]

    @property
    def changes(self) -> dict[str, str]:
        return dict(each.split("=") for each in self.how.split()[1:])

    def said(self, sentence: str) -> Said:
        if self.how == "instead":
            return swaps(self.letter, DECISIONS[self.letter], sentence)
        return adds(self.letter, sentence, **self.changes)

    def judged(self, sentence: str) -> str:
        found = [each.severity.value for each in check(self.said(sentence)) if each.check == self.check]
        if not found:
            return "passes"
        return "finds" if self.wanted == "finds" else self.wanted if self.wanted in found else found[0]


def sections() -> Iterator[Section]:
    lines = (Path(__file__).parent / "phrasings.txt").read_text("utf-8").splitlines()
    section: Section | None = None
    for line in lines:
        if line.startswith("["):
            id_, letter, wanted, how = (each.strip() for each in line[1:-1].split("|"))
            section = Section(id_, letter, wanted, how, [])
            yield section
        elif section is not None and line and not line.startswith("#"):
            section.sentences.append(line)


SECTIONS = list(sections())


def test_there_are_phrasings_of_every_theme() -> None:
    assert sum(len(each.sentences) for each in SECTIONS) > 1_000


#: Of each check, in each language: both examples that define it, and three more of each kind.
FEWEST = 4


@pytest.mark.parametrize("language", LEXICONS)
@pytest.mark.parametrize("id_", [each.id for each in CHECKS])
def test_every_check_has_its_table_in_every_language(id_: str, language: str) -> None:
    judged = [
        *((case.letter, case.finds is not None) for case in CASES if case.check == id_),
        *(
            (each.said(sentence), each.wanted != "passes")
            for each in SECTIONS
            if each.check == id_
            for sentence in each.sentences
        ),
    ]
    mine = [finds for letter, finds in judged if Reading(letter).language == language]
    assert mine.count(True) >= FEWEST, "too few letters it must find"
    assert mine.count(False) >= FEWEST, "too few letters it must let pass"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: f"{each.check} {each.letter} {each.wanted}")
def test_however_it_is_put(section: Section) -> None:
    wrong = {each: section.judged(each) for each in section.sentences}
    assert {each: said for each, said in wrong.items() if said != section.wanted} == {}
