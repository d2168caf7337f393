"""Works that are named become papers that are kept: looked up, got in the best form that can be read, and put into the library one by one.

The best form is LaTeX, in which a table's cells stand as they were typed; then a page; then a PDF. A file is believed about itself: one
that says that it is another paper is not kept as the paper that was asked for, and one that says that it is another version is kept as that
version. What is not done: nobody is asked for a work that is there, and where a file cannot be had nothing stands in for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace

from synth.audit.references.held import work_of
from synth.audit.references.rereading import read_again
from synth.records import Paper, Source
from synth.sources.identity import also_called, find_identifiers, named_by, numbered_in, same_address
from synth.sources.resolving import NUMBERED_BY
from synth.sources.titles import compare_titles, words_of_title
from synth.sources.works import Cited, Work, liken

if TYPE_CHECKING:
    from synth.library import Held, Library
    from synth.records import Document
    from synth.sources.databases import Text
    from synth.sources.desk import Desk
    from synth.sources.resolving import Answer

State = Literal["there", "fetched", "other version", "not fetched"]
FORMATS = {"source": "latex", "html": "html", "pdf": "pdf"}
BY_FILES = ("arXiv", "acl", "doi")  # whose files come first
SPEAK_FIRST = ("arxiv", "acl", "s2", "openalex", "crossref", "datacite", "zenodo")  # who describes the version that is kept
PAPER_MARK = b"ltx_"  # in every page that was made of a paper's LaTeX
_FILE_NAME = re.compile(r"(\d{4}\.\d{4,5})(?:_?(v\d{1,2}))?(?!\d)")


class Wanted(NamedTuple):
    """A work as somebody asks for it."""

    text: str  # as it was written
    cited: Cited


class Got(NamedTuple):
    """What became of it."""

    wanted: str
    state: State
    held: Held | None = None
    why: str = ""  # why it was not fetched, or what is not as it was asked for
    tried: tuple[str, ...] = ()  # forms that could not be had or read, each with the reason


class _Run(NamedTuple):
    """What a run of fetching works with."""

    desk: Desk
    library: Library
    titles: dict[str, list[Held]]  # the papers that are there, by the letters of their titles
    today: str
    progress: Callable[[str, int, int | None], None]

    def keep(self, file: Path, paper: Paper, document: Document) -> Held:
        held = self.library.add(file, paper, document)
        self.titles.setdefault(_letters(held.paper.source.title), []).append(held)
        return held


def wanted(text: str) -> Wanted:
    """What a text asks for: the work that it names, or the one that is called so."""
    source = named_by(text)
    return Wanted(text, Cited(identifiers=(source,)) if source else Cited(title=" ".join(text.split())))


def fetch(
    asked: Sequence[Wanted],
    desk: Desk,
    library: Library,
    *,
    today: str,
    progress: Callable[[str, int, int | None], None] = lambda name, done, of: None,
) -> Iterator[Got]:
    """What became of each, in their order; a paper is in the library before its line is given."""
    run = _Run(desk, library, {}, today, progress)
    if any(not one.cited.identifiers for one in asked):
        for held in library.papers():
            run.titles.setdefault(_letters(held.paper.source.title), []).append(held)
    left = [one.cited for one in asked if _there(run, one.cited) is None]
    answers = iter(desk.ask(left))
    unanswered = iter(left)
    following = next(unanswered, None)
    for one in asked:
        told: Sequence[Answer] = ()
        if one.cited is following:
            told, following = next(answers), next(unanswered, None)
        there = _there(run, one.cited)  # it may have come with one before it
        yield Got(one.text, "there", there) if there else _fetched(one, told, run)


def _there(run: _Run, cited: Cited) -> Held | None:
    """The paper, if the library has it: in the version that is asked for. Where none is, the newest is, which only arXiv knows."""
    if not cited.identifiers:
        same = run.titles.get(_letters(cited.title), ()) if cited.title else ()
        return next((one for one in same if liken(cited, work_of(one.paper)).is_whole and is_whole(one)), None)
    for identifier in cited.identifiers:
        held = _own(run.library, identifier)
        if held and _may_be(cited, work_of(held.paper)) and (run.desk.offline or identifier.version or identifier.scheme != "arXiv"):
            return held
    return None


def _may_be(cited: Cited, work: Work) -> bool:
    """Whether a work that has the identifier can be what is cited: it is not called otherwise."""
    return liken(cited, work).title.likeness != "different"


def is_whole(held: Held) -> bool:
    """Whether a paper's file is there, and has the bytes that it was kept for."""
    try:
        with held.file.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}" == held.paper.source.hash
    except FileNotFoundError:
        return False


def _letters(title: str) -> str:
    return "".join(words_of_title(title))


def _own(library: Library, name: Source) -> Held | None:
    """The paper that has this very name, whole; not another version of its work."""
    called = [one for one in (name, also_called(name)) if one is not None]
    addresses = {same_address(one) for one in called}
    return next(
        (
            held
            for one in called
            for held in library.find(one.name)
            if same_address(held.paper.source) in addresses and name.version in ("", held.paper.source.version) and is_whole(held)
        ),
        None,
    )


def _fetched(one: Wanted, answers: Sequence[Answer], run: _Run) -> Got:
    works, others = _of_it(one.cited, answers)
    if not works:  # an entry of prose may have been read wrongly
        works, others = _of_it(read_again(one.text, one.cited, answers), answers)
    tried = [f"{name}: is “{work.title}”, and another work is described" for name, work in others.items()]
    for name in _names(one.cited, works, others):
        got = _got(one, name, works, run, tried)
        if got is not None:
            return _beside(one.cited, name, got)
    withdrawn = next((work.withdrawn for work in works if work.withdrawn), "")
    why = f"withdrawn: {withdrawn}" if withdrawn else tried[-1] if tried else _why_nobody(one.cited, answers, works)
    for name in one.cited.identifiers if not others else ():
        if held := run.library.find(replace(name, version="").name):
            said = f"{name.name} could not be fetched ({why}); {held[0].paper.source.name} is there"
            return Got(one.text, "other version", held[0], said, tuple(tried))
    return Got(one.text, "not fetched", why=why, tried=tuple(tried))


def _got(one: Wanted, name: Source, works: Sequence[Work], run: _Run, tried: list[str]) -> Got | None:
    """The paper under one of its names: as it is there, else in the best form that can be had and read."""
    if held := _own(run.library, name):
        newest = name.version or name.scheme != "arXiv" or run.desk.offline
        return Got(one.text, "there", held, "" if newest else "whether there is a newer version was not answered")
    offered = run.desk.texts(name)
    tried += offered.failed
    kept = (_kept(one, text, works, run, tried) for text in offered.texts)
    return next(filter(None, kept), None)


def _beside(cited: Cited, name: Source, got: Got) -> Got:
    """What was got, marked where it is the work that was asked for under another name: a preprint is not what was published."""
    asked = {same_address(one) for given in cited.identifiers for one in (given, also_called(given)) if one is not None}
    if not asked or same_address(name) in asked or got.held is None:
        return got
    said = (
        f"{cited.identifiers[0].name} was asked for, of which no source has a file; this is {got.held.paper.source.name}, of the same work"
    )
    return got._replace(state="other version", why="; ".join(filter(None, (said, got.why))))


def _of_it(cited: Cited, answers: Sequence[Answer]) -> tuple[list[Work], dict[str, Work]]:
    """The works of the databases that are what is asked for, who knows it best first; and what else its identifiers name, by their names.

    A work is under its identifier, and not called otherwise; or it has the title as a whole.
    """
    found, others = [], dict[str, Work]()
    for answer in answers:
        for work in answer.works:
            if answer.by is None:
                found += [work] if _is_titled(cited, work) else []
            elif not _is_called(work, answer.by):
                continue
            elif _may_be(cited, work):
                found.append(work)
            else:
                others.setdefault(answer.by.name, work)
    order = {name: at for at, name in enumerate(SPEAK_FIRST)}
    return sorted(found, key=lambda work: order.get(work.database, len(order))), others


def _is_called(work: Work, name: Source) -> bool:
    """Whether a database gave what it was asked for: one that names its work otherwise gave another."""
    own = [one for one in work.identifiers if one.scheme == name.scheme]
    return not own or any(same_address(one) == same_address(name) for one in own)


def _is_titled(cited: Cited, work: Work) -> bool:
    likeness = liken(cited, work)
    return likeness.is_it and likeness.title.likeness in ("same", "misspelt")


def _names(cited: Cited, works: Sequence[Work], others: Collection[str]) -> list[Source]:
    """By what files can be asked for: as it was asked for, then the best first. Without a version the newest that is known is meant."""
    given = [one for one in cited.identifiers if one.scheme in BY_FILES and one.name not in others]
    told = [  # which version is the newest, only who numbers them knows
        one if work.database == NUMBERED_BY.get(one.scheme) else replace(one, version="")
        for work in works
        for one in work.identifiers
        if one.scheme in BY_FILES
    ]
    known: dict[str, Source] = {}
    for one in [*given, *told, *filter(None, map(also_called, [*given, *told]))]:
        if one.scheme in BY_FILES and not (one.scheme == "doi" and one.id.casefold().startswith("10.48550/")):
            there = known.get(same_address(one))
            known[same_address(one)] = one if there is None or (one.version and not there.version) else there
    asked = {same_address(one) for one in given}
    return sorted(known.values(), key=lambda one: (same_address(one) not in asked, BY_FILES.index(one.scheme)))


def _why_nobody(cited: Cited, answers: Sequence[Answer], works: Sequence[Work]) -> str:
    if works:
        return f"“{works[0].title}” is known, and no source has files of it"
    reasons: dict[str, dict[str, None]] = {}
    for one in answers:
        if one.failed:
            reasons.setdefault(one.failed, {})[one.database] = None
    asked = dict.fromkeys(one.database for one in answers if not one.failed)
    if not cited.title and all(one.scheme == "url" for one in cited.identifiers):
        return "it names no work that could be looked up"
    what = "no work of this title" if cited.title else "no work of this name"
    failed = [f"{', '.join(names)}: {why}" for why, names in reasons.items()]
    return "; ".join([*([f"{what} in {', '.join(asked)}"] if asked else []), *failed]) or "no source knows such names"


def _kept(one: Wanted, text: Text, works: Sequence[Work], run: _Run, tried: list[str]) -> Got | None:
    """The paper in this form, in the library; None where it could not be had, and the reason in `tried`."""
    from synth.sources.manners import AskedError

    try:
        file = run.desk.download(text, run.library.files, lambda done, of: run.progress(one.text, done, of))
    except AskedError as error:
        tried.append(f"{FORMATS[text.kind]}: {error}")
        return None
    document, wrong = _read(file.path, text)
    if document is not None and (twin := _of_another(run.library, file.hash, text.source)):
        document, wrong = None, f"{text.address}: is byte for byte the file of {twin}"
    if document is None:
        tried.append(f"{FORMATS[text.kind]}: {wrong}")
        if not run.library.find(file.hash.removeprefix("sha256:")):
            file.path.unlink(missing_ok=True)  # what nobody can read need not be kept
        return None
    says = names_itself(document)
    version = (says.version if says else "") or text.source.version
    other = ""
    if says and text.source.version and version != text.source.version:
        other = f"{text.source.name} was asked for, and what came says that it is {says.name}"
    works = _agreeing(works, document)
    source = replace(_described(replace(text.source, version=version), works, document), hash=file.hash, url=file.address)
    held = run.keep(file.path, _paper(source, works, document, other, run.today), replace(document, source=source))
    return Got(one.text, "other version" if other else "fetched", held, other, tuple(tried))


def _of_another(library: Library, digest: str, source: Source) -> str:
    """Which other paper has this very file, as a page has that a server gives for everything; none where no other does."""
    there = [held.paper.source for held in library.find(digest.removeprefix("sha256:"))]
    return next((one.name for one in there if one.scheme == source.scheme and same_address(one) != same_address(source)), "")


def _read(file: Path, text: Text) -> tuple[Document | None, str]:
    """What stands in a file; or None and why it is not taken for the paper."""
    from synth.reading import ReadingError
    from synth.reading.documents import ReaderFaultError, read_document

    if text.kind == "html" and PAPER_MARK not in file.read_bytes():
        return None, f"{text.address}: is a page, and no paper"
    try:
        document = read_document(file)
    except (ReadingError, ReaderFaultError) as error:
        return None, f"{text.address}: {str(error).removeprefix(f'{file}: ')}"
    if not document.sentences:
        return None, f"{text.address}: was read, and has no sentence"
    says = names_itself(document)
    if says is not None and text.source.scheme == "arXiv" and same_address(says) != same_address(text.source):
        return None, f"{text.address}: says on its first page that it is {says.name}"
    return document, ""


def names_itself(document: Document) -> Source | None:
    """Which paper of arXiv's a file says that it is, as by the stamp on its first page; None where it says nothing, or two things."""
    if document.source.scheme == "arXiv":
        return document.source
    stamps = {
        found.source.name: found.source for aside in document.asides if aside.kind == "stamp" for found in find_identifiers(aside.text)
    }
    return next(iter(stamps.values())) if len(stamps) == 1 else None


def _agreeing(works: Sequence[Work], document: Document) -> list[Work]:
    """The works, those first that are called as the file is: a database may have two under one name."""
    return sorted(works, key=lambda work: compare_titles(work.title, document.title).likeness == "different")


def _described(source: Source, works: Sequence[Work], document: Document) -> Source:
    """The source with what databases say of it, and what they do not say as it stands in the file."""
    return replace(
        source,
        title=next((work.title for work in works if work.title), document.title),
        authors=next((work.authors for work in works if work.authors), document.authors),
        year=next((work.year for work in works if work.year), numbered_in(source)),
    )


def _paper(source: Source, works: Sequence[Work], document: Document, other: str, today: str) -> Paper:
    doubts = [other] if other else []
    called = document.title or source.title
    others = {work.title: work.database for work in works if compare_titles(called, work.title).likeness == "different"}
    doubts += [f"is called “{called}” where it stands, and “{title}” in {database}" for title, database in others.items()]
    names = {one.name: one for work in works for one in work.identifiers if same_address(one) != same_address(source)}
    return Paper(
        source=source,
        names=tuple(names.values()),
        venue=next((work.venue for work in works if work.venue), ""),
        abstract=next((work.abstract for work in works if work.abstract), document.abstract),
        category=next((work.category for work in works if work.category), ""),
        withdrawn=next((work.withdrawn for work in works if work.withdrawn), ""),
        format=document.format,
        databases=tuple(dict.fromkeys(work.database for work in works)),
        doubts=tuple(doubts),
        fetched=today,
    )


def keep(path: Path, library: Library, document: Document, *, today: str) -> Held:
    """A paper that is at hand, in the library. It is what it says on its first page, else what its file is called, else its bytes."""
    from synth.pipeline.packing import packed

    with packed(path) as (file, digest):
        said = names_itself(document)
        called = None if said else _called(path)
        source = said or called or Source(scheme="sha256", id=digest.removeprefix("sha256:"))
        source = replace(source, hash=digest, title=document.title, authors=document.authors, year=numbered_in(source), url="")
        doubts = (f"known as {source.name} by the name of its file alone",) if called else ()
        paper = Paper(source=source, abstract=document.abstract, format=document.format, doubts=doubts, fetched=today)
        return library.add(file, paper, replace(document, source=source))


def _called(path: Path) -> Source | None:
    """The paper of arXiv's that a file is called after: "2005.13013v1.pdf", "2005.13013_v1-copy.pdf"."""
    match = _FILE_NAME.match(path.name)
    return Source(scheme="arXiv", id=match[1], version=match[2] or "") if match else None
