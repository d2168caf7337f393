"""Macros that a paper defines are expanded, conditionals decided and files put in their place; the rest of the tokens pass.

Only what a paper's own definitions do is done, in the order of the file. Definitions stay in force to the end: groups do not hold them.
Commands whose meaning the reader knows (`keep`) are not redefined. Everything is bounded: when calls have put `MAX_STEPS` tokens in place,
what is left passes as it stands, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from synth.reading.latex.acronyms import DECLARING, RESETTING, USING, Acronyms
from synth.reading.latex.packages import Packages
from synth.reading.latex.tokens import RAW, tokenize

MAX_STEPS = 1_000_000  # tokens that calls put in place or looked ahead over: a second or two
MAX_WAITING = 6_000_000  # tokens not yet looked at
MAX_BODY = 50_000  # tokens of one definition or one argument
MAX_FILLED = 500_000  # tokens of one call with its arguments in place
MAX_INPUTS = 20  # files inside each other
MAX_PACKAGES = 200  # named in one command

_FILE_END = RAW + RAW + "end of file"
_SPACED = frozenset(["}", "~", "\\ ", "\\/", "\\-", "\\@", "\\par", "\\footnote", "\\footnotemark", "\\xspace", "&", "\\\\", "]"])
_PUNCTUATION = ".,:;!?)'/-"
_PARAMETER = re.compile(r"##?[1-9]")
_COMPARISON = re.compile(r"\s*(-?\d+)\s*([<>=])\s*(-?\d+)\s*\Z")
_THE = re.compile(r"\\the[a-z]+\Z")


class Macro(NamedTuple):
    """A definition: how its arguments are told apart, what stands for an optional first one, and what it becomes."""

    arity: int
    optional: list[str] | None
    body: list[str]
    pattern: tuple[tuple[str, ...], ...] = ()  # for \def: what stands before each parameter and after the last


class Expander:
    """Expands token by token; `load` gives the tokens of a file of the folder, or None. Keeps its definitions from file to file."""

    def __init__(self, keep: frozenset[str], load: Callable[[str, str], tuple[str, list[str]] | None]) -> None:
        self.keep = keep
        self.load = load
        self.macros: dict[str, Macro] = {}
        self.environments: dict[str, tuple[Macro, list[str]]] = {}
        self.columns: dict[str, tuple[int, list[str]]] = {}
        self.switches: dict[str, bool] = {}
        self.setters: dict[str, tuple[str, bool]] = {}
        self.acronyms = Acronyms()
        self.packages = Packages(self)
        self.unread: list[str] = []
        self.stack: list[str] = []
        self.inside: list[str] = []  # names of the files being read
        self.steps = 0
        self.undecided = 0
        self.learning = False  # a package is being read: it may define what the reader knows
        self.defining = _methods(self, _DEFINING)
        self.primitives = {**self.defining, **_methods(self, _DOING), **self.packages.commands}

    def expand(self, tokens: list[str], name: str = "") -> list[str]:
        """What `tokens` become."""
        out: list[str] = []
        self.stack = [*reversed(tokens)]
        self.inside = [name]
        stack, macros, primitives = self.stack, self.macros, self.primitives
        while stack:
            sign = stack.pop()
            if self.steps > MAX_STEPS or len(stack) > MAX_WAITING:
                self.unread.append("macros were expanded only to a bound; what follows is read as it stands")
                out += [sign, *(rest for rest in reversed(stack[-MAX_STEPS:]) if not rest.startswith(_FILE_END))]
                break
            if sign[0] != "\\":
                if sign == _FILE_END:
                    self.inside.pop()
                else:
                    out.append(sign)
            elif (macro := macros.get(sign)) is not None:
                self._call(macro)
            elif (primitive := primitives.get(sign)) is not None:
                primitive(sign, out)
            elif sign in self.switches:
                self._branch(self.switches[sign])
            elif sign in self.setters:
                switch, on = self.setters[sign]
                self.switches[switch] = on
            elif sign.startswith("\\if") and sign[1:] not in self.keep and len(sign) > 3 and sign != "\\iff":
                self._unknown_condition(sign)
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
        if sign in ("}", "\\par", _FILE_END):
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
            if sign == _FILE_END:
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
                if sign == "\\par" or sign == _FILE_END:
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

    # --- definitions ---

    def define(self, name: str, macro: Macro, out: list[str], *, only_new: bool = False, own: bool = False) -> None:
        """Takes a definition. One that LaTeX would refuse where the name is taken (`own`) shows that the name was free."""
        if not name.startswith("\\") or len(name) < 2:
            return
        if _THE.match(name):  # how a counter prints: whoever numbers has to know
            out += ["\\thecounter", "{", name[4:], "}", "{", *macro.body, "}"]
            return
        if (name[1:] in self.keep and (not own or self.learning)) or (only_new and name in self.macros) or macro.body == [name]:
            return
        self.macros[name] = macro

    def _newcommand(self, sign: str, out: list[str]) -> None:
        self.star()
        name = _control(self.argument())
        count = "".join(self.optional() or []).strip()
        default = self.optional()
        body = self.argument()
        if sign == "\\providecommand" and name[1:] in self.keep:
            return
        macro = Macro(int(count) if count.isdigit() and len(count) == 1 else 0, default, body)
        self.define(name, macro, out, only_new=sign[1] == "p", own=sign == "\\newcommand")

    def _newcommandx(self, sign: str, out: list[str]) -> None:
        """\\newcommandx{name}[n][1=default]{body}: only a default of the first argument is known."""
        self.star()
        name = _control(self.argument())
        count = "".join(self.optional() or []).strip()
        default = self.optional()
        first = None
        if default is not None:
            joined = "".join(default)
            first = tokenize(joined.partition("=")[2].split(",")[0]) if joined.startswith("1") else None
        self.define(name, Macro(int(count) if count.isdigit() and len(count) == 1 else 0, first, self.argument()), out)

    def _document_command(self, sign: str, out: list[str]) -> None:
        """\\NewDocumentCommand{name}{m o O{x} s}{body}: mandatory arguments, and a first optional one."""
        name = _control(self.argument())
        specification = self.text().replace(" ", "")
        body = self.argument()
        if re.fullmatch(r"m{0,9}", specification):
            self.define(name, Macro(len(specification), None, body), out)
        elif match := re.fullmatch(r"(?:o|O\{([^{}]*)\})(m{0,8})", specification):
            self.define(name, Macro(1 + len(match[2]), tokenize(match[1] or ""), body), out)

    def _def(self, sign: str, out: list[str]) -> None:
        if not self.stack or not self.stack[-1].startswith("\\"):
            return
        name = self.stack.pop()
        pattern: list[list[str]] = [[]]
        while self.stack and self.stack[-1] != "{" and len(pattern) < 11:
            part = self.stack.pop()
            if part in ("\\par", _FILE_END):
                self.stack.append(part)
                return
            if re.fullmatch(r"#[1-9]", part):
                pattern.append([])
            elif len(pattern[-1]) < 20:
                pattern[-1].append(part)
        body = self.argument()
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
        self.skip_blanks()
        name = self.stack.pop() if self.stack else ""
        self.skip_blanks()
        if self.stack and self.stack[-1].startswith("="):
            rest = self.stack.pop()[1:]
            if rest:
                self.stack.append(rest)
            self.skip_blanks()
        other = self.stack.pop() if self.stack else ""
        if not name.startswith("\\") or name[1:] in self.keep or name == other or not other:
            return
        if other in self.macros:
            self.macros[name] = self.macros[other]
        elif other not in ("{", "}", "&", "$") and other[0] != RAW:
            self.macros[name] = Macro(0, None, [other])

    def _operator(self, sign: str, out: list[str]) -> None:
        self.star()
        name = _control(self.argument())
        self.define(name, Macro(0, None, ["\\operatorname", "{", *self.argument(), "}"]), out)

    def _environment(self, sign: str, out: list[str]) -> None:
        self.star()
        name = self.text()
        count = "".join(self.optional() or []).strip()
        default = self.optional()
        begin, end = self.argument(), self.argument()
        if name and name not in self.keep:
            self.environments[name] = (Macro(int(count) if count.isdigit() and len(count) == 1 else 0, default, begin), end)

    def _column_type(self, sign: str, out: list[str]) -> None:
        name = self.text()
        count = "".join(self.optional() or []).strip()
        if len(name) == 1:
            self.columns[name] = (int(count) if count.isdigit() and len(count) == 1 else 0, self.argument())

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

    # --- conditions ---

    def _branch(self, holds: bool) -> None:
        if not holds:
            self._skip_to(("\\else", "\\fi"))

    def _skip_to(self, ends: tuple[str, ...]) -> None:
        """Drops tokens up to the end of this branch, over conditionals inside it."""
        depth = 0
        stack = self.stack
        while stack:
            sign = stack.pop()
            if sign[0] != "\\":
                if sign == _FILE_END:
                    stack.append(sign)
                    return
                continue
            if not depth and sign in ends:
                return
            if sign == "\\fi":
                depth -= 1
            elif sign.startswith("\\if") and sign not in _NO_CONDITIONS and sign[1:] not in self.keep:
                depth += 1
            elif sign == "\\newif" and stack:
                stack.pop()

    def _false(self, sign: str, out: list[str]) -> None:
        self._branch(False)

    def _true(self, sign: str, out: list[str]) -> None:
        self._branch(True)

    def _else(self, sign: str, out: list[str]) -> None:
        self._skip_to(("\\fi",))

    def _unknown_condition(self, sign: str) -> None:
        """A switch that only a class could set is off, as it is before anybody sets it."""
        ahead = 0
        for place in range(len(self.stack) - 1, max(len(self.stack) - 20_000, -1), -1):
            ahead += 1
            if self.stack[place] == "\\fi":
                self.steps += ahead
                self.undecided += 1
                self._branch(False)
                return
        self.steps += ahead

    def _ifx(self, sign: str, out: list[str]) -> None:
        first, second = self._meaning(), self._meaning()
        self._branch(first == second)

    def _meaning(self) -> object:
        self.skip_blanks()
        if not self.stack:
            return None
        sign = self.stack.pop()
        if sign == "\\csname":
            sign = self._csname()
        if len(sign) > 1 and sign[0] not in f"\\{RAW}":
            self.stack.append(sign[1:])
            sign = sign[0]
        if sign in self.macros:
            macro = self.macros[sign]
            return ("macro", macro.arity, tuple(macro.body))
        if sign in ("\\relax", "\\undefined", "\\@undefined", "\\empty", "\\@empty"):
            return "nothing" if "empty" not in sign else ("macro", 0, ())
        return "nothing" if sign.startswith("\\") and sign[1:] not in self.keep else sign

    def _ifnum(self, sign: str, out: list[str]) -> None:
        said: list[str] = []
        while self.stack and len(said) < 8 and (self.stack[-1] == " " or re.match(r"[-\d<>=]", self.stack[-1])):
            part = self.stack.pop()
            match = re.match(r"[-\d<>=]*", part)
            said.append(match[0] if match and part != " " else " ")
            if match and part != " " and match.end() < len(part):
                self.stack.append(part[match.end() :])
                break
        compared = _COMPARISON.match("".join(said))
        if compared is None or len(compared[0]) > 40:
            self.undecided += 1
            self._branch(False)
            return
        first, second = int(compared[1]), int(compared[3])
        self._branch({"<": first < second, ">": first > second, "=": first == second}[compared[2]])

    def _ifdefined(self, sign: str, out: list[str]) -> None:
        self.skip_blanks()
        name = self.stack.pop() if self.stack else ""
        self._branch(name in self.macros or name[1:] in self.keep)

    def _ifcsname(self, sign: str, out: list[str]) -> None:
        name = self._csname(("\\endcsname",))
        self._branch(name in self.macros or name[1:] in self.keep)

    def _newif(self, sign: str, out: list[str]) -> None:
        name = self.stack.pop() if self.stack else ""
        if name.startswith("\\if") and len(name) > 3:
            self.switches[name] = False
            self.setters[f"\\{name[3:]}true"] = (name, True)
            self.setters[f"\\{name[3:]}false"] = (name, False)

    def _ifthenelse(self, sign: str, out: list[str]) -> None:
        condition, then, otherwise = "".join(self.argument()), self.argument(), self.argument()
        self.push(then if self._holds(condition) else otherwise)

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
        name, then, otherwise = self.text(), self.argument(), self.argument()
        self.push(then if self.switches.get(f"\\if{name}", False) else otherwise)

    def _newtoggle(self, sign: str, out: list[str]) -> None:
        self.switches[f"\\if{self.text()}"] = False

    def _toggle(self, sign: str, out: list[str]) -> None:
        name = self.text()
        if sign in ("\\setboolean", "\\setbool", "\\settoggle"):
            self.switches[f"\\if{name}"] = self.text() == "true"
        else:
            self.switches[f"\\if{name}"] = sign.endswith("true")

    def _if_next(self, sign: str, out: list[str]) -> None:
        expected, then, otherwise = self.argument(), self.argument(), self.argument()
        self.skip_blanks()
        following = self.stack[-1] if self.stack else ""
        self.push(then if expected and following.startswith(expected[0]) else otherwise)

    def _if_star(self, sign: str, out: list[str]) -> None:
        then, otherwise = self.argument(), self.argument()
        self.push(then if self.star() else otherwise)

    # --- names, blanks, files ---

    def _csname(self, ends: tuple[str, ...] = ("\\endcsname",)) -> str:
        name: list[str] = []
        while self.stack and len(name) < 50:
            sign = self.stack.pop()
            if sign in ends:
                break
            name.append(sign)
        return "\\" + "".join(name)

    def _csname_call(self, sign: str, out: list[str]) -> None:
        name = self._csname()
        if re.fullmatch(r"\\\w+", name):
            self.push([name])

    def _xspace(self, sign: str, out: list[str]) -> None:
        following = self.stack[-1] if self.stack else "}"
        if following == _FILE_END or following == " " or following in _SPACED or following[0] in _PUNCTUATION:
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
            while self.stack and self.stack[-1] not in (" ", "\\par", "}", _FILE_END) and self.stack[-1][0] != "\\" and len(parts) < 20:
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
        self.push([*tokens, _FILE_END])
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


def _control(tokens: list[str]) -> str:
    """The control sequence that an argument names; "" where it names none."""
    named = [sign for sign in tokens if sign != " "]
    return named[0] if len(named) == 1 and named[0][0] == "\\" else ""


_DEFINING = {
    "_newcommand": "newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd renewrobustcmd",
    "_newcommandx": "newcommandx renewcommandx providecommandx",
    "_document_command": "NewDocumentCommand RenewDocumentCommand DeclareDocumentCommand ProvideDocumentCommand",
    "_def": "def edef gdef xdef",
    "_let": "let",
    "_operator": "DeclareMathOperator",
    "_environment": "newenvironment renewenvironment",
    "_column_type": "newcolumntype",
    "_acronym": " ".join(name[1:] for name in DECLARING),
}
_DOING = {
    "_begin": "begin",
    "_end": "end",
    "_false": "iffalse ifmmode ifdim ifvoid ifhmode ifpdf ifxetex ifluatex",
    "_true": "iftrue",
    "_else": "else or",
    "_ignored": "fi relax expandafter global long protect noexpand protected ignorespaces unskip outer makeatletter makeatother",
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
    "_csname_call": "csname",
    "_xspace": "xspace",
    "_input": "input include import subimport inputfrom subinputfrom includefrom subfile subfileinclude",
    "_package": "usepackage RequirePackage",
    "_use_acronym": " ".join(name[1:] for name in USING),
    "_reset_acronyms": " ".join(name[1:] for name in RESETTING),
}
_NO_CONDITIONS = frozenset(["\\iff", "\\ifthenelse", "\\iftoggle", "\\ifbool", "\\ifstrempty", "\\ifblank"])


def _methods(expander: Expander, plan: dict[str, str]) -> dict[str, Callable[[str, list[str]], None]]:
    return {f"\\{name}": getattr(expander, method) for method, names in plan.items() for name in names.split()}
