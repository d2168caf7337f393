"""A paper is held against itself: what fires does so for a reason that a person can check, and what only looks alike does not."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import made_document, made_table
from msgspec.structs import replace
from paths import SHARED

from synth.claims.consistency import Slip, slips_of
from synth.reading.documents import read_document
from synth.records import Table, from_json, to_json


def slips(*tables: Table) -> list[Slip]:
    return list(slips_of(made_document(*tables)))


def told(text: str, caption: str = "") -> list[tuple[str, str, str]]:
    return [(slip.kind, slip.printed, slip.gives) for slip in slips(made_table(text, caption=caption))]


# --- averages, totals, differences ---------------------------------------------------------------------------------

AVERAGES = (
    "x | en | de | fr | Avg \n a | 80.0 | 70.0 | 60.0 | {} \n b | 81.0 | 72.0 | 63.0 | {} \n c | 60.0 | 50.0 | 43.0 | {}"
    " \n d | 9.0 | 8.0 | 7.0 | 8.0 \n e | 19.0 | 18.0 | 17.0 | 18.0 \n f | 29.0 | 28.0 | 27.0 | 28.0"
)


def test_an_average_that_does_not_recompute_is_said_with_what_its_cells_give() -> None:
    (slip,) = slips(made_table(AVERAGES.format("70.0", "74.9", "51.0"), label="Table 3", page=7))
    assert (slip.kind, slip.light, slip.page) == ("average", "red", 7)
    assert slip.sentence == (
        "Table 3, b, Avg: prints an average of 74.9; its three cells give 72.00 (71.95 to 72.05)"
        " (five other figures of its line recompute)."
    )
    assert slip.places[0].section == "Table 3"
    assert slip.places[0].cell == ("b", "Avg")
    assert slip.places[0].boxes
    assert len(slip.places) == 4, "the average and its cells"


def test_averages_that_recompute_are_no_slip() -> None:
    assert not told(AVERAGES.format("70.0", "72.0", "51.0"))


def test_two_averages_in_each_others_place_are_one_slip_and_said_to_be_swapped() -> None:
    (slip,) = slips(made_table(AVERAGES.format("72.0", "70.0", "51.0")))
    assert slip.kind == "swap"
    assert "the two averages stand in each other's place" in slip.sentence
    assert slip.printed == "72.0, 70.0"


def test_two_wrong_averages_that_do_not_mend_each_other_are_two_slips() -> None:
    text = AVERAGES.format("72.0", "71.0", "51.0")
    assert [slip[0] for slip in told(text)] == ["average", "average"]


def test_a_total_and_a_difference_are_said_as_such() -> None:
    rows = "\n".join(f"r{at} | {10 + at} | {20 + 2 * at} | {30 + 3 * at}" for at in range(5))
    assert told(f"x | Men | Women | Total \n {rows} \n last | 30 | 40 | 79") == [("total", "79", "70.0 (69.0 to 71.0)")]
    rows = "\n".join(f"r{at} | {10 + at}.5 | {20 + 3 * at}.5 | +{10 + 2 * at}.0" for at in range(5))
    assert [slip[:2] for slip in told(f"x | BERT | Ours | Δ \n {rows} \n last | 30.0 | 40.0 | +11.0")] == [("difference", "+11.0")]


def test_a_table_that_the_reader_doubts_is_not_judged() -> None:
    wrong = made_table(AVERAGES.format("70.0", "74.9", "51.0"))
    assert slips(wrong)
    assert not slips(replace(wrong, doubts=("two columns may be one",)))


# --- marks ---------------------------------------------------------------------------------------------------------


def columns(best: list[int], *, rows: int = 4, wrong: tuple[int, int] | None = None) -> str:
    """A table whose best cell of each column is bold: `best` says in which row; `wrong` is a column and the row that is bold there."""
    lines = []
    for row in range(rows):
        cells = []
        for column, top in enumerate(best):
            value = f"{50 + 10 * (row == top) + row * 0.7 + column * 0.3:.1f}"
            bold = row == top if wrong is None or wrong[0] != column else row == wrong[1]
            cells.append(f"*{value}*" if bold else value)
        lines.append(f"m{row} | " + " | ".join(cells))
    return "x | " + " | ".join(f"c{column}" for column in range(len(best))) + "\n" + "\n".join(lines)


BEST = [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2]


def test_bold_that_is_not_best_is_named_with_the_better_cell() -> None:
    (slip,) = slips(made_table(columns(BEST, wrong=(4, 2))))
    assert (slip.kind, slip.light) == ("bold", "yellow")
    assert slip.sentence == "Table 1, m2, c4: 52.6 is bold as the largest of its column, and m0 has 61.2, which is not bold."


def test_bold_that_is_best_everywhere_is_no_slip() -> None:
    assert not told(columns(BEST))


def test_bold_is_learned_along_rows_as_well() -> None:
    def across(text: str) -> str:
        grid = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
        return "\n".join(" | ".join(row) for row in zip(*grid, strict=True))

    assert [slip[:2] for slip in told(across(columns(BEST, wrong=(4, 2))))] == [("bold", "52.6")]
    assert not told(across(columns(BEST)))


def test_smallest_may_be_best() -> None:
    def negated(text: str) -> str:
        import re

        return re.sub(r"\d+\.\d", lambda found: f"{100 - float(found[0]):.1f}", text)

    assert [slip[:2] for slip in told(negated(columns(BEST, wrong=(4, 2))))] == [("bold", "47.4")]
    assert not told(negated(columns(BEST)))


def test_a_column_where_less_is_better_does_not_count_against_the_others() -> None:
    """Perplexity beside accuracies: its bold cell is the smallest."""
    assert not told(columns(BEST, wrong=(3, 0)))


def test_ties_of_which_one_is_bold_are_no_slip() -> None:
    text = columns(BEST).replace("60.0", "61.4", 1).replace("m1 | 50.7", "m1 | 61.4")
    assert "*61.4*" in text
    assert not told(text)


def test_several_bold_values_are_equal_within_noise_and_no_slip() -> None:
    text = columns(BEST).replace("| 50.7", "| *50.7*").replace("m1 | 50.7", "m1 | *50.7*")
    assert not told(text)


def test_a_row_that_is_bold_as_a_whole_is_pointed_at_and_not_best() -> None:
    head = "x | " + " | ".join(f"c{at}" for at in range(8))
    rows = "\n".join(f"m{row} | " + " | ".join(f"{60 + (row * 7 + at * 3) % 11}.{at}" for at in range(8)) for row in range(4))
    ours = "ours | " + " | ".join(f"*{64 + at % 3}.0*" for at in range(8))
    assert not told(f"{head}\n{rows}\n{ours}")


def test_a_row_that_never_is_bold_and_seldom_beaten_does_not_take_part() -> None:
    human = "human | " + " | ".join("99.0" if at == 4 else "40.0" if at < 4 else "" for at in range(len(BEST)))
    assert not told(columns(BEST) + "\n" + human)


def test_a_row_that_never_is_bold_and_mostly_beaten_takes_part() -> None:
    baseline = "baseline | " + " | ".join("99.0" if at == 4 else "40.0" for at in range(len(BEST)))
    head, one, *others = columns(BEST).splitlines()
    assert [slip[1:] for slip in told("\n".join([head, one, baseline, *others]))] == [("61.2", "99.0")]


def test_too_few_bold_cells_show_no_rule() -> None:
    assert not told(columns(BEST[:5], wrong=(4, 2)))


def test_bold_in_the_groups_of_the_row_labels_is_judged_within_them() -> None:
    upper, lower = columns(BEST), columns(BEST)
    head, *first = upper.splitlines()
    second = [line.replace("6", "4").replace("5", "3") for line in lower.splitlines()[1:]]
    grouped = "\n".join([head, *(f"big > {line}" for line in first), *(f"small > {line}" for line in second)])
    assert not told(grouped)


def test_bold_in_runs_that_only_a_line_parts_is_judged_within_them() -> None:
    head, *first = columns(BEST).splitlines()
    second = [line.replace("6", "4").replace("5", "3").replace("m", "n") for line in columns(BEST, wrong=(4, 2)).splitlines()[1:]]
    found = told("\n".join([head, *first, *second]))
    assert [slip[:2] for slip in found] == [("bold", "32.4")]


def underlined(table: Table, column: int, second: bool = True) -> Table:
    """The table with the second best of each column underlined, but in `column` the third."""
    cells = list(table.cells)
    for at in {cell.at[1] for cell in cells if cell.at and not cell.label}:
        ranked = sorted((cell for cell in cells if cell.at and cell.at[1] == at and not cell.label), key=lambda cell: -(cell.value or 0))
        chosen = ranked[2 if at == column else 1]
        cells[cells.index(chosen)] = replace(chosen, marks=(*chosen.marks, "underline"))
    return replace(table, cells=tuple(cells))


def test_underline_is_second_best_where_the_table_shows_it() -> None:
    assert not slips(underlined(made_table(columns(BEST)), column=-1))
    (slip,) = slips(underlined(made_table(columns(BEST)), column=5))
    assert slip.kind == "underline"
    assert "as the second of its column" in slip.sentence


@given(st.randoms(use_true_random=False), st.integers(4, 8), st.integers(7, 14))
def test_marks_that_are_right_are_never_called_wrong(chance: random.Random, rows: int, width: int) -> None:
    best = [chance.randrange(rows) for _ in range(width)]
    head, *lines = columns(best, rows=rows).splitlines()
    chance.shuffle(lines)
    assert not [slip for slip in told("\n".join([head, *lines])) if slip[0] == "bold"]


# --- one result in two tables --------------------------------------------------------------------------------------

HERE = "x | en | de | fr | es | ru | zh \n mBERT | 81.9 | 70.1 | 73.4 | 74.3 | 68.5 | 69.2 \n XLM | 83.2 | 73.4 | 76.7 | 77.3 | 71.1 | 71.9"


def two(there: str, caption: str = "") -> list[tuple[str, str, str]]:
    found = slips(made_table(HERE, label="Table 1"), made_table(there, label="Table 4", caption=caption))
    return [(slip.kind, slip.printed, slip.gives) for slip in found]


def test_a_row_that_comes_again_with_one_number_changed_is_named() -> None:
    again = HERE.replace("73.4 | 74.3", "74.3 | 74.3").replace("XLM", "Ours").replace("83.2", "85.0")
    (slip,) = slips(made_table(HERE, label="Table 1"), made_table(again, label="Table 4"))
    assert slip.kind == "two tables"
    assert (
        slip.sentence
        == "Table 1, mBERT, fr: prints 73.4; Table 4, mBERT, fr prints 74.3 for the same (five other figures of the two lines agree)."
    )


def test_a_row_that_comes_again_as_it_is_or_rounded_is_no_slip() -> None:
    assert not two(HERE)
    assert not two(HERE.replace("81.9", "82").replace("70.1", "70"))


def test_a_row_of_another_name_is_another_row() -> None:
    assert not two("x | en | de | fr | es | ru | zh \n XLM-R | 81.9 | 70.1 | 74.3 | 74.3 | 68.5 | 69.2")


def test_rows_of_one_name_that_mostly_differ_are_two_experiments() -> None:
    assert not two("x | en | de | fr | es | ru | zh \n mBERT | 81.9 | 70.1 | 71.4 | 72.3 | 66.5 | 67.2")


def test_a_setting_that_differs_is_no_slip() -> None:
    pretrain = (
        "x | BERT \n Layers | 12 \n Hidden | 768 \n Inner | 3072 \n Vocabulary | 30522 \n Warmup | 10000 \n Dropout | 0.1 \n Batch | 256"
    )
    finetune = pretrain.replace("Batch | 256", "Batch | 32")
    assert not slips(made_table(pretrain, label="Table 9"), made_table(finetune, label="Table 10"))


def test_an_average_over_other_columns_is_not_the_same() -> None:
    with_english = "x | en | de | fr | es | ru | zh | avg \n mBERT | 81.9 | 70.1 | 73.4 | 74.3 | 68.5 | 69.2 | 72.9"
    without = "x | de | fr | es | ru | zh | avg \n mBERT | 70.1 | 73.4 | 74.3 | 68.5 | 69.2 | 71.1"
    assert not slips(made_table(with_english, label="Table 1"), made_table(without, label="Table 2"))


# --- a table that sums up others -----------------------------------------------------------------------------------

SUMMARY = (
    "Model | XNLI > Acc. | PAWS-X > Acc. | POS > F1 | Tatoeba > Acc. \n mBERT, base | 65.4 | 81.9 | 70.3 | 38.7"
    " \n XLM | 69.1 | 80.9 | 70.1 | 32.6 \n XLM-R Large | 79.2 | 86.4 | 72.6 | 57.3 \n MMTE | {mmte} | 81.3 | 72.3 | 37.9"
)
XNLI = (
    "Model | en | sw | avg"
    " \n BERT | 80.8 | 50.0 | 65.4 \n XLM | 82.8 | 55.4 | 69.1 \n XLMR | 88.7 | 69.7 | 79.2 \n MMTE | 79.6 | 55.2 | 67.4"
)
PAWS = (
    "Model | en | ja | avg"
    " \n BERT | 94.0 | 69.8 | 81.9 \n XLM | 94.0 | 67.8 | 80.9 \n XLMR | 94.7 | 78.1 | 86.4 \n MMTE | 93.1 | 69.5 | 81.3"
)
POS = (
    "Model | en | af | avg"
    " \n BERT | 95.5 | 45.1 | 70.3 \n XLM | 95.4 | 44.8 | 70.1 \n XLMR | 96.1 | 49.1 | 72.6 \n MMTE | 96.6 | 48.0 | 72.3"
)


def summed(
    mmte: str = "67.4", *, pos: str = "POS results (F1) for each language", tatoeba: str = "", caption: str = "Tatoeba results"
) -> list[Slip]:
    tables = [
        made_table(SUMMARY.format(mmte=mmte), label="Table 2", caption="Overall results"),
        made_table(XNLI, label="Table 12", caption="XNLI accuracy scores for each language"),
        made_table(PAWS, label="Table 13", caption="PAWS-X accuracy for each language"),
        made_table(POS, label="Table 14", caption=pos),
    ]
    return slips(*tables, *([made_table(tatoeba, label="Table 15", caption=caption)] if tatoeba else []))


def test_a_summary_that_prints_another_average_than_the_table_it_sums_up_is_named() -> None:
    (slip,) = summed(mmte="67.7")
    assert slip.kind == "two tables"
    assert slip.sentence == (
        "Table 2, MMTE, XNLI / Acc.: prints 67.7; Table 12, MMTE, avg prints 67.4 for the same (three other figures of that table agree)."
    )


def test_a_summary_that_agrees_is_no_slip() -> None:
    assert not summed()


def test_a_number_that_the_summary_has_in_another_row_is_said_so() -> None:
    rows = SUMMARY.format(mmte="67.4").replace("XLM | 69.1", "XLM | 79.2").replace("Large | 79.2", "Large | 69.1")
    tables = [
        made_table(rows + " \n A | 11.1 | 12.1 | 13.1 | 14.1", label="Table 2"),
        made_table(XNLI + " \n A | 12.2 | 10.0 | 11.1", label="Table 12", caption="XNLI accuracy"),
        made_table(PAWS + " \n A | 14.2 | 10.0 | 12.1", label="Table 13", caption="PAWS-X accuracy"),
        made_table(POS + " \n A | 16.2 | 10.0 | 13.1", label="Table 14", caption="POS F1"),
    ]
    found = slips(*tables)
    assert [(slip.printed, slip.gives) for slip in found] == [("79.2", "69.1"), ("69.1", "79.2")]
    assert "which Table 2 has for XLM-R Large" in found[0].sentence


def test_a_metric_with_two_names_is_named() -> None:
    (slip,) = summed(pos="POS results (accuracy) for each language")
    assert slip.kind == "metric"
    assert slip.sentence == (
        "Table 2, POS / F1: the metric is F1; the caption of Table 14 calls it accuracy, and four figures of the two tables are the same."
    )


CELLS = "Model | af | ar | bg | bn \n BERT | 42.7 | 25.8 | {} | 37.0 \n XLM | 43.2 | 18.2 | 40.0 | 29.0 \n XLMR | 58.2 | 47.5 | 71.6 | 51.9"


def test_a_table_without_averages_is_held_against_the_summary_by_the_means_of_its_rows() -> None:
    (slip,) = summed(tatoeba=CELLS.format("52.3"))
    assert (slip.kind, slip.printed) == ("two tables", "38.7")
    assert "the four cells of Table 15, BERT give a mean of 39.45 (39.40 to 39.50)" in slip.sentence
    assert not summed(tatoeba=CELLS.format("49.3"))


def test_a_table_of_which_no_row_agrees_is_over_other_cells() -> None:
    assert not summed(tatoeba=CELLS.format("52.3").replace("29.0", "39.0").replace("51.9", "11.9"))


def test_a_table_that_the_summary_does_not_name_is_not_held_against_it() -> None:
    assert not summed(tatoeba=CELLS.format("52.3"), caption="Results on dialects")


# --- what cannot be ------------------------------------------------------------------------------------------------

ANSWERS = (
    "x | en | ar | fi \n a | 75.3 / 63.6 | 62.2 / 42.8 | 49.3 / 32.7"
    " \n b | 66.9 / 53.9 | 59.4 / 41.2 | {} \n c | 71.5 / 56.8 | 67.6 / 40.4 | 64.0 / 47.8"
)


@pytest.mark.parametrize("caption", ["Results (F1 / EM) for each language", "F1/EM on the test set"])
def test_an_exact_match_above_its_f1_is_impossible(caption: str) -> None:
    (slip,) = slips(made_table(ANSWERS.format("68.9 / 72.7"), caption=caption))
    assert (slip.kind, slip.light, slip.printed, slip.gives) == ("impossible", "red", "72.7", "68.9")
    assert not told(ANSWERS.format("72.7 / 68.9"), caption)
    assert not told(ANSWERS.format("68.9 / 68.9"), caption), "equal is possible"


def test_two_numbers_of_a_cell_that_nothing_names_are_not_judged() -> None:
    assert not told(ANSWERS.format("68.9 / 72.7"), "Results for each language")


def test_exact_match_and_f1_are_paired_by_their_headings() -> None:
    rows = "\n".join(f"m{at} | {70 + at}.0 | {60 + at}.0" for at in range(9))
    assert told(f"x | F1 | EM \n {rows} \n n | 61.0 | 66.0") == [("impossible", "66.0", "61.0")]
    rows = "\n".join(f"m{at} | {60 + at}.0 | {70 + at}.0" for at in range(9))
    assert not told(f"x | F1 | EM \n {rows} \n n | 61.0 | 66.0"), "a table in which it is so everywhere means another thing"


def test_a_share_above_all_is_impossible() -> None:
    rows = "\n".join(f"m{at} | {70 + at}.0 | 3{at}0" for at in range(9))
    assert told(f"x | Accuracy | Steps \n {rows} \n n | 168.4 | 500") == [("impossible", "168.4", "0 to 100")]
    assert not told(f"x | Accuracy | Steps \n {rows} \n n | 100.0 | 500")


def test_a_change_of_a_share_may_be_negative() -> None:
    rows = "\n".join(f"m{at} | {70 + at}.0" for at in range(9))
    assert told(f"x | Accuracy \n {rows} \n n | -3.0") == [("impossible", "-3.0", "0 to 100")]
    assert not told(f"x | Accuracy \n {rows} \n n | -3.0 \n o | +2.0")
    assert not told(f"x | Accuracy \n {rows} \n difference | -3.0")


def test_a_mean_outside_its_ends_is_impossible() -> None:
    rows = "\n".join(f"m{at} | {at}.0 | {at + 5}.0 | {at + 9}.0" for at in range(9))
    assert told(f"x | Min | Mean | Max \n {rows} \n n | 4.0 | 19.0 | 9.0") == [("impossible", "19.0", "9.0")]
    assert told(f"x | Worst | Mean | Best \n {rows} \n n | 4.0 | 3.0 | 9.0") == [("impossible", "3.0", "4.0")]
    assert not told(f"x | Min | Mean | Max \n {rows} \n n | 4.0 | 9.0 | 9.0")


SCORES = [(80.0, 60.0), (75.0, 65.0), (90.0, 45.0), (55.5, 71.2), (66.1, 66.1), (81.3, 79.9), (40.0, 88.0), (93.0, 12.0), (71.0, 70.0)]


def harmonic(*further: str) -> str:
    rows = [f"m{at} | {p:.1f} | {r:.1f} | {2 * p * r / (p + r):.1f}" for at, (p, r) in enumerate(SCORES)]
    return "\n".join(["x | Precision | Recall | F1", *rows, *further])


def test_an_f1_that_precision_and_recall_do_not_give_is_named() -> None:
    assert [slip[:2] for slip in told(harmonic("m9 | 80.0 | 60.0 | 58.6"))] == [("impossible", "58.6")]
    assert not told(harmonic("m9 | 80.0 | 60.0 | 68.6"))


def test_an_f1_over_other_rows_may_be_the_mean_of_theirs() -> None:
    assert not told(harmonic("macro avg | 72.4 | 61.9 | 61.6"))


def test_a_table_in_which_f1_rarely_follows_is_left_alone() -> None:
    rows = "\n".join(f"m{at} | {p:.1f} | {r:.1f} | {(p + r) / 3:.1f}" for at, (p, r) in enumerate(SCORES))
    assert not told(f"x | Precision | Recall | F1 \n {rows}")


def counts(last: str) -> str:
    rows = "\n".join(f"r{n} | {n} ({100 * n / 376:.1f})" for n in (12, 47, 99, 150, 201, 244, 280, 310, 333))
    return f"x | Treated (n = 376) \n {rows} \n last | {last}"


def test_a_percentage_that_is_too_small_for_its_count_is_named() -> None:
    (slip,) = slips(made_table(counts("47 (11.0)")))
    assert slip.kind == "impossible"
    assert "47 of 376 are 12.50 per cent" in slip.sentence


def test_a_percentage_of_fewer_people_is_no_slip() -> None:
    assert not told(counts("47 (13.1)"))
    assert not told(counts("47 (12.5)"))


# --- slips as records ----------------------------------------------------------------------------------------------


def test_slips_come_in_the_order_of_the_tables_and_survive_json() -> None:
    wrong = AVERAGES.format("70.0", "74.9", "51.0")
    found = slips(
        made_table(wrong, label="Table 1"), made_table(columns(BEST, wrong=(4, 2)), label="Table 2"), made_table(wrong, label="Table 3")
    )
    assert [slip.places[0].section for slip in found] == ["Table 1", "Table 2", "Table 3"]
    assert [from_json(Slip, to_json(slip)) for slip in found] == found


WORDS = st.sampled_from(
    ["", "Avg", "F1", "EM", "Precision", "Recall", "Total", "n = 12", "XNLI", "en", "mBERT", "Δ", "Min", "Max", "Mean", "a > b"]
)
VALUES = st.sampled_from(
    ["", "-", "80.1", "*80.1*", "3 / 4", "*3*", "12 (100.0)", "+1.2", "0", "1e400", "99.9 ± 0.1", "<0.01", "10^-5", "x"]
)


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=4, max_size=4), st.lists(st.lists(VALUES, min_size=4, max_size=4), max_size=6))))
def test_no_table_however_odd_stops_the_checks(made: list[tuple[str, list[str], list[list[str]]]]) -> None:
    tables = [
        made_table(
            "\n".join(" | ".join(line) for line in [["x", *heads], *([caption, *row] for row in rows)]), caption=f"{caption} F1 / EM"
        )
        for caption, heads, rows in made
    ]
    assert all(slip.sentence.endswith(".") and slip.places for slip in slips(*tables))


def test_a_document_without_tables_has_no_slip() -> None:
    assert slips() == []


# --- the known slips of papers -------------------------------------------------------------------------------------


@cache
def of_paper(name: str) -> tuple[Slip, ...]:
    file = SHARED / "papers" / f"{name}.pdf"
    if not file.is_file():
        pytest.skip("shared/papers is not at hand")
    return slips_of(read_document(file))


def found(name: str) -> set[tuple[str, str, tuple[str, ...], str]]:
    """Kind, table, last labels of row and column, and what is printed, of each slip."""
    return {
        (slip.kind, slip.places[0].section, tuple(path.split(" / ")[-1] for path in slip.places[0].cell), slip.printed)
        for slip in of_paper(name)
    }


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("2005.13013_v1-author-copy", ("average", "Table 2", ("QQP", "–"), "+ 5.1")),
        ("calixto_naacl2021", ("average", "Table 3", ("Hu et al. (2020)", "Avg."), "70.1")),
        ("2003.11080v5", ("average", "Table 12", ("Translate-test", "avg"), "76.8")),
        ("2003.11080v5", ("two tables", "Table 2", ("MMTE", "Acc."), "67.4")),
        ("2003.11080v5", ("two tables", "Table 2", ("mBERT", "Acc."), "38.7")),
        ("2003.11080v5", ("two tables", "Table 2", ("XLM-R Large", "Acc."), "57.3")),
        ("2003.11080v5", ("metric", "Table 2", ("mBERT", "F1"), "F1")),
        ("2003.11080v5", ("impossible", "Table 18", ("Joint monolingual", "id"), "72.7")),
        ("2003.11080v3", ("two tables", "Table 2", ("mBERT, multi-task", "Acc."), "75.1")),
        ("2003.11080v3", ("two tables", "Table 2", ("mBERT", "Acc."), "74.0")),
        ("2003.11080v5", ("bold", "Table 21", ("XLMR", "he"), "56.8")),
        ("1710.04087v3", ("bold", "Table 1", ("Procrustes - CSLS", "ru-en"), "63.7")),
        ("2308.01223v1", ("two tables", "Table 1", ("Self-translate", "Avg"), "45.7")),
    ],
)
def test_a_known_slip_is_found(name: str, slip: tuple[str, str, tuple[str, ...], str]) -> None:
    assert slip in found(name)


def test_the_swapped_averages_are_one_slip() -> None:
    (slip,) = of_paper("1911.02116v2")
    assert (slip.kind, slip.printed) == ("swap", "71.3, 70.7")


def test_the_tables_of_the_central_paper_have_two_slips() -> None:
    average, mark = sorted(of_paper("2005.13013_v1-author-copy"), key=lambda slip: slip.kind)
    assert average.sentence.startswith(
        "Table 2, With MLM / QQP, Target tasks / Avg.: prints an average of + 5.1; its nine cells give 7.10 (7.05 to 7.15)"
    )
    assert (mark.kind, mark.printed, mark.gives) == ("underline", "+44.7", "+45.6"), "ANLI+ is underlined, and Multi-task is better"


def test_what_one_file_alone_cannot_show_is_not_said() -> None:
    """French is wrong in the third version, and its averages are made from it: only the fifth version shows it."""
    assert not [slip for slip in of_paper("2003.11080v3") if any(place.cell[-1:] == ("fr",) for place in slip.places)]


@pytest.mark.parametrize(
    "name", ["1810.04805v2", "1907.11692v1", "1901.07291v1", "2004.01401v3", "1809.05053v1", "bmj2015_h2415", "1911.02855v1"]
)
def test_a_paper_without_a_known_slip_gets_none(name: str) -> None:
    assert not of_paper(name)
