"""Hostile files, made from a table: what each is, and how it has to end."""
# ruff: noqa: E501 - one line a file reads as the table it is

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook

HEAD = (
    "application_ref,email,first_name,last_name,requisition_ref,event,detail,direction,stage_type,happened_at"
)
ROW = "1,amara@example.org,Amara,Okafor,R1,applied,applied,in,,2026-11-02T10:00:00Z"


class Ends(NamedTuple):
    """How a file ends: refused with a sentence, or with so many bad rows, or taken in."""

    said: str = ""
    bad: int = 0
    applications: int = 0
    warned: str = ""


class Hostile(NamedTuple):
    name: str
    make: Callable[[Path], object]
    ends: Ends


def table(*rows: str, head: str = HEAD) -> bytes:
    return ("\n".join((head, *rows)) + "\n").encode()


def row(number: int = 1, **changes: str) -> str:
    """Return one row of an events file."""
    cells = dict(zip(HEAD.split(","), ROW.split(","), strict=True))
    cells |= {"application_ref": str(number), "email": f"p{number}@example.org", **changes}
    return ",".join(
        f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(',"\n\r') else cell
        for cell in cells.values()
    )


def when(text: str) -> bytes:
    """Return a file with one date that is none, and a good row."""
    return table(row(1), row(2, happened_at=text))


def content(bytes_: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(bytes_)


def lever(**changes: Any) -> dict[str, Any]:
    return {
        "id": "o-1",
        "contact": "c-1",
        "name": "Amara Okafor",
        "emails": ["amara@example.org"],
        "stage": "Phone screen",
        "createdAt": 1794138480000,
        "archived": None,
        "posting": "Buyer",
        "requisition": "R1",
        "owner": "",
        **changes,
    }


def as_json(*records: Any) -> bytes:
    return json.dumps(records).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, bytes_ in files.items():
            archive.writestr(name, bytes_)
    return out.getvalue()


def workbook(*rows: list[Any], title: str = "Sheet") -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for each in rows:
        sheet.append(each)
    book.save(out)
    return out.getvalue()


def without(whole: bytes, name: str, other: bytes = b"") -> bytes:
    """Return a workbook with one of its files replaced."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**files, name: other})


def lying(whole: bytes) -> bytes:
    """Return a zip whose list of contents says that every file is small."""
    changed = bytearray(whole)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 24 : at + 28] = struct.pack("<I", 100)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def packed(method: int) -> bytes:
    """Return a zip of an export, packed in a way."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("opportunities.json", as_json(lever()))
    return out.getvalue()


def linked(to: str) -> bytes:
    """Return a zip whose export is a link to a file of the machine that unpacks it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("opportunities.json")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, to)
    return out.getvalue()


def changed(whole: bytes) -> bytes:
    """Return a zip with one byte of its content changed."""
    return whole[:60] + bytes([whole[60] ^ 0xFF]) + whole[61:]


def locked(whole: bytes) -> bytes:
    """Return a zip that says its files are encrypted."""
    changed = bytearray(whole)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def bomb(megabytes: int) -> bytes:
    """Return a deflated row of zeroes that a workbook's sheet would be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
            for _ in range(megabytes):
                file.write(b" " * (1 << 20))
    return out.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&e;&e;&e;&e;&e;&e;&e;&e;</t></is></c></row></sheetData></worksheet>"""
BOOK = workbook(HEAD.split(","), row(1).split(","))
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def line(number: object, cells: list[str]) -> str:
    """Return one row of a sheet as it is written down. number: of the row, as the file says."""
    written = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in cells)
    return f'<row r="{number}">{written}</row>'


def sheet(*lines: str, before: str = "") -> bytes:
    """Return a workbook whose sheet has these rows. before: what stands above the sheet's XML."""
    return without(BOOK, "xl/worksheets/sheet1.xml", (before + SHEET.format("".join(lines))).encode())


TOP, ONE = line(1, HEAD.split(",")), row(1).split(",")
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
NOISE = random.Random(7).randbytes(5_000)
DEEP = "[" * 100_000 + "]" * 100_000

LINKED = linked("/etc/hostname")

TABLES = [
    # encodings
    Hostile("utf-8 with a mark", content(b"\xef\xbb\xbf" + table(row())), Ends(applications=1)),
    Hostile("utf-16 with a mark", content(table(row()).decode().encode("utf-16")), Ends(applications=1)),
    Hostile("utf-16-be without a mark", content(table(row()).decode().encode("utf-16-be")), Ends(applications=1)),
    Hostile("utf-16 cut in a letter", content(table(row()).decode().encode("utf-16")[:-1]), Ends("cut off")),
    Hostile("cp1252", content(table(row(first_name="José")).decode().encode("cp1252")), Ends(applications=1, warned="cp1252")),
    Hostile("two encodings", content(table(row(first_name="é")) + b"\xff\xfe\n"), Ends("two encodings")),
    Hostile("utf-8 cut in a letter", content(table(row(first_name="é"), row(2, first_name="é")) + b"\xc3"), Ends("middle of a letter")),
    Hostile("a NUL in a cell", content(table(row(), row(2)).replace(b"p2@", b"p\0@")), Ends(bad=1)),
    Hostile("a NUL in the header", content(table(row()).replace(b"first_name", b"first\0name")), Ends("NUL")),
    Hostile("nothing but NUL", content(b"\0" * 5_000), Ends("empty|binary|no text")),
    Hostile("noise", content(NOISE), Ends("binary")),
    # separators and quotes
    Hostile("semicolons", content(table(row()).replace(b",", b";")), Ends(applications=1)),
    Hostile("tabs", content(table(row()).replace(b",", b"\t")), Ends(applications=1)),
    Hostile("sep= in a line of its own", content(b"sep=;\n" + table(row()).replace(b",", b";")), Ends(applications=1)),
    Hostile("CR alone", content(table(row(), row(2)).replace(b"\n", b"\r")), Ends(applications=2)),
    Hostile("mixed line ends", content(table(row(), row(2)).replace(b"\n", b"\r\n", 1)), Ends(applications=2)),
    Hostile("no last line end", content(table(row())[:-1]), Ends(applications=1)),
    Hostile("blank lines", content(table("", row(), "", "  ", row(2))), Ends(applications=2)),
    Hostile("a quote left open", content(table(row(), '2,"open,R1') + table(row(3))), Ends("quote")),
    Hostile("a quote left open at the end", content(table(row(), '2,"open')), Ends("quote")),
    Hostile("a quote in a cell", content(table(row(first_name='Am"ara'))), Ends(applications=1)),
    Hostile("a line end in a cell", content(table(row(first_name="Am\nara"), row(2))), Ends(applications=2)),
    # shapes
    Hostile("empty", content(b""), Ends("empty")),
    Hostile("a mark alone", content(b"\xef\xbb\xbf"), Ends("empty")),
    Hostile("a dump of a database", content(b"-- MySQL dump 10.13\nINSERT INTO `candidate` VALUES (1,'a');\n"), Ends("dump of a database")),
    Hostile("a row of a dump", content(b"INSERT INTO `candidate` VALUES (1,'a');\n"), Ends("dump of a database")),
    Hostile("a header alone", content(table()), Ends("no rows")),
    Hostile("one column", content(b"email\na@example.org\n"), Ends("one column")),
    Hostile("a million columns", content(b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n1\n"), Ends("columns|longer")),
    Hostile("a row of a million cells", content(table(row(), "," * 1_000_000)), Ends(applications=1)),
    Hostile("a row of a million filled cells", content(table(row(), "x," * 1_000_000)), Ends(bad=1)),
    Hostile("a column twice", content(table(row(), head=HEAD.replace("last_name", "email"))), Ends("twice")),
    Hostile("a column missing", content(table(row(), head=HEAD.replace("happened_at", "x"))), Ends("no format known")),
    Hostile("too few cells", content(table(row(), "2,b@example.org")), Ends(bad=1)),
    Hostile("too many cells", content(table(row(), row(2) + ",more")), Ends(bad=1)),
    Hostile("a cell of 200 kB", content(table(row(), row(2, first_name="x" * 200_000))), Ends(bad=1)),
    Hostile("a cell of 2 MB", content(table(row(), row(2, first_name="x" * 2_000_000))), Ends("longer than")),
    Hostile("a line of 9 MB", content(b"x" * 9_000_000), Ends("longer than")),
    Hostile("a secret column", content(table(row() + ",x", head=HEAD + ",Gender")), Ends(applications=1)),
    Hostile("columns of ours", content(table(row() + ",admin,1", head=HEAD + ",role,is_admin")), Ends(applications=1, warned="no meaning")),
    Hostile("a name of a column of 900 kB", content(table(row(), head=HEAD.replace("last_name", "x" * 900_000))), Ends(applications=1, warned="…” has no meaning")),
    Hostile("a foreign header of 900 kB", content(b"x" * 900_000 + b",y\n1,2\n"), Ends("no format known")),
    Hostile("a column that is markup", content(table(row(), head=HEAD.replace("last_name", "<script>alert(1)</script>"))), Ends(applications=1, warned="no meaning")),
    Hostile("a million blank lines", content(table() + b"\n" * 1_000_000 + row().encode()), Ends(applications=1)),
    Hostile("nothing but quotes", content(b'""""""\n' * 50), Ends("one column")),
    Hostile("a quote with a backslash before it", content(table(row()).replace(b"Amara", b'"x\\"y"')), Ends("quote")),
    Hostile("the end of a file of DOS", content(table(row()) + b"\x1a"), Ends(bad=1)),
    Hostile("forty lines above the header", content(b"hello\n" * 40 + table(row())), Ends("one column")),
    Hostile("a mail", content(b"From: a@example.org\nSubject: x\n\nhello, you\n"), Ends("one column")),
    Hostile("an archive of tar", content(b"ustar".rjust(262, b"\0") + b"\0" * 300), Ends("binary")),
    # dates
    *(
        Hostile(f"the date {text!r}", content(when(text)), Ends(bad=1))
        for text in (
            "", "soon", "0001-01-01", "9999-12-31", "2023-02-29", "31.04.2026", "1000-01-01 00:00:00", "2026-13-01",
            "1/2/23", "2026-11-02T25:00:00Z", "12345", "１１", "2026-11-02T10:00:00+99:00", "2040-01-01", "1/0/2026",
        )
    ),
    Hostile("both orders of day and month", content(table(row(happened_at="13/11/2026"), row(2, happened_at="11/13/2026"))), Ends("one form")),
    Hostile("no order of day and month", content(table(row(happened_at="01/11/2026"))), Ends(bad=1)),
    # people
    Hostile("one mailbox for two people", content(table(row(), row(2, email="P1@example.org", first_name="Bo"))), Ends(applications=2, warned="two people")),
    Hostile("nobody", content(table(row(), row(2, email="", first_name="", last_name=""))), Ends(bad=1)),
    Hostile("a name that nobody can see", content(table(row(), row(2, email="", first_name="\u200b", last_name="\u2060"))), Ends(bad=1)),
    Hostile("a name of 1,000 strokes", content(table(row(), row(2, first_name="Z" + "\u0335" * 1_000))), Ends(bad=1)),
    Hostile("a reference of 5,000 digits", content(table(row(), row(2, application_ref="9" * 5_000))), Ends(bad=1)),
    Hostile("two mailboxes in one cell", content(table(row(email="a@example.org;b@example.org"))), Ends(applications=1, warned="no mailbox")),
    Hostile("no requisition", content(table(row(), row(2, requisition_ref=""))), Ends(bad=1)),
    Hostile("one application of two people", content(table(row(), row(1, email="other@example.org", first_name="Bo"))), Ends(bad=1)),
    Hostile("a mailbox with a line end", content(table(row(email="a@example.org\nBcc: b@example.org"))), Ends(applications=1, warned="no mailbox")),
    Hostile("formula cells", content(table(row(first_name="=HYPERLINK(1)", last_name="@SUM(1)"))), Ends(applications=1)),
    Hostile("an unknown event", content(table(row(event="notify"))), Ends(applications=1, warned="kept as a note")),
    Hostile("an unknown direction", content(table(row(), row(2, event="message", direction="up"))), Ends(bad=1)),
    Hostile("an unknown stage type", content(table(row(), row(2, event="stage_moved", stage_type="boss"))), Ends(bad=1)),
    # files of another kind
    Hostile("a zip called csv", content(zipped({"readme.txt": b"hello"})), Ends("no file of JSON or CSV")),
    Hostile("a zip of a table", content(zipped({"export.csv": table(row())})), Ends("of no export known")),
    Hostile("gzip called csv", content(b"\x1f\x8b\x08" + NOISE), Ends("gzip")),
    Hostile("an old workbook", content(b"\xd0\xcf\x11\xe0" + NOISE), Ends("old Excel")),
    Hostile("a PDF", content(b"%PDF-1.7" + NOISE), Ends("PDF")),
    Hostile("a web page", content(b"<!doctype html><p>Log in"), Ends("web page")),
]  # fmt: skip
ARCHIVES = [
    Hostile("a workbook", content(BOOK), Ends(applications=1)),
    Hostile("a workbook cut off", content(BOOK[:-900]), Ends("cut off|damaged")),
    Hostile("a workbook with noise inside", content(without(BOOK, "xl/workbook.xml", NOISE)), Ends("damaged")),
    Hostile("a workbook of laughs", content(without(BOOK, "xl/worksheets/sheet1.xml", LAUGHS)), Ends("damaged")),
    Hostile("an empty workbook", content(workbook()), Ends("empty")),
    Hostile("a workbook with 2,000 columns", content(workbook([f"c{n}" for n in range(2_000)])), Ends("columns")),
    Hostile("a workbook with a row in line 1,000,000,000", content(sheet(TOP, line(10**9, ONE))), Ends(applications=1)),
    Hostile("a workbook with its last row first", content(sheet(line(9, HEAD.split(",")), line(2, ONE))), Ends("damaged")),
    Hostile("a workbook that asks for a file of ours", content(sheet(TOP, line(2, ["&amp;x;", *ONE[1:]]).replace("&amp;", "&"), before=OUTSIDE)), Ends("damaged")),
    Hostile("a workbook with shared texts from outside", content(without(sheet(TOP, '<row r="2"><c t="s"><v>0</v></c></row>'), "xl/sharedStrings.xml", (OUTSIDE + "<sst><si><t>&x;</t></si></sst>").encode())), Ends("damaged")),
    Hostile("a workbook with a cell that no column has", content(sheet(TOP, '<row r="2"><c r="ZZZZZ2"><v>1</v></c></row>')), Ends("damaged")),
    Hostile("a workbook of errors", content(sheet(TOP, '<row r="2">' + '<c t="e"><v>#REF!</v></c>' * 10 + "</row>")), Ends(bad=1)),
    Hostile("a workbook with a date no calendar has", content(sheet(TOP, line(2, [*ONE[:-1], "99999999999"]))), Ends(bad=1)),
    Hostile("a text that shares nothing", content(sheet(TOP, '<row r="2"><c t="s"><v>99999</v></c></row>')), Ends("damaged")),
    Hostile("a sheet of OpenDocument", content(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})), Ends("OpenDocument")),
    Hostile("a zip that links to a file of ours", content(LINKED), Ends("breaks off")),
    Hostile("a zip packed with bzip2", content(packed(zipfile.ZIP_BZIP2)), Ends("plain zip")),
    Hostile("a zip with a byte changed", content(changed(zipped({"opportunities.json": as_json(*(lever(id=f"o-{n}", contact=f"c-{n}") for n in range(30)))}))), Ends("damaged")),
    Hostile("a zip in a zip", content(zipped({"a.zip": zipped({"opportunities.json": as_json(lever())})})), Ends("no file of JSON or CSV")),
    Hostile("a zip of a Mac", content(zipped({"__MACOSX/._opportunities.json": NOISE, "opportunities.json": as_json(lever()), ".DS_Store": NOISE})), Ends(applications=1)),
    Hostile("a workbook with a formula", content(workbook(HEAD.split(","), ["=1+1", *row().split(",")[1:]])), Ends(applications=1)),
    Hostile("a workbook with a row too long", content(workbook(HEAD.split(","), row().split(","), [*row(2).split(","), "x"])), Ends(bad=1)),
    Hostile("a bomb as a workbook", content(bomb(300)), Ends("unpacks to more than")),
    Hostile("a bomb that lies about its size", content(lying(bomb(300))), Ends("unpacks to more than|damaged")),
    Hostile("a bomb of shared texts", content(without(BOOK, "xl/sharedStrings.xml", b" " * (40 << 20))), Ends("unpacks to more than")),
    Hostile("a locked workbook", content(locked(BOOK)), Ends("password")),
    Hostile("a zip with two of a name", content(zipped({"a/opportunities.json": as_json(lever()), "b/opportunities.json": b"[]"})), Ends("two files called")),
    Hostile("a zip with a way out", content(zipped({"../../opportunities.json": as_json(lever())})), Ends(applications=1)),
    Hostile("a zip of 2,000 files", content(zipped({f"{n}.json": b"[]" for n in range(2_000)})), Ends("files")),
    Hostile("a zip cut off", content(zipped({"opportunities.json": as_json(lever())})[:-30]), Ends("cut off|damaged")),
    # JSON
    Hostile("JSON with a comma too many", content(as_json(lever())[:-1] + b",]"), Ends("breaks off")),
    Hostile("JSON of texts", content(b'["a", "b"]'), Ends("one column|no format")),
    Hostile("a name of a key of 3 MB", content(b'[{"' + b"k" * 3_000_000 + b'":1,' + as_json(lever())[2:]), Ends(applications=1, warned="…” has no meaning")),
    Hostile("an id of 30 digits", content(as_json(lever(id=10**30))), Ends("breaks off|damaged")),
    Hostile("a date before 1970 as a number", content(as_json(lever(), lever(id="o-2", contact="c-2", createdAt=-1))), Ends(bad=1)),
    Hostile("moves that are no list", content(as_json(lever(stageChanges="x"))), Ends(applications=1)),
    Hostile("a move without a date", content(as_json(lever(stageChanges=[{"toStageId": "Offer"}]))), Ends(bad=1)),
    Hostile("JSON", content(as_json(lever())), Ends(applications=1)),
    Hostile("JSON in utf-16", content(as_json(lever()).decode().encode("utf-16")), Ends(applications=1)),
    Hostile("JSON cut off", content(as_json(lever(), lever(id="o-2"))[:-20]), Ends("breaks off")),
    Hostile("an empty list", content(b"[]"), Ends("of no export known|no records")),
    Hostile("one object", content(b'{"id": 1}'), Ends("no export")),
    Hostile("deep JSON", content(DEEP.encode()), Ends("one column")),
    Hostile("a deep record", content(b"[" + as_json(lever())[1:-2] + b', "x": ' + DEEP.encode() + b"}]"), Ends("nested|breaks off")),
    Hostile("a record of 5 MB", content(as_json(lever(x="x" * 5_000_000))), Ends("larger than")),
    Hostile("a number of 10,000 digits", content(as_json(lever()).replace(b"1794138480000", b"9" * 10_000)), Ends("breaks off")),
    Hostile("NaN", content(as_json(lever(createdAt=float("nan")))), Ends("breaks off")),
    Hostile("1e999", content(as_json(lever()).replace(b"1794138480000", b"1e999")), Ends("breaks off")),
    Hostile("a NUL in JSON", content(as_json(lever(), lever(id="o-2", name="A\0b"))), Ends(bad=1)),
    Hostile("half a letter in JSON", content(as_json(lever(), lever(id="o-2", name="A \ud800"))), Ends(applications=1)),
    Hostile("a list for a name", content(as_json(lever(), lever(id="o-2", name=["a"]))), Ends(bad=1)),
    Hostile("a record that is none", content(as_json(lever(), 7)), Ends(bad=1)),
    Hostile("no date in JSON", content(as_json(lever(), lever(id="o-2", createdAt=None))), Ends(bad=1)),
    Hostile("one id of two people in JSON", content(as_json(lever(), lever(contact="c-2"))), Ends(bad=1)),
    Hostile("900 new names of keys", content(as_json(lever(), lever(**{f"k{n}": n for n in range(1_200)}))), Ends("more than 1,000 names")),
]  # fmt: skip
HOSTILE = [*TABLES, *ARCHIVES]
#: Marks that no refusal may show: they are ours.
OURS = ("Traceback", "ijson", "openpyxl", "0x", "<class", "marshal")
