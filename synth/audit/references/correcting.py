"""What a field that is described wrongly would be: what at least two databases have, and no database that has the work says otherwise.

Where they differ among themselves nothing is put right, and that is said. An identifier is replaced only by that of a work whose title and
authors are the cited ones: one that merely comes near would take a right identifier's place. What is not done: a version that was never
there has no right one, as nobody can know which was read; and a field that is left out is not filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from synth.audit.references.states import Correction
from synth.sources.people import compare_authors
from synth.sources.resolving import WITNESSES, Resolved, Wrong
from synth.sources.titles import compare_titles
from synth.sources.venues import is_preprint, same_venue
from synth.sources.works import Cited, Field, Work, liken

DISAGREE = "the databases differ among themselves"


def corrections_of(cited: Cited, found: Resolved) -> tuple[Correction, ...]:
    """A correction for each field that was found wrong, or why there is none."""
    return tuple(
        _identifier(wrong, [work for work in found.works if _is_described(cited, work)])
        if wrong.field == "identifier"
        else _field(wrong, found.works)
        for wrong in found.wrong
    )


def _is_described(cited: Cited, work: Work) -> bool:
    """Whether a work has the title and the authors that are cited, neither of them merely like it."""
    likeness = liken(cited, work)
    return likeness.title.likeness in ("same", "misspelt") and likeness.authors.agreement == "same"


def _field(wrong: Wrong, works: Sequence[Work]) -> Correction:
    if wrong.field == "version":
        return _none(wrong, "which version was read is not known")
    published = [work for work in works if not is_preprint(work.venue)]
    dated = published if wrong.field == "year" and published else works  # a preprint is a year older, and is not what is cited
    having = [(work.database, value) for work in dated for value in [_VALUES[wrong.field](work)] if value]
    agreed = _agreed(having, _ALIKE[wrong.field])
    if len({name for name, _ in agreed}) < WITNESSES:
        return _none(wrong, DISAGREE)
    name, value = max(agreed, key=lambda one: _SPELT[wrong.field](one[1]))
    databases = tuple(dict.fromkeys(name for name, _ in agreed))
    now = value if isinstance(value, tuple) else (str(value),)
    return Correction(field=wrong.field, was=wrong.cited, now=now, databases=databases, spelt_by=name)


def _none(wrong: Wrong, why: str) -> Correction:
    return Correction(field=wrong.field, was=wrong.cited, now=(), databases=wrong.by, spelt_by="", why_not=why)


def _agreed(having: Sequence[tuple[str, Any]], alike: Callable[[Any, Any], bool]) -> list[tuple[str, Any]]:
    """The values of a field that all databases share which have one, each with its database; none where they share none, or several."""
    databases = {name for name, _ in having}
    shared: list[list[tuple[str, Any]]] = []
    for _, value in having:
        those = [(name, other) for name, other in having if alike(value, other) and alike(other, value)]
        if {name for name, _ in those} == databases and not any(alike(value, known[0][1]) for known in shared):
            shared.append(those)
    return shared[0] if len(shared) == 1 else []


def _identifier(wrong: Wrong, works: Sequence[Work]) -> Correction:
    """The identifier of the same scheme under which two databases have the work that is described, of works that are that one."""
    scheme = wrong.cited.partition(":")[0]
    having = [(work.database, name.id) for work in works for name in work.identifiers if name.scheme == scheme]
    agreed = _agreed(having, lambda one, other: one.casefold() == other.casefold())
    databases = tuple(dict.fromkeys(name for name, _ in agreed))
    if len(databases) < WITNESSES:
        return _none(wrong, f"no {WITNESSES} databases have the work under one other {scheme}")
    return Correction(field="identifier", was=wrong.cited, now=(agreed[0][1],), databases=databases, spelt_by=databases[0])


def _published(work: Work) -> str:
    return "" if is_preprint(work.venue) else work.venue


def _mixed(text: str) -> tuple[bool, int]:
    """How well a text is spelt: not in capitals or small letters alone, then the longer one."""
    return (not text.isupper() and not text.islower(), len(text))


_VALUES: dict[Field, Callable[[Work], Any]] = {
    "title": lambda work: work.title,
    "authors": lambda work: work.authors,
    "year": lambda work: work.year,
    "venue": _published,
}
_ALIKE: dict[Field, Callable[[Any, Any], bool]] = {
    "title": lambda one, other: compare_titles(one, other).likeness == "same",
    "authors": lambda one, other: compare_authors(one, other).agreement == "same",
    "year": lambda one, other: bool(one == other),
    "venue": lambda one, other: same_venue(one, other) == "same",
}
_SPELT: dict[Field, Callable[[Any], Any]] = {
    "title": _mixed,
    "authors": lambda names: (sum(_mixed(name)[0] for name in names), sum(len(name) for name in names)),
    "year": lambda year: 0,
    "venue": _mixed,
}
