"""What `reproduce plan` says beforehand, and what comes: how long a run takes, and how many trainings and evaluations are spared.

    .venv/bin/python bench/plan.py            the nano preset three times, each in a fresh home: about fifteen minutes on two cores
    .venv/bin/python bench/plan.py --quick    a corner of it, once
    .venv/bin/python bench/plan.py --record   in full, and write the section of RESULTS.md

The run is the command as a person gives it, from its start to its table. The naive grid is every cell with all of its own steps, from the
encoder on; what the full study would run is counted and not run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from msgspec.structs import replace  # noqa: E402
from results import commit, machine, record  # noqa: E402

from reproduce.cache import Cache  # noqa: E402
from reproduce.cli.asking import Asked, add_study, asked_for, device_of  # noqa: E402
from reproduce.cost import costs, wall  # noqa: E402
from reproduce.made import Made  # noqa: E402
from reproduce.plan import Plan, make_plan  # noqa: E402
from reproduce.sources.hub import Hub  # noqa: E402
from reproduce.steps import Running  # noqa: E402
from reproduce.study import read_study  # noqa: E402

NANO = ("phang2020", "--preset", "nano")
CORNER = (*NANO, "--intermediate", "anli+,squad1", "--targets", "xnli,panx,tatoeba", "--seeds", "1")
STUDIES = {"nano": NANO, "the full study": ("phang2020",)}
KINDS = {"trainings": ("encoder", "intermediate", "target"), "evaluations": ("scores", "retrieval", "floors")}
ROUNDS = 3
AIM = 0.15  # of what the run took


class Compared(NamedTuple):
    """A run beside what was said of it."""

    planning: float  # seconds that the measurement took
    said: float
    took: float
    by_step: Mapping[str, tuple[float, float]]  # the sums over nodes, said and taken


def plan_of(words: Sequence[str]) -> Asked:
    parser = argparse.ArgumentParser()
    add_study(parser)
    return asked_for(parser.parse_args(words))


def compare(words: Sequence[str]) -> Compared:
    """Plans and runs a study where nothing is yet."""
    with tempfile.TemporaryDirectory() as home:
        asked = plan_of([*words, "--home", home])
        device = device_of("")
        jobs = asked.jobs_on(device)
        began = time.perf_counter()
        told = costs(asked.plan, asked.root, Running(device=device), jobs=jobs)
        planning = time.perf_counter() - began
        said = wall(asked.plan, told, jobs)
        assert said is not None
        began = time.perf_counter()
        command = [sys.executable, "-m", "reproduce", "run", *words, "--home", home, "--quiet"]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        took = time.perf_counter() - began
        by_step: dict[str, tuple[float, float]] = {}
        for name, made in asked.plan.made(Cache(asked.root)).items():
            step = asked.plan.nodes[name].step
            before = by_step.get(step, (0.0, 0.0))
            by_step[step] = before[0] + (told.each[name].seconds or 0.0), before[1] + made.seconds
        return Compared(planning, said, took, by_step)


def cost_lines(found: Sequence[Compared], jobs: int) -> Iterator[str]:
    yield "| round | measuring | said beforehand | the run took | said against taken |"
    yield "| --: | --: | --: | --: | --: |"
    off = [one.said / one.took - 1 for one in found]
    for turn, (one, by) in enumerate(zip(found, off, strict=True), 1):
        yield f"| {turn} | {one.planning:.0f} s | {one.said:.0f} s | {one.took:.0f} s | {by:+.0%} |"
    yield ""
    reached = median(abs(by) for by in off)
    yield f"{jobs} at once; off by {reached:.0%}, median of {len(off)} (aim {AIM:.0%}: {'met' if reached <= AIM else 'NOT met'})."
    yield ""
    yield "| step | said, seconds of one worker | taken |"
    yield "| --- | --: | --: |"
    for step in found[-1].by_step:
        said, took = (sum(one.by_step[step][at] for one in found) / len(found) for at in (0, 1))
        yield f"| {step} | {said:.1f} | {took:.1f} |"
    yield ""
    yield f"Sums over the nodes of each step, mean of {len(found)}."


def count_lines() -> Iterator[str]:
    yield "| study | cells | what | planned | every cell for itself | times fewer |"
    yield "| --- | --: | --- | --: | --: | --: |"
    for name, words in STUDIES.items():
        plan = shape_of(words)
        cells = sum(node.cell is not None for node in plan.nodes.values())
        planned, naive = Counter(node.step for node in plan.nodes.values()), naive_of(plan)
        assert naive.total() == plan.naive()
        for what, steps in {**KINDS, "all nodes": tuple(planned)}.items():
            ours, theirs = (sum(counted[step] for step in steps) for counted in (planned, naive))
            yield f"| {name} | {cells} | {what} | {ours:,} | {theirs:,} | {theirs / ours:.1f} |"


def shape_of(words: Sequence[str]) -> Plan:
    """A plan whose nodes are counted and not run: of what is on the hub no commit is asked for."""
    name, *options = words
    study = read_study(name, options[1] if options else "")
    backbones = {one: {**told, "revision": "0" * 40} if "hub" in told else told for one, told in study.backbones.items()}
    return make_plan(replace(study, backbones=backbones), Hub({}) if study.grid.data == "hub" else Made())


def naive_of(plan: Plan) -> Counter[str]:
    """How many nodes of each step there would be if every cell ran all of its own."""
    above: dict[str, frozenset[str]] = {}
    for name, node in plan.nodes.items():
        above[name] = frozenset({name}).union(*(above[parent] for parent in node.parents.values()))
    return Counter(plan.nodes[one].step for name, node in plan.nodes.items() if node.cell for one in above[name])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the figures into RESULTS.md")
    parser.add_argument("--quick", action="store_true", help="a corner of the grid, once")
    given = parser.parse_args()
    words, rounds = (CORNER, 1) if given.quick else (NANO, ROUNDS)
    load = os.getloadavg()[0]
    found = []
    for turn in range(rounds):
        found.append(compare(words))
        print(f"round {turn + 1}: {found[-1]}", file=sys.stderr)
    asked = f"`reproduce run {' '.join(words)}` in a fresh home; load of the machine before: {load:.2f}."
    lines = [asked, "", *cost_lines(found, plan_of(words).jobs_on(device_of(""))), "", *count_lines()]
    text = "\n".join([*lines, "", f"{machine()}; commit {commit()}; `python bench/plan.py{' --record' * given.record}`."])
    print(text)
    if given.record:
        record("Plan", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
