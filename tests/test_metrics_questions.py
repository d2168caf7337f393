"""Answers to questions are judged as SQuAD v1 and MLQA judge them, with what is odd about it; answers come from places in the context."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reproduce.metrics.metric import MetricError
from reproduce.metrics.questions import (
    ARTICLES,
    SCORES,
    VERSION,
    Question,
    answer_at,
    answer_between,
    exact_match,
    mlqa,
    normalise_mlqa,
    normalise_squad,
    squad_v1,
    squad_v2,
    word_f1,
)


def squad(prediction: str, *golds: str) -> tuple[float, float]:
    return exact_match(prediction, golds, normalise_squad), word_f1(prediction, golds, normalise_squad)


def in_language(language: str, prediction: str, *golds: str) -> tuple[float, float]:
    def normalise(text: str) -> str:
        return normalise_mlqa(text, language)

    return exact_match(prediction, golds, normalise), word_f1(prediction, golds, normalise)


# --- SQuAD v1: XQuAD, TyDiQA -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prediction", "gold"), [("", ""), ("An", "the"), ("?!", "..."), ("the.", "")])
def test_two_sides_that_are_empty_match_and_have_no_f1(prediction: str, gold: str) -> None:
    assert squad(prediction, gold) == (1, 0)
    assert in_language("en", prediction, gold) == (1, 0)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("The  Blue\tRiver", "blue river"),
        ("un-an-swered", "unanswered"),
        ("“Blue” River", "“blue” river"),
        ("Hepatitis A", "hepatitis"),
        ("a Coruña", "coruña"),  # an English article in every language
        ("£3.50", "£350"),
        ("blue\u3000river\u2028bed", "blue river bed"),
        ("blue\u200briver", "blue\u200briver"),
        ("a\u0301gua", "\u0301gua"),  # a letter and its mark are two: the letter alone is an article
        ("上海市。", "上海市。"),
    ],
)
def test_squads_normal_form(text: str, normal: str) -> None:
    assert normalise_squad(text) == normal


def test_text_without_spaces_is_one_word_for_squad_and_many_for_mlqa() -> None:
    assert squad("上海", "上海市") == (0, 0)
    assert in_language("zh", "上海", "上海市") == (0, 0.8)
    assert squad("เชียงใหม่", "จังหวัดเชียงใหม่") == (0, 0)


def test_a_word_counts_as_often_as_it_stands_there() -> None:
    assert squad("tom tom", "tom cat tom")[1] == 0.8
    assert squad("tom tom tom", "tom cat")[1] == 0.4


def test_em_and_f1_take_each_their_best_gold() -> None:
    assert squad("red deer", "deer", "red deer park", "elk") == (0, 0.8)


# --- MLQA ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "normal"),
    [
        ("de", "„Die Brücke“", "brücke"),
        ("de", "die eine, der anderen", "anderen"),
        ("es", "¿Las Palmas?", "palmas"),
        ("es", "the Palmas", "the palmas"),
        ("vi", "Những con mèo", "con mèo"),
        ("hi", "एक नदी।", "एक नदी"),
        ("ar", "والبيت", "و بيت"),  # inside the word, and it leaves a space
        ("ar", "خالد", "خ د"),
        ("en", "5 € – 6 ‰", "5 € 6"),  # a sign of money is a symbol, not punctuation
        ("en", "£5, $6", "£5 6"),  # but ASCII punctuation holds the dollar
        ("zh", "《红楼梦》120回", "红 楼 梦 120 回"),
        ("zh", "the 红楼", "the 红 楼"),
        ("zh", "㐂㐂", "㐂㐂"),  # extension A is not cut
        ("zh", "二〇〇八", "二 〇〇 八"),
        ("zh", "\u9fa5\u9fa5\u9fa6\u9fa6", "\u9fa5 \u9fa5 \u9fa6\u9fa6"),
    ],
)
def test_mlqas_normal_form_is_the_languages(language: str, text: str, normal: str) -> None:
    assert normalise_mlqa(text, language) == normal


@pytest.mark.parametrize("language", ["fr", "", "EN", "zh-CN"])
def test_a_language_that_mlqa_does_not_have_is_refused(language: str) -> None:
    with pytest.raises(MetricError, match=r"MLQA knows ar, de, en, es, hi, vi, zh"):
        normalise_mlqa("x", language)


# --- many questions --------------------------------------------------------------------------------------------------

ASKED = [Question("1", ["the Nile"]), Question("2", ["Cairo", "Kairo"]), Question("3", ["1902"])]


def test_a_question_without_a_prediction_counts_as_0_and_unknown_predictions_not_at_all() -> None:
    score = squad_v1(ASKED, {"1": "Nile", "2": "Kairo city", "9": "x"})
    assert score.n == 3
    assert score.parts["em"] == pytest.approx(100 / 3, abs=1e-12)
    assert score.value == pytest.approx(100 * (1 + 2 / 3) / 3, abs=1e-12)
    assert score.parts["answered"] == 2


def test_questions_that_share_an_id_count_each_and_share_the_prediction() -> None:
    assert squad_v1([Question("7", ["Rome"]), Question("7", ["Oslo"])], {"7": "Rome"}).value == 50


def test_no_question_and_no_gold_are_named_errors() -> None:
    with pytest.raises(MetricError, match="no question"):
        squad_v1([], {})
    with pytest.raises(MetricError, match="question '4': an answered question has no gold"):
        mlqa([Question("4", [])], {"4": "x"}, "en")
    assert squad_v1([Question("4", []), ASKED[0]], {"1": "Nile"}).value == 50


def test_the_version_names_unicode_and_the_definition() -> None:
    assert squad_v1(ASKED, {}).version == f"squad-v1 {VERSION}"
    assert mlqa(ASKED, {}, "en").version == f"mlqa {VERSION}"
    assert unicodedata.unidata_version in VERSION
    assert set(SCORES) == {"squad-v1", "squad-v2", "mlqa"}


def test_of_a_question_without_a_gold_answer_nothing_is_the_right_answer() -> None:
    asked = [Question("1", ["Nile", "the Nile"]), Question("2", []), Question("3", ["."])]
    score = squad_v2(asked, {"1": "Nile", "2": "", "3": "x"})
    assert (score.value, score.parts["em"]) == pytest.approx((200 / 3, 200 / 3), abs=1e-12)
    assert score.parts["unanswerable"] == 50
    assert score.n == score.parts["answered"] == 3
    assert squad_v2(asked, {"1": "", "2": "x"}).value == 0
    assert squad_v2(asked[:1], {"1": "Nile delta"}).value == squad_v1(asked[:1], {"1": "Nile delta"}).value
    with pytest.raises(MetricError, match="no question that can be answered"):
        squad_v2(asked[1:], {"2": ""})


# --- where answers come from -----------------------------------------------------------------------------------------

CONTEXT = "北京大学创建于１８９８年。"


def test_an_answer_is_what_stands_in_the_context() -> None:
    """Full width stays full width, and nothing is put between what has no space."""
    assert answer_at(CONTEXT, 7, 11) == "１８９８"
    assert answer_between(CONTEXT, [(0, 0), (0, 2), (2, 4), (4, 6), (6, 7), (7, 9), (9, 11), (11, 12)], 5, 6) == "１８９８"
    assert answer_between("a  b", [(0, 1), (3, 4)], 0, 1) == "a  b"


@pytest.mark.parametrize(("first", "last"), [(0, 1), (1, 0), (0, 9), (-1, 0)])
def test_tokens_that_are_no_span_of_the_context_are_refused(first: int, last: int) -> None:
    with pytest.raises(MetricError):
        answer_between("ab", [(0, 0), (0, 2)], first, last)
    with pytest.raises(MetricError, match="no place in a context of 2"):
        answer_at("ab", 1, 3)


@given(context=st.text(min_size=1), data=st.data())
def test_every_gold_answer_comes_back_from_its_offsets(context: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(context) - 1))
    end = data.draw(st.integers(start + 1, len(context)))
    assert answer_at(context, start, end) == context[start:end]
    letters = [(at, at + 1) for at in range(len(context))]
    assert answer_between(context, letters, start, end - 1) == context[start:end]


# --- laws ------------------------------------------------------------------------------------------------------------

LETTERS = st.text(st.sampled_from("aeTh 上海，.。-ال​éß1"), max_size=8)
TEXTS = LETTERS | st.text(max_size=8)
NORMAL = [normalise_squad, *(lambda text, code=code: normalise_mlqa(text, code) for code in ARTICLES)]


@given(TEXTS)
def test_a_prediction_equal_to_its_gold_is_right_and_has_f1_1_unless_nothing_is_left_of_it(text: str) -> None:
    for normalise in NORMAL:
        assert exact_match(text, [text], normalise) == 1
        assert word_f1(text, [text], normalise) == pytest.approx(1 if normalise(text) else 0, abs=1e-12)


@given(TEXTS, TEXTS)
def test_one_answer_is_judged_between_0_and_1_and_the_sides_can_be_changed(one: str, other: str) -> None:
    for normalise in NORMAL:
        f1 = word_f1(one, [other], normalise)
        assert 0 <= f1 <= 1
        assert f1 == pytest.approx(word_f1(other, [one], normalise), abs=1e-12)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_golds_changes_nothing_and_a_further_one_never_harms(text: str, golds: list[str], shuffler: random.Random) -> None:
    shuffled = golds.copy()
    shuffler.shuffle(shuffled)
    assert squad(text, *golds) == squad(text, *shuffled)
    assert squad(text, *golds, "further") >= squad(text, *golds)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_questions_changes_nothing(answers: list[tuple[str, str]], shuffler: random.Random) -> None:
    asked = [Question(str(number), [gold]) for number, (gold, _) in enumerate(answers)]
    given_answers = {str(number): prediction for number, (_, prediction) in enumerate(answers)}
    shuffled = asked.copy()
    shuffler.shuffle(shuffled)
    one, other = squad_v1(asked, given_answers), squad_v1(shuffled, given_answers)
    assert one.value == pytest.approx(other.value, abs=1e-9)
    assert one.parts["em"] == pytest.approx(other.parts["em"], abs=1e-9)
