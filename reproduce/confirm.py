"""Claims against reruns: which runs a claim's test asks for, which of them are there, and what the numbers say.

A test names what it asks for in the words of the measurements (`gain("squad1", variant="english", over="targets") ≈ 8.2`); the runs it
needs are those of the study's grid that match its words, and those without an intermediate task. A test that asks for cells of a printed
table, or for words that the grid does not have, is not one that a rerun can answer, and it is said why. Of the tests that a claim offers
for one sentence the first that the grid can answer is taken.

The verdict is that of `synth check` over the rerun's measurements, in the same words: a number of several seeds is the 95 % prediction
interval of one more run, mean ± t·s·√(1 + 1/n), and at a reduced scale only directions are tested. One seed says nothing of what another
would give: it takes two for a verdict. None stands without the runs it is from: `artifact` holds all it takes to do them again.

What is not done: a rerun says nothing of whether a sentence stands in its paper; that is for `synth check` with the paper.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from reproduce import code
from reproduce.cache import INPUTS, Cache
from reproduce.plan import UNTRAINED, Node, Plan
from reproduce.results import AVERAGE, Results, measurements, results_of
from reproduce.study import NONE
from synth.claims.bodies import Shelf
from synth.claims.checking import CheckedAtom, check_claim
from synth.claims.expressions import Call, Words, walk
from synth.claims.selecting import LABELS, is_called
from synth.claims.standing import Opinion
from synth.claims.tests import parsed
from synth.records import Atom, ClaimFile

MIN_SEEDS = 2
MOST_SIDES = 4  # comparisons that are shown of a test that was not decided
NOT_RERUN = "a rerun has no cells of a printed table"


class Needed(NamedTuple):
    """The scores that an atom's test is about, or why no rerun of this grid can answer it."""

    test: str = ""
    nodes: tuple[str, ...] = ()
    why: str = ""


class Confirmed(NamedTuple):
    """An atom with what it needs, what of that is missing, and what the rerun says."""

    atom: Atom
    needed: Needed
    missing: tuple[str, ...]
    opinion: Opinion | None
    reason: str  # where there is no verdict

    @property
    def judgement(self) -> str:
        return self.opinion.judgement if self.opinion else "not checkable"

    @property
    def reach(self) -> str:
        return self.opinion.verdict.reach if self.opinion else ""


# --- what a claim needs -----------------------------------------------------------------------------------------


def needed(plan: Plan, atom: Atom) -> Needed:
    """The nodes of the plan that the first answerable test of an atom asks for."""
    if not atom.test:
        return Needed(why=atom.why or "nobody has made a test of it")
    reasons = []
    for test in (atom.test, *atom.also):
        found = _of_test(plan, test)
        if not found.why:
            return found
        reasons.append(found.why)
    return Needed(why="; ".join(dict.fromkeys(reasons)))


def _of_test(plan: Plan, test: str) -> Needed:
    nodes: dict[str, None] = {}
    for part in walk(parsed(test)):
        if not isinstance(part, Call) or part.name not in ("gain", "gains", "cell", "cells"):
            continue
        found = _of_call(plan, part)
        if isinstance(found, str):
            return Needed(test, why=found)
        nodes |= dict.fromkeys(found)
    return Needed(test, tuple(nodes)) if nodes else Needed(test, why="the test asks for no measurement")


def _of_call(plan: Plan, call: Call) -> list[str] | str:
    """The nodes of one request for numbers, or why there are none."""
    asked = {name: list(words.words) for name, words in call.named}
    if set(asked) & {*LABELS, "table"}:
        return NOT_RERUN
    asked.setdefault("intermediate", [word for one in call.arguments if isinstance(one, Words) for word in one.words])
    wanted = {"intermediate": asked["intermediate"], "variant": asked.get("variant", []), "target": asked.get("target", [])}
    grid = plan.study.grid
    there = {
        "intermediate": (*grid.intermediate, NONE),
        "variant": grid.variants,
        "target": (*grid.targets, AVERAGE),
        "model": (grid.backbone,),
    }
    for name, words in (*wanted.items(), ("model", asked.get("model", []))):
        for word in words:
            if not any(is_called(name, word, one) for one in there[name]):
                return f"the grid has no {name} “{word}”; it has {', '.join(there[name])}"
    return [node.name for node in plan.nodes.values() if _wanted(node, wanted)]


def _wanted(node: Node, wanted: Mapping[str, Sequence[str]]) -> bool:
    cell = node.cell
    if cell is None or cell.intermediate == UNTRAINED or node.step == "floors":
        return False
    if wanted["target"] and not any(word == AVERAGE or is_called("target", word, cell.target) for word in wanted["target"]):
        return False
    if cell.intermediate == NONE:
        return True
    return all(
        not wanted[name] or any(is_called(name, word, have) for word in wanted[name])
        for name, have in (("intermediate", cell.intermediate), ("variant", cell.variant))
    )


# --- what the reruns say ----------------------------------------------------------------------------------------


def confirm(plan: Plan, root: Path, claims: Iterable[ClaimFile]) -> list[list[Confirmed]]:
    """For each claim its atoms, held against what was run."""
    results = results_of(plan, root)
    there = {one.node.name for one in results.scored}
    shelf = Shelf(measurements(results))
    return [[_atom(plan, results, there, shelf, claim, atom) for atom in claim.atoms] for claim in claims]


def _atom(plan: Plan, results: Results, there: set[str], shelf: Shelf, claim: ClaimFile, atom: Atom) -> Confirmed:
    found = needed(plan, atom)
    missing = tuple(name for name in found.nodes if name not in there)
    if found.why:
        return Confirmed(atom, found, missing, None, found.why)
    if missing:
        return Confirmed(atom, found, missing, None, f"{len(missing)} of {len(found.nodes)} scores that it needs are not there")
    if len(plan.study.grid.seeds) < MIN_SEEDS:
        return Confirmed(atom, found, missing, None, f"one seed says nothing of what another would give; --seeds with {MIN_SEEDS} or more")
    asked = msgspec.structs.replace(atom, test=found.test, also=())
    checked = check_claim(msgspec.structs.replace(claim, atoms=(asked,)), shelf).atoms[0]
    opinion = _of_rerun(checked)
    if opinion is None or opinion.judgement == "not checkable":
        return Confirmed(atom, found, missing, None, _why(checked, opinion))
    return Confirmed(atom, found, missing, opinion, "")


def _of_rerun(checked: CheckedAtom) -> Opinion | None:
    return next((one for one in checked.opinions if one.relation == "rerun"), None)


def _why(checked: CheckedAtom, opinion: Opinion | None) -> str:
    if opinion is None:
        return checked.atom.why or checked.silence or "the rerun has none of its numbers"
    sides = "; ".join(f"{one.left} {one.sign} {one.right}" for one in opinion.comparisons[:MOST_SIDES])
    return f"{opinion.verdict.reason} {sides}".strip()


# --- the artifact -----------------------------------------------------------------------------------------------


def artifact(plan: Plan, root: Path, claim: ClaimFile, atoms: Sequence[Confirmed], *, command: str) -> dict[str, Any]:
    """All it takes to see where a verdict is from, and to do it again."""
    cache = Cache(root)
    nodes = sorted({above for one in atoms for name in one.needed.nodes for above in _with_parents(plan, name)})
    runs = {}
    for name in nodes:
        made = cache.find(plan.inputs(name))
        if made:
            inputs = msgspec.json.decode((made.folder.parent / INPUTS).read_bytes())
            runs[name] = {
                "key": made.key,
                "inputs": inputs,
                "files": dict(made.files),
                "summary": made.summary,
                "seconds": made.seconds,
                "device": made.device,
            }
    return {
        "claim": claim.text,
        "source": claim.source.name if claim.source else "",
        "study": plan.study.name,
        "scale": plan.study.scale,
        "grid": msgspec.to_builtins(plan.study.grid),
        "recipe": plan.study.recipes[plan.study.grid.recipe],
        "command": command,
        "environment": {"python": platform.python_version(), "platform": platform.platform(), **code.versions()},
        "atoms": [_told(one) for one in atoms],
        "runs": runs,
    }


def _told(one: Confirmed) -> dict[str, Any]:
    opinion = one.opinion
    return {
        "text": one.atom.text,
        "test": opinion.test if opinion else one.needed.test,
        "asked": one.needed.test,
        "judgement": one.judgement,
        "reach": one.reach,
        "reason": opinion.verdict.reason if opinion else one.reason,
        "found": opinion.found if opinion else "",
        "stated": opinion.stated if opinion else "",
        "comparisons": msgspec.to_builtins(opinion.comparisons) if opinion else [],
        "rows": list(opinion.verdict.evidence[0].rows) if opinion and opinion.verdict.evidence else [],
        "scores": list(one.needed.nodes),
        "missing": list(one.missing),
    }


def _with_parents(plan: Plan, name: str) -> set[str]:
    found = {name}
    for parent in plan.nodes[name].parents.values():
        found |= _with_parents(plan, parent)
    return found
