"""Good letters of every type, and what is known around them."""

from datetime import UTC, date, datetime
from typing import Any

from recruiterdash.messages.courtesy import Said
from recruiterdash.messages.types import MessageType

TODAY = date(2026, 11, 23)
PROMISE = date(2026, 12, 8)
#: A person who has been interviewed on 18 November.
AMARA: dict[str, Any] = {
    "subject": "Your application for Staff Nurse",
    "recipients": ("amara@example.org",),
    "preferred_name": "Amara",
    "titles": ("Staff Nurse",),
    "other_titles": ("Analyst", "Senior Staff Nurse", "Ward Manager"),
    "company": "Borealis",
    "companies": ("Borealis", "Acme"),
    "sender_name": "Priya Shah",
    "sender_role": "Recruiter",
    "reply_to": "priya@borealis.example",
    "stage": "interview",
    "interview_date": date(2026, 11, 18),
    "interview_topic": "Ward handover",
    "today": TODAY,
    "language": "en",
}

STATUS = """Dear Amara,

Your application for the role of Staff Nurse at Borealis is still with us. We have not decided yet. Two more people come to see us this month.

You will hear from me by Tuesday 8 December, even if there is no decision by then.

If you have a question before that, reply to this message. It reaches me.

Kind regards
Priya Shah
Recruiter
"""  # noqa: E501
DELAY = """Dear Amara,

I said that you would hear about the role of Staff Nurse by Friday 20 November, and I did not write. I am sorry.

One interview had to be moved on our side, so we have not finished our review. Nothing is decided yet. You will hear from me by Tuesday 8 December.

If you have a question before that, reply to this message. It reaches me.

Kind regards
Priya Shah
Recruiter
"""  # noqa: E501
FINAL = """Dear Amara,

Thank you for the four conversations about the role of Staff Nurse at Borealis, and for your handover example on 18 November. We have decided not to go ahead with your application.

For this role we needed two years of night work on a ward. That is the one point on which we could not say yes. The way you told us about the handover showed us how you work, and we talked about it for a long time.

I would like to tell you more about it. I can call you on Thursday 26 November with feedback, at an hour that suits you. Tell me if another format is easier for you.

We delete your documents on 9 June 2027. You are welcome to apply to us again.

Kind regards
Priya Shah
Recruiter
"""  # noqa: E501
DE_STATUS = """Guten Tag Amara,

Ihre Bewerbung für die Stelle Pflegefachkraft bei Borealis liegt uns vor. Wir haben noch nicht entschieden. In diesem Monat sprechen wir noch mit zwei Personen.

Sie hören bis Dienstag, 8. Dezember von mir, auch wenn es bis dahin noch keine Entscheidung gibt.

Wenn Sie vorher eine Frage haben, antworten Sie auf diese Nachricht. Sie erreicht mich.

Freundliche Grüße
Priya Shah
Recruiterin
"""  # noqa: E501
DE_NO = """Guten Tag Amara,

vielen Dank für das Gespräch am 18. November über die Stelle Pflegefachkraft bei Borealis. Wir haben entschieden, Ihre Bewerbung nicht weiterzuverfolgen.

Für diese Stelle brauchen wir zwei Jahre Erfahrung im Nachtdienst. Das war der eine Punkt, an dem wir nicht zusagen konnten. Ihr Beispiel zur Übergabe haben wir gut verstanden.

Wir löschen Ihre Unterlagen am 9. Juni 2027. Wenn Sie eine Frage haben, antworten Sie auf diese Nachricht. Sagen Sie mir, wenn Ihnen ein anderes Format hilft.

Freundliche Grüße
Priya Shah
Recruiterin
"""  # noqa: E501
FR_STATUS = """Bonjour Amara,

Votre candidature pour le poste d'infirmière chez Borealis est toujours à l'étude. Nous n'avons pas encore décidé. Nous rencontrons encore deux personnes ce mois-ci.

Vous aurez de mes nouvelles avant le mardi 8 décembre, même si rien n'est décidé à cette date.

Si vous avez une question avant cette date, répondez à ce message. Il me parvient.

Cordialement
Priya Shah
Recruteuse
"""  # noqa: E501
FR_NO = """Bonjour Amara,

Merci pour notre entretien du 18 novembre au sujet du poste d'infirmière chez Borealis. Nous avons décidé de ne pas donner suite à votre candidature.

Pour ce poste, nous avions besoin de deux ans de travail de nuit. C'est le seul point sur lequel nous n'avons pas pu dire oui. Votre exemple sur la transmission était clair.

Nous supprimerons vos documents le 9 juin 2027. Si vous avez une question, répondez à ce message. Dites-moi si un autre format vous aide.

Cordialement
Priya Shah
Recruteuse
"""  # noqa: E501
ES_STATUS = """Estimada Amara:

Su candidatura para el puesto de enfermera en Borealis sigue con nosotros. Todavía no hemos decidido. Este mes hablamos con dos personas más.

Tendrá noticias mías antes del martes 8 de diciembre, aunque para entonces no haya una decisión.

Si tiene una pregunta antes de esa fecha, responda a este mensaje. Me llega a mí.

Un cordial saludo
Priya Shah
Reclutadora
"""  # noqa: E501
ES_NO = """Estimada Amara:

Gracias por la entrevista del 18 de noviembre sobre el puesto de enfermera en Borealis. Hemos decidido no seguir adelante con su candidatura.

Para este puesto necesitábamos dos años de trabajo de noche. Es el único punto en el que no pudimos decir que sí. Su ejemplo sobre el relevo fue claro.

Borraremos sus documentos el 9 de junio de 2027. Si tiene una pregunta, responda a este mensaje. Dígame si le ayuda otro formato.

Un cordial saludo
Priya Shah
Reclutadora
"""  # noqa: E501
_GERMAN = {
    "titles": ("Pflegefachkraft",),
    "language": "de",
    "sender_role": "Recruiterin",
    "subject": "Ihre Bewerbung als Pflegefachkraft",
    "interview_topic": "Übergabe",
    "other_titles": ("Analyst",),
}
_FRENCH = {
    "titles": ("infirmière",),
    "language": "fr",
    "sender_role": "Recruteuse",
    "subject": "Votre candidature : infirmière",
    "interview_topic": "transmission",
    "other_titles": ("Analyste",),
}
_SPANISH = {
    "titles": ("enfermera",),
    "language": "es",
    "sender_role": "Reclutadora",
    "subject": "Su candidatura: enfermera",
    "interview_topic": "relevo",
    "other_titles": ("Analista",),
}
_NO = {
    "disposition": "not_selected",
    "requisition_state": "open",
    "told_live": True,
    "promise": None,
    "send_at": datetime(2026, 11, 24, 10, tzinfo=UTC),
}

#: Name -> type, body, what else is known.
GOOD: dict[str, tuple[MessageType, str, dict[str, Any]]] = {
    "status": (MessageType.STATUS, STATUS, {"promise": PROMISE}),
    "delay": (
        MessageType.DELAY,
        DELAY,
        {"promise": PROMISE, "broken_promise": date(2026, 11, 20), "requisition_state": "open"},
    ),
    "final": (MessageType.REJECTION_FINAL, FINAL, {**_NO, "stage": "final"}),
    "status in German": (MessageType.STATUS, DE_STATUS, {"promise": PROMISE, **_GERMAN}),
    "status in French": (MessageType.STATUS, FR_STATUS, {"promise": PROMISE, **_FRENCH}),
    "status in Spanish": (MessageType.STATUS, ES_STATUS, {"promise": PROMISE, **_SPANISH}),
    "no in German": (MessageType.REJECTION_SCREEN, DE_NO, {**_NO, **_GERMAN}),
    "no in French": (MessageType.REJECTION_SCREEN, FR_NO, {**_NO, **_FRENCH}),
    "no in Spanish": (MessageType.REJECTION_SCREEN, ES_NO, {**_NO, **_SPANISH}),
}


def said(name: str, **changes: Any) -> Said:
    """A good letter, with what a test changes about it."""
    type_, body, known = GOOD[name]
    return Said(**{"type": type_, "body": body, **AMARA, **known, **changes})
