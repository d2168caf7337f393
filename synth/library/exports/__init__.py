"""Papers as programs that keep references read them, one file a format, found by being there.

A format is a module of this folder with `NAME` and `export(papers)`, which gives the text for papers by their keys. Same papers, same
bytes: the key of a paper does not depend on which others are exported, unless two would have the same.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache

from synth.records import Paper

Export = Callable[[Mapping[str, Paper]], str]


@cache
def formats() -> Mapping[str, Export]:
    """All formats by name."""
    found = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {one.NAME: one.export for one in found if hasattr(one, "NAME")}
