"""No sentence speaks in the first person for somebody else.

Looks at: claims of the table, and the abstract of a report with such a table, that say "we", "our", "I" or "my" (or the same in French,
German, Spanish, Italian, Portuguese, Dutch, Chinese, Japanese or Russian). A synthesis of other people's work did not do what such a
sentence says. Words inside quotation marks are somebody's own, and not counted.
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
    "наш наша наше наши нашей нашего нашем наших "
    "my mine myself ich meine meinem meinen meiner meines je j moi mes".split()
)
_UNSPACED = ("我们", "我們", "本文提出", "私たち", "我々", "われわれ")
# The same letters as another word: the country and its regions, a nitric oxide synthase, the plural of "no.", a data provider, a mine.
_OTHERWISE = re.compile(
    r"\bUS\b|\bNOS\b|\bNoi\b|\bnos\.|\bnos (?=\d)|\bus-\w+|\b[A-Z]\w*[ -]Our\b|\bOur World in Data\b"
    r"|\b(?:a|an|the|each|coal|gold|land|data|of|in|this|that|every|abandoned|open|copper|iron|one) mine\b"
    r"|\bmine (?:site|workers?|water|waste|shaft)s?\b"
    r"|\bmes\b(?! \w+s\b)|\bMES\b|\bMoi\b|\bMy\b(?= \d)|\b[jJ](?!['’])\b|\bJe\b(?= ?\.)",
)
# "I" as a person, at the head of a clause and before a verb: "I trained", "Here, I propose", "that I've"; not "Type I errors", "I²", "I/O".
_I = re.compile(
    r"(?:^|[.!?:,(\n] |[(“]|\b(?i:but|when|that|then|what|here|if|as|so|where|which|paper|work|thesis|study) )"
    r"I(?:['’](?:m|ve|ll|d)\b| (?:(?:also|then|first|further|never|only|do|did|have|had|can|will) (?:not )?)?"
    r"(?:am|was|have|had|will|would|can|could|do|did|may|train|show|find|found|think|thought|study|propose|present|argue|[a-z]{3,}ed)\b)"
)
_QUOTED = re.compile(r"“[^”]{0,300}”|\"[^\"]{0,300}\"|«[^»]{0,300}»|„[^“”]{0,300}[“”]|「[^」]{0,300}」|(?<!\w)['‘][^'‘’]{0,300}['’](?!\w)")
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
    """Whether a text speaks in the first person, outside of quotation marks."""
    words = _WORD.findall(text)
    if "I" not in words and not any(word.casefold() in _FIRST_PERSON for word in words) and not any(sign in text for sign in _UNSPACED):
        return False
    own = _OTHERWISE.sub(" ", _QUOTED.sub(" ", text))
    return (
        any(word.casefold() in _FIRST_PERSON for word in _WORD.findall(own))
        or any(sign in own for sign in _UNSPACED)
        or _I.search(own) is not None
    )


WORDS = {
    "red": "“{words} …” is somebody's own sentence, stated as a finding. {speaking} of {of} claims speak so.",
    "yellow": "The abstract speaks in the first person, as the authors of a study do.",
    "green": "None of {of} claims speaks in the first person.",
    "na": "The report has no table of claims.",
}
