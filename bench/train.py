"""Our training loop beside transformers.Trainer: real tokens per CPU-second, peak memory, and whether a resumed training is the same.

    .venv/bin/python bench/train.py --quick    a look, some minutes
    .venv/bin/python bench/train.py            in full: about an hour; with --rounds 3 some 35 minutes
    .venv/bin/python bench/train.py --record   and write the section of RESULTS.md

Both train the same network on the same pairs, with the same batch, optimiser, clip and dropout, each in a process of its own on one
thread. The variants take turns in an order that is drawn anew each round, so that what the machine does meanwhile hits all alike.
CPU-seconds count, and no padding does: a token is one that stands in an example. Trainer's setting up is not counted, ours is. Where there
is a GPU, XLM-R Large with random weights follows; where there is none, that is said.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from results import commit, machine, record  # noqa: E402

# Drawn lengths: log-normal, cut at the longest; the median and the spread give what was seen of sentence pairs, a mean of 27 and of 46.
LENGTHS = {64: (23.3, 0.58), 128: (39.5, 0.60)}
SHORTEST, WORDS, LABELS, BATCH, SEED = 8, 8000, 3, 32, 14
AIM_PLAIN, AIM_GROUPED = 2.2, 1.05  # times Trainer as it comes, and with its examples grouped by length

TRAINER, GROUPED, OURS = "Trainer, as it comes", "Trainer, grouped by length", "ours, by length"
VARIANTS: dict[str, tuple[str, ...]] = {  # who trains; Trainer's sampling, or our order and layout
    TRAINER: ("trainer", "random"),
    GROUPED: ("trainer", "group_by_length"),
    OURS: ("ours", "by length", "padded"),
    "ours, as drawn, packed": ("ours", "drawn", "packed"),
    "ours, as drawn, padded": ("ours", "drawn", "padded"),
}

STEPS_OF_EPOCH, SAVED_EVERY = 20, 7  # of the small training that is resumed: 160 examples by 8, three times
STOPS = {1: SAVED_EVERY, 2: 4 * SAVED_EVERY}  # by epoch, the step of the checkpoint that is gone on from

GPU_SHAPES = {128: 128, 256: 64}  # by length, the examples of a batch
GPU_STEPS = 40
PEAKS = {"H200": 989e12, "H100": 989e12, "A100": 312e12}  # bf16 without sparsity, by the makers' sheets; H100 as SXM
AIM_SHARE = 0.5


class Size(NamedTuple):
    """How much is measured."""

    rounds: int
    batches: int  # of an epoch; Trainer sorts within a quarter of it, at most 50 batches
    steps: int  # that are measured: whole stretches of those that Trainer sorts, which it trains from long to short


FULL, QUICK = Size(rounds=5, batches=200, steps=100), Size(rounds=1, batches=80, steps=20)


class Measured(NamedTuple):
    """What one training took."""

    tokens: int
    cpu: float  # seconds
    wall: float
    peak: float  # MB, of memory; of a GPU's where there is one


# --- what is trained ------------------------------------------------------------------------------------------------


def pairs(longest: int, count: int) -> tuple[list[list[int]], list[int]]:
    """Sequences of tokens with lengths as they are drawn, and a label for each."""
    draw = random.Random(SEED)
    middle, spread = LENGTHS[longest]
    sequences = []
    for _ in range(count):
        length = min(longest, max(SHORTEST, round(middle * draw.lognormvariate(0, spread))))
        cut = length // 2
        words = [draw.randrange(5, WORDS) for _ in range(length - 4)]
        sequences.append([0, *words[: cut - 2], 2, 2, *words[cut - 2 :], 2])
    return sequences, [draw.randrange(LABELS) for _ in range(count)]


def encoder_config(name: str) -> Any:
    """The configuration of the encoder that is measured: the small one from nothing, or XLM-R Large."""
    from transformers import XLMRobertaConfig

    from reproduce.models import scratch_config

    if name != "large":
        return scratch_config(f"scratch:{name}", words=WORDS, pad=1)
    return XLMRobertaConfig(
        vocab_size=250002,
        hidden_size=1024,
        num_hidden_layers=24,
        num_attention_heads=16,
        intermediate_size=4096,
        max_position_embeddings=514,
        type_vocab_size=1,
        pad_token_id=1,
    )


def train_ours(asked: dict[str, Any], folder: Path, on_step: Callable[[int, int, float], None] | None = None, every: int = 10**9) -> Any:
    """Our training as it is asked for; gives what came out and the network."""
    import torch

    from reproduce.formats import Encoded, pair
    from reproduce.models import Network, new_encoder, new_heads
    from reproduce.recipes import Recipe
    from reproduce.train import Stream, train

    sequences, labels = asked["data"]
    _, order, layout = asked["how"]
    config = encoder_config(asked["model"])
    network = Network(new_encoder(config, seed=SEED), new_heads({"pair": lambda: pair.Head(config.hidden_size, LABELS)}, seed=SEED))
    recipe = Recipe(
        source="ours",
        rate=5e-4,
        batch=asked["batch"],
        steps=asked["steps"],
        longest=asked["longest"],
        order=order,
        layout=layout,
        precision="bf16" if asked["device"] != "cpu" else "fp32",
    )
    stream = Stream("pair", pair, Encoded([[one] for one in sequences], labels))
    done = train(
        network,
        [stream],
        recipe,
        seed=SEED,
        pad=1,
        folder=folder,
        device=torch.device(asked["device"]),
        save_every=every,
        on_step=on_step,
    )
    return done, network


def trainer_of(asked: dict[str, Any], folder: Path, *, steps: int, callbacks: list[Any], every: int = 0) -> Any:
    """The Trainer that does the same, with nothing set but what both share."""
    from tokenizers import Tokenizer, models
    from transformers import (
        DataCollatorWithPadding,
        PreTrainedTokenizerFast,
        Trainer,
        TrainingArguments,
        XLMRobertaForSequenceClassification,
        logging,
        set_seed,
    )

    logging.set_verbosity_error()
    set_seed(SEED)
    config = encoder_config(asked["model"])
    config.num_labels = LABELS
    names = {"<pad>" if at == 1 else f"w{at}": at for at in range(WORDS)}
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel(names, unk_token="w3")), pad_token="<pad>")
    arguments = TrainingArguments(
        str(folder),
        per_device_train_batch_size=asked["batch"],
        max_steps=steps,
        learning_rate=5e-4,
        weight_decay=0.01,
        max_grad_norm=1.0,
        warmup_steps=0.1,  # of all
        optim="adamw_torch_fused",
        train_sampling_strategy=asked["how"][1],
        bf16=asked["device"] != "cpu",
        use_cpu=asked["device"] == "cpu",
        save_strategy="steps" if every else "no",
        save_steps=every or 500,
        disable_tqdm=True,
        report_to="none",
        seed=SEED,
    )
    rows = [{"input_ids": one, "attention_mask": [1] * len(one), "labels": label} for one, label in zip(*asked["data"], strict=True)]
    network = XLMRobertaForSequenceClassification(config)
    collate = DataCollatorWithPadding(tokenizer)
    return Trainer(network, arguments, collate, train_dataset=rows, callbacks=callbacks)  # type: ignore[arg-type]


# --- in a process of its own ----------------------------------------------------------------------------------------


class Clock:
    """CPU and wall from one call to the next."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._from = self._now()

    def _now(self) -> tuple[float, float]:
        if self._device != "cpu":
            import torch

            torch.cuda.synchronize()
        return time.process_time(), time.perf_counter()

    def took(self) -> tuple[float, float]:
        cpu, wall = self._now()
        return cpu - self._from[0], wall - self._from[1]


def peak_of(device: str) -> float:
    if device != "cpu":
        import torch

        return torch.cuda.max_memory_allocated() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def measure_ours(asked: dict[str, Any], folder: Path) -> Measured:
    train_ours({**asked, "steps": 5}, folder / "warm")
    took: list[tuple[float, float]] = []
    clock = Clock(asked["device"])
    steps = asked["steps"]
    done, _ = train_ours(asked, folder / "told", lambda step, *_: took.append(clock.took()) if step == steps else None)
    return Measured(done.tokens, *took[0], peak_of(asked["device"]))


def measure_trainer(asked: dict[str, Any], folder: Path) -> Measured:
    from transformers import TrainerCallback

    clocks: list[Clock] = []
    took: list[tuple[float, float]] = []

    class Watch(TrainerCallback):  # type: ignore[misc]
        def on_train_begin(self, *_: Any, **__: Any) -> None:
            clocks.append(Clock(asked["device"]))

        def on_step_end(self, _: Any, state: Any, *__: Any, **___: Any) -> None:
            if state.global_step == state.max_steps:
                took.append(clocks[-1].took())

    trainer_of(asked, folder / "warm", steps=5, callbacks=[]).train()
    trainer = trainer_of(asked, folder / "told", steps=asked["steps"], callbacks=[Watch])
    tokens: list[Any] = []
    trainer.model.register_forward_pre_hook(lambda _, __, given: tokens.append(given["attention_mask"].sum()), with_kwargs=True)
    trainer.train()
    return Measured(int(sum(tokens)), *took[0], peak_of(asked["device"]))


def resume_ours(asked: dict[str, Any], folder: Path) -> list[str]:
    """What the weights are in the end. With `kill`, this process ends at that step, by a signal that nothing survives."""

    def stop(step: int, *_: Any) -> None:
        if step == asked["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)

    _, network = train_ours(asked, Path(asked["folder"]), stop, every=SAVED_EVERY)
    return [digest(network)]


def resume_trainer(asked: dict[str, Any], folder: Path) -> list[str]:
    """What the weights are in the end: unbroken, and gone on from the checkpoint of each stop."""
    found = []
    for stop in (None, *STOPS.values()):
        trainer = trainer_of(asked, folder, steps=asked["steps"], callbacks=[], every=SAVED_EVERY if stop is None else 10**6)
        trainer.train(resume_from_checkpoint=None if stop is None else str(folder / f"checkpoint-{stop}"))
        found.append(digest(trainer.model))
    return found


def digest(network: Any) -> str:
    return hashlib.sha256(b"".join(one.detach().numpy().tobytes() for one in network.state_dict().values())).hexdigest()


CHILDREN: dict[str, Callable[[dict[str, Any], Path], Any]] = {
    "measure ours": measure_ours,
    "measure trainer": measure_trainer,
    "resume ours": resume_ours,
    "resume trainer": resume_trainer,
}


def be_child(asked: dict[str, Any]) -> None:
    import torch

    if asked["device"] == "cpu":
        torch.set_num_threads(1)  # threads that wait for each other would count as CPU
    if asked["device"] == "cpu":
        asked["data"] = pairs(asked["longest"], asked["examples"])
    else:  # nothing but whole rows, so that a token is a slot
        draw = random.Random(SEED)
        rows = [[0, *(draw.randrange(5, WORDS) for _ in range(asked["longest"] - 1))] for _ in range(asked["examples"])]
        asked["data"] = rows, [draw.randrange(LABELS) for _ in rows]
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(CHILDREN[asked["child"]](asked, Path(folder))))


def child(what: str, how: tuple[str, ...], *, may_be_killed: bool = False, **asked: Any) -> Any:
    """What a process of its own found; None where it was killed, as it should be."""
    told = {"device": "cpu", "model": "small", "batch": BATCH, **asked, "child": f"{what} {how[0]}", "how": how}
    threads = {"OMP_NUM_THREADS": "1"} if told["device"] == "cpu" else {}
    done = subprocess.run(
        [sys.executable, __file__, "--child", json.dumps(told)],
        capture_output=True,
        text=True,
        env={**os.environ, **threads, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"},
    )
    if may_be_killed and done.returncode == -signal.SIGKILL:
        return None
    if done.returncode:
        raise SystemExit(f"{what}, {', '.join(how)}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


# --- the tables -----------------------------------------------------------------------------------------------------


def measure(size: Size) -> dict[int, dict[str, list[Measured]]]:
    """Every variant in every round, by longest sequence; in a round the order is drawn."""
    found: dict[int, dict[str, list[Measured]]] = {longest: {name: [] for name in VARIANTS} for longest in LENGTHS}
    for turn in range(size.rounds):
        order = [(longest, name) for longest in LENGTHS for name in VARIANTS]
        random.Random(turn).shuffle(order)
        for longest, name in order:
            told = child("measure", VARIANTS[name], longest=longest, steps=size.steps, examples=size.batches * BATCH)
            found[longest][name].append(Measured(*told))
            print(f"round {turn + 1}, to {longest}, {name}: {found[longest][name][-1]}", file=sys.stderr)
    return found


def speed_lines(found: dict[int, dict[str, list[Measured]]], size: Size) -> Iterator[str]:
    """A table for each longest sequence, and whether the aims are met."""
    for longest, variants in found.items():
        lengths = [len(one) for one in pairs(longest, size.batches * BATCH)[0]]
        yield f"Lengths to {longest}, mean {sum(lengths) / len(lengths):.1f}:"
        yield ""
        yield "| training | tokens per CPU-second, median (all) | times Trainer as it comes | times Trainer grouped | peak memory |"
        yield "| --- | --: | --: | --: | --: |"
        rates = {name: [one.tokens / one.cpu for one in those] for name, those in variants.items()}
        for name, those in rates.items():
            plain, grouped = (_spread([a / b for a, b in zip(those, rates[other], strict=True)], "{:.2f}") for other in (TRAINER, GROUPED))
            memory = median(one.peak for one in variants[name])
            yield f"| {name} | {_spread(those, '{:,.0f}')} | {plain} | {grouped} | {memory:.0f} MB |"
        yield ""
        for other, aim in ((TRAINER, AIM_PLAIN), (GROUPED, AIM_GROUPED)):
            reached = median(a / b for a, b in zip(rates[OURS], rates[other], strict=True))
            yield f"{OURS[0].upper()}{OURS[1:]}: {reached:.2f} times {other} (aim {aim}: {'met' if reached >= aim else 'NOT met'})."
        yield ""


def _spread(values: list[float], form: str) -> str:
    """The median, with the least and the most of all."""
    return f"{form.format(median(values))} ({form.format(min(values))} to {form.format(max(values))})"


def resume_lines() -> Iterator[str]:
    """Whether a training that is gone on with ends with the weights of an unbroken one."""
    yield "| gone on with, weights equal to those of the unbroken training | from a checkpoint in epoch 1 | in epoch 2 |"
    yield "| --- | --- | --- |"
    small = {"model": "nano", "batch": 8, "longest": 64, "examples": 8 * STEPS_OF_EPOCH, "steps": 3 * STEPS_OF_EPOCH}
    for name, how in VARIANTS.items():
        if how[0] == "trainer":
            whole, *again = child("resume", how, **small)
        else:
            with tempfile.TemporaryDirectory() as folder:
                (whole,) = child("resume", how, **small, folder=f"{folder}/whole", kill=0)
                again = []
                for epoch, stop in STOPS.items():
                    place = f"{folder}/{epoch}"
                    assert child("resume", how, may_be_killed=True, **small, folder=place, kill=stop + 2) is None
                    again += child("resume", how, **small, folder=place, kill=0)
        yield f"| {name} | {' | '.join('equal' if one == whole else 'NOT equal' for one in again)} |"
    yield ""
    yield "Ours is killed by SIGKILL two steps after the checkpoint; Trainer, which needs its checkpoint alone, is begun anew from it."


def gpu_lines() -> Iterator[str]:
    """XLM-R Large with random weights in bf16, every token real."""
    import torch

    if not torch.cuda.is_available():
        yield "XLM-R Large on a GPU: not run, there is none here."
        return
    device = torch.cuda.get_device_name()
    peak = next((peak for name, peak in PEAKS.items() if name in device), None)
    yield f"XLM-R Large from its configuration, random weights, bf16, {device}, {GPU_STEPS} steps after 5, median of 3 (all):"
    yield ""
    yield "| training | length, batch | tokens/s | share of the chip's peak | memory |"
    yield "| --- | --: | --: | --: | --: |"
    for longest, batch in GPU_SHAPES.items():
        names = [TRAINER, OURS]
        found: dict[str, list[Measured]] = {name: [] for name in names}
        for turn in range(3):
            for name in names if turn % 2 else reversed(names):
                asked = {"longest": longest, "batch": batch, "examples": batch * GPU_STEPS, "steps": GPU_STEPS}
                found[name].append(Measured(*child("measure", VARIANTS[name], device="cuda", model="large", **asked)))
        for name, those in found.items():
            rates = [one.tokens / one.wall for one in those]
            share = "not known" if peak is None else f"{median(rates) * flops_of_token(longest) / peak:.1%}"
            memory = median(one.peak for one in those) / 1e3
            yield f"| {name} | {longest}, {batch} | {_spread(rates, '{:,.0f}')} | {share} | {memory:.1f} GB |"
    yield ""
    yield f"A token takes 6 operations a weight that is no embedding, and 12 · layers · width · length of attention; aim {AIM_SHARE:.0%}."


def flops_of_token(longest: int) -> float:
    config = encoder_config("large")
    layer = 4 * config.hidden_size**2 + 2 * config.hidden_size * config.intermediate_size
    return float(config.num_hidden_layers * (6 * layer + 12 * config.hidden_size * longest))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the figures into RESULTS.md")
    parser.add_argument("--quick", action="store_true", help="little, for a look")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often every variant is measured; 5 if not given, 1 with --quick")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        be_child(json.loads(given.child))
        return 0
    import torch
    import transformers

    size = QUICK if given.quick else FULL
    size = size._replace(rounds=given.rounds or size.rounds)
    load = os.getloadavg()[0]
    lines = [*speed_lines(measure(size), size), *resume_lines(), "", *gpu_lines()]
    told = (
        f"4 layers, 256 wide, 4 heads, {WORDS} words, batch {BATCH}, dropout 0.1, fp32, one thread; {size.steps} steps of an epoch of "
        f"{size.batches}; n = {size.rounds} rounds, ratios within a round; load of the machine before: {load:.2f}."
    )
    where = f"torch {torch.__version__}, transformers {transformers.__version__}, {machine()}; commit {commit()}"
    text = "\n".join([told, "", *lines, "", f"{where}; `python bench/train.py {' '.join(sys.argv[1:])}`."])
    print(text)
    if given.record:
        record("Training", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
