"""Files become blocks: what a reader sees, and nothing that runs, loads or explodes."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.reports.blocks import Block, ReportError
from synth.reports.formats import read_blocks

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def blocks_of(text: str, format: str) -> list[Block]:
    return read_blocks(text.encode(), text, format)


def shown(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks]


def docx(body: str, head: str = "", **parts: str) -> bytes:
    """A Word document with this body, made here so that no binary file lies in the tests."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return packed.getvalue()


def paragraph(text: str, style: str = "", run: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def test_markdown_blocks_know_kind_level_label_and_line() -> None:
    text = "# Title\n\nA **bold** claim.\n\n3. third\n   - below\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n"
    blocks = blocks_of(text, "md")
    assert [(b.kind, b.text, b.line) for b in blocks[:2]] == [("heading", "Title", 1), ("paragraph", "A bold claim.", 3)]
    assert [(b.kind, b.level, b.label) for b in blocks[2:4]] == [("item", 1, "3"), ("item", 2, "")]
    assert blocks[4].rows == (("a", "b"), ("1", "2"))
    assert blocks[5].kind == "code"


def test_a_span_shows_the_markdown_as_it_was_written() -> None:
    text = "> A *quoted*\n> claim.\n\n- an [item](https://a.org)\n"
    assert [text[slice(*block.span)] for block in blocks_of(text, "md") if block.span] == [
        "A *quoted*\n> claim.",
        "an [item](https://a.org)",
    ]


def test_definitions_are_kept_where_markdown_would_hide_them() -> None:
    assert "https://a.org" in blocks_of("[1]: https://a.org\n", "md")[0].text


def test_nothing_is_lost_below_the_depth_that_is_read() -> None:
    text = "".join("  " * depth + f"- word{depth}\n" for depth in range(60))
    said = " ".join(block.text for block in blocks_of(text, "md"))
    assert all(f"word{depth}" in said for depth in range(60))


def test_html_inside_markdown_is_read_at_its_line() -> None:
    blocks = blocks_of("one\n\n<table><tr><th>a</th></tr><tr><td>b</td></tr></table>\n", "md")
    assert (blocks[1].kind, blocks[1].line, blocks[1].rows) == ("table", 3, (("a",), ("b",)))


def test_text_lines_cut_at_a_width_are_joined_and_others_are_paragraphs() -> None:
    wrapped = "\n".join(["Small things have been studied for a long time by many people, and"] * 5 + ["here it ends."]) + "\n"
    assert len(blocks_of(wrapped, "txt")) == 1
    assert len(blocks_of("A first paragraph of its own.\nA second one.\n", "txt")) == 2


@pytest.mark.parametrize("line", ["1 Introduction", "2.1  Early Work", "RESULTS", "参考文献", "References", "Related Work"])
def test_a_short_line_on_its_own_is_a_heading(line: str) -> None:
    assert blocks_of(f"{line}\n\nThis is a sentence of the text.\n", "txt")[0].kind == "heading"


@pytest.mark.parametrize("line", ["It ends with a stop.", "http://a.org/b", "- an item", "lower case words here"])
def test_other_short_lines_are_none(line: str) -> None:
    assert blocks_of(f"{line}\n\nThis is a sentence of the text.\n", "txt")[0].kind != "heading"


def test_html_shows_what_a_reader_sees() -> None:
    page = (
        "<head><title>no</title><style>p{}</style></head><body><nav>menu</nav><h2>Head</h2><script>alert(1)</script>"
        "<p>Some <b>bold</b> text<sup>2</sup><!-- no --> and <a href='https://a.org'>more</a>.</p><ol start=3><li>three<li>four</ol>"
    )
    blocks = blocks_of(page, "html")
    assert shown(blocks) == [("heading", "Head"), ("paragraph", "Some bold text² and more."), ("item", "three"), ("item", "four")]
    assert [block.label for block in blocks[2:]] == ["3", "4"]
    assert blocks[1].text[blocks[1].links[0].start : blocks[1].links[0].end] == "more"


def test_citations_that_a_page_draws_by_script_become_marks() -> None:
    page = (
        '<p>Known<d-cite key="a,b"></d-cite>.<a href="#fn1"><sup>1</sup></a></p><ol><li id="fn1">A note. <a href="#fnref1">↩</a></li></ol>'
    )
    blocks = blocks_of(page, "html")
    assert blocks[0].text == "Known[@a; @b].[^1]"
    assert (blocks[1].kind, blocks[1].label, blocks[1].text) == ("note", "1", "A note.")


def test_no_entity_of_a_page_is_expanded() -> None:
    page = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><p>see &b; &f;</p>'
    said = " ".join(block.text for block in blocks_of(page, "html"))
    assert "aaaa" not in said
    assert "root:" not in said


@pytest.mark.parametrize(
    "unit", ["<div>", "<p>a", "<ul><li>", "<table><tr><td>", "a<sup>1</sup>", "<a href=x>b</a>", "<d-footnote>", "&lt;"]
)
def test_a_page_of_one_thing_is_read_to_its_end(unit: str) -> None:
    assert isinstance(blocks_of(unit * 5_000, "html"), list)


def test_a_word_document_gives_headings_paragraphs_tables_and_notes() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>'
    notes = f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>See Roe, 2001.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    body = (
        paragraph("Methods", "H2") + "<w:p><w:r><w:t>A claim</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        + f"<w:tbl><w:tr>{cell.format('a')}{cell.format('b')}</w:tr></w:tbl>"
        + paragraph("1,2", run='<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>')
    )
    blocks = read_blocks(docx(body, styles=styles, footnotes=notes), "", "docx")
    assert shown(blocks) == [
        ("heading", "Methods"),
        ("paragraph", "A claim[^2]"),
        ("table", "a | b"),
        ("paragraph", "¹,²"),
        ("note", "See Roe, 2001."),
    ]
    assert (blocks[0].level, blocks[-1].label) == (2, "2")


def test_the_numbers_that_word_would_draw_are_counted() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/></w:lvl>'
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>an entry</w:t></w:r></w:p>'
    blocks = read_blocks(docx(item * 2, numbering=numbering), "", "docx")
    assert [(block.kind, block.label) for block in blocks] == [("item", "4"), ("item", "5")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a Word document"),
        (b"PK\x03\x04 broken", "not a Word document"),
        (docx("", head='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "document type"),
        (docx("<w:p>"), "broken"),
        (docx("<w:p><w:r><w:t>" + " " * 8_000_000 + "</w:t></w:r></w:p>"), "unpacks to far more"),
    ],
)
def test_a_hostile_or_broken_document_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(ReportError, match=says) as refused:
        read_blocks(data, "", "docx")
    assert "\n" not in str(refused.value)


def test_an_archive_that_is_no_document_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(ReportError, match="not a Word document"):
        read_blocks(packed.getvalue(), "", "docx")


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ReportError, match="'odt'"):
        read_blocks(b"", "", "odt")


def test_reading_blocks_loads_no_parser_before_it_is_used() -> None:
    script = "import sys, synth.reports.formats, synth.reports.prose\nprint({'lxml', 'markdown_it'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"


@given(
    st.lists(
        st.sampled_from(["# H", "para one", "- item", "1. one", "> quote", "| a | b |", "|---|---|", "", "    deep", "<b>x</b>", "```"]),
        max_size=25,
    )
)
def test_markdown_spans_stand_in_order_on_their_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    for block in blocks_of(text, "md"):
        if block.span:
            start, end = block.span
            assert 0 <= start <= end <= len(text)
            assert text.count("\n", 0, start) + 1 == block.line


@given(st.text(max_size=300))
def test_no_text_makes_a_reader_stumble(text: str) -> None:
    for format in ("md", "txt", "html"):
        assert all(block.line >= 1 for block in blocks_of(text, format))


def test_a_fenced_div_of_pandoc_is_no_text_and_names_the_block_in_it() -> None:
    text = "::: {#refs .r}\n::: {#ref-roe2020 .csl}\nRoe, Jane. 2020. Tea.\n:::\n\n::: {#ref-li2019}\nLi, Xu. 2019. Cups.\n:::\n:::\n"
    blocks = blocks_of(text, "md")
    assert [(block.text, block.anchors, block.line) for block in blocks] == [
        ("Roe, Jane. 2020. Tea.", ("refs", "ref-roe2020"), 3),
        ("Li, Xu. 2019. Cups.", ("ref-li2019",), 7),
    ]
    assert [text[slice(*block.span)] for block in blocks if block.span] == [block.text for block in blocks]


def test_a_citation_that_pandoc_drew_into_a_page_is_one_link() -> None:
    page = '<p>Said <span class="citation" data-cites="a b">(<a href="#ref-a">Roe 2020</a>; <a href="#ref-b">Li 2021</a>)</span> once.</p>'
    (block,) = blocks_of(page, "html")
    assert [(block.text[link.start : link.end], link.target) for link in block.links] == [("(Roe 2020; Li 2021)", "cites:a b")]


def test_the_other_headings_of_a_word_document_stand_under_its_title() -> None:
    body = paragraph("A study of tea", "Title") + paragraph("1 May 2020", "Date") + paragraph("Cups", "Heading1")
    blocks = read_blocks(docx(body), "", "docx")
    assert [(block.kind, block.level) for block in blocks] == [("heading", 1), ("paragraph", 0), ("heading", 2)]


@pytest.mark.parametrize("line", ["WHAT DO TRIALS OF TEA SHOW?", "            What do trials of tea show"])
def test_a_first_line_in_capitals_or_in_the_middle_is_a_heading(line: str) -> None:
    assert shown(blocks_of(f"{line}\n\nTea was drunk.\n", "txt"))[0] == ("heading", line.strip())
