"""How mail comes into the house: fetched byte by byte, opened without trust, its new words parted from old ones."""

from recruiterdash.mail.arriving.bodies import Attachment
from recruiterdash.mail.arriving.bounces import Returned, returned
from recruiterdash.mail.arriving.opened import Opened, Unreadable, attached, html_of, open_mail
from recruiterdash.mail.arriving.postbox import Arrived, NoPostbox, Postbox, open_postbox
from recruiterdash.mail.arriving.quotes import parted, unsigned
from recruiterdash.mail.arriving.source import Source, parse_imap_url

__all__ = [
    "Arrived",
    "Attachment",
    "NoPostbox",
    "Opened",
    "Postbox",
    "Returned",
    "Source",
    "Unreadable",
    "attached",
    "html_of",
    "open_mail",
    "open_postbox",
    "parse_imap_url",
    "parted",
    "returned",
    "unsigned",
]
