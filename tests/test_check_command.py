"""`synth check` as a person runs it: what it prints, and with which status it ends. Papers and measurements are typed here."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_tables import made_document, made_table
from msgspec.structs import replace
from paths import ROOT, SHARED

from synth.measurements import Measurement, write_measurements
from synth.records import Document, Passage, Source, to_json

CENTRAL = SHARED / "papers" / "2005.13013_v1-author-copy.pdf"

SCORES = """Model | XNLI | NER | Avg.
XLM-R | 80.1 | 62.8 | 71.4
mBERT | 65.4 | 62.2 | 63.8
MMTE | 67.4 | 58.3 | 62.8"""

CLAIM = """schema = 1
text = "XLM-R is best on XNLI, with 80.3."
cut_off = false
basis = "typed for this test"
source = {scheme = "arXiv", id = "2001.00001", version = "v1"}
stated = [{report = "a.txt", line = 3, verified = true, confidence = 0.3}]

[[atoms]]
text = "XLM-R is best on XNLI."
type = "comparison"
test = 'rank(cell(row="XLM-R", column="XNLI"), cells(column="XNLI")) == 1'

[[atoms]]
text = "XLM-R has 80.3 on XNLI."
type = "result"
test = 'cell(row="XLM-R", column="XNLI") ≈ 80.3'

[[atoms]]
text = "It is the first of its kind."
type = "aim"
why = "nothing of it is a number"
"""


def run(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")} | environment
    return subprocess.run(
        [sys.executable, "-m", "synth.cli", "check", *map(str, arguments)], cwd=cwd, env=env, capture_output=True, text=True, timeout=200
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def told(*arguments: object) -> Any:
    done = run(*arguments, "--json")
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return put_paper(tmp_path / "paper.json")


def put_paper(path: Path, text: str = SCORES, *, version: str = "v1", sentences: tuple[str, ...] = ()) -> Path:
    document = made_document(made_table(text, label="Table 2", page=5), source=Source(scheme="arXiv", id="2001.00001", version=version))
    document = replace(document, sentences=tuple(Passage(text=sentence, page=1) for sentence in sentences))
    return put_document(path, document)


def put_document(path: Path, document: Document) -> Path:
    path.write_text(to_json(document), encoding="utf-8")
    return path


@pytest.fixture
def claim(tmp_path: Path) -> Path:
    path = tmp_path / "01-best.toml"
    path.write_text(CLAIM, encoding="utf-8")
    return path


def test_a_claim_is_checked_against_the_tables_of_a_paper(claim: Path, paper: Path) -> None:
    done = run(claim, "--paper", paper)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "1 claim: 1 contradicted. 3 atoms: 1 contradicted, 1 not checkable, 1 supported."
    assert "01-best: contradicted (cites arXiv:2001.00001v1)" in lines
    assert "     supported  derived  arXiv:2001.00001v1, parsed  place 1 against 1" in lines
    assert "     contradicted  derived  arXiv:2001.00001v1, parsed  80.1 against 80.3" in lines
    assert "     not checkable  nothing of it is a number" in lines


def test_a_verdict_tells_what_stops_the_next_rung(claim: Path, paper: Path) -> None:
    text = " ".join(run(claim, "--paper", paper).stdout.split())
    assert "corroborated (2 atoms): no other source is at hand; it takes another work that measured the same" in text
    assert "rerun (2 atoms): nothing was rerun" in text
    assert "derived (" not in text, "it was reached"


def test_explain_shows_the_intervals_the_rows_and_the_reading(claim: Path, paper: Path) -> None:
    text = " ".join(run(claim, "--paper", paper, "--explain").stdout.split())
    assert 'test: cell(column="XNLI", row="XLM-R") ≈ 80.3' in text
    assert "read as: “XLM-R” under “XNLI” agrees with 80.3" in text
    assert "is 80.1 (80.05 to 80.15), which does not agree with 80.3 (80.25 to 80.35)" in text
    assert "= Table 2, p. 5: XLM-R × XNLI: 80.1 (80.05 to 80.15)" in text
    assert "otherwise if the one number it is made from gave something within 80.3 (80.25 to 80.35)" in text


def test_json_is_all_that_stands_on_the_standard_output(claim: Path, paper: Path) -> None:
    (checked,) = told(claim, "--paper", paper)["claims"]
    assert (checked["name"], checked["stands"], checked["light"]) == ("01-best", "contradicted", "red")
    best, score, aim = checked["atoms"]
    (opinion,) = score["opinions"]
    assert (opinion["word"], opinion["verdict"]["judgement"], opinion["found"], opinion["stated"]) == (
        "derived",
        "contradicted",
        "80.1",
        "80.3",
    )
    assert opinion["comparisons"][0]["left"] == "80.1 (80.05 to 80.15)"
    (row,) = opinion["rows"]
    assert (row["table"], row["row"], row["column"], row["page"]) == ("Table 2", "XLM-R", "XNLI", 5)
    assert opinion["verdict"]["evidence"][0]["rows"] == [row["key"]]
    assert [stop["rung"] for stop in score["not_reached"]] == ["corroborated", "rerun"]
    assert (best["stands"], aim["stands"]) == ("supported", "not checkable")


def test_the_same_inputs_give_the_same_bytes(claim: Path, paper: Path) -> None:
    for options in (["--json"], ["--explain"]):
        assert len({run(claim, "--paper", paper, *options, PYTHONHASHSEED=seed, COLUMNS="90").stdout for seed in ("1", "2", "3")}) == 1


def test_what_tables_writes_is_read_here(claim: Path, paper: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    made = subprocess.run(
        [sys.executable, "-m", "synth.cli", "tables", str(paper), "--measurements", str(rows)], cwd=ROOT, capture_output=True, check=True
    )
    assert made.returncode == 0
    assert told(claim, "--measurements", rows) == told(claim, "--paper", paper)
    assert told(claim, "--measurements", tmp_path / "rows.csv", "--paper", paper)["claims"][0]["stands"] == "contradicted"


def test_another_version_is_another_source(claim: Path, tmp_path: Path) -> None:
    newer = put_paper(tmp_path / "newer.json", SCORES.replace("80.1", "80.3"), version="v2")
    (checked,) = told(claim, "--paper", newer)["claims"]
    assert (checked["stands"], checked["light"]) == ("not checkable", "na"), "its third atom is for no number to decide"
    (opinion,) = checked["atoms"][1]["opinions"]
    assert (opinion["word"], opinion["verdict"]["judgement"]) == ("other version", "supported")
    assert checked["atoms"][1]["not_reached"][0]["missing"] == "no table of arXiv:2001.00001v1 is at hand"


def test_two_versions_are_told_apart_in_the_ledger(claim: Path, paper: Path, tmp_path: Path) -> None:
    newer = put_paper(tmp_path / "newer.json", SCORES.replace("80.1", "80.3"), version="v2")
    done = run(claim, "--paper", paper, newer)
    assert "contradicted by v1; attributed to v2" in " ".join(done.stdout.split())
    versions = {one["text"]: one["sentence"] for one in told(claim, "--paper", paper, newer)["versions"]}
    assert versions["XLM-R has 80.3 on XNLI."] == "contradicted by v1; attributed to v2"


# --- claims and tests in quotes ---


def test_a_test_in_quotes_is_run(paper: Path) -> None:
    done = run('cell(row="mBERT", column="NER") > 62', "--paper", paper)
    assert done.returncode == 0
    assert "supported  at hand  arXiv:2001.00001v1, parsed  62.2 against > 62" in done.stdout


def test_a_sentence_in_quotes_is_compiled_over_the_tables_of_its_paper(paper: Path) -> None:
    (right,) = told("XLM-R achieves 80.1 on XNLI.", "--paper", paper)["claims"]
    (wrong,) = told("mBERT achieves 80.1 on XNLI.", "--paper", paper, "--cites", "arXiv:2001.00001v1")["claims"]
    assert (right["stands"], wrong["stands"], wrong["light"]) == ("supported", "contradicted", "red")
    assert right["atoms"][0]["atom"]["test"]


def test_a_sentence_that_nothing_is_made_of_says_why(paper: Path) -> None:
    (checked,) = told("Trees are green because of the light.", "--paper", paper)["claims"]
    assert checked["stands"] == "not checkable"
    assert checked["atoms"][0]["atom"]["why"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cell(row='a'"], "is no test"),
        (["cell(row='a').real > 1"], "not of the test language"),
        (["8.2"], ""),
        ([""], "a claim is empty"),
        (["nothing/there.toml"], "is not there"),
        (["no-such.toml"], "is not there"),
        (["cell() > 1", "--cites", "somewhere"], "names no source"),
        (["cell() > 1", "--measurements", "nothing.csv"], "is not there"),
        (["a " * 3_000], "at most 4,000 characters"),
    ],
)
def test_wrong_use_is_one_line_and_two(paper: Path, arguments: list[str], said: str) -> None:
    done = run(*arguments, "--paper", paper)
    if said:
        assert done.returncode == 2
        assert said in one_line(done)
        assert done.stdout == ""
    else:
        assert done.returncode == 0, "a number alone is a sentence that nothing is made of"


def test_nothing_to_check_and_nothing_to_check_it_against_are_wrong_use(claim: Path, paper: Path) -> None:
    assert (run("--paper", paper).returncode, run(claim).returncode) == (2, 2)
    assert "nothing to check against" in one_line(run(claim))


@pytest.mark.parametrize("last", ["XLM-R achieves 80.1 on XNLI.", 'cell(row="XLM-R", column="XNLI") == 80.1'])
def test_a_claim_may_stand_behind_the_files(paper: Path, last: str) -> None:
    (checked,) = told("--paper", paper, last)["claims"]
    assert checked["stands"] == "supported"
    assert "is not there" in one_line(run("--paper", paper.parent / "no such paper.pdf", last))


def test_a_claim_file_may_stand_behind_the_files(claim: Path, paper: Path) -> None:
    assert told("--paper", paper, claim) == told(claim, "--paper", paper)


def test_a_paper_among_the_measurements_is_shown_its_place(paper: Path) -> None:
    done = run("cell() > 1", "--measurements", paper)
    assert (done.returncode, "--paper" in one_line(done)) == (2, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize("option", ["--measurements", "--paper", "--self"])
def test_a_pipe_is_no_file(tmp_path: Path, option: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = run(*(["cell() > 1"] if option != "--self" else []), option, tmp_path / "pipe")
    assert (done.returncode, "is a pipe" in one_line(done)) == (2, True)


def test_a_paper_without_tables_is_named(tmp_path: Path) -> None:
    bare = put_document(tmp_path / "bare.json", made_document(source=Source(scheme="arXiv", id="2001.00001", version="v1")))
    done = run("BERT has 90.1.", "--paper", bare)
    assert done.returncode == 2
    assert "bare.json: was read, and no table with numbers was found in it" in done.stderr


def test_a_source_that_is_known_by_its_hash_is_called_by_its_file(tmp_path: Path) -> None:
    source = Source(scheme="file", id="/far/away/ours.pdf", hash=f"sha256:{'ab' * 32}")
    mine = put_document(tmp_path / "a.json", made_document(made_table(SCORES, label="Table 2", page=5), source=source))
    text = run("XLM-R achieves 80.1 on XNLI.", "--paper", mine, "--explain").stdout
    assert "ours.pdf" in text
    assert "abab" not in text
    assert "read as: read as" not in text


def test_several_numbers_are_said_to_be_several(paper: Path) -> None:
    text = " ".join(run('cell(column="XNLI") > 3', "--paper", paper).stdout.split())
    assert "no source at hand has these numbers" not in text
    assert text.count("is 3 different numbers") == 2


def test_both_programs_run_as_modules() -> None:
    for module in ("synth", "reproduce"):
        done = subprocess.run([sys.executable, "-m", module, "--version"], cwd=ROOT, capture_output=True, text=True)
        assert (done.returncode, "assay-claims" in done.stdout) == (0, True)


# --- statuses ---


@pytest.mark.parametrize(("light", "status"), [("red", 1), ("yellow", 1)])
def test_a_claim_that_its_own_source_contradicts_fails_on_red(claim: Path, paper: Path, light: str, status: int) -> None:
    assert run(claim, "--paper", paper, "--fail-on", light).returncode == status


def test_a_claim_that_another_version_contradicts_fails_on_yellow_only(claim: Path, tmp_path: Path) -> None:
    newer = put_paper(tmp_path / "newer.json", version="v2")
    assert [run(claim, "--paper", newer, "--fail-on", light).returncode for light in ("red", "yellow")] == [0, 1]


def test_of_a_folder_with_a_broken_file_the_rest_is_done(claim: Path, paper: Path, tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    folder.mkdir()
    claim.rename(folder / claim.name)
    (folder / "00-broken.toml").write_text("text = ")
    done = run(folder, "--paper", paper)
    assert done.returncode == 0
    assert "00-broken.toml: is no claim file" in one_line(done)
    assert "01-best: contradicted" in done.stdout
    assert run(folder, "--paper", paper, "--fail-on", "red").returncode == 1
    told_json = json.loads(run(folder, "--paper", paper, "--json").stdout)
    assert len(told_json["unread"]) == 1


def test_measurements_that_contradict_themselves_are_not_used(claim: Path, paper: Path, tmp_path: Path) -> None:
    row = {"source": "arXiv:2001.00001v1", "origin": "parsed", "table": "T", "row": "XLM-R", "column": "XNLI"}
    rows = [Measurement(value=value, low=value, high=value, **row) for value in (80.3, 80.4)]  # type: ignore[arg-type]
    write_measurements(tmp_path / "two.csv", rows)
    done = run(claim, "--paper", paper, "--measurements", tmp_path / "two.csv")
    assert "one key has two values" in one_line(done)
    assert "80.1 against 80.3" in done.stdout
    assert run(claim, "--measurements", tmp_path / "two.csv").returncode == 2


def test_no_line_is_wider_than_the_window(claim: Path, paper: Path) -> None:
    for width in (80, 100):
        done = run(claim, "--paper", paper, "--explain", COLUMNS=str(width))
        assert max(map(len, done.stdout.splitlines())) <= width


def test_text_from_outside_moves_no_cursor(paper: Path, tmp_path: Path) -> None:
    path = tmp_path / "\x1b[2Jodd.toml"
    path.write_text(CLAIM.replace("XLM-R is best on XNLI, with", "\\u001b[31mred\\u202e with"), encoding="utf-8")
    done = run(path, "--paper", paper)
    assert done.returncode == 0
    assert not {"\x1b", "\u202e"} & set(done.stdout + done.stderr)


# --- --versions and --self ---


def test_versions_are_held_against_each_other(paper: Path, tmp_path: Path) -> None:
    newer = put_paper(tmp_path / "newer.json", SCORES.replace("62.8 | 71.4", "63.0 | 71.6"), version="v2")
    done = run("--versions", paper, newer)
    assert done.returncode == 0
    text = " ".join(done.stdout.split())
    assert "arXiv:2001.00001v1 against arXiv:2001.00001v2: 9 numbers in both, 2 differ; 0 only in the first" in text
    assert "Table 2, p. 5: XLM-R × NER: 62.8 → 63" in text
    assert run("--versions", paper, newer, "--fail-on", "yellow").returncode == 1
    assert run("--versions", paper, paper, "--fail-on", "yellow").returncode == 0
    assert told("--versions", paper, newer)["differences"]["shared"] == 9


def test_versions_may_be_sources_of_measurements() -> None:
    done = run("--versions", "arXiv:2003.11080v3", "arXiv:2003.11080v5", "--measurements", "data/published")
    assert "50 numbers in both, 50 differ" in " ".join(done.stdout.split())
    assert "there is no" not in done.stderr
    assert run("--versions", "arXiv:2003.11080v3", "arXiv:1.1v9", "--measurements", "data/published").returncode == 2


def test_a_paper_is_held_against_itself(tmp_path: Path) -> None:
    names = ("LSTM", "GRU", "ELMo", "BERT", "XLNet", "ALBERT")
    rows = "\n".join(f"{name} | {50 + at}.0 | {60 + at}.0 | {55 + at}.0" for at, name in enumerate(names))
    sentence = "GRU achieves 51.2 on SST."
    text = f"Model | SST | MRPC | Avg.\n{rows}\nGPT | 56.0 | 66.0 | 71.0"
    paper = put_paper(tmp_path / "paper.json", text, sentences=(sentence, "ELMo achieves 52.0 on SST."))
    done = run("--self", paper)
    text = " ".join(done.stdout.split())
    assert done.returncode == 0
    assert "prints an average of 71.0" in text
    found = told("--self", paper)["self"]
    assert found["sentences"]["with_a_figure"] == 2
    assert [one["passage"]["text"] for one in found["prose"] if one["near"]] == [sentence]
    assert run("--self", paper, "--fail-on", "yellow").returncode == 1


def test_sentences_that_the_tables_do_not_decide_are_told(tmp_path: Path) -> None:
    sentence = "Alpha and Borvo perform similarly on SST, for 2 of 2."
    paper = put_paper(tmp_path / "paper.json", "Model | SST | MRPC\nAlpha | 90.1 | 80.0\nBorvo | 93.1 | 81.0", sentences=(sentence,))
    found = told("--self", paper)["self"]
    counted = found["sentences"]
    told_of = len(found["undecided"]) + len([one for one in found["prose"] if not one["near"]])
    assert counted["compiled"] - counted["supported"] == told_of


def test_a_paper_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = run("--self", tmp_path / "broken.pdf")
    assert done.returncode == 2
    assert "broken.pdf" in done.stderr


# --- the claims of the seeds ---


def test_the_claims_of_the_seeds_against_the_published_numbers() -> None:
    claims = {claim["name"][:2]: claim for claim in told("data/claims", "--measurements", "data/published")["claims"]}
    assert len(claims) == 20
    assert {number for number, claim in claims.items() if claim["stands"] == "contradicted"} == {"01", "02", "05", "09", "12", "15"}
    assert {number for number, claim in claims.items() if claim["light"] == "red"} == set(), "the cited version's own table is not at hand"
    assert {number for number, claim in claims.items() if claim["stands"] == "supported"} == {"04", "18"}


@pytest.mark.skipif(not CENTRAL.exists(), reason="needs ../shared/papers")
def test_the_tables_of_the_paper_are_fed_straight_to_the_check(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    subprocess.run(
        [sys.executable, "-m", "synth.cli", "tables", CENTRAL, "--measurements", rows], cwd=ROOT, capture_output=True, check=True
    )
    with rows.open(encoding="utf-8", newline="") as file:
        assert {row["source"][:7] for row in csv.DictReader(file)} == {"sha256:"}
    claims = told("data/claims", "--measurements", rows)["claims"]
    by_published = told("data/claims", "--measurements", "data/published")["claims"]
    for parsed, published in zip(claims, by_published, strict=True):
        assert [atom["stands"] for atom in parsed["atoms"]] == [atom["stands"] for atom in published["atoms"]], parsed["name"]
        sources = {opinion["source"] for atom in parsed["atoms"] for opinion in atom.get("opinions", [])}
        assert sources <= {"arXiv:2005.13013v1"}, "the copy is known by its hash"
