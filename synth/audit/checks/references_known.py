"""Every reference is a work that databases know as it is described.

Looks at: what databases of works answered about each reference (`--check-references`): whether its identifier is that work's, whether
the work is found by its title, and whether title, authors, venue and year are as databases have them. Red where the identifier is
another work's or nobody's, or where title or authors are others; yellow where the venue, the year or the version is another, or where
the work is not found. Each takes at least two databases that say so, and none that has it as it is cited.
Cannot know: whether a work exists that no database has, and which of two databases is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synth.audit.check import Inputs, Outcome
from synth.audit.references.states import Answered, FieldWrong, Identified, ReferenceList
from synth.audit.references.wording import asked, counted, of_list, one_line, reasons, unread
from synth.records import Light, Place
from synth.sources.works import Cited

CODE = "A307"
NAME = "references-are-known-as-described"
SCOPE = "references"
MAX_KEY = 200  # characters of an entry that tell it from others

_CITED = Cited(title="Learning to weigh evidence", authors=("Jane Roe", "Wei Wang"), year=2021)
_ASKED = ("arxiv", "crossref", "openalex")


def _example(*references: Identified) -> ReferenceList:
    states: dict[str, int] = {one.state: sum(other.state == one.state for other in references) for one in references}
    databases = tuple(Answered(database=name, answered=len(references)) for name in _ASKED)
    return ReferenceList(
        name="review.txt", of=len(references), parsed=len(references), states=states, databases=databases, references=references
    )


def _one(state: Any, **more: Any) -> Identified:
    return Identified(number=1, label="1", line=12, cited=_CITED, state=state, asked=_ASKED, **more)


_WRONG_DOI = FieldWrong(
    field="identifier", cited="doi:10.1000/7", known="Storing sparse tensors (Ann Lee)", databases=("crossref", "openalex")
)
EXAMPLES = {
    "red": _example(_one("wrong identifier", wrong=(_WRONG_DOI,))),
    "yellow": _example(_one("not found", why="searched by title in arxiv, crossref, openalex")),
    "info": _example(_one("same work"), _one("not checked", why="searched by title in arxiv; it takes 2")),
    "green": _example(_one("same work")),
    "na": ReferenceList(name="review.txt", of=0, parsed=0),
}


def look(found: ReferenceList, inputs: Inputs) -> Iterator[Outcome]:
    if not found.of:
        yield Outcome("na", {"says": "There are no references."})
        return
    for one in found.references:
        if light := light_of(one):
            figures = {"says": one_line(one), "state": one.state, "fields": [wrong.field for wrong in one.wrong]}
            yield Outcome(light, figures, Place(line=one.line, reference=one.number - 1), f"{one.state} {one.text[:MAX_KEY] or one.label}")
    counts = {"says": f"{of_list(found)} {asked(found)}", "parsed": found.parsed, "of": found.of, "states": found.states}
    checked = found.parsed - found.states.get("not checked", 0)
    if checked == found.of == found.states.get("same work", 0):
        yield Outcome("green", counts)
    elif checked:
        yield Outcome("info", counts)
    for says in (*unread(found), *reasons(found)):
        yield Outcome("na", {"says": says}, key=says)
    if not checked and not found.parsed:
        yield Outcome("na", {"says": f"None of {counted(found.of)} could be read."})


def light_of(one: Identified) -> Light | None:
    """The light of one reference; none where nothing is wrong with it, or nothing is known."""
    if one.state == "wrong identifier":
        return "red"
    if one.state == "described wrongly":
        return "red" if any(wrong.field in ("title", "authors") for wrong in one.wrong) else "yellow"
    return "yellow" if one.state in ("other version", "not found") else None


WORDS = dict.fromkeys(("red", "yellow", "info", "green", "na"), "{says}")
