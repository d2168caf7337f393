"""Tags of words: F1 over entities, and accuracy. PAN-X (WikiANN) and UDPOS.

XTREME's evaluate.py hands tags to seqeval, whose F1 is that of conlleval, leniently: an entity is a run of tags of one type, and I-X
without a B-X before it opens one. Precision and recall are over all entities of the corpus; type, beginning and end must be right.
The paper calls the UDPOS figure accuracy; **what the code computes, and what the tables list, is F1**. Both are given here, by name.

Three ways to read tags, as seqeval's versions differ and XTREME names none:

- `seqeval-0.0.12`, of the benchmark's time; XTREME's own expected figures come out with it. The type of `B-PER` is PER, of `NOUN` NOUN.
- `seqeval-1.2.2`: the first letter is taken off a bare tag, so that SCONJ and CCONJ are one type, and X has the type of O.
- `strict-iob2`: only B-X opens an entity. Not the benchmark's; it is here to tell the two apart.

Traps kept: a run of equal part-of-speech tags is one entity, so that F1 is not accuracy. A tag that begins with S, B or E never joins the
next one, one that begins with O or "." is outside, also where it is a bare tag: a run of SCONJ is as many entities as words. An entity
ends with its sentence, but for 1.2.2's X. No entity on either side is F1 0, and with
the official reading so is no sentence. With tags for more or fewer words than the gold has, 0.0.12
scores in silence; here that is an error, and `ragged=True` gives the official figure.

Long sentences are split and never cut: `pieces` says where, `rejoin` puts the predicted tags together again before they are scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise

from reproduce.metrics.metric import MetricError, Score, check_equal_lengths, f1_score, lines_of

NAME = "tagging"
VERSION = "1"

OFFICIAL = "seqeval-0.0.12"
OUTSIDE = "O"

Sentence = Sequence[str]
Entity = tuple[str, int, int]  # type, first word, last word, counted through the corpus


# --- entities --------------------------------------------------------------------------------------------------


def _type_of_the_time(tag: str) -> str:
    return tag.rsplit("-", 1)[-1]


def _type_of_later(tag: str) -> str:
    return tag[1:].split("-", 1)[-1] or "_"


def _lenient(sentences: Sequence[Sentence], type_of: Callable[[str], str]) -> Iterator[Entity]:
    """The runs of one type. The words of all sentences are counted through, with an O after each."""
    first, before, its_type = 0, OUTSIDE, ""
    words = chain.from_iterable([*sentence, OUTSIDE] for sentence in sentences)
    for at, tag in enumerate(chain(words, [OUTSIDE])):
        if not tag:
            raise MetricError(f"the word at place {at} has an empty tag")
        letter, kind = tag[0], type_of(tag)
        if _ends(before, letter, its_type, kind):
            yield its_type, first, at - 1
        if _begins(before, letter, its_type, kind):
            first = at
        before, its_type = letter, kind


def _ends(before: str, letter: str, its_type: str, kind: str) -> bool:
    """Whether an entity ends between two tags, of which the first letters and the types are given."""
    alone = before in "ES" or (before in "BI" and letter in "BSO")
    return alone or (before not in "O." and its_type != kind)


def _begins(before: str, letter: str, its_type: str, kind: str) -> bool:
    """Whether an entity begins there."""
    anew = letter in "BS" or (before in "ESO" and letter in "EI")
    return anew or (letter not in "O." and its_type != kind)


def _strict(sentences: Sequence[Sentence]) -> Iterator[Entity]:
    """B-X with the I-X that follow it; an I-X that follows something else belongs to nothing."""
    start = 0
    for sentence in sentences:
        opened: tuple[str, int] | None = None
        for at, tag in enumerate([*sentence, OUTSIDE], start):
            if tag[:1] not in ("B", "I", "O"):
                raise MetricError(f"tag {tag!r}: IOB2 has B, I and O and no other first letter")
            kind = _type_of_later(tag)
            if opened and not (tag[0] == "I" and kind == opened[0]):
                yield opened[0], opened[1], at - 1
                opened = None
            if tag[0] == "B":
                opened = kind, at
        start += len(sentence)


ENTITIES: dict[str, Callable[[Sequence[Sentence]], Iterator[Entity]]] = {
    "seqeval-0.0.12": lambda sentences: _lenient(sentences, _type_of_the_time),
    "seqeval-1.2.2": lambda sentences: _lenient(sentences, _type_of_later),
    "strict-iob2": _strict,
}


# --- scores ----------------------------------------------------------------------------------------------------


def entity_f1(gold: Sequence[Sentence], predicted: Sequence[Sentence], *, reading: str = OFFICIAL, ragged: bool = False) -> Score:
    """F1 over entities with precision and recall beside it, and the accuracy over words; n is the number of gold entities."""
    if reading not in ENTITIES:
        raise MetricError(f"reading {reading!r} is none of {', '.join(ENTITIES)}")
    if not ragged:
        _check_words(gold, predicted)
    if not gold and reading != OFFICIAL:
        raise MetricError(f"no sentence: {reading} gives no figure")
    right, found = set(ENTITIES[reading](gold)), set(ENTITIES[reading](predicted))
    score = f1_score(len(right & found), len(found), len(right), f"{NAME} {reading} {VERSION}")
    if not any(gold):
        return score
    return score._replace(parts={**score.parts, "accuracy": word_accuracy(gold, predicted, ragged=ragged).value})


def word_accuracy(gold: Sequence[Sentence], predicted: Sequence[Sentence], *, ragged: bool = False) -> Score:
    """How many words have the right tag; n is the number of words in the gold. Not the benchmark's figure for tagging."""
    if not ragged:
        _check_words(gold, predicted)
    words = list(chain.from_iterable(gold))
    if not words:
        raise MetricError("no word in the gold: there is nothing to judge")
    right = sum(one == other for one, other in zip(words, chain.from_iterable(predicted), strict=False))
    return Score(100 * right / len(words), "accuracy", f"{NAME} words {VERSION}", len(words))


def _check_words(gold: Sequence[Sentence], predicted: Sequence[Sentence]) -> None:
    check_equal_lengths(gold, predicted, "sentences")
    for number, (one, other) in enumerate(zip(gold, predicted, strict=True), 1):
        check_equal_lengths(one, other, f"words of sentence {number}")


SCORES = {"tagging-f1": entity_f1, "tagging-accuracy": word_accuracy}


# --- files, and sentences that are too long --------------------------------------------------------------------


def sentences_of(text: str) -> list[list[str]]:
    """The sentences of a file with one tag a line and a blank line after each sentence, as the benchmark reads it.

    A second blank line is a sentence without words. Of a line with a word and a tag the whole line is the tag.
    """
    sentences: list[list[str]] = [[]]
    for tag in lines_of(text):
        if tag:
            sentences[-1].append(tag)
        else:
            sentences.append([])
    return sentences if sentences[-1] else sentences[:-1]


def pieces(lengths: Sequence[int], room: int) -> list[range]:
    """A sentence as pieces that each fit: which words, given how many parts each word has and how many parts there is room for.

    Every word is in one piece, in order. A word without parts, or with more than there is room for, becomes one unknown part and takes
    the room of one, as in XTREME.
    """
    if room < 1:
        raise MetricError(f"room for {room} parts: no word fits")
    cuts, taken = [0], 0
    for word, length in enumerate(lengths):
        needed = length if 0 < length <= room else 1
        if taken + needed > room:
            cuts.append(word)
            taken = 0
        taken += needed
    cuts.append(len(lengths))
    return [range(first, end) for first, end in pairwise(cuts) if first < end]


def rejoin(tags: Sequence[Sentence], sentence_of: Sequence[int]) -> list[list[str]]:
    """The tags of whole sentences from those of pieces, given the number of the sentence that each piece is of, from 0 and in order."""
    check_equal_lengths(sentence_of, tags, "pieces", ("the numbering", "the prediction"))
    whole: list[list[str]] = []
    for piece, (number, of_piece) in enumerate(zip(sentence_of, tags, strict=True)):
        if number not in (len(whole) - 1, len(whole)):
            raise MetricError(
                f"piece {piece} is of sentence {number}, where {len(whole)} comes next: a sentence is missing or out of order"
            )
        if number == len(whole):
            whole.append([])
        whole[-1].extend(of_piece)
    return whole
