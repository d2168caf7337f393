"""Bodies of evidence: the rows at hand, source by source, and how each source stands to the one that a claim cites.

A claim cites one version of one work. The numbers of that version are its own; those of another version are another source's, and so are
those that somebody repeats without saying which version they are of. What a source says in its prose is kept apart from its tables: a
figure of an abstract is what is claimed, and not what it is derived from.

What is not done: a title alone makes no version known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from synth.claims.selecting import Rows
from synth.files import DATA
from synth.measurements import Measurement
from synth.published import work_of
from synth.reading.vocabulary import normal
from synth.records import RUNGS, Document, Source
from synth.sources.identity import find_identifiers

Relation = Literal["cited", "other version", "version not known", "other work", "rerun"]

QUOTED, DERIVED, CORROBORATED, RERUN = (RUNGS.index(name) for name in ("quoted", "derived", "corroborated", "rerun"))
PROSE = ("abstract", "introduction", "conclusion", "text")  # in `table`, where a number stands in a sentence
COPIES = DATA / "versions" / "copies.csv"


class Body(NamedTuple):
    """What one source says in its tables, or in its prose, and how it stands to the claim."""

    source: str  # the version, where it is known; else as its rows name it
    origin: str
    relation: Relation
    prose: bool
    rows: Rows
    by: str = ""  # who repeats it, where the numbers are another's
    uncited: bool = False  # the claim cites no source, so that any may be the one

    @property
    def rung(self) -> int:
        """Position in RUNGS of what this body can say of the claim."""
        if self.relation == "rerun":
            return RERUN
        if self.relation == "cited":
            return QUOTED if self.prose else DERIVED
        return CORROBORATED

    @property
    def word(self) -> str:
        """The rung in a word; what comes from the same work is no independent opinion, and says so."""
        if self.uncited:
            return "at hand"
        return RUNGS[self.rung] if self.relation in ("cited", "other work", "rerun") else self.relation


class Shelf:
    """All rows at hand. `names` says which version a hash is of, `titles` what a file that bears no identifier calls itself."""

    def __init__(
        self, rows: Iterable[Measurement], names: Mapping[str, str] | None = None, titles: Mapping[str, str] | None = None
    ) -> None:
        self.rows = tuple(rows)
        self.names = {**known_copies(), **(names or {})}
        self.titles = dict(titles or {})
        self._bodies: dict[tuple[str, str, frozenset[str]], tuple[Body, ...]] = {}

    def source(self, name: str) -> str:
        """The version that a source is known to be, or its own name."""
        return self.names.get(name, name)

    def bodies(self, cited: Source | None, stated_in: Iterable[str] = ()) -> tuple[Body, ...]:
        """The bodies, nearest first. Rows of `stated_in`, the reports that state the claim, are none."""
        key = (cited.name if cited else "", cited.title if cited else "", frozenset(stated_in))
        if key not in self._bodies:
            self._bodies[key] = self._sorted_out(cited, key[2])
        return self._bodies[key]

    def _sorted_out(self, cited: Source | None, stated_in: frozenset[str]) -> tuple[Body, ...]:
        groups: dict[tuple[str, str, Relation, bool, str], list[Measurement]] = {}
        for row in self.rows:
            if row.source not in stated_in:
                relation, by = self._relation(row, cited)
                # Each run is a source of its own, and a gain is of two runs: those of one scale are one body.
                name = (
                    f"rerun, {row.scale or 'scale not said'}" if relation == "rerun" else row.reported_by if by else self.source(row.source)
                )
                groups.setdefault((name, row.origin, relation, row.table.casefold() in PROSE, by), []).append(row)
        bodies = [
            Body(source, origin, relation, prose, Rows(those), by, cited is None and relation == "cited")
            for (source, origin, relation, prose, by), those in groups.items()
        ]
        return tuple(sorted(bodies, key=lambda one: (_NEARNESS.index(one.relation), one.prose, one.source, one.origin, one.by)))

    def _relation(self, row: Measurement, cited: Source | None) -> tuple[Relation, str]:
        """How a row stands to the cited source, and who repeats it, where it is the cited work's number in another's table."""
        if row.origin == "rerun":
            return "rerun", ""
        source = self.source(row.source)
        if cited is None or source == cited.name:
            return "cited", ""
        work = work_of(cited.name)
        if work_of(source) == work:
            return ("cited" if not cited.version else "version not known" if source == work else "other version"), ""
        if cited.title and normal(self.titles.get(row.source, "")) == normal(cited.title):
            return "version not known", ""
        if row.reported_by and work_of(row.reported_by) == work:
            return (
                "version not known" if row.reported_by == work else "cited" if row.reported_by == cited.name else "other version"
            ), source
        return "other work", ""


_NEARNESS: tuple[Relation, ...] = ("cited", "other version", "version not known", "other work", "rerun")


@cache
def known_copies() -> dict[str, str]:
    """Which version a file is of by its hash, where it bears no identifier and somebody has found out."""
    return {copy["hash"]: copy["source"] for copy in csv.DictReader(io.StringIO(COPIES.read_text(encoding="utf-8")))}


def version_of(document: Document) -> str:
    """The version that a document says it is: by its source, by the stamp on its page, or by its hash; empty where nothing says so."""
    if document.source.scheme not in ("file", ""):
        return document.source.name
    stamps = [found.source for aside in document.asides if aside.kind == "stamp" for found in find_identifiers(aside.text)]
    names = dict.fromkeys(source.name for source in stamps)
    return next(iter(names)) if len(names) == 1 else known_copies().get(document.source.hash, "")


def names_of(documents: Sequence[Document]) -> tuple[dict[str, str], dict[str, str]]:
    """For a `Shelf`: which version each document is by its hash, and the titles of all."""
    names = {document.source.hash: version for document in documents if document.source.hash and (version := version_of(document))}
    return names, {document.source.hash: document.title for document in documents if document.source.hash}
