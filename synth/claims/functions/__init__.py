"""The functions of the test language: a file for each kind, found by being there.

A file has FUNCTIONS: what each name in it works out, given the evaluation and the call. Which names there are, and what they take, stands
in `synth/claims/expressions.py`; a test sees to it that both have the same.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from synth.claims.amounts import Value
from synth.claims.evaluating import Evaluation
from synth.claims.expressions import Call

Function = Callable[[Evaluation, Call], Value]


@cache
def functions() -> dict[str, Function]:
    """Every function by its name."""
    files = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {name: function for file in files for name, function in file.FUNCTIONS.items()}
