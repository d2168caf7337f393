"""Prose of a PDF, from words up: what goes into the text, in which order, and what is put aside. Pages are typed here, word by word."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from paths import SHARED
from typed_pages import FILLER, PITCH, Typed, asides, page, read, sentences

from synth.reading.pdf.characters import raised, tidy
from synth.reading.pdf.hyphens import Words
from synth.reading.pdf.page import BOLD, BY_HAND, ITALIC, Stroke, Word
from synth.reading.pdf.reading import read_pages, read_pdf
from synth.records import Source, Unread

# --- characters and hyphens ---


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Universit´e", "Université"),
        ("Guzm´an", "Guzmán"),
        ("Mart´ınez", "Martínez"),
        ("ˇStajner", "Štajner"),
        ("eﬃcient", "efficient"),
        ("𝑥 ∈ 𝑅", "x ∈ R"),
        ("10⁵ m²", "10⁵ m²"),
        ("“quoted” … ™ ½", "“quoted” … ™ ½"),
        ("Ａ（甲）", "A（甲）"),
        ("so`called", "soc\u0300alled".replace("c\u0300", "`c")),
        ("nul\x00l", "null"),
        ("vor\u00adsicht", "vorsicht"),
        ("e\x1bect of classi\x1ccation, 4\x156", "effect of classification, 4–6"),
        ("\x93so\x94 f\x1bü", "“so” fffü"),
        ("vor\u00ad", "vor-"),
        ("C¸ etin C¸ ¨oltekin", "Çetin Çöltekin"),
        ("Franc¸ois", "François"),
        ("¸stefan", "ştefan"),
        ("Ł ukasz and Ł Łuk", "Łukasz and Ł Łuk"),
    ],
)
def test_characters_become_those_that_people_type(printed: str, meant: str) -> None:
    assert tidy(printed) == meant


def test_a_raised_digit_stays_raised_and_a_raised_mark_goes() -> None:
    assert (raised("12"), raised("∗†"), raised("th")) == ("¹²", "", "th")


@pytest.mark.parametrize(
    ("elsewhere", "left", "right", "kept"),
    [
        ("zero-shot transfer", "zero", "shot", True),
        ("we transfer it", "trans", "fer", False),
        ("pretraining and pre-training and pretraining", "pre", "training", False),
        ("nothing of it", "Split", "Rephrase", True),
        ("nothing of it", "n", "gram", True),
        ("nothing of it", "10", "fold", True),
        ("pre-trained models and training", "pre", "training", True),
        ("rule-based, graph-based, transformer models", "transformer", "based", True),
        ("out with it and with them; out of", "with", "out", False),
        ("multilingual words", "cross-lin", "gual", False),
        ("nothing of it", "obser", "vation", False),
    ],
)
def test_a_hyphen_at_a_line_end_is_the_words_own_where_the_document_writes_it_so(elsewhere: str, left: str, right: str, kept: bool) -> None:
    assert Words([elsewhere, "state cross-lingual"]).keeps(left, right) is kept


def test_broken_words_are_whole_in_the_text() -> None:
    document = read(
        page().column(
            """
            It is a zero-shot setting in which nothing of the target is trans-
            ferred before the test, and so it stays what it was, a clean zero-
            shot setting.
            """,
            50,
            100,
            right=450,
        )
    )
    assert sentences(document) == [
        "It is a zero-shot setting in which nothing of the target is transferred before the test, and so it stays what it was, "
        "a clean zero-shot setting."
    ]


def korean(*lines: str) -> Typed:
    typed = page()
    for number, line in enumerate(lines):
        typed.line(line, 50, 100 + PITCH * number, right=450 if number < len(lines) - 1 else 0.0)
    return typed


def test_korean_words_that_lines_break_are_whole_and_words_that_they_part_are_two() -> None:
    document = read(
        korean(
            "강물의 높이와 무게를 함께 측정하였고 둘째 주에는 다시 측",
            "정하였고 강물의 높이는 그 전 주보다 더 높았으며 모든 표",
            "본은 하루 동안 말린 다음에 다시 재었다 모든 표본은 젖은",
            "강변에서 가져온 것이며 그 무게를 두 사람이 나누어 적은 것",
            "이다.",
        )
    )
    assert sentences(document) == [
        "강물의 높이와 무게를 함께 측정하였고 둘째 주에는 다시 측정하였고 강물의 높이는 그 전 주보다 더 높았으며 모든 표본은 "
        "하루 동안 말린 다음에 다시 재었다 모든 표본은 젖은 강변에서 가져온 것이며 그 무게를 두 사람이 나누어 적은 것이다."
    ]


def test_korean_lines_that_break_no_word_keep_their_blanks() -> None:
    document = read(
        korean("강물의 높이와 무게를 함께 측정하였고 둘째 주에는 다시", "말린 다음에 재었다 모든 표본은 강변에서 가져온", "것이다.")
    )
    assert "다시 말린" in document.text
    assert "가져온 것이다" in document.text


# --- order ---


def two_columns() -> Typed:
    left = """
        The left column is read before the right one, whatever the
        file says of their order, because its lines stand beside
        those of the other. It does not end where the column ends
        since the sentence that stands at its foot is not at its
    """
    right = """
        end and goes on here. A new sentence follows it at once and
        fills another line or two of the right column of this page
        before it ends as well. The last one is short.
    """
    return page().column(left, 50, 100, right=290, size=8, last=False).column(right, 310, 100, right=550, size=8)


def test_columns_are_read_one_after_the_other_and_a_sentence_goes_on_over_their_end() -> None:
    document = read(two_columns())
    assert sentences(document)[1].startswith("It does not end")
    assert sentences(document)[1].endswith("is not at its end and goes on here.")
    assert document.text.count("\n\n") == 0


def test_the_order_of_the_file_does_not_matter() -> None:
    expected = read(two_columns()).text
    lines: dict[int, list[Word]] = {}
    for word in two_columns().words:
        lines.setdefault(word.line, []).append(word)
    for seed in range(5):
        shuffled = list(lines.values())
        random.Random(seed).shuffle(shuffled)
        assert read(Typed(words=[word for line in shuffled for word in line])).text == expected


def test_three_columns_are_read_from_left_to_right() -> None:
    typed = page()
    for number, start in enumerate((40, 220, 400)):
        lines = "\n".join(f"Column {number + 1} has line {line} here." for line in range(6))
        typed.column(lines, start, 100, right=start + 160, size=8)
    text = read(typed).text
    assert [text.index(f"Column {number} has line 5") for number in (1, 2, 3)] == sorted(
        text.index(f"Column {n} has line 5") for n in (1, 2, 3)
    )
    assert text.index("Column 2 has line 0") > text.index("Column 1 has line 5")


def test_a_paragraph_goes_on_over_a_page_with_its_furniture_and_a_footnote() -> None:
    first = page(1).line("A Running Head", 200, 40, size=9).column(FILLER, 50, 100, right=450)
    first.column(
        "This sentence is not at its end where\nthe page is, since it has more to say of", 50, 100 + 5 * PITCH, right=450, last=False
    )
    first.line("^1 A note at the foot of the page.", 60, 700, size=8).line("1", 250, 760)
    first.strokes.append(Stroke(50, 685, 150, 685.5))
    second = (
        page(2)
        .line("A Running Head", 200, 40, size=9)
        .column("the river and of its banks.\n" + FILLER, 50, 100, right=450)
        .line("2", 250, 760)
    )
    third = page(3).line("A Running Head", 200, 40, size=9).column(FILLER, 50, 130, right=450).line("3", 250, 760)
    document = read(first, second, third)
    whole = "This sentence is not at its end where the page is, since it has more to say of the river and of its banks."
    assert whole in sentences(document)
    assert asides(document, "footnote") == ["¹ A note at the foot of the page."]
    assert asides(document, "page number") == ["1", "2", "3"]
    assert asides(document, "header") == ["A Running Head"] * 3
    (crossing,) = [sentence for sentence in document.sentences if sentence.text == whole]
    assert crossing.page == 1
    assert [box.page for box in crossing.boxes] == [None, None, 2]


def test_a_paragraph_goes_on_behind_a_note_in_small_type() -> None:
    first = page(1).column(
        FILLER + "\nThis sentence is not at its end where the page is, since it has more", 50, 100, right=450, last=False
    )
    second = page(2).line("Note: all weights in grams.", 80, 100, size=8).column("to say of the river.\n" + FILLER, 50, 130, right=450)
    assert "This sentence is not at its end where the page is, since it has more to say of the river." in sentences(read(first, second))


def test_an_indented_line_begins_a_paragraph() -> None:
    typed = page().column(FILLER, 50, 100, right=450, last=False)
    typed.line("Indented lines begin a paragraph and so does this one in the middle of it", 62, 100 + 5 * PITCH, right=450)
    typed.line("all.", 50, 100 + 6 * PITCH)
    assert read(typed).text.split("\n\n")[1].startswith("Indented lines begin")


# --- what is no text ---


def test_a_notes_mark_is_no_text_and_a_power_is() -> None:
    document = read(page().column("The sample was dried. ^3 It weighed 10 ^5 grams on 3 m ^2 of cloth, as\nshown. ^4", 50, 100, right=450))
    assert sentences(document)[1] == "It weighed 10⁵ grams on 3 m² of cloth, as shown."
    assert sentences(document)[0] == "The sample was dried."


def test_the_stamp_in_the_margin_and_numbers_of_lines_are_put_aside() -> None:
    typed = page().line("arXiv:2001.00001v1 [cs.CL] 1 Jan 2020", 10, 400, size=20, turn=90).column(FILLER, 50, 100, right=450)
    for number in range(5):
        typed.line(str(number + 1), 20, 100 + number * PITCH, size=7)
    document = read(typed)
    assert len(asides(document, "stamp")) == 1
    assert asides(document, "margin") == ["1", "2", "3", "4", "5"]
    assert document.text.startswith("The measurements were taken")
    assert "\n" not in document.text


def test_a_figures_labels_and_its_caption_are_kept_out_of_the_prose() -> None:
    typed = page().column(FILLER, 50, 100, right=450)
    typed.line("0 10 20 30", 120, 260, size=6).line("days after the flood", 120, 275, size=6)
    typed.line("Figure 1: Weight of the samples by day, for every sample of the first", 50, 300, size=9, right=450)
    typed.line("week.", 50, 311, size=9)
    typed.column("It rises from the first day on, as was to be expected.\n" + FILLER, 50, 340, right=450)
    document = read(typed)
    assert asides(document, "caption") == ["Figure 1: Weight of the samples by day, for every sample of the first week."]
    assert any("days after the flood" in text for text in asides(document, "figure"))
    assert "flood" not in document.text
    assert "Figure 1:" not in document.text


def test_a_line_of_a_tables_caption_torn_by_something_raised_is_no_text() -> None:
    typed = page(2).column(FILLER, 50, 60, right=450)
    for number, row in enumerate(("Name Weight Height", "Alpha 1.2 3.4", "Beta 2.3 4.5", "Gamma 3.4 5.6")):
        for at, word in enumerate(row.split()):
            typed.line(word, 100 + 100 * at, 180 + 14 * number, size=9)
    typed.strokes += [Stroke(90, 170, 400, 170.5), Stroke(90, 184, 400, 184.5), Stroke(90, 226, 400, 226.5)]
    typed.line("Table 1: Weights of all samples that were taken; what they weigh is told by", 50, 250, size=9, right=400)
    typed.line("the sum of 4LH", 50, 261, size=9)
    typed.line("m of them. The others", typed.words[-1].x1 + 5, 262, size=9, right=400).line("are from the first week.", 50, 272, size=9)
    document = read(page().column(FILLER, 50, 100, right=450), typed.column(FILLER, 50, 310, right=450))
    assert asides(document, "caption") == ["m of them. The others are from the first week."]
    assert "of them" not in document.text


def test_a_line_that_only_mentions_a_figure_is_no_caption() -> None:
    document = read(
        page().column(FILLER + "\nFigure 1 shows that they agree with the weights of the first day in all\ncases.", 50, 100, right=450)
    )
    assert not asides(document, "caption")
    assert "Figure 1 shows that they agree" in document.text


def test_a_formula_set_apart_is_put_aside_and_its_sentence_goes_on() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("The loss is then defined as", 50, 160, right=450)
    typed.line("L = a + b − c (1)", 200, 180).line("where a is the first of the weights that were written down by hand.", 50, 200)
    document = read(typed)
    assert asides(document, "formula") == ["L = a + b − c (1)"]
    assert "The loss is then defined as where a is the first of the weights" in document.text


def test_what_readers_wrote_is_an_annotation() -> None:
    typed = page().column(FILLER, 50, 100, right=450)
    typed.notes.append(("look here", (10, 10, 20, 20)))
    assert asides(read(typed), "annotation") == ["look here"]


def test_a_note_typed_onto_the_page_is_an_annotation_once_and_leaves_the_text_under_it() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("look here first", 60, 124)
    box = (50.0, 110.0, 200.0, 130.0)
    typed.notes.append(("look here first", box))
    typed.typed_notes.append(("look here first", box))
    document = read(typed)
    assert asides(document, "annotation") == ["look here first"]
    assert document.text == read(page().column(FILLER, 50, 100, right=450)).text


def test_words_in_a_hand_are_notes_wherever_they_stand() -> None:
    typed = page(2).line("Slightly better than", 60, 60, size=13, style=BY_HAND).line("before", 60, 75, size=13, style=BY_HAND)
    typed.column("those of the river.\n" + FILLER, 50, 100, right=450)
    first = page(1).column(FILLER + "\nThe weights of the banks are not the same in any of the weeks as", 50, 100, right=450, last=False)
    document = read(first, typed)
    assert asides(document, "annotation") == ["Slightly better than", "before"]
    assert "The weights of the banks are not the same in any of the weeks as those of the river." in sentences(document)


def test_every_word_gets_a_place() -> None:
    typed = two_columns().line("7 7 7", 500, 700, size=5).line("Figure 9: Nothing.", 50, 750, size=9)
    document = read(typed)
    assert document.coverage is not None
    kept = sum(len(text.split()) for text in [document.text, *(aside.text for aside in document.asides)])
    assert kept == document.coverage.words


def references(lines: int, y: float) -> Typed:
    """A page of a list of references in small type, down to its foot."""
    typed = page(2).line("References", 50, y - 30, size=12, style=BOLD)
    for number in range(lines):
        low = y + 24 * number
        typed.line(f"[{number + 1}] A. Roe and B. Li. {1990 + number}. On weights of samples. In Proceedings", 50, low, size=9, right=450)
        typed.line("of the Conference on Weights, pages 1–9.", 66, low + 11, size=9)
    return typed


def test_the_last_lines_of_a_list_of_references_are_no_imprint_of_the_publisher() -> None:
    document = read(page().column(FILLER * 10, 50, 100, right=450), references(20, 290))
    assert len(document.references) == 20
    assert not asides(document, "footer")


def test_a_rule_among_references_makes_them_no_footnotes() -> None:
    typed = references(20, 290)
    typed.strokes.append(Stroke(50, 700, 150, 700.4))
    document = read(page().column(FILLER * 10, 50, 100, right=450), typed)
    assert len(document.references) == 20
    assert not asides(document, "footnote")


# --- structure ---


def paper() -> Iterable[Typed]:
    first = page(1).line("A Study of Rivers and", 180, 60, size=16, style=BOLD).line("of Their Banks", 220, 80, size=16, style=BOLD)
    first.line("Ada Lovelace ^1 Grace Hopper ^2", 180, 110, size=12).line("^1 University of Somewhere", 190, 125, size=12)
    first.line("{ada,grace}@some.where", 200, 140, size=12).line("Abstract", 230, 170, size=12, style=BOLD)
    first.column("We weigh samples of four rivers and find that they differ by less than\nwas thought.", 80, 190, right=420, size=9)
    first.line("1 Introduction", 50, 240, size=12, style=BOLD).column(FILLER, 50, 260, right=450)
    first.line("1.1 Earlier work", 50, 340, style=BOLD)
    first.column("Rivers have been weighed before [1], though not by us, and with another\nscale [2].\n", 50, 360, right=450)
    first.column(FILLER, 62, 384, right=450)
    second = page(2).line("Data. The samples are public and can be weighed again by anyone who wants", 50, 100, right=450)
    second.words[0] = second.words[0]._replace(style=BOLD)
    second.line("to.", 50, 112).column(FILLER, 50, 140, right=450)
    second.line("References", 50, 220, size=12, style=BOLD)
    second.line("[1] J. Smith and K. Jones. 1999. On rivers. Journal of Water, 3(1):1–9.", 50, 240, size=9)
    second.line("[2] L. Brown. 2001. On scales. Journal of Weight, 4(2):10–19.", 50, 252, size=9)
    second.line("A Scales", 50, 280, size=12, style=BOLD).column(FILLER, 50, 300, right=450)
    return first, second


def test_title_authors_and_abstract_are_found_by_how_they_look() -> None:
    document = read(*paper())
    assert document.title == "A Study of Rivers and of Their Banks"
    assert document.authors == ("Ada Lovelace", "Grace Hopper")
    assert document.abstract == "We weigh samples of four rivers and find that they differ by less than was thought."
    assert document.language == "en"
    assert "University of Somewhere" in asides(document, "authors")[0]


def test_headings_have_their_number_their_level_and_what_they_are_for() -> None:
    found = [(section.number, section.title, section.level, section.kind) for section in read(*paper()).sections]
    assert found == [
        ("", "Abstract", 1, "abstract"),
        ("1", "Introduction", 1, "introduction"),
        ("1.1", "Earlier work", 2, "other"),
        ("", "Data", 3, "other"),
        ("", "References", 1, "references"),
        ("A", "Scales", 1, "other"),
    ]


def test_a_heading_in_bold_may_stand_in_the_line_of_its_text() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("Weights of the first and of the second", 50, 180, style=BOLD, right=450)
    typed.line("week. They were taken by two persons who did not know them.", 50, 192)
    (bold,) = [at for at, word in enumerate(typed.words) if word.text == "week." and word.base == 192]
    typed.words[bold] = typed.words[bold]._replace(style=BOLD)
    document = read(typed.column(FILLER, 50, 220, right=450))
    assert [section.title for section in document.sections] == ["Weights of the first and of the second week"]
    assert "They were taken by two persons who did not know them." in sentences(document)


def test_references_are_no_sentences_and_citations_find_them() -> None:
    document = read(*paper())
    assert [reference.label for reference in document.references] == ["1", "2"]
    assert not any("Journal of Water" in sentence for sentence in sentences(document))
    assert [(citation.mark, citation.references) for citation in document.citations] == [("[1]", (0,)), ("[2]", (1,))]
    assert document.sentences[-1].section == "Scales"


def test_a_sentence_stands_in_the_text_where_it_says() -> None:
    document = read(*paper())
    assert document.sentences
    for sentence in document.sentences:
        assert sentence.span is not None
        assert document.text[slice(*sentence.span)] == sentence.text


def test_emphasis_at_the_start_of_a_sentence_is_no_heading() -> None:
    typed = page().line("Rivers are wide and their banks are wet in all of the weeks of spring when", 50, 100, right=450)
    typed.words[0] = typed.words[0]._replace(style=ITALIC)
    document = read(typed.column("they stand high.\n" + FILLER, 50, 112, right=450))
    assert not document.sections
    assert document.text.startswith("Rivers are wide")


# --- what fails ---


class Broken(Typed):
    """A page whose drawings cannot be read."""

    @property
    def words(self) -> list[Word]:  # type: ignore[override]
        raise RuntimeError("its content stream is cut off")

    @words.setter
    def words(self, words: list[Word]) -> None:
        pass


def test_a_page_that_fails_costs_only_itself() -> None:
    unread: list[Unread] = []
    good, bad = page(1).column(FILLER, 50, 100, right=450), Broken(number=2)
    document = read_pages([good, bad], Source(scheme="file", id="typed.pdf"), unread)  # type: ignore[list-item]
    assert document.sentences
    assert [(one.page, one.what) for one in unread] == [(2, "its content stream is cut off")]


def test_pages_without_a_word_make_a_document_without_text() -> None:
    document = read(page(1), page(2))
    assert (document.text, document.title, document.coverage.words if document.coverage else None) == ("", "", 0)


def test_a_real_paper_reads_as_its_authors_wrote_it() -> None:
    file = SHARED / "papers" / "1810.04805v2.pdf"
    if not file.exists():
        pytest.skip("shared/papers is not here")
    document = read_pdf(file)
    assert document.authors == ("Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova")
    assert [section.title for section in document.sections if section.level == 1][:4] == [
        "Abstract",
        "Introduction",
        "Related Work",
        "BERT",
    ]
    assert document.coverage is not None
    assert document.coverage.placed > 0.99 * document.coverage.words


def test_a_page_set_sideways_is_said_not_to_be_read() -> None:
    typed = page(2)
    for number in range(12):
        typed.line("These words run up the page and are not read", 100 + 14 * number, 600, turn=90)
    stamped = page(1).column(FILLER, 50, 100, right=450).line("arXiv:2001.00001v1 [cs.CL] 1 Jan 2020", 10, 400, size=20, turn=90)
    document = read(stamped, typed)
    assert [(one.page, one.what.split()[0]) for one in document.unread] == [(2, "120")]
