"""CSL-JSON, which citation processors and Zotero read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from synth.library.exports.describing import address_of, identifier, kind_of, name_of
from synth.records import Paper

NAME = "csl"
_TYPES = {"preprint": "article", "conference": "paper-conference", "journal": "article-journal"}


def export(papers: Mapping[str, Paper]) -> str:
    encoded = msgspec.json.encode([_item(key, paper) for key, paper in papers.items()])
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _item(key: str, paper: Paper) -> dict[str, Any]:
    arxiv = identifier(paper, "arXiv")
    fields = {
        "title": paper.source.title,
        "author": [_author(author) for author in paper.source.authors if author.strip()],
        "issued": {"date-parts": [[paper.source.year]]} if paper.source.year else None,
        "container-title": paper.venue,
        "abstract": paper.abstract,
        "DOI": identifier(paper, "doi"),
        "archive": "arXiv" if arxiv else "",
        "archive_location": arxiv,
        "number": f"arXiv:{arxiv}" if arxiv else "",
        "URL": address_of(paper),
        "note": f"Withdrawn: {paper.withdrawn}" if paper.withdrawn else "",
    }
    return {"id": key, "type": _TYPES[kind_of(paper)], **{name: value for name, value in fields.items() if value}}


def _author(author: str) -> dict[str, str]:
    name = name_of(author)
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
