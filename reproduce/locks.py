"""One process at a time, of all that see a file, on this machine or on others. A lock is free again when its process ends, or is killed.

On a network file system a lock is freed when its machine is heard of no more. What is not done: where a file system knows no locks nobody
waits for anybody; what stands behind a lock has to stay right without it, at the price of work done twice.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Waits for the lock of this name and holds it. The file stays: to remove it would free those who wait for it, all at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        lock(handle)
        yield
    finally:
        os.close(handle)


def lock(handle: int) -> None:
    """Waits for the lock of an open file, which is held until it is closed."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
