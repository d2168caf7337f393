"""Print what a study runs: every node, what it stands on, whether its result is there, why not, and what the rest will cost.

A node is one training or one evaluation, and is run once whatever shares it. The cost is measured: some steps of each kind of training
are done and thrown away, unless nodes of the kind in this same plan have run; what a worker loads for the first time is counted there too,
so that a first plan says more than the run takes. --no-cost leaves it out. --why says of each node that has to run what is new since its
result was made.

exit status: 0 done · 2 wrong use: a study, preset or part of the grid that is not there
             3 the hub was never asked which commits its names stand for, and does not answer
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reproduce.cli.asking import Asked, add_study, asked_for, heading

if TYPE_CHECKING:
    from reproduce.cache import Cache, Inputs
    from reproduce.cost import Cost, Costs

NAME, HELP, ORDER = "plan", "print what a study runs, what is there, and the cost", 1
LINE = 120  # characters of a reason
MOST = 5  # lines of what is another one in a setting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_study(parser)
    parser.add_argument("--why", action="store_true", help="why each node has to run")
    parser.add_argument("--no-cost", action="store_true", help="measure nothing")
    parser.add_argument("--device", default="", metavar="NAME", help="cpu, cuda, cuda:1; a GPU where there is one if not given")
    parser.add_argument("--json", action="store_true", help="the nodes as JSON on the standard output")


def run(options: argparse.Namespace) -> int:
    from reproduce.cache import Cache

    asked = asked_for(options)
    cache = Cache(asked.root)
    there = asked.plan.made(cache)
    costed: Costs | None = None
    device = ""
    if not options.no_cost and len(there) < len(asked.plan.nodes):
        from reproduce.cli.asking import device_of
        from reproduce.cost import costs
        from reproduce.steps import Running

        device = device_of(options.device)
        costed = costs(asked.plan, asked.root, Running(device=device), jobs=asked.jobs_on(device))
    told = costed.each if costed else {}
    if options.json:
        import json

        print(json.dumps([_as_json(asked, name, name in there, told) for name in asked.plan.nodes], indent=1))
        return 0
    print(heading(asked))
    print()
    for name, node in asked.plan.nodes.items():
        state = "there" if name in there else _seconds(told[name]) if name in told else "to run"
        above = f"  ← {', '.join(node.parents.values())}" if node.parents else ""
        print(f"{state:>9}  {name}{above}")
        if options.why and name not in there:
            for reason in changes_of(cache, name, asked.plan.inputs(name)):
                print(f"{'':>9}    {reason}")
    print()
    print("\n".join(_summary(asked, there, costed, device)))
    return 0


def changes_of(cache: Cache, name: str, inputs: Inputs) -> Iterator[str]:
    """Why a node has to run, in lines that can be read: where a long setting is another one, what in it is."""
    for reason in cache.why(name, inputs):
        setting = reason.partition(": ")[0]
        settings = [told.get("settings", {}) for told in (cache.last(name) or {}, inputs.told())]
        one, other = (_at(told, setting) for told in settings)
        if len(reason) <= LINE or (one is None and other is None):
            yield _cut(reason)
            continue
        changes = list(_changes(one, other, setting))
        yield from map(_cut, changes[:MOST])
        if len(changes) > MOST:
            yield f"{setting}: {len(changes) - MOST} more changes"


def _at(settings: Any, path: str) -> Any:
    """What stands at a path of settings, whose names may hold dots themselves; None where nothing does."""
    if not path or not isinstance(settings, dict):
        return None if path else settings
    found = [_at(value, path[len(key) + 1 :]) for key, value in settings.items() if path == key or path.startswith(f"{key}.")]
    return found[0] if found else None


def _changes(before: Any, now: Any, path: str) -> Iterator[str]:
    """What is another one below a path. Of lists the places are compared that hold the same task, or else the same number."""
    one, other = _parts(before), _parts(now)
    if one is None or other is None:
        if before != now:
            yield f"{path}: {_brief(before)} before, now {_brief(now)}"
        return
    for key in [*one, *(key for key in other if key not in one)]:
        if key not in other or key not in one:
            yield f"{path}.{key} is {'gone' if key in one else 'new'}"
        else:
            yield from _changes(one[key], other[key], f"{path}.{key}")


def _parts(value: Any) -> dict[str, Any] | None:
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or not any(isinstance(one, list | dict) for one in value):
        return None
    return {_called(one) or str(at): one for at, one in enumerate(value)}


def _called(value: Any) -> str:
    """The name of the task that a part of a list is, or begins with."""
    first = value[0] if isinstance(value, list) and value else value
    return str(first.get("name", "")) if isinstance(first, dict) else ""


def _brief(value: Any) -> str:
    import json

    return "nothing" if value is None else _cut(json.dumps(value, ensure_ascii=False), LINE // 3)


def _cut(text: str, most: int = LINE) -> str:
    return text if len(text) <= most else f"{text[: most - 2]} …"


def _summary(asked: Asked, there: Any, costed: Costs | None, device: str) -> list[str]:
    from reproduce.cost import wall

    plan = asked.plan
    steps = Counter(node.step for node in plan.nodes.values())
    counts = ", ".join(f"{count} {step}" for step, count in steps.items())
    lines = [
        f"{len(plan.nodes)} nodes ({counts}); {len(there)} are there",
        f"every cell for itself would run {plan.naive()}",
    ]
    if not costed or not costed.each:
        return lines
    jobs = asked.jobs_on(device)
    told = costed.each
    known = [cost.seconds for cost in told.values() if cost.seconds is not None]
    how = Counter(cost.how for cost in told.values())
    lines.append(f"{_hours(sum(known))} on {_device_name(device)}, known from: {', '.join(f'{count} {one}' for one, count in how.items())}")
    if (total := wall(plan, costed, jobs)) is not None:
        lines.append(f"about {_clock(total)} with {jobs} at once")
    else:
        lines.append(f"of {len(told) - len(known)} nodes the cost is not known, and it is not in the sum")
    if not device.startswith("cuda"):
        lines.append("hours of a GPU: not measured, this is the cost without one")
    return lines


def _device_name(device: str) -> str:
    if device.startswith("cuda"):
        import torch

        return torch.cuda.get_device_name(device)
    return "one worker of this machine's CPU"


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.2f} hours" if seconds >= 360 else f"{seconds:.0f} seconds"


def _clock(seconds: float) -> str:
    return (
        f"{seconds / 3600:.1f} hours" if seconds >= 7200 else f"{seconds / 60:.1f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"
    )


def _seconds(cost: Cost) -> str:
    return "?" if cost.seconds is None else f"{cost.seconds:.1f} s" if cost.seconds < 600 else f"{cost.seconds / 3600:.2f} h"


def _as_json(asked: Asked, name: str, there: bool, told: dict[str, Cost]) -> dict[str, Any]:
    node, inputs = asked.plan.nodes[name], asked.plan.inputs(name)
    cost = told.get(name)
    return {
        "name": name,
        "step": node.step,
        "key": inputs.key,
        "parents": dict(node.parents),
        "there": there,
        "seconds": cost and cost.seconds,
        "known from": cost and cost.how,
    }
