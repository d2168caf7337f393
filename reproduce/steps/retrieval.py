"""Sentences that look for their translations, with an encoder as it is: nothing is trained. Every layer is scored, one is reported.

Which layer and which pooling that is stands in the recipe and was chosen before; of an encoder with other depths it is the layer at the
same share of its height. The sweep over all layers is kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import torch

from reproduce.evaluate import vectors
from reproduce.metrics import ranking
from reproduce.metrics import retrieval as metric
from reproduce.metrics.metric import Score
from reproduce.models import Network, load_encoder
from reproduce.reading import read_kept
from reproduce.steps import Job, task_of
from reproduce.vocabulary import load_tokenizer

SWEEP = "sweep.json"
DEEP = 24  # layers of the encoder that recipes count by


def run(job: Job) -> dict[str, Any]:
    settings = job.settings
    task = task_of(settings["task"])
    tokenizer = load_tokenizer(job.parents["tokenizer"])
    network = Network(load_encoder(job.parents["encoder"]), {}).to(job.running.device)
    deep = network.config.num_hidden_layers
    chosen = metric.Encoding(settings["pool"], layer_of(settings["layer"], deep), deep)
    found: list[dict[str, Any]] = []
    every: dict[str, dict[str, Any]] = {}
    kept: tuple[list[str], Mapping[int, Any]] = ([], {})
    for number, language in enumerate(settings["languages"]):
        (bitext,) = read_kept(task, "test", language, job.source).examples
        texts = [[text for _, text in side] for side in (bitext.source, bitext.target)]
        if texts[1] != kept[0]:  # where answers are looked for, every language looks among the same sentences
            kept = texts[1], _vectors(network, texts[1], tokenizer, job, settings)
        sides = [_vectors(network, texts[0], tokenizer, job, settings), kept[1]]

        def score(encoding: metric.Encoding, bitext: Any = bitext, sides: Any = sides) -> Score:
            return _score(task.metric, bitext, sides[0][encoding.layer], sides[1][encoding.layer])

        swept = metric.sweep([metric.Encoding(settings["pool"], layer, deep) for layer in range(deep + 1)], score, chosen)
        one = swept.score
        found.append({"language": language, **one._asdict(), "parts": dict(one.parts), "examples": one.n, "encoding": str(chosen)})
        every[language] = {str(encoding): score.value for encoding, score in swept.scores.items()}
        job.say(step=number + 1, steps=len(settings["languages"]))
    (job.into / SWEEP).write_text(json.dumps(every, indent=1), encoding="utf-8")
    return {"scores": found}


def layer_of(layer: int, deep: int) -> int:
    """The layer of an encoder that stands as high in it as `layer` does in one of 24."""
    return layer if deep == DEEP else max(1, round(layer * deep / DEEP))


def _vectors(network: Network, texts: list[str], tokenizer: Any, job: Job, settings: Mapping[str, Any]) -> Mapping[int, Any]:
    sequences = tokenizer(texts, truncation=True, max_length=settings["longest"], return_attention_mask=False)["input_ids"]
    layers = range(network.config.num_hidden_layers + 1)
    return vectors(
        network,
        sequences,
        pad=tokenizer.pad_token_id,
        layers=layers,
        pool=settings["pool"],
        size=job.running.size,
        device=torch.device(job.running.device),
    )


def _score(name: str, bitext: Any, source: Any, target: Any) -> Score:
    if name == "tatoeba":
        places = {one: at for at, (one, _) in enumerate(bitext.source)}
        answers = {english: places[foreign] for foreign, english in bitext.gold}
        return metric.tatoeba(target, source, [answers[one] for one, _ in bitext.target])
    if name == "answers map@20":
        rows = {one: at for at, (one, _) in enumerate(bitext.target)}
        right: dict[str, list[int]] = {}
        for one, other in bitext.gold:
            right.setdefault(one, []).append(rows[other])
        return ranking.answers_map(source, target, [right[one] for one, _ in bitext.source])
    texts = [[text for _, text in side] for side in (bitext.source, bitext.target)]
    mined = metric.mine(source, texts[0], target, texts[1])
    sides = [metric.Side([one for one, _ in side], [text for _, text in side]) for side in (bitext.source, bitext.target)]
    scored = metric.by_id(mined.candidates, *sides)
    return metric.bucc_oracle_sample(scored, {f"{one}\t{other}" for one, other in bitext.gold})
