"""Identifiers of references are whole, and name a version where the work has versions.

Looks at: arXiv identifiers (form, month, version) and DOIs (form) in the references, in addresses and in text; each once for an entry.
Cannot know: whether a well-formed identifier exists, or is that of the work meant. Where an entry announces an identifier and gives
none ("doi: n/a", "arXiv: to appear"), nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, reference
from synth.audit.example import report as example
from synth.audit.stated import reference_line
from synth.records import Light, Place, Reference, Report
from synth.sources.identity import find_identifiers

CODE = "A305"
NAME = "identifiers-are-whole-and-versioned"

EXAMPLES = {
    "red": example(references=(*SOUND.references, Reference(text="<http://arxiv.org/abs/2413.1234v1>"))),
    "yellow": example(references=(*SOUND.references, reference("2401.00003", ""))),
    "green": example(),
    "na": example(references=(Reference(text="A. Author. A book. 1997."),)),
}

# What announces an identifier, and the characters that may stand between it and the identifier: "DOI: [10…](…)", "**arXiv:2005.13013v2**".
_WRAPPED = r"[\s\[(<{*_`\"'“”|]{0,4}"
_ARXIV_MARK = re.compile(
    r"(?P<address>(?<![^\W_])arxiv\.org/(?:abs|pdf|html|e-print|format)/|\b10\.48550/arxiv\.)"  # https://arxiv.org/abs/2005.13013v2
    rf"|(?<![^\W_])(?:arxiv:|CoRR,?\s{{1,2}}abs/){_WRAPPED}"  # arXiv:2005.13013v2, CoRR abs/1810.04805
    rf"|(?<![^\W_])arxiv\s(?:preprint\s|e-print\s)?{_WRAPPED}(?=\d{{4}}\.\d)",  # arXiv preprint 2005.13013
    re.IGNORECASE,
)
_DOI_MARK = re.compile(
    r"(?P<address>\bdoi\.org/)"  # https://doi.org/10.1093/nar/gkr1071
    rf"|(?<![^\W_])doi(?:\s?[:=]|(?=[\s\[(]{{1,3}}10\.)){_WRAPPED}",  # doi: 10.1093/nar/gkr1071, DOI 10.1000/x
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\s<>\"'`*|\[\]{},;，。；）】”’]{1,300}")
# From April 2007 year and month with four digits, from January 2015 with five; before, an archive and seven digits.
_ARXIV = re.compile(
    r"(?P<id>(?:(?:070[4-9]|071[0-2]|(?:0[89]|1[0-4])(?:0[1-9]|1[0-2]))\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
    r"|[a-z-]{2,12}(?:\.[a-z]{2})?/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\d{3}))"
    r"(?P<version>v[1-9]\d{0,2})?(?![^\W_]|\.\d)",  # what comes after is a page, a section, a format: "/", "#S1", "?context=cs", ".pdf"
    re.IGNORECASE,
)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,3}/\S|10/[a-z0-9]{3}", re.IGNORECASE)  # 10.1093/nar/gkr1071; 10/gf5k is a short DOI
_ANOTHER_MARK = re.compile(r"https?:|www\.|doi|(?:dx\.)?doi\.org/|arxiv", re.IGNORECASE)  # it announces what follows itself
_ATTEMPT = re.compile(r"\w*\d\w*[./]\w*\d|[a-z-]+(?:\.[a-z]{2})?/\w*\d|\d{6}", re.IGNORECASE)  # not "to appear", "n/a", a year
_DOI_ATTEMPT = re.compile(r"1[0O][./]|\d{2,}\.\d+/", re.IGNORECASE)


class _Named(NamedTuple):
    """An identifier as an entry prints it: what tells it from others, its light ("" if it is whole), and what is wrong with it."""

    key: str
    light: Light | Literal[""]
    says: str


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    named = good = 0
    for at, one in enumerate(report.references):
        place = Place(line=reference_line(report, at), reference=at)
        identifiers = identifiers_of(one.text)
        named += bool(identifiers)
        good += bool(identifiers) and not any(identifier.light for identifier in identifiers)
        for identifier in identifiers:
            if identifier.light:
                yield Outcome(identifier.light, {"says": identifier.says}, place, one.text)
    if not named:
        yield Outcome("na")
    elif good == named:
        yield Outcome("green", {"n": named, "of": len(report.references)})


def identifiers_of(text: str) -> list[_Named]:
    """The identifiers of an entry, each once however often it is printed. One place that names the version is enough."""
    best: dict[str, _Named] = {}
    for one in (*_arxiv(text), *_dois(text)):
        if one.key not in best or not one.light:
            best[one.key] = one
    return list(best.values())


def _arxiv(text: str) -> Iterator[_Named]:
    for mark in _ARXIV_MARK.finditer(text):
        printed = _printed(text, mark.end())
        found = _ARXIV.match(printed)
        if found and found["version"]:
            yield _Named(found["id"].casefold(), "", "")
        elif found:
            says = f"arXiv:{found['id']} names no version: what was read may not be what stands there now"
            yield _Named(found["id"].casefold(), "yellow", says)
        elif _ANOTHER_MARK.match(printed):
            continue
        elif printed and (mark["address"] or _ATTEMPT.match(printed)):
            yield _Named(printed.casefold(), "red", f"“{printed}” is no arXiv identifier")


def _dois(text: str) -> Iterator[_Named]:
    """DOIs, announced or not. Those that arXiv gives its papers are arXiv identifiers, and judged as such."""
    whole = [found for found in find_identifiers(text) if found.source.scheme == "doi"] if "10." in text else []
    for found in whole:
        yield _Named(f"doi {found.source.id.casefold()}", "", "")
    for mark in _DOI_MARK.finditer(text):
        printed = _printed(text, mark.end())
        if _ARXIV_MARK.match(printed) or any(found.start <= mark.end() < found.end for found in whole):
            continue
        if _DOI.match(printed):
            yield _Named(f"doi {printed.casefold()}", "", "")
        elif _DOI_ATTEMPT.match(printed):
            yield _Named(f"doi {printed.casefold()}", "red", f"“{printed}” is no DOI")


def _printed(text: str, start: int) -> str:
    """What is printed from here on to the next space or mark, with its percent signs read ("10.1093%2Fnar%2Fgkr1071")."""
    found = _TOKEN.match(text, start)
    printed = unquote(found[0]) if found else ""
    return printed.rstrip(".:!?_~/").removesuffix(")") if printed.count("(") < printed.count(")") else printed.rstrip(".:!?_~/")


WORDS = {
    "red": "{says}.",
    "yellow": "{says}.",
    "green": "The {n} references with an arXiv identifier or a DOI (of {of}) are well formed and name a version where there are versions.",
    "na": "No reference has an arXiv identifier or a DOI.",
}
