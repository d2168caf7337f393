"""The six lights in words, the same for the terminal and the page, so that none of them is known by its colour alone."""

from __future__ import annotations

from typing import NamedTuple

from synth.records import Light


class Wording(NamedTuple):
    word: str  # beside the mark, and at the head of a column
    meaning: str  # completes "… means that …"


LIGHT_WORDS: dict[Light, Wording] = {
    "red": Wording("wrong", "the report contradicts itself, its siblings or its maker's rules, or what it states cannot be so"),
    "yellow": Wording("look", "a person should look: it may be in order"),
    "info": Wording("figure", "something was measured, and no judgement is made"),
    "green": Wording("clear", "the check ran and found nothing, which does not make a claim true"),
    "na": Wording("not measured", "the check does not apply, or what it needs is not at hand"),
    "fail": Wording("failed", "the check itself broke, or the file could not be read; nothing is known"),
}

FOUND: tuple[Light, ...] = ("red", "yellow", "info")  # worst first
NOT_RUN: tuple[Light, ...] = ("fail", "na")
COLUMNS: tuple[Light, ...] = ("red", "yellow", "info", "green", "na", "fail")  # of every table that counts lights
