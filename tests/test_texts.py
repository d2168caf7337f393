"""The full texts that databases offer: the best first, each of the version that it is of."""

from __future__ import annotations

import pytest
from made_databases import Entry, database

from synth.records import Source
from synth.sources.databases import Text, databases

WEIGHING = Entry("Weighing", arxiv="2101.00001", version=3, acl="P19-1001", zenodo=4321, files=("data.csv", "Report 1.PDF", "annex.pdf"))


def offered(name: str, identifier: Source, *entries: Entry) -> list[tuple[str, str, str]]:
    """Kind, path and source of each text."""
    with database(name, entries or (WEIGHING,)) as (asking, _):
        texts = databases()[name].texts
        assert texts
        found: list[Text] = texts(asking, identifier)
        return [(one.kind, one.address.removeprefix(asking.files), one.source.name) for one in found]


def arxiv_of(number: str) -> list[tuple[str, str, str]]:
    places = (("source", "/e-print/"), ("html", "/html/"), ("pdf", "/pdf/"))
    return [(kind, f"{place}{number}", f"arXiv:{number}") for kind, place in places]


def test_of_a_preprint_the_source_comes_before_html_and_pdf() -> None:
    assert offered("arxiv", Source(scheme="arXiv", id="2101.00001", version="v1")) == arxiv_of("2101.00001v1")


def test_a_version_is_named_where_none_was() -> None:
    assert offered("arxiv", Source(scheme="arXiv", id="2101.00001")) == arxiv_of("2101.00001v3")
    assert offered("arxiv", Source(scheme="arXiv", id="2101.99999")) == []


def test_a_number_of_the_old_style_keeps_its_slash() -> None:
    old = Entry("Weighing", arxiv="cs/0309034", version=1)
    assert offered("arxiv", Source(scheme="arXiv", id="cs/0309034", version="v1"), old) == arxiv_of("cs/0309034v1")
    assert offered("arxiv", Source(scheme="arXiv", id="cs/0309034"), old) == arxiv_of("cs/0309034v1")


@pytest.mark.parametrize("number", ["P19-1001", "W19-4226", "2020.acl-main.1", "2021.findings-emnlp.30"])
def test_a_paper_of_the_anthology_has_its_pdf(number: str) -> None:
    assert offered("acl", Source(scheme="acl", id=number), Entry("Weighing", acl=number)) == [("pdf", f"/{number}.pdf", f"acl:{number}")]


def test_a_paper_of_the_anthology_is_known_by_its_doi() -> None:
    named = Source(scheme="doi", id="10.18653/v1/p19-1001")  # as OpenAlex writes it
    assert databases()["acl"].knows_of(named)
    assert not databases()["acl"].knows_of(Source(scheme="doi", id="10.1000/weigh"))
    assert offered("acl", named) == [("pdf", "/P19-1001.pdf", "acl:P19-1001")]


def test_a_revision_is_the_version() -> None:
    revised = WEIGHING._replace(revisions=3)
    assert offered("acl", Source(scheme="acl", id="P19-1001"), revised) == [("pdf", "/P19-1001v3.pdf", "acl:P19-1001v3")]
    assert offered("acl", Source(scheme="acl", id="P19-1001", version="v1"), revised) == [("pdf", "/P19-1001v1.pdf", "acl:P19-1001v1")]
    assert offered("acl", Source(scheme="acl", id="P19-1001", version="v1")) == [("pdf", "/P19-1001.pdf", "acl:P19-1001v1")]


def test_a_revision_that_there_is_not_is_not_offered() -> None:
    assert offered("acl", Source(scheme="acl", id="P19-1001", version="v2")) == []
    assert offered("acl", Source(scheme="acl", id="P19-1001", version="v4"), WEIGHING._replace(revisions=3)) == []


def test_the_pdfs_of_a_record_are_its_texts() -> None:
    files = "/api/records/4321/files"
    texts = [("pdf", f"{files}/{name}/content", "doi:10.5281/zenodo.4321") for name in ("Report%201.PDF", "annex.pdf")]
    assert offered("zenodo", Source(scheme="doi", id="10.5281/zenodo.4321")) == texts


def test_what_is_for_all_versions_leads_to_the_newest_and_says_so() -> None:
    texts = offered("zenodo", Source(scheme="doi", id="10.5281/zenodo.4320"))
    assert {source for *_, source in texts} == {"doi:10.5281/zenodo.4321"}


def test_a_record_without_files_has_no_texts() -> None:
    assert offered("zenodo", Source(scheme="doi", id="10.5281/Zenodo.4321"), WEIGHING._replace(files=())) == []
