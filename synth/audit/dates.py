"""The dates that a text states, as intervals of days: a month is all of its days.

Read are `2026-06-10`, `2026/06/10`, `10.06.2026`, `June 10, 2026`, `10 June 2026`, `June 2026`, and `15/06/2026`, which can be read only
one way. `06/10/2026` is found and not guessed at. Years alone, and months in other languages than English, are not read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")

_MONTH = "(?i:" + "|".join(f"{month[:3]}(?:{month[3:]})?" if month != "september" else "sept?(?:ember)?" for month in MONTHS) + r")\.?"
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\w./-])(?:(?P<iso>{_YEAR}[-/]\d{{1,2}}[-/]\d{{1,2}})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|(?P<dotted>\d{{1,2}}\.\s?\d{{1,2}}\.\s?{_YEAR})|(?P<slashed>\d{{1,2}}[/-]\d{{1,2}}[/-]{_YEAR})"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<month>{_MONTH}),?\s+(?P<year>{_YEAR})"
    rf"|(?P<month_>{_MONTH})\s+(?:(?P<day_>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year_>{_YEAR}))(?![\w-])"
)


class Stated(NamedTuple):
    """A date where it stands in a text. `low` and `high` are its days; both are None where it can be read in two ways, or is no day."""

    start: int
    end: int
    text: str
    low: date | None
    high: date | None


def dates_in(text: str) -> Iterator[Stated]:
    """The dates of a text, in its order."""
    for found in _DATE.finditer(text):
        try:
            low, high = _days(found)
        except ValueError:  # 31 June
            low = high = None
        yield Stated(found.start(), found.end(), found[0], low, high)


def one_date(text: str) -> Stated | None:
    """The date of a text that states one, and can be read."""
    found = list(dates_in(text))
    return found[0] if len(found) == 1 and found[0].low else None


def _days(found: re.Match[str]) -> tuple[date, date] | tuple[None, None]:
    if found["iso"]:
        year, month, day = (int(part) for part in re.split("[-/]", found["iso"]))
    elif found["dotted"]:
        day, month, year = (int(part) for part in found["dotted"].split("."))
    elif found["slashed"]:
        first, second, year = (int(part) for part in re.split("[-/]", found["slashed"]))
        if first <= len(MONTHS) and second <= len(MONTHS) and first != second:
            return None, None
        day, month = (first, second) if second <= len(MONTHS) else (second, first)
    else:
        year, month = int(found["year"] or found["year_"]), _month(found["month"] or found["month_"])
        number = found["day"] or found["day_"]
        if not number:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        day = int(number)
    return date(year, month, day), date(year, month, day)


def _month(word: str) -> int:
    return next(at for at, month in enumerate(MONTHS, 1) if month.startswith(word.lower()[:3]))
