"""The reliability figure: stated confidence against the share of ticks, as places on a drawing that a template only has to print.

It says how the report's own two numbers go together. It is no calibration: that needs outcomes, and a tick is none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

# The drawing, in its own units; the plot leaves room for the labels of the axes.
WIDTH, HEIGHT = 460, 400
LEFT, RIGHT, TOP, BOTTOM = 58, 22, 18, 54
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
SMALLEST, LARGEST = 4.0, 13.0  # radius of a point; its area grows with the number of claims


class Point(NamedTuple):
    """One bin: where its point stands, how large it is, and what it says in words."""

    x: float
    y: float
    radius: float
    from_x: float
    to_x: float
    range: str
    confidence: str
    share: str


class Mark(NamedTuple):
    """A tick of an axis."""

    at: float
    label: str


class Reliability(NamedTuple):
    """The figure."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    x_marks: tuple[Mark, ...]
    y_marks: tuple[Mark, ...]
    points: tuple[Point, ...]
    in_words: str


def draw(bins: Sequence[Mapping[str, Any]]) -> Reliability | None:
    """The figure of these bins (low, high, n, mean_confidence, ticked); none where there is nothing to draw."""
    filled = [bin for bin in bins if bin["n"]]
    if not filled:
        return None
    most = max(bin["n"] for bin in filled)
    points = tuple(_point(bin, most) for bin in filled)
    return Reliability(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        x_marks=tuple(Mark(_x(tick), f"{tick:g}") for tick in TICKS),
        y_marks=tuple(Mark(_y(tick), f"{tick:.0%}") for tick in TICKS),
        points=points,
        in_words="; ".join(f"confidence {point.range}: {point.share} ticked" for point in points) + ".",
    )


def _point(bin: Mapping[str, Any], most: int) -> Point:
    n, ticked = bin["n"], bin["ticked"]
    return Point(
        x=_x(bin["mean_confidence"]),
        y=_y(ticked / n),
        radius=round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(n / most), 1),
        from_x=_x(bin["low"]),
        to_x=_x(bin["high"]),
        range=f"{bin['low']:.2f} to {bin['high']:.2f}",
        confidence=f"{bin['mean_confidence']:.2f}",
        share=f"{ticked:,} of {n:,}",
    )


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
