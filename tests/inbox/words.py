"""What candidates write, by kind and language, in words of our own; and how things stand when they do."""

from typing import NamedTuple

from recruiterdash.messages.inbound.understanding import Stands

ASKED, TOLD_NO, OFFERED, BOOKED = (
    Stands(asked=True),
    Stands(told_no=True),
    Stands(offered=True),
    Stands(booked=True),
)


class Words(NamedTuple):
    """One thing that is said."""

    kind: str
    language: str
    text: str
    stands: Stands = Stands()
    files: int = 0
    #: The day it names, when it was said on Tuesday 24 November 2026.
    day: str | None = None


SAID = (
    # questions
    Words("question", "en", "Could you tell me when I will hear from you?"),
    Words("question", "en", "I applied three weeks ago. Is there any news?"),
    Words("question", "en", "I was wondering whether the role is still open."),
    Words("question", "de", "Wann darf ich mit einer Antwort rechnen?"),
    Words("question", "de", "Könnten Sie mir bitte mitteilen, wie der Stand meiner Bewerbung ist."),
    Words("question", "fr", "Quand aurai-je une réponse ?"),
    Words("question", "fr", "Je souhaiterais savoir où en est ma candidature."),
    Words("question", "es", "¿Cuándo tendré una respuesta?"),
    Words("question", "es", "Quisiera saber el estado de mi candidatura."),
    Words(
        "question", "en", "Is the position remote? I could not find it in the posting.\n\nMany thanks\nAmara"
    ),
    Words("question", "zh", "请问什么时候会有结果？"),
    Words("question", "zh-Hant", "請問什麼時候會有結果？"),
    Words("question", "ar", "متى سأحصل على رد؟"),
    Words("question", "he", "מתי אקבל תשובה?"),
    Words("question", "ru", "Когда я получу ответ?"),
    Words("question", "ja", "結果はいつ頃わかりますか？"),
    # thanks
    Words("thank_you", "en", "Thank you for the conversation yesterday. I enjoyed meeting the team."),
    Words("thank_you", "de", "Vielen Dank für das angenehme Gespräch gestern!"),
    Words("thank_you", "fr", "Merci beaucoup pour l'entretien d'hier."),
    Words("thank_you", "es", "Muchas gracias por la entrevista de ayer."),
    Words("thank_you", "en", "Thanks, noted."),
    Words(
        "thank_you_question",
        "en",
        "Thank you so much for your time on Monday. When will you decide?\n\nBest\nAmara",
    ),
    Words("thank_you_question", "de", "Herzlichen Dank für Ihre Zeit. Wann höre ich von Ihnen?"),
    Words("thank_you_question", "fr", "Merci pour votre accueil. Quand prendrez-vous une décision ?"),
    Words("thank_you_question", "es", "Gracias por su tiempo. ¿Cuándo decidirán?"),
    Words("gracious", "en", "Thank you for letting me know, and all the best to the team.", TOLD_NO),
    Words("gracious", "de", "Danke für Ihre offene Absage und alles Gute.", TOLD_NO),
    Words("gracious", "fr", "Merci de m'avoir prévenue, bonne continuation.", TOLD_NO),
    Words("gracious", "es", "Gracias por avisarme y mucha suerte.", TOLD_NO),
    # what was asked for
    Words("deliverable", "en", "Please find attached my references.", ASKED, 1),
    Words("deliverable", "de", "Anbei sende ich Ihnen meine Zeugnisse.", ASKED, 1),
    Words("deliverable", "fr", "Veuillez trouver ci-joint mon CV.", ASKED, 1),
    Words("deliverable", "es", "Adjunto mis referencias.", ASKED, 1),
    Words("deliverable", "en", "Monday at ten or Tuesday after two would suit me.", ASKED),
    Words("deliverable", "en", "", ASKED, 2),
    # things to know
    Words("information", "en", "Just to let you know, my new number is 555 0100."),
    Words("information", "de", "Ich wollte Ihnen kurz mitteilen, dass ich umgezogen bin."),
    Words("information", "fr", "Je tenais à vous informer que j'ai déménagé."),
    Words("information", "es", "Quería informarles de que me he mudado."),
    # dates
    Words("delay_request", "en", "May I have until Friday to think about it and decide.", day="2026-11-27"),
    Words("delay_request", "de", "Ich bräuchte etwas Bedenkzeit bis zum 4. Dezember.", day="2026-12-04"),
    Words("delay_request", "fr", "J'aurais besoin de plus de temps, jusqu'au 4 décembre.", day="2026-12-04"),
    Words("delay_request", "es", "Necesitaría más tiempo, hasta el 4 de diciembre.", day="2026-12-04"),
    Words("reschedule_request", "en", "I am ill. Could we reschedule the interview?", BOOKED),
    Words("reschedule_request", "de", "Könnten wir den Termin verschieben?", BOOKED),
    Words("reschedule_request", "fr", "Serait-il possible de reporter l'entretien ?", BOOKED),
    Words("reschedule_request", "es", "¿Podríamos aplazar la entrevista?", BOOKED),
    Words("candidate_deadline", "en", "I have another offer and must answer by Thursday.", day="2026-11-26"),
    Words("candidate_deadline", "en", "I received an offer that expires on December 3rd.", day="2026-12-03"),
    Words(
        "candidate_deadline",
        "de",
        "Ich habe ein anderes Angebot und muss bis Donnerstag zusagen.",
        day="2026-11-26",
    ),
    Words(
        "candidate_deadline", "fr", "J'ai une autre offre et je dois répondre avant jeudi.", day="2026-11-26"
    ),
    Words(
        "candidate_deadline", "es", "Tengo otra oferta y debo contestar antes del jueves.", day="2026-11-26"
    ),
    # ends
    Words("withdraw", "en", "I would like to withdraw my application."),
    Words("withdraw", "en", "Could you please remove me from consideration? I took another job."),
    Words("withdraw", "de", "Hiermit ziehe ich meine Bewerbung zurück."),
    Words("withdraw", "fr", "Je souhaite retirer ma candidature."),
    Words("withdraw", "es", "Quiero retirar mi candidatura."),
    Words("accept", "en", "I am delighted to accept your offer.", OFFERED),
    Words("accept", "de", "Ich nehme Ihr Angebot gerne an.", OFFERED),
    Words("accept", "fr", "J'accepte votre offre avec plaisir.", OFFERED),
    Words("accept", "es", "Acepto su oferta con mucho gusto.", OFFERED),
    Words("decline", "en", "I have to decline your offer.", OFFERED),
    Words("decline", "de", "Leider kann ich Ihr Angebot nicht annehmen.", OFFERED),
    Words("decline", "fr", "Je dois malheureusement décliner votre offre.", OFFERED),
    Words("decline", "es", "Debo rechazar su oferta.", OFFERED),
    # what goes further
    Words("feedback_request", "en", "Could you share some feedback on my interview?", TOLD_NO),
    Words("feedback_request", "de", "Könnten Sie mir ein Feedback zu meinem Gespräch geben?", TOLD_NO),
    Words("feedback_request", "fr", "Pourriez-vous me faire un retour sur mon entretien ?", TOLD_NO),
    Words("feedback_request", "es", "¿Podrían darme comentarios sobre la entrevista?", TOLD_NO),
    Words("accommodation", "en", "I will need a step-free room and an interpreter. Is that possible?"),
    Words("accommodation", "de", "Ich bin auf einen Rollstuhl angewiesen, ist der Raum barrierefrei?"),
    Words("accommodation", "fr", "J'aurais besoin d'aménagements en raison de mon handicap."),
    Words("accommodation", "es", "Uso silla de ruedas, ¿hay acceso?"),
    Words("data_request", "en", "Please delete all my personal data."),
    Words("data_request", "de", "Bitte löschen Sie alle meine Daten."),
    Words("data_request", "fr", "Merci de supprimer toutes mes données."),
    Words("data_request", "es", "Por favor, eliminen todos mis datos."),
    Words("complaint", "en", "This is a formal complaint about how I was treated."),
    Words("complaint", "de", "Ich möchte mich beschweren: das ist Diskriminierung."),
    Words("complaint", "fr", "Je dépose une réclamation pour discrimination."),
    Words("complaint", "es", "Quiero presentar una queja por discriminación."),
    # nothing the rules know
    Words("", "en", "The weather here is lovely."),
    Words("", "pl", "Pozdrawiam serdecznie."),
)
