"""Plain text into blocks: paragraphs are found by blank lines, headings and items by how their lines look.

A file whose lines are all cut at one width is hard-wrapped, and its paragraphs run over lines; in any other file a line is a
paragraph. A heading is never longer than `MAX_HEADING` and never ends like a sentence. Tables drawn with characters stay text.
"""

from __future__ import annotations

import re

import msgspec

from synth.reports.blocks import Block

MAX_HEADING = 120  # characters
MAX_HEADING_WORDS = 16
MAX_TITLE_LINES = 6
MIN_CENTRED = 8  # blanks before a line that is set in the middle; lists and quotations are indented by fewer
WRAP_WIDTHS = range(50, 101)  # characters; where people and tools cut lines
MIN_WRAPPED_SHARE = 0.6  # of the lines that go on, how many must come near the width

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"\s*(=|-|~|\*|\^){3,}\s*\Z")
_ITEM = re.compile(r"(\s*)(?:[-*•‣◦·–+]|(\d{1,3})[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"(?:(?:\d{1,2}|[A-Z]|[IVX]{1,5})(?:\.\d{1,2}){0,4}\.?|第?[一二三四五六七八九十\d]{1,3}[章节節、.])\s+(?=\S)")
_CHAPTER = re.compile(
    r"(?:chapter|part|appendix|section|kapitel|teil|chapitre|capítulo|глава)\s+(?:\d{1,2}|[ivx]{1,5}|[a-z])\b", re.IGNORECASE
)
_MARKED = re.compile(r"(TITLE|SECTION|Title|Section)\s?[;:]\s+(\S.*)")  # as some tools print their headings
_DEPTH = re.compile(r"\.(?=\d)")
_SENTENCE_END = re.compile(r"[.!?;,。！？；，…][\"'”’)\]\d\[*]*\Z")
_ENTRY = re.compile(r"https?://|\bdoi\b|\(\d{4}[a-z]?\)|\barXiv\b|^\s*\[", re.IGNORECASE)
_TERMS = re.compile(r"\S+")


class _Row:
    """A line of the file without the white space around it, and where it stands."""

    __slots__ = ("end", "full", "number", "start", "text")

    def __init__(self, number: int, start: int, full: str) -> None:
        self.number = number
        self.full = full
        self.text = full.strip()
        self.start = start + (len(full) - len(full.lstrip()) if self.text else 0)
        self.end = self.start + len(self.text)


def read(data: bytes, text: str) -> list[Block]:
    """The blocks of a text file."""
    groups = _groups(text)
    wrapped = _is_wrapped(groups)
    blocks: list[Block] = []
    for number, group in enumerate(groups):
        if number == 0 and (_is_title_page(group) or _is_title(group)):
            blocks.append(Block(kind="heading", text=group[0].text, line=group[0].number, level=1, span=(group[0].start, group[0].end)))
            group = group[1:]
        blocks += _read_group(group, text, wrapped)
    if any(_MARKED.match(row.text) for group in groups for row in group):  # then the other headings stand under the marked ones
        marked = {row.number for group in groups for row in group if _MARKED.match(row.text)}
        blocks = [_deeper(block) if block.kind == "heading" and block.line not in marked else block for block in blocks]
    return blocks


def looks_like_heading(line: str) -> bool:
    """Whether a line that stands alone is set like a heading. Says nothing of a line among others."""
    words = _TERMS.findall(line)
    if not words or len(line) > MAX_HEADING or len(words) > MAX_HEADING_WORDS or _ENTRY.search(line):
        return False
    if _SENTENCE_END.search(line) and not _CHAPTER.match(line):
        return False
    if _NUMBERED.match(line) or _CHAPTER.match(line) or line.endswith((":", "：")):
        return True
    first = line.lstrip("\"'“‘«(¿¡")[:1]
    if not first.isalpha():
        return False
    if first.isupper() or not first.islower():  # scripts without case are neither
        capitals = sum(word[:1].isupper() for word in words if len(word) > 3)
        return len(words) <= 8 or capitals * 2 >= sum(len(word) > 3 for word in words) or "：" in line
    return False


def heading_level(line: str) -> int:
    """How deep a heading stands by its number; 1 without one."""
    number = _NUMBERED.match(line)
    return 1 + len(_DEPTH.findall(number[0])) if number else 1


def _is_title_page(group: list[_Row]) -> bool:
    """Whether the first lines of a file are its title and, under it, who wrote it and when."""
    short = all(len(row.text) <= MAX_HEADING and not _SENTENCE_END.search(row.text) for row in group)
    return 1 < len(group) <= MAX_TITLE_LINES and short and looks_like_heading(group[0].text) and not _UNDERLINE.match(group[1].text)


def _is_title(group: list[_Row]) -> bool:
    """Whether a file opens with a line that stands alone and is set in capitals, or in the middle."""
    row = group[0]
    indent = len(row.full) - len(row.full.lstrip())
    set_apart = (row.text.isupper() and len(row.text.split()) > 1) or indent >= MIN_CENTRED
    return len(group) == 1 and set_apart and len(row.text) <= MAX_HEADING and not row.text.endswith((".", ";", ",", ":"))


def _groups(text: str) -> list[list[_Row]]:
    groups: list[list[_Row]] = [[]]
    start = 0
    for number, line in enumerate(_LINE.finditer(text), start=1):
        row = _Row(number, start, line[0])
        start = line.end()
        if row.text:
            groups[-1].append(row)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _is_wrapped(groups: list[list[_Row]]) -> bool:
    """Whether lines were cut at a width: most lines that are followed by another in their paragraph come near it."""
    going_on = sorted(len(row.full.rstrip()) for group in groups for row in group[:-1])
    if len(going_on) < 3:
        return False
    width = going_on[int(len(going_on) * 0.95)]
    near = sum(width * 0.75 <= length <= width for length in going_on)
    return width in WRAP_WIDTHS and near >= MIN_WRAPPED_SHARE * len(going_on)


def _read_group(group: list[_Row], text: str, wrapped: bool) -> list[Block]:
    blocks: list[Block] = []
    position = 0
    while position < len(group):
        row = group[position]
        alone = len(group) == 1
        if hashes := _HASHES.match(row.text):
            blocks.append(Block(kind="heading", text=hashes[2], line=row.number, level=len(hashes[1]), span=(row.start, row.end)))
        elif position + 1 < len(group) and len(row.text) <= MAX_HEADING and _UNDERLINE.match(group[position + 1].text):
            level = 1 if group[position + 1].text.startswith("=") else 2
            blocks.append(Block(kind="heading", text=row.text, line=row.number, level=level, span=(row.start, row.end)))
            position += 1
        elif _UNDERLINE.match(row.text):
            pass
        elif marked := _MARKED.match(row.text):
            at = row.start + marked.start(2)
            level = 1 if marked[1].lower() == "title" else 2
            blocks.append(Block(kind="heading", text=marked[2], line=row.number, level=level, span=(at, row.end)))
        elif position == 0 and (alone or (not wrapped and _opens_section(group[1]))) and looks_like_heading(row.text):
            blocks.append(Block(kind="heading", text=row.text, line=row.number, level=heading_level(row.text), span=(row.start, row.end)))
        else:
            last = _last_line(group, position) if wrapped else position
            blocks.append(_running(group[position : last + 1], text))
            position = last
        position += 1
    return blocks


def _opens_section(following: _Row) -> bool:
    """Whether the line below a short line is a paragraph or an item, so that the short line can be its heading."""
    return len(following.text) > MAX_HEADING or bool(_ITEM.match(following.full))


def _last_line(group: list[_Row], first: int) -> int:
    """The last line of the paragraph or item that begins at `first` in wrapped text: up to the next item or label."""
    last = first
    while last + 1 < len(group) and not _ITEM.match(group[last + 1].full) and not _LABEL.match(group[last + 1].text):
        last += 1
    return last


_LABEL = re.compile(r"\[\^?[\w+-]{1,20}\]:?\s")


def _running(rows: list[_Row], text: str) -> Block:
    first, end = rows[0], rows[-1].end
    item = _ITEM.match(first.full)
    if not item:
        return Block(kind="paragraph", text=_joined(text[first.start : end]), line=first.number, span=(first.start, end))
    start = first.start + item.end() - len(item[1])
    depth = 1 + len(item[1].expandtabs(4)) // 2
    return Block(kind="item", text=_joined(text[start:end]), line=first.number, level=depth, label=item[2] or "", span=(start, end))


def _deeper(heading: Block) -> Block:
    return msgspec.structs.replace(heading, level=heading.level + 2)


def _joined(raw: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", raw)
