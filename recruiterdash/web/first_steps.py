"""The first hour: which steps there are, which are done, what stands in the way of going live. Pure."""

from typing import Literal, NamedTuple

from recruiterdash.config import MailMode

State = Literal["done", "open", "aside"]


class Known(NamedTuple):
    """What is known of the installation."""

    company: str
    company_unset: bool
    base_url: str
    production: bool
    offices: tuple[str, ...]
    #: Offices that know no holidays yet.
    without_holidays: tuple[str, ...]
    mail_server: bool
    mail_mode: MailMode
    #: Whether the last test letter was taken, None when none was sent.
    letter_taken: bool | None
    letter_said: str
    #: Colleagues beside the one who looks.
    colleagues: int
    imported: bool
    demo: bool
    #: The database is where it was noted to live.
    at_home: bool
    #: Somebody has said that this is the real installation.
    live: bool
    held: str
    worker_silent: bool
    #: Somebody has said which letters the ATS sends.
    sends_said: bool = False
    #: Steps somebody has left for later.
    aside: frozenset[str] = frozenset()


class Step(NamedTuple):
    """One step of the way."""

    name: str
    title: str
    state: State
    said: str
    href: str = ""
    link: str = ""


def steps(known: Known) -> list[Step]:
    """Return the steps in their order; each may be left and taken up again."""
    return [_company(known), _offices(known), _mail(known), *_people(known), _live(known)]


def in_the_way(known: Known) -> list[str]:
    """Return what stands between this installation and letters to everybody, in the order to see to it."""
    if known.demo:
        return ["This database holds made-up people: a demonstration never sends real letters."]
    found = [
        (
            not known.at_home,
            "This database is a copy: `recruiterdash instance live --reason ...` says it is real.",
        ),
        (known.company_unset, "Nobody has said what the company is called: set RECRUITERDASH_COMPANY."),
        (not known.production, "It runs in development mode: set RECRUITERDASH_MODE=production."),
        (
            not known.base_url.startswith("https://"),
            f"Links in letters would lead to {known.base_url}: set RECRUITERDASH_BASE_URL to an https address.",
        ),
        (not known.offices, "There is no office, so nothing can fall due."),
        (
            bool(known.without_holidays),
            f"No holidays are known of {', '.join(known.without_holidays)}: dues may fall on them.",
        ),
        (not known.mail_server, "There is no mail server: set RECRUITERDASH_SMTP_URL."),
        (known.letter_taken is not True, "No test letter was taken by the mail server yet."),
        (bool(known.held), f"All letters are held: {known.held}"),
        (
            known.worker_silent,
            "No worker gives a sign of life: `recruiterdash serve` or `recruiterdash worker`.",
        ),
        (not known.imported, "No history was imported, so who waits is not known in full."),
    ]
    return [words for stands, words in found if stands]


def _step(known: Known, name: str, title: str, done: bool, said: str, href: str = "", link: str = "") -> Step:
    state: State = "done" if done else "aside" if name in known.aside else "open"
    return Step(name, title, state, said, href, link)


def _company(known: Known) -> Step:
    if known.company_unset:
        said = (
            "Letters say “our company” where they should name it. It is read from the environment: set "
            "RECRUITERDASH_COMPANY where the program is started, and start it again."
        )
    else:
        said = f"Letters name {known.company}. RECRUITERDASH_COMPANY sets it."
    return _step(
        known, "company", "The company’s name", not known.company_unset, said, "/settings", "Settings"
    )


def _offices(known: Known) -> Step:
    done = bool(known.offices) and not known.without_holidays
    if not known.offices:
        said = "Duties are counted in business days of an office: open the first one."
    elif known.without_holidays:
        said = f"No holidays are known of {', '.join(known.without_holidays)}: add its country’s, and your closures."
    else:
        said = f"Hours and holidays are known of {', '.join(known.offices)}."
    return _step(known, "offices", "Offices and holidays", done, said, "/offices", "Offices")


def _mail(known: Known) -> Step:
    if not known.mail_server:
        said = (
            "There is no mail server yet. Set RECRUITERDASH_SMTP_URL and RECRUITERDASH_MAIL_FROM where the program "
            "is started, start it again, and send yourself a letter here."
        )
    elif known.letter_taken is None:
        said = "Send yourself a letter: it goes past everything else, and the server’s answer is told here."
    else:
        said = known.letter_said
    return _step(known, "mail", "Mail, with a test letter", known.letter_taken is True, said)


def _people(known: Known) -> list[Step]:
    others = "1 colleague" if known.colleagues == 1 else f"{known.colleagues} colleagues"
    here = f"{others} beside you." if known.colleagues else "You are alone here: bring everybody in one file."
    history = (
        "A first history is in, and the queue is made of it."
        if known.imported
        else "Upload what your ATS exports: a dry run shows every change before anything is kept."
    )
    sends = (
        "An import writes to nobody. What your ATS goes on sending by itself, such as acknowledgements, leave to "
        "it and say so, or turn off there, so that nobody gets the same letter twice."
    )
    return [
        _step(
            known, "people", "Colleagues", known.colleagues > 0, here, "/team/file", "Colleagues from a file"
        ),
        _step(known, "import", "The first import", known.imported, history, "/imports", "Imports"),
        _step(
            known,
            "sends",
            "Who sends what",
            known.sends_said or "sends" in known.aside,
            sends,
            "/imports/letters",
            "Letters your ATS still sends",
        ),
    ]


def _live(known: Known) -> Step:
    done = known.live and known.mail_mode == "real" and not in_the_way(known)
    if done:
        said = "Letters leave to everybody."
    elif known.mail_mode == "real":
        said = "MAIL_MODE is real: letters leave once nothing below stands in the way."
    else:
        said = (
            f"MAIL_MODE is {known.mail_mode}: "
            + (
                "every letter is caught here. "
                if known.mail_mode == "catch"
                else "only the allowed get letters. "
            )
            + "When nothing stands in the way, set RECRUITERDASH_MAIL_MODE=real, start again, and say so here."
        )
    return _step(known, "live", "Go live", done, said)
