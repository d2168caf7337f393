"""A plan is run: what is there is left, the rest goes to an engine, and how it went is told as it goes."""

from __future__ import annotations

import hashlib
import importlib
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from reproduce.alive import this_process
from reproduce.cache import Cache
from reproduce.engines import Ended
from reproduce.plan import Plan
from reproduce.steps import Running
from reproduce.working import Log, Work
from reproduce.worlds import is_first

ENGINES = ("local", "ray", "together")
LOGS = "logs"
_LONGEST = 100  # letters of the name of a log


class Went(NamedTuple):
    """How a run went: how many nodes were there, were made, failed, and were not tried."""

    there: int
    made: int
    failed: tuple[Ended, ...]
    untried: int


def log_of(plan: Plan, root: Path) -> Path:
    """The file to which a run of this plan writes what happens."""
    study = plan.study
    name = f"{study.name}{'-' if study.preset else ''}{study.preset}"
    safe = re.sub(r"[^\w.-]", "-", name)[:_LONGEST]
    if safe != name:  # another name may come to the same
        safe += f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return root / LOGS / f"{safe}.jsonl"


def run(
    plan: Plan,
    root: Path,
    running: Running,
    *,
    jobs: int,
    engine: str = "local",
    command: str = "",
    only: Iterable[str] | None = None,
    on_end: Callable[[Ended], None] | None = None,
) -> Went:
    """Makes what is not there: of the whole plan, or of some nodes and all they stand on. The log is told which `command` asked for it."""
    root = root.absolute()  # for workers that began elsewhere
    cache, own = Cache(root), secrets.token_hex(4)
    log = Log(log_of(plan, root), own)
    there = plan.made(cache)
    wanted = with_parents(plan, only)
    todo = [name for name in plan.nodes if name in wanted and name not in there]
    works = {
        name: Work(plan.nodes[name], inputs, dict(inputs.parents), root, plan.source, running, log_of(plan, root), own)
        for name, inputs in ((name, plan.inputs(name)) for name in todo)
    }
    parents = {name: frozenset(set(plan.nodes[name].parents.values()) & set(todo)) for name in todo}
    if is_first():
        kinds = Counter(plan.nodes[name].step for name in todo)
        counts = {"nodes": len(wanted), "there": len(wanted) - len(todo), "todo": kinds, "jobs": jobs}
        log.write(event="started", plan=plan.hash, command=command, **counts, **this_process())
    failed, made, untried = [], 0, 0
    ends = importlib.import_module(f"reproduce.engines.{engine}").run(works, parents, jobs) if works else ()
    try:
        for ended in ends:
            made += not ended.error
            untried += not ended.tried
            if ended.error and ended.tried:
                failed.append(ended)
            if on_end:
                on_end(ended)
    except BaseException:
        if is_first():
            log.write(event="stopped")
        raise
    if is_first():
        log.write(event="ended", made=made, failed=len(failed))
    return Went(len(wanted) - len(todo), made, tuple(failed), untried)


def with_parents(plan: Plan, only: Iterable[str] | None) -> set[str]:
    """These nodes, all of them where none are named, with all that they stand on."""
    if only is None:
        return set(plan.nodes)
    wanted: set[str] = set()
    waiting = list(only)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += plan.nodes[name].parents.values()
    return wanted
