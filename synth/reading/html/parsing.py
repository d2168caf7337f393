"""The bytes of a page become a tree of elements, in the encoding that it declares or shows. No entity is expanded, nothing is fetched."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html

from synth.reading import ReadingError
from synth.records import Unread

SNIFFED = 4_096  # bytes in which a page declares its encoding
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{2,30})", re.IGNORECASE
)


def parse(path: Path, data: bytes) -> tuple[Any, list[Unread]]:
    """The root of the tree, and what of the page is not in it. Raises `ReadingError` where there is none."""
    if b"\0" in data[:SNIFFED] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ReadingError(f"{path}: holds bytes that are zero; this is no page of HTML")
    parser = lxml.html.HTMLParser(  # which with huge_tree goes down 2,048 elements instead of 256; the size of the page is bounded above
        encoding=_encoding(data), huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError, LookupError) as error:
        raise ReadingError(f"{path}: holds no page that can be read ({str(error).splitlines()[0] if str(error) else 'empty'})") from None
    deep = [entry for entry in parser.error_log if "depth" in entry.message.lower() or "huge" in entry.message.lower()]
    return root, [Unread(what=f"the rest of the page from line {deep[0].line}, where elements nest too deep")] if deep else []


def _encoding(data: bytes) -> str | None:
    """What a page without a declaration is written in; None where it declares it."""
    if data[:3] == b"\xef\xbb\xbf":
        return "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    declared = _CHARSET.search(data[:SNIFFED])
    if declared:
        try:
            codecs.lookup((declared[1] or declared[2]).decode("ascii"))
        except LookupError:
            pass  # a name that nothing knows says nothing: the bytes decide
        else:
            return None  # lxml reads the name where it stands
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
