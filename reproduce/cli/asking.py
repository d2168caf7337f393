"""What all commands about a study ask in the same way: which study, at which scale, with which data, and where results are kept."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from synth.settings import read_settings

if TYPE_CHECKING:
    from reproduce.plan import Plan
    from reproduce.study import Study
    from reproduce.tasks import Source

RUNS = "runs"


class AskedError(ValueError):
    """What was asked for is not there."""


class Asked(NamedTuple):
    """A study as it was asked for."""

    plan: Plan
    root: Path  # of the results
    jobs: int  # nodes at once; 0 where nobody said

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
    grid.add_argument("--parts", type=int, metavar="N", help="parts of each training step: for devices that train together")
    data = parser.add_argument_group("where things are")
    data.add_argument("--data", metavar="SOURCE", help="made (by the project itself), hub, or a folder with the original files")
    data.add_argument("--home", type=Path, metavar="DIR", help="where results are kept (ASSAY_HOME)")
    data.add_argument("--jobs", type=int, metavar="N", help="nodes at once; one a core if not given")
    data.add_argument("--unplanted", action="store_true", help="made data without the effect that is planted in it")


def asked_for(options: argparse.Namespace) -> Asked:
    """The plan that the options ask for."""
    from reproduce.plan import make_plan
    from reproduce.study import read_study

    settings = read_settings({"home": options.home and str(options.home), "jobs": options.jobs})
    names = ("backbone", "recipe", "intermediate", "variants", "targets", "languages", "seeds", "parts")
    changes: dict[str, Any] = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    if options.data is not None:
        changes["data"] = options.data
    if options.unplanted:
        changes["planted"] = False
    study = read_study(options.study, options.preset, changes)
    return Asked(make_plan(study, _source(study)), Path(settings["home"].value) / RUNS, settings["jobs"].value)


def device_of(named: str) -> str:
    """The device that is named, or a GPU where there is one."""
    if named:
        return named
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _source(study: Study) -> Source:
    """Where a study's data come from."""
    grid = study.grid
    if grid.data == "made":
        from reproduce.made import LANGUAGES, Made

        return Made(planted=grid.planted, languages=grid.languages or tuple(LANGUAGES))
    if grid.data == "hub":
        from reproduce.sources.hub import Hub

        return Hub({})
    from reproduce.sources.files import Files

    if grid.data == "files":
        raise AskedError("these are data in files: --data DIR says where")
    folder = Path(grid.data)
    if not folder.is_dir():
        raise AskedError(f"--data {grid.data}: neither `made`, nor `hub`, nor a folder")
    return Files(folder.absolute())  # for workers that began elsewhere


def words(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in words(text))
