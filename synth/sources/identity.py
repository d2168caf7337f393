"""Which work, in which version, a text names: arXiv numbers with their version, DOIs, ACL Anthology numbers, addresses.

Nothing is looked up and nothing is repaired: an identifier that is cut off is taken as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from synth.records import Source

MAX_URL = 2_000  # characters; longer ones are data, not addresses

_ARXIV_ID = r"(?P<{0}>\d{{4}}\.\d{{4,5}}|[a-z-]{{2,12}}(?:\.[A-Z]{{2}})?/\d{{7}})(?P<{1}>v\d{{1,2}})?"
_FOUND = re.compile(
    rf"(?P<url>https?://[^\s<>\"`{{}}|\\^\[\]（）【】，。；「」]{{1,{MAX_URL}}})"
    r"|(?<![\w/.])(?P<doi>10\.\d{4,9}/[^\s\"<>|{}\\\[\]，。；）】]{1,300})"
    r"|(?i:\barxiv(?:\.org/abs/|\.org/pdf/|:\s{0,2}|\s(?=\d{4}\.\d)))" + _ARXIV_ID.format("arxiv", "version")
)
_ARXIV_URL = re.compile(
    r"https?://(?:[\w-]+\.)?arxiv\.org/(?:abs|pdf|html|e-print|format)/" + _ARXIV_ID.format("id", "version"), re.IGNORECASE
)
_DOI_URL = re.compile(
    r"https?://(?:(?:dx\.)?doi\.org/|[^/\s]{1,100}/doi/(?:(?:abs|full|pdf|epdf|epub|book|pdfdirect|fullhtml)/)?)(?P<id>10\.\d{4,9}/[^\s?#&]{1,300})",
    re.IGNORECASE,
)
_ACL_URL = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/(?:papers/\w/\w\d\d/)?(?P<id>[A-Z]\d{2}-\d{4,5}|\d{4}\.[\w-]+\.\d+)",
    re.IGNORECASE,
)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\." + _ARXIV_ID.format("id", "version") + r"\Z", re.IGNORECASE)
_TRAILING = ".,;:!?'’*_"
_ADDRESS = re.compile(r"https?://(?:www\.)?([^#?]*)(?:\?([^#]*))?", re.IGNORECASE)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|ref|source)=[^&]*&?")


class Found(NamedTuple):
    """An identifier and the characters it takes up."""

    start: int
    end: int
    source: Source


def find_identifiers(text: str) -> list[Found]:
    """The identifiers in `text`, in order; each once, a DOI inside an address as part of the address."""
    return list(_found_in(text))


@lru_cache(maxsize=500)  # an entry of a list of references is asked several times
def _found_in(text: str) -> tuple[Found, ...]:
    found = []
    for match in _FOUND.finditer(text):
        printed = _trimmed(match[0])
        source = _source_of_url(printed) if match["url"] else _source_of_id(match, printed)
        found.append(Found(match.start(), match.start() + len(printed), source))
    return tuple(found)


def source_of(target: str) -> Source | None:
    """The source an address points to; None for anchors, mail and paths."""
    return _source_of_url(target) if target.startswith(("http://", "https://")) and len(target) <= MAX_URL else None


def same_address(source: Source) -> str:
    """What two spellings of one address have in common: scheme and identifier, without version, www and tracking marks."""
    if source.scheme != "url":
        return f"{source.scheme}:{source.id}".casefold()
    match = _ADDRESS.match(source.id)
    if not match:
        return source.id.casefold()
    query = _TRACKING.sub("", match[2] or "").rstrip("&")
    return match[1].rstrip("/").casefold() + (f"?{query}" if query else "")


def best(found: list[Found]) -> Source | None:
    """The identifier that names a version best: arXiv, then DOI, then ACL, then the first address."""
    for scheme in ("arXiv", "doi", "acl", "url"):
        for item in found:
            if item.source.scheme == scheme:
                return item.source
    return None


def _trimmed(printed: str) -> str:
    while printed:
        last = printed[-1]
        if last in _TRAILING or (last == ")" and printed.count("(") < printed.count(")")):
            printed = printed[:-1]
        else:
            break
    return printed


def _source_of_url(url: str) -> Source:
    if match := _ARXIV_URL.match(url):
        return Source(scheme="arXiv", id=match["id"], version=(match["version"] or "").lower(), url=url)
    if match := _DOI_URL.match(url):
        return _source_of_doi(_trimmed(match["id"]), url)
    if match := _ACL_URL.match(url):
        return Source(scheme="acl", id=match["id"].removesuffix(".pdf"), url=url)
    return Source(scheme="url", id=url, url=url)


def _source_of_id(match: re.Match[str], printed: str) -> Source:
    if match["arxiv"]:
        return Source(scheme="arXiv", id=match["arxiv"], version=match["version"] or "")
    return _source_of_doi(printed, "")


def _source_of_doi(doi: str, url: str) -> Source:
    """arXiv gives its papers DOIs too; the number says more than the DOI, which knows no version."""
    doi = doi.replace("%2F", "/").replace("%2f", "/")
    if match := _ARXIV_DOI.match(doi):
        return Source(scheme="arXiv", id=match["id"], version=match["version"] or "", url=url)
    return Source(scheme="doi", id=doi, url=url)
