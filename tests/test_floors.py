"""Floors: what one knows who reads nothing, or single words, and when a run is no better."""

from __future__ import annotations

import pytest

from reproduce import floors
from reproduce.formats.choice import Question as Choice
from reproduce.formats.span import Question
from reproduce.formats.tagging import Sentence
from reproduce.tasks import tasks


def test_the_most_frequent_label_is_given_to_all() -> None:
    task = tasks()["pawsx"]
    train = [("a", "b", 1), ("c", "d", 1), ("e", "f", 0)]
    assert floors.floor("majority", task, train)([("x", "y", 0)] * 3) == [task.labels[1]] * 3


def test_single_words_tell_a_label() -> None:
    task = tasks()["pawsx"]
    train = [("red sky", "at night", 1), ("red sea", "at noon", 1), ("blue sky", "at night", 0), ("blue sea", "at noon", 0)]
    assert floors.floor("words", task, train)([("a red boat", "at sea", 0), ("a blue boat", "at sea", 0)]) == [
        task.labels[1],
        task.labels[0],
    ]


def test_a_word_has_its_most_frequent_tag_and_a_new_one_the_most_frequent_of_all() -> None:
    task = tasks()["udpos"]
    noun, verb = task.labels.index("NOUN"), task.labels.index("VERB")
    train = [Sentence(("dogs", "bark"), (noun, verb)), Sentence(("cats", "bark"), (noun, noun)), Sentence(("they", "bark"), (noun, verb))]
    said = floors.floor("words", task, train)([Sentence(("cows", "bark"), (0, 0))])
    assert said == [["NOUN", "VERB"]]


def test_answers_are_guessed() -> None:
    task = tasks()["xquad"]
    train = [Question("1", "who", "Ann met Bob", ((8, "Bob"),)), Question("2", "who", "Bob met Cid", ((0, "Bob"),))]
    asked = [Question("3", "who", "then Bob left", ((5, "Bob"),))]
    assert floors.floor("majority", task, train)(asked) == ["then"]
    assert floors.floor("words", task, train)(asked) == ["Bob"]


def test_choices_are_guessed() -> None:
    task = tasks()["xcopa"]
    train = [Choice("a", ("good", "bad"), 0), Choice("b", ("bad", "good"), 1), Choice("c", ("good", "bad"), 0)]
    asked = [Choice("d", ("bad", "good"), 1)]
    assert floors.floor("majority", task, train)(asked) == [0]
    assert floors.floor("words", task, train)(asked) == [1]


@pytest.mark.parametrize(
    ("value", "blind", "n", "said"), [(50, 50, 100, True), (57, 50, 100, True), (60, 50, 100, False), (53, 50, 10_000, False)]
)
def test_a_score_within_chance_of_a_blind_one_is_at_chance(value: float, blind: float, n: int, said: bool) -> None:
    assert floors.at_chance(value, blind, n) == said


def test_a_score_of_nothing_is_at_chance_where_the_blind_one_is_nothing_too() -> None:
    assert floors.at_chance(0.0, 0.0, 100)
    assert not floors.at_chance(20.0, 0.0, 100)
