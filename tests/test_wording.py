"""A claim's sentence as tokens, phrases and numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.claims.wording import clean, figures, phrases, tokens


def cut(text: str) -> list[str]:
    return [token.text for token in tokens(clean(text))]


def numbers(text: str) -> list[tuple[str, str, str, str]]:
    """Text, sign, unit and hedge of each number of a sentence."""
    return [(number.text, number.sign, number.unit, number.hedge) for number in figures(tokens(clean(text)))]


def test_a_name_is_one_token_with_its_strokes_and_points() -> None:
    assert cut("XLM-R+DSC, T5-11B and SQuAD1.1 (A3-A4)") == ["XLM-R+DSC", ",", "T5-11B", "and", "SQuAD1.1", "(", "A3-A4", ")"]


def test_an_arrow_is_a_token_of_its_own() -> None:
    assert cut("ro → en") == ["ro", "→", "en"]


def test_what_a_machine_put_before_a_sentence_is_no_part_of_it() -> None:
    assert clean("[CONTINUE] <bold>However</bold>, it – fell") == "However , it - fell"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It gains 2.5 points.", ("2.5", "", "points", "")),
        ("It gains about 2.5 percentage points.", ("2.5", "", "points", "about")),
        ("It falls by -3%.", ("3", "-", "percent", "")),
        ("It grows by 12 % in relative terms.", ("12", "", "relative", "")),
        ("It has at least 1,000 words.", ("1000", "", "", "at_least")),
        ("It is twice as fast.", ("2", "", "times", "")),
        ("It is three times as fast.", ("3", "", "times", "")),
        ("It is more than 4x as fast.", ("4", "", "times", "above")),
    ],
)
def test_a_number_has_its_sign_unit_and_hedge(text: str, number: tuple[str, str, str, str]) -> None:
    assert numbers(text) == [number]


@pytest.mark.parametrize(
    "text", ["XLM-100 leads.", "See Table 3.", "Artetxe et al. (2018) lead.", "See Section 4 and Figure 2.", "BLEU-4 is low."]
)
def test_the_number_of_a_name_a_reference_or_a_year_is_none(text: str) -> None:
    assert numbers(text) == []


def test_the_longest_phrase_is_found_and_a_verb_in_all_its_forms() -> None:
    found = phrases(tokens("It outperformed BERT and is better than GPT on almost all tasks."), ("comparing", "quantifiers"))
    assert [(phrase.group, phrase.kind, phrase.text) for phrase in found] == [
        ("comparing", "better", "outperformed"),
        ("comparing", "better", "is better than"),
        ("quantifiers", "almost_all", "almost all"),
    ]


def test_a_word_that_only_contains_a_phrase_is_none() -> None:
    assert phrases(tokens("The betterment of overalls."), ("comparing", "quantifiers")) == []


@given(st.text(max_size=80))
def test_tokens_stand_in_order_where_they_say(text: str) -> None:
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
