"""Databases of works, one file each, found by being there.

A database is a module of this folder with these parts:

1. its docstring: what it has, and what of its answers is a trap;
2. `NAME`; `HOME`, the address that it is asked at unless another is configured; `MANNERS`, how it wants to be asked;
3. `SCHEMES`: of which identifiers it can say what they name, and that they name nothing;
4. `find(asking, identifier)`: the works that it has under an identifier, none where it knows that there is none;
5. `search(asking, title, limit)`: those whose titles are nearest, the nearest first; they may all be others.

What is not done here: nothing is judged. An answer that cannot be read raises `AskedError`, and is no "none".
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from synth.records import Source
from synth.sources.manners import AskedError, Manners, Session
from synth.sources.resolving import Answer
from synth.sources.works import Cited, Work

HITS = 10  # works of a search by title


class Asking(NamedTuple):
    """How a database is asked: by whom, and where."""

    session: Session
    home: str
    key: str = ""


class Database(NamedTuple):
    """A module of this folder, read."""

    name: str
    home: str
    manners: Manners
    schemes: frozenset[str]
    find: Callable[[Asking, Source], list[Work]]
    search: Callable[[Asking, str, int], list[Work]]


@cache
def databases() -> Mapping[str, Database]:
    """All databases by name."""
    found = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {
        one.NAME: Database(one.NAME, one.HOME, one.MANNERS, one.SCHEMES, one.find, one.search)
        for one in sorted(found, key=lambda one: str(one.NAME))
    }


def ask(database: Database, asking: Asking, cited: Cited) -> list[Answer]:
    """All that a database has to say of what is cited: of each identifier that it knows of, and of the title."""
    answers = []
    for identifier in cited.identifiers:
        if identifier.scheme in database.schemes:
            answers.append(_answer(database, identifier, lambda one=identifier: database.find(asking, one)))  # type: ignore[misc]
    if cited.title:
        answers.append(_answer(database, None, lambda: database.search(asking, cited.title, HITS)))
    return answers


def _answer(database: Database, identifier: Source | None, answer: Callable[[], list[Work]]) -> Answer:
    try:
        return Answer(database.name, identifier, tuple(answer()))
    except AskedError as error:
        return Answer(database.name, identifier, (), str(error))
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:  # JSON of another shape than the database's
        return Answer(
            database.name, identifier, (), f"{database.name}: answers in a shape that is not its own ({type(error).__name__}: {error})"
        )


def get_json(asking: Asking, address: str, holds: str, **query: Any) -> dict[str, Any] | None:
    """The JSON at an address; None where the status says that there is nothing.

    Raises `AskedError` where it is not JSON with the name that an answer of this kind holds: what cannot be read is no "none".
    """
    host = urlsplit(address).netloc
    answer = asking.session.get(address, params={name: value for name, value in query.items() if value})
    if answer.status_code == 404:
        return None
    if answer.status_code != 200:
        raise AskedError(f"{host}: answers {answer.status_code}")
    try:
        told = answer.json()
    except ValueError:
        raise AskedError(f"{host}: answers with no JSON") from None
    if not isinstance(told, dict) or holds not in told:
        raise AskedError(f"{host}: answers with JSON that holds no `{holds}`")
    return told
