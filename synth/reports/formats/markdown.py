"""Markdown into blocks. markdown-it finds the blocks and their lines; where each stands in the text is worked out here.

Inline markup is stripped from what a block shows and kept in the text its span points to. Indented code is read as prose:
in reviews it is a quotation far more often than a listing. Lines that markdown-it gives up on (nesting deeper than
`MAX_NESTING`) come out as paragraphs, so that nothing is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from synth.reading.bibliography.inline import visible
from synth.reports.blocks import Block

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_NESTING = 40  # lists in quotations in lists; deeper is an attack or an accident
MAX_UNDERLINED = 200  # characters; a longer "heading" is a paragraph that happens to stand above a rule

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_NEWLINE = re.compile(r"\r\n?|\n")
_ONLY_MARKS = re.compile(r"[\W_]*\Z")
_FENCE = re.compile(r"^[ \t]{0,3}:{3,}[ \t]*(?:\{(?:#(\S+))?[^{}\n]{0,300}\}|[\w-]{1,40})?[ \t]*:{0,40}(?=\r?$)", re.MULTILINE)


def read(data: bytes, text: str) -> list[Block]:
    """The blocks of a Markdown file; front matter is no block."""
    front = _FRONT_MATTER.match(text)
    skipped = text[: front.end()].count("\n") if front else 0
    return _Walk(text, skipped).blocks()


class _Walk:
    """One pass over the tokens of a file."""

    def __init__(self, text: str, skipped_lines: int) -> None:
        self.text = _FENCE.sub(lambda fence: " " * len(fence[0]), text) if ":::" in text else text
        self.names = [(text.count("\n", 0, fence.start()) + 1, fence[1]) for fence in _FENCE.finditer(text) if fence[1]]
        self.first = skipped_lines
        self.starts = [0, *(newline.end() for newline in _NEWLINE.finditer(text))]
        self.covered: set[int] = set()

    def blocks(self) -> list[Block]:
        found = self._walk(_tokens(self.text[self.starts[self.first] :] if self.first else self.text))
        found += self._left_over()
        return self._named(sorted(found, key=lambda block: block.line))

    def _named(self, blocks: list[Block]) -> list[Block]:
        """The blocks, where one that opens a fenced div of Pandoc ("::: {#ref-roe2020}") has the div's name as its anchor."""
        names = iter(self.names)
        name = next(names, None)
        named = []
        for block in blocks:
            anchors = []
            while name is not None and name[0] < block.line:
                anchors.append(name[1])
                name = next(names, None)
            named.append(msgspec.structs.replace(block, anchors=tuple(anchors)) if anchors else block)
        return named

    def _walk(self, tokens: list[Token]) -> list[Block]:
        found: list[Block] = []
        items: list[str | None] = []  # labels of the open items; None once the first paragraph has taken it
        depth = 0
        rows: list[list[Block]] = []
        table_cursor = 0
        for position, token in enumerate(tokens):
            if token.map and token.type not in ("bullet_list_open", "ordered_list_open", "blockquote_open", "list_item_open"):
                self.covered.update(range(self.first + token.map[0], self.first + token.map[1]))
            match token.type:
                case "list_item_open":
                    depth += 1
                    items.append(token.info)
                case "list_item_close":
                    depth -= 1
                    items.pop()
                case "inline":
                    kind = tokens[position - 1].type
                    if kind in ("td_open", "th_open"):
                        cell, table_cursor = self._cell(token, table_cursor)
                        rows[-1].append(cell)
                    else:
                        found.append(self._inline(token, tokens[position - 1], items))
                case "table_open":
                    rows, table_cursor = [], 0
                case "tr_open":
                    rows.append([])
                case "table_close":
                    found.append(self._table(rows))
                case "fence" | "code_block":
                    found.append(self._whole(token, "code", token.content.rstrip("\n")))
                case "html_block":
                    found += self._html(token)
        return found

    def _place(self, token: Token, content: str) -> tuple[int, int, int]:
        """Line, start and end of a token's content; its lines stand in the text behind list marks and quotation marks."""
        assert token.map is not None
        pieces = content.split("\n")
        line = self.first + token.map[0]
        start = self._find(pieces[0], line)
        end = self._find(pieces[-1], line + len(pieces) - 1) + len(pieces[-1])
        return line + 1, start, max(start, end)

    def _find(self, piece: str, line: int) -> int:
        """Where `piece` stands in `line`: at its end, since only what stands before it was cut off."""
        start, end = self._line(line)
        shown = self.text[start:end].rstrip()
        at = self.text.rfind(piece, start, start + len(shown)) if piece else start
        return at if at >= 0 else start

    def _line(self, line: int) -> tuple[int, int]:
        start = self.starts[min(line, len(self.starts) - 1)]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return start, end

    def _inline(self, token: Token, opening: Token, items: list[str | None]) -> Block:
        line, start, end = self._place(token, token.content)
        span, depth = (start, end), len(items)
        shown = visible(token.content)
        underlined = opening.type == "heading_open" and opening.markup in ("-", "=")
        if opening.type == "heading_open" and not (underlined and len(shown) > MAX_UNDERLINED):
            return Block(kind="heading", text=shown, line=line, level=int(opening.tag[1:]), span=span)
        if items and items[-1] is not None:
            label, items[-1] = items[-1], None
            return Block(kind="item", text=shown, line=line, level=depth, label=label, span=span)
        return Block(kind="paragraph", text=shown, line=line, level=depth, span=span)

    def _cell(self, token: Token, cursor: int) -> tuple[Block, int]:
        """A cell and where the next one may start. A cell whose bar was escaped is not found as it stands and has no span."""
        assert token.map is not None
        start, end = self._line(self.first + token.map[0])
        at = self.text.find(token.content, max(start, cursor), end) if token.content else -1
        span = (at, at + len(token.content)) if at >= 0 else None
        shown = visible(token.content)
        return Block(kind="paragraph", text=shown, line=self.first + token.map[0] + 1, span=span), span[1] if span else cursor

    def _table(self, rows: list[list[Block]]) -> Block:
        spans = [cell.span for row in rows for cell in row if cell.span]
        line = rows[0][0].line
        span = (spans[0][0], spans[-1][1]) if spans else None
        text = "\n".join(" | ".join(cell.text for cell in row) for row in rows)
        return Block(kind="table", text=text, line=line, cells=tuple(tuple(row) for row in rows), span=span)

    def _whole(self, token: Token, kind: str, content: str) -> Block:
        assert token.map is not None
        first, last = self.first + token.map[0], self.first + token.map[1]
        start, end = self.starts[first], self._line(max(first, last - 1))[1]
        return Block(kind="code" if kind == "code" else "paragraph", text=content, line=first + 1, span=(start, end))

    def _html(self, token: Token) -> list[Block]:
        from synth.reports.formats.html import read_fragment

        assert token.map is not None
        return read_fragment(token.content, self.first + token.map[0])

    def _left_over(self) -> list[Block]:
        """Lines that are in no block and say something."""
        found = []
        for line in range(self.first, len(self.starts)):
            if line not in self.covered:
                start, end = self._line(line)
                raw = self.text[start:end].strip()
                if raw and not _ONLY_MARKS.match(raw) and not _LIST_MARK.fullmatch(raw):
                    at = self.text.index(raw, start)
                    found.append(Block(kind="paragraph", text=visible(raw), line=line + 1, span=(at, at + len(raw))))
        return found


_LIST_MARK = re.compile(r"(?:[>\s]{0,200}(?:[-*+]|\d{1,9}[.)])){1,200}")


def _tokens(text: str) -> list[Token]:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    # Definitions like "[1]: https://…" are a list of references here, and an indented quotation is no code.
    markdown.disable(["reference", "code"])
    markdown.core.ruler.enableOnly(["normalize", "block"])
    return markdown.parse(text)
