"""The beginning of a letter that puts one right which should not have left; pure.

What is true instead only a person can say: the place for it stands in brackets, and no letter leaves with it.
"""

from datetime import date
from typing import NamedTuple

from recruiterdash.messages.days import spoken, tongue_of


class _Words(NamedTuple):
    """A correction in one language; with the person's name, the role's title, the day and who signs."""

    subject: str
    #: When it left, and when nobody knows the day.
    on: str
    today: str
    body: str


_IN = {
    "en": _Words(
        "Your application for {title}: a correction",
        "On {day}",
        "Today",
        "Dear {name},\n\n"
        "{when} we sent you a letter about your application for {title}. It should not have been sent, and I am "
        "sorry for that.\n\n[What is true instead]\n\n"
        "If you have a question, reply to this message: it reaches me.\n\nKind regards\n{signer}\n",
    ),
    "de": _Words(
        "Ihre Bewerbung für {title}: eine Korrektur",
        "Am {day}",
        "Heute",
        "Guten Tag {name},\n\n"
        "{when} haben wir Ihnen zu Ihrer Bewerbung für {title} geschrieben. Diese Nachricht hätten Sie nicht "
        "bekommen sollen, und das tut mir leid.\n\n[Was stattdessen gilt]\n\n"
        "Wenn Sie eine Frage haben, antworten Sie auf diese Nachricht: Sie erreicht mich.\n\n"
        "Freundliche Grüße\n{signer}\n",
    ),
    "fr": _Words(
        "Votre candidature pour {title} : une correction",
        "Le {day}",
        "Aujourd'hui",
        "Bonjour {name},\n\n"
        "{when}, nous vous avons écrit au sujet de votre candidature pour {title}. Ce message n'aurait pas dû "
        "partir, et je vous présente mes excuses.\n\n[Ce qui est vrai]\n\n"
        "Si vous avez une question, répondez à ce message : il me parvient.\n\nCordialement\n{signer}\n",
    ),
    "es": _Words(
        "Su candidatura para {title}: una corrección",
        "El {day}",
        "Hoy",
        "Hola, {name}:\n\n"
        "{when} le escribimos sobre su candidatura para {title}. Ese mensaje no debería haber salido, y lo "
        "siento.\n\n[Lo que es cierto]\n\n"
        "Si tiene una pregunta, responda a este mensaje: me llega a mí.\n\nUn cordial saludo\n{signer}\n",
    ),
}


def correction(
    addressed: str, title: str, sent_on: date | None, signer: str, language: str = "en"
) -> tuple[str, str]:
    """Return subject and text of the letter.

    sent_on: the office's day on which the wrong one left, None when nobody knows. signer: name, and the role on a
    line of its own. language: the person's, a BCP 47 tag; one we have no words in gets English.
    """
    words = _IN[tongue_of(language) or "en"]
    when = words.on.format(day=spoken(sent_on, language)) if sent_on else words.today
    return (
        words.subject.format(title=title),
        words.body.format(name=addressed, when=when, title=title, signer=signer),
    )
