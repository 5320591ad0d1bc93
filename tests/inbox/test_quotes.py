"""What is new is parted from what is quoted, whichever program answered, above, below or between."""

import pytest

from recruiterdash.mail.arriving import parted, unsigned
from tests.inbox.markers import MARKERS
from tests.inbox.shapes import OURS, QUOTED

NEW = "Yes, Thursday suits me.\nWhen will I hear from you?"


@pytest.mark.parametrize("program", MARKERS)
@pytest.mark.parametrize("quote", [f"\n{OURS}", QUOTED], ids=["unmarked", "marked"])
def test_an_answer_above_its_quote_is_new(program: str, quote: str) -> None:
    marker = "\n".join(MARKERS[program])
    found = parted(f"{NEW}\n\n{marker}\n{quote}\n")
    assert found.new == NEW
    assert found.quoted.startswith(marker)
    assert "We have not decided yet." in found.quoted


@pytest.mark.parametrize("program", MARKERS)
def test_an_answer_below_its_quote_is_new(program: str) -> None:
    marker = "\n".join(MARKERS[program])
    assert parted(f"{marker}\n{QUOTED}\n\n{NEW}\n").new == NEW


@pytest.mark.parametrize(
    "said",
    [
        "I can come:\nFrom 9 to 12\nTo: the office?\n\nBest",
        "My way:\nFrom: Lagos\nTo: Berlin\nThanks",
        "I am free on 24.11.2026 at 10:00:\nIs that fine?",
        "Please write to:\nAmara <amara@b.example>:\nthanks",
        "Question: when do you decide?\nDate: 3.12.",
        "- my CV - message - done -",
    ],
)
def test_words_that_look_like_the_beginning_of_a_quote_stay_new(said: str) -> None:
    assert parted(said).new == said


@pytest.mark.parametrize("last", ["Thanks", "My number is 555 0100", "It is 10:03 here"])
def test_the_line_right_above_a_quote_is_no_part_of_it(last: str) -> None:
    found = parted(f"{last}\nOn Tue, 24 Nov 2026 at 10:03, Priya Shah <jobs@b.example> wrote:\n{QUOTED}")
    assert found.new == last


@pytest.mark.parametrize(
    "added",
    [
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Gesendet mit der mobilen Mail App",
        "Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.",
        "Envoyé de mon iPhone",
        "Envoyé à partir de Outlook pour Android",
        "Enviado desde mi iPhone",
        "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
        "Get Outlook for iOS",
        "Sent with Proton Mail secure email.",
        "This e-mail is confidential and meant for its recipient alone. Delete all information if it came in error.",
        "Diese E-Mail ist vertraulich. Sind Sie nicht der Empfänger, löschen Sie bitte alle Daten.",
        "Ce message est confidentiel. Si vous n'êtes pas le destinataire, supprimez toutes mes données.",
        "Este mensaje es confidencial. Si no es el destinatario, elimine todos mis datos.",
        "-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v2\n\niQEzBAEB\n=abcd\n-----END PGP SIGNATURE-----",
    ],
)
def test_what_programs_and_offices_add_is_nobody_s_words(added: str) -> None:
    assert unsigned(f"{NEW}\n\n{added}\n") == NEW
    assert "Thursday" in parted(f"{NEW}\n\n{added}\n").new
