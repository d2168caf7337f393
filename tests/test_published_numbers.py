"""The files of `data/published`: each is a table of measurements, each number is where its source prints it, and slips stand as printed."""

from __future__ import annotations

import csv
import random
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from paths import SHARED

from synth.measurements import Measurement, interval, join_path, key, mean, meets, read_measurements, to_csv, validate
from synth.published import FOLDER, OTHERS, count_once, per_language, pivot, read_published, subtract, work_of
from synth.reading.vocabulary import readings

FILES = sorted(FOLDER.glob("*.csv"))
V1 = "arXiv:2005.13013v1"
XTREME, XTREME_V3 = "arXiv:2003.11080v5", "arXiv:2003.11080v3"
XLMR = "arXiv:1911.02116v2"
ERNIE = "github:PaddlePaddle/ERNIE@5846cc3/ernie-m/README.md"
MT5 = "github:google-research/multilingual-t5@9dcd60f/README.md"
MOST_BYTES = 1_500_000  # of all files together, which every installation carries


@cache
def published() -> tuple[Measurement, ...]:
    return tuple(read_published())


def find(**asked: object) -> list[float]:
    """The values of the rows that are so, each once, in order."""
    rows = [row for row in published() if all(getattr(row, name) == value for name, value in asked.items())]
    return sorted({row.value for row in rows})


# --- the files ---


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_valid_and_written_as_we_write(file: Path) -> None:
    rows = read_measurements(file)
    assert rows
    assert validate(rows) == []
    assert to_csv(rows).encode() == file.read_bytes()


def test_the_files_together_are_valid_and_small() -> None:
    assert validate(published()) == []
    assert sum(file.stat().st_size for file in FILES) < MOST_BYTES


def test_every_row_is_published_and_says_where() -> None:
    assert {row.origin for row in published()} == {"published"}
    assert [row for row in published() if not row.table] == []


def test_no_number_is_rounded_finer_than_it_is_printed() -> None:
    for row in published():
        half = (Decimal(repr(row.high)) - Decimal(repr(row.low))) / 2
        step = half * 2
        assert step == Decimal(10) ** step.adjusted(), row
        assert Decimal(repr(row.value)) % step == 0, row


def test_rows_by_source() -> None:
    assert Counter(work_of(row.source) for row in published()) == {
        "github:microsoft/Litmus": 2660,
        "arXiv:2003.11080": 1117 + 50 + 55,
        "github:PaddlePaddle/ERNIE": 513,
        "arXiv:1911.02116": 402 + 10,
        "github:stefan-it/xlm-v-experiments": 336,
        "title:Zero-Shot and Translation Experiments on XQuAD with mBERT (README, juletxara/xquad_xtreme)": 284,
        "arXiv:2005.13013": 268 + 8,
        "sha256:2173e17aa2bcd20e351fce72f97e9af27b2fa7a84b32b11a74e841f3476a547d": 154,
        "arXiv:1901.07291": 114,
        "arXiv:1809.05053": 105,
        "github:microsoft/unilm": 104,
        "github:google-deepmind/xquad": 100,
        "github:google-research/multilingual-t5": 98,
        "github:facebookresearch/fairseq": 64,
        "arXiv:2010.12821": 60,
        "arXiv:2008.03156": 48,
        "github:cambridgeltl/xcopa": 48,
        "github:google-research/bert": 36,
        "github:facebookresearch/MLQA": 33,
        "github:facebookresearch/XLM": 29,
        "github:facebookresearch/LASER": 27,
        "github:CZWin32768/XLM-Align": 25,
    }


def test_the_list_of_files_says_what_is_there() -> None:
    listed = {
        line.split("`")[1]: int(line.split("|")[2])
        for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    }
    assert listed == {file.name: len(read_measurements(file)) for file in FILES}


def test_words_are_those_of_the_vocabulary() -> None:
    def known(kind: str, word: str) -> bool:
        return any(one.kind == kind and one.word == word for one in readings(word))

    languages = {row.language for row in published()} - {"", "avg"}
    assert [code for code in sorted(languages) if not known("language", code)] == []
    unknown = {row.target for row in published() if not known("target", row.target)}
    assert unknown <= {"avg", "pawsx", "udpos", "panx", "conll-ner", "masakhaner"}


# --- the numbers, typed here by hand ---


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        # the first paper
        ([8.3], {"source": V1, "table": "Table 2", "intermediate": "squad", "variant": "no-mlm", "target": "avg"}),
        ([4.1], {"source": V1, "intermediate": "squad", "variant": "mlm", "target": "avg"}),
        ([8.4], {"source": V1, "table": "abstract", "intermediate": "squad"}),
        ([5.1], {"source": V1, "intermediate": "qqp", "variant": "mlm", "target": "avg"}),
        ([25.5], {"source": V1, "table": "conclusion", "target": "tatoeba"}),
        ([82.7], {"source": V1, "table": "Table 2", "intermediate": "best", "target": "tatoeba"}),
        ([6.1], {"source": V1, "table": "abstract", "intermediate": "best"}),
        ([5.4], {"source": "arXiv:2005.13013v2"}),
        ([31.0], {"source": V1, "model": "xlm-roberta-large", "target": "tatoeba", "split": "dev", "intermediate": "none"}),
        ([72.6], {"source": V1, "reported_by": XTREME_V3, "target": "udpos"}),
        # versions of XTREME
        ([45.1], {"source": XTREME_V3, "model": "xlm-roberta-large", "target": "udpos", "language": "fr"}),
        ([87.2], {"source": XTREME, "model": "xlm-roberta-large", "target": "udpos", "language": "fr"}),
        ([72.6], {"source": XTREME_V3, "model": "xlm-roberta-large", "target": "udpos", "table": "Table 2"}),
        ([73.8], {"source": XTREME, "model": "xlm-roberta-large", "target": "udpos", "table": "Table 2"}),
        ([68.1], {"source": XTREME_V3, "model": "xlm-roberta-large", "target": "avg", "metric": "score"}),
        ([68.2], {"source": XTREME, "model": "xlm-roberta-large", "target": "avg", "metric": "score"}),
        ([85.9], {"source": XTREME, "training": "translate-test", "target": "xnli", "language": "en", "metric": "accuracy"}),
        ([76.8], {"source": XTREME, "training": "translate-test", "target": "xnli", "language": "avg"}),
        ([38.7], {"source": XTREME, "model": "mbert", "target": "tatoeba", "language": "avg"}),
        ([57.3], {"source": XTREME, "model": "xlm-roberta-large", "target": "tatoeba", "language": "avg"}),
        ([67.4, 67.5], {"source": XTREME, "model": "mmte", "target": "xnli", "language": "avg"}),
        ([68.9], {"source": XTREME, "target": "tydiqa", "variant": "joint", "language": "id", "metric": "f1"}),
        ([72.7], {"source": XTREME, "target": "tydiqa", "variant": "joint", "language": "id", "metric": "em"}),
        # others
        ([65.4], {"source": XTREME, "model": "mbert", "target": "xnli", "language": "avg", "training": "zero-shot"}),
        ([66.3], {"source": XLMR, "model": "mbert", "target": "xnli", "language": "avg"}),
        ([70.7, 71.3], {"source": XLMR, "model": "xlm-100", "target": "xnli", "language": "avg", "training": "zero-shot"}),
        ([14.6], {"source": XLMR, "kind": "change", "target": "xnli", "language": "avg"}),
        ([13.8], {"source": "arXiv:1911.02116v1", "target": "xnli", "language": "avg"}),
        ([62.9], {"source": ERNIE, "model": "xlm-roberta-large", "target": "mlqa", "language": "hi", "metric": "f1"}),
        ([69.2], {"source": XLMR, "model": "xlm-roberta-large", "target": "mlqa", "language": "hi", "metric": "f1"}),
        ([57.7], {"reported_by": "arXiv:2301.10472", "model": "xlm-roberta-base", "target": "xquad", "language": "hi", "metric": "f1"}),
        ([64.7], {"source": MT5, "reported_by": "arXiv:2005.13013", "target": "panx"}),
        ([64.0], {"source": "arXiv:2010.12821", "reported_by": "arXiv:2005.13013", "target": "panx"}),
        ([80.4], {"source": MT5, "reported_by": "arXiv:2005.13013", "target": "xnli"}),
        ([80.0], {"source": "arXiv:2010.12821", "reported_by": "arXiv:2005.13013", "target": "xnli"}),
    ],
)
def test_a_number_stands_where_it_was_read(values: list[float], asked: dict[str, object]) -> None:
    assert find(**asked) == values


def test_slips_are_carried_as_printed_with_a_note() -> None:
    """Of all printed averages over languages these do not recompute; each says so, or its rows do."""
    apart = [
        series
        for series in per_language(published())
        if series.average is not None
        and series.conditions["source"] != XTREME_V3  # of which only some cells are here
        and not meets(
            mean([interval(row.low, row.high) for row in series.scores.values()]), interval(series.average.low, series.average.high)
        )
    ]
    assert sorted((series.conditions["source"], series.conditions["model"], series.conditions["target"]) for series in apart) == [
        (XLMR, "xlm-100", "xnli"),
        (XLMR, "xlm-100", "xnli"),
        (XTREME, "bert-large", "xnli"),
        (ERNIE, "xlm-roberta-large", "mlqa"),
        ("github:microsoft/unilm@768a3c8/minilm/README.md", "xlm-100", "xnli"),
        ("github:stefan-it/xlm-v-experiments@13f86b4/README.md", "xlm-roberta-base", "xquad"),
    ]
    assert all(series.average.note for series in apart if series.average)


def test_no_number_of_the_second_version_is_taken_from_the_reports_under_audit() -> None:
    assert find(source="arXiv:2005.13013v2") == [5.4]
    assert 8.7 not in find(source=V1)


# --- counted, subtracted, shuffled ---


def test_xlmr_on_swahili_is_one_number_of_its_paper_and_another_of_xtreme() -> None:
    asked = {"model": "xlm-roberta-large", "target": "xnli", "language": "sw", "variant": "", "kind": "absolute", "training": "zero-shot"}
    rows = [row for row in published() if all(getattr(row, name) == value for name, value in asked.items())]
    assert sorted((one.row.source, one.row.value, one.sources) for one in count_once(rows)) == [
        (XLMR, 73.9, (XLMR, ERNIE)),
        (XTREME, 71.2, (XTREME,)),
    ]


def test_a_reprint_is_as_its_work_prints_it_but_for_the_known_slip() -> None:
    """A row that says whose number it is agrees with that source, where its row is here."""
    printed: dict[tuple[str, ...], set[float]] = {}
    for row in published():
        printed.setdefault((row.source, *_asked(row)), set()).add(row.value)
    sources = {row.source for row in published()}
    named = [row for row in published() if row.reported_by in sources]
    differing = [row for row in named if row.value not in printed.get((row.reported_by, *_asked(row)), {row.value})]
    assert len(named) > 300
    assert [(row.source, row.target, row.language) for row in differing] == [(ERNIE, "mlqa", "hi")]


def _asked(row: Measurement) -> tuple[str, ...]:
    return row.model, row.target, row.training, row.variant, row.language, row.metric, row.kind


def test_counting_loses_no_row_and_keeps_every_source() -> None:
    counted = count_once(published())
    assert sum(len(one.rows) for one in counted) == len(published())
    assert {source for one in counted for source in one.sources} == {row.source for row in published()}
    assert len(counted) < len(published()) - 500, "hundreds are reprinted"


def test_shuffled_files_say_the_same() -> None:
    rows = list(published())
    random.Random(5).shuffle(rows)
    counted, again = ({(key(one.row), one.sources) for one in count_once(order)} for order in (published(), rows))
    assert again == counted
    as_they_are, shuffled = (
        {tuple(series.conditions.values()): (series.scores, series.average) for series in per_language(order)}
        for order in (published(), rows)
    )
    assert shuffled == as_they_are


def test_the_two_versions_of_xtreme_are_not_subtracted() -> None:
    first, second = (next(row for row in published() if row.source == source and row.target == "avg") for source in (XTREME_V3, XTREME))
    with pytest.raises(ValueError, match=r"arXiv:2003\.11080v3 and arXiv:2003\.11080v5 are two versions of one work"):
        subtract(first, second)


def test_the_gain_of_the_best_models_is_within_one_source() -> None:
    best, before = (
        next(row for row in published() if row.source == V1 and row.target == "tatoeba" and row.row == f"XTREME Benchmark Scores / {label}")
        for label in ("Our Best Models‡", "XLM-R (Hu et al., 2020)")
    )
    low, high = subtract(best, before)
    assert low <= Decimal("25.4") <= high


# --- against what was typed and what is read ---


@pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the facts are not beside this checkout")
def test_the_first_papers_table_has_the_cells_that_were_typed() -> None:
    typed = {}
    with (SHARED / "facts" / "table2_2005.13013v1.csv").open(encoding="utf-8", newline="") as file:
        for cell in csv.DictReader(file):
            row = join_path(
                [cell["row_label_printed"]] if cell["row_group"] == "baseline" else [cell["row_group"], cell["row_label_printed"]]
            )
            if cell["kind"] != "none":
                typed[row, join_path(cell["column_label"].split(" "))] = (cell["kind"], cell["text"].replace(" ", ""))
    shape = pivot([row for row in published() if row.source == V1 and row.table == "Table 2"])
    assert (len(shape.down), len(shape.across)) == (21, 13)
    assert {
        (row, column): (cell.kind, f"{cell.value:+.1f}" if cell.kind == "change" else f"{cell.value:.1f}")
        for ((row,), (column,)), cell in shape.cells.items()
    } == typed


@pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the facts are not beside this checkout")
def test_every_typed_number_is_here_and_no_other() -> None:
    """But for those that stand in prose, which are spelled out above."""
    facts = SHARED / "facts"
    typed: Counter[float] = Counter()
    for file in [
        *facts.glob("per_language_*.csv"),
        *facts.glob("averages_*.csv"),
        *facts.glob("xtreme_*.csv"),
        *facts.glob("table2_*v1.csv"),
    ]:
        with file.open(encoding="utf-8", newline="") as opened:
            typed.update(float(row.get("value_v3") or row["value"]) for row in csv.DictReader(opened) if row.get("kind") != "none")
    assert Counter(row.value for row in published() if row.table not in ("abstract", "conclusion")) == typed


@pytest.mark.skipif(not (SHARED / "papers").is_dir(), reason="the papers are not beside this checkout")
@pytest.mark.parametrize(
    ("file", "source", "tables"),
    [
        ("2005.13013_v1-author-copy.pdf", V1, ["Table 2"]),
        ("1901.07291v1.pdf", "arXiv:1901.07291v1", ["Table 1"]),
        ("calixto_naacl2021.pdf", "sha256:2173e17aa2bcd20e351fce72f97e9af27b2fa7a84b32b11a74e841f3476a547d", ["Table 3"]),
    ],
)
def test_the_numbers_of_a_table_are_those_that_are_read_in_its_pdf(file: str, source: str, tables: list[str]) -> None:
    from synth.reading.documents import read_document
    from synth.reading.measured import measurements_of

    parsed = measurements_of(read_document(SHARED / "papers" / file))
    for table in tables:
        mine, read = (
            Counter((row.value, row.low, row.high) for row in rows if row.table == table)
            for rows in ([row for row in published() if row.source == source], parsed)
        )
        assert mine == read


def test_the_words_others_stand_only_where_a_source_reprints() -> None:
    assert {work_of(row.source) for row in published() if row.reported_by == OTHERS} <= {
        "github:PaddlePaddle/ERNIE",
        "github:google-research/multilingual-t5",
        "github:microsoft/unilm",
        "arXiv:2008.03156",
        "arXiv:2010.12821",
    }
