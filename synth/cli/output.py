"""Writing what a command makes: to a file, whole or not at all, or to the standard output."""

from __future__ import annotations

import argparse
import errno
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path


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


def write_whole(path: Path, text: str) -> None:
    """The text in the file that this path leads to: a reader sees the old content or the new, never a part.

    What is there and is no regular file, such as a named pipe, is written to and stays what it is.
    """
    try:
        _write(path, text)
    except OSError as error:  # which may name the temporary file, of which nobody has heard
        raise OSError(error.errno, error.strerror, str(path)) from None
    except RuntimeError:  # in Python below 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None


def _write(path: Path, text: str) -> None:
    import tempfile  # 9 ms, for which `synth --help` need not wait

    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG | _mode_of_new_files()
    if not stat.S_ISREG(mode):
        path.write_text(text, encoding="utf-8", newline="")
        return
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".assay.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(stat.S_IMODE(mode))
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def say(text: str) -> None:
    """One line for people, beside the output. What would move the cursor or break the line is shown as a sign."""
    from synth.audit.formats.visible import visible

    print(visible(text), file=sys.stderr)


def _mode_of_new_files() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
