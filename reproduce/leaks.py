"""What stands both in training and in evaluation data: a model that has seen it is not judged by it.

Compared are pairs of sentences, sentences, paragraphs, questions, answers to choose from and titles, each distinct one counted once.
Exactly, and folded: NFKC, lower case, letters and digits alone, so that a comma or a tokenizer hides nothing. What is shorter than
`SHORTEST` is no evidence ("I don't know.") and is not looked at, but for titles; and for a whole example with all that it has, which is
the same example however short. A sign of Chinese says more than a letter, and counts as several. What is asked, or offered as an answer,
with many texts of one data set ("What may happen next?", "None of the above") is a form of words, and no evidence. A sentence is looked
for among sentences, paragraphs, questions and answers alike, for it is the text that leaks and not what it was called.

What is not found: translations, so that what leaks in English leaks by content in every language it was translated to; near copies; a short
line of text without labels; and a sentence inside a paragraph, for which reason answer retrieval is looked at as the questions that it is
made from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from reproduce.formats.choice import Question as Choice
from reproduce.formats.retrieval import Bitext
from reproduce.formats.span import Question
from reproduce.formats.tagging import Sentence
from reproduce.tasks import Data

KINDS = ("pair", "sentence", "paragraph", "question", "title", "answer", "example")
TEXTS = frozenset({"sentence", "paragraph", "question", "answer"})  # looked for in each other
WHOLE = frozenset({"pair", "example"})  # of several units, which are folded each by itself
DROPPED = frozenset(KINDS) - {"title"}  # an article is not seen because its name was
SHORTEST = 12  # letters and digits
SHORTEST_ANSWER = 20  # "comfortable chair" answers many a question: with 12, 148 examples of CommonsenseQA would go, with 20 it is 10
ANY_LENGTH = WHOLE | {"title"}
OFTEN = 3  # texts of one data set with which the same is asked, or offered as an answer: a form of words
# What a sign counts: a word of English has 4.5 letters, one of Chinese 1.5 signs, one of Korean or written in kana 2 or more.
_SIGNS = ((3, "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"), (2, "\u3041-\u30ff\uac00-\ud7a3"))
_FURTHER = [(count - 1, re.compile(f"[{signs}]")) for count, signs in _SIGNS]


class Leak(NamedTuple):
    """What of one kind stands in both."""

    train: str
    evaluation: str
    kind: str
    units: int  # distinct ones in the evaluation data
    exact: int  # of these, how many stand in the training data
    folded: int  # how many do once folded, those among them
    found: frozenset[str] = frozenset()  # folded

    @property
    def share(self) -> float:
        return self.folded / self.units


def is_evidence(kind: str, form: str) -> bool:
    """Whether a folded unit is long enough to be looked for."""
    return bool(form) if kind in ANY_LENGTH else length(form) >= (SHORTEST_ANSWER if kind == "answer" else SHORTEST)


def length(form: str) -> int:
    """The letters and digits of a folded unit, signs that say more counted as several."""
    return len(form) + sum(further * len(signs.findall(form)) for further, signs in _FURTHER)


def leaks(
    train: Mapping[str, Data],
    evaluation: Mapping[str, Data | Texts],
    *,
    evidence: Callable[[str, str], bool] = is_evidence,
    often: int = OFTEN,
) -> list[Leak]:
    """What leaks from each training into each evaluation data; what has one name in both is not compared with itself.

    Evaluation data that are held against several trainings, one after the other, are folded once as `Texts`.
    """
    seen = {name: Texts(data, often) for name, data in train.items()}
    found = []
    for evaluated, data in evaluation.items():
        texts = data if isinstance(data, Texts) else Texts(data, often)
        for trained, others in seen.items():
            if trained == evaluated:
                continue
            words = texts.forms_of_words | others.forms_of_words
            for kind in texts.exact:
                looked_for = {text: form for text, form in texts.forms[kind].items() if evidence(kind, form) and form not in words}
                if (leak := _leak(trained, others, evaluated, kind, looked_for)).folded:
                    found.append(leak)
    return found


def without(data: Data, found: Collection[Leak], kinds: Collection[str] = DROPPED) -> Data:
    """The training data less each example of which something leaks. Where it comes from stays as it was."""
    gone = set(leaking(data, found, kinds))
    return data._replace(examples=[one for at, one in enumerate(data.examples) if at not in gone])


def leaking(data: Data, found: Collection[Leak], kinds: Collection[str] = DROPPED) -> list[int]:
    """The positions of the training examples of which something leaks."""
    texts = frozenset[str]().union(*(leak.found for leak in found if leak.kind in TEXTS and leak.kind in kinds))
    others = {kind: frozenset[str]().union(*(leak.found for leak in found if leak.kind == kind)) for kind in set(kinds) - TEXTS}

    def leaks_of(example: Any) -> bool:
        return any(_fold(kind, text) in (texts if kind in TEXTS else others.get(kind, ())) for kind, text in units(example))

    return [at for at, one in enumerate(data.examples) if leaks_of(one)]


def units(example: Any) -> Iterator[tuple[str, str]]:
    """What of an example is compared: the kind and the text of each unit."""
    match example:
        case str():
            yield "sentence", example
        case Sentence(words, _):
            yield "sentence", " ".join(words)
            yield from _whole(" ".join(words))
        case Question():
            yield "paragraph", example.text
            yield "question", example.question
            if example.title:
                yield "title", example.title.replace("_", " ")
            yield from _whole(example.text, example.question)
        case Choice():
            told = _told(example)
            if told:
                yield "paragraph", told
            if example.asked:
                yield "question", example.asked
            yield from (("answer", answer) for answer in example.answers)
            yield from _whole(told, example.asked, *example.answers)
        case Bitext(source, target, _):
            yield from (("sentence", text) for side in (source, target) for _, text in side)
        case (first, second, _):
            yield from (("sentence", first), ("sentence", second), ("pair", f"{first}\t{second}"))
        case _:
            raise TypeError(f"{type(example).__name__} is no example of a format")


def _told(example: Choice) -> str:
    """The text of a question with answers to choose from, without the question."""
    return example.text.removesuffix(example.asked).strip()


def _whole(*texts: str) -> Iterator[tuple[str, str]]:
    """An example as one unit, where one of its own units is too short to be looked for."""
    if any(length(fold(text)) < SHORTEST for text in texts):
        yield "example", "\t".join(text.replace("\t", " ") for text in texts)


def _fold(kind: str, text: str) -> str:
    """The folded form; that of a whole keeps its units apart, and what has neither letters nor digits as it is."""
    return "\t".join(fold(part) or part.strip() for part in text.split("\t")).strip("\t") if kind in WHOLE else fold(text)


def fold(text: str) -> str:
    """NFKC, lower case, letters and digits alone."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


class Texts:
    """The distinct units of some data, by their kind, and folded on demand."""

    def __init__(self, data: Data, often: int = OFTEN) -> None:
        self.exact: dict[str, set[str]] = {}
        self._asked_with: dict[str, set[str]] = {}  # of a question or an answer, some of the texts
        for example in data.examples:
            told = _told(example) if isinstance(example, Choice) else ""
            for kind, text in units(example):
                self.exact.setdefault(kind, set()).add(text)
                if isinstance(example, Choice) and kind in ("question", "answer"):
                    self._asked_with.setdefault(text, set()).add(told if kind == "question" else example.text)
        self._often = often

    @cached_property
    def forms(self) -> dict[str, dict[str, str]]:
        """Of each unit its folded form."""
        return {kind: {text: _fold(kind, text) for text in texts} for kind, texts in self.exact.items()}

    @cached_property
    def as_texts(self) -> tuple[set[str], set[str]]:
        """All units that are looked for in each other, as they are and folded."""
        of = [self.forms.get(kind, {}) for kind in TEXTS]
        return set().union(*of), set().union(*(forms.values() for forms in of))

    def alike(self, kind: str) -> tuple[set[str], set[str]]:
        """The units in which one of this kind is looked for, as they are and folded."""
        return self.as_texts if kind in TEXTS else (self.exact.get(kind, set()), set(self.forms.get(kind, {}).values()))

    @cached_property
    def forms_of_words(self) -> set[str]:
        """The folded questions and answers that stand with so many texts that they say nothing of one."""
        return {fold(text) for text, those in self._asked_with.items() if len(those) >= self._often}


def _leak(trained: str, texts: Texts, evaluated: str, kind: str, looked_for: Mapping[str, str]) -> Leak:
    exact, folded = texts.alike(kind)
    found = [form for form in looked_for.values() if form in folded]
    return Leak(trained, evaluated, kind, len(looked_for), sum(text in exact for text in looked_for), len(found), frozenset(found))
