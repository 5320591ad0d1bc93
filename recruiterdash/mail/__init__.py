"""How a letter leaves the house: written once, read back, handed over phase by phase; knows no rows."""

from recruiterdash.mail.addresses import Mailbox, check_address, check_name, wire_address
from recruiterdash.mail.answers import Answer, Phase, Verdict, about_us
from recruiterdash.mail.catcher import Catcher, Caught
from recruiterdash.mail.conversation import Waits, waited
from recruiterdash.mail.letters import EXTRA_HEADERS, Letter, Picture, Sealed, redated, seal
from recruiterdash.mail.line import Line, NoLine, open_line
from recruiterdash.mail.oauth import Access, Grant, NoToken, Tokens, access_from, imap_access_from
from recruiterdash.mail.relay import Relay, Security, parse_url
from recruiterdash.mail.returning import Kind, copies_to, key_of, read_copies, read_key, reply_to, return_path

__all__ = [
    "EXTRA_HEADERS",
    "Access",
    "Answer",
    "Catcher",
    "Caught",
    "Grant",
    "Kind",
    "Letter",
    "Line",
    "Mailbox",
    "NoLine",
    "NoToken",
    "Phase",
    "Picture",
    "Relay",
    "Sealed",
    "Security",
    "Tokens",
    "Verdict",
    "Waits",
    "about_us",
    "access_from",
    "check_address",
    "check_name",
    "copies_to",
    "imap_access_from",
    "key_of",
    "open_line",
    "parse_url",
    "read_copies",
    "read_key",
    "redated",
    "reply_to",
    "return_path",
    "seal",
    "waited",
    "wire_address",
]
