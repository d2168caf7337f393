"""Headings and paragraphs in reading order become one text, its sentences and its sections.

All three readers end here. The text is the paragraphs as they are, a blank line between them; a sentence never crosses a paragraph,
and knows the page and the boxes of the lines that it stands on where the reader knows them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Literal, NamedTuple

from synth.reading.sentences import split_sentences
from synth.records import Box, Passage, Section

GAP = "\n\n"


class Placed(NamedTuple):
    """A stretch of a part's text that stands in one line of a page."""

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


class Part(NamedTuple):
    """A heading or a paragraph. A heading's text leaves its number out; `kind` of a section is one of SECTION_KINDS."""

    what: Literal["heading", "paragraph"]
    text: str
    level: int = 1
    number: str = ""
    kind: str = "other"
    placed: tuple[Placed, ...] = ()


class Prose(NamedTuple):
    """The text of a document with its sentences and sections."""

    text: str
    sentences: tuple[Passage, ...]
    sections: tuple[Section, ...]


def compose(parts: Iterable[Part], source: str = "") -> Prose:
    """The text of `parts`, the sentences of its paragraphs, and its sections, each up to the next heading of any level."""
    pieces: list[str] = []
    sentences: list[Passage] = []
    sections: list[Section] = []
    opened: list[tuple[int, Part]] = []
    at = 0
    for part in parts:
        if not part.text.strip():
            continue
        shown = f"{part.number} {part.text}".strip() if part.what == "heading" else part.text
        if pieces:
            at += len(GAP)
        if part.what == "heading":
            opened.append((at, part))
        else:
            title = opened[-1][1].text if opened else ""
            sentences += [_passage(part, span, at, title, source) for span in split_sentences(part.text)]
        pieces.append(shown)
        at += len(shown)
    ends = [*(start for start, _ in opened[1:]), at + len(GAP)][: len(opened)]  # of no heading there is no end
    for (start, part), end in zip(opened, ends, strict=True):
        first = part.placed[0] if part.placed else None
        sections.append(
            Section(
                title=part.text,
                number=part.number,
                level=part.level,
                kind=part.kind,
                page=first.page if first else None,
                box=_box(first.box) if first else None,
                span=(start, end - len(GAP)),
            )
        )
    return Prose(GAP.join(pieces), tuple(sentences), tuple(sections))


def _passage(part: Part, span: tuple[int, int], at: int, section: str, source: str) -> Passage:
    start, end = span
    first = max(bisect_right(part.placed, start, key=lambda place: place.start) - 1, 0)
    last = bisect_left(part.placed, end, key=lambda place: place.start)
    lines = [place for place in part.placed[first:last] if place.end > start]
    return Passage(
        text=part.text[start:end],
        source=source,
        page=lines[0].page if lines else None,
        boxes=tuple(_box(place.box, place.page if place.page != lines[0].page else None) for place in lines),
        section=section,
        span=(at + start, at + end),
    )


def _box(box: tuple[float, float, float, float], page: int | None = None) -> Box:
    x0, y0, x1, y1 = (round(value, 2) for value in box)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1, page=page)
