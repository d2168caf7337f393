"""Hold claims against reruns: what they need, what of that is missing and what it would cost, and what the numbers say.

CLAIM is a claim file (TOML), or a folder of them, as `synth check` reads them. What a claim needs and is not there is said with its cost;
--run runs it first. --out writes for each claim an artifact: its verdicts with the rows they are from, and the settings, seeds, data, code
and versions of every run below them.

At a reduced scale only directions are tested. The verdicts are those of `synth check --measurements` over the same measurements.

exit status: 0 done · 1 with --fail-on red, a rerun contradicts a claim · 2 wrong use · 3 a run failed · 130 interrupted
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import textwrap
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from reproduce.cli.asking import Asked, add_study, asked_for, device_of

if TYPE_CHECKING:
    from reproduce.confirm import Confirmed
    from synth.records import ClaimFile

NAME, HELP, ORDER = "confirm", "hold claims against reruns", 5

WIDTH = 100


class ConfirmError(ValueError):
    """What was asked for would lose an artifact."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claims", metavar="CLAIM", nargs="+", type=Path, help="a claim file, or a folder of them")
    add_study(parser, named=True)
    parser.add_argument("--run", action="store_true", dest="do_run", help="run what is missing first")
    parser.add_argument("--no-cost", action="store_true", help="do not measure what the missing runs would cost")
    parser.add_argument("--device", default="", metavar="NAME", help="cpu, cuda, cuda:1; a GPU where there is one if not given")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write an artifact for each claim")
    parser.add_argument("--json", action="store_true", help="the artifacts as JSON on the standard output")
    parser.add_argument("--fail-on", choices=("red",), help="exit 1 where a rerun contradicts a claim")


def run(options: argparse.Namespace) -> int:
    from reproduce.confirm import artifact, confirm, needed
    from synth.claims.files import claim_files_in, read_claim
    from synth.program import DONE, FOUND, NOT_HERE, say

    files = claim_files_in(options.claims)
    if options.out and (twice := [name for name, count in Counter(file.stem for file in files).items() if count > 1]):
        raise ConfirmError(f"--out: {len(files)} claim files, and {twice[0]} is the name of more than one; confirm them one by one")
    claims = [read_claim(file) for file in files]
    asked = asked_for(options)
    command = shlex.join(["reproduce", *sys.argv[1:]])
    status = DONE
    if options.do_run:
        from reproduce.running import run as run_plan
        from reproduce.steps import Running

        only = [name for claim in claims for atom in claim.atoms for name in needed(asked.plan, atom).nodes]
        device = device_of(options.device)
        went = run_plan(asked.plan, asked.root, Running(device=device), jobs=asked.jobs_on(device), only=only, command=command)
        for ended in went.failed:
            say(f"failed: {ended.name}: {ended.error}")
        status = NOT_HERE if went.failed else DONE
    found = confirm(asked.plan, asked.root, claims)
    made = [artifact(asked.plan, asked.root, claim, atoms, command=command) for claim, atoms in zip(claims, found, strict=True)]
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        for file, told in zip(files, made, strict=True):
            (options.out / f"{file.stem}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.json:
        print(json.dumps(made, indent=1, ensure_ascii=False))
    else:
        _print(asked, files, claims, found, options)
    contradicted = any(one.judgement in ("contradicted", "distorted") for atoms in found for one in atoms)
    return FOUND if status == DONE and options.fail_on and contradicted else status


def _print(asked: Asked, files: list[Path], claims: list[ClaimFile], found: list[list[Confirmed]], options: argparse.Namespace) -> None:
    grid = asked.study.grid
    print(f"{asked.study.title}\n{asked.study.scale}: {grid.backbone}, data {grid.read_from}, recipe {grid.recipe}")
    for file, claim, atoms in zip(files, claims, found, strict=True):
        print()
        print(textwrap.fill(f"{file.stem}: {claim.text}{'…' if claim.cut_off else ''}", WIDTH))
        for one in atoms:
            reach = f", {one.reach} only" if one.reach == "direction" else ""
            print(textwrap.fill(f"  {one.judgement}{reach}: {one.atom.text}", WIDTH, subsequent_indent="    "))
            reason = one.opinion.verdict.reason if one.opinion else one.reason
            print(textwrap.fill(reason, WIDTH, initial_indent="    ", subsequent_indent="    "))
    print()
    _print_missing(asked, found, options)


def _print_missing(asked: Asked, found: list[list[Confirmed]], options: argparse.Namespace) -> None:
    """What would have to run, and what it would cost."""
    missing = {name for atoms in found for one in atoms for name in one.missing}
    counts = [f"{one.judgement}{', direction only' if one.reach == 'direction' else ''}" for atoms in found for one in atoms]
    print("; ".join(f"{counts.count(word)} {word}" for word in dict.fromkeys(counts)))
    if not missing:
        return
    from reproduce.running import with_parents

    wanted = with_parents(asked.plan, missing)
    print(f"missing: {len(missing)} scores; --run makes them")
    if options.no_cost:
        return
    from reproduce.cost import costs, wall
    from reproduce.steps import Running

    device = device_of(options.device)
    jobs = asked.jobs_on(device)
    told = costs(asked.plan, asked.root, Running(device=device), jobs=jobs, only=wanted)
    seconds = [cost.seconds for cost in told.each.values() if cost.seconds is not None]
    unknown = len(told.each) - len(seconds)
    total = wall(asked.plan, told, jobs)
    print(
        f"cost: {sum(seconds) / 3600:.2f} hours of a device for {len(told.each)} nodes"
        f"{f', about {total / 60:.1f} minutes with {jobs} at once' if total is not None else ''}"
        f"{f'; of {unknown} it is not known' if unknown else ''}"
    )
