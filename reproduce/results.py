"""What a study found: its scores as measurements, and as a table in the shape of the paper's.

The table has a row for each intermediate task and a column for each target: how much the target changes against no intermediate task, mean
and spread over the seeds. What stands in a mean ended above chance; what did not is counted beside it and left out, and a cell of nothing
else says so. A number of one seed has no spread. A reduced run says so in the heading, and so does one whose data lack a part of the grid.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from reproduce.cache import Cache, Made
from reproduce.lacking import said
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
        split="test",
        n=score["n"],
        seed=cell.seed,
        scale=results.plan.scale_of(cell.intermediate, cell.target),
        run=one.made.key,
        note=f"{notes}; {score['encoding']}" if "encoding" in score else notes,
        unknown={VERSION_COLUMN: score["version"]},
        device=one.made.device,
    )


def _over_targets(results: Results, means: Sequence[Measurement]) -> list[Measurement]:
    """The mean over all targets, for the runs that have every one; the scores of one target count as one."""
    targets = results.plan.study.grid.targets
    seeded = [row for row in means if row.seed is not None]
    seedless = [row for row in means if row.seed is None]
    found = []
    for key in dict.fromkeys((row.model, row.intermediate, row.variant, row.seed) for row in seeded):
        those = [row for row in seeded if (row.model, row.intermediate, row.variant, row.seed) == key]
        those += [row for row in seedless if (row.model, row.intermediate, row.variant) == key[:3]]
        by_target = [[row.value for row in those if row.target == target] for target in targets]
        if len(targets) > 1 and all(by_target):
            value = mean(mean(values) for values in by_target)
            whole = {"value": value, "low": value, "high": value, "metric": "score", "target": AVERAGE, "run": those[0].source}
            whole["scale"] = results.plan.scale_of(key[1])
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


# --- as the paper's table ---------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """One cell of the table: a mean over seeds, its spread, of how many, and how many were left out as they ended at chance."""

    value: float | None
    spread: float | None
    n: int
    chance: int


class Table(NamedTuple):
    """The table, its rows and columns in the study's order."""

    heading: str
    targets: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Entry, ...]], ...]
    notes: tuple[str, ...]


def table(results: Results) -> Table:
    """The first row is no intermediate task, in absolute numbers; those below are changes against it, seed by seed."""
    study = results.plan.study
    values, chance = _values(results)
    rows = [(NONE, tuple(_entry(_absolute(values, chance, target, study.grid.seeds)) for target in study.grid.targets))]
    for name, variant in _rows(results):
        label = f"{name}{'' if variant == 'english' else f' + {variant}'}"
        entries = (_entry(_changed(values, chance, (name, variant), target, study.grid.seeds)) for target in study.grid.targets)
        rows.append((label, tuple(entries)))
    return Table(_heading(results), study.grid.targets, tuple(_averaged(rows)), tuple(_notes(results)))


Told = tuple[float | None, bool]  # a number, and whether its run ended at chance


def _absolute(values: Values, chance: Chance, target: str, seeds: Sequence[int]) -> list[Told]:
    keys = [(NONE, "", target, seed) for seed in seeds]
    return [(values.get(key), key in chance) for key in keys]


def _changed(values: Values, chance: Chance, row: tuple[str, str], target: str, seeds: Sequence[int]) -> list[Told]:
    found: list[Told] = []
    for seed in seeds:
        here, there = (*row, target, seed), (NONE, "", target, seed)
        one, base = values.get(here), values.get(there)
        found.append((None if one is None or base is None else one - base, here in chance or there in chance))
    return found


Key = tuple[str, str, str, int]
Values = Mapping[Key, float]
Chance = Collection[Key]


def _values(results: Results) -> tuple[Values, Chance]:
    """For each run its mean over the languages; of questions the mean of F1 and EM, as the benchmark has it. Then those at chance."""
    values: dict[Key, float] = {}
    chance: set[Key] = set()
    for one in results.scored:
        scores = one.made.summary["scores"]
        if one.node.step == "floors":
            continue
        metrics = {"f1", "em"} if any(score["metric"] == "em" for score in scores) else {scores[0]["metric"]}
        value = mean(score["value"] for score in scores if score["metric"] in metrics)
        for seed in _seeds(results) if one.cell.seed is None else (one.cell.seed,):
            key = (one.cell.intermediate, one.cell.variant, one.cell.target, seed)
            values[key] = value
            if one.chance:
                chance.add(key)
    return values, chance


def _seeds(results: Results) -> tuple[int, ...]:
    return results.plan.study.grid.seeds


def _rows(results: Results) -> list[tuple[str, str]]:
    grid = results.plan.study.grid
    return [(name, variant) for variant in grid.variants for name in grid.intermediate]


def _entry(values: Iterable[Told]) -> Entry:
    told = list(values)
    kept = [value for value, chance in told if value is not None and not chance]
    return Entry(
        mean(kept) if kept else None,
        stdev(kept) if len(kept) > 1 else None,
        len(kept),
        sum(chance for value, chance in told if value is not None),
    )


def _averaged(rows: Sequence[tuple[str, tuple[Entry, ...]]]) -> Iterable[tuple[str, tuple[Entry, ...]]]:
    """The rows with the mean over the targets behind them, where all are there."""
    for name, entries in rows:
        values = [entry.value for entry in entries if entry.value is not None]
        whole = len(values) == len(entries)
        yield name, (*entries, Entry(mean(values) if whole else None, None, min(entry.n for entry in entries), 0))


def _heading(results: Results) -> str:
    study = results.plan.study
    reduced = "" if study.scale == "full" else f" ({study.scale}, data {study.grid.read_from}: no figure of the paper's)"
    lacking = "".join(f"; {counts}" for counts in said(study, results.plan.lacks)[:1])
    return f"{study.title}{reduced}{lacking}"


def _notes(results: Results) -> Iterable[str]:
    study = results.plan.study
    seeds = ", ".join(map(str, study.grid.seeds))
    yield f"{study.grid.backbone}, recipe {study.grid.recipe}, seeds {seeds}"
    yield f"below `{NONE}` changes against it; mean ± standard deviation over seeds"
    yield from (f"left out: {line.strip()}" for line in said(study, results.plan.lacks)[1:])
    failed = sum(one.chance for one in results.scored if one.node.step == "scores")
    trained = sum(one.node.step == "scores" for one in results.scored)
    tries = sum(one.failed for one in results.scored if one.node.step == "scores")
    if trained:
        yield f"{failed} of {trained} runs ended at chance and are left out of the means; tries that ended there: {tries}"
    if results.missing:
        yield f"{results.missing} of {results.missing + len(results.scored)} scores are not there yet"


def text_table(results: Results) -> str:
    """For a terminal."""
    told = table(results)
    cells = [
        ["", *told.targets, AVERAGE],
        *([name, *(_shown(entry, first=not at) for entry in entries)] for at, (name, entries) in enumerate(told.rows)),
    ]
    return "\n".join([told.heading, "", _in_columns(cells), "", *told.notes])


def _in_columns(cells: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    lines = []
    for row in cells:
        shown = [cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))]
        lines.append("  ".join(shown).rstrip())
    return "\n".join(lines)


def _shown(entry: Entry, *, first: bool) -> str:
    if entry.value is None:
        return "at chance" if entry.chance else "–"
    value = f"{entry.value:.1f}" if first else f"{entry.value:+.1f}"
    spread = "" if entry.spread is None else f" ± {entry.spread:.1f}"
    return f"{value}{spread}{f' ({entry.chance} at chance)' if entry.chance else ''}"


def markdown_table(results: Results) -> str:
    told = table(results)
    lines = [f"**{told.heading}**", "", f"| | {' | '.join((*told.targets, AVERAGE))} |", f"|---|{'---:|' * (len(told.targets) + 1)}"]
    for at, (name, entries) in enumerate(told.rows):
        lines.append(f"| {name} | {' | '.join(_shown(entry, first=not at) for entry in entries)} |")
    return "\n".join([*lines, "", *(f"{note}  " for note in told.notes)])


def latex_table(results: Results) -> str:
    told = table(results)
    lines = [rf"% {told.heading}", rf"\begin{{tabular}}{{l{'r' * (len(told.targets) + 1)}}}", r"\toprule"]
    lines += [f" & {' & '.join(map(_latex, (*told.targets, AVERAGE)))} \\\\", r"\midrule"]
    for at, (name, entries) in enumerate(told.rows):
        shown = (_latex(_shown(entry, first=not at)).replace("±", r"$\pm$").replace("–", "--") for entry in entries)
        lines.append(f"{_latex(name)} & {' & '.join(shown)} \\\\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", *(f"% {note}" for note in told.notes)])


def _latex(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "&%$#_{}" else sign for sign in text)


def csv_table(results: Results) -> str:
    told = table(results)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["scale", "intermediate", "target", "kind", "value", "spread", "n", "at_chance"])
    for at, (name, entries) in enumerate(told.rows):
        for target, entry in zip((*told.targets, AVERAGE), entries, strict=True):
            value = ["" if one is None else f"{one:.4f}" for one in (entry.value, entry.spread)]
            writer.writerow([results.plan.study.scale, name, target, "change" if at else "absolute", *value, entry.n, entry.chance])
    return out.getvalue().rstrip("\n")


def floors_table(results: Results) -> str:
    """What each target comes to without a network, and with an encoder that saw nothing; means over the languages."""
    study = results.plan.study
    columns: dict[str, dict[str, float]] = {}
    for row in measurements(results):
        if row.model.startswith(FLOOR) and row.language == AVERAGE and row.target in study.grid.targets:
            columns.setdefault(row.model.removeprefix(FLOOR), {}).setdefault(row.target, row.value)
    names = {study.grid.backbone: f"{study.grid.backbone}, untrained"}
    cells = [["floor", *study.grid.targets]]
    for name, told in columns.items():
        cells.append([names.get(name, name), *(f"{told[target]:.1f}" if target in told else "–" for target in study.grid.targets)])
    return _in_columns(cells)


def by_language(results: Results) -> str:
    """Every score in every language, mean over the seeds, a line for each intermediate task and metric of a target.

    Beside them the mean over the languages, English among them as the benchmark has it, and the mean of those that were not trained on.
    """
    blocks = [_heading(results)]
    rows = [row for row in measurements(results) if row.kind == "absolute" and row.intermediate and row.target != AVERAGE]
    for target in results.plan.study.grid.targets:
        those = [row for row in rows if row.target == target]
        languages = [one for one in dict.fromkeys(row.language for row in those) if one != AVERAGE]
        whole, without = f"{AVERAGE} of {len(languages)}", "without en"
        cells = [[target, "", *languages, whole, *([without] if ENGLISH in languages else [])]]
        for key in dict.fromkeys((row.intermediate, row.variant, row.metric) for row in those):
            of_key = [row for row in those if (row.intermediate, row.variant, row.metric) == key and row.language != AVERAGE]
            by = {one: [row.value for row in of_key if row.language == one] for one in languages}
            name = f"{key[0]}{f' + {key[1]}' if key[1] not in ('', 'english') else ''}"
            others = [value for one, values in by.items() if one != ENGLISH for value in values]
            means = [[row.value for row in of_key], *([others] if ENGLISH in languages else [])]
            cells.append([name, key[2], *(f"{mean(one):.1f}" if one else "–" for one in [*by.values(), *means])])
        blocks.append(_in_columns(cells))
    return "\n\n".join(blocks)


SHAPES = {"text": text_table, "markdown": markdown_table, "latex": latex_table, "csv": csv_table}
