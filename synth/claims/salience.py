"""How much a sentence stands out as a claim: a number that is the sum of its reasons, each a feature that anybody can look up.

The weights say in which order a reader would want the claims: what a paper says first and last, with numbers and of its own work, before
what it says of others or how it was done. They were set by hand, and are no probabilities and no judgement of what is true.
"""

from __future__ import annotations

from synth.claims.signs import Signs
from synth.records import Reason, Salience

START = 0.2  # of any claim
WEIGHTS = {
    "abstract": 0.25,
    "conclusion": 0.2,
    "results": 0.15,
    "introduction": 0.05,
    "caption": 0.05,
    "numbers": 0.15,
    "compares": 0.15,
    "finds": 0.1,
    "own": 0.05,
    "early": 0.05,
    "others": -0.15,
    "done": -0.1,
    "aim": -0.1,
    "hedges": -0.1,
    "backward": -0.1,
}
_WHY = {
    "abstract": "stands in the abstract",
    "conclusion": "stands in the conclusion",
    "results": "stands among the results",
    "introduction": "stands in the introduction",
    "caption": "stands in a caption",
    "numbers": "has a number that is no year and no mark",
    "compares": "compares",
    "finds": "says what was found",
    "own": "speaks of the work at hand",
    "early": "opens its section",
    "others": "speaks of others' work",
    "done": "says what was done, not what came of it",
    "aim": "says what is attempted",
    "hedges": "is hedged",
    "backward": "leans on the sentence before it",
}


def salience_of(signs: Signs, kind: str, part: str, *, opens: bool = False) -> Salience:
    """The salience of a sentence of this type that stands in this part of its paper ("abstract", "results", …, or "")."""
    seen = {
        "numbers": signs.numbers,
        "compares": signs.compares,
        "finds": signs.finds and kind not in ("setup", "aim", "attribution"),
        "own": signs.own,
        "early": opens,
        "others": kind == "attribution",
        "done": kind == "setup",
        "aim": kind == "aim",
        "hedges": signs.hedges,
        "backward": signs.backward,
    }
    named = [part] if part in WEIGHTS else []
    reasons = (
        Reason(weight=START, why="is a claim"),
        *(Reason(weight=WEIGHTS[name], why=_WHY[name]) for name in [*named, *(name for name, here in seen.items() if here)]),
    )
    return Salience(value=round(min(1.0, max(0.0, sum(reason.weight for reason in reasons))), 2), reasons=reasons)
