"""What stands both in training and in evaluation data: a model that has seen it is not judged by it.

Compared are pairs of sentences, sentences, paragraphs, questions and titles, each distinct one counted once. Exactly, and folded: NFKC,
lower case, letters and digits alone, so that a comma or a tokenizer hides nothing. What is shorter than `SHORTEST` is no evidence ("I don't
know.") and is not looked at, but for titles. A sentence is looked for among sentences, paragraphs and questions alike, for it is the text
that leaks and not what it was called.

What is not found: translations, so that what leaks in English leaks by content in every language it was translated to; near copies; and a
sentence inside a paragraph, for which reason answer retrieval is looked at as the questions that it is made from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from reproduce.formats.choice import Question as Choice
from reproduce.formats.retrieval import Bitext
from reproduce.formats.span import Question
from reproduce.formats.tagging import Sentence
from reproduce.tasks import Data

KINDS = ("pair", "sentence", "paragraph", "question", "title")
TEXTS = frozenset({"sentence", "paragraph", "question"})  # looked for in each other
DROPPED = frozenset(KINDS) - {"title"}  # an article is not seen because its name was
SHORTEST = 12  # letters and digits


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


def leaks(train: Mapping[str, Data], evaluation: Mapping[str, Data]) -> list[Leak]:
    """What leaks from each training into each evaluation data; what has one name in both is not compared with itself."""
    seen = {name: _Texts(data) for name, data in train.items()}
    found = []
    for evaluated, data in evaluation.items():
        looked_for = {kind: _long_enough(kind, texts) for kind, texts in _Texts(data).exact.items()}
        for trained, texts in seen.items():
            if trained != evaluated:
                found += [leak for kind in looked_for if (leak := _leak(trained, texts, evaluated, kind, looked_for[kind])).folded]
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
        case Question():
            yield "paragraph", example.text
            yield "question", example.question
            if example.title:
                yield "title", example.title.replace("_", " ")
        case Choice():
            if told := example.text.removesuffix(example.asked).strip():
                yield "paragraph", told
            if example.asked:
                yield "question", example.asked
        case Bitext(source, target, _):
            yield from (("sentence", text) for side in (source, target) for _, text in side)
        case (first, second, _):
            yield from (("sentence", first), ("sentence", second), ("pair", f"{first}\t{second}"))
        case _:
            raise TypeError(f"{type(example).__name__} is no example of a format")


def _fold(kind: str, text: str) -> str:
    """The folded form; that of a pair keeps its two sides apart."""
    return "\t".join(map(fold, text.split("\t"))) if kind == "pair" else fold(text)


def fold(text: str) -> str:
    """NFKC, lower case, letters and digits alone."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


class _Texts:
    """The distinct units of some data, by their kind, and folded on demand."""

    def __init__(self, data: Data) -> None:
        self.exact: dict[str, set[str]] = {}
        for example in data.examples:
            for kind, text in units(example):
                self.exact.setdefault(kind, set()).add(text)

    @cached_property
    def folded(self) -> dict[str, set[str]]:
        return {kind: {_fold(kind, text) for text in texts} for kind, texts in self.exact.items()}


def _long_enough(kind: str, texts: Collection[str]) -> dict[str, str]:
    """The units that are looked for, each with its folded form."""
    folded = {text: _fold(kind, text) for text in texts}
    return {text: form for text, form in folded.items() if len(form) >= (1 if kind == "title" else SHORTEST)}


def _leak(trained: str, texts: _Texts, evaluated: str, kind: str, looked_for: Mapping[str, str]) -> Leak:
    alike = TEXTS if kind in TEXTS else {kind}
    exact = set().union(*(texts.exact.get(one, ()) for one in alike))
    folded = set().union(*(texts.folded.get(one, ()) for one in alike))
    found = [form for form in looked_for.values() if form in folded]
    return Leak(trained, evaluated, kind, len(looked_for), sum(text in exact for text in looked_for), len(found), frozenset(found))
