"""A quality score says by which rubric it was given.

Looks at: the quality score in the Methodology, the Results or the sidecar, and whether the report, or its sidecar, names the rubric, the
criteria or the dimensions behind it: a word for them beside a word for scoring, or two of the dimensions that its maker publishes.
Cannot know: whether the rubric that is named was used, or whether it is a good one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.rules import given, plain, rules_of
from synth.audit.stated import line_of
from synth.records import Place, Report, Section, Sidecar, StatedFigures

CODE = "A401"
NAME = "a-score-names-its-rubric"

DIMENSIONS_THAT_TELL = 2  # one of the maker's dimensions in a text may be a word of its subject ("novelty")
KEYS = ("dimensions", "quality dimensions", "rubric", "criteria", "subscores")  # of a sidecar

_RUBRIC = re.compile(
    r"\b(?:rubrics?|scoring (?:guide|scheme)|grading scheme|dimensions?|subscores?|(?:scoring|quality|review|grading) criteria)\b", re.I
)
_SCORING = re.compile(r"\b(?:scor|rated|rating|grad|assess|evaluat|review|quality)", re.I)
_NONE = re.compile(r"\b(?:no|without(?: an?)?|lacks an?|not)\s+(?:\w+\s){0,2}(?:rubric|criteria|dimensions?)", re.I)

EXAMPLES = {
    "yellow": example(results=StatedFigures(quality=9.4)),
    "green": example(
        results=StatedFigures(quality=9.4),
        sections=(Section(title="Methodology", paragraphs=("Quality was scored on five dimensions: grounding 9, coverage 8 and so on.",)),),
    ),
    "na": example(sidecar=Sidecar(maker="Example Lab")),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    score = given(report).get("score")
    if score is None:
        yield Outcome("na")
        return
    rules = rules_of(report, inputs.rules) or {}
    dimensions = rules.get("dimensions", [])
    published = f"; its maker publishes {len(dimensions)} dimensions, of which the report gives none a value" if dimensions else ""
    named = _names_rubric(report, dimensions)
    figures = {"score": score, "published": published}
    yield Outcome("green" if named else "yellow", figures, Place(line=line_of(report, "results")), "quality score")


def _names_rubric(report: Report, dimensions: list[str]) -> bool:
    if report.sidecar and any(_plain_keys(report.sidecar.unknown).get(key) for key in KEYS):
        return True
    texts = [paragraph for section in report.sections for paragraph in section.paragraphs] + [passage.text for passage in report.unplaced]
    if any(_RUBRIC.search(text) and _SCORING.search(text) and not _NONE.search(text) for text in texts):
        return True
    whole = plain(" ".join(texts)) if dimensions else ""
    return sum(plain(dimension) in whole for dimension in dimensions) >= DIMENSIONS_THAT_TELL


def _plain_keys(fields: dict[str, Any]) -> dict[str, Any]:
    return {plain(name): value for name, value in fields.items()}


WORDS = {
    "yellow": "States a quality score of {score} without the rubric or the dimensions it was given by{published}.",
    "green": "The quality score of {score} comes with its rubric.",
    "na": "The report states no quality score.",
}
