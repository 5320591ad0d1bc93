"""What no feedback says is stopped with advice; what helps somebody goes through."""

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.feedback.words import Around, cautions, ensure_fit

AROUND = Around(
    chosen=frozenset({"Mei-Ling Zhao"}),
    others=frozenset({"Tomás Rivera"}),
    panel=frozenset({"Arun Kumar"}),
    own="Jonas Berg",
)
STOPPED = {
    "the chosen person": "Mei-Ling Zhao showed how to lead a handover.",
    "the chosen person by one name": "Zhao showed how to lead a handover.",
    "somebody else who applied": "Unlike Tomás Rivera you gave no figures.",
    "a panel member": "Arun Kumar missed a measured result.",
    "the chosen candidate": "The successful candidate gave three examples.",
    "somebody else": "We went with somebody else who had led a ward.",
    "other answers": "The other answers held figures.",
    "who got it": "The person we chose had led two teams.",
    "comparison": "Others were more experienced in triage.",
    "ranking": "You came second.",
    "youth": "We wanted a younger team.",
    "energy": "We needed someone with more energy.",
    "culture fit": "It was about culture fit.",
    "fit": "You were not the right fit for this ward.",
    "health": "Your illness was a worry for night shifts.",
    "absence": "Your absences last year counted.",
    "leave": "You were on leave in spring.",
    "family": "With your family the shifts are hard.",
    "visa": "Your visa ends next year.",
    "union": "Your work for the union takes time.",
    "performance history": "Your last performance review said the same.",
    "a promise": "You are next in line.",
    "a promise of a job": "We will give you the next post.",
    "a promise in so many words": "I promise you a role in spring.",
    "judgement": "You seemed nervous in the second hour.",
    "weak": "Your example was weak.",
    "character": "You came across as arrogant.",
    "not management material": "You are not leadership material.",
    "a score": "You scored 2.8 on leadership.",
    "an opinion of the panel": "The panel felt that you were not ready.",
    "pay": "Your salary would have been too high.",
    "German": "Eine andere Bewerberin hatte mehr Erfahrung.",
}
FINE = (
    "Two of three answers about incidents held no measured result (10 November).",
    "On 10 November you described how the ward's handover was changed, and what came of it: 12 % fewer errors.",
    "Lead one handover project from beginning to end, and measure before and after.",
    "An answer that names the target, the figure before and the figure after.",
    "Roles in care coordination; the next round opens in spring.",
    "Jonas, you showed how you plan a shift.",
    "A place in the mentoring programme, an hour a week.",
    "You led the discharge meeting on 12 November and named each open task.",
    "",
)


@pytest.mark.parametrize("text", STOPPED.values(), ids=STOPPED)
def test_what_no_feedback_says_is_stopped_with_advice(text: str) -> None:
    found = cautions(text, AROUND, "de" if text.startswith("Eine") else "en")
    assert found
    assert all(each.message.endswith(".") and each.advice.endswith(".") for each in found)


@pytest.mark.parametrize("text", FINE)
def test_what_helps_goes_through(text: str) -> None:
    assert cautions(text, AROUND) == []


def test_a_refusal_says_where_and_what_to_write_instead() -> None:
    with pytest.raises(BadInput) as refused:
        ensure_fit([("what was seen of “Leading”", "You seemed nervous.")], AROUND)
    said = str(refused.value)
    assert said.startswith("Nothing was saved. What was seen of “Leading”: “")
    assert "judges the person" in said
