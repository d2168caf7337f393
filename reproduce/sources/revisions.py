"""Which commit a name of the hub stands for: asked once, written down beside the results, and the same from then on.

A branch moves, and what is computed from it would change without a word; a commit does not. So nothing of the hub reaches a plan but at a
commit: one that the study pins, or the one that the hub gave when it was first asked. What was asked is in a small file, so that the next
plan needs no network and is the same one. What is not done: nothing is asked again unless that is wished (`renew`).
"""

from __future__ import annotations

import errno
import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from reproduce.locks import held
from reproduce.sources.fetched import COMMIT, Kind

FILE = "revisions.json"
MAIN = "main"
_PATIENCE = 30  # seconds in which the hub has to answer


class RevisionError(OSError):
    """Which commit a name stands for cannot be known here; the message says why, and what can be done."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(errno.EHOSTUNREACH, why, name)


class Wanted(NamedTuple):
    """A repository of the hub, and the branch, tag or commit of it that is meant."""

    kind: Kind
    name: str
    revision: str = MAIN

    def __str__(self) -> str:
        return f"{self.kind} {self.name}@{self.revision}"


def commits(wanted: Iterable[Wanted], root: Path, *, renew: bool = False) -> Mapping[Wanted, str]:
    """The commit of each. What is in the file of this folder is not asked for, but where it is to be renewed. Raises `RevisionError`."""
    file = root / FILE
    known = {} if renew else _read(file)
    found, asked = {}, {}
    for one in dict.fromkeys(wanted):
        commit = one.revision if COMMIT.fullmatch(one.revision) else known.get(str(one))
        if commit is None:
            commit = asked[str(one)] = _ask(one)
        found[one] = commit
    if asked:
        with held(file.with_suffix(".lock")):
            _write(file, {**_read(file), **asked})
    return found


def _ask(wanted: Wanted) -> str:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError

    what = "model" if wanted.kind == "model" else "data set"
    try:
        commit = HfApi().repo_info(wanted.name, repo_type=wanted.kind, revision=wanted.revision, timeout=_PATIENCE).sha
    except GatedRepoError:
        raise RevisionError(wanted.name, f"the hub gives this {what} only to those who asked for it there, and are logged in") from None
    except RepositoryNotFoundError:
        raise RevisionError(wanted.name, f"the hub has no {what} of this name, or not for everyone") from None
    except RevisionNotFoundError:
        raise RevisionError(wanted.name, f"this {what} has no revision {wanted.revision!r} on the hub") from None
    except Exception as error:  # noqa: BLE001  faults of the transport, which is another package with each version of the client
        why = " ".join(str(error).split()) or type(error).__name__
        raise RevisionError(
            wanted.name,
            f"which commit `{wanted.revision}` of this {what} stands for was never asked, and the hub does not answer ({why}): "
            "plan once with network, which writes it down, or pin a commit in the study",
        ) from None
    if not commit or not COMMIT.fullmatch(commit):
        raise RevisionError(wanted.name, f"the hub says that `{wanted.revision}` is {commit!r}, which is no commit")
    return commit


def _read(file: Path) -> dict[str, str]:
    try:
        told = json.loads(file.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise RevisionError(str(file), "this is no JSON; without the file the names are asked for again") from None
    return {str(name): str(commit) for name, commit in told.items()}


def _write(file: Path, told: Mapping[str, str]) -> None:
    """Whole, or not at all."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    beside.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    beside.replace(file)
