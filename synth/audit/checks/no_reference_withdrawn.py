"""No work that is cited was withdrawn or retracted.

Looks at: the notices that databases have of the works that the references name (`--check-references`).
Cannot know: whether the work is cited for what was withdrawn, as a paper on retractions does; and notices that no database has.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.references.states import Identified, Notice, ReferenceList
from synth.audit.references.wording import SAID_SAME, named, notices
from synth.records import Place
from synth.sources.works import Cited

CODE = "A308"
NAME = "no-cited-work-was-withdrawn"
SCOPE = "references"
MAX_KEY = 200  # characters of an entry that tell it from others

_ONE = Identified(
    number=1, label="1", line=12, cited=Cited(title="Learning to weigh evidence"), state="same work", asked=("arxiv", "openalex")
)
_NOTICE = Notice(database="openalex", says="retracted")
EXAMPLES = {
    "yellow": ReferenceList(
        name="review.txt",
        of=1,
        parsed=1,
        references=(Identified(number=1, label="1", cited=_ONE.cited, state="same work", withdrawn=(_NOTICE,)),),
    ),
    "green": ReferenceList(name="review.txt", of=1, parsed=1, references=(_ONE,)),
    "na": ReferenceList(name="review.txt", of=0, parsed=0),
}


def look(found: ReferenceList, inputs: Inputs) -> Iterator[Outcome]:
    known = [one for one in found.references if one.state in SAID_SAME or one.withdrawn]  # whatever else is wrong with it
    gone = [one for one in known if one.withdrawn]
    for one in gone:
        figures = {"what": named(one), "notices": notices(one), "gone": len(gone), "n": len(known)}
        yield Outcome("yellow", figures, Place(line=one.line, reference=one.number - 1), one.text[:MAX_KEY] or one.label)
    if not known:
        yield Outcome("na", {"of": found.of})
    elif not gone:
        yield Outcome("green", {"n": len(known), "of": found.of})


WORDS = {
    "yellow": "{what}: {notices}. {gone} of {n} works that are known are withdrawn or retracted.",
    "green": "Of the {n} references (of {of}) whose works are known, no database says that one was withdrawn or retracted.",
    "na": "Of none of {of} references the work is known, so that nobody could say whether it was withdrawn.",
}
