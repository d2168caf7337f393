"""Sentences find their translations as the benchmark finds them; thresholds say where they come from; every layer's score is kept."""

from __future__ import annotations

import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reproduce import neighbours
from reproduce.metrics.metric import MetricError, Score
from reproduce.metrics.retrieval import (
    OFFICIAL_ENCODINGS,
    Candidate,
    Encoding,
    Side,
    best_threshold,
    bucc_dev_to_test,
    bucc_oracle_sample,
    by_id,
    extract,
    mine,
    pair_f1,
    pairs_of,
    sweep,
    tatoeba,
)


def encoded(rows: int, columns: int = 8, seed: int = 1, noise: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Embeddings of sentences and of their translations, row by row."""
    numbers = np.random.default_rng(seed)
    one = numbers.normal(size=(rows, columns))
    return one, one + noise * numbers.normal(size=(rows, columns))


def texts(letter: str, rows: int) -> list[str]:
    return [f"{letter}{row}" for row in range(rows)]


# --- Tatoeba ---------------------------------------------------------------------------------------------------------


def test_each_english_sentence_asks_the_foreign_ones() -> None:
    """Two English sentences are near one foreign one: asked the other way round, both would be found."""
    near, apart = [[1, 0], [0.9, 0.1]], [[1, 0], [0, 1]]
    assert tatoeba(english=near, foreign=apart).value == 50
    assert tatoeba(english=apart, foreign=near).value == 100


def test_directions_are_compared_and_not_lengths() -> None:
    english, foreign = [[3.0, 0.0], [0.0, 1.0]], [[0.5, 0.5], [0.0, 9.0]]
    assert tatoeba(english, foreign).value == 100
    assert tatoeba(english, foreign, normalise=False).value == 50


def test_no_margin_is_taken() -> None:
    """A row in the middle of all is the nearest of many; a margin would send them elsewhere."""
    english = [[1.0, 0.3], [1.0, -0.3], [1.0, 0.0]]
    foreign = [[0.9, 1.0], [0.9, -1.0], [1.0, 0.0]]
    assert tatoeba(english, foreign).value == pytest.approx(100 / 3, abs=1e-12)


def test_a_sentence_that_stands_twice_is_one_error() -> None:
    english, foreign = [[1, 0], [1, 0], [0, 1]], [[1, 0], [1, 0], [0, 1]]
    score = tatoeba(english, foreign)
    assert score.value == pytest.approx(200 / 3, abs=1e-12)
    assert score.parts["close"] == 2


def test_gold_rows_say_which_one_is_right() -> None:
    english, foreign = encoded(12)
    order = [*range(1, 12), 0]
    assert tatoeba(english, foreign[np.argsort(order)], order).value == tatoeba(english, foreign).value == 100


def test_a_collapsed_encoder_scores_one_of_n_and_every_query_is_said_to_be_close() -> None:
    score = tatoeba(np.ones((5, 3)), np.ones((5, 3)))
    assert (score.value, score.parts["close"]) == (20, 5)


@pytest.mark.parametrize(
    ("english", "foreign", "why"),
    [
        ([[1.0, float("nan")]], [[1.0, 0.0]], "the English side: row 0 holds what is no finite number"),
        ([[1.0, 0.0]], [[float("inf"), 0.0]], "the foreign side: row 0"),
        ([[1.0, 0.0]], [[1.0]], "of 2 and of 1 numbers"),
        ([], [[1.0]], "no table"),
        ([[1.0]], [[1.0], [2.0]], "2 sentences in the foreign side, 1 in the English side"),
    ],
)
def test_what_cannot_be_searched_is_refused_by_name(english: list[list[float]], foreign: list[list[float]], why: str) -> None:
    with pytest.raises(MetricError, match=why):
        tatoeba(english, foreign)


# --- mining ----------------------------------------------------------------------------------------------------------


def test_the_margin_is_the_cosine_over_the_mean_cosine_of_the_neighbours_of_both() -> None:
    xs, ys = [[2.0, 0.0], [0.0, 3.0]], [[1.0, 0.0], [0.6, 0.8]]
    (first, second) = mine(xs, ["a", "b"], ys, ["c", "d"]).candidates
    # The means over all neighbours: a (1 + .6) / 2, b (0 + .8) / 2, c (1 + 0) / 2, d (.6 + .8) / 2.
    assert first == (pytest.approx(1 / ((0.8 + 0.5) / 2), rel=1e-6), "a", "c")
    assert second == (pytest.approx(0.8 / ((0.4 + 0.7) / 2), rel=1e-6), "b", "d")


def test_each_sentence_is_mined_once_best_pairs_first() -> None:
    source, target = encoded(40, noise=1.0)
    found = mine(source, texts("s", 40), target, texts("t", 40)).candidates
    assert [score for score, _, _ in found] == sorted((score for score, _, _ in found), reverse=True)
    assert len({one for _, one, _ in found}) == len({other for _, _, other in found}) == len(found)


def test_a_sentence_that_stands_twice_is_mined_once_with_its_last_embedding() -> None:
    source, target = encoded(6, noise=0.05)
    twice = [*texts("s", 5), "s0"]
    found = mine(source, twice, target, texts("t", 6)).candidates
    assert {(one, other) for _, one, other in found} >= {("s0", "t5")}
    assert ("s0", "t0") not in {(one, other) for _, one, other in found}


def test_one_direction_alone_gives_each_asking_sentence_a_candidate() -> None:
    """The official code lacks a variable there and raises."""
    source, target = encoded(7, noise=0.1)
    ahead = mine(source[:4], texts("s", 4), target, texts("t", 7), direction="fwd").candidates
    assert [(one, other) for _, one, other in ahead] == [(f"s{row}", f"t{row}") for row in range(4)]
    behind = mine(source, texts("s", 7), target[:4], texts("t", 4), direction="bwd").candidates
    assert [(one, other) for _, one, other in behind] == [(f"s{row}", f"t{row}") for row in range(4)]


def test_more_neighbours_than_there_are_means_all_of_them() -> None:
    source, target = encoded(5)
    names = (texts("s", 5), texts("t", 5))
    assert mine(source, names[0], target, names[1], k=50) == mine(source, names[0], target, names[1], k=5)


def test_what_rounding_decides_is_counted() -> None:
    source, target = encoded(10, noise=0.2)
    assert mine(source, texts("s", 10), target, texts("t", 10)).close == 0
    assert mine(np.ones((4, 3)), texts("s", 4), np.ones((4, 3)), texts("t", 4)).close > 0
    assert mine(np.abs(source), texts("s", 10), -np.abs(target), texts("t", 10)).doubtful > 0


def test_mining_refuses_what_it_cannot_do() -> None:
    with pytest.raises(MetricError, match="2 sentences in the source text, 1 in its embeddings"):
        mine([[1.0]], ["a", "b"], [[1.0]], ["c"])
    with pytest.raises(MetricError, match="none of ratio, distance, absolute"):
        mine([[1.0]], ["a"], [[1.0]], ["c"], margin="other")
    with pytest.raises(MetricError, match="none of max, intersect, fwd, bwd"):
        mine([[1.0]], ["a"], [[1.0]], ["c"], direction="up")
    with pytest.raises(MetricError, match="0 neighbours"):
        mine([[1.0]], ["a"], [[1.0]], ["c"], k=0)
    with pytest.raises(MetricError, match="3 sentences in the list of ids, 1 in the text"):
        by_id([], Side("abc", ["a"]), TARGET)
    with pytest.raises(MetricError, match="no ratio over it"):
        mine([[0.0]], ["a"], [[0.0]], ["c"])


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = encoded(30, noise=0.8)
    whole = mine(source, texts("s", 30), target, texts("t", 30)), tatoeba(source, target)
    monkeypatch.setattr(neighbours, "BLOCK", 70)
    in_blocks = mine(source, texts("s", 30), target, texts("t", 30)), tatoeba(source, target)
    assert [pair[1:] for pair in whole[0].candidates] == [pair[1:] for pair in in_blocks[0].candidates]
    assert whole[1] == in_blocks[1]


# --- from candidates to pairs ------------------------------------------------------------------------------------------

SOURCE, TARGET = Side(["de-1", "de-2", "de-3", "de-4"], ["eins", "zwei ", "drei", "drei"]), Side(["en-1", "en-2"], ["one", "\u3000two"])


def test_sentences_that_stand_twice_are_left_out_and_white_space_is_not_part_of_them() -> None:
    candidates = [
        Candidate(1.2, "drei", "one"),
        Candidate(1.1, "zwei", "two "),
        Candidate(1.0, "vier", "one"),
        Candidate(0.9, "eins", "one"),
    ]
    assert by_id(candidates, SOURCE, TARGET) == {"de-2\ten-2": 1.1, "de-1\ten-1": 0.9}


def test_a_pair_that_is_given_twice_has_its_highest_score() -> None:
    assert by_id([Candidate(0.5, "eins", "one"), Candidate(0.7, "eins", "one")], SOURCE, TARGET) == {"de-1\ten-1": 0.7}


def test_a_pair_file_is_a_set_of_lines_and_a_blank_one_is_a_pair() -> None:
    assert pairs_of("a\tb\na\tb \n\nc\td") == {"a\tb", "", "c\td"}
    assert pair_f1(pairs_of("a\tb\n\n"), pairs_of("a\tb\n")).parts["recall"] == 50


# --- thresholds --------------------------------------------------------------------------------------------------------

SCORED = {"a": 1.4, "b": 1.3, "c": 1.2, "d": 1.0}


def test_the_threshold_is_in_the_middle_between_the_last_taken_and_the_next() -> None:
    assert best_threshold(SCORED, ["a", "c", "x"]) == pytest.approx(1.1, abs=1e-12)
    assert best_threshold(SCORED, ["a", "b"]) == pytest.approx(1.25, abs=1e-12)


def test_where_all_are_right_the_threshold_is_the_lowest_score() -> None:
    """The official code reads past the end of its list there."""
    assert best_threshold(SCORED, SCORED) == 1.0
    assert bucc_oracle_sample(SCORED, SCORED).value == 100


def test_with_no_right_candidate_the_threshold_is_0() -> None:
    assert best_threshold(SCORED | {"e": -0.2}, ["x"]) == 0
    assert extract(SCORED | {"e": -0.2}, 0) == ["a", "b", "c", "d"]
    assert best_threshold({}, ["x"]) == 0
    assert bucc_oracle_sample(SCORED, []).value == 0


def test_equal_scores_at_the_cut_are_all_extracted_so_the_best_f1_is_not_reached() -> None:
    score = bucc_oracle_sample({"a": 1.2, "b": 1.1, "c": 1.1, "d": 1.1}, ["a", "b"])
    assert score.parts["threshold"] == 1.1
    assert score.value == pytest.approx(200 / 3, abs=1e-12)


def test_the_two_protocols_have_names_and_the_second_sees_no_gold_of_what_it_scores() -> None:
    dev, test = {"a": 1.5, "b": 1.1}, {"k": 1.6, "m": 1.2, "n": 1.15}
    tuned = bucc_oracle_sample(test, ["k", "m"])
    fixed = bucc_dev_to_test(dev, ["a"], test, ["k", "m"])
    assert (tuned.version, fixed.version) == ("bucc oracle-sample 1", "bucc dev→test 1")
    assert tuned.value == 100
    assert fixed.parts["threshold"] == pytest.approx(1.3, abs=1e-12)
    assert fixed.value == pytest.approx(200 / 3, abs=1e-12)
    assert bucc_dev_to_test(dev, ["a"], test, []).parts["threshold"] == fixed.parts["threshold"]


@pytest.mark.parametrize("threshold", [None, float("nan"), float("inf")])
def test_nothing_is_extracted_without_a_threshold(threshold: float) -> None:
    with pytest.raises(MetricError, match="tune one on a sample"):
        extract(SCORED, threshold)


# --- layers ------------------------------------------------------------------------------------------------------------


def test_every_layer_is_kept_and_the_one_chosen_before_is_the_score() -> None:
    encodings = [Encoding(pooling, layer, 24) for pooling in ("mean", "cls") for layer in range(25)]
    swept = sweep(encodings, lambda encoding: Score(float(encoding.layer), "accuracy", "tatoeba 1", 1), OFFICIAL_ENCODINGS["tatoeba"])
    assert len(swept.scores) == 50
    assert swept.score.value == 14  # and not the best, 24
    assert str(swept.chosen) == "mean of layer 14 of 24"
    assert str(OFFICIAL_ENCODINGS["bucc"]) == "cls of layer 20 of 24"
    with pytest.raises(MetricError, match="mean of layer 14 of 24 is not among the 1 encodings"):
        sweep([Encoding("mean", 1, 4)], lambda _: swept.score, OFFICIAL_ENCODINGS["tatoeba"])


# --- without numpy -----------------------------------------------------------------------------------------------------


def test_all_but_what_searches_embeddings_works_without_numpy_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None; from reproduce.metrics.metric import metrics; found = metrics()\n"
        "from reproduce.metrics import retrieval\n"
        "assert retrieval.bucc_oracle_sample({'a': 1.0}, ['a']).value == 100\n"
        "try: retrieval.tatoeba([[1.0]], [[1.0]])\n"
        "except ImportError: print(*found, *sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert shown[:6] == ["accuracy", "averages", "questions", "ranking", "retrieval", "tagging"]
    assert not {"torch", "transformers", "datasets", "pandas", "seqeval", "faiss", "sklearn"} & {name.split(".")[0] for name in shown}


# --- laws --------------------------------------------------------------------------------------------------------------


@given(st.integers(2, 12), st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_equal_sides_find_themselves_and_the_order_of_both_changes_nothing(rows: int, seed: int, shuffler: random.Random) -> None:
    english, foreign = encoded(rows, seed=seed, noise=1.0)
    assert tatoeba(english, english).value == 100
    order = list(range(rows))
    shuffler.shuffle(order)
    one, other = tatoeba(english, foreign), tatoeba(english[order], foreign[order])
    assert one.parts["close"] or one.value == pytest.approx(other.value, abs=1e-9)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 5).map(float), max_size=8), st.sets(st.sampled_from("abcdefghxy")))
def test_the_threshold_takes_no_less_than_any_other_cut_between_scores(scored: dict[str, float], gold: set[str]) -> None:
    """Up to equal scores: of those at its own threshold all are extracted, as of any other."""
    distinct = {pair: score + ord(pair) / 1000 for pair, score in scored.items()}
    best = bucc_oracle_sample(distinct, gold).value
    assert all(pair_f1(gold, extract(distinct, cut)).value <= best + 1e-9 for cut in distinct.values())


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_pairs_equal_to_the_gold_score_100_unless_there_are_none(gold: set[str], predicted: set[str]) -> None:
    assert pair_f1(gold, gold).value == (100 if gold else 0)
    one, other = pair_f1(gold, predicted), pair_f1(predicted, gold)
    assert (one.parts["precision"], one.parts["recall"]) == (other.parts["recall"], other.parts["precision"])
