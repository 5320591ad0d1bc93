"""Bytes of strangers as text: in the charset they name, in the wider one that is meant by it, or as well as can be."""

#: What programs call a charset -> the one that holds all they put into it, as browsers read it.
_WIDER = {
    **dict.fromkeys(("gb2312", "gb-2312", "gbk", "x-gbk", "gb-2312-80", "cp936", "windows-936"), "gb18030"),
    **dict.fromkeys(("shift-jis", "x-sjis", "sjis", "windows-31j", "ms-kanji", "cp943"), "cp932"),
    **dict.fromkeys(
        ("euc-kr", "ks-c-5601-1987", "ks-c-5601", "ksc5601", "x-windows-949", "windows-949", "uhc"), "cp949"
    ),
    **dict.fromkeys(("big5", "x-x-big5", "cn-big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1", "8859-1", "ansi"), "cp1252"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e", "logical", "visual"), "cp1255"),
    **dict.fromkeys(("iso-8859-6-i", "iso-8859-6-e"), "iso-8859-6"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874", "dos-874"), "cp874"),
    **dict.fromkeys(("iso-2022-jp", "iso-2022-jp-ms", "cp50220", "cp50221"), "iso2022_jp_ext"),
    **dict.fromkeys(("x-mac-roman", "macintosh"), "mac-roman"),
    **dict.fromkeys(("utf8mb4", "unicode-1-1-utf-8", "x-unicode20utf8"), "utf-8"),
    "iso-8859-9": "cp1254",
    "x-euc-jp": "euc_jp",
    "koi8-ru": "koi8-u",
    "x-mac-cyrillic": "mac-cyrillic",
}
#: Names of Python's that are no charsets of mail.
_NONE = frozenset(
    {
        *("unknown", "unknown-8bit", "x-unknown", "x-user-defined", "default", "binary", "idna", "punycode"),
        *("undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"),
    }
)
#: Of a text whose bytes are mostly right, so many wrong ones in a hundred are let pass.
_WRONG = 5


def text_of(data: bytes, charset: str | None) -> str:
    """Return bytes as text; never raises.

    charset: as the mail names it. What is not in it is read as UTF-8 when it is that, else as well as can be.
    """
    named = (charset or "").strip("\"' ;").lower().replace("_", "-")
    known = "" if named in _NONE else named
    wider = _WIDER.get(known, known)
    # scripts that write UTF-8 and say Latin-1 are many; Latin letters that look like UTF-8 are none
    order = ("utf-8", wider) if wider in ("", "cp1252") else (wider, known, "utf-8")
    for each in order:
        if each and (said := _strictly(data, each)) is not None:
            return said
    return _nearly(data, wider) or data.decode("cp1252", "replace")


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError, ValueError, TypeError):
        return None


def _nearly(data: bytes, charset: str) -> str:
    """Text with a mark for each byte that is wrong; empty when these are too many, or there is no such charset."""
    try:
        said = data.decode(charset or "utf-8", "replace")
    except (UnicodeError, LookupError, ValueError, TypeError):
        return ""
    return said if charset in ("utf-8", "utf8") or said.count("\ufffd") * 100 <= len(said) * _WRONG else ""
