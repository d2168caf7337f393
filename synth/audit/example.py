"""Small reports for the examples of checks: a sound one, and what is changed in it."""

from __future__ import annotations

from typing import Any

import msgspec

from synth.records import Claim, Reference, Report, Source, Stated, StatedFigures

CLAIMS = (
    ("Pretraining on code raises accuracy on GSM8K by 3.1 points.", True, 0.91),
    ("The gain holds for models of 1B and 7B parameters.", True, 0.88),
    ("Longer training removes the gain.", False, 0.12),
)


def claim(text: str, verified: bool | None = True, confidence: float | None = 0.9, **more: Any) -> Claim:
    """A claim as a report states it."""
    return Claim(text=text, stated=Stated(verified=verified, confidence=confidence), **more)


def reference(id: str, version: str = "v1") -> Reference:
    """A reference to an arXiv paper."""
    url = f"http://arxiv.org/abs/{id}{version}"
    return Reference(text=f"<{url}>", url=url, source=Source(scheme="arXiv", id=id, version=version, url=url))


SOUND = Report(
    title="Does pretraining on code help mathematical reasoning?",
    author="Example Lab",
    date="1 March 2026",
    examines="Code and mathematics",
    question="Does pretraining on code raise the accuracy of models on GSM8K?",
    abstract="Four papers were read. Pretraining on code helps on GSM8K, and longer training removes the gain.",
    methodology=StatedFigures(papers=2),
    results=StatedFigures(papers=2, extracted=3, verified=2),
    claims=tuple(claim(*row) for row in CLAIMS),
    references=(reference("2401.00001"), reference("2401.00002", "v3")),
)


def report(**changes: Any) -> Report:
    """The sound report with these fields changed."""
    return msgspec.structs.replace(SOUND, **changes)
