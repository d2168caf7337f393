"""Look for works on a question, in all databases that can be searched for words.

The same work is told once, with all its identifiers and versions and with who has it. Pinned works come first; then those whose title and
abstract have the words of the question, and which databases give first. Neither years nor citations make a work better. One that was
withdrawn or retracted is marked, and not hidden.

What the library holds is looked through as well, unless --source names whom to ask.

A database that did not answer is named, with the reason. With --offline nobody is asked: what was answered to the same question before,
for the same years and the same limit where that is above 25, is all there is.

exit status: 0 done, also where nothing is found or some database did not answer
             2 wrong use
             3 no database answered
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synth.sources.searching import Placed, Searched

NAME, HELP, ORDER = "search", "look for works on a question", 10
LIMIT = 20
SHOWN_AUTHORS = 3
WIDTH = 100  # of a line on something that is no terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", metavar="QUERY", help="a question, or words")
    parser.add_argument("--since", metavar="YEAR", type=int, help="works of this year and later")
    parser.add_argument("--until", metavar="YEAR", type=int, help="works of this year and earlier")
    parser.add_argument("--source", metavar="NAME", action="append", default=[], help="ask this source only (may be repeated)")
    parser.add_argument("--limit", metavar="N", type=int, default=LIMIT, help=f"so many works at most (default: {LIMIT})")
    parser.add_argument("--pin", metavar="ID", action="append", default=[], help="put this work first (may be repeated)")
    parser.add_argument("--refresh", action="store_true", help="ask again what was answered before")
    parser.add_argument("--json", action="store_true", help="what was found as JSON on the standard output")


def run(options: argparse.Namespace) -> int:
    from functools import partial

    from synth.cli.progress import shown
    from synth.library import Library
    from synth.pipeline.looking import held_on
    from synth.program import NOT_HERE, say
    from synth.records import to_json
    from synth.settings import read_settings
    from synth.sources.databases import Question
    from synth.sources.desk import Desk
    from synth.sources.searching import search

    settings = read_settings(vars(options))
    question = Question(options.question.encode("utf-8", "replace").decode(), options.since, options.until)
    with Library.open(Path(settings["home"].value), create=not settings["offline"].value) as library, shown(options.quiet) as progress:
        desk = Desk(settings, memory=library, only=options.source, refresh=options.refresh, progress=progress.asked)
        beside = partial(held_on, question, library) if not options.source else lambda limit: None
        found = search(desk, question, options.limit, options.pin, beside)
    if options.json:
        sys.stdout.write(to_json(found))
    else:
        for line in _lines(found):
            print(line)
    for line in _notes(found):
        say(line)
    if not found.asked:
        say("synth: no database answered, nothing that they answered before is remembered, and the library holds nothing")
        return NOT_HERE
    if not options.quiet:
        say(_summary(found))
    return 0


def _lines(found: Searched) -> Iterator[str]:
    import shutil
    from functools import partial
    from textwrap import wrap as wrapped

    from synth.audit.formats.visible import visible

    wrap = partial(wrapped, break_long_words=False, break_on_hyphens=False)  # an identifier stays whole
    width = shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH
    for one in found.works:
        for at, line in enumerate(_told(one)):
            first = f"{one.rank:>3}. " if at == 0 else " " * 5
            yield from wrap(visible(line), max(width, 40), initial_indent=first, subsequent_indent=" " * 5)


def _told(one: Placed) -> Iterator[str]:
    """A work in three lines, and one more where it was withdrawn."""
    work = one.work
    yield f"{work.title or 'without a title'}{' (pinned)' if one.pinned else ''}"
    if work.withdrawn:
        yield f"WITHDRAWN: {work.withdrawn}"
    yield " · ".join(part for part in (_authors(work.authors), work.dated, work.venue) if part) or "nothing more is told of it"
    names = list(work.versions) + [
        name.name for name in work.identifiers if not any(version.startswith(f"{name.name}v") for version in work.versions)
    ]
    yield " · ".join((*names, f"in {', '.join(work.databases)}"))


def _authors(authors: tuple[str, ...]) -> str:
    more = len(authors) - SHOWN_AUTHORS
    shown = "; ".join(authors[:SHOWN_AUTHORS])
    return f"{shown} and {more} more" if more > 0 else shown


def _notes(found: Searched) -> Iterator[str]:
    for pin in found.unknown_pins:
        yield f"{pin}: pinned, and nobody who was asked has it"
    yield from found.failed


def _summary(found: Searched) -> str:
    from synth.audit.formats.counts import counted

    shown = f", the first {len(found.works)} of them shown" if len(found.works) < found.found else ""
    return f"{counted(found.found, 'work')} found in {', '.join(found.asked)}{shown}"
