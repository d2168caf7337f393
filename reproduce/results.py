"""What a study found: its scores as measurements, and as a table in the shape of the paper's.

The table has a row for each intermediate task and a column for each target: how much the target changes against no intermediate task, mean
and spread over the seeds. What stands in a mean ended above chance; what did not is counted beside it and left out, and a cell of nothing
else says so. A number of one seed has no spread. A reduced run says so in the heading.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import Any, NamedTuple

from reproduce.cache import Cache, Made
from reproduce.metrics.metric import VERSION_COLUMN
from reproduce.plan import UNTRAINED, Cell, Node, Plan
from reproduce.study import NONE
from synth.measurements import Measurement

AVERAGE = "avg"
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


def measurements(results: Results, *, commit: str = "", device: str = "", date: str = "") -> list[Measurement]:
    """Every score in every language, and the plain mean over the languages that were scored."""
    found: list[Measurement] = []
    for one in results.scored:
        by_metric: dict[str, list[Mapping[str, Any]]] = {}
        for score in one.made.summary["scores"]:
            by_metric.setdefault(f"{score.get('floor', '')}/{score['metric']}", []).append(score)
        for scores in by_metric.values():
            found += [_measured(results, one, score, commit=commit, device=device, date=date) for score in scores]
            found.append(_measured(results, one, _mean_of(scores), commit=commit, device=device, date=date))
    return found


def _mean_of(scores: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {**scores[0], "language": AVERAGE, "value": mean(score["value"] for score in scores), "n": sum(score["n"] for score in scores)}


def _measured(results: Results, one: Scored, score: Mapping[str, Any], **run: str) -> Measurement:
    study, cell = results.plan.study, one.cell
    floor = score.get("floor")
    untrained = cell.intermediate == UNTRAINED
    notes = [f"recipe {study.grid.recipe}", f"data {study.grid.data}"]
    if one.chance:
        notes.append("at chance on English dev")
    if one.failed:
        notes.append(f"{one.failed} tries at chance")
    if "encoding" in score:
        notes.append(score["encoding"])
    return Measurement(
        source=f"run:{one.made.key[:16]}",
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
        scale=study.scale,
        run=one.made.key,
        note="; ".join(notes),
        unknown={VERSION_COLUMN: score["version"]},
        **run,
    )


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
    targets = study.grid.targets
    values, chance = _values(results)
    rows = [
        (
            NONE,
            tuple(
                _entry([(values.get((NONE, "", target, seed)), (NONE, "", target, seed) in chance) for seed in _seeds(results)])
                for target in targets
            ),
        )
    ]
    for name, variant in _rows(results):
        entries = []
        for target in targets:
            changes = []
            for seed in study.grid.seeds:
                here, there = (name, variant, target, seed), (NONE, "", target, seed)
                one, base = values.get(here), values.get(there)
                changes.append((None if one is None or base is None else one - base, here in chance or there in chance))
            entries.append(_entry(changes))
        rows.append((f"{name}{'' if variant == 'english' else f' + {variant}'}", tuple(entries)))
    return Table(_heading(results), targets, tuple(_averaged(rows)), tuple(_notes(results)))


Key = tuple[str, str, str, int]


def _values(results: Results) -> tuple[dict[Key, float], set[Key]]:
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


def _entry(values: Iterable[tuple[float | None, bool]]) -> Entry:
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
    reduced = "" if study.scale == "full" else f" ({study.scale}, data {study.grid.data}: no figure of the paper's)"
    return f"{study.title}{reduced}"


def _notes(results: Results) -> Iterable[str]:
    study = results.plan.study
    yield f"{study.grid.backbone}, recipe {study.grid.recipe}, seeds {', '.join(map(str, study.grid.seeds))}; changes against `{NONE}`, mean ± standard deviation over seeds"
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
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    lines = [told.heading, ""]
    for row in cells:
        lines.append(
            "  ".join(
                cell.ljust(width) if not at else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
        )
    return "\n".join([*lines, "", *told.notes])


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


SHAPES = {"text": text_table, "markdown": markdown_table, "latex": latex_table, "csv": csv_table}
