"""Which numbers a text compares with each other, and what each side names as its origin.

Out come pairs: a number beside a number ("computed 8.7 matches expected 8.7", "expected 0.5, got 0.5", "8.2 == 8.2") or beside a product
of sizes ("393216 = 512 × 768"). Signs are read in any language, words in those of the tables below. Two numbers whose words differ
("English 61.3 equals German 61.3") are different things and no pair. Numbers written as words, and comparisons further apart than one
phrase, are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from synth.audit.rules import read_words

MAX_TEXT = 20_000  # characters of one text that are read; a reason has hundreds, and hostile text no end
MAX_ORIGINS = 1_000  # named places of one text that are told apart
LABEL_WORDS = 6  # words before a number that say what it is
VOCABULARIES = frozenset((21_128, 28_996, 30_522, 32_000, 50_257, 50_265, 105_879, 119_547, 128_256, 151_936, 250_002))  # BERT … XLM-R

MAX_DIGITS = 25  # of a factor; sizes have fewer, and longer ones are data (1.234e999)

ROLES = ("same", "said", "found")  # what a word between two numbers can be

Kind = Literal["itself", "constant", "other"]


class Term(NamedTuple):
    """A number, or a product of numbers, where it stands. `other` is its second reading: 393.216 may be 393216."""

    value: Decimal
    other: Decimal
    percent: bool
    factors: tuple[int, ...]
    start: int
    end: int


class Comparison(NamedTuple):
    """Two terms that a text compares. `itself`: the same number twice; `constant`: a product of usual sizes and its value."""

    kind: Kind
    left: str
    right: str
    from_left: frozenset[str]  # what the text names as the origin of each side
    from_right: frozenset[str]

    @property
    def origins(self) -> int:
        """How many sides name an origin of their own; two sides of one origin name none."""
        return 0 if self.from_left == self.from_right else bool(self.from_left) + bool(self.from_right)


def comparisons(text: str) -> Iterator[Comparison]:
    """The comparisons of a text, in its order."""
    masked, names = _mask(text[:MAX_TEXT])
    terms = list(_terms(masked))
    for at, (left, right) in enumerate(pairwise(terms)):
        before = _after_stop(masked[terms[at - 1].end if at else 0 : left.start])
        after = _to_stop(masked[right.end : terms[at + 2].start if at + 2 < len(terms) else len(masked)])
        middle = masked[left.end : right.start]
        turn = _turn(before, middle, after)
        if turn is not None and not _labelled_apart(before, middle, after):
            from_left, from_right = _named(before + middle[:turn], names), _named(middle[turn:] + after, names)
            yield Comparison(_kind(left, right), _shown(masked, left), _shown(masked, right), from_left, from_right)


def lone_constant(text: str) -> str:
    """A product of usual sizes, where a text has no other number than it and its value; else nothing."""
    masked, _ = _mask(text[:MAX_TEXT])
    terms = list(_terms(masked))
    products = [term for term in terms if _is_constant(term)]
    alone = bool(products) and all(term.value in {p.value for p in products} or term.other in {p.value for p in products} for term in terms)
    return _shown(masked, products[0]) if alone else ""


# --- what is no number to compare: origins, tolerances, dates, asides ---------------------------------------------

_NUMBER = r"\d++(?:[.,]\d++)?"
_ORIGIN = re.compile(
    r"https?://\S+|(?i:arxiv|doi|sha256|run):\S+|\b10\.\d{4,9}/\S+|\[\d+\]|[\w./-]{1,80}\.(?:json|csv|tsv|log|txt|ya?ml|parquet|pdf|tex|ipynb|py)\b"
    r"|\b[^\W\d_][\w'’-]{1,40} et al\b\.?(?:,? ?\(?\d{4}\)?)?|\b[A-Z][\w'’-]{1,40} \((?:19|20)\d\d\)"
    r"|(?i:\b(?:table|tab\.|figure|fig\.|section|sec\.|equation|eq\.|appendix|row|column|tabelle|abbildung|tableau|tabla|tabella))\s?[A-Z]?\d+\w?\b"
    r"|[表图]\s?\d+|\b(?i:appendix) [A-Z]\b"
    r"|\b(?i:re-?run|run|seed|trial|checkpoint|job|experiment|commit|fold|lauf)s?[ #-]{1,2}"
    r"(?:[\w-]{0,40}\d[\w-]{0,40}|[A-Z]\b|one\b|two\b|three\b)"
    r"|(?i:\b(?:first|second|third|other|another|independent|separate|earlier|previous|original)"
    r" (?:re-?run|run|experiment|seed|table|paper|study|lab|team|group|implementation|data ?set|source)s?\b)"
)
# Origins in words, which may also say what a number is: "re-running gave 8.7; the paper says 8.7". Their words stay in the text.
_ORIGIN_IN_WORDS = re.compile(
    r"(?i:\bre-?comput(?:ed|ing|ation)\b|\bre-?r(?:unning|un|an)\b(?!\s[\w-]*\d)"
    r"|\bthe (?:paper|authors|article|publication|abstract)\b(?=\s(?:says?|states?|reports?|gives?|prints?)\b))"
)
# What was run: "by running the authors' released code on the test set".
_RUN = re.compile(
    r"(?i:(?:\b(?:by|from|with|when)\s)?\b(?:re-?)?(?:running|executing|evaluating|training)\s(?:the\s)?(?:authors?['’]?s?\s)?"
    r"(?:(?:official|released|published|original|public|open|own|saved)\s){0,2}(?:code|scripts?|models?|implementation|checkpoints?|weights)\b"
    r"(?:\son\s(?:the\s)?(?:[\w-]{1,30}\s){0,2}(?:set|split|data|benchmark)\b)?)"
)
# "Expected" as part of a name, and nothing that was expected.
EXPECTED_NAME = r"expected (?=(?:calibration|utility|loss|returns?|rewards?|risk|improvement|information|maximum|shortfall)\b)"
_EXPECTED_NAME = re.compile(rf"(?i:\b{EXPECTED_NAME})")
_TOLERANCE = re.compile(
    r"(?i:\b(?:tolerance|tol|rtol|atol|toleranz|tolérance|tolerancia|tolleranza|margin|within|innerhalb von|dans)\b|±|\+/-|容差|误差)"
    rf"[\s.:=]*(?:of|von|de|is)?\s*[±]?\s*{_NUMBER}\s*(?:%|％|percent|points|pp)?"
    rf"|{_NUMBER}\s*%?\s*(?i:tolerance|toleranz|margin)"
)
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SPACE = re.compile(r"\s+")  # one at a time, or the patterns above would take the square of a hostile run of them
_ASIDE = re.compile(r"(?<=\s)\(([^()]*)\)")
_COMPARES = re.compile(r"==|≈|≡|^\s*=|\d\s*=\s*\d|[×*·]|\d\s*x\s*\d")
_FIRST_NAME = 0xE000  # origins stand in the masked text as characters of the private use area
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def _mask(text: str) -> tuple[str, list[str]]:
    """The text with one private character for each origin, `≈` for each tolerance, and no dates and asides; and the origins."""
    names: list[str] = []

    def origin(found: re.Match[str]) -> str:
        name = " ".join(found[0].casefold().split()).rstrip(".,;")
        if name not in names and len(names) < MAX_ORIGINS:
            names.append(name)
        return f" {chr(_FIRST_NAME + names.index(name))} " if name in names else " "

    def aside(found: re.Match[str]) -> str:
        keep = _COMPARES.search(found[1]) or any(_is(role, word) for word in _words(found[1]) for role in ROLES)
        return found[0] if keep else " ".join(_PRIVATE.findall(found[1])) or " "

    text = _SPACE.sub(lambda found: "\n" if "\n" in found[0] else " ", _PRIVATE.sub(" ", text))
    text = _EXPECTED_NAME.sub("", _RUN.sub(origin, text))
    text = _ORIGIN_IN_WORDS.sub(lambda found: found[0] + origin(found), text)
    text = _SUPERSCRIPT.sub(lambda found: "^" + found[0].translate(_FROM_SUPERSCRIPT), text)
    return _ASIDE.sub(aside, _TOLERANCE.sub(" ≈ ", _DATE.sub(" ", _ORIGIN.sub(origin, text)))), names


# --- numbers and products ------------------------------------------------------------------------------------------

_TERM = re.compile(
    r"(?:(?<![A-Za-z0-9_.])|(?<=\dx))(?P<sign>(?<!\))[-−+])?"
    r"(?P<digits>\d{1,3}(?P<sep>[,.'’ \u00a0\u2009\u202f])\d{3}(?:(?P=sep)\d{3})*+(?!\d)(?:[.,]\d++)?"
    r"|\d{1,30}+(?:[.,]\d{1,30}+)?|\.\d{1,30}+)(?P<power>[eE][-+]?\d{1,3})?(?P<percent>\s?[%％])?"
)
_TIMES = re.compile(r"\s*(?:[^\W\d]\w*[\s-]+){0,3}?(?:[×*·⋅✕∗]|x|times|mal)\s*", re.I)
_RAISED = re.compile(r"\s*(?:\^|\*\*)\s*")


def _terms(masked: str) -> Iterator[Term]:
    """Numbers, and products as one term."""
    held: Term | None = None
    for found in _TERM.finditer(masked):
        number = _number(found)
        joined = _joined(held, number, masked[held.end : number.start]) if held else None
        if held and not joined:
            yield held
        held = joined or number
    if held:
        yield held


def _joined(left: Term, right: Term, between: str) -> Term | None:
    """Two numbers with a sign of multiplication between them, as one term. Only whole numbers make sizes."""
    if max(left.value.adjusted(), right.value.adjusted()) > MAX_DIGITS or (right.value != int(right.other) and right.value % 1):
        return None
    if _RAISED.fullmatch(between) and len(left.factors) == 1 and 1 < right.value <= 64:
        factors = left.factors * int(right.value)
    elif _TIMES.fullmatch(between) and left.factors and right.factors:
        factors = left.factors + right.factors
    else:
        return None
    value = Decimal(1)
    for factor in factors[:64]:
        value *= factor
    return Term(value, value, False, factors[:64], left.start, right.end)


def _number(found: re.Match[str]) -> Term:
    digits, sep = found["digits"], found["sep"]
    sign = "-" if found["sign"] in ("-", "−") else ""
    power = found["power"] or ""
    plain = digits.replace(",", ".") if digits.count(",") + digits.count(".") == 1 else digits
    if sep and not digits.startswith("0"):
        whole, _, part = digits.partition("." if sep == "," else ",")
        joined = whole.replace(sep, "") + (f".{part}" if part else "")
        decimal = sep == "." and digits.count(".") == 1 and not part
        first, second = (plain, joined) if decimal else (joined, plain if sep == "," and digits.count(",") == 1 and not part else joined)
    else:
        first = second = plain.replace(sep, "") if sep and sep not in ",." else plain
    value, other = Decimal(f"{sign}{first}{power}"), Decimal(f"{sign}{second}{power}")
    size = int(other) if not power and other == other.to_integral_value() and other > 1 else 0
    return Term(value, other, bool(found["percent"]), (size,) if size else (), found.start(), found.end())


def _kind(left: Term, right: Term) -> Kind:
    for product, number in ((left, right), (right, left)):
        if _is_constant(product) and len(number.factors) < 2 and product.value in (number.value, number.other):
            return "constant"
    same = left.value == right.value or (left.percent != right.percent and _share(left) == _share(right))
    return "itself" if same and (left.factors == right.factors or max(len(left.factors), len(right.factors)) < 2) else "other"


def _share(term: Term) -> Decimal:
    return term.value / 100 if term.percent else term.value


def _is_constant(term: Term) -> bool:
    """Whether a term is a product of sizes that networks usually have: 2^k, 3·2^k, 5·2^k, or a vocabulary."""
    return len(term.factors) > 1 and all(_odd_part(factor) in (1, 3, 5) or factor in VOCABULARIES for factor in term.factors)


def _odd_part(number: int) -> int:
    return number // (number & -number)


def _shown(masked: str, term: Term) -> str:
    return " ".join(masked[term.start : term.end].split())


# --- words between numbers -----------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\W\d_]+|===?|~=|[^\w\s]|_")
_EQUALS = ("==", "===", "≈", "≡", "≅", "≃", "~=")
_CALL = re.compile(r"(?i:assert\w*|isclose|allclose|equals?)\s*\(\s*$")
_DIFFERENCE = re.compile(r"(?i:abs\s*\(|\|)\s*$")
_TAIL = re.compile(r"\s*(?:are |is |both |sind )?(?:equal|match|agree|identical|the same|coincid|gleich|überein|一致|相等|相符|匹配)", re.I)
_LABEL_BEHIND = re.compile(r"\s*(?:points?\s|%\s?)?(?:for|on|in|of|für|pour|para|per)\s(?:the\s)?([^\W\d_][\w-]*)", re.I)
_IDEOGRAPHS = "\u2e80"  # from here on, scripts without spaces between words
_STOP = re.compile(r"[.;!?](?=\s|$)|\n")


def _turn(before: str, middle: str, after: str) -> int | None:
    """Where, in the words between two numbers, the second side begins; None where the two are not compared.

    They are where nothing but words without content stands between them, and one of: a word or sign of sameness, the claimed side and
    then the computed one (or the reverse), a call such as `isclose(8.7, 8.7)`, or "… and … are equal".
    """
    bare = middle.strip()
    if (_CALL.search(before) and bare == ",") or (_DIFFERENCE.search(before) and bare in ("-", "−", "–")):
        return 0
    label = set(_words(before)[-LABEL_WORDS:])
    tokens = [(found.start(), found[0].casefold()) for found in _TOKEN.finditer(middle) if not _PRIVATE.match(found[0])]
    if any(_is_word(word) and not _is_known(word) and word not in label for _, word in tokens):
        return None
    label_is = {role for role in ROLES if any(_is(role, word) for word in label)}
    opening = next((place for place, word in tokens if word not in "(%％" and not _is("filler", word)), None)
    for place, word in tokens:
        of_origin = _is("found", word) and word.endswith("ed") and "said" in label_is  # "expected 0.5, reproduced 0.5"
        if word in _EQUALS or (word == "=" and place == opening) or (_is("same", word) and not of_origin):
            return place
    for place, word in tokens:
        if ("said" in label_is and _is("found", word)) or ("found" in label_is and _is("said", word)):
            return place
    joined = any(_is("filler", word) or not word.isascii() for _, word in tokens)
    return 0 if joined and _TAIL.match(after) else None


def _labelled_apart(before: str, middle: str, after: str) -> bool:
    """Whether the two numbers are of different things, the second named behind it: "English 61.3 equals 61.3 for German"."""
    words = _words(before)
    behind = _LABEL_BEHIND.match(after)
    if not behind or not words or any(_is(role, word) for role in ("said", "found") for word in _words(middle)):
        return False
    return not _is_known(words[-1]) and not _is_known(behind[1].casefold()) and behind[1].casefold() not in words


def _is(role: str, word: str) -> bool:
    """Whether a word is of a role: begins as one of its words does, or, in a script without spaces, holds one. A filler is one whole."""
    if role == "filler":
        return word in _table(role)
    return word.startswith(_table(role)) or (not word.isascii() and any(stem in word for stem in _table(role) if not stem.isascii()))


def _is_known(word: str) -> bool:
    """Whether a word says nothing of what a number is; in a script without spaces, whether all of its pieces do."""
    if word[0] >= _IDEOGRAPHS:
        return not _pieces().sub("", word)
    return any(_is(role, word) for role in (*ROLES, "filler"))


@cache
def _table(role: str) -> tuple[str, ...]:
    return tuple(read_words("comparison_words.toml")[role])


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile("|".join(word for role in (*ROLES, "filler") for word in _table(role) if not word.isascii()))


def _is_word(token: str) -> bool:
    return token[0].isalpha()


def _words(text: str) -> list[str]:
    return [found[0].casefold() for found in _TOKEN.finditer(text) if _is_word(found[0])]


def _after_stop(text: str) -> str:
    return _STOP.split(text)[-1]


def _to_stop(text: str) -> str:
    return _STOP.split(text)[0]


def _named(text: str, names: list[str]) -> frozenset[str]:
    return frozenset(names[ord(mark) - _FIRST_NAME] for mark in _PRIVATE.findall(text))
