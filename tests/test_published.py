"""Published numbers: counted once with their sources, by language, in a paper's shape, and never subtracted across sources."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from synth.measurements import Measurement, MeasurementError, key
from synth.published import OTHERS, Counted, count_once, per_language, pivot, stated_by, subtract, work_of

PAPER, NEWER, README, OTHER = "arXiv:2001.00001v1", "arXiv:2001.00001v2", "github:some/one@0abc123/README.md", "arXiv:2002.00002v1"


def score(value: float, source: str = PAPER, language: str = "sw", **also: str) -> Measurement:
    """An XNLI accuracy with one decimal."""
    low, high = round(value - 0.05, 2), round(value + 0.05, 2)
    made = Measurement(source=source, origin="published", value=value, low=low, high=high, metric="accuracy", model="mbert", target="xnli")
    return replace(made, language=language, **also)


# --- whose number it is ---


@pytest.mark.parametrize(
    ("source", "work"),
    [
        ("arXiv:2001.00001v2", "arXiv:2001.00001"),
        ("arXiv:2001.00001", "arXiv:2001.00001"),
        ("arXiv:cs/0001001v1", "arXiv:cs/0001001"),
        ("github:some/one@0abc123/a/README.md", "github:some/one"),
        ("sha256:00ff", "sha256:00ff"),
        ("title:Something of v1", "title:Something of v1"),
    ],
)
def test_a_work_is_its_source_without_the_version(source: str, work: str) -> None:
    assert work_of(source) == work


def test_a_number_is_of_the_work_that_its_source_repeats() -> None:
    assert stated_by(score(50.4)) == "arXiv:2001.00001"
    assert stated_by(score(50.4, README, reported_by=PAPER)) == "arXiv:2001.00001"
    assert stated_by(score(50.4, README, reported_by=OTHERS)) == OTHERS


# --- counting ---


def counts(*rows: Measurement) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.row.source, one.sources) for one in count_once(rows)]


def test_a_number_that_others_reprint_is_counted_once_with_all_its_sources() -> None:
    assert counts(score(50.4, README, reported_by=PAPER), score(50.4)) == [(PAPER, (PAPER, README))], (
        "and the paper's own row stands for it"
    )


def test_a_number_of_two_tables_or_versions_of_a_work_is_counted_once() -> None:
    (one,) = count_once([score(50.4, table="Table 2"), score(50.4, table="Table 9"), score(50.4, NEWER, table="Table 2")])
    assert one.sources == (PAPER, NEWER)
    assert len(one.rows) == 3


def test_a_reprint_of_unknown_origin_joins_the_one_work_that_has_the_number() -> None:
    assert len(counts(score(50.4), score(50.4, README, reported_by=OTHERS))) == 1
    assert len(counts(score(50.4), score(50.4, OTHER), score(50.4, README, reported_by=OTHERS))) == 3, (
        "with two such works it cannot be said"
    )


def test_two_works_that_measured_the_same_are_two_numbers() -> None:
    assert counts(score(50.4), score(50.4, OTHER)) == [(PAPER, (PAPER,)), (OTHER, (OTHER,))]


@pytest.mark.parametrize(
    "apart",
    [{"language": "ur"}, {"model": "xlm"}, {"training": "translate-train"}, {"variant": "large"}, {"target": "pawsx"}, {"metric": "f1"}],
)
def test_other_conditions_are_another_number(apart: dict[str, str]) -> None:
    assert len(count_once([score(50.4), replace(score(50.4, README, reported_by=PAPER), **apart)])) == 2


def test_another_value_is_another_number() -> None:
    assert len(count_once([score(50.4), score(50.5, README, reported_by=PAPER)])) == 2


def test_what_a_row_leaves_out_is_the_default() -> None:
    assert len(count_once([score(50.4), score(50.4, README, reported_by=PAPER, training="zero-shot", intermediate="none")])) == 1


def test_cells_whose_conditions_are_not_known_stay_apart() -> None:
    cell = Measurement(source=PAPER, origin="parsed", value=1, low=1, high=1, table="Table 1", row="a", column="F1")
    assert len(count_once([cell, replace(cell, column="EM"), cell])) == 2


MANY = [
    score(value, source, language, table=table, reported_by=by)
    for value in (50.4, 58.0)
    for source, by in ((PAPER, ""), (NEWER, ""), (README, PAPER), (README, OTHERS), (OTHER, ""))
    for language in ("sw", "ur")
    for table in ("Table 1", "Table 2")
]


def places(counted: list[Counted]) -> set[tuple[str, ...]]:
    return {(key(one.row), *(key(row) for row in one.rows)) for one in counted}


@given(st.permutations(MANY))
def test_shuffled_rows_are_counted_the_same(rows: list[Measurement]) -> None:
    counted = count_once(rows)
    assert places(counted) == places(count_once(MANY))
    assert sum(len(one.rows) for one in counted) == len(MANY), "no row is lost"


# --- the paper's shape ---


def labelled(value: float, row: str, column: str) -> Measurement:
    return score(value, table="Table 2", row=row, column=column)


TABLE = [labelled(1.0, "SQuAD", "XNLI"), labelled(2.0, "SQuAD", "NER"), labelled(3.0, "QQP", "XNLI")]


def test_a_table_has_its_printed_shape() -> None:
    shape = pivot(TABLE)
    assert (shape.down, shape.across) == ((("SQuAD",), ("QQP",)), (("XNLI",), ("NER",)))
    assert {at: row.value for at, row in shape.cells.items()} == {
        (("SQuAD",), ("XNLI",)): 1.0,
        (("SQuAD",), ("NER",)): 2.0,
        (("QQP",), ("XNLI",)): 3.0,
    }


@given(st.permutations([*TABLE, replace(TABLE[0], note="again")]))
def test_shuffled_rows_fill_the_same_cells(rows: list[Measurement]) -> None:
    shape = pivot(rows)
    assert shape.cells.keys() == pivot(TABLE).cells.keys()
    assert {at: row.value for at, row in shape.cells.items()} == {at: row.value for at, row in pivot(TABLE).cells.items()}


def test_two_numbers_in_one_cell_are_refused_saying_what_tells_them_apart() -> None:
    with pytest.raises(MeasurementError, match=r"mbert × xnli: holds 50.4 and 58.0, which differ in `language`"):
        pivot([score(50.4), score(58.0, language="ur")], ["model"], ["target"])


# --- by language ---


def test_a_series_has_the_languages_of_one_table_and_its_printed_average() -> None:
    (series,) = per_language([score(58.0, language="ur"), score(54.2, language="avg"), score(50.4)])
    assert {code: row.value for code, row in series.scores.items()} == {"sw": 50.4, "ur": 58.0}
    assert series.average is not None
    assert series.average.value == 54.2
    assert series.conditions["model"] == "mbert"


def test_series_of_two_sources_are_not_mixed() -> None:
    found = per_language([score(50.4), score(58.0, OTHER, "ur"), score(60.0, NEWER)])
    assert [list(series.scores) for series in found] == [["sw"], ["ur"], ["sw"]]


def test_an_average_alone_is_no_series() -> None:
    assert per_language([score(54.2, language="avg"), score(1.0, language="")]) == []


def test_two_scores_for_one_language_are_refused() -> None:
    with pytest.raises(MeasurementError, match=r"sw: holds 50\.4 and 50\.5"):
        per_language([score(50.4), score(50.5)])


# --- differences ---


def test_a_difference_within_a_source_is_an_interval() -> None:
    assert subtract(score(58.0), score(50.4)) == (Fraction("7.5"), Fraction("7.7"))


@pytest.mark.parametrize(("other", "what"), [(NEWER, "two versions of one work"), (OTHER, "two sources")])
def test_a_difference_across_sources_or_versions_names_both_and_is_refused(other: str, what: str) -> None:
    with pytest.raises(MeasurementError) as raised:
        subtract(score(58.0), score(50.4, other))
    assert all(said in str(raised.value) for said in (PAPER, other, what))


def test_a_test_may_say_in_words_that_it_compares_sources() -> None:
    assert subtract(score(58.0), score(50.4, OTHER), across=True) == (Fraction("7.5"), Fraction("7.7"))


@pytest.mark.parametrize("apart", [{"metric": "f1"}, {"unit": "fraction"}, {"kind": "change", "baseline": "mBERT"}])
def test_a_difference_of_unlike_numbers_is_refused(apart: dict[str, str]) -> None:
    with pytest.raises(MeasurementError, match=next(iter(apart))):
        subtract(score(58.0), replace(score(50.4), **apart), across=True)
