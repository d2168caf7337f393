"""Which rows of a table are meant: the strictest fit of a label, averages left out, seeds as one number, and sources kept apart."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.claims.expressions import Words
from synth.claims.selecting import Asked, NothingThereError, Rows
from synth.claims.tests import run_by_source, run_test
from synth.measurements import Measurement, join_path, split_path


def row(value: float, **said: object) -> Measurement:
    """A parsed cell; the value tells it from others."""
    given = {"source": "s", "origin": "parsed", "table": "Table 1", "row": "r", "column": "c", **said}
    return Measurement(value=value, low=value - 0.05, high=value + 0.05, **given)  # type: ignore[arg-type]


def ask(**said: str | Sequence[str]) -> Asked:
    """What is asked for, as a test has it; several words are a list."""
    return tuple(
        sorted((name, Words((word,)) if isinstance(word, str) else Words(tuple(word), listed=True)) for name, word in said.items())
    )


def one(rows: Sequence[Measurement], **said: str) -> float:
    """The value of the one number that is asked for."""
    return rows[Rows(rows).cell(ask(**said)).rows[0]].value


def several(rows: Sequence[Measurement], **said: str | Sequence[str]) -> list[float]:
    """The values of all numbers that are asked for."""
    return sorted(rows[chosen.rows[0]].value for chosen in Rows(rows).cells(ask(**said)))


# --- the strictest fit -------------------------------------------------------------------------------------------

FITS = [
    row(1.0, row="BERT"),
    row(2.0, row="Large / BERT"),
    row(3.0, row="BERT / tuned"),
    row(4.0, row="Large / BERT / tuned"),
    row(5.0, row="RoBERTa"),
]


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("BERT", [1.0]),  # the whole path, and none that only holds it
        ("Large / BERT", [2.0]),
        ("tuned", [3.0, 4.0]),  # the last label
        ("Large", [2.0, 4.0]),  # any label
        ("Large / tuned", [4.0]),  # labels in their order, with others between
        ("bert", [1.0]),
        (" BERT ", [1.0]),
    ],
)
def test_only_the_strictest_fit_counts(label: str, values: list[float]) -> None:
    assert several(FITS, row=label) == values


def test_labels_in_another_order_are_not_there() -> None:
    with pytest.raises(NothingThereError):
        several(FITS, row="tuned / Large")


def test_the_fit_is_the_strictest_among_what_else_is_asked_for() -> None:
    rows = [row(1.0, row="BERT", table="Table 1"), row(2.0, row="Large / BERT", table="Table 2")]
    assert several(rows, row="BERT") == [1.0]
    assert one(rows, row="BERT", table="Table 2") == 2.0
    assert one(rows, row="BERT", table="table 2") == 2.0


def test_each_side_is_fitted_among_what_the_other_leaves() -> None:
    rows = [row(1.0, row="BERT", column="dev / F1"), row(2.0, row="Large / BERT", column="F1")]
    assert one(rows, column="dev", row="BERT") == 1.0
    assert one(rows, column="dev / F1") == 1.0


def test_a_part_of_a_label_is_no_label() -> None:
    with pytest.raises(NothingThereError, match="RoBERT") as caught:
        one(FITS, row="RoBERT")
    assert "“BERT”" in str(caught.value)  # those that are there are named


def test_labels_that_are_listed_are_each_fitted() -> None:
    assert several(FITS, row=["BERT", "RoBERTa"]) == [1.0, 5.0]
    assert several(FITS, row=["BERT", "Quux"]) == [1.0]


def test_an_empty_label_is_that_of_a_cell_without_one() -> None:
    rows = [row(1.0, row=""), row(2.0, row="BERT")]
    assert one(rows, row="") == 1.0


# --- signs in labels ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["w/o gate", "a / b", "/", "\\", "a\\b", "a \\/ b", "1/2", "/x/", 'say "no"', "[0, 1]"])
def test_a_label_with_strokes_is_one_label(label: str) -> None:
    rows = [row(1.0, row=join_path([label])), row(2.0, row=join_path(["Large", label])), row(3.0, row="a"), row(4.0, row="b")]
    assert one(rows, row=join_path([label])) == 1.0
    assert one(rows, row=join_path(["Large", label])) == 2.0


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_path_is_its_labels(labels: list[str]) -> None:
    assert split_path(join_path(labels)) == tuple(labels)


@pytest.mark.parametrize(
    ("label", "asked"),
    [
        ("프랑스어", "프랑스어"),
        ("Précision", "précision"),
        ("Pre\u0301cision", "Précision"),  # the accent as a sign of its own
        ("Őszibarack", "őszibarack"),
        ("Straße", "STRASSE"),
        ("F₁", "F1"),
        ("BERT－base", "BERT-base"),
        ("BERT\u2011base", "bert-base"),
        ("ｆｕｌｌ", "full"),
    ],
)
def test_a_label_is_found_in_any_script_and_spelling(label: str, asked: str) -> None:
    assert one([row(1.0, row=label), row(2.0, row="other")], row=asked) == 1.0


@pytest.mark.parametrize(("label", "other"), [("Präzision", "Prazision"), ("가", "나"), ("más", "mas"), ("F1", "F2"), ("+A", "-A")])
def test_labels_that_are_only_alike_are_two(label: str, other: str) -> None:
    rows = [row(1.0, row=label), row(2.0, row=other)]
    assert (one(rows, row=label), one(rows, row=other)) == (1.0, 2.0)


# --- what is left out --------------------------------------------------------------------------------------------

WITH_AVERAGES = [
    row(1.0, row="BERT", column="de"),
    row(3.0, row="BERT", column="fr"),
    row(2.0, row="BERT", column="Avg."),
    row(7.0, row="Average", column="de"),
]


def test_averages_are_left_out_of_several_and_given_when_asked_for() -> None:
    assert several(WITH_AVERAGES, row="BERT") == [1.0, 3.0]
    assert several(WITH_AVERAGES, column="de") == [1.0]
    assert one(WITH_AVERAGES, row="BERT", column="Avg.") == 2.0
    assert one(WITH_AVERAGES, row="Average") == 7.0


def test_where_there_are_only_averages_they_are_meant() -> None:
    assert several([row(2.0, row="BERT", column="Avg.")], row="BERT") == [2.0]


def test_spreads_and_numbers_in_brackets_are_left_out_and_given_when_asked_for() -> None:
    rows = [row(80.0, row="BERT", column="F1"), row(0.4, row="BERT", column="F1 / ±"), row(79.0, row="BERT", column="F1 / (1)")]
    assert one(rows, row="BERT", column="F1") == 80.0
    assert several(rows, row="BERT") == [80.0]
    assert one(rows, row="BERT", column="F1 / ±") == 0.4
    assert one(rows, row="BERT", column="F1 / (1)") == 79.0


def test_scores_are_zero_shot_unless_a_training_is_asked_for() -> None:
    rows = [row(1.0, model="m", target="xnli"), row(2.0, model="m", target="xnli", training="translate-train")]
    assert one(rows, model="m", target="xnli") == 1.0
    assert one(rows, model="m", target="xnli", training="zero-shot") == 1.0
    assert one(rows, model="m", target="xnli", training="translate-train") == 2.0


def test_of_languages_one_number_is_the_average_and_several_are_the_languages() -> None:
    rows = [
        row(value, row="", column="", model="m", target="xnli", language=code) for code, value in (("de", 1.0), ("fr", 3.0), ("avg", 2.0))
    ]
    assert one(rows, model="m", target="xnli") == 2.0
    assert several(rows, model="m", target="xnli") == [1.0, 3.0]
    assert one(rows, model="m", target="xnli", language="de") == 1.0
    assert one(rows, model="m", target="xnli", language="German") == 1.0
    assert several(rows, model="m", target="xnli", language=["de", "avg"]) == [1.0, 2.0]


# --- one number or several ---------------------------------------------------------------------------------------


def test_what_differs_between_several_numbers_is_named() -> None:
    rows = [row(1.0, row="BERT", column="F1"), row(2.0, row="BERT", column="EM")]
    with pytest.raises(NothingThereError, match="2 different numbers") as caught:
        one(rows, row="BERT")
    assert "column" in str(caught.value)


def test_seeds_of_one_measurement_are_one_number() -> None:
    rows = [row(80.0 + at, row="BERT", column="F1", seed=at) for at in range(3)]
    (chosen,) = Rows(rows).cells(ask(row="BERT"))
    assert chosen.rows == (0, 1, 2)
    assert run_test('cell(row="BERT") ≈ 81', rows).judgement == "supported"
    assert run_test('cell(row="BERT") ≈ 97', rows).judgement == "contradicted"


def test_one_seed_twice_with_two_values_is_no_number() -> None:
    rows = [row(80.0, row="BERT", seed=1), row(81.0, row="BERT", seed=1)]
    with pytest.raises(NothingThereError, match="same conditions and different values"):
        one(rows, row="BERT")


def test_a_number_that_is_printed_twice_is_one_and_two_that_differ_are_two() -> None:
    twice = [row(80.0, row="BERT", table="Table 1"), row(80.0, row="BERT", table="Table 2")]
    assert one(twice, row="BERT") == 80.0
    apart = [twice[0], row(81.0, row="BERT", table="Table 2")]
    with pytest.raises(NothingThereError, match="table"):
        one(apart, row="BERT")
    assert several(apart, row="BERT") == [80.0, 81.0]


def test_tables_of_one_name_in_two_sources_are_kept_apart() -> None:
    rows = [row(80.0, row="BERT", source="arXiv:1v1"), row(81.0, row="BERT", source="arXiv:1v2")]
    with pytest.raises(NothingThereError):
        one(rows, row="BERT", table="Table 1")
    assert one(rows, row="BERT", source="arXiv:1v2") == 81.0
    found = run_by_source('cell(row="BERT", table="Table 1") ≈ 80.0', rows)
    assert {source: outcome.judgement for source, outcome in found.items()} == {"arXiv:1v1": "supported", "arXiv:1v2": "contradicted"}


def test_without_rows_or_without_a_common_row_it_is_said() -> None:
    with pytest.raises(NothingThereError, match="empty"):
        one([], row="BERT")
    with pytest.raises(NothingThereError, match="no number has all of"):
        one([row(1.0, row="A", column="x"), row(2.0, row="B", column="y")], row="A", column="y")


@given(st.permutations(FITS + WITH_AVERAGES[:3]), st.sampled_from(["BERT", "Large", "tuned", "RoBERTa"]))
def test_the_order_of_rows_changes_nothing(rows: list[Measurement], label: str) -> None:
    assert several(rows, row=label, column="c") == several(FITS, row=label)


@given(st.integers(0, 10**6))
def test_numbers_come_in_the_order_of_what_tells_them_apart(seed: int) -> None:
    rows = list(WITH_AVERAGES)
    random.Random(seed).shuffle(rows)
    keys = [chosen.key for chosen in Rows(rows).cells(ask(row="BERT"))]
    assert keys == sorted(keys)
    assert keys == [chosen.key for chosen in Rows(WITH_AVERAGES).cells(ask(row="BERT"))]
