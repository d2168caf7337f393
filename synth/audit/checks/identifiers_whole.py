"""Identifiers of references are whole, and name a version where the work has versions.

Looks at: arXiv identifiers (form, month, version) and DOIs (form) in the references.
Cannot know: whether a well-formed identifier exists, or is that of the work meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, reference
from synth.audit.example import report as example
from synth.audit.stated import reference_line
from synth.records import Place, Reference, Report

CODE = "A305"
NAME = "identifiers-are-whole-and-versioned"

EXAMPLES = {
    "red": example(references=(*SOUND.references, Reference(text="<http://arxiv.org/abs/2413.1234v1>"))),
    "yellow": example(references=(*SOUND.references, reference("2401.00003", ""))),
    "green": example(),
    "na": example(references=(Reference(text="A. Author. A book. 1997."),)),
}

_ARXIV = re.compile(r"(?:arxiv\.org/(?:abs|pdf|html|e-print)/|\barxiv:\s?)([^\s<>\"')\],;]+)", re.IGNORECASE)
_WELL_FORMED = re.compile(
    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}|[a-z-]+(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3})"
    r"(v[1-9]\d{0,2})?(?:\.pdf)?",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:doi\.org/|\bdoi:\s?)([^\s<>\"]+)", re.IGNORECASE)
_DOI_WELL_FORMED = re.compile(r"10\.\d{4,9}/\S+")


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    named = good = 0
    for at, one in enumerate(report.references):
        place = Place(line=reference_line(report, at), reference=at)
        faults = list(_faults(one.text))
        named += bool(faults)
        good += bool(faults) and not any(light for light, _ in faults)
        for light, says in faults:
            if light:
                yield Outcome(light, {"says": says}, place, one.text)  # type: ignore[arg-type]
    if not named:
        yield Outcome("na")
    elif good == named:
        yield Outcome("green", {"n": named, "of": len(report.references)})


def _faults(text: str) -> Iterator[tuple[str, str]]:
    """For each identifier in an entry its light ("" if it is whole) and what is wrong with it."""
    for found in _ARXIV.finditer(text):
        identifier = found[1].rstrip(".")
        well_formed = _WELL_FORMED.fullmatch(identifier)
        if not well_formed:
            yield "red", f"“{identifier}” is no arXiv identifier"
        elif not well_formed[1]:
            yield "yellow", f"arXiv:{identifier} names no version: what was read may not be what stands there now"
        else:
            yield "", ""
    for found in _DOI.finditer(text):
        yield ("", "") if _DOI_WELL_FORMED.match(found[1]) else ("red", f"“{found[1]}” is no DOI")


WORDS = {
    "red": "{says}.",
    "yellow": "{says}.",
    "green": "The {n} references with an arXiv identifier or a DOI (of {of}) are well formed and name a version where there are versions.",
    "na": "No reference has an arXiv identifier or a DOI.",
}
