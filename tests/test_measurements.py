"""Measurements go into a file and come back; what is wrong is named with row and column; what a table says becomes rows and no more."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import made_document, made_table
from msgspec.structs import replace
from paths import ROOT

from synth.audit.formats import spreadsheet
from synth.measurements import (
    COLUMNS,
    FORMULA_SIGNS,
    Measurement,
    MeasurementError,
    difference,
    interval,
    join_path,
    key,
    mean,
    meets,
    merge,
    read_measurements,
    split_path,
    to_csv,
    total,
    validate,
    write_measurements,
)
from synth.reading.measured import bounds_in, measurements_of
from synth.records import Box, Cell, Document, Source, Table

PARSED = Measurement(
    source="arXiv:2001.00001v1", origin="parsed", value=8.2, low=8.15, high=8.25, table="Table 2", row="No MLM / SQuAD", column="Avg."
)
RERUN = Measurement(
    source="run:1f2e", origin="rerun", value=80.1, low=79.9, high=80.3, model="xlm-roberta-base", target="xnli", metric="accuracy"
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
numbers = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def measurements(draw: st.DrawFn) -> Measurement:
    fields: dict[str, Any] = {name: draw(texts) for name in COLUMNS if isinstance(getattr(PARSED, name), str)}
    fields |= {name: draw(numbers) for name in ("value", "low", "high")}
    fields |= {name: draw(st.none() | st.integers(-(2**53), 2**53)) for name in ("page", "n", "seed")}
    box = draw(st.none() | st.builds(Box, x0=numbers, y0=numbers, x1=numbers, y1=numbers, page=st.none()))
    return Measurement(**fields, box=box, unknown={"temperature": draw(texts)})


# --- files ---


@given(st.lists(measurements(), max_size=4))
def test_rows_are_the_same_after_csv(tmp_path_factory: pytest.TempPathFactory, rows: list[Measurement]) -> None:
    file = tmp_path_factory.mktemp("csv") / "rows.csv"
    write_measurements(file, rows)
    assert read_measurements(file) == rows


@given(st.lists(measurements(), max_size=3))
def test_rows_are_the_same_after_parquet(tmp_path_factory: pytest.TempPathFactory, rows: list[Measurement]) -> None:
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow, of the extra `scale`")
    file = tmp_path_factory.mktemp("parquet") / "rows.parquet"
    write_measurements(file, rows)
    assert read_measurements(file) == rows


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        write_measurements(tmp_path / name, [PARSED, RERUN])
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_columns_stand_in_the_order_of_the_contract() -> None:
    assert to_csv([]).strip() == (
        "source,origin,value,low,high,kind,metric,unit,table,row,column,page,box,model,intermediate,variant,target,training,language,"
        "split,n,seed,scale,baseline,reported_by,run,commit,device,date,note"
    )


def test_a_column_that_is_not_known_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("source,origin,value,low,high,kind,temperature\nx,rerun,1,0.5,1.5,absolute,0.7\n", encoding="utf-8")
    (row,) = read_measurements(file)
    assert row.unknown == {"temperature": "0.7"}
    assert ",temperature\r\n" in to_csv([row])


def test_no_cell_is_a_formula() -> None:
    rows = [replace(PARSED, row=f"{sign}cmd|' /C calc'!A0") for sign in FORMULA_SIGNS]
    for line in to_csv(rows).splitlines():
        assert not any(cell.lstrip('"').startswith(FORMULA_SIGNS) for cell in line.split(",") if "cmd" in cell)
    assert FORMULA_SIGNS == spreadsheet.FORMULA_SIGNS


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    write_measurements(file, [PARSED])
    before = file.read_bytes()
    with pytest.raises(RuntimeError):
        write_measurements(file, (row for row in _that_break()))
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def _that_break() -> Any:
    yield RERUN
    raise RuntimeError


HEAD = "source,origin,value,low,high,kind"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source,value\nx,1\n", "no column `origin`, `low`, `high`, `kind`"),
        (f"{HEAD},n,n\n", "two columns `n`"),
        (f"{HEAD}\nx,rerun,1,0,2,absolute\nx,rerun,eight,0,2,absolute\n", "row 2, `value`: 'eight' is no number"),
        (f"{HEAD}\nx,rerun,,0,2,absolute\n", "row 1, `value`: is empty"),
        (f"{HEAD},n\nx,rerun,1,0,2,absolute,1.5\n", "row 1, `n`: '1.5' is no whole number"),
        (f"{HEAD},box\nx,rerun,1,0,2,absolute,1 2 3\n", "row 1, `box`"),
        (f"{HEAD}\nx,rerun,1\n", "row 1: has 3 cells where the heading has 6"),
        (f'{HEAD}\n"x', "no CSV"),
        ("\x00\x01", "no column"),
        ("", "no column"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MeasurementError) as raised:
        read_measurements(file)
    assert said in str(raised.value)
    assert str(file) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"source\xff\xfe")
    with pytest.raises(MeasurementError, match="no CSV in UTF-8"):
        read_measurements(tmp_path / "rows.csv")


def test_parquet_without_its_package_says_what_to_install(tmp_path: Path) -> None:
    """In a process where pyarrow is not there, whether or not it is installed here."""
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from pathlib import Path\nimport synth.cli as cli\nfrom synth.program import Program\n"
        "from synth.measurements import write_measurements\n"
        "class command:\n"
        "    NAME, HELP, ORDER = 'try', '', 1\n    add_arguments = staticmethod(lambda parser: None)\n"
        f"    run = staticmethod(lambda options: write_measurements(Path({str(tmp_path / 'x.parquet')!r}), []))\n"
        "Program._commands = lambda program: [command]\nraise SystemExit(cli.main(['try']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 3
    assert "pip install 'assay-claims[scale]'" in done.stderr


# --- validation ---


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (replace(PARSED, source=""), "source"),
        (replace(PARSED, origin="guessed"), "origin"),
        (replace(PARSED, kind="relative"), "kind"),
        (replace(PARSED, low=8.3), "low"),
        (replace(PARSED, high=8.1), "high"),
        (replace(PARSED, value=float("nan")), "value"),
        (replace(PARSED, high=float("inf")), "high"),
        (replace(PARSED, kind="change"), "baseline"),
        (replace(PARSED, table=""), "table"),
        (replace(PARSED, row=""), "row"),
        (replace(PARSED, column=""), "column"),
        (replace(PARSED, page=0), "page"),
        (replace(RERUN, model=""), "model"),
        (replace(RERUN, target=""), "target"),
        (replace(RERUN, metric=""), "metric"),
        (replace(RERUN, language="English"), "language"),
        (replace(RERUN, split="final"), "split"),
        (replace(RERUN, scale="small"), "scale"),
        (replace(RERUN, training="somehow"), "training"),
        (replace(RERUN, n=-1), "n"),
    ],
)
def test_a_fault_is_named_with_row_and_column(row: Measurement, column: str) -> None:
    complaints = validate([replace(PARSED, column="other"), row])
    assert len(complaints) == 1
    assert complaints[0].startswith(f"row 2, `{column}`: ")


def test_good_rows_pass() -> None:
    further = [replace(RERUN, language=code, split="test", scale="reduced:nano", training="mix:en+de") for code in ("en", "swh", "avg")]
    assert validate([PARSED, RERUN, replace(PARSED, kind="change", baseline="XLM-R", row="x"), *further]) == []


def test_one_key_with_two_values_names_both() -> None:
    (complaint,) = validate([RERUN, PARSED, replace(PARSED, value=8.3, low=8.25, high=8.35)])
    assert "row 2 and row 3" in complaint
    assert "8.2 (8.15 … 8.25) and 8.3 (8.25 … 8.35)" in complaint


def test_one_key_with_one_value_is_no_complaint() -> None:
    assert validate([PARSED, replace(PARSED, note="read again")]) == []


# --- keys and merging ---


def test_the_key_is_the_place_of_a_parsed_cell_and_the_conditions_of_a_run() -> None:
    assert key(PARSED) != key(replace(PARSED, column="F1"))
    assert key(PARSED) == key(replace(PARSED, page=5, box=Box(x0=0, y0=0, x1=1, y1=1), note="x"))
    assert key(RERUN) != key(replace(RERUN, seed=2))
    assert key(RERUN) == key(replace(RERUN, training="zero-shot")), "the default, where a rerun does not say"
    assert key(PARSED) != key(replace(PARSED, source="arXiv:2001.00001v2")), "versions are identity"


def test_merging_keeps_what_each_table_knows() -> None:
    first, second = replace(RERUN, date="2026-01-02", note="a"), replace(RERUN, device="cpu", note="b", unknown={"x": "1"})
    assert merge([first], [second, PARSED]) == [replace(RERUN, date="2026-01-02", device="cpu", note="a; b", unknown={"x": "1"}), PARSED]


def test_merging_refuses_a_conflict_and_names_both_rows() -> None:
    with pytest.raises(MeasurementError, match=r"row 1 of table 1 and row 2 of table 2.*80\.1.*80\.9"):
        merge([RERUN], [PARSED, replace(RERUN, value=80.9, high=81)])


# --- the one rule ---


def test_intervals_that_touch_meet() -> None:
    assert meets(interval(8.15, 8.25), interval(8.25, 8.35))
    assert not meets(interval(8.15, 8.25), interval(8.2500001, 8.35))
    assert meets(difference(interval(0.25, 0.35), interval(0.15, 0.25)), interval(0.2, 0.3)), "though 0.1 + 0.2 is not 0.3 in binary"


@given(st.lists(st.tuples(st.integers(-999, 999), st.integers(0, 9)), min_size=1, max_size=6))
def test_a_sum_lies_in_the_interval_of_the_sum(parts: list[tuple[int, int]]) -> None:
    bounds = [interval(value / 10, (value + wide) / 10) for value, wide in parts]
    low, high = total(bounds)
    assert low <= sum(Fraction(value, 10) for value, _ in parts) <= high
    assert mean(bounds) == (low / len(parts), high / len(parts))


# --- label paths ---


@given(st.lists(st.text(st.sampled_from("ab/\\ "), max_size=6), min_size=1, max_size=4).filter(lambda path: path != [""]))
def test_a_path_is_the_same_after_joining_and_splitting(path: list[str]) -> None:
    assert split_path(join_path(path)) == tuple(path)


def test_a_path_reads_as_its_labels() -> None:
    assert join_path(("No MLM", "SQuAD")) == "No MLM / SQuAD"
    assert join_path(("XQuAD", "F1 / EM")) == r"XQuAD / F1 \/ EM"
    assert join_path(("N/A",)) == "N/A"


# --- tables become rows ---


def rows_of(text: str, **also: Any) -> dict[tuple[str, str], Measurement]:
    document = made_document(made_table(text, **also))
    rows = measurements_of(document)
    assert validate(rows) == []
    return {(row.row, row.column): row for row in rows}


def test_a_cell_becomes_a_row_with_its_place() -> None:
    row = rows_of("Model | SST-2 \n BERT | 93.5", page=5)["BERT", "SST-2"]
    assert (row.source, row.origin, row.kind) == ("arXiv:2001.00001v1", "parsed", "absolute")
    assert (row.value, row.low, row.high) == (93.5, 93.45, 93.55)
    assert (row.table, row.page, row.model, row.target) == ("Table 1", 5, "bert", "sst2")
    assert row.box is not None


def test_two_values_of_a_cell_stand_under_the_two_halves_of_their_heading() -> None:
    rows = rows_of("Model | XQuAD > F1 / EM | MLQA F1 / EM\n mBERT | 64.5 / 49.4 | 61.4 / -")
    assert rows["mBERT", "XQuAD / F1"].metric == "f1"
    assert rows["mBERT", "XQuAD / EM"].value == 49.4
    assert rows["mBERT", "MLQA F1"].target == "mlqa"
    assert len(rows) == 3


def test_two_values_under_one_heading_are_numbered() -> None:
    rows = rows_of("x | Score\n a | 76.1 / 60.0")
    assert {column: row.value for (_, column), row in rows.items()} == {"Score / #1": 76.1, "Score / #2": 60.0}


def test_brackets_and_spreads_are_rows_of_their_own() -> None:
    rows = rows_of("x | n | Mean\n a | 34 (12.1 to 56.7) | 3.2 ± 0.1")
    assert {column: row.value for (_, column), row in rows.items()} == {
        "n": 34,
        "n / (1)": 12.1,
        "n / (2)": 56.7,
        "Mean": 3.2,
        "Mean / ±": 0.1,
    }


def test_a_bound_is_no_value_and_is_counted() -> None:
    table = made_table("x | p\n a | <0.001\n b | 0.02")
    assert [row.row for row in measurements_of(made_document(table))] == ["b"]
    assert bounds_in(table) == 1


def test_a_signed_row_is_a_change_from_the_one_row_above_it() -> None:
    rows = rows_of("x | XNLI | NER\n XLM-R | 80.1 | 62.8\n A | - 0.8 | + 0.4\n B | - 1.4 | - 2.1\n Other | 81.0 | 60.0")
    assert {row: (one.kind, one.baseline) for (row, column), one in rows.items() if column == "XNLI"} == {
        "XLM-R": ("absolute", ""),
        "A": ("change", "XLM-R"),
        "B": ("change", "XLM-R"),
        "Other": ("absolute", ""),
    }


def test_where_two_rows_could_be_the_baseline_none_is_guessed() -> None:
    row = rows_of("x | XNLI\n One | 80.1\n Two | 79.0\n A | + 0.4")["A", "XNLI"]
    assert (row.kind, row.baseline) == ("absolute", "")
    assert "sign" in row.note


def test_negative_values_are_no_changes() -> None:
    rows = rows_of("x | Correlation\n One | 0.31\n Two | -0.22\n Three | -0.10")
    assert {row.kind for row in rows.values()} == {"absolute"}


def test_rows_with_the_same_labels_are_told_apart() -> None:
    rows = rows_of("x | F1 | F1\n BERT | 1.0 | 2.0\n BERT | 3.0 | 4.0")
    assert {place: row.value for place, row in rows.items()} == {
        ("BERT", "F1"): 1.0,
        ("BERT", "F1 / #2"): 2.0,
        ("BERT / #2", "F1"): 3.0,
        ("BERT / #2", "F1 / #2"): 4.0,
    }


def test_tables_without_labels_are_named_by_where_they_stand() -> None:
    cells = made_table("x | F1\n a | 1.0").cells
    tables = (
        Table(cells=cells, page=5),
        Table(cells=cells, page=5),
        Table(cells=cells),
        Table(cells=cells, label="T"),
        Table(cells=cells, label="T"),
    )
    rows = measurements_of(made_document(*tables))
    assert [row.table for row in rows] == ["page 5, table 1", "page 5, table 2", "table 1", "T", "T #2"]
    assert validate(rows) == []


def test_a_file_is_named_by_its_hash() -> None:
    source = Source(scheme="file", id="paper.pdf", hash="sha256:00ff")
    (row,) = measurements_of(made_document(made_table("x | F1\n a | 1.0"), source=source))
    assert row.source == "sha256:00ff"


def test_a_medical_table_is_a_measurements_table_too() -> None:
    rows = rows_of(
        """Characteristic | Aspirin (n=120) | Placebo (n=118) | P value
        Age, mean (SD) | 61.2 (9.8) | 60.7 (10.1) | 0.71
        Race > White, No (%) | 80 (66.7) | 77 (65.3) | 0.82
        Record of stroke | 12 (10.0) | 9 (7.6) | <0.05
        No | 1,104 | 998 | -"""
    )
    assert all(not row.model and not row.target and not row.language and not row.metric for row in rows.values())


# --- conditions ---


def test_codes_are_languages_only_among_languages() -> None:
    rows = rows_of("Model | en | de | no | Avg\n mBERT | 80.8 | 70.0 | 60.0 | 70.3")
    assert [row.language for row in rows.values()] == ["en", "de", "no", "avg"]
    (alone,) = rows_of("Answer | yes\n no | 80.8").values()
    assert alone.language == ""


def test_an_average_over_tasks_is_a_score_over_their_metrics() -> None:
    rows = rows_of("Model | XNLI > acc. | NER > F1 | POS > F1 | Avg.\n XLM-R Large | 79.2 | 65.4 | 73.8 | 72.8")
    assert (rows["XLM-R Large", "Avg."].target, rows["XLM-R Large", "Avg."].metric) == ("avg", "score")
    assert rows["XLM-R Large", "XNLI / acc."].metric == "accuracy"
    assert rows["XLM-R Large", "POS / F1"].model == "xlm-roberta-large"


def test_tasks_along_both_sides_are_told_apart_only_where_the_table_says_which_are_which() -> None:
    text = "x | {0}XNLI | {0}NER | {0}POS\n SQuAD | 1.0 | 2.0 | 3.0\n MNLI | 4.0 | 5.0 | 6.0"
    said = rows_of(text.format("Target tasks > "), caption="Intermediate-task training results.")
    assert {(row.target, row.intermediate) for row in said.values()} >= {("xnli", "squad"), ("udpos", "mnli")}
    unsaid = rows_of(text.format(""))
    assert {(row.target, row.intermediate) for row in unsaid.values()} == {("", "")}


def test_a_heading_over_the_columns_that_reaches_over_the_row_labels_says_nothing_of_them() -> None:
    table = made_table("x | Target tasks > XNLI | Target tasks > NER \n SQuAD | 1.0 | 2.0", caption="Intermediate-task training.")
    reaching = Cell(text="Target tasks", at=(0, 0), size=(1, 3), label=True)
    rows = measurements_of(made_document(replace(table, cells=(reaching, *table.cells))))
    assert [(row.target, row.intermediate) for row in rows] == [("xnli", "squad"), ("panx", "squad")]


@pytest.mark.parametrize(
    ("label", "metric"), [("Acc.", "accuracy"), ("XNLI (acc)", "accuracy"), ("F1", "f1"), ("Accountability", ""), ("F12", "")]
)
def test_a_label_is_looked_up_whole(label: str, metric: str) -> None:
    ((_, row),) = rows_of(f"x | {label}\n some row | 1.0").items()
    assert row.metric == metric


labels = st.text(st.sampled_from("aB1 /\\#+=-.()é"), max_size=5)
cells = st.builds(
    Cell,
    text=st.sampled_from(["80.1", "+ 0.4", "- 0.8", "76.1 / 60.0", "3.2 ± 0.1", "34 (12.1)", "-", "x", "<0.01", "- / 2.0"]),
    row=st.lists(labels, max_size=3).map(tuple),
    column=st.lists(labels | st.just("F1 / EM"), max_size=3).map(tuple),
    at=st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
    label=st.booleans(),
    page=st.none() | st.integers(1, 9),
)


@given(
    st.lists(
        st.builds(Table, label=st.sampled_from(["", "Table 1", "Table 1 #2"]), cells=st.lists(cells, max_size=8).map(tuple)), max_size=3
    )
)
def test_whatever_a_document_holds_its_rows_pass(tables: list[Table]) -> None:
    from synth.reading.numbers import read_numbers

    filled = [replace(table, cells=tuple(replace(cell, numbers=read_numbers(cell.text)) for cell in table.cells)) for table in tables]
    document: Document = made_document(*filled)
    rows = measurements_of(document)
    assert validate(rows) == []
    printed = [cell for table in filled for cell in table.cells if not cell.label]
    assert len(rows) == sum(number.part != "bound" for cell in printed for number in cell.numbers), "none is lost, none is made"
