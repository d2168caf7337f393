"""Numbers and units as siunitx prints them."""

from __future__ import annotations

import re

from synth.reading.latex.symbols import commands, symbol
from synth.reading.latex.tree import Command, Node, text_of


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


def with_unit(number: str, unit: str) -> str:
    """A number with its unit behind it."""
    return f"{number}{unit}" if unit in ("%", "°", "") else f"{number} {unit}"
