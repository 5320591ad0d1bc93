"""A file that cannot be read ends in one sentence that says what and where."""

from pathlib import Path

import pytest

from recruiterdash.errors import DomainError
from recruiterdash.imports import Choices, look
from recruiterdash.imports.reading import Bad, opened, rows

HEAD = b"application_ref,email,requisition_ref,event,detail,happened_at\n"
ROW = b"1,a@example.org,R1,applied,applied,2026-11-02T10:00:00Z\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"PK\x03\x04 cut", "zip that is cut off"),
        (b"\x1f\x8b\x08 packed", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(32)) * 40, "binary"),
        (b'{"id": 1}', "JSON"),
        (b"<html></html>", "web page"),
        (b"one\nrow\n", "one column only"),
        (HEAD + "é".encode() + b",\xff\n", "Line 2, byte 4"),
        (HEAD.replace(b"email", b"event"), "twice"),
        (HEAD.replace(b",happened_at", b""), "no format known"),
        (b",".join(b"c%d" % number for number in range(1_001)) + b"\n", "1,001 columns"),
    ],
)
def test_it_ends_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    with pytest.raises(DomainError, match=said) as refusal:
        look(path, "auto", Choices())
    assert "\n" not in str(refusal.value)


def test_a_quote_left_open_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(HEAD + ROW + b'2,"a@example.org,R1,applied,applied,2026-11-02T10:00:00Z\n' + ROW * 50)
    with pytest.raises(DomainError, match="Line 3: a quote opens here"):
        list(rows(opened(path)))


@pytest.mark.parametrize("separator", [b",", b";", b"\t", b"|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings_are_told(tmp_path: Path, separator: bytes, encoding: str) -> None:
    path = tmp_path / "export.csv"
    text = (HEAD + ROW.replace(b"a@", "é@".encode())).replace(b",", separator).decode()
    path.write_bytes(text.encode(encoding))
    [row] = rows(opened(path))
    assert not isinstance(row, Bad)
    assert row[1][1] == "é@example.org"


def test_ragged_rows_and_nul_are_bad_rows(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(HEAD + b"1,2\n" + ROW.replace(b"a@", b"a\0@") + ROW)
    found = [(each.line, each.reason.split()[0]) for each in rows(opened(path)) if isinstance(each, Bad)]
    assert found == [(2, "has"), (3, "holds")]
