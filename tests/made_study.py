"""A tokenizer, an encoder and examples small enough for a test, made on the spot."""

from __future__ import annotations

import random
from typing import Any

from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

from reproduce.models import Network, new_encoder, new_heads, scratch_config

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
PAD = 1


def made_tokenizer(words: str) -> Any:
    """One token a word; a word that is not known is in pieces of one letter, with a mark before all but the first."""
    letters = sorted(set("".join(words.split())))
    known = [*SPECIAL, *dict.fromkeys([*words.split(), *letters, *(f"##{letter}" for letter in letters)])]
    made = Tokenizer(models.WordPiece({word: at for at, word in enumerate(known)}, unk_token="<unk>", max_input_chars_per_word=60))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    names = dict(zip(("bos_token", "pad_token", "eos_token", "unk_token", "mask_token"), SPECIAL, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=made, **names)


def made_network(heads: dict[str, Any], *, words: int, seed: int = 1, dropout: float = 0.1) -> Network:
    """A nano encoder with heads, each made by a function of the encoder's width."""
    config = scratch_config("scratch:nano", words=words, pad=PAD, dropout=dropout)
    width = config.hidden_size
    return Network(
        new_encoder(config, seed=seed), new_heads({name: (lambda make=make: make(width)) for name, make in heads.items()}, seed=seed)
    )


def made_pairs(count: int, *, seed: int = 0) -> list[tuple[str, str, int]]:
    """Pairs whose label can be told: whether the second repeats a word of the first."""
    draw = random.Random(seed)
    words = "red blue green grey pink gold teal plum rust sand".split()
    pairs = []
    for _ in range(count):
        first = draw.sample(words, draw.randint(2, 6))
        label = draw.randint(0, 1)
        rest = [word for word in words if word not in first]
        second = [draw.choice(first)] if label else [draw.choice(rest)]
        pairs.append((" ".join(first), " ".join(second + draw.sample(rest, draw.randint(0, len(rest) - 1))), label))
    return pairs


WORDS = "red blue green grey pink gold teal plum rust sand"
