"""`synth tables` as a person runs it: what it prints and writes, and with which status it ends. Papers are documents typed here."""

from __future__ import annotations

import csv
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from made_tables import made_document, made_table
from msgspec.structs import replace
from paths import ROOT, SHARED

from synth.cli import main
from synth.measurements import read_measurements, validate
from synth.records import Aside, Document, Source, Table, Unread, to_json

SCORES = """Model | XNLI | NER | Avg.
XLM-R | 80.1 | 62.8 | 71.4
mBERT | *65.4* | 62.2 | 63.8
=MMTE | 67.4 | 58.3 | 99.9"""


def run(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")} | environment
    return subprocess.run(
        [sys.executable, "-m", "synth.cli", "tables", *map(str, arguments)], cwd=cwd, env=env, capture_output=True, text=True, timeout=120
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    tables = (made_table(SCORES, label="Table 2", caption="Scores on two tasks.", page=5), made_table("x | n \n a | 7", label="Table A1"))
    return written(tmp_path / "paper.json", made_document(*tables))


def written(file: Path, document: Document) -> Path:
    file.write_text(to_json(document), encoding="utf-8")
    return file


def test_a_table_is_printed_with_what_recomputes_of_it(paper: Path) -> None:
    done = run(paper)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Table 2, page 5\nScores on two tasks.\n" in done.stdout
    assert "mBERT  *65.4*  62.2  63.8\n" in done.stdout
    assert "2 of 3 printed averages recompute from the cells" in done.stdout
    assert "“=MMTE”, “Avg.”: prints 99.9, its 2 cells give 62.8 … 62.9: the average does not recompute" in " ".join(done.stdout.split())
    assert "Table A1" in done.stdout


def test_no_line_is_wider_than_the_window(tmp_path: Path) -> None:
    head = " | ".join(["Model", *(f"a rather long heading {at}" for at in range(20))])
    wide = made_table(f"{head}\n" + " | ".join(["a name of many words", *["12.34"] * 20]), caption="word " * 60)
    done = run(written(tmp_path / "wide.json", made_document(wide)), COLUMNS="70")
    assert max(map(len, done.stdout.splitlines())) <= 70
    assert done.stdout.count("12.34") == 20
    assert done.stdout.count("a name of many words") > 1, "each part has the labels of its rows"


def test_values_that_span_columns_are_shown_whole(tmp_path: Path) -> None:
    table = made_table("x | a | b \n row | 12345.678 | ")
    (value,) = [cell for cell in table.cells if not cell.label]
    table = replace(table, cells=tuple(replace(cell, size=(1, 2)) if cell == value else cell for cell in table.cells))
    assert "12345.678" in run(written(tmp_path / "wide.json", made_document(table))).stdout


def test_json_is_all_that_stands_on_the_standard_output(paper: Path) -> None:
    (file,) = json.loads(run(paper, "--json").stdout)["files"]
    assert [table["name"] for table in file["tables"]] == ["Table 2", "Table A1"]
    assert [one.get("holds") for one in file["tables"][0]["recomputed"]] == [True, True, False]


@pytest.mark.parametrize(("wanted", "label"), [("2", "Table 2"), ("table a1", "Table A1"), ("A1", "Table A1"), ("1", "Table 2")])
def test_one_table_is_chosen_by_its_number_or_its_label(paper: Path, wanted: str, label: str) -> None:
    (file,) = json.loads(run(paper, "--json", "--table", wanted).stdout)["files"]
    assert [table["name"] for table in file["tables"]] == [label]


def test_cells_are_written_as_csv_without_formulas(paper: Path, tmp_path: Path) -> None:
    assert run(paper, "-q", "--csv", tmp_path / "cells.csv").returncode == 0
    with (tmp_path / "cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert (rows[3]["row"], rows[3]["column"], rows[3]["value"], rows[3]["low"], rows[3]["marks"]) == (
        "mBERT",
        "XNLI",
        "65.4",
        "65.35",
        "bold",
    )
    assert rows[8]["row"] == "'=MMTE"


def test_measurements_are_written_and_validate(paper: Path, tmp_path: Path) -> None:
    done = run(paper, "--measurements", tmp_path / "rows.csv")
    assert "10 measurements" in one_line(done)
    rows = read_measurements(tmp_path / "rows.csv")
    assert validate(rows) == []
    assert {(row.source, row.origin) for row in rows} == {("arXiv:2001.00001v1", "parsed")}
    assert [row.row for row in rows][6] == "=MMTE"


def test_the_same_run_twice_writes_the_same_bytes(paper: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(paper, "-q", "--csv", tmp_path / f"{name}-cells.csv", "--measurements", tmp_path / f"{name}-rows.csv")
    for kind in ("cells", "rows"):
        assert (tmp_path / f"one-{kind}.csv").read_bytes() == (tmp_path / f"two-{kind}.csv").read_bytes()


def test_another_reading_is_held_against_it(paper: Path, tmp_path: Path) -> None:
    other = made_document(made_table(SCORES.replace("80.1", "80.7"), label="Table 2"))
    done = run(paper, "--against", written(tmp_path / "other.json", other))
    assert done.returncode == 0
    assert "8 of 9 values agree in value, row and column" in done.stdout
    assert "Table 2, “XLM-R”, “XNLI”: 80.1, and 80.7 in the other reading" in done.stdout
    assert "Table A1: is not in the other reading" in done.stdout


def test_a_folder_of_source_is_held_against_the_pdf_that_lies_in_it(tmp_path: Path) -> None:
    rows = r"& XNLI & NER \\ mBERT & 65.4 & 62.2 \\ MMTE & 67.4 & 58.3"
    source = r"\documentclass{article}\begin{document}\begin{tabular}{lrr}" + rows + r"\end{tabular}\end{document}"
    (tmp_path / "main.tex").write_text(source, encoding="utf-8")
    other = made_document(made_table("x | XNLI | NER\nmBERT | 65.4 | 62.2\nMMTE | 67.4 | 58.3"))
    written(tmp_path / "paper.pdf", other)
    done = run(tmp_path, "--against", tmp_path / "paper.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Against the other reading" in done.stdout


def test_of_two_papers_the_broken_one_is_said_and_the_other_done(paper: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no paper at all")
    done = run(broken, paper)
    assert done.returncode == 0
    assert "broken.pdf" in one_line(done)
    assert "=== " in done.stdout
    assert "mBERT" in done.stdout
    files = json.loads(run(broken, paper, "--json").stdout)["files"]
    assert "broken.pdf" in files[0]["error"]


def test_of_a_folder_the_papers_in_it_are_done(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no paper", encoding="utf-8")
    (tmp_path / "broken.PDF").write_bytes(b"no paper at all")
    done = run(tmp_path)
    assert done.returncode == 2
    assert "broken.PDF" in one_line(done)


def test_a_paper_without_a_table_says_so_and_is_done(tmp_path: Path) -> None:
    bare = made_document()
    for options in ([], ["--json"]):
        done = run(written(tmp_path / "bare.json", bare), *options)
        assert done.returncode == 0
        assert one_line(done) == f"{tmp_path / 'bare.json'}: no table found\n"
    assert run(tmp_path / "bare.json", "-q").stderr == ""


def test_what_of_a_paper_was_not_read_is_said(tmp_path: Path) -> None:
    captions = [
        Aside(kind="caption", text=text, page=3)
        for text in ("Table 1: Scores.", "TABLE IV. Examples.", "Figure 2: A plot.", "Tables are nice.")
    ]
    unread = tuple(Unread(what="no text and no picture", page=page) for page in range(4, 16))
    done = run(written(tmp_path / "a.json", replace(made_document(made_table(SCORES)), asides=tuple(captions), unread=unread)))
    assert done.returncode == 0
    lines = [line.removeprefix(f"{tmp_path / 'a.json'}: ") for line in done.stderr.splitlines()]
    assert lines[:2] == ["page 3: “TABLE IV” has a caption, and no table was read under it", "page 4: no text and no picture"]
    assert lines[-1] == "and 2 more that could not be read; synth read names them"


@pytest.mark.parametrize(
    ("function", "options"),
    [
        ("synth.reading.measured.measurements_of", ["--measurements", "{folder}/rows.csv"]),
        ("synth.reading.agreement.agreement", ["--against", "{folder}/b.json"]),
        ("synth.reading.certificate.certify", []),
        ("synth.cli.grids.grid_lines", []),
    ],
)
def test_a_fault_of_this_program_at_one_paper_costs_that_paper_only(
    function: str, options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(given: Document | Table, *others: object, **named: object) -> object:
        tables = given.tables if isinstance(given, Document) else (given,)
        if any(table.label == "Table 8" for table in tables):
            raise KeyError("a name that is\nnot there")
        return works(given, *others, **named)

    module, name = function.rsplit(".", 1)
    works = getattr(importlib.import_module(module), name)
    monkeypatch.setattr(function, fails)
    first = written(tmp_path / "a.json", made_document(made_table(SCORES, label="Table 8")))
    second = written(tmp_path / "b.json", made_document(made_table(SCORES), source=Source(scheme="file", id="b")))
    files = [first] if "--against" in options else [first, second]
    assert main(["tables", *map(str, files), *(option.format(folder=tmp_path) for option in options)]) == 3
    printed = capsys.readouterr()
    (line,) = [line for line in printed.err.splitlines() if line.startswith("synth: ")]
    assert line.startswith(f"synth: {first}: a fault of this program at ")
    assert "KeyError" in line
    assert "mBERT" in printed.out
    if "--measurements" in options:
        assert {row.source for row in read_measurements(tmp_path / "rows.csv")} == {"file:b"}


@pytest.mark.parametrize("option", ["--csv", "--measurements", "--page-images"])
def test_a_folder_that_is_not_there_is_not_made(option: str, paper: Path, tmp_path: Path) -> None:
    done = run(paper, option, tmp_path / "fodler" / "rows.csv")
    assert done.returncode == 2
    assert f"there is no folder {tmp_path / 'fodler'}" in one_line(done)
    assert not (tmp_path / "fodler").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.pdf"], "absent.pdf"),
        (["."], "holds no paper"),
        (["{paper}", "--table", "9"], "has no table '9'; it has Table 2, Table A1"),
        (["{paper}", "--csv", "{paper}"], "is what this command reads"),
        (["{paper}", "--measurements", "rows.txt"], ".csv or .parquet"),
        (["{paper}", "{paper2}", "--against", "{paper}"], "--against goes with one paper"),
        (["{paper}", "--against", "absent.html"], "absent.html"),
        (["{paper}", "--jobs", "-1"], "jobs"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(paper: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    second = written(tmp_path / "second.json", made_document())
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run(*(argument.format(paper=paper, paper2=second) for argument in arguments), cwd=empty)
    assert done.returncode == 2
    assert said in one_line(done)


def test_two_papers_of_one_name_with_other_numbers_are_refused_and_both_rows_named(paper: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other.json", made_document(made_table(SCORES.replace("80.1", "80.7"), label="Table 2")))
    done = run(paper, other, "-q", "--measurements", tmp_path / "rows.csv")
    assert done.returncode == 2
    assert "row 1 of table 1 and row 1 of table 2" in one_line(done)
    assert not (tmp_path / "rows.csv").exists()


def test_text_of_a_paper_moves_no_cursor(tmp_path: Path) -> None:
    table = made_table("x | \x1b[2J head \n \x1b]0;title\x07 | 1.0", caption="\x1b[31mred", label="\x1b[1mTable")
    done = run(written(tmp_path / "paper.json", made_document(table)))
    assert "\x1b" not in done.stdout + done.stderr


def test_where_there_is_no_page_to_draw_on_that_is_said(paper: Path, tmp_path: Path) -> None:
    done = run(paper, "--page-images", tmp_path / "pages")
    assert done.returncode == 0
    assert "no page to draw on" in one_line(done)


def test_a_wrong_sum_is_drawn_on_its_page(tmp_path: Path) -> None:
    central = SHARED / "papers" / "2005.13013_v1-author-copy.pdf"
    if not central.is_file():
        pytest.skip("shared/papers is not at hand")
    done = run(central, "--table", "2", "--page-images", tmp_path)
    assert done.returncode == 0
    assert "“With MLM › QQP”" in done.stderr
    assert [file.read_bytes()[:8] for file in tmp_path.iterdir()] == [b"\x89PNG\r\n\x1a\n"]


def test_a_source_of_a_file_is_its_hash(tmp_path: Path) -> None:
    document = replace(made_document(made_table(SCORES)), source=Source(scheme="file", id="p.pdf", hash="sha256:0f"))
    run(written(tmp_path / "paper.json", document), "-q", "--measurements", tmp_path / "rows.csv")
    assert {row.source for row in read_measurements(tmp_path / "rows.csv")} == {"sha256:0f"}
