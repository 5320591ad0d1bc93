"""What candidates write, said otherwise than in `words`: longer, in passing, with what could mislead."""

from tests.inbox.words import ASKED, BOOKED, OFFERED, TOLD_NO, Words

FRIDAY = "2026-11-27"
OTHERWISE = (
    # withdrawals
    Words(
        "withdraw",
        "en",
        "I have accepted another offer and will not be continuing. Thank you for everything.",
    ),
    Words("withdraw", "en", "Please withdraw me from the process; I took a job elsewhere."),
    Words("withdraw", "en", "After some thought I've decided not to proceed with my application."),
    Words("withdraw", "en", "I am no longer interested in the role."),
    Words("withdraw", "en", "I would like to take my name out of the running."),
    Words(
        "withdraw",
        "de",
        "Ich habe mich für eine andere Stelle entschieden und möchte meine Bewerbung zurückziehen.",
    ),
    Words(
        "withdraw", "de", "Leider muss ich Ihnen mitteilen, dass ich meine Bewerbung nicht weiter verfolge."
    ),
    Words("withdraw", "de", "Ich stehe für die Stelle nicht mehr zur Verfügung."),
    Words("withdraw", "fr", "J'ai accepté un autre poste et je retire donc ma candidature."),
    Words("withdraw", "fr", "Je ne souhaite pas poursuivre le processus de recrutement."),
    Words("withdraw", "fr", "Je me désiste pour ce poste."),
    Words("withdraw", "es", "He aceptado otra oferta, así que retiro mi candidatura."),
    Words("withdraw", "es", "He decidido no seguir adelante con el proceso."),
    # deadlines
    Words(
        "candidate_deadline",
        "en",
        "Another company has made me an offer and I need to decide by Friday.",
        day=FRIDAY,
    ),
    Words(
        "candidate_deadline",
        "en",
        "I've been offered a job elsewhere; they want my answer by 4 December.",
        day="2026-12-04",
    ),
    Words(
        "candidate_deadline",
        "en",
        "I have a competing offer. Is there any chance of a decision before Friday?",
        day=FRIDAY,
    ),
    Words(
        "candidate_deadline",
        "de",
        "Mir liegt ein weiteres Angebot vor, über das ich bis Freitag entscheiden muss.",
        day=FRIDAY,
    ),
    Words(
        "candidate_deadline",
        "de",
        "Eine andere Firma hat mir ein Angebot gemacht, die Frist läuft am 4.12. ab.",
        day="2026-12-04",
    ),
    Words(
        "candidate_deadline",
        "fr",
        "Une autre entreprise m'a fait une offre et attend ma réponse avant vendredi.",
        day=FRIDAY,
    ),
    Words(
        "candidate_deadline",
        "fr",
        "J'ai reçu une autre proposition, à laquelle je dois répondre d'ici vendredi.",
        day=FRIDAY,
    ),
    Words(
        "candidate_deadline",
        "es",
        "Otra empresa me ha hecho una oferta y debo responder antes del viernes.",
        day=FRIDAY,
    ),
    Words(
        "candidate_deadline",
        "es",
        "Tengo una oferta de otra empresa y el plazo termina el 4 de diciembre.",
        day="2026-12-04",
    ),
    # moving an interview
    Words(
        "reschedule_request",
        "en",
        "Something has come up and I can't make it on Thursday. Would Friday work instead?",
        BOOKED,
    ),
    Words("reschedule_request", "en", "Would it be possible to move our call to the afternoon?", BOOKED),
    Words(
        "reschedule_request", "en", "I'm afraid I won't be able to attend the interview on Thursday.", BOOKED
    ),
    Words("reschedule_request", "de", "Leider kann ich den Termin am Donnerstag nicht wahrnehmen.", BOOKED),
    Words("reschedule_request", "de", "Wäre es möglich, das Gespräch auf nächste Woche zu verlegen?", BOOKED),
    Words(
        "reschedule_request", "de", "Ich bin krank und muss das Vorstellungsgespräch leider absagen.", BOOKED
    ),
    Words("reschedule_request", "fr", "Je ne pourrai pas venir à l'entretien de jeudi.", BOOKED),
    Words("reschedule_request", "fr", "Serait-il possible de déplacer notre rendez-vous ?", BOOKED),
    Words("reschedule_request", "es", "No podré asistir a la entrevista del jueves.", BOOKED),
    Words("reschedule_request", "es", "¿Sería posible cambiar la hora de la entrevista?", BOOKED),
    # time to think
    Words("delay_request", "en", "Could I have a few more days to think about it, until Friday?", day=FRIDAY),
    Words(
        "delay_request",
        "en",
        "I need a bit more time to finish the task. May I send it by Friday?",
        ASKED,
        day=FRIDAY,
    ),
    Words(
        "delay_request",
        "de",
        "Könnte ich die Aufgabe bis Freitag nachreichen? Ich brauche mehr Zeit.",
        ASKED,
        day=FRIDAY,
    ),
    Words("delay_request", "fr", "Pourrais-je avoir un délai supplémentaire jusqu'à vendredi ?", day=FRIDAY),
    Words("delay_request", "es", "¿Podría tener unos días más, hasta el viernes?", day=FRIDAY),
    # our offer
    Words("accept", "en", "I'm happy to accept the position.", OFFERED),
    Words("accept", "en", "Yes, I accept!", OFFERED),
    Words("accept", "de", "Sehr gerne nehme ich Ihr Angebot an.", OFFERED),
    Words("accept", "de", "Ich freue mich, Ihr Angebot anzunehmen.", OFFERED),
    Words("accept", "fr", "C'est avec plaisir que j'accepte le poste.", OFFERED),
    Words("accept", "es", "Me complace aceptar el puesto.", OFFERED),
    Words("decline", "en", "After careful thought, I have decided not to accept your offer.", OFFERED),
    Words("decline", "de", "Ich muss Ihr Angebot leider ausschlagen.", OFFERED),
    Words("decline", "fr", "Je ne peux malheureusement pas accepter votre offre.", OFFERED),
    Words("decline", "es", "Lamentablemente no puedo aceptar su oferta.", OFFERED),
    # feedback
    Words("feedback_request", "en", "I'd be grateful for any feedback you could share.", TOLD_NO),
    Words("feedback_request", "en", "May I ask why I was not selected?", TOLD_NO),
    Words("feedback_request", "de", "Könnten Sie mir sagen, woran es gelegen hat?", TOLD_NO),
    Words("feedback_request", "de", "Über eine kurze Begründung würde ich mich freuen.", TOLD_NO),
    Words(
        "feedback_request",
        "fr",
        "Pourriez-vous me dire pourquoi ma candidature n'a pas été retenue ?",
        TOLD_NO,
    ),
    Words("feedback_request", "es", "¿Podrían decirme por qué no fui seleccionado?", TOLD_NO),
    # adjustments, data, complaints
    Words("accommodation", "en", "I use a hearing aid and would need captions during the video call."),
    Words("accommodation", "en", "I have dyslexia. Is it possible to get extra time for the test?"),
    Words("accommodation", "de", "Aufgrund meiner Behinderung benötige ich einen Gebärdensprachdolmetscher."),
    Words("accommodation", "fr", "Je suis malentendante, serait-il possible d'avoir un interprète ?"),
    Words("accommodation", "es", "Tengo una discapacidad auditiva y necesito subtítulos."),
    Words("data_request", "en", "Under the GDPR I request a copy of all personal data you hold about me."),
    Words("data_request", "en", "I want you to erase everything you have stored about me."),
    Words("data_request", "de", "Gemäß Art. 15 DSGVO bitte ich um Auskunft über die gespeicherten Daten."),
    Words("data_request", "fr", "En vertu du RGPD, je demande l'accès à mes données personnelles."),
    Words("data_request", "es", "Solicito el acceso a mis datos personales conforme al RGPD."),
    Words("complaint", "en", "I am very disappointed with how I was treated and wish to complain."),
    Words("complaint", "en", "I feel I was discriminated against because of my age."),
    Words("complaint", "de", "Hiermit lege ich Beschwerde ein."),
    Words("complaint", "fr", "Je souhaite porter plainte pour discrimination."),
    Words("complaint", "es", "Quiero poner una reclamación por el trato recibido."),
    # questions in passing
    Words("question", "en", "Hi Priya, just checking in on my application, any update"),
    Words("question", "en", "I have not heard back since my interview and would appreciate an update."),
    Words("question", "en", "Please let me know when I can expect an answer."),
    Words(
        "question",
        "de",
        "Ich habe seit drei Wochen nichts von Ihnen gehört und bitte um kurze Rückmeldung zum Stand.",
    ),
    Words("question", "de", "Darf ich fragen, ob es schon etwas Neues gibt"),
    Words("question", "fr", "Je me permets de vous relancer au sujet de ma candidature."),
    Words("question", "fr", "Sauf erreur de ma part, je n'ai pas eu de réponse de votre part."),
    Words("question", "es", "Le escribo para saber si hay alguna novedad sobre mi candidatura."),
    Words("question", "es", "No he recibido respuesta todavía, ¿me podrían informar?"),
    # thanks that could mislead
    Words("thank_you", "en", "Thank you for the talk. Let me know if you need anything else."),
    Words("thank_you", "en", "Thanks for getting back to me so quickly, I appreciate it."),
    Words("thank_you", "en", "Thank you for the update. I look forward to Thursday."),
    Words("thank_you", "de", "Herzlichen Dank für die schnelle Antwort, ich freue mich auf Donnerstag."),
    Words("thank_you", "fr", "Merci pour ces précisions, à jeudi."),
    Words("thank_you", "es", "Gracias por la información, nos vemos el jueves."),
    Words("gracious", "en", "Although I'm disappointed, thank you for considering me.", TOLD_NO),
    Words("gracious", "de", "Schade, aber vielen Dank für Ihre Zeit.", TOLD_NO),
    Words("gracious", "fr", "Je suis déçue, mais merci pour votre retour.", TOLD_NO),
    Words("gracious", "es", "Es una pena, pero gracias por su tiempo.", TOLD_NO),
    # what was asked for
    Words("deliverable", "en", "Hi, I have attached the completed assessment.", ASKED, 1),
    Words("deliverable", "en", "Attached you'll find my signed form.", ASKED, 1),
    Words("deliverable", "de", "Im Anhang finden Sie meinen Lebenslauf.", ASKED, 1),
    Words("deliverable", "fr", "Vous trouverez en pièce jointe mes diplômes.", ASKED, 1),
    Words("deliverable", "es", "Les envío mi currículum actualizado.", ASKED, 1),
    Words("information", "en", "I wanted to let you know that I have moved to Leeds."),
    Words("information", "de", "Ich möchte Ihnen mitteilen, dass sich meine Telefonnummer geändert hat."),
    Words("information", "fr", "Je vous informe que mon adresse a changé."),
    Words("information", "es", "Les informo de que he cambiado de número de teléfono."),
)
