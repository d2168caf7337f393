"""From what a network says to scores: predictions in the task's own words, and what its metric makes of them.

A prediction is a label, a sentence's tags, an answer cut out of its text, or the number of a choice; it is what is stored, so that a score
can be computed again, and two runs compared example by example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reproduce.formats import Encoded
from reproduce.metrics import accuracy, questions, tagging
from reproduce.metrics.metric import Score
from reproduce.tasks import Task

Prediction = Any  # of the task's format: a label, tags, a text, the number of an answer


def in_words(task: Task, examples: Sequence[Any], encoded: Encoded, said: Sequence[Any]) -> list[Prediction]:
    """What the network said of each encoded example, as a prediction for each example of the task."""
    return _IN_WORDS[task.format](task, examples, encoded, said)


def _labels(task: Task, examples: Sequence[Any], encoded: Encoded, said: Sequence[int]) -> list[str]:
    return [task.labels[at] for at in said]


def _tags(task: Task, examples: Sequence[Any], encoded: Encoded, said: Sequence[Sequence[int]]) -> list[list[str]]:
    from reproduce.formats import tagging as format_

    whole = format_.rejoined(encoded.labels, said, len(examples))
    return [[task.labels[at] for at in tags] for tags in whole]


def _answers(task: Task, examples: Sequence[Any], encoded: Encoded, said: Sequence[Any]) -> list[str]:
    from reproduce.formats import span

    return span.answers(examples, encoded.labels, said, unanswerable=task.unanswerable)


def _choices(task: Task, examples: Sequence[Any], encoded: Encoded, said: Sequence[int]) -> list[int]:
    return list(said)


_IN_WORDS: Mapping[str, Callable[[Task, Any, Encoded, Any], list[Prediction]]] = {
    "pair": _labels,
    "tagging": _tags,
    "span": _answers,
    "choice": _choices,
}


def score(task: Task, examples: Sequence[Any], predictions: Sequence[Prediction], language: str) -> list[Score]:
    """What the task's metric says, the score that the task is known by first."""
    return _SCORED[task.format](task, examples, predictions, language)


def _of_labels(task: Task, examples: Sequence[Any], predictions: Sequence[str], language: str) -> list[Score]:
    return [accuracy.accuracy([task.labels[one[2]] for one in examples], predictions)]


def _of_tags(task: Task, examples: Sequence[Any], predictions: Sequence[Sequence[str]], language: str) -> list[Score]:
    gold = [[task.labels[at] for at in one.tags] for one in examples]
    both = [tagging.entity_f1(gold, predictions), tagging.word_accuracy(gold, predictions)]
    return both[::-1] if task.metric == "tagging-accuracy" else both


def _of_answers(task: Task, examples: Sequence[Any], predictions: Sequence[str], language: str) -> list[Score]:
    asked = [questions.Question(one.id, tuple(answer for _, answer in one.answers)) for one in examples]
    given = {one.id: said for one, said in zip(examples, predictions, strict=True)}
    if task.metric == "mlqa":
        found = questions.mlqa(asked, given, language)
    else:
        found = (questions.squad_v2 if task.metric == "squad-v2" else questions.squad_v1)(asked, given)
    return [found, found._replace(value=found.parts["em"], metric="em", parts={})]


def _of_choices(task: Task, examples: Sequence[Any], predictions: Sequence[int], language: str) -> list[Score]:
    return [accuracy.accuracy([str(one.right) for one in examples], [str(one) for one in predictions])]


_SCORED: Mapping[str, Callable[[Task, Any, Any, str], list[Score]]] = {
    "pair": _of_labels,
    "tagging": _of_tags,
    "span": _of_answers,
    "choice": _of_choices,
}
