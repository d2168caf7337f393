"""A claim against the rows at hand: for each atom and each body of evidence a verdict, on the ladder, and what stops the next rung.

    shelf = Shelf(read_published())
    checked = check_claim(read_claim(Path("claim.toml")), shelf)

Verdicts stand side by side and are not averaged. An atom stands as the cited source's own tables have it, or a rerun; what others say is
told beside it. Where it is for others to say, and where nobody knows whose claim it is, sources that are not of one mind are said to
disagree. A claim stands as its weakest atom. A count of what a paper did, its setup and its aims are for its own numbers to bear out:
other works do not corroborate them.

What is not done: nothing is fetched and nothing is rerun; what that would take is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from synth.claims.bodies import CORROBORATED, DERIVED, RERUN, Body, Shelf
from synth.claims.conditions import by_conditions, has_labels
from synth.claims.expressions import Call, Compared, ExpressionError, Figure, Joined, Negated, Node, Reckoned, walk
from synth.claims.standing import Compare, Opinion, Standing, Used, headline, headline_of, light_of, standing, weakest
from synth.claims.tests import Outcome, TautologyError, describe, is_denied, parsed, run_test
from synth.measurements import Measurement, key
from synth.records import RUNGS, Atom, Claim, ClaimFile, Evidence, Light, Record, Source, Verdict

OF_THE_PAPER = ("count", "setup", "attribution", "aim", "definition")  # types that other works cannot corroborate
NONE_OF_THE_WORK = "nothing at hand is of the work that is cited, and a sentence is read by the work's own tables"
MOST_REASONS = 3  # of those for which sources are silent
MOST_SILENT = 3  # sources that are named though they have none of the numbers, where the claim cites none

_IN_BRACKETS = re.compile(r" \(there is [^)]*\)")  # the labels that are there: another list for each source


class Compiled(NamedTuple):
    """What is made of a sentence: a test with its reading, or why there is none."""

    test: str = ""
    reading: str = ""
    why: str = ""


Compiler = Callable[[str, Body], Compiled]


class NotReached(Record, frozen=True, kw_only=True):
    """A rung that was not reached: what is missing, and what it would take."""

    rung: str
    missing: str
    takes: str


class CheckedAtom(Record, frozen=True, kw_only=True):
    """An atom with every opinion that was reached, and what stops the rungs that were not."""

    atom: Atom
    stands: Standing
    light: Light
    headline: str = ""  # how it stands, and by whom: "contradicted by v1, said by v2"
    opinions: tuple[Opinion, ...] = ()
    not_reached: tuple[NotReached, ...] = ()
    silent: int = 0  # bodies that say nothing of it
    silence: str = ""  # why they do not


class CheckedClaim(Record, frozen=True, kw_only=True):
    """A claim with its atoms checked. `name` is its file, or empty for a sentence that was given."""

    name: str
    text: str
    stands: Standing
    light: Light
    headline: str = ""  # how it stands, and by whom
    cut_off: bool = False
    source: Source | None = None
    atoms: tuple[CheckedAtom, ...] = ()


# --- a claim -----------------------------------------------------------------------------------------------------


def check_claim(claim: ClaimFile | Claim, shelf: Shelf, *, name: str = "", compiler: Compiler | None = None) -> CheckedClaim:
    """The claim with each of its atoms checked against all that is on the shelf."""
    cited = claim.source if isinstance(claim, ClaimFile) else None
    cut_off = claim.cut_off if isinstance(claim, ClaimFile) else False
    stated_in = (
        {spelled for one in claim.stated for spelled in (one.report, f"file:{one.report}")} if isinstance(claim, ClaimFile) else set()
    )
    atoms = claim.atoms or (Atom(text=claim.text),)
    checked = tuple(_check_atom(atom, shelf, cited, stated_in, compiler) for atom in atoms)
    return CheckedClaim(
        name=name,
        text=claim.text,
        cut_off=cut_off,
        source=cited,
        stands=(stands := weakest(one.stands for one in checked)),
        headline=headline_of(stands, [one.headline for one in checked if one.stands == stands]),
        light=_worst_light([one.light for one in checked]),
        atoms=checked,
    )


def _worst_light(lights: Sequence[Light]) -> Light:
    order: tuple[Light, ...] = ("red", "yellow", "na", "green")
    return next((light for light in order if light in lights), "na")


# --- an atom -----------------------------------------------------------------------------------------------------


def _check_atom(atom: Atom, shelf: Shelf, cited: Source | None, stated_in: Iterable[str], compiler: Compiler | None) -> CheckedAtom:
    if atom.why and not atom.test:
        return CheckedAtom(atom=atom, stands="not checkable", headline="not checkable", light="na")
    bodies = [body for body in shelf.bodies(cited, stated_in) if body.relation != "other work" or atom.type not in OF_THE_PAPER]
    asked = _asked(atom, bodies, compiler)
    reached = tuple(one for one in asked if one.judgement != "not checkable")
    reasons = {one.verdict.reason for one in asked}
    if not any(one.test for one in asked) and len(reasons) == 1:  # of a sentence that nothing could be made of, once why
        return CheckedAtom(atom=_why(atom, reasons.pop()), stands="not checkable", headline="not checkable", light="na")
    # A body that was asked and cannot answer is worth its line where it is the work itself; of the others, how many there are.
    mute = [one for one in asked if one.judgement == "not checkable" and not one.prose]
    own = [one for one in mute if one.relation in ("cited", "rerun")]
    own = own if cited or len(own) <= MOST_SILENT else []  # a claim of which nobody knows whose it is may be of any of them
    near = [one for one in mute if one.relation == "other version"]
    shown = (*reached, *own, *(near if not reached else ()))
    found = atom if atom.test or not reached else _with_reading(atom, reached[0])
    return CheckedAtom(
        atom=_with_verdicts(found, reached),
        stands=(stands := standing(reached)),
        headline=headline(stands, reached, cited),
        light=light_of(reached),
        opinions=tuple(one for one in asked if one in shown),
        not_reached=tuple(_not_reached(found, bodies, asked, cited)),
        silent=len(asked) - len(shown),
        silence=_silence(found, [one for one in asked if one not in shown]),
    )


def _asked(atom: Atom, bodies: Sequence[Body], compiler: Compiler | None) -> list[Opinion]:
    """What each body says. A sentence is compiled over the work's own tables; other works are asked the test that came of it.

    A body without tables is asked for the number that the test asks for by what that was measured under, where its row says so.
    """
    if atom.test:
        return [_opinion((atom.test, *atom.also), atom.reading, body) for body in bodies]
    first, at = Compiled(why=NONE_OF_THE_WORK), -1
    found: list[Compiled] = []
    for nth, body in enumerate(bodies):
        if body.relation in ("cited", "other version", "version not known"):
            made = compiler(atom.text, body) if compiler else Compiled(why="there is no test, and nothing compiles one from the sentence")
            first, at = (made, nth) if made.test and not first.test else (first, at)
        else:
            made = first
        found.append(made)
    asked = by_conditions(first.test, bodies[at].rows) if first.test else ""
    opinions: list[Opinion] = []
    for body, made in zip(bodies, found, strict=True):
        one = _opinion((made.test,), made.reading, body) if made.test else _silent(body, made.why)
        if asked and one.judgement == "not checkable" and not has_labels(body.rows):
            other = _opinion((asked,), "", body)
            one = other if other.judgement != "not checkable" else one
        opinions.append(one)
    return opinions


def _silence(atom: Atom, mute: Sequence[Opinion]) -> str:
    """Why bodies say nothing of an atom: the commonest reasons, each with how many have it."""
    if not mute:
        return ""
    counts = Counter(_IN_BRACKETS.sub("", one.verdict.reason.removeprefix("Not checkable: ")).rstrip(".") for one in mute)
    told = [f"{why} ({n})" for why, n in counts.most_common(MOST_REASONS)]
    rest = sum(counts.values()) - sum(n for _, n in counts.most_common(MOST_REASONS))
    of = "1 source" if len(mute) == 1 else f"{len(mute)} sources"
    what = "has the numbers that the test asks for" if atom.test else "could be asked what the sentence says"
    return f"none of {of} at hand {what}: {'; '.join(told)}{f'; others ({rest})' if rest else ''}"


def _why(atom: Atom, reason: str) -> Atom:
    from msgspec.structs import replace

    return replace(atom, why=reason)


def _with_reading(atom: Atom, opinion: Opinion) -> Atom:
    from msgspec.structs import replace

    return replace(atom, test=opinion.test, reading=opinion.reading)


def _with_verdicts(atom: Atom, reached: Sequence[Opinion]) -> Atom:
    from msgspec.structs import replace

    return replace(atom, verdicts=tuple(one.verdict for one in reached))


# --- one body ----------------------------------------------------------------------------------------------------


def _opinion(tests: Sequence[str], reading: str, body: Body) -> Opinion:
    """What a body says of the first of the tests that finds its numbers, or of the first of all."""
    first: Opinion | None = None
    for test in tests:
        one = _held_against(test, reading, body)
        if one.judgement != "not checkable":
            return one
        first = first or one
    assert first is not None
    return first


def _held_against(test: str, reading: str, body: Body) -> Opinion:
    wanted, reach = test, ""
    if body.relation == "rerun":
        reach = "number" if all(row.scale in ("", "full") for row in body.rows.rows) else "direction"
        if reach == "direction" and not (wanted := direction_of(test)):
            return _silent(body, "at a reduced scale only directions are tested, and this test asks for a number", test)
    try:
        outcome = run_test(wanted, body.rows)
    except TautologyError as error:
        return _silent(body, str(error), wanted)
    except ExpressionError as error:
        raise ExpressionError(f"{test}: {error}") from None
    return _from_outcome(outcome, reading, body, reach)


def _silent(body: Body, why: str, test: str = "") -> Opinion:
    verdict = Verdict(judgement="not checkable", rung=body.rung, reason=why, would_change=why)
    return Opinion(
        source=body.source,
        relation=body.relation,
        word=body.word,
        origin=body.origin,
        verdict=verdict,
        prose=body.prose,
        test=test,
        by=body.by,
    )


def _from_outcome(outcome: Outcome, reading: str, body: Body, reach: str) -> Opinion:
    bearing = {"supported": "for", "contradicted": "against", "distorted": "against"}.get(outcome.judgement, "neither")
    verdict = Verdict(
        judgement=outcome.judgement,
        rung=body.rung,
        reason=outcome.sentence,
        evidence=(Evidence(source=body.source, rows=outcome.keys, bearing=bearing),) if outcome.rows else (),  # type: ignore[arg-type]
        would_change=_would_change(outcome),
        reach=reach,  # type: ignore[arg-type]
    )
    found, stated = _found_and_stated(outcome)
    return Opinion(
        source=body.source,
        relation=body.relation,
        word=f"{body.word}, direction only" if reach == "direction" else body.word,
        origin=body.origin,
        verdict=verdict,
        prose=body.prose,
        test=outcome.test,
        reading=reading or describe(parsed(outcome.test)),
        found=found,
        stated=stated,
        comparisons=tuple(
            Compare(what=s.what, sign=s.sign, left=s.left, right=s.right, holds=s.holds, where=s.where) for s in outcome.steps
        ),
        rows=tuple(_used(row) for row in outcome.rows),
        by=body.by,
    )


def _used(row: Measurement) -> Used:
    return Used(
        key=key(row),
        source=row.source,
        value=row.value,
        low=row.low,
        high=row.high,
        table=row.table,
        row=row.row,
        column=row.column,
        page=row.page,
        note=row.note,
    )


def _would_change(outcome: Outcome) -> str:
    """What would have to be otherwise for another verdict."""
    if outcome.judgement == "not checkable":
        return outcome.missing
    cells = f"the {len(outcome.rows)} numbers it is made from" if len(outcome.rows) != 1 else "the one number it is made from"
    if len(outcome.steps) == 1 and outcome.steps[0].sign == "==":
        there = outcome.judgement == "supported"
        return f"{cells} gave something {'outside' if there else 'within'} {outcome.steps[0].right}"
    return f"{cells} were others"


def _found_and_stated(outcome: Outcome) -> tuple[str, str]:
    """The two sides of a test that is one comparison, without their intervals; of several, how many hold."""
    if len(outcome.steps) == 1:
        (step,) = outcome.steps
        sign = "" if step.sign == "==" else f"{step.sign} "
        node = parsed(outcome.test)
        ranked = isinstance(node, Compared) and isinstance(node.left, Call) and node.left.name == "rank"
        sign = f"not {sign}" if is_denied(node) else sign
        return f"{'place ' if ranked else ''}{step.left.partition(' (')[0]}", f"{sign}{step.right.partition(' (')[0]}"
    if outcome.steps:
        held = f"{sum(step.holds is True for step in outcome.steps)} of {len(outcome.steps)}"
        return f"denied: {held}" if is_denied(parsed(outcome.test)) else held, ""
    return "", ""


def direction_of(test: str) -> str:
    """The test with each change that is stated as a number turned into its direction; empty where it states another number.

    An order stays as it is: what is first at a small scale may be first at a large one, as what rises may rise.
    """
    from synth.claims.expressions import write_expression

    node = parsed(test)
    try:
        return write_expression(_directed(node))
    except _NoDirectionError:
        return ""


class _NoDirectionError(Exception):
    """A number is stated that is no change: it has no direction."""


def _directed(node: Node) -> Node:
    match node:
        case Compared(left=Call(name="rank"), right=Figure()):
            return node  # a place among others is an order, and no number of any of them
        case Compared(sign="==", left=left, right=right):
            for change, stated in ((left, right), (right, left)):
                if (value := _figure(stated)) is not None:
                    if not value or not _is_change(change):
                        raise _NoDirectionError
                    return Compared(">" if value > 0 else "<", change, Figure("0"))
            return node
        case Compared(left=left, right=right) if any((value := _figure(side)) is not None and value for side in (left, right)):
            raise _NoDirectionError
        case Call(arguments=arguments):
            return node._replace(arguments=tuple(_directed(part) for part in arguments))
        case Negated(part=part):
            return node._replace(part=_directed(part))
        case Joined(parts=parts):
            return node._replace(parts=tuple(_directed(part) for part in parts))
    return node


def _figure(node: Node) -> float | None:
    match node:
        case Figure(text=text):
            return float(text)
        case Negated(sign="-", part=Figure(text=text)):
            return -float(text)
        case Call(name="about", arguments=(inner,)):
            return _figure(inner)
    return None


def _is_change(node: Node) -> bool:
    """Whether a part gives a difference: a gain, a mean of gains, one score less another."""
    if isinstance(node, Reckoned):
        return node.sign == "-" and not any(_counts(part) for part in (node.left, node.right))
    return isinstance(node, Call) and (
        node.name in ("gain", "gains")
        or (node.name in ("mean", "median", "highest", "lowest", "best", "worst") and all(map(_is_change, node.arguments)))
    )


def _counts(node: Node) -> bool:
    return any(isinstance(part, Call) and part.name in ("count", "rank", "share") for part in walk(node))


# --- what stops the next rung --------------------------------------------------------------------------------------


def _not_reached(atom: Atom, bodies: Sequence[Body], opinions: Sequence[Opinion], cited: Source | None) -> Iterable[NotReached]:
    name = cited.name if cited else "the source of the claim"
    for rung in (DERIVED, CORROBORATED, RERUN):
        asked = [one for one in opinions if one.verdict.rung == rung]
        if any(one.judgement != "not checkable" and (rung != CORROBORATED or one.relation == "other work") for one in asked):
            continue
        why = next((one.verdict.reason for one in asked if rung != CORROBORATED), "")
        if rung == DERIVED:
            takes = "a cell that the source does not print" if asked else f"a copy of {name}: --paper FILE, or --measurements its tables"
            if cited is None:
                why = _missing_everywhere(atom, asked)
                takes = "the source that the claim is of: --paper FILE, or --measurements its tables"
            yield NotReached(rung=RUNGS[rung], missing=why or f"no table of {name} is at hand", takes=takes)
        elif rung == CORROBORATED and (cited is None or atom.type in OF_THE_PAPER):
            continue
        elif rung == CORROBORATED:
            others = len({body.source for body in bodies if body.relation == "other work"})
            missing = f"none of the {others} other sources at hand has these numbers" if others else "no other source is at hand"
            yield NotReached(rung=RUNGS[rung], missing=missing, takes="another work that measured the same: --measurements FILE")
        elif atom.type not in OF_THE_PAPER:
            runs = "runs that have its numbers" if asked else "a rerun, given with --measurements"
            yield NotReached(
                rung=RUNGS[rung],
                missing=why or "nothing was rerun",
                takes=f"{runs}; its test says of what: {atom.test}" if atom.test else runs,
            )


def _missing_everywhere(atom: Atom, asked: Sequence[Opinion]) -> str:
    """Why no source at hand answers, where any may be the one that a claim is of: one reason, where all have the same."""
    reasons = {one.verdict.reason.removeprefix("Not checkable: ").rstrip(".") for one in asked}
    if len(reasons) == 1:
        return reasons.pop()
    return "no source at hand has these numbers" if atom.test else "no test could be made of the sentence over a source at hand"
