"""Which process this is, in words that another one can look for: whether it is still there. A number alone is given to others again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def this_process() -> dict[str, Any]:
    """This process's number, its machine, and when it began, as far as the system tells."""
    return {"process": os.getpid(), "host": os.uname().nodename, "since": _since(os.getpid())}


def is_gone(told: Mapping[str, Any]) -> bool:
    """Whether a process is known to be gone, as told by itself: of one on another machine nothing is known."""
    process, since = told.get("process"), told.get("since")
    if not isinstance(process, int) or process <= 0 or told.get("host") != os.uname().nodename:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it is somebody's
        pass
    now = _since(process)
    return since is not None and now is not None and now != since


def _since(process: int) -> int | None:
    """When a process began, in ticks of the system's clock; -1 of one that has ended and is still listed; None where that is not known."""
    try:
        state, *rest = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None
    return -1 if state in "ZX" else int(rest[18])
