"""Files: where the templates and the data are (beside the packages in a checkout, inside `synth` in a wheel), and writing one whole."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_INSTALLED = Path(__file__).parent / "_files"
ROOT = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
DATA = ROOT / "data"


def write_bytes_whole(path: Path, content: bytes) -> None:
    """The content in the file that this path leads to: a reader sees the old content or the new, never a part.

    What is there and is no regular file, such as a named pipe, is written to and stays what it is.
    """
    try:
        _write(path, content)
    except OSError as error:  # which may name the temporary file, of which nobody has heard
        raise OSError(error.errno, error.strerror, str(path)) from None
    except RuntimeError:  # in Python below 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None


def _write(path: Path, content: bytes) -> None:
    import tempfile  # 9 ms, for which `synth --help` need not wait

    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG | _mode_of_new_files()
    if not stat.S_ISREG(mode):
        path.write_bytes(content)
        return
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".assay.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(stat.S_IMODE(mode))
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mode_of_new_files() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
