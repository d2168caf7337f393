"""Data that the project makes itself: small languages in which a transfer effect is planted, so that a rerun can be seen to find it.

Every content word belongs to one of three classes, and every task asks, in its own format, for the class of a word. A language shares a
part of its words with English, more or less; the rest are its own. English training data of a target shows a part of the words only, its
test sets all of them: what a network knows of the others it can only have from an intermediate task.

That is the plant. An intermediate task of `WIDE` shows all words with the classes that the targets ask for, so that it helps; one of
`OTHER` shows them with classes of its own, and teaches nothing of use. Without the plant (`planted=False`) all intermediate tasks are such.
Text for masked tokens is the same in both cases, and says nothing of classes.

What is not done: no grammar, no meaning, and no claim that an effect found here says anything about people's languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from reproduce.order import generator
from reproduce.tasks import Origin, Task

LANGUAGES: Mapping[str, float] = {"en": 1.0, "de": 0.8, "ru": 0.6, "vi": 0.4, "zh": 0.2}  # how many words are those of English
WIDE = frozenset(
    {"anli", "qqp", "squad2", "hellaswag", "cosmosqa", "ccg"}
)  # intermediate tasks that show all words, and their true classes
OTHER = frozenset({"commonsenseqa"})  # these have classes of their own
CLASSES = 3
ANSWERS = 3  # of a question with answers to choose from
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstvz"


class Amounts(NamedTuple):
    """How much there is of everything."""

    words: int = 120  # that have a class
    plain: int = 20  # that have none
    seen: float = 0.4  # of the words, in the English training data of a target
    train: int = 300
    more: int = 500  # in the place of it, of intermediate tasks that show all words
    dev: int = 80
    test: int = 100
    text: int = 250  # lines of text in each language


class Made:
    """A source of rows. The same seed and amounts give the same rows, on every machine."""

    name = "made"

    def __init__(
        self, *, seed: int = 1, planted: bool = True, amounts: Amounts | None = None, languages: Sequence[str] = tuple(LANGUAGES)
    ) -> None:
        self._seed, self._planted, self._amounts, self._languages = seed, planted, amounts or Amounts(), tuple(languages)

    def settings(self) -> dict[str, Any]:
        """What the rows depend on, beside the source of this module."""
        return {"seed": self._seed, "planted": self._planted, "languages": list(self._languages), **self._amounts._asdict()}

    def identity(self, task: Task, split: str, language: str) -> dict[str, str]:
        """Made data has no file: its settings are what it is known by."""
        return {f"made/{task.name}/{split}-{language}": repr(sorted(self.settings().items()))}

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        if task.format == "masked":
            return self._languages
        if split == "test":
            return tuple(one for one in self._languages if one in task.languages)
        return self._languages if split == "train" and task.format != "retrieval" else ("en",)

    def rows(self, task: Task, split: str, language: str) -> tuple[list[dict[str, Any]], tuple[Origin, ...]]:
        draw = generator("made", self._seed, task.name, split)  # the same in every language: what differs is the words
        words = self._lexicon(language)
        seen = self._seen(task, split)
        classes = self._classes(task)
        count = self._count(task, split)
        if task.format == "retrieval":
            rows = _bitext(draw, self._lexicon(language), self._lexicon("en"), count, self._amounts)
        else:
            rows = [
                _ROWS[task.format](_Sentence(draw, words, seen, classes, self._amounts), task, f"{task.name}-{split}-{at}")
                for at in range(count)
            ]
        return rows, (Origin(f"made/{task.name}/{split}-{language}", _fingerprint(rows), len(rows)),)

    def _count(self, task: Task, split: str) -> int:
        amounts = self._amounts
        if task.format == "masked":
            return amounts.text
        if split == "train" and task.name in WIDE | OTHER:
            return amounts.more
        return {"train": amounts.train, "dev": amounts.dev, "test": amounts.test}[split]

    def _lexicon(self, language: str) -> list[str]:
        """The words of a language: those with a class first, the plain ones behind them."""
        size = self._amounts.words + self._amounts.plain
        english = _forms(self._seed, "en", size)
        if language == "en":
            return english
        own = _forms(self._seed, language, size)
        order = generator("kin", self._seed, language).permutation(size)
        shared = set(order[: round(LANGUAGES[language] * size)].tolist())
        return [english[at] if at in shared else own[at] for at in range(size)]

    def _seen(self, task: Task, split: str) -> list[int]:
        """The words with a class that are used."""
        everything = list(range(self._amounts.words))
        if split == "test" or task.name in WIDE | OTHER or task.format in ("masked", "retrieval"):
            return everything
        order = generator("seen", self._seed, task.train or task.name).permutation(self._amounts.words)
        return sorted(order[: round(self._amounts.seen * self._amounts.words)].tolist())

    def _classes(self, task: Task) -> list[int]:
        """The class of each word, as this task sees it."""
        own = task.name in OTHER or (task.name in WIDE and not self._planted)
        order = generator("classes", self._seed, task.name if own else "").permutation(self._amounts.words)
        return [int(one) % CLASSES for one in order]


class _Sentence:
    """Draws words for one example."""

    def __init__(
        self, draw: np.random.Generator, words: Sequence[str], seen: Sequence[int], classes: Sequence[int], amounts: Amounts
    ) -> None:
        self.draw, self._words, self._amounts, self.classes = draw, words, amounts, classes
        self._of_class = [[at for at in seen if classes[at] == one] for one in range(CLASSES)]

    def content(self, one: int) -> str:
        """A word of a class."""
        return self._words[int(self.draw.choice(self._of_class[one]))]

    def plain(self, least: int, most: int) -> list[str]:
        count = int(self.draw.integers(least, most + 1))
        return [self._words[self._amounts.words + int(at)] for at in self.draw.integers(self._amounts.plain, size=count)]

    def mixed(self, *parts: Sequence[str]) -> list[str]:
        """The words of all parts in a drawn order."""
        every = [word for part in parts for word in part]
        return [every[at] for at in self.draw.permutation(len(every))]

    def a_class(self) -> int:
        return int(self.draw.integers(CLASSES))


def _pair(sentence: _Sentence, task: Task, _: str) -> dict[str, Any]:
    """Both sentences hold words of one class, which is the label."""
    count = min(CLASSES, len(task.labels))
    one = sentence.a_class() % count
    first, second = (" ".join(sentence.mixed(sentence.plain(2, 5), [sentence.content(one)])) for _ in range(2))
    return {"first": first, "second": second, "label": task.labels[one]}


def _tagging(sentence: _Sentence, task: Task, _: str) -> dict[str, Any]:
    """A word with a class has the tag of its class, every other the last tag that is left."""
    tags = _tags(task.labels)
    every = [(word, tags[CLASSES]) for word in sentence.plain(1, 4)]
    for one in (sentence.a_class() for _ in range(3)):
        every.append((sentence.content(one), tags[one]))
    order = sentence.draw.permutation(len(every))
    return {"words": [every[at][0] for at in order], "tags": [every[at][1] for at in order]}


def _tags(labels: Sequence[str]) -> list[str]:
    """Three tags for the classes, and one for what has none: names begin with B-, and O is no name."""
    names = [one for one in labels if one.startswith("B-")]
    if names:
        return [*names[:CLASSES], "O"]
    return list(labels[: CLASSES + 1])


def _span(sentence: _Sentence, task: Task, name: str) -> dict[str, Any]:
    """The answer is the one word of the first class."""
    answer = sentence.content(0)
    others = [sentence.content(1 + int(at)) for at in sentence.draw.integers(CLASSES - 1, size=3)]
    words = sentence.mixed(sentence.plain(1, 3), others, [answer])
    at = words.index(answer)
    start = len(" ".join(words[:at])) + (at > 0)
    question = " ".join(sentence.plain(4, 6))
    return {"id": name, "question": question, "text": " ".join(words), "title": name, "answers": [(start, answer)]}


def _choice(sentence: _Sentence, task: Task, _: str) -> dict[str, Any]:
    """The answer with a word of the first class is right."""
    right = int(sentence.draw.integers(ANSWERS))
    answers = [
        " ".join(
            sentence.mixed(sentence.plain(0, 2), [sentence.content(0 if at == right else 1 + int(sentence.draw.integers(CLASSES - 1)))])
        )
        for at in range(ANSWERS)
    ]
    return {"text": " ".join(sentence.plain(4, 6)), "answers": answers, "right": right}


def _masked(sentence: _Sentence, task: Task, _: str) -> dict[str, Any]:
    return {"text": " ".join(sentence.mixed(sentence.plain(2, 4), [sentence.content(sentence.a_class()) for _ in range(4)]))}


_ROWS = {"pair": _pair, "tagging": _tagging, "span": _span, "choice": _choice, "masked": _masked}


def _bitext(
    draw: np.random.Generator, foreign: Sequence[str], english: Sequence[str], count: int, amounts: Amounts
) -> list[dict[str, Any]]:
    """Sentences word for word; in the order of the one side, and in a drawn order on the other."""
    rows: list[dict[str, Any]] = []
    size = amounts.words + amounts.plain
    for at in range(count):
        words = [int(one) for one in draw.integers(size, size=int(draw.integers(4, 8)))]
        rows.append({"side": "source", "id": f"x-{at}", "text": " ".join(foreign[one] for one in words)})
        rows.append({"side": "target", "id": f"en-{at}", "text": " ".join(english[one] for one in words)})
        rows.append({"side": "gold", "source": f"x-{at}", "target": f"en-{at}"})
    return rows


@cache
def _forms(seed: int, language: str, size: int) -> list[str]:
    """Words of two or three syllables, no two alike in a language."""
    draw = generator("forms", seed, language)
    found: dict[str, None] = {}
    while len(found) < size:
        syllables = int(draw.integers(2, 4))
        found["".join(str(draw.choice(list(part))) for _ in range(syllables) for part in (_CONSONANTS, _VOWELS))] = None
    return list(found)


def _fingerprint(rows: Sequence[Mapping[str, Any]]) -> str:
    import hashlib
    import json

    return hashlib.sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
