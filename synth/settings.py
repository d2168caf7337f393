"""Settings: flags over the environment (`ASSAY_*`) over `assay.toml` over defaults, each with where it came from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

FILE = "assay.toml"
LIGHTS_TO_FAIL_ON = ("yellow", "red")


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
    return settings


def _read_file(file: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{file}: {error}") from None
    if unknown := sorted(content.keys() - DEFAULTS.keys()):
        raise SettingError(f"{file}: no setting is called {unknown[0]!r}; there are {', '.join(DEFAULTS)}")
    return content


def _checked(name: str, value: Any, origin: str) -> Any:
    if name == "jobs":
        try:
            jobs = int(value)
        except (TypeError, ValueError):
            jobs = -1
        if isinstance(value, bool) or jobs < 0 or jobs > 4096:
            raise SettingError(f"{origin}: jobs is {value!r}; it is a number of processes, 0 for one per core")
        return jobs
    if name == "offline":
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if isinstance(value, bool):
            return value
        if str(value).casefold() not in words:
            raise SettingError(f"{origin}: offline is {value!r}; it is true or false")
        return words[str(value).casefold()]
    if name == "fail_on" and value not in ("", *LIGHTS_TO_FAIL_ON):
        raise SettingError(f"{origin}: fail_on is {value!r}; it is {' or '.join(LIGHTS_TO_FAIL_ON)}")
    if not isinstance(value, str | Path):
        raise SettingError(f"{origin}: {name} is {value!r}; it is a text")
    return Path(value) if name == "home" else value
