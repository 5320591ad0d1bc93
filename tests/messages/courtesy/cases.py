"""What each check finds and what it lets pass: a table, one line a letter."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from recruiterdash.messages.courtesy import Names, Said
from recruiterdash.messages.courtesy.said import Away
from recruiterdash.messages.types import MessageType as T
from tests.messages.courtesy.letters import DELAY, FINAL, PROMISE, STATUS, TODAY, said

BLOCK, WARN, HINT = "block", "warn", "hint"
DE, FR, ES = "status in German", "status in French", "status in Spanish"
DE_NO, FR_NO, ES_NO = "no in German", "no in French", "no in Spanish"


class Case(NamedTuple):
    """One letter and one check."""

    check: str
    #: The severity it must find, None when it must pass.
    finds: str | None
    letter: Said
    #: The words it must point at.
    at: str = ""


def adds(name: str, sentence: str, **changes: Any) -> Said:
    """A good letter with one more sentence in a paragraph of its own before its last one."""
    body = said(name).body
    before, closing, after = body.rpartition("\n\n")
    return said(name, body=f"{before}\n\n{sentence}{closing}{after}", **changes)


def swaps(name: str, old: str, new: str, **changes: Any) -> Said:
    """A good letter with some words replaced."""
    body = said(name).body
    assert old in body, old
    return said(name, body=body.replace(old, new), **changes)


def fails(check: str, severity: str, at: str, letter: Said) -> Case:
    return Case(check, severity, letter, at)


def passes(check: str, letter: Said) -> Case:
    return Case(check, None, letter)


def found(check: str, severity: str, name: str, *sentences: tuple[str, str], **changes: Any) -> list[Case]:
    """Sentences that must be found in a letter, each with the words at fault."""
    return [fails(check, severity, at, adds(name, text, **changes)) for text, at in sentences]


def clear(check: str, name: str, *sentences: str, **changes: Any) -> list[Case]:
    """Sentences that are no fault."""
    return [passes(check, adds(name, text, **changes)) for text in sentences]


#: Who signs is away today; who signs is away on the promised day.
_AWAY = (Away(date(2026, 11, 20), date(2026, 11, 27), "Sam Stranger"),)
_AWAY_THEN = (Away(date(2026, 12, 7), date(2026, 12, 11), "Sam Stranger"),)

NAMING = [
    fails("K01", BLOCK, "Applicant", swaps("status", "Dear Amara,", "Dear Applicant,")),
    fails("K01", BLOCK, "Amaranth", swaps("status", "Dear Amara,", "Dear Amaranth,")),
    fails("K01", BLOCK, "Ms Okafor", swaps("status", "Dear Amara,", "Dear Ms Okafor,")),
    fails("K01", BLOCK, "Sir or Madam", swaps("status", "Dear Amara,", "Dear Sir or Madam,")),
    fails("K01", BLOCK, "", swaps("status", "Dear Amara,\n\n", "")),
    fails("K01", BLOCK, "Bewerberin", swaps(DE, "Guten Tag Amara,", "Liebe Bewerberin,")),
    fails("K01", BLOCK, "Madame", swaps(FR, "Bonjour Amara,", "Bonjour Madame,")),
    fails("K01", BLOCK, "candidata", swaps(ES, "Estimada Amara:", "Estimada candidata:")),
    passes("K01", said("status")),
    passes("K01", swaps("status", "Dear Amara,", "Hi there, Amara!")),
    passes("K01", swaps("status", "Dear Amara,", "عزيزتي أمارا،", preferred_name="أمارا")),
    passes("K01", swaps("status", "Dear Amara,", "Dear Jean\u2011Luc,", preferred_name="Jean-Luc")),
    fails("K01", BLOCK, "", swaps("status", "Dear Amara,", "عزيزتي سارة،", preferred_name="أمارا")),
    passes("K01", swaps("status", "Dear Amara,", "Hello AMARA!")),
    passes("K01", swaps("status", "Dear Amara,", "王伟您好，", preferred_name="王伟")),
    passes("K01", swaps("status", "Dear Amara,", "Dear Zoe\u0308,", preferred_name="Zoë")),
    passes("K01", swaps("status", "Dear Amara,", "Dear D.,", preferred_name="D.")),
    passes("K01", swaps("status", "Dear Amara,", "Dear O’Neill,", preferred_name="O'Neill")),
    passes("K01", swaps("status", "Dear Amara,\n\n", "Dear Amara, ")),
    passes("K01", swaps("status", "Dear Amara,", "Dear Applicant,", preferred_name=None)),
    passes("K01", swaps(DE, "Guten Tag Amara,", "Liebe Amara,")),
    fails("K02", BLOCK, "{{first}}", swaps("status", "Dear Amara,", "Hello {{first}},")),
    fails("K02", BLOCK, "[Name]", swaps("status", "Dear Amara,", "Dear [Name],")),
    fails("K02", BLOCK, "None", adds("status", "Your interviewer was None.")),
    fails("K02", BLOCK, "nan", adds("status", "We have nan of your files.")),
    fails("K02", BLOCK, "undefined", adds("status", "We write to undefined.")),
    fails("K02", BLOCK, "XX", adds("status", "The call is at XX hours.")),
    fails("K02", BLOCK, "Lorem ipsum", adds("status", "Lorem ipsum dolor.")),
    fails("K02", BLOCK, "{% if x %}", adds("status", "{% if x %}Yes.")),
    fails("K02", BLOCK, "*|FNAME|*", swaps("status", "Dear Amara,", "Dear *|FNAME|*,")),
    fails("K02", BLOCK, "", said("status", subject="Your {{ requisition.title }}")),
    fails("K02", BLOCK, "[Vorname]", swaps(DE, "Amara", "[Vorname]")),
    fails("K02", BLOCK, "[Prénom]", swaps(FR, "Amara", "[Prénom]")),
    fails("K02", BLOCK, "[Nombre]", swaps(ES, "Amara", "[Nombre]")),
    fails("K02", BLOCK, "Dear ,", swaps("status", "Dear Amara,", "Dear ,")),
    passes("K02", said("status")),
    passes("K02", swaps("status", "Staff Nurse", "Nurse [nights]", titles=("Nurse [nights]",))),
    passes("K02", adds("status", "None of this is decided. See <https://borealis.example/faq>.")),
    passes("K02", swaps("status", "Amara", "Nan", preferred_name="Nan")),
    passes("K02", adds(DE, "Das kostet Sie null Aufwand.")),
    fails(
        "K03",
        BLOCK,
        "",
        swaps("status", "the role of Staff Nurse", "the Analyst role", subject=None, titles=("Nurse",)),
    ),
    fails("K03", BLOCK, "Analyst", swaps("status", "the role of Staff Nurse", "the Analyst role")),
    fails("K03", BLOCK, "", said("status", titles=("Staff Nurse", "Night Nurse"))),
    fails("K03", BLOCK, "", swaps("status", "Staff Nurse", "", subject="Your application")),
    fails("K03", BLOCK, "Analyst", adds(DE, "Die Stelle Analyst ist eine andere.")),
    fails("K03", BLOCK, "Analyste", adds(FR, "Le poste Analyste est un autre.")),
    fails("K03", BLOCK, "Analista", adds(ES, "El puesto de Analista es otro.")),
    passes("K03", said("status")),
    passes(
        "K03",
        swaps(
            "status",
            "Staff Nurse",
            "Senior Staff Nurse",
            titles=("Senior Staff Nurse",),
            other_titles=("Staff Nurse",),
        ),
    ),
    passes("K03", said("status", titles=("Staff Nurse (f/m/d)",))),
    passes(
        "K03",
        swaps("status", "Staff Nurse", "Staff Nurse and Night Nurse", titles=("Staff Nurse", "Night Nurse")),
    ),
    passes("K03", said("status", titles=())),
    passes("K03", said("status", other_titles=("Recruiter", "Question"))),
    fails("K04", BLOCK, "Acme", swaps("status", "Borealis", "Acme")),
    fails(
        "K04",
        BLOCK,
        "Acme",
        said(
            "status",
            companies=(),
            body=STATUS.replace("role of Staff Nurse at Borealis", "role of Staff Nurse").replace(
                "If you", "Thank you for applying to Acme. If you"
            ),
        ),
    ),
    fails(
        "K04",
        BLOCK,
        "Borealis Care",
        swaps("status", "Borealis", "Borealis Care", companies=("Borealis", "Borealis Care")),
    ),
    fails("K04", BLOCK, "Acme", swaps(DE, "Borealis", "Acme")),
    fails("K04", BLOCK, "Acme", swaps(FR, "Borealis", "Acme")),
    fails("K04", BLOCK, "Acme", swaps(ES, "Borealis", "Acme")),
    passes("K04", said("status")),
    passes(
        "K04",
        swaps(
            "status",
            "Borealis",
            "Borealis Care",
            company="Borealis Care",
            companies=("Borealis", "Borealis Care"),
        ),
    ),
    passes("K04", swaps("status", " at Borealis", "")),
    passes("K04", said("status", company=None)),
    fails("K05", BLOCK, "", said("status", cc=tuple(f"a{n}@example.org" for n in range(14)))),
    fails("K05", BLOCK, "", said("status", recipients=("amara@example.org", "bo@example.org"))),
    fails("K05", BLOCK, "", said("status", recipients=())),
    fails("K05", BLOCK, "bo@example.org", adds("status", "We wrote to bo@example.org too.")),
    fails(
        "K05", BLOCK, "Bo Lind", adds("status", "Bo Lind has heard from us.", other_names=Names(["Bo Lind"]))
    ),
    passes("K05", said("status")),
    passes("K05", adds("status", "Write to privacy@borealis.example about your data.")),
    passes("K05", adds("status", "We write to amara@example.org, as you asked.")),
    passes("K05", said("status", recipients=None)),
    fails("K06", BLOCK, "HR Department", swaps("status", "Priya Shah\nRecruiter", "HR Department")),
    fails(
        "K06",
        WARN,
        "HR Department",
        swaps("status", "Priya Shah\nRecruiter", "HR Department", stage="application", interview_date=None),
    ),
    fails(
        "K06",
        BLOCK,
        "The Hiring Team",
        swaps("status", "Priya Shah\nRecruiter", "The Hiring Team", sender_name=None),
    ),
    fails("K06", BLOCK, "Kind regards\nPriya Shah", swaps("status", "\nRecruiter\n", "\n")),
    fails("K06", BLOCK, "Personalabteilung", swaps(DE, "Priya Shah\nRecruiterin", "Personalabteilung")),
    fails("K06", BLOCK, "L'équipe recrutement", swaps(FR, "Priya Shah\nRecruteuse", "L'équipe recrutement")),
    fails("K06", BLOCK, "Equipo de Selección", swaps(ES, "Priya Shah\nReclutadora", "Equipo de Selección")),
    passes("K06", said("status")),
    passes("K06", swaps("status", "Priya Shah\nRecruiter", "Priya Shah, Recruiter at Borealis")),
    passes(
        "K06", swaps("status", "Priya Shah\nRecruiter", "The Borealis hiring team", type=T.ACKNOWLEDGEMENT)
    ),
    passes("K06", swaps("status", "Priya Shah\nRecruiter", "Somebody", sender_name=None)),
    fails("K07", BLOCK, "", said("status", reply_to="no-reply@borealis.example")),
    fails("K07", BLOCK, "", said("status", reply_to="Borealis <noreply@borealis.example>")),
    fails("K07", BLOCK, "", said("status", reply_to="donotreply@borealis.example")),
    fails("K07", BLOCK, "", said(DE, reply_to="nicht-antworten@borealis.example")),
    fails("K07", BLOCK, "do not reply to", adds("status", "Please do not reply to this mail.")),
    fails("K07", BLOCK, "ne pas répondre", adds(FR, "Merci de ne pas répondre à ce message.")),
    fails("K07", BLOCK, "no responda", adds(ES, "Por favor, no responda a este correo.")),
    fails("K07", BLOCK, "", said("status", away=_AWAY)),
    fails("K07", BLOCK, "", said("status", away=(Away(TODAY, TODAY),))),
    fails("K07", WARN, "", said("status", away=_AWAY, stage="application")),
    fails("K07", BLOCK, "", said("final", away=_AWAY)),
    passes("K07", adds("status", "Until 27 November Sam Stranger answers for me.", away=_AWAY)),
    passes("K07", said("status", away=_AWAY, leaves_on=date(2026, 11, 30))),
    passes("K07", said("status", away=(Away(date(2026, 11, 24), date(2026, 11, 27), "Sam Stranger"),))),
    passes("K07", said("status")),
    passes("K07", said("status", reply_to="norah.replyson@borealis.example")),
    passes("K07", said("status", reply_to=None)),
    passes("K07", adds("status", "I reply to each message.")),
    fails("K08", WARN, "", said("status", subject="RE: Great news!")),
    fails("K08", WARN, "", said("status", subject="Re: Your application for Staff Nurse")),
    fails("K08", WARN, "", said("status", subject="Congratulations from Borealis")),
    fails("K08", WARN, "", said("final", subject="Your application for Staff Nurse: unsuccessful")),
    fails("K08", WARN, "", said("status", subject="An update")),
    fails("K08", WARN, "", said("status", subject="  ")),
    fails("K08", WARN, "", said(DE, subject="Absage: Pflegefachkraft")),
    fails("K08", WARN, "", said(FR, subject="Bonne nouvelle : infirmière")),
    fails("K08", WARN, "", said(ES, subject="Enhorabuena: enfermera")),
    passes("K08", said("status")),
    passes("K08", said("status", subject="News from Borealis")),
    passes("K08", said("status", type=T.CHASER_REPLY, subject="Re: Any news?")),
    passes("K08", said("status", titles=("Offer Manager",), subject="Your application: Offer Manager")),
    passes("K08", said("status", subject=None)),
]

_NO = "We have decided not to go ahead with your application."
DECIDING = [
    fails(
        "K09",
        BLOCK,
        "Competition was fierce",
        swaps("final", _NO, "Competition was fierce and we wish you well."),
    ),
    fails("K09", BLOCK, "pursuing other", swaps("final", _NO, "We are pursuing other avenues.")),
    fails(
        "K09",
        BLOCK,
        "in a different direction",
        swaps("final", _NO, "We are moving in a different direction."),
    ),
    fails("K09", BLOCK, "", swaps("final", _NO, "")),
    fails(
        "K09",
        BLOCK,
        "",
        swaps(
            DE_NO,
            "Wir haben entschieden, Ihre Bewerbung nicht weiterzuverfolgen.",
            "Es hat uns sehr gefreut.",
        ),
    ),
    fails(
        "K09",
        BLOCK,
        "",
        swaps(
            FR_NO,
            "Nous avons décidé de ne pas donner suite à votre candidature.",
            "Nous avons eu plaisir à vous lire.",
        ),
    ),
    fails(
        "K09",
        BLOCK,
        "",
        swaps(ES_NO, "Hemos decidido no seguir adelante con su candidatura.", "Fue un placer leerle."),
    ),
    fails(
        "K09",
        BLOCK,
        "will not be taking your",
        said(
            "final",
            body="Dear Amara,\n\n"
            + "We talked about the ward and the nights there. " * 8
            + "We will not be taking your application further.\n\nKind regards\nPriya Shah\nRecruiter",
        ),
    ),
    *(
        passes("K09", swaps("final", _NO, plain))
        for plain in (
            "We will not be taking your application further.",
            "We have decided not to go ahead with your application.",
            "We have offered the role to someone else.",
            "The role has been cancelled.",
            "We have filled the role with a colleague from inside.",
            "The Staff Nurse position has been canceled.",
            "We won't be moving forward with your application.",
            "We are not able to offer you the role.",
            "Your application was not successful.",
            "We have decided not to proceed.",
        )
    ),
    *(
        passes("K09", swaps(DE_NO, "Wir haben entschieden, Ihre Bewerbung nicht weiterzuverfolgen.", plain))
        for plain in (
            "Wir können Ihre Bewerbung nicht weiter berücksichtigen.",
            "Wir haben uns für eine andere Person entschieden.",
            "Die Stelle wurde gestrichen.",
            "Die Stelle wurde intern besetzt.",
            "Wir sagen Ihnen heute ab.",
        )
    ),
    *(
        passes("K09", swaps(FR_NO, "Nous avons décidé de ne pas donner suite à votre candidature.", plain))
        for plain in (
            "Votre candidature n'a pas été retenue.",
            "Nous ne donnerons pas suite à votre candidature.",
            "Le poste a été annulé.",
            "Nous avons choisi une autre personne.",
        )
    ),
    *(
        passes("K09", swaps(ES_NO, "Hemos decidido no seguir adelante con su candidatura.", plain))
        for plain in (
            "No vamos a continuar con su candidatura.",
            "El puesto ha sido cancelado.",
            "Hemos elegido a otra persona.",
            "Su candidatura no ha sido seleccionada.",
        )
    ),
    passes(
        "K09",
        said(
            "final",
            language="nl",
            body="Beste Amara,\n\nDank voor je tijd, maar het wordt niets met deze functie bij ons.\n\nGroet\nPriya Shah\nRecruiter",  # noqa: E501
        ),
    ),
    *found(
        "K10",
        BLOCK,
        "status",
        ("You are almost there!", "almost there"),
        ("We have good news for you.", "good news"),
        ("We will not be taking your application further.", "will not be taking your"),
        ("You are a very strong candidate.", "very strong candidate"),
        ("It is unlikely that this goes on.", "is unlikely"),
        ("Your chances are good, and the panel were impressed by you.", "were impressed"),
    ),
    *found(
        "K10",
        BLOCK,
        DE,
        ("Sie haben es fast geschafft.", "fast geschafft"),
        ("Wir haben gute Nachrichten.", "gute Nachrichten"),
        ("Die Absage folgt.", "Absage"),
    ),
    *found(
        "K10",
        BLOCK,
        FR,
        ("Vous y êtes presque.", "y êtes presque"),
        ("Félicitations pour cette étape.", "Félicitations"),
        ("Votre profil est très prometteur.", "prometteur"),
    ),
    *found(
        "K10",
        BLOCK,
        ES,
        ("Tenemos buenas noticias.", "buenas noticias"),
        ("Su perfil es prometedor.", "prometedor"),
        ("Su candidatura ha sido rechazada.", "rechazada"),
    ),
    *clear(
        "K10",
        "status",
        "We have not decided yet.",
        "You are still being considered.",
        "We would like to speak with two more people.",
        "No decision has been made.",
        "We will not be deciding before the last conversation.",
    ),
    passes("K10", said(DE)),
    passes("K10", said(FR)),
    passes("K10", said(ES)),
    *found(
        "K14",
        WARN,
        "delay",
        ("There is a budget review.", "budget"),
        ("This is due to unforeseen circumstances.", "unforeseen circumstances"),
        ("We are very busy.", "very busy"),
        ("There was a hiring freeze.", "hiring freeze"),
    ),
    *found(
        "K14",
        WARN,
        DE,
        ("Es gibt eine Budgetprüfung.", "Budgetprüfung"),
        ("Das hat interne Gründe.", "interne Gründe"),
        requisition_state="open",
    ),
    *found(
        "K14",
        WARN,
        FR,
        ("Le budget est revu.", "budget"),
        ("Cela tient à des circonstances imprévues.", "circonstances imprévues"),
        requisition_state="open",
    ),
    *found(
        "K14",
        WARN,
        ES,
        ("Hay una revisión del presupuesto.", "presupuesto"),
        ("Es por motivos internos.", "motivos internos"),
        requisition_state="open",
    ),
    *clear(
        "K14",
        "delay",
        "One interview had to be moved on our side.",
        "A colleague was ill.",
        "We have not finished our review.",
    ),
    passes("K14", adds("delay", "There is a budget review.", requisition_state="on_hold")),
    passes("K14", adds("delay", "There is a budget review.", requisition_state=None)),
    passes("K14", adds("delay", "The Budget Analyst comes back.", facts=("Budget Analyst",))),
    fails(
        "K16",
        BLOCK,
        "Another candidate",
        adds("final", "Another candidate was chosen.", disposition="position_cancelled"),
    ),
    fails(
        "K16",
        BLOCK,
        "Another candidate",
        adds("final", "Another candidate was chosen.", disposition=None, requisition_state="cancelled"),
    ),
    fails("K16", BLOCK, "role has been cancelled", adds("final", "The role has been cancelled.")),
    fails("K16", BLOCK, "colleague from inside", adds("final", "We chose a colleague from inside.")),
    fails("K16", BLOCK, "Stelle wurde gestrichen", adds(DE_NO, "Die Stelle wurde gestrichen.")),
    fails("K16", BLOCK, "poste a été annulé", adds(FR_NO, "Le poste a été annulé.")),
    fails("K16", BLOCK, "puesto ha sido cancelado", adds(ES_NO, "El puesto ha sido cancelado.")),
    passes("K16", said("final")),
    passes("K16", adds("final", "We have offered the role to someone else.", disposition="not_selected")),
    passes(
        "K16",
        said(
            "final",
            body=FINAL.replace(
                "For this role we needed two years of night work on a ward.", "The role has been cancelled."
            ),
            disposition="position_cancelled",
        ),
    ),
    passes("K16", adds("final", "Another candidate was chosen.", disposition=None, requisition_state=None)),
    passes(
        "K16",
        said(
            "final",
            type=T.FILLED_INTERNALLY,
            body="Dear Amara,\n\nWe have filled the role with a colleague from inside.\n\nPriya Shah",
            disposition="filled_internally",
        ),
    ),
    fails(
        "K17",
        BLOCK,
        "I am happy to give feedback.",
        swaps(
            "final",
            "I can call you on Thursday 26 November with feedback, at an hour that suits you.",
            "I am happy to give feedback.",
        ),
    ),
    fails(
        "K17",
        BLOCK,
        "If you would like feedback, let me know.",
        swaps(
            "final",
            "I can call you on Thursday 26 November with feedback, at an hour that suits you. Tell me if another format is easier for you.",  # noqa: E501
            "If you would like feedback, let me know.",
        ),
    ),
    fails("K17", BLOCK, "feedback", swaps("final", "feedback", "feedback", stage="screen")),
    fails("K17", BLOCK, "Gern geben wir Ihnen Feedback.", adds(DE_NO, "Gern geben wir Ihnen Feedback.")),
    fails(
        "K17",
        BLOCK,
        "Nous vous donnons volontiers un retour détaillé.",
        adds(FR_NO, "Nous vous donnons volontiers un retour détaillé."),
    ),
    fails("K17", BLOCK, "Con gusto le damos feedback.", adds(ES_NO, "Con gusto le damos feedback.")),
    passes("K17", said("final")),
    passes("K17", adds("final", "I can call you on Thursday with feedback.")),
    passes(
        "K17",
        swaps(
            "final",
            "I can call you on Thursday 26 November with feedback, at an hour that suits you.",
            "We cannot give feedback to each person.",
            stage="application",
        ),
    ),
    passes(
        "K17",
        swaps(
            "final",
            "I can call you on Thursday 26 November with feedback, at an hour that suits you.",
            "Your feedback on the day was useful.",
        ),
    ),
    passes("K17", adds(DE_NO, "Am Donnerstag rufe ich Sie mit Feedback an.")),
    *found(
        "K18",
        BLOCK,
        "final",
        ("We will keep your CV on file.", "on file"),
        ("We will keep you in mind.", "keep you in mind"),
        ("We hope to meet you in future roles.", "future roles"),
        ("We encourage you to apply again.", "encourage you to apply"),
        ("Your profile stays in our talent pool.", "in our talent pool"),
        ("We will contact you when a suitable role comes up.", "contact you when a suitable"),
    ),
    *found(
        "K18",
        BLOCK,
        DE_NO,
        ("Wir nehmen Sie in unseren Talentpool auf.", "Talentpool"),
        ("Wir melden uns, sobald eine passende Stelle frei ist.", "sobald eine passende Stelle"),
    ),
    *found(
        "K18",
        BLOCK,
        FR_NO,
        ("Nous conservons votre CV.", "conservons votre CV"),
        ("Nous vous recontacterons.", "recontacterons"),
    ),
    *found(
        "K18",
        BLOCK,
        ES_NO,
        ("Conservaremos su currículum.", "Conservaremos su currículum"),
        ("Le tendremos en cuenta.", "tendremos en cuenta"),
    ),
    *clear(
        "K18",
        "final",
        "May we write to you in March when we hire again? Reply yes if you agree.",
        "You are welcome to apply again.",
    ),
    passes("K18", adds("final", "I will write to you in March about future roles.", consent=True)),
    fails(
        "K18", BLOCK, "future roles", adds("final", "I will write to you about future roles.", consent=True)
    ),
    fails(
        "K18",
        BLOCK,
        "future roles",
        adds("final", "I will write to you in March about future roles.", consent=False),
    ),
    passes(
        "K18",
        adds(DE_NO, "Dürfen wir Ihnen im März schreiben, wenn wir wieder einstellen? Antworten Sie mit Ja."),
    ),
    fails("K26", BLOCK, "", said("final", disposition="background_check")),
    fails("K26", BLOCK, "", said("final", disposition="Background check")),
    fails("K26", BLOCK, "", said(DE_NO, disposition="background check failed")),
    fails("K26", BLOCK, "", said("final", disposition="adverse_action")),
    passes("K26", said("final")),
    passes("K26", said("final", disposition=None)),
    passes("K26", said(DE_NO, disposition="lacks_basic_qualification")),
    passes("K26", said("status", disposition="background_check")),
]

DATES = [
    fails(
        "K11",
        BLOCK,
        "soon",
        swaps(
            "status",
            "You will hear from me by Tuesday 8 December, even if there is no decision by then.",
            "We will be in touch soon.",
        ),
    ),
    fails(
        "K11",
        BLOCK,
        "",
        said("status", body="Dear Amara,\n\nWe write again.\n\nPriya Shah", today=None, promise=None),
    ),
    fails("K11", BLOCK, "Thursday 10 December", adds("status", "Or it is Thursday 10 December.")),
    fails("K11", BLOCK, "Tuesday 15 December", swaps("status", "Tuesday 8 December", "Tuesday 15 December")),
    fails(
        "K11",
        BLOCK,
        "Saturday 5 December",
        swaps("status", "Tuesday 8 December", "Saturday 5 December", promise=None),
    ),
    fails(
        "K11",
        BLOCK,
        "Wednesday 30 December",
        swaps("status", "Tuesday 8 December", "Wednesday 30 December", promise=None),
    ),
    fails("K11", BLOCK, "", swaps("status", "Tuesday 8 December", "Friday 13 November", promise=None)),
    fails(
        "K11",
        BLOCK,
        "Friday 25 December",
        said(
            "status",
            body=STATUS.replace("Tuesday 8 December", "Friday 25 December"),
            promise=None,
            today=date(2026, 12, 14),
            holidays=frozenset({date(2026, 12, 25)}),
        ),
    ),
    fails("K11", BLOCK, "bald", swaps(DE, "bis Dienstag, 8. Dezember", "bald")),
    fails("K11", BLOCK, "Mittwoch, 9. Dezember", swaps(DE, "Dienstag, 8. Dezember", "Mittwoch, 9. Dezember")),
    fails("K11", BLOCK, "bientôt", swaps(FR, "avant le mardi 8 décembre", "bientôt")),
    fails("K11", BLOCK, "pronto", swaps(ES, "antes del martes 8 de diciembre", "pronto")),
    passes("K11", said("status")),
    passes("K11", said("delay")),
    passes("K11", said(DE)),
    passes("K11", said(FR)),
    passes("K11", said(ES)),
    passes("K11", adds("status", "We met on 18 November 2026.")),
    passes("K11", adds("status", "We met on 2 December.", today=date(2026, 12, 4), promise=PROMISE)),
    passes(
        "K11", adds("status", "I said Friday 4 December, and that does not hold.", replaced=date(2026, 12, 4))
    ),
    passes(
        "K11",
        swaps(
            "status",
            "Tuesday 8 December",
            "Tuesday 5 January",
            today=date(2026, 12, 21),
            promise=date(2027, 1, 5),
        ),
    ),
    passes("K11", swaps("status", "Tuesday 8 December", "Tuesday, December 8th")),
    passes(
        "K11",
        swaps(
            "status",
            "Tuesday 8 December",
            "Sunday 6 December",
            promise=None,
            workweek=frozenset({6, 0, 1, 2, 3}),
        ),
    ),
    fails("K12", WARN, "Tues 9 December", swaps("status", "Tuesday 8 December", "Tues 9 December")),
    fails("K12", WARN, "next Friday", adds("status", "I call you next Friday.")),
    fails("K12", WARN, "by EOW", adds("status", "I write by EOW.")),
    fails("K12", WARN, "by COB", adds("status", "I write by COB.")),
    fails("K12", WARN, "04/05", adds("status", "I write by 04/05.")),
    fails("K12", WARN, "soon", adds("status", "I write soon.")),
    fails("K12", WARN, "2026-12-08", adds("status", "I write on 2026-12-08.")),
    fails("K12", WARN, "end of next week", adds("status", "I write by the end of next week.")),
    fails("K12", WARN, "by Friday", adds("status", "I write by Friday.")),
    fails("K12", WARN, "as soon as possible", adds("status", "I write as soon as possible.")),
    *found(
        "K12",
        WARN,
        DE,
        ("Ich melde mich nächste Woche.", "nächste Woche"),
        ("Ich melde mich bis 08.12.2026.", "08.12.2026"),
        ("Ich melde mich in Kürze.", "in Kürze"),
        ("Ich melde mich bis Freitag.", "bis Freitag"),
    ),
    *found(
        "K12",
        WARN,
        FR,
        ("Je vous écris vendredi prochain.", "vendredi prochain"),
        ("Je vous écris dès que possible.", "dès que possible"),
        ("Je vous écris avant le 08/12.", "08/12"),
    ),
    *found(
        "K12",
        WARN,
        ES,
        ("Le escribo el próximo viernes.", "próximo viernes"),
        ("Le escribo en breve.", "en breve"),
        ("Le escribo el 08/12/2026.", "08/12/2026"),
    ),
    fails("K12", WARN, "Montag, 8. Dezember", swaps(DE, "Dienstag, 8. Dezember", "Montag, 8. Dezember")),
    fails("K12", WARN, "lundi 8 décembre", swaps(FR, "mardi 8 décembre", "lundi 8 décembre")),
    fails("K12", WARN, "lunes 8 de diciembre", swaps(ES, "martes 8 de diciembre", "lunes 8 de diciembre")),
    passes("K12", said("status")),
    passes("K12", said(DE)),
    passes("K12", said(FR)),
    passes("K12", said(ES)),
    passes("K12", said("delay")),
    *clear(
        "K12",
        "status",
        "As soon as we know more, I write.",
        "The desk is open 24/7 on +44 20 7946 0958.",
        "We are at 1/2 Mill Lane, and 50/50 is fine.",
        "We met on Friday 20 November.",
        "The room is 2.14, at 16:30.",
    ),
    fails("K13", BLOCK, "", said("status", promise=date(2026, 12, 20), legal_due=date(2026, 12, 4))),
    fails("K13", BLOCK, "Tuesday 8 December", said("status", legal_due=date(2026, 12, 4))),
    fails("K13", BLOCK, "Tuesday 8 December", said("status", promise=None, legal_due=date(2026, 12, 7))),
    fails("K13", BLOCK, "Tuesday 8 December", said("status", requisition_state="on_hold")),
    fails("K13", BLOCK, "Dienstag, 8. Dezember", said(DE, legal_due=date(2026, 12, 4))),
    passes(
        "K13",
        swaps(
            "status",
            "Tuesday 8 December",
            "Thursday 3 December",
            promise=date(2026, 12, 3),
            legal_due=date(2026, 12, 4),
        ),
    ),
    fails("K13", BLOCK, "Tuesday 8 December", said("status", away=_AWAY_THEN)),
    fails("K13", BLOCK, "martes 8 de diciembre", said(ES, away=_AWAY_THEN)),
    passes("K13", adds("status", "If I am away that day, Sam Stranger writes.", away=_AWAY_THEN)),
    passes("K13", said("status", away=_AWAY)),
    passes("K13", said("status", legal_due=PROMISE)),
    passes("K13", said("status")),
    passes("K13", said("status", requisition_state="open")),
    passes("K13", said(FR, legal_due=date(2026, 12, 9))),
    fails("K15", BLOCK, "", said("status", broken_promise=date(2026, 11, 13))),
    fails(
        "K15",
        BLOCK,
        "",
        adds("status", "I said 13 November and did not write.", broken_promise=date(2026, 11, 13)),
    ),
    fails("K15", BLOCK, "", adds("status", "I am sorry for the wait.", broken_promise=date(2026, 11, 13))),
    fails("K15", WARN, "apologies", adds("status", "I am so sorry, truly sorry, my apologies.")),
    fails("K15", BLOCK, "", said(DE, broken_promise=date(2026, 11, 13))),
    fails("K15", BLOCK, "", said(FR, broken_promise=date(2026, 11, 13))),
    fails("K15", BLOCK, "", said(ES, broken_promise=date(2026, 11, 13))),
    passes(
        "K15",
        adds(
            "status", "I said 13 November and did not write. I am sorry.", broken_promise=date(2026, 11, 13)
        ),
    ),
    passes("K15", said("delay")),
    # a day among the first signs of a letter
    passes(
        "K15",
        swaps(
            "status",
            "Dear Amara,\n\n",
            "Dear Amara,\n\nOn 13 November you should have heard from me, and you did not. I am sorry.\n\n",
            broken_promise=date(2026, 11, 13),
        ),
    ),
    passes("K15", said("status")),
    passes(
        "K15",
        adds(
            DE,
            "Ich habe Ihnen den 13. November genannt und nicht geschrieben. Das tut mir leid.",
            broken_promise=date(2026, 11, 13),
        ),
    ),
    passes(
        "K15",
        adds(
            FR,
            "J'avais dit le 13 novembre et je n'ai pas écrit. Je vous présente mes excuses.",
            broken_promise=date(2026, 11, 13),
        ),
    ),
    passes(
        "K15",
        adds(
            ES,
            "Le dije el 13 de noviembre y no escribí. Le pido disculpas.",
            broken_promise=date(2026, 11, 13),
        ),
    ),
]

WORDING = [
    *found(
        "K19",
        WARN,
        "final",
        ("There were stronger candidates.", "stronger"),
        ("Others were more qualified.", "more qualified"),
        ("We found someone better.", "better"),
        ("Somebody was a closer match.", "closer match"),
    ),
    *found(
        "K19",
        BLOCK,
        "final",
        ("You were our second choice.", "second choice"),
        ("You were ranked high.", "ranked"),
        ("You were the runner-up.", "runner-up"),
    ),
    *found(
        "K19", WARN, DE_NO, ("Andere waren besser.", "besser"), ("Es gab stärkere Bewerbungen.", "stärkere")
    ),
    *found("K19", BLOCK, DE_NO, ("Sie waren unsere zweite Wahl.", "zweite Wahl")),
    *found(
        "K19",
        WARN,
        FR_NO,
        ("Une autre personne était plus qualifiée.", "plus qualifiée"),
        ("Il y avait un meilleur profil.", "meilleur"),
    ),
    *found("K19", BLOCK, FR_NO, ("Vous étiez notre second choix.", "second choix")),
    *found(
        "K19",
        WARN,
        ES_NO,
        ("Otra persona tenía más experiencia.", "más experiencia"),
        ("Había mejores perfiles.", "mejores"),
    ),
    *found("K19", BLOCK, ES_NO, ("Usted fue nuestra segunda opción.", "segunda opción")),
    *clear(
        "K19",
        "final",
        "We needed night-shift experience for this role.",
        "Better late than never.",
        "We talked about the best way to hand over.",
    ),
    passes("K19", said(DE_NO)),
    passes("K19", said(FR_NO)),
    passes("K19", said(ES_NO)),
    *found(
        "K20",
        BLOCK,
        "final",
        ("We want a younger team.", "younger"),
        ("You are overqualified.", "overqualified"),
        ("We need a native speaker.", "native speaker"),
        ("Your accent was hard to follow.", "accent"),
        ("With your family it is hard.", "family"),
        ("You are pregnant.", "pregnant"),
        ("Think of your health.", "health"),
        ("It was not a culture fit.", "culture fit"),
        ("We want energetic people.", "energetic"),
    ),
    *found(
        "K20",
        BLOCK,
        DE,
        ("Wir suchen ein junges Team.", "junges"),
        ("Sie sind überqualifiziert.", "überqualifiziert"),
        ("Deutsch ist nicht Ihre Muttersprache.", "Muttersprache"),
        ("Ihre Familie braucht Sie.", "Familie"),
    ),
    *found(
        "K20",
        BLOCK,
        FR,
        ("Nous voulons une équipe plus jeune.", "jeune"),
        ("Vous êtes surqualifiée.", "surqualifiée"),
        ("Votre accent nous gêne.", "accent"),
        ("Pensez à votre famille.", "famille"),
    ),
    *found(
        "K20",
        BLOCK,
        ES,
        ("Queremos un equipo joven.", "joven"),
        ("Está sobrecualificada.", "sobrecualificada"),
        ("Su acento es fuerte.", "acento"),
        ("Piense en su familia.", "familia"),
    ),
    *clear(
        "K20",
        "final",
        "We need two years in triage.",
        "Your example about young patients was clear.",
        "We are a health service.",
        "Tell me if you need an adjustment because of your disability.",
        "We spoke about health and safety.",
    ),
    passes(
        "K20", adds("final", "You would work in the Family Health Centre.", facts=("Family Health Centre",))
    ),
    passes("K20", swaps("status", "Priya Shah", "Sue Young", sender_name="Sue Young")),
    passes("K20", swaps("status", "Staff Nurse", "Health Visitor", titles=("Health Visitor",))),
    passes("K20", said(DE)),
    passes("K20", said(FR)),
    passes("K20", said(ES)),
    *found(
        "K21",
        BLOCK,
        "final",
        ("You seemed nervous.", "nervous"),
        ("You failed the task.", "failed"),
        ("Your answers were poor.", "poor"),
        ("Your attitude was wrong.", "attitude"),
        ("That was disappointing.", "disappointing"),
        ("It was weak.", "weak"),
    ),
    *found(
        "K21",
        BLOCK,
        DE_NO,
        ("Sie wirkten nervös.", "nervös"),
        ("Ihre Antworten waren schwach.", "schwach"),
        ("Das war enttäuschend.", "enttäuschend"),
    ),
    *found(
        "K21",
        BLOCK,
        FR_NO,
        ("Vous étiez nerveuse.", "nerveuse"),
        ("Vos réponses étaient faibles.", "faibles"),
        ("C'était décevant.", "décevant"),
    ),
    *found(
        "K21",
        BLOCK,
        ES_NO,
        ("Parecía nerviosa.", "nerviosa"),
        ("Sus respuestas fueron pobres.", "pobres"),
        ("Su actitud no gustó.", "actitud"),
    ),
    *clear(
        "K21", "final", "Two answers did not include a measured result.", "We failed to write to you in time."
    ),
    passes("K21", said("status", body=STATUS + "\nP.S. You seemed nervous.")),
    passes("K21", said(DE_NO)),
    passes("K21", said(FR_NO)),
    passes("K21", said(ES_NO)),
    *found(
        "K22",
        WARN,
        "delay",
        ("The manager still has not bothered.", "manager still has not"),
        ("The hiring manager did not answer.", "hiring manager did not"),
        ("It is because of the panel.", "because of the panel"),
        ("Peter has not replied.", "Peter has not replied"),
        ("Our director forgot.", "director forgot"),
    ),
    *found(
        "K22",
        WARN,
        DE,
        ("Die Fachabteilung hat noch nicht geantwortet.", "Fachabteilung hat noch nicht"),
        ("Herr Weber hat das vergessen.", "Herr Weber hat das vergessen"),
    ),
    *found(
        "K22",
        WARN,
        FR,
        ("Le responsable n'a pas répondu.", "responsable n'a pas"),
        ("C'est la faute du manager.", "faute du manager"),
    ),
    *found(
        "K22",
        WARN,
        ES,
        ("El responsable no ha contestado.", "responsable no ha"),
        ("Es culpa del director.", "culpa del director"),
    ),
    *clear(
        "K22",
        "delay",
        "We have not finished our review.",
        "A colleague was ill last week.",
        "Our manager reads your application today.",
    ),
    passes("K22", said(DE)),
    passes("K22", said(FR)),
    passes("K22", said(ES)),
    *found(
        "K23",
        BLOCK,
        "final",
        ("Your salary was too high.", "salary"),
        ("It was 45,000 EUR.", "45,000 EUR"),
        ("You asked for £40k.", "£40k"),
        ("The package did not fit.", "package"),
        ("The bonus is small.", "bonus"),
    ),
    *found("K23", BLOCK, DE, ("Ihr Gehalt war zu hoch.", "Gehalt"), ("Es sind 50.000 €.", "50.000 €")),
    *found("K23", BLOCK, FR, ("Votre salaire est élevé.", "salaire"), ("C'est 40 000 €.", "000 €")),
    *found("K23", BLOCK, ES, ("Su salario es alto.", "salario"), ("Son 30.000 euros.", "30.000 euros")),
    *clear(
        "K23",
        "final",
        "The patient would benefit from your work package idea.",
        "We pay attention to each answer.",
    ),
    passes("K23", said("final")),
    passes("K23", adds("final", "The role is Compensation Analyst.", facts=("Compensation Analyst",))),
    passes("K23", adds("status", "The salary is 40,000 EUR.", type=T.NEXT_STEP)),
    fails("K24", WARN, "REQ-4412", adds("status", "REQ-4412 was dispositioned.")),
    fails("K24", WARN, "dispositioned", adds("status", "It was dispositioned.")),
    *found(
        "K24",
        WARN,
        "status",
        ("The headcount is open.", "headcount"),
        ("The HM decides.", "HM"),
        ("It is in our ATS.", "ATS"),
        ("You are in the pipeline.", "pipeline"),
        ("You are a silver medalist.", "silver medalist"),
        ("The requisition is open.", "requisition"),
    ),
    *found("K24", WARN, DE, ("Das ATS zeigt es.", "ATS"), ("Sie sind in der Pipeline.", "Pipeline")),
    *found("K24", WARN, FR, ("Vous êtes dans le pipeline.", "pipeline"), ("La req est ouverte.", "req")),
    *found(
        "K24", WARN, ES, ("Está en el pipeline.", "pipeline"), ("El headcount está abierto.", "headcount")
    ),
    *clear(
        "K24",
        "status",
        "Your application is here.",
        "You spoke of the data pipeline.",
        "We know COVID-19 well.",
    ),
    passes("K24", swaps("status", "Staff Nurse", "Pipeline Engineer", titles=("Pipeline Engineer",))),
    passes("K24", swaps("status", "Borealis", "ATS", company="ATS")),
    *found(
        "K25",
        BLOCK,
        "status",
        ("You scored 2.8.", "scored"),
        ("You got 3/5.", "3/5"),
        ("You were rated well.", "were rated"),
        ("The hiring manager thought you were quiet.", "hiring manager thought"),
        ("Dr Weber felt that you were quiet.", "Dr Weber felt"),
        ("Your reference said otherwise.", "reference said"),
        ("The background check showed a gap.", "background check"),
    ),
    *found(
        "K25",
        BLOCK,
        DE,
        ("Ihre Punktzahl war gut.", "Punktzahl"),
        ("Herr Weber fand Sie ruhig.", "Herr Weber fand"),
    ),
    *found(
        "K25",
        BLOCK,
        FR,
        ("Votre score est bon.", "score"),
        ("Le responsable a pensé à vous.", "responsable a pensé"),
    ),
    *found(
        "K25",
        BLOCK,
        ES,
        ("Su puntuación fue alta.", "puntuación"),
        ("El director opinó así.", "director opinó"),
    ),
    *clear(
        "K25",
        "status",
        "Please send us the names of two referees.",
        "We talked about the ward.",
        "We are open 5/7 days in room 3/5.",
    ),
    passes("K25", said("final")),
    passes("K25", said(DE_NO)),
    passes("K25", said(FR_NO)),
    passes("K25", said(ES_NO)),
    fails("K27", WARN, "regret", adds("final", "Unfortunately, we regret that, sadly, it is so.")),
    fails("K27", WARN, "sorry", adds("final", "Sadly it ends here, and I am sorry.")),
    fails("K27", WARN, "bedauern", adds(DE_NO, "Leider ist das so, wir bedauern es.")),
    fails("K27", WARN, "regrettons", adds(FR_NO, "Malheureusement, nous le regrettons.")),
    fails("K27", WARN, "lo siento", adds(ES_NO, "Lamentablemente es así, lo siento.")),
    fails(
        "K27",
        WARN,
        "",
        said(
            "final",
            body="Dear Amara,\n\n"
            + "We talked about the ward and the nights there. " * 5
            + "We have decided not to go ahead with your application.\n\nKind regards\nPriya Shah\nRecruiter",
        ),
    ),
    passes("K27", said("final")),
    passes("K27", adds("final", "Unfortunately it is so.")),
    passes("K27", adds("delay", "I am sorry, and I regret it.")),
    passes("K27", said(DE_NO)),
    *found(
        "K28",
        HINT,
        "final",
        ("It was a difficult decision.", "difficult decision"),
        ("We had an overwhelming response.", "overwhelming response"),
        ("We saw many excellent applicants.", "many excellent applicants"),
        ("We wish you every success in your future endeavours.", "every success"),
        ("The calibre was high.", "calibre"),
    ),
    *found("K28", HINT, DE_NO, ("Das war eine schwere Entscheidung.", "schwere Entscheidung")),
    *found("K28", HINT, FR_NO, ("Ce fut une décision difficile.", "décision difficile")),
    *found("K28", HINT, ES_NO, ("Fue una decisión difícil.", "decisión difícil")),
    passes("K28", said("final")),
    *clear("K28", "final", "Thank you for the hour on 2 December."),
    passes("K28", said(DE_NO)),
    passes("K28", said(FR_NO)),
    passes("K28", said(ES_NO)),
    passes("K28", adds("status", "It is a difficult decision.")),
    fails("K29", HINT, "!!!", adds("status", "Thanks so much!!!")),
    fails("K29", HINT, "!", adds("status", "Hello! We are here!")),
    fails("K29", HINT, "😀", adds("final", "It was good to meet you 😀")),
    fails("K29", HINT, "I hope this finds you well.", adds("status", "I hope this finds you well.")),
    fails("K29", HINT, "Ich hoffe, es geht Ihnen gut.", adds(DE, "Ich hoffe, es geht Ihnen gut.")),
    fails("K29", HINT, "J'espère que vous allez bien.", adds(FR, "J'espère que vous allez bien.")),
    fails("K29", HINT, "Espero que se encuentre bien.", adds(ES, "Espero que se encuentre bien.")),
    *clear("K29", "status", "Thank you.", "We are glad!", "See you then 😀"),
    passes("K29", adds(ES, "¡Nos alegra!")),
    *found(
        "K30",
        WARN,
        "final",
        ("Rate us!", "Rate us"),
        ("Follow us on LinkedIn.", "Follow us"),
        ("Please take our survey.", "survey"),
        ("Here is our newsletter.", "newsletter"),
    ),
    *found("K30", WARN, DE_NO, ("Folgen Sie uns.", "Folgen Sie uns"), ("Hier ist eine Umfrage.", "Umfrage")),
    *found("K30", WARN, FR_NO, ("Voici une enquête.", "enquête")),
    *found("K30", WARN, ES_NO, ("Aquí hay una encuesta.", "encuesta")),
    passes("K30", said("final")),
    passes("K30", adds("final", "Rate us!", type=T.REJECTION_APPLICATION, stage="application")),
    passes("K30", adds("status", "Rate us!")),
    passes("K30", said(DE_NO)),
    passes(
        "K30",
        adds(
            "final",
            "Rate us!",
            type=T.POSITION_CANCELLED,
            stage=None,
            interview_date=None,
            interview_topic=None,
        ),
    ),
]

_LONG = "We write to tell you " + "and to say once more " * 11 + "that we read it today."
_HTML = "<html lang='en'><body><p>" + STATUS.replace("\n", "<br>") + "</p>{}</body></html>"
FORM = [
    fails("K31", BLOCK, "Decline.", said("final", body="Decline.")),
    fails("K31", BLOCK, "No.", said(DE_NO, body="No.")),
    fails(
        "K31", WARN, "", said("status", body="Dear Amara,\n\nWe write on Tuesday 8 December.\n\nPriya Shah")
    ),
    fails(
        "K31",
        WARN,
        "",
        said("status", body=STATUS.replace("If you", "We are still at work on it. " * 25 + "If you")),
    ),
    fails("K31", WARN, "", said("status", type=T.THANK_YOU_REPLY_AFTER_NO)),
    passes("K31", said("status")),
    passes("K31", said("final")),
    passes("K31", said("status", type=T.PERSONAL, body="Dear Amara,\n\nThe door code is 12.\n\nPriya Shah")),
    passes("K31", said(DE_NO)),
    passes("K31", said(FR_NO)),
    passes("K31", said(ES_NO)),
    fails(
        "K32",
        WARN,
        _LONG,
        said("status", body=f"Dear Amara,\n\n{_LONG}\n\nKind regards\nPriya Shah\nRecruiter"),
    ),
    fails("K32", WARN, _LONG, adds("status", _LONG)),
    fails("K32", WARN, "We read it.", adds("status", "We read it. We talk. We meet. We write. We call.")),
    fails(
        "K32",
        WARN,
        "",
        said(
            "status",
            body="Dear Amara,\n\nOrganisational considerations necessitate additional deliberation regarding applications. Communication continues subsequently.\n\nKind regards\nPriya Shah",  # noqa: E501
        ),
    ),
    fails("K32", WARN, "", adds(DE, "Wir " + "lesen und sprechen und " * 15 + "schreiben.")),
    fails("K32", WARN, "", adds(FR, "Nous " + "lisons et parlons et " * 15 + "écrivons.")),
    passes("K32", said("status")),
    passes("K32", said("final")),
    passes("K32", said(DE)),
    passes("K32", said(FR)),
    passes("K32", said(ES)),
    passes(
        "K32",
        swaps(
            "status",
            "Staff Nurse",
            "Organisational Transformation Administrator",
            titles=("Organisational Transformation Administrator",),
        ),
    ),
    fails("K33", WARN, "", said("status", html="<img src='banner.png'>")),
    fails("K33", WARN, "", said("status", html="<p>Dear Amara, something else entirely is said here.</p>")),
    fails("K33", WARN, "", said("status", html=_HTML.format("<a href='https://borealis.example'>here</a>"))),
    fails("K33", WARN, "", said("status", html=_HTML.format("").replace(" lang='en'", ""))),
    passes("K33", said("status")),
    passes("K33", said("status", html=_HTML.format(""))),
    passes("K33", said("status", html="")),
    passes(
        "K33",
        said(
            "status",
            html=_HTML.format("").replace("<body>", "<head><style>p{color:red}</style></head><body>"),
        ),
    ),
    fails("K34", WARN, "", said("status", language="fr")),
    fails("K34", WARN, "", said(FR, language="en")),
    fails("K34", WARN, "", said(DE, language="es-MX")),
    fails("K34", WARN, "", said(ES, language="de")),
    fails("K34", WARN, "", said("status", language="pl")),
    passes("K34", said("status")),
    passes("K34", said("status", language="en-GB")),
    passes("K34", said(FR, language="fr-CH")),
    passes("K34", said(DE)),
    passes("K34", said("status", language=None)),
    passes("K34", said("status", language="fr", body="Amara: OK.")),
    fails(
        "K36",
        WARN,
        "Thank you for your interest.",
        swaps(
            "final",
            "Thank you for the four conversations about the role of Staff Nurse at Borealis, and for your handover example on 18 November.",  # noqa: E501
            "Thank you for your interest.",
        ),
    ),
    fails("K36", WARN, "Thanks", adds("final", "Thanks again.")),
    fails(
        "K36",
        WARN,
        "",
        swaps("final", "Thank you for the four conversations about", "We had four conversations about"),
    ),
    fails("K36", WARN, "danken", adds(DE_NO, "Wir danken Ihnen.")),
    fails("K36", WARN, "merci", adds(FR_NO, "Encore merci.")),
    fails("K36", WARN, "gracias", adds(ES_NO, "Muchas gracias.")),
    passes("K36", said("final")),
    passes("K36", said("status")),
    passes(
        "K36",
        swaps(
            "final",
            "the four conversations about the role of Staff Nurse at Borealis, and for your handover example on 18 November",  # noqa: E501
            "your interest in the role of Staff Nurse at Borealis",
            stage="application",
        ),
    ),
    passes("K36", said(DE_NO)),
    passes("K36", said(FR_NO)),
    passes("K36", said(ES_NO)),
    passes("K36", swaps("final", "Kind regards", "Many thanks")),
    fails("K40", WARN, "", said("status", last_text=STATUS)),
    fails(
        "K40",
        WARN,
        "",
        said(
            "status", last_text="Hello Amara,\n\n" + STATUS.partition("\n\n")[2].replace("Priya Shah", "Sam")
        ),
    ),
    fails("K40", WARN, "", said("delay", last_text=DELAY)),
    fails("K40", WARN, "", said(DE, last_text=said(DE).body.replace("Guten Tag", "Hallo"))),
    passes("K40", said("status", last_text=STATUS.replace("Tuesday 8 December", "Tuesday 24 November"))),
    passes("K40", said("status", last_text="Dear Amara, we have it.")),
    passes("K40", said("status")),
    passes("K40", said("final", last_text=FINAL)),
    fails("K41", HINT, "", swaps("final", "We delete your documents on 9 June 2027. ", "")),
    fails("K41", HINT, "", swaps(DE_NO, "Wir löschen Ihre Unterlagen am 9. Juni 2027. ", "")),
    fails("K41", HINT, "", swaps(FR_NO, "Nous supprimerons vos documents le 9 juin 2027. ", "")),
    fails("K41", HINT, "", swaps(ES_NO, "Borraremos sus documentos el 9 de junio de 2027. ", "")),
    passes("K41", said("final")),
    passes("K41", said(DE_NO)),
    passes("K41", said(FR_NO)),
    passes("K41", said(ES_NO)),
    passes("K41", said("status")),
    passes(
        "K41",
        swaps("final", "We delete your documents on 9 June 2027. ", "Your data are deleted on 9 June 2027. "),
    ),
    fails("K42", HINT, "", said("status")),
    fails("K42", HINT, "", said(DE)),
    fails("K42", HINT, "", said(FR)),
    fails("K42", HINT, "", said(ES)),
    *clear("K42", "status", "Tell me if another format is easier.", "If you need an adjustment, tell me."),
    passes("K42", said("final")),
    passes("K42", said(DE_NO)),
    passes("K42", said(FR_NO)),
    passes("K42", said(ES_NO)),
]

_PLAIN = (
    FINAL.replace(", and for your handover example on 18 November", "")
    .replace(" about the handover", "")
    .replace(" on a ward", "")
)
_NIGHT = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
SENDING = [
    fails("K35", BLOCK, "", said("final", body=_PLAIN)),
    fails("K35", WARN, "", said("final", body=_PLAIN, type=T.REJECTION_SCREEN, stage="screen")),
    fails("K35", WARN, "", said("final", body=_PLAIN, type=T.POSITION_CANCELLED, stage="interview")),
    fails("K35", BLOCK, "", said("final", body=_PLAIN, stage=None, type=T.SILVER_MEDALIST)),
    fails("K35", WARN, "", said("final", type=T.REJECTION_SCREEN, stage="screen", bulk=40, alike=0.96)),
    passes("K35", said("final", type=T.REJECTION_SCREEN, stage="screen", bulk=40, alike=0.9)),
    passes("K35", said("final")),
    passes(
        "K35",
        said("final", body=_PLAIN.replace("For this role", "Your handover example was clear. For this role")),
    ),
    passes(
        "K35",
        said(
            "final",
            body=_PLAIN.replace("For this role", "You met Ruth Cole. For this role"),
            interviewers=("Ruth Cole",),
        ),
    ),
    passes("K35", said("final", body=_PLAIN, interview_date=None, interview_topic=None)),
    passes("K35", said("final", body=_PLAIN, type=T.REJECTION_APPLICATION, stage="application")),
    passes("K35", said(DE_NO)),
    passes("K35", said(FR_NO)),
    passes("K35", said(ES_NO)),
    fails("K37", BLOCK, "", said("status", bulk=23_397)),
    fails("K37", BLOCK, "", said("final", bulk=41)),
    fails("K37", BLOCK, "", said("status", bulk=41, internal=True)),
    fails("K37", BLOCK, "", said("status", bulk=41, stage="offer")),
    fails("K37", BLOCK, "", said("status", bulk=5, stage="final")),
    fails("K37", BLOCK, "", said("final", type=T.POSITION_CANCELLED, bulk=9, stage="interview")),
    passes("K37", said("status", bulk=41)),
    passes("K37", adds("status", "We still talk about your handover example.", bulk=41, stage="final")),
    passes("K37", said("final")),
    passes("K37", said("final", bulk=1)),
    passes("K37", said("final", type=T.REJECTION_APPLICATION, bulk=400, stage="application")),
    fails("K38", WARN, "", said("final", offer_out=True)),
    fails("K38", WARN, "", said("final", offer_out=True, stage="interview", send_at=None)),
    fails("K38", WARN, "", said(DE_NO, offer_out=True, stage="final")),
    passes("K38", said(DE_NO, offer_out=True, stage="screen")),
    passes("K38", said("final", offer_out=False)),
    fails("K38", WARN, "", said("final", send_at=_NIGHT)),
    fails("K38", WARN, "", said("final", send_at=datetime(2026, 11, 28, 11, tzinfo=UTC))),
    fails("K38", WARN, "", said("final", send_at=datetime(2026, 11, 24, 3, tzinfo=UTC))),
    fails(
        "K38",
        WARN,
        "",
        said(
            "final",
            send_at=datetime(2026, 11, 24, 10, tzinfo=UTC),
            applied_at=datetime(2026, 11, 23, 20, tzinfo=UTC),
        ),
    ),
    fails("K38", WARN, "", said(DE_NO, send_at=datetime(2026, 11, 26, 18, tzinfo=UTC))),
    passes("K38", said("final", send_at=datetime(2026, 11, 30, 9, tzinfo=UTC))),
    passes("K38", said("final", send_at=datetime(2026, 11, 27, 13, 59, tzinfo=UTC))),
    passes("K38", said("final", send_at=_NIGHT, legal_due=date(2026, 11, 28))),
    passes("K38", said("final", send_at=_NIGHT, promise=date(2026, 11, 27))),
    passes("K38", said("final", send_at=None)),
    passes("K38", said("status", send_at=_NIGHT)),
    fails("K38", WARN, "", said("final", send_at=_NIGHT, legal_due=date(2026, 12, 4))),
    fails("K39", WARN, "", said("final", told_live=False)),
    fails("K39", BLOCK, "", said("final", type=T.INTERNAL_NO, told_live=False)),
    fails("K39", BLOCK, "", said("final", internal=True, told_live=False)),
    fails("K39", WARN, "", said("final", type=T.SILVER_MEDALIST, told_live=False)),
    passes("K39", said("final")),
    passes("K39", said("final", told_live=None)),
    passes("K39", said("final", told_live=False, type=T.REJECTION_SCREEN)),
    passes("K39", said("status", told_live=False)),
]

CASES: list[Case] = [*NAMING, *DECIDING, *DATES, *WORDING, *FORM, *SENDING]
