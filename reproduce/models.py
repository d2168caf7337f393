"""The network: one encoder that is carried from phase to phase, and a head for each task.

An encoder is made from scratch at a size that its study tells, or comes from the hub. On disk it is a folder with its configuration and
its weights as safetensors. What is not done: no code from outside is run, it has no pooler, and no head is carried over.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch
import transformers
from safetensors import SafetensorError
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, MT5EncoderModel, PretrainedConfig, T5EncoderModel, XLMRobertaConfig

from reproduce import checkpoints
from reproduce.batches import Laid
from reproduce.dropout import put_dropout_in
from reproduce.sources.fetched import fetch_config, fetch_encoder_files

SCRATCH = "scratch:"


class Size(NamedTuple):
    """The shape of an encoder that is trained from nothing."""

    hidden: int
    layers: int
    heads: int
    inner: int
    longest: int


SIZES = {  # as reproduce/studies/phang2020.toml has them, for what has no study
    "nano": Size(hidden=64, layers=2, heads=2, inner=128, longest=128),
    "small": Size(hidden=256, layers=4, heads=4, inner=1024, longest=512),
}
_POSITIONS_FROM_PADDING = ("xlm-roberta", "roberta", "camembert")  # kinds of model whose first position is the one after the padding's
_RELATIVE = ("mt5", "t5")  # kinds whose positions are those of the row, so that rows cannot be shared
_ONE_SIDED = {"mt5": MT5EncoderModel, "t5": T5EncoderModel}  # kinds that have a decoder too, which stays behind


class ModelError(ValueError):
    """A model cannot be had, or not be used as asked; the message says which and why."""


class Network(nn.Module):
    """An encoder with heads by name."""

    def __init__(self, encoder: nn.Module, heads: Mapping[str, nn.Module]) -> None:
        super().__init__()
        put_dropout_in(encoder)
        self.encoder = encoder
        self.heads = nn.ModuleDict(dict(heads))

    @property
    def config(self) -> PretrainedConfig:
        found = self.encoder.config
        assert isinstance(found, PretrainedConfig)
        return found

    def hidden(self, laid: Laid) -> Tensor:
        """What the last layer says of each token: sequences x longest x width, with zeros behind the end of a sequence."""
        found = self.encoder(**arguments(self.config, laid)).last_hidden_state.flatten(0, 1)
        return gathered(found, laid)


def gathered(flat: Tensor, laid: Laid) -> Tensor:
    """The tokens of each sequence out of the flattened rectangle."""
    there = laid.where >= 0
    return flat[laid.where.clamp_min(0)] * there[:, :, None]


def arguments(config: PretrainedConfig, laid: Laid) -> dict[str, Tensor]:
    """What the encoder is called with."""
    packed = laid.mask.dim() > 2
    if config.model_type in _RELATIVE:
        if packed:
            raise ModelError(f"{config.model_type} counts positions along the row, so that sequences cannot be packed")
        return {"input_ids": laid.tokens, "attention_mask": laid.mask.long()}
    first = (config.pad_token_id or 0) + 1 if config.model_type in _POSITIONS_FROM_PADDING else 0
    mask = laid.mask if packed else laid.mask.long()
    return {"input_ids": laid.tokens, "attention_mask": mask, "position_ids": laid.positions + first}


def size_of(told: Mapping[str, Any]) -> Size:
    """The shape that a study's file tells of a backbone."""
    return Size(**{name: told[name] for name in Size._fields})


def scratch_config(name: str, *, words: int, pad: int, dropout: float = 0.1, size: Size | None = None) -> PretrainedConfig:
    """The configuration of an encoder of this size; without one of `scratch:nano` or its like."""
    size = size or SIZES.get(name.removeprefix(SCRATCH))
    if size is None:
        raise ModelError(f"{name}: there are {', '.join(SCRATCH + known for known in SIZES)}")
    return XLMRobertaConfig(
        vocab_size=words,
        hidden_size=size.hidden,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        intermediate_size=size.inner,
        max_position_embeddings=size.longest + pad + 1,
        type_vocab_size=1,
        pad_token_id=pad,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )


def new_encoder(config: PretrainedConfig, *, seed: int) -> nn.Module:
    """An encoder with weights that depend on the seed alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        one_sided = _ONE_SIDED.get(config.model_type)
        encoder = one_sided(config) if one_sided else AutoModel.from_config(config, **_without_pooler(config))  # type: ignore[no-untyped-call]
    assert isinstance(encoder, nn.Module)
    return encoder


def config_of(name: str, revision: str) -> PretrainedConfig:
    """The configuration of a model of the hub, at a revision."""
    return _config_in(fetch_config(name, revision))


def fetch_encoder(name: str, revision: str) -> nn.Module:
    """An encoder from the hub, at a revision. What its files have beside it, as a head or a decoder, stays behind."""
    folder = fetch_encoder_files(name, revision)
    config = _config_in(folder)
    made: Any = _ONE_SIDED.get(config.model_type, AutoModel)
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # it lists what stays behind
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        encoder, told = made.from_pretrained(
            str(folder),
            config=config,
            trust_remote_code=False,
            use_safetensors=True,
            dtype=torch.float32,
            output_loading_info=True,
            **_without_pooler(config),
        )
    except (SafetensorError, RuntimeError) as error:
        raise ModelError(f"{name}@{revision}: its weights cannot be read: {' '.join(str(error).split())}") from None
    if missing := sorted(told["missing_keys"]):
        raise ModelError(f"{name}@{revision}: {len(missing)} weights of the encoder are not among its files, as {missing[0]}")
    assert isinstance(encoder, nn.Module)
    return encoder


def _config_in(folder: Path) -> PretrainedConfig:
    found = AutoConfig.from_pretrained(str(folder), trust_remote_code=False)
    assert isinstance(found, PretrainedConfig)
    return found


def width_of(encoder: nn.Module) -> int:
    """How many numbers stand for a token."""
    config = encoder.config
    assert isinstance(config, PretrainedConfig)
    width: int = config.hidden_size
    return width


def words_of(encoder: nn.Module) -> nn.Parameter:
    """The embeddings of its vocabulary."""
    return encoder.get_parameter("embeddings.word_embeddings.weight" if hasattr(encoder, "embeddings") else "shared.weight")


def save_encoder(encoder: nn.Module, folder: Path) -> None:
    config = encoder.config
    assert isinstance(config, PretrainedConfig)
    config.save_pretrained(str(folder))
    checkpoints.save_weights(folder, encoder)


def load_encoder(folder: Path) -> nn.Module:
    """The encoder of a folder that `save_encoder` wrote."""
    encoder = new_encoder(_config_in(folder), seed=0)
    checkpoints.load_weights(folder, encoder)
    return encoder


def _without_pooler(config: PretrainedConfig) -> dict[str, Any]:
    return {} if config.model_type in _RELATIVE else {"add_pooling_layer": False}


def new_heads(made: Mapping[str, Any], *, seed: int, spread: float = 0.02) -> dict[str, nn.Module]:
    """The heads with weights that depend on seed and name alone; `made` makes each of them."""
    from reproduce.order import generator

    heads: dict[str, nn.Module] = {}
    for name, make in made.items():
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(generator("head", seed, name).integers(2**62)))
            heads[name] = make()
            for part in heads[name].modules():
                if isinstance(part, nn.Linear):
                    nn.init.normal_(part.weight, std=spread)
                    nn.init.zeros_(part.bias)
    return heads
