"""What stands both in training and in evaluation data is found, whatever a tokenizer made of it, and can be left out of training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

from reproduce.formats.choice import Question as Choice
from reproduce.formats.retrieval import Bitext
from reproduce.formats.span import Question
from reproduce.formats.tagging import Sentence
from reproduce.leaks import Leak, fold, leaks, length, units, without
from reproduce.steps import POSITIONS, Job, Running, step
from reproduce.tasks import Data, Origin, Task, tasks

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
    assert texts_of(asked) == [("paragraph", LONG), ("question", "Who sat on the mat?")]
    assert texts_of(asked._replace(text=asked.asked)) == [("question", "Who sat on the mat?")]
    assert texts_of(asked._replace(asked="")) == [("paragraph", asked.text)]


def texts_of(example: Choice) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in units(example) if kind in ("paragraph", "question")]


ENDING = "He laid himself down on it and slept."
CAUSE = "What was the cause of this?"


def test_of_a_choice_the_text_the_question_and_the_answers_are_looked_at() -> None:
    asked = Choice(f"{LONG} {CAUSE}", (ENDING, "no"), 0, CAUSE)
    assert told(made(LONG), made(asked)) == {"paragraph": (1, 1, 1)}
    assert told(made(CAUSE), made(asked)) == {"question": (1, 1, 1)}
    assert told(made((LONG[:5], ENDING, 0)), made(asked)) == {"answer": (1, 1, 1)}
    assert told(made(asked), made((LONG, ENDING, 0))) == {"sentence": (2, 2, 2)}
    assert told(made("Nothing of all this."), made(asked)) == {}
    other = made((LONG, ENDING, 0), ("a text of its own", "x", 0))
    assert without(other, leaks({"a": other}, {"b": made(asked)})).examples == other.examples[1:]


def test_what_is_asked_of_many_texts_is_a_form_of_words() -> None:
    texts = ["It rained all day long.", "The lights went out at once.", "She missed the last bus."]
    answers = [("None of the above choices.", f"{text} It was on a Monday.") for text in texts]
    train = made(*(Choice(f"{text} {CAUSE}", those, 0, CAUSE) for text, those in zip(texts, answers, strict=True)))
    evaluation = made(Choice(f"{LONG} {CAUSE}", ("None of the above choices.", ENDING), 1, CAUSE))
    assert told(train, evaluation) == {}
    assert told(made(*train.examples[:2]), evaluation) == {"question": (1, 1, 1), "answer": (2, 1, 1)}


def test_a_whole_example_is_found_however_short() -> None:
    short = Sentence(("Rome",), (0,))
    assert told(made(short, Sentence(("rome", "!"), (0, 1))), made(short)) == {"example": (1, 1, 1)}
    assert told(made(Sentence(("Rome", "is"), (0, 1))), made(short)) == {}
    assert told(made(Sentence(("?",), (0,))), made(Sentence(("?",), (0,)), Sentence(("!",), (0,)))) == {"example": (2, 1, 1)}
    assert told(made(("a dog", "No.", 0)), made(("A dog", "no", 1), ("a dog", "yes", 1))) == {"pair": (2, 0, 1)}
    asked = Choice("Why?", ("so", "not so"), 0, "Why?")
    assert told(made(asked), made(asked._replace(right=1))) == {"example": (1, 1, 1)}
    assert told(made(asked), made(asked._replace(answers=("so", "so so")))) == {}
    question = Question("1", "Who?", "Remus.", ())
    assert told(made(question), made(question)) == {"example": (1, 1, 1)}
    train = made(short, Sentence(("Oslo",), (0,)))
    assert without(train, leaks({"a": train}, {"b": made(short)})).examples == train.examples[1:]


@pytest.mark.parametrize(
    ("text", "found"),
    [("他昨天没有来。", True), ("他来。", False), ("かれはきのう来た", True), ("그는 어제 안 왔다", True), ("He came.", False)],
)
def test_a_sign_that_says_more_than_a_letter_counts_as_several(text: str, found: bool) -> None:
    assert bool(told(made(text), made(text))) == found
    assert length("ab1") == 3


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


class Rows:
    """A source of pairs."""

    name = "rows"
    ROWS = {
        ("qqp", "train"): [("What is a mat made of?", "x"), ("Who is it?", "y"), ("Where is the cat?", "z"), ("When was it?", "w")],
        ("qqp", "dev"): [("who is it", "Y."), ("When was it?", "w")],
        ("pawsx", "test"): [("Where is the cat?", "a dog")],
    }

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        return ("en",)

    def rows(self, task: Task, split: str, language: str) -> tuple[list[dict[str, Any]], tuple[Origin, ...]]:
        rows = self.ROWS[task.name, split]
        return [{"first": one, "second": other, "label": task.labels[at % 2]} for at, (one, other) in enumerate(rows)], ()

    def identity(self, task: Task, split: str, language: str) -> dict[str, str]:
        return {f"{task.name}/{split}": ""}


def test_training_examples_that_are_among_those_selected_on_are_left_out(tmp_path: Path) -> None:
    qqp, pawsx = (msgspec.to_builtins(msgspec.structs.replace(tasks()[name], sizes={})) for name in ("qqp", "pawsx"))
    settings = {"task": qqp, "languages": ["en"], "against": [[pawsx, ["en"]]], "select": 1}
    told = step("leaks").run(Job(settings, {}, tmp_path, tmp_path, Rows(), Running(), lambda **_: None))
    assert {(leak["evaluation"], leak["kind"]) for leak in told["leaks"]} == {("pawsx/test-en", "sentence"), ("qqp/dev-en", "pair")}
    assert json.loads((tmp_path / POSITIONS).read_text(encoding="utf-8")) == {"en": [1, 2]}
    assert (told["examples"], told["dropped"]) == (4, 2)


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
