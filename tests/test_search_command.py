"""`synth search` on loopback: works once each, in order, with who has them and who did not answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_archive import papers, pdf
from made_databases import Entry
from made_web import Reply

from synth.cli import main
from synth.records import from_json
from synth.sources.searching import Searched

WEIGHING = Entry("Learning to Weigh Evidence in Long Documents", arxiv="2101.00001", version=2, doi="10.1000/weigh", zenodo=4321)
STORING = Entry("Quantised Storage of Sparse Tensors as Evidence", ("Ann Lee", "Bo Li"), 2018, arxiv="1801.00002", doi="10.1000/store")
RETRACTED = Entry("Weighing Evidence Twice", ("Petra Silva",), 2020, doi="10.1000/twice", retracted=True)
OTHER = Entry("Whale Song", ("Yuki Sato",), 2019, arxiv="1901.00009", doi="10.1000/whale", acl="P19-1001")
ENTRIES = (WEIGHING, STORING, RETRACTED, OTHER)
Told = tuple[int, str, str]


class Searching:
    """`synth search` with the databases on loopback, or without any."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._patch, self._read = tmp_path / "home", monkeypatch, capsys
        monkeypatch.chdir(tmp_path)

    def __call__(self, environment: dict[str, str], *arguments: str) -> Told:
        for name, value in environment.items():
            self._patch.setenv(name, value)
        status = main(["search", *arguments])
        told = self._read.readouterr()
        return status, told.out, told.err

    def works(self, environment: dict[str, str], *arguments: str) -> list[dict[str, Any]]:
        status, out, _ = self(environment, "--json", *arguments)
        assert status == 0
        return [one["work"] for one in json.loads(out)["works"]]


@pytest.fixture
def searching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Searching:
    return Searching(tmp_path, monkeypatch, capsys)


def test_a_work_is_told_once_with_who_has_it_and_all_its_names(searching: Searching) -> None:
    with papers(searching.home, ENTRIES) as (environment, _):
        status, out, said = searching(environment, "How do we weigh evidence in long documents?")
    assert status == 0
    assert out.count(WEIGHING.title) == 1
    told = " ".join(out.split())
    names = "arXiv:2101.00001v2 · doi:10.1000/weigh · doi:10.5281/zenodo.4320 · doi:10.5281/zenodo.4321"
    assert told.startswith(f"1. {WEIGHING.title} Jane Roe; Wei Wang · 2021 · Journal of Weights {names} · in arxiv, crossref, ")
    assert "found in arxiv, crossref, datacite, openalex, s2, zenodo" in said


def test_what_was_retracted_stays_and_is_marked(searching: Searching) -> None:
    with papers(searching.home, ENTRIES) as (environment, _):
        _, out, _ = searching(environment, "weighing evidence twice")
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0] == f"1. {RETRACTED.title}"
    assert lines[1].startswith("WITHDRAWN: crossref: retraction; openalex: retracted")


def test_json_is_all_that_stands_on_the_standard_output(searching: Searching) -> None:
    with papers(searching.home, ENTRIES) as (environment, _):
        _, out, _ = searching(environment, "--json", "weigh evidence", "--limit", "2", "--since", "2001")
    told = from_json(Searched, out)
    assert (told.question, told.since, len(told.works), [one.rank for one in told.works]) == ("weigh evidence", 2001, 2, [1, 2])
    assert told.found > 2


def test_pinned_works_come_first_as_they_were_pinned(searching: Searching) -> None:
    with papers(searching.home, ENTRIES) as (environment, _):
        pinned = ("--pin", "P19-1001", "--pin", "https://arxiv.org/abs/1801.00002v1", "--pin", "10.1000/nobody")
        status, out, said = searching(environment, "weigh evidence", "--limit", "1", *pinned)
    titles = [line.partition(". ")[2] for line in out.splitlines() if line[:3].strip().isdecimal()]
    assert (status, titles) == (0, [f"{OTHER.title} (pinned)", f"{STORING.title} (pinned)"])
    assert "10.1000/nobody: pinned, and nobody who was asked has it" in said


def test_years_and_sources_are_those_that_were_asked_for(searching: Searching) -> None:
    with papers(searching.home, ENTRIES) as (environment, asked):
        works = searching.works(environment, "evidence", "--until", "2019", "--source", "arxiv")
    assert [one["title"] for one in works] == [STORING.title]
    assert {address.split("/")[1] for address in asked} == {"arxiv"}


def test_offline_the_same_question_has_the_same_answer(searching: Searching) -> None:
    with papers(searching.home, ENTRIES) as (environment, asked):
        online = searching(environment, "--json", "weigh evidence")
        before = len(asked)
        assert searching(environment, "--offline", "--json", "weigh evidence")[:2] == online[:2]
        assert len(asked) == before
    assert searching(environment, "--offline", "--json", "weigh evidence")[:2] == online[:2]


def test_offline_another_question_is_not_asked_and_that_is_said(searching: Searching) -> None:
    with papers(searching.home, ENTRIES) as (environment, asked):
        status, out, said = searching(environment, "--offline", "whales")
    assert (status, out, asked) == (3, "", [])
    assert "openalex: not asked, offline" in said.splitlines()
    assert (
        said.splitlines()[-1]
        == "synth: no database answered, nothing that they answered before is remembered, and the library holds nothing"
    )


def test_who_fails_is_named_and_the_others_are_told(searching: Searching) -> None:
    def failing(address: str) -> Reply | None:
        return (400, {}, b"no") if address.startswith(("/s2", "/openalex")) else None

    with papers(searching.home, ENTRIES, misbehave=failing) as (environment, _):
        status, out, said = searching(environment, "--json", "weigh evidence")
    told = json.loads(out)
    assert status == 0
    assert told["asked"] == ["arxiv", "crossref", "datacite", "zenodo"]
    assert [line.partition(":")[0] for line in told["failed"]] == ["openalex", "s2"]
    assert set(told["failed"]) <= set(said.splitlines())


def test_where_all_fail_one_line_says_so(searching: Searching) -> None:
    with papers(searching.home, ENTRIES, misbehave=lambda address: (400, {}, b"no")) as (environment, _):
        status, out, said = searching(environment, "weigh evidence")
    assert (status, out) == (3, "")
    assert [line.startswith("synth: no database answered") for line in said.splitlines()].count(True) == 1


def test_nothing_found_is_done(searching: Searching) -> None:
    with papers(searching.home, ENTRIES) as (environment, _):
        status, out, said = searching(environment, "zzyzx")
    assert (status, out) == (0, "")
    assert said.startswith("0 works found in ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["?!"], "the question holds no word"),
        (["weigh", "--since", "2021", "--until", "2019"], "no year is since 2021 and until 2019"),
        (["weigh", "--since", "20210"], "20210 is no year"),
        (["weigh", "--limit", "0"], "0 works cannot be asked for"),
        (["weigh", "--limit", "101"], "101 works cannot be asked for"),
        (["weigh", "--pin", "the first one"], "'the first one' is no identifier that can be pinned"),
        (["weigh", "--source", "nobody"], "no source is called 'nobody'"),
        (["weigh", "--source", "acl"], "acl: cannot be searched for words"),
    ],
)
def test_what_cannot_be_looked_for_is_one_line(searching: Searching, arguments: list[str], said: str) -> None:
    with papers(searching.home, ENTRIES) as (environment, asked):
        status, out, told = searching(environment, *arguments)
    assert (status, out, asked) == (2, "", [])
    assert said in told
    assert told.count("\n") == 1


def test_a_title_cannot_act_on_the_terminal(searching: Searching) -> None:
    hostile = WEIGHING._replace(title="Weigh\u202e \x1b[2J\x07 evidence", arxiv="")
    with papers(searching.home, [hostile]) as (environment, _):
        _, out, _ = searching(environment, "weigh evidence", "--source", "s2")
    assert "evidence" in out
    assert not set(out) & set("\x1b\x07\u202e")


def test_what_the_library_holds_is_looked_through_and_is_there_offline(searching: Searching, tmp_path: Path) -> None:
    (tmp_path / "some.pdf").write_bytes(pdf(WEIGHING.title, "arXiv:2101.00001v1"))
    environment = {"ASSAY_HOME": str(searching.home), "ASSAY_OFFLINE": "1"}
    for name, value in environment.items():
        searching._patch.setenv(name, value)
    assert main(["fetch", "-q", "some.pdf"]) == 0
    status, out, said = searching(environment, "weigh evidence in documents")
    assert status == 0
    assert f"1. {WEIGHING.title}" in out
    assert "arXiv:2101.00001v1 · in library" in out
    assert "openalex: not asked, offline" in said
    assert "2101.00001" in searching(environment, "weigh evidence in documents", "--since", "2021")[1], "its year stands in its number"
    assert searching(environment, "weigh evidence in documents", "--since", "2022")[1] == ""
    assert searching(environment, "weigh evidence in documents", "--source", "s2")[0] == 3
