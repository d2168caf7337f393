"""Tables whose cells are known without reading the PDF: from LaTeX, typed by hand from the page, typed as facts, and made here."""

from __future__ import annotations

import csv
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pymupdf
from table_scores import Fact, Score, Truth, cells_of, compare_facts, compare_tables, squeezed

from synth.reading.latex import read_latex
from synth.reading.numbers import decimal_mark, read_numbers
from synth.records import Table

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LABELS = ROOT / "bench" / "labels" / "tables"
FACTS = SHARED / "facts"
LATEX_ASIDE = ("tupa-conll2018",)  # never looked at; the other folders were, some of them only after a first measurement
KINDS = ("latex", "typed", "facts")

CENTRAL = "2005.13013_v1-author-copy.pdf"
CENTRAL_HEAD = "Target tasks"  # stands over all columns on the page; the facts leave it out
XTREME_V3 = "2003.11080v3.pdf"
FACT_FILES = (
    "per_language_xtreme_2003.11080v5.csv",
    "per_language_xlmr_1911.02116.csv",
    "per_language_xnli_1809.05053.csv",
    "per_language_xlm_1901.07291.csv",
)
# Models as the page calls them, where whoever typed the facts gave them their names: by part of the typed name.
PRINTED = {
    "XLM-15": "Lample and Conneau",
    "XLM-100": "Lample and Conneau",
    "Unicoder": "Huang et al.",
    "mBERT": "Devlin et al.",
    "XLM (MLM": "Ours",
    "BERT-Base monolingual": "BERT",
    "BERT-Large": "translate-test",  # rows that name no model
}
NO_NAMES = frozenset("the and model models wiki base large with of".split())  # words of typed names that name no model

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*")


class Asked(NamedTuple):
    """A table with what it should hold: readers are asked for the tables of its page, and scored."""

    kind: str
    set: str  # tune or aside
    name: str
    path: Path
    page: int
    label: str  # as printed; empty where it has none
    score: Callable[[Sequence[Table], int], Score]  # of what was read, and how many wrong cells to print
    layout: str = ""


def asked_of(kind: str) -> Iterator[Asked]:
    """The tables of one kind of truth."""
    yield from {"latex": from_latex, "typed": from_hand, "facts": from_facts}[kind]()


def by_cells(truth: Sequence[Truth]) -> Callable[[Sequence[Table], int], Score]:
    return lambda tables, show: compare_tables(truth, tables, show)


def by_facts(facts: Sequence[Fact]) -> Callable[[Sequence[Table], int], Score]:
    return lambda tables, show: compare_facts(facts, tables, show)


# --- LaTeX ---------------------------------------------------------------------------------------------------------------


def from_latex() -> Iterator[Asked]:
    """The tables of the papers whose source is at hand; several tables of one number are one."""
    for folder in sorted(path for path in (SHARED / "latex").iterdir() if path.is_dir()):
        merged: dict[str, list[Truth]] = {}
        for number, table in enumerate(read_latex(folder).tables):
            merged.setdefault(table.label or f"without label {number}", []).extend(cells_of(table))
        for label, truth in merged.items():
            if any(cell.numbers for cell in truth):
                path = folder / "paper.pdf"
                page = page_of((cell.text for cell in truth), path)
                printed = "" if label.startswith("without label") else label
                which = "aside" if folder.name in LATEX_ASIDE else "tune"
                yield Asked("latex", which, f"{folder.name} {label}", path, page, printed, by_cells(truth))


# --- a folder of one's own -----------------------------------------------------------------------------------------------


def from_folder(folder: Path) -> Iterator[Asked]:
    """The tables of the PDFs in a folder: by the JSON beside each, which says what a person reads, or by its LaTeX source.

    The JSON lists tables, each with its label as printed and its cells: row and column as lists of labels, text, numbers.
    """
    for path in sorted(folder.glob("*.pdf")):
        merged: dict[str, list[Truth]] = {}
        if (said := path.with_suffix(".json")).is_file():
            for table in json.loads(said.read_text(encoding="utf-8")):
                merged.setdefault(table["label"], []).extend(
                    Truth(squeezed(" ".join(cell["row"])), squeezed(" ".join(cell["column"])), cell["text"], tuple(cell["numbers"]))
                    for cell in table["cells"]
                )
        elif (source := path.with_suffix(".tex")).is_file():
            for table in read_latex(source).tables:
                merged.setdefault(table.label, []).extend(cells_of(table))
        for label, truth in merged.items():
            yield Asked("folder", "aside", f"{path.stem} {label}", path, 1, label, by_cells(truth))


# --- typed by hand ---------------------------------------------------------------------------------------------------------


def from_hand() -> Iterator[Asked]:
    for entry in rows_of(LABELS / "INDEX.csv"):
        score = by_cells(typed(LABELS / entry["file"]))
        yield Asked(
            "typed", entry["set"], entry["file"], SHARED / entry["paper"], int(entry["page"]), entry["label"], score, entry["layout"]
        )


def typed(file: Path) -> list[Truth]:
    """The cells of a table typed by hand."""
    rows = rows_of(file)
    mark = decimal_mark(row["text"] for row in rows)
    return [
        Truth(squeezed(row["row"]), squeezed(row["column"]), row["text"], tuple(n.value for n in read_numbers(row["text"], mark)))
        for row in rows
    ]


# --- facts -----------------------------------------------------------------------------------------------------------------


def from_facts() -> Iterator[Asked]:
    """The main table of the central paper by all its cells; tables of scores for each language by model and language."""
    yield Asked("facts", "tune", "central paper Table 2", SHARED / "papers" / CENTRAL, 5, "Table 2", by_cells(central()))
    for name in FACT_FILES:
        rows = rows_of(FACTS / name)
        yield from _fact_tables(rows)
        if "xtreme" in name:
            yield from _fact_tables(_version_3(rows))


def central() -> list[Truth]:
    """The cells of the central paper's Table 2; a cell of two numbers is typed as two rows."""
    heads = {row["column_label"]: row for row in rows_of(FACTS / "table2_2005.13013v1_header.csv")}
    cells: dict[tuple[str, str], str] = {}
    for row in rows_of(FACTS / "table2_2005.13013v1.csv"):
        group = "" if row["row_group"] == "baseline" else row["row_group"]
        head = heads[row["column_label"].removesuffix(" F1").removesuffix(" EM")]
        cells[f"{group} {row['row_label']}", f"{CENTRAL_HEAD} {head['column_label']} {head['metric']} {head['n_langs']}"] = row["cell_text"]
    return [
        Truth(squeezed(row), squeezed(column), text, tuple(number.value for number in read_numbers(text)))
        for (row, column), text in cells.items()
    ]


def _fact_tables(rows: Sequence[dict[str, str]]) -> Iterator[Asked]:
    tables: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        paper = re.match(r"papers/(\S+\.pdf)", row["read_from"])
        label = re.match(r"Table \d+", row["table"])
        if paper and label:
            tables[paper[1], label[0]].append(row)
    for (paper, label), some in tables.items():
        path = SHARED / "papers" / paper
        across = all(row["language"] == "avg" for row in some)  # a table over tasks, not languages
        facts = [_fact(row, across=across) for row in some]
        page = page_of((row["value"] for row in some), path)
        yield Asked("facts", "tune", f"{paper} {label}", path, page, label, by_facts(facts))


def _fact(row: dict[str, str], *, across: bool) -> Fact:
    names = {row["task"]} if across else names_of(row["language"])
    model = {row["model"], *(printed for part, printed in PRINTED.items() if row["model"].startswith(part))}
    words = {squeezed(word) for name in model for word in (name, *re.split(r"[\s(),;]+", name))}
    return Fact(
        float(row["value"]),
        (row["model"], row["variant"], row["task"], row["metric"]) if not across else (row["model"], row["variant"], row["metric"]),
        frozenset(map(squeezed, names)),
        frozenset(word for word in words if len(word) > 1 and word not in NO_NAMES and not word.isdigit()),
    )


def names_of(language: str) -> set[str]:
    """What a head may call a language, or the average over languages."""
    if language == "avg":
        return {"avg", "avg.", "average", "∆", "mean"}
    return {language, *(row["name"] for row in rows_of(FACTS / "languages.csv") if row["iso"] == language)}


def _version_3(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """XTREME's tables as its third version prints them."""
    keys = ("model", "variant", "task", "language", "metric", "table")
    other = {tuple(row[key] for key in keys): row["value_v3"] for row in rows_of(FACTS / "xtreme_v3_v5_differences.csv")}
    return [{**row, "value": other.get(tuple(row[key] for key in keys), row["value"]), "read_from": f"papers/{XTREME_V3}"} for row in rows]


# --- made for the purpose --------------------------------------------------------------------------------------------------

SHAPES = (
    "{0}.{1}", "{0}.{1}", "{0}.{1}", "{0}.{1}{2}", "−0.{1}", "- {0}.{1}", "+{0}.{1}", "{0}.{1} / {2}.{1}", "{0}.{1} ± 0.{2}",
    "{0}.{1} (0.{2})", "{0}", "{0}%", "1,{1}{2}{1}", "–", "{1}.{2} (1.{2} to 5.{1})", "<0.0{1}", "",
)  # fmt: skip
OVER = "SQuAD XNLI PAWS-X Dev Test MLQA English German".split()
UNDER = "EM F1 Acc. P R de fr zh avg".split()
NAMES = "BERT|XLM-R|mBERT|RoBERTa|LSTM|GAN|BERT (ours)|+ MLM|w/o MLM|GPT-2|Baseline|Random".split("|")
GROUPS = "With labels|Without labels|Translated|In one language".split("|")
MOST_COLUMNS = 6  # more do not fit on the page without breaking lines in cells


def made(count: int, seed: int) -> Iterator[tuple[bytes, list[Truth], str]]:
    """PDFs of one page with one table each, laid out by the generator of the tests; the truth and the layout of each."""
    sys.path.insert(0, str(ROOT / "tests"))
    from typeset import Paper, Paragraph, typeset

    drawing = random.Random(seed)
    filler = Paragraph(("We describe the models here.", "The table shows what they reach on each of the tasks, in percent."))
    for _ in range(count):
        columns = drawing.choice((1, 2))
        table = _made_table(drawing)._replace(wide=columns > 1)
        truth = [
            Truth(squeezed(" ".join(row)), squeezed(" ".join(column)), value.text, tuple(n.value for n in read_numbers(value.text)))
            for row, column, value in table.cells
        ]
        yield typeset(Paper((filler, table, filler), columns=columns)), truth, "ruled" if table.ruled else "booktabs"


def _made_table(drawing: random.Random):  # type: ignore[no-untyped-def]
    from typeset import Group, Head, Row, Table

    names = drawing.sample(OVER, drawing.randint(1, 3))
    under = drawing.random() < 0.5
    deep = MOST_COLUMNS // len(names) if len(names) > 1 else 3
    heads = [Head(name, tuple(drawing.sample(UNDER, drawing.randint(2, deep))) if under else ()) for name in names]
    if len(heads) > 1 and drawing.random() < 0.5:
        heads[-1] = Head("Avg")
    width = sum(len(head.paths) for head in heads)
    count = drawing.randint(1, 3)
    titles = drawing.sample(GROUPS, count) if count > 1 and drawing.random() < 0.5 else [""] * count
    groups = tuple(
        Group(title, tuple(Row(name, _values(drawing, width)) for name in drawing.sample(NAMES, drawing.randint(1 if at else 2, 4))))
        for at, title in enumerate(titles)
    )
    return Table(
        "Accuracy of the models, in percent.",
        tuple(heads),
        groups,
        stub=drawing.choice(("", "Model")),
        ruled=drawing.random() < 1 / 3,
        partial_rules=drawing.random() < 0.5,
        place=drawing.choice(("top", "bottom")),
        caption_above=drawing.random() < 0.5,
    )


def _values(drawing: random.Random, width: int):  # type: ignore[no-untyped-def]
    """The cells of a row; the first and the last print something, since a row or a column of nothing cannot be seen."""
    from typeset import Value

    values = []
    for at in range(width):
        text = drawing.choice(SHAPES).format(drawing.randint(10, 99), drawing.randint(0, 9), drawing.randint(0, 9))
        text = text or ("0.5" if at in (0, width - 1) else "")
        mark = drawing.choice(("", "", "", "bold", "underline")) if text.strip("–") else ""
        values.append(Value(text, mark, drawing.choice(("", "", "", "", "∗", "†")) if text else ""))
    return tuple(values)


# --- files -----------------------------------------------------------------------------------------------------------------


@cache
def rows_of(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def page_of(texts: Iterable[str], path: Path) -> int:
    """The page that has most of the numbers of a table: found without any reader of tables."""
    wanted = Counter(token for text in texts for token in _TOKEN.findall(text))
    shared = [sum((wanted & printed).values()) for printed in _printed(path)]
    return 1 + shared.index(max(shared))


@cache
def _printed(path: Path) -> tuple[Counter[str], ...]:
    with pymupdf.open(path) as document:
        return tuple(Counter(_TOKEN.findall(page.get_text())) for page in document)
