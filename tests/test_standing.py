"""Whose word decides: sources that disagree where nobody knows whose claim it is, and numbers that come without rows and columns."""

from __future__ import annotations

import pytest

from synth import check_claims
from synth.claims.checking import CheckedAtom
from synth.claims.conditions import by_conditions
from synth.claims.selecting import Rows
from synth.claims.tests import run_test
from synth.measurements import Measurement

ANY = "arXiv:2001.00001v1"
UNDER = {"model": "mbert", "target": "xnli", "language": "avg", "training": "zero-shot", "metric": "accuracy"}


def number(value: float, source: str = ANY, **also: object) -> Measurement:
    made = {"origin": "published", "table": "Table 1", **also}
    return Measurement(source=source, value=value, low=value - 0.05, high=value + 0.05, **made)  # type: ignore[arg-type]


def table(value: float, source: str = ANY, **also: object) -> list[Measurement]:
    """A table with rows and columns, whose first number is said to be of mBERT on XNLI."""
    return [
        number(value, source, row="mBERT", column="XNLI", **{**UNDER, **also}),
        number(70.2, source, row="mBERT", column="NER"),
        number(79.3, source, row="XLM-R", column="XNLI"),
        number(80.4, source, row="XLM-R", column="NER"),
    ]


def asked(text: str, *rows: Measurement) -> CheckedAtom:
    (claim,) = check_claims([text], rows=rows)
    (atom,) = claim.atoms
    return atom


# --- numbers without rows and columns ---


def test_a_source_without_tables_is_asked_what_another_source_s_table_names() -> None:
    atom = asked("mBERT reaches 65.4 on XNLI.", *table(65.1), number(65.4, "arXiv:2001.00002v1", **UNDER))
    assert (atom.stands, atom.light) == ("sources disagree", "yellow")
    assert atom.headline == "sources disagree: arXiv:2001.00002v1 bears it out, arXiv:2001.00001v1 does not"
    assert asked("mBERT reaches 65.1 on XNLI.", *table(65.1), number(65.1, "arXiv:2001.00002v1", **UNDER)).stands == "supported"
    assert asked("mBERT reaches 60.0 on XNLI.", *table(65.1), number(65.4, "arXiv:2001.00002v1", **UNDER)).stands == "contradicted"


@pytest.mark.parametrize(
    "other", [{"variant": "r4f"}, {"intermediate": "squad"}, {"language": "sw"}, {"target": "ner"}, {"kind": "change", "baseline": "x"}]
)
def test_a_number_of_something_else_is_not_taken_for_it(other: dict[str, str]) -> None:
    atom = asked("mBERT reaches 65.1 on XNLI.", *table(65.1), number(50.2, "arXiv:2001.00002v1", **{**UNDER, **other}))
    assert atom.stands == "supported"


def test_a_cell_of_which_nobody_says_what_it_was_measured_under_is_asked_of_its_table_alone() -> None:
    rows = Rows(table(65.1))
    assert by_conditions('cell(row="XLM-R", column="NER") == 1', rows) == ""
    assert by_conditions('mean(cells(row="mBERT")) == 1', rows) == ""
    assert 'model="mbert"' in by_conditions('cell(row="mBERT", column="XNLI") == 1', rows)


def test_numbers_without_tables_are_said_to_be_at_hand() -> None:
    atom = asked("mBERT reaches 65.4 on XNLI.", number(65.4, **UNDER))
    assert atom.stands == "not checkable"
    assert "come without rows and columns" in atom.atom.why
    atom = asked("mBERT reaches 65.4 on XNLI.", number(65.4, **UNDER), *(number(1.0, f"arXiv:2001.0000{at}v1", **UNDER) for at in (2, 3)))
    assert "without rows and columns" in atom.atom.why


# --- a change and a score ---


def test_a_change_is_no_score() -> None:
    gain = number(13.8, kind="change", baseline="xlm", **UNDER)
    test = 'cell(model="mbert", target="xnli") == 79.2'
    assert run_test(test, [gain]).judgement == "not checkable"
    assert run_test(test, [gain, number(79.2, **UNDER)]).judgement == "supported"
    assert run_test(test, [gain, number(79.1, **UNDER)]).judgement == "contradicted"
    assert run_test('cell(model="mbert", target="xnli", kind="change") == 13.8', [gain, number(79.1, **UNDER)]).judgement == "supported"
    assert run_test('cell(model="mbert", target="xnli") > 0', [gain]).judgement == "supported", "its sign is no score"


def test_the_mean_gain_of_a_training_with_two_variants_takes_a_name() -> None:
    rows = [
        number(value, kind="change", baseline="none", intermediate="squad", target=target, variant=variant)
        for variant, values in (("no-mlm", (8.2, 8.4)), ("mlm", (4.0, 4.4)))
        for target, value in zip(("xnli", "mlqa"), values, strict=True)
    ]
    mixed = run_test('gain("squad", over="targets") == 6.25', rows)
    assert mixed.judgement == "not checkable"
    assert "“mlm”, “no-mlm”" in mixed.missing
    assert run_test('gain("squad", over="targets", variant="no-mlm") == 8.3', rows).judgement == "supported"
    assert run_test('gain("squad", over="targets", variant="no-mlm") == 6.2', rows).judgement == "contradicted"


# --- what is said ---


def test_of_several_comparisons_each_is_told_of_its_own_numbers() -> None:
    rows = [number(value, row=row, column="F1") for row, value in (("BERT", 92.8), ("ELMo", 92.2), ("LSTM", 95.1))]
    said = run_test('all(cell(row="BERT", column="F1") >= cells(column="F1"))', rows).sentence
    assert "each of" not in said
    assert "LSTM: 92.8 (92.75 to 92.85) is below 95.1 (95.05 to 95.15)" in said
    first = run_test('any(first(cell(row="BERT", column="F1"), cells(column="F1"), order="best"))', rows).sentence
    assert "is below the highest of column “F1”, 95.1" in first


def test_what_is_denied_is_said_to_be_denied() -> None:
    rows = [
        number(value, row=row, column=column)
        for row, column, value in (("A", "F1", 1.0), ("A", "EM", 5.0), ("B", "F1", 2.0), ("B", "EM", 3.0))
    ]
    outcome = run_test('not all(cells(row="A") > cells(row="B"))', rows)
    assert (outcome.judgement, "the test denies that all do, and so it holds" in outcome.sentence) == ("supported", True)
    outcome = run_test('not any(cells(row="A") > cells(row="B"))', rows)
    assert (outcome.judgement, "the test denies that any does, and so it does not hold" in outcome.sentence) == ("contradicted", True)


def test_printed_intervals_are_shown_to_their_last_decimal() -> None:
    row = Measurement(source=ANY, origin="published", table="T", row="A", column="B", value=78.76, low=78.755, high=78.765)
    assert "78.76 (78.755 to 78.765)" in run_test('cell(row="A") == 78.76', [row]).sentence


@pytest.mark.parametrize("pairs", [1, 2, 3, 5])
def test_how_near_two_are_is_told_in_numbers(pairs: int) -> None:
    names = [f"t{at}" for at in range(pairs)]
    rows = [number(value, row=row, column=name) for name in names for row, value in (("A", 90.1), ("B", 93.1))]
    outcome = run_test('all(near(cells(row="A"), cells(row="B")))', rows)
    assert outcome.judgement == "not checkable"
    rows = [number(value, row=row, column=name) for name in names for row, value in (("A", 90.1), ("B", 90.3))]
    assert (
        "90.1 (90.05 to 90.15) and 90.3 (90.25 to 90.35) are near each other"
        in run_test('all(near(cells(row="A"), cells(row="B")))', rows).sentence
    )
