"""What each check says of single sentences: the judgements that a reader would quarrel with, both ways.

One row a sentence. A sentence that a person might mean in another way is never red.
"""

from __future__ import annotations

import pytest

from synth.audit.check import Inputs, look_at_report, worst
from synth.audit.checks.claim_consistent import contradictions
from synth.audit.checks.first_person import speaks
from synth.audit.checks.identifiers_whole import identifiers_of
from synth.audit.comparisons import comparisons
from synth.audit.endings import find_cuts
from synth.audit.rules import verdict_of
from synth.records import Claim, Finding, Gate, Light, Reference, Report, Sidecar, Stated

ENDED = "This one ends as a sentence does."


def found(code: str, report: Report) -> list[Finding]:
    return [finding for finding in look_at_report(report, "report", Inputs()) if finding.code == code]


def light_of(code: str, report: Report) -> Light:
    return worst(finding.light for finding in found(code, report))


def claims(*texts: str) -> tuple[Claim, ...]:
    return tuple(Claim(text=text, stated=Stated(verified=True)) for text in texts)


def gated(reason: str, status: str = "pass", date: str = "") -> Report:
    return Report(sidecar=Sidecar(gate=Gate(status=status, reason=reason), date=date))


# --- A305: identifiers -------------------------------------------------------------------------------------------

WHOLE, VERSIONLESS, MALFORMED, NONE = ["green"], ["yellow"], ["red"], list[str]()
ENTRIES = [
    ("arXiv: https://arxiv.org/pdf/2108.13956", VERSIONLESS),
    ("https://arxiv.org/abs/2108.13956v1/", WHOLE),
    ("https://arxiv.org/html/2108.13956v1#S1", WHOLE),
    ("https://arxiv.org/abs/2108.13956v1?context=cs", WHOLE),
    ("https://arxiv.org/html/2108.13956v1/S3", WHOLE),
    ("https://arxiv.org/pdf/2108.13956v1.pdf#page=3", WHOLE),
    ("arXiv:2108.13956v1[cs.CL]", WHOLE),
    ("arXiv:2108.13956v1 [cs.CL]", WHOLE),
    ("**arXiv:2005.13013v2**", WHOLE),
    ("`arXiv:2005.13013v2`", WHOLE),
    ("_arXiv:2005.13013v2_", WHOLE),
    ("https://doi.org/10.1093%2Fnar%2Fgkr1071", WHOLE),
    ("DOI: https://doi.org/10.1093/nar/gkr1071", WHOLE),
    ("doi.org/doi:10.1093/nar/gkr1071", WHOLE),
    ("DOI: [10.1093/nar/gkr1071](https://doi.org/10.1093/nar/gkr1071)", WHOLE),
    ("doi: n/a", NONE),
    ("arXiv: to appear", NONE),
    ("arXiv: 2020", NONE),
    ("https://x.org/?query=doi:foo", NONE),
    ("https://doi.org/10.48550/arXiv.2005.13013", VERSIONLESS),
    ("10.48550/arXiv.2005.13013v2", WHOLE),
    ("doi:10.48550/arXiv.2413.13013", MALFORMED),
    ("arXiv:0701.0001", MALFORMED),
    ("arXiv:0704.0001v1", WHOLE),
    ("arXiv:1502.1234", MALFORMED),
    ("CoRR abs/1810.04805", VERSIONLESS),
    ("CoRR, abs/1810.04805v2, 2018", WHOLE),
    ("DOI 10.1000/x", WHOLE),
    ("10.1000/x", WHOLE),
    ("doi: 1O.1093/nar", MALFORMED),
    ("doi: 10.1093", MALFORMED),
    ("doi.org/10/gf5k", WHOLE),
    ("https://doi.org/the-identifier", NONE),
    ("http://arxiv.org/abs/2413.1234v1", MALFORMED),
    ("arXiv:cs.CL/0306050", VERSIONLESS),
    ("arXiv:hep-th/9901001v3", WHOLE),
    ("arXiv:2005.13013 http://arxiv.org/abs/2005.13013", VERSIONLESS),
    ("arXiv:2005.13013 http://arxiv.org/abs/2005.13013v2", WHOLE),
    ("[arXiv:2005.13013v2](https://arxiv.org/abs/2005.13013v2).", WHOLE),
    ("(arXiv:2005.13013v2)", WHOLE),
    ("arXiv:2005.130131", MALFORMED),
    ("arXiv:20O5.13013", MALFORMED),
    ("arXiv preprint arXiv:2005.13013v1.", WHOLE),
    ("arXiv: 2005.13013v2", WHOLE),
    ("arxiv.org/abs/2005…", MALFORMED),
    ("eprint: arXiv:2005.13013v2, 2020", WHOLE),
    ("ArXiv preprint, abs/2005.13013", NONE),
    ("arXiv:2005.13013v0", MALFORMED),
    ("https://export.arxiv.org/abs/2005.13013v2)", WHOLE),
    ("doi:10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", WHOLE),
    ("available at arXiv: 12 papers", NONE),
    ("https://www.semanticscholar.org/arXiv:2005.13013", VERSIONLESS),
    ("doi : 10.1000/182", WHOLE),
    ("DOI:10.1000.10/123456", WHOLE),
    ("https://arxiv.org/list/cs.CL/2005", NONE),
    ("https://doi.org/10.48550/ARXIV.2005.13013", VERSIONLESS),
]


@pytest.mark.parametrize(("entry", "lights"), ENTRIES)
def test_an_identifier_is_whole_or_not_however_it_is_printed(entry: str, lights: list[str]) -> None:
    assert [one.light or "green" for one in identifiers_of(entry)] == lights


def test_an_identifier_printed_twice_is_one_finding() -> None:
    assert len(found("A305", Report(references=(Reference(text="arXiv:2005.13013 <http://arxiv.org/abs/2005.13013>"),)))) == 1


# --- A502: numbers of a sentence ---------------------------------------------------------------------------------

AGREES = (
    "context from 512 to 2048 tokens improves F1 by 2.3 points",
    "layers from 12 to 24, improving accuracy by 1.7 points",
    "Scaling from 7 to 70 billion parameters yields a gain of 3.1 points",
    "Dropout from 0.1 to 0.3 gives an improvement of 0.5 points",
    "Papers from 2019 to 2021 were reduced by 12%",
    "It falls from 120 to 60, by a factor of 2",
    "It rises from 40.1 to 45.2, up to a maximum of 50 points",
    "From 3 to 5 of 12 tasks improved",
    "It rises from 70 to 80 in a sample of 500",
    "As of 2024 of 300 models none is open",
    "In 2020 of 1500 patients 3 died",
    "Recall of 1000 documents",
    "recall at 1000 is 95%",
    "accuracy of 512-dimensional vectors",
    "Exact match is 101-way",
    "It takes between 18 and 9 months",
    "Between 2021 and 2019",
    "The difference between 82.7 and 57.3 is 25.4",
    "Two families (Romance, with French, Spanish and Italian)",
    "English, German and French, F1 is 80.1, 70.2 and 60.3 respectively",
    "For English and German, F1 is 80.1 and 70.2 and EM is 70.1 and 60.1, respectively",
    "Hong Kong, Sri Lanka and Peru have 3, 4 and 5 cases, respectively",
    "a 25.4-point gain (from 57.3 to 82.7)",
    "Of the 12 tasks, 7 improve",
    "Of the 12 trials, 1500 patients were",
    "decreases from 60 to 50",
    "Accuracy rises from 57.3 to 82.7, a gain of 25.4 points.",
    "3 of the 12",
    "top 5 of 100",
    "Accuracy rises from 50 to 60, an increase of 20 %",
    "Accuracy rises from 50 to 60, an increase of 10 %",
    "We use ² tasks (a, b, c).",
    "500 of 1,500 patients",
    "Accuracy is 110 % of the baseline",
    "Accuracy rises from 0.573 to 0.827, a gain of 25.4 points",
    "Raising dropout from 0.1 to 0.3, a gain of 0.5 points is seen",
    "Accuracy rises from 57.3 to 82.7, a gain of 3.1 points over the best baseline",
    "Accuracy rises from 57.3 to 82.7, with an average gain of 3.1 points",
    "improves by 2.3 points from 512 to 2048 tokens",
    "improves by 12% from 2019 to 2021",
    "two datasets (the large, XNLI, and the small, RTE)",
    "It rose from 20 to 60, an increase of 3 times",
    "His rank rises from 5 to 3",
    "mortality declines from 50 to 60 years of age",
)
DISAGREES = (
    "two baselines (Conneau et al., Devlin et al., Wu et al.)",
    "For English, German and French, F1 is 80.1 and 70.2, respectively",
    "Accuracy on XNLI, MLQA, and PAWS-X is 80.1 and 70.2, respectively.",
    "Accuracy rises by 20.1 points, from 57.3 to 82.7",
    "a 20.1-point gain (from 57.3 to 82.7)",
    "Of the 12 tasks, 15 improve",
    "15 of the twelve tasks",
    "Accuracy rises from 57.3 to 82.7, a gain of 20.1 points.",
    "Accuracy rises from 57.3 to 82.7 by 20.1 points.",
    "Accuracy rises from 50 to 60, an increase of 30 %",
    "We use three languages (French and German).",
    "1,500 of 500 patients",
    "15 of 12.",
    "An accuracy of 104.2 % is reached",
    "It ranges between 82.7 and 57.3 points in QA",
)
MAY_DISAGREE = (
    "He names four conditions (high and low noise)",
    "decreases from 50 to 60",
    "F1 reaches 130.",
    "falls from 57.3 to 82.7 on XNLI",
)


@pytest.mark.parametrize("sentence", AGREES)
def test_numbers_that_can_be_meant_together_are_left_alone(sentence: str) -> None:
    assert list(contradictions(sentence)) == []


@pytest.mark.parametrize("sentence", DISAGREES)
def test_numbers_that_cannot_be_true_together_are_red(sentence: str) -> None:
    assert [light for light, _ in contradictions(sentence)] == ["red"]


@pytest.mark.parametrize("sentence", MAY_DISAGREE)
def test_numbers_that_are_likely_a_slip_are_yellow(sentence: str) -> None:
    assert [light for light, _ in contradictions(sentence)] == ["yellow"]


@pytest.mark.parametrize(
    ("texts", "light"),
    [
        (("Result 3 holds.", "Result 4 holds."), "green"),
        (("Llama 3.1 wins.", "Llama 3.2 wins."), "green"),
        (("With 10 % noise it holds.", "With 20 % noise it holds."), "green"),
        (("On task 3 accuracy is 80.1.", "On task 4 accuracy is 70.2."), "green"),
        (("Dropout of 0.1 helps.", "Dropout of 0.2 helps."), "green"),
        (("Code raises accuracy by 3 points.", "Code raises accuracy by 3 points."), "green"),
        (("Accuracy is 80.1.", "Accuracy is 70.2."), "yellow"),
        (("Code raises accuracy by 3 points.", "Code raises accuracy by 4 points.", "Code raises accuracy by 5 points."), "yellow"),
    ],
)
def test_only_other_measured_values_make_claims_differ_and_a_group_is_one_finding(texts: tuple[str, ...], light: Light) -> None:
    assert [finding.light for finding in found("A502", Report(claims=claims(*texts)))] == [light]


def test_a_claim_of_hostile_length_is_read_in_bounded_time() -> None:
    hostile = ("1, " * 40_000 + "respectively", "rises from 1 to 2 by 3, " * 5_000, "3 of 2 " * 20_000, "a " * 50_000 + "from " * 5_000)
    for text in hostile:
        assert isinstance(list(contradictions(text)), list)


# --- A102: ends ---------------------------------------------------------------------------------------------------

NOT_CUT = (
    "It helps.[3]",
    "It holds [3]",
    "It holds [3, 4-6]",
    "It improves by 30 (Vaswani et al., 2017)",
    "It improves (Vaswani et al., 2017; Wu, 2019b)",
    "It helps.¹",
    "It helps.12",
    "It holds ¹",
    "模型更好",
    "精度が上がる",
    "It helps. (2017)",
    "It helps (p. 3).",
    "see the interval [0, 1) for it.",
)
CUT = (
    "BERT beats ELMo (Devlin et al.",
    "gains of 8.2, 7.5, and 7.",
    "an average improvement of 5.4",
    "The gain is largest for problems that",
    "BERT beats ELMo (2",
    "It helps...",
    "see benefits from [3",
)


@pytest.mark.parametrize("text", NOT_CUT)
def test_a_whole_text_is_not_called_cut_beside_ended_ones(text: str) -> None:
    assert find_cuts([ENDED, ENDED, text]).cut == []


@pytest.mark.parametrize("text", CUT)
def test_a_text_that_stops_in_mid_sentence_is_cut(text: str) -> None:
    assert find_cuts([ENDED, ENDED, text]).cut == [2]


def test_two_short_texts_of_one_length_are_only_open() -> None:
    assert find_cuts(["Gain on XNLI", "Loss on MLQA"]) == ([], [0, 1], None)


def test_a_hundred_thousand_rows_are_read() -> None:
    assert len(find_cuts(["word " * 20 + "x"] * 100_000).cut) == 100_000  # about a second; as a list, `near` took hours


# --- A105: who speaks --------------------------------------------------------------------------------------------

SILENT = (
    "nos. 3 to 4 of the list",
    "nos 3 and 4",
    "Our World in Data reports 3.",
    "the us-east-1 region",
    "The paper says “we trained three models”.",
    'The paper says "our results hold".',
    "Type I errors fall.",
    "Phase I trials",
    "The I² was 40 %",
    "Elizabeth I ruled",
    "World War I ended",
    "class I and II",
    "Table I shows the results",
    "Appendix I describes it",
    "In Study I and Study II",
    "Part II and I differ",
    "The US leads.",
    "the gold mine",
    "Type I and I reported",
    "I/O is slow",
    "Group I was treated",
    "hepatitis B and I were",
    "J. Smith",
    "J Smith shows",
    "I. Introduction",
)
SPEAKING = (
    "I trained a model.",
    "My results hold.",
    "ich zeige das",
    "je montre cela",
    "j'ai montré",
    "We train",
    "In this paper I show that it holds.",
    "Here, I propose a method.",
    "I think so",
    "I've shown it",
    "It was clear that I had won",
    "Our model wins.",
    "Here I study it",
    "our results contrast with “state of the art”",
)


@pytest.mark.parametrize("sentence", SILENT)
def test_a_sentence_with_the_letters_of_a_pronoun_does_not_speak(sentence: str) -> None:
    assert not speaks(sentence)


@pytest.mark.parametrize("sentence", SPEAKING)
def test_a_sentence_in_the_first_person_speaks(sentence: str) -> None:
    assert speaks(sentence)


# --- A301: the question ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "claim", "light"),
    [
        ("Does XLM-R improve zero-shot transfer?", "XLM-R raises zero-shot transfer by 3.1 points.", "green"),
        ("Does XLM-R improve zero-shot transfer?", "The corpus has 40 million documents.", "yellow"),
        ("Does XLM-R improve zero-shot transfer?", "", "na"),
        ("Is it?", "It is.", "na"),
        ("What factors drive accuracy?", "Accuracy depends on the size of the data.", "green"),
        ("Which models perform better on MLQA?", "On MLQA the larger models win.", "green"),
        ("Do LLMs reason?", "The large language models (LLMs) of the study do reason.", "green"),
        ("Do large language models (LLMs) reason?", "That LLMs reason was shown in a study.", "green"),
        ("Do large language models (LLMs) reason?", "That large language models reason was shown in a study.", "green"),
        ("Do large language models (LLMs) reason?", "That the small ones reason was shown in a study.", "yellow"),
        ("XLM-R zero-shot?", "XLM-R zero-shot", "na"),
    ],
)
def test_a_question_is_answered_by_its_subject_words(question: str, claim: str, light: Light) -> None:
    assert light_of("A301", Report(question=question, claims=claims(claim) if claim else ())) == light


# --- A404: proofs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "light"),
    [
        ("re-running gave 8.7; the paper says 8.7", "green"),
        ("rerunning the released model gave 8.7 and the paper reports 8.7", "green"),
        ("8.7, computed by running the authors' released code on the test set, matches expected 8.7", "yellow"),
        ("recomputed 8.7 matches expected 8.7", "yellow"),
        ("English 61.3 equals 61.3 for German", "green"),
        ("computed 8.7 matches expected 8.7", "red"),
        ("computed 8.7 matches expected 8.7 on XNLI", "red"),
        ("computed 8.7 equals the paper's 8.7", "red"),
        ("computed 5 × 1.234e999 5", "green"),
    ],
)
def test_an_origin_may_be_said_in_words(reason: str, light: Light) -> None:
    assert light_of("A404", gated(reason)) == light


def test_expected_may_be_part_of_a_name() -> None:
    assert light_of("A404", Report(claims=claims("Expected calibration error of 0.05 equals 0.05."))) == "na"
    assert light_of("A404", Report(claims=claims("Expected 0.05 equals 0.05."))) == "red"


@pytest.mark.parametrize("text", ["5 × 1.234e999 5", "1e999 × 7", "7 ^ 1.5e300", "2 × 1e-999"])
def test_no_number_is_too_large_to_be_refused(text: str) -> None:
    assert isinstance(list(comparisons(text)), list)


# --- A407: dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "light"),
    [
        ("Data published before 2020-01-01 was excluded", "na"),
        ("no code was published before 2026-06-10", "na"),
        ("papers submitted before 2026-06-10", "na"),
        ("sources from before June 2026", "na"),
        ("published with data collected before 2020-01-01", "na"),
        ("published online before 2026-06-10", "red"),
        ("gate activated after this report was published (2026-06-10)", "red"),
        ("gate activated after this report was published (2026-06-20)", "green"),
        ("gate activated before this report was published (2026-06-20)", "red"),
        ("legacy record from before June 2026", "red"),
        ("legacy record from before July 2026", "green"),
        ("This report was published before 2026-06-10", "red"),
        ("it was first published before 2026-06-10", "red"),
    ],
)
def test_only_what_is_said_of_the_report_itself_is_held_against_its_date(reason: str, light: Light) -> None:
    assert light_of("A407", gated(reason, "unverified", date="2026-06-15")) == light


# --- A406: verdicts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("FALSIFIED (3/9)", "falsified"),
        ("VERIFIED ✓", "verified"),
        ("✓ passed", "verified"),
        ("failed ✗", "falsified"),
        ("Not passed", "falsified"),
        ("fails", "falsified"),
        ("Verified: 9/9", "verified"),
        ("VERIFIED (9 of 9 claims)", "verified"),
        ("verified (manually)", "verified"),
        ("not verified (0/9)", "unverified"),
        ("passed ✗", None),
        ("passed (2 failed)", None),
        ("purple ✓", None),
        ("3/9", None),
    ],
)
def test_a_verdict_is_read_with_its_count_and_its_mark(status: str, verdict: str | None) -> None:
    assert verdict_of(status) == verdict
