"""A paper held against itself: what its tables print that its own other figures deny.

    for slip in slips_of(read_document(Path("paper.pdf"))):
        print(slip.light, slip.sentence)

A check is a module of this folder with one function, `find`: a `Paper` becomes slips. A new one is a new file; it is found by being there.
Every check first learns from the paper what its tables do (which cells an average is over, along which way bold is the best, which rows of
two tables are one thing) and speaks only where they do it firmly and then, once, do not. What is not done: nothing is compared with another
paper or another version, so that a figure which is wrong everywhere in a paper is not found.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache

from synth.claims.consistency.paper import Paper as Paper
from synth.claims.consistency.paper import Slip as Slip
from synth.claims.consistency.paper import paper_of
from synth.records import Document

Check = Callable[[Paper], Iterator[Slip]]


def slips_of(document: Document) -> tuple[Slip, ...]:
    """What in the tables of a document cannot all be right, in the order of the tables; nothing where all of it agrees."""
    paper = paper_of(document)
    found = [slip for check in _checks() for slip in check(paper)]
    order = {name: at for at, name in enumerate(paper.names)}
    return tuple(sorted(found, key=lambda slip: order.get(slip.places[0].section, len(order)) if slip.places else len(order)))


@cache
def _checks() -> tuple[Check, ...]:
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return tuple(module.find for module in modules if hasattr(module, "find"))
