"""Numbers and units as siunitx prints them."""

from __future__ import annotations

import re

from synth.reading.latex.symbols import commands, symbol
from synth.reading.latex.tree import Command, Cursor, Node, text_of

QUANTITIES = frozenset("num SI qty si unit SIrange numrange qtyrange ang tablenum numlist SIlist".split())


def quantity_of(name: str, cursor: Cursor) -> str:
    """What one of the QUANTITIES prints; its arguments are taken."""
    cursor.optional()
    if name in ("si", "unit"):
        return unit_of(cursor.argument())
    if name in ("num", "tablenum"):
        return number_of(cursor.argument())
    if name == "ang":
        degrees = [part for part in text_of(cursor.argument()).split(";") if part]
        return "".join(f"{number}{sign}" for number, sign in zip(degrees, "°′″", strict=False))
    if name in ("numrange", "SIrange", "qtyrange"):
        first, last = number_of(cursor.argument()), number_of(cursor.argument())
        unit = "" if name == "numrange" else unit_of(cursor.argument())
        return f"{_with_unit(first, unit)} to {_with_unit(last, unit)}"
    if name in ("numlist", "SIlist"):
        numbers = [number.strip() for number in text_of(cursor.argument()).split(";")]
        unit = "" if name == "numlist" else unit_of(cursor.argument())
        return ", ".join(_with_unit(number, unit) for number in numbers)
    number = number_of(cursor.argument())
    cursor.optional()
    return _with_unit(number, unit_of(cursor.argument()))


def number_of(nodes: list[Node]) -> str:
    """A number as siunitx prints it: "1.2 ± 0.3", "−5", "3 × 10^-4"."""
    written = "".join("+-" if isinstance(node, Command) and node.name == "pm" else text_of([node]) for node in nodes)
    bare = re.sub(r"\s+", "", written)[:200]
    bare = bare.replace("+-", " ± ").replace("\\pm", " ± ")
    bare = re.sub(r"(?<=[\d.)])[eEdD]([-+]?\d{1,4})\Z", r" × 10^\1", bare)
    bare = re.sub(r"\A10?\.?0* × (?=10\^)", lambda found: found[0], bare)
    bare = re.sub(r"\A[eE]([-+]?\d{1,4})\Z", r"10^\1", bare)
    return re.sub(r"\A-|(?<=[x/])-", "−", bare).replace("x", " × ").replace("<=", "≤").replace(">=", "≥")


def unit_of(nodes: list[Node]) -> str:
    """A unit as siunitx prints it, in one line: "km/s", "ms", "%"."""
    units: dict[str, str] = commands()["units"]
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, Command):
            parts.append(units.get(node.name, symbol(node.name) or ""))
        elif isinstance(node, str):
            parts.append({"~": "·", ".": "·", " ": ""}.get(node, node))
        else:
            parts.append(text_of([node]))
    return "".join(parts)


def _with_unit(number: str, unit: str) -> str:
    """A number with its unit behind it."""
    return f"{number}{unit}" if unit in ("%", "°", "") else f"{number} {unit}"
