"""Mean average precision of a ranking: answer retrieval, where several candidates are right for one query.

After LAReQA (Roy et al. 2020) and XTREME-R, whose code has no scorer for it, so that there is no official figure to be equal to. The
candidates of a query are ranked by cosine; its average precision is the sum of the precision at each right candidate among the first `at`,
divided by how many could be there: all right ones, or `at` where they are more. That the divisor is bounded so is our reading.

Of candidates that are equally near the first one is taken first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from reproduce.metrics.metric import MetricError, Score, check_equal_lengths, mean

if TYPE_CHECKING:
    import numpy.typing as npt

NAME = "ranking"
VERSION = "1"

AT = 20  # candidates


def answers_map(queries: npt.ArrayLike, candidates: npt.ArrayLike, gold: Sequence[Collection[int]], *, at: int = AT) -> Score:
    """The mean over all queries; `gold` has for each the rows of its right candidates."""
    from reproduce.neighbours import check_columns, neighbours, read_rows, to_length_1

    asked, index = read_rows(queries, "the queries"), read_rows(candidates, "the candidates")
    check_columns(asked, index)
    check_equal_lengths(gold, asked, "queries")
    if any(not right for right in gold):
        raise MetricError("a query has no right candidate: no order of them could score")
    _, order = neighbours(to_length_1(asked), to_length_1(index), at, "cosine")
    values = [average_precision(list(map(int, row)), right, at) for row, right in zip(order, gold, strict=True)]
    return Score(100 * mean(values, "query"), f"map@{at}", f"{NAME} {VERSION}", len(values))


def average_precision(order: Sequence[int], right: Collection[int], at: int = AT) -> float:
    """Of one query, as a fraction."""
    found, total = 0, 0.0
    for place, candidate in enumerate(order[:at], 1):
        if candidate in right:
            found += 1
            total += found / place
    return total / min(len(right), at)


SCORES = {"answers map@20": answers_map}
