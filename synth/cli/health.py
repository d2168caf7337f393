"""What works here: settings, disk, library, sources, models, devices and a browser, each a line, with what to do about what does not.

Whether something works is tried, not guessed: a source is asked, a folder is written into, torch is loaded. What is missing and nobody
needs for most commands is yellow; red is what stops them.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

from synth import __version__
from synth.settings import Setting

LITTLE = 2 * 10**9  # bytes free below which papers and runs may not fit
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PACKAGES = {  # of each extra
    "reproduce": ("torch", "transformers", "datasets", "accelerate"),
    "semantic": ("sentence-transformers",),
    "scale": ("ray", "pyarrow"),
}


class Sign(NamedTuple):
    """One thing that was looked at."""

    part: str
    name: str
    light: Literal["green", "yellow", "red", "na"]
    said: str
    remedy: str = ""


def signs(settings: Mapping[str, Setting]) -> Iterator[Sign]:
    """All that was looked at, in the order in which it matters."""
    yield from _program()
    yield from _settings(settings)
    home = Path(settings["home"].value)
    yield _home(home)
    yield from _library(home)
    yield from _sources(settings)
    yield from _packages()
    yield from _devices()
    yield from _models()
    yield _browser()


def _program() -> Iterator[Sign]:
    here = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield Sign("program", "assay-claims", "green", f"{__version__}, {here}")
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE tried USING fts5 (words)")
            yield Sign("program", "SQLite", "green", f"{sqlite3.sqlite_version}, with FTS5")
        except sqlite3.OperationalError:
            said = f"{sqlite3.sqlite_version}, without FTS5"
            yield Sign("program", "SQLite", "red", said, "the library cannot be kept with it; use a Python whose SQLite has FTS5")


def _settings(settings: Mapping[str, Setting]) -> Iterator[Sign]:
    for name, setting in settings.items():
        value = "set" if name.endswith(".key") else setting.value
        yield Sign("settings", name, "green", f"{value if value != '' else 'not set'} ({setting.origin})")


def _home(home: Path) -> Sign:
    there = home if home.exists() else next(folder for folder in home.absolute().parents if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        said = f"{home}: nothing can be written there ({error.strerror})"
        return Sign("disk", "home", "red", said, "set ASSAY_HOME to a folder of yours")
    free = shutil.disk_usage(there).free
    made = "" if home.exists() else ", made when it is needed"
    if free < LITTLE:
        return Sign("disk", "home", "yellow", f"{home}: {free / 1e9:.1f} GB free{made}", "make room, or set ASSAY_HOME to another disk")
    return Sign("disk", "home", "green", f"{home}: {free / 1e9:,.0f} GB free{made}")


def _library(home: Path) -> Iterator[Sign]:
    from synth.library import Library, LibraryError

    try:
        with Library.open(home, create=False) as library:
            held = library.papers()
    except (LibraryError, OSError) as error:
        yield Sign("disk", "library", "red", " ".join(str(error).split()), "synth library verify says more")
        return
    passages = sum(one.passages for one in held)
    yield Sign("disk", "library", "green", f"{len(held):,} papers, {passages:,} passages" if held else "empty: synth fetch fills it")


def _sources(settings: Mapping[str, Setting]) -> Iterator[Sign]:
    from synth.sources.desk import OFFLINE, Desk

    desk = Desk(settings)
    if desk.offline:
        yield from (Sign("sources", one.name, "na", OFFLINE) for one in desk.databases)
        return
    said: dict[str, str] = {}
    threads = [
        threading.Thread(target=lambda name=one.name: said.update({name: desk.reached(name)}), daemon=True) for one in desk.databases
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost = [name for name, wrong in said.items() if wrong]
    for one in desk.databases:
        remedy = (
            "without a network say --offline; ASSAY_NAME_HOME sets another address of a source" if one.name == max(lost, default="") else ""
        )
        yield Sign("sources", one.name, "yellow" if said[one.name] else "green", said[one.name] or f"{desk.home(one.name)} answers", remedy)


def _packages() -> Iterator[Sign]:
    for extra, packages in PACKAGES.items():
        for package in packages:
            try:
                yield Sign("packages", package, "green", importlib.metadata.version(package))
            except importlib.metadata.PackageNotFoundError:
                yield Sign("packages", package, "yellow", "is not installed", f"pip install 'assay-claims[{extra}]'")


def _devices() -> Iterator[Sign]:
    yield Sign("devices", "CPU", "green", f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} cores")
    try:
        import torch
    except ImportError:
        yield Sign("devices", "GPU", "na", "torch is not installed, and nothing else here uses one")
        return
    if not torch.cuda.is_available():
        yield Sign("devices", "GPU", "na", f"torch {torch.__version__} finds none; reruns at full scale take one")
        return
    for at in range(torch.cuda.device_count()):
        one = torch.cuda.get_device_properties(at)
        yield Sign("devices", "GPU", "green", f"{one.name}, {one.total_memory / 2**30:.0f} GiB")


def _models() -> Iterator[Sign]:
    """The models that the hub's client has on disk."""
    folder = Path(os.environ.get("HF_HUB_CACHE") or Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface") / "hub")
    whole = [one.name for one in folder.glob("models--*") if any(one.glob("snapshots/*/*"))]
    names = sorted(name.removeprefix("models--").replace("--", "/") for name in whole)
    if not names:
        yield Sign("models", "hub", "yellow", f"{folder}: none", "the presets of `reproduce run` that train their own encoder need none")
    yield from (Sign("models", name, "green", "on disk") for name in names)


def _browser() -> Sign:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        remedy = "only the tests of the audit's page need one: apt-get install chromium"
        return Sign("browser", "chromium", "yellow", "none is here", remedy)
    return Sign("browser", Path(found).name, "green", found)


def health_lines(found: Iterable[Sign]) -> Iterator[str]:
    """For people: a line for each, under its part, and what to do below it."""
    part = ""
    for one in found:
        if one.part != part:
            part = one.part
            yield part
        yield f"  {_MARK[one.light]} {one.name:<22} {one.said}"
        if one.remedy:
            yield f"    {'':<22} → {one.remedy}"


_MARK = {"green": "✓", "yellow": "!", "red": "✗", "na": "·"}
