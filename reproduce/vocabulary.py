"""The tokenizer of an encoder that is trained from nothing: pieces of words, counted in the text that it is trained on.

It is like XLM-R's in its special tokens and in the mark where a word begins. Its pieces are merged pairs: the same text gives the same
ones, which the training of a unigram model, as XLM-R has it, does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reproduce.sources.fetched import fetch_tokenizer_files

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_NAMES = ("bos_token", "pad_token", "eos_token", "unk_token", "mask_token")


def train_tokenizer(texts: Iterable[str], *, words: int) -> Any:
    """A tokenizer of at most so many pieces."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE(unk_token=SPECIAL[3]))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=words, special_tokens=list(SPECIAL), show_progress=False)
    made.train_from_iterator(texts, trainer)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    names = dict(zip(_NAMES, SPECIAL, strict=True)) | {"cls_token": SPECIAL[0], "sep_token": SPECIAL[2]}
    return PreTrainedTokenizerFast(tokenizer_object=made, **names)  # type: ignore[no-untyped-call]


def load_tokenizer(folder: Path) -> Any:
    """A tokenizer out of a folder. No code that stands in it is run."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(str(folder), trust_remote_code=False)


def fetch_tokenizer(name: str, revision: str) -> Any:
    """The tokenizer of a model of the hub, at a revision."""
    folder = fetch_tokenizer_files(name, revision)
    if not (folder / "tokenizer.json").exists():
        import sentencepiece  # noqa: F401  where it is missing, transformers names another package
    return load_tokenizer(folder)
