"""References held against databases, through the real clients: each state, who is said to have answered, and every output that shows it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_audits import HOSTILE
from made_references import ENTRIES, GONE, NAMES, STORING, WEIGHING, ZERO, Loopback, loopback
from paths import ROOT, SEEDS, SHARED

from synth.audit.auditing import audit_reports
from synth.audit.formats.html import write_page
from synth.audit.formats.sarif import write_sarif
from synth.audit.formats.spreadsheet import write_csv, write_reports_csv
from synth.audit.formats.terminal import write_terminal
from synth.audit.references.held import beside
from synth.audit.references.states import Identified, ReferenceList
from synth.audit.result import Audited
from synth.program import DONE, FOUND, NOT_HERE, WRONG
from synth.records import Paper, Source, to_json

RIGHT = """@inproceedings{right, title = {Learning to weigh evidence in long documents}, author = {Roe, Jane and W. Wang}, year = 2021,
  doi = {10.1000/weigh}, eprint = {2101.00001}, archiveprefix = {arXiv}}
"""
WRONG_AUTHORS = """@article{authors, title = {Learning to Weigh Evidence in Long Documents},
  author = {Petra Silva and Yuki Sato}, year = 2021}
"""
WRONG_YEAR = """@article{year, title = {Learning to Weigh Evidence in Long Documents}, author = {Jane Roe and Wei Wang}, year = {2015}}
"""
ANOTHERS = """@article{anothers, title = {Quantised Storage of Sparse Tensors on Small Devices}, author = {Ann Lee and Bo Li}, year = 2020,
  doi = {10.1000/weigh}}
"""
NOBODYS = """@article{nobodys, title = {Quantised Storage of Sparse Tensors on Small Devices}, author = {Ann Lee and Bo Li}, year = 2020,
  doi = {10.1000/nobody}}
"""
NOWHERE = """@article{nowhere, title = {Towards Calibrated Grammar Induction from Whale Song}, author = {Petra Silva}, year = 2022}
"""
VERSION = """@misc{version, title = {Learning to Weigh Evidence in Long Documents}, author = {Jane Roe and Wei Wang},
  eprint = {2101.00001v7},
  archiveprefix = {arXiv}, year = 2021}
"""
RETRACTED = """@article{gone, title = {A Cure for Slow Convergence in Shallow Networks},
  author = {Poe, Cy}, year = 2019, doi = {10.1000/gone}}
"""
CALLED_ZERO = """@misc{zero, title = {0}, author = {Quan Nguyen}, year = 2021, eprint = {2104.12255}, archiveprefix = {arXiv}}
"""
PAGE = """@online{page, title = {How our service weighs}, url = {https://example.org/how}, year = 2020}
"""
EMPTY = """@article{empty, author = {Jane Roe}, year = 2021}
"""
ALL = "\n".join([RIGHT, WRONG_AUTHORS, WRONG_YEAR, ANOTHERS, NOBODYS, NOWHERE, VERSION, RETRACTED, CALLED_ZERO, PAGE, EMPTY])


def audited(folder: Path, text: str, name: str = "list.bib", **more: Any) -> Audited:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    with loopback(folder / "home", **more) as databases:
        return audit_reports([file], jobs=1, ask=databases.desk().ask)


def found(of: Audited) -> ReferenceList:
    (one,) = of.audit.references
    return one


def states(of: Audited) -> dict[str, str]:
    return {one.label: one.state for one in found(of).references if not one.unread}


def one_of(of: Audited, label: str) -> Identified:
    return next(one for one in found(of).references if one.label == label)


def lights(of: Audited) -> list[tuple[str, str]]:
    return [(finding.code, finding.light) for finding in of.audit.findings]


def sentences(of: Audited) -> str:
    return "\n".join(finding.sentence for finding in of.audit.findings)


# --- the states ---------------------------------------------------------------------------------------------------


def test_each_state_is_reached_through_the_real_clients(tmp_path: Path) -> None:
    assert states(audited(tmp_path, ALL)) == {
        "right": "same work",
        "authors": "described wrongly",
        "year": "described wrongly",
        "anothers": "wrong identifier",
        "nobodys": "wrong identifier",
        "nowhere": "not found",
        "version": "other version",
        "gone": "same work",
        "zero": "same work",
        "page": "not checked",
    }


def test_counts_have_their_denominators(tmp_path: Path) -> None:
    said = sentences(audited(tmp_path, ALL))
    assert "Parsed 10 of 11 references: 3 the same work, 1 other version, 2 described wrongly, 2 wrong identifier, 1 not found" in said
    assert "1 of 11 references could not be read: empty (it has no title and no identifier)." in said
    assert "openalex 10 of 10" in said


def test_each_has_its_light(tmp_path: Path) -> None:
    of = audited(tmp_path, ALL)
    light_of = {finding.place.reference: finding.light for finding in of.audit.findings if finding.code == "A307" and finding.place.line}
    assert light_of == {1: "red", 2: "yellow", 3: "red", 4: "red", 5: "yellow", 6: "yellow"}
    assert [finding.place.reference for finding in of.audit.findings if finding.code == "A308"] == [7]
    assert found(of).references[7].withdrawn


def test_what_is_wrong_and_who_says_so_is_said(tmp_path: Path) -> None:
    said = sentences(audited(tmp_path, ALL))
    assert (
        "Its authors are cited as “Petra Silva, Yuki Sato”; arxiv, crossref, datacite, openalex and s2 have “Jane Roe, Wei Wang”." in said
    )
    assert (
        "doi:10.1000/weigh: crossref, openalex and s2 have “Learning to Weigh Evidence in Long Documents (Jane Roe, Wei Wang)” under it."
        in said
    )
    assert "The work that is described is doi:10.1000/store." in said
    assert "doi:10.1000/nobody: crossref, datacite, openalex and s2 know no work under it." in said
    assert "not found; searched by title in arxiv, crossref, datacite, openalex, s2. No database has all works." in said
    assert "Its version is cited as v7; the newest that arxiv has is v2." in said
    assert "crossref says “retraction”; openalex says “retracted”" in said
    assert "invented" not in said


def test_where_all_is_right_the_light_is_green(tmp_path: Path) -> None:
    of = audited(tmp_path, RIGHT)
    assert lights(of) == []
    assert of.audit.reports[0].lights == {"A307": "green", "A308": "green"}


def test_one_database_accuses_nobody(tmp_path: Path) -> None:
    of = audited(tmp_path, ALL, names=("crossref",))
    assert {one.state for one in found(of).references} <= {"same work", "not checked"}
    assert "searched by title in crossref; it takes 2" in sentences(of)


def test_who_did_not_answer_is_said(tmp_path: Path) -> None:
    of = audited(tmp_path, RIGHT, instead={"s2": (400, {}, b"no"), "openalex": (200, {}, b"<html>")})
    assert states(of) == {"right": "same work"}
    (one,) = found(of).references
    assert {said.partition(":")[0] for said in one.unanswered} == {"openalex", "s2"}
    assert {one.database: one.answered for one in found(of).databases} == {"arxiv": 1, "crossref": 1, "datacite": 1, "openalex": 0, "s2": 0}


def test_a_work_that_is_nowhere_with_an_identifier_that_is_nobodys_is_not_found(tmp_path: Path) -> None:
    of = audited(tmp_path, NOWHERE.replace("year = 2022", "year = 2022, doi = {10.1000/nobody}"))
    assert states(of) == {"nowhere": "not found"}
    assert "doi:10.1000/nobody is known to none of crossref, datacite, openalex, s2" in sentences(of)


def test_the_same_work_in_several_files_is_asked_for_once(tmp_path: Path) -> None:
    for name in ("a.bib", "b.bib"):
        (tmp_path / name).write_text(RIGHT, encoding="utf-8")
    with loopback(tmp_path / "home") as databases:
        audit_reports([tmp_path / "a.bib"], jobs=1, ask=databases.desk().ask)
        once = {name: len(asked) for name, asked in databases.asked.items()}
        of = audit_reports([tmp_path / "a.bib", tmp_path / "b.bib"], jobs=1, ask=databases.desk().ask)
        assert {name: len(asked) for name, asked in databases.asked.items()} == {name: 2 * n for name, n in once.items()}
    assert [one.states for one in of.audit.references] == [{"same work": 1}] * 2


def test_an_identifier_is_put_right_only_by_that_of_the_work_itself(tmp_path: Path) -> None:
    """A work with a near title and one author more is another, and its DOI would take the place of a right one."""
    near = WEIGHING._replace(title="Learning to Weigh Evidence in Long Legal Documents", doi="10.1000/near", arxiv="")
    near = near._replace(authors=(*WEIGHING.authors, "Cy Poe"))
    translated = WEIGHING._replace(title="Lernen, Belege in langen Texten zu wiegen", arxiv="", authors=("Eva Fremd",))
    (one,) = found(audited(tmp_path, RIGHT.replace("eprint", "number"), entries=(near, translated))).references
    assert not [known.now for known in one.corrections if known.field == "identifier" and known.now]
    (one,) = found(audited(tmp_path, ANOTHERS)).references
    assert [known.now for known in one.corrections] == [("10.1000/store",)]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ("doi = {10.1000/weigh}, note = {Data: https://doi.org/10.1000/store}", "same work"),
        ("doi = {10.1000/weigh}, url = {https://doi.org/10.1000/store}", "same work"),
        ("note = {Data: https://doi.org/10.1000/store}", "same work"),
        ("doi = {10.1000/weigh; 10.1000/store}", "same work"),
        ("doi = {10.1000/weigh/pdf}", "same work"),
        ("eprint = {2101.00001v0}", "other version"),
        ("doi = {10.1000/weigh}, eprint = {2001.00002}", "wrong identifier"),
        ("url = {https://doi.org/10.1000/store}", "wrong identifier"),
    ],
)
def test_an_identifier_is_held_against_an_entry_only_where_it_must_be_its_own(fields: str, state: str, tmp_path: Path) -> None:
    entry = "@article{one, title = {Learning to Weigh Evidence in Long Documents}, author = {Jane Roe and Wei Wang}, year = 2021, %s}"
    assert states(audited(tmp_path, entry % fields)) == {"one": state}


def test_the_identifier_of_a_sibling_is_not_its_own(tmp_path: Path) -> None:
    parts = [
        WEIGHING._replace(title=f"A Two Part Study of Weights: Part {name}", arxiv="", doi=f"10.1000/part{name.lower()}")
        for name in ("I", "II")
    ]
    entry = "@article{one, title = {%s}, author = {Jane Roe and Wei Wang}, year = 2021, doi = {10.1000/partii}}"
    (one,) = found(audited(tmp_path, entry % parts[0].title, entries=parts)).references
    assert (one.state, [known.now for known in one.corrections]) == ("wrong identifier", [("10.1000/parti",)])


# --- of reports ---------------------------------------------------------------------------------------------------

REVIEW = """# On weighing

## Abstract

Weighing is studied [1], and so is storing [2]. Nobody agrees [3].

## References

[1] Roe, J. and Wang, W. (2021). Learning to Weigh Evidence in Long Documents. Journal of Weights.
[2] Ann Lee, Bo Li. Quantised Storage of Sparse Tensors on Small Devices. 2020. doi:10.1000/weigh
[3] Silva, P. (2022). Towards Calibrated Grammar Induction from Whale Song. Journal of Whales.
"""


def test_references_of_a_report_are_held_against_databases(tmp_path: Path) -> None:
    of = audited(tmp_path, REVIEW, "review.md")
    assert [one.state for one in found(of).references] == ["same work", "wrong identifier", "not found"]
    ours = {finding.place.reference: finding for finding in of.audit.findings if finding.code == "A307" and finding.place.line}
    assert [ours[at].place.line for at in (1, 2)] == [10, 11]
    assert "A101" in of.audit.reports[0].lights


def test_a_title_that_was_read_wrongly_out_of_prose_accuses_nobody(tmp_path: Path) -> None:
    entries = (
        "Learning to Weigh Evidence in Long Documents, Roe & Wang, Journal of Weights: https://example.org/weigh",
        "[Learning to Weigh Evidence in ...](https://example.org/weigh)",
        'Roe/Wang et al. (2021) — "Learning to Weigh Evidence in Long Documents"',
        "Roe, J., et al. (2021). Learning to Weigh Evidence in Long Documents. Weights 3.",
    )
    odd = REVIEW.split("[1] Roe")[0] + "\n".join(f"[{at}] {entry}" for at, entry in enumerate(entries, 1))
    of = audited(tmp_path, odd, "review.md")
    assert [one.state for one in found(of).references] == ["same work"] * 4


def test_what_else_may_be_the_title_is_asked_for_before_a_work_is_not_found(tmp_path: Path) -> None:
    odd = REVIEW.split("[1] Roe")[0] + "[1] Roe, J. v., & Wang, W. v. d. (2021). Learning to Weigh Evidence in Long Documents. Weights.\n"
    (one,) = found(audited(tmp_path, odd, "review.md")).references
    assert (one.state, one.cited.title) == ("same work", WEIGHING.title)


def test_another_word_in_a_title_is_another_title(tmp_path: Path) -> None:
    odd = REVIEW.split("[1] Roe")[0] + "[1] Lee, A. (2021). Learning to Weigh Evidence in Long Documents by Whales.\n"
    assert found(audited(tmp_path, odd, "review.md")).references[0].state == "not found"


def test_a_reference_that_is_an_identifier_alone_is_that_work(tmp_path: Path) -> None:
    bare = REVIEW.split("[1] Roe")[0] + "- <http://arxiv.org/abs/2101.00001v1>\n- <http://arxiv.org/abs/2001.00002v1>\n"
    of = audited(tmp_path, bare, "review.md")
    assert [one.state for one in found(of).references] == ["same work"] * 2


@pytest.mark.parametrize(
    "entry",
    [
        "Learning to Weigh Evidence in Long Documents. https://doi.org/10.1000/weigh. Data: https://doi.org/10.1000/store",
        "Learning to Weigh Evidence in Long Documents. Reprinted in 10.1000/store; doi:10.1000/weigh",
        "Learning to Weigh Evidence in Long Documents. doi:10.1000/weigh. Erratum: doi:10.1000/store",
    ],
)
def test_other_works_that_an_entry_names_beside_its_own_accuse_nobody(entry: str, tmp_path: Path) -> None:
    text = REVIEW.split("[1] Roe")[0] + f"[1] Roe, J. and Wang, W. (2021). {entry}\n"
    assert [one.state for one in found(audited(tmp_path, text, "review.md")).references] == ["same work"]


def test_old_identifiers_find_their_works(tmp_path: Path) -> None:
    doi = "10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9"
    knots = WEIGHING._replace(title="Knots That Weigh Nothing", arxiv="math/0309136", doi=doi, version=1)
    bib = "@article{a, title = {Knots That Weigh Nothing}, author = {Jane Roe and Wei Wang}, year = 2021, %s}\n"
    text = bib % "eprint = {math.GT/0309136}" + bib % f"url = {{https://doi.org/{doi}}}"
    of = audited(tmp_path, text, entries=(knots,))
    assert [one.state for one in found(of).references] == ["same work"] * 2
    assert {one.database: (one.answered, one.why) for one in found(of).databases} == dict.fromkeys(NAMES, (2, ()))
    prose = REVIEW.split("[1] Roe")[0] + f"[1] Roe, J. and Wang, W. (2021). Knots That Weigh Nothing. https://doi.org/{doi}\n"
    (one,) = found(audited(tmp_path, prose, "review.md", entries=(knots,))).references
    assert (one.state, [name.id for name in one.cited.identifiers]) == ("same work", [doi])


def test_marks_of_the_kind_of_text_belong_to_no_title(tmp_path: Path) -> None:
    entries = (
        "ROE J, WANG W. Learning to weigh evidence in long documents[J]. Journal of Weights, 2021, 3(2): 1-10.",
        "LEE A, LI B．Quantised storage of sparse tensors on small devices［C］//Proceedings of Stores．2020：1-10．",
        "ROE J, et al. Learning to weigh evidence in long documents[EB/OL]. (2021-03-01)[2022-01-02]. https://example.org/weigh.",
    )
    text = REVIEW.split("[1] Roe")[0] + "\n".join(f"[{at}] {entry}" for at, entry in enumerate(entries, 1))
    assert [one.state for one in found(audited(tmp_path, text, "review.md")).references] == ["same work"] * 3
    assert states(audited(tmp_path, RIGHT.replace("long documents}", "long documents[C]}"))) == {"right": "same work"}


# --- papers that are at hand --------------------------------------------------------------------------------------


def paper(**more: Any) -> Paper:
    known = {"scheme": "arXiv", "id": "2101.00001", "version": "v1", "title": WEIGHING.title, "authors": WEIGHING.authors, "year": 2021}
    return Paper(source=Source(**{**known, **more}))


def offline(folder: Path, text: str, *papers: Paper) -> Audited:
    file = folder / "list.bib"
    file.write_text(text, encoding="utf-8")
    desk = Loopback({"ASSAY_HOME": str(folder)}, {"arxiv": [], "s2": []}, folder).desk(offline=True)
    return audit_reports([file], jobs=1, ask=beside(papers, desk.ask))


def test_a_paper_at_hand_confirms_alone(tmp_path: Path) -> None:
    of = offline(tmp_path, RIGHT, paper())
    assert states(of) == {"right": "same work"}
    assert found(of).references[0].asked == ("library",)


def test_a_paper_at_hand_never_accuses(tmp_path: Path) -> None:
    of = offline(tmp_path, WRONG_AUTHORS + WRONG_YEAR + NOWHERE, paper(), paper(id="2101.00009"))
    assert set(states(of).values()) == {"not checked"}


def test_offline_nobody_is_asked_and_that_is_said(tmp_path: Path) -> None:
    of = offline(tmp_path, ALL)
    assert found(of).states == {"not checked": 10}
    assert "arxiv, s2: not asked, offline" in sentences(of)
    assert {light for _, light in lights(of)} == {"na"}


# --- what shows it -------------------------------------------------------------------------------------------------


def test_every_output_says_the_same(tmp_path: Path) -> None:
    of = audited(tmp_path, ALL)
    wrong = [finding for finding in of.audit.findings if finding.light in ("red", "yellow")]
    assert len(wrong) == 7
    rows = [row for row in csv.DictReader(io.StringIO(write_csv(of), newline="")) if row["light"] in ("red", "yellow")]
    assert [row["reference"] for row in rows] == [str((finding.place.reference or 0) + 1) for finding in wrong]
    results = json.loads(write_sarif(of))["runs"][0]["results"]
    assert sum(result["level"] in ("error", "warning") for result in results) == 7
    assert json.loads(to_json(of.audit))["references"][0]["references"][3]["state"] == "wrong identifier"
    page, screen = write_page(of), write_terminal(of, width=100, colour=False, verbose=0)
    for finding in wrong:
        assert finding.sentence.split(";")[0][:60].replace("“", "") in page.replace("“", "")
    assert " ".join(screen.split()).count("Petra Silva") == 1
    assert "10 of 11 references could be read" in " ".join(screen.split())
    assert write_reports_csv(of)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_list_acts_nowhere(text: str, tmp_path: Path) -> None:
    entries = [WEIGHING._replace(authors=(f"Jane {text} Roe", "Wei Wang"))]
    item = [{"id": text, "title": WEIGHING.title, "author": [{"literal": text}, {"literal": "Ann Other"}], "issued": {"raw": "2021"}}]
    of = audited(tmp_path, json.dumps(item), "list.json", entries=entries, names=("openalex", "s2"))
    screen, page, table = write_terminal(of, width=100, colour=False, verbose=1), write_page(of), write_csv(of)
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(screen + page + table)
    assert "<script>globalThis" not in page
    assert "onerror=" not in page.replace("&quot;", '"').split("<script")[0] or "&lt;img" in page
    json.loads(to_json(of.audit))


# --- the command -----------------------------------------------------------------------------------------------------


def run(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "synth.cli", *map(str, arguments)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")} | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120)


TWO = ("crossref", "openalex")
ONLY = ("--check-references", "--source", "crossref", "--source", "openalex")


def test_the_command_asks_and_fails_on_what_it_is_told_to(tmp_path: Path) -> None:
    (tmp_path / "list.bib").write_text(RIGHT + ANOTHERS, encoding="utf-8")
    with loopback(tmp_path / "home", names=TWO) as databases:
        done = run("audit", "list.bib", *ONLY, "--json", "--fail-on", "red", cwd=tmp_path, **databases.environment)
        asked = {name: len(those) for name, those in databases.asked.items()}
    assert done.returncode == FOUND, done.stderr
    assert [one["state"] for one in json.loads(done.stdout)["references"][0]["references"]] == ["same work", "wrong identifier"]
    assert asked == {"crossref": 3, "openalex": 4}
    again = run("audit", "list.bib", *ONLY, "--json", "--offline", cwd=tmp_path, **databases.environment)
    assert again.returncode == DONE, again.stderr
    assert again.stdout == done.stdout  # offline equals online, once fetched


def test_the_command_writes_a_corrected_file_and_says_what_it_left(tmp_path: Path) -> None:
    (tmp_path / "list.bib").write_text(WRONG_AUTHORS + RIGHT, encoding="utf-8")
    with loopback(tmp_path / "home", names=TWO) as databases:
        done = run("audit", "list.bib", *ONLY, "--corrected", "right.bib", "-q", cwd=tmp_path, **databases.environment)
    assert done.returncode == DONE, done.stderr
    assert "wrote right.bib: 1 of 1 fields that are wrong put right, in 1 references" in done.stderr
    assert (tmp_path / "right.bib").read_text(encoding="utf-8").endswith(RIGHT)


def test_where_nobody_answers_it_could_not_be_done_here(tmp_path: Path) -> None:
    (tmp_path / "list.bib").write_text(RIGHT, encoding="utf-8")
    with loopback(tmp_path / "home", names=TWO, instead=dict.fromkeys(TWO, (400, {}, b""))) as databases:
        done = run("audit", "list.bib", *ONLY, "-q", cwd=tmp_path, **databases.environment)
    assert done.returncode == NOT_HERE
    assert "no database answered about the references; first crossref: " in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("list.bib",), "list.bib: lists references and is no report; --check-references looks at such files"),
        (("list.json",), "list.json: lists references and is no report; --check-references looks at such files"),
        (("list.bib", "--refresh"), "--refresh: means nothing without --check-references"),
        (("list.bib", "--corrected", "out.bib"), "--corrected: means nothing without --check-references"),
        (("review.md", "--check-references", "--offline", "--corrected", "out.md"), "--corrected: takes one PATH that lists references"),
        (("list.bib", "--check-references", "--offline", "--corrected", "list.bib"), "list.bib: is what this command reads"),
        (("list.bib", "--check-references", "--source", "nature"), "no source is called 'nature'"),
        (("empty.bib", "--check-references", "--offline"), "empty.bib: lists no reference in BibTeX"),
        (("large.ris", "--check-references", "--offline"), "large.ris: 200 MB; a report of more than 34 MB is not read"),
    ],
)
def test_wrong_use_ends_in_one_line(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    for name, text in {"list.bib": RIGHT, "list.json": "[]", "review.md": REVIEW, "empty.bib": "nothing"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with (tmp_path / "large.ris").open("wb") as file:
        file.truncate(200_000_000)
    done = run("audit", *arguments, "-q", cwd=tmp_path, ASSAY_HOME=str(tmp_path / "home"))
    assert done.returncode == WRONG
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_the_seeds_are_not_checked_offline_and_every_reference_is_counted(tmp_path: Path) -> None:
    done = run("audit", SEEDS, "--check-references", "--offline", "--json", cwd=tmp_path, ASSAY_HOME=str(tmp_path / "home"))
    lists = json.loads(done.stdout)["references"]
    assert [(one["of"], one["parsed"]) for one in lists] == [(3, 3)] * 5
    assert [one["states"] for one in lists] == [{"not checked": 3}] * 5
    assert not (tmp_path / "home").exists()


def test_a_folder_of_lists_and_reports_is_audited_whole(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in {"a.bib": RIGHT, "b.md": REVIEW, "c.ris": "TY  - JOUR\nTI  - 0\nER  - \n"}.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    with loopback(tmp_path / "home") as databases:
        of = audit_reports([tmp_path / "in"], jobs=1, ask=databases.desk().ask)
    assert [(Path(one.name).name, one.of) for one in of.audit.references] == [("a.bib", 1), ("b.md", 3), ("c.ris", 1)]
    assert len(audit_reports([tmp_path / "in"], jobs=1).audit.reports) == 1


@pytest.mark.skipif(not (SHARED / "foreign_reports").is_dir(), reason=f"{SHARED / 'foreign_reports'} is not here")
def test_references_of_foreign_reports_are_read(tmp_path: Path) -> None:
    desk = Loopback({"ASSAY_HOME": str(tmp_path)}, {"arxiv": []}, tmp_path).desk(offline=True)
    of = audit_reports([SHARED / "foreign_reports"], jobs=1, ask=desk.ask)
    listed, parsed = (sum(getattr(one, name) for one in of.audit.references) for name in ("of", "parsed"))
    assert parsed / listed > 0.9, (parsed, listed)


assert {entry.title for entry in (STORING, GONE, ZERO)} < {entry.title for entry in ENTRIES}
