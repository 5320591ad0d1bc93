"""Words that show a kind only together with others, with a day, or where somebody stands."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from recruiterdash.messages.inbound.understanding import (
    BUILT_IN,
    FOR_HR,
    Reading,
    Rules,
    Stands,
    besides,
    read,
)

TUESDAY = date(2026, 11, 24)
NOWHERE = Stands()
TOLD_NO, ASKED, OFFERED, BOOKED = (
    Stands(told_no=True),
    Stands(asked=True),
    Stands(offered=True),
    Stands(booked=True),
)
#: To whom nothing is owed.
QUIET = {"thank_you", "gracious", "information", "nothing"}


class Answer(NamedTuple):
    """A mail, and what whoever wrote it meant."""

    text: str
    stands: Stands
    kind: str
    day: str | None

    @property
    def taken_for(self) -> Reading:
        return read(self.text, files=0, said_on=TUESDAY, stands=self.stands)


@cache
def answers() -> tuple[Answer, ...]:
    """560 mails in four languages, written by people who had not seen the rules."""

    def each() -> Iterator[Answer]:
        for mail in json.loads((Path(__file__).parent / "answers.json").read_text()):
            stands = NOWHERE if mail["stands"] == "nothing" else Stands(**{mail["stands"]: True})
            yield Answer(mail["text"], stands, mail["kind"], mail["day"])

    return tuple(each())


def test_nine_of_ten_mails_are_taken_for_what_they_are() -> None:
    right = [
        mail
        for mail in answers()
        if (mail.taken_for.kind or "nothing") == (mail.kind or "nothing")
        and (mail.day is None or str(mail.taken_for.day) == mail.day)
    ]
    assert len(right) >= 0.9 * len(answers())


def test_hardly_any_for_hr_is_missed_and_hardly_any_other_is_hidden() -> None:
    for_hr = [mail for mail in answers() if mail.kind in FOR_HR]
    others = [mail for mail in answers() if mail.kind not in FOR_HR]
    assert sum(mail.taken_for.kind not in FOR_HR for mail in for_hr) <= 2
    assert sum(mail.taken_for.kind in FOR_HR for mail in others) <= 4


def test_hardly_any_to_whom_an_answer_is_owed_is_taken_for_thanks() -> None:
    owed = [mail for mail in answers() if mail.kind and mail.kind not in QUIET | {"deliverable"}]
    assert sum(mail.taken_for.kind in QUIET for mail in owed) <= 1


@pytest.mark.parametrize(
    ("text", "stands", "kind"),
    [
        ("Could I let you know by Friday?", OFFERED, "delay_request"),
        ("Could I let you know by Friday?", NOWHERE, "question"),
        ("Could I let you know?", OFFERED, "question"),
        ("Could we do Thursday or Friday instead?", BOOKED, "reschedule_request"),
        ("Could we do Thursday or Friday instead?", NOWHERE, "question"),
        ("Maybe another time.", TOLD_NO, "gracious"),
        ("What did the other person have?", TOLD_NO, "feedback_request"),
        ("What did the other person have?", NOWHERE, "question"),
        ("I'm in!", OFFERED, "accept"),
        ("I'm in!", NOWHERE, ""),
        ("I am staying put.", OFFERED, "decline"),
        ("I am staying put.", NOWHERE, "withdraw"),
        ("There is something else on the table, and I must decide by Friday.", NOWHERE, "candidate_deadline"),
        ("There is something else on the table, and I must decide.", NOWHERE, ""),
        ("Ich habe ADHS. Ginge es mit Pausen?", BOOKED, "accommodation"),
        ("Ich unterrichte Schüler mit ADHS. Ginge es am Montag?", NOWHERE, "question"),
        ("I teach pupils with hearing aids. Could I see the classroom?", NOWHERE, "question"),
        ("Because of my hearing aids, could I sit in front?", BOOKED, "accommodation"),
        ("I work in shifts; I have epilepsy and need breaks between them.", BOOKED, "accommodation"),
        ("I have worked with autistic children. Could I see the classroom?", NOWHERE, "question"),
        ("Ich fahre im Rollstuhl. Gibt es einen Aufzug?", BOOKED, "accommodation"),
        ("Ich fahre Kunden im Rollstuhl. Gibt es Schichten?", NOWHERE, "question"),
        ("I was treated like dirt in front of your customers.", NOWHERE, "complaint"),
        ("Quiero presentar una queja sobre su departamento de selección.", NOWHERE, "complaint"),
        ("I led a complaints team. When will you decide?", NOWHERE, "question"),
        ("Bitte löschen Sie meine Unterlagen.", TOLD_NO, "data_request"),
        ("Ich ziehe meine Bewerbung keineswegs zurück.", NOWHERE, ""),
        ("Beschweren kann ich mich über gar nichts, danke.", NOWHERE, "thank_you"),
        ("Ich beschwere mich über Herrn Lind der gar nicht zugehört hat.", NOWHERE, "complaint"),
        ("Ich ziehe meine Bewerbung zurück und bin gar nicht traurig.", NOWHERE, "withdraw"),
        ("Thank you for the offer. I would like to withdraw my application.", OFFERED, "decline"),
        ("I would like to withdraw my application.", OFFERED, "withdraw"),
        ("Danke für das Angebot, ich ziehe meine Bewerbung zurück.", OFFERED, "decline"),
        ("Ni una sola queja, muchas gracias.", NOWHERE, "thank_you"),
        ("Here are the two referees you asked for.", ASKED, "deliverable"),
        ("Here are the two referees you asked for.", NOWHERE, ""),
        # what is still to come is not here
        ("I will send the references by Friday.", ASKED, "information"),
        ("I'm working on it.", ASKED, "information"),
        ("I am still waiting for the certificate from my university.", ASKED, "information"),
        ("Ich schicke die Zeugnisse am Freitag.", ASKED, "information"),
        ("Die Unterlagen folgen.", ASKED, "information"),
        ("Mache ich gern!", ASKED, "information"),
        ("Je vous envoie les documents demain.", ASKED, "information"),
        ("Je le ferai ce soir.", ASKED, "information"),
        ("Se lo envío mañana.", ASKED, "information"),
        ("Monday works for me.", ASKED, "deliverable"),
        ("I will be there on Tuesday.", ASKED, "deliverable"),
        ("Ja, Dienstag um zehn passt.", ASKED, "deliverable"),
        ("Oui, mardi à dix heures.", ASKED, "deliverable"),
        ("Les envío los documentos.", ASKED, "deliverable"),
        ("Parfait, à vendredi.", BOOKED, "thank_you"),
        ("Kein Ding, viel Glück mit der Neuen.", TOLD_NO, "gracious"),
    ],
)
def test_a_sign_counts_where_all_of_it_is_so(text: str, stands: Stands, kind: str) -> None:
    assert read(text, files=0, said_on=TUESDAY, stands=stands).kind == kind


def test_each_sign_rests_by_itself_and_says_what_else_it_needs() -> None:
    signs = [line for line in BUILT_IN.values() if line.sign is not None]
    assert {line.language for line in signs} == {"en", "de", "fr", "es"}
    for line in signs:
        assert line.sign is not None
        assert bool(besides(line)) == bool(line.sign.near)
    text = "There is something else on the table, and I must decide by Friday."
    (sign,) = (line for line in signs if (line.kind, line.language) == ("candidate_deadline", "en"))
    resting = Rules(resting=frozenset({sign.key}))
    assert read(text, files=0, said_on=TUESDAY).kind == "candidate_deadline"
    assert read(text, files=0, said_on=TUESDAY, rules=resting).kind == ""
