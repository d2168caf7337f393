"""Any literature review becomes a report: what it cites is found and linked, or said to be missing. Nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.records import Report, from_json, to_json
from synth.reports.formats import read_blocks
from synth.reports.prose import read_bib, read_prose

FOREIGN = Path(__file__).parents[2] / "shared" / "foreign_reports"
APA = (
    "\n## References\n\n- Roe, J., Poe, E., & Doe, K. (2020a). A first study of tea. *Leaves*, 3, 1–9.\n"
    "- Roe, J. (2020b). A second study of tea. Leaves.\n"
    "- Li, X., & van der Berg, A. (2019). Cups and saucers. https://doi.org/10.1000/cup.7\n"
    "- World Tea Body. (2021). The world's tea. Author.\n"
)
NUMBERED = "\n## References\n\n" + "\n".join(f"[{n}] A. Author and B. Writer. Work number {n}. 20{n:02}." for n in range(1, 8)) + "\n"


def imported(text: str, format: str = "md", bibliography: str = "") -> Report:
    return read_prose(read_blocks(text.encode(), text, format), text, format, bibliography)[0]


def links(report: Report) -> list[tuple[str, tuple[int, ...]]]:
    return [(citation.mark, citation.references) for citation in report.citations]


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("It works [1].", [(0,)]),
        ("It works [1, 3-5].", [(0, 2, 3, 4)]),
        ("It works[1][2].", [(0,), (1,)]),
        ("It works [2]–[4].", [(1, 2, 3)]),
        ("It works【2】 and ［3］.", [(1,), (2,)]),
        ("It works.[7]", [(6,)]),
        ("It works¹,³ well.", [(0, 2)]),
        ("It works.2 Next it fails.", [(1,)]),
        ("It works (1, 2).", [(0, 1)]),
        ("It works [[3]](https://a.org/x).", [(2,)]),
        ("It works [9].", [()]),
        ("It works in Pashto [9, 15].", [()]),
    ],
)
def test_numbers_link_to_the_list(said: str, linked: list[tuple[int, ...]]) -> None:
    assert [references for _, references in links(imported(f"# T\n\n{said}\n{NUMBERED}"))] == linked


@pytest.mark.parametrize(
    "said",
    [
        "A score in [0, 1] is given.",
        "It lies in the interval [2, 3].",
        "Take `a[1]` or $x[2]$.",
        "- [ ] to do\n- [x] done",
        "An area of 10 m² and R² of 0.5.",
        "See [the intro](#intro).",
        "It began in [2020].",
    ],
)
def test_what_only_looks_like_a_citation_is_none(said: str) -> None:
    assert imported(f"# T\n\n{said}\n{NUMBERED}").citations == ()


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("Tea helps (Roe et al., 2020a).", [(0,)]),
        ("Tea helps (see Roe, 2020b; Li and van der Berg, 2019, p. 4).", [(1, 2)]),
        ("Roe et al. (2020a) and Li & van der Berg (2019) agree.", [(0,), (2,)]),
        ("Roe (2020a, 2020b) disagrees.", [(0, 1)]),
        ("Tea helps (World Tea Body, 2021).", [(3,)]),
        ("Tee hilft (Roe u. a., 2020a; vgl. Li und van der Berg, 2019).", [(0, 2)]),
        ("Le thé aide (Roe et coll., 2020a).", [(0,)]),
        ("El té ayuda (Roe y cols., 2020a).", [(0,)]),
        ("In April (2020) and at NeurIPS (2021) nobody did.", []),
    ],
)
def test_authors_and_years_link_to_the_list(said: str, linked: list[tuple[int, ...]]) -> None:
    assert [references for _, references in links(imported(f"# T\n\n{said}\n{APA}"))] == linked


def test_an_author_and_year_that_fit_two_entries_are_linked_to_none_and_say_so() -> None:
    text = "# T\n\nTea helps (Roe, 2020).\n\n## References\n\n- Roe, J. (2020). One study here.\n- Roe, K. (2020). Another study there.\n"
    (citation,) = imported(text).citations
    assert citation.references == ()
    assert "matches 2 entries" in citation.why


def test_the_entries_of_chinese_and_japanese_reviews_are_found_by_name() -> None:
    chinese = (
        "# 综述\n\n张三等（2020）提高了3.2%。也有（李四和王五，2019）[1]。\n\n## 参考文献\n\n"
        "[1] 张三, 赵六, 钱七. 方法[J]. 学报, 2020.\n[2] 李四, 王五. 局限[J]. 学报, 2019.\n"
    )
    assert [references for _, references in links(imported(chinese))] == [(0,), (1,), (0,)]
    japanese = "# 動向\n\n田中ら（2020）は向上を示した。\n\n## 参考文献\n\n1. 田中太郎, 鈴木花子. 翻訳. 学会, 2020.\n"
    assert [references for _, references in links(imported(japanese))] == [(0,)]


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "7. References",
        "**Works cited**",
        "Literaturverzeichnis",
        "Références",
        "Bibliografía",
        "参考文献",
        "참고문헌",
        "Список литературы",
        "References 2020–2024",
    ],
)
def test_a_list_is_known_by_its_heading_in_many_languages(heading: str) -> None:
    text = f"# T\n\nText.\n\n## {heading}\n\n1. Tea and cups, https://a.org/1\n2. Cups and tea, https://a.org/2\n"
    assert len(imported(text).references) == 2


@pytest.mark.parametrize(
    "entries",
    [
        "[1] Tea: https://a.org/1  \n[2] Cups: https://a.org/2",
        "- https://a.org/1\n- https://a.org/2",
        "[^1]: [Tea today](https://a.org/1)\n[^2]: [Cups today](https://a.org/2)",
        "[1]: https://a.org/1\n[2]: https://a.org/2",
        "| # | Work |\n|---|---|\n| 1 | Tea, https://a.org/1 |\n| 2 | Cups, https://a.org/2 |",
        "```bibtex\n@misc{tea, title={Tea}, url={https://a.org/1}}\n@misc{cups, title={Cups}, url={https://a.org/2}}\n```",
        "- Primary\n  - Tea, https://a.org/1\n  - Cups, https://a.org/2\n  - Pots, 2020\n- Other\n  - Jugs, 2021",
    ],
)
def test_a_list_is_read_however_it_is_set(entries: str) -> None:
    report = imported(f"# T\n\nText.\n\n## Sources\n\n{entries}\n")
    assert [reference.url for reference in report.references][:2] == ["https://a.org/1", "https://a.org/2"]


def test_a_run_of_entries_needs_no_heading() -> None:
    text = "A claim [1]. Another [2].\n\n[1] Roe, J. Tea. 2020.\n[2] Poe, E. Cups. 2021.\n"
    assert [references for _, references in links(imported(text, "txt"))] == [(0,), (1,)]


def test_lists_that_start_again_after_each_section_serve_their_own_section() -> None:
    part = "## Part {0}\n\nA claim [1].\n\n### Sources\n\n1. Work of part {0}, https://a.org/{0}\n\n"
    assert [references for _, references in links(imported("# T\n\n" + part.format(1) + part.format(2)))] == [(0,), (1,)]


def test_a_list_counted_from_zero_is_taken_as_it_is() -> None:
    text = "# T\n\nA [0]. B [1].\n\n## References\n\n[0] First work (2020).\n[1] Second work (2021).\n"
    assert [references for _, references in links(imported(text))] == [(0,), (1,)]


def test_identifiers_are_read_with_their_version() -> None:
    text = (
        "## References\n\n1. A. https://arxiv.org/pdf/2005.13013v2.pdf\n2. B. doi:10.1000/abc.1.\n"
        "3. C. https://aclanthology.org/P19-1493\n4. D. https://a.org/x\n5. E. https://doi.org/10.48550/arXiv.2101.00001\n"
    )
    names = [reference.source.name for reference in imported(text).references if reference.source]
    assert names == ["arXiv:2005.13013v2", "doi:10.1000/abc.1", "acl:P19-1493", "https://a.org/x", "arXiv:2101.00001"]


def test_what_cannot_be_read_out_of_an_entry_stays_unread() -> None:
    (reference,) = imported("## References\n\n- tea, cups and other things from 2019 to 2021\n").references
    assert (reference.title, reference.authors, reference.year, reference.source) == ("", (), None, None)


def test_without_a_list_marks_that_name_their_source_are_the_references() -> None:
    report = imported("# T\n\nIt fell [by a third](https://a.org/x). See https://a.org/x and arXiv:2101.00001v3.\n")
    assert [references for _, references in links(report)] == [(0,), (0,), (1,)]
    report = imported("# T\n\nIt fell [123456 | Roe et al. | 2020 | Citations: 3] and rose [123456 | Roe et al. | 2020 | Citations: 3].\n")
    assert (len(report.references), [references for _, references in links(report)]) == (1, [(0,), (0,)])


def test_numbers_without_a_list_are_counted_and_not_linked() -> None:
    report = imported("# T\n\nA claim [1]. Another [2, 3].\n")
    assert [(citation.references, citation.why) for citation in report.citations] == [((), "there is no list of references")] * 2
    assert report.problems[0].line == 3


def test_marks_of_an_export_whose_targets_stayed_behind_point_nowhere() -> None:
    report = imported(
        '# T\n\nA claim. \ue200cite\ue202turn0search1\ue202turn2view0\ue201 More \ue200entity\ue202["city","Rome"]\ue201.【7†source】\n'
    )
    assert [citation.references for citation in report.citations] == [(), ()]
    assert all(citation.why for citation in report.citations)


def test_a_number_and_an_address_that_disagree_are_not_linked() -> None:
    text = "# T\n\nA [1](https://a.org/1). B [1](https://b.org/9).\n\n## Sources\n\n[1] Tea: https://a.org/1\n"
    first, second = imported(text).citations
    assert (first.references, second.references) == ((0,), ())
    assert "another address" in second.why


def test_keys_are_found_in_a_bibliography_beside_the_report(tmp_path: Path) -> None:
    (tmp_path / "review.bib").write_text(
        "@article{roe, title={Tea}, author={Roe, Jo and Poe, Ed}, year={2020}}\n@misc{other, title={Cups}}\n"
    )
    bibliography = read_bib(tmp_path / "review.html")
    report = imported('<p>It works<d-cite key="roe,lost"></d-cite>.</p>', "html", bibliography)
    assert [reference.label for reference in report.references] == ["roe"]
    assert (report.citations[0].references, report.citations[0].why) == ((0,), "no entry lost in the list of references")
    assert read_bib(tmp_path / "nothing.md") == ""


def test_a_note_that_only_explains_is_kept_and_is_no_reference() -> None:
    report = imported("# T\n\nA claim[^1] and more[^2].\n\n[^1]: Roe (2020), https://a.org/1\n[^2]: We thank the reader.\n")
    assert (len(report.references), [passage.text for passage in report.unplaced]) == (1, ["We thank the reader."])
    assert links(report) == [("[^1]", (0,))]


def test_the_headings_of_an_annotated_bibliography_are_its_entries() -> None:
    entry = '### {0}. {1} et al. ({2}) — "The book of {1}"\n\n- **Source**: arXiv:2101.0000{0}\n- It helps.\n\n'
    text = (
        "# T\n\n"
        + entry.format(1, "Roe", 2020)
        + entry.format(2, "Poe", 2021)
        + entry.format(3, "Doe", 2022)
        + "## End\n\nAs said (Poe et al., 2021).\n"
    )
    report = imported(text)
    assert [reference.source.id for reference in report.references if reference.source] == ["2101.00001", "2101.00002", "2101.00003"]
    assert links(report) == [("(Poe et al., 2021)", (1,))]


def test_title_author_date_abstract_and_question_are_taken_where_they_are_stated() -> None:
    report = imported(
        "# Tea\n\n**Author:** Jo Roe\n\nDate: 3 May 2024\n\nResearch question: Does tea help?\n\n"
        "## Abstract\n\nIt does.\n\n## 1. Introduction\n\nText.\n"
    )
    assert (report.title, report.author, report.date, report.question, report.abstract) == (
        "Tea",
        "Jo Roe",
        "3 May 2024",
        "Does tea help?",
        "It does.",
    )
    assert [(section.number, section.title, section.kind) for section in report.sections][1:] == [
        ("", "Abstract", "abstract"),
        ("1", "Introduction", "introduction"),
    ]
    report = imported('---\ntitle: "Cups"\nauthor: Ed Poe\n---\n\nText.\n')
    assert (report.title, report.author) == ("Cups", "Ed Poe")


def test_chapters_make_no_title() -> None:
    assert imported("# Tea\n\n## Green\n\nText.\n\n# Cups\n\n## Blue\n\nText.\n").title == ""


def test_a_claim_cites_or_states_a_figure_or_compares() -> None:
    report = imported(
        f"# T\n\nHello there. It grew by 12 %. Tea outperforms coffee. It works [1]. Does it grow by 3 %? See Section 2.1.\n{NUMBERED}"
    )
    assert [claim.text for claim in report.claims] == ["It grew by 12 %.", "Tea outperforms coffee.", "It works [1]."]
    assert report.claims[2].cites == (0,)


def test_a_table_of_claims_in_another_layout_keeps_what_it_states() -> None:
    table = (
        "| Statement | Verdict | Probability | Who |\n|---|---|---|---|\n"
        "| Tea helps [1] | ✅ Supported | 0.820 | Roe |\n| Cups fly | ✗ | n/a | |\n| Pots sing | unclear | 1.7 | |\n"
    )
    report = imported(f"# T\n\n{table}{NUMBERED}")
    stated = [
        (claim.stated.verified, claim.stated.mark, claim.stated.confidence, claim.stated.decimals, claim.stated.words)
        for claim in report.claims
    ]
    assert stated == [(True, "✅ Supported", 0.82, 3, ""), (False, "✗", None, 2, "n/a"), (None, "unclear", 1.7, 1, "")]
    assert (report.claims[0].cites, report.claims[0].columns) == ((0,), {"Who": "Roe"})


def test_a_report_without_any_citation_is_still_a_report() -> None:
    report = imported("Just a line")
    assert (report.citations, report.references, report.sentences[0].text, report.layout.name) == ((), (), "Just a line", "prose")
    assert imported("").sentences == ()


PIECES = [
    "It works [1].",
    "It grew by 3.5 % (Roe et al., 2020).",
    "See https://a.org/x.",
    "**Bold** claim[2][3]. Next.",
    "> quoted [4]",
    "- item [5]",
    "## Part 2",
    "Roe et al. (2020) agree.",
    "张三等（2020）认为。",
    "| a | b |\n|---|---|\n| c [6] | d |",
    "`[7]` is code.",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["md", "txt"]))
def test_what_a_report_says_of_a_file_is_true_of_the_file(pieces: list[str], format: str) -> None:
    text = "\n\n".join(["# T", *pieces, NUMBERED])
    report = imported(text, format)
    for sentence in report.sentences:
        assert sentence.span is not None
        assert text[slice(*sentence.span)] == sentence.text
        assert sentence.line == text.count("\n", 0, sentence.span[0]) + 1
    for citation in report.citations:
        assert citation.mark in report.sentences[citation.sentence].text
        assert bool(citation.references) or bool(citation.why)
        assert all(0 <= reference < len(report.references) for reference in citation.references)
    assert from_json(Report, to_json(report)) == report


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.integers(2, 5), min_size=12, max_size=12))
def test_more_empty_lines_change_no_count(pieces: list[str], gaps: list[int]) -> None:
    parts = ["# T", *pieces, NUMBERED.strip()]
    plain, airy = imported("\n\n".join(parts)), imported("".join(part + "\n" * gap for part, gap in zip(parts, gaps, strict=False)))
    assert (len(plain.sentences), links(plain), len(plain.references)) == (len(airy.sentences), links(airy), len(airy.references))


@given(st.text(alphabet=st.sampled_from("[]()（）aA1 0,.;:#-*|^$`@\n20Smith etal.张等"), max_size=300))
def test_no_text_makes_the_importer_stumble(text: str) -> None:
    for format in ("md", "txt", "html"):
        assert imported(text, format).layout.name == "prose"


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[a](",
        "(Smith, 2020",
        "(2020) ",
        "et al. ",
        "[1] ",
        "|",
        "<a ",
        "$a",
        "`a",
        "http://",
        "@a",
        "turn0search1",
        "¹,",
        "“",
        "\\cite{",
    ],
)
def test_a_line_of_one_thing_is_read_to_its_end(unit: str) -> None:
    assert imported("# T\n\n" + unit * (100_000 // len(unit))).layout.name == "prose"


@pytest.mark.parametrize(
    "name", ["human_multilingual_ir.md", "storm_irb_trial.txt", "thesis_rl_museum.docx", "human_distill_gnn_intro.html"]
)
def test_reports_of_others_keep_their_sentences_and_links_in_range(name: str) -> None:
    path = FOREIGN / name
    if not path.is_file():
        pytest.skip(f"{path} is not here: reports of others are not part of the repository")
    data = path.read_bytes()
    text = "" if path.suffix == ".docx" else data.decode()
    report, lines = read_prose(read_blocks(data, text, path.suffix[1:]), text, path.suffix[1:], read_bib(path))
    assert len(report.sentences) > 50
    assert len(lines.references) == len(report.references)
    assert len(lines.claims) == len(report.claims)
    assert all(citation.mark in report.sentences[citation.sentence].text for citation in report.citations)


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("It works [2, p. 14] and [3, Sec. IV].", [(1,), (2,)]),
        ("It holds (95% CI [3, 5]).", []),
    ],
)
def test_a_place_in_a_work_is_cited_and_a_confidence_interval_is_not(said: str, linked: list[tuple[int, ...]]) -> None:
    assert [references for _, references in links(imported(f"# T\n\n{said}\n{NUMBERED}"))] == linked


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("As first tried in California (2010).", []),
        ("Since the Wärmeschutzverordnung (1977) it falls.", []),
        ("In Peru, and Li and van der Berg (2019) agree, it rose.", [("Li and van der Berg (2019)", (2,))]),
        ("It rose (Li/Berg 2019).", [("(Li/Berg 2019)", (2,))]),
        ("It rose (World Tea Body [WTB], 2021). The WTB (2021) agrees.", [("(World Tea Body [WTB], 2021)", (3,)), ("WTB (2021)", (3,))]),
        ("It rose ([Roe, 2020b](https://a.org/1); [Li, 2019](https://doi.org/10.1000/cup.7)).", 1),
    ],
)
def test_names_that_are_hard_to_tell(said: str, linked: list[tuple[str, tuple[int, ...]]] | int) -> None:
    found = links(imported(f"# T\n\n{said}\n{APA}"))
    assert len(found) == linked if isinstance(linked, int) else found == linked


def test_a_note_in_words_leads_to_the_bibliography_and_one_that_explains_is_no_citation() -> None:
    notes = "## Notes\n\n1. Jane Roe, A Study of Tea (Cup, 1958), 3.\n2. Ibid., 9.\n3. I leave them aside.\n4. Li, Cups, 7.\n"
    listed = "## Bibliography\n\nRoe, Jane. A First Study of Tea. Leeds: Cup, 1958.\n\nLi, Xu. Cups and Saucers. Leeds: Cup, 1960.\n"
    report = imported(f"# T\n\nOnce.[1] Twice.[2] Thrice.[3] Again.[4]\n\n{notes}\n{listed}")
    assert links(report) == [("[1]", (0,)), ("[2]", (0,)), ("[4]", (1,))]
    assert [len(report.references), len(report.unplaced)] == [2, 4]


def test_a_title_without_a_number_stands_above_numbered_parts_of_its_level() -> None:
    assert imported("# Tea\n\nBy Roe.\n\n# 1. Cups\n\nOne.\n\n# 2. Saucers\n\nTwo.\n").title == "Tea"
