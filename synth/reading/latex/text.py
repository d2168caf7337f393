"""Nodes of the tree become runs of readable text: with bold and italic known, raised and lowered parts apart, formulas in Unicode.

The same walk reads a paragraph, a caption and the cell of a table. A command that is not known loses its name and keeps the text of
its arguments. What is not done: two-dimensional formulas are written in one line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from synth.reading.latex.citing import is_citing
from synth.reading.latex.context import Context
from synth.reading.latex.lengths import DIMENSION, is_wide
from synth.reading.latex.numbering import referred
from synth.reading.latex.openings import take_opening, take_row_gap, take_specification
from synth.reading.latex.quantities import QUANTITIES, quantity_of
from synth.reading.latex.runs import Cite, Run, Style, prose
from synth.reading.latex.shorthands import written_out
from synth.reading.latex.symbols import ACCENTS, accented, arguments, commands, declarations, dingbat, marks, symbol, words
from synth.reading.latex.tree import Command, Cursor, Environment, Group, Math, Node, Raw, text_of
from synth.records import Aside

MAX_WALKED = 3_000_000  # nodes of one document that are looked at
MAX_SPAN = 500  # rows or columns that one cell can span

_BINARY = frozenset("+−*×·÷±∓∪∩∧∨⊕⊗⊙∘∖⋆⋄")
_RELATION = frozenset("=<>≤≥≠≈≃≅≡∝∈∉∋⊂⊆⊃⊇→←↔⇒⇐⇔↦≪≫≺≻⪯⪰≼≽≲≳⊥∣∼≜≐")
_PRINTED = {  # of links and of lists of references: "m" is an argument that is left out, "t" one that is printed
    "hyperlink": "mt",
    "hypertarget": "mt",
    "Hy@raisedlink": "mt",
    "bibinfo": "mt",
    "bibfield": "mt",
    "Eprint": "mt",
    "natexlab": "t",
    "BibitemOpen": "",
    "BibitemShut": "m",
    "penalty0": "",
    "textgreek": "t",
}
_MATH_TEXT = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+|.", re.DOTALL)
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"), ("!‘", "¡"), ("?‘", "¿"))


class Inline:
    """One line of text being made: a paragraph, a caption, a title, a cell. `block`, where given, is asked first about each node."""

    def __init__(self, context: Context, block: Callable[[Node, Cursor, Style], bool] | None = None) -> None:
        self.context = context
        self.block = block
        self.runs: list[Run] = []
        self.rows = 1  # spans that a command in a cell asked for
        self.columns = 1
        self._operand = False  # in a formula: something stands to the left
        self._function = False  # in a formula: the name of a function stands to the left

    # --- the walk ---

    def walk(self, nodes: list[Node], style: Style) -> Style:
        """Adds the text of `nodes`; gives the style in force after them."""
        cursor = Cursor(nodes)
        while (node := cursor.next()) is not None:
            self.context.walked += 1
            if self.context.walked > MAX_WALKED:
                self.context.leave(f"what follows {MAX_WALKED:,} pieces of source; no more of one paper are read")
                return style
            if self.block is None or not self.block(node, cursor, style):
                style = self.one(node, cursor, style)
        return style

    def one(self, node: Node, cursor: Cursor, style: Style) -> Style:
        if isinstance(node, str):
            self._string(node, cursor, style)
        elif isinstance(node, Command):
            return self._command(node, cursor, style)
        elif isinstance(node, Group):
            self._group(node, style)
        elif isinstance(node, Math):
            self.formula(node.children, style)
        elif isinstance(node, Raw):
            self.add(node.text, style._replace(math=False))
        else:
            self._environment(node, style)
        return style

    def add(self, text: str, style: Style, cite: Cite | None = None) -> None:
        """Adds text as it stands."""
        if text:
            self.runs.append(Run(text, style, cite))

    def formula(self, nodes: list[Node], style: Style) -> None:
        """Adds a formula of the line."""
        outer = self._operand, self._function
        self._operand = self._function = False
        start = len(self.runs)
        self.walk(nodes, style._replace(math=True, script=bool(style.level)))
        if len(self.runs) > start and self.runs[-1].text.endswith(" ") and nodes[-1:] and _is_operator(nodes[-1]):
            last = self.runs[-1]
            bare = last.text.strip()
            self.runs[-1] = last._replace(text=bare if bare in _BINARY else last.text.rstrip())
        self._operand, self._function = outer

    def aside(self, nodes: list[Node]) -> str:
        """The text of `nodes`, in a line of its own."""
        line = Inline(self.context)
        line.walk(nodes, Style())
        return prose(line.runs)

    # --- text ---

    def _string(self, text: str, cursor: Cursor, style: Style) -> None:
        if text == " ":
            if not style.math:
                self.add(" ", style)
        elif text in ("~", "&"):
            self.add(" ", style)
        elif style.math and text in ("^", "_"):
            self._script(text, cursor, style)
        elif style.math:
            self._math(text, style)
        else:
            if self.context.shorthands and '"' in text:
                text = self._shorthands(text, cursor)
            for written, printed in _LIGATURES:
                if written[0] in text:
                    text = text.replace(written, printed)
            self.add(text, style)

    def _shorthands(self, text: str, cursor: Cursor) -> str:
        """The text with what babel makes of "a in German and its neighbours."""
        if text.endswith('"') and cursor.peek(blanks=True) == "~":
            cursor.next()
            text = f"{text[:-1]}-"
        return written_out(text)

    def _group(self, node: Group, style: Style) -> None:
        if style.math and len(node.children) == 1 and isinstance(node.children[0], str) and len(node.children[0]) == 1:
            self.add({"-": "−", "~": " "}.get(node.children[0], node.children[0]), style)  # "{,}", "{=}": without the blanks of an operator
            self._operand = True
            return
        self.walk(node.children, style)

    def _math(self, text: str, style: Style) -> None:
        for match in _MATH_TEXT.finditer(text):
            self._atom(match[0], style)

    def _atom(self, atom: str, style: Style) -> None:
        """Adds one atom of a formula, with the blanks that TeX sets around operators."""
        if atom == "-":
            atom = "-" if style.level == "raised" and style.script else "−"
        if atom in _BINARY or (atom == "-"):
            self.add(f" {atom} " if self._operand and not style.script else atom, style)
            self._operand = self._function = False
        elif atom in _RELATION:
            self.add(atom if style.script else f" {atom} " if self._operand else f"{atom} ", style)
            self._operand = self._function = False
        elif atom == ",":
            self.add("," if style.script else ", ", style)
            self._operand = self._function = False
        elif atom == "'":
            self.add("′", style)
        elif atom in "([{⟨⌈⌊":
            self.add(atom, style)
            self._operand = self._function = False
        else:
            self.add(f" {atom}" if self._function and atom[0].isalnum() else atom, style)
            self._operand = bool(atom.strip())
            self._function = False

    def _script(self, which: str, cursor: Cursor, style: Style) -> None:
        nodes = cursor.argument()
        if len(nodes) == 1 and isinstance(nodes[0], Command) and nodes[0].name in ("circ", "prime"):
            self.add("°" if nodes[0].name == "circ" else "′", style)
            self._operand = True
            return
        outer = self._operand
        self._operand = self._function = False
        if style.level:  # a script on a script stays in its line
            self.add(which, style)
            self.walk(nodes, style._replace(script=True))
        else:
            self.walk(nodes, style._replace(script=True, level="raised" if which == "^" else "lowered"))
        self._operand, self._function = True if nodes else outer, False

    # --- commands ---

    def _command(self, node: Command, cursor: Cursor, style: Style) -> Style:
        name = node.name
        if (mark := declarations().get(name)) is not None:
            return _declared(style, mark)
        if (size := commands()["sizes"].get(name)) is not None:
            return style._replace(size=size)
        if name in ("\\", "tabularnewline", "newline", "linebreak", "par", "cr", "crcr"):
            if name == "\\":
                take_row_gap(cursor)
            self.add(" ", style)
        elif name in marks():
            self._marked(name, cursor, style)
        elif name in ACCENTS:
            self._accent(name, cursor, style)
        elif (signature := arguments().get(name)) is not None:
            self.take(signature, cursor, style)
        elif is_citing(name):
            self._cite(name, cursor, style)
        elif name in words("roles", "referring"):
            self._refer(name, cursor, style)
        elif not self._special(node, cursor, style):
            self._symbol(name, cursor, style)
        return style

    def take(self, signature: str, cursor: Cursor, style: Style) -> None:
        """Takes a command's arguments, and adds those that are printed."""
        for letter in signature:
            if letter == "*":
                cursor.star()
            elif letter == "o":
                cursor.optional()
            elif letter == "m":
                cursor.argument()
            elif letter == "p":
                cursor.picture()
            elif letter == "t":
                self.walk(cursor.argument(), style)

    def _marked(self, name: str, cursor: Cursor, style: Style) -> None:
        mark = marks()[name]
        cursor.star()
        inner = style._replace(
            bold=style.bold or mark == "bold", italic=style.italic or mark == "italic", underline=style.underline or mark == "underline"
        )
        nodes = cursor.argument()
        if style.math and name in words("roles", "text_in_formulas"):
            self.walk(nodes, inner._replace(math=False))
            self._operand = True
        elif name == "operatorname":
            self.add(" " if self._operand and not style.script else "", style)
            self.walk(nodes, inner._replace(script=True))
            self._function = True
        else:
            if name == "ensuremath":
                inner = inner._replace(math=True)
            self.walk(nodes, inner)

    def _accent(self, name: str, cursor: Cursor, style: Style) -> None:
        nodes = cursor.argument()
        if len(nodes) == 1 and isinstance(nodes[0], Command) and nodes[0].name in ("i", "j"):
            self.add(accented(name, nodes[0].name), style)
            return
        start = len(self.runs)
        self.walk(nodes, style)
        made = "".join(run.text for run in self.runs[start:]).strip()
        if len(self.runs) > start and (len(made) == 1 or not style.math):
            first = self.runs[start]
            self.runs[start] = first._replace(text=accented(name, first.text))

    def _symbol(self, name: str, cursor: Cursor, style: Style) -> None:
        if name in words("functions", "names") and style.math:
            self.add(f" {name}" if self._operand and not style.script else name, style)
            self._operand, self._function = True, True
            return
        printed = symbol(name)
        if printed is None:
            if cursor.peek(blanks=True) == "[":  # what stands in brackets after an unknown command is an option
                cursor.optional()
            return
        if style.math and len(printed) == 1 and printed not in " \u2009":
            self._atom(printed, style)
        else:
            self.add(printed, style)

    def _special(self, node: Command, cursor: Cursor, style: Style) -> bool:
        """Commands that are read in a way of their own; False where the name is none of them."""
        if (signature := _PRINTED.get(node.name)) is not None:
            self.take(signature, cursor, style)
            return True
        return (
            self._part_of_formula(node.name, cursor, style)
            or self._set_off(node, cursor, style)
            or self._part_of_cell(node.name, cursor, style)
            or self._part_of_line(node.name, cursor, style)
        )

    def _part_of_formula(self, name: str, cursor: Cursor, style: Style) -> bool:
        """Fractions, roots, and what is set over, under or through something else."""
        if name in words("roles", "fractions"):
            cursor.optional()
            self._fraction(cursor, style)
        elif name == "sqrt":
            cursor.optional()
            inside = self._apart(cursor.argument(), style)
            self.add(f"√{inside}" if len(inside) < 2 or inside.isalnum() else f"√({inside})", style)
            self._operand = True
        elif name in ("binom", "dbinom", "tbinom"):
            first, second = self._apart(cursor.argument(), style), self._apart(cursor.argument(), style)
            self.add(f"({first} choose {second})", style)
            self._operand = True
        elif name in words("roles", "delimiters"):
            following = cursor.peek()
            if isinstance(following, str) and following.startswith("."):
                cursor.argument()
        elif name == "not":
            self._struck(cursor, style)
        elif name in ("stackrel", "overset", "underset"):
            over, base = cursor.argument(), cursor.argument()
            self.walk(base, style)
            self.walk(over, style._replace(level=style.level or ("lowered" if name == "underset" else "raised"), script=True))
        elif name in ("textsuperscript", "textsubscript") or (name in ("sp", "sb") and style.math):
            level = "lowered" if name in ("textsubscript", "sb") else "raised"
            self.walk(cursor.argument(), style._replace(level=style.level or level, script=style.math))
        else:
            return False
        return True

    def _set_off(self, node: Command, cursor: Cursor, style: Style) -> bool:
        """Notes: at the foot of the page, in its margin, under a table."""
        name = node.name
        if name in words("roles", "table_notes"):
            self.walk(cursor.argument(), style._replace(level="note"))
        elif name in ("footnote", "footnotemark", "tablefootnote", "thanks"):
            self._footnote(node, cursor, style)
        elif name in ("footnotetext", "tablenotetext", "tablecomments", "tablerefs", "tabnote", "cortext", "fntext"):
            cursor.optional()
            said = [self.aside(cursor.argument())]
            if name == "tablenotetext":
                said.append(self.aside(cursor.argument()))
            self.keep("footnote", " ".join(said))
        elif name in ("todo", "marginpar", "marginnote", "sidenote"):
            cursor.optional()
            self.keep("margin", self.aside(cursor.argument()))
        else:
            return False
        return True

    def _part_of_cell(self, name: str, cursor: Cursor, style: Style) -> bool:
        """What spans rows or columns, what stands in several lines of one cell, and a cell that a line halves."""
        if name in ("multicolumn", "multirow", "multirowcell", "multirowthead", "SetCell", "Block"):
            self._span(name, cursor, style)
        elif name in words("roles", "stacked"):
            self.take("*ot", cursor, style)
        elif name in ("diagbox", "backslashbox", "slashbox"):
            self.take("ot", cursor, style)
            self.add(" ", style)
            self.walk(cursor.argument(), style)
        else:
            return False
        return True

    def _part_of_line(self, name: str, cursor: Cursor, style: Style) -> bool:
        """Quantities, signs of fonts, and blanks."""
        if name in QUANTITIES:
            self.add(quantity_of(name, cursor), style)
            self._operand = True
        elif name in ("ding", "symbol"):
            self.add(dingbat(text_of(cursor.argument())), style)
        elif name in words("roles", "registers"):
            self._skip_dimension(cursor)
        elif name == "hspace":
            cursor.star()
            if is_wide(text_of(cursor.argument())):
                self.add(" ", style)
        else:
            return False
        return True

    def _struck(self, cursor: Cursor, style: Style) -> None:
        """Adds a sign with a stroke through it, as in "≠"."""
        start = len(self.runs)
        self.walk(cursor.argument(), style)
        if len(self.runs) > start:
            run = self.runs[start]
            bare = run.text.strip()
            self.runs[start] = run._replace(text=run.text.replace(bare, unicodedata.normalize("NFC", bare + "\u0338"), 1))

    def _skip_dimension(self, cursor: Cursor) -> None:
        following = cursor.peek()
        if not isinstance(following, str) or following in "&~^_[]":
            return
        match = DIMENSION.match(following)
        if match and match.end():
            cursor.take(match.end())
            if cursor.peek() in ("plus", "minus"):
                cursor.skip_blanks()
                cursor.next()
                self._skip_dimension(cursor)

    def _apart(self, nodes: list[Node], style: Style) -> str:
        """The text of a part of a formula."""
        line = Inline(self.context)
        line.formula(nodes, style._replace(level=""))
        return prose(line.runs)

    def _fraction(self, cursor: Cursor, style: Style) -> None:
        parts = [self._apart(cursor.argument(), style) for _ in range(2)]
        shown = [part if re.fullmatch(r"[\w.,′%]*|[^\w\s]\w*", part) else f"({part})" for part in parts]
        self.add(f"{shown[0]}/{shown[1]}", style)
        self._operand = True

    def _footnote(self, node: Command, cursor: Cursor, style: Style) -> None:
        given = cursor.optional()
        known = self.context.numbering.of.get(id(node))
        number = text_of(given) if given is not None else known.number if known else ""
        if node.name != "footnotemark":
            self.keep("footnote", self.aside(cursor.argument()))
        self.add(number, style._replace(level="note"))

    def keep(self, kind: str, text: str) -> None:
        """Keeps text that is not part of the prose."""
        if text:
            self.context.asides.append(Aside(kind=kind, text=text))

    def _span(self, name: str, cursor: Cursor, style: Style) -> None:
        """\\multicolumn{n}{spec}{text}, \\multirow[pos]{n}[struts]{width}[move]{text}, \\SetCell[r=2,c=3]{c} text, \\Block{2-3}{text}."""
        if name == "SetCell":
            asked = dict(re.findall(r"([rc])\s*=\s*(\d{1,3})", text_of(cursor.optional())))
            self.rows, self.columns = _clamped(asked.get("r", "1")), _clamped(asked.get("c", "1"))
            cursor.argument()
            return
        if name == "Block":
            cursor.optional()
            rows, _, columns = text_of(cursor.argument()).partition("-")
            self.rows, self.columns = max(_clamped(rows), 1), max(_clamped(columns), 1)
            cursor.optional()
            self.walk(cursor.argument(), style)
            return
        if name == "multicolumn":
            self.columns = _clamped(text_of(cursor.argument()))
            cursor.argument()
        else:
            cursor.optional()
            self.rows = _clamped(text_of(cursor.argument()))
            cursor.optional()
            if name == "multirow":
                cursor.argument()
                cursor.optional()
        self.walk(cursor.argument(), style)

    def _cite(self, name: str, cursor: Cursor, style: Style) -> None:
        star = cursor.star()
        notes: list[str] = []
        while len(notes) < 2 and (note := cursor.optional()) is not None:
            notes.append(self.aside(note))
        keys = [key.strip() for key in text_of(cursor.argument()).split(",") if key.strip()]
        if keys:
            self.add(self.context.bibliography.mark(name, star, notes, keys), style._replace(math=False), Cite(tuple(keys)))

    def _refer(self, name: str, cursor: Cursor, style: Style) -> None:
        cursor.star()
        keys = [key.strip() for key in text_of(cursor.argument()).split(",") if key.strip()]
        self.add(", ".join(referred(name, self.context.numbering, key) for key in keys), style._replace(math=False))

    # --- environments ---

    def _environment(self, node: Environment, style: Style) -> None:
        if node.name in words("environments", "tables"):
            if style.math or not self.context.nested(node):
                self._flat_table(node, style)
            return
        if (size := commands()["sizes"].get(node.name)) is not None:
            style = style._replace(size=size)
        if node.name in words("environments", "formulas"):
            style = style._replace(math=True)
        cursor = Cursor(node.children)
        take_opening(node.name, cursor)
        self.walk(cursor.rest(), style)

    def _flat_table(self, node: Environment, style: Style) -> None:
        """The text of a small table within a line, cell by cell."""
        cursor = Cursor(node.children)
        take_specification(node.name, cursor)
        self.walk(cursor.rest(), style)


def _declared(style: Style, mark: str) -> Style:
    if mark == "bold":
        return style._replace(bold=True)
    if mark == "italic":
        return style._replace(italic=True)
    return style


def _is_operator(node: Node) -> bool:
    if isinstance(node, str):
        return node[-1:] in "+-*=<>,"
    return isinstance(node, Command) and (symbol(node.name) or " ") in _BINARY | _RELATION


def _clamped(number: str) -> int:
    """The span a command asks for: "2", "-3", "2.5"; 1 where it is no number."""
    match = re.match(r"\s*(-?)(\d{1,4})", number)
    return max(-MAX_SPAN, min(MAX_SPAN, int(match[1] + match[2]))) or 1 if match else 1
