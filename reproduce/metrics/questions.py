"""Answers to questions: exact match and F1 over words, as SQuAD v1 (XQuAD, TyDiQA-GoldP), as MLQA and as SQuAD 2 define them.

After evaluate_squad.py and evaluate_mlqa.py in XTREME. Two texts are compared in their normal form: lower case, punctuation out, articles
out, white space to single blanks. What differs:

| | squad-v1 | mlqa |
| --- | --- | --- |
| punctuation | ASCII | Unicode's, and ASCII |
| articles | English, in every language | of the language; none in hi and zh |
| words | between white space, so that zh, ja, th are one word | as there; zh also at each Han character |

SQuAD 2 is SQuAD v1, but for questions without a gold answer: to answer nothing is right there, and F1 is 1. It is written after the
published script, and no golden scores of it were at hand.

Traps kept: two sides that are empty, or empty once normalised, have EM 1 and F1 0 (SQuAD 2 code gives F1 1). Punctuation goes before
articles, so "the-end" keeps its article and "a." is one. Arabic "ال" goes wherever it stands, inside words too. EM and F1 take each their
own best gold. A question without a prediction counts as 0. Of questions that share an id each is counted, with the same prediction.

What Python calls punctuation, lower case or a word grows with Unicode, and the scores with it: the version names Unicode's.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reproduce.metrics.metric import MetricError, Score

NAME = "questions"
VERSION = f"1, Unicode {unicodedata.unidata_version}"

ENGLISH_ARTICLES = "a an the"
# MLQA's words by language. Those of Vietnamese are classifiers and particles; Hindi and Chinese have none.
ARTICLES = {
    "ar": "",  # a piece of a word, not a word: see ARABIC_ARTICLE
    "de": "ein eine einen einem eines einer der die das den dem des",
    "en": ENGLISH_ARTICLES,
    "es": "un una unos unas el la los las",
    "hi": "",
    "vi": "của là cái chiếc những",
    "zh": "",
}
ARABIC_ARTICLE = "ال"  # anywhere: the official pattern has another branch, which asks for a caret that punctuation has taken already
_HAN = re.compile("[\u4e00-\u9fa5]")  # the first block up to Unicode 1.1; not its later end, the extensions, or 〇

Normalise = Callable[[str], str]


class Question(NamedTuple):
    """A question as the data set has it: its id, and the answers that count as right."""

    id: str
    golds: Sequence[str]


# --- normal forms ----------------------------------------------------------------------------------------------


def normalise_squad(text: str) -> str:
    """The normal form of SQuAD v1, whatever the language."""
    bare = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(_without(ENGLISH_ARTICLES, bare).split())


def normalise_mlqa(text: str, language: str) -> str:
    """The normal form of MLQA in one of its seven languages. Raises `MetricError` for any other code."""
    if language not in ARTICLES:
        raise MetricError(f"language {language!r}: MLQA knows {', '.join(ARTICLES)} and no other code")
    bare = "".join(character for character in text.lower() if not _is_punctuation(character))
    bare = _without(ARTICLES[language], bare)
    if language == "ar":
        bare = bare.replace(ARABIC_ARTICLE, " ")
    if language == "zh":
        bare = _HAN.sub(r" \g<0> ", bare)
    return " ".join(bare.split())


@cache
def _is_punctuation(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(character).startswith("P")


def _without(words: str, text: str) -> str:
    return re.sub(rf"\b(?:{'|'.join(words.split())})\b", " ", text) if words else text


# --- one answer ------------------------------------------------------------------------------------------------


def exact_match(prediction: str, golds: Sequence[str], normalise: Normalise) -> float:
    """1 where the normal form is that of one of the golds, else 0."""
    return max(float(normalise(prediction) == normalise(gold)) for gold in _some(golds))


def word_f1(prediction: str, golds: Sequence[str], normalise: Normalise) -> float:
    """F1 over the words of the normal forms, each as often as it stands there, against the best of the golds; a fraction."""
    return max(_overlap(normalise(prediction).split(), normalise(gold).split()) for gold in _some(golds))


def _some(golds: Sequence[str]) -> Sequence[str]:
    if not golds:
        raise MetricError("an answered question has no gold answer: there is nothing to compare with")
    return golds


def _overlap(prediction: Sequence[str], gold: Sequence[str]) -> float:
    shared = (Counter(prediction) & Counter(gold)).total()
    if not shared:
        return 0.0
    precision, recall = shared / len(prediction), shared / len(gold)
    return 2 * precision * recall / (precision + recall)


# --- many answers ----------------------------------------------------------------------------------------------


def squad_v1(questions: Sequence[Question], predictions: Mapping[str, str]) -> Score:
    """F1 of XQuAD and TyDiQA-GoldP with EM beside it; n is the number of questions."""
    return _score("squad-v1", questions, predictions, normalise_squad)


def mlqa(questions: Sequence[Question], predictions: Mapping[str, str], language: str) -> Score:
    """F1 of MLQA with EM beside it, both sides in the same language; n is the number of questions."""
    return _score("mlqa", questions, predictions, lambda text: normalise_mlqa(text, language))


def squad_v2(questions: Sequence[Question], predictions: Mapping[str, str]) -> Score:
    """F1 of SQuAD 2 with EM beside it; `unanswerable` of the parts is how many of those without an answer were left so."""
    told = [one._replace(golds=[gold for gold in one.golds if normalise_squad(gold)]) for one in questions]
    asked, unanswerable = [one for one in told if one.golds], [one for one in told if not one.golds]
    right = sum(one.id in predictions and not normalise_squad(predictions[one.id]) for one in unanswerable)
    if not asked:
        raise MetricError("no question that can be answered: to say nothing would be right")
    found = _score("squad-v2", asked, predictions, normalise_squad)
    n = len(questions)
    f1, em = ((found.parts[name] * len(asked) + 100 * right) / n for name in ("f1", "em"))
    answered = sum(one.id in predictions for one in questions)
    parts = {"em": em, "f1": f1, "answered": answered, "unanswerable": 100 * right / len(unanswerable) if unanswerable else 0.0}
    return Score(f1, "f1", found.version, n, parts)


def _score(name: str, questions: Sequence[Question], predictions: Mapping[str, str], normalise: Normalise) -> Score:
    if not questions:
        raise MetricError("no question: there is nothing to judge")
    em = f1 = 0.0
    for question in questions:
        prediction = predictions.get(question.id)
        if prediction is None:
            continue
        try:
            em += exact_match(prediction, question.golds, normalise)
            f1 += word_f1(prediction, question.golds, normalise)
        except MetricError as error:
            raise MetricError(f"question {question.id!r}: {error}") from None
    answered = sum(question.id in predictions for question in questions)
    n = len(questions)
    return Score(100 * f1 / n, "f1", f"{name} {VERSION}", n, {"em": 100 * em / n, "f1": 100 * f1 / n, "answered": answered})


SCORES = {"squad-v1": squad_v1, "squad-v2": squad_v2, "mlqa": mlqa}


# --- where answers come from -----------------------------------------------------------------------------------


def answer_at(context: str, start: int, end: int) -> str:
    """The answer as it stands in the context, from character to character. It is never put together again from pieces of words."""
    if not 0 <= start <= end <= len(context):
        raise MetricError(f"characters {start} to {end} are no place in a context of {len(context)}")
    return context[start:end]


def answer_between(context: str, offsets: Sequence[tuple[int, int]], first: int, last: int) -> str:
    """The answer from the first to the last of the tokens, whose places in the context are given as (start, end).

    A token that stands for no characters, such as a separator, has an empty place; an answer that begins or ends with one is refused.
    """
    if not 0 <= first <= last < len(offsets):
        raise MetricError(f"tokens {first} to {last} are no span of {len(offsets)}")
    for at in (first, last):
        if offsets[at][0] == offsets[at][1]:
            raise MetricError(f"token {at} stands for no characters of the context: no answer begins or ends there")
    return answer_at(context, offsets[first][0], offsets[last][1])
