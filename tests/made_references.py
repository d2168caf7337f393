"""Databases on loopback that audits of references ask, through the desk that commands have, and the works that they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from made_databases import Entry, answering
from made_web import Reply, Time, served

from synth.settings import read_settings
from synth.sources.desk import Desk, Memory

WEIGHING = Entry("Learning to Weigh Evidence in Long Documents", arxiv="2101.00001", version=2, doi="10.1000/weigh")
STORING = Entry("Quantised Storage of Sparse Tensors on Small Devices", ("Ann Lee", "Bo Li"), 2020, arxiv="2001.00002", doi="10.1000/store")
GONE = Entry("A Cure for Slow Convergence in Shallow Networks", ("Cy Poe",), 2019, arxiv="1901.00003", doi="10.1000/gone", retracted=True)
ZERO = Entry("0", ("Quan Nguyen",), 2021, arxiv="2104.12255", doi="10.1000/zero")
ENTRIES = (WEIGHING, STORING, GONE, ZERO)
NAMES = ("arxiv", "crossref", "datacite", "openalex", "s2")  # those that are searched by title


class Loopback(NamedTuple):
    """Where the databases are, and what each was asked."""

    environment: dict[str, str]
    asked: dict[str, list[str]]
    home: Path

    def desk(self, *, offline: bool = False, memory: Memory | None = None) -> Desk:
        """The desk that commands have, with a clock that does not wait."""
        settings = read_settings({"offline": offline}, self.environment, self.home)
        return Desk(settings, only=tuple(self.asked), memory=memory, clock=(time := Time()).read, sleep=time.sleep)


@contextmanager
def loopback(
    home: Path, entries: Sequence[Entry] = ENTRIES, names: Sequence[str] = NAMES, instead: Mapping[str, Reply] | None = None
) -> Iterator[Loopback]:
    """Databases that have these works; one of those in `instead` answers that and nothing else."""
    home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        environment, asked = {"ASSAY_HOME": str(home)}, {}
        for name in names:
            wrong = (instead or {}).get(name)
            host, asked[name] = stack.enter_context(served(answering(name, entries, lambda n, wrong=wrong: wrong)))  # type: ignore[misc]
            environment[f"ASSAY_{name.upper()}_HOME"] = f"http://{host}"
        yield Loopback(environment, asked, home)
