"""Settings: flags over the environment (`ASSAY_*`) over `assay.toml` over defaults, each with where it came from.

What is set of one source, as its address or its key, is called `sources.NAME.PART` here, `[sources.NAME] PART = "…"` in the file and
`ASSAY_NAME_PART` in the environment. Which sources there are, this room does not know; whoever asks them says so.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

FILE = "assay.toml"
MOST_JOBS = 4096
LIGHTS_TO_FAIL_ON = ("yellow", "red")
PARTS = ("home", "files", "key", "spacing")  # of a source: where it is asked, where its files lie, who asks, seconds between questions
_OF_SOURCE = re.compile(rf"ASSAY_([A-Z0-9]+)_({'|'.join(PARTS).upper()})\Z")


class SettingError(ValueError):
    """A setting cannot be what it was set to; the message says which, where it was set, and what it may be."""


class Setting(NamedTuple):
    """A value and where it came from: "flag", the name of an environment variable, a file, or "default"."""

    value: Any
    origin: str


def default_home() -> Path:
    """Where library, cache and runs are kept unless `ASSAY_HOME` says otherwise."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "assay"


DEFAULTS: dict[str, Any] = {
    "home": None,  # see default_home
    "jobs": 0,  # processes; 0 is one per core
    "offline": False,
    "fail_on": "",  # never
    "baseline": "",
    "papers": "",  # a folder of papers that are at hand
    "contact": "",  # a mail address that servers are told, so that their keepers can write before they refuse
}


def read_settings(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> dict[str, Setting]:
    """Every setting with its origin. `flags` that are None were not given."""
    environment = os.environ if environment is None else environment
    file = (folder or Path()) / FILE
    from_file = _read_file(file)
    settings = {}
    for name, default in DEFAULTS.items():
        variable = f"ASSAY_{name.upper()}"
        if flags is not None and flags.get(name) is not None:
            settings[name] = Setting(_checked(name, flags[name], "flag"), "flag")
        elif environment.get(variable):
            settings[name] = Setting(_checked(name, environment[variable], variable), variable)
        elif name in from_file:
            settings[name] = Setting(_checked(name, from_file[name], str(file)), str(file))
        else:
            settings[name] = Setting(default_home() if name == "home" else default, "default")
    return settings | _of_sources(environment, from_file.get("sources", {}), file)


def _of_sources(environment: Mapping[str, str], from_file: Any, file: Path) -> dict[str, Setting]:
    """What is set of single sources, by `sources.NAME.PART`."""
    if not isinstance(from_file, dict) or not all(isinstance(parts, dict) for parts in from_file.values()):
        raise SettingError(f"{file}: `sources` is written as [sources.NAME], with {', '.join(PARTS)} under it")
    settings = {}
    for source, parts in from_file.items():
        for part, value in parts.items():
            if part not in PARTS:
                raise SettingError(f"{file}: [sources.{source}] has no {part!r}; there are {', '.join(PARTS)}")
            name = f"sources.{source}.{part}"
            settings[name] = Setting(_checked(name, value, str(file)), str(file))
    for variable in sorted(environment):
        if (match := _OF_SOURCE.match(variable)) and environment[variable]:
            name = f"sources.{match[1].lower()}.{match[2].lower()}"
            settings[name] = Setting(_checked(name, environment[variable], variable), variable)
    return settings


def _read_file(file: Path) -> dict[str, Any]:
    try:
        if not file.exists():
            return {}
        if not file.is_file():  # a pipe would be waited for without end
            raise SettingError(f"{file}: is not a file")
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingError(f"{file}: {error.strerror or error}") from None
    except RecursionError:
        raise SettingError(f"{file}: not TOML that can be read: nested too deeply") from None
    except SettingError:
        raise
    except ValueError as error:  # no TOML, no UTF-8, or a number of more digits than Python reads
        raise SettingError(f"{file}: {' '.join(str(error).split())}") from None
    if unknown := sorted(content.keys() - DEFAULTS.keys() - {"sources"}):
        raise SettingError(f"{file}: no setting is called {unknown[0]!r}; there are {', '.join(DEFAULTS)}, and [sources.NAME]")
    return content


def _checked(name: str, value: Any, origin: str) -> Any:
    if name == "jobs":
        return _jobs(value, origin)
    if name.endswith(".spacing"):
        return _seconds(value, origin)
    if name == "offline":
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if isinstance(value, bool):
            return value
        if str(value).casefold() not in words:
            raise SettingError(f"{origin}: offline is {_shown(value)}; it is true or false")
        return words[str(value).casefold()]
    if name == "fail_on" and value not in ("", *LIGHTS_TO_FAIL_ON):
        raise SettingError(f"{origin}: fail_on is {_shown(value)}; it is {' or '.join(LIGHTS_TO_FAIL_ON)}")
    if not isinstance(value, str | Path):
        raise SettingError(f"{origin}: {name} is {_shown(value)}; it is a text")
    if name == "contact" and not str(value).isprintable():
        raise SettingError(f"{origin}: contact is {_shown(value)}; it is one line")
    if "\0" in str(value):
        raise SettingError(f"{origin}: {name} is {_shown(value)}; no file has a name with a zero character")
    return Path(value) if name == "home" else value


def _jobs(value: Any, origin: str) -> int:
    """A number of processes: a whole number, or its digits where it comes from the environment. 1.9 is none."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(MOST_JOBS)):
        value = int(value)
    if type(value) is not int or not 0 <= value <= MOST_JOBS:
        raise SettingError(f"{origin}: jobs is {_shown(value)}; it is a whole number of processes up to {MOST_JOBS}, 0 for one per core")
    return value


def _seconds(value: Any, origin: str) -> float:
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,4}(\.\d{1,6})?", text, re.ASCII):
        raise SettingError(f"{origin}: spacing is {_shown(value)}; it is a number of seconds")
    return float(text)


def _shown(value: Any) -> str:
    """A value as it was set, cut where it is too long for a line."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
