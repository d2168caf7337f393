"""What all commands about a study ask in the same way: which study, at which scale, with which data, and where results are kept."""

from __future__ import annotations

import argparse
import errno
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from synth.settings import read_settings

if TYPE_CHECKING:
    from reproduce.plan import Plan
    from reproduce.study import Study
    from reproduce.tasks import Source

RUNS = "runs"
_GRID = ("backbone", "recipe", "intermediate", "variants", "targets", "languages", "seeds", "parts")
_DEVICE = re.compile(r"cpu|cuda(:\d+)?")
_SWITCHES = ("any_size", "unplanted")


class AskedError(ValueError):
    """What was asked for is not there."""


class DeviceError(OSError):
    """The device that was asked for is not in this machine."""

    def __init__(self, device: str, why: str) -> None:
        super().__init__(errno.ENODEV, why, f"--device {device}")


class Asked(NamedTuple):
    """A study as it was asked for."""

    plan: Plan
    root: Path  # of the results
    jobs: int  # nodes at once; 0 where nobody said
    command: str  # that runs it

    def jobs_on(self, device: str) -> int:
        """How many nodes to run at once: as many as was said, else one for each GPU where they run on `cuda`, else one a core."""
        if self.jobs:
            return self.jobs
        if device == "cuda":
            import torch

            return max(1, torch.cuda.device_count())
        from synth.engine import available

        return available()

    @property
    def study(self) -> Study:
        return self.plan.study


def add_study(parser: argparse.ArgumentParser, *, named: bool = False) -> None:
    """The arguments. `named`: the study is an option, as the command's arguments are something else."""
    what = "the name of a study (phang2020), or the path of a TOML file"
    if named:
        parser.add_argument("--study", metavar="STUDY", default="phang2020", help=what)
    else:
        parser.add_argument("study", metavar="STUDY", help=what)
    parser.add_argument("--preset", default="", metavar="NAME", help="the scale: nano, small, base, large; the whole study without it")
    grid = parser.add_argument_group("parts of the grid, in the place of the preset's")
    grid.add_argument("--backbone", metavar="NAME", help="the encoder")
    grid.add_argument("--recipe", metavar="NAME", help="whose recipe is followed")
    for name, what in (
        ("intermediate", "tasks in between"),
        ("variants", "english, mlm, translated"),
        ("targets", "targets"),
        ("languages", "languages"),
    ):
        grid.add_argument(f"--{name}", type=words, metavar="A,B", help=f"{what}, with commas")
    grid.add_argument("--seeds", type=numbers, metavar="1,2", help="seeds, with commas")
    grid.add_argument("--parts", type=positive, metavar="N", help="parts of each training step: for devices that train together")
    data = parser.add_argument_group("where things are")
    data.add_argument("--data", metavar="SOURCE", help="made (by the project itself), hub, or a folder with the original files")
    data.add_argument("--home", type=Path, metavar="DIR", help="where results are kept (ASSAY_HOME)")
    data.add_argument("--jobs", type=int, metavar="N", help="nodes at once; one a core if not given")
    data.add_argument("--any-size", action="store_true", help="take data sets of other sizes than the published ones, and say so")
    data.add_argument("--renew", action="store_true", help="ask the hub again which commits its names stand for")
    data.add_argument("--unplanted", action="store_true", help="made data without the effect that is planted in it")


def asked_for(options: argparse.Namespace) -> Asked:
    """The plan that the options ask for."""
    from reproduce.plan import make_plan
    from reproduce.study import read_study

    settings = read_settings({"home": options.home and str(options.home), "jobs": options.jobs})
    changes: dict[str, Any] = {name: getattr(options, name) for name in _GRID if getattr(options, name) is not None}
    if options.data is not None:
        changes["data"] = options.data
    if options.unplanted:
        changes["planted"] = False
    if options.any_size:
        changes["any_size"] = True
    root = Path(settings["home"].value) / RUNS
    study = _at_commit(read_study(options.study, options.preset, changes), root, options.renew)
    plan = make_plan(study, _source(study))
    if study.grid.data == "hub":
        plan = _with_commits(plan, root, options.renew)
    return Asked(plan, root, settings["jobs"].value, _command(options))


def names_a_part(options: argparse.Namespace) -> bool:
    """Whether the options ask for other than the whole of a preset."""
    return any(getattr(options, name) not in (None, False) for name in (*_GRID, "data", *_SWITCHES))


def _command(options: argparse.Namespace) -> str:
    """The command that runs what the options ask for, without those that change no result."""
    said = ["reproduce", "run", options.study]
    for name in ("preset", *_GRID, "data"):
        if value := getattr(options, name):
            said += [f"--{name}", ",".join(map(str, value)) if isinstance(value, tuple) else str(value)]
    said += [f"--{name.replace('_', '-')}" for name in _SWITCHES if getattr(options, name)]
    return shlex.join(said)


def heading(asked: Asked) -> str:
    """What is run, at which scale and from what; of the hub at which commits; and what of it the data do not have."""
    from reproduce.lacking import said

    study, grid = asked.study, asked.study.grid
    seeds = ", ".join(map(str, grid.seeds))
    lines = [
        study.title,
        f"{study.scale}: {grid.backbone}, data {grid.read_from}, recipe {grid.recipe}, seeds {seeds}",
        *said(study, asked.plan.lacks),
    ]
    backbone = study.backbones[grid.backbone]
    if "hub" in backbone:
        lines.append(f"from the hub: {backbone['hub']}@{backbone['revision']}")
    return "\n".join([*lines, *(f"from the hub: {name}@{commit}" for name, commit in getattr(asked.plan.source, "revisions", {}).items())])


def _at_commit(study: Study, root: Path, renew: bool) -> Study:
    """The study with its backbone at a commit, if it is one of the hub."""
    from msgspec.structs import replace

    from reproduce.sources.revisions import MAIN, Wanted, commits

    name = study.grid.backbone
    backbone = study.backbones[name]
    if "hub" not in backbone:
        return study
    wanted = Wanted("model", backbone["hub"], backbone.get("revision", MAIN))
    return replace(study, backbones={**study.backbones, name: {**backbone, "revision": commits([wanted], root, renew=renew)[wanted]}})


def _with_commits(plan: Plan, root: Path, renew: bool) -> Plan:
    """The plan with each data set of the hub that it reads at a commit: no other is asked for."""
    from reproduce.sources.hub import Hub
    from reproduce.sources.revisions import Wanted, commits

    pinned = plan.study.revisions
    named = {name: revision for node in plan.nodes.values() for read in node.reads for name, revision in Hub().names(*read[:2]).items()}
    wanted = {name: Wanted("dataset", name, pinned.get(name, revision)) for name, revision in sorted(named.items())}
    found = commits(wanted.values(), root, renew=renew)
    return plan.at(Hub({name: found[one] for name, one in wanted.items()}))


def device_of(named: str, *, elsewhere: bool = False) -> str:
    """The device that is named, or a GPU where there is one. Raises where there is no such device, unless it is one of other machines."""
    if named and not _DEVICE.fullmatch(named):
        raise AskedError(f"--device {named}: no device is called that; there are cpu, cuda, and cuda:1 where there are several")
    if named == "cpu" or (named and elsewhere):
        return named
    import torch

    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if int(named.partition(":")[2] or 0) >= count and named:
        raise DeviceError(named, f"this machine has {count or 'no'} GPU{'s' * (count > 1)} that torch can use")
    return named or ("cuda" if count else "cpu")


def _source(study: Study) -> Source:
    """Where a study's data come from."""
    grid = study.grid
    if grid.data == "made":
        from reproduce.made import Made

        return Made(planted=grid.planted)
    if grid.data == "hub":
        from reproduce.sources.hub import Hub

        return Hub()  # at no commit: this is for `_with_commits`
    from reproduce.sources.files import Files

    if grid.data == "files":
        raise AskedError("these are data in files: --data DIR says where")
    folder = Path(grid.data)
    if not folder.is_dir():
        raise AskedError(f"--data {grid.data}: neither `made`, nor `hub`, nor a folder")
    return Files(folder.absolute())  # for workers that began elsewhere


def positive(text: str) -> int:
    """A number of at least one."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)


def words(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in words(text))
