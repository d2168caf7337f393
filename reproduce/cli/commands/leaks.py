"""Print what training data share with the data that are scored or selected on: pairs, sentences, paragraphs, questions, answers, titles.

All training data of the study are held against all of its test sets and their own English dev data, exactly and folded (NFKC, lower case,
letters and digits alone). Examples of which something leaks are never trained on; a title is printed, and drops nothing. What is not found:
translations, so that what leaks in English leaks by content in every language it was translated to, and near copies.

exit status: 0 done · 1 with --fail-on yellow, something leaks · 2 wrong use, or data that cannot be read · 3 it could not be done here
"""

from __future__ import annotations

import argparse
import json

from reproduce.cli.asking import add_study, asked_for
from reproduce.cli.going import failures, shown

NAME, HELP, ORDER = "leaks", "print what training data share with what is scored", 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_study(parser)
    parser.add_argument("--json", action="store_true", help="as JSON on the standard output")
    parser.add_argument("--fail-on", choices=("yellow",), help="exit 1 where something leaks")


def run(options: argparse.Namespace) -> int:
    from reproduce.cache import Cache
    from reproduce.running import run as run_plan
    from reproduce.steps import Running
    from synth.program import DONE, FOUND, NOT_HERE, say

    asked = asked_for(options)
    names = [name for name, node in asked.plan.nodes.items() if node.step == "leaks"]
    with shown(asked):
        went = run_plan(asked.plan, asked.root, Running(), jobs=asked.jobs_on("cpu"), only=names)
    for line in failures(went.failed):
        say(line)
    cache = Cache(asked.root)
    there = {name: made for name in names if (made := cache.find(asked.plan.inputs(name)))}
    found = [leak for made in there.values() for leak in made.summary["leaks"]]
    if options.json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        for leak in found:
            share = f"{leak['folded']} of {_counted(leak['units'], leak['kind'])}"
            print(f"{leak['train']}  {leak['evaluation']}  {share}, {leak['exact']} of them exactly")
        print(f"{_counted(len(there), 'training data set')} held against {asked.study.name}'s test sets: {_counted(len(found), 'overlap')}")
        for name, made in there.items():
            dropped, examples = made.summary["dropped"], made.summary["examples"]
            print(f"{name.removeprefix('leaks/')}: {dropped} of {_counted(examples, 'training example')} are not trained on")
    if went.failed:
        return NOT_HERE
    return FOUND if found and options.fail_on else DONE


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
