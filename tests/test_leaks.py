"""What stands both in training and in evaluation data is found, whatever a tokenizer made of it, and can be left out of training."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

from reproduce.formats.choice import Question as Choice
from reproduce.formats.retrieval import Bitext
from reproduce.formats.span import Question
from reproduce.formats.tagging import Sentence
from reproduce.leaks import Leak, fold, leaks, units, without
from reproduce.tasks import Data

LONG = "The cat sat on the mat, didn't it?"
TOKENISED = "The cat sat on the mat , did n't it ?"


def made(*examples: Any) -> Data:
    return Data(list(examples), ())


def told(train: Data, evaluation: Data) -> dict[str, tuple[int, int, int]]:
    return {leak.kind: leak[3:6] for leak in leaks({"a": train}, {"b": evaluation})}


def test_a_text_is_found_exactly_and_folded_and_each_is_counted_once() -> None:
    evaluation = made((LONG, "Nothing of the kind", 0), (LONG, "Something of the kind", 1))
    assert told(made((LONG, "another sentence", 1)), evaluation) == {"sentence": (3, 1, 1)}
    assert told(made((TOKENISED, "nothing of the kind", 1)), evaluation) == {"sentence": (3, 0, 2), "pair": (2, 0, 1)}
    assert told(made(("a dog", "another sentence", 1)), evaluation) == {}


def test_what_is_short_is_no_evidence_but_a_title_is() -> None:
    assert told(made("I don't know."), made("I don't know.", LONG)) == {}
    one = Question("1", "Who sat on the mat?", LONG, ())
    assert told(made(one._replace(title="Mat_(rug)", text="x", question="y")), made(one._replace(title="Mat (rug)"))) == {
        "title": (1, 1, 1)
    }


def test_a_text_is_found_whatever_it_is_called() -> None:
    question = Question("1", "Who sat on the mat?", LONG, ())
    assert told(made(LONG), made(question)) == {"paragraph": (1, 1, 1)}
    assert told(made(question), made("Who sat on the mat ?")) == {"sentence": (1, 0, 1)}
    assert told(made(Sentence(tuple(TOKENISED.split()), ())), made(question)) == {"paragraph": (1, 0, 1)}
    assert told(made(Bitext((("1", LONG),), (("1", "Die Katze saß auf der Matte"),), ())), made(LONG)) == {"sentence": (1, 1, 1)}


def test_a_question_at_the_end_of_a_text_is_told_from_it() -> None:
    asked = Choice(f"{LONG} Who sat on the mat?", ("a", "b"), 0, "Who sat on the mat?")
    assert list(units(asked)) == [("paragraph", LONG), ("question", "Who sat on the mat?")]
    assert list(units(asked._replace(text=asked.asked))) == [("question", "Who sat on the mat?")]
    assert list(units(asked._replace(asked=""))) == [("paragraph", asked.text)]


def test_data_are_not_compared_with_themselves() -> None:
    data = made(LONG)
    assert leaks({"a": data}, {"a": data}) == []
    assert len(leaks({"a": data}, {"a": data, "b": data})) == 1


def test_training_data_without_what_leaks_leak_nothing() -> None:
    train = made((TOKENISED, "a sentence of its own", 0), ("one more sentence", "and another one", 1), ("who sat on the mat?", "x", 1))
    evaluation = made(Question("1", "Who sat on the mat?", LONG, (), "Mats"))
    found = leaks({"a": train}, {"b": evaluation})
    left = without(train, found)
    assert left.examples == train.examples[1:2]
    assert leaks({"a": left}, {"b": evaluation}) == []
    assert without(train, []) == train


def test_an_article_is_left_out_by_its_name_only_where_that_is_asked_for() -> None:
    train = made(Question("1", "Who sat on the mat?", LONG, (), "Mats"))
    found = leaks({"a": train}, {"b": made(Question("2", "What is a mat made of?", "Of rushes, for the most part.", (), "Mats"))})
    assert [leak.kind for leak in found] == ["title"]
    assert len(without(train, found).examples) == 1
    assert len(without(train, found, {"title"}).examples) == 0


def test_folding_keeps_letters_and_digits_of_every_script() -> None:
    assert fold("Ｆｕｌｌ–width, №１!") == "fullwidthno1"
    assert fold(TOKENISED) == fold(LONG)
    assert fold("Die Straße — ﬁn") == "diestraßefin"
    assert fold("北京，2008。") == "北京2008"
    assert isinstance(leaks({"a": made(LONG)}, {"b": made(LONG)})[0], Leak)


def test_a_share_is_of_distinct_units() -> None:
    (leak,) = leaks({"a": made(LONG)}, {"b": made(LONG, LONG, "One more long sentence")})
    assert leak.share == 0.5
