"""The test language as text: read into a tree, checked against a white list, and written back.

    mean(cells(row="BERT")) - mean(cells(row="LSTM")) == 2.1

The grammar is a small part of Python's, read with `ast` and then only looked at: nothing of it is ever run by Python. Names, attributes,
powers, loops, comprehensions and everything else that is not listed here are refused, and so is what is long, deep or wide. `≈` may stand
for `==`; both mean that two intervals meet. Every part has a kind, so that a test that adds a truth to a number is refused when it is read.
"""

from __future__ import annotations

import ast
import re
import warnings
from difflib import get_close_matches
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

MAX_TEXT = 4_000  # characters
MAX_PARTS = 400  # nodes of the tree
MAX_DEPTH = 40
MAX_DIGITS = 15  # of a number
MAX_WORD = 400  # characters of a text in quotes
MAX_LIST = 100  # entries
MOST_NEAR, LEAST_NEAR = 3, 0.6  # names of functions that are told for one that is none, and how like it they must be

Kind = OneOf["number", "numbers", "truth", "truths", "text", "texts"]


class ExpressionError(ValueError):
    """A test cannot be read; the message says what is wrong, in one line."""


# --- the tree ----------------------------------------------------------------------------------------------------


class Figure(NamedTuple):
    """A number as written, whose decimals count."""

    text: str


class Words(NamedTuple):
    """A text in quotes, or a list of them."""

    words: tuple[str, ...]
    listed: bool = False


class Call(NamedTuple):
    name: str
    arguments: tuple[Node, ...] = ()
    named: tuple[tuple[str, Words], ...] = ()


class Negated(NamedTuple):
    """`-x` of a number, `not x` of a truth."""

    sign: OneOf["-", "not"]
    part: Node


class Reckoned(NamedTuple):
    sign: OneOf["+", "-", "*", "/"]
    left: Node
    right: Node


class Compared(NamedTuple):
    sign: OneOf["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node


class Joined(NamedTuple):
    sign: OneOf["and", "or"]
    parts: tuple[Node, ...]


Node: TypeAlias = Figure | Words | Call | Negated | Reckoned | Compared | Joined

_RECKONING: dict[type[ast.operator], OneOf["+", "-", "*", "/"]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARING: dict[type[ast.cmpop], OneOf["==", "!=", "<", "<=", ">", ">="]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


# --- what may be called ------------------------------------------------------------------------------------------


class Signature(NamedTuple):
    """What a function takes: the kinds of its arguments, how many more of the last, its named arguments; and what it gives."""

    takes: tuple[tuple[Kind, ...], ...]
    gives: Kind
    more: int = 0  # how often the last may be repeated
    named: tuple[str, ...] = ()
    optional: int = 0  # how many of the last arguments may be left out


# Columns of measurements by which rows are asked for, and groups of languages.
ASKED = (
    "source",
    "origin",
    "kind",
    "metric",
    "unit",
    "table",
    "row",
    "column",
    "model",
    "intermediate",
    "variant",
    "target",
    "training",
    "language",
    "split",
    "baseline",
    "reported_by",
    "scale",
)
GROUPS = ("script", "family", "genus", "resource")
SELECTORS = (*ASKED, *GROUPS)

_NUMBERS: tuple[Kind, ...] = ("number", "numbers")
_TRUTHS: tuple[Kind, ...] = ("truth", "truths")
_OVER = Signature((_NUMBERS,), "number", more=MAX_LIST)
_QUANTIFIED = Signature((_TRUTHS,), "truth", more=MAX_LIST)

FUNCTIONS: dict[str, Signature] = {
    # rows
    "cell": Signature((), "number", named=SELECTORS),
    "cells": Signature((), "numbers", named=SELECTORS),
    "gain": Signature((("text",),), "number", named=("over", *SELECTORS), optional=1),
    "gains": Signature((("text",),), "numbers", named=("over", *SELECTORS), optional=1),
    "language": Signature((("text",),), "numbers"),
    # numbers
    "mean": _OVER,
    "total": _OVER,
    "median": _OVER,
    "highest": _OVER,
    "lowest": _OVER,
    "best": _OVER,
    "worst": _OVER,
    "spread": _OVER,
    "abs": Signature((_NUMBERS,), "number"),
    "sign": Signature((_NUMBERS,), "number"),
    "ratio": Signature((("number",), ("number",)), "number"),
    "percent": Signature((("number",), ("number",)), "number"),
    "rank": Signature((("number",), ("numbers",)), "number", named=("order",)),
    "correlation": Signature((("numbers",), ("numbers",)), "number", named=("by",)),
    "about": Signature((("number",),), "number"),
    "count": Signature((("truth", "truths", "number", "numbers"),), "number", more=MAX_LIST),
    "share": _QUANTIFIED._replace(gives="number"),
    "cases": _QUANTIFIED._replace(gives="number"),
    # truths
    "all": _QUANTIFIED,
    "any": _QUANTIFIED,
    "none": _QUANTIFIED,
    "most": _QUANTIFIED,
    "many": _QUANTIFIED,
    "few": _QUANTIFIED,
    "almost_all": _QUANTIFIED,
    "consistently": _QUANTIFIED,
    "overall": _QUANTIFIED,
    "no_benefit": Signature((_NUMBERS,), "truth"),
    "near": Signature((_NUMBERS, _NUMBERS), "truths"),
    "better": Signature((_NUMBERS, _NUMBERS), "truths", named=("lower", "neither")),
    "first": Signature((_NUMBERS, ("numbers",)), "truths", named=("order", "lower", "neither")),
    "outperforms": Signature((_NUMBERS, _NUMBERS), "truth", more=MAX_LIST, named=("lower", "neither")),
}
_CHOICES = {
    ("rank", "order"): ("highest", "lowest", "best", "worst"),
    ("first", "order"): ("highest", "lowest", "best", "worst"),
    ("correlation", "by"): ("pearson", "spearman"),
    ("gain", "over"): ("targets", "languages"),
    ("gains", "over"): ("targets", "languages"),
}
_ONE_WORD = {"order", "by", "over"}
_OF_ITS_KIND = ("abs", "sign")  # one for one, several for several
SELECTING = frozenset({"cell", "cells", "gain", "gains"})


# --- reading -----------------------------------------------------------------------------------------------------


def read_expression(text: str) -> Node:
    """The tree of a test. Raises `ExpressionError` in one line; does nothing else with the text."""
    if len(text) > MAX_TEXT:
        raise ExpressionError(f"a test has at most {MAX_TEXT:,} characters, this has {len(text):,}")
    source = _plain(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Python, about code that will not run
            tree = ast.parse(source, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said = (
            error.msg
            if isinstance(error, SyntaxError)
            else "it is too deep"
            if isinstance(error, RecursionError | MemoryError)
            else str(error)
        )
        raise ExpressionError(f"is no test: {said}") from None
    reader = _Reader(source)
    node = reader.read(tree.body, 0)
    kind_of(node)
    return node


def read_test(text: str) -> Node:
    """The tree of a test that says yes or no. Raises `ExpressionError`, also where it asks for no row: such a test is a tautology."""
    node = read_expression(text)
    if kind_of(node) != "truth":
        raise ExpressionError(f"gives {_A[kind_of(node)]}; a test says yes or no (a comparison, or all(…), any(…))")
    if not any(isinstance(part, Call) and part.name in SELECTING for part in walk(node)):
        raise ExpressionError("asks for no cell: all that it compares comes from the claim itself, which is a tautology")
    return node


def _plain(text: str) -> str:
    """The text with `==` for `≈` outside quotes, on one line."""
    parts = re.split(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", text.strip())
    return "".join(part if at % 2 else re.sub(r"\s+", " ", part.replace("≈", "==")) for at, part in enumerate(parts))


class _Reader:
    """Makes a tree of ours of one of Python's, and counts what it has made."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._made = 0

    def read(self, node: ast.AST, depth: int) -> Node:
        self._made += 1
        if depth > MAX_DEPTH or self._made > MAX_PARTS:
            raise ExpressionError(f"is too large: at most {MAX_PARTS} parts, {MAX_DEPTH} deep")
        match node:
            case ast.Constant(value=bool()):
                raise ExpressionError("True and False are no measurements")
            case ast.Constant(value=int() | float()):
                return self._figure(node)
            case ast.Constant(value=str(words)):
                return Words((_word(words),))
            case ast.List(elts=parts) if len(parts) <= MAX_LIST:
                return Words(tuple(self._listed(part) for part in parts), listed=True)
            case ast.UnaryOp(op=ast.USub(), operand=part):
                return Negated("-", self.read(part, depth + 1))
            case ast.UnaryOp(op=ast.UAdd(), operand=part):
                return self.read(part, depth + 1)
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return Negated("not", self.read(part, depth + 1))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _RECKONING:
                return Reckoned(_RECKONING[type(op)], self.read(left, depth + 1), self.read(right, depth + 1))
            case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in _COMPARING for op in ops):
                return self._compared([left, *others], ops, depth)
            case ast.BoolOp(op=op, values=parts):
                return Joined("and" if isinstance(op, ast.And) else "or", tuple(self.read(part, depth + 1) for part in parts))
            case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
                return self._call(name, node, depth)
            case ast.Call(func=ast.Name(id=name)):
                near = get_close_matches(name, FUNCTIONS, MOST_NEAR, LEAST_NEAR)
                known = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(FUNCTIONS))}"
                shown = _shown(ast.get_source_segment(self._source, node))
                raise ExpressionError(f"{shown} is not of the test language: it has no function “{name}”; {known} (docs/tests.md)")
        raise ExpressionError(f"{_shown(ast.get_source_segment(self._source, node))} is not of the test language")

    def _figure(self, node: ast.Constant) -> Figure:
        text = ast.get_source_segment(self._source, node) or ""
        if not re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", text) or sum(map(str.isdigit, text)) > MAX_DIGITS:
            raise ExpressionError(f"{_shown(text)} is no number as papers print it, of at most {MAX_DIGITS} digits")
        return Figure(text if text[0] != "." else f"0{text}")

    def _listed(self, part: ast.AST) -> str:
        self._made += 1
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            return _word(part.value)
        raise ExpressionError(f"{_shown(ast.get_source_segment(self._source, part))}: a list holds texts in quotes")

    def _compared(self, parts: list[ast.expr], ops: list[ast.cmpop], depth: int) -> Node:
        sides = [self.read(part, depth + 1) for part in parts]
        pairs: list[Node] = [Compared(_COMPARING[type(op)], left, right) for op, left, right in zip(ops, sides, sides[1:], strict=False)]
        return pairs[0] if len(pairs) == 1 else Joined("and", tuple(pairs))

    def _call(self, name: str, node: ast.Call, depth: int) -> Call:
        signature = FUNCTIONS[name]
        named: list[tuple[str, Words]] = []
        for one in node.keywords:
            if one.arg not in signature.named or one.arg is None or one.arg in dict(named):
                allowed = f"takes {', '.join(signature.named)}" if signature.named else "takes no named argument"
                raise ExpressionError(f"{name}(…) {allowed}, each once, and not {one.arg or '**'}")
            value = self.read(one.value, depth + 1)
            if not isinstance(value, Words) or not value.words or (one.arg in _ONE_WORD and value.listed):
                raise ExpressionError(f"{name}({one.arg}=…) is a text in quotes{'' if one.arg in _ONE_WORD else ', or a list of them'}")
            choices = _CHOICES.get((name, one.arg))
            if choices and value.words[0] not in choices and one.arg != "over":
                raise ExpressionError(f"{name}({one.arg}=…) is one of {', '.join(choices)}")
            named.append((one.arg, value))
        arguments = tuple(self.read(part, depth + 1) for part in node.args)
        least = len(signature.takes) - signature.optional
        if not least <= len(arguments) <= len(signature.takes) + signature.more:
            raise ExpressionError(f"{name}(…) takes {least}{' or more' if signature.more else ''} arguments, not {len(arguments)}")
        return Call(name, arguments, tuple(sorted(named)))


def _word(text: str) -> str:
    if len(text) > MAX_WORD or any(ord(sign) < 32 for sign in text):
        raise ExpressionError(f"a text in quotes has at most {MAX_WORD} characters, and none of them a control character")
    return text


def _shown(text: str | None) -> str:
    return repr(text if text and len(text) <= 60 else f"{(text or '')[:60]}…")


# --- kinds -------------------------------------------------------------------------------------------------------

_A: dict[Kind, str] = {
    "number": "a number",
    "numbers": "several numbers",
    "truth": "a yes or no",
    "truths": "several yes and no",
    "text": "a text",
    "texts": "a list of texts",
}


def kind_of(node: Node) -> Kind:
    """What a part gives; raises `ExpressionError` where it takes what it cannot."""
    match node:
        case Figure():
            return "number"
        case Words():
            return "texts" if node.listed else "text"
        case Negated(sign="not"):
            return _among(node.part, _TRUTHS, "not")
        case Negated():
            return _among(node.part, _NUMBERS, "-")
        case Reckoned():
            kinds = {_among(part, _NUMBERS, node.sign) for part in (node.left, node.right)}
            return "numbers" if "numbers" in kinds else "number"
        case Compared():
            kinds = {_among(part, _NUMBERS, node.sign) for part in (node.left, node.right)}
            return "truths" if "numbers" in kinds else "truth"
        case Joined():
            for part in node.parts:
                _among(part, ("truth",), node.sign)
            return "truth"
        case Call():
            return _kind_of_call(node)


def _kind_of_call(node: Call) -> Kind:
    signature = FUNCTIONS[node.name]
    kinds = [_among(part, signature.takes[min(at, len(signature.takes) - 1)], f"{node.name}(…)") for at, part in enumerate(node.arguments)]
    return kinds[0] if node.name in _OF_ITS_KIND else signature.gives


def _among(node: Node, kinds: tuple[Kind, ...], where: str) -> Kind:
    kind = kind_of(node)
    if kind not in kinds:
        raise ExpressionError(f"{where} takes {' or '.join(_A[one] for one in kinds)}, and {_shown(write_expression(node))} is {_A[kind]}")
    return kind


def words_in(node: Call, name: str) -> tuple[str, ...]:
    """The words that a call gives under a name; none where it does not give it."""
    return next((words.words for given, words in node.named if given == name), ())


# --- writing -----------------------------------------------------------------------------------------------------


def walk(node: Node) -> list[Node]:
    """A part and all the parts in it, without the words."""
    match node:
        case Call():
            inside: tuple[Node, ...] = node.arguments
        case Negated():
            inside = (node.part,)
        case Reckoned() | Compared():
            inside = (node.left, node.right)
        case Joined():
            inside = node.parts
        case _:
            inside = ()
    return [node, *(part for one in inside for part in walk(one))]


_STRENGTH = {"or": 1, "and": 2, "not": 3, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}
_SIGNED, _WHOLE = 7, 9


def write_expression(node: Node) -> str:
    """The text of a part; reading it gives the same part again."""
    return _written(node)[0]


def _written(node: Node) -> tuple[str, int]:
    """The text, and how strongly it holds together."""
    match node:
        case Figure(text=text):
            return text, _WHOLE
        case Words():
            words = [_quoted(word) for word in node.words]
            return (f"[{', '.join(words)}]" if node.listed else words[0]), _WHOLE
        case Negated():
            strength = _SIGNED if node.sign == "-" else _STRENGTH["not"]
            return f"{node.sign}{' ' if node.sign == 'not' else ''}{_inside(node.part, strength)}", strength
        case Reckoned() | Compared():
            strength = _STRENGTH[node.sign]
            loose = isinstance(node, Compared)
            left, right = _inside(node.left, strength + loose), _inside(node.right, strength + 1)
            return f"{left} {'≈' if node.sign == '==' else node.sign} {right}", strength
        case Joined():
            strength = _STRENGTH[node.sign]
            return f" {node.sign} ".join(_inside(part, strength + 1) for part in node.parts), strength
        case Call():
            named = [f"{name}={_written(value)[0]}" for name, value in node.named]
            return f"{node.name}({', '.join([*(_written(part)[0] for part in node.arguments), *named])})", _WHOLE


def _inside(node: Node, least: int) -> str:
    text, strength = _written(node)
    return text if strength >= least else f"({text})"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
