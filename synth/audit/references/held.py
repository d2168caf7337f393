"""Papers that are at hand, as a witness that a work is there as it is cited. A paper that is held confirms, and never accuses.

What does not fit is left out: that one paper of a library has another title says nothing of the work that is cited.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from synth.audit.references.identifying import Ask
from synth.records import Paper
from synth.sources.identity import same_address
from synth.sources.resolving import Answer
from synth.sources.titles import words_of_title
from synth.sources.works import SAYS, Cited, Work, liken

NAME = "library"  # who says so


def beside(papers: Iterable[Paper], ask: Ask) -> Ask:
    """Asks as `ask` does, and adds what the papers bear out."""
    by_name: dict[str, list[Work]] = defaultdict(list)
    by_title: dict[str, list[Work]] = defaultdict(list)
    for paper in papers:
        work = work_of(paper)
        for name in work.identifiers:
            by_name[same_address(name)].append(work)
        if work.title:
            by_title[_folded(work.title)].append(work)

    def confirmed(cited: Cited) -> Iterator[Answer]:
        for identifier in cited.identifiers:
            if fitting := [work for work in by_name.get(same_address(identifier), ()) if _fits(cited, work)]:
                yield Answer(NAME, identifier, tuple(fitting))
        if cited.title and (fitting := [work for work in by_title.get(_folded(cited.title), ()) if _fits(cited, work)]):
            yield Answer(NAME, None, tuple(fitting))

    def asked(cited: Sequence[Cited]) -> list[list[Answer]]:
        return [[*confirmed(one), *answers] for one, answers in zip(cited, ask(cited), strict=True)]

    return asked


def work_of(paper: Paper) -> Work:
    """A paper that is held, as a work that somebody has."""
    source = paper.source
    return Work(
        database=NAME,
        title=source.title,
        authors=source.authors,
        year=source.year,
        venue=paper.venue,
        identifiers=(source, *paper.names),
        withdrawn=paper.withdrawn,
        abstract=paper.abstract,
        category=paper.category,
    )


def _fits(cited: Cited, work: Work) -> bool:
    likeness = liken(cited, work)
    whole = likeness.is_whole if cited.title else likeness.is_it
    return likeness.is_it and whole and all(says(cited, likeness) != "disagrees" for says in SAYS.values())


def _folded(title: str) -> str:
    return "".join(words_of_title(title))
