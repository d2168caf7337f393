"""The inside of a worker process: receive the function, then items, and answer each as it is done.

Run by `synth.engine.processes` as `python -c BOOT descriptor search-path…`. It answers item by item, so that whoever holds the other
end knows which item a worker was at when it died. It ends when the other end closes, and so does not outlive its parent.
"""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from synth.engine.result import attempt, in_one_line

BOOT = "import sys; sys.path[:] = sys.argv[2:]; from synth.engine.worker import serve; serve(int(sys.argv[1]))"


def serve(descriptor: int) -> None:
    """Answers what comes through this descriptor until it closes. The first message is the function, the others are lists of items."""
    pipe: Connection[Any, Any] = Connection(descriptor)
    try:
        function = pickle.loads(pipe.recv_bytes())  # noqa: S301  from our own parent, through a pipe nobody else has
    except Exception as error:  # noqa: BLE001  said to the parent, which stops
        pipe.send(in_one_line(error))
        return
    pipe.send("")
    with contextlib.suppress(EOFError, BrokenPipeError):  # the parent is done, or gone
        while True:
            for item in pipe.recv():
                pipe.send_bytes(_answer(function, item))


def _answer(function: Callable[[Any], Any], item: bytes) -> bytes:
    result = attempt(lambda packed: function(pickle.loads(packed)), item)  # noqa: S301  as above
    try:
        return pickle.dumps((result.value, result.error))
    except Exception as error:  # noqa: BLE001  pickling runs code of the value; whatever it does, the others are done
        return pickle.dumps((None, in_one_line(error)))
