"""How many words of a source's text have a place in what was made of it.

The words of the source are counted without the reader: the tree is flattened, and only what a command or an environment is known
not to print is left out. Formulas are not counted, because their letters are no words.
"""

from __future__ import annotations

import re
from collections import Counter

from synth.reading.latex.citing import is_citing, is_referring
from synth.reading.latex.openings import take_opening, take_row_gap, take_specification
from synth.reading.latex.symbols import ACCENTS, accented, arguments, symbol, words
from synth.reading.latex.tree import Command, Cursor, Environment, Group, Math, Node, Raw, text_of
from synth.records import Coverage, Document

_WORD = re.compile(r"[^\W\d_]+|\d+")
# Arguments of commands that are read in a way of their own: "m" is not printed, "t" is.
_TAKEN = {
    "multicolumn": "mmt",
    "multirow": "ommomt",
    "captionof": "*mot",
    "newtheorem": "*momo",
    "bibliography": "m",
    "bibitem": "om",
    "item": "",
}


def cover(nodes: list[Node], document: Document) -> Coverage:
    """The words in the tree, and how many of them stand in the document."""
    source = Counter(_words(nodes))
    texts = [document.title, document.text, *document.authors, *(aside.text for aside in document.asides)]
    texts += [text for table in document.tables for cell in table.cells for text in (cell.text, cell.note)]
    texts += [reference.text for reference in document.references]
    placed = Counter(word for text in texts for word in _WORD.findall(text))
    return Coverage(words=sum(source.values()), placed=sum((source & placed).values()))


def _words(nodes: list[Node]) -> list[str]:
    pieces: list[str] = []
    document = next((node for node in nodes if isinstance(node, Environment) and node.name == "document"), None)
    _flatten(document.children if document is not None else nodes, pieces)
    return _WORD.findall("".join(pieces))


def _flatten(nodes: list[Node], pieces: list[str]) -> None:
    cursor = Cursor(nodes)
    while (node := cursor.next()) is not None:
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, Raw):
            pieces.append(node.text)
        elif isinstance(node, Group):
            _flatten(node.children, pieces)
        elif isinstance(node, Environment):
            _environment(node, pieces)
        elif isinstance(node, Command):
            _command(node, cursor, pieces)
        elif isinstance(node, Math):
            pieces.append(" ")


def _environment(node: Environment, pieces: list[str]) -> None:
    if node.name in words("roles", "drawings") or node.name in words("environments", "formulas"):
        return
    cursor = Cursor(node.children)
    if node.name in words("environments", "tables"):
        take_specification(node.name, cursor)
    else:
        take_opening(node.name, cursor)
    pieces.append(" ")
    _flatten(cursor.rest(), pieces)
    pieces.append(" ")


def _command(node: Command, cursor: Cursor, pieces: list[str]) -> None:
    name = node.name
    signature = _TAKEN.get(name, arguments().get(name))
    if name in ACCENTS:
        pieces.append(accented(name, text_of(cursor.argument())))
    elif is_citing(name) or is_referring(name):
        cursor.star()
        while cursor.optional() is not None:
            pass
        cursor.argument()
        pieces.append(" ")
    elif name == "\\":
        take_row_gap(cursor)
        pieces.append(" ")
    elif signature is not None:
        for letter in signature:
            if letter == "*":
                cursor.star()
            elif letter == "o":
                cursor.optional()
            elif letter == "p":
                cursor.picture()
            elif letter == "t":
                _flatten(cursor.argument(), pieces)
            else:
                cursor.argument()
        pieces.append(" ")
    elif name in ("cline", "cmidrule", "cdashline", "specialrule"):
        cursor.optional()
        cursor.picture()
        for _ in range(3 if name == "specialrule" else 1):
            cursor.argument()
        pieces.append(" ")
    else:
        printed = symbol(name)
        cursor.optional() if printed is None and cursor.peek(blanks=True) == "[" and name != "item" else None
        pieces.append(printed if printed and printed.isalpha() else " ")
