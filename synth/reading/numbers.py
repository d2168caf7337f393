"""The numbers printed in a cell, each as the interval that its decimals allow.

A cell is numbers only if every character of it belongs to one: "76.1 / 60.0", "- 0.8", "34 (12.1 to 56.7)", "3.2 ± 0.1", "1,104,934".
Anything else has no value here, though it may hold digits. Which mark is the decimal point is a matter of the whole table
(`decimal_mark`), since "1,234" alone could be either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Literal

from synth.records import Number

MAX_DIGITS = 40  # more is no number that anybody means
MAX_CELL = 200  # characters of a cell that can be numbers only
NOTHING = frozenset(["", "-", "–", "—", "−", "--", "---", "n/a", "na", "n.a.", "n. a.", "/", "·", "…", "...", "nan", "none"])
TICKS = frozenset("✓✔✗✘×•●○√☑☒❌✅")

_MINUS = r"\-−–‐‑﹣－—"
_SPACES = "\u00a0\u2007\u2008\u2009\u200a\u202f"
_DIGITS = r"(?:[1-9]\d{0,2}(?:[,\u202f\u2009\u00a0']\d{3})+(?!\d)|\d+)"
_UNIT = (  # with the prefixes of the SI, or without
    r"(?:Hz|eV/c(?:\^?\{?[2²]\}?)?|eV|Pa|bar|mol|bps|(?<=\s)(?:bits?|bytes?)|Ωm?|Ohm|[WA]h|[NVA]s|Nm|Gy|Sv|Bq|Da|pc|[VAWJNKTFLlgmMsB])"
    r"|°\s?[CF]|mmHg|kcal|cal|dBm?|rad|deg|Å|ppm|ppb|rpm|bpm|fps|px|inch|ft|lbs?|[kM]?bp|au|wt%|h|d"
)
_RAISED_SIGN = rf"(?:\^?\{{?[{_MINUS}⁻]?[1-6¹²³⁴-⁶]\}}?)?"
_ONE_UNIT = rf"(?:[fpnuµμmcdkMGT]\s?)?(?:{_UNIT}){_RAISED_SIGN}"
_MEASURE = rf"\s?[GMKT]i?B\b|\s?(?:{_ONE_UNIT})(?:(?:\s?[/·⋅]\s?|\s)(?:{_ONE_UNIT})){{0,2}}(?![\w(])"
_NUMBER = re.compile(
    rf"(?<![\d%‰])(?P<bound>(?:[^\W\d_]\s?(?=[≈∼≲≳]))?[<>≤≥~≈∼≲≳]\s?)?(?P<count>[nNpP]\s?=\s?)?(?P<money>[$€£¥]\s?)?(?P<sign>[+{_MINUS}]\s?)?(?P<money2>[$€£¥]|[×x](?=\d))?"
    rf"(?P<digits>{_DIGITS}(?:[.·]\d+)?|[.·]\d+)"
    rf"(?P<exponent>[eE][+{_MINUS}]?\d{{1,3}}|\s?[×x·⋅*∗]\s?10\s?(?:\^\s?\{{?\s?[+{_MINUS}]?|[{_MINUS}])\s?\d{{1,3}}\}}?|(?<=10)\^\{{?[+{_MINUS}]?\d{{1,3}}\}}?)?"
    rf"(?P<unit>\s?[%‰]|\s?(?:pp|pts?|min|[sS]ek|secs?|mins|years?|yrs|days?|hours?|hrs?)\b\.?|{_MEASURE}|\s?°|[kKMBGTshmdx×](?!\w))?"
)
_WORD_NOTE = re.compile(r"\s?\(([^()]*[^\W\d_][^()]*)\)\Z")  # "32.5 (baseline)", "0.295 (α = 0.1)"
_NOTES = re.compile(r"[*†‡§¶#⋆∗★✦♣♠♦♥△▲▽▼⇑⇓↑↓‖∥]{1,4}|(?<=[\d)])\s?·\Z")  # a dot behind a value marks it too
_POWER = re.compile(rf"\s*[×x·⋅*∗]\s?10\s?(?:\^\s?\{{?\s?([+{_MINUS}]?)|([{_MINUS}]))\s?(\d{{1,3}})\}}?")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_LAKH = re.compile(r"(?<![\d.,])\d{1,2}(?:,\d{2})+,\d{3}(?![\d,])")
_SPREAD = re.compile(r"\s*(?:±|∓|\+/-|\+-|\\pm)\s*")
_BETWEEN = re.compile(rf"\s*(?:/|\||,|;|:|to|vs\.?)\s*|(?<=\S)[{_MINUS}](?=[\d.])|\s+[{_MINUS}]\s+|\s+|[{_MINUS}]$")
_OPEN, _CLOSE = "([{⟨", ")]}⟩"
_COMMA_DECIMAL = re.compile(r"(?<![\d.,])(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))(?![\d,])")
_POINT_DECIMAL = re.compile(r"(?<![\d.,])(?![1-9]\d{0,2}\.\d{3}(?!\d))\d*\.\d+(?![\d.]|,\d)")  # three digits behind it may be a group
_GROUPED_COMMA = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+,\d+(?![\d.,])"
)  # "184.046,0": points that group before a comma that is no group's


def decimal_mark(texts: Iterable[str]) -> Literal[".", ","]:
    """The decimal mark of a table: a comma only where commas stand as only a decimal mark can, and no point does."""
    return decimal_mark_said(texts) or "."


def decimal_mark_said(texts: Iterable[str]) -> Literal[".", ",", ""]:
    """The decimal mark that most numbers of a table show; "" where none of them does. One slip among many does not decide."""
    commas = points = 0
    for text in texts:
        if _GROUPED_COMMA.search(text):
            return ","
        points += bool(_POINT_DECIMAL.search(text))
        commas += bool(_COMMA_DECIMAL.search(text))
    return "," if commas > points else "." if points else ""


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value: empty, a dash, "n/a", "– ± –"."""
    bare = text.strip().lower()
    return bare in NOTHING or (bare[0] in "-–—−" and not bare.strip("-–—− ±/()"))


def is_value(text: str, mark: str = ".") -> bool:
    """Whether a cell stands where a value would: numbers, a tick, or the sign for none."""
    bare = text.strip()
    return bool(bare) and (is_nothing(bare) or bare in TICKS or bool(read_numbers(bare, mark)))


@lru_cache(maxsize=20_000)
def read_numbers(text: str, mark: str = ".", lowered: str = "") -> tuple[Number, ...]:
    """The numbers of a cell in the order printed; none unless the cell is numbers and nothing else.

    `lowered` is what stands below the line beside the value, which is read as its spread.
    """
    if len(text) > MAX_CELL or not any(character.isdigit() for character in text):
        return ()
    plain = _plain(text, mark)
    found: list[Number] = []
    at, part, depth = 0, "", 0
    while at < len(plain):
        if plain[at] in _OPEN and found and not depth and (words := _WORD_NOTE.match(plain, at)) and not _is_measured(words[1], mark):
            at = words.end()
        elif plain[at] in _OPEN:
            depth, at = depth + 1, at + 1
        elif plain[at] in _CLOSE:
            depth, at = depth - 1, at + 1
        elif notes := _NOTES.match(plain, at):
            at = notes.end()
        elif (
            (number := _NUMBER.match(plain, at))
            and not (number["count"] and depth)
            and (one := _number(number, "bracket" if depth else part))
        ):
            found.append(one)
            at, part = number.end(), "further"
        elif found and not depth and (power := _POWER.match(plain, at)):  # "1.4 (0.1) × 10^21"
            found = [_scaled(number, power) for number in found]
            at = power.end()
        elif spread := _SPREAD.match(plain, at):
            at, part = spread.end(), "spread"
        elif between := _BETWEEN.match(plain, at):
            at = between.end()
        else:
            return ()
        if depth < 0:
            return ()
    if depth or _is_date(plain, found):
        return ()
    below = read_numbers(lowered, mark) if lowered else ()
    return (*found, *(_part(number, "spread") for number in below))


def _is_measured(text: str, mark: str) -> bool:
    """Whether what stands in brackets behind a value is one too, and no word about it; a count ("n = 34") is no second value."""
    numbers = read_numbers(text, mark)
    return bool(numbers) and not any(number.unit in ("n", "p") for number in numbers)


def _scaled(number: Number, power: re.Match[str]) -> Number:
    """A number times the power of ten that stands behind its whole cell."""
    sign = power[1] or power[2]
    by = int(power[3]) * (-1 if sign and sign in _MINUS else 1)
    value, low, high = (float(Decimal(repr(bound)).scaleb(by)) for bound in (number.value, number.low, number.high))
    return Number(text=number.text, value=value, low=low, high=high, unit=number.unit, part=number.part)


def _plain(text: str, mark: str) -> str:
    """The text with wide digits and odd minus signs made plain and the decimal mark a point."""
    if text.startswith("]") and text.endswith("["):  # an open interval, as the French write it
        text = f"({text[1:-1]})"
    text = re.sub(r"(?<=10)[⁻⁺]?[⁰¹²³⁴-⁹]+", lambda raised: "^" + raised[0].translate(_RAISED), text)
    text = re.sub(r"(?<=[\d)%])[⁰¹²³⁴-⁹]+", "", text)  # a mark that points to a note
    plain = unicodedata.normalize("NFKC", "".join(c for c in text if c not in "\u200b\u2060\ufeff")).strip()
    plain = _LAKH.sub(lambda lakh: lakh[0].replace(",", ""), plain)
    for other in ".,":
        if re.fullmatch(rf"[+{_MINUS}]?\d{{1,3}}(?:\{other}\d{{3}}){{2,}}%?", plain):
            return plain.replace(other, "")
    if mark == ",":
        plain = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", plain)
        plain = re.sub(r"(?<=\d),(?=\d)", ".", plain)
    else:
        plain = re.sub(r"(?<![\d.,])0,(?=\d)", "0.", plain)  # no group of thousands begins with 0
    return (
        re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", plain) if re.fullmatch(rf"[+{_MINUS}]?\d{{1,3}}(?: \d{{3}})+(?:\.\d+)?%?", plain) else plain
    )


def _number(match: re.Match[str], part: str) -> Number | None:
    digits = re.sub(r"[,'\s]", "", match["digits"]).replace("·", ".")
    if len(digits) > MAX_DIGITS:
        return None
    value = Decimal(digits)
    half = Decimal(5).scaleb(-1 - len(digits.partition(".")[2]))
    if match["exponent"]:
        exponent = re.search(rf"([+{_MINUS}]?)\s?(\d+)\}}?$", match["exponent"])
        power = int(exponent[2]) * (-1 if exponent[1] and exponent[1] in _MINUS else 1) if exponent else 0
        if match["exponent"].startswith("^"):  # "10^-5" alone: one times that
            value, half = Decimal(1), Decimal("0.5")
        value, half = value.scaleb(power), half.scaleb(power)
    if not isfinite(float(value)):
        return None
    if match["sign"] and match["sign"].strip() in _MINUS:
        value = -value
    unit = match["count"][0].lower() if match["count"] else (match["unit"] or match["money"] or match["money2"] or "").strip()
    role = "bound" if match["bound"] else part
    return Number(
        text=match[0].strip(),
        value=float(value),
        low=float(value - half),
        high=float(value + half),
        unit=unit,
        part=role,  # type: ignore[arg-type]
    )


def _part(number: Number, part: Literal["spread"]) -> Number:
    return Number(text=number.text, value=number.value, low=number.low, high=number.high, unit=number.unit, part=part)


def _is_date(plain: str, found: list[Number]) -> bool:
    """`2020-05-26`, `12:30:05`, `26/05/2020`: digits joined more than once without a blank; parts of a fraction are counts."""
    if len(found) < 3:
        return False
    return bool(re.search(rf"\d[{_MINUS}:]\d+[{_MINUS}:]\d", plain) or re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}/\d{1,2}/\d{1,2}", plain))
