"""Each database asked on loopback through its real client: what it has, what it has not, and what is no answer."""

from __future__ import annotations

import gzip
from itertools import count

import pytest
from made_databases import SHAPES, Entry, database
from made_web import Reply, served

from synth.records import Source
from synth.sources.databases import MOST_BYTES, Asking, ask, databases, get_bytes
from synth.sources.manners import AskedError, Manners, Session
from synth.sources.resolving import resolve
from synth.sources.works import Cited

WEIGHING = Entry(
    "Learning to Weigh Evidence in Long Documents", arxiv="2101.00001", doi="10.1000/weigh", acl="2021.acl-long.7", zenodo=4321, version=2
)
STORING = Entry("Quantised Storage of Sparse Tensors on Small Devices", ("Ann Lee", "Bo Li"), 2020, arxiv="2001.00002", doi="10.1000/store")
ENTRIES = (WEIGHING, STORING)
CITED = Cited(
    title="Learning to weigh evidence in long documents",
    authors=("J. Roe", "W. Wang"),
    year=2021,
    identifiers=(
        Source(scheme="arXiv", id="2101.00001"),
        Source(scheme="doi", id="10.1000/weigh"),
        Source(scheme="acl", id="2021.acl-long.7"),
        Source(scheme="doi", id="10.5281/zenodo.4321"),
    ),
)
KNOWN = {"10.1000/weigh": {"acl", "crossref", "openalex", "s2"}, "10.5281/zenodo.4321": {"zenodo"}}  # of DOIs here, who has them
NAMES = sorted(SHAPES)


def test_every_database_is_tried() -> None:
    assert sorted(databases()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_work_is_found_by_identifier_and_by_title(name: str) -> None:
    with database(name, ENTRIES) as (asking, _):
        answers = ask(databases()[name], asking, CITED)
    assert not [one.failed for one in answers if one.failed]
    assert {one.by.scheme for one in answers if one.by} <= databases()[name].schemes
    for answer in answers:
        if answer.by is None or answer.by.scheme != "doi" or name in KNOWN[answer.by.id]:
            assert answer.works[0].title == WEIGHING.title, answer
            assert answer.works[0].year == 2021
            assert len(answer.works[0].authors) == 2


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_there_is_none_and_no_failure(name: str) -> None:
    named = (("arXiv", "1234.56789"), ("doi", "10.1000/none"), ("acl", "P99-1999"), ("acl", "2021.acl-long.9"), ("doi", "10.5281/zenodo.7"))
    unknown = Cited(title="Zzyzx qwerty", identifiers=tuple(Source(scheme=scheme, id=name) for scheme, name in named))
    with database(name, ENTRIES) as (asking, _):
        answers = ask(databases()[name], asking, unknown)
    assert [(one.works, one.failed) for one in answers] == [((), "")] * len(answers)
    assert answers


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Service unavailable</html>", b"[]", b'{"data": 3, "message": 3, "results": 3}'],
    ids=["empty", "html", "list", "other"],
)
def test_what_is_no_answer_is_a_failure(name: str, body: bytes) -> None:
    with database(name, ENTRIES, lambda n: (200, {}, body)) as (asking, _):
        answers = ask(databases()[name], asking, CITED)
    assert [one.works for one in answers] == [()] * len(answers)
    assert all(one.failed for one in answers)


@pytest.mark.parametrize("name", NAMES)
def test_a_database_that_recovers_is_asked_again(name: str) -> None:
    def stumbling(n: int) -> Reply | None:
        return (503, {}, b"") if n == 0 else None

    with database(name, ENTRIES, stumbling) as (asking, time):
        answers = ask(databases()[name], asking, CITED)
    assert not [one.failed for one in answers if one.failed]
    assert len(time.slept) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_place_where_nothing_is_says_nothing_of_a_title(name: str) -> None:
    """As where a mirror is configured under a wrong address: nobody has been searched."""
    with database(name, ENTRIES, lambda n: (404, {}, b"not here")) as (asking, _):
        answers = ask(databases()[name], asking, CITED)
    assert all(one.failed for one in answers if one.by is None)
    assert all(one.failed for one in answers if one.by is not None and name in ("acl", "arxiv"))


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_unpacks_to_more_than_is_read_is_left(name: str) -> None:
    """Some tens of kilobytes on the way, and more in memory than any answer has."""
    packed = gzip.compress(bytes(MOST_BYTES + 2**20), compresslevel=1, mtime=0)
    assert len(packed) < MOST_BYTES / 100
    with database(name, ENTRIES, lambda n: (200, {"Content-Encoding": "gzip"}, packed)) as (asking, _):
        answers = ask(databases()[name], asking, CITED)
    assert all(one.failed.endswith("answers with more than 33,554,432 bytes") for one in answers)
    assert answers


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_breaks_off_is_a_failure(name: str) -> None:
    with database(name, ENTRIES, lambda n: (200, {"Content-Length": "1000"}, b'{"total": 0')) as (asking, _):
        answers = ask(databases()[name], asking, CITED)
    assert all(one.failed.endswith("its answer broke off") for one in answers)
    assert answers


def test_an_answer_that_drips_is_left() -> None:
    with served(lambda *_: (200, {}, bytes(2**20))) as (host, _):
        hours = count(step=100)
        asking = Session({host: Manners(trusted=True, spacing=0.0)}, agent="assay-tests", clock=lambda: float(next(hours)))
        with asking, pytest.raises(AskedError, match="takes more than 300 s to answer"):
            get_bytes(Asking(asking, f"http://{host}"), f"http://{host}/")


def test_json_that_is_nested_without_end_is_a_failure() -> None:
    with database("s2", ENTRIES, lambda n: (200, {}, b"[" * 200_000)) as (asking, _):
        answers = ask(databases()["s2"], asking, CITED)
    assert all(one.failed.endswith("answers with no JSON") for one in answers)


def test_a_title_of_one_sign_is_a_title() -> None:
    with database("arxiv", [Entry("0", ("Quan Nguyen",), arxiv="2104.12255")]) as (asking, _):
        (answer,) = ask(databases()["arxiv"], asking, Cited(identifiers=(Source(scheme="arXiv", id="2104.12255"),)))
    assert answer.works[0].title == "0"


@pytest.mark.parametrize(
    ("summary", "comment", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error in Lemma 2.", "", True),
        ("[This paper has been withdrawn by the authors] As the modern paradigm shifts, we ask.", "", True),
        ("Paper withdrawn by the author", "", True),
        ("We weigh.", "arXiv admin note: This submission has been withdrawn by arXiv administrators", True),
        ("We consider the withdrawal of a ball from a fluid.", "", False),
        ("Many drugs have been withdrawn from the market.", "", False),
        ("We weigh.", "arXiv admin note: substantial text overlap with arXiv:2001.00002", False),
    ],
)
def test_what_was_withdrawn_is_marked(summary: str, comment: str, withdrawn: bool) -> None:
    with database("arxiv", [WEIGHING._replace(summary=summary, comment=comment)]) as (asking, _):
        answers = ask(databases()["arxiv"], asking, CITED)
    assert bool(answers[0].works[0].withdrawn) == withdrawn


@pytest.mark.parametrize("name", ["crossref", "openalex"])
def test_what_was_retracted_is_marked(name: str) -> None:
    with database(name, [WEIGHING._replace(retracted=True)]) as (asking, _):
        answers = ask(databases()[name], asking, CITED)
    assert answers[0].works[0].withdrawn


def test_of_a_version_that_there_is_not_the_newest_is_given_as_what_it_is() -> None:
    with database("arxiv", ENTRIES) as (asking, _):
        (answer,) = ask(databases()["arxiv"], asking, Cited(identifiers=(Source(scheme="arXiv", id="2101.00001", version="v7"),)))
    assert [one.name for one in answer.works[0].identifiers if one.scheme == "arXiv"] == ["arXiv:2101.00001v2"]


def test_references_are_resolved_by_what_they_answer() -> None:
    wrong = Cited(title=CITED.title, authors=("Petra Silva", "Yuki Sato"), year=2021)
    elsewhere = Cited(title=STORING.title, authors=STORING.authors, identifiers=(Source(scheme="arXiv", id="2101.00001"),))
    invented = Cited(title="Towards Calibrated Grammar Induction from Whale Song", authors=("Petra Silva",))
    states = []
    for cited in (CITED, wrong, elsewhere, invented):
        answers = []
        for name in NAMES:
            with database(name, ENTRIES) as (asking, _):
                answers += ask(databases()[name], asking, cited)
        states.append(resolve(cited, answers).state)
    assert states == ["same work", "described wrongly", "wrong identifier", "not found"]
