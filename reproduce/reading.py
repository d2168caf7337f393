"""Examples that were read are kept for a while: the nodes of a plan that one worker runs read the same data again and again.

What is kept is known by the hashes of what it was read from, so that a file that changes is read anew.
"""

from __future__ import annotations

import json

import msgspec

from reproduce.tasks import Data, Source, Task, read, tasks

MOST = 500_000  # examples that are kept; the oldest go first

_kept: dict[str, Data] = {}


def read_kept(task: Task, split: str, language: str, source: Source) -> Data:
    """The examples of a split in a language, as `reproduce.tasks.read` has them. They are shared: nobody changes them."""
    key = json.dumps([source.name, identity_of(task, split, language, source), split, language, msgspec.to_builtins(task)], sort_keys=True)
    if key not in _kept:
        _kept[key] = read(task, split, language, source)
        while len(_kept) > 1 and sum(len(data.examples) for data in _kept.values()) > MOST:
            _kept.pop(next(iter(_kept)))
    return _kept[key]


def identity_of(task: Task, split: str, language: str, source: Source) -> dict[str, str]:
    """What the examples would be read from, with hashes: of a task that is made out of another one, all of that one's languages."""
    if not task.made_from:
        return source.identity(task, split, language)
    whole = tasks()[task.made_from]
    found: dict[str, str] = {}
    for one in source.languages(whole, split):
        found |= source.identity(whole, split, one)
    return found
