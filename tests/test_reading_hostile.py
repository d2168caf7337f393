"""Files that are broken, or made to break a reader: one clear line, or a document that says what is missing. Real crashes, real bounds."""

from __future__ import annotations

import ctypes
import gzip
import importlib
import io
import os
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from paths import ROOT

from synth.reading import ReadingError
from synth.reading.documents import Bounds, Kind, kind_of, read_document, read_documents
from synth.reading.pdf.opening import open_pdf, pages
from synth.records import Document, Source, Unread, to_json

TIGHT = Bounds(memory=1024**3, page_seconds=0.5, file_seconds=60.0)
LINE = "The final results of the study are given here in full, on this page and on no other."


def pdf_of(*texts: str, **saved: object) -> bytes:
    """A PDF with a page for each text."""
    document = pymupdf.open()
    for text in texts:
        page = document.new_page()
        for number, line in enumerate(text.splitlines()):
            page.insert_text((72, 72 + 14 * number), line)
    return bytes(document.tobytes(**saved))


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def one_line(error: object) -> str:
    said = str(error)
    assert said
    assert "\n" not in said
    assert len(said) < 600
    return said


# --- readers that do at page two what the C library may do; run by real workers ---


def walk(path: Path, at_two: object) -> Document:
    unread: list[Unread] = []
    texts = []
    with open_pdf(path) as document:
        for page in pages(document, unread):
            if page.number in TWO:
                at_two()  # type: ignore[operator]
            texts.append(page.words[0].text)
    return Document(source=Source(scheme="file", id=path.name), pages=3, text=" ".join(texts), unread=tuple(unread))


TWO = {2}


def crashes(path: Path, kind: Kind) -> Document:
    return walk(path, lambda: ctypes.string_at(0))


def hangs(path: Path, kind: Kind) -> Document:
    return walk(path, lambda: signal.sigwait({signal.SIGUSR1}))


def fills(path: Path, kind: Kind) -> Document:
    return walk(path, lambda: bytearray(2 * TIGHT.memory))


def crashes_everywhere(path: Path, kind: Kind) -> Document:
    TWO.update(range(20))
    return walk(path, lambda: os.kill(os.getpid(), signal.SIGSEGV))


def crashes_at_once(path: Path, kind: Kind) -> Document:
    ctypes.string_at(0)
    raise AssertionError


def fails(path: Path, kind: Kind) -> Document:
    raise KeyError("a name that is\nnot there")


THREE = pdf_of("First page", "Second page", "Third page")


@pytest.mark.parametrize("reader", [crashes, hangs])
def test_a_page_that_ends_or_holds_up_its_process_costs_only_itself(tmp_path: Path, reader: object) -> None:
    file = written(tmp_path / "a.pdf", THREE)
    (read,) = read_documents([file], bounds=TIGHT, reader=reader)  # type: ignore[arg-type]
    assert read.value is not None, read.error
    assert read.value.text == "First Third"
    assert [unread.page for unread in read.value.unread] == [2]


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (fills, "takes more memory than 1.1 GB"),
        (crashes_at_once, "ended the process that read it"),
        (crashes_everywhere, "at page 1, 2, 3, 4, 5, 6; it is given up"),
        (fails, "a fault of this program: test_reading_hostile.py, line"),
    ],
)
def test_what_cannot_be_read_at_all_ends_in_one_line_and_the_others_are_read(tmp_path: Path, reader: object, said: str) -> None:
    files = [written(tmp_path / f"{name}.pdf", pdf_of(*["A page"] * 8)) for name in "ab"] + [tmp_path / "none.pdf"]
    read = list(read_documents(files, jobs=2, bounds=TIGHT, reader=reader))  # type: ignore[arg-type]
    assert [result.item for result in read] == files
    for result in read[:2]:
        assert said in one_line(result.error)
        assert one_line(result.error).startswith(f"{result.item}: ")
    assert "No such file" in read[2].error


def test_nothing_is_left_of_a_worker_and_nothing_is_printed(tmp_path: Path) -> None:
    file = written(tmp_path / "a.pdf", b"%PDF-1.7\n" + THREE[40:])
    code = f"""
from pathlib import Path
from synth.reading import ReadingError
from synth.reading.documents import read_document
try: read_document(Path({str(file)!r}))
except ReadingError: pass
"""
    made = tmp_path / "temporary"
    made.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"TMPDIR": str(made)}, cwd=ROOT
    )
    assert (ran.stdout, ran.stderr, list(made.iterdir())) == ("", "", [])


# --- files ---


def tar_of(*files: tuple[str, bytes | None]) -> bytes:
    """A tar of these files; what has no content is a link out of it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(content or b"")
            if content is None:
                entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/hostname"
            tar.addfile(entry, io.BytesIO(content or b""))
    return packed.getvalue()


def zip_of(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
    return packed.getvalue()


MAIN = rb"\documentclass{article}\begin{document}A sentence stands here. \input{parts/one}\end{document}"
SOURCE = (("main.tex", MAIN), ("./parts/one.tex", b"One more stands there."), ("figure.pdf", THREE))
PACKED = {
    "a tar": tar_of(*SOURCE),
    "a packed tar": gzip.compress(tar_of(*SOURCE)),
    "a zip": zip_of(*SOURCE),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_packed_source_is_read_without_unpacking_it_to_the_disk(name: str, tmp_path: Path) -> None:
    file = written(tmp_path / "2001.00001", PACKED[name])
    document = read_document(file)
    assert (document.text, document.unread) == ("A sentence stands here. One more stands there.", ())
    assert list(tmp_path.iterdir()) == [file]


def test_one_packed_file_of_tex_is_read(tmp_path: Path) -> None:
    document = read_document(written(tmp_path / "paper.gz", gzip.compress(MAIN)))
    assert document.text == "A sentence stands here."
    assert [unread.what for unread in document.unread] == ["parts/one: named by the source, but not there"]


def test_nothing_in_an_archive_leads_out_of_it(tmp_path: Path) -> None:
    written(tmp_path / "one.tex", "What lies beside the archive.")
    main = MAIN.replace(b"parts/one}", b"one}\\input{link}")
    file = written(tmp_path / "paper.tar", tar_of(("main.tex", main), ("../up.tex", b"Up."), ("/etc/top.tex", b"Top."), ("link.tex", None)))
    document = read_document(file)
    assert document.text == "A sentence stands here."
    assert [unread.what.partition(":")[0] for unread in document.unread] == ["../up.tex", "/etc/top.tex", "one", "link"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.tex", "paper.tar"]


def test_a_damaged_file_of_a_zip_costs_only_itself(tmp_path: Path) -> None:
    packed = zip_of(*SOURCE, ("other.tex", b"x" + os.urandom(500)))
    at = packed.index(b"other.tex") + 100
    document = read_document(written(tmp_path / "paper.zip", packed[:at] + bytes(50) + packed[at + 50 :]))
    assert document.text == "A sentence stands here. One more stands there."
    assert [unread.what for unread in document.unread] == ["other.tex: damaged in the archive, and left out"]


def test_of_an_archive_that_is_cut_off_what_is_there_is_read(tmp_path: Path) -> None:
    packed = gzip.compress(tar_of(*SOURCE, ("noise.bib", os.urandom(50_000))))
    document = read_document(written(tmp_path / "paper.tar.gz", packed[:-20_000]))
    assert "One more stands there." in document.text
    assert [unread.what for unread in document.unread] == ["the archive is damaged or cut off; read is what could be unpacked of it"]


def picture_page() -> bytes:
    document = pymupdf.open()
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 40, 40))
    picture.clear_with(200)
    document.new_page().insert_image(pymupdf.Rect(50, 50, 400, 400), pixmap=picture)
    return bytes(document.tobytes())


REFUSED = {
    "nothing in it": (b"", "is empty"),
    "text": (b"Just some words, and no paper.", "is no PDF, no LaTeX, no HTML"),
    "binary": (bytes(range(256)) * 20, "is no PDF, no LaTeX, no HTML"),
    "a packed PDF": (gzip.compress(THREE), "unpack it"),
    "packed twice": (gzip.compress(gzip.compress(b"\\documentclass{article}")), "unpack it"),
    "a tar of a PDF": (tar_of(("paper.pdf", THREE)), "is a tar and has no .tex file in it; unpack it and name the PDFs in it"),
    "a broken zip": (b"PK\x03\x04" + b"\0" * 60, "is a zip file and cannot be unpacked"),
    "a zip of an office program": (zip_of(("[Content_Types].xml", b"<Types>")), "save it as PDF"),
    "a tar of too many files": (gzip.compress(tar_of(*[(f"{n}.tex", b"") for n in range(20_001)])), "more than 20,000 files"),
    "what packed is small": (gzip.compress(MAIN + b" " * 70_000_000, 1), "no more than 60 MB"),
    "postscript": (b"%!PS-Adobe-3.0\n", "PostScript"),
    "head of a PDF only": (b"%PDF-1.7\n", "cannot be opened"),
    "a third of a PDF": (THREE[: len(THREE) // 3], "damaged or cut off"),
    "encrypted": (pdf_of(LINE, encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u"), "asks for a password"),
    "a picture": (picture_page(), "no text is recognised in pictures"),
    "blank": (pdf_of(""), "has no text"),
    "other JSON": (b'{"schema": 1, "source": 3}', "is not the JSON of a document"),
    "deep JSON": (b'{"a":' + b"[" * 200_000, "is not the JSON of a document"),
    "later JSON": (b'{"schema": 99, "source": {"scheme": "file", "id": "x"}}', "newer"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_readable_paper_is_refused_in_one_line_that_says_why(name: str, tmp_path: Path) -> None:
    content, said = REFUSED[name]
    file = written(tmp_path / "paper.pdf", content)
    with pytest.raises(ReadingError) as refused:
        read_document(file)
    assert said in one_line(refused.value)
    assert one_line(refused.value).startswith(f"{file}: ")


def test_a_path_that_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in [(tmp_path / "none.pdf", "No such file"), (tmp_path, "without a .tex"), (tmp_path / "pipe", "no regular file"),
                       (Path("a\0b"), "null")]:  # fmt: skip
        with pytest.raises(ReadingError, match=said):
            read_document(path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"some bytes of a mail program\n%PDF-1.4\n", "pdf"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<html>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "html"),
        (b"% about %PDF-1.4 files\n\\documentclass{article}", "pdf"),
        (b"\\documentclass{article} % made from %PDF-1.4", "latex"),
        (b"\\section{Results} We read <html> pages.", "latex"),
        (b' {"schema": 1}', "json"),
    ],
)
def test_a_file_is_what_its_content_says_whatever_it_is_called(content: bytes, kind: str, tmp_path: Path) -> None:
    assert kind_of(written(tmp_path / "paper.docx", content)) == kind


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "text", [r"\documentclass{article}\begin{document}Größe.\end{document}", "<!doctype html><html><body><p>Größe.</p></body></html>"]
)
def test_a_text_is_read_in_the_encoding_that_its_first_bytes_say(text: str, encoding: str, tmp_path: Path) -> None:
    assert read_document(written(tmp_path / "paper", text.encode(encoding))).text == "Größe."


def test_a_folder_with_a_tex_file_in_it_is_latex(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    written(tmp_path / "source" / "main.tex", "x")
    assert kind_of(tmp_path) == "latex"


def test_a_document_written_as_json_is_read_back(tmp_path: Path) -> None:
    document = Document(source=Source(scheme="file", id="a.pdf"), title="A title", unread=(Unread(what="torn", page=3),))
    assert read_document(written(tmp_path / "a.json", to_json(document))) == document


# --- PDFs that are made to break a reader, and can be read, or refused, all the same ---


def page_of(content: bytes) -> bytes:
    """A PDF of one page that draws this."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((10, 10), "x")
    document.update_stream(page.get_contents()[0], content)
    return bytes(document.tobytes(deflate=True))


def objects(*bodies: bytes) -> bytes:
    """A PDF of these objects, without a table of them: a reader has to find them itself."""
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number + 1, body) for number, body in enumerate(bodies))
    return b"%PDF-1.7\n" + numbered + b"trailer<</Root 1 0 R>>\n"


def saying(text: bytes, at: bytes = b"72 700") -> bytes:
    return b"BT /helv 9 Tf %s Td (%s) Tj ET" % (at, text)


CATALOG, TREE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
LEAF = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<<%s>>>>>>"
HELVETICA = b"/helv<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


SHORT = b"Nothing is lost here. It is all read."
READ = {
    "no table of objects": objects(CATALOG, TREE, LEAF % HELVETICA, stream(saying(SHORT))),
    "an object nested deeply": objects(
        b"<</Type/Catalog/Pages 2 0 R/X 5 0 R>>", TREE, LEAF % HELVETICA, stream(saying(SHORT)), b"[" * 400 + b"]" * 400
    ),
    "a hundred thousand lines": page_of(b"0 0 m 9 9 l S\n" * 100_000 + saying(SHORT)),
    "thousands of fonts": objects(
        CATALOG, TREE, LEAF % (HELVETICA + b"".join(HELVETICA.replace(b"helv", b"F%d" % n) for n in range(3_000))),
        stream(saying(SHORT) + b"".join(b" BT /F%d 1 Tf %d 100 Td ( ) Tj ET" % (n, n % 500) for n in range(3_000))),
    ),
    "letters of no size and of a huge one": page_of(
        saying(SHORT)
        + b" BT /helv 0.0001 Tf 99 99 Td (tiny) Tj ET BT /helv 1e7 Tf 99 99 Td (huge and) Tj ET BT 1e12 0 0 1 9 9 Tm (wide) Tj ET"
    ),
    "a page without a size": objects(CATALOG, TREE, (LEAF % HELVETICA).replace(b"600 800", b"0 0"), stream(saying(SHORT))),
    "a page of no known size": objects(CATALOG, TREE, (LEAF % HELVETICA).replace(b"600 800", b"9e9 9e9"), stream(saying(SHORT))),
    "a script and an attachment": objects(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while\\(1\\){})>>/Names<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>>>",
        TREE, LEAF % HELVETICA, stream(saying(SHORT)), b"<</Type/Filespec/F(a)/EF<</F 6 0 R>>>>", stream(b"Attached words."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_is_read_all_the_same(name: str, tmp_path: Path) -> None:
    document = read_document(written(tmp_path / "odd.pdf", READ[name]))
    to_json(document)
    assert SHORT.decode() in document.text or any(SHORT.decode() in aside.text for aside in document.asides)
    assert "Attached" not in document.text


HOSTILE = {
    "a huge page": (objects(CATALOG, TREE, (LEAF % HELVETICA).replace(b"600 800", b"90000 800"), stream(saying(SHORT))), "points"),
    "pages that hold themselves": (objects(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000000>>"), "damaged"),
    "states nested too deeply": (page_of(b"q " * 200_000 + saying(SHORT)), "nested"),
    "more words than a page has": (
        page_of(b"BT /helv 1 Tf " + (b"1 0 0 1 9 9 Tm (" + b"a " * 300 + b") Tj ") * 400 + b"ET"),
        "120,000 words",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    content, said = HOSTILE[name]
    with pytest.raises(ReadingError) as refused:
        read_document(written(tmp_path / "hostile.pdf", content))
    assert said in one_line(refused.value)


def test_a_page_that_cannot_be_read_does_not_lose_the_others(tmp_path: Path) -> None:
    document = pymupdf.open(stream=pdf_of("The first page is here.", "x", "The third page is here."), filetype="pdf")
    document.update_stream(document[1].get_contents()[0], b"q " * 200_000)
    read = read_document(written(tmp_path / "a.pdf", bytes(document.tobytes())))
    assert [unread.page for unread in read.unread] == [2]
    assert read.pages == 3
    for text in ("The first page is here.", "The third page is here."):
        assert text in read.text


def test_an_empty_password_is_no_obstacle(tmp_path: Path) -> None:
    encrypted = pdf_of(LINE, encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw="")
    assert LINE in read_document(written(tmp_path / "a.pdf", encrypted)).text


def prose(number: int) -> str:
    """Lines that no other page has."""
    start = 97 * number
    lines = [f"In experiment {start + line} the model of group {7 * line + number} gained on every task." for line in range(12)]
    return "\n".join(lines)


def test_a_cut_off_file_is_read_as_far_as_it_goes_and_says_so(tmp_path: Path) -> None:
    content = pdf_of(*[prose(number) for number in range(30)])  # its last part, where everything stands, is cut off
    read = read_document(written(tmp_path / "a.pdf", content[: content.rindex(b"xref")]))
    assert any("damaged or cut off" in unread.what for unread in read.unread)
    assert "In experiment 0 the model of group 0 gained on every task." in read.text


def test_six_hundred_pages_are_read(tmp_path: Path) -> None:
    read = read_document(written(tmp_path / "a.pdf", pdf_of(*[prose(number) for number in range(600)])))
    assert read.pages == 600
    assert {sentence.page for sentence in read.sentences} == set(range(1, 601))


def test_a_folder_is_read_in_order_and_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    files = [written(tmp_path / f"{n}.pdf", pdf_of(prose(n), prose(n + 50))) for n in range(9)]
    one, two = (list(read_documents(files, jobs=jobs)) for jobs in (1, 2))
    assert one == two
    assert [result.item for result in one] == files
    assert all(result.value and result.value.pages == 2 for result in one)


# --- files broken at random ---


@pytest.fixture(scope="module")
def bench() -> Any:
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        return importlib.import_module("fuzz")
    finally:
        sys.path.remove(str(ROOT / "bench"))


def test_files_broken_at_random_end_as_documents_or_in_one_line(bench: Any) -> None:
    outcomes = bench.fuzz(bench.made_inputs(), 240, jobs=2)
    assert len(outcomes) == 240
    assert {outcome.said for outcome in outcomes if outcome.how in (bench.FAULT, bench.LOST, bench.BAD)} == set()
    assert {outcome.how for outcome in outcomes} == {bench.READ, bench.IN_PART, bench.REFUSED}


def test_the_same_seed_breaks_files_in_the_same_way(bench: Any, tmp_path: Path) -> None:
    inputs = [bench.Input("a.tex", bench.TEX.encode()), bench.Input("a.pdf", THREE)]
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append([file.read_bytes() for file in bench._broken(inputs, 30, 7, tmp_path / name)])
    assert made[0] == made[1]
    assert len(set(made[0])) > 20
