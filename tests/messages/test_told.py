"""What a person knows: from what was said and has arrived, and from nothing else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from recruiterdash.messages.told import Line, Stand, Told, told
from recruiterdash.messages.told_words import TONGUES, About, language_of, page

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
FIRST, SECOND, THIRD, FOURTH = (date(2026, 12, each) for each in (1, 2, 3, 4))
SOON = date(2026, 12, 8)


def lines(*said: tuple[Any, ...]) -> list[Line]:
    """One entry a day: type, kind, data, and the number of the entry it voids."""
    made = []
    for number, (type_, kind, data, *voids) in enumerate(said, start=1):
        at = START + timedelta(days=number - 1)
        made.append(Line(number, type_, kind, at, data, voids[0] if voids else None))
    return made


def out(kind: str = "personal", **data: Any) -> tuple[str, str, dict[str, Any]]:
    return ("out", kind, data)


NO, GO, OFFER = out(decision="reject"), out(decision="advance"), out(decision="offer")
BY_TUESDAY = out(status=True, next_date="2026-12-08")


@pytest.mark.parametrize(
    ("said", "known"),
    [
        pytest.param([], Told(), id="nothing was said"),
        pytest.param([out("auto_ack")], Told(last_word=FIRST), id="an acknowledgement"),
        pytest.param([BY_TUESDAY], Told(last_word=FIRST, promised=SOON), id="a promise"),
        pytest.param([NO], Told(Stand.NO, FIRST, FIRST), id="no"),
        pytest.param([out("phone", decision="reject")], Told(Stand.NO, FIRST, FIRST), id="no, in a call"),
        pytest.param([GO], Told(Stand.AHEAD, FIRST, FIRST), id="going ahead"),
        pytest.param([OFFER], Told(Stand.OFFER, FIRST, FIRST), id="an offer"),
        pytest.param([BY_TUESDAY, NO], Told(Stand.NO, SECOND, SECOND), id="the no answers the promise"),
        pytest.param(
            [BY_TUESDAY, out()], Told(last_word=SECOND, promised=SOON), id="a word beside a promise"
        ),
        pytest.param([BY_TUESDAY, out(keeps_promise=True)], Told(last_word=SECOND), id="a promise kept"),
        pytest.param(
            [BY_TUESDAY, out(status=True, next_date="2026-12-15")],
            Told(last_word=SECOND, promised=date(2026, 12, 15)),
            id="a promise moved",
        ),
        pytest.param(
            [out(decision="advance", next_date="2026-12-08")],
            Told(Stand.AHEAD, FIRST, FIRST, SOON),
            id="going ahead, with a date",
        ),
        pytest.param([GO, NO], Told(Stand.NO, SECOND, SECOND), id="ahead, then no"),
        pytest.param(
            [NO, out(next_date="2026-12-08")],
            Told(Stand.NO, FIRST, SECOND),
            id="a date after a no binds nobody",
        ),
        # --- what tells nobody anything
        pytest.param([out("voicemail", decision="reject")], Told(), id="a voicemail"),
        pytest.param([out("no_answer")], Told(), id="a call nobody took"),
        pytest.param([out("survey"), out("marketing"), out("ooo"), out("unknown")], Told(), id="no word"),
        pytest.param([out("of-a-kind-to-come", decision="reject")], Told(), id="a kind nobody knows"),
        pytest.param(
            [out("invite", decision="reject")], Told(last_word=FIRST), id="an invitation carries no no"
        ),
        pytest.param([out(decision="hire")], Told(last_word=FIRST), id="a decision that is never said so"),
        # --- what did not arrive, and what was undone
        pytest.param([NO, ("bounce", None, {}, 1)], Told(), id="a no that came back"),
        pytest.param([out(decision="reject", bounced=True)], Told(), id="came back, as an import tells"),
        pytest.param(
            [NO, ("bounce", None, {}, 1), ("undo", None, {}, 2)],
            Told(Stand.NO, FIRST, FIRST),
            id="came not back",
        ),
        pytest.param([NO, ("undo", None, {}, 1)], Told(), id="a call logged by mistake"),
        pytest.param(
            [BY_TUESDAY, NO, ("bounce", None, {}, 2)],
            Told(last_word=FIRST, promised=SOON),
            id="the promise stands again when the no came back",
        ),
        # --- taken back
        pytest.param([NO, ("unreject", None, {})], Told(Stand.NO, FIRST, FIRST), id="taken back, not told"),
        pytest.param(
            [NO, ("unreject", None, {}), out(letter="personal")],
            Told(Stand.NO, FIRST, THIRD),
            id="a word about something else",
        ),
        pytest.param(
            [NO, ("unreject", None, {}), out(letter="correction")],
            Told(last_word=THIRD),
            id="taken back and corrected",
        ),
        pytest.param([NO, out(letter="correction")], Told(Stand.NO, FIRST, SECOND), id="a date corrected"),
        pytest.param(
            [NO, ("unreject", None, {}), BY_TUESDAY], Told(last_word=THIRD, promised=SOON), id="open again"
        ),
        pytest.param([NO, ("unreject", None, {}), GO], Told(Stand.AHEAD, THIRD, THIRD), id="no, then ahead"),
        # --- theirs
        pytest.param([("in", "withdraw", {})], Told(Stand.ENDED, FIRST), id="they withdrew"),
        pytest.param(
            [BY_TUESDAY, ("in", "withdraw", {})],
            Told(Stand.ENDED, SECOND, FIRST),
            id="they withdrew from a promise",
        ),
        pytest.param(
            [OFFER, ("in", "decline", {})], Told(Stand.ENDED, SECOND, FIRST), id="they declined our offer"
        ),
        pytest.param([("in", "withdraw", {}), ("undo", None, {}, 1)], Told(), id="they did not withdraw"),
        pytest.param([NO, ("in", "withdraw", {})], Told(Stand.NO, FIRST, FIRST), id="withdrew after a no"),
        pytest.param([("in", "question", {}), ("in", "thank_you", {})], Told(), id="they wrote"),
        # --- ours alone
        *(
            pytest.param([(type_, None, {"value": "reject"})], Told(), id=type_)
            for type_ in (
                *("decision", "note", "stage_change", "scorecard", "close", "req_hold", "req_cancel"),
                *("req_filled", "interview_cancelled", "interview_held", "internal_email"),
            )
        ),
    ],
)
def test_what_they_know_is_what_was_said(said: list[tuple[Any, ...]], known: Told) -> None:
    assert told(lines(*said), "UTC") == known
    assert told(list(reversed(lines(*said))), "UTC") == known


def test_days_are_those_of_where_they_are() -> None:
    late = [Line(1, "out", "personal", datetime(2026, 12, 1, 23, tzinfo=UTC), {})]
    assert told(late, "Europe/Berlin").last_word == SECOND


# --- in words ---------------------------------------------------------------------------------------


def said(known: Told, language: str = "en", today: date = FOURTH) -> tuple[str, ...]:
    return page(known, About("Staff Nurse", "Borealis", FIRST, language), today).sentences


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Told(), ["We have your application."]),
        (Told(promised=SOON), ["We have your application.", "You will hear from us by Tuesday 8 December."]),
        (Told(promised=FOURTH), ["We have your application.", "You will hear from us by Friday 4 December."]),
        (
            Told(promised=THIRD),
            [
                "We have your application.",
                "We said that you would hear from us by Thursday 3 December, and that day has passed. "
                "Please ask us.",
            ],
        ),
        (
            Told(Stand.NO, SECOND),
            ["On Wednesday 2 December we told you that we will not be taking your application further."],
        ),
        (
            Told(Stand.AHEAD, SECOND),
            ["On Wednesday 2 December we told you that your application goes ahead."],
        ),
    ],
)
def test_the_page_says_it_plainly(known: Told, words: list[str]) -> None:
    assert list(said(known)) == words


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de-AT", "Sie hören bis Dienstag, 8. Dezember von uns."),
        ("fr", "Vous aurez de nos nouvelles au plus tard le mardi 8 décembre."),
        ("es_MX", "Tendrá noticias nuestras a más tardar el martes 8 de diciembre."),
        ("pl", "You will hear from us by Tuesday 8 December."),
        ("", "You will hear from us by Tuesday 8 December."),
    ],
)
def test_the_page_speaks_their_language(language: str, sentence: str) -> None:
    assert said(Told(promised=SOON), language)[-1] == sentence


def test_a_day_of_another_year_names_it() -> None:
    shown = page(Told(last_word=FIRST), About("Nurse", "", FIRST, "fr"), date(2027, 1, 4))
    assert dict(shown.facts)["Dernières nouvelles de notre part"] == "mardi 1er décembre 2026"


@pytest.mark.parametrize("language", TONGUES)
def test_every_language_has_words_for_everything(language: str) -> None:
    assert language_of(language) == language
    assert set(TONGUES[language].stands) == set(Stand)
    for stand in Stand:
        for promised in (None, THIRD, SOON):
            made = page(Told(stand, SECOND, SECOND, promised), About("R", "C", FIRST, language), FOURTH)
            assert "{" not in " ".join(
                [*made.sentences, made.heading, *(text for each in made.facts for text in each)]
            )
