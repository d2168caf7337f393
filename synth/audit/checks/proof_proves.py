"""A proof compares a number with something other than itself.

Looks at: the gate's reason, and every text of the report that speaks of verifying, reproducing or computing: whether all that it compares
is a number with itself ("computed 8.7 matches expected 8.7", at whatever tolerance) or a product of the usual sizes of networks with its
value (393216 = 512 × 768). A comparison whose two sides name different runs, tables or sources is a proof; where only one side names
one, that is said.
Cannot know: what the code behind the words computed; two sources that are named may hold the same copied number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.comparisons import EXPECTED_NAME, Comparison, comparisons, lone_constant
from synth.audit.example import claim
from synth.audit.example import report as example
from synth.audit.rules import names_tautology, verdict_of
from synth.audit.stated import claim_line
from synth.records import Gate, Light, Place, Report, Sidecar

CODE = "A404"
NAME = "a-proof-proves-something"

GATE = "The gate"
KEY_CHARACTERS = 60  # of a text, that tell it from others

# What a text that is no gate must speak of before a comparison in it is taken for a verification.
_VERIFIES = re.compile(
    rf"\b(?!{EXPECTED_NAME})(?:re-?)?(?:verif|reproduc|replicat|confirm|assert|expected|sandbox|proof|vérifi|überprüf|bestätig|erwartet)"
    r"|验证|复现|预期",
    re.I,
)
_COMPUTES = re.compile(r"\b(?:re)?(?:comput|calculat|calcul|berechn)|计算", re.I)
_FAILS = re.compile(r"\b(?:fail|refut|falsif|mismatch|disagree|contradict|widerleg|réfut|échou)|失败|证伪", re.I)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_PRODUCT = re.compile(r"[×*·⋅^⁰-⁹²³]|\dx\d")

EXAMPLES = {
    "red": (
        example(sidecar=Sidecar(gate=Gate(status="passed", reason="computed 4.1 matches expected 4.1, tolerance 5 %"))),
        example(sidecar=Sidecar(gate=Gate(status="confirmed", reason="output 49,152 equals 64 tokens × 768"))),
        example(claims=(claim("Verified: assert 4.1 == 4.1"),)),
    ),
    "yellow": example(sidecar=Sidecar(gate=Gate(status="verified", reason="run 17 gives 4.1, equal to the reported 4.1"))),
    "info": example(sidecar=Sidecar(gate=Gate(status="Refuted", reason="the script is a tautology"))),
    "green": (
        example(sidecar=Sidecar(gate=Gate(status="verified", reason="computed 4.0 matches expected 4.1 within 5 %"))),
        example(sidecar=Sidecar(gate=Gate(status="verified", reason="4.1 in run 17 matches 4.1 in Table 2"))),
    ),
    "na": (example(), example(sidecar=Sidecar(gate=Gate(status="pending", reason="4.1 = 4.1 is still to be run")))),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    found = [outcome for outcome in (*_of_gate(report), *_of_texts(report)) if outcome]
    shown = [outcome for outcome in found if outcome.light != "green"]
    yield from shown or found[:1] or [Outcome("na")]


def _of_gate(report: Report) -> Iterator[Outcome | None]:
    gate = report.sidecar.gate if report.sidecar else None
    if gate is None or not gate.reason.strip():
        return
    verdict, judged = verdict_of(gate.status), _of_all(list(comparisons(gate.reason)))
    if not judged and (constant := lone_constant(gate.reason)):
        judged = "red", f"{constant}, a product of usual sizes of networks, with nothing else"
    if verdict == "falsified":
        caught = judged is not None or names_tautology(gate.reason)
        yield _outcome("info" if caught else "green", GATE, gate.reason, gate.status)
    elif verdict == "verified":
        yield _outcome(judged[0], GATE, judged[1], gate.status) if judged else _outcome("green", GATE, gate.reason, gate.status)


def _of_texts(report: Report) -> Iterator[Outcome | None]:
    for section in report.sections:
        for paragraph in section.paragraphs:
            yield _of_text(f"The section {section.title}", paragraph, Place())
    for text in (report.abstract, *(passage.text for passage in report.unplaced)):
        yield _of_text("The report", text, Place())
    for at, claim_ in enumerate(report.claims):
        if claim_.stated.verified is not False:
            for text in filter(_may_be_empty, (claim_.text, *claim_.columns.values())):
                yield _of_text(f"Claim {at + 1}", text, Place(line=claim_line(report, at), claim=at))


def _of_text(where: str, text: str, place: Place) -> Outcome | None:
    if not _may_be_empty(text):  # asked first: it is cheap, and true of few texts
        return None
    verifies = _VERIFIES.search(text)
    if not (verifies or _COMPUTES.search(text)) or _FAILS.search(text):
        return None
    compared = [one for one in comparisons(text) if verifies or one.kind != "constant"]
    judged = _of_all(compared)
    if not judged:
        return _outcome("green", where, "", "", place, text) if compared else None
    light = "info" if names_tautology(text) else judged[0]  # a text about an empty proof is none itself
    return _outcome(light, where, judged[1], "", place, text)


def _may_be_empty(text: str) -> bool:
    """Whether a number stands twice in a text, or a product does: without that there is no empty proof, and no need to read on."""
    numbers = [digits.replace(",", ".").rstrip("0").rstrip(".") for digits in _DIGITS.findall(text)]
    return len(numbers) > 1 and (len(set(numbers)) < len(numbers) or _PRODUCT.search(text) is not None)


def _of_all(compared: list[Comparison]) -> tuple[Light, str] | None:
    """The light, and what is compared, where every comparison is empty; None where one is not, or nothing is compared."""
    if not compared or any(one.kind == "other" or one.origins == 2 for one in compared):
        return None
    first = compared[0]
    what = f"{first.left} only with {first.right}" + (", a product of usual sizes of networks" if first.kind == "constant" else "")
    return ("yellow" if any(one.origins for one in compared) else "red"), what


def _outcome(light: Light, where: str, what: str, status: str, place: Place = Place(), text: str = "") -> Outcome:  # noqa: B008
    key = f"text: {text[:KEY_CHARACTERS]}" if text else "gate"
    return Outcome(light, {"where": where, "what": what, "status": f" and says {status}" if status else ""}, place, key)


WORDS = {
    "red": "{where} calls a number checked{status}, but compares {what}: that proves nothing.",
    "yellow": "{where} compares {what}{status}; only one of the two sides says where it comes from.",
    "info": "{where} names a proof that proves nothing{status}: {what}.",
    "green": "No verification that was read compares a number only with itself.",
    "na": "Neither a gate nor the text gives a verification that could be read.",
}
