"""`synth claims` as a person runs it: what it prints, and with which status it ends. Papers and reports are typed here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from paths import ROOT, SEED_FILES

from synth.cli import main
from synth.reading.prose import Part, compose
from synth.records import Claim, Document, Source, from_builtins, to_json

ABSTRACT = (
    "We study how pruning changes small models. On XNLI, pruning lowers recall by 4.1 points and the full model gains 3 points. "
    "Does it matter? Kim et al. (2020) show that pruning hurts recall."
)
CUT = "On XNLI, pruning lowers recall by 4.1 points and the full mo"
REPORT = f"# A review of pruning\n\n## Claims\n\n| Claim | Verified | Confidence |\n| --- | --- | --- |\n| {CUT} | ✓ | 0.31 |\n"


def run(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")} | environment
    return subprocess.run(
        [sys.executable, "-m", "synth.cli", "claims", *map(str, arguments)], cwd=cwd, env=env, capture_output=True, text=True, timeout=120
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def made(text: str = ABSTRACT, heading: str = "Abstract") -> Document:
    prose = compose([Part("heading", heading, kind="abstract" if heading == "Abstract" else "other"), Part("paragraph", text)])
    source = Source(scheme="arXiv", id="2001.00001", version="v1")
    return Document(source=source, title="Pruning", format="pdf", text=prose.text, sentences=prose.sentences, sections=prose.sections)


def written(file: Path, document: Document) -> Path:
    file.write_text(to_json(document), encoding="utf-8")
    return file


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return written(tmp_path / "paper.json", made())


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "review.md"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_the_claims_of_a_paper_are_printed_with_their_atoms_and_types(paper: Path) -> None:
    done = run(paper)
    assert done.returncode == 0
    text = " ".join(done.stdout.split())
    assert "result · On XNLI, pruning lowers recall by 4.1 points." in text
    assert "result · On XNLI, the full model gains 3 points." in text
    assert "attribution Kim et al. (2020) show" in text
    assert "Does it matter" not in text
    assert one_line(done) == f"{paper}: 3 claims of 4 sentences, 4 atoms\n"


def test_the_reasons_of_a_salience_are_shown_when_asked_for(paper: Path) -> None:
    assert "stands in the abstract" not in run(paper).stdout
    for option in ("--explain", "-v"):
        assert "+0.25  stands in the abstract" in run(paper, option).stdout


def test_json_is_all_that_stands_on_the_standard_output_and_holds_claims(paper: Path) -> None:
    (file,) = json.loads(run(paper, "--json").stdout)["files"]
    claims = [from_builtins(Claim, claim) for claim in file["claims"]]
    assert file["kind"] == "paper"
    assert [len(claim.atoms) for claim in claims] == [1, 2, 1]
    assert all(claim.salience is not None and claim.passage is not None for claim in claims)


@pytest.mark.parametrize(
    ("options", "count"), [(["--type", "attribution"], 1), (["--type", "aim", "--type", "result"], 2), (["--least", "1"], 0)]
)
def test_claims_are_chosen_by_type_and_salience(paper: Path, options: list[str], count: int) -> None:
    (file,) = json.loads(run(paper, "--json", *options).stdout)["files"]
    assert len(file["claims"]) == count


def test_a_cut_claim_of_a_report_is_completed_from_the_paper_it_cites(report: Path, paper: Path) -> None:
    done = run(report, "--from", paper)
    assert done.returncode == 0
    assert "On XNLI, the full model gains 3 points." in " ".join(done.stdout.split())
    assert "begins a sentence of arXiv:2001.00001v1, “Abstract”" in " ".join(done.stdout.split())
    assert "1 found in the papers it cites" in one_line(done)


def test_without_the_paper_a_cut_claim_stays_as_it_is(report: Path) -> None:
    (file,) = json.loads(run(report, "--json").stdout)["files"]
    (claim,) = file["claims"]
    assert claim["text"] == CUT
    assert "passage" not in claim
    assert claim["atoms"][-1]["text"].endswith("mo")


def test_where_the_paper_does_not_say_so_that_is_said(report: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other.json", made("On XNLI, pruning lowers recall by 5.2 points and the full model gains 3 points."))
    text = " ".join(run(report, "--from", other).stdout.split())
    assert "“5.2” there, “4.1” here" in text
    assert "left as it is" in text


def test_a_report_in_json_is_a_report(report: Path, tmp_path: Path) -> None:
    imported = subprocess.run(
        [sys.executable, "-m", "synth.cli", "import", str(report), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    (tmp_path / "report.json").write_text(imported.stdout, encoding="utf-8")
    (file,) = json.loads(run(tmp_path / "report.json", "--json").stdout)["files"]
    assert (file["kind"], len(file["claims"])) == ("report", 1)


def test_the_seeds_have_their_claims() -> None:
    files = json.loads(run(*SEED_FILES, "--json", "-q").stdout)["files"]
    assert sum(len(file["claims"]) for file in files) == 51
    assert all(claim["atoms"] and claim["type"] for file in files for claim in file["claims"])


def test_of_two_sources_the_broken_one_is_said_and_the_other_done(paper: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no paper at all")
    done = run(broken, paper, "-q")
    assert done.returncode == 0
    assert "broken.pdf" in one_line(done)
    files = json.loads(run(broken, paper, "--json").stdout)["files"]
    assert ["error" in file for file in files] == [True, False]


def test_a_folder_gives_its_reports_and_its_papers(report: Path) -> None:
    (report.parent / "broken.pdf").write_bytes(b"no paper at all")
    done = run(report.parent, "--json", "-q")
    assert done.returncode == 0
    assert [Path(file["file"]).name for file in json.loads(done.stdout)["files"]] == ["review.md", "broken.pdf"]


def test_a_paper_that_claims_nothing_is_done(tmp_path: Path) -> None:
    done = run(written(tmp_path / "a.json", made("Is that so?")))
    assert done.returncode == 0
    assert "no claim" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.pdf"], "absent.pdf"),
        (["."], "holds no paper and no report"),
        (["{paper}", "--least", "2"], "--least wants a salience from 0 to 1"),
        (["{paper}", "--type", "rumour"], "invalid choice"),
        (["{paper}", "--from", "{paper}"], "--from goes with a report"),
        (["{report}", "--from", "absent.pdf"], "absent.pdf"),
        (["{paper}", "--jobs", "-1"], "jobs"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(paper: Path, report: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run(*(argument.format(paper=paper, report=report) for argument in arguments), cwd=empty)
    assert done.returncode == 2
    assert said in one_line(done)


def test_a_fault_of_this_program_at_one_paper_costs_that_paper_only(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from synth.claims.extract import extract_claims as works

    def fails(document: Document) -> tuple[Claim, ...]:
        if "breaks" in document.text:
            raise KeyError("a name that is\nnot there")
        return works(document)

    monkeypatch.setattr("synth.claims.extract.extract_claims", fails)
    other = written(tmp_path / "other.json", made("Pruning breaks the small model."))
    assert main(["claims", str(other), str(paper)]) == 3
    printed = capsys.readouterr()
    (line,) = [line for line in printed.err.splitlines() if line.startswith("synth: ")]
    assert line.startswith(f"synth: {other}: a fault of this program at its claims: KeyError")
    assert "pruning lowers recall" in printed.out


def test_text_of_a_paper_moves_no_cursor_and_no_line_is_wider_than_the_window(tmp_path: Path) -> None:
    text = "Pruning \x1b[2J lowers recall by 4.1 points on \x1b]0;title\x07 all of the many sets that we have seen. " * 3
    done = run(written(tmp_path / "paper.json", made(text)), COLUMNS="70")
    assert "\x1b" not in done.stdout + done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 70
