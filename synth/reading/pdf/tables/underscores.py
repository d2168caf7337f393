"""Underscores that are drawn and not set: old TeX fonts have none, so "svae_px" is two words with a short line between their feet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from synth.reading.pdf.page import GLUED, Stroke, Word

WIDE = (0.2, 0.75)  # of the font size: how wide such a line is
BELOW = (-0.05, 0.25)  # of the font size below the baseline
NEAR = 0.14  # of the font size between such a line and the words beside it


def underscored(words: list[Word], inside: Sequence[int], dashes: Sequence[Stroke]) -> list[Word]:
    """The words of a page with those of the given positions put together that such a line joins."""
    if not dashes:
        return words
    feet = sorted(dashes, key=lambda dash: dash.y0)
    heights = [dash.y0 for dash in feet]
    joined = words
    for at in inside:
        if at == 0 or words[at].turn or words[at - 1].turn or abs(words[at].base - words[at - 1].base) > 0.5:
            continue
        before, word = words[at - 1], words[at]
        low = bisect_left(heights, word.base + BELOW[0] * word.size)
        for dash in feet[low:]:
            if dash.y0 > word.base + BELOW[1] * word.size:
                break
            wide = WIDE[0] * word.size <= dash.x1 - dash.x0 <= WIDE[1] * word.size
            if wide and abs(dash.x0 - before.x1) <= NEAR * word.size and abs(word.x0 - dash.x1) <= NEAR * word.size:
                joined = joined if joined is not words else list(words)
                joined[at] = word._replace(x0=before.x1, text=f"_{word.text}", style=word.style | GLUED)
                break
    return joined
