"""Readers by others, asked from here and answering from a process in an environment of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
THEIRS = ROOT / ".venv-peers" / "bin" / "python"  # `make bench` makes it from bench/requirements-peers.txt
OURS = Path(sys.executable)


class Peer:
    """One reader by others: a process that answers one question after another. `absent` says why there is none."""

    def __init__(self, package: str, python: Path = THEIRS) -> None:
        self.package = package
        self.version = ""
        self.absent = ""
        self._noise = tempfile.TemporaryFile()  # noqa: SIM115  closed on leaving
        self._process: subprocess.Popen[str] | None = None
        if not python.exists():
            self.absent = f"{python.relative_to(ROOT)} is not there; `make bench` makes it"
            return
        self._process = subprocess.Popen(
            [python, Path(__file__).with_name("answering.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._noise,
            text=True,
            encoding="utf-8",
        )
        said = self.ask(versions=True)
        self.version = said.get("version", "")
        self.absent = said.get("error", "")

    def ask(self, **question: Any) -> dict[str, Any]:
        """The answer to a question about a file; `error` in it where there is none."""
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return {"error": self.absent}
        self._process.stdin.write(json.dumps({"peer": self.package, **question}, default=str) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            self.absent = f"its process ended (exit status {self._process.wait()})"
            return {"error": self.absent}
        answered: dict[str, Any] = json.loads(line)
        return answered

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()
        self._noise.close()
