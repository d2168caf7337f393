"""LaTeX source becomes a Document, without running TeX.

From a folder as arXiv keeps it, or one .tex file: `\\input` is followed inside the folder only, the paper's own macros are expanded
as far as tables and prose need, comments are no text. Everything is bounded, so that broken or hostile source ends too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from synth.reading import ReadingError
from synth.reading.latex.body import Body, Placed
from synth.reading.latex.context import Context
from synth.reading.latex.coverage import cover
from synth.reading.latex.folder import Folder
from synth.reading.latex.macros import Expander
from synth.reading.latex.numbering import Numbering
from synth.reading.latex.references import (
    Bibliography,
    Listed,
    find_lists,
    is_numeric,
    keys_cited,
    read_bbl,
    read_bib,
    read_biber,
    rendering,
    renumbered,
    told_apart,
)
from synth.reading.latex.symbols import arguments, commands, declarations, marks
from synth.reading.latex.tables import TableReader
from synth.reading.latex.tokens import tokenize
from synth.reading.latex.tree import Command, Cursor, Environment, Group, Node, parse, text_of
from synth.reading.prose import GAP, Part, Prose, compose
from synth.reading.tables.marks import with_marks
from synth.records import Citation, Document, Source, Unread

NO_LIST = "no list of references: none in the text, no .bbl beside it, no .bib named"

_LANGUAGES = {  # as babel and polyglossia call them
    name: code
    for code, names in {
        "en": "english american usenglish british ukenglish",
        "de": "german ngerman austrian",
        "fr": "french francais frenchb",
        "es": "spanish",
        "it": "italian",
        "pt": "portuguese brazilian brazil",
        "nl": "dutch",
        "ru": "russian",
        "pl": "polish",
        "cs": "czech",
        "sv": "swedish",
        "da": "danish",
        "no": "norsk",
        "fi": "finnish",
        "ca": "catalan",
        "el": "greek",
        "tr": "turkish",
        "hu": "hungarian",
        "uk": "ukrainian",
        "ar": "arabic",
        "he": "hebrew",
        "ro": "romanian",
    }.items()
    for name in names.split()
}


_SHORTHAND_LANGUAGES = frozenset("german ngerman austrian naustrian swissgerman nswissgerman dutch".split())  # in which "a is a letter


class Reading(NamedTuple):
    """A document with what its record has no place for: its parts, where its citations and tables stand in them, and the date it states."""

    document: Document
    parts: list[Part]
    cites: list[Placed]
    tables: list[int]  # for each table, how many parts stand before it
    keys: list[str]  # for each reference
    missing: frozenset[str]  # what is cited and not among them
    date: str


def read_latex(path: Path) -> Document:
    """The paper in a folder of LaTeX source, or in one .tex file. Raises ReadingError where there is none."""
    return read_parts(path).document


def read_parts(path: Path) -> Reading:
    """The paper with its parts. Raises ReadingError where there is none."""
    try:
        return _read(path)
    except RecursionError:  # the tree is bounded; what a caller already stands in is not
        raise ReadingError(f"{path}: nested too deeply to be read") from None


def _read(path: Path) -> Reading:
    folder = Folder(path)
    expander = Expander(_known(), folder.load)
    tokens = expander.expand(_with_list(folder, folder.main_tokens()), folder.main.name)
    nodes = parse(tokens)
    numbering = Numbering(nodes, folder.document_class)
    bibliography, context = _bibliography(folder, tokens, nodes, numbering)
    context.shorthands = any(_SHORTHAND_LANGUAGES.intersection(re.findall(r"\w+", said)) for said in _packages(tokens) if "babel" in said)
    body = Body(context, TableReader(context, expander.columns))
    body.read(nodes)
    if expander.conditions.undecided:
        expander.unread.append(
            f"{expander.conditions.undecided} conditions of TeX could not be decided; what stands behind their \\else was read"
        )
    source = Source(scheme="file", id=path.resolve().name, hash=folder.digest, title=body.title, authors=tuple(body.authors))
    composed = compose(body.parts, source.name)
    folder.name_the_unread()
    unread = (*folder.unread, *(Unread(what=what) for what in dict.fromkeys(expander.unread)), *context.unread)
    language = _language(tokens)
    document = Document(
        source=source,
        format="latex",
        title=body.title,
        authors=tuple(body.authors),
        abstract=body.abstract,
        language=language,
        text=composed.text,
        sentences=composed.sentences,
        sections=composed.sections,
        tables=with_marks(body.tables, language),
        references=bibliography.references,
        citations=tuple(_citations(body.parts, body.cites, composed, bibliography)),
        asides=tuple(context.asides),
        unread=unread,
    )
    document = msgspec.structs.replace(document, coverage=cover(nodes, document))
    keys = [entry.key for entry in bibliography.listed]
    missing = frozenset(keys_cited(tokens)) - set(keys)
    return Reading(document, body.parts, body.cites, body.table_places, keys, missing, body.date)


@cache
def _known() -> frozenset[str]:
    """The commands whose meaning the reader knows and that a paper's own definition does not change."""
    return frozenset((*arguments(), *marks(), *declarations(), *commands()["sizes"], *commands()["kept"]["names"].split()))


def _bibliography(folder: Folder, tokens: list[str], nodes: list[Node], numbering: Numbering) -> tuple[Bibliography, Context]:
    """The list of references, from the first that is at hand: in the text, of biber, of the .bib files; and what the walk shares."""
    context = Context(numbering, Bibliography([], numeric=True))
    cited = keys_cited(tokens)
    style = _argument(nodes, "bibliographystyle")
    packages = " ".join(_packages(tokens))
    listed: list[Listed] = []
    numeric = is_numeric(folder.document_class, style, packages)
    lists = find_lists(nodes)
    if lists:
        for environment in lists:
            entries, numeric = read_bbl(environment.children, context)
            listed += entries
    elif (bbl := folder.beside(".bbl")) is not None and "\\entry{" in (text := folder.text_of(bbl)):
        listed = renumbered(read_biber(text, rendering(context)), numeric=numeric)
    else:
        for name in _bib_names(nodes):
            path = folder.named(name, ".bib")
            if path is None:
                context.unread.append(Unread(what=f"{name}: the bibliography is not there, and no list made of it"))
            else:
                listed += read_bib(folder.text_of(path), cited, rendering(context))
        if cited and not listed and not context.unread:
            context.unread.append(Unread(what=NO_LIST))
        if numeric:  # in the order cited, as most numbered styles have it
            order = {key: place for place, key in enumerate(cited)}
            listed.sort(key=lambda entry: order.get(entry.key, len(order)))
        listed = renumbered(listed if numeric else told_apart(listed), numeric=numeric)
    bibliography = Bibliography(listed, numeric=numeric)
    kept = Context(numbering, bibliography)
    kept.unread += context.unread
    return bibliography, kept


def _with_list(folder: Folder, tokens: list[str]) -> list[str]:
    """The tokens with the list that BibTeX made in the place where the paper asks for it."""
    bbl = folder.beside(".bbl")
    if bbl is None or "thebibliography" not in (text := folder.text_of(bbl)):
        return tokens
    made = tokenize(text)
    for at, sign in enumerate(tokens):
        if sign in ("\\bibliography", "\\printbibliography"):
            end = at + 1
            if sign == "\\bibliography":
                while end < len(tokens) and end < at + 400 and tokens[end] != "}":
                    end += 1
                end += 1
            return [*tokens[:at], "\\par", *made, *tokens[end:]]
    return tokens


def _bib_names(nodes: list[Node]) -> list[str]:
    names: list[str] = []
    for command in ("bibliography", "addbibresource"):
        names += [name.strip() for said in _arguments(nodes, command) for name in said.split(",") if name.strip()]
    return list(dict.fromkeys(name.removesuffix(".bib") for name in names))


def _argument(nodes: list[Node], name: str) -> str:
    return next(iter(_arguments(nodes, name)), "")


def _arguments(nodes: list[Node], name: str) -> list[str]:
    """The arguments of every command `name` in the tree."""
    found: list[str] = []
    waiting: list[list[Node]] = [nodes]
    while waiting:
        cursor = Cursor(waiting.pop())
        while (node := cursor.next()) is not None:
            if isinstance(node, Command):
                if node.name == name:
                    cursor.optional()
                    found.append(text_of(cursor.argument()))
            elif isinstance(node, Environment | Group):
                waiting.append(node.children)
    return found


def _packages(tokens: list[str]) -> list[str]:
    """What every \\usepackage says, options and names."""
    said = []
    for at, sign in enumerate(tokens):
        if sign == "\\usepackage":
            end = at + 1
            while end < len(tokens) and end < at + 200 and tokens[end] != "}":
                end += 1
            said.append("".join(tokens[at + 1 : end]))
    return said


def _language(tokens: list[str]) -> str:
    """The main language that babel or polyglossia is given; "" where none is."""
    for said in _packages(tokens):
        options, _, name = said.partition("{")
        if name == "babel":
            words = [option.strip(" []").removeprefix("main=").lower() for option in options.split(",")]
            main = [option.strip(" []")[5:] for option in options.split(",") if option.strip(" []").startswith("main=")]
            return next((_LANGUAGES[word] for word in [*main, *reversed(words)] if word in _LANGUAGES), "")
    for at, sign in enumerate(tokens):
        if sign in ("\\setmainlanguage", "\\setdefaultlanguage"):
            return next((_LANGUAGES[word] for word in tokens[at : at + 12] if word in _LANGUAGES), "")
    return ""


def _citations(parts: list[Part], cites: list[Placed], composed: Prose, bibliography: Bibliography) -> list[Citation]:
    """Each citation with the sentence that it stands in."""
    starts, at = [], 0
    for part in parts:
        shown = f"{part.number} {part.text}".strip() if part.what == "heading" else part.text
        starts.append(at)
        at += len(shown) + len(GAP)
    begins = [passage.span[0] for passage in composed.sentences if passage.span]
    found = []
    for placed in cites:
        sentence = max(bisect_right(begins, starts[placed.part] + placed.start) - 1, 0)
        known = tuple(dict.fromkeys(bibliography.position[key] for key in placed.cite.keys if key in bibliography.position))
        missing = [key for key in placed.cite.keys if key not in bibliography.position]
        why = f"not in the list of references: {', '.join(missing)}" if missing else ""
        found.append(Citation(mark=placed.mark, sentence=sentence, references=known, why=why))
    return found
