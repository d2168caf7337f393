"""Our metrics give what the benchmark's own code gives: every line of shared/golden_metrics that rounding does not decide."""

from __future__ import annotations

import string
from collections import Counter

import pytest
from golden_metrics import FILES, LINES, counted, judge_file, read_lines
from paths import SHARED

from reproduce.metrics import averages, questions, retrieval, tagging

GOLDEN = SHARED / "golden_metrics"
needs_golden = pytest.mark.skipif(not GOLDEN.is_dir(), reason="shared/golden_metrics is not at hand")


@needs_golden
@pytest.mark.parametrize("name", FILES)
def test_no_line_is_unequal(name: str) -> None:
    outcomes, unequal = counted(GOLDEN, name)
    assert not unequal, "\n".join(unequal)
    assert outcomes["equal"] > 40


@needs_golden
def test_every_line_is_looked_at_and_few_are_not_compared() -> None:
    """What counts for less than equal is named, and is as much as the files themselves say."""
    outcomes: Counter[str] = Counter()
    for name in FILES:
        outcomes.update(counted(GOLDEN, name)[0])
    assert outcomes.total() == LINES
    assert outcomes["warned"] == sum(bool(line.get("fragile")) for name in ("tatoeba", "bucc") for line in read_lines(GOLDEN, name))
    assert outcomes["mended"] == 46 + 6 + 2  # past the end, one direction, a last line without an end


# A definition as others have it, or slightly wrong: the lines of a file must tell.
WRONG = {
    "no English articles": ("squad_v1", questions, "ENGLISH_ARTICLES", ""),
    "two empty sides score 1": ("squad_v1", questions, "_overlap", lambda prediction, gold: float(prediction == gold)),
    "no articles in German": ("mlqa", questions, "ARTICLES", {**questions.ARTICLES, "de": ""}),
    "only ASCII punctuation": ("mlqa", questions, "_is_punctuation", lambda character: character in string.punctuation),
    "the Arabic article only before a word": ("mlqa", questions, "ARABIC_ARTICLE", " ال"),
    "types as 1.2.2 has them": ("tagging", tagging, "_type_of_the_time", tagging._type_of_later),
    "an entity of one tag goes on": ("tagging", tagging, "_ends", lambda before, letter, its, kind: letter in "BO" or its != kind),
    "the largest cut": ("bucc", retrieval, "precision_recall_f1", lambda right, taken, gold: (0, 0, taken)),
    "a margin that is a difference": ("bucc", retrieval, "MARGINS", dict.fromkeys(retrieval.MARGINS, retrieval.MARGINS["distance"])),
    "EM alone": ("aggregation", averages, "benchmarks", lambda: em_alone),
}
em_alone = {
    name: {task.name: task._replace(metrics=task.metrics[:1]) for task in tasks.values()} for name, tasks in averages.benchmarks().items()
}


@needs_golden
@pytest.mark.parametrize("name", WRONG)
def test_a_definition_that_is_not_the_benchmarks_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file, module, what, instead = WRONG[name]
    monkeypatch.setattr(module, what, instead)
    assert any(judged.outcome == "unequal" for _, judged in judge_file(GOLDEN, file))
