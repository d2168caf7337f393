"""What goes into a PDF comes out of it: generated papers, laid out by typst, read by the PDF reader."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from typeset import Figure, Group, Head, Heading, Paper, Paragraph, Row, Table, Value, typeset

from synth.reading.documents import read_document
from synth.reading.numbers import read_numbers
from synth.reading.pdf.opening import open_pdf, pages
from synth.reading.pdf.tables import find_tables
from synth.records import Cell, Document
from synth.records import Table as Found

EXAMPLES = int(os.environ.get("ASSAY_EXAMPLES", "0"))  # of each promise; more than usual where somebody asks
# Not shrunk: to make a failing paper smaller takes minutes, and what fails is as easily seen on the page.
QUICK = settings(suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
PROSE = settings(QUICK, max_examples=EXAMPLES or 30)
TABLES = settings(QUICK, max_examples=EXAMPLES or 100)

# Words that a line may end in, with ligatures, and compounds that it may break at their own hyphen.
COMPOUNDS = ("zero-shot", "cross-lingual", "state-of-the-art", "fine-tuning", "pre-trained")
WORDS = tuple(
    """the of a in and with for over on model baseline transfer language evaluation considerable difficult efficient affluent shuffled
    offline final first significant classification significantly representation multilingual translation
    parameters understanding available different official confidence configuration specific results accuracy performance improvement
    training experiments however because generally 8.2 12.4% 1,024 3 BERT XNLI (approximately) “final”""".split()
)
OPENINGS = "We The Our It This However, Results In Each Further All Some Their These When After".split()
TITLES = (
    "Introduction", "Related Work", "Data and Tasks", "Experimental Setup", "Results", "Analysis", "Limitations", "Conclusion",
    "Effects of Fine-Tuning", "What Does the Model Find?",
)  # fmt: skip


# --- papers of prose ---

middles = st.lists(st.sampled_from(WORDS + COMPOUNDS), min_size=6, max_size=22)
sentences = st.builds(
    lambda opening, middle, last, end: f"{' '.join([opening, *middle, last])}{end}",
    st.sampled_from(OPENINGS),
    middles,
    st.sampled_from(["models", "tasks", "efficiently", "languages", "difficulties", "settings"]),
    st.sampled_from([".", ".", ".", "?", "!"]),
)
NOTES = ("", "", "", "See the appendix for the details.", "https://example.org/made/data", "Work done while visiting.")


def noted(some: list[str], note: str) -> Paragraph:
    """A paragraph; its note hangs on a full stop, since a line may end between a question mark and the mark of a note."""
    return Paragraph((f"{some[0][:-1]}." if note else some[0], *some[1:]), note)


paragraphs = st.builds(noted, st.lists(sentences, min_size=2, max_size=8), st.sampled_from(NOTES))


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Heading | Paragraph, ...]:
    """Numbered sections, some with subsections, each of some paragraphs."""
    parts: list[Heading | Paragraph] = []
    titles = draw(st.permutations(TITLES))
    for number in range(1, draw(st.integers(2, 4)) + 1):
        parts.append(Heading(titles[number], str(number)))
        parts += draw(st.lists(paragraphs, min_size=1, max_size=4))
        for below in range(1, draw(st.sampled_from([0, 0, 1, 2])) + 1):
            parts.append(Heading(titles[-number - below], f"{number}.{below}", 2))
            parts += draw(st.lists(paragraphs, min_size=1, max_size=3))
    return tuple(parts)


plain = st.builds(
    Paper,
    parts=bodies(),
    title=st.sampled_from(["A Study of Made Papers", "Efficient Transfer: Reading What Was Written, in Order and Whole, on Every Page"]),
    authors=st.sampled_from(["Ada Writer, Bob Reader", "Ada Writer"]),
    abstract=st.lists(sentences, min_size=3, max_size=5).map(tuple),
    columns=st.sampled_from([1, 2]),
    header=st.sampled_from(["", "Made papers, volume 3"]),
    page_numbers=st.booleans(),
    hyphenate=st.booleans(),
    size=st.sampled_from([9.0, 10.0, 11.0]),
    font=st.sampled_from(["New Computer Modern", "Libertinus Serif"]),
)

# --- tables ---

shapes = st.sampled_from([
    "{0}.{1}", "{0}.{1}", "{0}.{1}", "{0}.{1}{2}", "−0.{1}", "- {0}.{1}", "+{0}.{1}", "{0}.{1} / {2}.{1}", "{0}.{1} ± 0.{2}",
    "{0}.{1} (0.{2})", "{0}", "{0}%", "1,{1}{2}{1}", "–", "{1}.{2} (1.{2} to 5.{1})", "<0.0{1}", "",
])  # fmt: skip
digits = st.tuples(st.integers(10, 99), st.integers(0, 9), st.integers(0, 9))
values = st.builds(
    lambda shape, figures, mark, raised: Value(text := shape.format(*figures), mark if text.strip("–") else "", raised if text else ""),
    shapes,
    digits,
    st.sampled_from(["", "", "", "bold", "underline"]),
    st.sampled_from(["", "", "", "", "∗", "†"]),
)
labels = st.sampled_from("BERT|XLM-R|mBERT|RoBERTa|LSTM|GAN|BERT (ours)|+ MLM|w/o MLM|GPT-2|Baseline|Random".split("|"))
over = st.sampled_from("SQuAD|XNLI|PAWS-X|Dev|Test|MLQA|English|German".split("|"))
under = st.sampled_from("EM|F1|Acc.|P|R|de|fr|zh|avg".split("|"))
captions = st.sampled_from([
    "Accuracy of the models.", "Results on the test sets of all tasks. Bold marks the best.", "Averages over five runs, in percent.",
])  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Table:
    names = draw(st.lists(over, min_size=1, max_size=3, unique=True))
    deep = 3 if len(names) < 3 else 2  # more columns than six do not fit on the page without breaking lines in cells
    grouped = draw(st.booleans())
    heads = [Head(name, tuple(draw(st.lists(under, min_size=2, max_size=deep, unique=True))) if grouped else ()) for name in names]
    if len(names) > 1 and draw(st.booleans()):
        heads[-1] = Head("Avg")
    width = sum(len(head.paths) for head in heads)
    count = draw(st.integers(1, 3))
    group_labels = draw(st.permutations(["With labels", "Without labels", "Translated", "In one language"]))
    has_labels = count > 1 and draw(st.booleans())
    groups = []
    for number in range(count):
        names = draw(st.lists(labels, min_size=1 if number else 2, max_size=4, unique=True))
        rows = [Row(name, tuple(draw(st.lists(values, min_size=width, max_size=width)))) for name in names]
        groups.append(Group(group_labels[number] if has_labels else "", tuple(rows)))
    return Table(
        draw(captions),
        tuple(heads),
        tuple(_printing(group) for group in groups),
        stub=draw(st.sampled_from(["", "Model"])),
        ruled=draw(st.sampled_from([False, False, True])),
        partial_rules=draw(st.booleans()),
        wide=True,
        place=draw(st.sampled_from(["top", "bottom"])),
        caption_above=draw(st.booleans()),
    )


def _printing(group: Group) -> Group:
    """The group with a value in the first and the last cell of each row, so that no row and no column prints nothing."""

    def filled(row: Row) -> Row:
        ends = {0, len(row.values) - 1}
        return Row(row.label, tuple(Value("0.5") if at in ends and not value.text else value for at, value in enumerate(row.values)))

    return Group(group.label, tuple(filled(row) for row in group.rows))


FILLER = Paragraph(("We describe the models here.", "The table shows what they reach on each of the tasks, in percent."))

# --- promises ---


@given(plain)
@PROSE
def test_every_sentence_comes_out_whole_and_in_order(paper: Paper) -> None:
    document, shown = read(paper)
    assert sentences_of(document, shown) == [even(sentence, shown) for sentence in (*paper.abstract, *paper.sentences)]


@given(plain)
@PROSE
def test_headings_come_out_with_their_numbers_and_title_and_abstract_are_found(paper: Paper) -> None:
    document, shown = read(paper)
    found = [(section.number, even(section.title, shown)) for section in document.sections if section.kind != "abstract"]
    assert found == [(number, even(text, shown)) for number, text in paper.headings]
    assert document.title == paper.title
    assert even(document.abstract, shown) == even(" ".join(paper.abstract), shown)


@given(plain, tables(), st.sampled_from(["top", "bottom", "here"]), st.booleans(), st.integers(0, 10**6))
@PROSE
def test_floats_footnotes_and_running_heads_stay_out_of_the_prose(paper: Paper, table: Table, place: str, wide: bool, at: int) -> None:
    figure = Figure("An overview of the made model.", wide=wide and paper.columns > 1, place=place)  # type: ignore[arg-type]
    parts = list(paper.parts)
    table = table._replace(wide=paper.columns > 1)
    for number, floating in enumerate((figure, table)):
        after = [i for i, part in enumerate(parts) if isinstance(part, Paragraph)]
        parts.insert(after[(at + number) % len(after)] + 1, floating)  # type: ignore[arg-type]
    paper = paper._replace(parts=tuple(parts))
    document, shown = read(paper)
    assert sentences_of(document, shown) == [even(sentence, shown) for sentence in (*paper.abstract, *paper.sentences)]
    kept = {kind: " ".join(even(aside.text, shown) for aside in document.asides if aside.kind == kind) for kind in ("footnote", "caption")}
    for footnote in paper.footnotes:
        assert even(footnote, shown) in kept["footnote"]
    assert even(figure.caption, shown) in kept["caption"]
    assert [even(found.caption, shown).endswith(even(table.caption, shown)) for found in document.tables] == [True]


@given(tables(), st.sampled_from([1, 2]))
@TABLES
def test_every_cell_comes_out_with_its_value_and_the_labels_it_stands_under(table: Table, columns: int) -> None:
    (found,) = read_tables(Paper((FILLER, table._replace(wide=columns > 1), FILLER), columns=columns))  # type: ignore[arg-type]
    assert found.label == "Table 1"
    cells = [cell for cell in found.cells if not cell.label]
    assert [shape_of(cell) for cell in cells] == [(row, column, squeezed(value.text)) for row, column, value in table.cells]
    for cell, (_, _, value) in zip(cells, table.cells, strict=True):
        numbers = read_numbers(value.text)
        assert [number.value for number in cell.numbers] == [number.value for number in numbers], value
        assert cell.note == value.raised
        assert set(cell.marks) == ({value.mark} if value.mark else set()), value


narrow = tables().filter(lambda table: len(table.columns) <= 3 and not any(set("(/") & set(value.text) for _, _, value in table.cells))
BESIDE = Paragraph(tuple(f"This sentence number {n} stands beside the table, in the other column of the page." for n in range(60)))


@given(narrow)
@settings(TABLES, max_examples=EXAMPLES or 30)
def test_a_table_in_one_column_is_not_mixed_with_the_text_of_the_other(table: Table) -> None:
    (found,) = read_tables(Paper((FILLER, table._replace(wide=False), BESIDE, FILLER), columns=2))
    assert [shape_of(cell) for cell in found.cells if not cell.label] == [(row, column, squeezed(v.text)) for row, column, v in table.cells]


@given(st.lists(tables(), min_size=2, max_size=3), st.sampled_from([1, 2]))
@settings(TABLES, max_examples=EXAMPLES or 15)
def test_tables_on_one_page_are_kept_apart(some: list[Table], columns: int) -> None:
    placed = tuple(table._replace(wide=columns > 1) for table in some)
    there = read_tables(Paper((FILLER, *placed, FILLER), columns=columns))  # type: ignore[arg-type]
    assert sorted(table.label for table in there) == [f"Table {number}" for number in range(1, len(some) + 1)]
    for found in there:
        table = some[int(found.label.split()[1]) - 1]
        assert [shape_of(cell)[2] for cell in found.cells if not cell.label] == [squeezed(value.text) for _, _, value in table.cells]


@given(plain)
@settings(PROSE, max_examples=EXAMPLES or 10)
def test_every_word_of_the_page_has_a_place(paper: Paper) -> None:
    document, _ = read(paper)
    assert document.coverage is not None
    assert document.coverage.placed == document.coverage.words
    assert not document.unread


BOOKTABS = Table(
    "Accuracy and change.",
    (Head("Dev", ("EM", "F1")), Head("Test", ("EM", "F1")), Head("Avg")),
    (
        Group("", (Row("Baseline", tuple(map(Value, ["71.2", "80.1", "70.9", "79.8", "75.5"]))),)),
        Group("", (Row("Ours", tuple(map(Value, ["- 0.8", "+ 1.1", "- 0.2", "+ 0.4", "+ 0.1"]))),)),
    ),
    stub="Model",
    place="here",
)


def test_a_booktabs_table_that_the_finder_of_pymupdf_takes_apart_is_read() -> None:
    """Why the words are read here: that finder gives "-" and "0.8" to two columns, or finds no table at all."""
    pdf = typeset(Paper((FILLER, BOOKTABS, FILLER)))
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        grids = [table.extract() for strategy in ("lines", "text") for table in opened[0].find_tables(strategy=strategy).tables]
    theirs = {squeezed(cell or "", blanks=True) for grid in grids for row in grid for cell in row}
    whole = [value.text for _, _, value in BOOKTABS.cells]
    assert not all(squeezed(text, blanks=True) in theirs for text in whole)
    (table,) = read_tables(Paper((FILLER, BOOKTABS, FILLER)))
    assert [shape_of(cell) for cell in table.cells if not cell.label] == [(r, c, squeezed(v.text)) for r, c, v in BOOKTABS.cells]


# --- reading, and what may differ ---


def read(paper: Paper) -> tuple[Document, str]:
    return read_bytes(typeset(paper))


def read_tables(paper: Paper) -> list[Found]:
    """The tables alone, as the reader of tables finds them."""
    with open_pdf(typeset(paper)) as opened:
        return [found.table for page in pages(opened, []) for found in find_tables(page)]


def read_bytes(pdf: bytes) -> tuple[Document, str]:
    """The document, and the text of the pages as they show it, for the one thing that cannot be known from them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "made.pdf")
        file.write_bytes(pdf)
        document = read_document(file, bounded=False)
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        return document, "\n".join(page.get_text() for page in opened)


def even(text: str, shown: str) -> str:
    """The text with one kind of blank, and without the hyphens of compounds that no page shows unbroken, which nobody can know."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    for compound in COMPOUNDS:
        if compound not in unicodedata.normalize("NFKC", shown):
            text = text.replace(compound, compound.replace("-", ""))
    return text


def sentences_of(document: Document, shown: str) -> list[str]:
    return list(_sentences(document, shown))


def _sentences(document: Document, shown: str) -> Iterator[str]:
    for sentence in document.sentences:
        yield even(sentence.text, shown)


def squeezed(text: str, *, blanks: bool = False) -> str:
    """The text with one kind of minus sign and, since a blank inside a cell is a matter of taste, without blanks."""
    plain = text.replace("−", "-").replace("–", "-")
    return re.sub(r"\s+", " ", plain).strip() if blanks else re.sub(r"\s+", "", plain)


def shape_of(cell: Cell) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    return cell.row, cell.column, squeezed(cell.text)


def test_the_generator_lays_out_what_it_is_given() -> None:
    with pymupdf.open(stream=typeset(Paper((FILLER, BOOKTABS), columns=2, hyphenate=False)), filetype="pdf") as opened:
        shown = opened[0].get_text()
    for text in (*FILLER.sentences[0].split(), "1: ", BOOKTABS.caption, "Baseline", "79.8", "Avg"):
        assert text in shown


@pytest.mark.parametrize("mark", ["bold", "underline"])
def test_marks_do_not_change_a_value(mark: str) -> None:
    rows = tuple(Row(name, (Value("71.2"), Value("72.25", mark))) for name in ("First", "Second"))  # type: ignore[arg-type]
    (table,) = read_tables(Paper((FILLER, Table("Marks.", (Head("A"), Head("B")), (Group("", rows),)))))
    assert [(cell.value, cell.marks) for cell in table.cells if not cell.label] == [(71.2, ()), (72.25, (mark,))] * 2
