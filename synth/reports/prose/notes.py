"""Numbered notes that cite in words, beside a bibliography without numbers: "[3]" → note 3 → the works it names.

A note names a work by the surname of its first author; where several entries share it, by the year or the first words of the
title too. A note that names no work and prints no year only explains, and its mark is no citation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.reading.bibliography.entries import Entry, looks_like_entry, read_label
from synth.reading.bibliography.names import MAX_NAME_WORDS, folded, surname_of
from synth.reading.words import split_number, word_set
from synth.reports.blocks import Block
from synth.reports.prose.references import Note, raw_of

MIN_NOTES = 2  # numbered notes under a heading that make it a list of notes
TITLE_WORDS = 2  # of a title that a short form repeats: "Castle, 'Against the March', 204"

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_SAME = re.compile(r"\s*(?:ibid|ebd|ebenda|idem|там же|同上|同前)", re.IGNORECASE)


class Notes(NamedTuple):
    """The works that each note names, as positions among the entries; notes that only explain; the notes and their blocks."""

    works: dict[str, tuple[int, ...]]
    explaining: frozenset[str]
    said: list[Note]
    used: frozenset[int]


def read_notes(blocks: list[Block], text: str, entries: list[Entry], used: frozenset[int]) -> Notes:
    """The notes under a heading that announces them; nothing where the entries themselves have numbers."""
    found = [] if not entries or any(entry.reference.label for entry in entries) else _under_heading(blocks, text, used)
    if len(found) < MIN_NOTES:
        return Notes({}, frozenset(), [], frozenset())
    works: dict[str, tuple[int, ...]] = {}
    explaining: set[str] = set()
    last: tuple[int, ...] = ()
    for _, note in found:
        named = last if _SAME.match(note.text) else _named(note.text, entries)
        if named or looks_like_entry(note.text):
            works[note.label] = last = named
        else:
            explaining.add(note.label)
    return Notes(works, frozenset(explaining), [note for _, note in found], frozenset(at for at, _ in found))


def _under_heading(blocks: list[Block], text: str, used: frozenset[int]) -> list[tuple[int, Note]]:
    found: list[tuple[int, Note]] = []
    inside = False
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            inside = split_number(block.text)[1].strip(" :：*").lower() in word_set("notes", "headings")
        elif inside and at not in used:
            raw = raw_of(block, text)
            label, skip = read_label(raw)
            if number := block.label or label:
                found.append((at, Note(raw[skip:], number, block.line)))
    return found


def _named(note: str, entries: list[Entry]) -> tuple[int, ...]:
    """The entries that a note names, in the order of the list."""
    said = " ".join(_WORD.findall(folded(note)))
    words = set(said.split(" "))
    by_name: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        authors = entry.reference.authors or tuple(entry.reference.text.split(",")[:1])  # a bibliography puts the surname first
        surname = surname_of(authors[0]) if len(authors[0].split()) <= MAX_NAME_WORDS else ""
        if surname and set(surname.split()) <= words:
            by_name.setdefault(surname, []).append(at)
    chosen = [at for found in by_name.values() for at in found if len(found) == 1 or _agrees(entries[at], said, words)]
    return tuple(sorted(chosen))


def _agrees(entry: Entry, said: str, words: set[str]) -> bool:
    opening = " ".join(_WORD.findall(folded(entry.reference.title))[:TITLE_WORDS])
    return bool(opening and opening in said) or str(entry.reference.year) in words
