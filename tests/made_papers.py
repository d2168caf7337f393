"""Papers of a few sentences, for a library: files whose bytes are their name, with a document of made sentences."""

from __future__ import annotations

import hashlib
from pathlib import Path

from synth.records import Box, Cell, Document, Paper, Passage, Source, Table


def source(name: str) -> Source:
    """`arXiv:2005.13013v1` as a source."""
    scheme, _, rest = name.partition(":")
    at = rest.rfind("v") if scheme == "arXiv" else -1
    return Source(scheme=scheme, id=rest[:at] if at > 0 else rest, version=rest[at:] if at > 0 else "")


def paper(name: str, *, also: tuple[str, ...] = (), title: str = "", **told: object) -> Paper:
    own = source(name)
    own = Source(scheme=own.scheme, id=own.id, version=own.version, title=title, authors=("Ada Lovelace",), year=2020)
    return Paper(source=own, names=tuple(source(one) for one in also), **told)  # type: ignore[arg-type]


def document(name: str, *sentences: str, tables: tuple[Table, ...] = ()) -> Document:
    passages = tuple(
        Passage(text=text, source=name, page=1, boxes=(Box(x0=0.5, y0=1, x1=2, y1=3),), section="Results", span=(at, at + len(text)))
        for at, text in enumerate(sentences)
    )
    return Document(source=source(name), format="pdf", text="\n\n".join(sentences), sentences=passages, tables=tables)


def table(label: str, caption: str, rows: dict[str, dict[str, str]]) -> Table:
    cells = [
        Cell(text=value, row=(row,), column=(column,), at=(i, j), page=3, box=Box(x0=1, y0=2, x1=3, y1=4))
        for i, (row, values) in enumerate(rows.items(), 1)
        for j, (column, value) in enumerate(values.items(), 1)
    ]
    return Table(label=label, caption=caption, cells=tuple(cells), page=3)


def file(folder: Path, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(content.encode()).hexdigest()[:8]}.pdf"
    path.write_bytes(f"%PDF-1.7\n{content}\nstartxref\n9\n%%EOF\n".encode())
    return path
