"""What a report says of itself at its head: title, author, date. Only what is stated in so many words is taken."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from synth.reading.bibliography.inline import visible
from synth.reading.words import part_named, split_number, word_set
from synth.reports.blocks import Block

MAX_HEAD_BLOCKS = 12  # blocks in which "Author: …" is looked for
MAX_BEFORE_TITLE = 2  # blocks that may stand above the title
MIN_NUMBERED = 2  # headings with a number before one without is set apart by it
MAX_HEAD = 20_000  # characters of a page in which its head is looked for

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_FRONT_FIELD = re.compile(r"([A-Za-z]{2,20})[ \t]*:[ \t]*(\S[^\n]{0,500}?)[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"[\s*_#>-]{0,8}([^\W\d_][^:：;\n*]{0,24}?)[*_\s]{0,4}[:：;][*_]{0,3}[ \t]+(\S[^\n]{0,600})")
_PAGE_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,500})</title", re.IGNORECASE)
_META = re.compile(r"<meta\s([^<>]{1,600})>", re.IGNORECASE)
_META_NAME = re.compile(
    r"(?:name|property)\s?=\s?[\"']?(?:citation_|dc\.|dcterms\.|article:)?(author|creator|date|published_time|publication_date)\b",
    re.IGNORECASE,
)
_META_CONTENT = re.compile(r"content\s?=\s?[\"']([^\"'<>]{1,300})[\"']", re.IGNORECASE)


class Front(NamedTuple):
    title: str = ""
    title_block: int | None = None  # the block that is the title and nothing else
    author: str = ""
    date: str = ""
    line: int | None = None  # of the title
    fields: frozenset[int] = frozenset()  # blocks that hold only such fields


def read_front(blocks: list[Block], text: str, format: str, stated: dict[str, str] | None = None) -> Front:
    """The title, author and date of a report, as stated in its text, or by its format."""
    stated = stated or (_front_matter(text) if format == "md" else _page_head(text) if format == "html" else {})
    fields, where, lines = _head_fields(blocks)
    heading = _title_heading(blocks)
    if "title" in fields:
        title, title_block, line = fields["title"], None, lines["title"]
    elif heading is not None:
        title, title_block, line = blocks[heading].text, heading, blocks[heading].line
    else:
        title, title_block, line = stated.get("title", ""), None, None
    if format == "md" and stated.get("title"):
        title = stated["title"]
        line = line if title_block is not None else 1
    author, date = fields.get("author") or stated.get("author", ""), fields.get("date") or stated.get("date", "")
    return Front(title, title_block, author, date, line, where)


def field_of(shown: str) -> tuple[str, str] | None:
    """The name, in lower case, and the value of a line like "Research question: …"; None for any other line."""
    found = _FIELD.match(shown)
    return (found[1].strip().lower(), visible(found[2])) if found else None


def _front_matter(text: str) -> dict[str, str]:
    front = _FRONT_MATTER.match(text)
    if not front:
        return {}
    return {name.lower(): value.strip("\"'") for name, value in _FRONT_FIELD.findall(front[1])}


def _page_head(text: str) -> dict[str, str]:
    stated: dict[str, str] = {}
    if title := _PAGE_TITLE.search(text, 0, MAX_HEAD):
        stated["title"] = " ".join(unescape(title[1]).split())
    for meta in _META.finditer(text, 0, MAX_HEAD):
        name, content = _META_NAME.search(meta[1]), _META_CONTENT.search(meta[1])
        if name and content:
            stated.setdefault("author" if name[1].lower() in ("author", "creator") else "date", unescape(content[1]).strip())
    return stated


def _head_fields(blocks: list[Block]) -> tuple[dict[str, str], frozenset[int], dict[str, int]]:
    """Fields before the text begins, the blocks that hold nothing else, and their lines."""
    fields: dict[str, str] = {}
    where: set[int] = set()
    lines: dict[str, int] = {}
    for position, block in enumerate(blocks[:MAX_HEAD_BLOCKS]):
        if block.kind == "heading" and position > 0:
            break
        if block.kind not in ("paragraph", "item"):
            continue
        said = block.text.split("\n")
        read = [field for line in said if (field := field_of(line))]
        known = [(use, value) for name, value in read for use in ("title", "author", "date") if name in word_set("fields", use)]
        for use, value in known:
            fields.setdefault(use, value)
            lines.setdefault(use, block.line)
        if known and len(known) == len(said):
            where.add(position)
    return fields, frozenset(where), lines


def _title_heading(blocks: list[Block]) -> int | None:
    """The heading that is the title: the first, if it stands above all others or nothing stands between it and the next.

    Of several headings at one level it is the title if only it has parts, or only it has no number; where others have parts
    too, they are chapters.
    """
    headings = [position for position, block in enumerate(blocks) if block.kind == "heading"]
    if not headings or part_named(blocks[headings[0]].text):
        return None
    first = blocks[headings[0]]
    if headings[0] > MAX_BEFORE_TITLE or split_number(first.text)[0]:
        return None
    levels = [blocks[position].level for position in headings]
    peers = [at for at in range(1, len(headings)) if levels[at] <= levels[0] and not _repeats(blocks[headings[at]], first)]
    has_parts = len(levels) > 1 and levels[1] > levels[0]
    peers_with_parts = [at for at in peers if at + 1 < len(levels) and levels[at + 1] > levels[at]]
    stands_alone = len(headings) > 1 and headings[1] == headings[0] + 1 and not has_parts
    numbered = [bool(split_number(blocks[headings[at]].text)[0]) for at in peers]
    is_unnumbered = sum(numbered) >= MIN_NUMBERED and all(
        number or part_named(blocks[headings[at]].text) or blocks[headings[at]].text.endswith(":")  # a line that leads to a list
        for at, number in zip(peers, numbered, strict=True)
    )
    return headings[0] if not peers or stands_alone or is_unnumbered or (has_parts and not peers_with_parts) else None


def _repeats(block: Block, first: Block) -> bool:
    """Whether a heading at the title's level is the title again, or stands over the references."""
    return block.text == first.text or part_named(block.text) == "references"
