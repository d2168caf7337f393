"""Sentences that translate each other: Tatoeba's accuracy, and BUCC's F1 over pairs that are mined by their margin.

After utils_retrieve.py and evaluate.py in XTREME. Embeddings come in as tables with a row for each sentence; `reproduce/neighbours.py`
finds what is near, and is the only one to need numpy: without it all but `tatoeba` and `mine` works.

**Tatoeba**: each English sentence asks, the foreign ones answer; the nearest row of those divided by their length, without any margin; how
many have the right row. A foreign sentence that stands twice counts as an error for one of the two.

**BUCC**: the score of a pair is its cosine over the mean cosine of both sentences to their 4 nearest (the ratio margin); each sentence is
used once, best pairs first; what scores at least a threshold is extracted. Where the threshold comes from is the protocol, and has a name:

- `oracle-sample`: tuned on the pairs that are scored, as jiant and most published figures do;
- `dev→test`: tuned on the sample, used on what is scored, as XTREME's leaderboard asks.

Traps kept: equal scores at the cut are all extracted, so that the F1 given may lie below the best one found. With no right candidate the
threshold is 0. A sentence that stands twice is mined once, with the embedding of the last, and its pairs are left out of the scores. Outer
white space makes two sentences for mining and one for scoring. A blank line of a pair file is a pair.

Where the official code slips, this does what it plainly means: the threshold is the lowest score where the best cut takes all candidates
(it reads past the end), one direction alone can be mined (it lacks a variable), a last line without an end keeps its last letter.

Which layer and which pooling the embeddings are of decides more than most training does: `sweep` keeps the score of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Literal, NamedTuple

from reproduce.metrics.metric import MetricError, Score, check_equal_lengths, f1_score, lines_of, precision_recall_f1

if TYPE_CHECKING:
    import numpy.typing as npt

    from reproduce.neighbours import Indices, Rows

NAME = "retrieval"
VERSION = "1"

NEIGHBOURS = 4  # of each sentence, over whose cosines the margin is taken
CLOSE = 5e-6  # of a score: what float32 cannot tell apart after a division
SAME = 1e-9  # of a score: equal but for the rounding of float64
DECIMALS = 9  # the same for the order in which candidates are taken

# --- Tatoeba ---------------------------------------------------------------------------------------------------


def tatoeba(english: npt.ArrayLike, foreign: npt.ArrayLike, gold: Sequence[int] | None = None, *, normalise: bool = True) -> Score:
    """How many English sentences find their foreign one: row i has row i, or row `gold[i]`.

    `close` of the parts counts the sentences for which float32 alone could choose another row.
    """
    from reproduce.neighbours import check_columns, nearest, read_rows, to_length_1

    queries, index = read_rows(english, "the English side"), read_rows(foreign, "the foreign side")
    check_columns(queries, index)
    if gold is None:
        check_equal_lengths(index, queries, "sentences", ("the foreign side", "the English side"))
    gold = range(len(queries)) if gold is None else gold
    check_equal_lengths(gold, queries, "rows", ("the gold", "the English side"))
    if normalise:
        queries, index = to_length_1(queries), to_length_1(index)
    found = nearest(queries, index)
    right = sum(row == wanted for row, wanted in zip(found.rows, gold, strict=True))
    return Score(100 * right / len(found.rows), "accuracy", f"tatoeba {VERSION}", len(found.rows), {"close": found.close})


# --- BUCC: mining ----------------------------------------------------------------------------------------------

Margin = Literal["ratio", "distance", "absolute"]
Direction = Literal["max", "intersect", "fwd", "bwd"]
DIRECTIONS: tuple[Direction, ...] = ("max", "intersect", "fwd", "bwd")
MARGINS: dict[str, Callable[[Rows, Rows], Rows]] = {
    "ratio": lambda product, mean: product / mean,
    "distance": lambda product, mean: product - mean,
    "absolute": lambda product, mean: product,
}


class Candidate(NamedTuple):
    """Two sentences that may translate each other, and their margin."""

    score: float
    source: str
    target: str


class Mined(NamedTuple):
    """Candidates in the order in which they were taken, and what makes that order doubtful."""

    candidates: list[Candidate]
    close: int  # sentences for which float32 could choose another candidate, and candidates that score the same as the next one
    doubtful: int  # margins over a mean that is not above 0: a ratio of two negative numbers is positive and says nothing


def mine(
    source: npt.ArrayLike,
    source_texts: Sequence[str],
    target: npt.ArrayLike,
    target_texts: Sequence[str],
    *,
    k: int = NEIGHBOURS,
    margin: Margin = "ratio",
    direction: Direction = "max",
    near: Literal["cosine", "L2"] = "cosine",
    above: float = 0.0,
    shift: bool = False,
) -> Mined:
    """The candidate pairs of two texts, with the defaults of the benchmark; a score that is not above `above` is left out.

    `max` takes the best pairs of both directions, each sentence once; `intersect` those that each side chooses; `fwd` and `bwd` what the
    source or the target chooses. `L2` looks for neighbours by distance and still scores by product. `shift` moves the side
    that asks onto the mean of the other.
    """
    import numpy as np

    from reproduce.neighbours import check_columns, neighbours, read_rows, to_length_1

    for what, given, known in (("margin", margin, MARGINS), ("direction", direction, DIRECTIONS), ("near", near, ("cosine", "L2"))):
        if given not in known:
            raise MetricError(f"{what} {given!r} is none of {', '.join(known)}")
    if k < 1:
        raise MetricError(f"{k} neighbours: there is no mean over them")
    xs, ys = read_rows(source, "the source side"), read_rows(target, "the target side")
    check_columns(xs, ys)
    check_equal_lengths(source_texts, xs, "sentences", ("the source text", "its embeddings"))
    check_equal_lengths(target_texts, ys, "sentences", ("the target text", "its embeddings"))
    source_at, target_at = _last_of_each(source_texts), _last_of_each(target_texts)
    xs, ys = xs[list(source_at.values())], ys[list(target_at.values())]
    if near == "cosine":
        xs, ys = to_length_1(xs), to_length_1(ys)
    moved = xs.mean(axis=0) - ys.mean(axis=0) if shift else np.zeros(xs.shape[1])
    asking, asking_back = xs - moved, ys + moved
    forward, there = neighbours(asking, ys, k, near)
    backward, back = neighbours(asking_back, xs, k, near)
    means = forward.mean(axis=1), backward.mean(axis=1)
    ahead, doubtful = _margins(asking, ys, there, *means, margin)
    behind, also = _margins(asking_back, xs, back, *means[::-1], margin)
    best = _best(ahead, there), _best(behind, back)
    pairs = _chosen(best, (ahead.max(axis=1), behind.max(axis=1)), direction)
    texts, others = list(source_at), list(target_at)
    candidates = [Candidate(score, texts[i], others[j]) for score, i, j in pairs if score > above]
    ordered = sorted(candidate.score for candidate in candidates)
    close = _close(ahead) + _close(behind) + sum(high - low <= SAME * abs(high) for low, high in pairwise(ordered))
    return Mined(candidates, close, doubtful + also)


def _last_of_each(texts: Sequence[str]) -> dict[str, int]:
    """Each text once, in the order of the first, with the row of its last."""
    return {text: row for row, text in enumerate(texts)}


def _margins(xs: Rows, ys: Rows, near: Indices, x_means: Rows, y_means: Rows, margin: Margin) -> tuple[Rows, int]:
    """The margin of each row with its neighbours, and how many are taken over a mean that is not above 0."""
    import numpy as np

    scores: Rows = np.empty(near.shape)
    doubtful = 0
    for row, columns in enumerate(near):
        means = (x_means[row] + y_means[columns]) / 2
        if margin == "ratio" and not means.all():
            raise MetricError(f"a mean of neighbours is 0 at row {row}: there is no ratio over it")
        doubtful += int((means <= 0).sum()) if margin == "ratio" else 0
        scores[row] = MARGINS[margin](ys[columns] @ xs[row], means)
    return scores, doubtful


def _close(scores: Rows) -> int:
    """How many rows have two best values, up to the rounding of float32."""
    ordered = (sorted(row, reverse=True) for row in scores.tolist())
    return sum(len(row) > 1 and row[0] - row[1] <= CLOSE * abs(row[0]) for row in ordered)


def _best(scores: Rows, near: Indices) -> list[int]:
    return [int(columns[row.argmax()]) for row, columns in zip(scores, near, strict=True)]


def _chosen(best: tuple[list[int], list[int]], scores: tuple[Rows, Rows], direction: Direction) -> list[tuple[float, int, int]]:
    """The pairs of rows that a direction takes, with their scores, in the order in which it takes them."""
    ahead = [(float(score), i, j) for i, (score, j) in enumerate(zip(scores[0], best[0], strict=True))]
    behind = [(float(score), i, j) for j, (score, i) in enumerate(zip(scores[1], best[1], strict=True))]
    if direction == "fwd":
        return ahead
    if direction == "bwd":
        return behind
    if direction == "intersect":
        return [pair for pair in ahead if best[1][pair[2]] == pair[1]]
    taken: list[tuple[float, int, int]] = []
    sources: set[int] = set()
    targets: set[int] = set()
    for score, i, j in sorted([*ahead, *behind], key=lambda pair: -round(pair[0], DECIMALS)):  # so that rounding orders none
        if i not in sources and j not in targets:
            sources.add(i)
            targets.add(j)
            taken.append((score, i, j))
    return taken


# --- BUCC: from candidates to pairs of ids -----------------------------------------------------------------------

Scored = Mapping[str, float]  # "source id, tab, target id" -> the highest score of that pair


class Side(NamedTuple):
    """The sentences of one language, and what they are called."""

    ids: Sequence[str]
    texts: Sequence[str]


def by_id(candidates: Iterable[Candidate], source: Side, target: Side) -> dict[str, float]:
    """The candidates as pairs of ids, each with its highest score. Sentences that stand twice, or are in no text, are left out."""
    source_ids, target_ids = _ids(source), _ids(target)
    scored: dict[str, float] = {}
    for score, one, other in candidates:
        source_id, target_id = source_ids.get(one.strip()), target_ids.get(other.strip())
        if source_id is not None and target_id is not None:
            pair = f"{source_id}\t{target_id}"
            scored[pair] = max(score, scored.get(pair, score))
    return scored


def _ids(side: Side) -> dict[str, str]:
    check_equal_lengths(side.ids, side.texts, "sentences", ("the list of ids", "the text"))
    texts = [text.strip() for text in side.texts]
    times = Counter(texts)
    return {text: name for name, text in zip(side.ids, texts, strict=True) if times[text] == 1}


def pairs_of(text: str) -> set[str]:
    """The pairs of a file with two ids a line; a set, so that a repeated line is one pair, and a blank one is a pair too."""
    return set(lines_of(text))


# --- BUCC: threshold, extraction, F1 -----------------------------------------------------------------------------


def best_threshold(scored: Scored, gold: Iterable[str]) -> float:
    """The threshold with the best F1 over these pairs: the middle between the last pair that it takes and the next one.

    Of two cuts with one F1 the rounding of the official formula decides, so F1 is computed by it and not by a shorter one.
    """
    wanted = set(gold)
    ordered = sorted(scored.items(), key=lambda item: -item[1])
    best, threshold, right = 0.0, 0.0, 0
    for taken, (pair, score) in enumerate(ordered, 1):
        right += pair in wanted
        f1 = precision_recall_f1(right, taken, len(wanted))[2]
        if f1 > best:
            below = ordered[taken][1] if taken < len(ordered) else score
            best, threshold = f1, (score + below) / 2
    return threshold


def extract(scored: Scored, threshold: float) -> list[str]:
    """The pairs that score the threshold or more, in the order of the candidates."""
    if threshold is None or not isfinite(threshold):
        raise MetricError(f"threshold {threshold}: tune one on a sample with gold pairs first")
    return [pair for pair, score in scored.items() if score >= threshold]


def pair_f1(gold: Iterable[str], predicted: Iterable[str], protocol: str = "given") -> Score:
    """F1 over pairs, with precision and recall; n is the number of gold pairs. `protocol` says how the predicted ones were chosen."""
    wanted, found = set(gold), set(predicted)
    return f1_score(len(wanted & found), len(found), len(wanted), f"bucc {protocol} {VERSION}")


def bucc_oracle_sample(scored: Scored, gold: Iterable[str]) -> Score:
    """F1 with the threshold that is best for these very pairs: an upper end, and no figure of a leaderboard."""
    wanted = set(gold)
    return _with_threshold(scored, wanted, best_threshold(scored, wanted), "oracle-sample")


def bucc_dev_to_test(dev: Scored, dev_gold: Iterable[str], test: Scored, test_gold: Iterable[str]) -> Score:
    """F1 over the test pairs, with the threshold that is best for the dev pairs."""
    return _with_threshold(test, test_gold, best_threshold(dev, dev_gold), "dev→test")


def _with_threshold(scored: Scored, gold: Iterable[str], threshold: float, protocol: str) -> Score:
    score = pair_f1(gold, extract(scored, threshold), protocol)
    return score._replace(parts={**score.parts, "threshold": threshold})


SCORES: dict[str, Callable[..., Score]] = {
    "tatoeba": tatoeba,
    "bucc oracle-sample": bucc_oracle_sample,
    "bucc dev→test": bucc_dev_to_test,
    "bucc pairs": pair_f1,
}


# --- layers ----------------------------------------------------------------------------------------------------


class Encoding(NamedTuple):
    """Where in a model the embeddings come from. As text it is what a measurement's `variant` holds."""

    pooling: str  # mean, with the special tokens; or cls
    layer: int  # counted from 1; 0 is what goes into the first
    layers: int

    def __str__(self) -> str:
        return f"{self.pooling} of layer {self.layer} of {self.layers}"


# What the benchmark's scripts take of a model with 24 layers. Tatoeba's published figures come from another layer (XTREME's PR 104), and
# BUCC's script takes another pooling than the paper names: a figure without its encoding cannot be compared.
OFFICIAL_ENCODINGS = {"tatoeba": Encoding("mean", 14, 24), "bucc": Encoding("cls", 20, 24)}


class Sweep(NamedTuple):
    """The scores of all encodings, and the one that was chosen before they were known."""

    scores: Mapping[Encoding, Score]
    chosen: Encoding

    @property
    def score(self) -> Score:
        """Of the chosen encoding. The best of a sweep is not reported as if it had been chosen."""
        return self.scores[self.chosen]


def sweep(encodings: Iterable[Encoding], score: Callable[[Encoding], Score], chosen: Encoding) -> Sweep:
    """The score of each encoding, none of them thrown away. Raises `MetricError` where the chosen one is not among them."""
    scores = {encoding: score(encoding) for encoding in encodings}
    if chosen not in scores:
        raise MetricError(f"{chosen} is not among the {len(scores)} encodings that were scored")
    return Sweep(scores, chosen)
