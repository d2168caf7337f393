"""Which rows of one table of embeddings are near which rows of another. The one room that needs numpy for it.

Rows are read as float32, as encoders give them, and counted with in float64, a block of queries at a time: the answer does not change with
the size of the block, the machine, or the order in which a library adds up. Where rows are equally near, the lowest is taken; equal
means to `SAME`, far below what float32 can tell apart. How many queries float32 alone would not decide is said (`Nearest.close`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from reproduce.metrics.metric import MetricError

SAME = 1e-10  # of the sizes of two rows: what float64 rounding may make of equal ones
CLOSE = 5e-6  # of the sizes of two rows: about 40 roundings of float32; for rows of length 1 a squared distance of 1e-5
BLOCK = 2**24  # numbers of a block of similarities: 128 MB

Rows = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Near = Literal["cosine", "L2"]


class Nearest(NamedTuple):
    """For each query the nearest row, and how many queries have others as near, up to the rounding of float32."""

    rows: list[int]
    close: int


def read_rows(embeddings: npt.ArrayLike, what: str) -> Rows:
    """A table of embeddings. Raises `MetricError` naming the table where it is empty, or a row holds what is no finite number."""
    rows = np.asarray(embeddings, dtype=np.float32)
    if rows.ndim != 2 or not rows.size:
        raise MetricError(f"{what}: embeddings of shape {rows.shape} are no table with rows and columns")
    unfit = np.flatnonzero(~np.isfinite(rows).all(axis=1))
    if unfit.size:
        raise MetricError(
            f"{what}: row {unfit[0]} holds what is no finite number, and {unfit.size - 1} further rows do: nothing is near it"
        )
    return rows.astype(np.float64)


def check_columns(one: Rows, other: Rows) -> None:
    """Raises where two tables have rows of different lengths."""
    if one.shape[1] != other.shape[1]:
        raise MetricError(f"embeddings of {one.shape[1]} and of {other.shape[1]} numbers: the two sides were not encoded alike")


def to_length_1(rows: Rows) -> Rows:
    """Each row divided by its length; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    divided: Rows = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return divided


def nearest(queries: Rows, index: Rows) -> Nearest:
    """The row of `index` with the smallest squared distance to each query."""
    rows: list[int] = []
    close = 0
    sizes = (index**2).sum(axis=1)
    for block, products in _products(queries, index):
        both = (block**2).sum(axis=1)[:, None] + sizes
        beyond = both - 2 * products
        beyond -= beyond.min(axis=1, keepdims=True)
        rows += [int(row) for row in (beyond <= SAME * both).argmax(axis=1)]
        close += int(((beyond <= CLOSE * both).sum(axis=1) > 1).sum())
    return Nearest(rows, close)


def neighbours(queries: Rows, index: Rows, k: int, near: Near) -> tuple[Rows, Indices]:
    """How near the `k` nearest rows are to each query, nearest first, and which they are; all rows where there are fewer than `k`.

    `cosine` is the product of the rows as they are given, `L2` is 1 / (1 + squared distance).
    """
    found: list[Rows] = []
    which: list[Indices] = []
    sizes = (index**2).sum(axis=1)
    step = SAME * float((queries**2).sum(axis=1).max() + sizes.max())
    for block, products in _products(queries, index):
        nearness = products if near == "cosine" else 2 * products - (block**2).sum(axis=1)[:, None] - sizes
        at = _largest(nearness, min(k, len(index)), step)
        of_these = np.take_along_axis(nearness, at, axis=1)
        found.append(of_these if near == "cosine" else 1 / (1 + np.maximum(-of_these, 0)))
        which.append(at)
    return np.concatenate(found), np.concatenate(which)


def _largest(values: Rows, k: int, step: float) -> Indices:
    """The columns of the `k` largest of each row, largest first; of those that are the same to a step the lowest column."""
    steps = np.round(values / step) if step else np.zeros_like(values)
    least = -np.partition(-steps, k - 1, axis=1)[:, k - 1]
    at: Indices = np.empty((len(values), k), dtype=np.intp)
    for row, (of_row, bound) in enumerate(zip(steps, least, strict=True)):
        enough = np.flatnonzero(of_row >= bound)
        at[row] = enough[np.argsort(-of_row[enough], kind="stable")[:k]]
    return at


def _products(queries: Rows, index: Rows) -> Iterator[tuple[Rows, Rows]]:
    """The products of each query with each row, a block of queries at a time."""
    length = max(1, BLOCK // len(index))
    for start in range(0, len(queries), length):
        block = queries[start : start + length]
        yield block, block @ index.T
