"""Which tables a sentence may be about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from synth.claims.cuts import stopwords
from synth.claims.layouts import COLUMN, ROW, Layout, is_average
from synth.claims.leftovers import known_words, plain, stem
from synth.claims.mentions import mentions, things
from synth.claims.wording import Token, figures

MOST_TABLES = 6  # that are tried for one sentence
TABLE = re.compile(r"\b(?:table|tab\.)\s*((?:[IVXLC]+|\d+|[A-Z]\.?\d+)[a-z]?)\b", re.IGNORECASE)


def candidates(sentence: str, found: Sequence[Token], layouts: Sequence[Layout]) -> list[tuple[float, Layout]]:
    """The tables that the sentence may be about, with how much of it they name: the one it points to, else those that name most."""
    named = {number.casefold() for number in TABLE.findall(sentence)}
    chosen = [layout for layout in layouts if (number := re.search(r"[\w.]+$", layout.table)) and number[0].casefold() in named]
    if named and (chosen or all(re.search(r"\d$", layout.table) for layout in layouts)):
        return [(1.0, layout) for layout in chosen]  # none, where the one that is pointed to is not at hand
    if len(layouts) == 1:
        return [(1.0, layouts[0])]
    scored = sorted(((_score(found, layout), -at) for at, layout in enumerate(layouts)), reverse=True)
    # Those that name as much as the last are tried too: which comes first says nothing.
    least = scored[min(MOST_TABLES, len(scored)) - 1][0]
    return [(score, layouts[-at]) for score, at in scored if score >= least and score > 0]


def _score(found: Sequence[Token], layout: Layout) -> float:
    """How much of a sentence a table names, in its labels and in its caption; more where it names both a row and a column."""
    words = known_words(layout)
    named = things(found, layout)
    spans = [(one.start, one.end) for one in named] + [(one.start, one.end) for one in mentions(found, layout)]
    inside = {at for start, end in spans for at in range(start, end)}
    content = [at for at, token in enumerate(found) if len(token.text) > 2 and token.low not in stopwords()]
    told = sum(at in inside or stem(found[at].text) in words for at in content) + sum(thing.how for thing in named) / 4
    ordinary = sum(at not in inside and found[at].low in plain() and stem(found[at].text) in words for at in content)
    if not named:
        return 0.0
    return told - ordinary / 2 + _counts_lines(found, layout) / 2 + 2 * (len({thing.side for thing in named}) == 2)


def _counts_lines(found: Sequence[Token], layout: Layout) -> bool:
    """Whether the table has as many rows or columns as the sentence says that there are: "all four tasks"."""
    many = {len([line for line in layout.lines(side) if not is_average(line)]) for side in (ROW, COLUMN)}
    return any(
        number.word and float(number.text) in many and float(number.text) > 1 and found[number.at - 1].low in ("all", "the", "of", "these")
        for number in figures(found)
        if number.at and not number.unit
    )
