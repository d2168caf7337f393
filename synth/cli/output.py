"""Writing what a command makes: to a file, whole or not at all, or to the standard output."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

from synth.files import write_bytes_whole


class OutputError(ValueError):
    """A command was asked to write where it must not."""


def file_name(text: str) -> Path:
    """The path that an argument names; an empty one would be the current folder, and is wrong use."""
    if not text:
        raise argparse.ArgumentTypeError("the name of a file is empty")
    return Path(text)


def refuse_overwriting(targets: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raises `OutputError` where a target is one of the inputs, whatever it is called, or two targets are one file."""
    wanted = list(targets)
    if not wanted:
        return  # to name all inputs takes a walk through their folders
    read = {os.path.realpath(path) for path in inputs}
    written: dict[str, Path] = {}
    for path in wanted:
        real = os.path.realpath(path)
        if real in read:
            raise OutputError(f"{path}: is what this command reads; write to another file")
        if real in written:
            raise OutputError(f"{path}: is the same file as {written[real]}; write to two files")
        written[real] = path


def refuse_missing_folders(targets: Iterable[Path | None]) -> None:
    """Raises `OutputError` where the folder of a target is not there: a slip in its name would make a new one."""
    for path in targets:
        if path is not None and not path.parent.exists():
            raise OutputError(f"{path}: there is no folder {path.parent}; make it, or write elsewhere")


def write_whole(path: Path, text: str) -> None:
    """The text in the file that this path leads to, whole or not at all."""
    write_bytes_whole(path, text.encode("utf-8"))
