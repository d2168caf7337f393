"""Definitions of commands, environments and column types, taken as LaTeX and its packages write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from synth.reading.latex.tokens import FILE_END, RAW, tokenize

if TYPE_CHECKING:
    from synth.reading.latex.macros import Expander

_THE = re.compile(r"\\the[a-z]+\Z")


class Macro(NamedTuple):
    """A definition: how its arguments are told apart, what stands for an optional first one, and what it becomes."""

    arity: int
    optional: list[str] | None
    body: list[str]
    pattern: tuple[tuple[str, ...], ...] = ()  # for \def: what stands before each parameter and after the last


class Definitions:
    """The commands that define, for one expander, which keeps what they say."""

    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.commands: dict[str, Callable[[str, list[str]], None]] = {
            f"\\{name}": getattr(self, method) for method, names in _COMMANDS.items() for name in names.split()
        }

    def define(self, name: str, macro: Macro, out: list[str], *, only_new: bool = False, own: bool = False) -> None:
        """Takes a definition. One that LaTeX would refuse where the name is taken (`own`) shows that the name was free."""
        if not name.startswith("\\") or len(name) < 2:
            return
        if _THE.match(name):  # how a counter prints: whoever numbers has to know
            out += ["\\thecounter", "{", name[4:], "}", "{", *macro.body, "}"]
            return
        if (
            (name[1:] in self.expander.keep and (not own or self.expander.learning))
            or (only_new and name in self.expander.macros)
            or macro.body == [name]
        ):
            return
        self.expander.macros[name] = macro

    def _newcommand(self, sign: str, out: list[str]) -> None:
        self.expander.star()
        name = _control(self.expander.argument())
        count = "".join(self.expander.optional() or []).strip()
        default = self.expander.optional()
        body = self.expander.argument()
        if sign == "\\providecommand" and name[1:] in self.expander.keep:
            return
        macro = Macro(int(count) if count.isdigit() and len(count) == 1 else 0, default, body)
        self.define(name, macro, out, only_new=sign[1] == "p", own=sign == "\\newcommand")

    def _newcommandx(self, sign: str, out: list[str]) -> None:
        """\\newcommandx{name}[n][1=default]{body}: only a default of the first argument is known."""
        self.expander.star()
        name = _control(self.expander.argument())
        count = "".join(self.expander.optional() or []).strip()
        default = self.expander.optional()
        first = None
        if default is not None:
            joined = "".join(default)
            first = tokenize(joined.partition("=")[2].split(",")[0]) if joined.startswith("1") else None
        self.define(name, Macro(int(count) if count.isdigit() and len(count) == 1 else 0, first, self.expander.argument()), out)

    def _document_command(self, sign: str, out: list[str]) -> None:
        """\\NewDocumentCommand{name}{m o O{x} s}{body}: mandatory arguments, and a first optional one."""
        name = _control(self.expander.argument())
        specification = self.expander.text().replace(" ", "")
        body = self.expander.argument()
        if re.fullmatch(r"m{0,9}", specification):
            self.define(name, Macro(len(specification), None, body), out)
        elif match := re.fullmatch(r"(?:o|O\{([^{}]*)\})(m{0,8})", specification):
            self.define(name, Macro(1 + len(match[2]), tokenize(match[1] or ""), body), out)

    def _def(self, sign: str, out: list[str]) -> None:
        if not self.expander.stack or not self.expander.stack[-1].startswith("\\"):
            return
        name = self.expander.stack.pop()
        pattern: list[list[str]] = [[]]
        while self.expander.stack and self.expander.stack[-1] != "{" and len(pattern) < 11:
            part = self.expander.stack.pop()
            if part in ("\\par", FILE_END):
                self.expander.stack.append(part)
                return
            if re.fullmatch(r"#[1-9]", part):
                pattern.append([])
            elif len(pattern[-1]) < 20:
                pattern[-1].append(part)
        body = self.expander.argument()
        if name == "\\@captype":  # what captions count from here on: a matter of place, so it stays where it stands
            out += [name, "{", *body, "}"]
            return
        undelimited = not any(pattern)
        self.define(
            name,
            Macro(len(pattern) - 1, None, body, () if undelimited else tuple(tuple(part) for part in pattern)),
            out,
        )

    def _let(self, sign: str, out: list[str]) -> None:
        self.expander.skip_blanks()
        name = self.expander.stack.pop() if self.expander.stack else ""
        self.expander.skip_blanks()
        if self.expander.stack and self.expander.stack[-1].startswith("="):
            rest = self.expander.stack.pop()[1:]
            if rest:
                self.expander.stack.append(rest)
            self.expander.skip_blanks()
        other = self.expander.stack.pop() if self.expander.stack else ""
        if not name.startswith("\\") or name[1:] in self.expander.keep or name == other or not other:
            return
        if other in self.expander.macros:
            self.expander.macros[name] = self.expander.macros[other]
        elif other not in ("{", "}", "&", "$") and other[0] != RAW:
            self.expander.macros[name] = Macro(0, None, [other])

    def _operator(self, sign: str, out: list[str]) -> None:
        self.expander.star()
        name = _control(self.expander.argument())
        self.define(name, Macro(0, None, ["\\operatorname", "{", *self.expander.argument(), "}"]), out)

    def _environment(self, sign: str, out: list[str]) -> None:
        self.expander.star()
        name = self.expander.text()
        count = "".join(self.expander.optional() or []).strip()
        default = self.expander.optional()
        begin, end = self.expander.argument(), self.expander.argument()
        if name and name not in self.expander.keep:
            self.expander.environments[name] = (Macro(int(count) if count.isdigit() and len(count) == 1 else 0, default, begin), end)

    def _column_type(self, sign: str, out: list[str]) -> None:
        name = self.expander.text()
        count = "".join(self.expander.optional() or []).strip()
        if len(name) == 1:
            self.expander.columns[name] = (int(count) if count.isdigit() and len(count) == 1 else 0, self.expander.argument())


def _control(tokens: list[str]) -> str:
    """The control sequence that an argument names; "" where it names none."""
    named = [sign for sign in tokens if sign != " "]
    return named[0] if len(named) == 1 and named[0][0] == "\\" else ""


_COMMANDS = {
    "_newcommand": "newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd renewrobustcmd",
    "_newcommandx": "newcommandx renewcommandx providecommandx",
    "_document_command": "NewDocumentCommand RenewDocumentCommand DeclareDocumentCommand ProvideDocumentCommand",
    "_def": "def edef gdef xdef",
    "_let": "let",
    "_operator": "DeclareMathOperator",
    "_environment": "newenvironment renewenvironment",
    "_column_type": "newcolumntype",
}
