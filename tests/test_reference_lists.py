"""Files of references: BibTeX, CSL-JSON and RIS say which works they list, whatever else they hold; and they are put right in place."""

from __future__ import annotations

import json
import string
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import SHARED

from synth.audit.references.listing import Listing, list_format, read_list
from synth.audit.references.rewriting import rewritten
from synth.audit.references.states import Correction, Identified, ReferenceList
from synth.audit.references.wording import unread
from synth.reading.bibliography import bibtex, csl, ris
from synth.reading.bibliography.listed import Listed, ListError
from synth.records import Source
from synth.reports.blocks import ReportError
from synth.sources.works import Cited, Field

SICI = "doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9"


def only(listed: Sequence[Listed]) -> Listed:
    (one,) = listed
    return one


def names(one: Listed) -> list[str]:
    return [name.name for name in one.cited.identifiers]


# --- BibTeX --------------------------------------------------------------------------------------------------------

WRITTEN = r"""Some words before, which are a comment; someone@example.org wrote them.
@STRING(weights = {Weights})
@string{jow = "Journal of " # weights}
@comment{nothing of this}
@preamble{"\newcommand{\x}{y}"}
@Article{roe:2021/a,
  Title   = {{L}earning to {\em Weigh} Evidence -- \"Uber {S}\o ren's $\alpha$-Scale \& More},
  author  = "Roe, Jane and {\v{C}}apek, Karel and {Centre for Weights and Measures} and
             van der Berg, Jan and others",
  journal = jow,
  month   = mar # "~1st", year = 2021,
  doi     = {https://doi.org/10.1000/a\_b},
  url     = {\url{https://example.org/x}},
}
@inproceedings(lee20, title = {On Stores}, author = {Ann Lee and Bo Li}, crossref = {proc},
 eprint = {2001.00002v2}, archivePrefix = {arXiv})
@proceedings{proc, title = {Proceedings of Stores}, year = {2020}}
"""


def test_bibtex_says_what_latex_would_print() -> None:
    first, second, whole = bibtex.cited_in(WRITTEN)
    assert first.label == "roe:2021/a"
    assert first.line == 6
    assert first.cited.title == "Learning to Weigh Evidence – Über Søren’s α-Scale & More"
    assert first.cited.authors == ("Roe, Jane", "Čapek, Karel", "Centre for Weights and Measures", "van der Berg, Jan", "others")
    assert (first.cited.venue, first.cited.year) == ("Journal of Weights", 2021)
    assert names(first) == ["doi:10.1000/a_b"]
    assert first.address == "https://example.org/x"
    assert (second.cited.venue, second.cited.year, names(second)) == ("Proceedings of Stores", 2020, ["arXiv:2001.00002v2"])
    assert whole.label == "proc"


@pytest.mark.parametrize(
    ("text", "labels", "why"),
    [
        ("@article{a, title = {One}, year = 2020\n@article{b, title = {Two}}", ["a", "b"], "it never closes"),
        ("@article{a, title = {One, year = 2020}\n@article{b, title = {Two}}", ["a", "b"], "it never closes"),
        ("@article{a, title {One}, year = 2020}\n@article{b, title = {Two}}", ["a", "b"], "“title {One}, year = ” is no field"),
        ("@article{title = {One}}\n@article{b, title = {Two}}", ["", "b"], "it has no key"),
        ("@article{a, title = {One}\n  year = 2020}\n@article{b, title = {Two}}", ["a", "b"], ""),
        ("@article{a b, title = {One}}@article{b, title = {Two}}", ["a b", "b"], ""),
    ],
)
def test_a_broken_entry_is_named_and_the_rest_is_read(text: str, labels: list[str], why: str) -> None:
    listed = bibtex.cited_in(text)
    assert [one.label for one in listed] == labels
    assert listed[0].why == why
    assert listed[1].cited.title == "Two"


def test_a_value_whose_brackets_never_close_ends_with_its_line() -> None:
    one = only(bibtex.cited_in("@article{a,\n  title = {${{\\mathrm {Latent},\n  author = {Ann Lee and Bo Li},\n  year = {2023},\n}\n"))
    assert (one.cited.authors, one.cited.year) == (("Ann Lee", "Bo Li"), 2023)
    assert one.why == "its brackets do not close"


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("journal = {arXiv preprint arXiv:2101.00001}", ["arXiv:2101.00001"]),
        ("journal = {CoRR}, volume = {abs/2101.00001}, eprinttype = {arXiv}, eprint = {2101.00001}", ["arXiv:2101.00001"]),
        ("doi = {10.48550/arXiv.2101.00001}", ["arXiv:2101.00001"]),
        ("note = {doi:10.1000/x}", ["doi:10.1000/x"]),
        ("eprint = {24103957}, eprinttype = {jstor}", []),
        ("doi = {10.1002/(SICI)10:6<1027::AID>3.0.CO;2-6}, url = {http://doi.org/10.1002/(SICI)10:6<1027::AID>3.0.CO;2-6}",
         ["doi:10.1002/(SICI)10:6<1027::AID>3.0.CO;2-6"]),
    ],
)  # fmt: skip
def test_identifiers_are_found_where_people_put_them(field: str, found: list[str]) -> None:
    assert names(only(bibtex.cited_in(f"@misc{{a, title = {{T}}, {field}}}"))) == found


def test_names_that_nobody_joined_with_and_are_parted() -> None:
    assert bibtex.people("Jane Roe, Wei Wang, Bo Li") == ("Jane Roe", "Wei Wang", "Bo Li")
    assert bibtex.people("Roe, Jane") == ("Roe, Jane",)
    assert bibtex.people("Roe, J.; Wang, W.") == ("Roe, J.", "Wang, W.")
    assert bibtex.people("{Barnes and Noble, Inc.}") == ("Barnes and Noble, Inc.",)


def test_strings_that_multiply_are_stopped() -> None:
    doubled = "\n".join(f"@string{{a{at + 1} = a{at} # a{at}}}" for at in range(60))
    one = only(bibtex.cited_in(f'@string{{a0 = "{"x" * 100}"}}\n{doubled}\n@article{{a, title = a60, note = {{ten}}}}'))
    assert len(one.cited.title) <= bibtex.MAX_JOINED


@pytest.mark.parametrize(
    "text",
    [
        f"@article{{a, title = {'{' * 100_000}deep{'}' * 100_000}, year = 2020}}",
        f"@article{{a, title = {'{' * 100_000}",
        "@article{a, title = {open\n" * 20_000,
        "@article{" * 50_000,
        f"@article{{a, {'x = {y}, ' * 50_000}}}",
        f"@article{{a, title = {{{'and ' * 100_000}}}, author = {{{' and ' * 100_000}}}}}",
        "@string{" * 50_000,
    ],
    ids=["deep", "deep-open", "open", "heads", "fields", "and", "strings"],
)
def test_hostile_bibtex_is_read_to_its_end(text: str) -> None:
    for one in bibtex.cited_in(text):  # what takes time that grows with its square would not come back
        assert one.end <= len(text)


WORD = st.text(alphabet=string.ascii_letters + string.digits + " äßøčŁ-:.,;'()/", min_size=1, max_size=40).map(str.strip).filter(bool)
NAME = st.tuples(
    st.text(alphabet=string.ascii_uppercase, min_size=1, max_size=1), st.text(alphabet="abcdefghij", min_size=2, max_size=9)
).map("".join)


@given(st.lists(st.tuples(WORD, st.lists(st.tuples(NAME, NAME), min_size=1, max_size=4), st.integers(1900, 2030)), max_size=5))
def test_what_is_written_as_bibtex_csl_and_ris_is_read_the_same(works: list[tuple[str, list[tuple[str, str]], int]]) -> None:
    named = [[f"{family}, {given}" for given, family in people] for _, people, _ in works]
    as_bib = "\n".join(
        f"@article{{k{at},\n title = {{{title}}},\n author = {{{' and '.join(of_one)}}},\n year = {year}}}"
        for at, ((title, _, year), of_one) in enumerate(zip(works, named, strict=True))
    )
    items = [
        {"title": title, "author": [{"family": family, "given": given} for given, family in people], "issued": {"date-parts": [[year, 3]]}}
        for title, people, year in works
    ]
    as_ris = "\r\n".join(
        "\r\n".join(["TY  - JOUR", f"TI  - {title}", *(f"AU  - {name}" for name in of_one), f"PY  - {year}/03", "ER  - "])
        for (title, _, year), of_one in zip(works, named, strict=True)
    )
    for listed in (bibtex.cited_in(as_bib), csl.cited_in(json.dumps(items)), ris.cited_in(as_ris)):
        assert [one.cited.year for one in listed] == [year for _, _, year in works]
        assert [list(one.cited.authors) for one in listed] == named
        assert [_plain(one.cited.title) for one in listed] == [_plain(title) for title, _, _ in works]


def _plain(title: str) -> str:
    """LaTeX turns hyphens and apostrophes into what it prints."""
    return " ".join(title.translate(str.maketrans("–—’‘“”", "--''\"\"")).replace("--", "-").replace("--", "-").replace("''", '"').split())


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    bibtex.cited_in(text)
    ris.cited_in(text)
    with suppress(ListError):
        csl.cited_in(text)


# --- CSL-JSON ------------------------------------------------------------------------------------------------------


def test_csl_json_has_names_dates_and_identifiers_in_many_forms() -> None:
    items = [
        {"id": "a", "title": "<i>On</i> Weights", "author": [{"family": "Berg", "non-dropping-particle": "van der", "given": "Jan"}]},
        {"id": "b", "title": ["As Crossref has it"], "author": [{"literal": "World Weights Organization"}], "issued": {"raw": "Mar 2020"}},
        {
            "id": "c",
            "title": "0",
            "issued": {"date-parts": [["2021", 1]]},
            "number": "arXiv:2101.00001",
            "DOI": "https://doi.org/10.1000/C",
        },
        {"id": 4, "title": "Four", "note": "arXiv: 2101.00004 [cs]", "issued": {"literal": "n.d."}, "container-title": "J. Weights"},
        {"id": "e", "type": "webpage", "title": "A page", "URL": "https://example.org/"},
        {"id": "f"},
    ]
    listed = csl.cited_in(json.dumps({"items": items}))
    assert [one.cited.title for one in listed] == ["On Weights", "As Crossref has it", "0", "Four", "A page", ""]
    assert [one.cited.authors for one in listed[:2]] == [("van der Berg, Jan",), ("World Weights Organization",)]
    assert [one.cited.year for one in listed] == [None, 2020, 2021, None, None, None]
    assert [names(one) for one in listed[2:4]] == [["doi:10.1000/C", "arXiv:2101.00001"], ["arXiv:2101.00004"]]
    assert (listed[4].no_work, listed[5].unread) == ("webpage", "it has no title and no identifier")


@pytest.mark.parametrize(
    "text", ["{}", "3", "", '[{"title": }]', '[{"title" "x"}]', "[" * 100_000, '{"a":' * 100_000, '[{"title": "x"} {}]']
)
def test_what_is_no_csl_json_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ListError) as error:
        csl.cited_in(text)
    assert "\n" not in str(error.value)


# --- RIS -----------------------------------------------------------------------------------------------------------

RIS = """TY  - JOUR
ID  - roe
A1  - Roe, Jane
AU  - Wang, W.
T1  - Learning to weigh
      evidence
JO  - J. Weights
Y1  - 2021/03/05/
DO  - 10.1000/weigh
UR  - https://arxiv.org/abs/2101.00001
ER  -
TY  - CONF
AU  - Lee, Ann
TI  - 0
T2  - Proceedings of Stores
PY  - 2020
AN  - arXiv:2001.00002
TY  - WEB
TI  - A page
UR  - https://example.org/
ER  - """


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_ris_is_read_in_its_encodings_and_line_ends(newline: str, encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "list.ris"
    file.write_bytes(RIS.replace("Lee, Ann", "Léé, Ann").replace("\n", newline).encode(encoding))
    listing, _ = read_list(file, "list.ris", "ris")
    first, second, third = listing.listed
    assert first.cited.title == "Learning to weigh evidence"
    assert (first.label, first.cited.year, names(first)) == ("roe", 2021, ["doi:10.1000/weigh", "arXiv:2101.00001"])
    assert (second.why, second.cited.title, second.cited.authors) == ("it has no ER", "0", ("Léé, Ann",))
    assert (second.line, second.cited.venue, names(second)) == (12, "Proceedings of Stores", ["arXiv:2001.00002"])
    assert third.no_work == "WEB"
    assert bool(listing.problems) == (encoding == "latin-1")
    assert listing.text.encode(listing.encoding) == file.read_bytes()


@pytest.mark.parametrize(
    ("field", "found", "own"),
    [
        (r"doi = {10.1002/(SICI)1097-4571(199009)41:6$<$391::AID-ASI1$>$3.0.CO;2-9}", [SICI], True),
        (r"doi = {10.1002/(SICI)1097-4571(199009)41:6{\textless}391::AID-ASI1{\textgreater}3.0.CO;2-9}", [SICI], True),
        ("url = {https://doi.org/10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9}", [SICI], False),
        ("doi = {10.1000/weigh; 10.1000/other}", ["doi:10.1000/weigh", "doi:10.1000/other"], False),
        ("doi = {10.1000/weigh;10.1000/other}", ["doi:10.1000/weigh", "doi:10.1000/other"], False),
        ("doi = {10.1000/weigh/pdf}", ["doi:10.1000/weigh"], True),
        ("eprint = {math.GT/0309136}", ["arXiv:math.GT/0309136"], True),
    ],
)
def test_identifiers_of_a_field_are_whole(field: str, found: list[str], own: bool) -> None:
    one = only(bibtex.cited_in(f"@article{{a, title = {{T}}, {field}}}"))
    assert names(one) == found
    assert [name.name for name in one.own] == (found if own else [])


def test_identifiers_of_notes_are_told_from_the_work_s_own() -> None:
    lists = (
        bibtex.cited_in(
            "@article{a, title={T}, doi={10.1000/weigh}, note={Data: https://doi.org/10.1000/data}, url={https://doi.org/10.1000/x}}"
        ),
        csl.cited_in(
            '[{"title": "T", "DOI": "10.1000/weigh", "note": "Data: https://doi.org/10.1000/data", "URL": "https://doi.org/10.1000/x"}]'
        ),
        ris.cited_in("TY  - JOUR\nDO  - 10.1000/weigh\nN1  - Data: 10.1000/data\nUR  - https://doi.org/10.1000/x\nER  - \n"),
    )
    for listed in lists:
        one = only(listed)
        assert {name.id for name in one.cited.identifiers} == {"10.1000/weigh", "10.1000/data", "10.1000/x"}
        assert [name.id for name in one.own] == ["10.1000/weigh"]
        assert [name.id for name in one.aside] == ["10.1000/data"]


# --- files ---------------------------------------------------------------------------------------------------------


def test_json_tells_by_its_beginning_whether_it_lists_references(tmp_path: Path) -> None:
    for name, text, format in (("a", "[]", "csl"), ("b", '{"items": [', "csl"), ("c", '{"schema": 1, "references": []}', "")):
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        assert list_format(tmp_path / f"{name}.json") == format
    assert list_format(tmp_path / "none.json") == ""


def test_bytes_that_are_not_utf_8_are_said(tmp_path: Path) -> None:
    file = tmp_path / "list.bib"
    file.write_bytes(b"@article{a,\n title = {Stra\xdfe}}")
    listing, _ = read_list(file, "list.bib", "bib")
    assert listing.listed[0].cited.title == "Straße"
    assert listing.problems == ("line 2: byte 26 is not utf-8; all of it is read as Latin-1",)


@pytest.mark.parametrize(("name", "content"), [("a.bib", b""), ("a.bib", b"words"), ("a.ris", b"\0" * 50), ("a.json", b"[1, 2")])
def test_a_file_without_references_is_refused_in_one_line(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReportError) as error:
        read_list(tmp_path / name, name, {"bib": "bib", "ris": "ris", "json": "csl"}[name[2:]])
    assert "\n" not in str(error.value)


def test_unread_entries_are_counted_and_named() -> None:
    of = ReferenceList(
        name="x",
        of=3,
        parsed=1,
        references=tuple(Identified(number=at, state="not checked", label=str(at), unread="it has no title") for at in (7, 12)),
    )
    assert list(unread(of)) == ["2 of 3 references could not be read: [7] (it has no title), [12] (it has no title)."]


@pytest.mark.skipif(not (SHARED / "latex").is_dir(), reason=f"{SHARED / 'latex'} is not here")
def test_bibliographies_of_papers_are_read_whole() -> None:
    files = [*SHARED.glob("latex/*/*.bib"), *SHARED.glob("foreign_reports/*.bib")]
    listed = [one for file in files for one in bibtex.cited_in(file.read_text(encoding="utf-8", errors="replace"))]
    unread = [one.label for one in listed if one.unread or one.why]
    assert (len(listed), unread) == (714, ["ACM:83"])  # which has an author and nothing else


# --- put right -----------------------------------------------------------------------------------------------------


def corrected(text: str, format: str, *corrections: Correction, encoding: str = "utf-8") -> tuple[str, ReferenceList]:
    reader = {"bib": bibtex, "csl": csl, "ris": ris}[format]
    listed = reader.cited_in(text)
    references = tuple(
        Identified(number=at, state="not checked", corrections=corrections if at == 1 else ()) for at, _ in enumerate(listed, 1)
    )
    found = ReferenceList(name="list", of=len(listed), parsed=len(listed), references=references)
    content, found = rewritten(Listing("list", listed, format, text, encoding), found)
    return content.decode(encoding), found


def correction(field: Field, was: str, *now: str) -> Correction:
    return Correction(field=field, was=was, now=now, databases=("crossref", "openalex"), spelt_by="crossref")


BIB = (
    '% mine\r\n@article{a,\r\n  title={Old @ title} , % odd\r\n  author = "X Y",\r\n  year = 1999, doi={10.1/old}, note={kept}}\r\n'
    "\r\n@misc{b, year = 1}\r\n"
)
CORRECTIONS = (
    correction("title", "Old @ title", "New {title}: 100% & more"),
    correction("authors", "X Y", "Jane Roe", "Centre for This and That"),
    correction("year", "1999", "2021"),
    correction("identifier", "doi:10.1/old", "10.1000/new_one"),
)


def test_bibtex_is_put_right_in_place_with_who_said_so() -> None:
    text, _ = corrected(BIB, "bib", *CORRECTIONS)
    assert text == (
        "% mine\r\n% corrected: title from crossref and openalex, was “Old (at) title”; authors from crossref and openalex, was “X Y”; "
        "year from crossref and openalex, was “1999”; identifier from crossref and openalex, was “doi:10.1/old”\r\n"
        "@article{a,\r\n"
        "  title={New \\textbraceleft{}title\\textbraceright{}: 100\\% \\& more} , % odd\r\n"
        "  author = {Jane Roe and {Centre for This and That}},\r\n"
        "  year = {2021}, doi={10.1000/new_one}, note={kept}}\r\n\r\n@misc{b, year = 1}\r\n"
    )
    again = bibtex.cited_in(text)
    assert len(again) == 2
    assert again[0].cited == Cited(
        title="New {title}: 100% & more",
        authors=("Jane Roe", "Centre for This and That"),
        year=2021,
        identifiers=(Source(scheme="doi", id="10.1000/new_one"),),
    )


def test_csl_json_is_put_right_in_place_with_who_said_so() -> None:
    text = (
        '[ {"id":"a", "title" : "Old @ title","author":[{"family":"Y","given":"X"}], "issued":{"date-parts":[[1999,5]]},'
        ' "DOI":"10.1/OLD"},\n {"id":"b"} ]'
    )
    new, _ = corrected(text, "csl", *CORRECTIONS)
    assert new.endswith(',\n {"id":"b"} ]')
    first, second = json.loads(new)
    assert new.startswith('[ {"id":"a", "title" : "New {title}: 100% & more","author":[{"family": "Roe", "given": "Jane"}')
    assert (first["issued"], first["DOI"], second) == ({"date-parts": [[2021, 5]]}, "10.1000/new_one", {"id": "b"})
    assert first["custom"]["corrected"][0] == {"field": "title", "was": "Old @ title", "from": ["crossref", "openalex"]}


@pytest.mark.parametrize("body", ["Gemini Team", "The ATLAS Collaboration", "National Institute of Weights"])
def test_a_body_is_written_as_a_body(body: str) -> None:
    """As people they would be cited "G. Team"."""
    text, _ = corrected(BIB, "bib", correction("authors", "X Y", "Jane Roe", body))
    assert f"author = {{Jane Roe and {{{body}}}}}" in text
    assert bibtex.cited_in(text)[0].cited.authors == ("Jane Roe", body)
    text, _ = corrected('[{"author": [{"family": "Y"}]}]', "csl", correction("authors", "Y", "Jane Roe", body))
    assert json.loads(text)[0]["author"] == [{"family": "Roe", "given": "Jane"}, {"literal": body}]
    assert csl.cited_in(text)[0].cited.authors == ("Roe, Jane", body)


def test_ris_is_put_right_in_place_with_who_said_so() -> None:
    text = "TY  - JOUR\r\nTI  - Old @ title\r\nAU  - Y, X\r\nAU  - Z, A\r\nPY  - 1999/05\r\nDO  - 10.1/old\r\nER  - \r\n"
    new, _ = corrected(text, "ris", *CORRECTIONS)
    assert new == (
        "TY  - JOUR\r\nTI  - New {title}: 100% & more\r\nAU  - Jane Roe\r\nAU  - Centre for This and That\r\nPY  - 2021/05\r\n"
        "DO  - 10.1000/new_one\r\nN1  - corrected: title from crossref and openalex, was “Old @ title”; "
        "authors from crossref and openalex, was “X Y”; year from crossref and openalex, was “1999”; "
        "identifier from crossref and openalex, was “doi:10.1/old”\r\nER  - \r\n"
    )


@pytest.mark.parametrize(("format", "text"), [("bib", BIB), ("csl", '[{"id": "a",  "title": "x"}]'), ("ris", RIS)])
def test_where_nothing_is_wrong_no_byte_changes(format: str, text: str) -> None:
    assert corrected(text, format)[0] == text


def test_what_cannot_be_put_right_in_place_is_left_and_said() -> None:
    text = "@inproceedings{a, title = {T}, crossref = {p}}\n@proceedings{p, year = 1999, title = {P}}\n"
    new, found = corrected(text, "bib", correction("year", "1999", "2021"))
    assert new == text
    assert found.references[0].corrections[0].why_not == "it stands in another entry, or in no field of its own"
    new, found = corrected("@misc{a, title = {x}}", "bib", correction("title", "x", "Łódź"), encoding="latin-1")
    assert new == "@misc{a, title = {x}}"
    assert found.references[0].corrections[0].why_not == "it cannot be written in latin-1"


@given(st.text(max_size=60))
def test_no_text_of_a_database_breaks_out_of_its_field(text: str) -> None:
    if not text.strip():
        return
    wrong = correction("title", "Old @ title", text)
    new, _ = corrected(BIB, "bib", wrong)
    again = bibtex.parse_bib(new)
    assert [one.key for one in again] == ["a", "b"]
    assert set(again[0].written) == {"title", "author", "year", "doi", "note"}
    item = '[{"id": "a", "title": "Old @ title", "custom": {"mine": 1}}, {"id": "b"}]'
    assert json.loads(corrected(item, "csl", wrong)[0])[0]["title"] == text
    new, _ = corrected("TY  - JOUR\nTI  - Old @ title\nER  - \nTY  - JOUR\nER  - \n", "ris", wrong)
    assert len(list(ris.records_of(new))) == 2
