"""The training loop: a kill changes nothing, parts make one whole, and the layout is only a layout."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

import torch
from made_study import PAD, WORDS, made_network, made_pairs, made_tokenizer

from reproduce import checkpoints
from reproduce.formats import masked, pair
from reproduce.models import Network, new_heads
from reproduce.recipes import Recipe, rate_at
from reproduce.train import Stream, Trained, train

RECIPE = Recipe(source="ours", rate=2e-3, batch=8, epochs=3.0, longest=32)
KILLED = """
import os, signal, sys
sys.path[:0] = [{tests!r}, {root!r}]
from test_train import run_two
def stop(step, steps, loss):
    if step == {at}:
        os.kill(os.getpid(), signal.SIGKILL)
run_two({folder!r}, on_step=stop)
"""


def changed(**settings: object) -> Recipe:
    return msgspec.structs.replace(RECIPE, **settings)


def run_one(folder: Path, recipe: Recipe = RECIPE, *, dropout: float = 0.1, seed: int = 1, **more: object) -> tuple[Trained, Network]:
    """One task on the nano encoder."""
    tokenizer = made_tokenizer(WORDS)
    network = made_network({"match": lambda width: pair.Head(width, 2, dropout)}, words=len(tokenizer), seed=seed, dropout=dropout)
    data = pair.encode(made_pairs(60), tokenizer, longest=recipe.longest)
    return train(network, [Stream("match", pair, data)], recipe, seed=seed, pad=PAD, folder=folder, **more), network  # type: ignore[arg-type]


def run_two(folder: str, **more: object) -> tuple[Trained, Network]:
    """Two tasks mixed, one of them hidden words, measured on the way, with a checkpoint every four steps."""
    tokenizer = made_tokenizer(WORDS)
    network = made_network({"match": lambda width: pair.Head(width, 2)}, words=len(tokenizer))
    words = network.encoder.get_parameter("embeddings.word_embeddings.weight")
    network.heads.update(new_heads({"words": lambda: masked.Head(network.config.hidden_size, words)}, seed=3))
    pairs = made_pairs(60)
    streams = [
        Stream("match", pair, pair.encode(pairs, tokenizer, longest=32)),
        Stream("words", masked, masked.encode([one[0] for one in pairs], tokenizer, longest=32)),
    ]
    done = train(network, streams, RECIPE, seed=3, pad=PAD, folder=Path(folder), save_every=4, measure=first_bias, **more)  # type: ignore[arg-type]
    return done, network


def first_bias(network: Network) -> float:
    """A measure that moves with the weights and costs nothing."""
    return float(network.state_dict()["heads.match.outer.bias"][0])


def same(one: Network, other: Network) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True))


@pytest.mark.parametrize("at", sorted(random.Random(2005).sample(range(2, 48), 3)))
def test_a_training_that_is_killed_goes_on_as_if_it_had_not_been(at: int, tmp_path: Path) -> None:
    whole, wanted = run_two(str(tmp_path / "whole"))
    root = Path(__file__).resolve().parents[1]
    program = KILLED.format(tests=str(root / "tests"), root=str(root), at=at, folder=str(tmp_path / "killed"))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={**os.environ, "OMP_NUM_THREADS": str(torch.get_num_threads())}
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    again, found = run_two(str(tmp_path / "killed"))
    assert again == whole
    assert same(found, wanted)


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    first, one = run_one(tmp_path)
    seen: list[int] = []
    second, other = run_one(tmp_path, on_step=lambda step, steps, loss: seen.append(step))
    assert first == second
    assert same(one, other)
    assert not seen


def test_a_torn_checkpoint_is_no_checkpoint(tmp_path: Path) -> None:
    whole, wanted = run_one(tmp_path / "whole")
    run_one(tmp_path / "torn", save_every=5)
    last = checkpoints.steps(tmp_path / "torn")[-1]
    (tmp_path / "torn" / str(last)).rename(tmp_path / "torn" / f".{last}.99")  # as it stands while it is written
    again, found = run_one(tmp_path / "torn", save_every=5)
    assert again == whole
    assert same(found, wanted)


def flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-3] ^= 0x40
    file.write_bytes(content)


def cut_off(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("harm", [flip_a_byte, cut_off, Path.unlink])
@pytest.mark.parametrize("name", [checkpoints.WEIGHTS, checkpoints.MOMENTS, checkpoints.STATE, checkpoints.HASHES])
def test_a_damaged_checkpoint_is_set_aside_and_the_one_before_gone_on_from(name: str, harm: Callable[[Path], None], tmp_path: Path) -> None:
    whole, wanted = run_one(tmp_path / "whole")
    run_one(tmp_path / "hurt", save_every=5)
    before, last = checkpoints.steps(tmp_path / "hurt")
    harm(tmp_path / "hurt" / str(last) / name)
    said: list[str] = []
    seen: list[int] = []
    again, found = run_one(tmp_path / "hurt", save_every=5, on_damage=said.append, on_step=lambda step, steps, loss: seen.append(step))
    assert again == whole
    assert same(found, wanted)
    assert seen[0] == before + 1
    (line,) = said
    assert f"{last}: not as it was written; set aside" in line
    assert (tmp_path / "hurt" / f"{checkpoints.DAMAGED}{last}").is_dir()


def test_a_training_without_a_whole_checkpoint_begins_again(tmp_path: Path) -> None:
    whole, wanted = run_one(tmp_path / "whole")
    run_one(tmp_path / "hurt", save_every=5)
    for step in checkpoints.steps(tmp_path / "hurt"):
        flip_a_byte(tmp_path / "hurt" / str(step) / checkpoints.WEIGHTS)
    said: list[str] = []
    again, found = run_one(tmp_path / "hurt", save_every=5, on_damage=said.append)
    assert again == whole
    assert same(found, wanted)
    assert len(said) == 2


def test_damaged_weights_that_had_measured_best_are_made_again(tmp_path: Path) -> None:
    whole, wanted = run_two(str(tmp_path / "whole"))
    run_two(str(tmp_path / "hurt"))
    for best in (tmp_path / "hurt").glob("best-*"):
        flip_a_byte(best / checkpoints.WEIGHTS)
    said: list[str] = []
    again, found = run_two(str(tmp_path / "hurt"), on_damage=said.append)
    assert again == whole
    assert same(found, wanted)
    assert "best-" in said[0]


@pytest.mark.parametrize("change", [{"layout": "packed"}, {"parts": 3}])
def test_layout_and_parts_change_a_step_by_rounding_only(change: dict[str, object], tmp_path: Path) -> None:
    parts = change.pop("parts", 1)
    plain, _ = run_one(tmp_path / "plain", dropout=0.0)
    other, _ = run_one(tmp_path / "other", changed(**change), dropout=0.0, parts=parts)
    assert other.losses == pytest.approx(plain.losses, rel=1e-4)
    assert len(other.losses) == 24  # sixty examples by eight, a short batch at the end, three times


def test_the_task_is_learned(tmp_path: Path) -> None:
    recipe = changed(epochs=40.0)
    done, _ = run_one(tmp_path, recipe)
    assert sum(done.losses[-20:]) < sum(done.losses[:20]) / 2


def test_the_rate_grows_and_falls() -> None:
    recipe = changed(rate=1.0, warmup=0.1)
    rates = [rate_at(recipe, step, 100) for step in range(100)]
    assert rates[:10] == pytest.approx([(step + 1) / 10 for step in range(10)])
    assert rates[10] == 1.0
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert 0 < rates[-1] < 0.02


def test_the_weights_are_those_that_measured_best_and_of_equals_the_first(tmp_path: Path) -> None:
    scores = iter([0.2, 0.9, 0.9])
    at: list[Network] = []

    def measure(network: Network) -> float:
        copy = made_network({"match": lambda width: pair.Head(width, 2)}, words=network.config.vocab_size)
        copy.load_state_dict(network.state_dict())
        at.append(copy)
        return next(scores)

    done, network = run_one(tmp_path, measure=measure)
    assert (done.best, done.best_step, len(at)) == (0.9, 16, 3)
    assert same(network, at[1])


def test_it_stops_when_nothing_gets_better(tmp_path: Path) -> None:
    scores = iter([0.9, 0.5, 0.4, 0.3, 0.2, 0.1])
    done, _ = run_one(tmp_path, changed(patience=2, measure_every=4), measure=lambda network: next(scores))
    assert (done.steps, done.best_step) == (12, 4)
    assert run_one(tmp_path, changed(patience=2, measure_every=4), measure=lambda network: 1.0)[0] == done


def test_a_mixture_says_what_it_drew(tmp_path: Path) -> None:
    done, _ = run_two(str(tmp_path))
    assert sum(done.drawn.values()) == done.steps == 48
    assert min(done.drawn.values()) > 10
    assert json.loads((tmp_path / str(done.steps) / checkpoints.STATE).read_bytes())["done"] is True


TOGETHER = """
import json, sys
sys.path[:0] = [{tests!r}, {root!r}]
from pathlib import Path
from test_train import run_one
from reproduce.worlds import join_world
world, device = join_world()
done, _ = run_one(Path({folder!r}), world=world, device=device, parts=3)
if world.rank == 0:
    print(json.dumps(done.losses))
"""


def test_two_processes_train_as_one(tmp_path: Path) -> None:
    alone, _ = run_one(tmp_path / "alone", parts=3)
    root = Path(__file__).resolve().parents[1]
    program = TOGETHER.format(tests=str(root / "tests"), root=str(root), folder=str(tmp_path / "together"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={
                **os.environ,
                "ACCELERATE_USE_CPU": "true",
                "MASTER_ADDR": "127.0.0.1",
                "MASTER_PORT": str(port),
                "RANK": str(rank),
                "LOCAL_RANK": str(rank),
                "WORLD_SIZE": "2",
            },
        )
        for rank in range(2)
    ]
    told = [one.communicate(timeout=300) for one in started]
    assert all(one.returncode == 0 for one in started), told[0][1].decode() + told[1][1].decode()
    assert json.loads(told[0][0].decode().splitlines()[-1]) == pytest.approx(alone.losses, rel=1e-5)
