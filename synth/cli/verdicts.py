"""Checked claims as lines for a terminal: each claim, its atoms, what each body of evidence says, and what stops the next rung."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from msgspec.structs import replace

from synth.audit.formats.visible import visible
from synth.claims.checking import CheckedAtom, CheckedClaim
from synth.claims.consistency import Slip
from synth.claims.differences import Differences, place
from synth.claims.prose import Prose
from synth.claims.standing import WORST_FIRST, Opinion
from synth.claims.versions import Ledger
from synth.measurements import Measurement, split_path
from synth.records import Light

ROWS_SHOWN = 12  # of those that one test took; with -v and in --json, all
COMPARISONS_SHOWN = 12
DIFFERENCES_SHOWN = 100
QUOTED = 160  # characters of a sentence of a paper
READ_AS = "read as: "  # how the compiler begins its reading
IN = "     "  # before what an atom has below it
SHORT = "sha256:0123456789ab"  # as much of a hash as is shown
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COLOURS = {"red": 31, "yellow": 33, "green": 32, "na": 2}


def verdict_lines(
    claims: Sequence[CheckedClaim], *, width: int, colour: bool, explain: bool, all_rows: bool, names: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The page: counts, claims with their atoms, then for each rung that was not reached what is missing and what it takes.

    `names` says what a source is called that is known by a hash alone: its file.
    """
    claims = [_named(claim, names or {}) for claim in claims]
    yield from wrap(_headline(claims), width)
    for claim in claims:
        yield ""
        yield from _claim_lines(claim, width, colour)
        for at, atom in enumerate(claim.atoms):
            yield from _atom_lines(atom, _LETTERS[at % len(_LETTERS)], width, colour, explain, all_rows)
    stops = list(_stops(claims, width))
    if stops:
        yield from ("", "What stops the next rung", *stops)


def _named(claim: CheckedClaim, names: Mapping[str, str]) -> CheckedClaim:
    """The claim with its sources called by the names that a person knows them by."""

    def called(text: str) -> str:
        return _HASH.sub(lambda found: names.get(found[0], f"{found[0][: len(SHORT)]}…"), text)

    def opinion(one: Opinion) -> Opinion:
        return replace(
            one, source=called(one.source), by=called(one.by), rows=tuple(replace(row, source=called(row.source)) for row in one.rows)
        )

    atoms = [
        replace(
            atom,
            headline=called(atom.headline),
            opinions=tuple(opinion(one) for one in atom.opinions),
            not_reached=tuple(replace(one, missing=called(one.missing), takes=called(one.takes)) for one in atom.not_reached),
        )
        for atom in claim.atoms
    ]
    return replace(claim, headline=called(claim.headline), atoms=tuple(atoms))


def _headline(claims: Sequence[CheckedClaim]) -> str:
    atoms = [atom for claim in claims for atom in claim.atoms]
    by_others = sum(claim.source is not None and claim.light == "yellow" and claim.stands == "contradicted" for claim in claims)
    whose = f" ({by_others} of these by another source than the one that is cited)" if by_others else ""
    return f"{_counted(len(claims), 'claim')}: {_tally((claim.stands for claim in claims), whose)}. " + (
        f"{_counted(len(atoms), 'atom')}: {_tally(atom.stands for atom in atoms)}."
    )


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _tally(judgements: Iterable[str], whose: str = "") -> str:
    """How many there are of each; `whose` is said of those that are contradicted."""
    counts = Counter(judgements)
    return ", ".join(_of_each(one, n, whose if one == "contradicted" else "") for one in WORST_FIRST if (n := counts[one]))


def _of_each(standing: str, n: int, whose: str) -> str:
    return f"{standing} on {n}" if standing == "sources disagree" else f"{n} {standing}{whose}"


def _claim_lines(claim: CheckedClaim, width: int, colour: bool) -> Iterator[str]:
    cites = f"cites {visible(claim.source.name)}" if claim.source else ""
    about = ", ".join(part for part in (cites, "cut off" if claim.cut_off else "") if part)
    name = visible(claim.name) or "the claim"
    first, *more = wrap(f"{name}: {visible(claim.headline)}{f' ({about})' if about else ''}", width, subsequent_indent="  ")
    yield first.replace(f": {claim.stands}", f": {_painted(claim.stands, claim.light, colour)}", 1)
    yield from more
    yield from wrap(f"“{visible(claim.text)}{'…' if claim.cut_off else ''}”", width)


def _atom_lines(checked: CheckedAtom, letter: str, width: int, colour: bool, explain: bool, all_rows: bool) -> Iterator[str]:
    atom = checked.atom
    kind = f"[{atom.type}] " if atom.type else ""
    yield from wrap(f"{kind}{visible(atom.text)}", width, initial_indent=f"  {letter}  ", subsequent_indent=IN)
    if not checked.opinions:
        why = atom.why or checked.silence or "nothing is at hand to hold it against"
        yield from _hanging(_painted("not checkable", "na", colour), "not checkable", visible(why), width)
    shown = [(one.judgement, one.word, _whose(one), _against(one)) for one in checked.opinions]
    sizes = [max((len(row[at]) for row in shown), default=0) for at in range(3)]
    for one, (verdict, word, whose, against) in zip(checked.opinions, shown, strict=True):
        start = f"{IN}{verdict:<{sizes[0]}}  {word:<{sizes[1]}}  "
        rest = f"{visible(whose)}  {visible(against)}".rstrip()
        lines = wrap(rest, max(width - len(start), 24), subsequent_indent="  ")
        painted = start.replace(verdict, _painted(verdict, _light(one), colour), 1)
        yield painted + (lines[0] if lines else "")
        yield from (" " * len(start) + line for line in lines[1:])
        if explain:
            yield from _explained(one, width, all_rows)
    if explain and atom.test and not checked.opinions:
        yield from wrap(f"test: {atom.test}", width, initial_indent=IN, subsequent_indent=IN + "  ")


def _whose(one: Opinion) -> str:
    parts = [one.source, *(["its prose"] if one.prose else []), *([one.origin] if one.origin == "parsed" else [])]
    return ", ".join([*parts, *([f"as {one.by} repeats it"] if one.by else [])])


def _against(one: Opinion) -> str:
    if one.judgement == "not checkable":
        return one.verdict.reason.removeprefix("Not checkable: ")
    if one.found and one.stated:
        return f"{one.found} against {one.stated}"
    return one.found or one.verdict.reason


def _light(one: Opinion) -> str:
    if one.judgement == "contradicted":
        return "red" if one.relation == "cited" or one.verdict.reach == "number" else "yellow"
    return {"distorted": "yellow", "supported": "green"}.get(one.judgement, "na")


def _painted(text: str, light: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[light]}m{text}\x1b[0m" if colour and light in _COLOURS else text


def _hanging(painted: str, plain: str, text: str, width: int) -> Iterator[str]:
    indent = " " * (len(IN) + len(plain) + 2)
    lines = wrap(text, width - len(indent))
    yield f"{IN}{painted}  {lines[0] if lines else ''}"
    yield from (f"{indent}{line}" for line in lines[1:])


# --- --explain -----------------------------------------------------------------------------------------------------


def _explained(one: Opinion, width: int, all_rows: bool) -> Iterator[str]:
    """The test and its reading, each comparison with the intervals that were compared, the rows, and what would change the verdict."""
    lines = [
        f"test: {one.test}" if one.test else "",
        f"read as: {one.reading.removeprefix(READ_AS)}" if one.reading else "",
        one.verdict.reason,
    ]
    compared = one.comparisons if all_rows else one.comparisons[:COMPARISONS_SHOWN]
    for step in compared if len(one.comparisons) > 1 else ():
        answer = {True: "yes", False: "no", None: "cannot be told"}[step.holds]
        lines.append(f"· {step.left} {step.sign} {step.right}: {answer} ({step.where or step.what})")
    if len(compared) < len(one.comparisons):
        lines.append(f"· and {len(one.comparisons) - len(compared)} more comparisons: -v shows all")
    rows = one.rows if all_rows else one.rows[:ROWS_SHOWN]
    for row in rows:
        page = f", p. {row.page}" if row.page else ""
        where = " × ".join(" › ".join(split_path(path)) for path in (row.row, row.column) if path)
        whose = f"{row.source}, " if one.relation == "rerun" else ""  # of a body of several runs
        place_of = f"{whose}{row.table or 'no table'}{page}{f': {where}' if where else ''}"
        lines.append(f"= {place_of}: {row.value:g} ({row.low:g} to {row.high:g})")
    if len(rows) < len(one.rows):
        lines.append(f"= and {len(one.rows) - len(rows)} more rows: -v shows all")
    if one.judgement != "not checkable" and one.verdict.would_change:
        lines.append(f"otherwise if {one.verdict.would_change}")
    for line in lines:
        if line:
            yield from wrap(visible(line), width, initial_indent=IN + "  ", subsequent_indent=IN + "    ")


# --- what stops the next rung ----------------------------------------------------------------------------------------


def _stops(claims: Sequence[CheckedClaim], width: int) -> Iterator[str]:
    """Each rung that was not reached, what is missing, for how many atoms, and what it takes; the same reason once."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for claim in claims:
        for atom in claim.atoms:
            for stop in atom.not_reached:
                takes = stop.takes.partition("; its test says")[0]
                counts[stop.rung, stop.missing, takes] += 1
    for (rung, missing, takes), n in counts.items():
        yield from wrap(
            f"{rung} ({_counted(n, 'atom')}): {visible(missing)}; it takes {visible(takes)}",
            width,
            initial_indent="  ",
            subsequent_indent="    ",
        )


# --- versions --------------------------------------------------------------------------------------------------------


def ledger_lines(ledgers: Sequence[Ledger], *, width: int, all_entries: bool) -> Iterator[str]:
    """For each atom what follows from the versions, and which says what; the same once, though several claims say it."""
    yield "What the versions say"
    told: set[tuple[object, ...]] = set()
    for one in ledgers:
        entries = [(entry.version, entry.says, entry.known, entry.where) for entry in one.entries]
        if (mark := (one.work, one.about, one.sentence, *entries)) in told:
            continue
        told.add(mark)
        about = one.about or f"“{one.text}”"
        sentence = one.sentence if one.cited else f"as a claim of it: {one.sentence}"
        yield from wrap(visible(f"{one.work}, {about}: {sentence}"), width, initial_indent="  ", subsequent_indent="    ")
        shown = one.entries if all_entries else _one_each(one)
        for entry in shown:
            where = f", {entry.where}" if entry.where else ""
            known = f" ({_KNOWN.get(entry.known, entry.known)}{where})"
            says = entry.says if all_entries or len(entry.says) <= QUOTED else f"{entry.says[:QUOTED]}…"
            yield from wrap(
                visible(f"{entry.version.removeprefix(one.work)}: {says}{known}"), width, initial_indent="    ", subsequent_indent="      "
            )


_KNOWN = {"tables": "by its numbers", "prose": "by its numbers", "sentence": "its own sentence", "second-hand": "known second-hand only"}


def _one_each(ledger: Ledger) -> list[Any]:
    """The entries without those that say once more of a version what another of it says."""
    kept: dict[tuple[object, ...], Any] = {}
    for entry in ledger.entries:
        kept.setdefault((entry.version, entry.agrees, entry.value, entry.known in ("read", "tables", "prose")), entry)
    return list(kept.values())


def difference_lines(found: Differences, *, width: int, all_rows: bool) -> Iterator[str]:
    """What two versions print differently, in the order of their tables."""
    only = f"{len(found.only_one):,} only in the first, {len(found.only_other):,} only in the second"
    both = f"{_counted(found.shared, 'number')} in both, {len(found.differing):,} differ"
    yield from wrap(f"{visible(found.one)} against {visible(found.other)}: {both}; {only}", width)
    for caution in found.cautions:
        yield from wrap(visible(f"but {caution}"), width, initial_indent="  ", subsequent_indent="    ")
    shown = found.differing if all_rows else found.differing[:DIFFERENCES_SHOWN]
    for one in shown:
        yield from wrap(
            visible(f"{place(one.one)}: {one.one.value:g} → {one.other.value:g}"), width, initial_indent="  ", subsequent_indent="    "
        )
    if len(shown) < len(found.differing):
        yield f"  and {len(found.differing) - len(shown):,} more: -v shows all, as does --json"
    for name, rows in ((found.one, found.only_one), (found.other, found.only_other)):
        if rows:
            yield from wrap(visible(f"only in {name}: {_by_table(rows)}"), width, initial_indent="  ", subsequent_indent="    ")


def _by_table(rows: Sequence[Measurement]) -> str:
    counts = Counter(row.table or "no table" for row in rows)
    return ", ".join(f"{n} in {table}" for table, n in counts.items())


# --- a paper against itself --------------------------------------------------------------------------------------------


class AgainstItself(NamedTuple):
    """What one paper holds against itself: in its tables, and in the sentences that say something of them."""

    path: str
    slips: tuple[Slip, ...]
    prose: Prose


def self_lines(found: AgainstItself, *, width: int, all_rows: bool) -> Iterator[str]:
    """The slips of a paper, those of its tables first."""
    prose = found.prose
    tables = f"{_counted(len(found.slips), 'slip')} in its tables"
    sentences = f"{_counted(prose.sentences, 'sentence')} with a figure: {prose.compiled} became tests, {prose.supported} hold"
    yield from wrap(f"{visible(found.path)} against itself: {tables}; {sentences}, {len(prose.slips)} are nearly right", width)
    for slip in found.slips:
        page = f"p. {slip.page}: " if slip.page else ""
        yield from wrap(visible(f"{slip.light}  {page}{slip.sentence}"), width, initial_indent="  ", subsequent_indent="          ")
    for held in prose.against if all_rows else prose.slips:
        light: Light = "yellow" if held.near else "info"
        page = f"p. {held.sentence.page}: " if held.sentence.page else ""
        said = f"{light}  {page}“{_short(held.sentence.text)}” {held.outcome.sentence}"
        yield from wrap(visible(said), width, initial_indent="  ", subsequent_indent="          ")
    for open_ in prose.undecided if all_rows else ():
        page = f"p. {open_.sentence.page}: " if open_.sentence.page else ""
        said = f"na  {page}“{_short(open_.sentence.text)}” {open_.why}"
        yield from wrap(visible(said), width, initial_indent="  ", subsequent_indent="          ")
    if prose.undecided and not all_rows:
        many = f"{_counted(len(prose.undecided), 'sentence')} became a test that the tables do not decide: -v shows them"
        yield from wrap(many, width, initial_indent="  ", subsequent_indent="  ")
    if (rest := len(prose.against) - len(prose.slips)) and not all_rows:
        far = f"{_counted(rest, 'sentence')} gave something far from its figure and is rather about something else: -v shows them"
        yield from wrap(far, width, initial_indent="  ", subsequent_indent="  ")


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def self_in_json(found: AgainstItself) -> dict[str, Any]:
    """What was found of a paper, in plain dictionaries."""
    from synth.records import to_builtins

    return {
        "file": found.path,
        "slips": [to_builtins(slip) for slip in found.slips],
        "sentences": {"with_a_figure": found.prose.sentences, "compiled": found.prose.compiled, "supported": found.prose.supported},
        "prose": [
            {
                "near": held.near,
                "judgement": held.outcome.judgement,
                "test": held.outcome.test,
                "sentence": held.outcome.sentence,
                "passage": to_builtins(held.sentence),
                "rows": list(held.outcome.keys),
            }
            for held in found.prose.against
        ],
        "undecided": [{"test": one.test, "why": one.why, "passage": to_builtins(one.sentence)} for one in found.prose.undecided],
    }
