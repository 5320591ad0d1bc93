"""What recruiters write in German, French and Spanish: letters that a check must find, and others it must let pass."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from recruiterdash.messages.courtesy import Names, Said
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
    passes,
    swaps,
)

TONGUES = (DE, FR, ES)
NOES = (DE_NO, FR_NO, ES_NO)
HELLOS = {DE: "Guten Tag Amara,", FR: "Bonjour Amara,", ES: "Estimada Amara:"}
TITLES = {DE: "Pflegefachkraft", FR: "infirmière", ES: "enfermera"}
SIGNS = {
    DE: "Priya Shah\nRecruiterin",
    FR: "Priya Shah\nRecruteuse",
    ES: "Priya Shah\nReclutadora",
}
PROMISES = {
    DE: "Sie hören bis Dienstag, 8. Dezember von mir, auch wenn es bis dahin noch keine Entscheidung gibt.",
    FR: "Vous aurez de mes nouvelles avant le mardi 8 décembre, même si rien n'est décidé à cette date.",
    ES: "Tendrá noticias mías antes del martes 8 de diciembre, aunque para entonces no haya una decisión.",
}
THANKS = {
    DE_NO: "vielen Dank für das Gespräch am 18. November über die Stelle Pflegefachkraft bei Borealis.",
    FR_NO: "Merci pour notre entretien du 18 novembre au sujet du poste d'infirmière chez Borealis.",
    ES_NO: "Gracias por la entrevista del 18 de noviembre sobre el puesto de enfermera en Borealis.",
}
KEPT = {
    DE_NO: "Wir löschen Ihre Unterlagen am 9. Juni 2027.",
    FR_NO: "Nous supprimerons vos documents le 9 juin 2027.",
    ES_NO: "Borraremos sus documentos el 9 de junio de 2027.",
}
FORMATS = {
    DE_NO: "Sagen Sie mir, wenn Ihnen ein anderes Format hilft.",
    FR_NO: "Dites-moi si un autre format vous aide.",
    ES_NO: "Dígame si le ayuda otro formato.",
}


def greets(check: str, severity: str | None, name: str, *hellos: tuple[str, str] | str) -> Iterator[Case]:
    for each in hellos:
        hello, at = each if isinstance(each, tuple) else (each, "")
        yield Case(check, severity, swaps(name, HELLOS[name], hello), at)


def subjects(severity: str | None, name: str, *lines: str) -> Iterator[Case]:
    for each in lines:
        yield Case("K08", severity, said(name, subject=each))


def instead(
    check: str, severity: str | None, parts: dict[str, str], name: str, *sentences: str, **changes: Any
) -> Iterator[Case]:
    """A part of a good letter said in other words."""
    for each in sentences:
        yield Case(check, severity, swaps(name, parts[name], each, **changes))


def beside(check: str, severity: str, name: str, *sentences: str, **changes: Any) -> Iterator[Case]:
    for each in sentences:
        yield fails(check, severity, "", adds(name, each, **changes))


GREETINGS = [
    *greets(
        "K01",
        BLOCK,
        DE,
        ("Sehr geehrte Damen und Herren,", "Damen und Herren"),
        ("Sehr geehrte Frau Okafor,", "Frau Okafor"),
        ("Hallo Amira,", "Amira"),
        ("Moin zusammen,", "zusammen"),
        ("Liebe*r Bewerber*in,", ""),
        ("Sehr geehrte:r Bewerber:in,", ""),
        ("Liebe Amara, lieber Herr Berger,", "Herr Berger"),
        ("Hallo Amara und Jonas,", "Jonas"),
    ),
    *greets(
        "K01",
        None,
        DE,
        "Hallo liebe Amara,",
        "Sehr geehrte Frau Amara Okafor,",
        "Grüß Gott Amara,",
        "Servus Amara!",
        "Guten Morgen, Amara,",
    ),
    *greets(
        "K01",
        BLOCK,
        FR,
        ("Madame, Monsieur,", ""),
        ("Chère candidate,", "candidate"),
        ("Bonjour Amélie,", "Amélie"),
        ("Bonjour à toutes et à tous,", ""),
        ("Cher(e) candidat(e),", ""),
        ("Bonjour Amara et Julien,", "Julien"),
        ("Chère Amara, cher Monsieur Petit,", "Monsieur Petit"),
    ),
    *greets(
        "K01",
        None,
        FR,
        "Chère Amara,",
        "Bonjour Madame Amara Okafor,",
        "Bonsoir Amara,",
        "Re-bonjour Amara,",
        "Bonjour Amara et merci de votre patience,",
    ),
    *greets(
        "K01",
        BLOCK,
        ES,
        ("Estimado/a candidato/a:", ""),
        ("Buenos días:", "Buenos días"),
        ("Hola, Amaya:", "Amaya"),
        ("A quien corresponda:", ""),
        ("Muy señora mía:", ""),
        ("Hola Amara y Lucía:", "Lucía"),
        ("Estimada Amara, estimado Sr. Ruiz:", "Sr. Ruiz"),
    ),
    *greets(
        "K01",
        None,
        ES,
        "Hola, Amara:",
        "Buenos días, Amara:",
        "Querida Amara:",
        "Apreciada Sra. Amara Okafor:",
        "¡Hola, Amara!",
    ),
]

ROLES = [
    *(fails("K03", BLOCK, "", swaps(name, TITLES[name], "", subject="Borealis")) for name in TONGUES),
    *(fails("K03", BLOCK, "", said(name, titles=(TITLES[name], "Koordination"))) for name in TONGUES),
    fails(
        "K03",
        BLOCK,
        "Stationsleitung",
        adds(DE, "Für die Stationsleitung melden wir uns gesondert.", other_titles=("Stationsleitung",)),
    ),
    fails(
        "K03",
        BLOCK,
        "Sachbearbeiterin Einkauf",
        adds(
            DE,
            "Auch die Sachbearbeiterin Einkauf suchen wir noch.",
            other_titles=("Sachbearbeiter/in Einkauf",),
        ),
    ),
    fails(
        "K03",
        BLOCK,
        "cadre de santé",
        adds(FR, "Le poste de cadre de santé reste ouvert.", other_titles=("Cadre de santé",)),
    ),
    fails(
        "K03",
        BLOCK,
        "chargée de recrutement",
        adds(
            FR, "Nous cherchons aussi une chargée de recrutement.", other_titles=("Chargé(e) de recrutement",)
        ),
    ),
    fails(
        "K03",
        BLOCK,
        "supervisora de planta",
        adds(ES, "También buscamos una supervisora de planta.", other_titles=("Supervisor/a de planta",)),
    ),
    fails(
        "K03",
        BLOCK,
        "auxiliar de farmacia",
        adds(ES, "La vacante de auxiliar de farmacia es otra.", other_titles=("Auxiliar de farmacia",)),
    ),
    *(
        passes("K03", said(name, titles=(title,)))
        for name, title in (
            (DE, "Pflegefachkraft (m/w/d)"),
            (DE, "Pflegefachkraft m/w/d"),
            (DE, "Pflegefachkraft (w/m/x) "),
            (FR, "Infirmier/Infirmière"),
            (FR, "Infirmier(ière)"),
            (FR, "Infirmier·ière"),
            (FR, "Infirmière H/F"),
            (FR, "Infirmière (H/F)"),
            (FR, "Infirmière - F/H"),
            (ES, "Enfermero/a"),
            (ES, "Enfermera/o"),
            (ES, "Enfermero(a)"),
            (ES, "Enfermera (H/M)"),
        )
    ),
    *(
        passes("K03", swaps(DE, "Pflegefachkraft", said_, titles=(title,)))
        for title, said_ in (
            ("Krankenpfleger/in", "Krankenpflegerin"),
            ("Krankenpfleger:in (m/w/d)", "Krankenpfleger"),
            ("Krankenpfleger*in", "Krankenpflegerin"),
            ("Krankenpfleger/-in Nachtdienst", "Krankenpflegerin Nachtdienst"),
            ("KrankenpflegerIn", "Krankenpflegerin"),
        )
    ),
    passes("K03", swaps(FR, "infirmière", "chargée de recrutement", titles=("Chargé(e) de recrutement",))),
    passes("K03", swaps(FR, "infirmière", "directeur adjoint", titles=("Directeur·rice adjoint·e",))),
    passes("K03", swaps(ES, "enfermera", "técnica de laboratorio", titles=("Técnico/a de laboratorio",))),
    passes("K03", swaps(ES, "enfermera", "coordinadora", titles=("Coordinador(a)",))),
    passes("K03", adds(DE, "Sie haben mit dem Arzt der Station gesprochen.", other_titles=("Arzt/Ärztin",))),
    passes("K03", adds(FR, "Vous avez vu le Directeur du site.", other_titles=("Directeur·rice",))),
    passes("K03", adds(ES, "Habló con el Supervisor de turno.", other_titles=("Supervisor/a",))),
]

#: The company is named in this sentence alone.
_COMPANIES = {DE: " bei Borealis", FR: " chez Borealis", ES: " en Borealis"}


def applied(severity: str | None, name: str, *sentences: tuple[str, str], **changes: Any) -> Iterator[Case]:
    """A letter that names a company in one sentence alone."""
    for text, at in sentences:
        letter = adds(name, text, companies=(), subject=None, **changes)
        body = letter.body.replace(_COMPANIES[name], "", 1)
        yield Case("K04", severity, said(name, companies=(), subject=None, body=body, **changes), at)


COMPANIES = [
    *applied(
        BLOCK,
        DE,
        ("Vielen Dank für Ihre Bewerbung bei Acme.", "Acme"),
        ("Sie haben sich bei der Acme GmbH beworben.", "Acme GmbH"),
        ("Ihr Interesse an einer Tätigkeit bei Acme freut uns.", "Acme"),
        ("Danke, dass Sie sich bei Acme beworben haben.", "Acme"),
    ),
    fails("K04", BLOCK, "Acmes", adds(DE, "Acmes Pflegedienst liest die Unterlagen.")),
    passes("K04", adds(DE, "Borealis’ Pflegedienst liest die Unterlagen.")),
    *applied(
        None,
        DE,
        ("Sie haben sich bei uns beworben.", ""),
        ("Ihr Interesse an Pflege freut uns.", ""),
        ("Ihr Interesse an unserem Haus freut uns.", ""),
        ("Ihr Interesse an der Stelle freut uns.", ""),
        ("Sie haben sich bei Frau Berger beworben.", ""),
    ),
    *applied(
        BLOCK,
        FR,
        ("Vous avez postulé chez Acme.", "Acme"),
        ("Merci de l'intérêt que vous portez à Acme.", "Acme"),
        ("Merci pour votre candidature au sein d'Acme.", "Acme"),
        ("Merci de votre intérêt pour Acme.", "Acme"),
    ),
    *applied(
        None, FR, ("Vous avez postulé chez nous.", ""), ("Merci de l'intérêt que vous nous portez.", "")
    ),
    *applied(
        BLOCK,
        ES,
        ("Gracias por postularse a Acme.", "Acme"),
        ("Gracias por su interés en trabajar en Acme.", "Acme"),
        ("Recibimos su candidatura en Acme.", "Acme"),
        ("Gracias por su interés por formar parte de Acme.", "Acme"),
    ),
    *applied(
        None,
        ES,
        ("Gracias por postularse con nosotros.", ""),
        ("Su interés en Enfermería se nota.", ""),
        ("Se postuló en LinkedIn.", ""),
    ),
]

_LIND = Names(["Bo Lind"])
RECIPIENTS = [
    *(fails("K05", BLOCK, "", said(name, cc=("bo@example.org",))) for name in TONGUES),
    *(fails("K05", BLOCK, "", said(name, recipients=("amara@example.org", "b@e.org"))) for name in TONGUES),
    fails("K05", BLOCK, "Bo Lind", adds(DE, "Die Stelle geht an Bo Lind.", other_names=_LIND)),
    fails("K05", BLOCK, "Bo Lind", adds(DE, "Bo Linds Bewerbung lesen wir auch.", other_names=_LIND)),
    fails("K05", BLOCK, "bo.lind@gmx.example", adds(DE, "Schreiben Sie an bo.lind@gmx.example.")),
    fails("K05", BLOCK, "Bo Lind", adds(FR, "Nous avons aussi reçu M. Bo Lind.", other_names=_LIND)),
    fails("K05", BLOCK, "Bo LIND", adds(FR, "L'entretien de Bo LIND a été déplacé.", other_names=_LIND)),
    fails("K05", BLOCK, "bo@orange.example", adds(FR, "Votre message à bo@orange.example est arrivé.")),
    fails("K05", BLOCK, "Bo Lind", adds(ES, "También hablamos con Bo Lind.", other_names=_LIND)),
    fails("K05", BLOCK, "Bo  Lind", adds(ES, "La entrevista de Bo  Lind es otra.", other_names=_LIND)),
    fails("K05", BLOCK, "bo@correo.example", adds(ES, "Escriba a bo@correo.example.")),
    passes("K05", adds(DE, "Fragen zu Ihren Daten: datenschutz@borealis.example.", other_names=_LIND)),
    passes("K05", adds(FR, "Vos données : donnees@borealis.example.", other_names=_LIND)),
    passes("K05", adds(ES, "Sus datos: datos@borealis.example.", other_names=_LIND)),
]


def signs(severity: str | None, name: str, *signatures: str, **changes: Any) -> Iterator[Case]:
    for each in signatures:
        yield Case("K06", severity, swaps(name, SIGNS[name], each, **changes))


SIGNATURES = [
    *signs(
        BLOCK,
        DE,
        "Ihr Recruiting-Team",
        "Die Personalabteilung",
        "Ihr Borealis-Team",
        "Ihr Karriereteam",
        "Team Personal",
        "Abteilung Personal",
        "Ihr HR Team von Borealis",
        "Alles Gute\nIhr Recruiting-Team",
        "Klinik Borealis\nPersonalabteilung",
        "Personalwesen & Organisation",
        sender_name=None,
        sender_role=None,
    ),
    *signs(BLOCK, DE, "Priya Shah", "P. Shah\nRecruiterin", "Recruiterin"),
    *signs(WARN, DE, "Ihr Recruiting-Team", stage="application", interview_date=None),
    *signs(
        None,
        DE,
        "i. A. Priya Shah, Recruiterin",
        "Priya Shah\nRecruiterin | Personalabteilung",
        "Priya Shah (Recruiterin)\nIhr Borealis-Team",
    ),
    *signs(
        None,
        DE,
        "Jonas Weber\nPersonalreferent",
        "Jonas Weber\nBorealis GmbH\nPersonalabteilung",
        sender_name=None,
    ),
    *signs(
        BLOCK,
        FR,
        "L'équipe RH",
        "Le service des ressources humaines",
        "La Direction des Ressources Humaines",
        "Toute l'équipe Borealis",
        "Le pôle recrutement",
        "Votre équipe de recrutement",
        "Le département RH de Borealis",
        "Borealis Santé\nService recrutement",
        "L'équipe de Borealis",
        sender_name=None,
        sender_role=None,
    ),
    *signs(BLOCK, FR, "Priya Shah", "P. Shah\nRecruteuse", "La recruteuse"),
    *signs(
        None,
        FR,
        "Priya Shah, Recruteuse",
        "Priya Shah\nRecruteuse – service RH",
        "P/O Priya Shah\nRecruteuse",
    ),
    *signs(None, FR, "Jean Petit\nResponsable du recrutement", "Jean Petit\nDRH adjoint", sender_name=None),
    *signs(
        BLOCK,
        ES,
        "El equipo de Personas",
        "Departamento de RR. HH.",
        "Dirección de Personas",
        "El equipo de Borealis",
        "Equipo de Talento",
        "Área de Recursos Humanos",
        "El departamento de personal",
        "Su equipo de selección",
        sender_name=None,
        sender_role=None,
    ),
    *signs(BLOCK, ES, "Priya Shah", "P. Shah\nReclutadora", "La reclutadora"),
    *signs(
        None,
        ES,
        "Priya Shah, Reclutadora",
        "Priya Shah\nReclutadora\nDepartamento de Recursos Humanos",
        "P. O. Priya Shah\nReclutadora",
    ),
    *signs(
        None, ES, "Juan Ruiz\nResponsable de selección", "Juan Ruiz\nTécnico de personal", sender_name=None
    ),
]

_AWAY = (Away(date(2026, 11, 20), date(2026, 11, 27), "Sam Stranger"),)
ANSWERS = [
    *(fails("K07", BLOCK, "", said(name, away=_AWAY)) for name in TONGUES),
    *(
        fails("K07", BLOCK, "", said(name, reply_to=f"{box}@borealis.example"))
        for name, box in (
            (DE, "keine-antwort"),
            (DE, "bewerbung-noreply"),
            (DE, "nichtantworten"),
            (FR, "ne-pas-repondre"),
            (FR, "nepasrepondre"),
            (FR, "sans-reponse"),
            (ES, "no-responder"),
            (ES, "noresponder"),
            (ES, "no_contestar"),
        )
    ),
    *beside(
        "K07",
        BLOCK,
        DE,
        "Dies ist eine automatisch generierte E-Mail, bitte antworten Sie nicht darauf.",
        "Bitte sehen Sie von Antworten auf diese Nachricht ab.",
        "Antworten auf diese E-Mail werden nicht gelesen.",
        "Dieses Postfach wird nicht betreut.",
        "Eine Antwort an diese Adresse ist nicht möglich.",
        "Bitte nicht auf diese E-Mail antworten.",
    ),
    *clear(
        "K07",
        DE,
        "Antworten Sie gern direkt auf diese Nachricht.",
        "Ihren Lebenslauf haben wir noch nicht gelesen.",
        "Sie müssen darauf nicht antworten.",
        "Sie müssen nicht auf diese Nachricht antworten.",
        "Eine Antwort ist vor dem 8. Dezember nicht möglich.",
        "Die Einladung wird automatisch versendet.",
    ),
    passes("K07", adds(DE, "Bis Freitag vertritt mich Sam Stranger.", away=_AWAY)),
    *beside(
        "K07",
        BLOCK,
        FR,
        "Ceci est un message automatique, merci de ne pas y répondre.",
        "Cette boîte aux lettres n'est pas relevée.",
        "Les réponses envoyées à cette adresse ne sont pas traitées.",
        "Veuillez ne pas répondre à ce courriel.",
        "Cette adresse ne reçoit pas de réponses.",
    ),
    *clear(
        "K07",
        FR,
        "N'hésitez pas à répondre à ce message.",
        "Votre dossier n'est pas lu par un logiciel.",
        "Vous n'êtes pas obligée de répondre.",
    ),
    passes("K07", adds(FR, "Jusqu'à vendredi, Sam Stranger vous répond.", away=_AWAY)),
    *beside(
        "K07",
        BLOCK,
        ES,
        "Este es un mensaje automático, le rogamos que no responda.",
        "Esta dirección no admite respuestas.",
        "Este buzón no se atiende.",
        "Por favor, absténgase de responder a este correo.",
        "No conteste a este mensaje.",
    ),
    *clear(
        "K07",
        ES,
        "Puede responder a este correo cuando quiera.",
        "No hace falta que responda.",
        "La dirección no recibe los informes hasta el lunes.",
        "Si tiene dudas, no deje de responder a este correo.",
    ),
    passes("K07", adds(ES, "Hasta el viernes le responde Sam Stranger.", away=_AWAY)),
]

SUBJECTS = [
    *subjects(
        WARN,
        DE,
        "AW: Ihre Bewerbung als Pflegefachkraft",
        "Antw.: Ihre Bewerbung als Pflegefachkraft",
        "Gute Neuigkeiten: Pflegefachkraft",
        "Wir gratulieren! Pflegefachkraft bei Borealis",
        "Ihre Bewerbung",
        "Leider keine Zusage: Pflegefachkraft",
        "Pflegefachkraft: Ihre Bewerbung wurde nicht berücksichtigt",
        "Willkommen im Team, Pflegefachkraft",
    ),
    *subjects(
        None,
        DE,
        "Stand Ihrer Bewerbung als Pflegefachkraft",
        "Ihr Gespräch bei Borealis am 18. November",
        "Nachricht zu Ihrer Bewerbung: Pflegefachkraft",
    ),
    *subjects(
        WARN,
        FR,
        "RE : Votre candidature : infirmière",
        "TR: Votre candidature d'infirmière",
        "Réponse négative : infirmière",
        "Candidature non retenue : infirmière",
        "Bravo ! Infirmière chez Borealis",
        "Une suite défavorable à votre candidature d'infirmière",
        "Votre candidature",
        "Bienvenue chez Borealis",
    ),
    *subjects(
        None,
        FR,
        "Point d'étape sur votre candidature d'infirmière",
        "Réponse à votre candidature chez Borealis",
        "Votre entretien du 18 novembre : infirmière",
    ),
    *subjects(
        WARN,
        ES,
        "RE: Su candidatura: enfermera",
        "RV: Su candidatura de enfermera",
        "Muy buenas noticias sobre el puesto de enfermera",
        "¡Felicitaciones! Enfermera en Borealis",
        "Respuesta negativa: enfermera",
        "Candidatura no admitida: enfermera",
        "Su candidatura",
        "Bienvenida a Borealis",
    ),
    *subjects(
        None,
        ES,
        "Su proceso de enfermera en Borealis",
        "Estado de su candidatura: enfermera",
        "Su entrevista del 18 de noviembre: enfermera",
    ),
]

DATES = [
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        DE,
        "Ich melde mich Anfang Dezember bei Ihnen.",
        "Sie hören spätestens in KW 50 von uns.",
        "Wir kommen zeitnah auf Sie zu.",
        "Sie hören am Mittwoch, dem 9. Dezember, von mir.",
    ),
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        DE,
        "Sie hören zwischen dem 7. und dem 9. Dezember von mir.",
        "Sie hören am 7. oder 8. Dezember von mir.",
        "Sie hören bis Sonntag, 6. Dezember von mir.",
        "Sie hören am Montag, 4. Januar von mir.",
        promise=None,
    ),
    *instead(
        "K11",
        None,
        PROMISES,
        DE,
        "Sie hören spätestens am Dienstag, dem 8. Dezember 2026, von mir.",
        "Bis Dienstag, den 8. Dezember, bekommen Sie Bescheid.",
        "Bis zum 8. Dezember melde ich mich bei Ihnen.",
        "Nach unserem Gespräch am 18. November melde ich mich bis 8. Dezember.",
        "Wir haben am 16. und am 18. November gesprochen. Bis 8. Dezember schreibe ich Ihnen.",
    ),
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        FR,
        "Nous reviendrons vers vous dans les meilleurs délais.",
        "Vous aurez de mes nouvelles courant décembre.",
        "Je vous réponds d'ici la mi-décembre.",
        "Vous aurez une réponse le mercredi 9 décembre.",
    ),
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        FR,
        "Vous aurez une réponse entre le 7 et le 9 décembre.",
        "Vous aurez une réponse le 7 ou le 8 décembre.",
        "Vous aurez une réponse le samedi 5 décembre.",
        "Vous aurez une réponse le lundi 4 janvier.",
        promise=None,
    ),
    *instead(
        "K11",
        None,
        PROMISES,
        FR,
        "Je vous réponds au plus tard le mardi 8 décembre 2026.",
        "Vous aurez une réponse d'ici au 8 décembre.",
        "Après notre entretien du 18 novembre, vous aurez une réponse le 8 décembre.",
        "Nous nous sommes vus les 16 et 18 novembre. Vous aurez une réponse le 8 décembre.",
    ),
    *instead(
        "K11",
        None,
        PROMISES,
        FR,
        "Vous aurez de mes nouvelles avant le mardi 1er décembre.",
        promise=date(2026, 12, 1),
    ),
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        ES,
        "Nos pondremos en contacto con usted a la mayor brevedad.",
        "Le escribiré a primeros de diciembre.",
        "Tendrá noticias a lo largo de diciembre.",
        "Tendrá una respuesta el miércoles 9 de diciembre.",
    ),
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        ES,
        "Tendrá una respuesta entre el 7 y el 9 de diciembre.",
        "Tendrá una respuesta el 7 o el 8 de diciembre.",
        "Tendrá una respuesta el sábado 5 de diciembre.",
        "Tendrá una respuesta el lunes 4 de enero.",
        promise=None,
    ),
    *instead(
        "K11",
        None,
        PROMISES,
        ES,
        "Le escribo como muy tarde el martes, 8 de diciembre.",
        "Tendrá una respuesta a más tardar el 8 de diciembre de 2026.",
        "Tendrá noticias antes del martes día 8 de diciembre.",
        "Hablamos el 16 y el 18 de noviembre. Tendrá una respuesta el 8 de diciembre.",
    ),
]

_AWAY_THEN = (Away(date(2026, 12, 7), date(2026, 12, 11), "Sam Stranger"),)
IN_TIME = [
    *(
        fails("K13", BLOCK, day, said(name, **changes))
        for name, day in (
            (DE, "Dienstag, 8. Dezember"),
            (FR, "mardi 8 décembre"),
            (ES, "martes 8 de diciembre"),
        )
        for changes in (
            {"legal_due": date(2026, 12, 4)},
            {"requisition_state": "on_hold"},
            {"away": _AWAY_THEN},
        )
    ),
    *(passes("K13", said(name, legal_due=PROMISE, requisition_state="open")) for name in TONGUES),
    passes("K13", adds(DE, "Bin ich dann im Urlaub, schreibt Ihnen Sam Stranger.", away=_AWAY_THEN)),
    passes("K13", adds(FR, "Si je suis absente, Sam Stranger vous écrit.", away=_AWAY_THEN)),
    passes("K13", adds(ES, "Si no estoy, le escribe Sam Stranger.", away=_AWAY_THEN)),
]

_MISSED = {"broken_promise": date(2026, 11, 13)}
BROKEN = [
    *beside(
        "K15",
        BLOCK,
        DE,
        "Eigentlich wollte ich mich bis 13. November melden.",
        "Es tut mir leid, dass Sie so lange warten mussten.",
        "Ich hatte Ihnen eine Antwort bis Freitag, 13. November versprochen. Das habe ich nicht geschafft.",
        **_MISSED,
    ),
    *beside(
        "K15",
        WARN,
        DE,
        "Entschuldigung, es tut mir leid, ich bitte um Verzeihung.",
        "Es tut mir leid. Es tut mir wirklich leid. Bitte entschuldigen Sie.",
        "Sorry, nochmals sorry, und bitte verzeihen Sie.",
    ),
    *clear(
        "K15",
        DE,
        "Ich wollte mich bis 13. November melden und habe es nicht getan. Bitte entschuldigen Sie das.",
        "Bis Freitag, 13. November sollten Sie von mir hören. Das tut mir wirklich sehr leid.",
        "Den 13. November habe ich nicht eingehalten. Dafür bitte ich um Entschuldigung.",
        "Am 13. November hätten Sie von mir hören sollen. Das bedaure ich.",
        "Der 13. November ist verstrichen, ohne dass ich geschrieben habe. Sorry dafür.",
        "Ich hatte Ihnen den 13.11. genannt und nicht geschrieben. Es tut mir leid.",
        **_MISSED,
    ),
    *beside(
        "K15",
        BLOCK,
        FR,
        "Je devais vous répondre le 13 novembre.",
        "Je suis désolée de vous avoir fait attendre.",
        "Vous attendiez une réponse pour le vendredi 13 novembre, et elle n'est pas venue.",
        **_MISSED,
    ),
    *beside(
        "K15",
        WARN,
        FR,
        "Pardon, je suis désolée, toutes mes excuses.",
        "Excusez-moi. Je m'en excuse encore. Je suis navrée.",
        "Je vous prie de m'excuser, pardonnez-moi, mille excuses.",
    ),
    *clear(
        "K15",
        FR,
        "Je devais vous écrire le 13 novembre et je ne l'ai pas fait. Je vous prie de m'excuser.",
        "Le 13 novembre est passé sans nouvelles de ma part. Toutes mes excuses.",
        "Vous attendiez une réponse le vendredi 13 novembre. Je m'en excuse.",
        "Je n'ai pas tenu la date du 13 novembre, et j'en suis confuse.",
        "Je vous avais dit le 13/11 et je n'ai pas écrit. Je suis désolée.",
        **_MISSED,
    ),
    *beside(
        "K15",
        BLOCK,
        ES,
        "Quedé en escribirle el 13 de noviembre.",
        "Siento la espera.",
        "Esperaba una respuesta el viernes 13 de noviembre y no llegó.",
        **_MISSED,
    ),
    *beside(
        "K15",
        WARN,
        ES,
        "Perdón, lo siento, mis disculpas.",
        "Lo siento. Discúlpeme. Le ruego que me perdone.",
        "Lo lamento mucho, lo siento de verdad, perdone.",
    ),
    *clear(
        "K15",
        ES,
        "Quedé en escribirle el 13 de noviembre y no lo hice. Discúlpeme.",
        "Siento no haberle escrito el viernes 13 de noviembre, como le dije.",
        "No cumplí con la fecha del 13 de noviembre. Le ruego que me disculpe.",
        "El 13 de noviembre pasó sin noticias mías. Lo lamento.",
        "Le dije el 13/11 y no escribí. Le pido perdón.",
        **_MISSED,
    ),
]

_BUFFERS = {
    DE_NO: (
        "Wir haben entschieden, Ihre",
        "Auf der Station ging es in dieser Woche um die Übergaben und die Nächte. ",
    ),
    FR_NO: (
        "Nous avons décidé de",
        "Dans le service, nous avons parlé cette semaine des nuits et des équipes. ",
    ),
    ES_NO: (
        "Hemos decidido no",
        "En la planta hablamos esta semana de las noches y de los equipos de guardia. ",
    ),
}
REGRETS = [
    *(
        fails("K27", WARN, "", swaps(name, decision, filler * 4 + decision))
        for name, (decision, filler) in _BUFFERS.items()
    ),
    *beside(
        "K27",
        WARN,
        DE_NO,
        "Leider ist das so. Wir bedauern, Ihnen nichts anderes schreiben zu können.",
        "Zu unserem Bedauern bleibt es dabei, und es tut uns leid.",
        "Leider, leider ging es nicht anders.",
        "Bedauerlicherweise ist es so, und wir sind selbst traurig.",
    ),
    *clear(
        "K27",
        DE_NO,
        "Leider haben wir nur diese eine Stelle.",
        "Es tut mir leid, dass ich Ihnen nichts anderes schreiben kann.",
    ),
    *beside(
        "K27",
        WARN,
        FR_NO,
        "Nous sommes au regret de vous l'écrire, et malheureusement c'est ainsi.",
        "Hélas, nous en sommes vraiment navrés.",
        "C'est à regret que je vous l'écris. J'en suis désolée.",
        "Malheureusement, et croyez que nous le déplorons, c'est ainsi.",
    ),
    *clear(
        "K27",
        FR_NO,
        "Malheureusement, nous n'avons qu'un poste.",
        "Je suis désolée de ne pas pouvoir vous écrire autre chose.",
    ),
    *beside(
        "K27",
        WARN,
        ES_NO,
        "Lamentamos no darle otra respuesta. Sentimos mucho que sea así.",
        "Muy a nuestro pesar es así, y lo lamentamos.",
        "Por desgracia no hay más plazas, y siento decírselo por correo.",
        "Desafortunadamente es así, y es una pena.",
    ),
    *clear(
        "K27",
        ES_NO,
        "Por desgracia solo tenemos una plaza. Nos sentimos agradecidos por la charla.",
        "Siento no poder darle otra respuesta.",
    ),
]

_CURT = {
    DE_NO: ("Absage.", "Guten Tag Amara, leider nein. Alles Gute.", "Wir haben uns anders entschieden."),
    FR_NO: ("Refusé.", "Bonjour Amara, c'est non. Bonne continuation.", "Candidature non retenue."),
    ES_NO: ("Rechazada.", "Hola, Amara: no ha sido posible. Suerte.", "Puesto cubierto."),
}
_MORE = {
    DE: "Wir lesen jede Bewerbung zu zweit und nehmen uns dafür Zeit. ",
    FR: "Nous lisons chaque dossier à deux et prenons le temps. ",
    ES: "Leemos cada candidatura entre dos y nos tomamos tiempo. ",
}
LENGTHS = [
    *(fails("K31", BLOCK, "", said(name, body=body)) for name, bodies in _CURT.items() for body in bodies),
    *(
        fails("K31", WARN, "", swaps(name, PROMISES[name], _MORE[name] * 12 + PROMISES[name]))
        for name in TONGUES
    ),
    *(fails("K31", WARN, "", said(name, body=f"{HELLOS[name]}\n\n{PROMISES[name]}")) for name in TONGUES),
    *(passes("K31", swaps(name, PROMISES[name], _MORE[name] * 3 + PROMISES[name])) for name in TONGUES),
]

READING = [
    fails(
        "K32",
        WARN,
        "",
        adds(
            DE,
            "Da wir in den vergangenen Wochen mit mehreren Personen gesprochen haben, deren Unterlagen wir nun gemeinsam mit der Stationsleitung noch einmal in Ruhe durchsehen möchten, bevor wir uns im Kreis der Beteiligten auf ein Vorgehen verständigen, bitten wir Sie noch um etwas Geduld.",  # noqa: E501
        ),
    ),
    fails(
        "K32",
        WARN,
        "",
        adds(
            FR,
            "Comme nous avons rencontré ces dernières semaines plusieurs personnes dont nous voulons relire le dossier à tête reposée avec la responsable du service avant de nous mettre d'accord sur la suite à donner, nous vous demandons encore un peu de patience et vous prions de nous en excuser.",  # noqa: E501
        ),
    ),
    fails(
        "K32",
        WARN,
        "",
        adds(
            ES,
            "Como en las últimas semanas hemos hablado con varias personas cuyos documentos queremos volver a leer con calma junto con la responsable de la planta antes de ponernos de acuerdo sobre los siguientes pasos del proceso, le pedimos todavía un poco de paciencia y le agradecemos su comprensión.",  # noqa: E501
        ),
    ),
    *beside(
        "K32",
        WARN,
        DE,
        "Wir lesen. Wir sprechen. Wir schreiben. Wir rufen an. Dann sehen wir weiter.",
        "Die Station ist groß. Sie hat 30 Betten. Nachts sind drei da. Das ist wenig. Wir suchen also.",
    ),
    *beside(
        "K32",
        WARN,
        FR,
        "Nous lisons. Nous parlons. Nous écrivons. Nous appelons. Puis nous verrons.",
        "Le service est grand. Il a 30 lits. La nuit, ils sont trois. C'est peu. Nous cherchons donc.",
    ),
    *beside(
        "K32",
        WARN,
        ES,
        "Leemos. Hablamos. Escribimos. Llamamos. Luego veremos.",
        "La planta es grande. Tiene 30 camas. De noche son tres. Es poco. Por eso buscamos.",
    ),
    *clear(
        "K32",
        DE,
        "Frau Dr. Weber liest mit, z. B. am Montag. Das dauert i. d. R. eine Std. am Tag. Danach sprechen wir. Evtl. rufe ich an.",  # noqa: E501
        "Am 18. November waren Sie da. Am 19. November haben wir gesprochen. Das war gut. Wir lesen weiter.",
    ),
    *clear(
        "K32",
        FR,
        "M. Petit lit avec nous, p. ex. le lundi. Mme Dupont aussi. Cela prend env. une heure. Puis nous parlons.",
        "Le Dr. Petit vous a reçue. Il lit votre dossier. Nous aussi. Cela prend du temps.",
    ),
    *clear(
        "K32",
        ES,
        "Ud. habló con el Sr. Ruiz y con la Sra. Gil. Uds. hablaron de las noches. Leemos su nota. Es larga.",
        "La Dra. Gil lee con nosotros, p. ej. el lunes. Tarda aprox. una hora. Luego hablamos. Le avisamos.",
    ),
]


def shown(name: str, more: str = "", lang: str = " lang='x'") -> str:
    text = said(name).body.replace("\n", "<br>")
    return f"<html{lang}><body><p>{text}</p>{more}</body></html>"


def linked(name: str, text: str) -> Said:
    letter = adds(name, text)
    html = letter.body.replace("\n", "<br>").replace(text, f"<a href='https://borealis.example'>{text}</a>")
    return said(name, body=letter.body, html=f"<html lang='x'><body>{html}</body></html>")


PARTS = [
    *(fails("K33", WARN, "", said(name, html="<img src='b.png' alt='Borealis'>")) for name in TONGUES),
    *(fails("K33", WARN, "", said(name, html=shown(name, "<p>Borealis 2026</p>"))) for name in TONGUES),
    *(fails("K33", WARN, "", said(name, html=shown(name, lang=""))) for name in TONGUES),
    *(
        fails("K33", WARN, "", linked(name, text))
        for name, texts in (
            (DE, ("hier", "Hier klicken", "mehr erfahren", "Klicken Sie hier", "weiterlesen", "zum Link")),
            (FR, ("ici", "Cliquez ici", "en savoir plus", "lire la suite", "ce lien", "plus d'infos")),
            (ES, ("aquí", "Haga clic aquí", "más información", "saber más", "este enlace", "pulse aquí")),
        )
        for text in texts
    ),
    passes("K33", linked(DE, "Unsere Datenschutzhinweise")),
    passes("K33", linked(FR, "Nos mentions sur les données")),
    passes("K33", linked(ES, "Nuestra política de datos")),
    *(passes("K33", said(name, html=shown(name))) for name in TONGUES),
]

LANGUAGES = [
    *(
        fails("K34", WARN, "", said(name, language=theirs))
        for name, others in (
            (DE, ("en", "fr-CH", "es", "it")),
            (FR, ("en-GB", "de-CH", "es", "nl")),
            (ES, ("en-US", "de", "fr", "pt-BR")),
        )
        for theirs in others
    ),
    *(
        fails("K34", WARN, "", said("status", type=T.PERSONAL, language="en", body=body))
        for body in (
            "Hallo Amara,\n\ndanke dir für deine Mail, ich rufe dich morgen an.\n\nLiebe Grüße\nPriya",
            "Dear Amara,\n\nIhre Unterlagen sind bei mir angekommen, und ich melde mich bei Ihnen.\n\nPriya",
            "Bonjour Amara,\n\nmerci pour ton message, je t'appelle demain matin.\n\nÀ bientôt\nPriya",
            "Dear Amara,\n\nVotre dossier est bien arrivé et je vous écris dès que je l'ai lu.\n\nPriya",
            "Hola, Amara:\n\ngracias por tu mensaje, te llamo mañana por la tarde.\n\nUn saludo\nPriya",
            "Dear Amara,\n\nSu documentación ha llegado bien y le escribo cuando la lea.\n\nPriya",
        )
    ),
    *(
        passes("K34", said(name, language=theirs))
        for name, tags in ((DE, ("de", "de-AT")), (FR, ("fr", "fr-CA")), (ES, ("es", "es-419")))
        for theirs in tags
    ),
    passes("K34", adds(DE, "Bei uns heißt das Team „People and Culture“, und wir nennen es „the ward“.")),
]

_ROLES = {
    DE_NO: "vielen Dank für das Gespräch über die Stelle Pflegefachkraft bei Borealis.",
    FR_NO: "Merci pour notre entretien au sujet du poste d'infirmière chez Borealis.",
    ES_NO: "Gracias por la entrevista sobre el puesto de enfermera en Borealis.",
}
_TOPICS = {
    DE_NO: "Ihr Beispiel zur Übergabe haben wir gut verstanden.",
    FR_NO: "Votre exemple sur la transmission était clair.",
    ES_NO: "Su ejemplo sobre el relevo fue claro.",
}


def plain(name: str, instead_: str = "", **changes: Any) -> Said:
    """A no without day and topic."""
    body = said(name).body.replace(THANKS[name], _ROLES[name]).replace(_TOPICS[name], instead_)
    return said(name, body=body, **changes)


PERSONAL = [
    *(fails("K35", WARN, "", plain(name, stage="screen")) for name in NOES),
    *(fails("K35", BLOCK, "", plain(name, type=T.REJECTION_FINAL, stage="final")) for name in NOES),
    *(fails("K35", BLOCK, "", said(name, type=T.SILVER_MEDALIST, alike=0.97, bulk=3)) for name in NOES),
    fails("K35", WARN, "", plain(DE_NO, "Das Gespräch im November war angenehm.")),
    fails("K35", WARN, "", plain(FR_NO, "L'entretien de novembre était agréable.")),
    fails("K35", WARN, "", plain(ES_NO, "La charla de noviembre fue agradable.")),
    *(
        passes("K35", plain(name, text, interviewers=("Ruth Cole",)))
        for name, text in (
            (DE_NO, "Ihre Gedanken zu den Übergaben haben wir gut verstanden."),
            (DE_NO, "Ihr Übergabeprotokoll haben wir gern gelesen."),
            (DE_NO, "Frau Ruth Cole hat gern mit Ihnen gesprochen."),
            (DE_NO, "Ihre Fragen am 18.11. waren gut."),
            (FR_NO, "Vos idées sur les transmissions étaient claires."),
            (FR_NO, "Ruth Cole a aimé cet échange."),
            (FR_NO, "Vos questions du 18/11 étaient claires."),
            (ES_NO, "Sus ideas sobre los relevos fueron claras."),
            (ES_NO, "A Ruth Cole le gustó la charla."),
            (ES_NO, "Sus preguntas del 18/11 fueron claras."),
        )
    ),
]

GRATITUDE = [
    *instead(
        "K36",
        WARN,
        THANKS,
        DE_NO,
        "vielen Dank für Ihr Interesse an der Stelle Pflegefachkraft bei Borealis.",
        "danke für Ihre Bewerbung als Pflegefachkraft bei Borealis.",
        "heute schreiben wir Ihnen zur Stelle Pflegefachkraft bei Borealis.",
        "wir bedanken uns für das Vertrauen in Borealis und die Bewerbung als Pflegefachkraft.",
    ),
    *beside("K36", WARN, DE_NO, "Haben Sie nochmals herzlichen Dank.", "Dankeschön für alles."),
    *instead(
        "K36",
        None,
        THANKS,
        DE_NO,
        "danke, dass Sie zu uns gekommen sind. Es geht um die Stelle Pflegefachkraft bei Borealis.",
        "herzlichen Dank für den offenen Austausch zur Stelle Pflegefachkraft bei Borealis.",
        "wir danken Ihnen, dass Sie am 18. November bei uns waren.",
    ),
    *clear("K36", DE_NO, "Dank Ihres Beispiels haben wir die Übergabe verstanden."),
    *instead(
        "K36",
        WARN,
        THANKS,
        FR_NO,
        "Merci de l'intérêt que vous portez au poste d'infirmière chez Borealis.",
        "Nous vous remercions de votre candidature au poste d'infirmière chez Borealis.",
        "Je vous écris au sujet du poste d'infirmière chez Borealis.",
    ),
    *beside("K36", WARN, FR_NO, "Merci encore à vous.", "Nous vous adressons tous nos remerciements."),
    *instead(
        "K36",
        None,
        THANKS,
        FR_NO,
        "Merci de nous avoir rencontrés pour le poste d'infirmière chez Borealis.",
        "Merci d'être venue jusqu'à nous pour le poste d'infirmière chez Borealis.",
        "Nous vous remercions de nous avoir consacré du temps le 18 novembre.",
        "Merci pour votre disponibilité le 18 novembre.",
    ),
    *clear("K36", FR_NO, "Grâce à votre exemple, nous avons compris la transmission."),
    *instead(
        "K36",
        WARN,
        THANKS,
        ES_NO,
        "Gracias por su interés en el puesto de enfermera en Borealis.",
        "Le agradecemos su candidatura al puesto de enfermera en Borealis.",
        "Le escribo por el puesto de enfermera en Borealis.",
    ),
    *beside("K36", WARN, ES_NO, "De nuevo, muchísimas gracias.", "Le estamos muy agradecidos por todo."),
    *instead(
        "K36",
        None,
        THANKS,
        ES_NO,
        "Gracias por reunirse con nosotros para el puesto de enfermera en Borealis.",
        "Gracias por haber venido a vernos por el puesto de enfermera en Borealis.",
        "Le agradecemos que nos dedicara la mañana del 18 de noviembre.",
    ),
    *clear("K36", ES_NO, "Gracias a su ejemplo entendimos bien el relevo."),
]

_FRIDAY, _SATURDAY, _LATE = (
    datetime(2026, 11, 27, 16, 30, tzinfo=UTC),
    datetime(2026, 11, 28, 11, tzinfo=UTC),
    datetime(2026, 11, 26, 20, tzinfo=UTC),
)
_GOOD_HOUR = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOURS = [
    *(fails("K38", WARN, "", said(name, send_at=at)) for name in NOES for at in (_FRIDAY, _SATURDAY, _LATE)),
    *(fails("K38", WARN, "", said(name, offer_out=True, stage="final")) for name in NOES),
    *(passes("K38", said(name, send_at=_GOOD_HOUR)) for name in NOES),
    *(passes("K38", said(name, send_at=_FRIDAY, legal_due=date(2026, 11, 28))) for name in NOES),
    *(fails("K39", WARN, "", said(name, type=T.REJECTION_FINAL, told_live=False)) for name in NOES),
    *(fails("K39", WARN, "", said(name, type=T.SILVER_MEDALIST, told_live=False)) for name in NOES),
    *(fails("K39", BLOCK, "", said(name, type=T.INTERNAL_NO, told_live=False)) for name in NOES),
    *(passes("K39", said(name, type=T.REJECTION_FINAL, told_live=True)) for name in NOES),
    *(passes("K39", said(name, told_live=False)) for name in NOES),
    *(fails("K37", BLOCK, "", said(name, bulk=9, stage="final")) for name in NOES),
    *(fails("K37", BLOCK, "", said(name, bulk=9, stage="offer")) for name in TONGUES),
    *(fails("K37", BLOCK, "", said(name, bulk=9, internal=True)) for name in TONGUES),
    *(passes("K37", said(name, bulk=41)) for name in TONGUES),
]


def turned(name: str) -> str:
    """A letter with its paragraphs in another order and another greeting."""
    hello, *middle, end = said(name).body.split("\n\n")
    return "\n\n".join([hello.replace("Amara", "Amara Okafor"), *reversed(middle), end])


_FRESH = {
    DE: "Neu ist: Die Stationsleiterin hat Ihre Unterlagen gelesen.",
    FR: "Du nouveau : la cheffe du service a lu votre dossier.",
    ES: "Hay algo nuevo: la jefa de planta ha leído su documentación.",
}
AGAIN = [
    *(fails("K40", WARN, "", said(name, last_text=said(name).body.upper())) for name in TONGUES),
    *(fails("K40", WARN, "", said(name, last_text=turned(name))) for name in TONGUES),
    *(fails("K40", WARN, "", said(name, last_text=adds(name, _FRESH[name]).body)) for name in TONGUES),
    *(passes("K40", adds(name, _FRESH[name], last_text=said(name).body)) for name in TONGUES),
    *(passes("K40", said(name, last_text=said(name).body.replace(" 8", " 1"))) for name in TONGUES),
]

DATA = [
    *instead(
        "K41",
        HINT,
        KEPT,
        DE_NO,
        "",
        "Ihre Unterlagen haben wir auf Vollständigkeit geprüft.",
        "Die Daten der Station liegen auf dem Server.",
        "Ihre Unterlagen liegen mir vor.",
    ),
    *instead(
        "K41",
        None,
        KEPT,
        DE_NO,
        "Ihre Unterlagen vernichten wir nach sechs Monaten.",
        "Sechs Monate nach Abschluss des Verfahrens werden Ihre personenbezogenen Daten gelöscht.",
        "Wir heben Ihre Unterlagen bis 9. Juni 2027 auf.",
        "Ihre Bewerbung löschen wir am 9. Juni 2027.",
        "Am 9. Juni 2027 wird Ihr Profil bei uns gelöscht.",
        "Wir bewahren Ihre Unterlagen bis 9. Juni 2027 auf.",
    ),
    *instead(
        "K41",
        HINT,
        KEPT,
        FR_NO,
        "",
        "Vos documents nous sont bien parvenus.",
        "Les données du service sont claires.",
        "Votre dossier était complet.",
    ),
    *instead(
        "K41",
        None,
        KEPT,
        FR_NO,
        "Vos données seront effacées le 9 juin 2027.",
        "Votre candidature sera supprimée le 9 juin 2027.",
        "Nous détruirons vos documents le 9 juin 2027.",
        "Votre CV sera conservé jusqu'au 9 juin 2027.",
        "Le 9 juin 2027, nous effacerons votre dossier.",
    ),
    *instead(
        "K41",
        HINT,
        KEPT,
        ES_NO,
        "",
        "Sus documentos llegaron bien.",
        "Los datos de la planta son claros.",
        "Su documentación estaba completa.",
    ),
    *instead(
        "K41",
        None,
        KEPT,
        ES_NO,
        "Sus datos se borrarán el 9 de junio de 2027.",
        "Sus datos se conservan hasta el 9 de junio de 2027.",
        "Su currículum se eliminará el 9 de junio de 2027.",
        "El 9 de junio de 2027 eliminaremos su solicitud.",
        "Destruimos sus documentos el 9 de junio de 2027.",
    ),
]

OTHER_FORMS = [
    *instead(
        "K42",
        HINT,
        FORMATS,
        DE_NO,
        "",
        "Die Anpassung des Dienstplans dauert noch.",
        "Rufen Sie mich an, wenn Sie eine Frage haben.",
        "Sie haben die Übergabe anders organisiert.",
    ),
    *instead(
        "K42",
        None,
        FORMATS,
        DE_NO,
        "Wenn Sie diese Nachricht in einer anderen Form brauchen, sagen Sie es mir.",
        "Brauchen Sie eine Anpassung, etwa eine größere Schrift? Schreiben Sie mir.",
        "Auf Wunsch senden wir Ihnen dieses Schreiben barrierefrei zu.",
        "Benötigen Sie Gebärdensprache oder große Schrift, sagen Sie Bescheid.",
    ),
    *instead(
        "K42",
        HINT,
        FORMATS,
        FR_NO,
        "",
        "Nous n'avons pas pu faire autrement.",
        "Le service est accessible en tram.",
        "L'adaptation du planning prend du temps.",
    ),
    *instead(
        "K42",
        None,
        FORMATS,
        FR_NO,
        "Si vous avez besoin d'un aménagement, dites-le-moi.",
        "Si vous préférez recevoir ce message sous une autre forme, écrivez-moi.",
        "Nous pouvons vous l'envoyer dans un format accessible.",
        "Si de gros caractères vous aident, dites-le-moi.",
    ),
    *instead(
        "K42",
        HINT,
        FORMATS,
        ES_NO,
        "",
        "No pudimos hacerlo de otra manera.",
        "La jefa de planta es muy accesible.",
        "Los ajustes del turno tardan.",
    ),
    *instead(
        "K42",
        None,
        FORMATS,
        ES_NO,
        "Si necesita algún ajuste, dígamelo.",
        "Si prefiere recibir este mensaje de otra forma, escríbame.",
        "Podemos enviárselo en un formato accesible.",
        "Si le ayuda la letra grande, dígamelo.",
    ),
]

BLAME = [
    *beside(
        "K22",
        WARN,
        "delay",
        "Tom in finance keeps delaying this.",
        "Finance keeps delaying this.",
        "Sarah from legal is sitting on the contract.",
        "The finance team is holding it up.",
        "Tom keeps putting it off.",
        "Legal has still not signed.",
        "We are waiting for Tom in accounts.",
        "It is stuck with Sarah in payroll.",
    ),
    *clear(
        "K22",
        "delay",
        "Tom in finance reads your file today.",
        "You spoke with Sarah from legal on 18 November.",
        "Work in finance keeps changing.",
        "The finance team meets on Monday.",
        "If you get stuck with the form, call me.",
        "Borealis has not decided yet.",
    ),
    *beside(
        "K22",
        WARN,
        DE,
        "Tom aus der Buchhaltung verzögert das ständig.",
        "Die Finanzabteilung hält alles auf.",
        "Es hängt an Frau Berger.",
        "Der Vorgang liegt seit Wochen bei Tom aus der Rechtsabteilung.",
    ),
    *clear(
        "K22",
        DE,
        "Tom aus der Buchhaltung liest heute Ihre Unterlagen.",
        "Die Entscheidung verzögert sich um eine Woche.",
        "Ihre Unterlagen liegen seit Montag bei uns.",
    ),
    *beside(
        "K22",
        WARN,
        FR,
        "Tom, de la comptabilité, retarde tout.",
        "Le service financier bloque le dossier.",
        "Tom fait traîner les choses.",
        "Le dossier est bloqué chez Mme Petit.",
    ),
    *clear(
        "K22",
        FR,
        "Tom, de la comptabilité, lit votre dossier aujourd'hui.",
        "Borealis n'a pas encore décidé.",
        "Cela retarde notre réponse d'une semaine.",
    ),
    *beside(
        "K22",
        WARN,
        ES,
        "Tom, de finanzas, no deja de retrasarlo.",
        "El departamento financiero lo está frenando todo.",
        "Finanzas lo retrasa siempre.",
        "Todo está parado por culpa de Tom.",
    ),
    *clear(
        "K22",
        ES,
        "Tom, de finanzas, lee hoy su documentación.",
        "Borealis todavía no ha decidido.",
        "La espera no es culpa de nadie.",
    ),
]

RANKS = [
    *beside(
        "K25",
        BLOCK,
        "final",
        "You ranked fourth.",
        "You came third of nine.",
        "We ranked you second.",
        "You were placed fifth.",
    ),
    *clear(
        "K25",
        "final",
        "You came on 18 November.",
        "Your second example was clear.",
        "You came first thing in the morning.",
        "You came last week to see the ward.",
        "We put you first on the list of calls for today.",
        "You finished second year of your training.",
        "You told us that you ranked the beds first by risk.",
    ),
    *beside("K25", BLOCK, DE_NO, "Sie lagen auf Platz vier.", "Sie kamen auf den vierten Platz."),
    *clear(
        "K25",
        DE_NO,
        "Sie kamen am 18. November zu uns.",
        "Nehmen Sie in Raum vier Platz.",
        "Sie waren heute von acht bis neun da.",
    ),
    *beside("K25", BLOCK, FR_NO, "Vous êtes arrivée quatrième.", "Vous étiez classée quatrième sur neuf."),
    *clear("K25", FR_NO, "Vous êtes venue au quatrième étage."),
    *beside("K25", BLOCK, ES_NO, "Quedó en cuarto lugar.", "Usted quedó cuarta de nueve."),
    *clear("K25", ES_NO, "Nos vimos en la cuarta planta.", "Eso quedó en segundo plano."),
]

COMPARED = [
    *clear(
        "K19",
        DE_NO,
        "Sagen Sie mir, wenn es Ihnen am Freitag besser passt.",
        "Wir haben Sie besser kennengelernt.",
    ),
    *beside(
        "K19", WARN, DE_NO, "Jemand anderes hat besser gepasst.", "Andere Profile passten besser zu uns."
    ),
    *clear(
        "K19",
        FR_NO,
        "Dites-moi quelle heure vous convient mieux.",
        "Cet échange nous a aidés à mieux vous connaître.",
    ),
    *beside(
        "K19", WARN, FR_NO, "Un autre profil convenait mieux au poste.", "Une autre personne a mieux répondu."
    ),
    *clear("K19", ES_NO, "Dígame qué hora le viene mejor.", "La charla nos sirvió para conocerla mejor."),
    *beside("K19", WARN, ES_NO, "Otra persona encajaba mejor en el equipo.", "Otro perfil respondía mejor."),
]

#: Language, how the letter says the role, how it is published.
_SAID = (
    (DE, "Leiterin Logistik", "Leiter/in Logistik"),
    (DE, "Kauffrau im Einzelhandel", "Kaufmann/-frau im Einzelhandel"),
    (DE, "Kauffrau im Einzelhandel", "Kaufmann/Kauffrau im Einzelhandel (w/m/d)"),
    (DE, "Sachbearbeiterin", "Sachbearbeiter (m/w/d)"),
    (DE, "Projektleiterin Bau", "Projektleiter Bau (m/w/d)"),
    (DE, "Technische Leiterin", "Technischer Leiter (m/w/d)"),
    (DE, "Technischer Angestellter", "Technische/r Angestellte/r"),
    (FR, "développeuse web", "Développeur/euse web H/F"),
    (FR, "développeuse web", "Développeur web (H/F)"),
    (FR, "assistante de direction", "Assistant(e) de direction"),
    (FR, "assistante de direction", "Assistant de direction H/F"),
    (FR, "directrice de site", "Directeur de site F/H"),
    (ES, "desarrolladora web", "Desarrollador/a web"),
    (ES, "desarrolladora web", "Desarrollador web (H/M)"),
    (ES, "técnica de calidad", "Técnico de calidad (M/H)"),
)
HARMLESS = [
    *(passes("K03", swaps(name, TITLES[name], called, titles=(title,))) for name, called, title in _SAID),
    fails(
        "K03", BLOCK, "", swaps(DE, TITLES[DE], "Stelle", titles=("Sachbearbeiter (m/w/d)",), subject=None)
    ),
    *clear(
        "K22",
        "delay",
        "Sarah from payroll has joined the panel.",
        "Tom is on leave until Monday, so the last talk moved.",
        "Legal checks the contract on Monday.",
        "Finance has the papers and reads them this week.",
        "Our director asked for one more talk.",
        "The panel was complete on Monday.",
        "Payroll will write to you about your travel costs.",
        "One interviewer was ill, so we moved a talk.",
        "Sales at Borealis grew this year, and so did the ward.",
        "Everyone in legal is new.",
        "May keeps the ward busy.",
        "Amara, you never answered my mail about the date.",
    ),
    *clear(
        "K22",
        DE,
        "Tom aus der Buchhaltung hat Sie am 18. November begrüßt.",
        "Die Personalabteilung schickt Ihnen die Fahrtkosten.",
        "Eine Kollegin ist krank, deshalb haben wir ein Gespräch verschoben.",
        "Die Leitung der Station wechselt im Januar.",
        "Frau Weber ist bis Montag im Urlaub.",
        "Die Rechtsabteilung liest den Vertrag diese Woche.",
        "Das liegt an uns.",
        "Der Bescheid liegt seit gestern bei mir.",
        "Die Abteilung zieht um, das verzögert sich bis Januar.",
        "Der Chef hat die Unterlagen gelesen.",
    ),
    *clear(
        "K22",
        FR,
        "Mme Weber est en congé jusqu'à lundi.",
        "Le service juridique relit le contrat cette semaine.",
        "Paul vous a accueillie le 18 novembre.",
        "Une collègue est malade, nous avons déplacé un entretien.",
        "La comptabilité vous rembourse le trajet.",
        "La direction du service change en janvier.",
        "C'est de notre faute.",
        "Décembre est un mois chargé.",
        "Le dossier est chez moi.",
    ),
    *clear(
        "K22",
        ES,
        "La señora Weber está de vacaciones hasta el lunes.",
        "El departamento jurídico revisa el contrato esta semana.",
        "Pablo la recibió el 18 de noviembre.",
        "Una compañera está enferma y hemos movido una entrevista.",
        "Contabilidad le paga el viaje.",
        "La dirección de la planta cambia en enero.",
        "La culpa es nuestra.",
        "Diciembre es un mes de mucho trabajo.",
        "Todavía sigue sin decidirse.",
    ),
    *clear(
        "K25",
        "final",
        "You were the first to visit us.",
        "You were placed on the ward for the day.",
        "The second part took an hour.",
        "You came on the third floor to see us.",
        "You ranked your tasks well ahead of time.",
    ),
    *clear(
        "K25",
        DE_NO,
        "Die Station liegt am zweiten Platz hinter dem Park.",
        "Am ersten Tag waren Sie im Haus.",
        "Sie waren auf Station vier.",
    ),
    *clear(
        "K25",
        FR_NO,
        "Vous êtes arrivée la première semaine de novembre.",
        "Vous êtes arrivée en avance.",
        "La première heure a suffi.",
    ),
    *clear(
        "K25", ES_NO, "La segunda parte quedó clara.", "Usted quedó en llamarnos.", "La primera hora bastó."
    ),
    *clear(
        "K07",
        DE,
        "Ich habe Ihre Antwort noch nicht gelesen.",
        "Meine Nachrichten werden Sie nicht vor Montag erreichen.",
        "Sie brauchen nicht auf diese Mail antworten.",
    ),
    *clear(
        "K07",
        FR,
        "Je n'ai pas encore lu votre réponse.",
        "Votre message n'est pas lu par un robot.",
        "Vous pouvez ne pas répondre tout de suite.",
    ),
    *clear(
        "K07",
        ES,
        "Aún no he leído su respuesta.",
        "El correo no se recibe hasta el lunes.",
        "No es necesario responder.",
    ),
    *subjects(
        None,
        DE,
        "Ihr Gesprächstermin: Pflegefachkraft",
        "Borealis: Wir brauchen noch etwas Zeit",
        "Ihre Bewerbung als Pflegefachkraft ist eingegangen",
        "Fehlende Unterlagen: Pflegefachkraft",
    ),
    *subjects(
        None,
        FR,
        "Votre rendez-vous chez Borealis",
        "Borealis : il nous faut encore du temps",
        "Votre candidature d'infirmière est bien arrivée",
        "Documents manquants : infirmière",
    ),
    *subjects(
        None,
        ES,
        "Su cita en Borealis",
        "Borealis: necesitamos más tiempo",
        "Hemos recibido su candidatura de enfermera",
        "Documentos pendientes: enfermera",
    ),
    *clear("K15", DE, "Es tut mir leid, dass es noch dauert."),
    *clear("K15", ES, "Me siento en deuda con usted, y lo siento."),
    *clear(
        "K27", DE_NO, "Ich verstehe, dass das schade ist.", "Sie haben keine Zeit verloren, im Gegenteil."
    ),
    *clear("K27", ES_NO, "Nos sentimos honrados. Lamentablemente solo hay una plaza."),
    *clear("K27", FR_NO, "Vous n'avez rien à regretter. Malheureusement, il n'y a qu'un poste."),
    *greets("K01", BLOCK, DE, "Liebe Frau Amaro,"),
    *greets("K01", None, DE, "Liebe Amara!", "Hallo, Amara,", "Einen schönen guten Morgen, Amara,"),
]

#: Further ways to put it.
FURTHER = [
    *greets(
        "K01",
        BLOCK,
        DE,
        "Sehr geehrter Herr Amaro,",
        "Liebe Bewerberinnen und Bewerber,",
        "Guten Tag,",
        "Hallo!",
        "Sehr geehrte Familie Okafor,",
        "Hallo Frau Müller,",
        "Liebe Amara, liebe Kollegin Jana,",
    ),
    *greets(
        "K01",
        None,
        DE,
        "Hey Amara,",
        "Werte Amara,",
        "Schönen guten Tag, Amara,",
        "Liebe Amara Okafor,",
        "Guten Abend Amara!",
        "Hallo Amara, ich melde mich kurz bei Ihnen.",
    ),
    *greets(
        "K01",
        BLOCK,
        FR,
        "Bonjour,",
        "Cher Monsieur,",
        "Chers candidats,",
        "Salut Amar,",
        "Madame Okafor,",
        "Amara et Paul, bonjour,",
    ),
    *greets(
        "K01",
        None,
        FR,
        "Salut Amara,",
        "Madame Amara Okafor,",
        "Bonjour chère Amara,",
        "Amara, bonjour,",
        "Bonjour Amara, j'espère que tout va bien.",
    ),
    *greets(
        "K01",
        BLOCK,
        ES,
        "Estimados señores:",
        "Hola a todos:",
        "Hola:",
        "Estimada señora Okafor:",
        "Querido candidato:",
        "Muy buenas:",
    ),
    *greets(
        "K01",
        None,
        ES,
        "Hola Amara,",
        "Muy buenos días, Amara:",
        "Estimada señora Amara Okafor:",
        "Buenas tardes, Amara:",
        "Amara, buenos días:",
        "Hola, Amara, ¿qué tal?",
    ),
    *subjects(
        WARN,
        DE,
        "Re: Pflegefachkraft",
        "Fwd: Pflegefachkraft",
        "Ihre Bewerbung war leider nicht erfolgreich: Pflegefachkraft",
        "Zusage Pflegefachkraft",
        "Nachricht von uns",
        "Tolle Nachrichten! Pflegefachkraft",
        "Pflegefachkraft: wir haben uns anders entschieden",
        "Ablehnung Ihrer Bewerbung als Pflegefachkraft",
        "Vertragsangebot Pflegefachkraft",
    ),
    *subjects(
        None,
        DE,
        "Zwischenstand: Pflegefachkraft",
        "Ihre Bewerbung bei Borealis",
        "Verzögerung: Pflegefachkraft bei Borealis",
        "Rückmeldung zu Ihrer Bewerbung als Pflegefachkraft",
        "Wie es weitergeht: Pflegefachkraft",
    ),
    *subjects(
        WARN,
        FR,
        "Re: infirmière",
        "Refus de votre candidature : infirmière",
        "Vous êtes retenue : infirmière",
        "Félicitations, infirmière",
        "Nouvelles",
        "Malheureusement : infirmière",
        "Promesse d'embauche : infirmière",
        "Rejet de candidature infirmière",
    ),
    *subjects(
        None,
        FR,
        "Votre candidature chez Borealis",
        "Suite de votre candidature d'infirmière",
        "Un retard dans notre réponse : infirmière",
        "Infirmière : où en est votre candidature",
    ),
    *subjects(
        WARN,
        ES,
        "Re: enfermera",
        "Rechazo: enfermera",
        "Enhorabuena, enfermera",
        "Ha sido seleccionada: enfermera",
        "Novedades",
        "Lamentablemente: enfermera",
        "Oferta de empleo: enfermera",
        "Su candidatura no ha sido seleccionada: enfermera",
    ),
    *subjects(
        None,
        ES,
        "Su candidatura en Borealis",
        "Retraso en nuestra respuesta: enfermera",
        "Novedades sobre su candidatura de enfermera",
        "Siguientes pasos: enfermera",
    ),
    *signs(
        BLOCK,
        DE,
        "Ihr Team von Borealis",
        "Ihre Personalabteilung",
        "HR",
        "Das Recruiting",
        "Das Bewerbermanagement",
        "Team Recruiting",
        "Borealis Personalmanagement",
        "Ihr Team Personalgewinnung",
        sender_name=None,
        sender_role=None,
    ),
    *signs(
        None,
        DE,
        "Priya Shah\nRecruiterin",
        "Anna Kurz\nHR Business Partnerin",
        "Dr. Anna Kurz\nLeiterin der Personalabteilung",
        "Anna Kurz (Personal)",
        sender_name=None,
        sender_role=None,
    ),
    *signs(
        BLOCK,
        FR,
        "Le service RH",
        "Les ressources humaines",
        "L'équipe recrutement de Borealis",
        "Service du personnel",
        "La DRH",
        "Votre équipe RH",
        sender_name=None,
        sender_role=None,
    ),
    *signs(
        None,
        FR,
        "Anne Petit\nChargée de recrutement",
        "Anne Petit\nResponsable RH",
        "Anne Petit, équipe recrutement",
        sender_name=None,
        sender_role=None,
    ),
    *signs(
        BLOCK,
        ES,
        "Recursos Humanos",
        "El departamento de Recursos Humanos",
        "El equipo de Selección de Borealis",
        "Departamento de selección",
        "RRHH",
        "Dpto. de Recursos Humanos",
        "Gestión de Personas",
        sender_name=None,
        sender_role=None,
    ),
    *signs(
        None,
        ES,
        "Ana Gil\nTécnica de selección",
        "Ana Gil\nRecursos Humanos",
        "Ana Gil, equipo de selección",
        sender_name=None,
        sender_role=None,
    ),
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        DE,
        "Wir halten Sie auf dem Laufenden.",
        "Sie hören in der ersten Dezemberwoche von mir.",
        "Sobald es Neuigkeiten gibt, melden wir uns.",
        "Sie hören in zehn Tagen von mir.",
        "Sie hören bis Ende der Woche von mir.",
        "Ich melde mich bis zum Nikolaustag.",
    ),
    *instead(
        "K11",
        None,
        PROMISES,
        DE,
        "Ich melde mich bis 8. Dezember 2026.",
        "Ich melde mich am 8. Dez. bei Ihnen.",
        "Spätestens am Dienstag (8. Dezember) melde ich mich.",
        "Bis einschließlich Dienstag, 8. Dezember, hören Sie von mir.",
    ),
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        FR,
        "Nous vous tiendrons informée.",
        "Vous aurez une réponse la première semaine de décembre.",
        "Vous aurez une réponse dans dix jours.",
        "Nous vous écrirons dès que nous en saurons plus.",
    ),
    *instead(
        "K11",
        None,
        PROMISES,
        FR,
        "Vous aurez une réponse le mardi 8 déc.",
        "Je vous écris le mardi 8 décembre au plus tard.",
        "Vous aurez des nouvelles (mardi 8 décembre) de ma part.",
    ),
    *instead(
        "K11",
        BLOCK,
        PROMISES,
        ES,
        "La mantendremos informada.",
        "Tendrá una respuesta la primera semana de diciembre.",
        "Tendrá una respuesta en diez días.",
        "Le escribiremos en cuanto sepamos más.",
    ),
    *instead(
        "K11",
        None,
        PROMISES,
        ES,
        "Le escribo el martes 8 de dic.",
        "Tendrá noticias el 8 de diciembre como tarde.",
        "Le responderé el martes (8 de diciembre).",
    ),
    *beside(
        "K15", BLOCK, DE, "Sie sollten am 13. November von uns hören, doch es hat länger gedauert.", **_MISSED
    ),
    *clear(
        "K15",
        DE,
        "Ich habe Ihnen für den 13. November eine Antwort zugesagt und Sie warten lassen. Das bitte ich zu entschuldigen.",  # noqa: E501
        "Am 13. November habe ich mich nicht gemeldet. Es tut mir aufrichtig leid.",
        "Ich hatte mich für den 13. November angekündigt. Verzeihen Sie bitte.",
        "Meine Zusage für den 13. November habe ich nicht gehalten. Das tut mir leid.",
        **_MISSED,
    ),
    *beside(
        "K15",
        BLOCK,
        FR,
        "Je vous avais promis une réponse pour le 13 novembre, cela a pris plus de temps.",
        **_MISSED,
    ),
    *clear(
        "K15",
        FR,
        "Je vous avais promis une réponse le 13 novembre. Veuillez m'excuser.",
        "Le 13 novembre, vous deviez avoir de mes nouvelles. J'en suis désolée.",
        "Je n'ai pas écrit le 13 novembre ; je vous demande pardon.",
        "Je vous prie d'accepter mes excuses pour le 13 novembre.",
        **_MISSED,
    ),
    *beside(
        "K15", BLOCK, ES, "Le prometí una respuesta para el 13 de noviembre y se ha retrasado.", **_MISSED
    ),
    *clear(
        "K15",
        ES,
        "Le prometí una respuesta para el 13 de noviembre. Perdone la espera.",
        "El 13 de noviembre debía tener noticias mías. Le pido disculpas.",
        "No le escribí el 13 de noviembre; lo siento mucho.",
        "Siento mucho no haber cumplido el 13 de noviembre.",
        "Siento que el 13 de noviembre no recibiera respuesta.",
        **_MISSED,
    ),
    *beside(
        "K07",
        BLOCK,
        DE,
        "Bitte antworten Sie nicht auf diese E-Mail.",
        "Diese Mailadresse wird nicht gelesen.",
        "Auf diese Nachricht können Sie nicht antworten.",
        "Von Rückfragen bitten wir abzusehen.",
    ),
    *clear(
        "K07",
        DE,
        "Ich antworte Ihnen am Dienstag.",
        "Auf Ihre Fragen antworte ich gern.",
        "Warum ich nicht früher geantwortet habe: ich war krank.",
    ),
    *beside(
        "K07",
        BLOCK,
        FR,
        "Ne répondez pas à ce message.",
        "Inutile de répondre à ce message.",
        "Ce courriel a été envoyé depuis une adresse qui n'accepte pas de réponses.",
        "Vous ne pouvez pas répondre à ce message.",
    ),
    *clear(
        "K07",
        FR,
        "Je n'ai pas pu vous répondre plus tôt.",
        "Vous pouvez me répondre directement.",
        "Je vous réponds moi-même.",
    ),
    *beside(
        "K07",
        BLOCK,
        ES,
        "Le pedimos que no responda a este mensaje.",
        "No es posible responder a este correo.",
        "Este correo se envía desde una dirección no supervisada.",
        "Rogamos no contestar a este correo.",
    ),
    *clear(
        "K07",
        ES,
        "No pude responderle antes.",
        "Puede contestar directamente a este mensaje.",
        "Le respondo yo misma.",
    ),
    *instead(
        "K36",
        WARN,
        THANKS,
        DE_NO,
        "vielen Dank für die Zusendung Ihrer Unterlagen zur Stelle Pflegefachkraft bei Borealis.",
        "es geht um die Stelle Pflegefachkraft bei Borealis.",
        "vielen Dank für Ihr Vertrauen in Borealis.",
    ),
    *instead(
        "K36",
        None,
        THANKS,
        DE_NO,
        "vielen Dank, dass Sie uns kennenlernen wollten und uns besucht haben.",
        "danke für Ihren Besuch bei Borealis.",
        "schön, dass Sie hier waren, und danke für die offenen Worte im Gespräch.",
        "haben Sie Dank für das nette Gespräch.",
    ),
    *instead(
        "K36",
        WARN,
        THANKS,
        FR_NO,
        "Merci pour votre envoi de CV pour le poste d'infirmière chez Borealis.",
        "Il s'agit du poste d'infirmière chez Borealis.",
        "Nous vous remercions de la confiance accordée à Borealis.",
    ),
    *instead(
        "K36",
        None,
        THANKS,
        FR_NO,
        "Merci d'avoir pris le temps de nous rencontrer.",
        "Merci pour cet échange sur le poste d'infirmière.",
        "Un grand merci pour votre visite.",
        "Nous avons été heureux de vous rencontrer, merci.",
    ),
    *instead(
        "K36",
        WARN,
        THANKS,
        ES_NO,
        "Gracias por enviarnos su currículum para el puesto de enfermera.",
        "Se trata del puesto de enfermera en Borealis.",
        "Le agradecemos la confianza en Borealis.",
    ),
    *instead(
        "K36",
        None,
        THANKS,
        ES_NO,
        "Gracias por dedicarnos su tiempo.",
        "Muchas gracias por la charla sobre el puesto.",
        "Le agradezco que viniera a conocernos.",
        "Gracias por acercarse a nuestra planta.",
    ),
    *instead(
        "K41",
        HINT,
        KEPT,
        DE_NO,
        "Ihre Daten sind bei uns in guten Händen.",
        "Ihre Unterlagen senden wir Ihnen zurück.",
    ),
    *instead(
        "K41",
        None,
        KEPT,
        DE_NO,
        "Ihre Daten löschen wir sechs Monate nach dieser Nachricht.",
        "Wir bewahren Ihre Bewerbungsunterlagen sechs Monate lang auf.",
        "Nach sechs Monaten werden alle Ihre Unterlagen vernichtet.",
        "Wir speichern Ihre Daten bis zum 9. Juni 2027.",
        "Ihre Daten bleiben bis 9. Juni 2027 gespeichert.",
    ),
    *instead("K41", HINT, KEPT, FR_NO, "Vos données sont en sécurité.", "Nous vous rendons vos documents."),
    *instead(
        "K41",
        None,
        KEPT,
        FR_NO,
        "Nous gardons vos données jusqu'au 9 juin 2027.",
        "Vos données sont conservées six mois.",
        "Votre dossier sera détruit le 9 juin 2027.",
        "Le 9 juin 2027, vos données seront supprimées de nos systèmes.",
        "Nous conservons votre dossier six mois, puis nous le supprimons.",
    ),
    *instead(
        "K41", HINT, KEPT, ES_NO, "Sus datos están seguros con nosotros.", "Le devolvemos sus documentos."
    ),
    *instead(
        "K41",
        None,
        KEPT,
        ES_NO,
        "Guardaremos sus datos hasta el 9 de junio de 2027.",
        "Sus datos serán eliminados el 9 de junio de 2027.",
        "Sus documentos se destruirán el 9 de junio de 2027.",
        "Conservamos su currículum seis meses.",
        "Pasados seis meses se suprimirán sus datos.",
        "A los seis meses eliminamos sus datos.",
    ),
    *instead("K42", HINT, FORMATS, DE_NO, "Das Haus liegt am Rand der Stadt."),
    *instead(
        "K42",
        None,
        FORMATS,
        DE_NO,
        "Melden Sie sich, wenn Ihnen eine andere Form lieber ist.",
        "Wenn Sie diesen Brief lieber in Leichter Sprache hätten, schreiben Sie mir.",
        "Brauchen Sie etwas anders, sagen Sie es mir.",
        "Gern lese ich Ihnen diesen Brief am Telefon vor, wenn Ihnen das hilft.",
        "Sollten Sie besondere Vorkehrungen benötigen, geben Sie uns Bescheid.",
    ),
    *instead("K42", HINT, FORMATS, FR_NO, "Le bâtiment est neuf."),
    *instead(
        "K42",
        None,
        FORMATS,
        FR_NO,
        "Dites-moi si vous préférez un autre format.",
        "Si un format différent vous convient mieux, dites-le-moi.",
        "Si vous avez besoin d'adaptations, dites-le-moi.",
        "Je peux vous lire cette lettre au téléphone si cela vous aide.",
        "Si vous avez des besoins spécifiques, écrivez-nous.",
    ),
    *instead("K42", HINT, FORMATS, ES_NO, "El edificio es nuevo."),
    *instead(
        "K42",
        None,
        FORMATS,
        ES_NO,
        "Dígame si prefiere otro formato.",
        "Si necesita adaptaciones, dígamelo.",
        "Si un formato distinto le resulta más cómodo, avíseme.",
        "Puedo leerle esta carta por teléfono si le ayuda.",
        "Si tiene necesidades especiales, escríbanos.",
    ),
    *beside(
        "K27",
        WARN,
        DE_NO,
        "Leider ist es so, und das tut uns sehr leid.",
        "Wir bedauern das sehr. Leider ist nur eine Stelle frei.",
        "Mit Bedauern schreiben wir Ihnen das, leider.",
    ),
    *clear("K27", DE_NO, "Leider ist nur eine Stelle frei."),
    *beside(
        "K27",
        WARN,
        FR_NO,
        "Nous regrettons cette réponse. Malheureusement, il n'y a qu'un poste.",
        "Désolés, vraiment désolés.",
        "Nous avons le regret de vous l'écrire et en sommes navrés.",
    ),
    *clear("K27", FR_NO, "Nous regrettons de ne pas avoir deux postes."),
    *beside(
        "K27",
        WARN,
        ES_NO,
        "Lamentamos esta respuesta. Desgraciadamente solo hay una plaza.",
        "Lo sentimos, lo sentimos mucho.",
        "Con pesar se lo digo; lamentablemente es así.",
    ),
    *clear("K27", ES_NO, "Lamentamos tener una sola plaza."),
    *beside(
        "K04",
        BLOCK,
        DE,
        "Bei Acme freuen wir uns auf Sie.",
        "Die Acme GmbH meldet sich.",
        "Das Acme-Team meldet sich.",
    ),
    *beside("K04", BLOCK, FR, "Chez Acme, nous lisons chaque dossier.", "L'équipe d'Acme vous écrit."),
    *beside("K04", BLOCK, ES, "En Acme leemos cada candidatura.", "El equipo de Acme le escribe."),
    *beside(
        "K22",
        WARN,
        DE,
        "Der Betriebsrat hat immer noch nicht zugestimmt.",
        "Frau Weber aus dem Controlling lässt uns hängen.",
        "Die Rechtsabteilung kommt nicht in die Gänge.",
        "Der Einkauf hat das verschlafen.",
        "Tom hat das wieder liegen lassen.",
    ),
    *clear(
        "K22",
        DE,
        "Frau Weber aus dem Controlling hat Sie gern kennengelernt.",
        "Die Rechtsabteilung prüft den Vertrag bis Montag.",
    ),
    *beside(
        "K22",
        WARN,
        FR,
        "La comptabilité n'a toujours pas validé.",
        "Mme Weber, du contrôle de gestion, nous fait attendre.",
        "Paul a encore oublié.",
        "Le service juridique tarde.",
    ),
    *clear("K22", FR, "La comptabilité se trouve au premier étage.", "Paul vous a reçue le 18 novembre."),
    *beside(
        "K22",
        WARN,
        ES,
        "Contabilidad todavía no ha firmado.",
        "La señora Weber, de control, nos hace esperar.",
        "Pablo se ha vuelto a olvidar.",
        "El departamento jurídico tarda mucho.",
    ),
    *clear("K22", ES, "Contabilidad está en la primera planta.", "Pablo habló con usted el 18 de noviembre."),
    *beside(
        "K22",
        WARN,
        "delay",
        "Finance has yet to approve it.",
        "Tom from IT never gets back to us.",
        "Our lawyers are dragging their feet.",
        "The budget owner, Sarah, has gone silent.",
        "Procurement is the bottleneck.",
        "Sarah in HR dropped the ball.",
        "It is Mark's fault.",
    ),
    *clear(
        "K22",
        "delay",
        "Tom from IT met you on 18 November.",
        "Sarah is the reason I joined the ward.",
        "Mark is out until Monday.",
        "Snow is the reason for the delay.",
        "Work in finance keeps moving.",
        "We are the bottleneck.",
    ),
]

NATIVE: list[Case] = [
    *GREETINGS,
    *ROLES,
    *COMPANIES,
    *RECIPIENTS,
    *SIGNATURES,
    *ANSWERS,
    *SUBJECTS,
    *DATES,
    *IN_TIME,
    *BROKEN,
    *REGRETS,
    *LENGTHS,
    *READING,
    *PARTS,
    *LANGUAGES,
    *PERSONAL,
    *GRATITUDE,
    *HOURS,
    *AGAIN,
    *DATA,
    *OTHER_FORMS,
    *BLAME,
    *RANKS,
    *COMPARED,
    *FURTHER,
    *HARMLESS,
]
