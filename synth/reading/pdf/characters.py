"""Characters as a file sets them become characters as people type them.

Compatibility forms are undone (ligatures, letters of formulas, half-width forms), accents that old TeX fonts set beside their letter are
put back onto it. What is not done: raised and lowered digits stay raised and lowered, because "10⁵" is not 105, and signs that would fall
apart into several (™, ½, wide punctuation, by which sentences of Chinese and Japanese are told) stay what they are.
"""

from __future__ import annotations

import re
import unicodedata

RAISED_FORMS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
LOWERED_FORMS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
MARKS = "*∗⁎†‡§¶‖#♠♣♦♥△▽◇□"  # what a note is called by, where it has no number
BULLETS = "•·●○◦▪▫■‣⁃∙◆◇►▶➢➤✓✔–—"

_HYPHENS = str.maketrans({"‐": "-", "‑": "-", "\u00ad": "-", "\u02d7": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
# Codes that a font without names for its letters leaves as they are: of TeX's T1, of its symbols, and of Windows.
_CODES = {
    "\x0b": "ff", "\x0e": "ffi", "\x0f": "ffl", "\x10": "“", "\x11": "”", "\x12": "„", "\x13": "«", "\x14": "»", "\x15": "–", "\x16": "—",
    "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl",
    "\x85": "…", "\x88": "•", "\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x95": "•", "\x96": "–", "\x97": "—",
}  # fmt: skip
_NAMED = str.maketrans(_CODES)
_HYPHENS.update(_NAMED)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200d\u2060\ufeff]+")
# Letters with their accents, quotation marks and dashes need nothing done to them.
_ODD = re.compile(r"[^\t\n\x20-\x7eÀ-ÖØ-öø-ÿĀ-ſ‘’“”–—•…°§±×−∗†‡∼Ͱ-ϏА-я가-힣一-龯ぁ-ヿ。、「」『』·⁰-₎²³¹]")
# Compatibility forms that must not be undone.
_KEPT = "²³¹⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎™℠ªº¼½¾…´¨¯¸˘˙˚˛˜˝⅓⅔⅛⅜⅝⅞！？，：；（）［］｛｝～"
_HIDE = {ord(character): 0xF0000 + number for number, character in enumerate(_KEPT)}
_SHOW = {0xF0000 + number: character for number, character in enumerate(_KEPT)}
_ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¸": "\u0327",
    "˘": "\u0306",
    "ˇ": "\u030c",
    "˙": "\u0307",
    "˚": "\u030a",
    "¯": "\u0304",
    "˝": "\u030b",
    "˛": "\u0328",
}
# Inside a word an accent and its letter may stand apart; a grave accent that opens a word is a quotation mark.
_SOFT_HYPHEN = re.compile(r"(?<=[^\W\d_])\u00ad(?=[^\W\d_])")  # seen only where a line breaks
# The cedilla alone may stand behind the letter that it belongs to: "C¸ a" is not "Ca̧".
_CEDILLA = re.compile(r"([CcSs]) ?¸ ?(?=[^\W\d_´`¨ˆ˜˘ˇ˙˚]|[´`¨ˆ˜˘ˇ˙˚][^\W\d_]|$)")
_BAR = re.compile(r"(?<!\S)Ł (?=[a-zß-ÿ])")  # drawn as two signs, which leaves a blank behind them
_APART = re.compile(r"(?<=[^\W\d_])([´`¨ˆ˜¸˘ˇ˙˚¯˝˛]) ?([^\W\d_])|(?<![^\W_])([´¨ˆ˜¸˘ˇ˙˚¯˝˛]) ?([^\W\d_])")
_NO_DOT = {"ı": "i", "ȷ": "j"}


def tidy(text: str) -> str:
    """The text in the characters that people type."""
    if text.isascii():
        if "`" in text:
            text = _APART.sub(_composed, text)
        return text if text.isprintable() else _CONTROLS.sub("", text.translate(_NAMED))
    if "\u00ad" in text:
        text = _SOFT_HYPHEN.sub("", text)
    text = text.translate(_HYPHENS)
    if "Ł " in text:
        text = _BAR.sub("Ł", text)
    if not _ODD.search(text):
        return text
    if "¸" in text:
        text = _CEDILLA.sub(lambda found: unicodedata.normalize("NFC", found[1] + "\u0327"), text)
    text = _APART.sub(_composed, text)
    text = unicodedata.normalize("NFKC", text.translate(_HIDE)).translate(_SHOW)
    return _CONTROLS.sub("", text)


def _composed(match: re.Match[str]) -> str:
    """An accent and its letter as one sign, or as the letter and the accent that Unicode sets onto it; a grave may be a quotation mark."""
    accent, letter = match[1] or match[3], match[2] or match[4]
    one = unicodedata.normalize("NFC", _NO_DOT.get(letter, letter) + _ACCENTS[accent])
    return match[0] if accent == "`" and len(one) > 1 else one


def raised(text: str) -> str:
    """Text set above the line: digits as raised digits, the mark of a note as nothing, anything else as it is."""
    bare = text.strip()
    if all(character in MARKS for character in bare):
        return ""
    shown = bare.translate(RAISED_FORMS)
    return shown if all(character in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ,–" for character in shown) else bare


def lowered(text: str) -> str:
    """Text set below the line: digits as lowered digits, anything else as it is."""
    shown = text.translate(LOWERED_FORMS)
    return shown if all(character in "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎" for character in shown) else text
