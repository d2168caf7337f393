"""What a sentence names of a table, on small tables typed here: which rows and columns it means, and which words mean none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.claims.layouts import COLUMN, ROW, Layout, Line
from synth.claims.mentions import explained, mentions, squash, things
from synth.claims.wording import clean, tokens

SCORES = ["SQuAD", "MNLI", "Avg"]


def table(rows: Sequence[str], columns: Sequence[str] = SCORES, caption: str = "Table 1: Results.") -> Layout:
    """A table whose cells are all there."""
    wide = len(columns)
    return Layout(
        "Table 1",
        caption,
        tuple(Line(ROW, path, frozenset(range(at * wide, (at + 1) * wide))) for at, path in enumerate(rows)),
        tuple(Line(COLUMN, path, frozenset(at + wide * row for row in range(len(rows)))) for at, path in enumerate(columns)),
    )


def named(sentence: str, layout: Layout, side: str = ROW) -> list[list[str]]:
    """The paths of each thing of a side, in the order in which they are named."""
    lines = layout.lines(side)
    return [[lines[at].path for at in sorted(thing.lines)] for thing in things(tokens(clean(sentence)), layout) if thing.side == side]


# --- labels ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("BERT-Base", "BERTBASE"),
        ("CMOW", "CMOW's"),
        ("Baseline A", "baseline A"),
        ("Assisted vaginal delivery", "Assisted vaginal deliveries"),
        ("Hybrid", "the hybrid model"),
        ("+ manual", "manual features"),
        ("Lexical", "the lexical baseline"),
        ("XLM-R (Conneau et al., 2020)", "XLM-R"),
        ("CBOW/784", "CBOW"),
        ("Control group (n=393)", "the controls"),
        ("M0: shen-1", "M0"),
        ("Our Best Models", "the authors' best models"),
        ("Weighted Sum Last Four Hidden", "the weighted sum over the last four hidden layers"),
    ],
)
def test_a_label_is_named_as_people_write_it(label: str, said: str) -> None:
    assert named(f"On SQuAD, {said} is ahead of Foo.", table([label, "Foo"])) == [[label], ["Foo"]]


def test_a_label_alone_is_meant_before_one_with_something_in_brackets() -> None:
    assert named("Training on B-COPA helps.", table(["B-COPA", "B-COPA (50%)", "COPA"])) == [["B-COPA"]]


def test_a_name_with_its_source_is_the_line_of_that_source() -> None:
    layout = table(["XLM-R", "XLM-R (Hu et al., 2020)", "mBERT"])
    assert named("The XLM-R of Hu et al. (2020) is behind mBERT.", layout) == [["XLM-R (Hu et al., 2020)"], ["mBERT"]]
    assert named("The XLM-R model is behind mBERT.", layout) == [["XLM-R"], ["mBERT"]]


def test_a_family_is_every_line_of_the_name() -> None:
    layout = table(["BERT", "BERT+DSC", "XLNet", "XLNet+DSC"])
    assert named("The BERT rows are lower.", layout) == [["BERT", "BERT+DSC"]]
    assert named("BERT is lower.", layout) == [["BERT"]]
    assert named("The two BERT sizes differ.", table(["BERTBASE", "BERTLARGE", "GPT"])) == [["BERTBASE", "BERTLARGE"]]


def test_what_nearly_all_labels_end_with_tells_none_from_another() -> None:
    layout = table(["CLM"], ["QWKSD", "MAESD", "CCRSD", "1-offSD"])
    assert named("The CLM has a QWK of 0.58 and a 1-off score of 0.86.", layout, COLUMN) == [["QWKSD"], ["1-offSD"]]
    assert named("The CLM has the best QWK.", table(["CLM"], ["QWKSD", "MAE", "CCR"]), COLUMN) == []


def test_capitals_that_several_labels_end_with_are_a_family() -> None:
    assert named("Both GREEN scores are lower.", table(["wordGREEN", "charGREEN", "wordGLEU"])) == [["wordGREEN", "charGREEN"]]
    assert named("The GREEN score is lower.", table(["wordGREEN", "charGLEU"])) == []


def test_a_size_set_small_behind_a_name_may_be_left_off_where_no_other_size_is() -> None:
    assert named("m-BERT is behind XLM.", table(["m-BERTbase", "XLM"])) == [["m-BERTbase"], ["XLM"]]
    assert named("XLM-R is behind XLM.", table(["XLM-RBase", "XLM-R", "XLM"])) == [["XLM-R"], ["XLM"]]


def test_either_word_beside_a_stroke_makes_a_name_with_the_rest() -> None:
    layout = table(["BLEU"], ["Systems/Corpora without Splits", "All Systems/Corpora"])
    assert named("On systems without splits BLEU is higher.", layout, COLUMN) == [["Systems/Corpora without Splits"]]


@pytest.mark.parametrize("said", ["corpus-level", "at the corpus level", "Corpus-Level"])
def test_words_that_one_label_joins_by_a_hyphen_name_it(said: str) -> None:
    layout = table(["BLEU"], ["Corpus-Level Metrics / r", "Corpus-Level Metrics / ρ", "Sentence-Level Metrics / r"])
    assert named(f"BLEU is better {said}.", layout, COLUMN) == [["Corpus-Level Metrics / r", "Corpus-Level Metrics / ρ"]]


def test_labels_that_end_with_languages_are_named_by_them() -> None:
    layout = table(["BERT"], ["NLI-en", "NLI-es", "QA-en", "QA-es"])
    assert named("On Spanish QA BERT is better.", layout, COLUMN) == [["QA-es"]]
    assert named("On Spanish BERT is better.", table(["BERT"], ["NLI-es", "QA-en"]), COLUMN) == []


def test_a_number_in_letters_is_one_in_digits() -> None:
    layout = table(["6-layer / wide", "6-layer / slim", "BLEU-1ref", "BLEU-8ref"])
    assert named("The six-layer model is lower.", layout) == [["6-layer / wide", "6-layer / slim"]]
    assert named("BLEU with a single reference is lower than with eight references.", layout) == [["BLEU-1ref"], ["BLEU-8ref"]]


def test_labels_that_follow_each_other_in_a_path_are_named_together() -> None:
    layout = table(["SC"], ["WER / dev / clean", "WER / dev / other", "WER / test / other"])
    assert named("It is better on dev-other.", layout, COLUMN) == [["WER / dev / other"]]
    assert named("It is better on test other.", layout, COLUMN) == [["WER / test / other"]]


@pytest.mark.parametrize("said", ["Groups of words differ.", "The Group Relative Policy differs.", "Splits are counted."])
def test_a_capital_that_any_word_has_there_makes_no_name(said: str) -> None:
    assert named(said, table(["Optimization / Group Size (G)", "Systems without Splits / BLEU"])) == []


def test_a_name_inside_another_name_is_not_named() -> None:
    assert named("BERT leads.", table(["RoBERTa", "ALBERT", "GPT"])) == []


def test_the_longest_label_is_meant() -> None:
    layout = table(["StateNet", "StateNet PS", "StateNet PSI"])
    assert named("StateNet PSI does not outperform StateNet.", layout) == [["StateNet PSI"], ["StateNet"]]


def test_what_differs_between_labels_names_them() -> None:
    layout = table(["A", "B"], ["Throughput (1/s) Balanced", "Throughput (1/s) Linear"])
    assert named("Balanced trees run faster than linear ones.", layout, COLUMN) == [
        ["Throughput (1/s) Balanced"],
        ["Throughput (1/s) Linear"],
    ]


def test_labels_listed_with_commas_are_several() -> None:
    layout = table(["text", "prosody", "text + prosody"])
    assert named("SST, text, prosody and others vary.", layout) == [["text"], ["prosody"]]


def test_a_range_of_labels_is_all_from_first_to_last() -> None:
    layout = table(["A1", "A2", "A3", "A4", "A5"])
    assert named("The last settings (A3-A5) are best.", layout) == [["A3", "A4", "A5"]]
    assert named("The settings A3/A4 are best.", layout) == [["A3", "A4"]]


def test_a_placeholder_for_a_label_that_was_not_read_is_no_name() -> None:
    assert named("With an 8 % gain over #8, it is best.", table(["#7", "#8"])) == []


# --- ordinary words ----------------------------------------------------------------------------------------------


def test_a_word_of_grammar_names_a_line_only_in_quotes() -> None:
    layout = table(["in", "the", "to"])
    assert named("The cue in the sentence leads to errors.", layout) == []
    assert named('High scores for "the" are rarer than for "to".', layout) == [["the"], ["to"]]


def test_a_word_of_grammar_names_a_line_when_it_is_written_as_a_name() -> None:
    layout = table(["Giga", "NOW"])
    assert named("On NOW it is lower, and now it stays.", layout) == [["NOW"]]


def test_a_plain_word_names_a_line_before_a_word_for_scores() -> None:
    layout = table(["BERT", "GPT"], ["Overall", "Easy"])
    assert named("BERT has the higher overall accuracy.", layout, COLUMN) == [["Overall"]]
    assert named("BERT is better overall.", layout, COLUMN) == []


def test_a_word_that_is_only_a_part_of_a_label_names_nothing() -> None:
    assert named("Four weeks later the questions were harder.", table(["# of Questions Seen", "Abstinence 4 weeks after"])) == []


# --- abbreviations -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "said", "caption"),
    [
        ("NSP", "next sentence prediction", ""),
        ("ITF", "inverse text frequency", ""),
        ("BERT+FL", "focal loss", "FL is short for focal loss."),
        ("WC", "WordContent", ""),
        ("CoordInv", "coordination inversion", ""),
        ("BShift", "BigramShift", ""),
        ("Wiki", "Wikipedia", ""),
        ("Val. Loss", "the validation loss", ""),
        ("MaxDepth", "the maximum depth", ""),
        ("Prod.", "productivity", "Productivity (Prod.) of words."),
        ("4R", "all four references", "One reference (1R) and four references (4R)."),
        ("BERT+WeightCE", "weighted cross-entropy", "WeightCE denotes weighted cross-entropy, FL focal loss."),
    ],
)
def test_words_name_what_a_label_abbreviates(label: str, said: str, caption: str) -> None:
    assert named(f"It is {said} that counts.", table([label, "Foo"], caption=caption)) == [[label]]


@pytest.mark.parametrize(
    ("label", "said", "caption"),
    [
        ("DF", "despite filtering", "Precision of methods."),
        ("Prod.", "products", "Productivity (Prod.) of words."),
        ("IT", "in the", ""),
        ("WS-353", "word similarity", "Word similarity tests."),
        ("Local", "locally", ""),
        ("Manual", "Manfred", ""),
    ],
)
def test_words_that_only_happen_to_fit_name_nothing(label: str, said: str, caption: str) -> None:
    assert named(f"It is {said} that counts.", table([label, "Foo"], caption=caption)) == []


def test_a_short_label_is_named_by_what_the_caption_or_the_paper_says_it_stands_for() -> None:
    layout = table(["BLEU", "SARI"], ["G", "M", "StS"], caption="Grammaticality (G) and structural simplicity (StS).")
    assert named("On structural simplicity BLEU is behind.", layout, COLUMN) == [["StS"]]
    assert named("On meaning preservation BLEU is behind.", layout, COLUMN) == []
    told = layout._replace(glossary=(("M", "meaning preservation"),))
    assert named("On meaning preservation BLEU is behind.", told, COLUMN) == [["M"]]


def test_a_long_label_is_named_by_its_short_name() -> None:
    layout = table(["Diabetic Retinopathy / CLM", "Adience / CLM"])._replace(glossary=(("DR", "diabetic retinopathy"),))
    assert named("On DR the CLM is ahead.", layout) == [["Diabetic Retinopathy / CLM"]]


def test_what_the_caption_speaks_of_is_no_column_of_it() -> None:
    layout = table(["SC", "Mel"], ["#Params / FE", "WER"], caption="Ways of feature extraction.")
    layout = layout._replace(glossary=(("FE", "feature extractor"),))
    assert named("The SC feature extractor is behind Mel.", layout, COLUMN) == []


def test_the_line_that_lacks_what_the_paper_abbreviates_is_meant() -> None:
    layout = table(["BERT", "No NSP", "LTR & No NSP"])._replace(glossary=(("NSP", "next sentence prediction"),))
    assert named("Leaving out next sentence prediction costs 3.5 points.", layout) == [["No NSP"]]


def test_lp_lr_and_lf_are_scores_of_labelled_parses() -> None:
    layout = table(["AMR"], ["Primary / LP", "Primary / LR", "Primary / LF", "Remote / LP", "Remote / LR", "Remote / LF"])
    assert named("AMR has the best remote recall.", layout, COLUMN) == [["Remote / LR"]]
    assert named("AMR has the best primary F1.", layout, COLUMN) == [["Primary / LF"]]
    assert named("AMR has the best recall.", table(["AMR"], ["LR", "LF", "Loss"]), COLUMN) == []


def test_p_r_and_f_beside_each_other_are_precision_recall_and_f1() -> None:
    layout = table(["BERT", "GPT"], ["P", "R", "F"])
    assert named("Precision is higher than recall, and F1 lies between.", layout, COLUMN) == [["P"], ["R"], ["F"]]
    assert named("Precision is higher than recall.", table(["BERT"], ["P", "Q"]), COLUMN) == []


# --- the vocabulary ----------------------------------------------------------------------------------------------


def test_a_language_is_named_by_its_adjective() -> None:
    layout = table(["BERT", "XLM-R"], ["en", "de", "sw"])
    assert named("The German corpora are larger than the Swahili ones.", layout, COLUMN) == [["de"], ["sw"]]


@pytest.mark.parametrize("said", ["English-German", "English to German", "from English into German", "En→De", "en-de"])
def test_a_direction_of_translation_is_named_by_both_languages(said: str) -> None:
    layout = table(["Transformer"], ["en-de", "de-en", "en-fr"])
    assert named(f"On {said} the Transformer is better.", layout, COLUMN) == [["en-de"]]


def test_both_directions_are_another_label_than_one() -> None:
    assert named("On ro → en it gains 3.1.", table(["ro →en", "ro ↔en"])) == [["ro →en"]]


def test_an_average_over_lines_that_are_named_is_not_that_of_the_table() -> None:
    layout = table(["XLM-R"], ["sw", "ur", "hi", "Avg"])
    assert named("Swahili and Urdu have a mean of 74.9.", layout, COLUMN) == [["sw"], ["ur"]]
    assert named("The mean accuracy is 74.9.", layout, COLUMN) == [["Avg"]]
    assert named("It is first on Swahili, Urdu and average.", layout, COLUMN) == [["sw"], ["ur"], ["Avg"]]


# --- what was taken away -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["without MLM", "leaving out MLM", "when MLM is left out", "after removing the MLM"])
def test_what_was_taken_away_is_the_line_that_lacks_it(said: str) -> None:
    layout = table(["With MLM / QQP", "With MLM / CCG", "No MLM / QQP", "No MLM / CCG"])
    assert named(f"The scores are lower, {said}.", layout) == [["No MLM / QQP", "No MLM / CCG"]]
    assert named("The scores are lower once MLM is trained alongside.", layout) == [["With MLM / QQP", "With MLM / CCG"]]


def test_what_every_line_has_names_none_where_it_was_taken_away() -> None:
    assert named("Without attention it is worse.", table(["RNN", "RNN + attention"])) == []


def test_a_label_of_what_was_taken_away_is_named_by_what_it_lacks() -> None:
    assert named("Removing the MLP costs 1.2 points.", table(["COMER", "- MLP", "- Attention"])) == [["- MLP"]]


def test_a_label_that_counts_or_is_parted_takes_nothing_away() -> None:
    layout = table(["No of cigarettes", "Earlier work - Lample", "Ours"])
    assert named("Without cigarettes it is better.", layout) == []
    assert named("Without Lample it is worse.", layout) == []


def test_the_line_that_lacks_only_this_is_meant() -> None:
    layout = table(["BERT", "No NSP", "LTR & No NSP"])
    assert named("Leaving out next sentence prediction costs 3.5 points.", layout) == [["No NSP"]]


# --- numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("10 heads are enough.", ["10"]),
        ("Only one attention head is worse than 10 heads.", ["1", "10"]),
        ("A batch size of 25 is best.", ["25"]),
        ("It grows when the batch size increases from 1 to 25.", ["1", "25"]),
    ],
)
def test_a_number_names_a_label_beside_what_it_is_a_setting_of(said: str, rows: list[str]) -> None:
    assert named(said, table(["1", "10", "25"], caption="Number of attention heads and batch size.")) == [[row] for row in rows]


@pytest.mark.parametrize("said", ["It gains 10 points.", "It is 10% better.", "Over 25 runs it wins 1 to 10.", "It is less than 10."])
def test_a_number_alone_is_no_label(said: str) -> None:
    assert named(said, table(["1", "10", "25"], caption="Number of attention heads.")) == []


def test_a_value_is_named_with_its_name() -> None:
    layout = table(["α = 0.1", "α = 0.4", "α = 0.9"])
    assert named("Once α is past 0.4, it declines.", layout) == [["α = 0.4"]]
    assert named("It falls by 0.4.", layout) == []


def test_the_number_behind_a_name_is_named_with_its_noun() -> None:
    assert named("The 784-dimensional models are better.", table(["CBOW/784", "CMOW/784", "Hybrid"])) == [["CBOW/784", "CMOW/784"]]


# --- groups ------------------------------------------------------------------------------------------------------

GROUPED = ["No MLM / SQuAD", "No MLM / HellaSwag", "With MLM / SQuAD", "With MLM / HellaSwag"]


@pytest.mark.parametrize("said", ["HellaSwag with MLM", "With MLM, HellaSwag", "HellaSwag trained with MLM"])
def test_a_group_narrows_what_stands_in_it(said: str) -> None:
    assert named(f"{said} hurts XNLI.", table(GROUPED, ["XNLI"])) == [["With MLM / HellaSwag"]]


def test_a_group_is_meant_whole_where_only_a_later_clause_narrows_it() -> None:
    layout = table(GROUPED, ["XNLI"])
    assert named("Most settings with MLM hurt; SQuAD alone helps.", layout) == [
        ["With MLM / SQuAD", "With MLM / HellaSwag"],
        ["With MLM / SQuAD"],
    ]


def test_a_measure_among_the_labels_narrows_each_group() -> None:
    layout = table(["P / EN", "P / PT", "R / EN", "R / PT"], ["Patt", "DSim"])
    assert named("Precision on the Portuguese corpora is above that on the English ones.", layout) == [["P / PT"], ["P / EN"]]
    assert named("The recall for the Portuguese corpora is high.", layout) == [["R / PT"]]


# --- references --------------------------------------------------------------------------------------------------


def test_the_latter_is_the_last_of_two_named_in_an_earlier_clause() -> None:
    layout = table(["BERT", "GPT", "ELMo"])
    assert named("BERT beats GPT, but the latter is faster.", layout) == [["BERT"], ["GPT"], ["GPT"]]
    assert named("BERT beats GPT, but the former is slower.", layout) == [["BERT"], ["GPT"], ["BERT"]]


def test_the_other_is_known_only_of_two() -> None:
    assert named("BERT is good, but the other model is faster.", table(["BERT", "GPT"])) == [["BERT"], ["GPT"]]
    assert named("BERT is good, but the other model is faster.", table(["BERT", "GPT", "ELMo"])) == [["BERT"]]


def test_ours_is_the_line_that_says_so() -> None:
    layout = table(["GloVe", "Proposed"])
    assert named("Our word embedding model outperforms GloVe.", layout) == [["Proposed"], ["GloVe"]]
    assert named("We outperform GloVe.", layout) == [["Proposed"], ["GloVe"]]
    assert named("We see that GloVe is best.", layout) == [["GloVe"]]


def test_the_baseline_after_a_name_is_said_of_it() -> None:
    layout = table(["Baseline", "Word2Vec", "GloVe"])
    assert named("GloVe is below the Word2Vec baseline.", layout) == [["GloVe"], ["Word2Vec"]]
    assert named("GloVe is below the baseline.", layout) == [["GloVe"], ["Baseline"]]


# --- what the caption explains -----------------------------------------------------------------------------------


def test_a_metric_that_only_the_caption_names_is_explained_and_no_thing() -> None:
    layout = table(["LSTM", "Transformer"], ["dev", "test"], caption="BLEU scores on Fisher.")
    found = tokens("The LSTM gains 2.3 BLEU on Fisher and weighs more.")
    assert [found[at].text for at in sorted(explained(found, layout))] == ["LSTM", "BLEU", "Fisher"]
    assert named("The LSTM gains 2.3 BLEU on Fisher.", layout, COLUMN) == []


def test_another_word_for_a_metric_of_the_caption_is_explained() -> None:
    found = tokens("The f-measure is higher.")
    assert 1 in explained(found, table(["A"], ["x"], caption="F1 scores."))


def test_a_name_that_only_narrows_another_is_explained() -> None:
    layout = table(["P / EN", "P / PT", "R / EN", "R / PT"], ["Patt"])
    found = tokens("Patt had worse precision on corpora in English.")
    assert [found[at].text for at in sorted(explained(found, layout))] == ["Patt", "precision", "English"]


def test_where_a_table_is_cited_is_explained() -> None:
    found = tokens("At the bottom of Table 4 stands BERT, see Figure 2b.")
    assert [found[at].text for at in sorted(explained(found, table(["BERT"])))] == ["Table", "4", "BERT", "Figure", "2b"]


# --- laws --------------------------------------------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(
        "BERT GPT no without the MLM 10 heads and , ; former latter the other German average with NSP SQuAD α = 0.1 - / (".split()
    ),
    max_size=14,
)


@given(WORDS)
def test_mentions_never_share_a_token_and_things_name_lines_that_are_there(words: list[str]) -> None:
    layout = table(["BERT / No MLM", "GPT / With MLM", "BERT-NSP", "10", "α = 0.1"], ["SQuAD", "de", "Avg"])
    found = tokens(" ".join(words))
    taken: set[int] = set()
    for one in mentions(found, layout):
        assert one.lines
        run = set(range(one.start, one.end))
        assert not run & taken
        taken |= run
    for thing in things(found, layout):
        assert thing.lines <= set(range(len(layout.lines(thing.side))))
        assert thing.lines
        assert 0 <= thing.start < thing.end <= len(found)
    assert explained(found, layout) <= set(range(len(found)))


@given(st.text(alphabet="ab-_ B.→↔", max_size=12))
def test_squashing_twice_is_squashing_once(text: str) -> None:
    assert squash(squash(text)) == squash(text)
