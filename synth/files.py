"""Where the templates and the data are: beside the packages in a checkout, inside `synth` in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_files"
ROOT = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
DATA = ROOT / "data"
