"""What a task gives to one who reads nothing, or only single words: the floors that stand beside every score.

`majority` knows how often each label stands in the training data, and no more. `words` is a naive Bayes over single words, trained on
the same data. For questions the one answers with the text's first word, the other with the word that stood most often in answers; for
answers to choose from, with the place that was right most often, and with the answer whose words stood most often in right ones. A run
that is no better than `majority` by more than chance has learned nothing, and `at_chance` says so.

What is not done: no floor is tuned, none sees the data that it is scored on, and words are what white space parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from math import log, sqrt
from typing import Any

from reproduce.tasks import Task

FLOORS = ("majority", "words")
_ONE_SIDED = 1.645  # standard deviations above which 5 of 100 blind runs come out

Predict = Callable[[Sequence[Any]], list[Any]]


def floor(name: str, task: Task, train: Sequence[Any]) -> Predict:
    """What a floor predicts, once it has seen English training data."""
    return _MADE[task.format][FLOORS.index(name)](task, train)


def at_chance(value: float, blind: float, n: int) -> bool:
    """Whether a score over n examples is no better than a blind one by more than chance; both in per cent."""
    share = min(max(blind / 100, 1 / n), 1 - 1 / n) if n > 1 else 0.5
    return value <= blind + 100 * _ONE_SIDED * sqrt(share * (1 - share) / n)


class Bayes:
    """Naive Bayes over features, every label as likely as it was frequent."""

    def __init__(self, seen: Iterable[tuple[Hashable, Iterable[Hashable]]]) -> None:
        self._labels: Counter[Hashable] = Counter()
        self._features: dict[Hashable, Counter[Hashable]] = {}
        for label, features in seen:
            self._labels[label] += 1
            self._features.setdefault(label, Counter()).update(features)
        self._known = len({one for counts in self._features.values() for one in counts}) + 1
        self._sizes = {label: sum(counts.values()) for label, counts in self._features.items()}

    def weight(self, label: Hashable, features: Iterable[Hashable]) -> float:
        """The logarithm of how likely a label is, but for a constant."""
        counts, size = self._features.get(label, Counter[Hashable]()), self._sizes.get(label, 0)
        return log(self._labels[label] or 1) + sum(log((counts[one] + 1) / (size + self._known)) for one in features)

    def best(self, features: Sequence[Hashable]) -> Any:
        return max(self._labels, key=lambda label: (self.weight(label, features), self._labels[label], str(label)))


def _most(labels: Iterable[Hashable]) -> Any:
    counts = Counter(labels)
    return max(counts, key=lambda label: (counts[label], str(label)))


# --- pairs -----------------------------------------------------------------------------------------------------


def _pair_majority(task: Task, train: Sequence[Any]) -> Predict:
    label = task.labels[_most(one[2] for one in train)]
    return lambda examples: [label] * len(examples)


def _pair_words(task: Task, train: Sequence[Any]) -> Predict:
    bayes = Bayes((label, _of_pair(first, second)) for first, second, label in train)
    return lambda examples: [task.labels[bayes.best(_of_pair(first, second))] for first, second, _ in examples]


def _of_pair(first: str, second: str) -> list[Hashable]:
    return [*(("first", word) for word in first.split()), *(("second", word) for word in second.split())]


# --- tags ------------------------------------------------------------------------------------------------------


def _tags_majority(task: Task, train: Sequence[Any]) -> Predict:
    tag = task.labels[_most(tag for one in train for tag in one.tags)]
    return lambda examples: [[tag] * len(one.words) for one in examples]


def _tags_words(task: Task, train: Sequence[Any]) -> Predict:
    seen: dict[str, Counter[int]] = {}
    for one in train:
        for word, tag in zip(one.words, one.tags, strict=True):
            seen.setdefault(word, Counter())[tag] += 1
    tags = {word: max(counts, key=lambda tag: (counts[tag], -tag)) for word, counts in seen.items()}
    other = _most(tag for one in train for tag in one.tags)
    return lambda examples: [[task.labels[tags.get(word, other)] for word in one.words] for one in examples]


# --- answers that stand in a text ------------------------------------------------------------------------------


def _answers_first(task: Task, train: Sequence[Any]) -> Predict:
    return lambda examples: [next(iter(one.text.split()), "") for one in examples]


def _answers_words(task: Task, train: Sequence[Any]) -> Predict:
    bayes = Bayes(
        (word in {part for _, answer in one.answers for part in answer.split()}, [word]) for one in train for word in one.text.split()
    )

    def predict(examples: Sequence[Any]) -> list[str]:
        return [
            max(one.text.split() or [""], key=lambda word: bayes.weight(True, [word]) - bayes.weight(False, [word])) for one in examples
        ]

    return predict


# --- answers to choose from ------------------------------------------------------------------------------------


def _choice_first(task: Task, train: Sequence[Any]) -> Predict:
    place = _most(one.right for one in train)
    return lambda examples: [min(place, len(one.answers) - 1) for one in examples]


def _choice_words(task: Task, train: Sequence[Any]) -> Predict:
    bayes = Bayes((at == one.right, answer.split()) for one in train for at, answer in enumerate(one.answers))

    def predict(examples: Sequence[Any]) -> list[int]:
        return [max(range(len(one.answers)), key=lambda at: _odds(bayes, one.answers[at])) for one in examples]

    return predict


def _odds(bayes: Bayes, answer: str) -> float:
    words = answer.split()
    return bayes.weight(True, words) - bayes.weight(False, words)


_MADE: Mapping[str, tuple[Callable[[Task, Sequence[Any]], Predict], ...]] = {
    "pair": (_pair_majority, _pair_words),
    "tagging": (_tags_majority, _tags_words),
    "span": (_answers_first, _answers_words),
    "choice": (_choice_first, _choice_words),
}
