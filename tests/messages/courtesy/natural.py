"""Whole letters as recruiters write them in German, French and Spanish, in which there is nothing to find."""

from datetime import date

from recruiterdash.messages.courtesy import Said
from recruiterdash.messages.types import MessageType as T
from tests.messages.courtesy.letters import PROMISE, said

DE_STATUS = """Liebe Amara,

ich melde mich kurz zum Stand Ihrer Bewerbung als Pflegefachkraft. Das Auswahlverfahren läuft noch, eine Entscheidung ist bisher nicht gefallen. Die letzten Gespräche stehen noch aus.

Bis Dienstag, den 8. Dezember, melde ich mich wieder bei Ihnen – auch dann, wenn es noch nichts Neues gibt.

Bei Fragen erreichen Sie mich jederzeit per Mail oder telefonisch.

Mit freundlichen Grüßen
Priya Shah
Recruiterin, Borealis
"""  # noqa: E501
DE_DELAY = """Hallo Amara,

Sie sollten bis Freitag, 20. November, von mir hören. Diesen Termin habe ich nicht eingehalten, das tut mir leid.

Ein Vorstellungsgespräch musste von unserer Seite verschoben werden. Deshalb sind wir mit der Auswahl für die Stelle als Pflegefachkraft noch nicht fertig. Entschieden ist noch nichts.

Neuer Termin ist Dienstag, der 8. Dezember. Bis dahin bekommen Sie eine Nachricht von mir.

Viele Grüße
Priya Shah
Recruiterin
"""  # noqa: E501
DE_REJECTION_SCREEN = """Guten Tag Amara,

haben Sie vielen Dank für das Telefonat am 18. November und Ihr Interesse an der Stelle als Pflegefachkraft bei Borealis. Nach unserem Gespräch haben wir uns entschieden, Ihre Bewerbung nicht weiter zu berücksichtigen.

Für die Stelle ist Erfahrung in der Intensivpflege Voraussetzung. Diese konnten wir in Ihren Unterlagen nicht finden.

Ihre Bewerbungsunterlagen bewahren wir bis zum 9. Juni 2027 auf und löschen sie danach. Wenn Sie diese Nachricht in einem anderen Format brauchen, lassen Sie es mich wissen.

Freundliche Grüße
Priya Shah
Recruiterin
"""  # noqa: E501
DE_REJECTION_FINAL = """Liebe Amara,

vielen Dank, dass Sie sich am 18. November noch einmal Zeit für uns genommen haben. Wie am Telefon besprochen, haben wir uns für eine andere Person entschieden und können Ihnen die Stelle als Pflegefachkraft nicht anbieten.

Ausschlaggebend war die Erfahrung im Nachtdienst, die wir für das Team auf Station 4 dringend brauchen. Ihr Vortrag zur Übergabe hat uns gut gefallen, und die Ideen zum Dienstplan haben wir im Team besprochen.

Gern rufe ich Sie am Donnerstag, 26. November, an und gebe Ihnen eine ausführliche Rückmeldung. Passt Ihnen 14 Uhr?

Ihre Unterlagen löschen wir am 9. Juni 2027. Sollten Sie ein anderes Format benötigen, sagen Sie mir bitte Bescheid.

Herzliche Grüße
Priya Shah
Recruiterin
"""  # noqa: E501
FR_STATUS = """Bonjour Amara,

Je reviens vers vous au sujet de votre candidature au poste d'infirmière. Le recrutement est toujours en cours et aucune décision n'a été prise à ce jour. Il nous reste deux entretiens à mener.

Je vous recontacte au plus tard le mardi 8 décembre, que la décision soit prise ou non.

D'ici là, je reste joignable par mail ou par téléphone.

Bien cordialement,
Priya Shah
Recruteuse chez Borealis
"""  # noqa: E501
FR_DELAY = """Bonjour Amara,

Vous deviez avoir de mes nouvelles le vendredi 20 novembre. Je n'ai pas tenu cette date et je vous prie de m'en excuser.

Un entretien a dû être reporté de notre côté. Nous n'avons donc pas terminé l'étude des candidatures au poste d'infirmière, et rien n'est décidé à ce stade.

Vous aurez une réponse de ma part le mardi 8 décembre au plus tard.

Cordialement,
Priya Shah
Recruteuse
"""  # noqa: E501
FR_REJECTION_SCREEN = """Bonjour Amara,

Je vous remercie pour l'échange téléphonique du 18 novembre et pour l'intérêt que vous portez au poste d'infirmière chez Borealis. Après étude de votre dossier, nous ne donnerons pas suite à votre candidature.

Ce poste demande une expérience en réanimation. C'est ce point qui a motivé notre choix.

Vos données seront conservées jusqu'au 9 juin 2027, puis supprimées. Si vous souhaitez recevoir ce message sous un autre format, faites-le-moi savoir.

Bien à vous,
Priya Shah
Recruteuse
"""  # noqa: E501
FR_REJECTION_FINAL = """Bonjour Amara,

Merci d'être revenue nous voir le 18 novembre. Comme je vous l'ai dit au téléphone, nous avons retenu une autre candidature pour le poste d'infirmière.

Le critère décisif a été l'expérience du travail de nuit, dont l'équipe du service 4 a besoin. Votre présentation sur la transmission nous a plu, et nous avons discuté de vos idées pour le planning.

Je vous propose de vous appeler jeudi 26 novembre à 14 heures pour vous faire un retour plus détaillé.

Vos documents seront supprimés le 9 juin 2027. Si un autre format vous convient mieux, dites-le-moi.

Bien cordialement,
Priya Shah
Recruteuse
"""  # noqa: E501
ES_STATUS = """Hola, Amara:

Le escribo para informarle del estado de su candidatura al puesto de enfermera. El proceso sigue abierto y todavía no hay una decisión. Nos quedan dos entrevistas.

Volveré a escribirle antes del martes 8 de diciembre, haya o no una decisión.

Mientras tanto, puede llamarme o responder a este correo.

Saludos cordiales,
Priya Shah
Reclutadora de Borealis
"""  # noqa: E501
ES_DELAY = """Estimada Amara:

Le dije que tendría noticias mías el viernes 20 de noviembre y no cumplí. Le pido disculpas.

Tuvimos que aplazar una entrevista por nuestra parte, así que no hemos terminado de revisar las candidaturas al puesto de enfermera. Aún no hay nada decidido.

La nueva fecha es el martes 8 de diciembre. Ese día, como muy tarde, le escribo.

Un saludo,
Priya Shah
Reclutadora
"""  # noqa: E501
ES_REJECTION_SCREEN = """Buenos días, Amara:

Gracias por atender nuestra llamada del 18 de noviembre y por su interés en el puesto de enfermera en Borealis. Tras revisar su documentación, hemos decidido no continuar con su candidatura.

El puesto requiere experiencia en cuidados intensivos. Ese ha sido el motivo de nuestra decisión.

Conservaremos sus datos hasta el 9 de junio de 2027 y después los eliminaremos. Si necesita este mensaje en otro formato, hágamelo saber.

Atentamente,
Priya Shah
Reclutadora
"""  # noqa: E501
ES_REJECTION_FINAL = """Estimada Amara:

Muchas gracias por volver a visitarnos el 18 de noviembre. Como le comenté por teléfono, hemos elegido a otra persona para el puesto de enfermera.

El criterio decisivo fue la experiencia en turnos de noche, que el equipo de la planta 4 necesita. Su presentación sobre el relevo nos gustó, y hablamos de sus ideas para los turnos.

Puedo llamarla el jueves 26 de noviembre a las 14 horas para darle más detalles.

Borraremos sus documentos el 9 de junio de 2027. Si le resulta más cómodo otro formato, dígamelo.

Un cordial saludo,
Priya Shah
Reclutadora
"""  # noqa: E501

#: Name -> letter.
NATURAL: dict[str, Said] = {
    "status in German": said("status in German", type=T.STATUS, body=DE_STATUS, promise=PROMISE),
    "delay in German": said(
        "status in German",
        type=T.DELAY,
        body=DE_DELAY,
        promise=PROMISE,
        broken_promise=date(2026, 11, 20),
        requisition_state="open",
    ),
    "no in German": said("no in German", type=T.REJECTION_SCREEN, body=DE_REJECTION_SCREEN),
    "no after the last round in German": said(
        "no in German", type=T.REJECTION_FINAL, body=DE_REJECTION_FINAL, stage="final"
    ),
    "status in French": said("status in French", type=T.STATUS, body=FR_STATUS, promise=PROMISE),
    "delay in French": said(
        "status in French",
        type=T.DELAY,
        body=FR_DELAY,
        promise=PROMISE,
        broken_promise=date(2026, 11, 20),
        requisition_state="open",
    ),
    "no in French": said("no in French", type=T.REJECTION_SCREEN, body=FR_REJECTION_SCREEN),
    "no after the last round in French": said(
        "no in French", type=T.REJECTION_FINAL, body=FR_REJECTION_FINAL, stage="final"
    ),
    "status in Spanish": said("status in Spanish", type=T.STATUS, body=ES_STATUS, promise=PROMISE),
    "delay in Spanish": said(
        "status in Spanish",
        type=T.DELAY,
        body=ES_DELAY,
        promise=PROMISE,
        broken_promise=date(2026, 11, 20),
        requisition_state="open",
    ),
    "no in Spanish": said("no in Spanish", type=T.REJECTION_SCREEN, body=ES_REJECTION_SCREEN),
    "no after the last round in Spanish": said(
        "no in Spanish", type=T.REJECTION_FINAL, body=ES_REJECTION_FINAL, stage="final"
    ),
}
