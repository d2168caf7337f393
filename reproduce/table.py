"""What a study found as a table in the shape of the paper's: for a terminal, Markdown, LaTeX, and CSV.

It has a row for each intermediate task and a column for each target: how much the target changes against no intermediate task, mean and
spread over the seeds. What stands in a mean ended above chance; what did not is counted beside it and left out, and a cell of nothing else
says so. A number of one seed has no spread. A reduced run says so in the heading, and so does one whose data lack a part of the grid.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from statistics import mean, stdev
from typing import NamedTuple

from reproduce.lacking import said
from reproduce.plan import UNTRAINED
from reproduce.results import AVERAGE, ENGLISH, Results, measurements, metrics_of
from reproduce.study import NONE
from reproduce.tasks import tasks


class Told(NamedTuple):
    """A number of one seed, and the run that it is from."""

    value: float | None  # none where it is not there
    chance: bool = False  # whether its run ended at chance
    run: str = ""
    baseless: bool = False  # of a change, whether the run that it is against ended at chance


class Entry(NamedTuple):
    """One cell of the table: a mean over seeds, its spread, of how many; how many were left out, and the runs."""

    value: float | None
    spread: float | None
    n: int
    chance: int  # left out as their runs ended at chance
    baseless: int  # left out as the runs that they are against did
    runs: tuple[str, ...] = ()


class Table(NamedTuple):
    """The table, its rows and columns in the study's order."""

    heading: str
    targets: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Entry, ...]], ...]
    notes: tuple[str, ...]


Cells = Mapping[tuple[str, str, str, int], Told]  # by intermediate task, variant, target and seed


def table(results: Results, command: str) -> Table:
    """The first row is no intermediate task, in absolute numbers; those below are changes against it, seed by seed."""
    grid = results.plan.study.grid
    cells = _cells(results)

    def absolute(name: str, variant: str, target: str, seed: int) -> Told:
        return cells.get((name, variant, target, seed), Told(None))

    def changed(name: str, variant: str, target: str, seed: int) -> Told:
        here, there = absolute(name, variant, target, seed), absolute(NONE, "", target, seed)
        if here.value is None or there.value is None:
            return Told(None)
        return Told(here.value - there.value, here.chance, here.run, there.chance and not here.chance)

    rows = []
    for name, variant in [(NONE, ""), *((name, variant) for variant in grid.variants for name in grid.intermediate)]:
        of = absolute if name == NONE else changed
        told = [[of(name, variant, target, seed) for seed in grid.seeds] for target in grid.targets]
        label = f"{name}{'' if variant in ('', 'english') else f' + {variant}'}"
        rows.append((label, tuple(_entry(one) for one in [*told, [_over_targets(those) for those in zip(*told, strict=True)]])))
    return Table(heading(results), grid.targets, tuple(rows), tuple(_notes(results, command)))


def _cells(results: Results) -> Cells:
    """Each run's mean over the languages; of questions the mean of F1 and EM, as the benchmark has it."""
    cells: dict[tuple[str, str, str, int], Told] = {}
    for one in results.scored:
        scores = one.made.summary["scores"]
        if one.node.step == "floors":
            continue
        counted = metrics_of(scores)
        told = Told(mean(score["value"] for score in scores if score["metric"] in counted), one.chance, one.made.key)
        for seed in results.plan.study.grid.seeds if one.cell.seed is None else (one.cell.seed,):
            cells[one.cell.intermediate, one.cell.variant, one.cell.target, seed] = told
    return cells


def _baseline(results: Results) -> Mapping[str, float]:
    """What each target comes to without an intermediate task, mean over the seeds."""
    found: dict[str, list[float]] = {}
    for (name, _, target, _), told in _cells(results).items():
        if name == NONE and told.value is not None and not told.chance:
            found.setdefault(target, []).append(told.value)
    return {target: mean(values) for target, values in found.items()}


def _metrics(results: Results) -> Mapping[str, list[str]]:
    """The targets by the metric that their numbers are of."""
    found: dict[str, list[str]] = {}
    counted = {one.cell.target: metrics_of(one.made.summary["scores"]) for one in results.scored if one.node.step != "floors"}
    for target in results.plan.study.grid.targets:
        if target in counted:
            names = counted[target]
            found.setdefault(f"mean of {' and '.join(names)}" if len(names) > 1 else names[0], []).append(target)
    return found


def _over_targets(those: Sequence[Told]) -> Told:
    """The mean over all targets of one seed, where it has them all above chance."""
    values = [one.value for one in those if one.value is not None and not one.chance and not one.baseless]
    return Told(mean(values) if len(values) == len(those) else None)


def _entry(told: Iterable[Told]) -> Entry:
    """Of the seeds' numbers one. A run that all seeds share, as nothing in it is drawn, counts once."""
    there = list(dict.fromkeys(one for one in told if one.value is not None))
    kept = [one.value for one in there if one.value is not None and not one.chance and not one.baseless]
    return Entry(
        mean(kept) if kept else None,
        stdev(kept) if len(kept) > 1 else None,
        len(kept),
        sum(one.chance for one in there),
        sum(one.baseless for one in there),
        tuple(dict.fromkeys(one.run for one in there if one.run)),
    )


def heading(results: Results) -> str:
    """The study, its scale, and whether its data lack a part of the grid."""
    study = results.plan.study
    reduced = "" if study.scale == "full" else f" ({study.scale}, data {study.grid.read_from}: no figure of the paper's)"
    lacking = "".join(f"; {counts}" for counts in said(study, results.plan.lacks)[:1])
    return f"{study.title}{reduced}{lacking}"


def _notes(results: Results, command: str) -> Iterable[str]:
    study = results.plan.study
    seeds = ", ".join(map(str, study.grid.seeds))
    yield f"{study.grid.backbone}, recipe {study.grid.recipe}, seeds {seeds}"
    yield f"below `{NONE}` changes against it; mean ± standard deviation over seeds"
    yield "; ".join(f"{metric}: {', '.join(those)}" for metric, those in _metrics(results).items())
    splits = {target: tasks()[target].scored.get(results.plan.source.name, "") for target in study.grid.targets}
    if others := ", ".join(f"{target} ({split})" for target, split in splits.items() if split):
        yield f"not scored on test data, which the source does not have: {others}"
    yield from (f"left out: {line.strip()}" for line in said(study, results.plan.lacks)[1:])
    trained = [one for one in results.scored if one.node.step == "scores" and one.cell.intermediate != UNTRAINED]
    if trained:
        failed, tries = sum(one.chance for one in trained), sum(one.failed for one in trained)
        yield f"{failed} of {len(trained)} runs ended at chance and are left out of the means; tries that ended there: {tries}"
    if results.missing:
        yield f"{results.missing} of {results.missing + len(results.scored)} scores are not there yet"
    floors = _floors(results).values()
    below = [target for target, value in _baseline(results).items() if any(told.get(target, value) > value for told in floors)]
    if below:
        yield f"`{NONE}` lies below a floor in {', '.join(below)} (--floors prints them): what is gained on it there says little"
    yield f"run:{results.plan.hash}, from `{command}`; --format csv names the run of every cell"


def text_table(results: Results, command: str) -> str:
    """For a terminal."""
    told = table(results, command)
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
        return "at chance" if entry.chance else f"{NONE} at chance" if entry.baseless else "–"
    value = f"{entry.value:.1f}" if first else f"{entry.value:+.1f}"
    spread = "" if entry.spread is None else f" ± {entry.spread:.1f}"
    left_out = [f"{count} {why}" for count, why in ((entry.chance, "at chance"), (entry.baseless, f"with {NONE} at chance")) if count]
    return f"{value}{spread}" + (f" ({', '.join(left_out)})" if left_out else "")


def markdown_table(results: Results, command: str) -> str:
    told = table(results, command)
    lines = [f"**{told.heading}**", "", f"| | {' | '.join((*told.targets, AVERAGE))} |", f"|---|{'---:|' * (len(told.targets) + 1)}"]
    for at, (name, entries) in enumerate(told.rows):
        lines.append(f"| {name} | {' | '.join(_shown(entry, first=not at) for entry in entries)} |")
    return "\n".join([*lines, "", *(f"{note}  " for note in told.notes)])


def latex_table(results: Results, command: str) -> str:
    told = table(results, command)
    lines = [r"\begin{table}", rf"\caption{{{_latex(told.heading)}. {_latex('; '.join(told.notes))}.}}"]
    lines += [rf"\begin{{tabular}}{{l{'r' * (len(told.targets) + 1)}}}", r"\toprule"]
    lines += [f" & {' & '.join(map(_latex, (*told.targets, AVERAGE)))} \\\\", r"\midrule"]
    for at, (name, entries) in enumerate(told.rows):
        shown = (_latex(_shown(entry, first=not at)).replace("-", "$-$", 1) for entry in entries)
        lines.append(f"{_latex(name)} & {' & '.join(shown)} \\\\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", r"\end{table}"])


def _latex(text: str) -> str:
    """The text as LaTeX prints it: two hyphens stay two, and what stands in backquotes is set as typed."""
    printed = re.sub("-(?=-)", "-{}", "".join(_LATEX.get(sign, sign) for sign in text))
    return re.sub("`([^`]*)`", r"\\texttt{\1}", printed)


_LATEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "±": r"$\pm$",
    "–": r"\textendash{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def csv_table(results: Results, command: str) -> str:
    told = table(results, command)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow("scale intermediate target kind metric value spread n at_chance none_at_chance runs from command".split())
    metric_of = {target: metric for metric, those in _metrics(results).items() for target in those}
    for at, (name, entries) in enumerate(told.rows):
        for target, entry in zip((*told.targets, AVERAGE), entries, strict=True):
            value = ["" if one is None else f"{one:.4f}" for one in (entry.value, entry.spread)]
            where = [results.plan.study.scale, name, target, "change" if at else "absolute", metric_of.get(target, "score")]
            told_by = [" ".join(entry.runs), f"run:{results.plan.hash}", command]
            writer.writerow([*where, *value, entry.n, entry.chance, entry.baseless, *told_by])
    return out.getvalue().rstrip("\n")


def floors_table(results: Results) -> str:
    """What each target comes to without a network, and with an encoder that saw nothing; means over the languages."""
    targets = results.plan.study.grid.targets
    cells = [["floor", *targets]]
    for name, told in _floors(results).items():
        cells.append([name, *(f"{told[target]:.1f}" if target in told else "–" for target in targets)])
    return _in_columns(cells)


def _floors(results: Results) -> Mapping[str, Mapping[str, float]]:
    """Each floor, by target, in the metric that the table has."""
    found: dict[str, dict[str, list[float]]] = {}
    for one in results.scored:
        scores = one.made.summary["scores"]
        for score in scores:
            floor = score.get("floor") or (f"{results.plan.study.grid.backbone}, untrained" if one.cell.intermediate == UNTRAINED else "")
            if floor and score["metric"] in metrics_of(scores):
                found.setdefault(floor, {}).setdefault(one.cell.target, []).append(score["value"])
    return {floor: {target: mean(values) for target, values in told.items()} for floor, told in found.items()}


def by_language(results: Results) -> str:
    """Every score in every language, mean over the seeds, a line for each intermediate task and metric of a target.

    Beside them the mean over the languages, English among them as the benchmark has it, and the mean of those that were not trained on.
    """
    blocks = [heading(results)]
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
