"""A float: its captions, its tables, each with the caption that belongs to it, and what else is printed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from synth.reading.latex.openings import take_opening
from synth.reading.latex.runs import Style, composed, prose
from synth.reading.latex.symbols import words
from synth.reading.latex.tables import array_in, is_tabular
from synth.reading.latex.text import Inline
from synth.reading.latex.tree import Command, Cursor, Environment, Math, Node, Raw

if TYPE_CHECKING:
    from synth.reading.latex.body import Body


class Caption(NamedTuple):
    """A caption: its label, such as "Table 2", and what it says."""

    label: str
    text: str


class Float:
    """One float: its captions, its tables, and what else is printed in it."""

    def __init__(self, body: Body, node: Environment, outer: Float | None = None) -> None:
        self.body = body
        self.node = node
        self.outer = outer
        self.events: list[Caption | Environment | Float] = []
        self.line = Inline(body.context, self._block)

    def read(self) -> None:
        """Adds the float's captions, tables and text to the body."""
        self.scan()
        self._place(self.events, None)

    def scan(self) -> None:
        cursor = Cursor(self.node.children)
        take_opening(self.node.name, cursor)
        self.line.walk(cursor.rest(), Style())
        text, _ = composed(self.line.runs)
        kind = "figure" if "figure" in self.node.name else "other"
        self.body.line.keep(kind, text)

    def _block(self, node: Node, cursor: Cursor, style: Style) -> bool:
        if isinstance(node, Environment):
            return self._environment(node)
        if isinstance(node, Math):
            array = array_in(node) if "table" in self.node.name else None
            if array is not None and makes_table(array):
                self.events.append(array)
            return array is not None
        if not isinstance(node, Command):
            return False
        if node.name in words("roles", "captions"):
            cursor.star()
            if node.name == "captionof":
                cursor.argument()
            cursor.optional()
            self._caption(node, cursor.argument())
        elif node.name in words("roles", "subboxes") and self._takes_subbox(node, cursor):
            return True
        elif node.name == "item":
            label = cursor.optional()
            self.line.add(" ", style)
            if label is not None:
                self.line.walk(label, style)
                self.line.add(" ", style)
        elif node.name in ("centering", "ContinuedFloat"):
            return True
        elif node.name == "par":
            self.line.add(" ", style)
        else:
            return False
        return True

    def _environment(self, node: Environment) -> bool:
        name = node.name
        if is_tabular(node):
            self.events.append(node)
        elif name in words("roles", "drawings"):
            return True
        elif name in words("environments", "verbatim") and any(isinstance(child, Raw) for child in node.children):
            self.body.line.keep("other", "\n".join(child.text.strip("\n") for child in node.children if isinstance(child, Raw)))
        elif name.startswith("sub") and name in words("environments", "floats"):
            inner = Float(self.body, node, self)
            inner.scan()
            self.events.append(inner)
        elif name in ("tablenotes", "TableNotes", "tablenote"):
            self.body.line.keep("footnote", self._notes(node))
        else:
            return False
        return True

    def _notes(self, node: Environment) -> str:
        line = Inline(self.body.context, self._note_item)
        cursor = Cursor(node.children)
        take_opening("tablenotes", cursor)
        line.walk(cursor.rest(), Style())
        return prose(line.runs)

    def _note_item(self, node: Node, cursor: Cursor, style: Style) -> bool:
        return isinstance(node, Command) and node.name == "item"

    def _caption(self, node: Command, nodes: list[Node]) -> None:
        text = self.line.aside(nodes)
        self.events.append(Caption(self.body.label_of(node), text))
        self.body.line.keep("caption", self.body.numbered(node, text))

    def _takes_subbox(self, node: Command, cursor: Cursor) -> bool:
        """\\subfloat[caption]{content}, \\subcaptionbox{caption}{content}: a float in the float."""
        said = cursor.argument() if node.name == "subcaptionbox" else cursor.optional()
        cursor.optional()
        content = cursor.argument()
        inner = Float(self.body, Environment("subtable", []), self)
        if said:
            inner._caption(node, said)
        inner.line.walk(content, Style())
        self.body.line.keep("other", composed(inner.line.runs)[0])
        self.events.append(inner)
        return True

    def _place(self, events: list[Caption | Environment | Float], given: Caption | None) -> None:
        """Adds the tables, each with the caption that belongs to it: the only one, else the one on its side."""
        captions = [event for event in events if isinstance(event, Caption)]
        if any(caption.label.startswith("Table") for caption in captions):  # those of figures beside a table are not its own
            events = [event for event in events if not isinstance(event, Caption) or event.label.startswith("Table") or not event.label]
            captions = [event for event in events if isinstance(event, Caption)]
        above = next((isinstance(event, Caption) for event in events if isinstance(event, Caption | Environment)), True)
        for at, event in enumerate(events):
            if isinstance(event, Caption):
                continue
            side = [other for other in (reversed(events[:at]) if above else events[at:]) if isinstance(other, Caption)]
            own = captions[0] if len(captions) == 1 else side[0] if side else captions[-1] if captions else None
            if isinstance(event, Float):
                event._place(event.events, own or given)
            elif own is not None and given is not None:
                self.body.read_table(event, own.label or given.label, f"{given.text} {own.text}".strip())
            else:
                caption = own or given or Caption("", "")
                self.body.read_table(event, caption.label, caption.text)


def makes_table(node: Environment) -> bool:
    """Whether an environment outside a float is a table rather than a frame around text: two rows and two columns."""
    if "tabular" not in node.name and node.name != "array":
        return True
    cells = sum(child == "&" for child in node.children)
    rows = sum(isinstance(child, Command) and child.name in ("\\", "tabularnewline", "cr") for child in node.children)
    return cells >= 2 and rows >= 1
