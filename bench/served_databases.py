"""Databases on loopback, in a process of their own: each answers in its own API's shape, from works that a benchmark gives it.

The shapes are those of the tests (`tests/made_databases.py`). A search goes through an index, as thousands of questions are asked, and a
connection stays open. What is not done: no limits and no errors; what comes of those the tests try.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from made_databases import SHAPES, Entry

NEAREST = 10  # works that a search gives
_SEARCHED = re.compile(r"/(?:works|dois)\Z|/search\Z|/api/query\Z")


class Shelf:
    """The works of one database, and an index of the words of their titles."""

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        self.name, self.entries = name, entries
        self._words = [set(re.findall(r"\w+", entry.title.casefold())) for entry in entries]
        self._having: dict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(self._words):
            for word in words:
                self._having[word].append(at)

    def answer(self, address: str) -> tuple[int, Mapping[str, str], bytes]:
        parts = urlsplit(address)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        searched = _SEARCHED.search(parts.path) and "id_list" not in query
        return SHAPES[self.name](parts.path, query, self._nearest(" ".join(query.values())) if searched else self.entries)

    def _nearest(self, asked: str) -> list[Entry]:
        """Those that share most of their words with what is asked; there is always one, however far."""
        words = set(re.findall(r"\w+", asked.casefold()))
        hits = Counter(at for word in words for at in self._having.get(word, ()))
        ranked = sorted(hits, key=lambda at: (-hits[at] / len(self._words[at] | words), at))
        return [self.entries[at] for at in ranked[:NEAREST]]


@contextmanager
def served(shelves: Mapping[str, Sequence[Entry]]) -> Iterator[dict[str, str]]:
    """The address of each database, by its name, while they are served."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(dict(shelves), theirs), daemon=True)
    process.start()
    theirs.close()  # so that a process that ends at once is noticed
    try:
        yield ours.recv()
    finally:
        ours.send("enough")
        process.join()


def _serve(shelves: Mapping[str, Sequence[Entry]], told: Connection) -> None:
    servers = {name: _server(Shelf(name, entries)) for name, entries in shelves.items()}
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    told.send({name: f"http://127.0.0.1:{server.server_port}" for name, server in servers.items()})
    told.recv()


def _server(shelf: Shelf) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # the connection stays open
        wbufsize = -1  # head and body in one go

        def do_GET(self) -> None:
            status, headers, body = shelf.answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    return server


def numbered(at: int, draw: random.Random) -> tuple[str, str]:
    """A number of arXiv's and a DOI for a work that is given none; both of a form that nobody has given out."""
    return f"{draw.randint(17, 22)}{draw.randint(1, 12):02d}.{90_000 + at:05d}", f"10.55555/made.{at}"
