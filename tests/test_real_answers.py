"""What real servers once answered, served again: read as it is, or refused in one line."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from made_web import Reply, Time, served, session

from synth.records import Source
from synth.sources.databases import Asking, Question, answered, databases
from synth.sources.resolving import Answer

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "api_samples"
INDEX: list[dict[str, Any]] = []
if SAMPLES.is_dir():
    _told = json.loads((SAMPLES / "index.json").read_text(encoding="utf-8"))
    INDEX = [one for one in (_told if isinstance(_told, list) else _told["files"]) if one["file"].partition("/")[0] in databases()]
pytestmark = pytest.mark.skipif(not INDEX, reason="the recorded answers of real servers are not here")


def reply(name: str) -> Reply:
    one = next(one for one in INDEX if one["file"] == name)
    kept = {key: value for key, value in (one.get("headers") or {}).items() if key.lower() in ("content-type", "retry-after")}
    return one["status"] or 200, kept, (SAMPLES / name).read_bytes()


def asked(name: str, how: str, identifier: Source) -> Answer:
    database = databases()[name.partition("/")[0]]
    with served(lambda n, path: reply(name)) as (host, _):
        asking = Asking(session(host, Time(), spacing=0.0, tries=1), f"http://{host}", files=f"http://{host}")
        calls = {
            "find": partial(database.find, asking, identifier),
            "search": partial(database.search, asking, "testing", 10) if database.search else None,
            "look": partial(database.look, asking, Question("testing"), 10) if database.look else None,
        }
        call = calls[how]
        return answered(database.name, identifier, call) if call else Answer(database.name, identifier)


@pytest.mark.parametrize("how", ["find", "search", "look"])
@pytest.mark.parametrize("name", [one["file"] for one in INDEX])
def test_any_real_answer_is_read_or_refused_in_one_line(name: str, how: str) -> None:
    answer = asked(
        name, how, Source(scheme="arXiv", id="1605.08386") if name.startswith("arxiv/") else Source(scheme="doi", id="10.1000/x")
    )
    assert "\n" not in answer.failed
    assert all(isinstance(work.title, str) and work.database == name.partition("/")[0] for work in answer.works)


@pytest.mark.parametrize(
    ("name", "how", "identifier", "title", "year", "authors"),
    [
        ("arxiv/idlist_one.atom.xml", "find", "arXiv:1605.08386", "Heat-bath random walks with Markov bases", 2016, 2),
        ("arxiv/idlist_versioned.atom.xml", "find", "arXiv:2104.12255", "0", 2021, 1),
        (
            "crossref/work_with_updated_by.json",
            "find",
            "doi:10.1371/journal.ppat.1008184",
            "An RNA thermometer dictates production",
            2020,
            5,
        ),
        ("datacite/doi_arxiv.1902.02534.json", "find", "arXiv:1902.02534", "Crowdsourcing open citations with CROCI", 2019, 3),
        ("openalex/work_W2741809807_2025.json", "find", "doi:10.7717/peerj.4375", "The state of OA: a large-scale analysis", 2018, 9),
        ("openalex/work_W2741809807_2026.json", "find", "doi:10.7717/peerj.4375", "The state of OA: a large-scale analysis", 2018, 9),
        ("s2/paper_by_arxiv_doi.json", "find", "arXiv:2312.07559", "PaperQA: Retrieval-Augmented Generative", 2023, 6),
        ("acl/L06.xml", "find", "acl:L06-1001", "DanPASS - A Danish Phonetically Annotated", 2006, 1),
    ],
)
def test_a_work_is_as_its_database_has_it(name: str, how: str, identifier: str, title: str, year: int, authors: int) -> None:
    scheme, _, number = identifier.partition(":")
    answer = asked(name, how, Source(scheme=scheme, id=number))
    assert not answer.failed
    work = answer.works[0]
    assert work.title.startswith(title)
    assert (work.year, len(work.authors)) == (year, authors)
    assert identifier.casefold() in [f"{one.scheme}:{one.id}".casefold() for one in work.identifiers]


@pytest.mark.parametrize(
    ("name", "how", "failed"),
    [
        ("arxiv/idlist_unknown_empty.atom.xml", "find", ""),
        ("arxiv/idlist_bad_400_error.atom.xml", "find", ""),
        ("crossref/error_404_arxiv_doi.txt", "find", ""),
        ("openalex/error_404.html", "find", ""),
        ("s2/search_empty.json", "search", ""),
        ("s2/error_404_paper.json", "find", ""),
        ("arxiv/error_429.txt", "find", "answers 429"),
        ("openalex/error_429_budget.json", "search", "answers 429"),
        ("datacite/error_transient.json", "search", "answers 500"),
        ("datacite/error_query_parse.json", "search", "answers 400"),
        ("crossref/error_400_rows.json", "search", "answers 400"),
    ],
)
def test_none_is_told_from_no_answer(name: str, how: str, failed: str) -> None:
    answer = asked(name, how, Source(scheme="arXiv", id="0000.0000") if name.startswith("arxiv/") else Source(scheme="doi", id="10.1000/x"))
    assert not answer.works
    assert answer.failed.endswith(failed)
    assert bool(answer.failed) == bool(failed)
