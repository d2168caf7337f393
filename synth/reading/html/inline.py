"""What stands in a line becomes runs of readable text: bold and italic known, raised and lowered parts apart, formulas in one line.

Formulas are read from their presentation MathML, since that is what a reader sees; TeX is taken only where nothing else is there.
What nobody sees has no runs: scripts, styles, hidden elements, annotations of formulas.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

MAX_DEPTH = 200  # elements within elements; what lies deeper is read without its markup
UNSEEN = frozenset(
    "script style head template noscript annotation annotation-xml title meta link button select option textarea svg canvas".split()
)
BREAKS = frozenset(
    "br hr p div li tr td th dt dd figure figcaption caption section article table blockquote pre h1 h2 h3 h4 h5 h6".split()
)  # between their texts there is a blank
SKIPPED = frozenset("ltx_note ltx_bib_cited ltx_rdf ltx_ERROR ltx_phantom sr-only".split())  # read elsewhere, or not printed

_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u2061-\u2064\u200b\u2060\ufeff]")
_RELATION = frozenset("=<>≤≥≠≈∼≃≅≡∝∈∉∋⊂⊆⊃⊇→←↔⇒⇐⇔↦≪≫≺≻⪯⪰≼≽≲≳∣")
_BINARY = frozenset("+−-*×·÷±∓∪∩∧∨⊕⊗∘")
_OPENING = frozenset("([{⟨|‖")
_EXPONENT = re.compile(r"[-+−]?[\w.]+")
_ORDINALS = frozenset(("th", "st", "nd", "rd"))
_TEX_BRACES = re.compile(r"[{}]|\\[,;!]|\\(?=[%#&_$])|\\(?:displaystyle|textstyle|left|right)(?![a-z])")


class Run(NamedTuple):
    """A piece of text set in one way."""

    text: str
    height: int = 0  # 1 raised, -1 lowered
    math: bool = False
    marks: frozenset[str] = frozenset()  # bold, italic, underline
    cite: int = -1  # number of the citation it belongs to


class Cited(NamedTuple):
    """A citation in a text: where it stands and the anchors it links to."""

    start: int
    end: int
    anchors: tuple[str, ...]


class Reader:
    """Reads runs, and keeps the citations met on the way: the anchors of each, by its number."""

    def __init__(self) -> None:
        self.cites: list[tuple[str, ...]] = []
        self.too_deep = 0
        self.unknown: list[str] = []  # commands that LaTeXML did not know, as it prints them

    def runs(self, element: Any) -> list[Run]:
        """The runs of an element and all within it."""
        found: list[Run] = []
        self._walk(element, Run(""), found, 0)
        return found

    def runs_of(self, pieces: Iterable[Any]) -> list[Run]:
        """The runs of a mixed sequence of strings and elements."""
        found: list[Run] = []
        for piece in pieces:
            if isinstance(piece, str):
                found.append(Run(piece))
            else:
                self._walk(piece, Run(""), found, 0)
        return found

    def _walk(self, element: Any, style: Run, found: list[Run], depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = tag.rpartition("}")[2]
        classes = classes_of(element)
        if not tag or tag in UNSEEN or is_hidden(element) or classes & SKIPPED:
            if "ltx_ERROR" in classes:
                self.unknown.append("".join(element.itertext()).strip()[:60])
            return
        if depth > MAX_DEPTH:
            self.too_deep += 1
            found.append(style._replace(text=_BLANKS.sub(" ", "".join(element.itertext()))))
            return
        if tag == "math":
            self._formula(element, style, found)
            return
        style = _styled(style, tag, classes)
        if (tag == "cite" or "ltx_cite" in classes) and style.cite < 0:
            anchors = tuple(href[1:] for link in element.iter("a") if (href := link.get("href", "")).startswith("#") or "#bib" in href)
            anchors = tuple(anchor.rpartition("#")[2] for anchor in anchors)
            if anchors:
                self.cites.append(anchors)
                style = style._replace(cite=len(self.cites) - 1)
        if element.text:
            found.append(style._replace(text=element.text))
        for child in element:
            apart = isinstance(child.tag, str) and (child.tag in BREAKS or "ltx_p" in classes_of(child))
            if apart:
                found.append(style._replace(text=" "))
            self._walk(child, style, found, depth + 1)
            if apart:
                found.append(style._replace(text=" "))
            if child.tail:
                found.append(style._replace(text=child.tail))

    # --- formulas ---

    def _formula(self, element: Any, style: Run, found: list[Run]) -> None:
        math = _Formula(style._replace(math=True))
        for child in element:
            math.walk(child, 0)
        if not any(run.text.strip() for run in math.found):
            tex = element.get("alttext") or "".join(note.text or "" for note in element.iter() if _name(note) == "annotation")
            math.found = [style._replace(text=_TEX_BRACES.sub("", tex), math=True)]
        found += math.found


class _Formula:
    """One formula in one line."""

    def __init__(self, style: Run) -> None:
        self.style = style
        self.found: list[Run] = []
        self.operand = False  # something stands to the left

    def walk(self, element: Any, depth: int) -> None:
        name = _name(element)
        if depth > MAX_DEPTH or not name or name in ("annotation", "annotation-xml", "mphantom", "none", "mprescripts"):
            return
        children = [child for child in element if isinstance(child.tag, str)]
        if name in ("mi", "mn", "mtext", "ms"):
            self._add("".join(element.itertext()), element)
        elif name == "mo":
            self._operator("".join(element.itertext()), element)
        elif name == "mspace":
            self._add(" ", element)
        elif name in ("msub", "msup", "msubsup", "munder", "mover", "munderover") and children:
            self._scripts(name, children, depth)
        elif name == "mmultiscripts" and children:
            self._prescripts(children, depth)
        elif name == "mfrac" and len(children) == 2:
            self._wrapped(children[0], depth)
            self._add("/", element)
            self._wrapped(children[1], depth)
        elif name in ("msqrt", "mroot") and children:
            self._add("√", element)
            self._wrapped(children[0] if name == "mroot" else element, depth, within=name == "msqrt")
        elif name in ("mtd", "mtr", "mlabeledtr"):
            self.operand = False
            self._each(children, depth)
            self._add(" ", element)
        elif name == "semantics":
            self._each(children[:1], depth)
        else:
            self._each(children, depth)

    def _each(self, children: list[Any], depth: int) -> None:
        for child in children:
            self.walk(child, depth + 1)

    def _scripts(self, name: str, children: list[Any], depth: int) -> None:
        base, *scripts = children
        heights = {"msub": [-1], "msup": [1], "msubsup": [-1, 1], "munder": [-1], "mover": [1], "munderover": [-1, 1]}[name]
        before = len(self.found)
        self.walk(base, depth + 1)
        for script, height in zip(scripts, heights, strict=False):
            text = "".join(script.itertext()).strip()
            if name in ("mover", "munder") and _is_accent(text):
                self._accent(text, before)
            else:
                self._script([script], height, depth)

    def _prescripts(self, children: list[Any], depth: int) -> None:
        """The scripts of a base, those before it after it."""
        self.walk(children[0], depth + 1)
        for number, child in enumerate(child for child in children[1:] if _name(child) != "mprescripts"):
            self._script([child], -1 if number % 2 == 0 else 1, depth)

    def _script(self, children: list[Any], height: int, depth: int) -> None:
        outer, was = self.style, self.operand
        self.style, self.operand = outer._replace(height=outer.height or height), False
        self._each(children, depth)
        self.style, self.operand = outer, True if was or children else was

    def _accent(self, text: str, before: int) -> None:
        """A bar or a hat over one letter is part of it; over a word it is left out."""
        written = "".join(run.text for run in self.found[before:])
        mark = {"¯": "\u0304", "‾": "\u0304", "^": "\u0302", "~": "\u0303", "˙": "\u0307", "→": "\u20d7", "ˇ": "\u030c"}.get(text, "")
        if len(written) == 1 and mark and before < len(self.found):
            self.found[before] = self.found[before]._replace(text=unicodedata.normalize("NFC", written + mark))

    def _wrapped(self, element: Any, depth: int, within: bool = False) -> None:
        inner = _Formula(self.style)
        inner._each([child for child in element if isinstance(child.tag, str)] if within else [element], depth)
        simple = sum(len(run.text.strip()) for run in inner.found) <= 1 or (len(inner.found) == 1 and " " not in inner.found[0].text)
        self.found += inner.found if simple else [self.style._replace(text="("), *inner.found, self.style._replace(text=")")]
        self.operand = True

    def _operator(self, text: str, element: Any) -> None:
        text = _INVISIBLE.sub("", text).strip().replace("⋅", "·")
        if not text:
            return
        spaced = self.style.height == 0 and self.operand and (text in _RELATION or text in _BINARY)
        self._add(f" {text} " if spaced else text + (" " if text == "," else ""), element)
        self.operand = text not in _RELATION | _BINARY | _OPENING | {","}

    def _add(self, text: str, element: Any) -> None:
        text = _INVISIBLE.sub("", text).replace("\u2003", " ")
        if not text:
            return
        variant = element.get("mathvariant", "")
        marks = self.style.marks | ({"bold"} if "bold" in variant else set())
        if "italic" in variant and _name(element) == "mn":
            marks |= {"italic"}
        plain = unicodedata.normalize("NFKC", text) if any(_is_math_letter(letter) for letter in text) else text
        self.found.append(self.style._replace(text=plain, marks=frozenset(marks)))
        self.operand = self.operand or bool(text.strip())


# --- runs become text ----------------------------------------------------------------------------------------------


def prose(runs: Iterable[Run]) -> str:
    """The text of a line: exponents behind "^", other raised and lowered parts as they are."""
    return composed(list(runs), ())[0]


def composed(runs: list[Run], cites: Iterable[tuple[str, ...]]) -> tuple[str, list[Cited]]:
    """The text of a line, and where in it citations stand."""
    anchors = list(cites)
    parts: list[str] = []
    length = 0
    spans: dict[int, tuple[int, int]] = {}
    at = 0
    while at < len(runs):
        run, at = runs[at], at + 1
        text = run.text
        if run.height > 0 and run.math:
            while at < len(runs) and runs[at].height > 0 and runs[at].math:
                text += runs[at].text
                at += 1
            text = exponent(text)
        text = _BLANKS.sub(" ", text.replace("\u00ad", ""))
        if text.startswith(" ") and (not parts or parts[-1].endswith(" ")):
            text = text[1:]
        if not text:
            continue
        if run.cite >= 0:
            start = spans.get(run.cite, (length, 0))[0]
            spans[run.cite] = (start, length + len(text))
        parts.append(text)
        length += len(text)
    text = "".join(parts)
    text = text.rstrip()
    cited = [Cited(start, min(end, len(text)), anchors[cite]) for cite, (start, end) in spans.items() if cite < len(anchors)]
    return text, cited


def exponent(text: str) -> str:
    """ "^2", "^-5", "^(n + 1)"; ordinals and bare signs as they are."""
    bare = text.strip()
    if bare in _ORDINALS or not any(character.isalnum() for character in bare):
        return bare
    return f"^{bare.replace('−', '-')}" if _EXPONENT.fullmatch(bare) else f"^({bare})"


# --- elements ------------------------------------------------------------------------------------------------------


def classes_of(element: Any) -> frozenset[str]:
    return frozenset((element.get("class") or "").split()) if isinstance(element.tag, str) else frozenset()


def is_hidden(element: Any) -> bool:
    """Whether the page says that nobody sees an element."""
    return element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "")


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _is_math_letter(letter: str) -> bool:
    """Whether a letter is one of Unicode's for formulas, of which a reader sees only the style."""
    return 0x1D400 <= ord(letter) <= 0x1D7FF or (0x2100 <= ord(letter) <= 0x214F and letter.isalpha())


def _is_accent(text: str) -> bool:
    return len(text) == 1 and not text.isalnum() and text in "¯‾^~˙→ˇ_¨˘˚︷⏞⏟⏜"


def _styled(style: Run, tag: str, classes: frozenset[str]) -> Run:
    marks = set(style.marks)
    if tag in ("b", "strong") or "ltx_font_bold" in classes:
        marks.add("bold")
    if tag in ("i", "em") or "ltx_font_italic" in classes:
        marks.add("italic")
    if tag == "u" or "ltx_framed_underline" in classes:
        marks.add("underline")
    if "ltx_font_medium" in classes:
        marks.discard("bold")
    if "ltx_font_upright" in classes:
        marks.discard("italic")
    height = 1 if tag == "sup" or "ltx_sup" in classes else -1 if tag == "sub" or "ltx_sub" in classes else style.height
    return style._replace(marks=frozenset(marks), height=height)
