"""A page becomes a document: one walk over its elements, in the order in which they stand.

LaTeXML says with classes what an element is; elsewhere the element itself says it. What belongs to the page and not to the paper (its
head, its buttons, its table of contents) is kept as an aside. Nothing is fetched and no entity is expanded; what nests too deep is read
without its markup and counted.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from synth.reading import ReadingError
from synth.reading.bibliography.entries import read_label
from synth.reading.bibliography.linking import link_citations
from synth.reading.bibliography.names import read_authors
from synth.reading.bibliography.references import read_reference
from synth.reading.html.coverage import NOTE_MARKS, coverage_of
from synth.reading.html.elements import FORMULAS, in_table, is_behind_formula, is_block, is_data, is_furniture, is_outermost
from synth.reading.html.grids import grid_of
from synth.reading.html.inline import UNSEEN, Cited, Reader, Run, classes_of, composed, is_hidden, prose
from synth.reading.html.parsing import parse
from synth.reading.html.sources import source_in
from synth.reading.prose import GAP, Part, Prose, compose
from synth.reading.tables import table_of
from synth.reading.tables.marks import with_marks
from synth.reading.words import part_named, split_number
from synth.records import SECTION_KINDS, Aside, Citation, Document, Reference, Table, Unread
from synth.sources.identity import source_of

MAX_BYTES = 100_000_000  # of a page
MAX_DEPTH = 180  # elements within elements that are walked one by one
MAX_NAME = 6  # words of an author
MAX_UNKNOWN = 8  # commands named in the line on what LaTeXML did not know

_APART = frozenset("ltx_listing ltx_verbatim ltx_listingline ltx_classification ltx_keywords ltx_date ltx_dates".split())
_HEADED = {
    "part": 1, "chapter": 1, "section": 1, "appendix": 1, "abstract": 1, "bibliography": 1, "acknowledgements": 1, "index": 1,
    "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5,
}  # fmt: skip
_LABEL = re.compile(r"\s*((?:\w+\.?\s){0,3}?(?:S\.?)?(?:\d{1,3}|[A-Z]{1,3}|[A-Z]?\.?\d{1,3}(?:\.\d{1,3})?)[a-z]?)\s*[:.|–—]\s*")
_BRACKETS = re.compile(r"\s*(?:\[([^\[\]]*)\]|\(((?:[^()]|\([^()]*\))*)\))[.:]?\s*\Z")
_ITEM = re.compile(r"[^\w\s]{0,3}|[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]:]{0,2}")
_BY = re.compile(r"\s*(?:,|;|·|•|\band\b|&|\bund\b|\bet\b)\s*")
_NO_NAME = re.compile(r"[@\d{}|:]")
_REFERENCES = "references"


class _Said(NamedTuple):
    """A paragraph or a heading with the citations in it."""

    part: Part
    cites: tuple[Cited, ...] = ()


def read_html(path: Path) -> Document:
    """The document in a page of HTML. Raises `ReadingError` where there is none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadingError(f"{path}: has more than {MAX_BYTES // 1_000_000} MB; no page of that size is read")
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path}: {error.strerror or error}") from None
    root, unread = parse(path, data)
    page = _Page(unread)
    page.read(root)
    return page.document(path, data, root)


class _Page:
    """What one walk over a page finds."""

    def __init__(self, unread: list[Unread]) -> None:
        self.reader = Reader()
        self.unread = unread
        self.title = ""
        self.authors: list[str] = []
        self.abstract: list[str] = []
        self.said: list[_Said] = []
        self.tables: list[Table] = []
        self.asides: list[Aside] = []
        self.references: list[Reference] = []
        self.anchors: dict[str, int] = {}  # position of the reference that an anchor names
        self.open: list[Run] = []  # of a paragraph that is not ended
        self.kind = "other"  # of the section
        self.kinds: list[tuple[int, str]] = []  # of the sections that hold this place, with their levels
        self.too_deep = 0
        self.goes_on = False  # the paragraph before a formula set apart goes on behind it

    # --- the walk ---

    def read(self, root: Any) -> None:
        body = root.find("body") if root.tag == "html" else root
        self._block(body if body is not None else root, 0)
        self._end()

    def _block(self, element: Any, depth: int) -> None:
        """Reads an element that holds paragraphs."""
        if depth > MAX_DEPTH:
            self.too_deep += 1
            self.open.append(Run(" ".join(" ".join(element.itertext()).split())))
            self._end()
            return
        if element.text:
            self.open.append(Run(element.text))
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, depth + 1)
            if child.tail:
                self.open.append(Run(child.tail))
        if element.tag not in ("html", "body"):
            self._end()

    def _child(self, element: Any, depth: int) -> None:
        tag, classes = element.tag, classes_of(element)
        if tag in UNSEEN or is_hidden(element) or "ltx_rdf" in classes:
            return
        if is_furniture(element, tag, classes):
            self._aside("footer" if tag == "footer" or "ltx_page_footer" in classes else "header", element)
        elif "ltx_note" in classes:
            self._note(element, classes)
        elif tag == "math" and element.get("display") == "block":
            self._end()
            self._aside("formula", element)
        elif not is_block(element, tag, classes):
            self.open += self.reader.runs(element)
            self._notes_within(element)
        else:
            self._end()
            self._placed(element, tag, classes, depth)
            self._end()

    def _placed(self, element: Any, tag: str, classes: frozenset[str], depth: int) -> None:
        if "ltx_title" in classes or "ltx_title_document" in classes or tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._heading(element, tag, classes)
        elif "ltx_authors" in classes:
            self._authors(element)
        elif "ltx_bibliography" in classes or (self.kind == _REFERENCES and tag in ("ul", "ol", "dl")) or "ltx_biblist" in classes:
            self._bibliography(element, depth)
        elif classes & FORMULAS:
            self._aside("formula", element)
            self._notes_within(element)
        elif tag == "figure" or classes & {"ltx_table", "ltx_figure", "ltx_float"}:
            self._float(element)
        elif "ltx_tabular" in classes or (tag == "table" and is_data(element)):
            self._table(element, "", "")
        elif classes & _APART or tag == "pre":
            self._aside("other", element)
        elif "ltx_abstract" in classes:
            self._abstract(element, depth)
        elif self.kind == _REFERENCES and tag == "p" and self._entry(element):
            pass
        elif tag == "li":
            self._item(element, depth)
        elif "ltx_p" in classes and is_behind_formula(element):
            self.goes_on = True
            self._block(element, depth)
            self.goes_on = False
        else:
            self._block(element, depth)

    # --- prose ---

    def _end(self) -> None:
        """The paragraph that is open ends here."""
        text, cites = composed(self.open, self.reader.cites)
        lead = len(text) - len(text.lstrip())
        self.open = []
        if not text.strip():
            return
        before = self.said.pop() if self.goes_on and self.said[-1:] and self.said[-1].part.what == "paragraph" else None
        head = f"{before.part.text} " if before else ""
        by = len(head) - lead
        placed = tuple(Cited(max(0, cite.start + by), cite.end + by, cite.anchors) for cite in cites)
        self.said.append(_Said(Part("paragraph", head + text.strip()), (before.cites if before else ()) + placed))
        self.goes_on = False

    def _heading(self, element: Any, tag: str, classes: frozenset[str]) -> None:
        tags = [child for child in element.iter("span") if "ltx_tag" in classes_of(child)]
        number = prose(self.reader.runs(tags[0])).strip(" .:") if tags else ""
        text = prose(self.reader.runs(element)).strip()
        self._notes_within(element)
        if tags and text.startswith(shown := prose(self.reader.runs(tags[0])).strip()):
            text = text.removeprefix(shown).strip(" .:")
        text = text.removesuffix(".") if not text.endswith("..") else text
        if not text:
            return
        if not self.title and ("ltx_title_document" in classes or (tag == "h1" and "ltx_title" not in classes)):
            self.title = text
            return
        named = next((name.removeprefix("ltx_title_") for name in classes if name.startswith("ltx_title_")), "")
        if named and named not in _HEADED:
            self.said.append(_Said(Part("paragraph", f"{number} {text}".strip() if number not in text else text)))
            return
        if not number:
            number, text = split_number(text)
        level = _HEADED.get(named) or (max(1, int(tag[1]) - 1) if re.fullmatch("h[1-6]", tag) else 1)
        self._open_section(
            text,
            re.sub(r"^(?:appendix|chapter|part|section)\s+", "", number, flags=re.IGNORECASE),
            1 if part_named(text) == "abstract" else level,
        )

    def _open_section(self, title: str, number: str, level: int) -> None:
        named = part_named(title)
        own = named if named in SECTION_KINDS else "other"
        if self.kind == named == _REFERENCES and self.said[-1:] and self.said[-1].part.what == "heading":
            return  # a bibliography within a section of that name
        self.kinds = [(at, kind) for at, kind in self.kinds if at < level]
        self.kind = own if own != "other" or not self.kinds else self.kinds[-1][1]
        self.kinds.append((level, self.kind))
        self.said.append(_Said(Part("heading", title, level, number, self.kind)))

    def _abstract(self, element: Any, depth: int) -> None:
        if not any("ltx_title" in classes_of(inner) or inner.tag in ("h1", "h2", "h3", "h4", "h5", "h6") for inner in element.iter()):
            self._open_section("Abstract", "", 1)
        first = len(self.said)
        self._block(element, depth)
        self.abstract += [said.part.text for said in self.said[first:] if said.part.what == "paragraph"]

    def _item(self, element: Any, depth: int) -> None:
        """An item of a list: its bullet or its number is no text, a word that stands in their place is."""
        tags = [child for child in element if "ltx_tag_item" in classes_of(child)]
        for tag in tags[:1]:
            if _ITEM.fullmatch(prose(self.reader.runs(tag)).strip()):
                tail = tag.tail
                tag.clear()
                tag.tail = tail
        self._block(element, depth)

    # --- what stands apart ---

    def _aside(self, kind: str, element: Any) -> None:
        text = prose(self.reader.runs(element)).strip()
        if text:
            self.asides.append(Aside(kind=kind, text=text))

    def _note(self, element: Any, classes: frozenset[str]) -> None:
        """A footnote: its text without its marks, whose like stay in the text only where they cite."""
        content = next((child for child in element.iter("span") if "ltx_note_content" in classes_of(child)), element)
        kept = [content.text or ""]
        for child in content:
            if not classes_of(child) & NOTE_MARKS:
                kept.append(child)
            kept.append(child.tail or "")
        text = prose(self.reader.runs_of(kept)).strip()
        if text:
            kind = "footnote" if any("footnote" in name or "endnote" in name for name in classes) else "authors"
            self.asides.append(Aside(kind=kind, text=text))

    def _notes_within(self, element: Any) -> None:
        for note in element.iterdescendants("span", "div"):
            classes = classes_of(note)
            if "ltx_note" in classes:
                self._note(note, classes)

    def _authors(self, element: Any) -> None:
        names = [child for child in element.iter("span", "div") if "ltx_personname" in classes_of(child)]
        for name in names:
            self.authors += _names(self.reader.runs_of(_first_line(name)))
        rest = prose(self.reader.runs(element)).strip()
        if rest and (not self.authors or len(rest.split()) > len(" ".join(self.authors).split())):
            self.asides.append(Aside(kind="authors", text=rest))
        self._notes_within(element)

    def _float(self, element: Any) -> None:
        """A figure or a table with its caption. What else stands in a figure is kept as its text."""
        captions = [child for child in element.iter("figcaption", "caption") if child.tag == "figcaption" or not in_table(child, element)]
        captions += [child for child in element.iter("div", "span") if "ltx_caption" in classes_of(child)]
        tables = [child for child in element.iter("table") if is_outermost(child, element) and not classes_of(child) & {"ltx_eqn_table"}]
        read = [_caption(self.reader, caption) for caption in captions]
        for caption in captions:
            self._notes_within(caption)
        for number, table in enumerate(tables):
            label, text = read[min(number, len(read) - 1)] if read else ("", "")
            self._table(table, label, text)
        for label, text in read if not tables else read[len(tables) :]:
            self.asides.append(Aside(kind="caption", text=f"{label}: {text}" if label else text))
        rest = _Rest(captions + tables)
        text = " ".join(prose(self.reader.runs_of(rest.pieces(element))).split())
        if text:
            self.asides.append(Aside(kind="figure", text=text))

    def _table(self, element: Any, label: str, caption: str) -> None:
        if not caption and (own := element.find("caption")) is not None:
            label, caption = _caption(self.reader, own)
        table = table_of(grid_of(element, self.reader, label, caption))
        if table.cells:
            self.tables.append(table)
        elif caption:
            self.asides.append(Aside(kind="caption", text=f"{label}: {caption}" if label else caption))
        self._notes_within(element)

    # --- the bibliography ---

    def _bibliography(self, element: Any, depth: int) -> None:
        for child in element.iter():
            if isinstance(child.tag, str) and ("ltx_title" in classes_of(child) or child.tag in ("h1", "h2", "h3")):
                self._heading(child, child.tag, classes_of(child))
                break
        items = [child for child in element.iter("li", "div", "p", "dd") if "ltx_bibitem" in classes_of(child)]
        if not items:
            items = [child for child in element.iter("li", "dd") if not child.findall(".//li")]
        for item in items:
            self._entry(item)
        if not items:
            self._block(element, depth)

    def _entry(self, item: Any) -> bool:
        """One entry; whether there was one."""
        tag = next((child for child in item.iter("span", "dt") if "ltx_tag_bibitem" in classes_of(child)), None)
        label, shown = "", ""
        if tag is not None:
            shown = prose(self.reader.runs(tag)).strip()
            if "ltx_bib_author-year" not in classes_of(tag):
                bracketed = _BRACKETS.match(shown)
                label = (bracketed[1] or bracketed[2] or "") if bracketed else shown
        pieces: list[Any] = [item.text or ""]
        for child in item:
            if child is not tag:
                pieces += [child, " "]
            pieces.append(child.tail or "")
        text = prose(self.reader.runs_of(pieces)).strip()
        if tag is None:
            label, skip = read_label(text)
            text = text[skip:].strip()
        elif not label:
            text = f"{shown}. {text}" if text else shown
        if not text:
            return False
        reference = read_reference(text, label)
        titles = [prose(self.reader.runs(child)).strip() for child in item.iter("span") if "ltx_bib_title" in classes_of(child)]
        links = [source for link in item.iter("a") if (source := source_of(link.get("href") or "")) is not None]
        links.sort(key=lambda source: ("arXiv", "doi", "acl", "url").index(source.scheme))
        best = reference.source or (links[0] if links else None)
        if best is not None and best.scheme == "url" and links and links[0].scheme != "url":
            best = links[0]
        url = reference.url or next((source.url for source in links), "")
        reference = msgspec.structs.replace(reference, title=titles[0] if titles else reference.title, source=best, url=url)
        for anchored in item.iter():
            for name in (anchored.get("id"), anchored.get("name")) if isinstance(anchored.tag, str) else ():
                if name:
                    self.anchors.setdefault(name, len(self.references))
        self.references.append(reference)
        return True

    # --- the document ---

    def document(self, path: Path, data: bytes, root: Any) -> Document:
        if not self.title and (title := root.find(".//title")) is not None:
            self.title = " ".join("".join(title.itertext()).split())
        source = msgspec.structs.replace(
            source_in(path, root), hash=f"sha256:{hashlib.sha256(data).hexdigest()}", title=self.title, authors=tuple(self.authors)
        )
        if not (self.said or self.tables or self.references):
            if self.unread:
                raise ReadingError(f"{path}: no text could be read; left out is {self.unread[0].what}")
            raise ReadingError(f"{path}: holds no text")
        read = compose((said.part for said in self.said), source.name)
        language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").partition("-")[0].lower()
        document = Document(
            source=source,
            format="html",
            title=self.title,
            authors=tuple(self.authors),
            abstract=GAP.join(self.abstract or _under_abstract(self.said)),
            language=language,
            text=read.text,
            sentences=read.sentences,
            sections=read.sections,
            tables=with_marks(self.tables, language),
            references=tuple(self.references),
            citations=self._citations(read),
            asides=tuple(self.asides),
            unread=tuple(self._unread()),
        )
        return msgspec.structs.replace(document, coverage=coverage_of(document, root))

    def _citations(self, read: Prose) -> tuple[Citation, ...]:
        """Citations from the links of the page; from their marks where it has no links."""
        linked: list[Citation] = []
        starts = [sentence.span[0] if sentence.span else 0 for sentence in read.sentences]
        at = 0
        for said in self.said:
            shown = f"{said.part.number} {said.part.text}".strip() if said.part.what == "heading" else said.part.text
            for cite in said.cites if said.part.what == "paragraph" else ():
                found = [self.anchors[anchor] for anchor in cite.anchors if anchor in self.anchors]
                missing = [anchor for anchor in cite.anchors if anchor not in self.anchors]
                why = f"no entry {missing[0]} in the list of references" if missing else ""
                sentence = max(0, bisect_right(starts, at + cite.start) - 1)
                linked.append(
                    Citation(
                        mark=said.part.text[cite.start : cite.end].strip(),
                        sentence=sentence,
                        references=tuple(dict.fromkeys(found)),
                        why=why,
                    )
                )
            at += len(shown) + len(GAP)
        return tuple(linked) or link_citations(read.sentences, self.references)

    def _unread(self) -> Iterable[Unread]:
        yield from self.unread
        deep = self.too_deep + self.reader.too_deep
        if deep:
            yield Unread(what=f"the markup of {deep} elements that nest too deep; their text is kept")
        if self.reader.unknown:
            names = list(dict.fromkeys(self.reader.unknown))
            more = f" and {len(names) - MAX_UNKNOWN} more" if len(names) > MAX_UNKNOWN else ""
            yield Unread(what=f"commands that LaTeXML did not know ({len(self.reader.unknown)}): {', '.join(names[:MAX_UNKNOWN])}{more}")


class _Rest:
    """What an element holds beside some elements within it."""

    def __init__(self, without: list[Any]) -> None:
        self.without = {id(element) for element in without}
        self.kept = without  # elements live only while somebody holds them

    def pieces(self, element: Any, depth: int = 0) -> list[Any]:
        found: list[Any] = [element.text or ""]
        for child in element:
            if id(child) not in self.without and isinstance(child.tag, str):
                inner = any(id(below) in self.without for below in child.iter())
                found += self.pieces(child, depth + 1) if inner and depth < MAX_DEPTH else ([" ", child, " "] if not inner else [])
            found.append(child.tail or "")
        return found


# --- small questions -----------------------------------------------------------------------------------------------


def _caption(reader: Reader, element: Any) -> tuple[str, str]:
    """The number of a table or a figure, and what its caption says."""
    text = prose(reader.runs(element)).strip()
    tag = next((child for child in element.iter("span") if "ltx_tag" in classes_of(child)), None)
    if tag is not None:
        shown = prose(reader.runs(tag)).strip()
        return shown.rstrip(" :.|–—"), text.removeprefix(shown).strip()
    found = _LABEL.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _first_line(element: Any) -> list[Any]:
    """What stands before the first line break of an element."""
    pieces: list[Any] = [element.text or ""]
    for child in element:
        if child.tag == "br":
            break
        pieces += [child, child.tail or ""]
    return pieces


def _names(runs: list[Run]) -> list[str]:
    text = prose(run for run in runs if run.height == 0)
    names = [name.strip(" ,.*†‡§¶") for name in _BY.split(text)]
    return [name for name in names if name and len(name.split()) <= MAX_NAME and not _NO_NAME.search(name) and read_authors(name)]


def _under_abstract(said: list[_Said]) -> list[str]:
    """The paragraphs under a heading "Abstract", in a page that does not mark its abstract otherwise."""
    found: list[str] = []
    inside = False
    for one in said:
        if one.part.what == "heading":
            inside = not found and part_named(one.part.text) == "abstract"
        elif inside:
            found.append(one.part.text)
    return found
