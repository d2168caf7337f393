"""The records that pass between the rooms: typed, frozen, and the same in JSON.

A record is written with its defaults left out and read back without loss. A field that this version does not know is kept in
`unknown` and written again at its place, so that a file made by a later version survives a pass through this one.
`SCHEMA` stands in every file; a file of a later schema is refused in one line rather than half understood.
"""

from __future__ import annotations

from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

SCHEMA = 1  # raised when a file written today could no longer be read by the code of yesterday

Light = Literal["green", "yellow", "red", "info", "na", "fail"]
LIGHTS: tuple[Light, ...] = get_args(Light)

Judgement = Literal["supported", "contradicted", "distorted", "not enough", "not checkable"]
RUNGS = ("stated", "located", "quoted", "derived", "corroborated", "rerun")


Decimals = Annotated[int, msgspec.Meta(ge=0, le=15)]  # more than a float can hold


class RecordError(ValueError):
    """A file is not the record it was read as; the message says where and why."""


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What all records share: fields this version does not know. Records hold no cycles, so the collector need not look at them."""

    unknown: dict[str, Any] = {}


# --- where things stand ------------------------------------------------------------------------------------------


class Box(Record, frozen=True, kw_only=True):
    """A rectangle on a page, in points from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float
    page: int | None = None  # where it is not the page of what the box belongs to


class Source(Record, frozen=True, kw_only=True):
    """One version of a work, or one file. Scheme, id, version and content hash are its identity; the rest describes it."""

    scheme: str  # arXiv, doi, acl, url, file, run, title
    id: str
    version: str = ""  # "v2"; empty where none is given
    hash: str = ""  # "sha256:…" of the bytes
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    url: str = ""

    @property
    def name(self) -> str:
        """`arXiv:2005.13013v2`, or the bare address of a URL."""
        return self.id if self.scheme == "url" else f"{self.scheme}:{self.id}{self.version}"


class Passage(Record, frozen=True, kw_only=True):
    """A sentence or a table cell of a source, with where it stands."""

    text: str
    source: str = ""  # Source.name
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    section: str = ""  # title of the section that holds it
    span: tuple[int, int] | None = None  # characters of the source's text, end excluded
    line: int | None = None  # from 1
    cell: tuple[str, ...] = ()  # row path and column path, for a table cell


# --- what a reader makes of a file ------------------------------------------------------------------------------


class Section(Record, frozen=True, kw_only=True):
    """A heading and the paragraphs under it. `kind` says what the section is for, in the words of `SECTION_KINDS`.

    A report's section holds its paragraphs; a document's says with `span` where they stand in the document's text.
    """

    title: str
    number: str = ""  # "1", "2.3", "A"; as printed
    level: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1
    kind: str = "other"
    standard: bool = False  # its prose is the layout's own sentence, filled from the report's fields
    paragraphs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()  # what stands after its table or its list
    page: int | None = None  # of the heading
    box: Box | None = None
    span: tuple[int, int] | None = None  # heading and text, up to the next heading


SECTION_KINDS = ("abstract", "introduction", "methodology", "results", "limitations", "claims", "references", "other")


class Number(Record, frozen=True, kw_only=True):
    """A number as printed, and the interval that its decimals allow: 8.2 is 8.15 … 8.25."""

    text: str
    value: float
    low: float
    high: float
    unit: str = ""
    part: Literal["", "spread", "bracket", "further", "bound"] = ""  # after ± or lowered; in brackets; after a slash or a blank; after "<"


class Cell(Record, frozen=True, kw_only=True):
    """One cell of a table: its text, its numbers as intervals, and the labels it stands under.

    `value`, `low`, `high` and `unit` are those of its first number, where the cell is numbers and nothing else.
    """

    text: str
    row: tuple[str, ...] = ()  # labels, the outermost first
    column: tuple[str, ...] = ()
    at: tuple[int, int] | None = None  # row and column number, from 0
    size: tuple[int, int] = (1, 1)  # rows and columns it spans
    label: bool = False  # it heads rows or columns and is no value itself
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    numbers: tuple[Number, ...] = ()
    marks: tuple[str, ...] = ()  # bold, underline, italic
    note: str = ""  # raised marks, kept apart from the value
    page: int | None = None
    box: Box | None = None


class Recomputation(Record, frozen=True, kw_only=True):
    """One printed average, difference or total, tried against the printed cells of its table."""

    what: Literal["average", "difference", "total"]
    row: tuple[str, ...]
    column: tuple[str, ...]
    cell: tuple[int, int]  # `at` of the printed figure
    of: tuple[tuple[int, int], ...] = ()  # `at` of the cells it was computed from
    printed: tuple[float, float] | None = None  # intervals
    computed: tuple[float, float] | None = None
    holds: bool | None = None  # the intervals meet; None where it could not be tried
    why: str = ""  # why it could not be tried


class Table(Record, frozen=True, kw_only=True):
    label: str = ""  # "Table 2"
    caption: str = ""
    cells: tuple[Cell, ...] = ()
    page: int | None = None
    box: Box | None = None
    recomputed: tuple[Recomputation, ...] = ()
    doubts: tuple[str, ...] = ()  # what the reader could not settle


class Reference(Record, frozen=True, kw_only=True):
    """One entry of a list of references. `text` is the entry as printed; the other fields are what was read out of it."""

    text: str
    label: str = ""  # what a citation calls it: "3", "conneau2020", "^7"
    source: Source | None = None  # the identifier that stands in it, if one does
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    url: str = ""
    page: int | None = None
    boxes: tuple[Box, ...] = ()


class Citation(Record, frozen=True, kw_only=True):
    """A place in the text that points to references. `references` are positions in the list; empty when it points nowhere."""

    mark: str  # as printed: "[3]", "(Conneau et al., 2020)"
    sentence: int  # position in the list of sentences
    references: tuple[int, ...] = ()
    why: str = ""  # why it is not linked, when it is not


class Aside(Record, frozen=True, kw_only=True):
    """Text of a document that is not part of its prose: kept, named, and out of the sentences' way."""

    kind: str  # in the words of ASIDE_KINDS
    text: str
    page: int | None = None
    boxes: tuple[Box, ...] = ()


ASIDE_KINDS = (
    "authors",
    "caption",
    "footnote",
    "header",
    "footer",
    "page number",
    "stamp",
    "annotation",
    "figure",
    "formula",
    "margin",
    "other",
)


class Coverage(Record, frozen=True, kw_only=True):
    """How many of a file's words were given a place: in the text, a table, a reference or an aside that has a name."""

    words: int
    placed: int


class Unread(Record, frozen=True, kw_only=True):
    """A page, or a part of a file, that could not be read, and why."""

    what: str
    page: int | None = None


class Document(Record, frozen=True, kw_only=True):
    """What a reader makes of a file: the same record from LaTeX, HTML and PDF."""

    schema: int = SCHEMA
    source: Source
    format: str = ""  # latex, html, pdf
    title: str = ""
    authors: tuple[str, ...] = ()
    abstract: str = ""
    language: str = ""
    pages: int = 0
    text: str = ""  # headings and paragraphs in reading order, a blank line between them
    sentences: tuple[Passage, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    asides: tuple[Aside, ...] = ()
    coverage: Coverage | None = None
    unread: tuple[Unread, ...] = ()


# --- papers that are kept ---------------------------------------------------------------------------------------


class Paper(Record, frozen=True, kw_only=True):
    """One version of a work as it was got: which work it is and who said so, in what form it came, and from where.

    `source` has the hash of the file, the address that it came from, and title, authors and year as databases have them.
    """

    source: Source
    names: tuple[Source, ...] = ()  # what else the work is called: DOIs, numbers of its other versions
    venue: str = ""
    abstract: str = ""
    category: str = ""
    withdrawn: str = ""  # the notice, or what says that it was retracted
    format: str = ""  # latex, html, pdf
    databases: tuple[str, ...] = ()  # who described it; none where the file speaks for itself
    doubts: tuple[str, ...] = ()  # what does not fit: a stamp of another version on page 1, a title that is not the work's
    fetched: str = ""  # date


# --- claims and what is found about them ------------------------------------------------------------------------


class Certificate(Record, frozen=True, kw_only=True):
    """What makes a probability mean something."""

    judge: str
    data: str
    n: int
    ece: float
    ece_low: float
    ece_high: float
    auroc: float
    brier: float
    date: str


class Evidence(Record, frozen=True, kw_only=True):
    """A passage or measurement rows that bear on an atom, with where they come from."""

    source: str
    passage: Passage | None = None
    rows: tuple[str, ...] = ()  # keys of measurement rows
    bearing: Literal["for", "against", "neither"] = "neither"


class Verdict(Record, frozen=True, kw_only=True):
    """One independent opinion: what was found at one rung of the ladder, and what would change it."""

    judgement: Judgement
    rung: int  # position in RUNGS
    reason: str
    evidence: tuple[Evidence, ...] = ()
    would_change: str = ""
    reach: Literal["", "number", "direction"] = ""
    probability: float | None = None  # printed only with a certificate
    certificate: Certificate | None = None


class Atom(Record, frozen=True, kw_only=True):
    """A part of a claim with one test: a sentence that reads on its own."""

    text: str
    type: str = ""  # in the words of CLAIM_TYPES
    test: str = ""
    also: tuple[str, ...] = ()  # the same asked in other columns, for tables in which the test finds no number
    reading: str = ""  # of a test, in plain words
    why: str = ""  # why there is no test: what the atom says is not for numbers to decide
    verdicts: tuple[Verdict, ...] = ()


CLAIM_TYPES = (
    "result",  # what was found or measured
    "comparison",  # one thing against another, or against all others
    "count",  # how many of something there are
    "setup",  # what was done, and with what
    "attribution",  # what somebody else did or found
    "aim",  # what is attempted: there is nothing to hold it against
    "explanation",  # why something is so
    "definition",  # what something is, or what a word means
)


class Reason(Record, frozen=True, kw_only=True):
    """One feature of a sentence, and what it adds to its salience or takes from it."""

    weight: float
    why: str


class Salience(Record, frozen=True, kw_only=True):
    """How much a sentence stands out as a claim, from 0 to 1: the sum of its reasons, held within these bounds. No probability."""

    value: float
    reasons: tuple[Reason, ...] = ()


class Stated(Record, frozen=True, kw_only=True):
    """What a report says of one of its claims. Never mixed with a verdict.

    The tick is `verified`; `mark` holds it as printed when it is neither ✓ nor ×. The confidence is a number with the decimals and
    the unit it is printed with, or, where it is no plain number, the words that stand in its place.
    """

    verified: bool | None = None
    mark: str = ""
    confidence: float | None = None
    decimals: Decimals = 2
    point: str = "."  # the decimal mark; "," in much of the world
    unit: str = ""  # "%" where it is printed in percent
    words: str = ""

    @property
    def share(self) -> float | None:
        """The confidence as a share of 1."""
        return self.confidence if self.confidence is None or not self.unit else self.confidence / 100


class Claim(Record, frozen=True, kw_only=True):
    """A sentence that can be right or wrong, as its report or its paper states it.

    `passage` is where it stands: in the paper that makes it, or, for a claim of a report, the one sentence of a cited source that it is
    or that it begins. `completing` says how that sentence was found, or why none was.
    """

    text: str
    type: str = ""  # of its first atom
    salience: Salience | None = None
    passage: Passage | None = None
    completing: str = ""
    stated: Stated = Stated()
    cites: tuple[int, ...] = ()  # positions in the report's references
    sentence: int | None = None  # position in the report's sentences
    atoms: tuple[Atom, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    columns: dict[str, str] = {}  # further columns of a table of claims, by their heading


class StatedIn(Record, frozen=True, kw_only=True):
    """One place where a claim is stated, with the tick and the confidence it is given there."""

    report: str
    line: int
    verified: bool | None = None
    confidence: float | None = None


class ClaimFile(Record, frozen=True, kw_only=True):
    """One claim of `data/claims`, with where it was stated and which source it is attributed to, on what basis."""

    schema: int = SCHEMA
    text: str
    cut_off: bool = False
    source: Source | None = None  # None where it cites nothing
    basis: str = ""
    stated: tuple[StatedIn, ...] = ()
    atoms: tuple[Atom, ...] = ()


# --- reports ---------------------------------------------------------------------------------------------------


class StatedFigures(Record, frozen=True, kw_only=True):
    """The counts and the quality score that one section of a report states about itself."""

    papers: int | None = None
    extracted: int | None = None
    verified: int | None = None
    quality: float | None = None
    decimals: Decimals = 1  # of the quality score


class Gate(Record, frozen=True, kw_only=True):
    """The verdict of a maker's own later gate, with the reason it gives."""

    status: str
    reason: str = ""
    evaluated: str = ""


class Sidecar(Record, frozen=True, kw_only=True):
    """What a report's maker publishes about it beside the report: tier, level, gate. Dates are ISO 8601."""

    schema: int = SCHEMA
    record: str = ""
    maker: str = ""
    date: str = ""
    score: float | None = None
    verified_claims: int | None = None
    reproducibility: str = ""
    tier: str = ""
    level: str = ""
    gate: Gate | None = None
    evidence: str = ""  # what siblings share: an identifier of the abstract or of the evidence
    basis: str = ""  # where these facts were read


class Gap(Record, frozen=True, kw_only=True):
    """A run of blank lines that differs from what the layout would leave: before which block, and how many."""

    block: Annotated[int, msgspec.Meta(ge=0)]
    lines: Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class Layout(Record, frozen=True, kw_only=True):
    """How a report was set, where the layout leaves a choice. Holds no text of the report."""

    name: str = "prose"  # or "source", the seeds' layout
    headings: Literal["plain", "marked"] = "plain"
    plain_title: bool = False  # the title has no mark where the other headings have one
    table: Literal["tabs", "pipes"] = "tabs"
    columns: tuple[str, ...] = ()  # headings of the table of claims, where they are not "Claim", "Verified", "Confidence"
    bullet: str = "- "  # before each reference; "{n}" stands for its number
    newline: str = "\n"
    bom: bool = False
    gaps: tuple[Gap, ...] = ()


class Problem(Record, frozen=True, kw_only=True):
    """Something the importer saw and could not take for what it should be."""

    line: int
    what: str


class Lines(Record, frozen=True, kw_only=True):
    """The line, from 1, on which each part of a report stands in the file it was read from."""

    title: int | None = None
    abstract: int | None = None
    question: int | None = None
    methodology: int | None = None
    results: int | None = None
    claims: tuple[int, ...] = ()
    references: tuple[int, ...] = ()


class ReadFrom(Record, frozen=True, kw_only=True):
    """The file a report was read from. The report itself holds no copy of it."""

    file: str  # its name, without folder
    hash: str
    bytes: int
    format: str  # txt, md, html, docx, tex, pdf, json
    encoding: str
    lines: Lines = Lines()


class Report(Record, frozen=True, kw_only=True):
    """A literature review: what the importer reads and what the pipeline writes."""

    schema: int = SCHEMA
    title: str = ""
    author: str = ""
    date: str = ""  # as stated
    front: tuple[str, ...] = ()  # what else stands before the first heading
    examines: str = ""  # the work that the report says it examines
    question: str = ""
    abstract: str = ""
    methodology: StatedFigures = StatedFigures()
    results: StatedFigures = StatedFigures()
    sections: tuple[Section, ...] = ()
    claims: tuple[Claim, ...] = ()
    references: tuple[Reference, ...] = ()
    sentences: tuple[Passage, ...] = ()
    citations: tuple[Citation, ...] = ()
    unplaced: tuple[Passage, ...] = ()  # text that belongs nowhere in this record
    problems: tuple[Problem, ...] = ()
    sidecar: Sidecar | None = None
    layout: Layout = Layout()
    read_from: ReadFrom | None = None


class Place(Record, frozen=True, kw_only=True):
    """Where a finding stands: a line of the file, and the claim or reference it is about, from 0."""

    line: int | None = None
    claim: int | None = None
    reference: int | None = None


class Finding(Record, frozen=True, kw_only=True):
    """What one audit check says of one report."""

    code: str
    name: str
    light: Light
    report: str  # path as given, or the record's name
    sentence: str
    place: Place = Place()
    figures: dict[str, Any] = {}
    key: str = ""  # what the finding is about, in words that survive a move to another line
    silenced: bool = False


# --- JSON ------------------------------------------------------------------------------------------------------

FILE_RECORDS: dict[str, type[Record]] = {
    "report": Report,
    "document": Document,
    "paper": Paper,
    "claim": ClaimFile,
    "sidecar": Sidecar,
    "finding": Finding,
    "source": Source,
    "passage": Passage,
    "evidence": Evidence,
    "verdict": Verdict,
}
R = TypeVar("R", bound=Record)


def to_builtins(record: Record) -> dict[str, Any]:
    """The record as plain dictionaries, lists and numbers; defaults are left out, unknown fields come last."""
    out: dict[str, Any] = {}
    for name, default in _plan(type(record)):
        value = getattr(record, name)
        if value is not default and value != default:
            out[name] = _plain(value)
    for name in sorted(record.unknown):
        out[name] = record.unknown[name]
    return out


def to_json(record: Record) -> str:
    """The record as indented JSON with a final newline."""
    encoded = msgspec.json.encode(to_builtins(record))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def from_json(kind: type[R], data: str | bytes) -> R:
    """The record in `data`; raises `RecordError` naming the place of the first thing that is not as it should be."""
    try:
        content = msgspec.json.decode(data)
        msgspec.msgpack.encode(content)  # refuses numbers that no other program could read
        return from_builtins(kind, content)
    except OverflowError:
        raise RecordError("a whole number of more than 64 bits") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}") from None


def from_builtins(kind: type[R], data: Any) -> R:
    """The record in `data`, made of plain dictionaries and lists."""
    schema = data.get("schema", SCHEMA) if isinstance(data, dict) else SCHEMA
    if isinstance(schema, int) and schema < 1:
        raise RecordError(f"schema {schema} does not exist; the first is 1")
    if isinstance(schema, int) and schema > SCHEMA:
        raise RecordError(f"schema {schema} is newer than {SCHEMA}, the newest this version reads; a newer assay-claims reads it")
    try:
        return msgspec.convert(_set_aside(kind, data), kind)
    except msgspec.ValidationError as error:
        raise RecordError(str(error)) from None


def json_schema(kind: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a record, written from its types. Unknown fields are allowed and are not listed."""
    schema = msgspec.json.schema(kind)
    for definition in schema["$defs"].values():
        definition.get("properties", {}).pop("unknown", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_NONE_SUCH = object()  # no field's value


@cache
def _plan(kind: type[Record]) -> tuple[tuple[str, Any], ...]:
    """The fields of a record with their defaults. The schema has none: it stands in every file."""
    plan = []
    for field in msgspec.structs.fields(kind):
        default = field.default if field.default is not msgspec.NODEFAULT else _NONE_SUCH
        if field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        if field.name != "unknown":
            plan.append((field.name, _NONE_SUCH if field.name == "schema" else default))
    return tuple(plan)


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in (str, int, bool, NoneType):
        return value
    if isinstance(value, Record):
        return to_builtins(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, float) and not isfinite(value):
        raise RecordError(f"{value} is no number that JSON can hold")
    return value


def _set_aside(kind: Any, data: Any) -> Any:
    """`data` with the fields that `kind` does not have moved into `unknown`, all the way down."""
    record, item = _record_in(kind), _item_of(kind)
    if record is not None and isinstance(data, dict):
        hints = _hints(record)
        known = {name: _set_aside(hints[name], value) for name, value in data.items() if name in hints}
        unknown = {name: value for name, value in data.items() if name not in hints}
        return {**known, "unknown": unknown} if unknown else known
    if item is not None and isinstance(data, list):
        return [_set_aside(item, value) for value in data]
    return data


@cache
def _hints(record: type[Record]) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(record) if field.name != "unknown"}


def _record_in(kind: Any) -> type[Record] | None:
    if get_origin(kind) in (Union, UnionType):
        return next((found for part in get_args(kind) if (found := _record_in(part))), None)
    return kind if isinstance(kind, type) and issubclass(kind, Record) else None


def _item_of(kind: Any) -> Any:
    arguments = get_args(kind)
    return arguments[0] if get_origin(kind) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis else None
