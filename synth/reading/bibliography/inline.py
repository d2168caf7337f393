"""Inline Markdown, in which entries of reviews are often set."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"[*_~\[<`\\]")  # without one of these nothing in a text is markup
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_LINK = re.compile(
    r"\[((?:[^\[\]\n]|\\?\[[^\[\]\n]{0,80}\]){0,500}?)\]\(<?[^\s()<>]{0,2000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,500}){0,4}>?(?:\s+\"[^\"\n]{0,300}\")?\s{0,3}\)"
)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
_STRONG = re.compile(r"(?<!\\)(\*{1,3}|~~)")
_UNDERSCORES = re.compile(r"(?<![\w\\])_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def visible(raw: str) -> str:
    """What a reader sees of inline Markdown: without emphasis, addresses, tags and backslashes. Citation marks stay."""
    if not _MARKUP.search(raw):  # most texts have none
        return raw.strip()
    shown = _IMAGE.sub(r"\1", raw)
    shown = _LINK.sub(r"\1", shown)
    shown = _TAG.sub("", shown)
    shown = _UNDERSCORES.sub("", _STRONG.sub("", shown))
    return _ESCAPE.sub(r"\1", shown.replace("`", "")).strip()
