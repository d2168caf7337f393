"""`synth library`: what it prints, what it changes, and how it ends."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from made_papers import document, file, paper

from synth.cli import main
from synth.library import Library
from synth.records import Document, from_json


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with three papers, two of which are one work."""
    home = tmp_path / "home"
    monkeypatch.setenv("ASSAY_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    with Library.open(home) as library:
        for version, withdrawn in (("v1", ""), ("v2", "withdrawn by its authors")):
            name = f"arXiv:2005.13013{version}"
            told = paper(name, title="English Helps", format="pdf", withdrawn=withdrawn)
            library.add(file(tmp_path, version), told, document(name, f"English helps in {version}.", "\x1b[31mRed."))
        library.add(file(tmp_path, "kept"), paper("doi:10.1/a", title="Kept\u202eOnly"), None)
    return home


def run(*arguments: str) -> int:
    return main(["library", *arguments])


def test_list_shows_keys_versions_formats_and_marks(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    shown = capsys.readouterr()
    rows = shown.out.splitlines()
    with Library.open(home) as library:
        keys = [held.key for held in library.papers()]
    assert [row.split()[:4] for row in rows[:2]] == [
        [keys[0], "arXiv:2005.13013v1", "pdf", "2020"],
        [keys[1], "arXiv:2005.13013v2", "pdf", "2020"],
    ]
    assert ("WITHDRAWN" in rows[0], "WITHDRAWN" in rows[1]) == (False, True)
    assert "⟨U+202E⟩" in rows[2]
    assert "3 papers of 2 works" in shown.err


def test_json_is_all_that_stands_on_the_standard_output(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["list"],
        ["show", "2005.13013"],
        ["search", "english"],
        ["verify"],
        ["export"],
        ["prune", "--dry-run"],
        ["remove", "10.1/a"],
        ["rebuild"],
    ):
        assert run(*arguments, "--json") == 0
        json.loads(capsys.readouterr().out)


def test_show_gives_the_newest_and_names_the_others(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "https://arxiv.org/abs/2005.13013") == 0
    shown = capsys.readouterr()
    assert "arXiv:2005.13013v2" in shown.out
    assert "withdrawn by its authors" in shown.out
    assert "also there: arXiv:2005.13013v1 (pdf)" in shown.err


def test_show_gives_the_document_exactly_and_its_text_harmlessly(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("show", "2005.13013v1", "--json")
    told = json.loads(capsys.readouterr().out)
    with Library.open(home) as library:
        (held,) = library.find("2005.13013v1")
        assert from_json(Document, json.dumps(told["document"])) == library.document(held)
    assert (home / "library" / told["file"]).read_bytes() == held.file.read_bytes()
    run("show", "2005.13013v1", "--text")
    assert capsys.readouterr().out == "English helps in v1.\n\n␛[31mRed.\n"


def test_search_shows_where_a_passage_stands(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "helps", "v1", "--limit", "1") == 0
    first, passage, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("arXiv:2005.13013v1, page 1, Results, ")
    assert passage == "  English helps in v1."
    assert run("search", "bananas") == 0
    assert "nothing found in 3 papers" in capsys.readouterr().err


def test_verify_ends_with_1_where_a_paper_is_damaged(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify") == 0
    assert "nothing lost or damaged" in capsys.readouterr().err
    with Library.open(home) as library:
        library.find("10.1/a")[0].file.write_bytes(b"changed")
    assert run("verify", "--json") == 1
    printed = capsys.readouterr()
    assert [trouble["kind"] for trouble in json.loads(printed.out)["troubles"]] == ["damaged"]
    assert "the file of doi:10.1/a is not what it was" in printed.err


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl"])
def test_export_writes_each_format_the_same_twice(home: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "--format", name, "-o", str(tmp_path / "out")) == 0
    assert "3 references" in capsys.readouterr().err
    run("export", "--format", name)
    assert capsys.readouterr().out.encode() == (tmp_path / "out").read_bytes()
    assert run("export", "--format", name, "10.1/a", "doi:10.1/A") == 0
    assert "1 reference" in capsys.readouterr().err


def test_what_a_name_means_several_papers_of_is_not_removed_by_accident(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("remove", "2005.13013") == 2
    assert "means 2 papers" in capsys.readouterr().err
    assert run("remove", "2005.13013v1") == 0
    assert run("remove", "2005.13013", "--all") == 0
    run("list", "--json")
    assert [one["paper"]["source"]["id"] for one in json.loads(capsys.readouterr().out)["papers"]] == ["10.1/a"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "2005.00001"], "2005.00001: is not in the library"),
        (["remove", "\udcff"], "is not in the library"),
        (["export", "--format", "endnote"], "is none of bibtex, csl, ris"),
        (["export", "--format", "ris", "--json"], "is no JSON"),
        (["export", "-o", "nowhere/a.bib"], "there is no folder nowhere"),
        (["search", "a", "--limit", "0"], "is no number of passages"),
        (["show", "10.1/a", "--text"], "was kept and not read"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(home: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = run(*arguments)
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status == 2
    line = capsys.readouterr().err
    assert said in line
    assert line.count("\n") == 1


def test_without_a_library_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ASSAY_HOME", str(tmp_path / "none"))
    assert [run("list"), run("search", "a"), run("verify"), run("prune"), run("export")] == [0] * 5
    assert [run("show", "a"), run("remove", "a"), run("rebuild")] == [2] * 3
    assert not (tmp_path / "none").exists()
    assert "there is no library" in capsys.readouterr().err


def test_a_database_that_is_damaged_is_said_and_made_anew(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = home / "library" / "library.sqlite"
    database.write_bytes(b"not a database" * 1000)
    assert run("list") == 2
    said = capsys.readouterr().err
    assert f"{database}: is damaged" in said
    assert said.count("\n") == 1
    assert run("rebuild") == 0
    assert "3 papers in a new database" in capsys.readouterr().err


def test_where_there_is_no_room_a_change_ends_with_3(home: Path) -> None:
    """A file may not grow: removing a paper is written down first, and cannot be."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "synth", "library", "remove", "10.1/a"],
        env=environment,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY)),
    )
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "what was there is unharmed" in done.stderr
    assert run("verify") == 0
    assert run("show", "10.1/a") == 0
