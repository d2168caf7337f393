"""What a document lets expect and a reader has not found: tables whose captions were read, and no cells under them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from synth.records import Aside, Document


def captions_without_table(document: Document) -> Iterator[tuple[str, int | None]]:
    """The label and the page of each caption of a table that no table of the document has."""
    had = {_plain(table.label) for table in document.tables}
    for aside in document.asides:
        label = _label_of(aside)
        if label and not any(one == _plain(label) or one[:-1] == _plain(label) for one in had):  # "Table 3a" is of Table 3
            had.add(_plain(label))
            yield label, aside.page


def _label_of(aside: Aside) -> str:
    announced = _pattern().match(aside.text) if aside.kind == "caption" else None
    return announced[0].strip(" .:") if announced else ""


def _plain(label: str) -> str:
    return "".join(label.split()).casefold()


@cache
def _pattern() -> re.Pattern[str]:
    """ "Table 2", "TABLE IV", "Table S1", "2. táblázat", with the words of all languages."""
    listed = tomllib.loads((Path(__file__).parent / "pdf" / "captions.toml").read_text(encoding="utf-8"))["table"]
    words = "|".join(sorted(map(re.escape, listed), key=len, reverse=True))
    number = r"\.?\s{0,2}(?:[A-Z]{1,2}[.-]?)?\d{1,3}(?:[.-]\d{1,3})?[a-z]?|\.?\s{1,2}(?:[IVXL]{1,7}|[A-Z])"
    return re.compile(rf"(?:(?i:{words})(?:{number})|\d{{1,3}}\.\s?(?i:{words}))(?!\w)")
