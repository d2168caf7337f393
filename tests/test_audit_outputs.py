"""What is made of an audit: every format says the same, nothing is lost, and no text from a report acts in any of them."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as markup
from made_audits import FIGURES, HOSTILE, audit_of, every_light, finding, hostile, many

from synth.audit.example import SOUND
from synth.audit.formats.html import FULL_REPORTS, web_address, write_page
from synth.audit.formats.lights import COLUMNS, LIGHT_WORDS
from synth.audit.formats.sarif import uri_of, write_sarif
from synth.audit.formats.spreadsheet import defused, write_csv, write_reports_csv
from synth.audit.formats.terminal import write_terminal
from synth.audit.formats.visible import visible
from synth.audit.result import Audited
from synth.files import TEMPLATES
from synth.records import LIGHTS, Place, to_json

HARMLESS_ATTRIBUTES = re.compile(r"(?!on|style$|src$|srcset$|action$|formaction$)")


def terminal(audited: Audited, *, width: int = 80, colour: bool = False, verbose: int = 0) -> str:
    return write_terminal(audited, width=width, colour=colour, verbose=verbose)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sarif(audited: Audited) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(write_sarif(audited))["runs"][0]
    return run


def words(page: str) -> str:
    document = markup.document_fromstring(page)
    for hidden in document.xpath("//script | //style"):
        hidden.drop_tree()
    return " ".join(" ".join(document.itertext()).split())


# --- text that acts ----------------------------------------------------------------------------------------------


@given(st.text())
def test_nothing_that_acts_stays_in_visible_text(text: str) -> None:
    acting = [char for char in visible(text) if unicodedata.category(char) in {"Cc", "Cs"} or unicodedata.bidirectional(char) in BIDI]
    assert not acting


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "M"])))
def test_visible_text_is_the_text_where_all_of_it_can_be_seen(text: str) -> None:
    assert visible(text) == text


def test_joiners_that_words_need_stay() -> None:
    assert visible("می‌خواهم क्‍ष") == "می‌خواهم क्‍ष"


@given(st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = defused(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or re.fullmatch(r"[+-]?\d+(\.\d+)?", cell)


@pytest.mark.parametrize("number", ["-0.5", "+3", "12", "0.272"])
def test_a_plain_number_stays_a_number_in_a_cell(number: str) -> None:
    assert defused(number) == number


@pytest.mark.parametrize("text", [*HOSTILE, "ftp://example.org", "//example.org", "HTTPS://example.org/\u202ex", "data:text/html,x"])
def test_only_web_addresses_become_links(text: str) -> None:
    assert web_address(text) == ""


def test_a_web_address_becomes_a_link() -> None:
    assert web_address("http://arxiv.org/abs/2005.13013v2") == "http://arxiv.org/abs/2005.13013v2"


# --- the terminal --------------------------------------------------------------------------------------------------


def test_the_terminal_says_the_counts_first() -> None:
    first = terminal(every_light()).splitlines()[:3]
    assert [line.split("  ")[0] for line in first] == ["1 of 2", "2 of 3", "1 of 3"]


def test_quiet_gives_the_counts_alone() -> None:
    assert terminal(every_light()).startswith(terminal(every_light(), verbose=-1))
    assert "A1" not in terminal(every_light(), verbose=-1)


def test_the_terminal_names_lines_reasons_and_what_could_not_be_read() -> None:
    said = terminal(every_light())
    assert re.search(r"wrong +A1 +line 13 +A1 says red\.", said)
    assert re.search(r"A5 +1 of 2 files +Needs the papers\.", said)
    assert "could not be read: is empty" in said


def test_a_silenced_finding_is_counted_apart() -> None:
    said = terminal(every_light())
    assert "finding silenced by the baseline file" in said
    assert "The third claim is wrong." not in said
    assert "2 wrong, 1 look" in said


def test_of_one_check_that_found_much_the_first_are_shown_and_the_others_counted() -> None:
    findings = [finding("A1", "red", sentence=f"Claim {at} is cut off.", place=Place(line=20 + at, claim=0)) for at in range(9)]
    audited = audit_of([("sound.txt", SOUND)], findings)
    assert "and 7 more: lines 22, 23, 24, 25, 26, 27, 28" in terminal(audited)
    assert "Claim 8 is cut off." in terminal(audited, verbose=1)


def test_of_many_reports_the_terminal_shows_the_worst_and_counts_the_others() -> None:
    said = terminal(many(40))
    assert "The 10 worst of 40 files" in said
    assert "and 30 more files" in said
    assert "reports/00039.txt" in said


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("make", [every_light, hostile])
def test_no_line_is_wider_than_the_terminal(make: Any, width: int) -> None:
    assert max(len(line) for line in terminal(make(), width=width).splitlines()) <= width


def test_without_colour_nothing_but_plain_text_is_written() -> None:
    said = terminal(hostile(), verbose=1)
    assert not [char for char in said if char != "\n" and unicodedata.category(char) in {"Cc", "Cs"}]
    assert "\u202e" not in said
    assert "[bold red]markup[/] :boom:" in said


def test_with_colour_the_only_escapes_are_our_own() -> None:
    said = terminal(hostile(), colour=True)
    assert "\x1b[" in said
    assert not re.sub(r"\x1b\[[\d;]*m", "", said).count("\x1b")
    assert re.sub(r"\x1b\[[\d;]*m", "", said) == terminal(hostile())


# --- tables for spreadsheets --------------------------------------------------------------------------------------


def test_the_csv_has_a_row_for_each_finding_and_each_unread_file() -> None:
    audited = every_light()
    table = rows(write_csv(audited))
    assert len(table) == len(audited.audit.findings) + 1
    assert table[0]["report"] == "broken.txt"
    assert table[0]["sentence"] == "is empty"
    on_claim = next(row for row in table if row["sentence"] == "The first claim is wrong.")
    assert (on_claim["claim"], on_claim["claim_text"], on_claim["line"]) == ("1", SOUND.claims[0].text, "20")
    assert [row["silenced"] for row in table].count("yes") == 1


def test_the_csv_of_reports_has_a_column_for_each_check() -> None:
    sound, broken = rows(write_reports_csv(every_light()))
    assert [sound[code] for code in ("A1", "A2", "A3", "A4", "A5", "A6", "A7")] == ["red", "red", "yellow", "info", "na", "fail", "green"]
    assert (broken["error"], broken["A1"]) == ("is empty", "")


@pytest.mark.parametrize("write", [write_csv, write_reports_csv])
def test_no_cell_of_hostile_reports_begins_a_formula_or_ends_early(write: Any) -> None:
    text = write(hostile())
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in table}) == 1
    assert all(defused(cell) == cell for row in table for cell in row if not cell.startswith("'"))
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f]", text)


# --- SARIF and JSON -----------------------------------------------------------------------------------------------


def test_sarif_has_a_rule_for_each_check_and_a_result_for_each_finding_with_its_line() -> None:
    run = sarif(every_light())
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]
    assert [(r["ruleId"], r["level"]) for r in run["results"]] == [
        ("A1", "error"),
        ("A2", "error"),
        ("A2", "error"),
        ("A3", "warning"),
        ("A4", "note"),
    ]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    where = run["results"][0]["locations"][0]["physicalLocation"]
    assert where == {"artifactLocation": {"uri": "sound.txt"}, "region": {"startLine": 13}}


def test_sarif_suppresses_what_is_silenced_and_notifies_of_what_failed() -> None:
    run = sarif(every_light())
    assert ["suppressions" in result for result in run["results"]] == [False, False, True, False, False]
    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert [n["message"]["text"] for n in invocation["toolExecutionNotifications"]] == ["is empty", "The check could not finish."]


def test_a_fingerprint_survives_a_moved_line() -> None:
    prints = [
        sarif(audit_of([("sound.txt", SOUND)], [finding("A1", "red", place=Place(line=line))]))["results"][0]["partialFingerprints"]
        for line in (13, 14)
    ]
    assert prints[0] == prints[1]


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("data/seeds/a b.txt", "data/seeds/a%20b.txt"),
        ("./a.txt", "a.txt"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("é#?.txt", "%C3%A9%23%3F.txt"),
        ("\udcff.txt", "%FF.txt"),
        ("/from/the root", "file:///from/the%20root"),
    ],
)
def test_a_path_becomes_a_uri_of_no_other_scheme(name: str, uri: str) -> None:
    assert uri_of(name) == uri


def test_sarif_of_hostile_reports_holds_no_link_and_no_placeholder() -> None:
    texts = [result["message"]["text"] for result in sarif(hostile())["results"]]
    assert r"\[click\](javascript:alert(1)) {{0}}" in texts
    assert not [text for text in texts if re.search(r"(?<!\\)\]\(|[\x00-\x1f\u202a-\u202e]", text)]


def test_the_json_of_hostile_reports_is_json() -> None:
    audited = hostile()
    assert len(json.loads(to_json(audited.audit))["findings"]) == len(audited.audit.findings)


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_page_says_counts_then_figure_then_checks_then_reports() -> None:
    page = words(write_page(every_light()))
    order = ["Audit of 2 reports", "2 of 3 claims ticked", "about 2 of 3 would be true", "This is not calibration."]
    order += ["What the checks found", "The reports, worst first", "Each report", "The question it states", "Found each"]
    order += ["Claims 3", "References, as stated (2)"]
    places = [page.index(part) for part in order]
    assert places == sorted(places)


def test_the_page_shows_every_finding_and_every_claim_in_full() -> None:
    audited = every_light()
    page = words(write_page(audited))
    for found in audited.audit.findings:
        assert found.sentence in page
    for claim in SOUND.claims:
        assert claim.text in page
    assert "Could not be read: is empty" in page
    assert "silenced by the baseline file, not counted" in page
    assert "Promise of A7." in page


def test_every_light_has_a_word_and_a_shape_of_its_own() -> None:
    assert set(LIGHT_WORDS) == set(COLUMNS) == set(LIGHTS)
    assert len({wording.word for wording in LIGHT_WORDS.values()}) == len(LIGHTS)
    shapes = dict(re.findall(r'id="mark-(\w+)"[^>]*>(.*?)</symbol>', (TEMPLATES / "audit" / "marks.svg").read_text()))
    assert set(shapes) == set(LIGHTS)
    assert len(set(shapes.values())) == len(LIGHTS)


def test_the_same_audit_gives_the_same_bytes_in_every_format() -> None:
    for make in (every_light, hostile):
        one, two = make(), make()
        for write in (write_page, write_sarif, write_csv, write_reports_csv, terminal):
            assert write(one) == write(two)


def test_the_page_holds_no_path_of_this_machine() -> None:
    assert str(TEMPLATES.parent) not in write_page(every_light())


def test_the_policy_of_the_page_allows_its_own_script_and_style_and_nothing_else() -> None:
    document = markup.document_fromstring(write_page(hostile()))
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    (style,), (script,) = document.xpath("//style/text()"), document.xpath("//script/text()")
    for kind, text in (("style", style), ("script", script)):
        assert f"{kind}-src 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_the_page_loads_nothing_and_holds_no_markup_from_reports() -> None:
    document = markup.document_fromstring(write_page(hostile()))
    assert not document.xpath("//img | //iframe | //object | //embed | //base | //audio | //video")
    assert {attribute for element in document.iter() for attribute in element.attrib if not HARMLESS_ATTRIBUTES.match(attribute)} == set()
    for element in document.xpath("//*[@href]"):
        if element.tag == "link":
            assert element.get("href").startswith("data:image/svg+xml,")
        elif not element.get("href").startswith("#"):
            assert web_address(element.get("href"))
            assert element.get("rel") == "noreferrer noopener"


def test_the_page_shows_hostile_text_as_text() -> None:
    page = write_page(hostile())
    assert "{{7*7}}" in page
    assert "\u202e" not in page
    assert "⟨U+202E⟩" in page
    assert "\x00" not in page
    assert "&lt;/script&gt;&lt;script&gt;" in page


def test_of_very_many_reports_the_page_shows_the_worst_and_says_how_many_are_left_out() -> None:
    n = FULL_REPORTS + 50
    page = write_page(many(n))
    assert page.count('<details class="report"') == FULL_REPORTS
    assert f'id="report-{n}"' in page
    assert f"Of {n} reports, the {FULL_REPORTS} with the most that is wrong stand here in full." in words(page)
    assert "The other 50 are counted above; all of their findings are in the JSON and the CSV" in words(page)


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_a_figure_that_could_not_be_measured_takes_nothing_else_with_it(figure: str) -> None:
    audited = every_light()
    for figures in ({name: value for name, value in FIGURES.items() if name != figure}, FIGURES | {figure: None}):
        audit = msgspec.structs.replace(audited.audit, figures=figures)
        without = msgspec.structs.replace(audited, audit=audit)
        assert "What the checks found" in words(write_page(without))
        assert "The checks, and in how many" in terminal(without)


def test_an_audit_of_nothing_still_gives_every_format() -> None:
    nothing = audit_of([], [])
    for write in (write_page, write_sarif, write_csv, write_reports_csv, terminal):
        assert write(nothing)
