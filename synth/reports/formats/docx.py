"""Word documents into blocks: the paragraphs, tables and notes of the body, read from the few parts that hold text.

An archive can lie, so every part is read up to a limit and never unpacked to disk; a part with a document type (the way to
entities) is refused. Deleted text is left out, inserted text is in. The line of a block is the number of its paragraph.
Pictures, text boxes and embedded files are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, NamedTuple

import msgspec

from synth.reading.bibliography.marks import Link
from synth.reports.blocks import Block, Kind, ReportError
from synth.reports.formats.text import heading_level, looks_like_heading

MAX_ENTRIES = 5_000  # parts of an archive
MAX_PART = 64_000_000  # bytes of one part, unpacked; a book has some 5,000,000
MAX_RATIO = 300  # unpacked to packed, for parts above SMALL_PART; XML of real documents stays under 60
SMALL_PART = 2_000_000  # bytes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
TITLE_LEVEL = 0  # while a document is read; the levels of its headings are counted from it
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_HEADING_STYLE = re.compile(r"(?:heading|überschrift|titre|título|titolo|заголовок|标题|見出し|kop)\s*(\d)\b", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list ?(?:bullet|number)", re.IGNORECASE)  # its numbering may stand in a part that a converter left out
_TITLE_STYLE = re.compile(r"title|titel\Z", re.IGNORECASE)
_HEAD_STYLE = re.compile(r"(?:date|authors?|byline|affiliation)\Z", re.IGNORECASE)  # under a title, and never over a section
_RAISED_NUMBERS = re.compile(r"[\d\s,–-]{1,30}\Z")


def read(data: bytes, text: str) -> list[Block]:
    """The blocks of a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Document(archive).blocks()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise ReportError(f"not a Word document: {error}; save it again as .docx") from None
    except RuntimeError as error:  # zipfile's word for an encrypted part
        raise ReportError(f"the document is locked: {error}; save it without a password") from None


class Style(NamedTuple):
    """What a paragraph style says of its paragraphs: its name, the outline level from 1, the list they are items of."""

    name: str
    outline: int | None
    list_id: str


PLAIN = Style("", None, "")


class _Document:
    """The parts of one document and the counters of its lists."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        if len(archive.namelist()) > MAX_ENTRIES:
            raise ReportError(f"the document has {len(archive.namelist()):,} parts, more than {MAX_ENTRIES:,}; save it again as .docx")
        self.archive = archive
        body = self._part("word/document.xml")
        if body is None:
            raise ReportError("no word/document.xml in it, so not a Word document; save it again as .docx")
        self.body = body
        self.styles = self._read_styles()
        self.numbering = self._read_numbering()
        self.targets = self._read_targets()
        self.counters: dict[tuple[str, int], int] = {}
        self.number = 0

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        self._read_children(self.body, found)
        for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
            found += self._notes(part, tag)
        if any(block.kind == "heading" and block.level == TITLE_LEVEL for block in found):  # the other headings stand under it
            found = [msgspec.structs.replace(block, level=block.level + 1) if block.kind == "heading" else block for block in found]
        return found

    def _part(self, name: str) -> Any:
        """The root of a part, or None where the document has no such part."""
        from lxml import etree

        if name not in self.archive.namelist():
            return None
        entry = self.archive.getinfo(name)
        with self.archive.open(entry) as packed:
            data = packed.read(MAX_PART + 1)
        if len(data) > MAX_PART or (len(data) > SMALL_PART and len(data) > MAX_RATIO * max(1, entry.compress_size)):
            raise ReportError(f"{name} unpacks to far more than a document holds ({len(data):,} bytes); it was not read")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise ReportError(f"{name} is broken: {error.msg}; save it again as .docx") from None
        if root.getroottree().docinfo.doctype:
            raise ReportError(f"{name} declares a document type, which no Word document does; it was not read")
        return root

    def _read_styles(self) -> dict[str, Style]:
        """What each paragraph style says; of a style based on another, what that says where it says nothing itself."""
        styles: dict[str, Style] = {}
        root = self._part("word/styles.xml")
        for style in root.iter(f"{W}style") if root is not None else ():
            name, based = style.find(f"{W}name"), style.find(f"{W}basedOn")
            level, list_id = _number(style.find(f"{W}pPr/{W}outlineLvl")), style.find(f"{W}pPr/{W}numPr/{W}numId")
            below = styles.get(based.get(f"{W}val", ""), PLAIN) if based is not None else PLAIN
            styles[style.get(f"{W}styleId", "")] = Style(
                name.get(f"{W}val", "") if name is not None else "",
                below.outline if level is None else level + 1,
                below.list_id if list_id is None else list_id.get(f"{W}val", ""),
            )
        return styles

    def _read_numbering(self) -> dict[tuple[str, int], tuple[bool, int]]:
        """Of each list and depth: whether it counts, and from where."""
        root = self._part("word/numbering.xml")
        if root is None:
            return {}
        abstract: dict[str, dict[int, tuple[bool, int]]] = {}
        for definition in root.iter(f"{W}abstractNum"):
            levels = abstract.setdefault(definition.get(f"{W}abstractNumId", ""), {})
            for level in definition.iter(f"{W}lvl"):
                format, start = level.find(f"{W}numFmt"), _number(level.find(f"{W}start"))
                counts = format is not None and format.get(f"{W}val") in ("decimal", "decimalZero")
                levels[int(level.get(f"{W}ilvl", "0"))] = (counts, 1 if start is None else start)
        lists: dict[tuple[str, int], tuple[bool, int]] = {}
        for used in root.iter(f"{W}num"):
            link = used.find(f"{W}abstractNumId")
            for depth, counted in abstract.get(link.get(f"{W}val", "") if link is not None else "", {}).items():
                lists[used.get(f"{W}numId", ""), depth] = counted
        return lists

    def _read_targets(self) -> dict[str, str]:
        """Where the links of the body point. Nothing is opened."""
        root = self._part("word/_rels/document.xml.rels")
        return {} if root is None else {link.get("Id", ""): link.get("Target", "") for link in root}

    def _read_children(self, parent: Any, found: list[Block]) -> None:
        """Paragraphs and tables in order; wrappers (content controls, sections) are looked into without recursion."""
        waiting = list(reversed(parent))
        while waiting:
            child = waiting.pop()
            if child.tag == f"{W}p":
                self.number += 1
                if block := self._paragraph(child):
                    found.append(block)
            elif child.tag == f"{W}tbl":
                found += self._table(child)
            elif child.tag != FALLBACK:
                waiting.extend(reversed(child))

    def _paragraph(self, paragraph: Any) -> Block | None:
        text, links, all_bold = self._runs(paragraph)
        shown = text.strip()
        if not shown:
            return None
        lead = len(text) - len(text.lstrip())
        placed = tuple(Link(max(0, a - lead), min(len(shown), b - lead), target) for a, b, target in links if b > lead)
        kind, level, label = self._role(paragraph, shown, all_bold)
        return Block(kind=kind, text=shown, line=self.number, level=level, label=label, links=placed)

    def _role(self, paragraph: Any, shown: str, all_bold: bool) -> tuple[Kind, int, str]:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        style_id = style.get(f"{W}val", "") if style is not None else ""
        name, outline, style_list = self.styles.get(style_id, PLAIN._replace(name=style_id))
        own_outline = _number(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        outline = own_outline + 1 if own_outline is not None else outline
        named = _HEADING_STYLE.search(name)
        if named or (outline is not None and outline <= 6):
            return "heading", int(named[1]) if named else outline or 1, ""
        if _TITLE_STYLE.match(name):
            return "heading", TITLE_LEVEL, ""
        if _HEAD_STYLE.match(name):
            return "paragraph", 0, ""
        list_id, depth = paragraph.find(f"{W}pPr/{W}numPr/{W}numId"), _number(paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")) or 0
        in_list = list_id.get(f"{W}val", "") if list_id is not None else style_list
        if in_list not in ("", "0"):
            return "item", depth + 1, self._count(in_list, depth)
        if list_id is None and _LIST_STYLE.match(name):
            return "item", 1, ""
        if looks_like_heading(shown) and (all_bold or shown[:1].isdigit() or shown.lower().startswith("chapter ")):
            return "heading", heading_level(shown), ""
        return "paragraph", 0, ""

    def _count(self, list_id: str, depth: int) -> str:
        """The number Word would draw before the next item of a list; nothing for bullets."""
        counts, start = self.numbering.get((list_id, depth), (False, 1))
        for key in [key for key in self.counters if key[0] == list_id and key[1] > depth]:
            del self.counters[key]
        self.counters[list_id, depth] = number = self.counters.get((list_id, depth), start - 1) + 1
        return str(number) if counts else ""

    def _runs(self, paragraph: Any) -> tuple[str, list[Link], bool]:
        """The text of a paragraph, its links, and whether all of it is bold."""
        parts: list[str] = []
        links: list[Link] = []
        length, plain, open_link = 0, False, ""
        link_start = 0
        for event, element in _walk(paragraph):
            tag = element.tag
            if tag == f"{W}hyperlink":
                if event == "start":
                    anchor = element.get(f"{W}anchor")
                    open_link, link_start = self.targets.get(element.get(f"{R}id", ""), f"#{anchor}" if anchor else ""), length
                elif open_link and link_start < length:
                    links.append(Link(link_start, length, open_link))
                continue
            if event == "end":
                continue
            said = _said(element)
            if said and tag == f"{W}t":
                plain = plain or (bool(said.strip()) and not _is_on(element.getparent(), "b"))
            parts.append(said)
            length += len(said)
        return "".join(parts), links, not plain

    def _table(self, table: Any) -> list[Block]:
        rows: list[tuple[Block, ...]] = []
        for row in table.iterchildren(f"{W}tr"):
            cells = []
            for cell in row.iterchildren(f"{W}tc"):
                inside: list[Block] = []
                before = self.number
                for paragraph in cell.iter(f"{W}p"):
                    self.number += 1
                    if block := self._paragraph(paragraph):
                        inside.append(block)
                cells.append(Block(kind="paragraph", text="\n".join(block.text for block in inside), line=before + 1))
            if cells:
                rows.append(tuple(cells))
        if not rows:
            return []
        text = "\n".join(" | ".join(cell.text for cell in row) for row in rows)
        return [Block(kind="table", text=text, line=rows[0][0].line, cells=tuple(rows))]

    def _notes(self, part: str, tag: str) -> list[Block]:
        root = self._part(part)
        found: list[Block] = []
        for note in root.iterchildren(f"{W}{tag}") if root is not None else ():
            if note.get(f"{W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            self.number += 1
            texts = [self._runs(paragraph) for paragraph in note.iter(f"{W}p")]
            shown = "\n".join(text.strip() for text, _, _ in texts).strip()
            if shown:
                label = ("e" if tag == "endnote" else "") + note.get(f"{W}id", "")
                found.append(Block(kind="note", text=shown, line=self.number, label=label))
        return found


def _walk(paragraph: Any) -> Any:
    from lxml import etree

    return etree.iterwalk(paragraph, events=("start", "end"))


def _said(element: Any) -> str:
    """What one element of a run adds to the text."""
    tag = element.tag
    if tag == f"{W}t" or tag == MATH_TEXT:
        text: str = element.text or ""
        raised = tag == f"{W}t" and _is_raised(element.getparent()) and _RAISED_NUMBERS.match(text)
        return text.translate(SUPERSCRIPTS) if raised else text
    if tag == f"{W}tab":
        return "\t" if element.getparent().tag == f"{W}r" else ""
    if tag in (f"{W}br", f"{W}cr"):
        return "\n"
    if tag == f"{W}noBreakHyphen":
        return "-"
    if tag == f"{W}footnoteReference":
        return f"[^{element.get(f'{W}id', '')}]"
    if tag == f"{W}endnoteReference":
        return f"[^e{element.get(f'{W}id', '')}]"
    return ""


def _is_raised(run: Any) -> bool:
    align = run.find(f"{W}rPr/{W}vertAlign") if run is not None else None
    return align is not None and align.get(f"{W}val") == "superscript"


def _is_on(run: Any, name: str) -> bool:
    mark = run.find(f"{W}rPr/{W}{name}") if run is not None else None
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "none")


def _number(element: Any) -> int | None:
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if value.isdigit() and len(value) < 7 else None
