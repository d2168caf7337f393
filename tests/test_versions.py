"""The version ledger: which version says what, how that is known, and what two versions print differently."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace
from paths import SHARED

from synth.claims.bodies import Shelf, known_copies, version_of
from synth.claims.checking import check_claim
from synth.claims.differences import cautions_of, differences
from synth.claims.versions import REPORTS, Ledger, best_sentence, ledger_of, same_number, statements
from synth.measurements import Measurement
from synth.published import read_published, work_of
from synth.records import Aside, Claim, ClaimFile, Document, Passage, Source

PAPERS = SHARED / "papers"
CENTRAL, NEWER = "arXiv:2005.13013", Source(scheme="arXiv", id="2005.13013", version="v2")


def ledger(text: str, *documents: Document, source: Source | None = None) -> list[Ledger]:
    """What the versions say of a sentence, with papers at hand."""
    claim: Claim | ClaimFile = Claim(text=text)
    if source:
        claim = ClaimFile(text=text, cut_off=False, basis="", stated=(), source=source)
    at_hand = {fact.work for fact in statements()}
    return ledger_of([check_claim(claim, Shelf([]))], [(version_of(document), document) for document in documents], at_hand)


def one(text: str, *documents: Document, source: Source | None = NEWER) -> Ledger:
    (found,) = ledger(text, *documents, source=source)
    return found


def known(found: Ledger) -> set[tuple[str, str, bool | None, str]]:
    return {(entry.version.removeprefix(found.work), entry.value, entry.agrees, entry.known) for entry in found.entries}


# --- what is known of versions ---


def test_the_average_improvement_is_that_of_the_second_version() -> None:
    found = one("average improvement of 5.4 points")
    assert found.sentence == "contradicted by v1; attributed to v2"
    assert known(found) == {("v1", "6.1", False, "read"), ("v2", "5.4", True, "read")}
    assert one("an average improvement of 6.1 points").sentence == "contradicted by v2; attributed to v1"


@pytest.mark.parametrize(
    "text", ["nine intermediate tasks", "They study nine different English intermediate tasks.", "9 intermediate tasks"]
)
def test_the_number_of_intermediate_tasks_is_that_of_the_second_version(text: str) -> None:
    assert one(text).sentence == "contradicted by v1; attributed to v2"


def test_another_number_of_them_is_that_of_another_version() -> None:
    assert one("seven intermediate tasks").sentence == "contradicted by v2; attributed to v1"
    assert one("eight intermediate tasks").sentence == "contradicted by v1 and v2"
    assert not ledger("intermediate tasks", source=NEWER)


def test_multi_task_training_is_best_in_the_second_version_only() -> None:
    found = one("multi-task performs best")
    assert found.sentence == "contradicted by v1; attributed to v2"
    assert "SQuAD" in next(entry.says for entry in found.entries if entry.agrees is False)


def test_a_claim_that_denies_it_is_held_against_the_other_version() -> None:
    assert one("multi-task training does not perform best").sentence == "contradicted by v2; attributed to v1"


def test_a_figure_known_from_reports_alone_is_attributed_and_contradicts_nothing() -> None:
    found = one("SQuAD gives 8.2 points.")
    assert found.sentence == "contradicted by v1; attributed to v2 by nobody but the reports that state it"
    assert ("v2", "8.2", True, REPORTS) in known(found)
    found = one("SQuAD gives 8.3 points.")
    assert "v2" not in found.sentence
    assert "v1 disagrees with itself" in found.sentence, "8.4 in its abstract, 8.3 in its table"


def test_the_copied_gain_of_a_first_version_is_second_hand() -> None:
    found = one("XLM-R outperforms mBERT by +13.8% average accuracy on XNLI", source=None)
    assert found.work == "arXiv:1911.02116"
    assert found.sentence == "contradicted by v2; attributed to v1, which is known second-hand only"
    assert known(found) == {("v1", "13.8", True, "second-hand"), ("v2", "14.6", False, "read")}


def test_a_gain_on_one_task_is_not_taken_for_the_average() -> None:
    assert not ledger("HellaSwag improves BUCC by 20.4 points", source=NEWER)
    assert not ledger("The two sentence retrieval target tasks have no training data.", source=NEWER)


def test_a_claim_without_a_source_is_held_against_works_at_hand_only() -> None:
    checked = check_claim(Claim(text="nine intermediate tasks"), Shelf([]))
    assert not ledger_of([checked], at_hand=["arXiv:1911.02116v2"])
    (found,) = ledger_of([checked], at_hand=["arXiv:1911.02116v2", "arXiv:2005.13013v1"])
    assert not found.cited


def test_a_cited_work_is_asked_alone() -> None:
    assert not ledger("nine intermediate tasks", source=Source(scheme="arXiv", id="1911.02116", version="v2"))


def test_every_statement_has_its_place_and_its_confidence() -> None:
    for fact in statements():
        assert all((fact.work, fact.statement, fact.asks, fact.version, fact.says, fact.confidence, fact.where)), fact
        assert fact.confidence in ("read", "second-hand", REPORTS)
        assert work_of(f"{fact.work}{fact.version}") == fact.work
    about = Counter((fact.work, fact.statement, fact.asks) for fact in statements())
    assert len(about) == len({(work, statement) for work, statement, _ in about}), "one statement is asked for in one way"


def test_statements_agree_with_the_published_rows_of_their_version() -> None:
    rows = {(row.source, row.value) for row in read_published()}
    numbers = [fact for fact in statements() if fact.work == "arXiv:2003.11080" or "over mBERT" in fact.statement]
    assert len(numbers) == 12
    for fact in numbers:
        assert (f"{fact.work}{fact.version}", float(fact.value)) in rows, fact


# --- the sentences of papers at hand ---


def paper(*sentences: str, version: str = "v1") -> Document:
    return Document(
        source=Source(scheme="arXiv", id="2001.00001", version=version), sentences=tuple(Passage(text=text, page=3) for text in sentences)
    )


SENTENCE = "Our parser reaches 91.4 % labelled accuracy on the news treebank."


def test_a_paper_at_hand_is_found_to_say_another_number() -> None:
    found = one(SENTENCE, paper("We like trees.", SENTENCE.replace("91.4", "90.9")), source=None)
    assert known(found) == {("v1", "90.9", False, "sentence")}
    assert found.sentence == "contradicted by v1"
    (entry,) = found.entries
    assert "90.9 where the claim has 91.4" in entry.says
    assert entry.where == "p. 3"


def test_two_papers_of_one_work_say_which_has_the_number() -> None:
    found = one(SENTENCE, paper(SENTENCE), paper(SENTENCE.replace("91.4", "90.9"), version="v2"), source=None)
    assert found.sentence == "contradicted by v2; attributed to v1"


@pytest.mark.parametrize(
    "sentence",
    [
        "Our parser reaches 91.4 % labelled accuracy.",  # too few of its words
        "Our parser reaches labelled accuracy on the news treebank, with 12 layers.",  # a number of something else
        "Our parser (Smith, 1999) reaches labelled accuracy on the news treebank.",
        "",
    ],
)
def test_a_sentence_about_something_else_is_not_taken(sentence: str) -> None:
    assert best_sentence("The tagger takes 91.4 % of the news treebank in labelled accuracy on trees.", paper(sentence)) is None


BOTH = "BERTBASE has 110M parameters and BERTLARGE has 340M parameters in all."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("BERTLARGE has 110M parameters in all.", BOTH),  # which of the two
        ("BERTLARGE has 340M parameters in all.", BOTH),
        ("BERT reaches a high F1 of 93.2 on the SQuAD 1.1 set.", "BERT reaches a high F1 on the SQuAD 1.0 set."),  # parts of names
        ("MNLI has 392k labelled training examples.", "SWAG has 113k labelled training examples."),  # another thing
        ("The final learning rate was 5e-5 for all runs.", "The final learning rate was 5e-5, 3e-5 or 2 for all runs."),
        ("The batch size was 256 training sequences.", "The batch size was 8K training sequences."),  # another unit
        ("Our tagger drops labelled accuracy by 3.2 points.", "Our tagger improves labelled accuracy by 3 points."),  # another way
        ("Our tagger reaches 91 labelled accuracy on trees.", "Our tagger never reaches 91 labelled accuracy on trees."),
    ],
)
def test_a_sentence_says_nothing_where_it_is_not_plain_that_its_number_is_of_the_same(claim: str, sentence: str) -> None:
    assert best_sentence(claim, paper(sentence)) is None


def test_what_one_sentence_says_another_does_not_deny() -> None:
    found = best_sentence(SENTENCE, paper(SENTENCE.replace("91.4", "90.9"), SENTENCE))
    assert found is not None
    assert found[2:] == ("91.4", "91.4")
    assert best_sentence(SENTENCE, paper(SENTENCE.replace("91.4", "90.9"), SENTENCE.replace("91.4", "90.8"))) is None


def test_a_score_is_not_held_against_a_gain() -> None:
    for text in ("XLM-R Large reaches 79.2 on XNLI", "mBERT reaches 49.7 on Swahili", "XLM-R gains 5 points on POS"):
        assert not ledger(text), text
    assert one("XLM-R improves 15.7% in XNLI accuracy for Swahili", source=None).sentence.endswith("attributed to v2")


def test_the_year_of_a_citation_is_no_number_of_a_claim() -> None:
    text = "We use the parser of Smith (2019) as a starting point for all experiments."
    assert best_sentence(text, paper(text.replace("2019", "2020"))) is None


def test_words_for_numbers_are_numbers() -> None:
    found = best_sentence("We train on nine different English source tasks.", paper("We train on 7 different English source tasks."))
    assert found is not None
    assert found[2:] == ("9", "7")


@pytest.mark.parametrize(
    ("one", "other", "same"), [("8.2", "8.25", True), ("8.2", "8.3", False), ("13", "12.6", True), ("+2", "2.0", True), ("-2", "2", False)]
)
def test_two_printed_numbers_are_one_where_the_finer_rounds_to_the_coarser(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same


# --- which version a file is ---


def test_a_stamp_says_which_version_a_file_is() -> None:
    stamped = Document(
        source=Source(scheme="file", id="a.pdf", hash="sha256:0"),
        asides=(Aside(kind="stamp", text="arXiv:1911.02116v2 [cs.CL] 8 Apr 2020"),),
    )
    assert version_of(stamped) == "arXiv:1911.02116v2"
    assert version_of(replace(stamped, asides=())) == ""


def test_a_copy_without_a_stamp_is_known_by_its_hash() -> None:
    (known_hash,) = known_copies()
    assert version_of(Document(source=Source(scheme="file", id="a.pdf", hash=known_hash))) == "arXiv:2005.13013v1"


# --- what two versions print differently ---


def cells(text: str, table: str = "Table 1", source: str = "a") -> list[Measurement]:
    """Rows from "row column value" lines."""
    found = []
    for line in text.strip().splitlines():
        row, column, value = line.split()
        number = float(value)
        found.append(
            Measurement(
                source=source, origin="parsed", value=number, low=number - 0.05, high=number + 0.05, table=table, row=row, column=column
            )
        )
    return found


TABLE = "BERT F1 80.2\nBERT EM 70.0\nLSTM F1 60.1\nLSTM EM 50.0"


def test_two_works_are_not_taken_for_two_versions_of_one() -> None:
    mine = cells(TABLE)
    assert cautions_of("arXiv:2001.00001v1", mine, "arXiv:2001.00001v2", mine) == []
    (caution,) = cautions_of("arXiv:2001.00001v1", mine, "arXiv:2001.00002v1", mine)
    assert "two works" in caution
    typed = [replace(row, origin="published") for row in mine]
    (caution,) = cautions_of("arXiv:2001.00001v1", typed, "arXiv:2001.00001v2", mine)
    assert "it may print more than these" in caution


def test_versions_with_the_same_numbers_do_not_differ() -> None:
    found = differences("v1", cells(TABLE), "v2", cells(TABLE, source="b"))
    assert (found.shared, found.differing, found.only_one, found.only_other) == (4, (), (), ())


def test_a_cell_that_changed_is_found_though_the_table_has_another_number() -> None:
    newer = [*cells("x y 1.0", "Table 1"), *cells(TABLE.replace("60.1", "61.0"), "Table 2")]
    found = differences("v1", cells(TABLE), "v2", newer)
    ((pair),) = found.differing
    assert (pair.one.row, pair.one.column, pair.one.value, pair.other.value) == ("LSTM", "F1", 60.1, 61.0)
    assert [row.value for row in found.only_other] == [1.0]


def test_a_row_that_was_renamed_is_one_gone_and_one_new() -> None:
    found = differences("v1", cells(TABLE), "v2", cells(TABLE.replace("LSTM", "GRU")))
    assert (found.shared, len(found.differing), len(found.only_one), len(found.only_other)) == (2, 0, 2, 2)


def test_more_decimals_are_another_number() -> None:
    finer = [replace(row, low=row.value - 0.005, high=row.value + 0.005) for row in cells(TABLE)]
    assert len(differences("v1", cells(TABLE), "v2", finer).differing) == 4


def test_the_published_rows_of_the_benchmark_differ_in_fifty_cells() -> None:
    rows = {version: [row for row in read_published() if row.source == f"arXiv:2003.11080{version}"] for version in ("v3", "v5")}
    found = differences("v3", rows["v3"], "v5", rows["v5"])
    assert (found.shared, len(found.differing), found.only_one) == (50, 50, ())


@pytest.mark.skipif(not (PAPERS / "2003.11080v5.pdf").exists(), reason="needs ../shared/papers")
def test_the_two_papers_of_the_benchmark_differ_in_those_cells_and_in_two_more() -> None:
    from synth.reading.documents import read_document
    from synth.reading.measured import measurements_of

    rows = {version: measurements_of(read_document(Path(PAPERS / f"2003.11080{version}.pdf"))) for version in ("v3", "v5")}
    found = differences("v3", rows["v3"], "v5", rows["v5"])
    assert (found.shared, found.only_one, found.only_other) == (1805, (), ())
    assert Counter(pair.one.table for pair in found.differing) == {"Table 2": 10, "Table 12": 34, "Table 20": 8}
    french = {
        pair.one.row: (pair.one.value, pair.other.value)
        for pair in found.differing
        if pair.one.column == "fr" and pair.one.table == "Table 20"
    }
    assert french["XLMR"] == (45.1, 87.2)
    swapped = {pair.one.row for pair in found.differing if pair.one.table == "Table 12"}
    assert swapped == {"Translate-train", "Translate-train (multi-task)", "Translate-test"}
