"""Writes what a benchmark measured into RESULTS.md, each benchmark into its own section."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = "# What we measured\n\nWritten by the programs of this folder; each replaces its own section.\n"


def record(section: str, text: str, file: Path = RESULTS) -> None:
    """Puts the text under the heading `section`, in place of what stood there; a new section comes last."""
    whole = file.read_text(encoding="utf-8") if file.exists() else HEAD
    block = f"## {section}\n\n{text.strip()}\n"
    old = re.compile(rf"^## {re.escape(section)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    whole = old.sub(lambda _: block + "\n", whole) if old.search(whole) else f"{whole.rstrip()}\n\n{block}"
    beside = file.with_suffix(".new")
    beside.write_text(whole.rstrip() + "\n", encoding="utf-8")
    beside.replace(file)


def machine() -> str:
    """The processor, the cores this process may use, the system and the Python, in one line."""
    cpuinfo = Path("/proc/cpuinfo")
    models = re.findall(r"^model name\s*: (.+)$", cpuinfo.read_text(), re.MULTILINE) if cpuinfo.exists() else []
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{(models or [platform.machine()])[0]}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def commit() -> str:
    """The commit that is checked out, with a + where the tree holds more than that."""
    here = Path(__file__).parent

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=here, capture_output=True, text=True).stdout.strip()

    return (git("rev-parse", "--short=10", "--verify", "HEAD") or "not committed") + ("+" if git("status", "--porcelain") else "")
