"""What programs and offices add to a mail's words: a phone's line, a legal notice, a signature's armour. Pure."""

import re

#: No line of these is longer.
_LONGEST = 200
_PHONE = re.compile(
    r"\s*(?:sent (?:from|with|via|using)|get outlook for|download outlook for|gesendet (?:von|mit|über)"
    r"|von (?:meinem|unterwegs)\b.{0,40}\bgesendet|diese nachricht wurde von meinem\b.{0,60}\bgesendet"
    r"|outlook für .{3,10} (?:beziehen|herunterladen|abrufen)|holen sie sich outlook"
    r"|envoyé (?:de(?:puis)?|à partir|avec)|télécharge[rz] outlook|obtenez outlook"
    r"|enviado (?:desde|do|con|mediante)|obtener outlook|descargar outlook"
    r"|inviato da|verstuurd vanaf|skickat från|wysłane z|отправлено (?:с|из)|从我的|發自我的|iphoneから送信)\b.{0,80}",
    re.IGNORECASE,
)
#: A legal notice says both: that it is secret, and for whom it is meant.
_SECRET = re.compile(
    r"\bconfiden[tc]i[ae]l\w*|\bprivileged\b|\bvertraulich\w*|\bconfidentiel\w*|\brechtlich geschützt\w*",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\brecipients?\b|\baddressees?\b|\bempfänger\w*|\badressat\w*|\bdestinataires?\b|\bdestinatari[oa]s?\b"
    r"|\birrtümlich\w*|\bin error\b|\bpar erreur\b|\bpor error\b",
    re.IGNORECASE,
)
_ARMOUR = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t\r]*\n(?:Hash: .{1,60}\n)?|"
    r"^-----BEGIN PGP SIGNATURE-----[ \t\r]*\n"
    r"(?:(?!-----)[A-Za-z0-9+/=:.() \t\r-]{0,120}\n){0,80}-----END PGP SIGNATURE-----",
    re.MULTILINE,
)
ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----[ \t\r]*$", re.MULTILINE)


def is_footer(text: str) -> bool:
    """Return whether a line or a paragraph is nobody's words: a phone's advertisement, a legal notice."""
    if _PHONE.fullmatch(text[:_LONGEST]):
        return True
    return bool(_SECRET.search(text[:4_000]) and _MEANT.search(text[:4_000]))


def without_armour(text: str) -> str:
    """Return a text without the lines that a signature of PGP puts around it."""
    return _ARMOUR.sub("", text) if "-----BEGIN PGP" in text else text
