"""Which sentences are claims, how they come apart into atoms, of which type and salience they are, and how cut claims are completed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.claims.atoms import MAX_ATOMS, split_atoms
from synth.claims.completing import complete_claims
from synth.claims.extract import candidates, extract_claims
from synth.claims.signs import is_claim, signs_of, type_of
from synth.reading.prose import Part, compose
from synth.records import CLAIM_TYPES, Aside, Claim, Document, Source, Table, from_json, to_json


def made(*parts: tuple[str, str], captions: tuple[str, ...] = (), abstract: str = "") -> Document:
    """A paper of headings with one paragraph each."""
    prose = compose(
        piece for heading, text in parts for piece in (Part("heading", heading, kind=KINDS.get(heading, "other")), Part("paragraph", text))
    )
    source = Source(scheme="file", id="made.pdf")
    asides = tuple(Aside(kind="caption", text=text, page=4) for text in captions)
    return Document(
        source=source, text=prose.text, sentences=prose.sentences, sections=prose.sections, asides=asides, abstract=abstract, format="pdf"
    )


KINDS = {"Abstract": "abstract", "Introduction": "introduction", "Results": "results", "References": "references"}


# --- atoms ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "atoms"),
    [
        ("A beats B on X but not on Y.", ["A beats B on X.", "A does not beat B on Y."]),
        (
            "The probe improved recall on XNLI, but not on MLQA.",
            ["The probe improved recall on XNLI.", "The probe did not improve recall on MLQA."],
        ),
        ("BUCC improves, but Tatoeba does not.", ["BUCC improves.", "Tatoeba does not improve."]),
        (
            "We see gains of 4.1, 3.0 and 2.5 for POS, NER and QA, respectively.",
            ["We see gains of 4.1 for POS.", "We see gains of 3.0 for NER.", "We see gains of 2.5 for QA."],
        ),
        (
            "Training on SQuAD, MNLI, and QQP yields improvements of 1.2, 3.4, and 5.6 points on the test set.",
            [
                "Training on SQuAD yields improvements of 1.2 points on the test set.",
                "Training on MNLI yields improvements of 3.4 points on the test set.",
                "Training on QQP yields improvements of 5.6 points on the test set.",
            ],
        ),
        (
            "BERT and GPT achieve 80.1 and 75.2 F1 on SQuAD, respectively.",
            ["BERT achieves 80.1 F1 on SQuAD.", "GPT achieves 75.2 F1 on SQuAD."],
        ),
        (
            "The pruned model loses 5.1% accuracy on XNLI, 2.4% F1 on NER, and 9.1% F1 on QA over the full one.",
            [
                "The pruned model loses 5.1% accuracy on XNLI over the full one.",
                "The pruned model loses 2.4% F1 on NER over the full one.",
                "The pruned model loses 9.1% F1 on QA over the full one.",
            ],
        ),
        (
            "On Urdu and Thai, XLM-R outperforms mBERT by 7.1% and 8.2%, and XLM by 3.5% and 4.6%.",
            [
                "On Urdu, XLM-R outperforms mBERT by 7.1%.",
                "On Thai, XLM-R outperforms mBERT by 8.2%.",
                "On Urdu, XLM-R outperforms XLM by 3.5%.",
                "On Thai, XLM-R outperforms XLM by 4.6%.",
            ],
        ),
    ],
)
def test_what_is_said_of_several_at_once_is_said_of_each(sentence: str, atoms: list[str]) -> None:
    assert split_atoms(sentence) == atoms


@pytest.mark.parametrize(
    ("sentence", "atoms"),
    [
        (
            "The small model improves recall and reduces the cost.",
            ["The small model improves recall.", "The small model reduces the cost."],
        ),
        ("We read the text, split it into words, and count them.", ["We read the text.", "We split it into words.", "We count them."]),
        ("The tagger was trained on news and tested on fiction.", ["The tagger was trained on news.", "The tagger was tested on fiction."]),
        (
            "The hybrid reaches 80.9% accuracy, outperforming the baseline by 10.2%.",
            ["The hybrid reaches 80.9% accuracy.", "The hybrid outperforms the baseline by 10.2%."],
        ),
        (
            "The probe gets the best scores, with an average gain of 8.4 points on dev.",
            ["The probe gets the best scores.", "The probe gets an average gain of 8.4 points on dev."],
        ),
        ("The encoder is frozen, and it needs less memory.", ["The encoder is frozen.", "The encoder needs less memory."]),
        ("Thai improves, whereas Urdu shows no benefit.", ["Thai improves.", "Urdu shows no benefit."]),
        ("While the large model wins on QA, the small one is faster.", ["The large model wins on QA.", "The small one is faster."]),
        (
            "We use the XTREME benchmark, which covers nine tasks.",
            ["We use the XTREME benchmark.", "The XTREME benchmark covers nine tasks."],
        ),
        (
            "We find that pruning helps, that it is cheap, and that it scales with the data.",
            ["Pruning helps.", "It is cheap.", "It scales with the data."],
        ),
    ],
)
def test_a_subject_that_stands_once_is_carried_over(sentence: str, atoms: list[str]) -> None:
    assert split_atoms(sentence) == atoms


@pytest.mark.parametrize(
    ("sentence", "atoms"),
    [
        (
            "On XNLI, A improves by 2.1 points and B drops by 3 points.",
            ["On XNLI, A improves by 2.1 points.", "On XNLI, B drops by 3 points."],
        ),
        (
            "In the zero-shot setting, the large model gains 3.1 points, but the small one loses 2 points.",
            ["In the zero-shot setting, the large model gains 3.1 points.", "In the zero-shot setting, the small one loses 2 points."],
        ),
        ("On QA, it helps, but on NER, it hurts.", ["On QA, it helps.", "On NER, it hurts."]),
    ],
)
def test_a_condition_in_front_governs_what_has_none_of_its_own(sentence: str, atoms: list[str]) -> None:
    assert split_atoms(sentence) == atoms


def test_numbered_items_are_atoms_and_so_is_what_leads_to_them() -> None:
    clauses = "We follow two steps: (i) we prune the model; and (ii) we tune it on dev."
    assert split_atoms(clauses) == ["We follow two steps.", "We prune the model.", "We tune it on dev."]
    pieces = "Pruning outperforms the alternatives of (a) training longer, (b) adding data, or (c) using a larger model."
    assert split_atoms(pieces) == [
        "Pruning outperforms the alternatives of training longer.",
        "Pruning outperforms the alternatives of adding data.",
        "Pruning outperforms the alternatives of using a larger model.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "We train on English, French and German.",  # names without numbers of their own
        "Scores lie between 5.1 and 7.3 points on A and B.",  # a range
        "We use a Transformer with 24 layers and 1024 hidden states.",  # two measures of one thing
        "Training on A and B improves the results.",
        "If the data is noisy and the model is small, accuracy drops.",
        "We use A to train B and evaluate C.",  # one purpose or two
        "Models trained on news and tested on fiction fail.",
        "The gains of 4.1, 3.0 and 2.5 hold for POS and NER.",  # three numbers, two names
    ],
)
def test_where_it_is_not_plain_what_belongs_to_what_nothing_is_parted(sentence: str) -> None:
    assert split_atoms(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nous obtenons 8,2 et 7,5 points sur A et B, et le modèle dépasse la référence.",
        "Wir erreichen 80,1 und 75,2 Punkte auf A und B, und das Modell ist besser.",
        "A modellünk 80,1 pontot ér el, és a BERT csak 75,2 pontot.",
        "제안한 모델은 80.1점을 달성했고, 기존 모델은 75.2점이다.",
        "我们的模型达到80.1分，而基线只有75.2分。",
    ],
)
def test_other_languages_stay_whole_and_are_claims(sentence: str) -> None:
    assert split_atoms(sentence) == [sentence]
    assert is_claim(signs_of(sentence))
    assert type_of(sentence) in CLAIM_TYPES


def test_a_frame_is_left_out_and_the_attribution_to_others_stays() -> None:
    assert split_atoms("However, our results show that pruning hurts recall.") == ["Pruning hurts recall."]
    assert split_atoms("Kim et al. (2020) show that pruning hurts recall.") == ["Kim et al. (2020) show that pruning hurts recall."]


def test_the_label_of_a_caption_is_no_part_of_its_claims_and_a_variable_keeps_its_letter() -> None:
    atoms = split_atoms("Figure 2: Recall drops by 3 points; y is the share of words.")
    assert atoms == ["Recall drops by 3 points.", "y is the share of words."]


def test_an_impersonal_it_keeps_no_subject() -> None:
    assert split_atoms("Few patients dropped out; therefore it is doubtful that this biased the results.")[-1].startswith("It is doubtful")


def test_a_claim_that_is_cut_off_gets_no_full_stop() -> None:
    assert split_atoms("The tuned model improves recall by 4.1 points on the larg") == [
        "The tuned model improves recall by 4.1 points on the larg"
    ]


SENTENCES = st.lists(
    st.sampled_from("A B XNLI we improves and , but ; 5.1 % on which that not respectively ( ) while is the . it by".split())
)


@given(st.one_of(SENTENCES.map(" ".join), st.text(max_size=200)))
def test_whatever_is_given_comes_apart_into_a_few_texts_without_new_numbers(sentence: str) -> None:
    atoms = split_atoms(sentence)
    assert 0 < len(atoms) <= MAX_ATOMS
    numbers = set("".join(character if character.isdigit() else " " for character in sentence).split())
    for atom in atoms:
        assert set("".join(character if character.isdigit() else " " for character in atom).split()) <= numbers


@given(SENTENCES.map(" ".join))
def test_signs_and_types_are_found_of_anything(sentence: str) -> None:
    assert type_of(sentence) in CLAIM_TYPES


# --- which sentences, and of which type ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Does pruning hurt recall on small models?",
        "Section 3 describes the data.",
        "The results are shown in Table 2.",
        "We refer the reader to the appendix.",
        "We thank the reviewers for their comments.",
        "We hope that this will encourage further work.",
        "We will release the code and the models.",
        "Model size",
        "Keywords: parsing, transfer, evaluation, languages",
    ],
)
def test_questions_hopes_thanks_and_directions_are_no_claims(sentence: str) -> None:
    assert not is_claim(signs_of(sentence))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Pruning lowers recall by 4.1 points.", "result"),
        ("The pruned model outperforms the full one on NER.", "comparison"),
        ("Recall is higher than in previous trials.", "comparison"),
        ("The corpus contains 819 conversations.", "count"),
        ("We train all models for three epochs.", "setup"),
        ("The tagger was trained on news text.", "setup"),
        ("Kim et al. (2020) show that pruning hurts recall.", "attribution"),
        ("Pruning has been shown to hurt recall (Kim, 2020).", "attribution"),
        ("In this paper, we investigate how pruning affects recall.", "aim"),
        ("This is because the dev set is small.", "explanation"),
        ("A treebank is a corpus with trees.", "definition"),
    ],
)
def test_the_type_is_told_by_what_the_sentence_says(sentence: str, kind: str) -> None:
    assert is_claim(signs_of(sentence))
    assert type_of(sentence) == kind


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Pruning lowers recall by 4.1 points.", True),
        ("We train seven models.", True),
        ("The question of sentence length is open.", False),
        ("As shown in Table 2 and Section 3.1, pruning hurts.", False),
        ("Pruning hurts recall (Kim, 2020).", False),
        ("Pruning hurts recall [3, 4].", False),
    ],
)
def test_a_year_a_mark_and_the_number_of_a_table_are_no_measure(sentence: str, numbers: bool) -> None:
    assert signs_of(sentence).numbers is numbers


def test_a_paper_gives_the_claims_of_its_text_and_captions_with_where_they_stand() -> None:
    document = made(
        ("Abstract", "We study pruning of small models. Pruning lowers recall by 4.1 points."),
        ("Results", "Recall drops by 4.1 points. Is that much?"),
        ("Acknowledgments", "Our work improves with 3 grants."),
        ("References", "A model that improves recall by 5.1 points."),
        captions=("Figure 2: Recall drops by 3 points. Best viewed in color.",),
    )
    claims = extract_claims(document)
    assert [claim.text for claim in claims] == [
        "We study pruning of small models.",
        "Pruning lowers recall by 4.1 points.",
        "Recall drops by 4.1 points.",
        "Figure 2: Recall drops by 3 points.",
    ]
    assert claims[-1].passage is not None
    assert (claims[-1].passage.page, claims[-1].passage.section) == (4, "caption")
    inside = claims[-2].passage
    assert inside is not None
    assert inside.span is not None
    assert document.text[slice(*inside.span)] == "Recall drops by 4.1 points."


def test_the_caption_of_a_table_is_read_once() -> None:
    table = Table(label="Table 2", caption="Pruning lowers recall on all sets.", page=3)
    document = Document(source=Source(scheme="file", id="a"), tables=(table,), asides=(Aside(kind="caption", text=table.caption, page=3),))
    assert [one.passage.section for one in candidates(document)] == ["Table 2"]


def test_an_abstract_that_stands_beside_the_text_is_read_too() -> None:
    document = made(("Results", "Recall drops by 4.1 points."), abstract="Pruning lowers recall by 4.1 points. It is cheap.")
    assert [one.part for one in candidates(document)] == ["results", "abstract", "abstract"]


def test_salience_is_the_sum_of_its_reasons_and_falls_with_the_place() -> None:
    text = "Pruning lowers recall by 4.1 points."
    document = made(("Abstract", text), ("Data", f"The data is old and has no labels. {text}"))
    first, *_, last = extract_claims(document)
    assert first.salience is not None
    assert last.salience is not None
    for salience in (first.salience, last.salience):
        assert salience.value == pytest.approx(min(1, max(0, sum(reason.weight for reason in salience.reasons))))
    assert first.salience.value > last.salience.value
    assert "stands in the abstract" in [reason.why for reason in first.salience.reasons]


def test_a_subsection_of_the_abstract_is_of_the_abstract() -> None:
    prose = compose(
        [
            Part("heading", "Abstract", level=1, kind="abstract"),
            Part("heading", "Results", level=3, kind="results"),
            Part("paragraph", "Recall drops by 4.1 points."),
        ]
    )
    document = Document(source=Source(scheme="file", id="a"), text=prose.text, sentences=prose.sentences, sections=prose.sections)
    assert [one.part for one in candidates(document)] == ["abstract"]


def test_claims_survive_json() -> None:
    for claim in extract_claims(made(("Results", "On XNLI, A improves by 2.1 points and B drops by 3 points."))):
        assert from_json(Claim, to_json(claim)) == claim
        assert len(claim.atoms) == 2


# --- completing ------------------------------------------------------------------------------------------------------

WHOLE = "Pruning the upper layers of the multilingual encoder lowers recall on rare words by 4.1 points, and precision by 2 points."
PAPER = made(
    ("Abstract", f"Nothing else is said here of the encoder. {WHOLE}"),
    ("Results", "We repeat the runs with three seeds for each of the nine languages of the set."),
)


def completed(text: str, *documents: Document) -> Claim:
    (claim,) = complete_claims([Claim(text=text)], documents or (PAPER,))
    return claim


def test_a_cut_claim_is_completed_from_the_one_sentence_that_begins_so() -> None:
    claim = completed(WHOLE[:70])
    assert claim.passage is not None
    assert claim.passage.text == WHOLE
    assert claim.completing == "begins a sentence of file:made.pdf, “Abstract”"
    assert [atom.text for atom in claim.atoms] == split_atoms(WHOLE)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE[:70].upper(),
        WHOLE[:70].replace("multilingual", "multi-lingual"),
        WHOLE[:70].replace("multilingual encoder", "multilin-gual  en\u00adcoder"),
        WHOLE[:90].replace("the upper", "its upper"),
    ],
)
def test_case_hyphens_blanks_and_a_word_make_no_difference(text: str) -> None:
    claim = completed(text)
    assert claim.passage is not None
    assert claim.passage.text == WHOLE


def test_a_ligature_makes_no_difference() -> None:
    paper = made(("Abstract", "The e\ufb03cient \ufb01lter of the second stage keeps \ufb01ve of nine candidates for each query word."))
    assert completed("The efficient filter of the second stage keeps five of", paper).passage is not None


def test_words_that_differ_are_named() -> None:
    assert "“the” there, “its” here" in completed(WHOLE[:90].replace("the upper", "its upper")).completing


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WHOLE[:-20].replace("4.1", "5.4"), "“4.1” there, “5.4” here"),
        ("Pruning the upper layers of the multilingual encoder never lowers recall on rare words", "never"),
        ("Training longer on more data raises the precision of small models of speech", "no sentence of file:made.pdf begins so"),
        ("Pruning the upper", "too short"),
    ],
)
def test_another_number_or_a_negation_is_no_other_wording(text: str, said: str) -> None:
    claim = completed(text)
    assert claim.passage is None
    assert said in claim.completing
    assert claim.atoms[0].text.rstrip(".") in text


def test_where_two_sentences_begin_so_the_claim_stays_cut() -> None:
    paper = made(("Abstract", WHOLE), ("Results", f"{WHOLE[:80]} by nine points."))
    claim = completed(WHOLE[:70], paper)
    assert claim.passage is None
    assert claim.completing.startswith("2 sentences of file:made.pdf begin so and go on differently")


def test_a_sentence_that_stands_twice_is_one() -> None:
    claim = completed(WHOLE[:70], made(("Abstract", WHOLE), ("Results", WHOLE)))
    assert claim.passage is not None
    assert "and 1 more time" in claim.completing


def test_a_whole_claim_keeps_its_own_atoms() -> None:
    claim = completed(f"{WHOLE[: WHOLE.index(', and')]}.")
    assert claim.passage is not None
    assert [atom.text for atom in claim.atoms] == [claim.text]


def test_a_claim_may_stand_behind_a_frame() -> None:
    paper = made(("Results", f"In all our runs, we find that {WHOLE[0].lower()}{WHOLE[1:]}"))
    assert completed(WHOLE[:70], paper).completing.startswith("stands within a sentence")


def test_without_a_source_nothing_is_said_of_it() -> None:
    (claim,) = complete_claims([Claim(text=WHOLE[:70])], ())
    assert (claim.passage, claim.completing) == (None, "")
    assert claim.atoms
