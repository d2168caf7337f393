"""Works in order for a question: what is pinned, what has its words, what databases put first; and nothing else."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.records import Source
from synth.sources.merging import Found
from synth.sources.ranking import rank, word_scores


def found(title: str, *places: int, **more: Any) -> Found:
    return Found(title=title, places=places, databases=tuple(f"d{at}" for at in range(len(places))), **more)


WEIGHING = found("Learning to Weigh Evidence", 3, abstract="We weigh what documents say.")
STORING = found("Quantised Storage of Tensors", 1, abstract="Storage is small.")
SINGING = found("Whale Song", 2, abstract="Whales sing.")


def titles(question: str, *works: Found, pinned: tuple[Source, ...] = ()) -> list[str]:
    return [one.work.title for one in rank(question, works, pinned)]


def test_what_has_the_words_comes_before_what_a_database_has_first() -> None:
    assert titles("How is evidence weighed?", STORING, SINGING, WEIGHING)[0] == WEIGHING.title


def test_where_no_work_has_the_words_the_databases_decide() -> None:
    assert titles("grammar induction", WEIGHING, SINGING, STORING) == [STORING.title, SINGING.title, WEIGHING.title]


def test_what_more_databases_give_comes_first() -> None:
    both = found("Scales", 2, 2)
    assert titles("grammar", found("Weights", 2), both)[0] == both.title


def test_pinned_works_come_first_in_their_order_however_far_they_are() -> None:
    far = found("Xylophones", 9, identifiers=(Source(scheme="acl", id="P19-1001"),))
    near = found("Evidence", 1, identifiers=(Source(scheme="arXiv", id="2101.00001"),))
    pins = (Source(scheme="doi", id="10.18653/v1/P19-1001"), Source(scheme="arXiv", id="2101.00001", version="v3"))
    assert titles("weigh evidence", WEIGHING, near, far, pinned=pins) == [far.title, near.title, WEIGHING.title]


def test_a_rare_word_says_more_than_a_common_one() -> None:
    common = [found(f"Evidence {n}", 1) for n in "abcdef"]
    assert titles("evidence of whales", *common, SINGING)[0] == SINGING.title


@pytest.mark.parametrize(("question", "title"), [("機械翻訳の評価", "ニューラル機械翻訳"), ("обучение моделей", "Модели и их обучение")])
def test_words_of_other_scripts_are_compared(question: str, title: str) -> None:
    assert titles(question, found("Whale Song", 1), found(title, 2))[0] == title


def test_neither_year_nor_withdrawal_moves_a_work() -> None:
    old = found("Weighing Evidence", 1, years=(1950,), withdrawn="arxiv: withdrawn")
    assert word_scores("weigh evidence", [old, found("Weighing Evidence", 1, years=(2026,))])[0] > 0
    assert len({round(one.score, 9) for one in rank("weigh evidence", [old, found("Weighing Evidence", 1, years=(2026,))])}) == 1


def test_a_question_without_works_and_a_work_without_words() -> None:
    assert rank("weigh", []) == []
    assert titles("weigh", found("", 1), found("0", 2)) == ["", "0"]


@given(
    st.permutations([WEIGHING, STORING, SINGING, found("Evidence", 1, 1), found("Evidence", 1, 2), found("", 0)]),
    st.randoms(use_true_random=False),
)
def test_the_order_in_which_works_come_changes_nothing(works: list[Found], order: random.Random) -> None:
    shuffled = works.copy()
    order.shuffle(shuffled)
    assert [one.work for one in rank("weigh evidence", shuffled)] == [one.work for one in rank("weigh evidence", works)]
