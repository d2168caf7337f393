"""A server on loopback that answers as it is told, and a clock that runs only while somebody sleeps."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from synth.sources.manners import Manners, Session

Reply = tuple[int, dict[str, str], bytes]
OPEN: list[Session] = []  # sessions that end with the server they ask


@contextmanager
def served(answer: Callable[[int, str], Reply]) -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that answers the n-th question for a path, counted from 0; its address, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answer(len(asked), self.path)
            asked.append(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)  # how often it looks whether to end
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        while OPEN:
            OPEN.pop().close()
        server.shutdown()
        server.server_close()
        thread.join()


class Time:
    """A clock that runs only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def session(host: str, time: Time, **manners: float) -> Session:
    told = Manners(trusted=True, **manners)  # type: ignore[arg-type]
    OPEN.append(Session({host: told}, agent="assay-tests", clock=lambda: time.now, sleep=time.sleep))
    return OPEN[-1]
