"""Whether a person wrote a mail: no question is taken for a program's, no note of absence for a question."""

import pytest

from recruiterdash.mail.arriving import open_mail
from recruiterdash.messages.inbound.models import InboundState
from tests.inbox.house import House
from tests.inbox.shapes import crlf

OWN = "jobs@borealis.example"
KEY = "<0123456789abcdef0123456789abcdef@borealis.example>"
ANSWER = f"In-Reply-To: {KEY}"
RE = "Re: Your application"


def mail(subject: str, text: str, *headers: str, sender: str = "amara@example.org") -> bytes:
    more = "".join(f"{each}\n" for each in headers)
    return crlf(
        f"From: Amara <{sender}>\nTo: {OWN}\nSubject: {subject}\nDate: Tue, 24 Nov 2026 11:00:00 +0000\n"
        f"Message-ID: <1@mail.example.org>\n{more}MIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )


STUB = (
    "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n"
    "--b\nContent-Type: text/html; charset=utf-8\n\n<div>{html}</div>\n--b--\n"
)


@pytest.mark.parametrize(
    ("plain", "html", "read"),
    [
        ("Your program shows no HTML.", "When will you decide?", "When will you decide?"),
        ("--", "Wann entscheiden Sie?", "Wann entscheiden Sie?"),
        ("Yes, gladly.", "Yes, <b>gladly</b>.<p>Amara Okafor</p>", "Yes, gladly."),
        ("谢谢", "<p>谢谢</p>", "谢谢"),
    ],
)
def test_what_stands_in_the_place_of_words_is_not_read_for_them(plain: str, html: str, read: str) -> None:
    """A question may stand in the HTML alone, below a line of the program's that says so."""
    data = crlf(f"From: a@b.example\nTo: {OWN}\nSubject: x\n{STUB.format(plain=plain, html=html)}")
    assert open_mail(data, OWN).text == read


BY_A_PERSON = (
    # subjects that programs use, too
    mail("Abwesenheit - Gespräch verschieben", "Ich bin im Urlaub. Kann ich das Gespräch verschieben?"),
    mail("Absence notice: Thursday", "I'm away on Thursday. Can we move the interview?"),
    mail("Auto: Anfahrt zum Gespräch", "Gibt es bei Ihnen Parkplätze?"),
    mail("Auto (Panne) - komme später", "Ich stehe auf der A7. Darf ich eine Stunde später kommen?"),
    mail("I am out of the office next week, can we talk Monday?", "Could we move our call?"),
    mail("Absente du bureau jeudi", "Puis-je venir vendredi à la place ?"),
    mail("OOO - the test", "I'm OOO next week. Should I still send the test?"),
    mail("Out of office: May", "Is it fine that I booked two weeks in May?"),
    mail("Fuera de la oficina: la cita", "¿Podemos cambiar la cita?"),
    mail("Auto: Parkplatz", "Ist das Parkhaus geöffnet?"),
    # absent, and asking without a mark
    mail(RE, "I am travelling until Monday with limited access to email, so could you call me on my mobile"),
    mail(
        RE, "Thank you for your message. I am on leave until 3 December. Please tell me if that can be later."
    ),
    mail(
        RE,
        "Vielen Dank für Ihre Nachricht. Ich bin bis Freitag im Urlaub. Bitte geben Sie mir Bescheid, was passt.",
    ),
    mail(
        RE, "Merci pour votre message. Je suis en vacances, merci de me dire si une autre date est possible."
    ),
    mail(RE, "Gracias por su mensaje. Estoy de vacaciones hasta el lunes. Díganme si puedo ir el martes."),
    mail(RE, "I am on leave until Monday with limited access to email. Is the form urgent? I can send it."),
    # what stands around an answer to our letter
    mail(RE, "When do you decide?", ANSWER, "List-Unsubscribe: <mailto:x@crm.example>"),
    mail(RE, "When do you decide?", ANSWER, "List-ID: <family.example.org>", "Precedence: list"),
    mail(RE, "When do you decide?", ANSWER, "Precedence: bulk"),
    mail(RE, "Is the role still open?", ANSWER, "Precedence: bulk"),
    mail(RE, "Please let me know when you decide.", ANSWER, "Precedence: bulk"),
    mail(RE, "When do you decide?", ANSWER, sender="vacation@amara.example"),
    mail(RE, "When do you decide?", ANSWER, sender="noreply@amara.example"),
    mail(RE, "When do you decide?", "Auto-Submitted: no (typed by hand)"),
    mail(RE, "When do you decide?", "X-Auto-Response-Suppress: All"),
    mail("Re: Automatic reply: Your application", "That was an automatic reply. When will a person answer?"),
    mail(RE, "All I got so far is an automatic reply. I am still waiting for a person to answer."),
    mail(RE, "This is an automated message, it says on yours. Does anybody read mine?"),
    mail(RE, "I withdraw my application.\n\nThis e-mail was automatically scanned for viruses."),
    mail(RE, "Ich ziehe meine Bewerbung zurück.\n\nDiese E-Mail wurde automatisch auf Viren geprüft."),
    mail("Read: your task", "I have read the task and begin on Monday."),
    mail(RE, "Ich habe nur eine automatische Antwort bekommen und warte noch."),
)
BY_A_PROGRAM = (
    mail("Automatic reply: Your application", "I am away until Monday. Is it urgent for you to know?"),
    mail("Automatische Antwort: Ihre Bewerbung", "Ich bin abwesend. Kann es bis Montag warten?"),
    mail(RE, "I am out until Monday. Will you still need me then?", ANSWER, "Auto-Submitted: auto-replied"),
    mail(RE, "I am out. When do you need me?", ANSWER, "Precedence: auto_reply"),
    mail("Abwesend: Ihre Bewerbung", "Bin im Urlaub. Dringend? Bitte wenden Sie sich an Frau Kahl."),
    mail("OOO: Your application", "I am away. Need help? Please contact Ben (ben@firm.example)."),
    mail(RE, "Ich bin derzeit im Urlaub. Brauchen Sie dringend Hilfe? Wenden Sie sich an Frau Kahl."),
    mail(RE, "I am on leave until Monday. Is it urgent? Please call Ben on 555 0100. He will help."),
    mail(RE, "Je suis en congés jusqu'au 4 décembre. Une urgence ? Contactez Paul."),
    mail(RE, "Estoy de vacaciones hasta el lunes. ¿Es urgente? Escriba a Luis."),
    mail(RE, "Actuellement en congés, je prendrai connaissance de votre message à mon retour le 4 décembre."),
    mail("Out of Office: Your application", "Back on Monday. Can it wait?"),
    mail(RE, "I am away until Monday. Can it wait?", ANSWER, "Precedence: bulk"),
    mail("News of the week", "Have you seen our offers?", "List-Unsubscribe: <mailto:x@shop.example>"),
    mail("Your order", "Any questions?", sender="noreply@shop.example"),
    mail(RE, "I have no access to email. I am away.", ANSWER, "Precedence: bulk"),
    mail(RE, "Undelivered. Was this helpful?", ANSWER, sender="postmaster@firm.example"),
    # what says of itself that nobody wrote it, and what tells that a letter was read
    mail(RE, "This is an automated message. Your e-mail has been received and will be processed."),
    mail(RE, "We have received your request. This is an automatic reply, please do not answer it."),
    mail(RE, "Dies ist eine automatisch generierte Nachricht. Wir haben Ihre E-Mail erhalten."),
    mail(RE, "Ihre E-Mail ist eingegangen. Diese E-Mail wurde automatisch erstellt."),
    mail(RE, "Ceci est un message automatique. Nous avons bien reçu votre courriel."),
    mail(RE, "Este es un mensaje automático. Hemos recibido su correo."),
    mail("Gelesen: Ihre Bewerbung", "Ihre Nachricht\n\n   An: Amara\n\nwurde am Dienstag gelesen."),
    mail("Read: Your application", "Your message\n\n   To: Amara\n\nwas read on Tuesday."),
    mail("Lu : Votre candidature", "Votre message a été lu le mardi 24 novembre."),
    mail("Leído: Su candidatura", "Su mensaje fue leído el martes."),
)


@pytest.mark.parametrize("data", BY_A_PERSON, ids=range(len(BY_A_PERSON)))
def test_a_question_is_never_taken_for_a_program_s(data: bytes) -> None:
    assert open_mail(data, OWN).automatic == ""


@pytest.mark.parametrize("data", BY_A_PROGRAM, ids=range(len(BY_A_PROGRAM)))
def test_what_a_program_says_is_no_question(data: bytes) -> None:
    assert open_mail(data, OWN).automatic != ""


@pytest.mark.parametrize(
    "sign", ["List-Unsubscribe: <mailto:x@crm.example>", "Precedence: bulk", "List-ID: <a.example.org>"]
)
def test_an_answer_that_asks_is_owed_an_answer_though_it_came_by_a_list(house: House, sign: str) -> None:
    letter = house.written()
    data = mail(RE, "When do you decide?", sign, f"In-Reply-To: {letter.message_id}", sender=letter.recipient)
    assert house.one(data).state is InboundState.THREADED
    assert "REPLY" in house.clocks(letter.application)
