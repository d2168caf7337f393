"""What every format asks of a paper: the parts of its authors' names, its identifiers by scheme, its kind, and a key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

from synth.records import Paper

Kind = Literal["preprint", "conference", "journal"]

_PREPRINTS = re.compile(r"\b(?:arxiv|corr|biorxiv|medrxiv|ssrn|preprint)", re.IGNORECASE)
_CONFERENCES = re.compile(
    r"\b(?:proceedings|proc\.|conference|workshop|symposium|findings|meeting|congress|advances in neural)", re.IGNORECASE
)
_PARTICLES = frozenset("van von der den de del della di da dos du la le ter ten zu zur el al bin ibn".split())
_GROUPS = re.compile(r"\d|\b(?:team|group|consortium|collaboration|committee|project|university|institute)\b", re.IGNORECASE)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"})
DIGITS = 4  # of a paper's hash, in its key


class Name(NamedTuple):
    """An author. A group, and a name in one piece, has no given name."""

    family: str
    given: str = ""


def one_line(text: str) -> str:
    """The text without line breaks and control characters."""
    return " ".join("".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text).split())


def name_of(author: str) -> Name:
    """`Ludwig van Beethoven` and `van Beethoven, Ludwig` as family and given name."""
    author = one_line(author)
    if "," in author:
        family, _, given = author.partition(",")
        return Name(family.strip(), given.strip()) if family.strip() and given.strip() else Name(author.strip(" ,"))
    words = author.split(" ")
    if len(words) == 1 or _GROUPS.search(author) or " and " in author:
        return Name(author)
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return Name(" ".join(words[at:]), " ".join(words[:at]))


def identifier(paper: Paper, scheme: str) -> str:
    """What the paper is called in a scheme, with its version; empty where it is not."""
    named = next((source for source in (paper.source, *paper.names) if source.scheme == scheme), None)
    return f"{named.id}{named.version}" if named else ""


def kind_of(paper: Paper) -> Kind:
    """A preprint where no venue says otherwise."""
    if not paper.venue or _PREPRINTS.search(paper.venue):
        return "preprint"
    return "conference" if _CONFERENCES.search(paper.venue) or identifier(paper, "acl") else "journal"


def address_of(paper: Paper) -> str:
    """Where people find it: its page, or the address that its file came from."""
    if arxiv := identifier(paper, "arXiv"):
        return f"https://arxiv.org/abs/{arxiv}"
    if acl := identifier(paper, "acl"):
        return f"https://aclanthology.org/{acl}"
    return paper.source.url if paper.source.url.startswith(("http://", "https://")) else ""


def keys_of(papers: Iterable[Paper]) -> dict[str, Paper]:
    """The papers by keys that say what they are: `phang2020english-bc3b`, the end of which is of the file's hash."""
    out: dict[str, Paper] = {}
    for paper in papers:
        digest = paper.source.hash.removeprefix("sha256:")
        start = _start_of_key(paper)
        length = DIGITS
        while (key := f"{start}-{digest[:length]}") in out and length < len(digest):
            length += 1
        out[key] = paper
    return out


def _start_of_key(paper: Paper) -> str:
    authors = [_plain(name_of(author).family) for author in paper.source.authors[:1]]
    words = [word for part in paper.source.title.split() if len(word := _plain(part)) > 3]
    return f"{(authors or [''])[0] or 'anonymous'}{paper.source.year or ''}{(words or [''])[0]}"


def _plain(text: str) -> str:
    """Small letters and digits of ASCII; of other scripts nothing is left."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]+", "", folded)[:30]
