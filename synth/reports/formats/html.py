"""HTML into blocks, by lxml: what a reader sees, and nothing that runs, loads or points elsewhere.

Scripts, styles, forms and navigation are dropped. Citations that the page draws by script become marks in the text:
`<d-cite key="a,b">` gives "[@a; @b]", a footnote number that links to its note gives "[^n]". Blocks have no span, since the
text they show is not the text of the file.
"""

from __future__ import annotations

import re
from typing import Any

from synth.reading.bibliography.marks import CITES, Link
from synth.reports.blocks import Block, Kind, ReportError

MAX_CHARACTERS = 60_000_000  # of a file; a review has some 100,000
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DROPPED = """
script style noscript template head title svg nav form button select option iframe object embed canvas video audio
d-front-matter d-bibliography
"""
_BREAKS = """
html body p div section article main header footer aside blockquote figure figcaption dl dt dd ul ol li h1 h2 h3 h4 h5 h6 hr pre
address details summary fieldset center table caption tr td th thead tbody tfoot
d-article d-title d-byline d-appendix d-abstract d-footnote-list
"""
DROPPED = frozenset(_DROPPED.split())  # elements that are not for readers
BREAKS = frozenset(_BREAKS.split())  # elements that end the paragraph before them
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_SPACE = re.compile(r"\s+")
_NUMBERS = re.compile(r"[\d\s,–-]{1,30}\Z")
_NOTE_TARGET = re.compile(r"#(?:user-content-)?(?:fn|footnote|endnote|ftn|_ftn)[-_:]?(?!ref)", re.IGNORECASE)
_NOTE_NAME = re.compile(r"(?:user-content-)?(?:fn|footnote|endnote|ftn|_ftn)[-_:]?(\d{1,4})\Z", re.IGNORECASE)
_BACK_LINK = re.compile(r"\s*[↩⏎↑^]\ufe0e?\s*\Z")


def read(data: bytes, text: str) -> list[Block]:
    """The blocks of an HTML page."""
    return read_fragment(text, 0)


def read_fragment(text: str, lines_before: int) -> list[Block]:
    """The blocks of a page, or of a part of one that stands `lines_before` lines into its file."""
    from lxml import etree

    if len(text) > MAX_CHARACTERS:
        raise ReportError(f"the page has {len(text):,} characters, more than {MAX_CHARACTERS:,}; split it")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, recover=True)
    clean = text.replace("\0", "�").encode("utf-8", "replace")
    try:
        root = etree.fromstring(clean, parser) if clean.strip() else None
    except etree.XMLSyntaxError as error:
        raise ReportError(f"the page could not be read as HTML: {error.msg}; save it again from a browser") from None
    return [] if root is None else _Walk(lines_before).blocks(root)


class _Walk:
    """One pass over the elements, without recursion: pages nest as deep as they like."""

    def __init__(self, lines_before: int) -> None:
        self.lines_before = lines_before
        self.found: list[Block] = []
        self.parts: list[str] = []  # of the block being read
        self.length = 0
        self.links: list[Link] = []
        self.anchors: list[str] = []
        self.line = 1
        self.kind: Kind = "paragraph"
        self.level = 0
        self.label = ""
        self.lists: list[int | None] = []  # number of the next item of each open list; None for bullets
        self.pre = 0
        self.open_links: list[tuple[int, str]] = []
        self.raised: list[int] = []  # how many parts stood before each open <sup>
        self.tables: list[list[list[Block]]] = []
        self.cell_starts: list[int] = []
        self.notes: list[tuple[list[str], int, list[Link], Kind, int, str]] = []

    def blocks(self, root: Any) -> list[Block]:
        element, going_down = root, True
        while element is not None:
            if going_down:
                inside = self._open(element)
                if inside and len(element):
                    element = element[0]
                    continue
            self._close(element)
            if element is root:
                break
            self._say(element.tail or "", element)
            following = element.getnext()
            element, going_down = (following, True) if following is not None else (element.getparent(), False)
        self._flush()
        return self.found

    def _open(self, element: Any) -> bool:
        """Enters an element; false when what it holds is not for readers."""
        tag = element.tag if isinstance(element.tag, str) else "script"
        if tag in DROPPED or element.get("hidden") is not None:
            return False
        if tag == "d-footnote":
            self.notes.append((self.parts, self.length, self.links, self.kind, self.level, self.label))
            self.parts, self.length, self.links = [], 0, []
        elif tag in BREAKS:
            self._flush()
            self.line = self.lines_before + (element.sourceline or 1)
        if name := element.get("id") or (element.get("name") if tag == "a" else None):
            self.anchors.append(name)
        self._begin(tag, element)
        self._say(element.text or "", element)
        return True

    def _begin(self, tag: str, element: Any) -> None:
        if tag in HEADINGS:
            self.kind, self.level = "heading", HEADINGS[tag]
        elif tag in ("ul", "ol"):
            start = element.get("start", "1")
            self.lists.append((int(start) if start.isdigit() and len(start) < 7 else 1) if tag == "ol" else None)
        elif tag == "li":
            self._item(element)
        elif tag == "pre":
            self.pre += 1
            self.kind = "code"
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.cell_starts.append(len(self.found))
        elif tag == "br":
            self._add("\n")
        elif tag == "sup":
            self.raised.append(len(self.parts))
        elif tag == "a" and element.get("href"):
            self.open_links.append((self.length, element.get("href").strip()))
        elif tag == "span" and element.get("data-cites"):
            self.open_links.append((self.length, CITES + element.get("data-cites")))
        elif tag == "d-cite":
            keys = [key.strip() for key in (element.get("key") or element.get("bibtex-key") or "").split(",") if key.strip()]
            if keys:
                self._add("[" + "; ".join(f"@{key}" for key in keys) + "]")

    def _item(self, element: Any) -> None:
        self.kind, self.level = "item", max(1, len(self.lists))
        if self.lists and (number := self.lists[-1]) is not None:
            value = element.get("value", "")
            number = int(value) if value.isdigit() and len(value) < 7 else number
            self.label, self.lists[-1] = str(number), number + 1

    def _close(self, element: Any) -> None:
        tag = element.tag
        if tag in DROPPED or not isinstance(tag, str) or element.get("hidden") is not None:
            return
        if tag == "a" and self.open_links and element.get("href"):
            start, target = self.open_links.pop()
            if start < self.length:
                self.links.append(Link(start, self.length, target))
        elif tag == "span" and self.open_links and element.get("data-cites"):
            start, target = self.open_links.pop()
            self.links = [*(link for link in self.links if link.start < start), Link(start, self.length, target)]
        elif tag == "sup" and self.raised:
            self._raise(self.raised.pop(), element)
        elif tag == "d-footnote" and self.notes:
            self._flush("note")
            self.parts, self.length, self.links, self.kind, self.level, self.label = self.notes.pop()
        elif tag in BREAKS:
            self._flush()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "pre":
            self.pre -= 1
        elif tag in ("td", "th") and self.tables and self.cell_starts:
            self._close_cell(element)
        elif tag == "table" and self.tables:
            self._close_table(element)

    def _close_cell(self, element: Any) -> None:
        """What was read since the cell opened becomes the cell, unless the table only arranges the page."""
        start = self.cell_starts.pop()
        inside = self.found[start:]
        if not self.tables[-1]:
            self.tables[-1].append([])
        if any(block.kind in ("heading", "table") for block in inside):
            self.tables[-1][-1].append(Block(kind="note", text="", line=self.line))  # a mark that this is no table
            return
        del self.found[start:]
        self.tables[-1][-1].append(_cell(inside, self.lines_before + (element.sourceline or 1)))

    def _close_table(self, element: Any) -> None:
        rows = [tuple(row) for row in self.tables.pop() if row]
        cells = [cell for row in rows for cell in row]
        if any(cell.kind == "note" for cell in cells):
            self.found += [cell for cell in cells if cell.kind != "note" and cell.text]
        elif cells:
            text = "\n".join(" | ".join(cell.text for cell in row) for row in rows)
            self.found.append(Block(kind="table", text=text, line=self.lines_before + (element.sourceline or 1), cells=tuple(rows)))

    def _raise(self, before: int, element: Any) -> None:
        """A raised number: the mark of a footnote where it links to one, else digits set high."""
        shown = "".join(self.parts[before:])
        number = shown.strip()
        if not number or not _NUMBERS.match(number):
            return
        targets = [link.get("href").strip() for link in element.iter("a") if link.get("href")] + [target for _, target in self.open_links]
        is_note = number.isdigit() and any(_NOTE_TARGET.match(target) for target in targets)
        set_high = f"[^{number}]" if is_note else shown.translate(SUPERSCRIPTS)
        if is_note and self.links and self.links[-1].end == self.length:
            self.links.pop()
        self.parts[before:] = [set_high]
        self.length += len(set_high) - len(shown)

    def _say(self, said: str, element: Any) -> None:
        if not said:
            return
        if not self.pre:
            said = _SPACE.sub(" ", said)
            if said.startswith(" ") and (not self.parts or self.parts[-1].endswith((" ", "\n"))):
                said = said[1:]
        if said:
            self._add(said)

    def _add(self, said: str) -> None:
        self.parts.append(said)
        self.length += len(said)

    def _flush(self, kind: Kind | None = None) -> None:
        """Ends the block being read. What follows inside the same item continues it as a paragraph."""
        text = "".join(self.parts)
        shown = text.strip()
        if shown:
            lead = len(text) - len(text.lstrip())
            links = tuple(Link(max(0, a - lead), min(len(shown), b - lead), target) for a, b, target in self.links if b > lead)
            note = next((name[1] for anchor in self.anchors if (name := _NOTE_NAME.match(anchor))), "")
            kind, label = ("note", note) if note else (kind or self.kind, self.label)
            shown = _BACK_LINK.sub("", shown) if note else shown
            self.found.append(
                Block(kind=kind, text=shown, line=self.line, level=self.level, label=label, links=links, anchors=tuple(self.anchors))
            )
            self.anchors = []
        self.parts, self.length, self.links, self.open_links, self.raised = [], 0, [], [], []
        if shown or self.kind != "item":
            self.kind, self.level, self.label = ("code" if self.pre > 1 else "paragraph"), len(self.lists), ""


def _cell(inside: list[Block], line: int) -> Block:
    """The blocks of a cell as one."""
    text, links = "", []
    for block in inside:
        text += "\n" if text else ""
        links += [Link(link.start + len(text), link.end + len(text), link.target) for link in block.links]
        text += block.text
    return Block(kind="paragraph", text=text, line=line, links=tuple(links))
