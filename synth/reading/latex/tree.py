"""Expanded tokens become a tree: groups, environments, formulas, and between them text and single commands.

The tree is always made: what does not close is closed where its surroundings end, a closing that nothing opened is left out, and below
`MAX_DEPTH` no further level is made, so that whoever walks the tree by recursion comes back.
"""

from __future__ import annotations

from typing import TypeAlias

from synth.reading.latex.tokens import RAW

MAX_DEPTH = 60  # levels of braces, environments and formulas
MAX_OPTION = 600  # nodes between brackets; no option is longer


class Command:
    """A control sequence. Its arguments are the nodes that follow it."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name  # without its backslash


class Group:
    """What stands in braces."""

    __slots__ = ("children",)

    def __init__(self, children: list[Node]) -> None:
        self.children = children


class Environment:
    """What stands between \\begin{name} and \\end{name}, its arguments among the first children."""

    __slots__ = ("children", "name")

    def __init__(self, name: str, children: list[Node]) -> None:
        self.name = name
        self.children = children


class Math:
    """A formula in the line, or one displayed by $$ or \\[."""

    __slots__ = ("children", "display")

    def __init__(self, children: list[Node], display: bool) -> None:
        self.children = children
        self.display = display


class Raw:
    """Text that TeX takes as it stands."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


Node: TypeAlias = str | Command | Group | Environment | Math | Raw  # a str is text, " ", or one of & ^ _ ~ [ ]


class _Open:
    __slots__ = ("children", "kind", "made", "name")

    def __init__(self, kind: str, name: str, children: list[Node], made: bool) -> None:
        self.kind, self.name, self.children, self.made = kind, name, children, made


def parse(tokens: list[str]) -> list[Node]:
    """The tree that `tokens` show."""
    root: list[Node] = []
    stack = [_Open("root", "", root, True)]
    at, end = 0, len(tokens)
    while at < end:
        sign = tokens[at]
        at += 1
        top = stack[-1]
        first = sign[0]
        if first == RAW:
            top.children.append(Raw(sign[1:]))
        elif sign == "{":
            _open(stack, "group", "")
        elif sign == "}":
            _close(stack, "group", "")
        elif sign == "$" or sign == "$$":
            _dollar(stack, sign)
        elif first == "\\":
            if sign in ("\\begin", "\\end"):
                name, at = _name(tokens, at)
                if sign == "\\begin":
                    _open(stack, "environment", name)
                else:
                    _close(stack, "environment", name)
            elif sign in ("\\(", "\\["):
                _open(stack, "math", sign)
            elif sign in ("\\)", "\\]"):
                _close(stack, "math", "\\(" if sign == "\\)" else "\\[")
            else:
                if sign == "\\par" and top.kind == "math" and top.name == "$":
                    stack.pop()  # a formula in the line ends with its paragraph: its dollar was never closed
                    top = stack[-1]
                top.children.append(Command(sign[1:]))
        elif sign == "&" and top.kind == "math" and top.name == "$":
            stack.pop()
            stack[-1].children.append(sign)
        else:
            top.children.append(sign)
    return root


def _open(stack: list[_Open], kind: str, name: str) -> None:
    parent = stack[-1]
    if len(stack) > MAX_DEPTH:
        stack.append(_Open(kind, name, parent.children, False))
        return
    node: Group | Environment | Math
    if kind == "group":
        node = Group([])
    elif kind == "environment":
        node = Environment(name, [])
    else:
        node = Math([], name in ("$$", "\\["))
    parent.children.append(node)
    stack.append(_Open(kind, name, node.children, True))


def _close(stack: list[_Open], kind: str, name: str) -> None:
    """Closes the innermost thing of this kind and name, with all that stands open in it; nothing where there is none."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].kind == kind and (kind == "group" or stack[depth].name == name):
            del stack[depth:]
            return
        if kind == "group" and stack[depth].kind == "environment":
            return  # a brace too many inside an environment does not close the environment
        if len(stack) - depth > 2 * MAX_DEPTH:
            return


def _dollar(stack: list[_Open], sign: str) -> None:
    top = stack[-1]
    if top.kind == "math" and top.name == sign:
        stack.pop()
    elif top.kind == "math" and top.name == "$" and sign == "$$":  # "$a$$b$"
        stack.pop()
        _open(stack, "math", "$")
    elif top.kind == "math" and top.name == "$$":
        stack.pop()
    else:
        _open(stack, "math", sign)


def _name(tokens: list[str], at: int) -> tuple[str, int]:
    """The name in braces at `at`, and where the tokens go on."""
    while at < len(tokens) and tokens[at] == " ":
        at += 1
    if at >= len(tokens) or tokens[at] != "{":
        return "", at
    name: list[str] = []
    for place in range(at + 1, min(at + 12, len(tokens))):
        if tokens[place] == "}":
            return "".join(name).strip(), place + 1
        name.append(tokens[place])
    return "", at


class Cursor:
    """A walk along sibling nodes, from which commands take their arguments. The nodes stay as they are."""

    __slots__ = ("at", "nodes", "pending")

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.at = 0
        self.pending = ""  # what is left of a text of which the first characters were taken

    def next(self) -> Node | None:
        """The next node; None at the end."""
        if self.pending:
            text, self.pending = self.pending, ""
            return text
        if self.at >= len(self.nodes):
            return None
        self.at += 1
        return self.nodes[self.at - 1]

    def rest(self) -> list[Node]:
        """The nodes that are left."""
        return [self.pending, *self.nodes[self.at :]] if self.pending else self.nodes[self.at :]

    def peek(self, *, blanks: bool = False) -> Node | None:
        """The next node, past blanks unless they count."""
        if self.pending:
            return self.pending
        at = self.at
        while not blanks and at < len(self.nodes) and self.nodes[at] == " ":
            at += 1
        return self.nodes[at] if at < len(self.nodes) else None

    def skip_blanks(self) -> None:
        while not self.pending and self.at < len(self.nodes) and self.nodes[self.at] == " ":
            self.at += 1

    def take(self, count: int) -> str:
        """Takes the first characters of the text that stands next."""
        self.skip_blanks()
        text = self.next()
        if not isinstance(text, str):
            return ""
        self.pending = text[count:]
        return text[:count]

    def star(self) -> bool:
        """Whether a star stands next; it is taken."""
        following = self.peek()
        if not isinstance(following, str) or not following.startswith("*"):
            return False
        self.take(1)
        return True

    def optional(self) -> list[Node] | None:
        """The nodes of an argument in brackets; None where none stands next."""
        if self.peek() != "[":
            return None
        depth, start = 0, self.at
        self.skip_blanks()
        first = self.at + 1
        for place in range(self.at, min(self.at + MAX_OPTION, len(self.nodes))):
            node = self.nodes[place]
            if node == "[":
                depth += 1
            elif node == "]":
                depth -= 1
                if not depth:
                    self.at = place + 1
                    return self.nodes[first:place]
            elif isinstance(node, Command) and node.name == "par":
                break
        self.at = start
        return None

    def argument(self) -> list[Node]:
        """The nodes of the next argument: those of a group, or one node; none where it is missing."""
        self.skip_blanks()
        node = self.peek()
        if node is None or node in ("&", "]") or (isinstance(node, Command) and node.name == "par"):
            return []
        if isinstance(node, str):
            return [self.take(1)]
        self.at += 1
        return node.children if isinstance(node, Group) else [node]

    def picture(self) -> str:
        """The text of an argument in parentheses; "" where none stands next."""
        following = self.peek()
        if not isinstance(following, str) or not following.startswith("("):
            return ""
        taken = ""
        while len(taken) < MAX_OPTION and isinstance(node := self.peek(blanks=True), str | Group):
            self.next()
            before, close, after = node.partition(")") if isinstance(node, str) else (f"{{{text_of(node.children)}}}", "", "")
            taken += before + close
            if close:
                self.pending = after
                break
        return taken


def text_of(nodes: list[Node] | None) -> str:
    """The bare characters of `nodes`, for arguments that are names, numbers or keys."""
    parts: list[str] = []
    waiting: list[Node] = list(reversed(nodes or []))
    while waiting and len(parts) < 2_000:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(" " if node == "~" else node)
        elif isinstance(node, Raw):
            parts.append(node.text)
        elif isinstance(node, Command):
            parts.append(node.name if len(node.name) == 1 and not node.name.isalpha() else "")
        else:
            waiting += reversed(node.children)
    return "".join(parts).strip()
