"""What a person's status page says, in the languages we have it in; pure."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from recruiterdash.messages.days import spoken, tongue_of
from recruiterdash.messages.told import Stand, Told


class About(NamedTuple):
    """What the page is about, as the person knows it."""

    #: The public title of the role.
    title: str
    #: Empty where nobody has said how the company is called.
    company: str
    applied: date
    #: BCP 47; English where we have no words in it.
    language: str


class Page(NamedTuple):
    """A page, ready to be shown."""

    language: str
    name: str
    heading: str
    company: str
    sentences: tuple[str, ...]
    #: What it is, and the day or sentence.
    facts: tuple[tuple[str, str], ...]
    footnote: str


class _Tongue(NamedTuple):
    name: str
    heading: str
    stands: Mapping[Stand, str]
    promised: str
    missed: str
    applied: str
    last_word: str
    who: str
    ask: str
    footnote: str


TONGUES: Mapping[str, _Tongue] = {
    "en": _Tongue(
        name="Your application",
        heading="Your application: {title}",
        stands={
            Stand.HERE: "We have your application.",
            Stand.AHEAD: "On {day} we told you that your application goes ahead.",
            Stand.OFFER: "On {day} we told you that we would like to offer you the role.",
            Stand.NO: "On {day} we told you that we will not be taking your application further.",
            Stand.ENDED: "On {day} you told us that you do not wish to go on. Thank you for letting us know.",
        },
        promised="You will hear from us by {day}.",
        missed="We said that you would hear from us by {day}, and that day has passed. Please ask us.",
        applied="Application received",
        last_word="Last word from us",
        who="Whom to ask",
        ask="Reply to any letter you have had from us.",
        footnote="This page says what we have told you, and nothing else.",
    ),
    "de": _Tongue(
        name="Ihre Bewerbung",
        heading="Ihre Bewerbung: {title}",
        stands={
            Stand.HERE: "Ihre Bewerbung liegt uns vor.",
            Stand.AHEAD: "Am {day} haben wir Ihnen mitgeteilt, dass es mit Ihrer Bewerbung weitergeht.",
            Stand.OFFER: "Am {day} haben wir Ihnen mitgeteilt, dass wir Ihnen die Stelle anbieten möchten.",
            Stand.NO: "Am {day} haben wir Ihnen mitgeteilt, dass wir Ihre Bewerbung nicht weiterverfolgen.",
            Stand.ENDED: "Am {day} haben Sie uns mitgeteilt, dass Sie nicht weitermachen möchten. Danke für die "
            "Nachricht.",
        },
        promised="Sie hören bis {day} von uns.",
        missed="Wir hatten Ihnen eine Nachricht bis {day} zugesagt. Dieser Tag ist vorbei. Bitte fragen Sie nach.",
        applied="Bewerbung eingegangen",
        last_word="Letzte Nachricht von uns",
        who="Wen Sie fragen können",
        ask="Antworten Sie auf irgendeinen Brief, den Sie von uns bekommen haben.",
        footnote="Diese Seite sagt, was wir Ihnen mitgeteilt haben, und sonst nichts.",
    ),
    "fr": _Tongue(
        name="Votre candidature",
        heading="Votre candidature : {title}",
        stands={
            Stand.HERE: "Nous avons bien votre candidature.",
            Stand.AHEAD: "Le {day}, nous vous avons annoncé que votre candidature passe à l’étape suivante.",
            Stand.OFFER: "Le {day}, nous vous avons annoncé que nous souhaitons vous proposer le poste.",
            Stand.NO: "Le {day}, nous vous avons annoncé que nous ne donnerons pas suite à votre candidature.",
            Stand.ENDED: "Le {day}, vous nous avez dit que vous ne souhaitez pas continuer. Merci de nous avoir "
            "prévenus.",
        },
        promised="Vous aurez de nos nouvelles au plus tard le {day}.",
        missed="Nous vous avions promis des nouvelles au plus tard le {day}, et ce jour est passé. "
        "N’hésitez pas à nous écrire.",
        applied="Candidature reçue",
        last_word="Dernières nouvelles de notre part",
        who="À qui vous adresser",
        ask="Répondez à n’importe quelle lettre reçue de notre part.",
        footnote="Cette page dit ce que nous vous avons annoncé, et rien d’autre.",
    ),
    "es": _Tongue(
        name="Su candidatura",
        heading="Su candidatura: {title}",
        stands={
            Stand.HERE: "Tenemos su candidatura.",
            Stand.AHEAD: "El {day} le comunicamos que su candidatura sigue adelante.",
            Stand.OFFER: "El {day} le comunicamos que deseamos ofrecerle el puesto.",
            Stand.NO: "El {day} le comunicamos que no seguiremos adelante con su candidatura.",
            Stand.ENDED: "El {day} nos comunicó que no desea continuar. Gracias por avisarnos.",
        },
        promised="Tendrá noticias nuestras a más tardar el {day}.",
        missed="Le prometimos noticias a más tardar el {day}, y ese día ya ha pasado. No dude en preguntarnos.",
        applied="Candidatura recibida",
        last_word="Últimas noticias nuestras",
        who="A quién preguntar",
        ask="Responda a cualquiera de las cartas que le hayamos enviado.",
        footnote="Esta página dice lo que le hemos comunicado, y nada más.",
    ),
}


def page(told: Told, about: About, today: date) -> Page:
    """Return the page of somebody who has been told this. today: the day it is where they are."""
    language = language_of(about.language)
    words = TONGUES[language]
    since = told.since or about.applied
    sentences = [words.stands[told.stand].format(day=_spoken(since, language, today))]
    if told.promised is not None:
        sentence = words.promised if told.promised >= today else words.missed
        sentences.append(sentence.format(day=_spoken(told.promised, language, today)))
    facts = [(words.applied, _spoken(about.applied, language, today))]
    if told.last_word is not None:
        facts.append((words.last_word, _spoken(told.last_word, language, today)))
    return Page(
        language=language,
        name=words.name,
        heading=words.heading.format(title=about.title),
        company=about.company,
        sentences=tuple(sentences),
        facts=(*facts, (words.who, words.ask)),
        footnote=words.footnote,
    )


def language_of(tag: str) -> str:
    """Return the language a page is written in: `de-AT` -> `de`, English where we have no words."""
    return tongue_of(tag) or "en"


def _spoken(day: date, language: str, today: date) -> str:
    said = spoken(day, language)
    if day.year == today.year:
        return said
    return f"{said} de {day.year}" if language == "es" else f"{said} {day.year}"
