"""Papers typed in LaTeX for a test: what is read of them."""

from __future__ import annotations

from pathlib import Path

from synth.reading.latex import read_latex
from synth.records import Cell, Document, Table

HEAD = r"& \textbf{A} & \textbf{B} \\ \hline "


def paper(tmp_path: Path, body: str, preamble: str = "", name: str = "article", **files: str) -> Document:
    """What is read of a paper with this body."""
    folder = tmp_path / "paper"
    folder.mkdir(exist_ok=True)
    for other, text in files.items():
        (folder / other.replace("_", ".")).write_text(text, encoding="utf-8")
    source = f"\\documentclass{{{name}}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "main.tex").write_text(source, encoding="utf-8")
    return read_latex(folder)


def table(tmp_path: Path, rows: str, columns: str = "lrr", preamble: str = "", environment: str = "tabular") -> Table:
    """The one table with these rows."""
    body = f"\\begin{{table}}\\caption{{A caption.}}\\begin{{{environment}}}{{{columns}}}{rows}\\end{{{environment}}}\\end{{table}}"
    (one,) = paper(tmp_path, body, preamble).tables
    return one


def texts(one: Table) -> list[str]:
    return [cell.text for cell in one.cells]


def cell(one: Table, text: str) -> Cell:
    (found,) = [cell for cell in one.cells if cell.text == text]
    return found
