"""Any literature review that is not in the seeds' layout: from blocks to a `Report`."""

from __future__ import annotations

from synth.reports.prose.reading import read_prose
from synth.reports.prose.references import read_bib

__all__ = ["read_bib", "read_prose"]
