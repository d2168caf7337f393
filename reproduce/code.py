"""What code a step of a study runs: the modules it imports, and those that these import, each with the hash of its source.

A hash is that of the parsed code without its docstrings, so that a comment or a line break changes none. Modules of `reproduce` are
followed, also where an import stands in a function, and modules of `synth` that they use; other packages are known by their versions.
What is not done: a module that is imported by a name put together at run time is not seen; the step names such modules itself.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).parent.parent
OURS = ("reproduce", "synth")
PACKAGES = ("torch", "transformers", "tokenizers", "numpy")  # whose versions may change a number


def sources(modules: Iterable[str]) -> Mapping[str, str]:
    """The hash of each module's source, for these and all they need."""
    found: dict[str, str] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        file = _file(name)
        if file is None:
            continue
        told = file.stat()
        read = _read(file, told.st_size, told.st_mtime_ns)
        found[name] = read[0]
        waiting += read[1]
    return dict(sorted(found.items()))


def versions() -> Mapping[str, str]:
    """The versions of the packages that compute; of one that is not there the word says so."""
    return {name: _version(name) for name in PACKAGES}


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _file(module: str) -> Path | None:
    """The file of one of our modules; None where the name is that of something in a module. Nothing is imported."""
    place = _ROOT.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


@cache
def _read(file: Path, size: int, changed: int) -> tuple[str, tuple[str, ...]]:
    """The hash of a file's code, and the names of what of ours it imports. What is no code, as somebody is at it, is only hashed."""
    content = file.read_bytes()
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return hashlib.sha256(content).hexdigest(), ()
    names = tuple(dict.fromkeys(_imported(tree)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest(), names


def _imported(tree: ast.Module) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.split(".")[0] in OURS)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
