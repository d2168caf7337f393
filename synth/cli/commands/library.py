"""The papers that were fetched and read: list them, show one, search them, check that they are whole, export them.

A paper is named by what it is called (arXiv:2005.13013v1, 2005.13013, a DOI, an ACL number, an address that holds one) or by its key, which
`list` shows. A name without a version means all versions of the work. Where the library lies, ASSAY_HOME or `home` in assay.toml say.

exit status: 0 done
             1 `verify` found a paper that is lost or damaged; what is only left over is said, and is no finding
             2 wrong use: no such paper, no library, or not one that this version knows
             3 could not be done here: nothing can be written, or no room
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synth.cli.output import file_name

if TYPE_CHECKING:
    from synth.library import Held, Hit, Library, Trouble

NAME, HELP, ORDER = "library", "list, show, search, check and export the papers that are kept", 9


class LibraryUseError(ValueError):
    """A name means no paper of the library, or more than one where one is meant; or options do not go together."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    add = _Adding(actions)
    add.action("list", list_papers, "all papers, with their keys")
    show = add.action("show", show_paper, "what is known of a paper")
    show.add_argument("name", metavar="NAME", help="its name, or its key")
    show.add_argument("--text", action="store_true", help="the text that was read in it, alone")
    search = add.action("search", search_papers, "passages that have these words")
    search.add_argument("words", metavar="WORDS", nargs="+", help="words; signs between them mean nothing")
    search.add_argument("--limit", metavar="N", type=_number, default=10, help="how many passages (default: 10)")
    add.action("verify", verify, "read every byte, and say what is lost or damaged")
    export = add.action("export", export_papers, "references to the papers, for other programs")
    export.add_argument("names", metavar="NAME", nargs="*", help="these papers (default: all)")
    export.add_argument("--format", metavar="FORMAT", help="bibtex (default), ris, csl")
    export.add_argument("-o", "--out", metavar="FILE", type=file_name, help="write here (default: the standard output)")
    remove = add.action("remove", remove_papers, "papers and their files")
    remove.add_argument("names", metavar="NAME", nargs="+", help="names or keys")
    remove.add_argument("--all", action="store_true", help="all papers that a name means, such as the versions of a work")
    prune = add.action("prune", prune_files, "take away files that no paper names")
    prune.add_argument("--dry-run", action="store_true", help="only say which")
    add.action("rebuild", rebuild, "make the database anew from the papers and what lies beside them")


class _Adding:
    """Adds the actions of this command, each with the options that all commands have."""

    def __init__(self, actions: Any) -> None:
        self._actions = actions

    def action(self, name: str, do: Any, words: str) -> argparse.ArgumentParser:
        from synth.cli import PROGRAM

        parser: argparse.ArgumentParser = self._actions.add_parser(name, help=words, description=words)
        PROGRAM.add_common(parser, False)
        parser.add_argument("--json", action="store_true", help="JSON on the standard output")
        parser.set_defaults(act=do)
        return parser


def run(options: argparse.Namespace) -> int:
    from synth.library import Library
    from synth.settings import read_settings

    home = Path(read_settings(vars(options))["home"].value)
    if options.act == rebuild:  # which may not be opened before
        return rebuild(options, home)
    with Library.open(home, create=False) as library:
        act: Callable[[argparse.Namespace, Library], int] = options.act
        return act(options, library)


# --- looking ---


def list_papers(options: argparse.Namespace, library: Library) -> int:
    from synth.audit.formats.counts import counted
    from synth.program import say

    works = library.works()
    papers = [held for work in works for held in work]
    if options.json:
        _write_json({"papers": [_told(library, held) for held in papers]})
    else:
        sys.stdout.writelines(f"{line}\n" for line in _rows(papers))
    if not options.quiet:
        size = sum(held.size for held in papers)
        say(f"{counted(len(papers), 'paper')} of {counted(len(works), 'work')}, {size / 1e6:,.1f} MB, in {library.folder}")
    return 0


def show_paper(options: argparse.Namespace, library: Library) -> int:
    from synth.audit.formats.visible import visible
    from synth.program import say
    from synth.records import to_builtins

    found = _named(library, options.name)
    held = found[0]
    if options.json:
        read = to_builtins(library.document(held)) if held.read else None
        _write_json({**_told(library, held), "document": read})
    elif options.text:
        sys.stdout.writelines(f"{visible(line)}\n" for line in library.document(held).text.splitlines())
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(held))
    for other in found[1:] if not options.quiet else []:
        say(f"also there: {other.paper.source.name} ({other.paper.format or 'no format'}), key {other.key}")
    return 0


def search_papers(options: argparse.Namespace, library: Library) -> int:
    from synth.program import say
    from synth.records import to_builtins

    hits = library.search(" ".join(options.words), options.limit)
    if options.json:
        told = [
            {"key": hit.held.key, "paper": hit.held.paper.source.name, "score": round(hit.score, 4), "passage": to_builtins(hit.passage)}
            for hit in hits
        ]
        _write_json({"hits": told})
    else:
        sys.stdout.writelines(f"{line}\n" for hit in hits for line in _hit_lines(hit))
    if not hits and not options.quiet:
        say(f"nothing found in {len(library.papers()):,} papers")
    return 0


def verify(options: argparse.Namespace, library: Library) -> int:
    from synth.audit.formats.counts import counted
    from synth.program import FOUND, say

    troubles = list(library.verify())
    if options.json:
        _write_json({"troubles": [_told_trouble(trouble) for trouble in troubles]})
    for trouble in troubles:
        if trouble.harms or not options.quiet:
            say(f"{trouble.kind}: {trouble.path}: {trouble.what}")
    harm = sum(trouble.harms for trouble in troubles)
    if not options.quiet:
        left = len(troubles) - harm
        beside = f"; {counted(left, 'file')} harmless, `synth library prune` takes away what is left over" if left else ""
        say(f"{'nothing' if not harm else counted(harm, 'thing')} lost or damaged{beside}")
    return FOUND if harm else 0


# --- giving ---


def export_papers(options: argparse.Namespace, library: Library) -> int:
    from synth.audit.formats.counts import counted
    from synth.cli.output import refuse_missing_folders, write_whole
    from synth.library.exports import formats
    from synth.library.exports.describing import keys_of
    from synth.program import say

    refuse_missing_folders([options.out])
    name = options.format or ("csl" if options.json else "bibtex")
    if name not in formats():
        raise LibraryUseError(f"--format {name}: is none of {', '.join(sorted(formats()))}")
    if options.json and name != "csl":
        raise LibraryUseError(f"--json is --format csl, and --format {name} is no JSON; give one")
    held = [held for one in options.names for held in _named(library, one)] if options.names else library.papers()
    papers = keys_of(one.paper for one in _once(held))
    text = formats()[name](papers)
    if options.out:
        write_whole(options.out, text)
    else:
        sys.stdout.write(text)
    if not options.quiet:
        say(f"{counted(len(papers), 'reference')}{f' in {options.out}' if options.out else ''}")
    return 0


# --- changing ---


def remove_papers(options: argparse.Namespace, library: Library) -> int:
    from synth.program import say

    papers = []
    for name in options.names:
        found = _named(library, name)
        if len(found) > 1 and not options.all:
            several = ", ".join(f"{held.paper.source.name} (key {held.key})" for held in found)
            raise LibraryUseError(f"{name}: means {len(found)} papers, {several}; name one, or give --all")
        papers += found
    papers = _once(papers)
    library.remove(papers)
    if options.json:
        _write_json({"removed": [_told(library, held) for held in papers]})
    for held in papers if not options.quiet else []:
        say(f"removed {held.paper.source.name} ({held.key})")
    return 0


def prune_files(options: argparse.Namespace, library: Library) -> int:
    from synth.program import say

    left = library.prune(dry=options.dry_run)
    if options.json:
        told = [{"file": str(one.path.relative_to(library.folder)), "size": one.size, "young": one.young} for one in left]
        _write_json({"dry_run": options.dry_run, "files": told})
    taken, young = [one for one in left if not one.young], [one for one in left if one.young]
    if not options.quiet:
        for one in taken:
            say(f"{'would take' if options.dry_run else 'took'} away {one.path}")
        say(f"{len(taken):,} files, {sum(one.size for one in taken) / 1e6:,.1f} MB{', and nothing was touched' if options.dry_run else ''}")
        if young:
            say(f"{len(young):,} are younger than an hour and were left: somebody may be writing them")
    return 0


def rebuild(options: argparse.Namespace, home: Path) -> int:
    from synth.audit.formats.counts import counted
    from synth.library import Library
    from synth.program import FOUND, say

    papers, troubles = Library.rebuild(home)
    if options.json:
        _write_json({"papers": papers, "troubles": [_told_trouble(trouble) for trouble in troubles]})
    for trouble in troubles:
        say(f"{trouble.kind}: {trouble.path}: {trouble.what}")
    if not options.quiet:
        say(f"{counted(papers, 'paper')} in a new database")
    return FOUND if troubles else 0


# --- names ---


def _named(library: Library, name: str) -> list[Held]:
    """The papers that a name means; raises where there is none."""
    from synth.sources.identity import best, find_identifiers

    found = library.find(name)
    if not found and (identifier := best(find_identifiers(name))):
        found = library.find(identifier.name)
    if not found:
        raise LibraryUseError(f"{name}: is not in the library ({library.folder}); `synth library list` shows what is")
    return found


def _once(papers: Sequence[Held]) -> list[Held]:
    return list({held.key: held for held in papers}.values())


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:9]) > 0 and len(text) < 7):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of passages")
    return int(text)


# --- showing ---


def _rows(papers: Sequence[Held]) -> Iterator[str]:
    """One line a paper: key, name, format, year, title, and what is the matter with it."""
    from synth.audit.formats.visible import visible
    from synth.cli.grids import cut, wide

    width = shutil.get_terminal_size((120, 40)).columns
    named = [visible(held.paper.source.name) for held in papers]
    room = min(max(map(wide, named), default=0), 40)
    for held, name in zip(papers, named, strict=True):
        paper = held.paper
        marks = f"{'WITHDRAWN  ' if paper.withdrawn else ''}{'doubtful  ' if paper.doubts else ''}"
        name = cut(name, room)
        start = f"{held.key}  {name}{' ' * (room - wide(name))}  {paper.format or '-':5}  {paper.source.year or '-':>4}  {marks}"
        yield cut(f"{start}{visible(paper.source.title or 'no title')}".rstrip(), max(width, 60))


def _lines(held: Held) -> Iterator[str]:
    from synth.audit.formats.visible import visible

    paper = held.paper
    yield visible(paper.source.title or "no title")
    fields = {
        "name": paper.source.name,
        "also": ", ".join(source.name for source in paper.names),
        "authors": ", ".join(paper.source.authors),
        "year": str(paper.source.year or ""),
        "venue": paper.venue,
        "category": paper.category,
        "withdrawn": paper.withdrawn,
        "doubts": "; ".join(paper.doubts),
        "format": paper.format,
        "from": paper.source.url,
        "fetched": paper.fetched,
        "told by": ", ".join(paper.databases),
        "key": held.key,
        "file": f"{held.file} ({held.size:,} bytes)",
        "passages": f"{held.passages:,}{'' if held.read else ' (it was not read)'}",
    }
    yield from (f"  {name + ':':<11}{visible(value)}" for name, value in fields.items() if value)


def _hit_lines(hit: Hit) -> Iterator[str]:
    from textwrap import wrap

    from synth.audit.formats.visible import visible

    passage = hit.passage
    where = [hit.held.paper.source.name, f"page {passage.page}" if passage.page else "", passage.section, hit.held.key]
    yield visible(", ".join(part for part in where if part))
    yield from wrap(
        visible(passage.text), min(shutil.get_terminal_size((100, 40)).columns, 120), initial_indent="  ", subsequent_indent="  "
    )
    yield ""


def _told(library: Library, held: Held) -> dict[str, Any]:
    from synth.records import to_builtins

    file = held.file.relative_to(library.folder).as_posix()
    return {
        "key": held.key,
        "file": file,
        "size": held.size,
        "passages": held.passages,
        "read": held.read,
        "paper": to_builtins(held.paper),
    }


def _told_trouble(trouble: Trouble) -> dict[str, Any]:
    return {"kind": trouble.kind, "file": str(trouble.path), "what": trouble.what}


def _write_json(told: dict[str, Any]) -> None:
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n")
