"""What became of one item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

I = TypeVar("I")  # noqa: E741  an item
V = TypeVar("V")  # a value


class EngineError(ValueError):
    """The engine was asked for something that it cannot do."""


class Result(NamedTuple, Generic[I, V]):
    """An item with the value that the function gave for it, or with one line that says why there is none."""

    item: I
    value: V | None = None
    error: str = ""


def attempt(function: Callable[[I], V], item: I) -> Result[I, V]:
    """The function on this item, here and now. What it raises becomes the error; only an interruption passes."""
    try:
        return Result(item, function(item))
    except (Exception, SystemExit) as error:  # noqa: BLE001  whatever one item does, the others are done
        return Result(item, error=in_one_line(error))


def in_one_line(error: BaseException) -> str:
    """`ValueError: not a report`, without line breaks."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")
