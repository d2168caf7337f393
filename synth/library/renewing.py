"""One file that is added again: what is said of it anew, beside what was said before. Nothing that was known is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from synth.library.names import OF_A_WORK, name_of
from synth.records import Paper, Source


def renewed(old: Paper, new: Paper) -> Paper:
    """The paper as it is described now.

    What is told anew stands in the place of what was told before; what is not told again stays. Names, databases and doubts are added up.
    The paper keeps the name that it has, unless it had none of a work or no version; when and from where its file came stays, too.
    """
    own, other = (new.source, old.source) if _names_better(new.source, old.source) else (old.source, new.source)
    told = [source for source in (new.source, old.source) if source.title]
    described = told[0] if told else old.source
    source = replace(
        own,
        hash=old.source.hash,
        title=described.title,
        authors=new.source.authors or old.source.authors,
        year=new.source.year if new.source.year is not None else old.source.year,
        url=old.source.url or new.source.url,
    )
    as_name = Source(scheme=other.scheme, id=other.id, version=other.version)
    names = _once((as_name, *old.names, *new.names), source)
    return replace(
        new,
        source=source,
        names=tuple(names),
        venue=new.venue or old.venue,
        abstract=new.abstract or old.abstract,
        category=new.category or old.category,
        withdrawn=new.withdrawn or old.withdrawn,
        format=new.format or old.format,
        databases=tuple(dict.fromkeys((*old.databases, *new.databases))),
        doubts=tuple(dict.fromkeys((*old.doubts, *new.doubts, *_doubts(old, new)))),
        fetched=old.fetched or new.fetched,
        unknown={**old.unknown, **new.unknown},
    )


def _names_better(new: Source, old: Source) -> bool:
    """Whether a name says which work and which version it is, where the other does not."""
    one, other = name_of(new), name_of(old)
    if one.scheme in OF_A_WORK and other.scheme not in OF_A_WORK:
        return True
    return one[:2] == other[:2] and bool(one.version) and not other.version


def _once(sources: Iterable[Source], own: Source) -> Iterator[Source]:
    """Each name once, only its identity, without the paper's own and without one that says less than another."""
    named = {name_of(source): source for source in reversed(list(sources))}
    with_version = {name[:2] for name in (*named, name_of(own)) if name.version}
    seen = {name_of(own)}
    for source in reversed(list(named.values())):
        name = name_of(source)
        if name in seen or (not name.version and name[:2] in with_version):
            continue
        seen.add(name)
        yield source


def _doubts(old: Paper, new: Paper) -> Iterator[str]:
    """Two identifiers of one scheme name two works: one file for both is a doubt, and not ours to decide."""
    one, other = name_of(old.source), name_of(new.source)
    known = {name_of(source)[:2] for source in old.names}
    if one.scheme == other.scheme and one.scheme in OF_A_WORK and one.id != other.id and other[:2] not in known:
        yield f"the same file came as {old.source.name} and as {new.source.name}"
