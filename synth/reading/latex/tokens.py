"""TeX source becomes tokens: control sequences, braces and other special characters, blanks, and runs of plain text.

A token is a string. `\\par` stands for a blank line, " " for any other white space, and what TeX would not look into (verbatim text,
addresses) is one token that begins with `RAW`. Comments are gone. What is not done: no category codes but that of `@`.
"""

from __future__ import annotations

import re
import unicodedata

RAW = "\0"
FILE_END = RAW + RAW + "end of file"  # stands where a file that was put in its place ends
VERBATIM = "verbatim verbatim* Verbatim BVerbatim LVerbatim lstlisting minted alltt filecontents filecontents* luacode pycode".split()
SILENT = "comment".split()  # environments that print nothing

_REST = r"""
  | (?P<symbol>\\(?s:.)|\\\Z)
  | (?P<comment>%[^\n]*(?:\n(?![ \t]*\n)[ \t]*)?)
  | (?P<blank>\s+)
  | (?P<one>\$\$?|[{}&^_~\[\]]|\#\#?[1-9]?)
  | (?P<text>[^\\%\s{}$&^_~\#\[\]]+)
"""
_AFTER = r"(?P<after>[ \t]*(?:\n(?![ \t]*\n)[ \t]*)?)"
_TOKEN = re.compile(rf"(?P<word>\\[A-Za-z]+){_AFTER}{_REST}", re.VERBOSE)
_TOKEN_AT = re.compile(rf"(?P<word>\\[A-Za-z@]+){_AFTER}{_REST}", re.VERBOSE)
_RAW_BEGIN = re.compile(rf"\{{({'|'.join(re.escape(name) for name in (*VERBATIM, *SILENT))})\}}")
_VERB = re.compile(r"\*?([^\sA-Za-z*{])([^\n]{0,2000}?)\1|\{([^{}\n]{0,2000})\}")
_VERB_HEAD = re.compile(r"(?:\[[^\]\n]{0,200}\])?(?:\{[^{}\n]{1,40}\}(?=[^\s]))?")
_VERBS = {"\\verb": "", "\\lstinline": "", "\\mintinline": "", "\\Verb": ""}
_ADDRESSES = {"\\url", "\\path", "\\nolinkurl", "\\href", "\\burl"}
_ADDRESS = re.compile(r"(?:\[[^\]\n]{0,200}\])?\s{0,20}\{((?:[^{}]|\{[^{}]{0,1000}\}){0,2000}?)\}")


def tokenize(text: str, *, package: bool = False) -> list[str]:
    """The tokens of `text`; in a package `@` is a letter from the start. Joining them gives the text back without its comments."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    tokens: list[str] = []
    pattern = _TOKEN_AT if package else _TOKEN
    at, end = 0, len(text)
    while at < end:
        match = pattern.match(text, at)
        if match is None:  # cannot be: every character begins a token; go on rather than stand still
            at += 1
            continue
        at = match.end()
        kind = match.lastgroup
        if kind == "text":
            tokens.append(match[0])
        elif kind == "blank":
            tokens.append("\\par" if match[0].count("\n") > 1 else " ")
        elif kind == "comment":
            continue
        elif kind == "after":
            word = match["word"]
            if word == "\\makeatletter":
                pattern = _TOKEN_AT
            elif word == "\\makeatother":
                pattern = _TOKEN
            elif word == "\\begin" and (raw := _RAW_BEGIN.match(text, at)):
                at = _raw_environment(text, raw, tokens)
            elif word in _VERBS:
                at = _raw_words(text, at, word, tokens)
            elif word in _ADDRESSES:
                tokens.append(word)
                at = _raw_address(text, at, tokens)
            else:
                tokens.append(word)
        elif kind == "symbol" and match[0] == "\\\n":
            tokens.append("\\ ")
        else:
            tokens.append(match[0])
    return tokens


def _raw_environment(text: str, begin: re.Match[str], tokens: list[str]) -> int:
    """The content of a verbatim environment as one token; where the text goes on."""
    name = begin[1]
    end = f"\\end{{{name}}}"
    stop = text.find(end, begin.end())
    stop, after = (len(text), len(text)) if stop < 0 else (stop, stop + len(end))
    if name not in SILENT:
        tokens += ["\\begin", "{", name, "}", RAW + text[begin.end() : stop], "\\end", "{", name, "}"]
    return after


def _raw_words(text: str, at: int, word: str, tokens: list[str]) -> int:
    """`\\verb|…|` as one token; where the text goes on."""
    head = _VERB_HEAD.match(text, at) if word != "\\verb" else None
    verb = _VERB.match(text, head.end() if head else at)
    if verb is None:
        tokens.append(word)
        return at
    tokens += ["{", RAW + (verb[2] if verb[2] is not None else verb[3] or ""), "}"]
    return verb.end()


def _raw_address(text: str, at: int, tokens: list[str]) -> int:
    """The address in braces as one token, because "%" and "#" mean themselves there; where the text goes on."""
    address = _ADDRESS.match(text, at, at + 4_000)
    if address is None or "#1" in address[1]:
        return at
    tokens += ["{", RAW + re.sub(r"\\([%#&_~{}])", r"\1", address[1].strip()), "}"]
    return address.end()


def plain(text: str) -> str:
    """`text` with its white space made single blanks, and its letters composed."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
