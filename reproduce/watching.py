"""How far a run is, read from the log that its workers write: for the terminal it was started in, and for any other.

A log holds many runs, of which two may go on at once; every line names its own. A line that is none, as where a machine failed while it was
written, is passed over.

The time that is left is what the nodes that are not there would take if each took as long as those of its step have taken so far; of a node
that is worked on, what its steps have taken so far says how long the others take.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

from reproduce.alive import is_gone

if TYPE_CHECKING:
    from rich.console import RenderableType


BAR = 60  # columns
_NUMBER = (int, float)
_HAS: Mapping[str, Mapping[str, Any]] = {  # what a line of each event has
    "started": {"nodes": int, "there": int, "jobs": int},
    "begun": {"node": str},
    "step": {"node": str, "step": int, "steps": int},
    "warned": {"node": str, "warning": str},
    "done": {"node": str, "seconds": _NUMBER},
    "failed": {"node": str, "error": str},
    "ended": {},
    "stopped": {},
}

Line = Mapping[str, Any]


class Going(NamedTuple):
    """A node that is worked on."""

    since: float
    step: int = 0
    steps: int = 0
    loss: float | None = None
    first: tuple[int, float] | None = None  # the first step that was told of, and when
    at: float = 0.0  # when the last one was told of

    def left(self, now: float) -> float | None:
        """How long its other steps take; None where that is not known yet."""
        if self.first is None or self.step <= self.first[0]:
            return None
        each = (self.at - self.first[1]) / (self.step - self.first[0])
        return max(0.0, each * (self.steps - self.step) - (now - self.at))


class State(NamedTuple):
    """Where a run stands."""

    run: str = ""
    plan: str = ""
    command: str = ""  # that asked for it
    process: Mapping[str, Any] = {}  # that began it
    started: float | None = None
    nodes: int = 0
    there: int = 0
    jobs: int = 1
    todo: Mapping[str, int] = {}  # how many nodes of each step were not there
    kinds: Mapping[str, str] = {}  # the steps of nodes
    done: Mapping[str, float] = {}  # seconds
    failed: Mapping[str, str] = {}
    warned: tuple[str, ...] = ()
    going: Mapping[str, Going] = {}
    ended: bool = False
    stopped: bool = False  # before its end
    last: float = 0.0

    @property
    def gone(self) -> bool:
        """Whether it ended without saying so, as it was killed."""
        return self.started is not None and not self.ended and not self.stopped and is_gone(self.process)


def read_log(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a log. One that is being written is left for the next time."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    for line in content.split(b"\n")[:-1]:
        if told := _line(line):
            yield told


def _line(line: bytes) -> dict[str, Any] | None:
    """What a line says; None where it is none of ours, or torn."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not isinstance(told.get("event"), str) or told["event"] not in _HAS:
        return None
    has = {"at": _NUMBER, **_HAS[told["event"]]}
    return told if all(isinstance(told.get(name), kind) for name, kind in has.items()) else None


def state_of(lines: Iterable[Line], wanted: Callable[[Line], bool] = lambda started: True) -> State:
    """Where the last run of a log stands, or the last whose first line is wanted."""
    state = State()
    for line in lines:
        if line["event"] == "started":
            state = _begun(line) if wanted(line) else state
        elif line.get("run", "") == state.run:
            state = _after(state, line)
    return state


def _begun(line: Line) -> State:
    texts: Any = {name: str(line.get(name, "")) for name in ("run", "plan", "command")}
    counts = {name: line[name] for name in ("nodes", "there", "jobs")}
    told = line.get("todo")
    todo = {kind: count for kind, count in told.items() if isinstance(count, int)} if isinstance(told, dict) else {}
    process = {name: line.get(name) for name in ("process", "host", "since")}
    return State(started=line["at"], last=line["at"], todo=todo, process=process, **texts, **counts)


def _after(state: State, line: Line) -> State:
    event, at, node = line["event"], line["at"], line.get("node", "")
    state = state._replace(last=at)
    if event in ("ended", "stopped"):
        return state._replace(ended=event == "ended", stopped=event == "stopped", going={})
    if event == "warned":
        return state._replace(warned=(*state.warned, f"{node}: {line['warning']}"))
    before = state.going.get(node, Going(at))
    others = {name: one for name, one in state.going.items() if name != node}
    if "kind" in line:
        state = state._replace(kinds={**state.kinds, node: str(line["kind"])})
    if event == "begun":
        return state._replace(going={**others, node: Going(at)})
    if event == "step":
        goes_on = before.first is not None and line["step"] > before.step  # and is no further try
        first = before.first if goes_on else (line["step"], at)
        loss = line.get("loss")
        told = Going(before.since, line["step"], line["steps"], loss if isinstance(loss, _NUMBER) else None, first, at)
        return state._replace(going={**others, node: told})
    if event == "done":
        return state._replace(done={**state.done, node: line["seconds"]}, going=others)
    return state._replace(failed={**state.failed, node: line["error"]}, going=others)


def seconds_left(state: State, now: float) -> float | None:
    """How long the rest will take; None where nothing is known yet."""
    took: dict[str, list[float]] = {}
    for name, seconds in state.done.items():
        took.setdefault(state.kinds.get(name, ""), []).append(seconds)
    known = {name: left for name, one in state.going.items() if (left := one.left(now)) is not None}
    for name, left in known.items():
        if state.kinds.get(name, "") not in took:
            took[state.kinds.get(name, "")] = [now - state.going[name].since + left]
    if not took:
        return None
    every = fmean(one for those in took.values() for one in those)
    means = {kind: fmean(took[kind]) if kind in took else every for kind in {*state.todo, *state.kinds.values(), ""}}
    rests = [known.get(name, max(0.0, means[state.kinds.get(name, "")] - (now - one.since))) for name, one in state.going.items()]
    waiting = Counter(state.todo)
    waiting.subtract(state.kinds.get(name, "") for name in {*state.done, *state.failed, *state.going})
    whole = sum(rests) + sum(max(0, count) * means[kind] for kind, count in waiting.items())
    return max([whole / max(1, state.jobs), *rests])


def drawn(state: State, title: str, now: float) -> RenderableType:
    """A screen of it."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    done = state.there + len(state.done)
    left = None if state.ended or state.stopped or state.gone else seconds_left(state, now)
    head = Text(title, style="bold")
    if state.command:
        head.append(f"\n{state.command}", style="not bold dim")
    told = Text(f"{done} of {state.nodes} nodes, {state.there} of them there before")
    if state.failed:
        told.append(f" · {len(state.failed)} failed", style="red")
    if state.started is not None:
        told.append(f" · {_clock((state.last if state.ended or state.stopped or state.gone else now) - state.started)}")
    if left is not None:
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
