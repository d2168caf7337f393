"""How much of what a page shows was placed in its document."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from synth.reading.html.inline import Reader, classes_of
from synth.records import Coverage, Document

NOTE_MARKS = frozenset(("ltx_note_mark", "ltx_tag_note", "ltx_note_type"))
_WORD = re.compile(r"[^\W\d_]+|\d+")


def coverage_of(document: Document, root: Any) -> Coverage:
    """Words and figures that the page shows, and how many of them stand somewhere in the document."""
    body = root.find("body")
    shown = _shown(body if body is not None else root)
    pieces = [document.text, document.title, *document.authors, *(aside.text for aside in document.asides)]
    pieces += [f"{table.label} {table.caption}" for table in document.tables]
    pieces += [f"{cell.text} {cell.note}" for table in document.tables for cell in table.cells]
    pieces += [f"{reference.label} {reference.text}" for reference in document.references]
    held = Counter(word for piece in pieces for word in _WORD.findall(piece))
    return Coverage(words=shown.total(), placed=(shown & held).total())


def _shown(body: Any) -> Counter[str]:
    """The words of the page as it is shown, those of footnotes among them; what is raised or lowered stands for itself."""
    reader = Reader()
    read = [reader.runs(body)]
    for note in body.iter("span"):
        if "ltx_note_content" in classes_of(note):
            kept = [piece for piece in note if not classes_of(piece) & NOTE_MARKS]
            read.append(reader.runs_of([note.text or "", *(part for piece in kept for part in (piece, piece.tail or ""))]))
    words: Counter[str] = Counter()
    for runs in read:
        text: list[str] = []
        height = 0
        for run in runs:
            apart = run.height != height and text[-1:] and text[-1][-1:].isdigit() and run.text[:1].isdigit()  # "0.41" and its spread
            text.append(f" {run.text}" if apart else run.text)
            height = run.height
        words.update(_WORD.findall("".join(text)))
    return words
