"""What databases are asked for words: the words of a question and its years, and nothing that their searches would obey."""

from __future__ import annotations

import unicodedata
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_databases import SHAPES, Entry, answering
from made_web import Time, served, session

from synth.sources.databases import Asking, Question, databases
from synth.sources.questions import subject_of, words_of
from synth.sources.works import Work

ABLE = sorted(name for name in SHAPES if databases()[name].look)
WEIGHING = Entry("Learning to Weigh Evidence", year=2021, arxiv="2101.00001", doi="10.1000/weigh", zenodo=7)
STORING = Entry("Weighed Storage of Tensors", year=2018, arxiv="1801.00002", doi="10.1000/store", zenodo=9)


def looked(name: str, words: str, since: int | None = None, until: int | None = None) -> tuple[list[Work], list[dict[str, str]]]:
    """What a database gives for a question, and the queries that it was asked."""
    with served(answering(name, [WEIGHING, STORING])) as (host, asked):
        asking = Asking(session(host, Time(), spacing=0.0), f"http://{host}")
        look = databases()[name].look
        assert look
        works = look(asking, Question(words, since, until), 10)
    return works, [{key: values[0] for key, values in parse_qs(urlsplit(one).query).items()} for one in asked]


def test_all_but_the_anthology_can_be_asked_for_words() -> None:
    assert set(SHAPES) - set(ABLE) == {"acl"}


@pytest.mark.parametrize("name", ABLE)
def test_words_are_looked_for(name: str) -> None:
    works, _ = looked(name, "How do we weigh evidence?")
    assert works[0].title == WEIGHING.title


@pytest.mark.parametrize("name", ABLE)
@pytest.mark.parametrize(
    "question",
    [
        'evidence" OR title:"x',
        "evidence AND (weigh",
        "evidence NOT weigh*",
        "evi?dence ~2 weigh^3 [1 TO 2]",
        "weigh\\evidence {a} && b || c",
        "au:roe",
    ],
)
def test_what_a_search_would_obey_does_not_reach_it(name: str, question: str) -> None:
    """What goes out is what goes out for the bare words, whose own small words are no operators."""
    bare = " ".join(subject_of(question))
    assert looked(name, question)[1] == looked(name, bare)[1]
    assert not set('"*?~^{}\\&|!') & set(bare)
    assert bare == bare.casefold()


@pytest.mark.parametrize("name", ABLE)
@pytest.mark.parametrize("words", ["обучение с подкреплением", "機械翻訳", "हिन्दी भाषा", "Übersetzungsqualität"])
def test_words_of_every_script_reach_it_whole(name: str, words: str) -> None:
    _, queries = looked(name, words)
    assert all(word in " ".join(queries[0].values()) for word in subject_of(words))
    assert "".join(words_of(words)) == words.casefold().replace(" ", "")


@pytest.mark.parametrize(
    ("name", "key", "asked"),
    [
        ("arxiv", "search_query", {(2019, 2021): "submittedDate:[201901010000 TO 202112312359]", (None, 2021): "[198601010000 TO 2021"}),
        (
            "openalex",
            "filter",
            {(2019, 2021): "from_publication_date:2019-01-01,to_publication_date:2021-12-31", (2019, None): "2019-01-01"},
        ),
        ("s2", "year", {(2019, 2021): "2019-2021", (2019, None): "2019-", (None, 2021): "-2021"}),
        ("crossref", "filter", {(2019, 2021): "from-pub-date:2019,until-pub-date:2021", (None, 2021): "until-pub-date:2021"}),
        ("datacite", "query", {(2019, 2021): "publicationYear:[2019 TO 2021]", (2019, None): "publicationYear:[2019 TO *]"}),
    ],
)
def test_years_are_asked_for(name: str, key: str, asked: dict[tuple[int | None, int | None], str]) -> None:
    for (since, until), written in asked.items():
        assert written in looked(name, "weigh evidence", since, until)[1][0][key]
    assert not {"filter", "year"} & set(looked(name, "weigh evidence")[1][0])


def test_years_that_are_not_asked_for_are_left_out_of_what_was_deposited() -> None:
    assert {one.title for one in looked("zenodo", "weigh storage tensors evidence")[0]} == {STORING.title, WEIGHING.title}
    assert [one.title for one in looked("zenodo", "weigh storage tensors evidence", since=2019)[0]] == [WEIGHING.title]


def test_where_little_has_all_words_any_of_them_will_do() -> None:
    works, queries = looked("arxiv", "tensors evidence")
    assert [one["search_query"] for one in queries] == ["(all:tensors AND all:evidence)", "(all:tensors OR all:evidence)"]
    assert {one.title for one in works} == {WEIGHING.title, STORING.title}


@given(st.text(max_size=60))
def test_whatever_is_typed_only_words_are_left(typed: str) -> None:
    words = words_of(typed)
    assert all(unicodedata.category(sign)[0] in "LNM" for word in words for sign in word)
    assert words_of(" ".join(words)) == words
    assert set(subject_of(typed)) <= set(words)
    assert bool(subject_of(typed)) == bool(words)


def test_a_question_is_its_subject() -> None:
    assert subject_of("What effect does the size of a vocabulary have on cross-lingual transfer?") == (
        "size",
        "vocabulary",
        "cross",
        "lingual",
        "transfer",
    )
    assert subject_of("What is it?") == ("what", "is", "it")
    assert subject_of("?!") == ()
