"""What databases really answer, oddities and all, read by the clients of each; and no answer that nobody reads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_web import Time, served, session
from paths import ROOT
from recorded import recorded

from synth.records import Source
from synth.sources.databases import HITS, Asking, Question, Text, answered, databases
from synth.sources.resolving import Answer

PREPRINT = Source(scheme="arXiv", id="2101.00001")


@contextmanager
def answering(*names: str, **headers: str) -> Iterator[tuple[Asking, list[str], Time]]:
    """A server that gives these recordings in order, and the last of them again and again."""
    replies = [recorded(name, **headers) for name in names]
    time = Time()
    with served(lambda n, _: replies[min(n, len(replies) - 1)]) as (host, asked):
        yield Asking(session(host, time, spacing=0.0), f"http://{host}", files=f"http://{host}"), asked, time


def found(database: str, identifier: Source, *names: str, **headers: str) -> Answer:
    with answering(*names, **headers) as (asking, _, _):
        return answered(database, identifier, lambda: databases()[database].find(asking, identifier))


def looked(database: str, *names: str) -> Answer:
    with answering(*names) as (asking, _, _):
        look: Callable[..., list[object]] | None = databases()[database].look
        assert look
        return answered(database, None, lambda: look(asking, Question("weigh"), HITS))  # type: ignore[arg-type, return-value]


def offered(database: str, identifier: Source, *names: str) -> list[Text]:
    with answering(*names) as (asking, _, _):
        texts = databases()[database].texts
        assert texts
        return texts(asking, identifier)


# --- arXiv ---------------------------------------------------------------------------------------------------------------


def test_arxiv_a_number_that_nobody_has_is_none() -> None:
    assert found("arxiv", PREPRINT, "arxiv/empty.atom") == Answer("arxiv", PREPRINT)
    assert found("arxiv", PREPRINT, "arxiv/malformed_number.400.atom") == Answer("arxiv", PREPRINT)
    assert looked("arxiv", "arxiv/empty.atom") == Answer("arxiv", None)


def test_arxiv_a_search_that_is_refused_is_no_none() -> None:
    assert looked("arxiv", "arxiv/malformed_number.400.atom").failed.endswith("answers 400")


def test_arxiv_a_title_of_one_digit_is_a_title() -> None:
    (work,) = found("arxiv", PREPRINT, "arxiv/title_zero.atom").works
    assert (work.title, work.abstract) == ("0", "How much is nothing.")


@pytest.mark.parametrize(
    ("name", "notice"),
    [
        ("withdrawn_in_summary", "The paper is withdrawn, as the scales"),
        ("withdrawn_in_comment", "This submission has been withdrawn by the authors"),
    ],
)
def test_arxiv_a_withdrawal_is_read_wherever_it_stands(name: str, notice: str) -> None:
    (work,) = found("arxiv", PREPRINT, f"arxiv/{name}.atom").works
    assert work.withdrawn.startswith(notice)


def test_arxiv_a_collaboration_is_an_author_and_a_colon_is_none() -> None:
    old = Source(scheme="arXiv", id="hep-ex/0101001")
    (work,) = found("arxiv", old, "arxiv/collaboration_without_pdf_link.atom").works
    assert (work.authors, work.venue) == (("Scales Collaboration", "J. Roe"), "J. Weights 3 (2001) 14")
    assert work.title == "Weight of the Lightest Thing"


def test_arxiv_a_text_is_offered_where_the_feed_has_no_link_to_it() -> None:
    texts = offered("arxiv", Source(scheme="arXiv", id="hep-ex/0101001"), "arxiv/collaboration_without_pdf_link.atom")
    assert [(one.kind, one.address.partition("/hep-ex")[2], one.source.version) for one in texts] == [
        (kind, "/0101001v1", "v1") for kind in ("source", "html", "pdf")
    ]


def test_arxiv_another_version_is_not_the_one_that_was_asked_for() -> None:
    asked = Source(scheme="arXiv", id="2101.00001", version="v1")
    (work,) = found("arxiv", asked, "arxiv/another_version.atom").works
    assert [one.name for one in work.identifiers] == ["arXiv:2101.00001v3"]


def test_arxiv_of_a_version_that_there_is_not_the_newest_is_told() -> None:
    asked = Source(scheme="arXiv", id="2101.00001", version="v9")
    (work,) = found("arxiv", asked, "arxiv/empty.atom", "arxiv/another_version.atom").works
    assert [one.version for one in work.identifiers] == ["v3"]


def test_arxiv_another_paper_is_a_failure() -> None:
    asked = Source(scheme="arXiv", id="2101.00001", version="v1")
    assert found("arxiv", asked, "arxiv/another_number.atom").failed.endswith("asked for 2101.00001v1, it answers with arXiv:2202.00002v1")


def test_arxiv_an_entry_that_lacks_its_date_does_not_lose_the_others() -> None:
    assert [one.title for one in looked("arxiv", "arxiv/one_without_dates.atom").works] == ["Learning to Weigh"]


def test_arxiv_a_bomb_of_entities_is_not_read() -> None:
    """What the package would make of it is bounded too: it leaves entities as they stand, and opens no file."""
    from arxiv._feed import parse

    assert found("arxiv", PREPRINT, "arxiv/entity_bomb.atom").failed.endswith("answers with no Atom feed")
    read = "".join(f"{one.title}{one.summary}" for one in parse(recorded("arxiv/entity_bomb.atom")[2]).results)
    assert len(read) < 1_000
    assert "root:" not in read


@pytest.mark.parametrize(("database", "name"), [("arxiv", "arxiv/too_often.429.txt"), ("s2", "s2/too_often.429.json")])
def test_who_is_asked_too_often_is_asked_again_later_and_then_given_up(database: str, name: str) -> None:
    """Neither of them says when to come again."""
    with answering(name) as (asking, asked, time):
        answer = answered(database, PREPRINT, lambda: databases()[database].find(asking, PREPRINT))
    assert answer.failed.endswith("answers 429, 4 times")
    assert len(asked) == 4
    assert time.slept == sorted(time.slept)


# --- Crossref, DataCite --------------------------------------------------------------------------------------------------


def test_crossref_does_not_know_what_is_datacites() -> None:
    doi = Source(scheme="doi", id="10.48550/arXiv.2101.00001")
    assert found("crossref", doi, "crossref/arxiv_doi.404.txt") == Answer("crossref", doi)


def test_crossref_a_list_in_the_place_of_an_object_is_a_failure() -> None:
    doi = Source(scheme="doi", id="10.1000/weigh")
    assert "a shape that is not its own" in found("crossref", doi, "crossref/list_for_object.json").failed
    assert looked("crossref", "crossref/invalid.400.json").failed.endswith("answers 400")


def test_crossref_the_nearest_hit_is_given_as_what_it_is() -> None:
    first, second = looked("crossref", "crossref/nearest.json").works
    assert (first.title, first.authors, first.year) == ("Scales in the Kitchen", ("Petra Silva", "Kitchen Consortium"), 2014)
    assert (second.title, second.authors, second.year) == ("", (), 2013)


def test_crossref_a_retraction_is_marked_and_an_abstract_has_no_tags() -> None:
    (work,) = found("crossref", Source(scheme="doi", id="10.1000/twice"), "crossref/retracted.json").works
    assert (work.withdrawn, work.title) == ("retraction", "RETRACTED: Weighing Evidence Twice: A Study")
    assert work.abstract == "Abstract We weigh twice & find the same."


def test_datacite_a_work_of_arxiv_has_its_number() -> None:
    (work,) = found("datacite", PREPRINT, "datacite/versions.json").works
    assert (work.title, work.year, work.abstract, work.venue) == ("Learning to Weigh", 2021, "We weigh.", "arXiv")
    assert [one.name for one in work.identifiers] == ["arXiv:2101.00001"]
    assert work.authors == ("Roe, Jane", "Scales Collaboration")


def test_datacite_what_it_refuses_is_a_failure() -> None:
    assert looked("datacite", "datacite/refused.400.json").failed.endswith("answers 400")


# --- OpenAlex, Semantic Scholar ------------------------------------------------------------------------------------------


def test_openalex_nothing_that_is_null_stops_it() -> None:
    works = looked("openalex", "openalex/nulls.json").works
    assert [one.title for one in works] == ["", "Learning to Weigh", "Learning to Weigh", "Weights"]
    preprint = next(one for one in works if one.venue.startswith("arXiv"))
    assert (preprint.authors, preprint.withdrawn, preprint.abstract) == (("Jane Roe",), "retracted", "We weigh evidence. We weigh twice.")
    assert {one.name for one in preprint.identifiers} == {"doi:10.1000/weigh", "arXiv:2101.00001"}


def test_openalex_a_page_that_says_404_is_none() -> None:
    assert found("openalex", PREPRINT, "openalex/unknown.404.html") == Answer("openalex", PREPRINT)


def test_openalex_a_budget_that_is_spent_until_midnight_is_not_waited_for() -> None:
    with answering("openalex/spent.429.json", Retry_After="36000") as (asking, asked, time):
        answer = answered("openalex", PREPRINT, lambda: databases()["openalex"].find(asking, PREPRINT))
    assert "asks to wait 36000 s" in answer.failed
    assert (len(asked), time.slept) == (1, [])


def test_openalex_an_error_with_status_200_is_a_failure() -> None:
    assert looked("openalex", "openalex/refused.json").failed.endswith("answers with JSON that holds no `results`")


def test_s2_no_hits_are_none() -> None:
    assert looked("s2", "s2/no_hits.json") == Answer("s2", None)
    assert found("s2", PREPRINT, "s2/unknown.404.json") == Answer("s2", PREPRINT)


def test_s2_nothing_that_is_null_stops_it() -> None:
    first, second = looked("s2", "s2/nulls.json").works
    assert (first.title, first.authors, first.year, first.identifiers) == ("", (), None, ())
    assert (second.venue, second.authors, second.abstract) == ("Journal of Weights", ("Jane Roe",), "")


# --- the Anthology, Zenodo -----------------------------------------------------------------------------------------------

COLLECTION = "acl/2099.weigh.xml"


def weighed(paper: int, version: str = "") -> Source:
    return Source(scheme="acl", id=f"2099.weigh-main.{paper}", version=version)


def test_acl_what_a_paper_holds_in_elements_is_read_as_text() -> None:
    (work,) = found("acl", weighed(1), COLLECTION).works
    assert (work.title, work.abstract) == ("BERT Weighs n^2 Documents", "We weigh documents.")
    assert (work.authors, work.year) == (("Jane Roe", "Scales Collaboration"), 2099)
    assert work.venue == "Proceedings of the First Meeting on Weighing"
    assert [one.name for one in work.identifiers] == ["acl:2099.weigh-main.1v2", "doi:10.18653/v1/2099.weigh-main.1"]


def test_acl_a_retraction_is_marked_with_its_day_and_reason() -> None:
    (work,) = found("acl", weighed(2), COLLECTION).works
    assert work.withdrawn == "retracted 2099-10-01: The scales were those of another study."


def test_acl_what_lies_elsewhere_is_not_offered() -> None:
    assert [one.address.rpartition("/")[2] for one in offered("acl", weighed(1, "v1"), COLLECTION)] == ["2099.weigh-main.1v1.pdf"]
    assert offered("acl", weighed(3), COLLECTION) == []
    assert found("acl", weighed(4), COLLECTION).works == ()


def test_acl_a_collection_is_asked_for_once() -> None:
    with answering(COLLECTION) as (asking, asked, _):
        for paper in (1, 2, 3, 9):
            databases()["acl"].find(asking, weighed(paper))
    assert len(asked) == 1


def test_acl_another_collection_is_a_failure() -> None:
    assert found("acl", Source(scheme="acl", id="2098.weigh-main.1"), COLLECTION).failed.endswith("answers with no collection 2098.weigh")


def test_zenodo_a_record_has_its_own_number_first() -> None:
    (work,) = found("zenodo", Source(scheme="doi", id="10.5281/zenodo.4321"), "zenodo/report.json").works
    assert [one.id for one in work.identifiers] == ["10.5281/zenodo.4321", "10.5281/zenodo.4320"]
    assert (work.authors, work.year, work.abstract) == (("Roe, Jane", "Assistant"), 2026, "A review of 9 claims & their sources.")


def test_zenodo_the_number_of_all_versions_leads_to_the_newest() -> None:
    concept = Source(scheme="doi", id="10.5281/zenodo.4320")
    (text,) = offered("zenodo", concept, "zenodo/unknown.404.json", "zenodo/report.json")
    assert text.address.partition("/api/")[2] == "records/4321/files/report%20%28final%29.pdf/content"
    assert text.source.name == "doi:10.5281/zenodo.4321"
    assert found("zenodo", concept, "zenodo/unknown.404.json").works == ()


def test_zenodo_what_is_closed_has_no_texts_and_what_was_removed_is_no_none() -> None:
    closed = Source(scheme="doi", id="10.5281/zenodo.4330")
    assert offered("zenodo", closed, "zenodo/restricted.json") == []
    assert [one.id for one in found("zenodo", closed, "zenodo/restricted.json").works[0].identifiers] == ["10.1000/own-doi"]
    assert found("zenodo", closed, "zenodo/removed.410.json").failed.endswith("answers 410, what was there was removed")


# --- a recording that no test uses ---------------------------------------------------------------------------------------

SUITE = """
from recorded import recorded


def test_one():
    recorded("one/first.json")


def test_two():
    recorded("one/second.json")
"""


def suite(folder: Path, *arguments: str, third: bool) -> subprocess.CompletedProcess[str]:
    """A run of pytest over two tests and two recordings, or three."""
    tests = folder / "tests"
    (tests / "recordings" / "one").mkdir(parents=True)
    for name in ("conftest.py", "recorded.py", "made_web.py"):
        shutil.copy(ROOT / "tests" / name, tests)
    for name in ("first", "second", *(["third"] if third else [])):
        (tests / "recordings" / "one" / f"{name}.json").write_text("{}", encoding="utf-8")
    (tests / "test_it.py").write_text(SUITE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\ntestpaths = tests\npythonpath = tests\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_recording_that_no_test_uses_fails_the_run(workers: str, tmp_path: Path) -> None:
    assert suite(tmp_path / "whole", "-n", workers, third=False).returncode == 0
    told = suite(tmp_path / "left", "-n", workers, third=True)
    assert told.returncode == 1
    assert "tests/recordings/one/third.json: no test uses it" in told.stdout
    assert "2 passed" in told.stdout


@pytest.mark.parametrize("arguments", [["-k", "one"], ["tests/test_it.py"], ["--deselect", "tests/test_it.py::test_two"]])
def test_a_run_of_some_tests_asks_for_no_recording(arguments: list[str], tmp_path: Path) -> None:
    told = suite(tmp_path, "-n", "0", *arguments, third=True)
    assert (told.returncode, "no test uses it" in told.stdout) == (0, False)
