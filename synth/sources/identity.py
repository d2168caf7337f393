"""Which work, in which version, an identifier names. Reads identifiers out of text; looks nothing up."""

from __future__ import annotations

import re

from synth.records import Source

ARXIV_NEW = r"\d{4}\.\d{4,5}"  # since April 2007; five digits since 2015
ARXIV_OLD = r"[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
_ARXIV = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html|e-print)/|\barxiv:\s?|10\.48550/arxiv\.)(?P<id>{ARXIV_NEW}|{ARXIV_OLD})(?P<version>v[1-9]\d{{0,2}})?(?![\d])",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b(?P<id>10\.\d{4,9}/[^\s\"<>|]+)", re.IGNORECASE)
_ACL = re.compile(r"(?:aclanthology\.org|aclweb\.org/anthology)/(?P<id>[A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+)", re.IGNORECASE)
_URL = re.compile(r"\bhttps?://[^\s<>\"\]]+", re.IGNORECASE)
_TRAILING = ".,;:!?'*_"  # of a sentence, not of an identifier


def find_identifier(text: str) -> Source | None:
    """The first work that `text` names by arXiv id, DOI, ACL Anthology id or, failing these, by address. None if it names none."""
    if found := _ARXIV.search(text):
        return Source(
            scheme="arXiv", id=found["id"].lower() if found["id"][0].isdigit() else found["id"], version=(found["version"] or "").lower()
        )
    if found := _ACL.search(text):
        return Source(scheme="acl", id=found["id"].upper() if found["id"][0].isalpha() else found["id"].lower())
    if found := _DOI.search(text):
        return Source(scheme="doi", id=_untrailed(found["id"]).lower())
    url = find_url(text)
    return Source(scheme="url", id=url) if url else None


def find_url(text: str) -> str:
    """The first web address in `text`, without the punctuation of the sentence it stands in."""
    found = _URL.search(text)
    return _untrailed(found[0]) if found else ""


def _untrailed(identifier: str) -> str:
    """Without the punctuation after it, and without a bracket that was opened before it."""
    while identifier:
        last = identifier[-1]
        if last in _TRAILING or (last == ")" and identifier.count("(") < identifier.count(")")):
            identifier = identifier[:-1]
        else:
            break
    return identifier
