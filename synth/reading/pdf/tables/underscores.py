"""Underscores that are drawn and not set: old TeX fonts have none, so "svae_px" is two words with a short line between their feet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from synth.reading.pdf.page import GLUED, Stroke, Word

WIDE = (0.2, 0.75)  # of the font size: how wide such a line is
BELOW = (-0.05, 0.25)  # of the font size below the baseline
NEAR = 0.14  # of the font size between such a line and the words beside it


def underscored(words: list[Word], inside: list[int], dashes: Sequence[Stroke]) -> tuple[list[Word], list[int]]:
    """The words of a page with those of the given positions made one that such a line joins, and the positions that are left."""
    if not dashes:
        return words, inside
    feet = sorted(dashes, key=lambda dash: dash.y0)
    heights = [dash.y0 for dash in feet]
    joined, kept = list(words), list[int]()
    for at in inside:
        last = kept[-1] if kept else None
        if last is not None and _is_joined(
            joined[last], words[at], feet[bisect_left(heights, words[at].base + BELOW[0] * words[at].size) :]
        ):
            before, word = joined[last], words[at]
            joined[last] = before._replace(x1=word.x1, text=f"{before.text}_{word.text}", style=before.style & (word.style | GLUED))
        else:
            kept.append(at)
    return joined, kept


def _is_joined(before: Word, word: Word, dashes: Sequence[Stroke]) -> bool:
    """Whether one of some lines, from the word's baseline down, runs from one word to the next."""
    if before.turn or word.turn or abs(word.base - before.base) > 0.5:
        return False
    for dash in dashes:
        if dash.y0 > word.base + BELOW[1] * word.size:
            break
        wide = WIDE[0] * word.size <= dash.x1 - dash.x0 <= WIDE[1] * word.size
        if wide and abs(dash.x0 - before.x1) <= NEAR * word.size and abs(word.x0 - dash.x1) <= NEAR * word.size:
            return True
    return False
