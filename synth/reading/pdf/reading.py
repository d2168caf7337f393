"""A PDF becomes a Document.

Every page is read by itself; a page that fails is noted and costs only itself. Then the pages are seen together: what repeats on them is
furniture, the type that most of their text has is the text's, and a word broken at the end of a line is mended by how it stands elsewhere.
Every word of every page goes to the text, a table, a reference or an aside; `Coverage` counts those whose place has a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import file_digest
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from synth.reading.bibliography.linking import link_citations
from synth.reading.bibliography.references import read_reference
from synth.reading.bibliography.splitting import EntryLine, split_entries
from synth.reading.pdf import kinds as role
from synth.reading.pdf.columns import Gutter, Stretch, in_order
from synth.reading.pdf.front import Front, opens_with, read_front, run_in, run_in_type
from synth.reading.pdf.furniture import Block, Laid, Sheet, block_of, furniture_of, sideways_words
from synth.reading.pdf.headings import Heading, heading_at, levels_of, openers_of, opens_chapter, split_number
from synth.reading.pdf.hyphens import Words
from synth.reading.pdf.languages import language_of
from synth.reading.pdf.lines import Line, pieces_of
from synth.reading.pdf.notes import read_notes
from synth.reading.pdf.opening import in_one_line, open_pdf, pages
from synth.reading.pdf.page import BOLD, Page, Word
from synth.reading.pdf.paragraphs import Notes, Printed, edges_of, group, notes_by_page, part_of, run_in_head, text_of, unsure_marks
from synth.reading.pdf.roles import announced, front_roles_of, opens_note, roles_of, usual_pitch
from synth.reading.pdf.tables import FoundTable, add_tables, find_tables
from synth.reading.pdf.tables.continuing import breaks_words, continued
from synth.reading.prose import Part, compose
from synth.reading.tables.marks import with_marks
from synth.reading.words import part_named
from synth.records import Aside, Box, Coverage, Document, Reference, Source, Table, Unread

BLANK_KINDS = frozenset(("figure", "other", "margin"))  # lines that are no sentences: no word is mended over their ends
MIN_ABSTRACT = 150  # characters of an abstract that nothing announces
MIN_RUNNING = 15  # characters of a line of a column of text
REFERENCES_FROM = 0.25  # of the lines: a list of references does not stand before
NARROW = 0.6  # of the text block: a narrower stretch is a column
RUN_IN_TITLE = 30
SIDEWAYS = "{} words that do not run from left to right; they are kept as an aside and are no sentences"

_BRACKETED = re.compile(r"\[\d{1,3}(?:[,;\s–-]+\d{1,3})*\]")
_RAISED = re.compile(r"[^\W\d_.,)][.,)]?[⁰¹²³⁴-⁹]")


class _Opened(NamedTuple):
    """What one page gives by itself."""

    sheet: Sheet
    tables: list[FoundTable]  # with a caption, and without
    in_tables: int  # words
    notes: list[Aside]
    words: int
    front: list[Word]  # the words of the first page
    captions: list[Line]  # the last line of each table's caption


class _Flow(NamedTuple):
    """The lines of the whole document in reading order, each with its role, and what was put aside before."""

    lines: list[Printed]
    laid: list[Laid]


def read_pdf(path: Path) -> Document:
    """The document in a PDF. Raises `ReadingError` in one line where it cannot be opened or has no text."""
    unread: list[Unread] = []
    with open_pdf(path) as opened:
        with path.open("rb") as file:
            source = Source(scheme="file", id=path.name, hash=f"sha256:{file_digest(file, 'sha256').hexdigest()}")
        document = read_pages(pages(opened, unread), source, unread)
        return msgspec.structs.replace(document, pages=opened.page_count, unread=tuple(unread))


def read_pages(given: Iterable[Page], source: Source, unread: list[Unread]) -> Document:
    """The document that pages make; what fails on a page is added to `unread`, and the rest is read without it."""
    opened: list[_Opened] = []
    for page in given:
        try:
            opened.append(_open(page, opened[-1].tables if opened else ()))
        except Exception as error:  # noqa: BLE001  whatever fails on a page loses only that page
            unread.append(Unread(what=in_one_line(error), page=page.number))
    return _document(opened, source, unread)


def _open(page: Page, before: Sequence[FoundTable]) -> _Opened:
    notes = read_notes(page)
    found = find_tables(page, before)
    taken = frozenset[int]().union(*(table.words | table.caption for table in found)) if found else frozenset[int]()
    words = page.words
    kept = [word for at, word in enumerate(words) if at not in taken] if taken else words
    turned = [word for word in kept if word.turn]
    upright = [word for word in kept if not word.turn] if turned else kept
    count = len(words)
    sheet = Sheet(page.number, page.width, page.height, pieces_of(upright, page.number), turned, page)
    front = upright if page.number == 1 else []
    page.words = []  # they are lines now; a long document need not hold them twice
    captions = [pieces_of([words[at] for at in sorted(table.caption) if not words[at].turn], page.number) for table in found]
    ends = [max(lines, key=lambda line: line.base) for lines in captions if lines]
    return _Opened(sheet, found, len(taken), notes, count, front, ends)


def _document(opened: Sequence[_Opened], source: Source, unread: list[Unread]) -> Document:
    sheets = [one.sheet for one in opened]
    unread += [Unread(what=SIDEWAYS.format(count), page=sheet.number) for sheet in sheets if (count := sideways_words(sheet))]
    block = block_of(sheets)
    flow, pitch = _flow(opened, block, unread)
    numbers = notes_by_page(printed.line for printed in flow.lines if printed.role == role.FOOTNOTE)
    noted = (printed.line for printed in flow.lines if numbers and printed.role in (role.TEXT, role.CAPTION))
    notes = Notes(numbers, False, unsure_marks(noted, numbers))
    text = [printed for printed in flow.lines if printed.role == role.TEXT]
    words = Words([printed.line.text for printed in flow.lines if printed.role in (role.TEXT, role.CAPTION, role.FOOTNOTE)])
    headings = _headings(text, block, pitch)
    front_end = _front_end(text, headings, block)
    first = opened[0] if opened else None
    front = read_front(text, front_end, first.front if first else (), block, words, openers_of(headings))
    fronted = front.title_lines | front.author_lines | front.before
    listed, sections, absorbed = _references(flow, text, headings, words)
    notes = notes._replace(cite=_cites_by_raising(listed, text))
    parts, abstract, used = _parts(text, headings, fronted, sections, block, pitch, words, notes)
    prose = compose(parts, source.name)
    language = language_of(prose.text)
    asides = [*_front_asides(text, front), *_asides(flow, absorbed, words), *(note for one in opened for note in one.notes)]
    placed = used + _counted(flow, text, front, sections, absorbed) + sum(one.in_tables for one in opened)
    return Document(
        source=msgspec.structs.replace(source, title=front.title, authors=front.authors),
        format="pdf",
        title=front.title,
        authors=front.authors,
        abstract=abstract,
        language=language,
        pages=len(opened),
        text=prose.text,
        sentences=prose.sentences,
        sections=prose.sections,
        tables=with_marks(_tables(opened, words, hyphenates=breaks_words([printed.line.text for printed in text], words)), language),
        references=tuple(listed),
        citations=link_citations(prose.sentences, listed),
        asides=tuple(asides),
        coverage=Coverage(words=sum(one.words for one in opened), placed=placed),
        unread=tuple(unread),
    )


def _tables(opened: Sequence[_Opened], words: Words, *, hyphenates: bool) -> tuple[Table, ...]:
    """The tables of all pages in the order in which they begin, those without a caption made whole."""
    alone = [one.alone for page in opened for one in page.tables if one.alone]
    captioned: list[Table] = []
    for page in opened:
        add_tables(captioned, [one for one in page.tables if not one.alone])
    return tuple(sorted([*captioned, *continued(alone, words, hyphenates=hyphenates)], key=lambda table: table.page or 0))


# --- pages become one flow of lines ---


def _flow(opened: Sequence[_Opened], block: Block, unread: list[Unread]) -> tuple[_Flow, float]:
    sheets = [one.sheet for one in opened]
    laid: list[Laid] = []
    laid_out: list[list[Stretch]] = []
    front = 0  # stretches of the first page above its abstract
    hint: Gutter | None = None
    for sheet, (pieces, aside) in zip(sheets, furniture_of(sheets, block), strict=True):
        laid += aside
        above, below = _front_and_text(pieces, block) if sheet is sheets[0] else ([], pieces)
        stretches, gutter = in_order(below, sheet.number, (block.left, block.right), hint)
        below_count = len(stretches)
        if above:
            stretches = in_order(above, sheet.number, (block.left, block.right))[0] + stretches
            front = len(stretches) - below_count
        hint = gutter or hint
        laid_out.append(stretches)
    pitch = usual_pitch((stretch for stretches in laid_out for stretch in stretches), block)
    lines: list[Printed] = []
    count = 0
    for one, stretches in zip(opened, laid_out, strict=True):
        try:
            apart = front if one is opened[0] else 0
            roles = front_roles_of(stretches[:apart], block, one.sheet.page)
            roles += roles_of(stretches[apart:], block, one.sheet.page, one.captions)
        except Exception as error:  # noqa: BLE001  the page's drawings may be broken where its words are not
            unread.append(
                Unread(what=f"its drawings could not be read, all its lines count as text ({in_one_line(error)})", page=one.sheet.number)
            )
            roles = [[role.TEXT] * len(stretch.lines) for stretch in stretches]
        lines += _printed(stretches, roles, block, count)
        count += len(stretches)
    return _Flow(lines, laid), pitch


def _front_and_text(pieces: Sequence[Line], block: Block) -> tuple[list[Line], list[Line]]:
    """What stands above the abstract's heading on the first page, over all columns, and the rest; no two parts where that is not plain."""
    for piece in pieces:
        styled = piece.style or piece.lead
        if (len(piece.text) <= RUN_IN_TITLE and part_named(piece.text) == "abstract") or (styled and run_in(piece.text)):
            height = piece.base - piece.size
            above = [other for other in pieces if other.base < height]
            if not _runs_through(pieces, height, block):
                return above, [other for other in pieces if other.base >= height]
    return [], list(pieces)


def _runs_through(pieces: Sequence[Line], height: float, block: Block) -> bool:
    """Whether a column of text runs past a height without a gap: it does not begin below the title page, but beside it."""
    texts = sorted((piece for piece in pieces if abs(piece.size - block.size) < 0.5 and not piece.style), key=lambda piece: piece.base)
    for above in texts:
        if above.base >= height or above.base < height - 1.6 * above.size or len(above.text) < MIN_RUNNING:
            continue
        for below in texts:
            if height <= below.base <= above.base + 1.6 * above.size and abs(below.x0 - above.x0) < 2 and len(below.text) >= MIN_RUNNING:
                return True
    return False


def _printed(stretches: Sequence[Stretch], roles: Sequence[Sequence[str]], block: Block, count: int) -> list[Printed]:
    """The lines of a page with the edges of the column that each stands in."""
    columns: dict[tuple[int, int], list[Line]] = {}
    for stretch, given in zip(stretches, roles, strict=True):
        texts = [line for line, what in zip(stretch.lines, given, strict=True) if what == role.TEXT and abs(line.size - block.size) < 1]
        columns.setdefault(_column(stretch), []).extend(texts)
    edges = {key: edges_of(texts, (key[0] * 20.0, key[1] * 20.0)) for key, texts in columns.items()}
    printed = []
    for number, (stretch, given) in enumerate(zip(stretches, roles, strict=True)):
        left, right = edges[_column(stretch)] if len(columns[_column(stretch)]) >= 4 else (stretch.x0, stretch.x1)
        printed += [
            Printed(line, what, left, right, count + number, stretch.column) for line, what in zip(stretch.lines, given, strict=True)
        ]
    return printed


def _column(stretch: Stretch) -> tuple[int, int]:
    return round(stretch.x0 / 20), round(stretch.x1 / 20)


# --- the flow becomes headings and paragraphs ---


def _headings(text: Sequence[Printed], block: Block, pitch: float) -> dict[int, Heading]:
    """The headings among the lines, by the position of their first line."""
    found: dict[int, Heading] = {}
    at = 0
    while at < len(text):
        heading = heading_at(text, at, block, pitch)
        if heading is not None:
            found[at] = heading
            at += len(heading.lines)
        else:
            at += 1
    return found


def _front_end(text: Sequence[Printed], headings: dict[int, Heading], block: Block) -> int:
    """Where the title page ends: at the abstract, the first section, or the first lines of prose."""
    if not text or opens_chapter(text[0].line, block):
        return 0
    first = text[0].line.page
    limit = next((at for at, printed in enumerate(text) if printed.line.page != first), len(text))
    for at, heading in headings.items():
        if at < limit and (heading.kind in ("abstract", "introduction") or (heading.number in ("1", "I") and at)):
            limit = at
            break
    for at in range(limit):
        printed = text[at]
        if run_in(printed.line.text) or run_in_type(printed.line):
            return at
        needed = 3 if printed.right - printed.left > NARROW * (block.right - block.left) else 2
        filled = [text[other] for other in range(at, min(at + needed, limit))]
        if len(filled) == needed and all(_is_prose(one, block.size) for one in filled) and len({one.stretch for one in filled}) == 1:
            return at
    return limit


def _is_prose(printed: Printed, size: float) -> bool:
    line = printed.line
    full = line.x1 - line.x0 > 0.85 * (printed.right - printed.left) - 2 * line.size
    return (
        full
        and len(line.text) > 25
        and line.size < size + 0.7
        and (not line.style & BOLD or line.text[-1:] > "\u2e7f")
        and sum(character.islower() or character > "\u2e7f" for character in line.text) > 0.5 * len(line.text.replace(" ", ""))
    )


def _parts(
    text: Sequence[Printed],
    headings: dict[int, Heading],
    fronted: frozenset[int],
    sections: dict[int, int],
    block: Block,
    pitch: float,
    words: Words,
    notes: Notes,
) -> tuple[list[Part], str, int]:
    """Headings and paragraphs in order, the abstract, and how many words they hold. `sections` are the lists of references."""
    opened = [at for at in headings if at not in fronted]
    levels = dict(zip(opened, levels_of([headings[at] for at in opened]), strict=True))
    listed = {position for start, end in sections.items() for position in range(start, end)}
    parts: list[Part] = []
    run: list[Printed] = []
    used = 0
    abstract: list[str] = []
    in_abstract = False
    level_now = 0
    first_section = next((at for at in opened if headings[at].number or headings[at].kind == "introduction"), None)

    def close() -> None:
        for lines in group(run, block, pitch):
            part = part_of(lines, words, notes)
            cut = 0
            if len(parts) < RUN_IN_TITLE and not abstract:
                cut = run_in(part.text) or run_in_type(lines[0].line)
            if not cut and (head := run_in_head(lines)):
                part = _with_head(part, head, lines, level_now, parts, words, notes)
            if cut:
                parts.append(Part("heading", part.text[:cut].strip(" .:—–-"), kind="abstract", placed=part.placed[:1]))
                part = _cut(part, cut)
            parts.append(part)
            if (cut or in_abstract) and not opens_with(part.text, "keywords"):
                abstract.append(part.text)
        run.clear()

    at = 0
    while at < len(text):
        if at in levels and at not in listed:
            close()
            heading = headings[at]
            level_now = levels[at]
            if not parts_have_heading(parts) and not abstract and at == first_section:
                abstract += _unannounced(parts)
            in_abstract = heading.kind == "abstract" and not abstract
            placed = text_of(heading.lines, words, notes)[1]
            parts.append(Part("heading", heading.text, levels[at], heading.number, heading.kind, placed))
            used += sum(printed.line.words for printed in heading.lines)
            at += len(heading.lines)
            continue
        if at not in fronted and at not in listed:
            run.append(text[at])
            used += text[at].line.words
        at += 1
    close()
    return parts, "\n\n".join(abstract), used


def _with_head(
    part: Part, head: Sequence[str], lines: Sequence[Printed], above: int, parts: list[Part], words: Words, notes: Notes
) -> Part:
    """The paragraph without the heading that its first lines begin with, which becomes a part of its own."""
    headed = [printed._replace(line=printed.line._replace(text=text)) for printed, text in zip(lines, head, strict=False)]
    opening = text_of(headed, words, notes)[0]
    if not part.text.startswith(opening) or run_in(part.text) or opens_with(part.text, "keywords") or not opening:
        return part
    number, title = split_number(opening.rstrip(".:"))
    parts.append(Part("heading", title, min(above + 1, 20), number, "other", part.placed[:1]))
    rest = part.text[len(opening) :]
    return _cut(part, len(part.text) - len(rest.lstrip()))


def parts_have_heading(parts: Sequence[Part]) -> bool:
    return any(part.what == "heading" for part in parts)


def _unannounced(parts: Sequence[Part]) -> list[str]:
    """What stands between the title page and the first section, where it is long enough to be the abstract."""
    found = [part.text for part in parts if not opens_with(part.text, "keywords") and len(part.text) > 2 * RUN_IN_TITLE]
    return found if sum(map(len, found)) >= MIN_ABSTRACT else []


def _cut(part: Part, cut: int) -> Part:
    """A paragraph without its first characters."""
    placed = tuple(place._replace(start=max(place.start - cut, 0), end=place.end - cut) for place in part.placed if place.end > cut)
    return part._replace(text=part.text[cut:], placed=placed)


# --- references ---


def _references(
    flow: _Flow, text: Sequence[Printed], headings: dict[int, Heading], words: Words
) -> tuple[list[Reference], dict[int, int], frozenset[int]]:
    """The entries of the lists of references; where these stand, from the first line to behind the last; what else is theirs.

    The last are positions in the flow: among references no line is a formula or a cell, whatever it looks like.
    """
    sections: dict[int, int] = {}
    starts = [at for at, heading in headings.items() if heading.kind == "references" and at > REFERENCES_FROM * len(text)]
    for at in starts:
        if any(start <= at < end for start, end in sections.items()):
            continue
        heading = headings[at]
        begin = at + len(heading.lines)
        end = next((other for other, found in headings.items() if other >= begin and _ends_references(found, heading)), len(text))
        if end > begin:
            sections[begin] = end
    listed: list[Reference] = []
    known = words.joined.keys() | words.hyphened.keys()
    absorbed: set[int] = set()
    for begin, end in sections.items():
        start, stop = flow.lines.index(text[begin]), flow.lines.index(text[end - 1])
        size = text[begin].line.size
        lines: list[EntryLine] = []
        for at in range(start, stop + 1):
            printed = flow.lines[at]
            line = printed.line
            if printed.role in (role.FORMULA, role.OTHER) and abs(line.size - size) < 1:
                absorbed.add(at)
            elif printed.role != role.TEXT:
                continue
            lines.append(EntryLine(line.text, line.x0, line.y0, line.x1, line.y1, line.page, printed.column))
        for entry in split_entries(lines, known, words.keeps):
            reference = read_reference(entry.text, entry.label)
            listed.append(msgspec.structs.replace(reference, page=entry.page, boxes=entry.boxes))
    return listed, sections, frozenset(absorbed)


def _ends_references(found: Heading, opening: Heading) -> bool:
    """Whether a heading inside a list of references ends it: one of a section, not bold type in an entry."""
    if found.kind == "references":
        return True
    if found.type == opening.type:
        return True
    return bool(found.number) and not found.number.isdigit() and found.type[0] >= opening.type[0] - 0.3


def _cites_by_raising(listed: Sequence[Reference], text: Sequence[Printed]) -> bool:
    """Whether raised numbers in the text point to references: these are numbered, and no numbers in brackets point to them."""
    if not any(reference.label.isdigit() for reference in listed):
        return False
    raised = sum(len(_RAISED.findall(printed.line.text)) for printed in text)
    return raised > sum(len(_BRACKETED.findall(printed.line.text)) for printed in text)


# --- asides ---


def _front_asides(text: Sequence[Printed], front: Front) -> list[Aside]:
    """What stands above the title and between it and the abstract."""
    found = []
    for kind, lines in (("header", front.before), ("authors", front.author_lines)):
        members = [text[at].line for at in sorted(lines)]
        if members:
            found.append(_aside(kind, members))
    return found


def _aside(kind: str, lines: Sequence[Line], text: str = "") -> Aside:
    page = lines[0].page
    boxes = tuple(_box((line.x0, line.y0, line.x1, line.y1), line.page if line.page != page else None) for line in lines)
    return Aside(kind=kind, text=text or " ".join(line.text for line in lines if line.text), page=page, boxes=boxes)


def _asides(flow: _Flow, absorbed: frozenset[int], words: Words) -> list[Aside]:
    """Captions, notes, figures and formulas in reading order, with the furniture behind, page by page."""
    nothing = Notes({}, False)
    found: list[Aside] = []
    aside = [printed for at, printed in enumerate(flow.lines) if printed.role != role.TEXT and at not in absorbed]
    for (what, _), members in groupby(aside, key=lambda printed: (printed.role, printed.stretch)):
        lines = list(members)
        pieces = [lines]
        if what == role.CAPTION:
            pieces = _split(lines, [at for at, printed in enumerate(lines) if announced(printed.line.text)])
        elif what == role.FOOTNOTE:
            pieces = _split(lines, [at for at, printed in enumerate(lines) if opens_note(printed.line)])
        for piece in pieces:
            text = "" if what in BLANK_KINDS else text_of(piece, words, nothing)[0]
            found.append(_aside(what, [printed.line for printed in piece], text))
    found += [_aside(laid.kind, laid.lines) for laid in flow.laid]
    return sorted(found, key=lambda aside: aside.page or 0)


def _split(lines: list[Printed], starts: Sequence[int]) -> list[list[Printed]]:
    cuts = sorted({0, *starts})
    return [lines[a:b] for a, b in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _counted(flow: _Flow, text: Sequence[Printed], front: Front, sections: dict[int, int], absorbed: frozenset[int]) -> int:
    """The words of references, of the title page, and of asides that have a name."""
    listed = sum(text[at].line.words for start, end in sections.items() for at in range(start, end))
    fronted = sum(text[at].line.words for at in front.title_lines | front.author_lines | front.before)
    aside = sum(
        printed.line.words for at, printed in enumerate(flow.lines) if printed.role not in (role.TEXT, role.OTHER) or at in absorbed
    )
    return listed + fronted + aside + sum(line.words for laid in flow.laid for line in laid.lines if laid.kind != "other")


def _box(box: Sequence[float], page: int | None = None) -> Box:
    x0, y0, x1, y1 = (round(value, 2) for value in box[:4])
    return Box(x0=x0, y0=y0, x1=x1, y1=y1, page=page)
