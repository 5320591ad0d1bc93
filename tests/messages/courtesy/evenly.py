"""What is judged alike in every language: what is known around a letter, its names, its length, its form, its hour."""

from datetime import UTC, date, datetime
from typing import Any

from recruiterdash.messages.courtesy import Names
from recruiterdash.messages.courtesy.said import Away
from recruiterdash.messages.types import MessageType as T
from tests.messages.courtesy.letters import PROMISE, said
from tests.messages.courtesy.tables import (
    BLOCK,
    DE,
    DE_NO,
    ES,
    ES_NO,
    FR,
    FR_NO,
    HINT,
    WARN,
    Case,
    adds,
    clear,
    fails,
    found,
    passes,
    swaps,
)

STATUSES, NOES = ("status", DE, FR, ES), ("final", DE_NO, FR_NO, ES_NO)
_OTHERS = Names(["Bo Lind", "Ana María Lind García", "Karl von Berg", "Omar al-Sayed", "Zoë O'Brien"])

#: Another candidate by the surname, and what is none.
SURNAMES = [
    *found(
        "K05",
        BLOCK,
        "status",
        ("Mr Lind has heard from us.", "Lind"),
        ("We also met Ms. Lind.", "Lind"),
        ("We saw Mr al-Sayed's plan as well.", "Sayed"),
        ("Mrs O'Brien comes on Monday.", "Brien"),
        ("B. Lind comes on Monday.", "Lind"),
        ("Next on our list: Lind, Bo.", "Lind"),
        other_names=_OTHERS,
    ),
    *clear(
        "K05",
        "status",
        "Behind the house stands a lind tree.",
        "Mr Lindberg opens the door for you.",
        "Peter Lind opens the door for you.",
        "P. Lind opens the door for you.",
        "Lind is the next town.",
        other_names=_OTHERS,
    ),
    passes("K05", adds("status", "Mr Lind meets you.", other_names=_OTHERS, interviewers=("Per Lind",))),
    passes("K05", adds("status", "Write to Ms Lind.", other_names=_OTHERS, sender_name="Eva Lind")),
    passes(
        "K05", swaps("status", "Dear Amara,", "Dear Ms Lind,", other_names=_OTHERS, facts=("Amara Lind",))
    ),
    *found(
        "K05",
        BLOCK,
        DE,
        ("Herrn Linds Bewerbung lesen wir auch.", "Lind"),
        ("Frau von Berg hat schon von uns gehört.", "Berg"),
        ("Herr Dr. Lind war auch bei uns.", "Lind"),
        other_names=_OTHERS,
    ),
    *clear(
        "K05",
        DE,
        "Hinter dem Haus steht ein Berg.",
        "Die Linde vor dem Haus ist alt.",
        "Peter Lind öffnet Ihnen die Tür.",
        other_names=_OTHERS,
    ),
    *found(
        "K05",
        BLOCK,
        FR,
        ("M. Lind est venu aussi.", "Lind"),
        ("L'entretien de Mme LIND a été déplacé.", "LIND"),
        ("Nous avons reçu LIND Bo.", "LIND"),
        other_names=_OTHERS,
    ),
    *clear(
        "K05",
        FR,
        "M. Lindon vous ouvre la porte.",
        "Pierre Lind vous ouvre la porte.",
        "Berg est la ville voisine.",
        other_names=_OTHERS,
    ),
    *found(
        "K05",
        BLOCK,
        ES,
        ("La Sra. García vino también.", "García"),
        ("Hablamos con el señor Lind.", "Lind"),
        ("Recibimos a don Karl von Berg.", "Berg"),
        other_names=_OTHERS,
    ),
    *clear(
        "K05",
        ES,
        "El señor Linde le abre la puerta.",
        "Pedro Lind le abre la puerta.",
        "Berg es la ciudad vecina.",
        other_names=_OTHERS,
    ),
]

#: One role by the word for several, in letter and subject.
SEVERAL = [
    passes("K03", swaps("status", "the role of Staff Nurse", "one of our Staff Nurses")),
    passes("K03", swaps("status", "Staff Nurse", "Secretaries", titles=("Secretary",), subject=None)),
    fails("K03", BLOCK, "", swaps("status", "Staff Nurse", "staff nursery", subject=None)),
    passes(
        "K03", swaps(DE, "die Stelle Pflegefachkraft", "unsere Stellen für Pflegefachkräfte", subject=None)
    ),
    passes(
        "K03",
        swaps(DE, "Pflegefachkraft", "Kaufleute im Einzelhandel", titles=("Kaufmann im Einzelhandel",)),
    ),
    passes("K03", swaps(DE, "Pflegefachkraft", "Assistenzärzte", titles=("Assistenzarzt (m/w/d)",))),
    passes("K03", swaps(DE, "Pflegefachkraft", "Pflegerinnen", titles=("Pfleger/in",), subject=None)),
    passes("K03", swaps(FR, "le poste d'infirmière", "nos postes d'infirmières", subject=None)),
    passes(
        "K03",
        swaps(FR, "infirmière", "aides-soignantes de nuit", titles=("Aide-soignante de nuit",), subject=None),
    ),
    passes("K03", swaps(ES, "el puesto de enfermera", "nuestros puestos de enfermeras", subject=None)),
    passes("K03", swaps(ES, "enfermera", "coordinadores", titles=("Coordinador",), subject=None)),
    passes("K08", said("status", subject="Your application as one of our Staff Nurses")),
    passes("K08", said(DE, subject="Ihre Bewerbung bei unseren Pflegefachkräften")),
    passes("K08", said(FR, subject="Votre candidature : infirmières")),
    passes("K08", said(ES, subject="Su candidatura: enfermeras")),
]

_THERE = {
    "status": "Borealis has two houses.",
    DE: "Borealis hat zwei Häuser.",
    FR: "Borealis a deux maisons.",
    ES: "Borealis tiene dos casas.",
}
COMPANY = [
    *found("K04", BLOCK, "status", ("The people at Acme read it.", "Acme")),
    *(passes("K04", adds(name, text)) for name, text in _THERE.items()),
    *(passes("K04", said(name, companies=())) for name in STATUSES),
]

_AWAY_THEN = (Away(date(2026, 12, 7), date(2026, 12, 11), "Sam Stranger"),)
_BEFORE = (Away(date(2026, 11, 20), date(2026, 11, 27), "Sam Stranger"),)
IN_TIME = [
    *(fails("K13", BLOCK, "", said(name, away=_AWAY_THEN)) for name in STATUSES),
    *(fails("K13", BLOCK, "", said(name, requisition_state="on_hold")) for name in STATUSES),
    *(passes("K13", said(name, away=_BEFORE)) for name in STATUSES),
    *(passes("K13", said(name, legal_due=date(2026, 12, 31))) for name in STATUSES),
    *(passes("K13", said(name, requisition_state="open", legal_due=PROMISE)) for name in STATUSES),
]

BACKGROUND = [
    *(
        fails("K26", BLOCK, "", said(name, disposition=reason))
        for name in NOES
        for reason in ("background_check", "Background check", "adverse_action", "failed background-check")
    ),
    *(
        passes("K26", said(name, disposition=reason))
        for name in NOES
        for reason in ("not_selected", "lacks_basic_qualification", "position_cancelled", None)
    ),
]

_ONCE = {
    "final": "Unfortunately, it is so.",
    DE_NO: "Leider ist das so.",
    FR_NO: "Malheureusement, c'est ainsi.",
    ES_NO: "Lamentablemente, es así.",
}
REGRET = [
    *found("K27", WARN, "final", ("Sadly, it is so, and we regret it.", "regret")),
    *(passes("K27", adds(name, text)) for name, text in _ONCE.items()),
]

#: A letter too short to be one, one within its bounds.
_TELLS = {
    "final": "We talked about it for a long time.",
    DE_NO: "Wir haben lange darüber gesprochen.",
    FR_NO: "Nous en avons longuement parlé.",
    ES_NO: "Hablamos de ello un buen rato.",
}
_LONG = {
    ES: "Nosotros " + "leemos y hablamos y " * 15 + "escribimos.",
}
FORM = [
    *(passes("K31", said(name)) for name in STATUSES),
    *(passes("K31", adds(name, text)) for name, text in _TELLS.items()),
    *(passes("K31", said(name, type=T.REJECTION_APPLICATION)) for name in NOES[1:]),
    *(passes("K32", adds(name, text)) for name, text in _TELLS.items()),
    *(fails("K32", WARN, "", adds(name, text)) for name, text in _LONG.items()),
]


def _page(name: str, more: str = "") -> str:
    paragraphs = "".join(f"<p>{each}</p>" for each in said(name).body.split("\n\n"))
    return f"<html lang='x'><body>{paragraphs}{more}</body></html>"


HTML = [
    *(passes("K33", said(name, html="")) for name in STATUSES),
    *(passes("K33", said(name, html=None)) for name in STATUSES),
    *(passes("K33", said(name, html=_page(name, "<style>p { margin: 0 }</style>"))) for name in STATUSES),
]

_TAGS: dict[str, tuple[str, ...]] = {
    "status": ("en", "en-US", "EN-gb", "en-CA"),
    DE: ("de", "de-AT", "de-CH", "DE"),
    FR: ("fr", "fr-BE", "fr-CA", "FR"),
    ES: ("es", "es-MX", "es-AR", "ES"),
}
LANGUAGE = [
    *(
        fails("K34", WARN, "", said(name, language=theirs))
        for name in STATUSES
        for theirs in ("pl", *(tags[0] for other, tags in _TAGS.items() if other != name))
    ),
    *(passes("K34", said(name, language=tag)) for name, tags in _TAGS.items() for tag in tags),
]

THANKS = [
    *found("K36", WARN, "final", ("We thank you for everything.", "thank")),
]

_FINALIST = {
    "status": "We still talk about your handover example.",
    DE: "Über Ihr Beispiel zur Übergabe sprechen wir noch.",
    FR: "Nous parlons encore de votre exemple sur la transmission.",
    ES: "Seguimos hablando de su ejemplo sobre el relevo.",
}
BATCHES = [
    *(fails("K37", BLOCK, "", said(name, bulk=23_397)) for name in STATUSES),
    *(fails("K37", BLOCK, "", said(name, bulk=5, stage="final")) for name in STATUSES),
    *(passes("K37", adds(name, text, bulk=41, stage="final")) for name, text in _FINALIST.items()),
    *(passes("K37", said(name, bulk=1, stage="final")) for name in NOES),
    *(
        passes("K37", said(name, type=T.REJECTION_APPLICATION, bulk=400, stage="application"))
        for name in NOES
    ),
]

_WEDNESDAY, _NIGHT = datetime(2026, 11, 25, 11, tzinfo=UTC), datetime(2026, 11, 25, 22, tzinfo=UTC)
HOURS = [
    *(fails("K38", WARN, "", said(name, send_at=_NIGHT)) for name in NOES),
    *(passes("K38", said(name, send_at=_WEDNESDAY)) for name in NOES),
    *(passes("K38", said(name, send_at=_NIGHT, promise=date(2026, 11, 25))) for name in NOES),
    *(passes("K38", said(name, send_at=None)) for name in NOES),
]

_LAST: dict[str, Any] = {"type": T.REJECTION_FINAL, "stage": "final"}
IN_PERSON = [
    *(fails("K39", BLOCK, "", said(name, internal=True, told_live=False)) for name in NOES),
    *(fails("K39", WARN, "", said(name, told_live=False, **_LAST)) for name in NOES),
    *(passes("K39", said(name, told_live=True, **_LAST)) for name in NOES),
    *(passes("K39", said(name, told_live=None, **_LAST)) for name in NOES),
    *(passes("K39", said(name, internal=True, told_live=True)) for name in NOES),
    *(passes("K39", said(name, told_live=False)) for name in STATUSES),
]

_NEWS = {
    "status": "The last talk is on 30 November.",
    DE: "Das letzte Gespräch ist am 30. November.",
    FR: "Le dernier entretien a lieu le 30 novembre.",
    ES: "La última entrevista es el 30 de noviembre.",
}
AGAIN: list[Case] = [
    *(fails("K40", WARN, "", said(name, last_text=said(name).body)) for name in STATUSES),
    *(fails("K40", WARN, "", said(name, last_text=said(name).body.upper())) for name in STATUSES),
    *(passes("K40", adds(name, text, last_text=said(name).body)) for name, text in _NEWS.items()),
    *(passes("K40", said(name, last_text="Amara: OK.")) for name in STATUSES),
    *(passes("K40", said(name, last_text="")) for name in STATUSES),
]

_KEPT = "We delete your documents on 9 June 2027. "
_FORMAT = "Tell me if another format is easier for you."
LINES = [
    *(
        fails("K41", HINT, "", swaps("final", _KEPT, text))
        for text in ("Your documents are with us. ", "We have read all of it. ", "The file is complete. ")
    ),
    passes("K41", swaps("final", _KEPT, "We keep your application for six months, then it is deleted. ")),
    *(
        fails("K42", HINT, "", swaps("final", _FORMAT, text))
        for text in ("Tell me if that suits you.", "Tell me which hour is easier.", "The format is a call.")
    ),
    passes("K42", swaps("final", _FORMAT, "Tell me if you need this in large print.")),
]

EVENLY: list[Case] = [
    *SURNAMES,
    *SEVERAL,
    *COMPANY,
    *IN_TIME,
    *BACKGROUND,
    *REGRET,
    *FORM,
    *HTML,
    *LANGUAGE,
    *THANKS,
    *BATCHES,
    *HOURS,
    *IN_PERSON,
    *AGAIN,
    *LINES,
]
