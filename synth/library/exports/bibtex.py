"""BibTeX, in UTF-8. What LaTeX would take for a command is written so that it prints; braces as commands, since BibTeX counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from synth.library.exports.describing import address_of, identifier, kind_of, name_of, one_line
from synth.records import Paper

NAME = "bibtex"
_TYPES = {"preprint": "misc", "conference": "inproceedings", "journal": "article"}
_IN = {"conference": "booktitle", "journal": "journal"}
_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_NO_ADDRESS = re.compile(r"[\s{}\\\"]")


def export(papers: Mapping[str, Paper]) -> str:
    return "\n".join(f"@{_TYPES[kind_of(paper)]}{{{key},\n{_body(paper)}}}\n" for key, paper in papers.items())


def _body(paper: Paper) -> str:
    return "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(paper) if value)


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    kind, arxiv = kind_of(paper), identifier(paper, "arXiv")
    yield "title", f"{{{_printed(paper.source.title)}}}" if paper.source.title else ""  # braced twice: no style changes its case
    yield "author", " and ".join(_author(author) for author in paper.source.authors if one_line(author))
    yield "year", str(paper.source.year or "")
    if kind in _IN:
        yield _IN[kind], _printed(paper.venue)
    if arxiv:
        yield "eprint", _address(arxiv)
        yield "archiveprefix", "arXiv"
        yield "primaryclass", _printed(paper.category)
    yield "doi", _address(identifier(paper, "doi"))
    yield "url", _address(address_of(paper))
    yield "note", _printed(f"Withdrawn: {paper.withdrawn}" if paper.withdrawn else "")


def _author(author: str) -> str:
    name = name_of(author)
    if not name.given or " and " in f" {name.family} {name.given} ".casefold() or "," in name.given:
        return f"{{{_printed(author)}}}"  # one name to BibTeX, whatever stands in it
    return f"{_printed(name.family)}, {_printed(name.given)}"


def _printed(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in one_line(text))


def _address(text: str) -> str:
    """As it is, which is what reads it expects; only what would end the field is written as in addresses."""
    return _NO_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text.strip())
