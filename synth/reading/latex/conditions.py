"""The conditions of TeX and of its packages: decided where a paper says what holds, else taken as not holding, and counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from synth.reading.latex.tokens import FILE_END, RAW

if TYPE_CHECKING:
    from synth.reading.latex.macros import Expander

_COMPARISON = re.compile(r"\s*(-?\d+)\s*([<>=])\s*(-?\d+)\s*\Z")
_NO_CONDITIONS = frozenset(["\\iff", "\\ifthenelse", "\\iftoggle", "\\ifbool", "\\ifstrempty", "\\ifblank"])


class Conditions:
    """The switches of a paper, and the commands that ask for them."""

    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.switches: dict[str, bool] = {}
        self.setters: dict[str, tuple[str, bool]] = {}
        self.undecided = 0
        self.commands: dict[str, Callable[[str, list[str]], None]] = {
            f"\\{name}": getattr(self, method) for method, names in _COMMANDS.items() for name in names.split()
        }

    def branch(self, holds: bool) -> None:
        if not holds:
            self._skip_to(("\\else", "\\fi"))

    def _skip_to(self, ends: tuple[str, ...]) -> None:
        """Drops tokens up to the end of this branch, over conditionals inside it."""
        depth = 0
        stack = self.expander.stack
        while stack:
            sign = stack.pop()
            if sign[0] != "\\":
                if sign == FILE_END:
                    stack.append(sign)
                    return
                continue
            if not depth and sign in ends:
                return
            if sign == "\\fi":
                depth -= 1
            elif sign.startswith("\\if") and sign not in _NO_CONDITIONS and sign[1:] not in self.expander.keep:
                depth += 1
            elif sign == "\\newif" and stack:
                stack.pop()

    def _false(self, sign: str, out: list[str]) -> None:
        self.branch(False)

    def _true(self, sign: str, out: list[str]) -> None:
        self.branch(True)

    def _else(self, sign: str, out: list[str]) -> None:
        self._skip_to(("\\fi",))

    def decide_unknown(self, sign: str) -> None:
        """A switch that only a class could set is off, as it is before anybody sets it."""
        ahead = 0
        for place in range(len(self.expander.stack) - 1, max(len(self.expander.stack) - 20_000, -1), -1):
            ahead += 1
            if self.expander.stack[place] == "\\fi":
                self.expander.steps += ahead
                self.undecided += 1
                self.branch(False)
                return
        self.expander.steps += ahead

    def _ifx(self, sign: str, out: list[str]) -> None:
        first, second = self._meaning(), self._meaning()
        self.branch(first == second)

    def _meaning(self) -> object:
        self.expander.skip_blanks()
        if not self.expander.stack:
            return None
        sign = self.expander.stack.pop()
        if sign == "\\csname":
            sign = self.expander.csname()
        if len(sign) > 1 and sign[0] not in f"\\{RAW}":
            self.expander.stack.append(sign[1:])
            sign = sign[0]
        if sign in self.expander.macros:
            macro = self.expander.macros[sign]
            return ("macro", macro.arity, tuple(macro.body))
        if sign in ("\\relax", "\\undefined", "\\@undefined", "\\empty", "\\@empty"):
            return "nothing" if "empty" not in sign else ("macro", 0, ())
        return "nothing" if sign.startswith("\\") and sign[1:] not in self.expander.keep else sign

    def _ifnum(self, sign: str, out: list[str]) -> None:
        said: list[str] = []
        while self.expander.stack and len(said) < 8 and (self.expander.stack[-1] == " " or re.match(r"[-\d<>=]", self.expander.stack[-1])):
            part = self.expander.stack.pop()
            match = re.match(r"[-\d<>=]*", part)
            said.append(match[0] if match and part != " " else " ")
            if match and part != " " and match.end() < len(part):
                self.expander.stack.append(part[match.end() :])
                break
        compared = _COMPARISON.match("".join(said))
        if compared is None or len(compared[0]) > 40:
            self.undecided += 1
            self.branch(False)
            return
        first, second = int(compared[1]), int(compared[3])
        self.branch({"<": first < second, ">": first > second, "=": first == second}[compared[2]])

    def _ifdefined(self, sign: str, out: list[str]) -> None:
        self.expander.skip_blanks()
        name = self.expander.stack.pop() if self.expander.stack else ""
        self.branch(name in self.expander.macros or name[1:] in self.expander.keep)

    def _ifcsname(self, sign: str, out: list[str]) -> None:
        name = self.expander.csname(("\\endcsname",))
        self.branch(name in self.expander.macros or name[1:] in self.expander.keep)

    def _newif(self, sign: str, out: list[str]) -> None:
        name = self.expander.stack.pop() if self.expander.stack else ""
        if name.startswith("\\if") and len(name) > 3:
            self.switches[name] = False
            self.setters[f"\\{name[3:]}true"] = (name, True)
            self.setters[f"\\{name[3:]}false"] = (name, False)

    def _ifthenelse(self, sign: str, out: list[str]) -> None:
        condition, then, otherwise = "".join(self.expander.argument()), self.expander.argument(), self.expander.argument()
        self.expander.push(then if self._holds(condition) else otherwise)

    def _holds(self, condition: str) -> bool:
        boolean = re.fullmatch(r"\s*(\\not\s*)?\\boolean\{(\w+)\}\s*", condition)
        equal = re.fullmatch(r"\s*(\\not\s*)?\\equal\{([^{}]*)\}\{([^{}]*)\}\s*", condition)
        numbers = _COMPARISON.match(condition[:80])
        if boolean:
            return self.switches.get(f"\\if{boolean[2]}", boolean[2] == "true") != bool(boolean[1])
        if equal:
            return (equal[2].strip() == equal[3].strip()) != bool(equal[1])
        if numbers:
            first, second = int(numbers[1]), int(numbers[3])
            return {"<": first < second, ">": first > second, "=": first == second}[numbers[2]]
        self.undecided += 1
        return False

    def _iftoggle(self, sign: str, out: list[str]) -> None:
        name, then, otherwise = self.expander.text(), self.expander.argument(), self.expander.argument()
        self.expander.push(then if self.switches.get(f"\\if{name}", False) else otherwise)

    def _newtoggle(self, sign: str, out: list[str]) -> None:
        self.switches[f"\\if{self.expander.text()}"] = False

    def _toggle(self, sign: str, out: list[str]) -> None:
        name = self.expander.text()
        if sign in ("\\setboolean", "\\setbool", "\\settoggle"):
            self.switches[f"\\if{name}"] = self.expander.text() == "true"
        else:
            self.switches[f"\\if{name}"] = sign.endswith("true")

    def _if_next(self, sign: str, out: list[str]) -> None:
        expected, then, otherwise = self.expander.argument(), self.expander.argument(), self.expander.argument()
        self.expander.skip_blanks()
        following = self.expander.stack[-1] if self.expander.stack else ""
        self.expander.push(then if expected and following.startswith(expected[0]) else otherwise)

    def _if_star(self, sign: str, out: list[str]) -> None:
        then, otherwise = self.expander.argument(), self.expander.argument()
        self.expander.push(then if self.expander.star() else otherwise)


_COMMANDS = {
    "_false": "iffalse ifmmode ifdim ifvoid ifhmode ifpdf ifxetex ifluatex",
    "_true": "iftrue",
    "_else": "else or",
    "_ifx": "ifx if ifcat",
    "_ifnum": "ifnum",
    "_ifdefined": "ifdefined",
    "_ifcsname": "ifcsname",
    "_newif": "newif",
    "_ifthenelse": "ifthenelse",
    "_iftoggle": "iftoggle ifbool",
    "_newtoggle": "newtoggle newbool newboolean provideboolean providebool providetoggle",
    "_toggle": "toggletrue togglefalse booltrue boolfalse setboolean setbool settoggle",
    "_if_next": "@ifnextchar",
    "_if_star": "@ifstar",
}
