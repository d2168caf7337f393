"""The certificate of a table in plain words."""

from __future__ import annotations

from collections import Counter

from synth.reading.pairs import values
from synth.records import Recomputation, Table


def certificate_lines(table: Table) -> tuple[str, ...]:
    """The certificate in plain words: how many recompute, then each that does not, then what is not judged and why."""
    lines: list[str] = []
    for what in ("average", "total", "difference"):
        found = [one for one in table.recomputed if one.what == what]
        if tried := [one for one in found if one.holds is not None]:
            held = sum(bool(one.holds) for one in tried)
            lines.append(f"{held} of {len(tried)} printed {what}s recompute from the cells")
        lines += [_sentence(table, one) for one in tried if not one.holds]
        untried = Counter(one.why for one in found if one.holds is None)
        lines += [f"{n} printed {what}{'s are' if n > 1 else ' is'} not judged: {why}" for why, n in untried.items()]
    return tuple(lines)


def _sentence(table: Table, one: Recomputation) -> str:
    cell = next((cell for cell in table.cells if cell.at == one.cell and not cell.label), None)
    printed = cell.text if cell and len(values(cell)) == 1 and one.column == cell.column else _interval_text(one.printed)
    where = f"“{' › '.join(one.row)}”, “{' › '.join(one.column)}”"
    return f"{where}: prints {printed}, its {len(one.of)} cells give {_interval_text(one.computed)}: the {one.what} does not recompute"


def _interval_text(bounds: tuple[float, float] | None) -> str:
    return f"{round(bounds[0], 4):g} … {round(bounds[1], 4):g}" if bounds else "nothing"
