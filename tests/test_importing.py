"""Whatever is wrong with a file is said in one line that names the place; the same report is the same in every format."""

from __future__ import annotations

import html
import io
import zipfile
from pathlib import Path

import msgspec
import pytest
from paths import SEED_FILES

from synth.records import Report
from synth.reports import importing
from synth.reports.blocks import ReportError
from synth.reports.importing import read_report


def told(path: Path) -> str:
    with pytest.raises(ReportError) as error:
        read_report(path)
    message = str(error.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.md", b" \n\t\n", "is empty"),
        ("binary.txt", b"Abstract\0\0\1\2", "byte 8 is zero"),
        ("latin.txt", "Résumé\nSéance".encode("latin-1"), "line 1: byte 1 (0xe9)"),
        ("utf16.txt", b"\xff\xfeA", "utf-16"),
        ("unknown.html", b"<meta charset=klingon><p>x", "unknown encoding"),
        ("report.pdf", b"%PDF-1.4", "is damaged or cut off"),
        ("report", b"%PDF-1.4", "is damaged or cut off"),
        ("report.tex", b"% \\section{x}", "holds no text"),
        ("report.doc", b"\xd0\xcf", "save it as .docx"),
        ("broken.docx", b"PK\3\4 no archive", ""),
        ("broken.json", b'{"claims": 3}', "$.claims"),
        ("list.json", b"[1]", "Expected `object`"),
        ("nothing.html", b"<html><script>alert(1)</script></html>", "holds no text"),
    ],
)
def test_what_is_no_report_is_one_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in told(put(tmp_path, name, data))


def test_a_file_that_is_not_there_or_no_file_is_one_line(tmp_path: Path) -> None:
    assert "No such file" in told(tmp_path / "absent.txt")
    assert "is a folder" in told(tmp_path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(importing, "decode", lambda *_: pytest.fail("it was read"))
    assert "100 MB" in told(path)


def test_a_device_is_not_read() -> None:
    assert "no regular file" in told(Path("/dev/zero"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_encoding_with_a_mark_is_read(tmp_path: Path, encoding: str) -> None:
    text = SEED_FILES[0].read_text(encoding="utf-8")
    report = read_report(put(tmp_path, "seed.txt", text.encode(encoding)))
    assert len(report.claims) == 9


# --- one report in four formats -----------------------------------------------------------------------------------


def as_html(text: str) -> str:
    out, in_table, in_list = ["<!doctype html><html><body>"], False, False
    first = True
    for line in text.split("\n"):
        row = "\t" in line
        item = line.startswith("- ")
        if in_table and not row:
            out.append("</table>")
        if in_list and line and not item:
            out.append("</ul>")
        if not line:
            in_table = in_table and row
            continue
        plain = line.lstrip("# ")
        if row:
            cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in line.split("\t"))
            out.append(("" if in_table else "<table>") + f"<tr>{cells}</tr>")
        elif item:
            address = line[2:].strip("<>")
            out.append(("" if in_list else "<ul>") + f'<li><a href="{address}">{address}</a></li>')
        elif first:
            out.append(f"<h1>{html.escape(plain)}</h1>")
        elif plain in ("Abstract", "References") or (plain[0].isdigit() and len(plain) < 30):
            out.append(f"<h2>{html.escape(plain)}</h2>")
        else:
            out.append(f"<p>{html.escape(plain)}</p>")
        in_table, in_list, first = row, item or in_list, False
    return "\n".join([*out, "</ul></body></html>"])


def as_docx(text: str) -> bytes:
    def paragraph(words: str, style: str = "") -> str:
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{html.escape(words)}</w:t></w:r></w:p>'

    out: list[str] = []
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in line.split("\t")) + "</w:tr>")
            continue
        if rows:
            out.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        plain = line.lstrip("# ")
        if not plain:
            continue
        if line.startswith("- "):
            out.append(paragraph(line[2:].strip("<>"), "ListBullet"))
        else:
            heading = plain in ("Abstract", "References") or (plain[0].isdigit() and len(plain) < 30)
            out.append(paragraph(plain, "Title" if not out else "Heading1" if heading else ""))
    body = f'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{"".join(out)}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
        archive.writestr("word/document.xml", body)
    return buffer.getvalue()


def content(report: Report) -> Report:
    """The report without how and where it was set."""
    plain = msgspec.structs.replace(report, read_from=None, layout=Report().layout)
    levels = tuple(msgspec.structs.replace(section, level=1) for section in plain.sections)
    return msgspec.structs.replace(plain, sections=levels)


@pytest.mark.parametrize("file", SEED_FILES, ids=lambda file: file.stem[:3])
def test_a_seed_is_the_same_report_as_html_and_as_docx(tmp_path: Path, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    expected = content(read_report(file))
    assert content(read_report(put(tmp_path, "seed.html", as_html(text).encode()))) == expected
    assert content(read_report(put(tmp_path, "seed.docx", as_docx(text)))) == expected
