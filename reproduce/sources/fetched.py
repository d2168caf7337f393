"""Files of a repository of the hub at a commit: fetched by the hub's own client, and held against the hashes that the hub promised.

The client looks at the size of what it fetched, and not at its bytes. It keeps each file under the hash that the hub told of before: the
SHA-256 of a large one, git's of a small one. A file that has another is removed, so that the next fetch is a new one. What is not done: in
a cache without links, as a system without them has it, the promise is not known, and nothing is looked at.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

Kind = Literal["model", "dataset"]

COMMIT = re.compile(r"[0-9a-f]{40}")
CONFIG = "config.json"
WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"  # of weights in several files
ENCODER = (CONFIG, WEIGHTS, INDEX, "model-*.safetensors")
TOKENIZER = (
    CONFIG,
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "vocab.txt",
    "merges.txt",
    "sentencepiece.bpe.model",
    "spiece.model",
)
_OWN_CODE = "auto_map"  # where a configuration names classes that stand in the repository
_GIT, _LARGE = 40, 64  # letters of a hash
_SHOWN = 12  # letters of a commit in a message


class FetchError(ValueError):
    """A file of the hub is not there, or not what it should be; the message says which, and how."""


def fetch_encoder_files(name: str, commit: str) -> Path:
    """A folder with the configuration of a model and its weights as safetensors."""
    folder = fetch_config(name, commit, ENCODER)
    index = folder / INDEX
    parts = set(json.loads(index.read_bytes())["weight_map"].values()) if index.exists() else {WEIGHTS}
    if index.exists() and (missing := sorted(part for part in parts if not (folder / part).exists())):
        raise FetchError(f"{_at(name, commit)}: its weights are in several files, and {', '.join(missing)} is not there")
    if not index.exists() and not (folder / WEIGHTS).exists():
        raise FetchError(
            f"{_at(name, commit)}: there are no weights as safetensors, and others, which can hold code, are not read; "
            "a revision that has some can be pinned in the study (`revision` of the backbone)"
        )
    return folder


def fetch_tokenizer_files(name: str, commit: str) -> Path:
    """A folder with what a model's tokenizer is made from."""
    return fetch_config(name, commit, TOKENIZER)


def fetch_config(name: str, commit: str, files: Sequence[str] = (CONFIG,)) -> Path:
    """A folder with a model's configuration, and others of its files. One that names code of its own is refused."""
    folder = _fetch("model", name, commit, files)
    if not (folder / CONFIG).exists():
        raise FetchError(f"{_at(name, commit)}: there is no {CONFIG}")
    for told in (CONFIG, "tokenizer_config.json"):
        if (folder / told).exists() and _OWN_CODE in json.loads((folder / told).read_bytes()):
            raise FetchError(f"{_at(name, commit)}: {told} names code of the repository's own ({_OWN_CODE}), which is never run")
    return folder


def fetch_data(name: str, commit: str, files: Sequence[str]) -> None:
    """Puts files of a data set where its reader will look for them."""
    _fetch("dataset", name, commit, files)


def _fetch(kind: Kind, name: str, commit: str, files: Sequence[str]) -> Path:
    """The folder of the client's cache that has these files, as far as there are such: the names may be patterns."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

    if not COMMIT.fullmatch(commit):
        raise FetchError(f"{name}: {commit or 'nothing'!r} is not a commit, and what is not is not fetched")
    disable_progress_bars()
    try:
        folder = Path(snapshot_download(name, repo_type=kind, revision=commit, allow_patterns=list(files)))
    except Exception as error:  # noqa: BLE001  faults of the transport, which is another package with each version of the client
        raise FetchError(f"{_at(name, commit)}: {type(error).__name__}: {' '.join(str(error).split())}") from None
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(path.relative_to(folder).match(one) for one in files):
            check(path, f"{_at(name, commit)}/{path.relative_to(folder).as_posix()}")
    return folder


def check(path: Path, where: str) -> None:
    """Raises `FetchError` where a file of the client's cache has another hash than was promised, and removes it."""
    kept = path.resolve()
    promised = kept.name
    if kept == path or not re.fullmatch(f"[0-9a-f]{{{_GIT}}}|[0-9a-f]{{{_LARGE}}}", promised):
        return
    with kept.open("rb") as file:
        if len(promised) == _LARGE:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        else:
            found = hashlib.sha1(b"blob %d\0" % kept.stat().st_size + file.read()).hexdigest()  # noqa: S324  git's, nothing secret
    if found != promised:
        for one in (path, kept):
            one.unlink(missing_ok=True)  # another worker may have seen it too
        raise FetchError(
            f"{where}: its hash is {found}, where the hub promised {promised}; the file was removed, and is fetched anew next time"
        )


def _at(name: str, commit: str) -> str:
    return f"{name}@{commit[:_SHOWN]}"
