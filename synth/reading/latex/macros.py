"""Macros that a paper defines are expanded, conditionals decided and files put in their place; the rest of the tokens pass.

Only what a paper's own definitions do is done, in the order of the file. Definitions stay in force to the end: groups do not hold them.
Commands whose meaning the reader knows (`keep`) are not redefined. Everything is bounded: when calls have put `MAX_STEPS` tokens in place,
what is left passes as it stands, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from synth.reading.latex.acronyms import DECLARING, RESETTING, USING, Acronyms
from synth.reading.latex.conditions import Conditions
from synth.reading.latex.definitions import Definitions, Macro
from synth.reading.latex.packages import Packages
from synth.reading.latex.tokens import FILE_END, RAW

MAX_STEPS = 1_000_000  # tokens that calls put in place or looked ahead over: a second or two
MAX_WAITING = 6_000_000  # tokens not yet looked at
MAX_BODY = 50_000  # tokens of one definition or one argument
MAX_FILLED = 500_000  # tokens of one call with its arguments in place
MAX_INPUTS = 20  # files inside each other
MAX_PACKAGES = 200  # named in one command

_SPACED = frozenset(["}", "~", "\\ ", "\\/", "\\-", "\\@", "\\par", "\\footnote", "\\footnotemark", "\\xspace", "&", "\\\\", "]"])
_PUNCTUATION = ".,:;!?)'/-"
_PARAMETER = re.compile(r"##?[1-9]")


class Expander:
    """Expands token by token; `load` gives the tokens of a file of the folder, or None. Keeps its definitions from file to file."""

    def __init__(self, keep: frozenset[str], load: Callable[[str, str], tuple[str, list[str]] | None]) -> None:
        self.keep = keep
        self.load = load
        self.macros: dict[str, Macro] = {}
        self.environments: dict[str, tuple[Macro, list[str]]] = {}
        self.columns: dict[str, tuple[int, list[str]]] = {}
        self.acronyms = Acronyms()
        self.conditions = Conditions(self)
        self.definitions = Definitions(self)
        self.packages = Packages(self)
        self.unread: list[str] = []
        self.stack: list[str] = []
        self.inside: list[str] = []  # names of the files being read
        self.steps = 0
        self.learning = False  # a package is being read: it may define what the reader knows
        own = {f"\\{name}": getattr(self, method) for method, names in _OWN.items() for name in names.split()}
        self.defining = {**self.definitions.commands, **{name: own[name] for name in DECLARING}}
        self.primitives = {**self.defining, **own, **self.conditions.commands, **self.packages.commands}

    def expand(self, tokens: list[str], name: str = "") -> list[str]:
        """What `tokens` become."""
        out: list[str] = []
        self.stack = [*reversed(tokens)]
        self.inside = [name]
        stack, macros, primitives, conditions = self.stack, self.macros, self.primitives, self.conditions
        while stack:
            sign = stack.pop()
            if self.steps > MAX_STEPS or len(stack) > MAX_WAITING:
                self.unread.append("macros were expanded only to a bound; what follows is read as it stands")
                out += [sign, *(rest for rest in reversed(stack[-MAX_STEPS:]) if not rest.startswith(FILE_END))]
                break
            if sign[0] != "\\":
                if sign == FILE_END:
                    self.inside.pop()
                else:
                    out.append(sign)
            elif (macro := macros.get(sign)) is not None:
                self._call(macro)
            elif (primitive := primitives.get(sign)) is not None:
                primitive(sign, out)
            elif sign in conditions.switches:
                conditions.branch(conditions.switches[sign])
            elif sign in conditions.setters:
                switch, on = conditions.setters[sign]
                conditions.switches[switch] = on
            elif sign.startswith("\\if") and sign[1:] not in self.keep and len(sign) > 3 and sign != "\\iff":
                conditions.decide_unknown(sign)
            else:
                out.append(sign)
        return out

    def learn(self, tokens: list[str]) -> None:
        """Takes the plain definitions of a package of the folder. What it does besides, and inner commands with "@", stay unread."""
        outer, self.stack = self.stack, [*reversed(tokens)]
        self.learning = True
        known = set(self.macros)
        while self.stack and self.steps < MAX_STEPS:
            sign = self.stack.pop()
            if sign in self.defining:
                self.defining[sign](sign, [])
        for name in [name for name, macro in self.macros.items() if name not in known and ("@" in name or _is_inner(macro.body))]:
            del self.macros[name]
        self.stack, self.learning = outer, False

    # --- arguments ---

    def skip_blanks(self) -> None:
        stack = self.stack
        while stack and stack[-1] == " ":
            stack.pop()

    def argument(self) -> list[str]:
        """The next argument, without its braces."""
        self.skip_blanks()
        stack = self.stack
        if not stack:
            return []
        sign = stack.pop()
        if sign in ("}", "\\par", FILE_END):
            stack.append(sign)
            return []
        if sign != "{":
            if sign[0] not in f"\\{RAW}" and len(sign) > 1 and not sign.startswith("#"):
                stack.append(sign[1:])
                return [sign[0]]
            return [sign]
        return self._until_closed("{", "}")

    def optional(self) -> list[str] | None:
        """The next argument in brackets; None where none stands next."""
        blank = bool(self.stack) and self.stack[-1] == " "
        self.skip_blanks()
        if not self.stack or self.stack[-1] != "[":
            if blank:
                self.stack.append(" ")
            return None
        self.stack.pop()
        return self._until_closed("[", "]")

    def star(self) -> bool:
        if self.stack and self.stack[-1].startswith("*"):
            rest = self.stack.pop()[1:]
            if rest:
                self.stack.append(rest)
            return True
        return False

    def text(self) -> str:
        return "".join(self.argument()).strip()

    def push(self, tokens: list[str]) -> None:
        self.steps += len(tokens)
        self.stack.extend(reversed(tokens))

    def _until_closed(self, opening: str, closing: str) -> list[str]:
        taken: list[str] = []
        braces, depth = 0, 1
        stack = self.stack
        while stack and len(taken) < MAX_BODY:
            sign = stack.pop()
            if sign == FILE_END:
                stack.append(sign)
                break
            if sign == opening:
                depth += 1
            elif sign == closing and not braces:
                depth -= 1
                if not depth:
                    self.steps += len(taken)
                    return taken
            if opening == "[":
                braces += (sign == "{") - (sign == "}")
                if braces < 0 or sign == "\\par":
                    stack.append(sign)
                    break
            taken.append(sign)
        self.steps += len(taken)
        return taken

    # --- calls ---

    def _call(self, macro: Macro) -> None:
        if macro.pattern:
            arguments = self._delimited(macro.pattern)
        else:
            arguments = []
            if macro.optional is not None and macro.arity:
                given = self.optional()
                arguments.append(macro.optional if given is None else given)
            while len(arguments) < macro.arity:
                arguments.append(self.argument())
        self.push(_filled(macro.body, arguments))

    def _delimited(self, pattern: tuple[tuple[str, ...], ...]) -> list[list[str]]:
        """The arguments of a \\def: what stands before the first is skipped, each ends where what follows it begins."""
        self._skip(pattern[0])
        arguments: list[list[str]] = []
        for after in pattern[1:]:
            if not after:
                arguments.append(self.argument())
                continue
            taken: list[str] = []
            depth = 0
            while self.stack and len(taken) < 2_000:
                sign = self.stack[-1]
                if not depth and sign[0] not in f"\\{RAW}" and after[0][0] != "\\" and (cut := sign.find(after[0])) > 0:
                    self.stack[-1:] = [sign[cut:], sign[:cut]]  # a run of text that the delimiter ends
                    sign = sign[:cut]
                if not depth and sign.startswith(after[0]) and self._skip(after):
                    break
                if sign == "\\par" or sign == FILE_END:
                    break
                depth += (sign == "{") - (sign == "}")
                if depth < 0:
                    break
                taken.append(self.stack.pop())
            self.steps += len(taken)
            if len(taken) > 1 and taken[0] == "{" and taken[-1] == "}":
                taken = taken[1:-1]
            arguments.append(taken)
        return arguments

    def _skip(self, expected: tuple[str, ...]) -> bool:
        """Takes the tokens `expected` off; puts back what was taken if they are not there."""
        taken: list[str] = []
        for sign in expected:
            if not self.stack or not self.stack[-1].startswith(sign):
                self.stack.extend(reversed(taken))
                return False
            found = self.stack.pop()
            taken.append(sign)
            if len(found) > len(sign):
                if found[0] == "\\":
                    self.stack.append(found)
                    self.stack.extend(reversed(taken[:-1]))
                    return False
                self.stack.append(found[len(sign) :])
        return True

    def _begin(self, sign: str, out: list[str]) -> None:
        name = self.text()
        known = self.environments.get(name)
        if known is None:
            if not self.packages.begins(name):
                out += ["\\begin", "{", name, "}"]
        else:
            out.append("{")
            self._call(known[0])

    def _end(self, sign: str, out: list[str]) -> None:
        name = self.text()
        known = self.environments.get(name)
        if name == "document":
            if len(self.inside) > 1:  # the end of a subfile
                return
            self.stack.clear()
            out += ["\\end", "{", name, "}"]
        elif known is None:
            if not self.packages.ends(name):
                out += ["\\end", "{", name, "}"]
        else:
            self.push([*known[1], "}"])

    # --- names, blanks, files ---

    def csname(self, ends: tuple[str, ...] = ("\\endcsname",)) -> str:
        name: list[str] = []
        while self.stack and len(name) < 50:
            sign = self.stack.pop()
            if sign in ends:
                break
            name.append(sign)
        return "\\" + "".join(name)

    def _csname_call(self, sign: str, out: list[str]) -> None:
        name = self.csname()
        if re.fullmatch(r"\\\w+", name):
            self.push([name])

    def _xspace(self, sign: str, out: list[str]) -> None:
        following = self.stack[-1] if self.stack else "}"
        if following == FILE_END or following == " " or following in _SPACED or following[0] in _PUNCTUATION:
            return
        out.append(" ")

    def _ignored(self, sign: str, out: list[str]) -> None:
        pass

    def _input(self, sign: str, out: list[str]) -> None:
        folder = ""
        if sign in ("\\import", "\\subimport", "\\inputfrom", "\\subinputfrom", "\\includefrom"):
            self.star()
            folder = self.text()
        self.skip_blanks()
        if self.stack and self.stack[-1] == "{":
            name = self.text()
        else:  # \input chapter
            parts: list[str] = []
            while self.stack and self.stack[-1] not in (" ", "\\par", "}", FILE_END) and self.stack[-1][0] != "\\" and len(parts) < 20:
                parts.append(self.stack.pop())
            name = "".join(parts)
        name = (f"{folder.rstrip('/')}/{name}" if folder else name).strip().strip('"')
        if not name:
            return
        if len(self.inside) > MAX_INPUTS:
            self.unread.append(f"{name}: files lie in each other deeper than {MAX_INPUTS}")
            return
        loaded = self.load(name, sign)
        if loaded is None:
            return
        path, tokens = loaded
        if path in self.inside:
            self.unread.append(f"{name}: a file that is read inside itself")
            return
        self.inside.append(path)
        self.push([*tokens, FILE_END])
        if sign == "\\include":
            self.push(["\\par"])

    def _package(self, sign: str, out: list[str]) -> None:
        """The command passes; of a package that lies in the folder the plain definitions are learnt."""
        options = self.optional()
        names = self.argument()
        out += [sign, *(["[", *options, "]"] if options is not None else []), "{", *names, "}"]
        for name in "".join(names).split(",")[:MAX_PACKAGES]:
            loaded = self.load(name.strip(), sign) if name.strip() else None
            if loaded is not None:
                self.learn(loaded[1])

    def _acronym(self, sign: str, out: list[str]) -> None:
        self.acronyms.declare(sign, self)

    def _use_acronym(self, sign: str, out: list[str]) -> None:
        self.acronyms.use(sign, self)

    def _reset_acronyms(self, sign: str, out: list[str]) -> None:
        self.acronyms.used.clear()


def _filled(body: list[str], arguments: list[list[str]]) -> list[str]:
    """A definition's body with its arguments in place; nothing where that would be longer than anybody writes."""
    if not arguments:
        return body
    filled: list[str] = []
    for sign in body:
        if sign[0] == "#" and _PARAMETER.fullmatch(sign):
            which = int(sign[-1]) - 1
            if sign.startswith("##"):
                filled.append(sign[1:])
            elif which < len(arguments):
                filled += arguments[which]
                if len(filled) > MAX_FILLED:
                    return []
        else:
            filled.append(sign)
    return filled


def _is_inner(body: list[str]) -> bool:
    return any("@" in sign and sign[0] == "\\" for sign in body)


_OWN = {
    "_begin": "begin",
    "_end": "end",
    "_ignored": "fi relax expandafter global long protect noexpand protected ignorespaces unskip outer makeatletter makeatother",
    "_csname_call": "csname",
    "_xspace": "xspace",
    "_input": "input include import subimport inputfrom subinputfrom includefrom subfile subfileinclude",
    "_package": "usepackage RequirePackage",
    "_acronym": " ".join(name[1:] for name in DECLARING),
    "_use_acronym": " ".join(name[1:] for name in USING),
    "_reset_acronyms": " ".join(name[1:] for name in RESETTING),
}
