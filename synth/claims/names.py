"""What the rows and columns of a table are called, as lists in which runs of tokens are looked up.

`names_of` joins what the labels of each side are called with what the caption and the paper say that short names stand for, and with who is
meant by "ours" and by "the baseline". What is not done: nothing is found by likeness of letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from synth.claims.glossary import told_in_caption
from synth.claims.labels import Collected, add, collected
from synth.claims.layouts import SIDES, Layout, Line, is_average
from synth.claims.spelling import is_ordinary, squash, stem, stems_of
from synth.claims.wording import tokens
from synth.reading.vocabulary import readings

MAX_ROOT = 6  # letters by which a word is known in another form: "extractor", "extraction"

Lines = frozenset[int]
Index = dict[str, dict[str, Lines]]

_OURS = re.compile(r"\b(?:ours?|proposed|this work|this paper|nuestro|notre|unser)\b", re.IGNORECASE)
_BASELINE = re.compile(r"\bbaselines?\b", re.IGNORECASE)


class Named(NamedTuple):
    """What the lines of a table are called, for each side: squashed names and the lines that bear them."""

    whole: Index
    joined: Index  # whole paths, and pieces of paths
    stems: Index  # whole labels, by the stems of their words that are more than grammar
    wide: Index  # labels without their brackets and sources, also where another label is the name whole
    listed: frozenset[str]  # names of labels that have a comma
    known: dict[str, dict[tuple[str, str], Lines]]  # words of the vocabulary
    initials: Index
    cut: dict[str, dict[str, list[tuple[tuple[str, ...], Lines]]]]  # labels of words cut short, by their first letter
    described: dict[str, dict[tuple[str, ...], Lines]]  # the words of labels that describe
    runs: Index  # several words of labels
    sole: Index  # several words that only one label has
    hyphened: Index  # words that one label joins by a hyphen
    parts: Index  # one word of a label
    bracketed: Index  # all that stands in the brackets of a label, where it stands in others beside more
    ordinary: Index  # one word that distinguishes a label from the one beside it
    numbers: Index
    valued: dict[str, dict[tuple[str, str], Lines]]  # "k = 5"
    taken: Index  # lines from which the named thing was taken away
    ours: dict[str, Lines]
    baseline: dict[str, Lines]
    heads: frozenset[str]  # stems of the words of the caption and the labels
    caption: frozenset[str]  # words of the caption


@lru_cache(maxsize=256)
def names_of(layout: Layout) -> Named:
    """The names of all rows and columns of a table."""
    found = {side: collected(layout.lines(side)) for side in SIDES}
    of_table = {_root(word) for word in layout.caption.split()}
    told = [(short, long) for short, long in layout.glossary if not {_root(word) for word in long.split()} <= of_table]
    for short, long in (*told_in_caption(layout.caption), *told):  # what the caption speaks of is said of the whole table
        for one in found.values():
            _name_defined(short, long, one)
    words = [*tokens(layout.caption), *(token for side in SIDES for line in layout.lines(side) for token in tokens(" ".join(line.labels)))]
    return Named(
        whole={side: _frozen({**one.bare, **one.whole}) for side, one in found.items()},
        joined={side: _frozen(one.joined) for side, one in found.items()},
        stems={side: _frozen({**one.bare_stems, **one.stems}) for side, one in found.items()},
        wide={side: _frozen(one.bare) for side, one in found.items()},
        listed=frozenset(squash(label) for side in SIDES for line in layout.lines(side) for label in line.labels if "," in label),
        known={side: {key: frozenset(lines) for key, lines in one.known.items()} for side, one in found.items()},
        initials={side: _frozen(one.initials) for side, one in found.items()},
        cut={side: _by_first_letter(one.cut) for side, one in found.items()},
        described={side: {words: frozenset(lines) for words, lines in one.described.items()} for side, one in found.items()},
        runs={side: _frozen(one.runs) for side, one in found.items()},
        sole={
            side: _frozen({run: lines for run, lines in one.runs.items() if len(one.labels_of_runs[run]) == 1})
            for side, one in found.items()
        },
        hyphened={
            side: _frozen({run: lines for run, lines in one.runs.items() if run in one.hyphened and len(one.labels_of_runs[run]) == 1})
            for side, one in found.items()
        },
        parts={side: _frozen(one.parts) for side, one in found.items()},
        bracketed={side: _frozen(one.bracketed) for side, one in found.items()},
        ordinary={side: _frozen(one.ordinary) for side, one in found.items()},
        numbers={side: _frozen(one.numbers) for side, one in found.items()},
        valued={side: {key: frozenset(lines) for key, lines in one.valued.items()} for side, one in found.items()},
        taken={side: _frozen({**one.taken_inside, **one.taken}) for side, one in found.items()},
        ours={
            side: _lines_that_say(_OURS, layout.lines(side)) - _lines_that_say(_BASELINE, layout.lines(side))
            or _alone_uncited(layout.lines(side))
            for side in SIDES
        },
        baseline={side: _lines_that_say(_BASELINE, layout.lines(side)) for side in SIDES},
        heads=frozenset(stem(token.text) for token in words if not is_ordinary(token.low)),
        caption=frozenset(squash(part) for token in tokens(layout.caption) for part in (token.text, *token.text.split("-"))),
    )


def _root(word: str) -> str:
    return stem(word)[:MAX_ROOT]


def _name_defined(short: str, long: str, out: Collected) -> None:
    """Lines whose label is a short name are also called what it stands for, and the other way round."""
    name, said = squash(short), stems_of(long)
    if is_ordinary(long.casefold()):
        return
    if lines := out.whole.get(name) or out.bare.get(name) or out.parts.get(name):
        add(out.stems, said, lines)
        for one in readings(long):
            if one.kind != "role":
                add(out.known, (one.kind, one.word), lines)
        for taken in (out.taken, out.taken_inside):
            if name in taken:
                add(taken, squash(long), taken[name])
    elif (lines := out.stems.get(said)) or len(out.labels_of_runs.get(said, ())) == 1:
        add(out.bare, name, lines or out.runs[said])


def _frozen(found: dict[str, set[int]]) -> dict[str, Lines]:
    return {name: frozenset(lines) for name, lines in found.items() if name}


_SOURCE = re.compile(r"\bet al\b|\b(?:19|20)\d\d[a-z]?\b|\[\d+\]")


def _alone_uncited(lines: Sequence[Line]) -> Lines:
    """The one line without a source where all others have one: it is that of the paper."""
    uncited = [at for at, line in enumerate(lines) if not _SOURCE.search(line.path) and not is_average(line)]
    return frozenset(uncited) if len(uncited) == 1 and len(lines) > 1 else frozenset()


def _lines_that_say(pattern: re.Pattern[str], lines: Sequence[Line]) -> Lines:
    return frozenset(at for at, line in enumerate(lines) if any(pattern.search(label) for label in line.labels))


def _by_first_letter(cut: dict[tuple[str, ...], set[int]]) -> dict[str, list[tuple[tuple[str, ...], Lines]]]:
    found: dict[str, list[tuple[tuple[str, ...], Lines]]] = {}
    for chunks, lines in cut.items():
        found.setdefault(chunks[0][0], []).append((chunks, frozenset(lines)))
    return found
