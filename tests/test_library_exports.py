"""References to papers for other programs: what is written is read back by others' readers, whatever signs stand in it."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_papers import paper
from msgspec.structs import replace
from pylatexenc.latex2text import LatexNodes2Text

from synth.library.exports import formats
from synth.library.exports.describing import keys_of, name_of, one_line
from synth.reading.bibliography.bibtex import parse_bib, reference_of
from synth.records import Paper

PHANG = paper(
    "arXiv:2005.13013v1",
    also=("doi:10.48550/x_y", "acl:2020.aacl-main.56"),
    title='English Intermediate-Task Training: 50% & more_{of} $x^2$ ~ #1 \\ "naïve" Łódź',
    venue="Proceedings of AACL & IJCNLP",
    category="cs.CL",
)
PHANG = replace(PHANG, source=replace(PHANG.source, authors=("Jason Phang", "van der Berg, Anna"), hash=f"sha256:{'ab' * 32}"))

ODD = st.text(st.characters(blacklist_categories=("Cs",)), max_size=40)
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20).filter(lambda name: name.strip(" ,"))


def export(name: str, *papers: Paper) -> str:
    return formats()[name](keys_of(papers))


def described(title: str, authors: list[str], venue: str = "", withdrawn: str = "") -> Paper:
    one = paper("arXiv:2005.13013v1", title=title, venue=venue, withdrawn=withdrawn)
    return replace(one, source=replace(one.source, authors=tuple(authors), hash=f"sha256:{'cd' * 32}"))


def raw_fields(entry: str) -> dict[str, str]:
    """The fields of an entry by counting braces, as BibTeX does."""
    fields, at = {}, 0
    opening = re.compile(r"  (\w+) = \{")
    while match := opening.search(entry, at):
        depth, at = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[at], 0)
            at += 1
        fields[match[1]] = entry[match.end() : at - 1]
    return fields


def printed(latex: str) -> str:
    """What LaTeX prints, blanks aside. Two of its commands this reader does not know, and of a third it prints the accent, not the sign."""
    latex = latex.replace(r"{\textbraceleft}", r"\{").replace(r"{\textbraceright}", r"\}")
    text = LatexNodes2Text(keep_comments=True).latex_to_text(latex)
    return "".join(text.split()).replace("ˆ", "^")


# --- BibTeX ---


def test_a_bibtex_entry_says_which_work_and_which_version() -> None:
    (entry,) = parse_bib(export("bibtex", PHANG))
    assert entry.key == "phang2020english-abab"
    reference = reference_of(entry)
    assert reference.source is not None
    assert reference.source.name == "arXiv:2005.13013v1"
    assert (reference.year, reference.authors) == (2020, ("Phang, Jason", "van der Berg, Anna"))
    assert entry.text.startswith("@inproceedings{")
    assert entry.said("archiveprefix") == "arXiv"
    assert raw_fields(entry.text)["doi"] == "10.48550/x_y"
    assert printed(raw_fields(entry.text)["title"]) == "".join(PHANG.source.title.split())
    assert printed(raw_fields(entry.text)["booktitle"]) == "ProceedingsofAACL&IJCNLP"


@given(ODD, st.lists(NAMES, max_size=3), ODD, ODD)
def test_whatever_stands_in_a_paper_its_bibtex_entry_is_whole(title: str, authors: list[str], venue: str, withdrawn: str) -> None:
    two = [described(title, authors, venue, withdrawn), PHANG]
    text = export("bibtex", *two)
    entries = parse_bib(text)
    assert [entry.key for entry in entries] == list(keys_of(two))
    fields = raw_fields(entries[0].text)
    assert entries[0].text.count("{") == entries[0].text.count("}")
    assert fields["eprint"] == "2005.13013v1"
    assert entries[1].text == parse_bib(export("bibtex", PHANG))[0].text


@given(st.text("abcXYZ äöłß&%$#_{}\\~^()[]=@'.,:;0123", max_size=40))
def test_bibtex_prints_the_title_that_it_was_given(title: str) -> None:
    fields = raw_fields(export("bibtex", described(title, [])))
    assert printed(fields.get("title", "")) == "".join(title.split())


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_bibtex_has_as_many_authors_as_the_paper(authors: list[str]) -> None:
    """Counted as BibTeX does: at `and` between blanks, outside of braces."""
    field = raw_fields(export("bibtex", described("A title", authors)))["author"]
    depth, outside = 0, ""
    for sign in field:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        outside += sign if depth == 0 and sign not in "{}" else "x"
    assert len(re.split(r"(?i) and ", outside)) == len([author for author in authors if one_line(author)])


# --- keys ---


def test_a_key_does_not_depend_on_the_other_papers() -> None:
    other = described("Another Title", ["Jason Phang"])
    alone, together = keys_of([PHANG]), keys_of([other, PHANG])
    assert list(alone) == [list(together)[1]] == ["phang2020english-abab"]


def test_two_papers_that_would_share_a_key_have_two() -> None:
    one = described("English", ["Jason Phang"])
    twin = replace(one, source=replace(one.source, hash=f"sha256:cdcd{'0' * 60}"))
    assert list(keys_of([one, twin])) == ["phang2020english-cdcd", "phang2020english-cdcd0"]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ada Lovelace", ("Lovelace", "Ada")),
        ("Ludwig van Beethoven", ("van Beethoven", "Ludwig")),
        ("van Beethoven, Ludwig", ("van Beethoven", "Ludwig")),
        ("Plato", ("Plato", "")),
        ("李航", ("李航", "")),
        ("The BigScience Team", ("The BigScience Team", "")),
        ("Åström, ", ("Åström", "")),
    ],
)
def test_a_name_has_its_parts(author: str, name: tuple[str, str]) -> None:
    assert name_of(author) == name


# --- RIS and CSL-JSON ---


@given(ODD, st.lists(NAMES, max_size=3), ODD)
def test_each_line_of_ris_is_a_field(title: str, authors: list[str], venue: str) -> None:
    text = export("ris", described(title, authors, venue), PHANG)
    records = [record for record in re.split(r"ER  - \r\n(?:\r\n)?", text) if record]
    assert len(records) == 2
    lines = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.+)", line) for record in records for line in record.split("\r\n") if line]
    assert all(lines)
    told = [(line[1], line[2]) for line in lines if line]
    assert [value for tag, value in told if tag == "TI"][:-1] == ([one_line(title)] if one_line(title) else [])
    assert ("AU", "van der Berg, Anna") in told
    assert ("AN", "arXiv:2005.13013v1") in told
    assert ("DO", "10.48550/x_y") in told


@given(ODD, st.lists(NAMES, max_size=3), ODD)
def test_csl_json_holds_what_the_paper_has(title: str, authors: list[str], venue: str) -> None:
    one, other = json.loads(export("csl", described(title, authors, venue), PHANG))
    assert one.get("title", "") == title
    assert one.get("container-title", "") == venue
    assert len(one.get("author", [])) == len([author for author in authors if author.strip()])
    assert other["DOI"] == "10.48550/x_y"
    assert other["author"] == [{"family": "Phang", "given": "Jason"}, {"family": "van der Berg", "given": "Anna"}]
    assert other["issued"] == {"date-parts": [[2020]]}
    assert other["type"] == "paper-conference"


def test_a_withdrawn_paper_is_exported_as_one() -> None:
    gone = described("A title", ["Ada Lovelace"], withdrawn="by its authors")
    for name in formats():
        assert "Withdrawn: by its authors" in export(name, gone)
    assert unicodedata.normalize("NFC", export("ris", gone)) == export("ris", gone)
