"""What a study found: every score that is there, with what it takes to say where it comes from, and all of them as measurements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from reproduce.cache import Cache, Made
from reproduce.metrics.metric import VERSION_COLUMN
from reproduce.plan import UNTRAINED, Cell, Node, Plan
from reproduce.study import NONE
from reproduce.tasks import tasks
from synth.measurements import Measurement

AVERAGE, ENGLISH = "avg", "en"
FLOOR = "floor:"  # before the name of what stands in the place of a model


class Scored(NamedTuple):
    """A node's scores, with what it takes to say where they come from."""

    node: Node
    cell: Cell
    made: Made
    chance: bool  # whether the training below it ended at chance, however often it was tried
    failed: int  # tries that did


class Results(NamedTuple):
    """All scores of a plan that are there, and how many are not."""

    plan: Plan
    scored: tuple[Scored, ...]
    missing: int


def results_of(plan: Plan, root: Path) -> Results:
    """The scores of a plan as far as they are there."""
    cache = Cache(root)
    there = plan.made(cache)
    wanted = [node for node in plan.nodes.values() if node.cell]
    found = [_scored(plan, node, node.cell, there) for node in wanted if node.cell and node.name in there]
    return Results(plan, tuple(found), len(wanted) - len(found))


def _scored(plan: Plan, node: Node, cell: Cell, there: Mapping[str, Made]) -> Scored:
    tries: list[Mapping[str, Any]] = []
    chance = False
    for name in _above(plan, node):
        told = there[name].summary.get("tries", [])
        tries += told
        chance |= bool(told and told[-1]["at chance"])
    return Scored(node, cell, there[node.name], chance, sum(bool(one["at chance"]) for one in tries))


def _above(plan: Plan, node: Node) -> list[str]:
    """The trainings that a node stands on."""
    found = []
    for parent in dict.fromkeys(node.parents.values()):
        found += [parent, *_above(plan, plan.nodes[parent])]
    return list(dict.fromkeys(found))


# --- as measurements --------------------------------------------------------------------------------------------


def measurements(results: Results) -> list[Measurement]:
    """Every score in every language and its mean over them; the changes of those means against no intermediate task, seed by seed.

    A run that ended at chance has no row: the rows of its cell's other seeds say so in their notes.
    """
    at_chance = Counter(one.cell._replace(seed=None) for one in results.scored if one.chance)
    found: list[Measurement] = []
    means: list[Measurement] = []
    for one in results.scored:
        if one.chance:
            continue
        notes = _notes_of(results, one, at_chance[one.cell._replace(seed=None)])
        for scores in _by_metric(one).values():
            found += [_measured(results, one, score, notes) for score in scores]
            mean_row = _measured(results, one, _mean_of(scores), f"{notes}; {_over_how_many(one, scores)}")
            (found if "floor" in scores[0] else means).append(mean_row)
    means += _over_targets(results, means)
    return found + means + _changes(means)


def _by_metric(one: Scored) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for score in one.made.summary["scores"]:
        found.setdefault(f"{score.get('floor', '')}/{score['metric']}", []).append(score)
    return found


def metrics_of(scores: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The metrics whose mean the benchmark knows a task by: F1 and EM of questions, of any other the first."""
    names = tuple(dict.fromkeys(score["metric"] for score in scores))
    return ("f1", "em") if "em" in names else names[:1]


def _mean_of(scores: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {**scores[0], "language": AVERAGE, "value": mean(score["value"] for score in scores), "n": sum(score["n"] for score in scores)}


def _over_how_many(one: Scored, scores: Sequence[Mapping[str, Any]]) -> str:
    """Of how many of the benchmark's languages a mean is: of fewer it is another number than the benchmark's."""
    return f"mean over {len(scores)} of {len(tasks()[one.cell.target].languages)} languages"


def _notes_of(results: Results, one: Scored, others_at_chance: int) -> str:
    grid = results.plan.study.grid
    notes = [f"recipe {grid.recipe}", f"data {grid.read_from}"]
    if others_at_chance:
        notes.append(f"{others_at_chance} of {len(grid.seeds)} seeds ended at chance and have no row")
    if one.failed:
        notes.append(f"the {one.failed + 1}th try, those before ended at chance")
    return "; ".join(notes)


def _measured(results: Results, one: Scored, score: Mapping[str, Any], notes: str) -> Measurement:
    study, cell = results.plan.study, one.cell
    floor = score.get("floor")
    untrained = cell.intermediate == UNTRAINED
    return Measurement(
        source=f"run:{results.plan.hash}",
        origin="rerun",
        value=score["value"],
        low=score["value"],
        high=score["value"],
        metric=score["metric"],
        model=f"{FLOOR}{floor}" if floor else f"{FLOOR}{study.grid.backbone}" if untrained else study.grid.backbone,
        intermediate="" if floor or untrained else cell.intermediate,
        variant=cell.variant,
        target=cell.target,
        training="zero-shot",
        language=score["language"],
        split=tasks()[cell.target].scored.get(results.plan.source.name, "test"),
        n=score["n"],
        seed=cell.seed,
        scale=results.plan.scale_of(cell.intermediate, cell.target),
        run=one.made.key,
        note=f"{notes}; {score['encoding']}" if "encoding" in score else notes,
        unknown={VERSION_COLUMN: score["version"]},
        device=one.made.device,
    )


def _over_targets(results: Results, means: Sequence[Measurement]) -> list[Measurement]:
    """The mean over all targets, for the runs that have every one; the metrics that a target is known by count as one score."""
    targets = results.plan.study.grid.targets
    metrics = {one.cell.target: metrics_of(one.made.summary["scores"]) for one in results.scored if one.node.step != "floors"}
    counted = [row for row in means if row.metric in metrics[row.target]]
    seeded = [row for row in counted if row.seed is not None]
    seedless = [row for row in counted if row.seed is None]
    found = []
    for key in dict.fromkeys((row.model, row.intermediate, row.variant, row.seed) for row in seeded):
        those = [row for row in seeded if (row.model, row.intermediate, row.variant, row.seed) == key]
        those += [row for row in seedless if (row.model, row.intermediate, row.variant) == key[:3]]
        by_target = [[row.value for row in those if row.target == target] for target in targets]
        if len(targets) > 1 and all(by_target):
            value = mean(mean(values) for values in by_target)
            whole = {"value": value, "low": value, "high": value, "metric": "score", "target": AVERAGE, "run": those[0].source}
            whole["scale"] = results.plan.scale_of(key[1])
            whole["note"] = "; ".join([*those[0].note.split("; ")[:2], f"mean over {len(targets)} targets"])
            found.append(replace(those[0], **whole, n=None, unknown={VERSION_COLUMN: "mean over targets 1"}))
    return found


def _changes(means: Sequence[Measurement]) -> list[Measurement]:
    """Each mean less that of the same seed without an intermediate task."""
    base = {(row.model, row.target, row.metric, row.seed): row for row in means if row.intermediate == NONE}
    found = []
    for row in means:
        other = base.get((row.model, row.target, row.metric, row.seed)) or base.get((row.model, row.target, row.metric, None))
        if row.intermediate not in ("", NONE) and other:
            value = row.value - other.value
            found.append(replace(row, value=value, low=value, high=value, kind="change", baseline=NONE, n=None))
    return found


def as_json(found: Sequence[Measurement]) -> str:
    return json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1)
