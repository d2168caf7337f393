"""No sentence speaks in the first person for somebody else.

Looks at: claims of the table, and the abstract of a report with such a table, that say "we" or "our" (or the same in French, German,
Spanish, Italian, Portuguese, Dutch, Chinese, Japanese or Russian). A synthesis of other people's work did not do what such a sentence says.
Cannot know: which paper the sentence was copied from, or whether the report's own makers are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import claim_line, line_of, table_claims
from synth.records import Place, Report

CODE = "A105"
NAME = "no-sentence-speaks-for-another"

EXAMPLES = {
    "red": example(claims=(*SOUND.claims, claim("We train models of two sizes on a mix of text and code."))),
    "yellow": example(abstract="We read four papers. Pretraining on code helps on GSM8K."),
    "green": example(),
    "na": example(claims=()),
}

# English, French, German, Spanish, Italian, Portuguese, Dutch, Russian
_FIRST_PERSON = frozenset(
    "we our ours us nous notre nos wir unser unsere unserem unseren unserer unseres nosotros nosotras nuestro nuestra nuestros nuestras "
    "noi nostro nostra nostri nostre nós nosso nossa nossos nossas wij onze мы нам нами нас "
    "наш наша наше наши нашей нашего нашем наших".split()
)
_UNSPACED = ("我们", "我們", "本文提出", "私たち", "我々", "われわれ")
_ABBREVIATIONS = frozenset({"US", "NOS", "Noi"})  # the country, the nitric oxide synthase: no person
_WORD = re.compile(r"\w+")


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    rated = table_claims(report)
    if not rated:
        yield Outcome("na")
        return
    speaking = [(at, one) for at, one in rated if speaks(one.text)]
    for at, one in speaking:
        figures = {"words": " ".join(one.text.split()[:6]), "speaking": len(speaking), "of": len(rated)}
        yield Outcome("red", figures, Place(line=claim_line(report, at), claim=at), one.text)
    if speaks(report.abstract):
        yield Outcome("yellow", {}, Place(line=line_of(report, "abstract")), "abstract")
    elif not speaking:
        yield Outcome("green", {"of": len(rated)})


def speaks(text: str) -> bool:
    """Whether a text speaks in the first person plural."""
    words = _WORD.findall(text)
    return any(word.casefold() in _FIRST_PERSON and word not in _ABBREVIATIONS for word in words) or any(sign in text for sign in _UNSPACED)


WORDS = {
    "red": "“{words} …” is somebody's own sentence, stated as a finding. {speaking} of {of} claims speak so.",
    "yellow": "The abstract speaks in the first person, as the authors of a study do.",
    "green": "None of {of} claims speaks in the first person.",
    "na": "The report has no table of claims.",
}
