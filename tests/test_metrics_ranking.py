"""Mean average precision of a ranking, where several candidates are right."""

from __future__ import annotations

import numpy as np
import pytest

from reproduce.metrics.metric import MetricError
from reproduce.metrics.ranking import answers_map, average_precision


def test_precision_is_taken_at_each_right_candidate_and_divided_by_how_many_could_be_there() -> None:
    assert average_precision([4, 7, 1, 9], {4, 1}) == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert average_precision([4, 7, 1, 9], {5}) == 0
    assert average_precision([0, 1], set(range(30)), at=2) == 1
    assert average_precision([9, 1, 0], {0}, at=2) == 0


def test_candidates_are_ranked_by_cosine_and_the_first_of_equal_ones_comes_first() -> None:
    queries = [[1.0, 0.0], [0.0, 1.0]]
    candidates = [[9.0, 9.0], [2.0, 0.0], [0.0, 5.0], [9.0, 9.0]]
    score = answers_map(queries, candidates, [{1}, {3}])
    assert score.value == pytest.approx(100 * (1 + 1 / 3) / 2)
    assert (score.metric, score.n) == ("map@20", 2)


def test_chance_is_near_the_share_of_right_candidates() -> None:
    draw = np.random.default_rng(1)
    score = answers_map(draw.normal(size=(200, 16)), draw.normal(size=(400, 16)), [{at} for at in range(200)])
    assert score.value < 5


def test_a_query_that_nothing_is_right_for_is_an_error() -> None:
    with pytest.raises(MetricError, match="no right candidate"):
        answers_map([[1.0]], [[1.0]], [set()])
