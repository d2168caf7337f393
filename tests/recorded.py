"""Answers of databases as they really come, in `recordings/`: written for these tests in the shape of real ones, with their oddities.

A file is called after what it holds, after its status where that is not 200, and after its kind: `arxiv/malformed_number.400.atom`. Which
of them were used is noted, so that one that no test uses can be found (`conftest.py`).
"""

from __future__ import annotations

from pathlib import Path

from made_web import Reply

FOLDER = Path(__file__).parent / "recordings"
KINDS = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain",
    ".xml": "text/plain; charset=utf-8",
}
USED: set[str] = set()


def recorded(name: str, **headers: str) -> Reply:
    """The answer in a recording, with headers as `Retry_After="7"`."""
    USED.add(name)
    file = FOLDER / name
    status = next((int(part[1:]) for part in file.suffixes if part[1:].isdecimal()), 200)
    return status, {"Content-Type": KINDS[file.suffix], **{key.replace("_", "-"): text for key, text in headers.items()}}, file.read_bytes()


def unused(folder: Path = FOLDER) -> list[str]:
    """The recordings that no test used."""
    return sorted({file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - USED)
