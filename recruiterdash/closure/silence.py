"""When a letter is drafted so that nobody goes quiet for too long, and the honest reason it gives; pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from recruiterdash.closure.models import DraftKind
from recruiterdash.waiting.policy import Policy
from recruiterdash.waiting.workdays import Calendar

#: Reason -> language -> sentence. Each is true when its holder holds the next step, names nobody, and may be read
#: by anybody who asks for their data.
CAUSES: Mapping[str, Mapping[str, str]] = {
    "reading": {
        "en": "We are still reading the applications.",
        "de": "Wir lesen die Bewerbungen noch.",
        "fr": "Nous lisons encore les candidatures.",
        "es": "Todavía estamos leyendo las candidaturas.",
    },
    "notes": {
        "en": "We have not put together all our notes from your interview yet.",
        "de": "Unsere Notizen aus dem Gespräch mit Ihnen sind noch nicht vollständig.",
        "fr": "Nos notes de votre entretien ne sont pas encore complètes.",
        "es": "Nuestras notas de su entrevista aún no están completas.",
    },
    "deciding": {
        "en": "Our talks about it take longer than we planned.",
        "de": "Unsere Beratung dauert länger als geplant.",
        "fr": "Nos échanges à ce sujet durent plus longtemps que prévu.",
        "es": "Nuestra deliberación lleva más tiempo del previsto.",
    },
    "paused": {
        "en": "The search for this role is paused at the moment.",
        "de": "Die Suche für diese Stelle ruht zurzeit.",
        "fr": "La recherche pour ce poste est en pause en ce moment.",
        "es": "La búsqueda para este puesto está en pausa en este momento.",
    },
    "review": {
        "en": "Our review takes longer than we planned.",
        "de": "Unsere Durchsicht dauert länger als geplant.",
        "fr": "Notre examen prend plus de temps que prévu.",
        "es": "Nuestra revisión lleva más tiempo del previsto.",
    },
}
_BY_HOLDER = {"interviewer": "notes", "hiring_manager": "deciding", "requisition": "paused"}


class Running(NamedTuple):
    """A clock that runs."""

    started_at: datetime
    due_at: datetime


class Called(NamedTuple):
    """A letter that ought to be drafted."""

    kind: DraftKind
    #: When the clock began that calls for it.
    since: datetime
    #: The day that was named has gone by.
    broken: bool = False


def called_for(
    silence: Running | None, promise: Running | None, *, now: datetime, policy: Policy, calendar: Calendar
) -> Called | None:
    """Return the letter to be drafted now, None when nobody goes quiet too long yet.

    silence, promise: as they run, None when they do not. A day that was named comes first: its letter is drafted
    on the business day before, so that it can still be moved honestly. Otherwise on the business day before a
    word is owed, or when so many days have gone by without one as the policy allows.
    """
    tomorrow = calendar.business_day_after(calendar.local_date(now), 1)
    if promise is not None and calendar.local_date(promise.due_at) <= tomorrow:
        return Called(DraftKind.DELAY, promise.started_at, broken=promise.due_at < now)
    if silence is None or promise is not None:
        return None
    spent = calendar.business_day_after(calendar.local_date(silence.started_at), policy.silence_budget)
    if calendar.local_date(silence.due_at) <= tomorrow or spent <= calendar.local_date(now):
        return Called(DraftKind.HOLDING, silence.started_at)
    return None


def cause_of(holder: str, *, met: bool) -> str:
    """Return the reason that is true while somebody holds the next step. met: there was an interview."""
    return _BY_HOLDER.get(holder, "review" if met else "reading")


def with_cause(body: str, cause: str, language: str) -> str:
    """Return a letter's text with its reason at the end of the first paragraph after the greeting.

    A language without the sentence, and a text without such a paragraph, stay as they are.
    """
    sentence = CAUSES[cause].get(language.partition("-")[0], "")
    paragraphs = body.split("\n\n")
    if not sentence or sentence in body or len(paragraphs) < 2:
        return body
    paragraphs[1] = f"{paragraphs[1].rstrip()} {sentence}"
    return "\n\n".join(paragraphs)
