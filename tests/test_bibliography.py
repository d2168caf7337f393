"""The bibliography of a paper: its lines become entries, entries become records, and the marks of the text find them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.reading.bibliography.entries import read_entry
from synth.reading.bibliography.linking import link_citations
from synth.reading.bibliography.references import read_reference
from synth.reading.bibliography.splitting import EntryLine, join_lines, split_entries

STEP = 11.0  # points from line to line


def set_lines(printed: str, *, height: int = 60, width: float = 200.0) -> list[EntryLine]:
    """Lines as they would stand on a page: a leading blank is one point of indent, an empty line a gap of half a line, a new column after
    `height` lines, two columns a page."""
    lines: list[EntryLine] = []
    y, number, place = 50.0, 0, 0
    for text in printed.strip("\n").split("\n"):
        if not text.strip():
            y += STEP / 2
            continue
        if number == height:
            number, y, place = 0, 50.0, place + 1
        x0 = 70.0 + 230.0 * (place % 2) + (len(text) - len(text.lstrip()))
        lines.append(EntryLine(text.strip(), x0, y, x0 + width, y + 10, 1 + place // 2, place % 2))
        y, number = y + STEP, number + 1
    return lines


HANGING = """
Ann Roe and Bo Li. 2019. On the trans-
          fer of things. In Proceedings of Things, pages
          1–9.
Cy Poe, Ann Roe, and Di Wu. 2020. A second
          look. CoRR, abs/2001.
          01234.
Eva Zhu. 2021. Last words. Thing Letters, 4(2):301–
          312.
"""


def test_hanging_entries_are_divided_where_lines_begin_at_the_margin() -> None:
    entries = split_entries(set_lines(HANGING))
    assert [entry.text for entry in entries] == [
        "Ann Roe and Bo Li. 2019. On the transfer of things. In Proceedings of Things, pages 1–9.",
        "Cy Poe, Ann Roe, and Di Wu. 2020. A second look. CoRR, abs/2001.01234.",
        "Eva Zhu. 2021. Last words. Thing Letters, 4(2):301–312.",
    ]
    assert [len(entry.boxes) for entry in entries] == [3, 3, 2]


@pytest.mark.parametrize("height", [2, 3, 4, 5, 7])
def test_columns_and_pages_divide_no_entry(height: int) -> None:
    whole = [entry.text for entry in split_entries(set_lines(HANGING))]
    assert [entry.text for entry in split_entries(set_lines(HANGING, height=height))] == whole


def test_an_entry_over_two_pages_says_which_box_stands_on_the_next() -> None:
    second = split_entries(set_lines(HANGING, height=2))[1]
    assert (second.page, [box.page for box in second.boxes]) == (1, [None, 2, 2])


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        ("[1] A. Roe. Things. 2019.\n[2] B. Li. More\n      things, pp. 2-\n      3, 2020.\n[3] C. Poe. Less. 2018.", ["1", "2", "3"]),
        ("1. Roe A. Things. J Thing\n2018. 5:1.\n2. Li B. More. J Thing 2019;6:2.\n3. Poe C. Less. J Thing 2020;7:3.", ["1", "2", "3"]),
        ("(1) A. Roe. Things. 2019.\n(2) B. Li. More. 2020.\n(3) C. Poe. Less. 2018.", ["1", "2", "3"]),
        (
            "[Roe19] A. Roe. Things. 2019.\n[LPW+20] B. Li et al. More\n       things. 2020.\n[Poe18] C. Poe. Less. 2018.",
            ["Roe19", "LPW+20", "Poe18"],
        ),
    ],
)
def test_labels_divide_and_are_cut_off(printed: str, labels: list[str]) -> None:
    entries = split_entries(set_lines(printed))
    assert [entry.label for entry in entries] == labels
    assert all(entry.text[0] in "ABCRLP" for entry in entries)


def test_entries_without_labels_or_indents_are_divided_at_gaps() -> None:
    printed = "Roe, A. Things of the\nworld. Thing Press, 2019.\n\nLi, B. More of the same\nthings. 2020.\n\nPoe, C. Less. 2018."
    assert [entry.text for entry in split_entries(set_lines(printed))] == [
        "Roe, A. Things of the world. Thing Press, 2019.",
        "Li, B. More of the same things. 2020.",
        "Poe, C. Less. 2018.",
    ]


def test_entries_without_labels_are_divided_at_gaps_that_are_small_but_even() -> None:
    texts = [
        "ROE A. (2019). Things of the world, and of",
        "other worlds. Thing Press.",
        "LI B. (2020). More of the same things in",
        "a thing. Press.",
    ]
    tops = [50, 62, 76.5, 88.5]
    lines = [
        EntryLine(text, 70.0, top, 270.0, top + 10, 1, 0)
        for text, top in zip(texts * 4, [t + 53 * n for n in range(4) for t in tops], strict=True)
    ]
    assert [entry.text[:3] for entry in split_entries(lines)] == ["ROE", "LI "] * 4


def test_what_the_document_says_of_a_hyphen_is_asked_where_its_words_do_not_know() -> None:
    assert join_lines(["syntax-", "based and ob-", "servation by Jian-", "feng"], (), lambda left, right: right in ("based", "feng")) == (
        "syntax-based and observation by Jianfeng"
    )


def test_a_paper_of_three_hundred_authors_has_its_title() -> None:
    authors = ", ".join(f"{'ABCDEFGHIJ'[n % 10]}nn {'BCDFG'[n % 5]}oe{'klmnp'[n // 60]}son" for n in range(300))
    reference = read_reference(f"{authors}, and Cy Poe. 2019. On things. In ACL.")
    assert (len(reference.authors), reference.year, reference.title) == (301, 2019, "On things")


def test_entries_without_anything_are_divided_where_names_follow_an_end() -> None:
    printed = "Roe, A. (2019). Things of\nit. Press.\nLi, B., and Wu, D. (2020). More of\nthis. Press.\nPoe, C. (2018). Less. Things, 3."
    assert [entry.text[:3] for entry in split_entries(set_lines(printed))] == ["Roe", "Li,", "Poe"]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["a multi-", "lingual list"], "a multilingual list"),
        (["Ed Callison-", "Burch"], "Ed Callison-Burch"),
        (["on zero-", "shot transfer", "and zero-shot learning"], "on zero-shot transfer and zero-shot learning"),
        (["pre-", "and post-editing"], "pre- and post-editing"),
        (["pages 301–", "312"], "pages 301–312"),
        (["URL https://a.org/b/", "c_d.html."], "URL https://a.org/b/c_d.html."),
        (["URL https:", "//a.org/b."], "URL https://a.org/b."),
        (["URL https://a.", "org/2021.x."], "URL https://a.org/2021.x."),
        (["see https://a.org.", "Accessed 2020."], "see https://a.org. Accessed 2020."),
        (["arXiv:", "2001.01234, 2020."], "arXiv:2001.01234, 2020."),
        (["arXiv:2001.", "01234."], "arXiv:2001.01234."),
        (["doi: 10.1000/", "v1/x.1."], "doi: 10.1000/v1/x.1."),
        (["Psy\u00ad", "chology"], "Psychology"),
        (["ThingEval-", "2017 task 2"], "ThingEval-2017 task 2"),
        (["doi:10.1000/j.thing.", "2016.09.010."], "doi:10.1000/j.thing.2016.09.010."),
    ],
)
def test_what_was_broken_at_the_end_of_a_line_is_put_together(lines: list[str], joined: str) -> None:
    known = {word for line in lines for word in line.lower().split() if not word.endswith("-")}
    assert join_lines(lines, known) == joined


@pytest.mark.parametrize(
    ("text", "authors", "year", "title"),
    [
        ("Ann B. Roe, Bo Li, and Cy Poe. 2020a. On things. In ACL, pages 1–2.", ("Ann B. Roe", "Bo Li", "Cy Poe"), 2020, "On things"),
        ("Ann Roe and Bo Li. Are things things? In ICLR, 2018.", ("Ann Roe", "Bo Li"), 2018, "Are things things?"),
        (
            "Roe, A. B. and Li, B. A study of things. arXiv preprint arXiv:2001.01234, 2020.",
            ("Roe, A. B.", "Li, B."),
            2020,
            "A study of things",
        ),
        (
            "A. Roe, B.-C. Li, and D. Poe, “On things,” in Proc. Things, 2019, pp. 1998–2005.",
            ("A. Roe", "B.-C. Li", "D. Poe"),
            2019,
            "On things",
        ),
        (
            "Roe, A., Li, B. C., & Poe, D. (2009). Things: A review. Thing Letters, 12, 53–54.",
            ("Roe, A.", "Li, B. C.", "Poe, D."),
            2009,
            "Things: A review",
        ),
        ("Roe, A., Li, B.: On things. In: Poe, C. (ed.) Things 2016. pp. 1–2. Springer (2017)", ("Roe, A.", "Li, B."), 2017, "On things"),
        ("Roe AB, Li C, Poe D, et al. Effect of things. BMJ 2015;350:h1.", ("Roe AB", "Li C", "Poe D"), 2015, "Effect of things"),
        ("Rita Poe. Word things. Word, 10(2-3):146–162, 1954.", ("Rita Poe",), 1954, "Word things"),
        ("ROE A. & LI B. (2008). Des choses. In Actes des choses, p. 1–10.", ("ROE A.", "LI B."), 2008, "Des choses"),
        ("A. B. Roe, C. Li, and D. Poe, Thing. Rev. Lett. 12, 5 (2008).", ("A. B. Roe", "C. Li", "D. Poe"), 2008, ""),
        ("R. Ann Roe, Bo Li, and Cy Poe. 2019. On things. In ACL.", ("R. Ann Roe", "Bo Li", "Cy Poe"), 2019, "On things"),
        (
            "A. Roe, B. Li, C. Poe, On things of a kind, in: Proceedings of Things, 2016, pp. 1–2.",
            ("A. Roe", "B. Li", "C. Poe"),
            2016,
            "On things of a kind",
        ),
        (
            "A. Roe, B. Li, C. Poe, Things and thought, Thing 21 (7) (2015) 4–9. doi:10.1000/a1.",
            ("A. Roe", "B. Li", "C. Poe"),
            2015,
            "Things and thought",
        ),
        (
            "A. Roe, B. Li, et al., Things, and more things, IEEE Transactions on Things, Men, and Thought 12 (3) (2013) 1–9.",
            ("A. Roe", "B. Li"),
            2013,
            "Things, and more things",
        ),
        ("C. M. Roe, Things and learning, Thing Press, 2006.", ("C. M. Roe",), 2006, "Things and learning"),
        ("A. Roe, B. Li, Thing. Rev. Lett. 12, 5 (2008).", ("A. Roe", "B. Li"), 2008, ""),
        ("A. Roe, B. Li et al., “On things,” 2021, arXiv preprint.", ("A. Roe", "B. Li"), 2021, "On things"),
        ("Ann Roe, Bo Li, and 10 others. 2025a. On things. In ACL.", ("Ann Roe", "Bo Li"), 2025, "On things"),
        ("Ann Roe, bo li, Cy Poe, and Di Wu. 2017. On things. In ACL.", ("Ann Roe", "bo li", "Cy Poe", "Di Wu"), 2017, "On things"),
        ("Ann Roe, Bo El li, and Cy Poe. On things. In ACL, 2017.", ("Ann Roe", "Bo El li", "Cy Poe"), 2017, "On things"),
        ("Ann Roe, Ed H. Li, and Cy Poe. 2017. On things. In ACL.", ("Ann Roe", "Ed H. Li", "Cy Poe"), 2017, "On things"),
        ("Deep things, shallow things, and more. 2017. Thing, 3.", (), 2017, ""),
        ("Roe, A., & Li, B. 1989, Thing. Acta, 53, 197", ("Roe, A.", "Li, B."), 1989, ""),
        ("Thing Organisation. 2021. State of things. Things.", ("Thing Organisation",), 2021, "State of things"),
    ],
)
def test_entries_of_many_styles_are_read(text: str, authors: tuple[str, ...], year: int, title: str) -> None:
    reference = read_reference(text)
    assert (reference.authors, reference.year, reference.title) == (authors, year, title)


def test_identifiers_are_read_with_their_version_also_in_the_short_form() -> None:
    found = [read_reference(f"Ann Roe. 2020. On things. {printed}").source for printed in ("arXiv:2001.01234v2.", "CoRR, abs/2001.01234.")]
    assert [source.name for source in found if source] == ["arXiv:2001.01234v2", "arXiv:2001.01234"]


def test_what_is_no_entry_keeps_its_text_and_nothing_else() -> None:
    reference = read_reference("see the supplementary file", "9")
    assert (reference.text, reference.label, reference.title, reference.authors) == ("see the supplementary file", "9", "", ())


REFERENCES = [
    read_reference("Ann Roe, Bo Li, and Cy Poe. 2020a. On things. ACL."),
    read_reference("Ann Roe, Bo Li, and Cy Poe. 2020b. On more things. ACL."),
    read_reference("Di Wu and Eva Zhu. 2019. On other things. ACL."),
    read_reference("Quoc V. Le and Ann Poe. 2014. On things with a name. ACL."),
]


@pytest.mark.parametrize(
    ("sentence", "linked"),
    [
        ("It grew (Roe et al., 2020a; Wu and Zhu, 2019).", [(0, 2)]),
        ("Roe et al. (2020b) say so.", [(1,)]),
        ("Similarly, Roe et al. (2020a) say so.", [(0,)]),
        ("It grew (Roe et al., 2020a,b).", [(0, 1)]),
        ("A value in [0, 1] grew.", []),
        ("It grew (Le and Poe, 2014; Wu and Zhu, 2019).", [(3, 2)]),  # a surname that is also an article
    ],
)
def test_names_and_years_link(sentence: str, linked: list[tuple[int, ...]]) -> None:
    assert [citation.references for citation in link_citations([sentence], REFERENCES)] == linked


def test_a_mark_without_an_entry_says_why() -> None:
    (citation,) = link_citations(["First.", "It grew (Nobody et al., 2018)."], REFERENCES)
    assert (citation.sentence, citation.references, citation.why) == (1, (), "no entry for nobody 2018")


def test_numbers_and_ranges_link_to_labels() -> None:
    references = [read_reference(f"A. Roe. Thing {n}. 20{n:02}.", str(n)) for n in range(1, 10)]
    citations = link_citations(["It grew [3-5, 9].", "See [2] and [12]."], references)
    assert [(citation.mark, citation.references) for citation in citations] == [("[3-5, 9]", (2, 3, 4, 8)), ("[2]", (1,)), ("[12]", ())]


@given(st.lists(st.text(max_size=60), max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_lines_make_it_stumble_and_no_letter_is_lost(texts: list[str]) -> None:
    lines = [EntryLine(text, 70.0 + 10 * (n % 3), 50.0 + 11 * n, 270.0, 60.0 + 11 * n, 1, 0) for n, text in enumerate(texts)]
    entries = split_entries(lines)
    assert sum(len(entry.boxes) for entry in entries) <= len([text for text in texts if text.strip()])
    for entry in entries:
        read_reference(entry.text, entry.label)


@pytest.mark.parametrize(
    "unit", ["A. ", "A. Roe, ", "A. Roe and ", "Roe, ", "(", "https://", "10.1/", "Roe and ", "[1] ", "et al. ", "2020. "]
)
def test_a_long_entry_of_one_thing_is_read_to_its_end(unit: str) -> None:
    text = (unit * (60_000 // len(unit))).strip()
    assert read_reference(text).text == text
    entries = split_entries([EntryLine(unit * 200, 70.0, 50.0 + 11 * n, 270.0, 60.0 + 11 * n, 1, 0) for n in range(100)])
    assert sum(entry.text.count(unit.strip()) for entry in entries) == 200 * 100


@pytest.mark.parametrize(
    ("entry", "authors", "title", "year"),
    [
        ("王伟, 李明. 基于深度学习的文本分类研究[J]. 计算机学报, 2020, 43(5): 1-10.", ("王伟", "李明"), "基于深度学习的文本分类研究", 2020),
        ("王伟，李明，等．基于深度学习的研究［J］．计算机学报，2020，43(5)：1-10．", ("王伟", "李明"), "基于深度学习的研究", 2020),
        ("ROE J, WANG W. Learning to weigh[J]. Weights, 2021, 3(2): 1-10.", ("ROE, J", "WANG, W"), "Learning to weigh", 2021),
        (
            "ROE J A, DE VRIES W, et al. On U.S. weights[C]//Proc. ACL. 2021.",
            ("ROE, J A", "DE VRIES, W"),
            "On U.S. weights",
            2021,
        ),
        ("Roe J., Wang W. A study of weights[EB/OL]. (2021-03-01)[2022-01-02].", ("Roe, J.", "Wang, W"), "A study of weights", 2021),
        ("国家统计局. 中国统计年鉴[M]. 北京: 中国统计出版社, 2019.", ("国家统计局",), "中国统计年鉴", 2019),
        ("World Health Organization. Report on weights[R]. Geneva, 2019.", ("World Health Organization",), "Report on weights", 2019),
        ("Attention is all you need[J]. 2017.", (), "Attention is all you need", 2017),
    ],
)
def test_a_mark_of_the_kind_of_text_ends_a_title(entry: str, authors: tuple[str, ...], title: str, year: int) -> None:
    for reference in (read_entry(entry, "1"), read_reference(entry, "1")):
        assert (reference.authors, reference.title, reference.year) == (authors, title, year)
