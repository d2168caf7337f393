"""Any literature review, read block by block into a `Report`: sections, sentences, references, citations, claims.

Each paragraph is kept as it stands in the file. What could not be linked is counted and says why; text that belongs nowhere
is kept in `unplaced`. No claim is judged and no reference looked up.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from synth.reading.bibliography.citations import find_marks
from synth.reading.bibliography.entries import Entry
from synth.reading.bibliography.inline import visible
from synth.reading.bibliography.linking import Index
from synth.reading.bibliography.marks import Listed, Mark
from synth.reading.sentences import split_sentences
from synth.reading.words import part_named, split_number, word_set
from synth.records import Citation, Claim, Layout, Lines, Passage, Problem, Report, Section
from synth.reports.blocks import Block
from synth.reports.prose.claims import ClaimTable, claim_table, is_question, states_something
from synth.reports.prose.front import Front, field_of, read_front
from synth.reports.prose.notes import read_notes
from synth.reports.prose.references import find_lists, list_cited, raw_of
from synth.reports.prose.unlisted import entry_of
from synth.sources.identity import find_identifiers

MAX_FIELD_WORDS = 3  # before the identifier of "- **Source**: arXiv:…"
MIN_LISTED_STYLE = 3  # marks of a style that needs a list before plain links in the text are no citations any more

_HARD_BREAK = re.compile(r"(?:[ \t]{2,}|\\)\n|<br\s?/?>\s*", re.IGNORECASE)
_ENTRY_FIELD = re.compile(
    r"[\s*_-]{0,8}(?:source|paper|url|link|arxiv|doi|pdf|citation|reference|venue|published|quelle|lien|fuente|来源|链接|论文)s?[*_]{0,3}\s*[:：]",
    re.IGNORECASE,
)
_ONLY_MARKS = re.compile(r"[\W_]*\Z")
_SCHEMES = ("doi:", "arxiv:", "acl:")  # name a work wherever they stand; a web page may be the foot of the page
_SELF_IDENTIFYING = ("link", "address", "pipes")


class _Stretch(NamedTuple):
    """Running text: a paragraph, an item, a note or a cell, with where it stands and the marks in it."""

    raw: str
    block: int
    line: int
    base: int | None  # of its first character in the file's text
    marks: list[Mark]
    cell: tuple[str, ...]
    row: int | None  # of a table


class _Heading(NamedTuple):
    block: int
    title: str
    number: str
    level: int
    kind: str


def read_prose(
    blocks: list[Block], text: str, format: str, bibliography: str = "", stated: dict[str, str] | None = None
) -> tuple[Report, Lines]:
    """The report that `blocks` hold and the lines its parts stand on.

    `bibliography` is BibTeX that stands beside it; `stated` is its author and its date, where the format itself says them.
    """
    front = read_front(blocks, text, format, stated)
    lists = find_lists(blocks, text)
    entries = _with_fields(lists.entries, blocks, text) if not lists.used else lists.entries
    notes = read_notes(blocks, text, entries, lists.used)
    body = [at for at in range(len(blocks)) if at not in lists.used | notes.used and at != front.title_block and at not in front.fields]
    if bibliography and not entries:
        unlisted = _stretches(blocks, text, body, Listed(), frozenset())
        entries = list_cited(
            bibliography, [key.value for part in unlisted for mark in part.marks for key in mark.keys if key.kind == "key"]
        )
    annotated = frozenset(entry.block for entry in entries) - lists.used
    index = Index(entries, notes.works)
    index.add_abbreviations([blocks[at].text for at in body])
    listed = index.listed(notes.explaining | {note.label for note in lists.notes})
    stretches = _one_style(_stretches(blocks, text, body, listed, annotated), bool(entries), listed)
    if not entries:
        entries = _entries_in_text(stretches)
        index = Index(entries, {})
    headings = _headings(blocks, body, front)
    sentences, citations, said = _sentences(stretches, index, _section_titles(blocks, headings))
    tables = {at: table for at in body if blocks[at].kind == "table" and (table := claim_table(blocks[at]))}
    claims = _claims(stretches, sentences, citations, said, tables, blocks)
    report = Report(
        title=front.title,
        author=front.author,
        date=front.date,
        question=_stated(blocks, body, text, headings, "question"),
        abstract=_stated(blocks, body, text, headings, "abstract"),
        sections=_sections(blocks, body, text, headings),
        claims=tuple(claim for claim, _ in claims),
        references=tuple(entry.reference for entry in entries),
        sentences=tuple(sentences),
        citations=tuple(citations),
        unplaced=tuple(Passage(text=note.text, line=note.line) for note in [*notes.said, *lists.notes]),
        problems=_problems(index, citations, sentences),
        layout=Layout(name="prose"),
    )
    return report, _lines(front, headings, blocks, claims, entries)


# --- where the text is ---------------------------------------------------------------------------------------------


def _stretches(blocks: list[Block], text: str, body: list[int], listed: Listed, annotated: frozenset[int]) -> list[_Stretch]:
    """The running text of the body. Fields that describe a work ("Source: arXiv:…") are no citations of it."""
    found: list[_Stretch] = []
    in_entry = False
    for at in body:
        block = blocks[at]
        if block.kind == "heading":
            in_entry = at in annotated or (in_entry and block.level > 3)
        elif block.kind == "table":
            found += _cells(block, at, text, listed)
        elif block.kind != "code" and not _ONLY_MARKS.match(block.text):
            raw = raw_of(block, text)
            is_field = _ENTRY_FIELD.match(raw) and (in_entry or (block.kind == "item" and _is_bare_identifier(raw)))
            marks = [] if is_field else find_marks(raw, block.links, listed)
            found.append(_Stretch(raw, at, block.line, block.span[0] if block.span else None, marks, (), None))
    return found


def _is_bare_identifier(raw: str) -> bool:
    """Whether an item is a field with an identifier and nothing else."""
    found = find_identifiers(raw)
    return len(found) == 1 and not raw[found[0].end :].strip(" .)>]*") and len(raw[: found[0].start].split()) <= MAX_FIELD_WORDS


def _cells(table: Block, at: int, text: str, listed: Listed) -> list[_Stretch]:
    """The cells of a table that cite; the others are data and stay in the table."""
    found = []
    heads = table.rows[0]
    for number, row in enumerate(table.cells[1:], start=1):
        for column, cell in enumerate(row):
            raw = raw_of(cell, text)
            if marks := find_marks(raw, cell.links, listed):
                place = (row[0].text, heads[column] if column < len(heads) else "")
                found.append(_Stretch(raw, at, cell.line, cell.span[0] if cell.span else None, marks, place, number))
    return found


def _one_style(stretches: list[_Stretch], has_list: bool, listed: Listed) -> list[_Stretch]:
    """Without the marks that the style of the review rules out: raised and round numbers beside square ones, doubtful numbers
    where none is certain, and, where references are cited from a list, links that are only there to be clicked."""
    styles = [mark.style for part in stretches for mark in part.marks]
    from_list = sum(style not in (*_SELF_IDENTIFYING, "round", "raised", "bare", "weak") for style in styles)
    unwanted: set[str] = set()
    if from_list >= MIN_LISTED_STYLE:
        unwanted |= {"link", "address"} if has_list else {"link"}
    if styles.count("round") + styles.count("bare") < MIN_LISTED_STYLE:
        unwanted |= {"weak"}
    if any(style in ("numbers", "numbered links", "notes") for style in styles):
        unwanted |= {"round", "bare", "weak"}
        if styles.count("raised") <= from_list:
            unwanted |= {"raised"}
    if not unwanted:
        return stretches
    return [
        part._replace(marks=[mark for mark in part.marks if mark.style not in unwanted or _is_listed(mark, listed, has_list)])
        for part in stretches
    ]


def _is_listed(mark: Mark, listed: Listed, has_list: bool) -> bool:
    if mark.style == "address" and mark.keys[0].value.startswith(_SCHEMES):
        return True
    return has_list and mark.style in ("link", "address") and all(key.value in listed.addresses for key in mark.keys)


def _entries_in_text(stretches: list[_Stretch]) -> list[Entry]:
    """Without any list, marks that say themselves what they cite are the references: each address once."""
    entries: dict[str, Entry] = {}
    for part in stretches:
        for mark in part.marks:
            if mark.style in _SELF_IDENTIFYING and mark.keys[0].value not in entries:
                entries[mark.keys[0].value] = entry_of(mark, part.raw[mark.start : mark.end], part.line, part.block)
    return list(entries.values())


def _with_fields(entries: list[Entry], blocks: list[Block], text: str) -> list[Entry]:
    """Headings that are entries, with the identifier that a field under them states ("Source: arXiv:…")."""
    found = []
    for entry in entries:
        source = None
        for block in blocks[entry.block + 1 :]:
            if block.kind == "heading":
                break
            raw = raw_of(block, text)
            if _ENTRY_FIELD.match(raw) and (identifiers := find_identifiers(raw)):
                source = identifiers[0].source
                break
        reference = entry.reference
        found.append(entry._replace(reference=msgspec.structs.replace(reference, source=source)) if source else entry)
    return found


# --- sentences and citations ---------------------------------------------------------------------------------------


class _Said(NamedTuple):
    """What a sentence says without its marks, and the stretch it comes from."""

    bare: str
    stretch: int


def _sentences(stretches: list[_Stretch], index: Index, titles: list[str]) -> tuple[list[Passage], list[Citation], list[_Said]]:
    """The sentences, the citations in them, and what each sentence says."""
    sentences: list[Passage] = []
    citations: list[Citation] = []
    said: list[_Said] = []
    for number, part in enumerate(stretches):
        marks = iter(part.marks)
        mark = next(marks, None)
        lines, counted = part.line, 0
        for start, end in _whole(_split(part.raw), part.marks):
            lines, counted = lines + part.raw.count("\n", counted, start), start
            span = (part.base + start, part.base + end) if part.base is not None else None
            line = lines if part.base is not None else part.line
            parts, position = [], start
            while mark is not None and mark.start < end:
                printed = part.raw[mark.start : mark.end]
                linked, why = index.link(mark, printed, part.block)
                citations.append(Citation(mark=printed, sentence=len(sentences), references=linked, why=why))
                parts.append(part.raw[position : mark.start])
                position = mark.end
                mark = next(marks, None)
            sentences.append(Passage(text=part.raw[start:end], section=titles[part.block], span=span, line=line, cell=part.cell))
            said.append(_Said(" ".join([*parts, part.raw[position:end]]), number))
    return sentences, citations, said


def _split(raw: str) -> list[tuple[int, int]]:
    """Sentences, where a line that is broken on purpose ends one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*(found.end() for found in _HARD_BREAK.finditer(raw)), len(raw)]:
        spans += [(start + a, start + b) for a, b in split_sentences(raw[start:end])]
        start = end
    return spans


def _whole(spans: list[tuple[int, int]], marks: list[Mark]) -> list[tuple[int, int]]:
    """The spans, joined where a mark reaches over the end of one. Every mark lies in one."""
    joined: list[tuple[int, int]] = []
    position = 0
    for start, end in spans:
        while position < len(marks) and marks[position].end <= start:
            position += 1
        crosses = position < len(marks) and marks[position].start < start
        if joined and crosses:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# --- claims ------------------------------------------------------------------------------------------------------


def _claims(
    stretches: list[_Stretch],
    sentences: list[Passage],
    citations: list[Citation],
    said: list[_Said],
    tables: dict[int, ClaimTable],
    blocks: list[Block],
) -> list[tuple[Claim, int]]:
    """The claims in the order of the file, each with its line."""
    cited: dict[int, list[Citation]] = {}
    for citation in citations:
        cited.setdefault(citation.sentence, []).append(citation)
    found: list[tuple[int, int, Claim, int]] = []
    rows: dict[tuple[int, int], list[Citation]] = {}
    for at, sentence in enumerate(sentences):
        part = stretches[said[at].stretch]
        marks = cited.get(at, [])
        if part.block in tables and part.row is not None:
            rows.setdefault((part.block, part.row), []).extend(marks)
            continue
        shown = visible(sentence.text)
        bare = visible(said[at].bare) if marks else shown
        if (marks and not is_question(shown) and _says_something(bare)) or (not marks and states_something(shown)):
            found.append((part.block, at, Claim(text=shown, cites=_linked(marks), sentence=at), sentence.line or part.line))
    for block, table in tables.items():
        for number, row in enumerate(blocks[block].rows[1:], start=1):
            if table.claim < len(row) and row[table.claim].strip():
                claim = Claim(
                    text=row[table.claim].strip(),
                    stated=table.stated(row),
                    cites=_linked(rows.get((block, number), [])),
                    columns=table.further(row),
                )
                found.append((block, number, claim, blocks[block].cells[number][0].line))
    return [(claim, line) for _, _, claim, line in sorted(found, key=lambda item: item[:2])]


def _says_something(bare: str) -> bool:
    """Whether words are left once the marks are gone: a line of marks alone claims nothing."""
    return sum(letter.isalpha() for letter in bare) > 2


def _linked(marks: list[Citation]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(reference for mark in marks for reference in mark.references))


# --- sections ----------------------------------------------------------------------------------------------------


def _headings(blocks: list[Block], body: list[int], front: Front) -> list[_Heading]:
    """Every heading but the title, those over the references included."""
    found = []
    for at, block in enumerate(blocks):
        if block.kind == "heading" and at != front.title_block:
            number, title = split_number(block.text)
            kind = part_named(block.text) or "other"
            found.append(_Heading(at, title or block.text, number, max(1, block.level), "other" if kind == "question" else kind))
    return found


def _section_titles(blocks: list[Block], headings: list[_Heading]) -> list[str]:
    """The title of the section that each block stands in."""
    at_block = {heading.block: heading.title for heading in headings}
    titles, title = [], ""
    for at in range(len(blocks)):
        title = at_block.get(at, title)
        titles.append(title)
    return titles


def _sections(blocks: list[Block], body: list[int], text: str, headings: list[_Heading]) -> tuple[Section, ...]:
    paragraphs: dict[int, list[str]] = {}
    starts = {heading.block for heading in headings}
    current, inside = -1, set(body)
    for at in range(len(blocks)):
        if at in starts:
            current = at
        elif at in inside and (raw := raw_of(blocks[at], text).strip()):
            paragraphs.setdefault(current, []).append(raw)
    before = [Section(title="", paragraphs=tuple(paragraphs[-1]))] if -1 in paragraphs else []
    return (
        *before,
        *(
            Section(title=h.title, number=h.number, level=h.level, kind=h.kind, paragraphs=tuple(paragraphs.get(h.block, ())))
            for h in headings
        ),
    )


def _stated(blocks: list[Block], body: list[int], text: str, headings: list[_Heading], part: str) -> str:
    """The abstract or the question: what stands under a heading of that name, or behind such a word and a colon."""
    starts = {heading.block for heading in headings}
    for heading in headings:
        if part_named(blocks[heading.block].text) == part:
            following = [at for at in body if at > heading.block]
            own = [raw_of(blocks[at], text).strip() for at in following if not any(heading.block < start <= at for start in starts)]
            return "\n\n".join(own)
    known = word_set("headings", part)
    for at in body[:30]:
        if blocks[at].kind in ("paragraph", "item") and (field := field_of(raw_of(blocks[at], text))) and field[0] in known:
            return field[1]
    return ""


def _problems(index: Index, citations: list[Citation], sentences: list[Passage]) -> tuple[Problem, ...]:
    """What a reader of the record should know and would not see."""
    problems = []
    for label, positions in index.labels.items():
        lists = [index.entries[position].list for position in positions]
        if len(set(lists)) < len(lists) and len({index.entries[position].reference.text for position in positions}) > 1:
            problems.append(Problem(line=index.entries[positions[1]].line, what=f"{len(positions)} references are labelled {label}"))
    lost = [citation for citation in citations if not citation.references]
    if lost and not index.entries:
        line = sentences[lost[0].sentence].line or 1
        problems.append(Problem(line=line, what=f"{len(lost)} citations, of which this is the first, and no list of references"))
    return tuple(problems)


def _lines(front: Front, headings: list[_Heading], blocks: list[Block], claims: list[tuple[Claim, int]], entries: list[Entry]) -> Lines:
    first: dict[str, int] = {}
    for heading in headings:
        first.setdefault(part_named(blocks[heading.block].text) or "other", blocks[heading.block].line)
    return Lines(
        title=front.line,
        abstract=first.get("abstract"),
        question=first.get("question"),
        methodology=first.get("methodology"),
        results=first.get("results"),
        claims=tuple(line for _, line in claims),
        references=tuple(max(1, entry.line) for entry in entries),
    )
