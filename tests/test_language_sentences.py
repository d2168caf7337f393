"""Which sentences the compiler reads: what is stripped, how clauses are cut, what is declined, and which of several tables is meant."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, SCORES, judged, read_tables

from synth.claims.language import compile_claim
from synth.claims.layouts import Tables

# --- what is stripped --------------------------------------------------------------------------------------------

SAID = "Alpha outperforms Borvo on SST"  # true of SCORES


@pytest.mark.parametrize(
    "opening",
    [
        "As shown in Table 1, ",
        "As can be seen in Table 1, ",
        "As shown in Tables 1 and 4, ",
        "The experiments in this paper show that ",
        "From Table 1, we see that ",
        "Table 1 shows that ",
        "Table 1 clearly indicates that ",
        "We find that ",
        "These results suggest that ",
        "Interestingly, ",
        "In contrast, ",
        "Moreover, as expected, ",
        "First, we observe that ",
    ],
)
def test_an_opening_says_nothing_of_the_claim(opening: str) -> None:
    assert judged(f"{opening}{SAID}.", SCORES) == "supported"
    assert judged(f"{opening}Borvo outperforms Alpha on SST.", SCORES) == "contradicted"


@pytest.mark.parametrize(
    "opening", ["We do not find that ", "It is not shown that ", "The results failed to show that ", "We claim that no one has shown that "]
)
def test_an_opening_that_denies_is_no_opening(opening: str) -> None:
    assert judged(f"{opening}Alpha outperforms Borvo on SST.", SCORES) in ("contradicted", DECLINED)


@pytest.mark.parametrize("opening", ["Not surprisingly, ", "Second, ", "On the other hand, ", "Third, not surprisingly, "])
def test_the_words_of_an_opening_deny_and_count_nothing(opening: str) -> None:
    assert judged(f"{opening}Damas has the best score on SST.", SCORES) == "supported"
    assert judged(f"{opening}Alpha has the best score on SST.", SCORES) == "contradicted"
    assert judged(f"{opening}{SAID}.", SCORES) == "supported"


@pytest.mark.parametrize(
    "tail",
    [
        ", suggesting that Quux is weak",
        ", thereby confirming the value of Quux",
        ", which shows that Quux is weak",
    ],
)
def test_a_tail_explains_and_is_no_part_of_the_claim(tail: str) -> None:
    assert judged(f"{SAID}{tail}.", SCORES) == "supported"
    assert judged(f"Borvo outperforms Alpha on SST{tail}.", SCORES) == "contradicted"


@pytest.mark.parametrize("cause", ["because Quux is weak", "due to Quux", "thanks to its size"])
def test_a_cause_is_for_no_table(cause: str) -> None:
    assert judged(f"{SAID} {cause}.", SCORES) == "declined"


@pytest.mark.parametrize("words", ["and Quux is weak", ", and Quux outperforms Borvo on SST", ", Quux"])
def test_what_is_added_is_no_tail(words: str) -> None:
    assert judged(f"{SAID} {words}.", SCORES) == DECLINED


@pytest.mark.parametrize("aside", ["(Quux et al., 2019)", "(see Section 3)", "[3, 12]", "(Table 1)"])
def test_an_aside_is_no_part_of_the_claim(aside: str) -> None:
    assert judged(f"{SAID} {aside}.", SCORES) == "supported"
    assert judged(f"Borvo {aside} outperforms Alpha on SST.", SCORES) == "contradicted"


def test_brackets_that_say_something_are_read() -> None:
    assert judged("Alpha outperforms Borvo (on SST).", SCORES) == "supported"
    assert judged("Alpha outperforms Borvo (on MRPC).", SCORES) == "contradicted"
    assert judged("Alpha (90.1) outperforms Quux (88.0) on SST.", SCORES) == DECLINED


# --- clauses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha outperforms Borvo on SST but not on MRPC.", "supported"),
        ("Alpha outperforms Borvo on MRPC but not on SST.", "contradicted"),
        ("Alpha outperforms Borvo on SST, yet not on CoLA.", "contradicted"),
        ("Alpha outperforms Borvo on SST, while Cindex trails Damas.", "supported"),
        ("Alpha outperforms Borvo on SST, while Damas trails Cindex.", "contradicted"),
        ("Alpha scores higher than Borvo on SST, but lower on MRPC.", "supported"),
        ("Alpha scores higher than Borvo on SST, but lower on CoLA.", "contradicted"),
        ("Although Alpha is better than Borvo on SST, it is worse on MRPC.", "supported"),
        ("Although Alpha is better than Borvo on SST, it is worse on CoLA.", "contradicted"),
        ("On SST, Alpha trails Damas; on CoLA it is ahead of Damas.", "supported"),
        ("On SST, Alpha trails Damas; on CoLA it is behind Damas.", "contradicted"),
        ("Alpha beats Borvo on SST, and it also beats Cindex.", "supported"),
        ("Alpha beats Borvo on SST, and it also beats Damas.", "contradicted"),
        ("Alpha trails Damas on SST, but outperforms it on CoLA.", "supported"),
    ],
)
def test_every_clause_must_hold_and_carries_on_what_the_one_before_is_about(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


def test_all_but_takes_an_exception_and_parts_no_clauses() -> None:
    assert judged("Alpha outperforms Borvo on all but one task.", SCORES) == "supported"
    assert judged("Alpha beats all models but Damas on SST.", SCORES) == "supported"
    assert judged("Alpha beats all models but Borvo on SST.", SCORES) == "contradicted"


# --- what is declined --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Quux outperforms Borvo on SST.", "Quux"),
        ("Alpha outperforms Quux on SST.", "Quux"),
        ("Alpha outperforms Borvo on QNLI.", "QNLI"),
        ("Alpha outperforms GPT-4 on SST.", "GPT-4"),
        ("Alpha outperforms mQuux on SST.", "mQuux"),
        ("Alpha outperforms quux2 on SST.", "quux2"),
        ("Alpha outperforms Borvo on German SST.", "German"),
        ("Alpha outperforms Borvo in recall on SST.", "recall"),
        ("Alpha outperforms Borvo on SST under domain shift.", "domain"),
        ("Alpha outperforms Borvo on SST when trained on noisy speech.", "noisy"),
        ("Alpha reaches 90.1 on SST within 5 epochs.", "epochs"),
        ("Alpha is the priciest on SST.", "priciest"),
        ("The gain on SST is due to Alpha.", "cause"),
        ("Alpha owes its lead on SST to size, which is the reason for its score.", "cause"),
        ("Alpha yields stunning dramatic unheard lasting welcome gains over Borvo on SST.", "stunning"),
        ("Rain falls on Uppland.", "nothing"),
    ],
)
def test_what_the_table_does_not_have_is_named_and_the_claim_declined(sentence: str, why: str) -> None:
    compiled = compile_claim(sentence, SCORES)
    assert not compiled.test
    assert why in compiled.declined


@pytest.mark.parametrize(
    "sentence",
    [
        "Alpha has the best score on CoLA and a lower score on SST.",
        "Alpha is 2.1 points better than Borvo on SST, the best of all.",
        "Alpha outperforms Borvo on SST with three layers.",
        "Alpha is the best on CoLA with three heads.",
        "Alpha reaches 90.1 on SST in three runs.",
        "Alpha ranks second on SST, Cindex third.",
        "Alpha ranks second on SST, before Cindex and Damas.",
    ],
)
def test_a_sentence_that_says_more_than_a_rule_takes_up_is_declined(sentence: str) -> None:
    assert judged(sentence, SCORES) == DECLINED


def test_a_word_of_the_caption_or_of_grammar_asks_for_nothing() -> None:
    for said in ("in accuracy", "by a clear margin", "in terms of the score", "in our experiments"):
        assert judged(f"{SAID} {said}.", SCORES) == "supported", said


@pytest.mark.parametrize(
    "sentence",
    [
        "Mixup outperforms Borvo.",
        "Mixup improves over Borvo by 10.0 points.",
        "Mixup is better than Borvo.",
        "The new idea is better than Borvo.",
        "Mixup is 10.0 points ahead of Borvo.",
        "Mixup gains 10.0 points over Borvo.",
    ],
)
def test_of_two_rows_the_one_that_is_not_named_is_not_taken_for_another_name(sentence: str) -> None:
    two = read_tables("Model | SST\nAlpha | 80.0\nBorvo | 70.0")
    assert judged(sentence, two) == DECLINED
    assert judged(sentence.replace("Mixup", "Alpha").replace("The new idea", "Alpha"), two) == "supported"


def test_of_two_rows_the_one_that_is_compared_with_may_stand_alone() -> None:
    two = read_tables("Model | SST\nAlpha | 80.0\nBorvo | 70.0")
    assert judged("Compared to Borvo, the score is 10.0 points higher.", two) == "supported"
    assert judged("Compared to Alpha, the score is 10.0 points higher.", two) == "contradicted"


def test_without_a_table_nothing_is_read() -> None:
    assert judged(f"{SAID}.", Tables((), ())) == DECLINED


def test_a_name_with_and_without_a_thing_is_not_chosen_between() -> None:
    tables = read_tables("""Model | SST
Base + copy gate | 70.0
Base without copy gate | 60.0
Other | 65.0""")
    assert judged("The copy gate is better than Other on SST.", tables) in (DECLINED, "supported")
    assert judged("Without the copy gate, Base is better than Other on SST.", tables) in (DECLINED, "contradicted")


# --- how many there are ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha outperforms Borvo on two of the three benchmark tasks.", "supported"),
        ("Alpha outperforms Borvo on every benchmark.", "contradicted"),
        ("Alpha outperforms Cindex on every benchmark.", "supported"),
        ("Alpha outperforms Cindex on most text corpora.", "supported"),
    ],
)
def test_what_is_counted_may_have_any_name(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


# --- several tables ----------------------------------------------------------------------------------------------

DEV = """Model | SST | MRPC
Alpha | 90.0 | 80.0
Borvo | 85.0 | 82.0"""
TEST = """Model | SST | MRPC
Alpha | 84.0 | 80.0
Borvo | 85.0 | 82.0"""
LARGE = """Model | SST | QNLI
Alpha | 94.0 | 80.0
Cindex | 85.0 | 82.0"""


def test_tables_that_fit_alike_must_say_the_same() -> None:
    tables = read_tables(DEV, TEST)
    assert judged("Alpha outperforms Borvo on SST.", tables) == DECLINED
    assert judged("Borvo outperforms Alpha on MRPC.", tables) == "supported"
    assert judged("Alpha outperforms Borvo on MRPC.", tables) == "contradicted"


@pytest.mark.parametrize("others", [5, 6, 9])
def test_no_table_is_left_out_because_others_stand_before_it(others: int) -> None:
    assert judged("Alpha outperforms Borvo on SST.", read_tables(*[DEV] * others, TEST)) == DECLINED


def test_the_table_that_is_pointed_to_is_meant() -> None:
    tables = read_tables(DEV, TEST)
    assert judged("In Table 1, Alpha outperforms Borvo on SST.", tables) == "supported"
    assert judged("In Table 2, Alpha outperforms Borvo on SST.", tables) == "contradicted"
    assert judged("As Table 2 shows, Alpha outperforms Borvo on SST.", tables) == "contradicted"
    assert judged("Alpha outperforms Borvo on SST (Table 2).", tables) == "contradicted"
    assert judged("Alpha outperforms Borvo on SST in Table 1.", tables) == "supported"


def test_the_table_that_names_more_is_meant() -> None:
    tables = read_tables(TEST, LARGE)
    assert judged("Alpha outperforms Cindex on SST.", tables) == "supported"
    assert judged("Alpha trails Borvo on SST.", tables) == "supported"
    assert judged("Alpha outperforms Borvo on QNLI.", tables) == DECLINED


def test_a_caption_tells_tables_apart() -> None:
    tables = read_tables(DEV, TEST, captions=["Table 1: Results on clean speech.", "Table 2: Results on noisy speech."])
    assert judged("On noisy speech, Alpha outperforms Borvo on SST.", tables) in ("contradicted", DECLINED)
    assert judged("On clean speech, Alpha outperforms Borvo on SST.", tables) in ("supported", DECLINED)


def test_the_table_with_as_many_cases_as_the_claim_counts_is_meant() -> None:
    more = """Model | SST | MRPC | CoLA
Alpha | 90.0 | 80.0 | 70.0
Borvo | 85.0 | 82.0 | 60.0"""
    tables = read_tables(DEV, more)
    assert judged("Alpha outperforms Borvo on two of the three tasks.", tables) == "supported"
    assert judged("Alpha outperforms Borvo on one of the two tasks.", tables) == "supported"
    assert judged("Alpha outperforms Borvo on one of the three tasks.", tables) == "contradicted"


@pytest.mark.parametrize("word", ["second", "third"])
def test_second_best_is_the_second_best(word: str) -> None:
    place = {"second": "Alpha", "third": "Borvo"}[word]
    assert judged(f"{place} is {word}-best on SST.", SCORES) == "supported"
    assert judged(f"Cindex is {word}-best on SST.", SCORES) == "contradicted"


def test_people_and_upper_bounds_do_not_compete() -> None:
    tables = read_tables("Model | SST\nHuman | 97.0\nAlpha | 90.0\nBorvo | 85.0")
    assert judged("Alpha is the best on SST.", tables) == "supported"
    assert judged("Borvo is the best on SST.", tables) == "contradicted"
    assert judged("Alpha outperforms Human on SST.", tables) == "contradicted"


def test_the_first_is_first_of_its_group_where_that_is_a_condition_and_of_all_where_it_is_of_the_name() -> None:
    tables = read_tables("""Model | SST
Small > Alpha | 70.0
Small > Borvo | 60.0
Large > Alpha | 80.0
Large > Borvo | 90.0""")
    assert judged("Small Alpha is the best on SST.", tables) == "contradicted"
    assert judged("Large Borvo is the best on SST.", tables) == "supported"
    assert judged("Large Alpha is the best on SST.", tables) == "contradicted"
    assert judged("Alpha is the best on SST.", tables) in ("contradicted", "not checkable", DECLINED)
