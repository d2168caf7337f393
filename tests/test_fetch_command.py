"""Papers fetched on loopback: in the best form, in the version that was asked for, and none in the place of another."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from made_archive import page, papers, pdf, source
from made_databases import Entry
from made_web import Reply

from synth.cli import main
from synth.library import Library

WEIGHING = Entry("Learning to Weigh Evidence in Long Documents", arxiv="2101.00001", version=2, doi="10.1000/weigh")
STORING = Entry("Quantised Storage of Sparse Tensors on Small Devices", ("Ann Lee", "Bo Li"), 2020, arxiv="2001.00002", acl="P19-1001")
WITHDRAWN = Entry("A Scale that Never Was", arxiv="2202.00003", comment="This paper has been withdrawn by the authors: the scale was wrong")
ENTRIES = (WEIGHING, STORING, WITHDRAWN)
WHOLE = {
    "/e-print/2101.00001v2": source(WEIGHING.title),
    "/html/2101.00001v2": page(WEIGHING.title),
    "/pdf/2101.00001v2": pdf(WEIGHING.title, "arXiv:2101.00001v2"),
    "/pdf/2101.00001v1": pdf(WEIGHING.title, "arXiv:2101.00001v1"),
    "/pdf/2001.00002v1": pdf(STORING.title, "arXiv:2001.00002v1"),
    "/P19-1001.pdf": pdf(STORING.title),
}
Told = tuple[int, list[dict[str, Any]], str]


class Fetching:
    """`synth fetch` with the databases on loopback, or without any."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._patch, self._read = tmp_path / "home", monkeypatch, capsys
        monkeypatch.chdir(tmp_path)

    def __call__(self, environment: dict[str, str], *arguments: str) -> Told:
        for name, value in environment.items():
            self._patch.setenv(name, value)
        status = main(["fetch", "--json", *arguments])
        told = self._read.readouterr()
        return status, json.loads(told.out)["papers"] if told.out else [], told.err


@pytest.fixture
def fetching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Fetching:
    return Fetching(tmp_path, monkeypatch, capsys)


def without(*paths: str) -> dict[str, bytes | Reply]:
    return {path: body for path, body in WHOLE.items() if path not in paths}


def test_the_newest_version_is_fetched_as_source_and_is_there_offline(fetching: Fetching) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, asked):
        status, (one,), _ = fetching(environment, "2101.00001")
        assert (status, one["state"]) == (0, "fetched")
        assert (one["paper"]["source"]["id"], one["paper"]["source"]["version"], one["paper"]["format"]) == ("2101.00001", "v2", "latex")
        assert {"arxiv", "datacite", "openalex", "s2"} <= set(one["paper"]["databases"])
        before = len(asked)
        assert fetching(environment, "https://arxiv.org/abs/2101.00001")[1][0]["state"] == "there"
        assert len(asked) == before
    status, (one,), _ = fetching(environment, "--offline", "10.48550/arXiv.2101.00001v2")
    assert (status, one["state"]) == (0, "there")


@pytest.mark.parametrize(
    ("absent", "form"),
    [(("/e-print/2101.00001v2",), "html"), (("/e-print/2101.00001v2", "/html/2101.00001v2"), "pdf")],
)
def test_the_next_best_form_is_taken_and_what_was_tried_is_said(fetching: Fetching, absent: tuple[str, ...], form: str) -> None:
    with papers(fetching.home, ENTRIES, without(*absent)) as (environment, _):
        status, (one,), said = fetching(environment, "2101.00001v2")
    assert (status, one["paper"]["format"]) == (0, form)
    assert [line.partition(":")[0] for line in one["tried"]] == ["latex", "html"][: len(absent)]
    assert all("answers 404" in line for line in one["tried"])
    assert "tried latex" in said


def test_a_version_is_not_another(fetching: Fetching) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        fetching(environment, "2101.00001v2")
        status, (one,), _ = fetching(environment, "2101.00001v1")
    assert (status, one["state"], one["paper"]["source"]["version"]) == (0, "fetched", "v1")


def test_what_came_in_another_version_is_that_version(fetching: Fetching) -> None:
    wrong = without("/e-print/2101.00001v2", "/html/2101.00001v2") | {"/pdf/2101.00001v1": WHOLE["/pdf/2101.00001v2"]}
    with papers(fetching.home, ENTRIES, wrong) as (environment, _):
        status, (one,), said = fetching(environment, "2101.00001v1")
    assert (status, one["state"], one["paper"]["source"]["version"]) == (3, "other version", "v2")
    assert "arXiv:2101.00001v1 was asked for, and what came says that it is arXiv:2101.00001v2" in said


def test_another_paper_is_not_kept_in_its_place(fetching: Fetching) -> None:
    wrong = without("/e-print/2101.00001v2", "/html/2101.00001v2") | {"/pdf/2101.00001v2": WHOLE["/pdf/2001.00002v1"]}
    with papers(fetching.home, ENTRIES, wrong) as (environment, _):
        status, (one,), _ = fetching(environment, "2101.00001v2")
    assert (status, one["state"]) == (3, "not fetched")
    assert "says on its first page that it is arXiv:2001.00002v1" in one["why"]
    with Library.open(fetching.home, create=False) as library:
        assert not library.papers()


def test_a_paper_of_the_anthology_is_its_own_and_not_its_preprint(fetching: Fetching) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        first = fetching(environment, "P19-1001")[1][0]
        second = fetching(environment, "10.18653/v1/P19-1001")[1][0]
        third = fetching(environment, "2001.00002")[1][0]
    assert (first["state"], first["paper"]["source"]["scheme"]) == ("fetched", "acl")
    assert (second["state"], second["key"]) == ("there", first["key"])
    assert (third["state"], third["paper"]["source"]["scheme"]) == ("fetched", "arXiv")


def test_a_preprint_stands_in_for_what_was_published_and_says_so(fetching: Fetching) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        for state in ("other version", "other version"):
            status, (one,), _ = fetching(environment, "10.1000/weigh")
            assert (status, one["state"]) == (3, state)
        assert "doi:10.1000/weigh was asked for, of which no source has a file; this is arXiv:2101.00001v2, of the same work" in one["why"]


def test_a_title_is_looked_up(fetching: Fetching) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        status, (one, other), _ = fetching(
            environment, "learning to weigh evidence in long documents", "Weighing of Something Else Entirely"
        )
        assert (status, one["state"], other["state"]) == (3, "fetched", "not fetched")
        assert "no work of this title in" in other["why"]
        assert fetching(environment, "Learning to weigh evidence in long documents")[1][0]["state"] == "there"


def test_what_was_withdrawn_is_marked(fetching: Fetching) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        status, (one,), said = fetching(environment, "2202.00003")
        assert (status, one["state"]) == (3, "not fetched")
        assert "withdrawn" in one["why"]
    with papers(fetching.home, ENTRIES, {"/e-print/2202.00003v1": source(WITHDRAWN.title)}) as (environment, _):
        status, (one,), said = fetching(environment, "2202.00003")
        assert (status, one["state"]) == (0, "fetched")
        assert "withdrawn: This paper has been withdrawn" in said


def test_offline_and_not_there_is_not_checked_and_not_gone(fetching: Fetching) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, asked):
        status, (one,), _ = fetching(environment, "--offline", "2101.00001")
    assert (status, one["state"], asked) == (3, "not fetched", [])
    assert "not asked, offline" in one["why"]


def test_one_source_that_fails_costs_what_only_it_has(fetching: Fetching) -> None:
    def broken(address: str) -> Reply | None:
        return (400, {}, b"no") if address.startswith("/s2/") else None

    with papers(fetching.home, ENTRIES, WHOLE, broken) as (environment, _):
        status, (one,), _ = fetching(environment, "2101.00001")
    assert (status, one["state"]) == (0, "fetched")
    assert "s2" not in one["paper"]["databases"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><html>Just a moment</html>", "is a page in the place of a PDF"),
        (b"%PDF-1.5\nno end", "is a PDF without its end"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "is a pointer to a file"),
        (b"", "is empty"),
        (b"%PDF-1.5\n%%EOF\n", "cannot be opened as one"),
        ((200, {"Content-Length": str(10 * 2**30)}, b"%PDF-"), "10,737,418,240 bytes are announced"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "only http and https are asked"),
        ((302, {"Location": "http://169.254.169.254/latest"}, b""), "not one of the hosts that are asked"),
    ],
    ids=["page", "cut", "pointer", "empty", "broken", "huge", "file", "elsewhere"],
)
def test_what_is_no_paper_harms_nothing(fetching: Fetching, body: bytes | Reply, said: str) -> None:
    wrong = without("/e-print/2101.00001v2", "/html/2101.00001v2") | {"/pdf/2101.00001v2": body}
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        fetching(environment, "P19-1001")
    with papers(fetching.home, ENTRIES, wrong) as (environment, _):
        status, (one,), _ = fetching(environment, "2101.00001v2")
    assert (status, one["state"]) == (3, "not fetched")
    assert said in one["why"]
    assert "\n" not in one["why"]
    with Library.open(fetching.home, create=False) as library:
        assert [held.paper.source.name for held in library.papers()] == ["acl:P19-1001"]
        assert not list(library.verify())


def test_a_folder_of_papers_is_read_once(fetching: Fetching, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    (folder / "tex").mkdir(parents=True)
    (folder / "some.pdf").write_bytes(pdf(WEIGHING.title, "arXiv:2101.00001v1"))
    (folder / "2001.00002v3.pdf").write_bytes(pdf(STORING.title))
    (folder / "other.pdf").write_bytes(pdf("A Title of its Own for a Paper"))
    (folder / "tex" / "main.tex").write_text(
        "\\documentclass{article}\\title{In Source}\\begin{document}\\maketitle We weigh.\\end{document}"
    )
    environment = {"ASSAY_HOME": str(fetching.home), "ASSAY_OFFLINE": "1"}
    status, got, _ = fetching(environment, "papers")
    assert (status, {one["state"] for one in got}) == (0, {"fetched"})
    names = {one["paper"]["source"]["title"]: one["paper"]["source"] for one in got}
    assert (names[WEIGHING.title]["id"], names[WEIGHING.title]["version"]) == ("2101.00001", "v1")
    assert (names[STORING.title]["id"], names[STORING.title]["version"]) == ("2001.00002", "v3")
    assert names["In Source"]["scheme"] == "sha256"
    assert {one["state"] for one in fetching(environment, "papers")[1]} == {"there"}
    assert fetching(environment, "2101.00001v1")[1][0]["state"] == "there"


def test_a_folder_that_is_set_is_looked_into_first(fetching: Fetching, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "some.pdf").write_bytes(pdf(WEIGHING.title, "arXiv:2101.00001v1"))
    environment = {"ASSAY_HOME": str(fetching.home), "ASSAY_OFFLINE": "1", "ASSAY_PAPERS": "papers"}
    assert fetching(environment, "2101.00001")[1][0]["state"] == "there"
    status, (one,), _ = fetching(environment, "2101.00001v2")
    assert (status, one["state"]) == (3, "other version")
    assert "arXiv:2101.00001v2 could not be fetched (arxiv: not asked, offline); arXiv:2101.00001v1 is there" in one["why"]


def test_all_that_a_report_cites_is_fetched(fetching: Fetching, tmp_path: Path) -> None:
    report = "# A review\n\nTwo works.\n\n## References\n\n"
    report += "1. Jane Roe. Learning to Weigh Evidence in Long Documents. arXiv:2101.00001v2, 2021.\n"
    report += "2. Nobody. A Book that no Source Has a File of. 1950.\n"
    (tmp_path / "review.md").write_text(report, encoding="utf-8")
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        status, got, said = fetching(environment, "--cited-by", "review.md")
    assert (status, [one["state"] for one in got]) == (0, ["fetched", "not fetched"])
    assert "1 of 2 in the library" in said


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "nothing to fetch"),
        (["./absent.pdf"], 2, "is not there"),
        ([""], 2, "a name is empty"),
        (["empty"], 2, "empty: holds no paper"),
        (["--source", "nobody", "2101.00001"], 2, "no source is called 'nobody'"),
    ],
)
def test_wrong_use_is_one_line(fetching: Fetching, arguments: list[str], status: int, said: str) -> None:
    Path("empty").mkdir()
    got = fetching({"ASSAY_HOME": str(fetching.home), "ASSAY_OFFLINE": "1"}, *arguments)
    assert got[0] == status
    assert said in got[2]
    assert got[2].count("\n") == 1


def test_what_was_said_to_be_there_survives_a_kill_and_a_rerun_goes_on(tmp_path: Path) -> None:
    """A real process is ended six times while it fetches; all that it had said is there, and the last run fetches only the rest."""
    many = [Entry(f"Weighing of Thing Number {n} in Long Documents", arxiv=f"2101.{n:05}", doi=f"10.1000/w{n}") for n in range(1, 16)]
    files = {f"/e-print/{one.arxiv}v1": source(one.title) for one in many}
    command = [sys.executable, "-m", "synth.cli", "fetch", *(one.arxiv for one in many)]
    draw, said = random.Random(15), set[str]()
    with papers(tmp_path / "home", many, files) as (environment, _):
        for _ in range(6):
            child = subprocess.Popen(command, env=os.environ | environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
            assert child.stderr is not None
            for line in islice(child.stderr, draw.randrange(1, 5)):
                if ": fetched: " in line or ": there: " in line:
                    said.add(line.partition(":")[0])
            child.kill()
            child.communicate()
            with Library.open(tmp_path / "home") as library:
                assert all(library.find(f"arXiv:{number}") for number in said)
                assert not [trouble for trouble in library.verify() if trouble.harms]
        done = subprocess.run(command, env=os.environ | environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0
    assert f"15 of 15 in the library: {done.stderr.count(': there: ')} there" in done.stderr
    assert done.stderr.count(": there: ") >= len(said) > 0


def test_a_page_that_a_server_gives_for_everything_is_no_paper(fetching: Fetching) -> None:
    everything = dict.fromkeys(WHOLE, b"<html><body><p>Please log in.</p></body></html>")
    with papers(fetching.home, ENTRIES, everything) as (environment, _):
        status, (one,), _ = fetching(environment, "2101.00001v2")
    assert (status, one["state"]) == (3, "not fetched")
    assert any("is a page, and no paper" in line for line in one["tried"])
    same = {"/html/2101.00001v2": page("Log in"), "/html/2001.00002v1": page("Log in")}
    with papers(fetching.home, ENTRIES, same) as (environment, _):
        _, (one, other), _ = fetching(environment, "2101.00001v2", "2001.00002v1")
    assert (one["state"], other["state"]) == ("fetched", "not fetched")
    assert any("is byte for byte the file of arXiv:2101.00001v2" in line for line in other["tried"])


def test_a_version_that_came_as_another_is_asked_for_again(fetching: Fetching) -> None:
    wrong = without("/e-print/2101.00001v2", "/html/2101.00001v2") | {"/pdf/2101.00001v2": WHOLE["/pdf/2101.00001v1"]}
    with papers(fetching.home, ENTRIES, wrong) as (environment, _):
        for name in ("2101.00001", "2101.00001v2", "2101.00001v2"):
            status, (one,), _ = fetching(environment, name)
            assert (status, one["state"], one["paper"]["source"]["version"]) == (3, "other version", "v1")
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        assert fetching(environment, "2101.00001v2")[1][0]["state"] == "fetched"


def test_without_a_version_the_newest_is_meant_and_not_the_one_that_is_there(fetching: Fetching) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        fetching(environment, "2101.00001v1")
        assert fetching(environment, "--offline", "2101.00001")[1][0]["paper"]["source"]["version"] == "v1"
        (one,) = fetching(environment, "2101.00001")[1]
    assert (one["state"], one["paper"]["source"]["version"]) == ("fetched", "v2")


@pytest.mark.parametrize("harm", ["lost", "longer", "other"])
def test_a_paper_that_was_lost_or_damaged_is_fetched_again(fetching: Fetching, harm: str) -> None:
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        fetching(environment, "2101.00001v2")
        with Library.open(fetching.home) as library:
            (file,) = [held.file for held in library.papers()]
        content = file.read_bytes()
        harms = {
            "lost": lambda: file.unlink(),
            "longer": lambda: file.write_bytes(content + b"x"),
            "other": lambda: file.write_bytes(content[::-1]),
        }
        harms[harm]()
        assert fetching(environment, "--offline", "2101.00001v2")[0] == 3
        assert fetching(environment, "2101.00001v2")[1][0]["state"] == "fetched"
    with Library.open(fetching.home) as library:
        assert not list(library.verify())


def test_the_work_under_an_identifier_is_not_the_one_that_is_described(fetching: Fetching, tmp_path: Path) -> None:
    entry = "@article{a, title={Early Topology of Unrelated Spaces and Their Maps}, author={Poe, Ann}, doi={10.1000/weigh}}"
    (tmp_path / "a.bib").write_text(entry, encoding="utf-8")
    with papers(fetching.home, ENTRIES, WHOLE) as (environment, _):
        fetching(environment, "2101.00001v2")
        status, (one,), _ = fetching(environment, "--cited-by", "a.bib")
    assert (status, one["state"]) == (3, "not fetched")
    assert f"doi:10.1000/weigh: is “{WEIGHING.title}”, and another work is described" in one["tried"]


def test_the_source_of_one_paper_is_one_paper_with_its_figures(fetching: Fetching, tmp_path: Path) -> None:
    (tmp_path / "source" / "figs").mkdir(parents=True)
    (tmp_path / "source" / "main.tex").write_text(
        "\\documentclass{article}\\title{In Source}\\begin{document}\\maketitle We weigh.\\end{document}"
    )
    (tmp_path / "source" / "figs" / "plot.pdf").write_bytes(pdf("A plot"))
    environment = {"ASSAY_HOME": str(fetching.home), "ASSAY_OFFLINE": "1"}
    status, got, _ = fetching(environment, "source")
    assert (status, [one["paper"]["source"]["title"] for one in got]) == (0, ["In Source"])


def test_a_file_under_three_names_is_one_paper(fetching: Fetching, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.pdf").write_bytes(pdf("The Same"))
    environment = {"ASSAY_HOME": str(fetching.home), "ASSAY_OFFLINE": "1"}
    assert [one["state"] for one in fetching(environment, "a.pdf", "b.pdf", "c.pdf")[1]] == ["fetched"]
