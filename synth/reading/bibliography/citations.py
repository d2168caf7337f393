"""The places in a text that point to references, in the styles that people and machines use, as they are printed.

A mark is only found here; `linking.py` says where it points. What looks like a mark and is none: intervals ("[0, 1]"), code,
formulas, boxes of a task list, links inside the file, and numbers set high that no list knows.
Every pattern looks at a bounded stretch, so that time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from synth.reading.bibliography.author_years import find_works
from synth.reading.bibliography.marks import CITES, Key, Link, Listed, Mark
from synth.reading.words import word_set
from synth.sources.identity import find_identifiers, same_address, source_of

MAX_NUMBER = 999  # of an entry; larger ones in brackets are years, page numbers or values
MAX_RANGE = 60  # entries in "[3-40]"; more is an interval

_CODE = re.compile(r"(`{1,3})(?!`)[^`\n]{1,400}\1(?!`)")
_MATH = re.compile(r"\$\$[^$]{1,600}\$\$|\$(?=[^\s$])[^$\n]{1,300}(?<=[^\s\\])\$(?!\d)|\\\([^\n]{1,300}?\\\)")
_OPAQUE = re.compile(
    r"\ue200[^\ue201\n]{1,600}\ue201|(?:[\ue000-\uf8ff]?(?:file)?cite)?(?:[\ue000-\uf8ff]?turn\d{1,4}[a-z]{2,12}\d{1,4}){1,40}[\ue000-\uf8ff]?"
)
_TURN = re.compile(
    r"turn\d{1,4}(?:search|view|news|academia|file|fetch|click|open|reddit|youtube|forecast|finance|sports|product|business|ref)\d"
)
_LENS = re.compile(r"【([^【】\n]{1,80})】|［([^［］\n]{1,40})］")
_LEADING_NUMBER = re.compile(r"\s*(\d{1,4})(?:[†:]|\s*\Z)")
_WIDE_NUMBERS = re.compile(r"\s*(?:\d{1,4}\s*[,;，、\-–—]\s*){0,60}\d{1,4}\s*\Z")
_NUMBERS = re.compile(r"\[\s*((?:\d{1,4}\s*(?:[,;，、]|[-–—−]|‐)\s*){0,60}\d{1,4})\s*\]")
_LOCATED = re.compile(  # "[2, p. 14]", "[4, Sec. III]"
    r"\[\s*(\d{1,3})\s*[,:]\s*(?:pp?|[Ss]ec|[Ss]ect|[Ss]ection|[Cc]h|[Cc]hap|[Cc]hapter|[Ff]ig|[Ee]q|[Tt]hm|[Tt]heorem|[Ll]emma|[Tt]ab|[Tt]able|[Aa]pp|S|Kap|Abb"
    r"|с|стр|гл|рис|табл)\b\.?[^\[\]\n]{1,30}\]"
)
_SPLIT_RANGE = re.compile(r"\[(\d{1,3})\]\s?[-–—−]\s?\[(\d{1,3})\]")
_ROUND_NUMBERS = re.compile(r"(?<=[\w”\"’)%])\s?(\(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}\))(?=[.,;:][)”\"]?(?:\s|$)|$)")
_WEAK = re.compile(  # certain only where others are: a cell "(4, 7)", "… fell,5 which", "… to 0.2.3 Next"
    r"\A\s*\(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}\)\s*\Z|(?<=[a-z]{3},)\d{1,3}(?:,\d{1,3}){0,6}(?=\s[a-z])"
    r"|(?:(?<=\s0\.\d\.)|(?<=\s0\.\d\d\.))\d{1,3}(?:,\s?\d{1,3}){0,6}(?=\s+[^\W\d_a-z]|\s*$)"
)
_BEHIND = r"(?:(?<=[^\W\d]|[.,;:!?)\]”\"'’。，%])|(?<=[.,;:)%]\s))"  # where a raised number may stand
_LIST = r"\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,20}"
_RAISED = re.compile(
    rf"{_BEHIND}([¹²³⁰⁴-⁹]{{1,3}}(?:\s?[,˒·⁻–-]\s?[¹²³⁰⁴-⁹]{{1,3}}){{0,20}})|{_BEHIND}\^({_LIST})\^|<sup>\[?({_LIST})\]?</sup>"
)
_RAISED_LIST = re.compile(r"[¹²³⁰⁴-⁹]{1,3}(?:[,–-][¹²³⁰⁴-⁹]{1,3}){0,20}\Z")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹˒⁻", "0123456789,-")
_UNIT_BEFORE = re.compile(r"(?:\b[a-zA-Zµ]|\b[ckmd]m|\bkm|\bR|χ|σ|π|\bmm|\bft|\bin|\bsec|\bha)\Z")
_FALLEN = re.compile(
    r"(?<=[^\W\d_][^\W_]\.|[\d ]%\.|[^\W_]\)\.)(\d{1,3}(?:,\s?\d{1,3}){0,6})(?=\s+[^\W\d_a-z]|\s*$)"
)  # "… was shown.12 Next"
_NOTE = re.compile(r"\[\^([^\[\]\s^]{1,60})\](?!:)")
_PANDOC = re.compile(
    r"\[((?:[^\[\]@\n]{0,60}-?@[\w:.#$%&+?<>~/-]{1,80}[^\[\]@\n]{0,80}){1,40})\]"
    r"|(?<![\w@/.`])@((?=[\w-]*[a-z])[A-Za-z][\w:-]{3,60}\d{2,4}\w{0,12}|[a-z]+(?:etal|EtAl)\w{0,20})"
)
_PANDOC_KEY = re.compile(r"@([\w:.#$%&+?<>~/-]{1,80})")
_LATEX = re.compile(r"\\[cC]ite[a-zA-Z]{0,12}\*?\s?(?:\[[^\[\]\n]{0,100}\]){0,2}\{([^{}\n]{1,500})\}")
_ELEMENT = re.compile(r"<d-cite\s[^<>]{0,20}(?:bibtex-)?key\s?=\s?[\"']([^\"'<>]{1,500})[\"'][^<>]{0,20}>(?:\s*</d-cite>)?")
_PIPES = re.compile(r"\[\s*((?:corpus\s?id:?\s*)?\d{3,12})\s*((?:\|[^\[\]|\n]{1,120}){1,5})\]", re.IGNORECASE)
_LINK = re.compile(
    r"(?<!!)(?<!\\)\[((?:[^\[\]\n]|\\?\[[^\[\]\n]{0,80}\]){0,500}?)\]"
    r"\(\s?<?((?:[^\s()<>]|\([^\s()]{0,200}\)){0,2000})>?(?:\s+[\"'][^\"\n]{0,300}[\"'])?\s?\)"
)
_LABEL_TEXT = re.compile(r"\\?\[?\s*\^?(\d{1,3})\s*\\?\]?\Z")
_ALPHA = re.compile(r"\[([A-Z][A-Za-z+]{0,9}\d{2}[a-z]?(?:,\s?[A-Z][A-Za-z+]{0,9}\d{2}[a-z]?){0,12})\]")
_INTERVAL = re.compile(
    r"(?:\b(?:range|interval|within|between|scale(?: of)?|domain|into|bounds?|bereich|intervall|intervalle|values? (?:in|of)|to|[CK]I)"
    r"|∈|=|区间|范围)\s*(?:of|from|the|:)?\s*\Z",
    re.IGNORECASE,
)
_PLAIN_INTERVAL = re.compile(r"range|interval|scale|∈|=|bereich|区间|范围|\b[CK]I\b", re.IGNORECASE)
_IDENTIFIER = re.compile(r"10\.\d|://|arxiv", re.IGNORECASE)
_FIELD = re.compile(r"[*_\s•-]{0,8}([A-Za-z][A-Za-z /]{1,24})[*_]{0,3}\s*[:：]")
_SIGN = re.compile(r"[\d¹²³⁰⁴-⁹\[［【@\\<(（]|://")
_REACH = 24  # characters before "[0, 1]" in which a word may say that it is an interval


def find_marks(text: str, links: tuple[Link, ...], listed: Listed) -> list[Mark]:
    """The marks of one block of text, in order, none inside another."""
    if not links and not _SIGN.search(text):  # two sentences of three hold none of the signs that any mark has one of
        return []
    search = _Search(text, listed)
    if "`" in text:
        search.blank(_CODE)
    if "$" in text or "\\(" in text:
        search.blank(_MATH)
    search.exports()
    search.keys()
    search.links(links)
    search.addresses()
    search.numbers()
    return sorted(search.marks + find_works(search.left, listed.surnames))


class _Search:
    """A text in which found marks are blanked, so that no style finds what another has found."""

    def __init__(self, text: str, listed: Listed) -> None:
        self.text = self.left = text
        self.listed = listed
        self.marks: list[Mark] = []
        field = _FIELD.match(text)
        self.is_thing = field is not None and _names_a_thing(field[1].strip().lower())

    def hide(self, spans: list[tuple[int, int]]) -> None:
        """Blanks what was found, all at once: one copy of the text for each style, not for each mark."""
        if not spans:
            return
        parts, position = [], 0
        for start, end in sorted(spans):
            if start >= position:
                parts += [self.left[position:start], "\0" * (end - start)]
                position = end
        if parts:
            self.left = "".join([*parts, self.left[position:]])

    def blank(self, pattern: re.Pattern[str]) -> None:
        self.hide([match.span() for match in pattern.finditer(self.left)])

    def each(self, pattern: re.Pattern[str], style: str, read: Callable[[re.Match[str]], tuple[Key, ...]]) -> None:
        """Marks of one style: what `read` takes for one."""
        spans = []
        for match in pattern.finditer(self.left):
            if keys := read(match):
                start = match.start(1) if style == "round" else match.start()
                self.marks.append(Mark(start, match.end(), keys, style))
                spans.append(match.span())
        self.hide(spans)

    def exports(self) -> None:
        """Marks of exports: those whose targets stayed behind point nowhere in the file."""
        if "turn" in self.left:
            self.each(_OPAQUE, "opaque", lambda match: (Key("nowhere", match[0]),) if _TURN.search(match[0]) else ())
        if "【" in self.left or "［" in self.left:
            self.each(_LENS, "numbers", self._lens_keys)
        if "|" in self.left:
            self.each(_PIPES, "pipes", lambda match: (Key("address", "corpus:" + re.sub(r"\D", "", match[1])),))

    def _lens_keys(self, match: re.Match[str]) -> tuple[Key, ...]:
        inside = match[1] or match[2]
        if _WIDE_NUMBERS.match(inside):
            return _numbers(inside)
        number = _LEADING_NUMBER.match(inside)
        if number and "†" in inside:
            return (Key("label", number[1]),) if number[1] in self.listed.labels else (Key("nowhere", match[0]),)
        return ()

    def keys(self) -> None:
        """Marks that name an entry: footnotes, Pandoc, LaTeX, Distill."""
        if "[^" in self.left:
            self.each(_NOTE, "notes", lambda match: () if match[1] in self.listed.notes else (Key("key", match[1]),))
        if "@" in self.left:
            self.each(_PANDOC, "keys", lambda m: tuple(Key("key", key.rstrip(".,:;?")) for key in _PANDOC_KEY.findall(m[0])))
        if "ite" in self.left:
            self.each(_LATEX, "keys", lambda m: tuple(Key("key", key.strip()) for key in m[1].split(",") if key.strip()))
            self.each(_ELEMENT, "keys", lambda m: tuple(Key("key", key.strip()) for key in m[1].split(",") if key.strip()))

    def links(self, links: tuple[Link, ...]) -> None:
        """Links of the markup: a number is a label, an anchor an entry of the file, words are a link."""
        spans = []
        written = ((m.start(), m.end(), m[1], m[2]) for m in _LINK.finditer(self.left)) if "](" in self.left else ()
        for start, end, shown, target in [*written, *self._given(links)]:
            keys, style = self._link_keys(shown, target)
            if keys and self._goes_on(start, style):
                last = self.marks.pop()
                self.marks.append(Mark(last.start, end, last.keys + keys, style))
            elif keys:
                self.marks.append(Mark(start, end, keys, style))
            if keys or "](" in self.text[start:end]:
                spans.append((start, end))
        self.hide(spans)

    def _goes_on(self, start: int, style: str) -> bool:
        """Whether a link continues a mark of several: "([Roe, 2020](…); [Li, 2021](…))" is one, as it would be without links."""
        last = self.marks[-1] if self.marks else None
        if last is None or style not in ("link", "anchors") or last.style != style:
            return False
        is_bracketed = (
            self.text[max(0, last.start - 1) : last.start] == "(" and self.text[last.start : last.end].strip("[").strip()[:1].isalpha()
        )
        return is_bracketed and self.text[last.end : start].strip() == ";"

    def _given(self, links: tuple[Link, ...]) -> list[tuple[int, int, str, str]]:
        """The links of HTML and docx, with the bracket around a number taken into the mark."""
        given: list[tuple[int, int, str, str]] = []
        for start, end, target in sorted(links):
            shown = self.left[start:end]
            if not shown or "\0" in shown or (given and start < given[-1][1]):
                continue
            if shown.strip().isdigit() and self.left[start - 1 : start] == "[" and self.left[end : end + 1] == "]":
                start, end = start - 1, end + 1
            if (
                given
                and _RAISED_LIST.match(given[-1][2])
                and _RAISED_LIST.match(shown)
                and self.left[given[-1][1] : start] in (",", "–", "-")
            ):
                start = given.pop()[0]  # "²,³" and "⁴–⁶" are one mark, each number with a link of its own
                shown = self.left[start:end]
            given.append((start, end, shown, target))
        return given

    def _link_keys(self, shown: str, target: str) -> tuple[tuple[Key, ...], str]:
        if target.startswith(CITES):
            return tuple(Key("key", key) for key in target.removeprefix(CITES).split()), "keys"
        if _RAISED_LIST.match(shown) and target.startswith("#"):
            return self._raised_link(shown, target)
        label = _LABEL_TEXT.match(shown.strip())
        if target.startswith("#"):
            if target[1:] in self.listed.anchors:
                return (Key("key", target),), "anchors"
            return ((Key("label", label[1]),), "numbers") if label and label[1] in self.listed.labels else ((), "")
        source = source_of(target)
        if source is None or self.is_thing:
            return (), ""
        address = same_address(source)
        if label and label[1] in self.listed.labels:
            return (Key("label", label[1]), Key("address", address)), "numbered links"
        return (Key("address", address),), "address" if label or source_of(shown.strip()) else "link"

    def _raised_link(self, shown: str, target: str) -> tuple[tuple[Key, ...], str]:
        """Raised numbers that link into the file: entries by their numbers, or an anchor named like those of the entries."""
        keys = _numbers(shown.translate(_RAISED_DIGITS))
        if len(keys) > 1 and self._if_listed(keys):
            return keys, "raised"
        is_entry = any(anchor.rstrip("0123456789") == target[1:].rstrip("0123456789") for anchor in self.listed.anchors)
        return ((Key("key", target),), "anchors") if is_entry else ((), "")

    def addresses(self) -> None:
        """Identifiers that are printed."""
        if self.is_thing or not _IDENTIFIER.search(self.left):
            return
        spans = []
        for start, end, source in find_identifiers(self.left):
            if start > 0 and self.left[start - 1] == "<" and self.left[end : end + 1] == ">":
                start, end = start - 1, end + 1
            self.marks.append(Mark(start, end, (Key("address", same_address(source)),), "address"))
            spans.append((start, end))
        self.hide(spans)

    def numbers(self) -> None:
        self.each(_SPLIT_RANGE, "numbers", lambda m: _numbers(f"{m[1]}-{m[2]}"))
        self.each(_LOCATED, "numbers", lambda m: self._if_listed((Key("label", str(int(m[1]))),)))
        self.each(_NUMBERS, "numbers", self._bracket_numbers)
        self.each(_ALPHA, "keys", self._alpha_keys)
        if any(label.isdigit() for label in self.listed.labels):
            self.each(_RAISED, "raised", self._raised_numbers)
            self.each(_ROUND_NUMBERS, "round", lambda m: self._if_listed(_numbers(m[1].strip("()"))))
            self.each(_FALLEN, "bare", lambda m: self._if_listed(_numbers(m[1])))
            if not any(mark.style == "numbers" for mark in self.marks):
                self.each(_WEAK, "weak", lambda m: self._if_listed(_numbers(m[0].strip("() "))))

    def _bracket_numbers(self, match: re.Match[str]) -> tuple[Key, ...]:
        """A bracket of numbers, unless it is an interval, a year or a value."""
        keys = _numbers(match[1])
        labels = [key.value for key in keys]
        if (
            not keys
            or all(label in self.listed.notes for label in labels)
            or any(int(label) > MAX_NUMBER and label not in self.listed.labels for label in labels)
        ):
            return ()
        if "0" in labels and "0" not in self.listed.labels:
            return ()
        is_pair = len(labels) == 2 and not re.search(r"[-–—−‐]", match[1])
        return () if is_pair and self._is_interval(match.start(), labels) else keys

    def _is_interval(self, start: int, labels: list[str]) -> bool:
        """ "in the range [3, 4]" is one; "as shown by … to [3, 4]" cites, where both are listed and neither is 0."""
        before = self.left[max(0, start - _REACH) : start]
        if not _INTERVAL.search(before):
            return False
        cites = all(label in self.listed.labels for label in labels) and "0" not in labels
        return not cites or bool(_PLAIN_INTERVAL.search(before))

    def _alpha_keys(self, match: re.Match[str]) -> tuple[Key, ...]:
        keys = [key.strip() for key in match[1].split(",")]
        return tuple(Key("key", key) for key in keys) if keys[0] in self.listed.labels else ()

    def _raised_numbers(self, match: re.Match[str]) -> tuple[Key, ...]:
        is_power = match[1] and len(match[1]) == 1 and _UNIT_BEFORE.search(self.left[max(0, match.start() - 6) : match.start()])
        return () if is_power else self._if_listed(_numbers((match[1] or match[2] or match[3]).translate(_RAISED_DIGITS)))

    def _if_listed(self, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        return keys if keys and all(key.value in self.listed.labels for key in keys) else ()


def _names_a_thing(field: str) -> bool:
    """Whether a field holds a thing and no source: "Code", "Code available", "Project page"."""
    return field in word_set("fields", "things") or field.split(" ")[0] in word_set("fields", "things")


def _numbers(printed: str) -> tuple[Key, ...]:
    """ "1, 3-5" → 1, 3, 4, 5. Numbers that go down, or over more than `MAX_RANGE`, are no range and no citation."""
    keys: list[Key] = []
    for part in re.split(r"\s*[,;，、˒·]\s*", printed.strip()):
        ends = [end for end in re.split(r"\s*[-–—−‐]\s*", part) if end]
        if len(ends) == 1:
            keys.append(Key("label", str(int(ends[0]))))
        elif len(ends) == 2 and 0 <= int(ends[1]) - int(ends[0]) <= MAX_RANGE:
            keys += [Key("label", str(number)) for number in range(int(ends[0]), int(ends[1]) + 1)]
        else:
            return ()
    return tuple(dict.fromkeys(keys))
