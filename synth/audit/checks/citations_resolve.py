"""Every citation points to a reference that is listed.

Looks at: citations in the text, of any style, and the list of references.
Cannot know: whether the reference exists outside the report.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.records import Citation, Passage, Place, Report

CODE = "A306"
NAME = "every-citation-resolves"

_SENTENCES = (Passage(text="Code helps [1].", line=12), Passage(text="It helps less later [7].", line=14))
_LINKED = Citation(mark="[1]", sentence=0, references=(0,))
EXAMPLES = {
    "red": example(sentences=_SENTENCES, citations=(_LINKED, Citation(mark="[7]", sentence=1, why="no entry is called 7"))),
    "green": example(sentences=_SENTENCES, citations=(_LINKED,)),
    "na": example(),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    dangling: dict[str, list[Citation]] = {}
    for citation in report.citations:
        listed = [at for at in citation.references if 0 <= at < len(report.references)]
        # Of "[1, 9]" one half may lead somewhere and the other nowhere; a record made elsewhere may number what is not there.
        if citation.why or not listed or len(listed) < len(citation.references):
            dangling.setdefault(citation.mark, []).append(citation)
    of = len(report.citations)
    if not of:
        yield Outcome("na")
    elif not dangling:
        yield Outcome("green", {"of": of})
    lost = sum(map(len, dangling.values()))
    for mark, citations in dangling.items():
        sentence = report.sentences[citations[0].sentence] if 0 <= citations[0].sentence < len(report.sentences) else None
        figures = {"mark": mark, "times": len(citations), "why": citations[0].why or "no reference fits", "lost": lost, "of": of}
        yield Outcome("red", figures, Place(line=sentence.line if sentence else None), mark)


WORDS = {
    "red": "{mark} does not lead to a listed reference ({why}). {lost} of {of} citations do not, {times} of them by this mark.",
    "green": "All {of} citations point to a listed reference.",
    "na": "The report cites nothing in its text.",
}
