"""Assay's toolkit: reads papers and reports, judges what they claim, and says how it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from synth.audit.auditing import audit_reports as audit_reports
    from synth.claims.judging import check_claims as check_claims
    from synth.reports.importing import read_report as read_report
    from synth.reports.source_layout import render_source as render_source

__version__ = "0.1.0"
__all__ = ["__version__", "audit_reports", "check_claims", "read_report", "render_source"]

_DOORS = {
    "audit_reports": "synth.audit.auditing",
    "check_claims": "synth.claims.judging",
    "read_report": "synth.reports.importing",
    "render_source": "synth.reports.source_layout",
}


def __getattr__(name: str) -> Any:
    """What is offered from Python, loaded when it is asked for."""
    if name not in _DOORS:
        raise AttributeError(f"module 'synth' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_DOORS[name]), name)
