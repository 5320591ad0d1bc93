"""How a letter leaves the house: written once, read back, handed over phase by phase; knows no rows."""

from recruiterdash.mail.addresses import Mailbox, check_address, check_name, wire_address
from recruiterdash.mail.answers import Answer, Phase, Verdict
from recruiterdash.mail.catcher import Catcher, Caught
from recruiterdash.mail.letters import EXTRA_HEADERS, Letter, Sealed, seal
from recruiterdash.mail.line import Line, NoLine, open_line
from recruiterdash.mail.relay import Relay, Security, parse_url

__all__ = [
    "EXTRA_HEADERS",
    "Answer",
    "Catcher",
    "Caught",
    "Letter",
    "Line",
    "Mailbox",
    "NoLine",
    "Phase",
    "Relay",
    "Sealed",
    "Security",
    "Verdict",
    "check_address",
    "check_name",
    "open_line",
    "parse_url",
    "seal",
    "wire_address",
]
