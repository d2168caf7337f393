"""Commands by which packages make tables in a way of their own, written in the words of LaTeX; what no reader can follow is named.

ctable's one command, the heads and captions that supertabular and xtab take beforehand, the caption that tabularray takes as an option, the
code around nicematrix's cells, and boxes that are filled in one place and printed in another. What makes a table of another file is not
done: that file is named as unread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from synth.reading.latex.tokens import RAW

if TYPE_CHECKING:
    from synth.reading.latex.macros import Expander

Command = Callable[[str, list[str]], None]

MAX_CODE = 20_000  # tokens around the cells of a table
MAX_NAME = 80  # characters of a file's name

_SUPER = frozenset("supertabular supertabular* mpsupertabular mpsupertabular* xtabular xtabular* mpxtabular mpxtabular*".split())
_AS_COMMANDS = ("tabular", "tabularx", "tabulary", "longtable", "tabu")  # environments that definitions begin as \tabular{…}
_LONG = ("longtblr", "talltblr")
_LINES = {"\\FL": ["\\toprule"], "\\ML": ["\\\\", "\\midrule"], "\\NN": ["\\\\"], "\\LL": ["\\\\", "\\bottomrule"]}
_OF_FILES = {  # commands that make a table of a file, with the arguments before its name
    "csvautotabular": "o",
    "csvautolongtable": "o",
    "csvautobooktabular": "o",
    "csvautobooklongtable": "o",
    "csvautotabularray": "o",
    "csvreader": "o",
    "pgfplotstabletypeset": "o",
    "pgfplotstableread": "o",
    "pgfplotstabletypesetfile": "o",
    "DTLloaddb": "om",
}


class Packages:
    """What packages have been told before a table begins, and the commands that tell them."""

    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.heads: dict[str, list[str]] = {}  # of tables of supertabular and xtab, by the command that gives them
        self.caption: list[str] = []
        self.boxes: dict[str, list[str]] = {}
        self.open_super = 0  # tables of supertabular and xtab that are being read as long tables
        self.deluxe = False  # within a table of the AAS, whose commands have the same names
        self.commands: dict[str, Command] = {
            "\\ctable": self._ctable,
            **dict.fromkeys((f"\\{name}" for name in _AS_COMMANDS), self._begin),
            **dict.fromkeys((f"\\end{name}" for name in _AS_COMMANDS), self._end),
            **dict.fromkeys(("\\tablehead", "\\tablefirsthead", "\\tabletail", "\\tablelasttail"), self._head),
            **dict.fromkeys(("\\tablecaption", "\\topcaption", "\\bottomcaption"), self._caption),
            **dict.fromkeys(("\\sbox", "\\savebox"), self._fill_box),
            **dict.fromkeys(("\\usebox", "\\copy", "\\unhcopy", "\\unhbox"), self._print_box),
            "\\newsavebox": self._new_box,
            "\\CodeBefore": self._code_before,
            "\\CodeAfter": self._code_after,
            **{f"\\{name}": self._table_of_a_file for name in _OF_FILES},
        }

    def begins(self, name: str) -> bool:
        """Whether an environment is begun in other words."""
        expander = self.expander
        if "deluxetable" in name or name == "planotable":
            self.deluxe = True
        elif name == "lrbox":
            box = "".join(expander.argument()).strip()
            self.boxes[box] = self._taken_until(["\\end", "{", "lrbox", "}"])
            return True
        elif name in _LONG and expander.stack[-1:] == ["["]:
            self._with_options(name)
            return True
        elif name in _SUPER and (self.heads or self.caption):
            self._with_heads(name)
            return True
        return False

    def ends(self, name: str) -> bool:
        """Whether an environment is ended in other words."""
        if "deluxetable" in name or name == "planotable":
            self.deluxe = False
        if name in _SUPER and self.open_super:
            self.open_super -= 1
            self.expander.push(["\\end", "{", "longtable", "}"])
            return True
        return False

    # --- tables ---

    def _ctable(self, sign: str, out: list[str]) -> None:
        """\\ctable[options]{columns}{notes}{rows} as a table that floats."""
        expander = self.expander
        options = options_of(expander.optional() or [])
        columns, notes, rows = expander.argument(), expander.argument(), expander.argument()
        said = ["\\caption", "{", *options["caption"], "}"] if "caption" in options else []
        said += ["\\label", "{", *options["label"], "}"] if "label" in options else []
        made = ["\\begin", "{", "table", "}", *said, "\\begin", "{", "tabular", "}", "{", *columns, "}"]
        for at, sign in enumerate(rows):
            made += _LINES.get(sign, [sign])
            if sign == "\\tmark" and rows[at + 1 : at + 2] not in (["["], ["{"]):
                made += ["{", "a", "}"]
        made = _with_braced_marks(made)
        noted = _notes(notes)
        expander.push([*made, "\\end", "{", "tabular", "}", *noted, "\\end", "{", "table", "}"])

    def _begin(self, sign: str, out: list[str]) -> None:
        self.expander.push(["\\begin", "{", sign[1:], "}"])

    def _end(self, sign: str, out: list[str]) -> None:
        self.expander.push(["\\end", "{", sign[4:], "}"])

    def _with_options(self, name: str) -> None:
        """\\begin{longtblr}[caption={…},label={…}]{columns} with its caption as a command behind it."""
        expander = self.expander
        options = options_of(expander.optional() or [])
        columns = expander.argument()
        said = ["\\caption", "{", *options["caption"], "}"] if "caption" in options else []
        said += ["\\label", "{", *options["label"], "}"] if "label" in options and "none" not in options["label"] else []
        expander.push(["\\begin", "{", name, "}", "{", *columns, "}", *said])

    def _with_heads(self, name: str) -> None:
        """A table of supertabular as a long table, with the head that it was given beforehand."""
        expander = self.expander
        if name.endswith("*"):
            expander.argument()
        expander.optional()
        columns = expander.argument()
        head = self.heads.get("\\tablefirsthead") or self.heads.get("\\tablehead") or []
        said = ["\\caption", "{", *self.caption, "}"] if self.caption else []
        tail = self.heads.get("\\tablelasttail", [])
        self.caption = []
        self.open_super += 1
        begin = ["\\begin", "{", "longtable", "}", "{", *columns, "}", *said]
        expander.push([*begin, *head, *(["\\endfirsthead"] if head else []), *tail, *(["\\endlastfoot"] if tail else [])])

    def _head(self, sign: str, out: list[str]) -> None:
        if self.deluxe:
            out.append(sign)
        else:
            self.heads[sign] = self.expander.argument()

    def _caption(self, sign: str, out: list[str]) -> None:
        if self.deluxe:
            out.append(sign)
        else:
            self.expander.optional()
            self.caption = self.expander.argument()

    def _code_before(self, sign: str, out: list[str]) -> None:
        self._taken_until(["\\Body"])

    def _code_after(self, sign: str, out: list[str]) -> None:
        self._taken_until(["\\end", "{", "Nice"], keep=True)

    def _table_of_a_file(self, sign: str, out: list[str]) -> None:
        expander = self.expander
        expander.star()
        for letter in _OF_FILES[sign[1:]]:
            expander.optional() if letter == "o" else expander.argument()
        name = "".join(expander.argument()).strip().replace(RAW, "")
        if sign == "\\csvreader":
            expander.argument()
            expander.argument()
        if name.startswith("\\"):
            return  # a table read before, and named there
        where = f"the file {name}" if name and len(name) <= MAX_NAME and " " not in name else "rows written in place"
        expander.unread.append(f"a table that {sign} makes of {where}")

    # --- boxes ---

    def _new_box(self, sign: str, out: list[str]) -> None:
        self.expander.argument()

    def _fill_box(self, sign: str, out: list[str]) -> None:
        expander = self.expander
        name = "".join(expander.argument()).strip()
        expander.optional()
        expander.optional()
        self.boxes[name] = expander.argument()

    def _print_box(self, sign: str, out: list[str]) -> None:
        self.expander.push(self.boxes.get("".join(self.expander.argument()).strip(), []))

    # --- tokens ---

    def _taken_until(self, end: list[str], *, keep: bool = False) -> list[str]:
        """The tokens before `end`, all taken off; those of `end` as well, unless they are kept. Nothing is taken where it does not come."""
        stack = self.expander.stack
        last = len(stack) - 1
        for at in range(last, max(last - MAX_CODE, -1), -1):
            if stack[at] == end[0] and _stands_at(stack, at, end):
                taken = stack[at + 1 :][::-1]
                del stack[at + 1 if keep else at - len(end) + 1 :]
                self.expander.steps += len(taken)
                return taken
        self.expander.steps += min(len(stack), MAX_CODE)
        return []


def options_of(tokens: list[str]) -> dict[str, list[str]]:
    """The keys in an argument in brackets with what they say, without the braces around it."""
    found: dict[str, list[str]] = {}
    depth, part = 0, list[str]()
    for sign in [*tokens, ","]:
        depth += (sign == "{") - (sign == "}")
        pieces = sign.split(",") if not depth and sign[0] not in f"\\{RAW}" else [sign]
        part += [pieces[0]] if pieces[0] else []
        for piece in pieces[1:]:
            _add_option(found, part)
            part = [piece] if piece else []
    return found


def _add_option(found: dict[str, list[str]], part: list[str]) -> None:
    for at, sign in enumerate(part):
        if "=" in sign and sign[0] not in f"\\{RAW}":
            before, _, after = sign.partition("=")
            value = [*([after] if after else []), *part[at + 1 :]]
            while value and value[0] == " ":
                value = value[1:]
            while value and value[-1] == " ":
                value = value[:-1]
            inside = value[1:-1] if value[:1] == ["{"] and value[-1:] == ["}"] else value
            found["".join([*part[:at], before]).strip()] = inside
            return


def _with_braced_marks(tokens: list[str]) -> list[str]:
    """\\tmark[b] as \\tmark{b}."""
    made = list(tokens)
    for at, sign in enumerate(made[:-1]):
        if sign == "\\tmark" and made[at + 1] == "[" and "]" in made[at + 1 : at + 20]:
            made[made.index("]", at)] = "}"
            made[at + 1] = "{"
    return made


def _notes(tokens: list[str]) -> list[str]:
    """ctable's \\tnote[b]{text} as items of notes under a table."""
    if not any(sign == "\\tnote" for sign in tokens):
        return []
    items: list[str] = []
    for at, sign in enumerate(tokens):
        items += ["\\item"] if sign == "\\tnote" else [sign]
        if sign == "\\tnote" and tokens[at + 1 : at + 2] != ["["]:
            items += ["[", "a", "]", " "]
        if sign == "]":
            items.append(" ")
    return ["\\begin", "{", "tablenotes", "}", *items, "\\end", "{", "tablenotes", "}"]


def _stands_at(stack: list[str], at: int, expected: list[str]) -> bool:
    """Whether tokens come in this order off a stack; the last may go on."""
    if at + 1 < len(expected):
        return False
    return all(stack[at - nth] == sign for nth, sign in enumerate(expected[:-1])) and stack[at - len(expected) + 1].startswith(expected[-1])
