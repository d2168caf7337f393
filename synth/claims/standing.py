"""What bodies of evidence say of an atom, how it stands by them, and the headline that says so in words.

The cited source's own tables decide, and a rerun; else its prose; else other versions of the work; else other works. What the others say is
told beside it. That a source says a thing in its prose makes it a claim of that source, and derives it from nothing: where the numbers of
another version are against it, it is contradicted by the one and said by the other. Of a claim that cites nothing any source at hand may be
the one it is of: where some bear it out and others do not, they disagree, and none of them is right by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from synth.published import work_of
from synth.records import Judgement, Light, Record, Source, Verdict

MOST_NAMED = 3  # sources in a headline

Standing = Literal["contradicted", "distorted", "sources disagree", "not enough", "not checkable", "supported"]
WORST_FIRST: tuple[Standing, ...] = ("contradicted", "distorted", "sources disagree", "not enough", "not checkable", "supported")
_AGAINST = ("contradicted", "distorted")


class Compare(Record, frozen=True, kw_only=True):
    """One comparison that a test made, with the two intervals that were compared."""

    what: str
    sign: str
    left: str
    right: str
    holds: bool | None = None
    where: str = ""  # of several: what tells this one from the others


class Used(Record, frozen=True, kw_only=True):
    """One row that a test took: where it stands, and its number."""

    key: str
    source: str
    value: float
    low: float
    high: float
    table: str = ""
    row: str = ""
    column: str = ""
    page: int | None = None
    note: str = ""


class Opinion(Record, frozen=True, kw_only=True):
    """What one body of evidence says of an atom."""

    source: str
    relation: str
    word: str  # the rung, or what stands in its way
    origin: str
    verdict: Verdict
    prose: bool = False  # a number of its sentences, and not of its tables
    test: str = ""
    reading: str = ""
    found: str = ""  # the left side of a test that is one comparison, else how many of several hold
    stated: str = ""
    comparisons: tuple[Compare, ...] = ()
    rows: tuple[Used, ...] = ()
    by: str = ""  # who repeats these numbers

    @property
    def judgement(self) -> Judgement:
        return self.verdict.judgement


# --- how it stands ------------------------------------------------------------------------------------------------


def standing(reached: Sequence[Opinion]) -> Standing:
    """How an atom stands by the opinions that were reached; that nothing can be checked where there are none."""
    if any(one.word == "at hand" for one in reached):
        return _together(reached)
    deciding, others = decided_by(reached)
    stands = _together(deciding) if _is_others(deciding) else weakest(one.judgement for one in deciding)
    against = [one for one in others if one.relation == "other version" and one.judgement in _AGAINST]
    if stands == "supported" and against and all(one.prose for one in deciding):
        return weakest(one.judgement for one in against)
    return stands


def decided_by(reached: Sequence[Opinion]) -> tuple[list[Opinion], list[Opinion]]:
    """The opinions that decide how an atom stands, and the others."""
    ranked = (
        [one for one in reached if one.relation == "rerun" or (one.relation == "cited" and not one.prose and not one.by)],
        [one for one in reached if one.relation == "cited" and not one.prose],
        [one for one in reached if one.relation == "cited"],
        [one for one in reached if one.relation == "other version"],
        [one for one in reached if one.relation == "version not known"],
        list(reached),
    )
    deciding = next((those for those in ranked if those), [])
    return deciding, [one for one in reached if one not in deciding]


def _is_others(opinions: Sequence[Opinion]) -> bool:
    return all(one.relation not in ("cited", "rerun") for one in opinions)


def _together(opinions: Sequence[Opinion]) -> Standing:
    """Of sources of which none comes first: that they disagree, where some bear the claim out and others do not."""
    judgements = {one.judgement for one in opinions}
    return "sources disagree" if "supported" in judgements and len(judgements) > 1 else weakest(judgements)


def weakest(judgements: Iterable[Standing | Judgement]) -> Standing:
    """The worst of several; of none, that nothing can be checked."""
    found = set(judgements)
    return next((one for one in WORST_FIRST if one in found), "not checkable")


def light_of(reached: Sequence[Opinion]) -> Light:
    """Red where the cited source itself, or a rerun at full scale, says otherwise; yellow where another does, or a figure is distorted.

    Where no source is cited, one that bears the claim out may be the one it is of: then it is yellow that another does not.
    """
    if reached and all(one.word == "at hand" for one in reached) and any(one.judgement == "supported" for one in reached):
        return "green" if all(one.judgement == "supported" for one in reached) else "yellow"
    if any(one.judgement == "contradicted" and (one.relation == "cited" or one.verdict.reach == "number") for one in reached):
        return "red"
    if any(one.judgement in ("contradicted", "distorted") for one in reached):
        return "yellow"
    return "green" if reached else "na"


# --- in words -----------------------------------------------------------------------------------------------------


def headline(stands: Standing, reached: Sequence[Opinion], cited: Source | None) -> str:
    """How an atom stands and by whom: "contradicted by v1, said by v2"."""
    deciding, others = decided_by(reached)
    agree, against = _names(reached, cited, ("supported",)), _names(reached, cited, _AGAINST)
    if stands == "sources disagree":
        bear, do = ("bear" if len(agree) > 1 else "bears"), ("do" if len(against) > 1 else "does")
        return f"sources disagree: {_listed(agree)} {bear} it out, {_listed(against)} {do} not"
    if stands == "not checkable" or any(one.word == "at hand" for one in reached):
        return stands
    mine = _names(deciding, cited, (stands,))
    if _is_others(deciding):
        return f"{stands} by {_listed(mine)}"
    if not mine:  # its prose says it, and derives nothing
        theirs = [one for one in others if one.relation == "other version"]
        return f"{stands} by {_listed(_names(theirs, cited, (stands,)))}, said by {_listed(_names(deciding, cited, ('supported',)))}"
    if borne := _names(deciding, cited, ("supported",)) if stands != "supported" else []:
        return f"{stands} by {_listed(mine)}, borne out by {_listed(borne)}"
    if other := _names(others, cited, _AGAINST if stands == "supported" else ("supported",)):
        return f"{stands}; {_listed(other)} sa{'y' if len(other) > 1 else 'ys'} otherwise"
    return stands


def headline_of(stands: Standing, headlines: Sequence[str]) -> str:
    """The headline of a claim by those of its atoms that stand as it does: theirs, where they say the same."""
    return headlines[0] if headlines and len(set(headlines)) == 1 else stands


def _names(opinions: Iterable[Opinion], cited: Source | None, judgements: Sequence[str]) -> list[str]:
    """The sources with these judgements: by their version alone, where they are of the cited work."""
    work = work_of(cited.name) if cited else ""
    return list(
        dict.fromkeys(
            one.source.removeprefix(work) if work and work_of(one.source) == work and one.source != work else one.source
            for one in opinions
            if one.judgement in judgements
        )
    )


def _listed(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
