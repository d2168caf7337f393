"""A claim speaks to the research question.

Looks at: the subject words of the question, stemmed, and whether any claim has them; in English, French, German, Spanish, Italian,
Portuguese and Dutch. An abbreviation that the report spells out ("large language models (LLMs)") and its words count as one.
Cannot know: whether a claim that has the words answers the question, or whether one answers it in other words: so the worst it says is
that one should look.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import claim
from synth.audit.example import report as example
from synth.audit.stated import line_of
from synth.audit.terms import Term, abbreviations, mentions, spelled_out, terms_of
from synth.records import Place, Report
from synth.words import Language, language_of_question, stems_of

CODE = "A301"
NAME = "a-claim-answers-the-question"

EXAMPLES = {
    "yellow": (
        example(question="Does pretraining on code raise the accuracy of low-resource models on GSM8K and on formal proofs?"),
        example(claims=(claim("The corpus has 40 million documents."),)),
    ),
    "green": example(),
    "na": (example(question=""), example(question="Is it?")),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    language = language_of_question(report.question, (one.text for one in report.claims))
    if not report.question or not report.claims or language is None:
        missing = "states no research question" if not report.question else "has no claims" if not report.claims else ""
        yield Outcome(
            "na", {"why": f"The report {missing}" if missing else "The question's language is not one whose words are known here"}
        )
        return
    place = Place(line=line_of(report, "question"))
    phrases, words, of = unanswered(report, language)
    if not of:
        yield Outcome("na", {"why": "The question has no subject words"})
        return
    figures = {"terms": phrases, "words": words, "missing": len(words), "of": of, "listed": " · ".join(phrases)}
    yield Outcome("yellow" if words else "green", figures, place, "question")


def unanswered(report: Report, language: Language) -> tuple[list[str], list[str], int]:
    """The question's terms that no claim mentions: as phrases, as single words, and how many words the question has."""
    short_forms = abbreviations((report.question, report.abstract, *(one.text for one in report.claims)))
    claims = [stems_of(spelled_out(one.text, short_forms), language) for one in report.claims]
    phrases: list[str] = []
    words: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for run in terms_of(report.question, language):
        phrase: list[Term] = []
        for term in run:
            if mentions(claims, term):
                _close(phrase, phrases)
                phrase = []
            else:
                phrase.append(term)
                if term.stems not in seen:
                    words.append(term.text)
            seen.add(term.stems)
        _close(phrase, phrases)
    return phrases, words, len(seen)


def _close(phrase: list[Term], phrases: list[str]) -> None:
    text = " ".join(term.text for term in phrase)
    if text and text not in phrases:
        phrases.append(text)


WORDS = {
    "yellow": "No claim mentions {missing} of the {of} subject words of the research question: {listed}.",
    "green": "Each of the {of} subject words of the research question stands in a claim.",
    "na": "{why}.",
}
