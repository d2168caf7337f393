"""The seeds' layout: what is read is written again, byte for byte, and what it cannot carry is refused and named."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paths import SEED_FILES

from synth.audit.example import SOUND, claim
from synth.records import Claim, Gap, Layout, Reference, Report, Section, Stated, StatedFigures, Verdict, from_json, to_json
from synth.reports.blocks import ReportError
from synth.reports.importing import read_report
from synth.reports.source_layout import as_format, parse_source, render_source
from synth.reports.source_layout.reading import read_entry

SECTIONS = (
    Section(title="Abstract", kind="abstract", standard=True),
    Section(title="Introduction", number="1", kind="introduction", standard=True),
    Section(title="Methodology", number="2", kind="methodology", standard=True),
    Section(title="Results", number="3", kind="results", standard=True),
    Section(title="Limitations", number="4", kind="limitations", standard=True),
    Section(title="Extracted Claims", number="5", kind="claims"),
    Section(title="References", kind="references"),
)


def read(text: str) -> Report:
    parsed = parse_source(text)
    assert parsed is not None
    return parsed[0]


@pytest.mark.parametrize("file", SEED_FILES, ids=lambda file: file.stem[:3])
@pytest.mark.parametrize("format", [None, "txt"])
def test_a_seed_comes_back_byte_for_byte(file: Path, format: None) -> None:
    through_json = from_json(Report, to_json(read_report(file)))
    assert render_source(through_json, format).encode() == file.read_bytes()


def test_the_seed_in_markdown_headings_comes_back_as_markdown_too() -> None:
    (file,) = (file for file in SEED_FILES if b"## " in file.read_bytes())
    assert render_source(read_report(file), "md").encode() == file.read_bytes()


@pytest.mark.parametrize("file", SEED_FILES, ids=lambda file: file.stem[:3])
def test_markdown_says_the_same_as_text(file: Path) -> None:
    report = msgspec.structs.replace(read_report(file), read_from=None)
    assert read(render_source(report, "md")) == as_format(report, "md")


@pytest.mark.parametrize("file", SEED_FILES, ids=lambda file: file.stem[:3])
def test_one_changed_confidence_changes_exactly_its_characters(file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    content = json.loads(to_json(read_report(file)))
    content["claims"][2]["stated"]["confidence"] = 0.97
    after = render_source(from_json(Report, json.dumps(content)))
    lines = [(one, two) for one, two in zip(before.split("\n"), after.split("\n"), strict=True) if one != two]
    assert len(lines) == 1
    (was, now) = lines[0]
    assert now == was[:-4] + "0.97"


def test_the_record_holds_no_copy_of_the_file() -> None:
    report = read_report(SEED_FILES[0])
    text = to_json(report)
    assert "Extracted Claims\\n" not in text
    assert "machine-generated literature synthesis" not in text  # the layout's own sentence, in its wording file
    assert "✓" not in text


# --- the law ----------------------------------------------------------------------------------------------------

words = st.lists(
    st.from_regex(r"[A-Za-zÀ-ÿ一-龥][A-Za-zÀ-ÿ一-龥0-9(),;%|/<>&{}#*_\"'\\-]{0,9}", fullmatch=True), min_size=3, max_size=9
).map(" ".join)
sentences = words.map(lambda text: text + ".")
decimals = st.integers(0, 4)


@st.composite
def stated(draw: st.DrawFn) -> Stated:
    places = draw(decimals)
    kind = draw(st.sampled_from(["number", "percent", "words", "nothing"]))
    tick = draw(st.sampled_from([{"verified": True}, {"verified": False}, {"verified": True, "mark": "yes"}, {"mark": "perhaps"}]))
    if kind == "number":
        return Stated(**tick, confidence=draw(st.integers(0, 3 * 10**places)) / 10**places, decimals=places)
    if kind == "percent":
        return Stated(**tick, confidence=float(draw(st.integers(0, 100))), decimals=0, unit=draw(st.sampled_from(["%", " %"])))
    return Stated(**tick, words="n/a" if kind == "words" else "")


@st.composite
def figures(draw: st.DrawFn, results: bool) -> StatedFigures:
    places = draw(st.integers(0, 2))
    counts = {"papers": draw(st.integers(0, 999))}
    if results:
        counts |= {"extracted": draw(st.integers(0, 99)), "verified": draw(st.integers(0, 99))}
    return StatedFigures(**counts, quality=draw(st.integers(0, 10 * 10**places)) / 10**places, decimals=places)


@st.composite
def references(draw: st.DrawFn) -> Reference:
    text = draw(
        st.sampled_from(["<http://arxiv.org/abs/2005.13013v2>", "<https://doi.org/10.1000/x>", "A. Author. A book. 1997."]) | sentences
    )
    return read_entry(text)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    blocks = 3 + 10  # front matter, headings and the four standard paragraphs
    places = draw(st.lists(st.integers(0, blocks), unique=True, max_size=3))
    gaps = tuple(Gap(block=block, lines=draw(st.integers(2 if block else 3, 5))) for block in sorted(places))
    pipes = draw(st.booleans())
    layout = Layout(
        name="source",
        headings="marked" if pipes else draw(st.sampled_from(["plain", "marked"])),
        table="pipes" if pipes else "tabs",
        newline=draw(st.sampled_from(["\n", "\r\n"])),
        bom=draw(st.booleans()),
        gaps=gaps,
    )
    return Report(
        title=draw(words),
        author=draw(words),
        date=draw(st.sampled_from(["June 23, 2026", "1 March 2026"])),
        examines=draw(words),
        question=draw(words) + "?",
        abstract="\n\n".join(draw(st.lists(sentences, min_size=1, max_size=3))),
        methodology=draw(figures(results=False)),
        results=draw(figures(results=True)),
        sections=SECTIONS,
        claims=tuple(Claim(text=draw(sentences), stated=draw(stated())) for _ in range(draw(st.integers(0, 4)))),
        references=tuple(draw(st.lists(references(), min_size=1, max_size=4))),
        layout=layout,
    )


@given(reports())
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200, deadline=None)
def test_what_is_rendered_is_read_back_the_same(report: Report) -> None:
    assert read(render_source(report)) == report


@given(reports(), st.sampled_from(["txt", "md"]))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
def test_in_another_format_only_the_setting_changes(report: Report, format: str) -> None:
    assert read(render_source(report, format)) == as_format(report, format)  # type: ignore[arg-type]


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_carried_or_refused_never_changed(title: str, text: str, question: str) -> None:
    report = msgspec.structs.replace(SOUND, title=title, question=question, claims=(claim(text),), sections=SECTIONS)
    try:
        rendered = render_source(report)
    except ReportError:
        return
    assert read(rendered) == as_format(report, None)


# --- refusals ---------------------------------------------------------------------------------------------------

CARRIED = msgspec.structs.replace(
    SOUND,
    sections=SECTIONS,
    methodology=StatedFigures(papers=2, quality=8.5),
    results=StatedFigures(papers=2, extracted=3, verified=2, quality=8.5),
)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"claims": (claim("one\ttwo."),)}, r"claims\[0\].text"),
        ({"claims": (claim("one\ntwo."),)}, r"claims\[0\].text"),
        ({"claims": (Claim(text="a.", verdicts=(Verdict(judgement="supported", rung=2, reason="r"),)),)}, "verdicts"),
        ({"claims": (Claim(text="a.", stated=Stated(verified=False, mark="yes")),)}, r"claims\[0\].stated"),
        ({"title": "two\n\nparagraphs"}, "title|author"),
        ({"sections": ()}, "claims without a section"),
        ({"references": (Reference(text="a", url="http://elsewhere.example"),)}, r"references\[0\].url"),
        ({"methodology": StatedFigures()}, "'Methodology' in its own words without papers and quality"),
    ],
)
def test_what_cannot_be_carried_is_refused_and_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(ReportError, match=named):
        render_source(msgspec.structs.replace(CARRIED, **changes))


def test_text_is_never_taken_for_a_template() -> None:
    report = msgspec.structs.replace(CARRIED, title="{{ 7 * 7 }} {% raw %} {papers} {question.__class__}", question="Is {examines} {0}?")
    text = render_source(report)
    assert "{{ 7 * 7 }}" in text
    assert "Is {examines} {0}?" in text


# --- other settings of the same layout ---------------------------------------------------------------------------


def test_other_wording_is_kept_as_prose_and_its_counts_are_still_found() -> None:
    from synth.audit.stated import figures_of

    text = (
        SEED_FILES[0]
        .read_text(encoding="utf-8")
        .replace("10 papers retrieved. 9 claims extracted;", "In all, 12 papers were retrieved. 9 claims were extracted;")
    )
    report = read(text)
    assert render_source(report) == text
    assert figures_of(report)[1].papers == 12
    assert figures_of(report)[1].extracted == 9


def test_more_lines_under_the_title_and_longer_references_come_back_too() -> None:
    text = SEED_FILES[0].read_text(encoding="utf-8")
    text = text.replace("\nAbstract\n", "\ndoi:10.5281/zenodo.1\n\nAbstract\n", 1)
    text = text.replace(
        "- <http://arxiv.org/abs/2005.13013v2>", "- Phang and others.\n  English training.\n  <http://arxiv.org/abs/2005.13013v2>"
    )
    report = read(text)
    assert report.front == ("doi:10.5281/zenodo.1",)
    assert [one.source.name for one in report.references if one.source][1] == "arXiv:2005.13013v2"
    assert render_source(report) == text


@pytest.mark.parametrize(("row", "what"), [("A claim.\t✓", "2 columns"), ("A claim.", "1 column"), ("A claim.\t✓\t0.3\tmore", "4 columns")])
def test_a_row_with_other_columns_is_a_problem_with_its_line(row: str, what: str) -> None:
    lines = SEED_FILES[0].read_text(encoding="utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("Multi-task"))
    lines[at] = row
    parsed = parse_source("\n".join(lines))
    assert parsed is not None
    (problem,) = parsed[0].problems
    assert problem.line == at + 1
    assert what in problem.what


@pytest.mark.parametrize(
    ("printed", "confidence", "words"),
    [
        ("0.30", 0.3, ""),
        ("1.7", 1.7, ""),
        ("n/a", None, "n/a"),
        ("", None, ""),
        ("0,26", 0.26, ""),
        (".26", None, ".26"),
        ("26%", 26.0, ""),
        ("1e-1", None, "1e-1"),
    ],
)
def test_a_confidence_is_a_plain_number_or_stays_words(printed: str, confidence: float | None, words: str) -> None:
    text = SEED_FILES[0].read_text(encoding="utf-8").replace("\t0.25\n", f"\t{printed}\n")
    report = read(text)
    assert report.claims[1].stated.confidence == confidence
    assert report.claims[1].stated.words == words
    assert render_source(report) == text


def test_lines_are_those_of_the_file() -> None:
    file = SEED_FILES[2]
    report = read_report(file)
    assert report.read_from is not None
    lines = file.read_text(encoding="utf-8").split("\n")
    places = report.read_from.lines
    assert [lines[at - 1].split("\t")[0] for at in places.claims] == [one.text for one in report.claims]
    assert [lines[at - 1].removeprefix("- ") for at in places.references] == [one.text for one in report.references]
    assert report.question in lines[(places.question or 0) - 1]
