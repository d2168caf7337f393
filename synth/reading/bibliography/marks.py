"""What a citation mark is, and what is known of the lists before marks are looked for."""

from __future__ import annotations

from typing import Literal, NamedTuple

from synth.reading.bibliography.names import Names

Kind = Literal["label", "key", "address", "work", "nowhere"]
CITES = "cites:"  # opens the target of a link that Pandoc draws around a citation: the keys of what is cited follow


class Link(NamedTuple):
    """A part of a text that points somewhere: an address, or `#anchor` in the same file."""

    start: int
    end: int
    target: str


class Key(NamedTuple):
    """What a mark calls one reference by."""

    kind: Kind
    value: str  # label, key, address, or year
    names: Names = Names((), False)


class Mark(NamedTuple):
    """A citation mark of a block: where it stands, what it points to, and the style it is printed in."""

    start: int
    end: int
    keys: tuple[Key, ...]
    style: str  # numbers, numbered links, notes, keys, anchors, pipes, link, address, raised, round, bare, weak, names, opaque


class Listed(NamedTuple):
    """What the lists of references hold."""

    labels: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()  # labels of notes that only explain; a mark of one is no citation
