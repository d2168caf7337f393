"""An entry of prose, read again with what databases answered: which of their works it names, whatever was read out of it at first.

The title of a work that stands whole in the entry, up to a mark or its end, is the title that is cited, and so is one of which the entry
has the beginning and dots. Authors are the work's where their names stand in the entry. What is not done: no word is passed over, so that
a title with another word in it is another title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from synth.sources.identity import find_identifiers
from synth.sources.people import OTHERS, name_of
from synth.sources.resolving import Answer
from synth.sources.titles import content_words, plain_letters, words_of_title
from synth.sources.works import DISTINCT, Cited, Work

MAX_TEXT = 3_000  # characters of an entry that are looked at
MAX_WORKS = 200
NAMED = 2  # content words of a title that is enough beside an identifier of the work
MOST_COMMAS = 0.25  # of the words of a title; lists of names have more
_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"[.?!](?=\s)|[“”\"«»]|\n")


def read_again(text: str, cited: Cited, answers: Sequence[Answer]) -> Cited:
    """The work as the entry cites it; as it was read at first where the entry names none of those that were answered."""
    plain = plain_letters(text[:MAX_TEXT])
    works = [(work, NAMED if answer.by else DISTINCT) for answer in answers for work in answer.works][:MAX_WORKS]
    named = [work for work, least in works if _stands_in(plain, work.title, least) or _is_cut(plain, cited.title, work.title)]
    if not named:
        return cited
    longest = max((work.title for work in named), key=len)
    of_it = [work for work in named if words_of_title(work.title) == words_of_title(longest)]
    years = [work.year for work in of_it if work.year and str(work.year) in plain]
    return msgspec.structs.replace(
        cited, title=longest, authors=_authors(text, plain, longest, cited, of_it), year=years[0] if years else cited.year
    )


def other_title(text: str, cited: Cited) -> str:
    """What else in the entry may be its title: the longest part of it that is no list of names; empty where there is none."""
    text = text[:MAX_TEXT]
    for found in reversed(find_identifiers(text)):
        text = text[: found.start] + " " + text[found.end :]
    parts = [part.strip(" ,;:()[]*_") for part in _PART.split(text)]
    fitting = [
        part
        for part in parts
        if len(content_words(part)) >= DISTINCT
        and part.count(",") <= MOST_COMMAS * len(part.split())
        and words_of_title(part) != words_of_title(cited.title)
    ]
    return max(fitting, key=len, default="")


def _stands_in(plain: str, title: str, least: int) -> bool:
    words = _WORD.findall(plain_letters(title))
    if len(content_words(title)) < least:
        return False
    whole = r"[\W_]+".join(map(re.escape, words))
    return re.search(rf"(?<![^\W_]){whole}(?=\s*(?:[^\w\s]|_|\Z|(?:19|20)\d\d\b))", plain) is not None


def _is_cut(plain: str, cited: str, title: str) -> bool:
    """Whether the entry has the beginning of a title, and dots for the rest of it."""
    begun, words = words_of_title(cited), words_of_title(title)
    if len(begun) < DISTINCT or words[: len(begun)] != begun:
        return False
    whole = r"[\W_]+".join(map(re.escape, _WORD.findall(plain_letters(cited))))
    return re.search(rf"{whole}\s*(?:…|\.\.\.|- ?\.\.\.)", plain) is not None


def _authors(text: str, plain: str, title: str, cited: Cited, works: Sequence[Work]) -> tuple[str, ...]:
    """The authors of the work where their names stand in the entry; none where what was read as authors are words of the title."""
    words = set(_WORD.findall(plain))
    for work in works:
        families = [set(name_of(author).family[-1:]) for author in work.authors]  # "de Bézenac" may be printed "Bézenac, E. d."
        if families and (all(name <= words for name in families) or (families[0] <= words and OTHERS.search(text))):
            return work.authors
    of_title = set(words_of_title(title))
    return cited.authors if any(not set(words_of_title(name)) <= of_title for name in cited.authors) else ()
