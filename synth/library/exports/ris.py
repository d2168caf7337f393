"""RIS: a line a field, the same lines in each reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from synth.library.exports.describing import address_of, identifier, kind_of, name_of, one_line
from synth.records import Paper

NAME = "ris"
_TYPES = {"preprint": "UNPB", "conference": "CONF", "journal": "JOUR"}


def export(papers: Mapping[str, Paper]) -> str:
    return "\r\n".join("".join(f"{tag}  - {value}\r\n" for tag, value in _lines(key, paper)) for key, paper in papers.items())


def _lines(key: str, paper: Paper) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[kind_of(paper)]
    yield "ID", key
    for tag, value in _fields(paper):
        if value := one_line(value):
            yield tag, value
    yield "ER", ""


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "TI", paper.source.title
    for author in paper.source.authors:
        name = name_of(author)
        yield "AU", f"{name.family}, {name.given}" if name.given else name.family
    yield "PY", str(paper.source.year or "")
    yield "T2", paper.venue
    yield "AB", paper.abstract
    yield "DO", identifier(paper, "doi")
    yield "AN", f"arXiv:{arxiv}" if (arxiv := identifier(paper, "arXiv")) else ""
    yield "UR", address_of(paper)
    yield "N1", f"Withdrawn: {paper.withdrawn}" if paper.withdrawn else ""
