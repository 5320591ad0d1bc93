"""Answers as they come on an ordinary day: whole mails of our own making, each in another program's clothes."""

from typing import NamedTuple

from recruiterdash.messages.inbound.understanding import Stands
from tests.inbox.house import Written
from tests.inbox.shapes import crlf
from tests.inbox.words import ASKED, BOOKED, OFFERED, TOLD_NO

#: How programs end an answer and begin what it quotes.
QUOTES = {
    "yahoo": (
        "Sent from Yahoo Mail on Android\n"
        "\n"
        "On Tue, Nov 24, 2026 at 10:03, Priya Shah<jobs@borealis.example> wrote:\n"
        "  Dear Amara,\n"
        "\n"
        "  We have not decided yet. Is there anything you need?\n"
        "\n"
        "  Kind regards\n"
        "  Priya Shah"
    ),
    "proton": (
        "Sent with Proton Mail secure email.\n"
        "\n"
        "On Tuesday, November 24th, 2026 at 10:03, Priya Shah <jobs@borealis.example> wrote:\n"
        "\n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "samsung": (
        "Sent from my Galaxy\n"
        "\n"
        "-------- Original message --------\n"
        "From: Priya Shah <jobs@borealis.example>\n"
        "Date: 24/11/2026 10:03 (GMT+00:00)\n"
        "To: me@example.org\n"
        "Subject: Your application\n"
        "\n"
        "Dear Amara,\n"
        "\n"
        "We have not decided yet. Is there anything you need?\n"
        "\n"
        "Kind regards\n"
        "Priya Shah"
    ),
    "gmx": (
        "Gesendet: Dienstag, 24. November 2026 um 10:03 Uhr\n"
        'Von: "Priya Shah" <jobs@borealis.example>\n'
        "An: ich@example.org\n"
        "Betreff: Ihre Bewerbung\n"
        "\n"
        "Dear Amara,\n"
        "\n"
        "We have not decided yet. Is there anything you need?\n"
        "\n"
        "Kind regards\n"
        "Priya Shah"
    ),
    "laposte": (
        "> Message du 24/11/26 10:03\n"
        '> De : "Priya Shah" <jobs@borealis.example>\n'
        "> A : moi@example.org\n"
        "> Copie à : \n"
        "> Objet : Votre candidature\n"
        ">\n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "outlook ios": (
        "Get Outlook for iOS\n"
        "________________________________\n"
        "From: Priya Shah <jobs@borealis.example>\n"
        "Sent: Tuesday, November 24, 2026 10:03:11 AM\n"
        "To: me <me@example.org>\n"
        "Subject: Your application\n"
        "\n"
        "Dear Amara,\n"
        "\n"
        "We have not decided yet. Is there anything you need?\n"
        "\n"
        "Kind regards\n"
        "Priya Shah"
    ),
    "outlook android de": (
        "Outlook für Android beziehen\n"
        "________________________________\n"
        "Von: Priya Shah <jobs@borealis.example>\n"
        "Gesendet: Dienstag, November 24, 2026 10:03:11 AM\n"
        "An: ich <ich@example.org>\n"
        "Betreff: Ihre Bewerbung\n"
        "\n"
        "Dear Amara,\n"
        "\n"
        "We have not decided yet. Is there anything you need?\n"
        "\n"
        "Kind regards\n"
        "Priya Shah"
    ),
    "iphone fr": (
        "Envoyé de mon iPhone\n"
        "\n"
        "> Le 24 nov. 2026 à 10:03, Priya Shah <jobs@borealis.example> a écrit :\n"
        "> \n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "iphone es": (
        "Enviado desde mi iPhone\n"
        "\n"
        "> El 24 nov 2026, a las 10:03, Priya Shah <jobs@borealis.example> escribió:\n"
        "> \n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "zoho": (
        "---- On Tue, 24 Nov 2026 10:03:00 +0000 Priya Shah <jobs@borealis.example> wrote ----\n"
        "\n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "fastmail": (
        "On Tue, 24 Nov 2026, at 10:03 AM, Priya Shah wrote:\n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "apple de": (
        "Am 24.11.2026 um 10:03 schrieb Priya Shah <jobs@borealis.example>:\n"
        "\n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "notes": (
        "From:\tPriya Shah <jobs@borealis.example>\n"
        "To:\tme@example.org\n"
        "Date:\t24/11/2026 10:03\n"
        "Subject:\tYour application\n"
        "\n"
        "Dear Amara,\n"
        "\n"
        "We have not decided yet. Is there anything you need?\n"
        "\n"
        "Kind regards\n"
        "Priya Shah"
    ),
    "qq": (
        "------------------ Original ------------------\n"
        'From: "Priya Shah" <jobs@borealis.example>;\n'
        "Date: Tue, Nov 24, 2026 06:03 PM\n"
        'To: "me" <me@example.org>;\n'
        "Subject: Your application\n"
        "\n"
        "Dear Amara,\n"
        "\n"
        "We have not decided yet. Is there anything you need?\n"
        "\n"
        "Kind regards\n"
        "Priya Shah"
    ),
    "mail.ru": (
        "Вторник, 24 ноября 2026, 10:03 +03:00 от Priya Shah <jobs@borealis.example>:\n"
        "\n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "ios below": (
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah\n"
        "\n"
    ),
    "orange": (
        "> Le 24/11/2026 10:03, Priya Shah <jobs@borealis.example> a écrit :\n"
        "> Dear Amara,\n"
        ">\n"
        "> We have not decided yet. Is there anything you need?\n"
        ">\n"
        "> Kind regards\n"
        "> Priya Shah"
    ),
    "none": (""),
}


class Came(NamedTuple):
    """One mail of a person."""

    kind: str
    program: str
    text: str
    stands: Stands = Stands()
    #: The day it names, when it came on Tuesday 24 November 2026.
    day: str | None = None
    files: int = 0
    subject: str = "Re: Your application"

    def make(self, letter: Written) -> bytes:
        quote = QUOTES[self.program]
        body = f"{quote}{self.text}\n" if self.program == "ios below" else f"{self.text}\n\n{quote}\n"
        files = "".join(
            f'--=_f\nContent-Type: application/pdf; name="{n}.pdf"\nContent-Disposition: attachment; '
            f'filename="{n}.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n'
            for n in range(self.files)
        )
        head = (
            f"Return-Path: <{letter.recipient}>\nFrom: Amara Okafor <{letter.recipient}>\nTo: {letter.reply_to}\n"
            f"Subject: {self.subject}\nDate: Tue, 24 Nov 2026 11:00:00 +0000\nIn-Reply-To: {letter.message_id}\n"
            f"Message-ID: <{abs(hash((self, letter))):x}@fresh.example>\nMIME-Version: 1.0\n"
        )
        if not files:
            return crlf(
                f"{head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}"
            )
        return crlf(
            f'{head}Content-Type: multipart/mixed; boundary="=_f"\n\n--=_f\nContent-Type: text/plain; charset=utf-8\n\n'
            f"{body}\n{files}--=_f--\n"
        )


PEOPLE = (
    Came(
        "question",
        "yahoo",
        "Hi Priya\n\nJust checking you got my availability last week, I've not had a reply\n\nTom",
    ),
    Came(
        "question",
        "outlook ios",
        "Morning,\n"
        "\n"
        "Is parking available at your site on the day? And who should I ask for at reception?\n"
        "\n"
        "Thanks,\n"
        "Leila",
        BOOKED,
    ),
    Came(
        "thank_you_question",
        "proton",
        "Dear Priya,\n"
        "\n"
        "It was lovely to meet you and the team yesterday, thank you. Could you give me a rough "
        "idea of the timeline from here?\n"
        "\n"
        "Warm regards,\n"
        "Owen",
    ),
    Came(
        "thank_you",
        "samsung",
        "Thank you so much for today, it was a pleasure to meet everybody. Looking forward to "
        "hearing from you in due course.",
    ),
    Came(
        "candidate_deadline",
        "zoho",
        "Hi Priya,\n"
        "\n"
        "Quick update from my side: a company I also interviewed with has made me an offer and I "
        "need to give them an answer by 1 December. I would much rather join you.\n"
        "\n"
        "Best,\n"
        "Mei",
        day="2026-12-01",
    ),
    Came(
        "candidate_deadline",
        "fastmail",
        "I have received a written offer from elsewhere which lapses on Friday. Can you say by "
        "then whether I am still in the running?",
        day="2026-11-27",
    ),
    Came(
        "withdraw",
        "notes",
        "Dear Ms Shah,\n"
        "\n"
        "After a lot of thought I have decided that this is not the right move for me at this "
        "time, so I will not be taking my application any further. Thank you for your time.\n"
        "\n"
        "Regards",
    ),
    Came(
        "withdraw",
        "outlook ios",
        "Hello, please cancel my application. I have taken a job closer to home. Thanks anyway!",
    ),
    Came(
        "reschedule_request",
        "yahoo",
        "So sorry, my little one has chickenpox. Could we push Thursday's interview to some time next week?",
        BOOKED,
    ),
    Came(
        "delay_request",
        "proton",
        "Thank you for the offer! Would it be alright if I let you know by Monday? I would like "
        "to speak to my family first.",
        OFFERED,
        day="2026-11-30",
    ),
    Came(
        "accept",
        "samsung",
        "Hi Priya, I am delighted to accept! When do I start?",
        OFFERED,
    ),
    Came(
        "decline",
        "fastmail",
        "Dear Priya,\n"
        "\n"
        "Thank you for the offer. After careful thought I am going to have to say no: the salary "
        "does not work for us.\n"
        "\n"
        "Sorry,\n"
        "Jon",
        OFFERED,
    ),
    Came(
        "deliverable",
        "notes",
        "Please see attached the two references you asked for.\n\nKind regards\nAnn",
        ASKED,
        files=2,
    ),
    Came(
        "feedback_request",
        "zoho",
        "Thanks for letting me know. If you have any pointers on how I could do better next time "
        "I would be grateful.",
        TOLD_NO,
    ),
    Came(
        "gracious",
        "outlook ios",
        "Thank you for telling me so kindly. I wish you and the team all the best.",
        TOLD_NO,
    ),
    Came(
        "accommodation",
        "fastmail",
        "One thing before Thursday: I use a walking frame, so could we meet in a room on the ground floor?",
        BOOKED,
    ),
    Came(
        "data_request",
        "none",
        "Please erase my records from your systems and confirm when this has been done.",
        TOLD_NO,
    ),
    Came(
        "complaint",
        "notes",
        "I was asked twice whether I plan to have children. That is not lawful and I expect a "
        "written explanation.",
        TOLD_NO,
    ),
    Came(
        "information",
        "samsung",
        "Hi, just to say I've moved: my new address is 4 Mill Lane, York.",
    ),
    Came(
        "question",
        "gmx",
        "Guten Tag Frau Shah,\n"
        "\n"
        "ich wollte mich erkundigen, ob es schon eine Entscheidung gibt.\n"
        "\n"
        "Mit freundlichen Grüßen\n"
        "Jonas Weber",
    ),
    Came(
        "question",
        "outlook android de",
        "Hallo,\nmuss ich zum Gespräch etwas mitbringen? Und wie lange wird es ungefähr dauern?\nLG Kim",
        BOOKED,
    ),
    Came(
        "thank_you",
        "apple de",
        "Sehr geehrte Frau Shah,\n"
        "\n"
        "herzlichen Dank für die freundliche Aufnahme heute. Das Gespräch hat mir sehr gefallen.\n"
        "\n"
        "Freundliche Grüße\n"
        "Elif Yılmaz",
    ),
    Came(
        "candidate_deadline",
        "gmx",
        "Liebe Frau Shah, ich habe inzwischen eine Zusage von einem anderen Arbeitgeber und muss "
        "mich bis 30.11. entscheiden. Am liebsten käme ich zu Ihnen.",
        day="2026-11-30",
    ),
    Came(
        "withdraw",
        "apple de",
        "Sehr geehrte Damen und Herren,\n"
        "\n"
        "leider muss ich Ihnen mitteilen, dass ich meine Bewerbung nicht weiterverfolgen möchte.\n"
        "\n"
        "MfG\n"
        "T. Braun",
    ),
    Came(
        "reschedule_request",
        "outlook android de",
        "Hallo Frau Shah, mein Kind ist krank geworden. Können wir das Gespräch am Donnerstag "
        "bitte auf nächste Woche legen?",
        BOOKED,
    ),
    Came(
        "accommodation",
        "gmx",
        "Ich sitze im Rollstuhl. Gibt es bei Ihnen einen Aufzug?",
        BOOKED,
    ),
    Came(
        "complaint",
        "apple de",
        "Ihre Frage nach meiner Religion war unzulässig. Ich behalte mir rechtliche Schritte vor.",
        TOLD_NO,
    ),
    Came(
        "data_request",
        "gmx",
        "Hiermit widerrufe ich meine Einwilligung und bitte um Löschung meiner Bewerbungsunterlagen.",
        TOLD_NO,
    ),
    Came(
        "feedback_request",
        "outlook android de",
        "Schade! Würden Sie mir verraten, was den Ausschlag gegeben hat?",
        TOLD_NO,
    ),
    Came(
        "question",
        "iphone fr",
        "Bonjour,\n"
        "\n"
        "Je me permets de vous écrire car je n'ai toujours pas eu de nouvelles depuis mon "
        "entretien du 10.\n"
        "\n"
        "Cordialement,\n"
        "Inès",
    ),
    Came(
        "thank_you",
        "laposte",
        "Bonjour Madame,\n"
        "\n"
        "Je vous remercie pour le temps que vous m'avez accordé ce matin, l'équipe m'a fait très "
        "bonne impression.\n"
        "\n"
        "Bien à vous",
    ),
    Came(
        "candidate_deadline",
        "orange",
        "Bonjour, on vient de me faire une proposition ailleurs et je dois donner ma réponse au "
        "plus tard le 2 décembre.",
        day="2026-12-02",
    ),
    Came(
        "withdraw",
        "laposte",
        "Madame, Monsieur,\n"
        "\n"
        "Je ne souhaite plus donner suite à ma candidature, ayant trouvé un autre poste.\n"
        "\n"
        "Salutations",
    ),
    Came(
        "reschedule_request",
        "iphone fr",
        "Bonjour, je suis malheureusement souffrante. Serait-il possible de remettre notre "
        "rendez-vous de jeudi à la semaine prochaine ?",
        BOOKED,
    ),
    Came(
        "accommodation",
        "orange",
        "Je suis malentendant : serait-il possible d'avoir les questions par écrit ?",
        BOOKED,
    ),
    Came(
        "data_request",
        "none",
        "Merci de supprimer mon dossier de candidature ainsi que mon CV de votre base.",
        TOLD_NO,
    ),
    Came(
        "deliverable",
        "laposte",
        "Bonjour, vous trouverez en pièce jointe la copie de mon diplôme comme demandé.",
        ASKED,
        files=1,
    ),
    Came(
        "question",
        "iphone es",
        "Buenos días, Priya:\n"
        "\n"
        "Quería preguntar si ya han tomado alguna decisión sobre el puesto.\n"
        "\n"
        "Un saludo,\n"
        "Lucía",
    ),
    Came(
        "thank_you",
        "none",
        "Hola Priya, muchas gracias por recibirme hoy. Me encantó conocer al equipo.",
    ),
    Came(
        "candidate_deadline",
        "iphone es",
        "Hola, me han ofrecido un puesto en otra empresa y tengo de plazo hasta el miércoles para contestar.",
        day="2026-11-25",
    ),
    Came(
        "withdraw",
        "none",
        "Estimada Priya: le escribo para comunicarle que he decidido retirarme del proceso de selección.",
    ),
    Came(
        "reschedule_request",
        "iphone es",
        "Hola, me ha surgido un imprevisto el jueves. ¿Podríamos cambiar la entrevista a otro día?",
        BOOKED,
    ),
    Came(
        "complaint",
        "none",
        "Me parece intolerable el trato que recibí en la entrevista y quiero presentar una queja formal.",
        TOLD_NO,
    ),
    Came(
        "question",
        "qq",
        "您好，请问面试结果出来了吗？谢谢！",
    ),
    Came(
        "question",
        "mail.ru",
        "Здравствуйте! Подскажите, пожалуйста, есть ли новости по моей заявке?",
    ),
    Came(
        "question",
        "ios below",
        "Is the office open on Monday?",
    ),
    Came(
        "question",
        "yahoo",
        "Hello Priya, it's nearly three weeks now and I still don't know what is happening with "
        "my application. An update would be much appreciated.",
    ),
    Came(
        "question",
        "samsung",
        "Hi, would you mind telling me who will be on the panel",
        BOOKED,
    ),
    Came(
        "question",
        "outlook ios",
        "Is it okay if my partner drops me off? Also, what floor are you on?",
        BOOKED,
    ),
    Came(
        "thank_you",
        "fastmail",
        "Great to chat earlier! I came away even keener. Thanks again, and have a good weekend.",
    ),
    Came(
        "thank_you_question",
        "zoho",
        "Many thanks for seeing me on Monday. When might I expect to hear the outcome?",
    ),
    Came(
        "candidate_deadline",
        "proton",
        "Hi Priya, I should be upfront: another organisation has offered me a post and would "
        "like my decision by Thursday.",
        day="2026-11-26",
    ),
    Came(
        "candidate_deadline",
        "notes",
        "I'm writing because I've been offered a job with a different employer. They have given "
        "me until 4 December to decide.",
        day="2026-12-04",
    ),
    Came(
        "withdraw",
        "samsung",
        "Hi, I've had a change of heart and would like to take myself out of the running. All "
        "the best with your search.",
    ),
    Came(
        "withdraw",
        "yahoo",
        "Thanks, but I am no longer interested. Please remove me from your list of applicants.",
    ),
    Came(
        "reschedule_request",
        "outlook ios",
        "Afraid I can't make tomorrow after all, my train has been cancelled. Would Friday work instead?",
        BOOKED,
    ),
    Came(
        "delay_request",
        "zoho",
        "Thank you, this is wonderful news. May I have until Wednesday to read through the contract?",
        OFFERED,
        day="2026-11-25",
    ),
    Came(
        "accept",
        "proton",
        "Yes please! I'd be over the moon to take the job. Where do I sign?",
        OFFERED,
    ),
    Came(
        "decline",
        "notes",
        "Dear Priya, I am very grateful for the offer, but I have decided to stay with my current employer.",
        OFFERED,
    ),
    Came(
        "feedback_request",
        "samsung",
        "Thank you for the update, though I'm disappointed. Could you tell me what I could have "
        "done differently?",
        TOLD_NO,
    ),
    Came(
        "accommodation",
        "zoho",
        "I have a hearing impairment, so a video call with subtitles would work better for me "
        "than the phone.",
        BOOKED,
    ),
    Came(
        "data_request",
        "notes",
        "Under data protection law I would like to receive a copy of everything you have stored about me.",
        TOLD_NO,
    ),
    Came(
        "complaint",
        "fastmail",
        "The way Mr Lane spoke to me was humiliating. I would like this to be looked into.",
        TOLD_NO,
    ),
    Came(
        "gracious",
        "proton",
        "Thanks for letting me know, I appreciate it. Good luck with the project.",
        TOLD_NO,
    ),
    Came(
        "question",
        "gmx",
        "Guten Morgen, gibt es eigentlich schon etwas Neues? Viele Grüße, Anna",
    ),
    Came(
        "question",
        "apple de",
        "Sehr geehrte Frau Shah, könnten Sie mir bitte kurz Rückmeldung geben, wie es nun "
        "weitergeht. Danke und Gruß",
    ),
    Came(
        "candidate_deadline",
        "outlook android de",
        "Hallo Frau Shah, ein anderes Unternehmen möchte bis Freitag eine Antwort auf sein Angebot von mir.",
        day="2026-11-27",
    ),
    Came(
        "withdraw",
        "gmx",
        "Ich habe mich für ein anderes Unternehmen entschieden und möchte meine Bewerbung "
        "deshalb zurückziehen.",
    ),
    Came(
        "reschedule_request",
        "apple de",
        "Leider schaffe ich es am Donnerstag nicht. Hätten Sie auch Freitag Zeit?",
        BOOKED,
    ),
    Came(
        "delay_request",
        "gmx",
        "Vielen Dank für das Angebot! Darf ich mir das Wochenende noch Zeit nehmen, um alles mit "
        "meiner Familie zu besprechen?",
        OFFERED,
    ),
    Came(
        "accept",
        "apple de",
        "Ich nehme Ihr Angebot sehr gerne an und freue mich auf den Start.",
        OFFERED,
    ),
    Came(
        "accommodation",
        "gmx",
        "Ich stottere und wäre dankbar, wenn ich etwas mehr Zeit zum Antworten hätte.",
        BOOKED,
    ),
    Came(
        "complaint",
        "apple de",
        "Ich finde es unverschämt, wie man mit mir umgegangen ist, und werde mich bei der "
        "Geschäftsleitung beschweren.",
        TOLD_NO,
    ),
    Came(
        "question",
        "laposte",
        "Bonjour, pouvez-vous me dire si le poste est toujours à pourvoir ?",
    ),
    Came(
        "question",
        "iphone fr",
        "Bonsoir, je reviens vers vous au sujet de mon entretien. Avez-vous pris une décision",
    ),
    Came(
        "candidate_deadline",
        "iphone fr",
        "Une autre entreprise m'a fait une offre et attend ma réponse avant le 30/11.",
        day="2026-11-30",
    ),
    Came(
        "withdraw",
        "orange",
        "Bonjour, je vous informe que je me retire du processus de recrutement, ayant accepté "
        "une autre offre.",
    ),
    Came(
        "reschedule_request",
        "laposte",
        "Bonjour, j'ai un empêchement jeudi, pourrions-nous trouver un autre créneau ?",
        BOOKED,
    ),
    Came(
        "feedback_request",
        "orange",
        "Merci de votre réponse. Pourriez-vous m'indiquer les raisons de ce refus ?",
        TOLD_NO,
    ),
    Came(
        "data_request",
        "laposte",
        "Conformément au RGPD, je demande la suppression de toutes mes données.",
        TOLD_NO,
    ),
    Came(
        "question",
        "iphone es",
        "Hola, ¿saben ya cuándo será la segunda entrevista?",
    ),
    Came(
        "candidate_deadline",
        "none",
        "Otra empresa me ha hecho una oferta y debo contestar antes del viernes.",
        day="2026-11-27",
    ),
    Came(
        "withdraw",
        "iphone es",
        "Buenas tardes, finalmente he aceptado otra oferta, así que no seguiré en el proceso.",
    ),
    Came(
        "accept",
        "none",
        "Acepto encantada la oferta. ¡Muchas gracias!",
        OFFERED,
    ),
    Came(
        "data_request",
        "none",
        "Solicito la eliminación de mis datos personales de su base de datos.",
        TOLD_NO,
    ),
    Came(
        "delay_request",
        "iphone es",
        "Gracias por la oferta. ¿Podría tener hasta el lunes para pensarlo?",
        OFFERED,
        day="2026-11-30",
    ),
    Came(
        "",
        "yahoo",
        "I spent five years supporting autistic children and people with disabilities, as my CV says.",
    ),
    Came(
        "",
        "fastmail",
        "In my last job I handled complaints and data deletion for customers, so that part is familiar.",
    ),
    Came(
        "",
        "samsung",
        "I moved the team from spreadsheets to a proper system and shifted the Monday meeting to "
        "Tuesdays, which I can tell you more of.",
    ),
    Came(
        "",
        "notes",
        "The traffic was terrible this morning but I got there in the end.",
    ),
    Came(
        "",
        "gmx",
        "In meiner jetzigen Stelle bearbeite ich Beschwerden von Kunden.",
    ),
    Came(
        "",
        "iphone fr",
        "Dans mon poste actuel je gère les réclamations des clients et les réponses aux offres.",
    ),
    Came(
        "",
        "none",
        "En mi trabajo actual gestiono las quejas de los clientes.",
    ),
    Came(
        "",
        "proton",
        "I told my manager that I would not decline the invitation, and that is that.",
    ),
    Came(
        "question",
        "yahoo",
        "Good morning, please could somebody confirm what time I need to be there and whether "
        "lunch is provided",
        BOOKED,
    ),
    Came(
        "question",
        "outlook ios",
        "I sent my portfolio on Friday but haven't had confirmation that it arrived.",
    ),
    Came(
        "thank_you",
        "samsung",
        "Brilliant, thanks Priya, see you then.",
    ),
    Came(
        "candidate_deadline",
        "fastmail",
        "I don't want to put pressure on you, but I've just been made an offer by one of your "
        "competitors. It runs out on Monday.",
        day="2026-11-30",
    ),
    Came(
        "candidate_deadline",
        "zoho",
        "Small update, I now hold a second offer and would have to sign by 5 December.",
        day="2026-12-05",
    ),
    Came(
        "withdraw",
        "notes",
        "Please accept this as notice that I do not wish to be considered for the role any longer.",
    ),
    Came(
        "withdraw",
        "proton",
        "I have decided to stay where I am, so please take this as my withdrawal.",
    ),
    Came(
        "reschedule_request",
        "samsung",
        "I'm stuck abroad because of the strike. Is there any way to hold the interview a few days later?",
        BOOKED,
    ),
    Came(
        "reschedule_request",
        "yahoo",
        "Could we do 3pm instead of 2pm on Thursday?",
        BOOKED,
    ),
    Came(
        "delay_request",
        "outlook ios",
        "I'm really pleased. Before I commit I need a couple of days to think.",
        OFFERED,
    ),
    Came(
        "accept",
        "zoho",
        "Happy to confirm that I accept the position on the terms you sent.",
        OFFERED,
    ),
    Came(
        "decline",
        "samsung",
        "Sadly I won't be able to accept because of the commute.",
        OFFERED,
    ),
    Came(
        "feedback_request",
        "yahoo",
        "Thanks for letting me know. Was there anything in particular that let me down?",
        TOLD_NO,
    ),
    Came(
        "accommodation",
        "proton",
        "Because of my dyslexia I would need the written exercise on coloured paper.",
        BOOKED,
    ),
    Came(
        "data_request",
        "samsung",
        "Kindly delete all information you hold on me.",
        TOLD_NO,
    ),
    Came(
        "complaint",
        "notes",
        "I am writing to raise a grievance about how the interview was run.",
        TOLD_NO,
    ),
    Came(
        "information",
        "fastmail",
        "For your records: from Monday you can reach me on 020 7946 0000.",
    ),
    Came(
        "deliverable",
        "outlook ios",
        "Here's the signed form back. Let me know if you need anything else.",
        ASKED,
        files=1,
    ),
    Came(
        "question",
        "gmx",
        "Hallo Frau Shah, ist die Stelle noch frei",
    ),
    Came(
        "thank_you",
        "apple de",
        "Danke für die schnelle Antwort, das passt mir gut.",
    ),
    Came(
        "withdraw",
        "outlook android de",
        "Ich möchte meine Kandidatur zurückziehen, da ich eine andere Zusage angenommen habe.",
    ),
    Came(
        "candidate_deadline",
        "apple de",
        "Mir liegt ein weiteres Angebot vor, für das ich mich bis zum 2.12. entscheiden muss.",
        day="2026-12-02",
    ),
    Came(
        "reschedule_request",
        "gmx",
        "Mir ist leider etwas dazwischengekommen, ginge auch ein Termin in der Woche danach?",
        BOOKED,
    ),
    Came(
        "data_request",
        "apple de",
        "Bitte teilen Sie mir mit, welche personenbezogenen Daten Sie über mich gespeichert haben.",
        TOLD_NO,
    ),
    Came(
        "feedback_request",
        "gmx",
        "Schade. Über eine kurze Begründung würde ich mich freuen.",
        TOLD_NO,
    ),
    Came(
        "question",
        "laposte",
        "Bonjour, je n'ai pas encore reçu l'invitation, est-ce normal ?",
    ),
    Came(
        "withdraw",
        "iphone fr",
        "Après réflexion je préfère ne pas poursuivre. Merci pour tout.",
    ),
    Came(
        "reschedule_request",
        "orange",
        "Serait-il possible de décaler notre échange d'une heure ?",
        BOOKED,
    ),
    Came(
        "accept",
        "laposte",
        "C'est avec grand plaisir que j'accepte votre proposition.",
        OFFERED,
    ),
    Came(
        "complaint",
        "orange",
        "J'ai été choquée par les questions sur ma vie privée, c'est de la discrimination.",
        TOLD_NO,
    ),
    Came(
        "question",
        "iphone es",
        "Buenas, llevo dos semanas esperando y nadie me ha dicho nada.",
    ),
    Came(
        "reschedule_request",
        "none",
        "El jueves me resulta imposible, ¿sería posible otro día?",
        BOOKED,
    ),
    Came(
        "decline",
        "iphone es",
        "Muchas gracias, pero he decidido rechazar la oferta.",
        OFFERED,
    ),
    Came(
        "accommodation",
        "none",
        "Soy sordo y necesito un intérprete para la entrevista.",
        BOOKED,
    ),
    Came(
        "",
        "yahoo",
        "I changed the way we call customers back and moved to weekly reports.",
    ),
    Came(
        "",
        "notes",
        "My last employer made me an offer to come back two years ago, as you can see from the dates.",
    ),
    Came(
        "",
        "proton",
        "As team leader I had to decline requests for overtime and deal with unfair dismissal cases.",
    ),
    Came(
        "",
        "gmx",
        "Am Montag habe ich meine Prüfung nicht bestanden, das wollte ich ehrlich sagen.",
    ),
    Came(
        "",
        "iphone fr",
        "Pourquoi pas, cela me convient.",
    ),
)


def _report(letter: Written, *head: str, body: str = "", sender: str = "", to: str = "") -> bytes:
    lines = "\n".join(head)
    return crlf(
        f"From: {sender or letter.recipient}\nTo: {to or letter.reply_to}\nDate: Tue, 24 Nov 2026 11:00:00 +0000\n"
        f"Message-ID: <{abs(hash((head, body, letter))):x}@fresh.example>\nMIME-Version: 1.0\n{lines}\n\n{body}\n"
    )


class Sent(NamedTuple):
    """One mail of a program."""

    state: str
    came_back: bool
    head: tuple[str, ...]
    body: str
    #: Whose it is: empty for the person.
    sender: str = ""
    #: "return_path" where servers send what comes back.
    to: str = "reply_to"

    def make(self, letter: Written) -> bytes:
        fields = letter._asdict()
        return _report(
            letter,
            *(each.format(**fields) for each in self.head),
            body=self.body.format(**fields),
            sender=self.sender,
            to=fields[self.to],
        )


TEXT = "Content-Type: text/plain; charset=utf-8"
PROGRAMS_SENT = (
    Sent(
        "automatic",
        False,
        (
            "Subject: Away until 7 December Re: Your application",
            "Auto-Submitted: auto-replied",
            "Precedence: bulk",
            "In-Reply-To: {message_id}",
            TEXT,
        ),
        "I am on holiday until 7 December. Is it urgent? Call Ann.",
    ),
    Sent(
        "automatic",
        False,
        (
            "Subject: Automatische Antwort: Ihre Bewerbung",
            "X-Auto-Response-Suppress: All",
            "Auto-Submitted: auto-generated",
            "In-Reply-To: {message_id}",
            TEXT,
        ),
        "Ich bin derzeit nicht im Büro.",
    ),
    Sent(
        "automatic",
        False,
        (
            "Subject: Réponse automatique : Votre candidature",
            "In-Reply-To: {message_id}",
            TEXT,
        ),
        "Bonjour, je suis absente du bureau jusqu'au 4 décembre et répondrai à mon retour.",
    ),
    Sent(
        "automatic",
        False,
        (
            "Subject: Respuesta automática: Su candidatura",
            "In-Reply-To: {message_id}",
            TEXT,
        ),
        "Estoy fuera de la oficina hasta el lunes.",
    ),
    Sent(
        "automatic",
        False,
        (
            "Subject: [Ticket#2026112410000012] We have received your request",
            "Auto-Submitted: auto-generated",
            "X-Loop: helpdesk@example.org",
            TEXT,
        ),
        "Your request has been received. Do not reply to this mail.",
    ),
    Sent(
        "automatic",
        False,
        (
            "Subject: Read: Your application",
            "In-Reply-To: {message_id}",
            'Content-Type: multipart/report; report-type=disposition-notification; boundary="=_m"',
        ),
        "--=_m\n"
        "Content-Type: text/plain\n"
        "\n"
        "Your message was read on 24 November.\n"
        "--=_m\n"
        "Content-Type: message/disposition-notification\n"
        "\n"
        "Final-Recipient: rfc822; {recipient}\n"
        "Original-Message-ID: {message_id}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n"
        "\n"
        "--=_m--",
    ),
    Sent(
        "bounce",
        True,
        (
            "Return-Path: <>",
            "Subject: Delivery Status Notification (Failure)",
            "Auto-Submitted: auto-replied",
            "X-Failed-Recipients: {recipient}",
            'Content-Type: multipart/report; boundary="=_g"; report-type=delivery-status',
        ),
        "--=_g\n"
        'Content-Type: multipart/related; boundary="=_h"\n'
        "\n"
        "--=_h\n"
        "Content-Type: text/plain\n"
        "\n"
        "** Address not found **\n"
        "\n"
        "Your message wasn't delivered to {recipient} because the address couldn't be found.\n"
        "--=_h--\n"
        "--=_g\n"
        "Content-Type: message/delivery-status\n"
        "\n"
        "Reporting-MTA: dns; googlemail.com\n"
        "Arrival-Date: Tue, 24 Nov 2026 02:59:00 -0800 (PST)\n"
        "\n"
        "Final-Recipient: rfc822; {recipient}\n"
        "Action: failed\n"
        "Status: 5.1.1\n"
        "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not "
        "exist.\n"
        "\n"
        "--=_g\n"
        "Content-Type: message/rfc822\n"
        "\n"
        "Message-ID: {message_id}\n"
        "Subject: Your application\n"
        "\n"
        "Dear Amara\n"
        "--=_g--",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        to="return_path",
    ),
    Sent(
        "bounce",
        True,
        (
            "Return-Path: <>",
            "Subject: Undeliverable: Your application",
            "Auto-Submitted: auto-replied",
            "X-MS-Exchange-Message-Is-Ndr:",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="=_o"',
        ),
        "--=_o\n"
        "Content-Type: text/html; charset=utf-8\n"
        "\n"
        "<p><b>Your message to {recipient} couldn't be delivered.</b></p><p>The mailbox is "
        "full.</p>\n"
        "--=_o\n"
        "Content-Type: message/delivery-status\n"
        "\n"
        "Reporting-MTA: dns;AM0PR01.prod.outlook.example\n"
        "\n"
        "Final-Recipient: rfc822;{recipient}\n"
        "Action: failed\n"
        "Status: 5.2.2\n"
        "Diagnostic-Code: smtp;554 5.2.2 mailbox full; "
        "STOREDRV.Deliver.Exception:QuotaExceededException\n"
        "\n"
        "--=_o\n"
        "Content-Type: message/rfc822\n"
        "\n"
        "Message-ID: {message_id}\n"
        "\n"
        "Dear Amara\n"
        "--=_o--",
        sender="postmaster@outlook.example",
        to="return_path",
    ),
    Sent(
        "bounce",
        False,
        (
            "Return-Path: <>",
            "Subject: Delivery delayed: Your application",
            "Auto-Submitted: auto-replied",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="=_d"',
        ),
        "--=_d\n"
        "Content-Type: text/plain\n"
        "\n"
        "Nothing to do: it is tried again.\n"
        "--=_d\n"
        "Content-Type: message/delivery-status\n"
        "\n"
        "Reporting-MTA: dns; mx.example\n"
        "\n"
        "Final-Recipient: rfc822; {recipient}\n"
        "Action: delayed\n"
        "Status: 4.4.1\n"
        "Will-Retry-Until: Thu, 26 Nov 2026 11:00:00 +0000\n"
        "\n"
        "--=_d--",
        sender="MAILER-DAEMON@mx.example",
        to="return_path",
    ),
    Sent(
        "bounce",
        True,
        (
            "Return-Path: <>",
            "Subject: Unzustellbar: Ihre Bewerbung",
            TEXT,
        ),
        "Ihre Nachricht hat die folgenden Empfänger nicht erreicht:\n"
        "\n"
        "{recipient}\n"
        "\n"
        "Grund: 550 5.1.1 Benutzer unbekannt\n"
        "\n"
        "Message-ID: {message_id}",
        sender="Mail Delivery System <MAILER-DAEMON@mail.example>",
        to="return_path",
    ),
)
