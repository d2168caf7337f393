"""Where a training stands, on disk: weights and the optimizer's moments as safetensors, the rest as JSON; whole, or not there.

A checkpoint is written beside its place, flushed, and moved; a kill at any moment leaves the one before. The hashes of its files stand
beside them: one of which a byte is another is set aside, and the one before it is gone on from. Nothing random is stored: every draw of a
training is a function of seed and step. What is not done: no pickle is written or read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

WEIGHTS, MOMENTS, STATE = "weights.safetensors", "moments.safetensors", "state.json"
HASHES = "hashes.json"  # of the other files
DAMAGED = "damaged-"  # before the name of what was set aside
_KEPT = 2  # checkpoints of a training: the last, and the one before it


class CheckpointError(ValueError):
    """A file of a checkpoint is not what was written."""


def save(folder: Path, step: int, network: torch.nn.Module, optimizer: torch.optim.Optimizer, state: Mapping[str, Any]) -> None:
    """Writes the checkpoint of a step and removes those that are no longer needed."""
    told = json.dumps(dict(state)).encode()
    _write(folder / str(step), {WEIGHTS: weights_of(network), MOMENTS: _moments(optimizer), STATE: told})
    for old in steps(folder)[:-_KEPT]:
        shutil.rmtree(folder / str(old))
    needed = {_best(_state(folder / str(kept))["best_step"]) for kept in steps(folder)}
    for found in folder.glob(_best("*")):
        if found.name not in needed:
            shutil.rmtree(found)


def save_best(folder: Path, step: int, network: torch.nn.Module) -> None:
    """Writes the weights of a step that measured best; those before stay while a checkpoint needs them."""
    _write(folder / _best(step), {WEIGHTS: weights_of(network)})


def load_best(folder: Path, step: int, network: torch.nn.Module) -> None:
    place = folder / _best(step)
    if not _whole(place):
        raise CheckpointError(f"{place}: these weights are not those that were written; the same command goes on from before them")
    load_weights(place, network)


def _best(step: int | str | None) -> str:
    return f"best-{step}"


def save_weights(place: Path, network: torch.nn.Module) -> None:
    save_file(weights_of(network), place / WEIGHTS)


def load_weights(place: Path, network: torch.nn.Module) -> None:
    network.load_state_dict(_shared(network, load_file(place / WEIGHTS)))


def _write(place: Path, files: Mapping[str, dict[str, Tensor] | bytes]) -> None:
    """A folder with some files: whole, or not at all. What stands there already was written by the same step, and stays."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    for rest in place.parent.glob(f".{place.name}.*"):
        shutil.rmtree(rest)  # of a process that was killed
    beside = place.parent / f".{place.name}.{os.getpid()}"
    beside.mkdir()
    for name, content in files.items():
        if isinstance(content, bytes):
            (beside / name).write_bytes(content)
        else:
            save_file(content, beside / name)
    (beside / HASHES).write_text(json.dumps({name: _hash(beside / name) for name in files}), encoding="utf-8")
    for name in (*files, HASHES):
        _flush(beside / name)
    _flush(beside)
    beside.rename(place)
    _flush(place.parent)


def steps(folder: Path) -> list[int]:
    """The steps of which there is a checkpoint, in order."""
    return sorted(int(found.name) for found in folder.iterdir() if found.name.isdigit()) if folder.is_dir() else []


def resume(
    folder: Path, network: torch.nn.Module, optimizer: torch.optim.Optimizer, on_damage: Callable[[str], object] = lambda said: None
) -> dict[str, Any] | None:
    """Puts network and optimizer where the last checkpoint has them and gives its state; None where there is none.

    Those that are not as they were written are set aside, which is told in a line.
    """
    last = _last_whole(folder, on_damage)
    if last is None:
        return None
    place = folder / str(last)
    load_weights(place, network)
    _put_moments(optimizer, load_file(place / MOMENTS))
    return _state(place)


def _last_whole(folder: Path, on_damage: Callable[[str], object]) -> int | None:
    """The step of the last checkpoint that is whole, with the weights that had measured best by then."""
    for step in reversed(steps(folder)):
        place = damaged = folder / str(step)
        if _whole(place):
            best = _state(place)["best_step"]
            if best is None or _whole(folder / _best(best)):
                return step
            damaged = folder / _best(best)
        for one in {place, damaged}:
            _set_aside(one)
        on_damage(f"{damaged}: not as it was written; set aside, and gone on from the checkpoint before it, or from the beginning")
    return None


def _whole(place: Path) -> bool:
    """Whether the files of a folder are those that were written."""
    try:
        told = json.loads((place / HASHES).read_bytes())
        return {file.name for file in place.iterdir()} == {*told, HASHES} and all(_hash(place / name) == told[name] for name in told)
    except (OSError, ValueError, TypeError):
        return False


def _set_aside(place: Path) -> None:
    aside = place.with_name(f"{DAMAGED}{place.name}")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        place.rename(aside)
    except FileNotFoundError:  # it was never there, or one that trains with this process was sooner
        return


def _state(place: Path) -> dict[str, Any]:
    state = json.loads((place / STATE).read_bytes())
    assert isinstance(state, dict)
    return state


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def weights_of(network: torch.nn.Module) -> dict[str, Tensor]:
    """The weights by name, each once: those that share memory stand under their first name."""
    seen: set[int] = set()
    found: dict[str, Tensor] = {}
    for name, tensor in network.state_dict().items():
        if tensor.data_ptr() not in seen or not tensor.numel():
            seen.add(tensor.data_ptr())
            found[name] = tensor.detach().contiguous()
    return found


def _shared(network: torch.nn.Module, found: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights with those again that share memory in the network."""
    places = {tensor.data_ptr(): name for name, tensor in network.state_dict().items() if name in found}
    return {name: found[name] if name in found else found[places[tensor.data_ptr()]] for name, tensor in network.state_dict().items()}


def _moments(optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    state = optimizer.state_dict()["state"]
    return {f"{at}.{name}": torch.as_tensor(tensor).contiguous() for at, kept in state.items() for name, tensor in kept.items()}


def _put_moments(optimizer: torch.optim.Optimizer, found: Mapping[str, Tensor]) -> None:
    state: dict[int, dict[str, Tensor]] = {}
    for key, tensor in found.items():
        at, _, name = key.partition(".")
        state.setdefault(int(at), {})[name] = tensor
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
