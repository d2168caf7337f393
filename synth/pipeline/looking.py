"""What the library has on a question, in the shape of a database's answer: a folder of papers that was read is searched like any other."""

from __future__ import annotations

from synth.audit.references.held import NAME, work_of
from synth.library import Library
from synth.sources.databases import Question
from synth.sources.resolving import Answer
from synth.sources.works import Work

PASSAGES = 20  # that are looked at for each work that is wanted: a work has many


def held_on(question: Question, library: Library, limit: int) -> Answer | None:
    """The works whose passages have most of the words, the best first; None of a library that holds nothing.

    Where years are asked for, a paper of which none is known is left out.
    """
    if not library.papers():
        return None
    works: dict[str, Work] = {}
    for hit in library.search(question.words, limit * PASSAGES):
        work = work_of(hit.held.paper)
        if _is_of(work.year, question):
            works.setdefault(hit.held.key, work)
    return Answer(NAME, None, tuple(works.values())[:limit])


def _is_of(year: int | None, question: Question) -> bool:
    if year is None:
        return question.since is None and question.until is None
    return (question.since or year) <= year <= (question.until or year)
