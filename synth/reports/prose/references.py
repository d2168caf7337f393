"""Where a review lists its references, and the entries as they stand there.

A list is found by its heading in any language of `words.toml`, by definitions ("[^3]: …", "[3]: …"), or as a run of labelled
entries. Without any of these the headings of an annotated bibliography are its entries. Entries that repeat are kept: which
of them are the same work is for others to say.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from synth.reading.bibliography.bibtex import parse_bib, reference_of
from synth.reading.bibliography.entries import Entry, looks_like_entry, read_entry, read_label, read_work_heading, years_in
from synth.reading.bibliography.marks import Link
from synth.reading.words import part_named, split_number
from synth.records import Reference
from synth.reports.blocks import Block, ReportError
from synth.sources.identity import find_identifiers

MAX_BYTES = 50_000_000  # of a bibliography
MIN_RUN = 2  # labelled entries in a row that make a list without a heading
MIN_WORK_HEADINGS = 3  # headings that name a work before they are taken for an annotated bibliography
MIN_WORK_SHARE = 0.8  # of the headings of a level, before one without a year is taken for a work too
MIN_UNDATED_WORDS = 5  # of such a heading; "Summary" is none
MAX_BARE_ENTRY = 1_000  # characters of an entry that nothing announces
MAX_CATEGORY_WORDS = 8  # "Peer-reviewed articles": an item above entries, not an entry

_MARKS = "*_#> \t:：\u00a0"  # around a line that is set apart
MAX_ANNOUNCING = 60  # characters of a line that announces a list
_DEFINITION = re.compile(r"[ \t]*\[\^?[^\[\]\n]{1,60}\]:")
_ENTRY_ANCHOR = re.compile(r"(?:ref|bib|cit|CR|R)[-_:]?\S+\Z")
_HARD_BREAK = re.compile(r"(?:  |\\)$")
_ADDRESS_ALONE = re.compile(r"\s*<?https?://\S+\s*\Z")


class Note(NamedTuple):
    """A definition ("[^2]: …") that is no reference."""

    text: str
    label: str
    line: int


class Lists(NamedTuple):
    """The entries of a review, the blocks that hold nothing else, and notes that only explain."""

    entries: list[Entry]
    used: frozenset[int]
    notes: list[Note]


class _Piece(NamedTuple):
    raw: str
    line: int
    block: int
    label: str
    links: tuple[Link, ...]
    anchors: tuple[str, ...]


def raw_of(block: Block, text: str) -> str:
    """The text of a block as it stands in the file, where the file is text."""
    return text[block.span[0] : block.span[1]] if block.span else block.text


def find_lists(blocks: list[Block], text: str) -> Lists:
    """The reference lists of a review; nothing is resolved and no entry is dropped."""
    entries: list[Entry] = []
    used: set[int] = set()
    number = 0
    for start, end in _regions(blocks, text):
        pieces = _pieces(blocks, range(start, end), text)
        if pieces:
            entries += [_entry(piece, number) for piece in pieces]
            used |= {piece.block for piece in pieces} | _joined_blocks(blocks, start, end, {piece.block for piece in pieces})
            number += 1
    runs, notes = _loose_runs(blocks, text, used)
    for run in runs:
        entries += [_entry(piece, number) for piece in run]
        number += 1
    used |= {piece.block for run in runs for piece in run} | {piece.block for piece in notes}
    if not entries:
        entries = _work_headings(blocks)
    entries.sort(key=lambda entry: (entry.block, entry.line))
    return Lists(entries, frozenset(used), [Note(piece.raw, piece.label, piece.line) for piece in notes])


def read_bib(path: Path) -> str:
    """The text of the bibliography that stands beside a report under the same name (`review.html`, `review.bib`); else empty.

    No other file is opened, whatever the report names.
    """
    beside = path.with_suffix(".bib")
    if beside == path or not beside.is_file():
        return ""
    if beside.stat().st_size > MAX_BYTES:
        raise ReportError(f"{beside.name} is larger than {MAX_BYTES // 1_000_000} MB; cut it to the entries that are cited")
    return beside.read_text(encoding="utf-8", errors="replace")


def list_cited(bibliography: str, keys: list[str]) -> list[Entry]:
    """The entries of a BibTeX file that are cited, in the order of their first citation."""
    known = {entry.key: entry for entry in reversed(parse_bib(bibliography))}
    cited = [known[key] for key in dict.fromkeys(keys) if key in known]
    references = [reference_of(entry) for entry in cited]
    return [Entry(ref, 0, -1, 0, years=frozenset([str(ref.year)] if ref.year else [])) for ref in references]


def _entry(piece: _Piece, number: int) -> Entry:
    if piece.raw.lstrip().startswith("@") and (parsed := parse_bib(piece.raw)):
        reference = reference_of(parsed[0])
    else:
        reference = read_entry(piece.raw, piece.label, piece.links)
    return Entry(reference, piece.line, piece.block, number, piece.anchors, years_in(piece.raw))


def _regions(blocks: list[Block], text: str) -> list[tuple[int, int]]:
    """The stretches of blocks under a heading that announces references."""
    regions: list[tuple[int, int]] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        end = position + 1
        if block.kind == "heading" and part_named(block.text) == "references":
            end = _end_of_section(blocks, position)
        elif block.kind in ("paragraph", "item") and _announces(raw_of(block, text).split("\n", 1)[0]):
            end = _end_of_run(blocks, position, text)
        if end > position + 1 or (end == position + 1 and block.kind == "paragraph" and _announces(raw_of(block, text).split("\n", 1)[0])):
            inside = blocks[position:end]
            if _is_list(inside, text):
                regions.append((position, end))
                position = end
                continue
        position += 1
    return regions


def _announces(line: str) -> bool:
    """Whether a line that is no heading stands like one over references: "**Sources**", "References:"."""
    stripped = line.strip()
    set_apart = stripped.endswith((":", "：", "*", "_")) or stripped.startswith(("*", "_", "#"))
    short = 2 <= len(stripped.strip(_MARKS)) <= MAX_ANNOUNCING
    return set_apart and short and part_named(stripped) == "references"


def _end_of_section(blocks: list[Block], heading: int) -> int:
    for position in range(heading + 1, len(blocks)):
        block = blocks[position]
        if block.kind == "heading" and (block.level <= blocks[heading].level or part_named(block.text) not in ("", "references")):
            return position
    return len(blocks)


def _end_of_run(blocks: list[Block], first: int, text: str) -> int:
    """Entries under a line that announces them go on until a heading, or a block that is none."""
    position = first + 1
    while position < len(blocks):
        block, raw = blocks[position], raw_of(blocks[position], text)
        if block.kind in ("heading", "table", "code") or (block.kind == "paragraph" and not (looks_like_entry(raw) or read_label(raw)[0])):
            break
        position += 1
    return position


def _is_list(inside: list[Block], text: str) -> bool:
    """Whether what stands under the heading are entries rather than prose on the literature."""
    holding = [block for block in inside if block.kind not in ("heading",)]
    likely = sum(_is_likely(block, raw_of(block, text)) for block in holding)
    return likely > 0 and likely * 2 >= len(holding) - sum(block.level > 1 for block in holding)


def _is_likely(block: Block, raw: str) -> bool:
    return block.kind in ("item", "note", "table", "code") or bool(read_label(raw)[0]) or looks_like_entry(raw)


def _pieces(blocks: list[Block], where: range, text: str) -> list[_Piece]:
    """The entries of a region, each with the blocks that continue it joined."""
    pieces: list[_Piece] = []
    depth = _entry_depth([blocks[position] for position in where])
    itemised = sum(blocks[position].kind == "item" for position in where) > MIN_RUN
    for position in where:
        block = blocks[position]
        raw = raw_of(block, text)
        if block.kind == "heading" or (block.kind == "item" and block.level < depth):
            continue  # the name of a group of entries
        if block.kind == "table":
            pieces += [_row(row, position) for row in block.cells[1:] or block.cells]
        elif block.kind in ("item", "note") and block.level <= depth:
            pieces += _lines(block, raw, position, block.label)
        elif (block.level > 0 or block.kind == "item") and pieces and block.kind != "code":
            last = pieces[-1]
            pieces[-1] = last._replace(raw=f"{last.raw}\n{raw}", links=last.links + _moved(block.links, len(last.raw) + 1))
        elif block.kind == "code" or raw.lstrip().startswith("@"):
            pieces += [_Piece(entry.text, block.line, position, entry.key, (), ()) for entry in parse_bib(raw)]
        elif not itemised or read_label(raw)[0] or find_identifiers(raw[:MAX_BARE_ENTRY]):
            pieces += _lines(block, raw, position, "")  # beside items a plain paragraph speaks about the list
    return [piece for piece in pieces if piece.raw.strip()]


def _entry_depth(inside: list[Block]) -> int:
    """The depth of the items that are entries: the second where the first only names groups."""
    first = [block for block in inside if block.kind == "item" and block.level == 1]
    deeper = [block for block in inside if block.kind == "item" and block.level == 2]
    groups = [
        block for block in first if len(block.text.split()) <= MAX_CATEGORY_WORDS and not looks_like_entry(block.text) and not block.links
    ]
    return 2 if first and len(groups) == len(first) and len(deeper) > len(first) else 1


def _lines(block: Block, raw: str, position: int, label: str) -> list[_Piece]:
    """The entries in one block: one for each labelled line, or for each line where every line is an entry."""
    lines = raw.split("\n")
    if _announces(lines[0]):
        lines = ["", *lines[1:]]
    elif block.kind == "paragraph" and not _is_likely(block, raw):
        return []
    labels = [read_label(line) for line in lines]
    labelled = sum(bool(found) for found, _ in labels)
    every_line = not labelled and block.kind == "paragraph" and _every_line_is_one(lines)
    pieces: list[_Piece] = []
    at = 0
    for offset, (line, (found, skip)) in enumerate(zip(lines, labels, strict=True)):
        opens = bool(found) or every_line or not pieces
        if opens and line.strip():
            links = tuple(link for link in _moved(block.links, -at) if link.start >= 0)
            pieces.append(
                _Piece(
                    line[skip:],
                    block.line + (offset if block.span else 0),
                    position,
                    found or label,
                    links,
                    block.anchors if not pieces else (),
                )
            )
        elif pieces and line.strip():
            pieces[-1] = pieces[-1]._replace(raw=f"{pieces[-1].raw}\n{line}")
        at += len(line) + 1
    if len(pieces) > 1:  # a link belongs to the line it stands in
        pieces = [piece._replace(links=tuple(link for link in piece.links if link.end <= len(piece.raw) + 40)) for piece in pieces]
    return pieces


def _every_line_is_one(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    ends = sum(bool(_HARD_BREAK.search(line)) or line.rstrip().endswith((".", ")", "/", ">")) or "://" in line for line in filled)
    return len(filled) > 1 and all(looks_like_entry(line) for line in filled) and ends >= len(filled) - 1


def _row(row: tuple[Block, ...], position: int) -> _Piece:
    first = row[0].text.strip(" []().^") if row else ""
    label = first if first.isdigit() else ""
    cells = row[1:] if label else row
    links: tuple[Link, ...] = tuple(link for cell in cells for link in cell.links)
    return _Piece(" | ".join(cell.text for cell in cells if cell.text), row[0].line, position, label, links, ())


def _moved(links: tuple[Link, ...], by: int) -> tuple[Link, ...]:
    return tuple(Link(link.start + by, link.end + by, link.target) for link in links)


def _joined_blocks(blocks: list[Block], start: int, end: int, used: set[int]) -> set[int]:
    """Blocks of a region that were joined to an entry, and the line that announced it."""
    joined = {start}
    for position in range(start + 1, end):
        block = blocks[position]
        if position not in used and (block.kind == "item" or (block.level > 0 and block.kind == "paragraph")):
            joined.add(position)
    return joined


def _loose_runs(blocks: list[Block], text: str, used: set[int]) -> tuple[list[list[_Piece]], list[_Piece]]:
    """Definitions, notes and labelled entries outside any list, and the notes among them that cite nothing.

    A single labelled line counts only as the last thing said.
    """
    runs: list[list[_Piece]] = []
    definitions: list[_Piece] = []
    run: list[_Piece] = []
    bare: list[_Piece] = []  # entries without a label: one alone may be a sentence, three in a row are a list
    for position, block in enumerate(blocks):
        raw = "" if position in used or block.kind in ("heading", "table", "code") else raw_of(block, text)
        is_anchored = any(_ENTRY_ANCHOR.match(anchor) for anchor in block.anchors) and looks_like_entry(raw)
        if raw and (_DEFINITION.match(raw) or block.kind == "note"):
            definitions += _lines(block, raw, position, block.label)
        elif raw and (is_anchored or _is_labelled_entry(raw)):
            run += _lines(block, raw, position, block.label)
        elif raw and block.kind in ("paragraph", "item") and _reads_as_entry(raw):
            bare += _lines(block, raw, position, block.label)
            continue
        elif raw or block.kind == "heading":
            if len(run) >= MIN_RUN:
                runs.append(run)
            run = []
        if len(bare) > MIN_RUN:
            runs.append(bare)
        bare = []
    if run:
        runs.append(run)
    if len(bare) > MIN_RUN:
        runs.append(bare)
    is_cited = [looks_like_entry(piece.raw) or bool(piece.links) for piece in definitions]
    cited = [piece for piece, cites in zip(definitions, is_cited, strict=True) if cites]
    if cited:
        runs.append(cited)
    if not runs and not used:
        runs += _closing_run(blocks, text)
    return runs, [piece for piece, cites in zip(definitions, is_cited, strict=True) if not cites]


def _is_labelled_entry(raw: str) -> bool:
    """Whether every line that begins a block of "[3] …" lines could be an entry."""
    first = raw.split("\n", 1)[0]
    label, skip = read_label(first)
    return bool(label) and first.lstrip(" *_\\").startswith(("[", "［", "【")) and skip > 0 and looks_like_entry(first)


def _closing_run(blocks: list[Block], text: str) -> list[list[_Piece]]:
    """Entries at the very end under no heading: addresses alone on their lines, or names followed by a year."""
    first = len(blocks)
    while first > 0 and blocks[first - 1].kind in ("item", "paragraph") and _is_bare_entry(raw_of(blocks[first - 1], text)):
        first -= 1
    pieces = [
        piece
        for position in range(first, len(blocks))
        for piece in _lines(blocks[position], raw_of(blocks[position], text), position, blocks[position].label)
    ]
    return [pieces] if len(pieces) > MIN_RUN else []


def _is_bare_entry(raw: str) -> bool:
    return _reads_as_entry(raw) or bool(_ADDRESS_ALONE.match(raw.split("\n", 1)[0]))


def _reads_as_entry(raw: str) -> bool:
    """Whether a line opens with authors, a year and a title, in that order."""
    first = raw.split("\n", 1)[0]
    if len(first) > MAX_BARE_ENTRY or not looks_like_entry(first):
        return False
    reference = read_entry(first[read_label(first)[1] :], "")
    return bool(reference.authors and reference.year and reference.title)


def _work_headings(blocks: list[Block]) -> list[Entry]:
    """The entries of an annotated bibliography: its headings, where at least `MIN_WORK_HEADINGS` name a work."""
    named: dict[int, Reference] = {}
    siblings: dict[int, list[int]] = {}  # headings at the level of one that names a work
    for position, block in enumerate(blocks):
        if block.kind == "heading":
            siblings.setdefault(block.level, []).append(position)
            if reference := read_work_heading(block.text):
                named[position] = reference
    if len(named) < MIN_WORK_HEADINGS:
        return []
    for level in {blocks[position].level for position in named}:
        unnamed = [at for at in siblings[level] if at not in named and len(blocks[at].text.split()) >= MIN_UNDATED_WORDS]
        if len(unnamed) < len(siblings[level]) * (1 - MIN_WORK_SHARE):
            named |= {at: Reference(text=blocks[at].text, title=split_number(blocks[at].text)[1]) for at in unnamed}
    return [
        Entry(named[at], blocks[at].line, at, 0, blocks[at].anchors, years_in(split_number(blocks[at].text)[1])) for at in sorted(named)
    ]
