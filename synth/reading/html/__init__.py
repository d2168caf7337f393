"""A page of HTML becomes a `Document`: LaTeXML's (arXiv, ar5iv, arXMLiv) by its classes, any other by its elements."""

from __future__ import annotations

from synth.reading.html.reading import read_html

__all__ = ["read_html"]
