"""The tree of a paper becomes its prose, its tables and what stands aside: headings, paragraphs, captions, notes, formulas.

A float or a displayed formula does not end the paragraph that it stands in. What is not printed as prose (verbatim text, algorithms,
drawings) is kept aside.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from synth.reading.latex.authors import read_authors
from synth.reading.latex.context import Context
from synth.reading.latex.floats import Caption, Float, makes_table
from synth.reading.latex.numbering import SECTIONS
from synth.reading.latex.openings import take_opening
from synth.reading.latex.runs import Cite, Style, composed, prose, run_in_head
from synth.reading.latex.symbols import words
from synth.reading.latex.tables import TableReader, is_tabular
from synth.reading.latex.text import Inline
from synth.reading.latex.tree import Command, Cursor, Environment, Group, Math, Node, Raw
from synth.reading.prose import Part
from synth.reading.tables import Grid, table_of
from synth.reading.words import part_named
from synth.records import SECTION_KINDS, Table

_COUNTED = re.compile(r"(\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2}){0,3}\.?)\s+(?=\w)")  # before a heading that is no command
_SECTION_KINDS = frozenset(SECTION_KINDS)


class Placed(NamedTuple):
    """A citation in the part of the text that it stands in."""

    part: int
    start: int
    end: int
    mark: str
    cite: Cite


class Body:
    """What is read of one paper."""

    def __init__(self, context: Context, tables: TableReader) -> None:
        self.context = context
        self.reader = tables
        self.parts: list[Part] = []
        self.cites: list[Placed] = []
        self.tables: list[Table] = []
        self.table_places: list[int] = []  # for each table, how many parts stand before it
        self.title = ""
        self.date = ""
        self.authors: list[str] = []
        self.abstract = ""
        self.line = Inline(context, self._block)
        self._chapter = ""  # the first one's title
        self._in_item = False  # the paragraph being read begins an item of a list
        self._level = 0  # of the last heading on a line of its own
        self._waiting: _Waiting | None = None

    def read(self, nodes: list[Node]) -> None:
        """Reads the tree: what stands before \\begin{document} for title and authors, the rest as text."""
        document = next((at for at, node in enumerate(nodes) if isinstance(node, Environment) and node.name == "document"), None)
        if document is None:
            self.line.walk(nodes, Style())
        else:
            front = Inline(self.context, self._front)
            front.walk(nodes[:document], Style())
            node = nodes[document]
            if isinstance(node, Environment):
                self.line.walk(node.children, Style())
        self.flush()
        self.title = self.title or (self._chapter if document is None else "")
        self.abstract = self.abstract or self._abstract_section()

    def _abstract_section(self) -> str:
        """The paragraphs under a heading that says abstract."""
        begin = next((at for at, part in enumerate(self.parts) if part.what == "heading" and part.kind == "abstract"), len(self.parts))
        paragraphs: list[str] = []
        for part in self.parts[begin + 1 :]:
            if part.what == "heading":
                break
            paragraphs.append(part.text)
        return "\n\n".join(paragraphs)

    def flush(self) -> None:
        """Ends the paragraph."""
        runs, self.line.runs = self.line.runs, []
        head, rest = ("", runs) if self._in_item else run_in_head(runs)  # bold words open items of lists that are no sections
        self._in_item = False
        if head:
            runs = rest
            counted = _COUNTED.match(head)
            number = counted[1].rstrip(".") if counted else ""
            self.parts.append(Part("heading", head.removeprefix(counted[0]) if counted else head, self._level + 1, number))
        text, cites = composed(runs)
        if text:
            for start, end, cite in cites:
                self.cites.append(Placed(len(self.parts), start, end, text[start:end].strip(), cite))
            self.parts.append(Part("paragraph", text))

    # --- what stands at the head ---

    def _front(self, node: Node, cursor: Cursor, style: Style) -> bool:
        """The preamble prints nothing but what it declares for the title."""
        if isinstance(node, Command):
            return self._heads(node, cursor) or node.name in words("roles", "ignored") or self._takes_definition(node, cursor)
        if isinstance(node, Environment):
            self._environment(node, style) if node.name in ("abstract", *words("roles", "keywords")) else None
            return True
        return False

    def _takes_definition(self, node: Command, cursor: Cursor) -> bool:
        if node.name == "newtheorem":
            cursor.star()
            cursor.argument()
            cursor.optional()
            cursor.argument()
            cursor.optional()
            return True
        return False

    def _heads(self, node: Command, cursor: Cursor) -> bool:
        """Title, authors, abstract and keywords, wherever they are declared."""
        name = node.name
        if name in words("roles", "titles"):
            cursor.optional()
            said = self._plainly(cursor.argument())
            self.title = self.title or said
        elif name == "date" and isinstance(cursor.peek(), Group):
            self.date = self._plainly(cursor.argument())
        elif name in words("roles", "authors"):
            cursor.optional()
            self._author(cursor.argument())
            if name == "icmlauthor":
                cursor.argument()
        elif name == "abstract" and isinstance(cursor.peek(), Group):
            self._abstract(cursor.argument(), Style())
        elif name in words("roles", "keywords") and isinstance(cursor.peek(), Group):
            self.context_keep("other", cursor.argument())
        elif (
            name in words("roles", "headers")
            and isinstance(cursor.peek(), Group | str)
            and (cursor.peek() == "[" or isinstance(cursor.peek(), Group))
        ):
            cursor.star()
            cursor.optional()
            self.context_keep("authors", cursor.argument())
            if name == "altaffiltext":  # its first argument is the number of its mark
                self.context_keep("authors", cursor.argument())
        else:
            return False
        return True

    def context_keep(self, kind: str, nodes: list[Node]) -> None:
        self.line.keep(kind, self.line.aside(nodes))

    def _plainly(self, nodes: list[Node]) -> str:
        """A title: without the marks of its notes."""
        line = Inline(self.context)
        line.walk(nodes, Style())
        return prose(line.runs)

    def _author(self, nodes: list[Node]) -> None:
        names = read_authors(nodes, self.context, self.context_keep)
        self.authors += [name for name in names if name not in self.authors]
        self.context_keep("authors", nodes)

    def _abstract(self, nodes: list[Node], style: Style) -> None:
        self.flush()
        self.parts.append(Part("heading", "Abstract", kind="abstract"))
        start = len(self.parts)
        self.line.walk(nodes, style)
        self.flush()
        if not self.abstract:
            self.abstract = "\n\n".join(part.text for part in self.parts[start:] if part.what == "paragraph")

    # --- blocks ---

    def _block(self, node: Node, cursor: Cursor, style: Style) -> bool:
        """Reads what is more than a piece of a paragraph; False for a piece."""
        if isinstance(node, Command):
            return self._command(node, cursor, style)
        if isinstance(node, Environment) and not style.math:
            return self._environment(node, style)
        if isinstance(node, Math) and node.display and not style.math:
            self._formula(node.children)
            return True
        return False

    def _command(self, node: Command, cursor: Cursor, style: Style) -> bool:
        name = node.name
        if name == "par":
            self.flush()
        elif name in SECTIONS:
            self._section(node, cursor)
        elif name == "item":
            self.flush()
            self._in_item = True
            label = cursor.optional()
            if label is not None:
                self.line.walk(label, style)
                self.line.add(" ", style)
        elif name in words("roles", "ignored"):
            return True
        elif name in ("caption", "captionof"):
            self._loose_caption(node, cursor)
        elif name == "captionsetup":
            cursor.optional()
            cursor.argument()
        elif name in ("bibliography", "printbibliography", "bibliographystyle", "nocite"):
            cursor.star()
            cursor.optional()
            if name != "printbibliography":
                cursor.argument()
            if "bibliography" in name and name != "bibliographystyle":
                self.references()
        else:
            return self._takes_definition(node, cursor) or self._heads(node, cursor)
        return True

    def _section(self, node: Command, cursor: Cursor) -> None:
        self.flush()
        star = cursor.star()
        cursor.optional()
        title = self._plainly(cursor.argument())
        number = self.context.numbering.of.get(id(node))
        if node.name == "chapter":
            self._chapter = self._chapter or title
        level = max(SECTIONS.index(node.name) - 1, 1)
        self._heading(title, level, number.number if number and not star else "")

    def _heading(self, title: str, level: int = 1, number: str = "") -> None:
        kind = part_named(title) or "other"
        self._level = level
        self.parts.append(Part("heading", title, level=level, number=number, kind=kind if kind in _SECTION_KINDS else "other"))

    def references(self) -> None:
        """The heading of the list of references, once; the entries themselves are records, not prose."""
        self.flush()
        if not any(part.kind == "references" and part.what == "heading" for part in self.parts):
            self.parts.append(Part("heading", "References", kind="references"))

    def _loose_caption(self, node: Command, cursor: Cursor) -> None:
        """A caption outside a float goes with the table right before it, if that has none, else with the one right after it."""
        cursor.star()
        if node.name == "captionof":
            cursor.argument()
        cursor.optional()
        label, text = self.label_of(node), self.line.aside(cursor.argument())
        self.line.keep("caption", self.numbered(node, text))
        if not label.startswith("Table"):
            return
        if self.tables and not self.tables[-1].label and self.table_places[-1] >= len(self.parts):
            self.tables[-1] = msgspec.structs.replace(self.tables[-1], label=label, caption=text)
        else:
            self._waiting = _Waiting(Caption(label, text), len(self.parts))

    def numbered(self, node: Command, caption: str) -> str:
        """The caption with its label before it."""
        label = self.label_of(node)
        return f"{label}: {caption}" if label else caption

    def label_of(self, node: Command | None) -> str:
        """ "Table 2" for the caption that `node` is; "" where it has no number."""
        known = self.context.numbering.of.get(id(node)) if node is not None else None
        return f"{known.kind.capitalize()} {known.number}" if known and known.number else ""

    def _formula(self, nodes: list[Node]) -> None:
        """Keeps a displayed formula aside; the sentence around it goes on."""
        line = Inline(self.context)
        line.formula(nodes, Style())
        self.line.keep("formula", prose(line.runs))
        self.line.add(" ", Style())

    def _environment(self, node: Environment, style: Style) -> bool:
        name = node.name
        bare = name.rstrip("*")
        if name in words("environments", "formulas"):
            if name == "math":
                return False
            cursor = Cursor(node.children)
            if bare in ("alignat", "IEEEeqnarray"):
                cursor.argument()
            self._formula(cursor.rest())
        elif name in ("algorithm", "algorithm*", "algorithm2e", "listing") or name in words("environments", "verbatim"):
            self._aside_text(node)
        elif name in words("environments", "floats"):
            Float(self, node).read()
        elif is_tabular(node):
            if not makes_table(node):
                return False
            waiting, self._waiting = self._waiting, None
            caption = waiting.caption if waiting and waiting.place == len(self.parts) else Caption("", "")
            self.read_table(node, caption.label, caption.text)
        elif name == "abstract" or name == "onecolabstract":
            cursor = Cursor(node.children)
            take_opening(name, cursor)
            self._abstract(cursor.rest(), style)
        elif name in words("roles", "keywords"):
            self.context_keep("other", node.children)
        elif name == "thebibliography":
            self.references()
        elif bare in self.context.numbering.theorems or bare == "proof":
            self._theorem(node, style)
        elif bare in ("ack", "acks", "acknowledgments", "acknowledgements", "acknowledgement"):
            self.flush()
            self._heading("Acknowledgments")
            self._inside(node, style)
        elif bare not in words("environments", "in_the_line"):
            self.flush()
            self._inside(node, style)
        else:
            return False
        return True

    def _inside(self, node: Environment, style: Style) -> None:
        cursor = Cursor(node.children)
        take_opening(node.name, cursor)
        self.line.walk(cursor.rest(), style)
        self.flush()

    def _theorem(self, node: Environment, style: Style) -> None:
        """ "Lemma 2 (name). …" as a paragraph of its own."""
        self.flush()
        cursor = Cursor(node.children)
        note = cursor.optional()
        known = self.context.numbering.of.get(id(node))
        bare = node.name.rstrip("*")
        head = f"{known.kind} {known.number}" if known else self.context.numbering.theorems.get(bare, "Proof")
        self.line.add(head, style)
        if note:
            self.line.add(" (", style)
            self.line.walk(note, style)
            self.line.add(")", style)
        self.line.add(". ", style)
        self.line.walk(cursor.rest(), style)
        self.flush()

    def _aside_text(self, node: Environment) -> None:
        """Code and algorithms are kept, drawings are not text."""
        if node.name in words("roles", "drawings"):
            return
        raw = [child.text for child in node.children if isinstance(child, Raw)]
        if raw:
            self.line.keep("other", "\n".join(text.strip("\n") for text in raw))
            return
        Float(self, node).read()

    # --- tables ---

    def read_table(self, node: Environment, label: str, caption: str) -> None:
        """Adds the table of an environment, with those in its cells."""
        for read in self.reader.read(node):
            own = read.caption if read.captioned is not None else ""
            if read.captioned is not None:
                self.line.keep("caption", self.numbered(read.captioned, own))
            grid = Grid(
                slots=read.grid.slots,
                rules=read.grid.rules,
                label=self.label_of(read.captioned) if read.captioned is not None else label,
                caption=own or caption,
                doubts=read.grid.doubts,
            )
            if grid.slots:
                self.tables.append(table_of(grid))
                within = any(run.text.strip() for run in self.line.runs)
                self.table_places.append(len(self.parts) + within)  # behind the paragraph that it stands in


class _Waiting(NamedTuple):
    """A caption outside a float that no table has taken yet, and how many parts stand before it."""

    caption: Caption
    place: int
