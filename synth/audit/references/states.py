"""What is found of references, as records: the same for the checks, the JSON and the files that are put right."""

from __future__ import annotations

from synth.records import Record
from synth.sources.resolving import State
from synth.sources.works import Cited, Field

MAX_LABEL = 80  # characters that are shown of what a list calls a reference


class FieldWrong(Record, frozen=True, kw_only=True):
    """A field that is cited otherwise than databases have it."""

    field: Field
    cited: str
    known: str
    databases: tuple[str, ...]


class Notice(Record, frozen=True, kw_only=True):
    """What a database says of a work that was withdrawn or retracted."""

    database: str
    says: str


class Correction(Record, frozen=True, kw_only=True):
    """What a field would be, where at least two databases agree on it. `spelt_by` is the one whose spelling is taken."""

    field: Field
    was: str
    now: tuple[str, ...]  # one value, or the authors one by one
    databases: tuple[str, ...]
    spelt_by: str
    why_not: str = ""  # why no value is given, or why it was not written; then `now` may be empty


class Identified(Record, frozen=True, kw_only=True):
    """One reference, and which work it names. `unread` says why nothing could be asked about it; its state then is "not checked"."""

    number: int  # from 1, as it stands in its list
    label: str = ""  # what the list calls it
    line: int | None = None
    text: str = ""
    cited: Cited = Cited()
    unread: str = ""
    doubt: str = ""  # what is wrong with how its entry is written
    state: State
    why: str = ""
    wrong: tuple[FieldWrong, ...] = ()
    withdrawn: tuple[Notice, ...] = ()
    known_as: tuple[str, ...] = ()  # identifiers of the work, as databases have them
    asked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def called(self) -> str:
        """What a person finds it by: "[3]", "conneau2020", "the 7th"."""
        label = self.label[:MAX_LABEL]
        return f"[{label}]" if label.isdecimal() else label or f"[{self.number}]"


class Answered(Record, frozen=True, kw_only=True):
    """For how many of the references one database answered, and why not for the others."""

    database: str
    answered: int
    why: tuple[str, ...] = ()


class ReferenceList(Record, frozen=True, kw_only=True):
    """The references of one report or one file. `parsed` of them could be read as works; `states` counts those."""

    name: str
    of: int
    parsed: int
    states: dict[str, int] = {}
    databases: tuple[Answered, ...] = ()
    problems: tuple[str, ...] = ()  # of the file as a whole
    references: tuple[Identified, ...] = ()
