"""A hub with all that a small part of the study needs: a model of a few thousand weights, and rows enough to train and score on."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from made_hub import IOB, LABELS, NLI, Rows, write_hub, write_model

WORDS = "rain river house stone bird night bread light road tree snow wind glass salt door king".split()
BASE = "FacebookAI/xlm-roberta-base"
TINY = {
    "model_type": "xlm-roberta",
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 514,
    "type_vocab_size": 1,
}
TINY_T5 = {"model_type": "mt5", "d_model": 16, "d_ff": 32, "d_kv": 8, "num_layers": 2, "num_decoder_layers": 1, "num_heads": 2}
_COUNT = 12


def sentence(draw: random.Random, language: str = "en") -> str:
    return " ".join([language, *draw.sample(WORDS, 5), str(draw.randrange(10**6))])


def _nli(draw: random.Random, first: str = "premise", second: str = "hypothesis", language: str = "en") -> Rows:
    return [{first: sentence(draw, language), second: sentence(draw, language), "label": at % 3} for at in range(_COUNT)]


def _xnli(draw: random.Random, languages: Sequence[str]) -> Rows:
    return [
        {"language": one, "sentence1": row["first"], "sentence2": row["second"], "gold_label": NLI[row["label"]]}
        for one in languages
        for row in _nli(draw, "first", "second", one)
    ]


def _names(draw: random.Random, language: str) -> Rows:
    return [{"tokens": sentence(draw, language).split(), "ner_tags": [0, 1, 2, 0, 3, 0, 5], "langs": [language] * 7} for _ in range(_COUNT)]


def _questions(draw: random.Random, language: str) -> Rows:
    rows = []
    for at in range(_COUNT):
        text = sentence(draw, language)
        answer = text.split()[1 + at % 4]
        answers = {"answer_start": [text.index(answer)], "text": [answer]}
        rows.append({"id": f"{language}{at}", "title": language, "context": text, "question": sentence(draw, language), "answers": answers})
    return rows


def _choices(draw: random.Random) -> Rows:
    return [
        {
            "id": str(at),
            "question": sentence(draw),
            "question_concept": "x",
            "choices": {"label": list("ABCDE"), "text": draw.sample(WORDS, 5)},
            "answerKey": "ABCDE"[at % 5],
        }
        for at in range(_COUNT)
    ]


def _causes(draw: random.Random, language: str = "en") -> Rows:
    return [
        {
            "premise": sentence(draw, language),
            "choice1": sentence(draw, language),
            "choice2": sentence(draw, language),
            "question": ("cause", "effect")[at // 2 % 2],
            "idx": at,
            "label": at % 2,
        }
        for at in range(_COUNT)
    ]


def _translations(draw: random.Random, language: str) -> Rows:
    return [
        {
            "source_sentence": sentence(draw, language),
            "target_sentence": sentence(draw),
            "source_lang": language,
            "target_lang": "en",
        }
        for _ in range(_COUNT)
    ]


def _splits(make: Callable[..., Rows], names: Sequence[str], draw: random.Random, *more: Any) -> dict[str, Rows]:
    return {name: make(draw, *more) for name in names}


def small_sets() -> dict[str, dict[str, dict[str, Rows]]]:
    """Data sets under their real names, with which ANLI+, CommonsenseQA and targets of all formats are trained and scored."""
    draw = random.Random(1)
    english = ("train", "validation")
    return {
        "stanfordnlp/snli": {"plain_text": _splits(_nli, english, draw)},
        "facebook/anli": {"plain_text": _splits(_nli, [f"{part}_r{at}" for part in ("train", "dev") for at in (1, 2, 3)], draw)},
        "nyu-mll/glue": {"mnli": _splits(_nli, ("train", "validation_matched"), draw)},
        "tau/commonsense_qa": {"default": _splits(_choices, english, draw)},
        "rajpurkar/squad": {"plain_text": _splits(_questions, english, draw, "en")},
        "aps/super_glue": {"copa": _splits(_causes, english, draw)},
        "cambridgeltl/xcopa": {"ht": _splits(_causes, ("validation", "test"), draw, "ht")},
        "google/xtreme": {
            "XNLI": _splits(_xnli, ("validation", "test"), draw, ("de", "en")),
            **{f"PAN-X.{one}": _splits(_names, ("train", "validation", "test"), draw, one) for one in ("de", "en")},
            **{f"XQuAD.{one}": _splits(_questions, ("validation",), draw, one) for one in ("de", "en")},
            "tatoeba.deu": _splits(_translations, ("validation",), draw, "deu"),
        },
    }


def sets_of(*names: str) -> dict[str, dict[str, dict[str, Rows]]]:
    """Some of these."""
    LABELS.update({f"google/xtreme/PAN-X.{one}/ner_tags": IOB for one in ("de", "en")})
    return {name: configs for name, configs in small_sets().items() if name in names or not names}


def write_small_hub(root: Path) -> Path:
    """The data sets, and a tiny model in the place of XLM-R Base."""
    write_hub(root, sets_of())
    draw = random.Random(2)
    write_model(root, BASE, TINY, [sentence(draw) for _ in range(200)])
    return root
