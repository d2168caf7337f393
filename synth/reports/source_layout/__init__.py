"""The seeds' layout, both ways: text becomes a Report, and a Report becomes exactly that text again.

The layout is a title, an author, a date, and sections under headings that are plain ("1 Introduction") or marked ("## 1 Introduction").
Four sections hold one sentence that is the same in every report but for its figures (`templates/source/wording.toml`); one holds a
table of claims, with tabs or as Markdown; one holds references. What differs from one report to the next in blank lines, line ends or
bullets is kept in `Report.layout`. Nothing is kept of the text itself: where the prose of a section is not the layout's own sentence,
it is the section's paragraphs.

The law is that `parse_source(render_source(report))` gives `report` back. A report for which it would not is refused, and what stands
in the way is named.
"""

from __future__ import annotations

from synth.reports.source_layout.printing import Format, as_format, render_source
from synth.reports.source_layout.reading import parse_source

__all__ = ["Format", "as_format", "parse_source", "render_source"]
