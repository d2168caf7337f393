"""What was computed, by what it was computed from: a result is found again by the hash of its inputs, or it is not there.

The inputs of a result are its step and settings, the data it reads, the source of its code, the versions of the packages that compute,
and the keys of the results it is built on. They stand beside it and are compared when it is found, as is what its parents gave: with other
weights below it a result is old, though all their settings are the same. A file that was changed since it was written makes a result
that is not there, and so does a changed word in what is told of it: the scores stand there.

One process at a time works on a result (`hold`); a second waits, and finds it. Whoever begins works in folders of its own, and what
another left is moved into them: a process that lost its lock and does not know it (its machine was taken for dead) finds its folders gone
and fails, and can neither write into what its successor makes nor take a result back.

What is not done: nothing is removed, and no result is taken for another because it has the same name.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from reproduce import locks

INPUTS, MADE, RESULT, WORK = "inputs.json", "made.json", "result", "work"
DIGEST = "digest"  # of all else that MADE says
LAST = "last"  # folder of the keys that a node had last, by its name
LOCKS = "locks"  # folder of the locks, by key
_BEGUN = ".begun"  # a file that moves with the work from attempt to attempt: who has it is the last
_KEY = 16  # letters of a key in the name of a folder


class CacheError(ValueError):
    """A result cannot be kept; the message says why."""


class Inputs(NamedTuple):
    """All that a result depends on."""

    step: str
    settings: Mapping[str, Any]
    data: Mapping[str, str]  # what was read, and its hash
    parents: Mapping[str, str]  # by their role, the key of each
    code: Mapping[str, str]  # module, and the hash of its source
    versions: Mapping[str, str]

    def told(self) -> dict[str, Any]:
        """As it stands on disk."""
        told: dict[str, Any] = json.loads(json.dumps(self._asdict(), sort_keys=True))
        return told

    @property
    def key(self) -> str:
        return hashlib.sha256(json.dumps(self.told(), sort_keys=True).encode()).hexdigest()


class Made(NamedTuple):
    """A result that is there."""

    key: str
    folder: Path  # with its files
    summary: Mapping[str, Any]  # what the step says of it
    files: Mapping[str, str]  # name, and hash
    seconds: float
    device: str  # that it was made on


class Attempt(NamedTuple):
    """Where one process works on a result; no other writes there."""

    into: Path  # for the result's files
    work: Path  # for what may be gone on with


class Cache:
    """A folder of results."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def place(self, key: str) -> Path:
        return self._root / key[:_KEY]

    def find(self, inputs: Inputs) -> Made | None:
        """The result of these inputs, if it is there, unchanged, and built on what its parents are now."""
        told = self._told(inputs.key)
        if told is None or _json(self.place(inputs.key) / INPUTS) != inputs.told():
            return None
        made = self._made(inputs.key, told)
        if not self._unchanged(made, told["seen"]) or any(
            self.given(key) != told["built on"][role] for role, key in inputs.parents.items()
        ):
            return None
        return made

    def given(self, key: str) -> str | None:
        """The hash of what a result gave; None where there is none."""
        told = self._told(key)
        return _digest(told["files"]) if told else None

    def get(self, key: str) -> Made:
        """A result that is known to be there. Raises `CacheError` where it was changed since."""
        told = self._told(key)
        if told is None:
            raise CacheError(f"{self.place(key)}: the result that was there is gone, or was changed; the same command makes it again")
        return self._made(key, told)

    def _made(self, key: str, told: Mapping[str, Any]) -> Made:
        return Made(key, self.place(key) / RESULT, told["summary"], told["files"], told["seconds"], told["device"])

    def _told(self, key: str) -> dict[str, Any] | None:
        """What was written down of a result when it was whole; None where nothing was, or another word stands there now."""
        told = _json(self.place(key) / MADE)
        return told if told and told.pop(DIGEST, None) == _digest([key, told]) else None

    def hold(self, key: str) -> AbstractContextManager[None]:
        """Waits until no other process works on this result, on any machine, and lets none begin."""
        return locks.held(self._root / LOCKS / key[:_KEY])

    def begin(self, inputs: Inputs) -> Attempt:
        """Folders for a new attempt: an empty one, and one with the work that an attempt before left."""
        place = self.place(inputs.key)
        if _json(place / INPUTS) != inputs.told():
            shutil.rmtree(place, ignore_errors=True)
        own = secrets.token_hex(4)
        attempt = Attempt(place / f"{RESULT}.{own}", place / f"{WORK}.{own}")
        left = next(place.glob(f"{WORK}.*/{_BEGUN}"), None)
        if left:
            left.parent.rename(attempt.work)  # from here on the attempt before can keep nothing
        else:
            attempt.work.mkdir(parents=True)
            (attempt.work / _BEGUN).touch()
        (place / MADE).unlink(missing_ok=True)
        for old in (place / RESULT, *place.glob(f"{RESULT}.*"), *place.glob(f"{WORK}.*")):
            if old != attempt.work:
                shutil.rmtree(old, ignore_errors=True)
        attempt.into.mkdir()
        _write(place / INPUTS, inputs.told())
        return attempt

    def keep(self, inputs: Inputs, attempt: Attempt, summary: Mapping[str, Any], seconds: float, device: str = "cpu") -> Made:
        """Puts the result in its place, writes down that it is whole, and removes the work."""
        place = self.place(inputs.key)
        told: dict[str, Any] = {
            "summary": dict(summary),
            "files": {name: _hash(path) for name, path in _files(attempt.into)},
            "seen": _seen(attempt.into),
            "built on": {role: self.given(key) for role, key in inputs.parents.items()},
            "seconds": seconds,
            "device": device,
        }
        if not (attempt.work / _BEGUN).exists():
            raise CacheError("another process took this work over, and goes on with it")
        attempt.into.rename(place / RESULT)
        told = json.loads(json.dumps(told))  # as it is read again
        _write(place / MADE, {**told, DIGEST: _digest([inputs.key, told])})
        shutil.rmtree(attempt.work, ignore_errors=True)
        return self.get(inputs.key)

    def _unchanged(self, made: Made, seen: Mapping[str, Any]) -> bool:
        """Whether the files are those that were written; they are read only where size or time of one is another."""
        now = _seen(made.folder)
        if now.keys() != made.files.keys():
            return False
        return all(now[name] == seen[name] or _hash(made.folder / name) == made.files[name] for name in now)

    # --- why a result is not there ---

    def note_last(self, name: str, key: str) -> None:
        """Writes down under which key a node's result was made last."""
        _write(self._root / LAST / f"{hashlib.sha256(name.encode()).hexdigest()[:_KEY]}.json", {"name": name, "key": key})

    def last(self, name: str) -> Mapping[str, Any] | None:
        """The inputs that a node had when its result was made last."""
        noted = _json(self._root / LAST / f"{hashlib.sha256(name.encode()).hexdigest()[:_KEY]}.json") or {}
        key = noted.get("key")
        return _json(self.place(key) / INPUTS) if isinstance(key, str) else None

    def why(self, name: str, inputs: Inputs) -> list[str]:
        """Why a node has to run, a line for each reason; nothing where its result is there."""
        if self.find(inputs):
            return []
        before = self.last(name)
        if before is None:
            return ["it never ran here"]
        reasons = list(_differences(before, inputs.told()))
        if reasons:
            return reasons
        told = self._told(inputs.key)
        if told is None:
            begun = not (self.place(inputs.key) / MADE).exists()
            return ["it was begun and did not end" if begun else "what was written down of its result was changed"]
        built_on = told["built on"]
        others = [role for role, key in inputs.parents.items() if self.given(key) != built_on[role]]
        return [f"{role} gave something else since" for role in others] or ["a file of its result was changed or removed"]


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    one, other = dict(_leaves(before)), dict(_leaves(now))
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) == other.get(name):
            continue
        part, _, rest = name.partition(": ")
        if part in ("code", "data", "parents"):
            how = "changed" if name in one and name in other else "is new" if name in other else "is gone"
            yield f"{rest} {how}" if part != "parents" else f"{rest} has to run again" if how == "changed" else f"{rest} {how}"
        else:
            yield f"{rest or part}: {_shown(one, name)} before, now {_shown(other, name)}"


def _shown(leaves: Mapping[str, Any], name: str) -> str:
    return json.dumps(leaves[name], ensure_ascii=False) if name in leaves else "nothing"


def _leaves(told: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path: "settings: recipe.rate"."""
    if not isinstance(told, dict):
        yield name, told
        return
    for key, value in told.items():
        yield from _leaves(value, f"{name}{'' if not name else '.' if ': ' in name else ': '}{key}")


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def _seen(folder: Path) -> dict[str, list[int]]:
    return {name: [path.stat().st_size, path.stat().st_mtime_ns] for name, path in _files(folder)}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _json(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):  # the last for a thousand brackets
        return None
    return told if isinstance(told, dict) else None


def _write(path: Path, told: Mapping[str, Any]) -> None:
    """Whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")  # a process's number is no name where machines are several
    with beside.open("w", encoding="utf-8") as file:
        json.dump(told, file, indent=1, sort_keys=True, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
