"""A score that is a share of something outside 0 to 100, and a mean or median beyond the minimum or the maximum beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from synth.claims.consistency.beside import are_enough, groups_of, impossible, metric_of, metrics_of
from synth.claims.consistency.paper import Figure, Paper, Slip, above, bare, figures_of
from synth.reading.vocabulary import is_word_for

SHARES = frozenset({"accuracy", "f1", "macro_f1", "micro_f1", "em", "precision", "recall", "auroc", "auprc", "map", "mrr", "las", "uas"})
WHOLE = 100  # of a share in percent
MIDDLES = ("average", "avg", "mean", "median")
ENDS = {"min": "min", "minimum": "min", "worst": "min", "max": "max", "maximum": "max", "best": "max"} | {word: word for word in MIDDLES}


def find(paper: Paper) -> Iterator[Slip]:
    for at, table in paper.sound():
        figures = list(figures_of(table))
        yield from _outside_shares(paper, at, figures)
        yield from _outside_ends(paper, at, figures)


def _outside_shares(paper: Paper, at: int, figures: Sequence[Figure]) -> Iterator[Slip]:
    signed = any(figure.text[:1] in "+＋" for figure in figures)  # then a minus is a change for the worse
    lines: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        metrics = metrics_of(figure)
        if len(metrics) == 1 and metrics <= SHARES and not _is_change(figure):
            lines[metrics.pop(), figure.part.column].append(figure)
    for line in lines.values():
        wrong = [figure for figure in line if figure.bounds[0] > WHOLE or (figure.bounds[1] < 0 and not signed)]
        if are_enough(len(line) - len(wrong), len(wrong)):
            for figure in wrong:
                metric = next(label for label in (*figure.part.column, *figure.cell.row) if metric_of(label))
                yield impossible(paper, at, figure, f"prints {figure.text} as {metric}, which lies between 0 and {WHOLE}.", f"0 to {WHOLE}")


def _is_change(figure: Figure) -> bool:
    labels = (*figure.cell.row, *figure.cell.column)
    return any(is_word_for(label, "difference", sureness) for label in labels for sureness in ("sure", "maybe"))


def _outside_ends(paper: Paper, at: int, figures: Sequence[Figure]) -> Iterator[Slip]:
    groups = list(groups_of(figures, lambda label: ENDS.get(bare(label), "")))
    for end, beyond in (("min", "below"), ("max", "above")):
        held = [(one[word], one[end], word) for one in groups for word in MIDDLES if word in one and end in one]
        wrong = [pair for pair in held if (above(pair[1], pair[0]) if end == "min" else above(pair[0], pair[1]))]
        if are_enough(len(held) - len(wrong), len(wrong)):
            for middle, other, word in wrong:
                article, name = "an" if word.startswith("a") else "a", "smallest" if end == "min" else "largest"
                why = f"prints {article} {word} of {middle.text}, {beyond} what is printed as the {name} of the same, {other.text}."
                yield impossible(paper, at, middle, why, other.text)
