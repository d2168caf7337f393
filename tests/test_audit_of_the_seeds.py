"""What the audit finds in the five seeds, and that a change of one thing in them changes exactly what it should."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from paths import ROOT, SEED_FILES, SEEDS

from synth import audit_reports
from synth.audit.baseline import read_baseline, write_baseline
from synth.records import Finding

FIGURES = audit_reports([SEEDS]).audit.figures
TERMS = {  # what the issue asks to be named, at the least; each as a phrase or a word
    "000": {"non-Latin scripts"},
    "001": {"typological distance", "family"},
    "002": {"low-resource", "robustness", "degradation", "XTREME-R"},
    "003": {"monolingual", "XQuAD", "XTREME-R"},
    "004": {"scaling", "size", "mT5", "difficulties", "MLQA"},
}


def findings_of(folder: Path) -> dict[tuple[str, str, str, str], Finding]:
    """Findings by what identifies them; the report by the beginning of its name."""
    audit = audit_reports([folder]).audit
    return {(f.code, Path(f.report).name[:3], f.light, f.key): f for f in audit.findings}


def changed(tmp_path: Path, seed: str, change: Callable[[str], str]) -> tuple[set[str], set[str], set[str]]:
    """What is new, what is gone, and what says something else, after a change of one seed: "CODE report light"."""
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    before = findings_of(folder)
    (file,) = folder.glob(f"{seed}_*.txt")
    text = file.read_text(encoding="utf-8")
    after_text = change(text)
    assert after_text != text
    file.write_text(after_text, encoding="utf-8")
    after = findings_of(folder)

    def names(keys: set[tuple[str, str, str, str]]) -> set[str]:
        return {" ".join(key[:3]) for key in keys}

    other = {key for key in before.keys() & after.keys() if before[key].sentence != after[key].sentence}
    return names(after.keys() - before.keys()), names(before.keys() - after.keys()), names(other)


def test_the_figures_of_the_seeds() -> None:
    assert FIGURES["claims"] == 51
    assert FIGURES["ticked"] == 50
    assert FIGURES["mean_confidence"] == 0.272
    assert round(FIGURES["expected_true"]) == 14
    assert FIGURES["tick_cut"] == [0.10, 0.15]
    assert (FIGURES["distinct_claims"], FIGURES["distinct_cut_off"]) == (20, 16)
    assert FIGURES["largest_difference"] == 0.01
    assert FIGURES["references"] == [3, 3]
    assert FIGURES["papers_stated"] == [9, 14]


def test_the_figures_are_those_of_a_plain_count() -> None:
    rows = [line.split("\t") for file in SEED_FILES for line in file.read_text(encoding="utf-8").split("\n") if line.count("\t") == 2]
    rows = [row for row in rows if row[2] != "Confidence"]
    assert len(rows) == FIGURES["claims"]
    assert sum(row[1] == "✓" for row in rows) == FIGURES["ticked"]
    assert round(sum(float(row[2]) for row in rows) / len(rows), 3) == FIGURES["mean_confidence"]
    assert len({row[0] for row in rows}) == FIGURES["distinct_claims"]


@pytest.mark.parametrize("seed", TERMS)
def test_the_unanswered_terms_are_named(seed: str) -> None:
    (found,) = [f for f in audit_reports([SEEDS]).audit.findings if f.code == "A301" and Path(f.report).name.startswith(seed)]
    named = {*found.figures["terms"], *found.figures["words"]}
    assert TERMS[seed] <= named


def test_a_flipped_tick_changes_its_count_the_tick_rule_and_nothing_else(tmp_path: Path) -> None:
    new, gone, other = changed(tmp_path, "002", lambda text: text.replace("\t×\t0.10", "\t✓\t0.10"))
    everywhere = {f"A202 {seed}" for seed in TERMS}
    assert new == {"A101 002 red"} | {f"{one} info" for one in everywhere}
    assert gone == {f"{one} yellow" for one in everywhere}
    assert other == {"A203 002 yellow"}


def test_a_completed_claim_is_no_longer_cut_off(tmp_path: Path) -> None:
    new, gone, other = changed(tmp_path, "000", lambda text: text.replace("and 7.0 point\t", "and 7.0 points, respectively.\t"))
    assert new == set()
    assert {"A102 000 red", "A201 000 yellow"} == gone
    # The other claims now say "7 of 9", and the claim is stated four times elsewhere instead of five.
    assert {"A102 000 red"} <= other
    assert other <= {"A102 000 red", *(f"A201 {seed} yellow" for seed in TERMS), *(f"A501 {seed} yellow" for seed in TERMS)}


def test_a_removed_reference_changes_the_counts_of_references(tmp_path: Path) -> None:
    new, gone, other = changed(tmp_path, "001", lambda text: text.replace("- <http://arxiv.org/abs/2212.01757v1>\n", ""))
    assert (new, gone) == (set(), set())
    assert other == {"A303 001 yellow", "A304 001 yellow"}


def test_an_altered_count_contradicts_the_table(tmp_path: Path) -> None:
    new, gone, other = changed(tmp_path, "004", lambda text: text.replace("9 claims extracted", "12 claims extracted"))
    assert new == {"A101 004 red"}
    assert gone == set()
    assert other == set()


def test_a_reference_without_its_version_is_found(tmp_path: Path) -> None:
    new, gone, _ = changed(tmp_path, "003", lambda text: text.replace("2005.13013v2", "2005.13013"))
    assert new == {"A305 003 yellow"}
    assert gone == set()


def test_a_baseline_silences_visibly_and_a_new_finding_speaks(tmp_path: Path) -> None:
    first = audit_reports([SEEDS]).audit
    file = tmp_path / "baseline.json"
    file.write_text(write_baseline(first.findings), encoding="utf-8")
    again = audit_reports([SEEDS], baseline=read_baseline(file)).audit
    assert all(f.silenced for f in again.findings if f.light in ("red", "yellow"))
    assert len(again.findings) == len(first.findings)


def test_the_audit_is_the_same_in_any_number_of_processes(tmp_path: Path) -> None:
    for n in range(5):
        shutil.copytree(SEEDS, tmp_path / f"copy{n}")
    assert audit_reports([tmp_path], jobs=1) == audit_reports([tmp_path], jobs=2)


def test_one_broken_file_is_a_row_and_the_rest_is_done(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    (tmp_path / "seeds" / "broken.txt").write_bytes(b"\0\1\2")
    audit = audit_reports([tmp_path / "seeds"]).audit
    assert audit.figures["claims"] == 51
    assert audit.figures["unreadable"] == 1
    (row,) = [row for row in audit.reports if row.error]
    assert "binary" in row.error


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_bytes(SEED_FILES[0].read_bytes())
    (folder / "linked.txt").symlink_to(SEED_FILES[1])
    (folder / "linked").symlink_to(SEEDS, target_is_directory=True)
    assert len(audit_reports([folder]).audit.reports) == 1


def test_the_claims_in_data_are_those_of_the_seeds() -> None:
    files = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "data" / "claims").glob("*.toml"))]
    stated = {(one["report"], one["line"], file["text"], one["verified"], one["confidence"]) for file in files for one in file["stated"]}
    audited = audit_reports([SEEDS])
    expected = set()
    for report in audited.reports:
        assert report is not None
        assert report.read_from is not None
        for line, claim in zip(report.read_from.lines.claims, report.claims, strict=True):
            expected.add((report.read_from.file, line, claim.text, claim.stated.verified, claim.stated.confidence))
    assert stated == expected
    assert len(files) == FIGURES["distinct_claims"]
    assert sum(file["cut_off"] for file in files) == FIGURES["distinct_cut_off"]
    assert {(file["source"]["scheme"], file["source"]["id"], file["source"]["version"]) for file in files} == {
        ("arXiv", "2005.13013", "v2")
    }
