"""What changes the scores where the table has a setting and lacks it: "MLM improves SQuAD", beside rows with MLM and without it."""

from __future__ import annotations

import re

from synth.claims.clauses import Clause
from synth.claims.mentions import Mention, mentions
from synth.claims.readings import DeclinedError
from synth.claims.spelling import squash

_SETTING_OFF = frozenset({"with", "without", "w/", "w/o", "no", "under", "in"})
_SIGN = re.compile(r"(?:(without|w/o|no|non|minus|-)|(with|w/|using|\+))\s*[-–]?\s*(?=\w)(.*)", re.IGNORECASE)


def check_opposite(clause: Clause, side: str, lines: frozenset[int]) -> None:
    """Raises `DeclinedError` where what changes the scores is a setting that the table has and lacks: "MLM improves SQuAD".

    What is printed are changes against a baseline with it and without it; what the setting does is the difference of these. It is no
    subject where it is a condition: "with MLM, SQuAD helps", "SQuAD with MLM helps", "training with MLM helps XNLI".
    """
    verb = clause.phrase("changing") or clause.phrase("distances")
    named = [one for one in mentions(clause.tokens, clause.layout) if one.side == side and clause.start <= one.start < clause.end]
    for one in named:
        if verb is None or not (lines & one.lines and _has_opposite(clause, one)):
            continue
        start = one.start if clause.tokens[one.start].low in _SETTING_OFF else one.start - 1
        sets = start >= clause.start and clause.tokens[start].low in _SETTING_OFF
        parted = one.start > clause.start or sets
        if parted and any(token.text == "," for token in clause.tokens[one.end : verb.start]):
            continue  # "with MLM, …", "as long as MLM is left out, …"
        changed = any(other.start >= verb.end and other is not one and lines & other.lines for other in named)
        behind = any(other.end == start for other in named)
        last = one.start > verb.end + 1
        if not (sets and (behind or last or not changed)):
            raise DeclinedError(f"“{one.text}” is a setting that the table has and lacks, and its numbers are changes by other things")


def _has_opposite(clause: Clause, one: Mention) -> bool:
    """Whether a name is that of a heading or a label which another says is lacking: "With MLM" beside "No MLM"."""
    listed = {label for at in clause.every(one.side) for label in clause.line(one.side, at).labels}
    signed = [found for label in listed if (found := _SIGN.fullmatch(label.strip()))]
    plain = {squash(label) for label in listed}
    name = squash(_bare(one.text))
    lacking = any(found[1] and squash(found[3]) == name for found in signed)
    return lacking and (name in plain or any(found[2] and squash(found[3]) == name for found in signed))


def _bare(text: str) -> str:
    found = _SIGN.fullmatch(text.strip())
    return found[3] if found else text
