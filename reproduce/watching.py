"""How far a run is, read from the log that its workers write: for the terminal it was started in, and for any other.

The time that is left is what the nodes that are not there would take if each took as long as those of its step have taken so far.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rich.console import RenderableType


BAR = 60  # columns


class Going(NamedTuple):
    """A node that is worked on."""

    since: float
    step: int = 0
    steps: int = 0
    loss: float | None = None


class State(NamedTuple):
    """Where a run stands."""

    started: float | None
    nodes: int
    there: int
    jobs: int
    done: Mapping[str, float]  # seconds
    failed: Mapping[str, str]
    going: Mapping[str, Going]
    ended: bool
    last: float


NOTHING = State(None, 0, 0, 1, {}, {}, {}, False, 0.0)


def read_log(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a log. One that is being written is left for the next time."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    for line in text.splitlines(keepends=True):
        if line.endswith("\n"):
            yield json.loads(line)


def state_of(lines: Iterable[Mapping[str, Any]]) -> State:
    """Where the last run of a log stands."""
    state = NOTHING
    for line in lines:
        state = _after(state, line)
    return state


def _after(state: State, line: Mapping[str, Any]) -> State:
    event, at, node = line.get("event", "step"), line["at"], line.get("node", "")
    if event == "started":
        return State(at, line["nodes"], line["there"], line["jobs"], {}, {}, {}, False, at)
    if event == "ended":
        return state._replace(ended=True, last=at, going={})
    others = {name: one for name, one in state.going.items() if name != node}
    if event == "begun":
        return state._replace(going={**others, node: Going(at)}, last=at)
    if event == "step":
        since = state.going[node].since if node in state.going else at
        return state._replace(going={**others, node: Going(since, line["step"], line["steps"], line.get("loss"))}, last=at)
    if event == "done":
        return state._replace(done={**state.done, node: line["seconds"]}, going=others, last=at)
    return state._replace(failed={**state.failed, node: line["error"]}, going=others, last=at)


def seconds_left(state: State, steps: Mapping[str, str]) -> float | None:
    """How long the rest will take; None where nothing is known yet. `steps` are those of all nodes of the run, by name."""
    took: dict[str, list[float]] = {}
    for name, seconds in state.done.items():
        took.setdefault(steps.get(name, ""), []).append(seconds)
    if not took:
        return None
    every = [one for those in took.values() for one in those]
    left = 0.0
    for name, step in steps.items():
        if name not in state.done and name not in state.failed:
            those = took.get(step, every)
            left += sum(those) / len(those)
    return left / max(1, state.jobs)


def drawn(state: State, title: str, now: float, left: float | None) -> RenderableType:
    """A screen of it."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    done = state.there + len(state.done)
    head = Text(title, style="bold")
    told = Text(f"{done} of {state.nodes} nodes, {state.there} of them there before")
    if state.failed:
        told.append(f" · {len(state.failed)} failed", style="red")
    if state.started is not None:
        told.append(f" · {_clock((state.last if state.ended else now) - state.started)}")
    if left is not None and not state.ended:
        told.append(f" · about {_clock(left)} left")
    filled = round(BAR * done / max(1, state.nodes))
    bar = Text("━" * filled, style="green").append("━" * (BAR - filled), style="dim")
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=bool(state.going), header_style="dim")
    for name, justify in (("running", "left"), ("step", "right"), ("loss", "right"), ("for", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for name, one in state.going.items():
        loss = f"{one.loss:.3f}" if one.loss is not None else ""
        table.add_row(name, f"{one.step}/{one.steps}" if one.steps else "", loss, _clock(now - one.since))
    return Group(head, told, bar, table)


def _clock(seconds: float) -> str:
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
