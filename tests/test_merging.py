"""The answers of several databases as works: each once, and none made of two."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from synth.records import Source
from synth.sources.merging import Found, merge
from synth.sources.questions import words_of
from synth.sources.resolving import Answer
from synth.sources.works import Work

TITLE, AUTHORS = "Learning to Weigh Evidence in Long Documents", ("Jane Roe", "Wei Wang")


def source(name: str) -> Source:
    scheme, _, rest = name.partition(":")
    bare, _, version = rest.partition("v") if scheme == "arXiv" else (rest, "", "")
    return Source(scheme=scheme, id=bare, version=f"v{version}" if version else "")


def work(database: str, *names: str, **changes: Any) -> Work:
    known = {"title": TITLE, "authors": AUTHORS, "year": 2021, "identifiers": tuple(source(name) for name in names)}
    return Work(database=database, **{**known, **changes})


def merged(*works: Work) -> list[Found]:
    """The works of databases that each answered with one of these, in this order."""
    return list(merge([Answer(one.database, None, (one,)) for one in works]).works)


def test_one_identifier_is_one_work_with_all_its_names_and_versions() -> None:
    (found,) = merged(
        work("arxiv", "arXiv:2101.00001v3"),
        work("datacite", "doi:10.48550/arXiv.2101.00001", title="Learning to weigh evidence"),
        work("s2", "arXiv:2101.00001", "doi:10.1000/Weigh", year=2022),
        work("openalex", "doi:10.1000/weigh", year=2022),
    )
    assert [one.name for one in found.identifiers] == ["arXiv:2101.00001", "doi:10.1000/Weigh"]
    assert found.versions == ("arXiv:2101.00001v3",)
    assert found.databases == ("arxiv", "datacite", "openalex", "s2")
    assert (found.title, found.also_titled, found.dated) == (TITLE, ("Learning to weigh evidence",), "2021–2022")


def test_a_doi_of_the_anthology_is_its_number() -> None:
    assert len(merged(work("acl", "acl:P19-1001"), work("crossref", "doi:10.18653/v1/p19-1001", title="Weighing"))) == 1


def test_a_preprint_and_its_publication_are_one_work() -> None:
    preprint = work("arxiv", "arXiv:2101.00001v1", venue="arXiv", year=2019)
    (found,) = merged(preprint, work("crossref", "doi:10.1000/weigh", venue="Proceedings of ACL", year=2021))
    assert (found.venue, found.dated) == ("Proceedings of ACL", "2019–2021")


@pytest.mark.parametrize(
    "other",
    [
        "Learning to weigh evidence in long documents.",
        "LEARNING TO WEIGH EVIDENCE IN LONG DOCUMENTS",
        "Learning to Weigh Evidnece in Long Documents",
        "Learning to Weigh Evidence in Long Documents: A Study of Scales",
        "[RETRACTED] Learning to Weigh Evidence in Long Documents",
    ],
)
def test_a_title_in_another_print_is_one_work(other: str) -> None:
    assert len(merged(work("a", "doi:10.1/a"), work("b", "doi:10.1/b", title=other, authors=("J. Roe", "W. Wang")))) == 1


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("English Training Improves Cross-Lingual Transfer", "English Training Improves Cross-Lingual Transfer Too"),
        (f"{TITLE}: Part I", f"{TITLE}: Part II"),
        (TITLE, f"{TITLE}: Part II"),
        (TITLE, f"Erratum to: {TITLE}"),
        (TITLE, f"{TITLE} (Corrigendum)"),
        (TITLE, f"Reply to: {TITLE}"),
        ("Is It Enough to Weigh Long Documents?", "Is It Enough to Weigh Long Documents? Revisited"),
        ("Weighing with GPT-2 in Long Documents", "Weighing with GPT-3 in Long Documents"),
        ("Findings of the 2019 Weighing Task on Documents", "Findings of the 2020 Weighing Task on Documents"),
    ],
)
def test_what_is_nearly_called_alike_is_not_one_work(title: str, other: str) -> None:
    assert len(merged(work("a", "doi:10.1/a", title=title), work("b", "doi:10.1/b", title=other))) == 2


def test_parts_do_not_become_one_by_the_title_that_they_share() -> None:
    titles = (TITLE, f"{TITLE}: Part I", f"{TITLE}: Part II", f"{TITLE}: Theory of Scales", f"{TITLE}: Practice of Scales")
    found = merged(*(work(f"d{at}", f"doi:10.1/{at}", title=title) for at, title in enumerate(titles)))
    assert not [one for one in found if len({"Theory", "Practice"} & set(" ".join((one.title, *one.also_titled)).split())) == 2]
    assert {title for title in titles if "Part" in title} <= {one.title for one in found}


@pytest.mark.parametrize(
    "changes",
    [
        {"authors": ("Petra Silva", "Yuki Sato")},
        {"year": 2010},
        {"year": 2024},  # and neither is a preprint
        {"title": "Deep Learning", "authors": ()},
    ],
)
def test_a_title_that_others_have_too_is_not_one_work(changes: dict[str, Any]) -> None:
    first = work("a", "doi:10.1/a", **({"title": "Deep Learning"} if "title" in changes else {}))
    assert len(merged(first, work("b", "doi:10.1/b", **changes))) == 2


def test_another_number_on_arxiv_is_another_work() -> None:
    assert len(merged(work("a", "arXiv:2101.00001"), work("b", "arXiv:2202.00002"))) == 2


def test_two_works_with_one_identifier_stay_two() -> None:
    other = work("b", "doi:10.1/a", title="Quantised Storage of Sparse Tensors on Small Devices", authors=("Ann Lee", "Bo Li"))
    assert len(merged(work("a", "doi:10.1/a"), other)) == 2
    assert len(merged(work("a", "doi:10.1/a"), replace(other, authors=AUTHORS))) == 1  # a work that changed its title


def test_a_work_without_a_title_or_called_0_is_kept() -> None:
    found = merged(work("a", "doi:10.1/a", title="0"), work("b", "doi:10.1/b", title=""), work("c", "doi:10.1/c", title=""))
    assert sorted(one.title for one in found) == ["", "", "0"]


def test_whoever_says_that_it_was_withdrawn_is_heard_and_named() -> None:
    (found,) = merged(
        work("arxiv", "arXiv:2101.00001v2", withdrawn="This paper has been withdrawn"),
        work("openalex", "arXiv:2101.00001"),
        work("crossref", "arXiv:2101.00001", withdrawn="retraction"),
    )
    assert found.withdrawn == "arxiv: This paper has been withdrawn; crossref: retraction"


def test_who_did_not_answer_is_told() -> None:
    told = merge([Answer("s2", None, (), "answers 429, 4 times"), Answer("arxiv", None, (work("arxiv"),)), Answer("acl", None)])
    assert (told.asked, told.failed, len(told.works)) == (("acl", "arxiv"), ("s2: answers 429, 4 times",), 1)


def test_places_are_those_of_each_database() -> None:
    first, second = work("a", "doi:10.1/a"), work("a", "doi:10.1/b", title="Storing Sparse Tensors on Devices")
    found = {
        one.title: one for one in merge([Answer("a", None, (first, second)), Answer("b", None, (replace(second, database="b"),))]).works
    }
    assert (found[second.title].databases, found[second.title].places) == (("a", "b"), (2, 1))


def test_a_found_work_is_the_same_in_json() -> None:
    (found,) = merged(work("arxiv", "arXiv:2101.00001v3", abstract="We weigh.", category="cs.CL"))
    assert msgspec.json.decode(msgspec.json.encode(found), type=Found) == found


TITLES = (
    TITLE,
    f"{TITLE}: Part I",
    f"{TITLE}: Part II",
    f"{TITLE} Too",
    "Learning to Weigh",
    "0",
    "",
    "Deep Learning",
    f"Erratum: {TITLE}",
)
NAMES = ("arXiv:2101.00001v1", "arXiv:2101.00001v2", "arXiv:2202.00002", "doi:10.1/a", "doi:10.1/A", "doi:10.1/b", "acl:P19-1001")
WORKS = st.builds(
    lambda database, names, title, authors, year, venue: work(
        database, *sorted(names), title=title, authors=authors, year=year, venue=venue
    ),
    st.sampled_from("abc"),
    st.sets(st.sampled_from(NAMES), max_size=3),
    st.sampled_from(TITLES),
    st.sampled_from((AUTHORS, (), ("J. Roe",), ("Petra Silva",))),
    st.sampled_from((None, 2019, 2020, 2024)),
    st.sampled_from(("", "arXiv", "Journal of Weights")),
)


@given(st.lists(WORKS, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing_and_no_record_is_lost(works: list[Work], order: random.Random) -> None:
    answers = [Answer(name, None, tuple(one for one in works if one.database == name)) for name in "abc"]
    shuffled = answers.copy()
    order.shuffle(shuffled)
    found = merge(answers)
    assert merge(shuffled) == found
    assert {words_of(one.title) for one in works} == {words_of(title) for one in found.works for title in (one.title, *one.also_titled)}
    names = {(one.scheme, one.id.casefold()) for record in works for one in record.identifiers}
    assert {(one.scheme, one.id.casefold()) for record in found.works for one in record.identifiers} == names
    assert len(found.works) <= len(works)
