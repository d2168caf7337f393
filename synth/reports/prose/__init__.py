"""Any literature review that is not in the seeds' layout: from blocks to a `Report`."""

from __future__ import annotations

from synth.reports.prose.bibtex import read_bib
from synth.reports.prose.reading import read_prose

__all__ = ["read_bib", "read_prose"]
