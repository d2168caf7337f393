"""Checked claims as lines for a terminal: each claim, its atoms, what each body of evidence says, and what stops the next rung."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from synth.audit.formats.visible import visible
from synth.claims.checking import WORST_FIRST, CheckedAtom, CheckedClaim, Opinion
from synth.measurements import split_path

ROWS_SHOWN = 12  # of those that one test took; with -v and in --json, all
COMPARISONS_SHOWN = 12
IN = "     "  # before what an atom has below it
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COLOURS = {"red": 31, "yellow": 33, "green": 32, "na": 2}


def verdict_lines(claims: Sequence[CheckedClaim], *, width: int, colour: bool, explain: bool, all_rows: bool) -> Iterator[str]:
    """The page: counts, claims with their atoms, then for each rung that was not reached what is missing and what it takes."""
    yield from wrap(_headline(claims), width)
    for claim in claims:
        yield ""
        yield from _claim_lines(claim, width, colour)
        for at, atom in enumerate(claim.atoms):
            yield from _atom_lines(atom, _LETTERS[at % len(_LETTERS)], width, colour, explain, all_rows)
    stops = list(_stops(claims, width))
    if stops:
        yield from ("", "What stops the next rung", *stops)


def _headline(claims: Sequence[CheckedClaim]) -> str:
    atoms = [atom for claim in claims for atom in claim.atoms]
    return f"{_counted(len(claims), 'claim')}: {_tally(claim.stands for claim in claims)}. " + (
        f"{_counted(len(atoms), 'atom')}: {_tally(atom.stands for atom in atoms)}."
    )


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _tally(judgements: Iterable[str]) -> str:
    counts = Counter(judgements)
    return ", ".join(f"{counts[one]} {one}" for one in WORST_FIRST if counts[one])


def _claim_lines(claim: CheckedClaim, width: int, colour: bool) -> Iterator[str]:
    cites = f"cites {claim.source.name}" if claim.source else ""
    about = ", ".join(part for part in (cites, "cut off" if claim.cut_off else "") if part)
    name = visible(claim.name) or "the claim"
    yield f"{name}: {_painted(claim.stands, claim.light, colour)}{f' ({about})' if about else ''}"
    yield from wrap(f"“{visible(claim.text)}{'…' if claim.cut_off else ''}”", width)


def _atom_lines(checked: CheckedAtom, letter: str, width: int, colour: bool, explain: bool, all_rows: bool) -> Iterator[str]:
    atom = checked.atom
    kind = f"[{atom.type}] " if atom.type else ""
    yield from wrap(f"{kind}{visible(atom.text)}", width, initial_indent=f"  {letter}  ", subsequent_indent=IN)
    if not checked.opinions:
        why = atom.why or f"none of {_counted(checked.silent, 'source')} at hand has the numbers that the test asks for"
        yield from _hanging(_painted("not checkable", "na", colour), "not checkable", visible(why), width)
    shown = [(_verdict(one), one.word, _place(one), _against(one)) for one in checked.opinions]
    sizes = [max((len(row[at]) for row in shown), default=0) for at in range(3)]
    for one, (verdict, word, place, against) in zip(checked.opinions, shown, strict=True):
        start = f"{IN}{verdict:<{sizes[0]}}  {word:<{sizes[1]}}  "
        rest = f"{visible(place)}  {visible(against)}".rstrip()
        lines = wrap(rest, max(width - len(start), 24), subsequent_indent="  ")
        painted = start.replace(verdict, _painted(verdict, _light(one), colour), 1)
        yield painted + (lines[0] if lines else "")
        yield from (" " * len(start) + line for line in lines[1:])
        if explain:
            yield from _explained(one, width, all_rows)
    if explain and atom.test and not checked.opinions:
        yield from wrap(f"test: {atom.test}", width, initial_indent=IN, subsequent_indent=IN + "  ")


def _verdict(one: Opinion) -> str:
    return one.judgement


def _place(one: Opinion) -> str:
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
    lines = [f"test: {one.test}" if one.test else "", f"read as: {one.reading}" if one.reading else "", one.verdict.reason]
    compared = one.comparisons if all_rows else one.comparisons[:COMPARISONS_SHOWN]
    for step in compared if len(one.comparisons) > 1 else ():
        answer = {True: "yes", False: "no", None: "cannot be told"}[step.holds]
        lines.append(f"· {step.left} {step.sign} {step.right}: {answer} ({step.what})")
    if len(compared) < len(one.comparisons):
        lines.append(f"· and {len(one.comparisons) - len(compared)} more comparisons: -v shows all")
    rows = one.rows if all_rows else one.rows[:ROWS_SHOWN]
    for row in rows:
        page = f", p. {row.page}" if row.page else ""
        where = " × ".join(" › ".join(split_path(path)) for path in (row.row, row.column) if path)
        lines.append(
            f"= {row.source}, {row.table or 'no table'}{page}{f': {where}' if where else ''}: {row.value:g} ({row.low:g} to {row.high:g})"
        )
    if len(rows) < len(one.rows):
        lines.append(f"= and {len(one.rows) - len(rows)} more rows: -v shows all")
    if one.judgement != "not checkable" and one.verdict.would_change:
        lines.append(f"it would change with {one.verdict.would_change}")
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
