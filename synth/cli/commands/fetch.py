"""Fetch papers, and read them into the library.

ID is an arXiv number (with its version, or the newest is taken), a DOI, an ACL Anthology number, an address of one of these, or a title in
quotes; "-" takes them from the standard input, one a line. It may be a file or a folder of papers that are at hand, too: they are read into
the library and known by the stamp on their first page, or by the names of their files. --cited-by takes all that a report, a paper or a
bibliography cites.

What is in the library is not fetched again; which version is the newest, arXiv is asked. Of arXiv's papers the LaTeX source comes first,
then the page, then the PDF: what was tried is said. A paper that was withdrawn, or that came in another version than the one that was asked
for, is marked.

exit status: 0 done: all is there that was named, or with --cited-by anything of it
             2 wrong use, or nothing could be read
             3 something could not be fetched that was named, or only in another version; or nothing of what is cited could be
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synth.cli.output import file_name

if TYPE_CHECKING:
    from synth.library import Held, Library
    from synth.pipeline.fetching import Got, Wanted

NAME, HELP, ORDER = "fetch", "fetch papers into the library", 11
LONGEST = 100  # characters of what was asked for, as it is shown
MAX_NAMED = 10_000  # works that are asked for at once


class FetchError(ValueError):
    """What was asked for cannot be fetched as it is asked for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", metavar="ID", nargs="*", help="what to fetch; - reads names from the standard input")
    parser.add_argument("--cited-by", metavar="REPORT", type=file_name, help="fetch all that this report cites")
    parser.add_argument("--source", metavar="NAME", action="append", default=[], help="ask this source only (may be repeated)")
    parser.add_argument("--refresh", action="store_true", help="ask again what was answered before")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes that read files at hand (default: one per core)")
    parser.add_argument("--json", action="store_true", help="what became of each, as JSON on the standard output")


def run(options: argparse.Namespace) -> int:
    from synth.cli.progress import shown
    from synth.library import Library
    from synth.pipeline.fetching import fetch
    from synth.program import NOT_HERE, WRONG, say
    from synth.settings import read_settings
    from synth.sources.desk import Desk

    settings = read_settings(vars(options))
    paths, asked = _asked(options)
    got: list[Got] = []
    unread: list[str] = []
    with Library.open(Path(settings["home"].value)) as library, shown(options.quiet) as progress:
        desk = Desk(settings, memory=library, only=options.source, refresh=options.refresh, progress=progress.asked)
        jobs = settings["jobs"].value or None
        if asked and settings["papers"].value:
            for one in _stocked([Path(settings["papers"].value)], library, jobs):
                if isinstance(one, str):
                    say(f"synth: {one}")
        for one in chain(_stocked(paths, library, jobs), fetch(asked, desk, library, today=_today(), progress=progress.came)):
            if isinstance(one, str):
                unread.append(one)
                say(f"synth: {one}")
                continue
            got.append(one)
            for line in _lines(one) if not options.quiet else ():
                say(line)
    if not got and not unread:
        raise FetchError(f"{', '.join(map(str, paths))}: holds no paper (.pdf, .html, .tex, .tar.gz)")
    if options.json:
        _write_json(got, unread)
    if not options.quiet:
        say(_summary(got, unread))
    if not got:
        return WRONG
    there = [one for one in got if one.state in ("there", "fetched")]
    complete = any(one.held for one in got) if options.cited_by and not options.names else len(there) == len(got) and not unread
    return 0 if complete else NOT_HERE


def _asked(options: argparse.Namespace) -> tuple[list[Path], list[Wanted]]:
    """What is at hand, and what is asked for by name; each once."""
    from synth.pipeline.fetching import wanted

    names = [name for one in options.names for name in (_typed_in() if one == "-" else [one])]
    if options.cited_by is None and not names:
        raise FetchError("nothing to fetch: name papers, give - and name them on the standard input, or use --cited-by REPORT")
    if not all(name.strip() for name in names):
        raise FetchError("a name is empty")
    names = [name.encode("utf-8", "replace").decode() for name in names]  # what is no text names nothing
    if len(names) > MAX_NAMED:
        raise FetchError(f"{len(names):,} names are more than the {MAX_NAMED:,} that are fetched at once")
    paths = [Path(name) for name in names if _is_path(name)]
    asked = [wanted(name) for name in dict.fromkeys(names) if not _is_path(name)]
    if options.cited_by:
        asked += _cited(options.cited_by)
    return paths, asked


def _typed_in() -> list[str]:
    return [line.strip() for line in sys.stdin.read(MAX_NAMED * 1_000).splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _is_path(name: str) -> bool:
    """Whether a name is that of a file: it is there, or it can be nothing else."""
    from synth.sources.identity import named_by

    try:
        return Path(name).exists() or (named_by(name) is None and name.startswith(("./", "../", "/", "~")))
    except (OSError, ValueError):
        return False


def _cited(report: Path) -> list[Wanted]:
    """All that a report cites, or that a bibliography lists."""
    from synth.audit.references.listing import list_format, list_of_report, read_list
    from synth.pipeline.fetching import Wanted
    from synth.reports.importing import read_report

    name, format = str(report), list_format(report)
    listing = read_list(report, name, format)[0] if format else list_of_report(read_report(report), name)
    if not listing.listed:
        raise FetchError(f"{report}: cites nothing that could be read")
    return [Wanted(" ".join(one.text.split()), one.cited) for one in listing.listed]


def _stocked(paths: Sequence[Path], library: Library, jobs: int | None) -> Iterator[Got | str]:
    """The papers at hand, read into the library unless they are there; of one that could not be read the reason."""
    from synth.pipeline.fetching import Got, is_whole, keep
    from synth.pipeline.packing import packed
    from synth.reading.documents import read_documents
    from synth.reading.papers import papers_in

    new: dict[str, Path] = {}
    for paper in (one for path in paths for one in ([path] if _is_source(path) else papers_in([path]))):
        if not paper.exists():
            raise FetchError(f"{paper}: is not there")
        with packed(paper) as (_, digest):
            held = library.find(digest.removeprefix("sha256:"))
        if held and is_whole(held[0]):
            yield Got(str(paper), "there", held[0])
        else:
            new.setdefault(digest, paper)
    for result in read_documents(new.values(), jobs=jobs):
        if result.value is None:
            yield result.error
        else:
            yield Got(str(result.item), "fetched", keep(result.item, library, result.value, today=_today()))


def _is_source(path: Path) -> bool:
    """Whether a folder is the source of one paper, whose figures are no papers: one document begins right in it."""
    if not path.is_dir():
        return False
    tex = (file for file in path.iterdir() if file.suffix.lower() in (".tex", ".ltx") and file.is_file())
    return sum(b"\\documentclass" in file.read_bytes() for file in tex) == 1


def _today() -> str:
    from datetime import date

    return date.today().isoformat()


# --- for people ----------------------------------------------------------------------------------------------------------


def _lines(one: Got) -> Iterator[str]:
    name = one.wanted if len(one.wanted) <= LONGEST else f"{one.wanted[:LONGEST]}…"
    if one.held is None:
        yield f"{name}: not fetched: {one.why}"
        yield from (f"  tried {line}" for line in one.tried if line != one.why)
        return
    paper = one.held.paper
    yield f"{name}: {one.state}: {paper.source.name} ({paper.format}) {paper.source.title}"
    if one.why and one.why not in paper.doubts:
        yield f"  {one.why}"
    yield from (f"  {said}" for said in _said_of(one.held))
    yield from (f"  tried {line}" for line in one.tried)


def _said_of(held: Held) -> Iterator[str]:
    if held.paper.withdrawn:
        yield f"withdrawn: {held.paper.withdrawn}"
    yield from held.paper.doubts


def _summary(got: Sequence[Got], unread: Sequence[str]) -> str:
    counts = Counter(one.state for one in got)
    parts = [f"{counts[state]} {state}" for state in ("there", "fetched", "other version", "not fetched") if counts[state]]
    all_of_it = len(got) + len(unread)
    return f"{sum(one.held is not None for one in got)} of {all_of_it} in the library: {', '.join([*parts, *_could_not_be_read(unread)])}"


def _could_not_be_read(unread: Sequence[str]) -> list[str]:
    return [f"{len(unread)} could not be read"] if unread else []


def _write_json(got: Iterable[Got], unread: Sequence[str]) -> None:
    import msgspec

    from synth.records import SCHEMA, to_builtins

    def told(one: Got) -> dict[str, Any]:
        paper = {"paper": to_builtins(one.held.paper), "key": one.held.key} if one.held else {}
        return {"wanted": one.wanted, "state": one.state, **paper, "why": one.why, "tried": list(one.tried)}

    out = {"schema": SCHEMA, "papers": [told(one) for one in got], "unread": list(unread)}
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(out), indent=2).decode() + "\n")
