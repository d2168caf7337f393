"""The numbers that LaTeX would print: of sections, captions, equations, notes and theorems, and what each \\ref would show.

One walk over the tree in the order of the file, with LaTeX's counters. The numbers are kept by node, so that whoever reads the tree
afterwards only looks them up.
"""

from __future__ import annotations

from typing import NamedTuple

from synth.reading.latex.symbols import words
from synth.reading.latex.tree import Command, Cursor, Environment, Group, Math, Node, text_of

SECTIONS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
MAX_COUNT = 100_000
MAX_COUNTERS = 200  # with a counter that they are numbered within
MAX_FORMAT = 200  # counters that one printed number is made of

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_PARENTS = {"subsection": "section", "subsubsection": "subsection", "paragraph": "subsubsection", "subparagraph": "paragraph"}
_FORMATS = {"arabic", "Alph", "alph", "Roman", "roman", "fnsymbol"}
_SYMBOLS = ("*", "†", "‡", "§", "¶", "‖", "**", "††", "‡‡")
_SUBFLOATS = ("subtable", "subfigure")
_SUBBOXES = ("subfloat", "subcaptionbox", "subfigure", "subtable", "sidesubfloat")


class Numbered(NamedTuple):
    """What a number is of, and the number."""

    kind: str  # section, table, figure, equation, footnote, item, or a theorem's title
    number: str


class Numbering:
    """The numbers of one document."""

    def __init__(self, nodes: list[Node], document_class: str) -> None:
        self.of: dict[int, Numbered] = {}  # by the node that prints it
        self.labels: dict[str, Numbered] = {}
        self.theorems: dict[str, str] = {}  # titles, by environment
        self.roman = document_class.startswith(("IEEEtran", "revtex", "IEEE"))
        self._chapters = document_class in ("book", "report", "memoir", "scrbook", "scrreprt") or "thesis" in document_class.lower()
        self._counts: dict[str, int] = {}
        self._within: dict[str, str] = dict(_PARENTS)
        self._formats: dict[str, list[Node]] = {}
        self._depth = 2 if self._chapters else 3  # of the deepest heading with a number; section is 1
        self._appendix = False
        self._shared: dict[str, str] = {}  # counter of a theorem environment
        self._now = Numbered("", "")
        self._float = ""
        self._captioned = False
        self._boxes = {"ttabbox": "table", "ffigbox": "figure"}  # of floatrow, and what their captions count
        self._given = ""  # the number that a deluxetable gives itself
        self._lists = 0
        self._made_of = 0
        if self._chapters:
            self._within |= {"section": "chapter", "figure": "chapter", "table": "chapter", "equation": "chapter"}
        self._walk(nodes)

    # --- counters ---

    def _step(self, counter: str) -> str:
        self._counts[counter] = min(self._counts.get(counter, 0) + 1, MAX_COUNT)
        self._reset_under(counter)
        return self._printed(counter)

    def _printed(self, counter: str) -> str:
        """The number of a counter as it stands."""
        self._made_of = 0
        return self._the(counter)

    def _reset_under(self, counter: str, depth: int = 0) -> None:
        for other, parent in self._within.items():
            if parent == counter and other != counter and depth < len(SECTIONS):
                self._counts[other] = 0
                self._reset_under(other, depth + 1)

    def _the(self, counter: str, depth: int = 0) -> str:
        count = self._counts.get(counter, 0)
        self._made_of += 1
        if self._made_of > MAX_FORMAT:
            return str(count)
        custom = self._formats.get(counter)
        if custom is not None and depth < 10:
            return self._formatted(custom, depth + 1)
        if counter == ("chapter" if self._chapters else "section") and self._appendix:
            return _shown(count, "Alph")
        if self.roman and counter in ("section", "table"):
            return _shown(count, "Roman")
        if self.roman and counter == "subsection":
            return _shown(count, "Alph")
        if self.roman and counter == "subsubsection":
            return str(count)
        if counter == "part":
            return _shown(count, "Roman")
        if counter in ("paragraph", "subparagraph") and not count:
            return ""
        parent = self._within.get(counter)
        if parent is None or depth >= 10:
            return str(count)
        above = self._the(parent, depth + 1)
        return f"{above}.{count}" if above and not (above == "0" and counter in _PARENTS) else str(count)

    def _formatted(self, nodes: list[Node], depth: int) -> str:
        """A counter's own format: \\Alph{section}.\\arabic{table} and the like."""
        parts: list[str] = []
        cursor = Cursor(nodes)
        while (node := cursor.next()) is not None and len(parts) < 50:
            if isinstance(node, Command) and node.name in _FORMATS:
                cursor.star()
                parts.append(_shown(self._counts.get(text_of(cursor.argument()), 0), node.name))
            elif isinstance(node, Command) and node.name.startswith("the") and len(node.name) > 3:
                parts.append(self._the(node.name[3:], depth))
            elif isinstance(node, Command) and len(node.name) == 1 and not node.name.isalpha():
                parts.append(node.name)
            elif isinstance(node, Group | Math):
                parts.append(self._formatted(node.children, depth) if depth < 10 else "")
            elif isinstance(node, str) and node not in "~[]":
                parts.append(node)
        return "".join(parts).strip()

    # --- the walk ---

    def _walk(self, nodes: list[Node]) -> None:
        cursor = Cursor(nodes)
        while (node := cursor.next()) is not None:
            if isinstance(node, Command):
                self._command(node, cursor)
            elif isinstance(node, Environment | Group | Math):
                before = self._now, self._float
                if isinstance(node, Environment):
                    self._environment(node)
                elif isinstance(node, Group) or node.display:
                    self._walk(node.children)
                self._now, self._float = before

    def _command(self, node: Command, cursor: Cursor) -> None:
        name = node.name
        if name in SECTIONS:
            self._section(node, cursor)
        elif name == "label":
            key = text_of(cursor.argument())
            if key and self._now.number:
                self.labels.setdefault(key, self._now)
        elif name in ("caption", "tablecaption", "topcaption", "bottomcaption", "tablecap"):
            self._caption(node, cursor, self._float or "table")
        elif name == "@captype":
            self._float = text_of(cursor.argument())
        elif name == "newfloatcommand":
            command, kind = text_of(cursor.argument()), text_of(cursor.argument())
            if len(self._boxes) < MAX_COUNTERS:
                self._boxes[command] = kind
        elif name in self._boxes:
            self._box(self._boxes[name], cursor)
        elif name == "captionof":
            star = cursor.star()
            kind = text_of(cursor.argument())
            if not star:
                self._caption(node, cursor, kind)
        elif name in _SUBBOXES and self._float:
            self._subfloat(node)
        elif name in ("footnote", "footnotemark"):
            self._footnote(node, cursor)
        elif name == "appendix":
            self._begin_appendix()
        elif name == "item":
            self._item(node, cursor)
        elif name in ("setcounter", "addtocounter", "stepcounter", "refstepcounter"):
            self._set(name, cursor)
        elif name in ("counterwithin", "numberwithin", "@addtoreset"):
            cursor.star()
            counter, outer = text_of(cursor.argument()), text_of(cursor.argument())
            if len(self._within) < MAX_COUNTERS:
                self._within[counter] = outer
        elif name == "counterwithout":
            cursor.star()
            self._within.pop(text_of(cursor.argument()), None)
            cursor.argument()
        elif name == "thecounter":
            counter, printed = text_of(cursor.argument()), cursor.argument()
            self._formats[counter] = printed
        elif name == "newtheorem":
            self._theorem(cursor)
        elif name == "ContinuedFloat" and self._float:
            self._counts[self._float] = max(self._counts.get(self._float, 0) - 1, 0)

    def _box(self, kind: str, cursor: Cursor) -> None:
        """A box of floatrow, \\ttabbox[width]{content}{\\caption{…}}: its captions count what its name says."""
        for _ in range(3):
            cursor.optional()
        outer, self._float = self._float, kind
        for _ in range(2):
            self._walk(cursor.argument())
        self._float = outer

    def _section(self, node: Command, cursor: Cursor) -> None:
        level = SECTIONS.index(node.name) - 1  # part -1, chapter 0, section 1
        if cursor.star() or level > self._depth:
            return
        self._now = self.of[id(node)] = Numbered("section", self._step(node.name))

    def _caption(self, node: Command, cursor: Cursor, kind: str) -> None:
        if cursor.star():
            return
        if self._float.startswith("sub"):
            self._subfloat(node)
            return
        self._captioned = True
        self._now = self.of[id(node)] = Numbered(kind, self._given or self._step(kind))
        self._counts[f"sub{kind}"] = self._counts.get(f"sub{kind}", 0)

    def _subfloat(self, node: Command) -> None:
        kind = self._float.removeprefix("sub")
        letter = _shown(int(self._step_bare(f"sub{kind}")), "alph")
        number = self._printed(kind) if self._captioned else self._next(kind)
        self._now = self.of[id(node)] = Numbered(kind, f"{number}{letter}")

    def _step_bare(self, counter: str) -> str:
        self._counts[counter] = self._counts.get(counter, 0) + 1
        return str(self._counts[counter])

    def _next(self, counter: str) -> str:
        self._counts[counter] = self._counts.get(counter, 0) + 1
        following = self._printed(counter)
        self._counts[counter] -= 1
        return following

    def _footnote(self, node: Command, cursor: Cursor) -> None:
        given = cursor.optional()
        number = text_of(given) if given is not None else self._step("footnote")
        self.of[id(node)] = Numbered("footnote", number)
        if node.name == "footnote":
            before, self._now = self._now, Numbered("footnote", number)
            self._walk(cursor.argument())
            self._now = before

    def _begin_appendix(self) -> None:
        self._appendix = True
        self._counts["chapter" if self._chapters else "section"] = 0
        self._reset_under("chapter" if self._chapters else "section")
        self._formats.pop("section", None)

    def _item(self, node: Command, cursor: Cursor) -> None:
        if cursor.peek() == "[" or not self._lists:
            return
        counter = f"item{self._lists}"
        self._counts[counter] = self._counts.get(counter, 0) + 1
        self._now = self.of[id(node)] = Numbered("item", str(self._counts[counter]))

    def _set(self, name: str, cursor: Cursor) -> None:
        counter = text_of(cursor.argument())
        if name in ("stepcounter", "refstepcounter"):
            number = self._step(counter)
            if name == "refstepcounter":
                self._now = Numbered(counter, number)
            return
        said = text_of(cursor.argument())
        if not said.lstrip("-").isdigit() or len(said) > 6:
            return
        if counter == "secnumdepth":
            self._depth = int(said)
        else:
            self._counts[counter] = int(said) + (self._counts.get(counter, 0) if name == "addtocounter" else 0)

    def _theorem(self, cursor: Cursor) -> None:
        star = cursor.star()
        name = text_of(cursor.argument())
        shared = cursor.optional()
        self.theorems[name] = text_of(cursor.argument())
        within = cursor.optional()
        if star:
            return
        self._shared[name] = text_of(shared) if shared else name
        if within and len(self._within) < MAX_COUNTERS:
            self._within[name] = text_of(within)

    def _environment(self, node: Environment) -> None:
        name = node.name.rstrip("*")
        if name in self._shared:
            self._now = self.of[id(node)] = Numbered(self.theorems[name], self._step(self._shared[name]))
            self._walk(node.children)
        elif node.name in words("environments", "formulas"):
            self._formula(node)
        elif name in _SUBFLOATS:
            self._inside_float(node, f"sub{name.removeprefix('sub')}", keep=True)
        elif node.name in words("environments", "floats") or (name in ("longtable", "longtblr", "xltabular") or "deluxetable" in name):
            self._given = _tablenum(node.children) if "deluxetable" in name else ""
            self._inside_float(node, _kind_of(name))
            self._given = ""
        elif name in ("enumerate", "compactenum", "inparaenum", "asparaenum"):
            self._lists += 1
            self._counts[f"item{self._lists}"] = 0
            self._walk(node.children)
            self._lists -= 1
        elif name == "appendices":
            self._begin_appendix()
            self._walk(node.children)
        else:
            self._walk(node.children)

    def _inside_float(self, node: Environment, kind: str, *, keep: bool = False) -> None:
        outer, captioned = self._float, self._captioned
        self._float = kind
        if not keep:
            self._captioned = False
            self._counts[f"sub{kind}"] = 0
        self._walk(node.children)
        self._float = outer
        self._captioned = captioned or (keep and self._captioned)

    def _formula(self, node: Environment) -> None:
        """A number for each line that LaTeX would give one; a label in a line stands for its number."""
        if node.name.endswith("*") or node.name in ("displaymath", "math"):
            return
        if node.name == "subequations":
            self._walk(node.children)
            return
        by_line = node.name not in ("equation", "multline", "dmath")
        line: list[str] = []
        numbered = True
        waiting: list[Node] = list(reversed(node.children))
        while waiting:
            child = waiting.pop()
            if isinstance(child, Command):
                if child.name == "label":
                    line.append(text_of([waiting.pop()]) if waiting else "")
                elif child.name in ("nonumber", "notag"):
                    numbered = False
                elif child.name == "\\" and by_line:
                    self._number_line(line, numbered)
                    line, numbered = [], True
            elif isinstance(child, Group | Environment) and not by_line:
                waiting += reversed(child.children)
        if by_line and not any(isinstance(child, str) and child.strip() for child in node.children[-3:]) and not line:
            last = [child for child in node.children if child != " "][-1:]
            if last and isinstance(last[0], Command) and last[0].name == "\\":
                return
        self._number_line(line, numbered)

    def _number_line(self, keys: list[str], numbered: bool) -> None:
        if numbered:
            number = Numbered("equation", self._step("equation"))
            for key in keys:
                self.labels.setdefault(key, number)


def referred(command: str, numbering: Numbering, key: str) -> str:
    """What a command that refers to a label prints."""
    found = numbering.labels.get(key)
    if found is None:
        return "??"
    kind, number = found.kind, found.number
    if command.startswith(("auto", "Auto", "cref", "Cref", "vref", "Vref", "fref", "Fref")):
        shown = f"({number})" if kind == "equation" and "cref" in command.lower() else number
        short = {"figure": "fig.", "equation": "eq."} if command.startswith("cref") else {}
        name = short.get(kind, kind)
        capital = command[0].isupper() or (command.startswith("auto") and kind in ("figure", "table", "equation"))
        return f"{name[:1].upper() + name[1:] if capital else name} {shown}".strip()
    if command == "eqref":
        return f"({number})"
    return "??" if command in ("pageref", "nameref") else number


def _tablenum(nodes: list[Node]) -> str:
    """The number that a deluxetable is given by \\tablenum, which then takes none of the counter's."""
    cursor = Cursor(nodes)
    while (node := cursor.next()) is not None:
        if isinstance(node, Command) and node.name == "tablenum":
            return text_of(cursor.argument())
        if isinstance(node, Command) and node.name == "startdata":
            break  # in the data it is a number of siunitx
    return ""


def _kind_of(name: str) -> str:
    for kind in ("figure", "algorithm", "listing"):
        if kind in name:
            return kind
    return "table"


def _shown(count: int, style: str) -> str:
    if style in ("Alph", "alph"):
        letters = chr(ord("A") + (count - 1) % 26) if count > 0 else ""
        return letters if style == "Alph" else letters.lower()
    if style in ("Roman", "roman"):
        left, roman = min(count, 4_000), ""
        for value, letter in _ROMAN:
            while left >= value:
                roman, left = roman + letter, left - value
        return roman if style == "Roman" else roman.lower()
    if style == "fnsymbol":
        return _SYMBOLS[count - 1] if 0 < count <= len(_SYMBOLS) else str(count)
    return str(count)
