"""What a maker publishes beside its reports is read as it stands, and its verdicts, tiers, dates and proofs are held against each other.

The fixtures are 17 records of one maker (shared/facts/report_maker.md). Each promise is tested twice: on them, and on one of them with one
field changed, where exactly the expected findings change.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from paths import SEED_FILES

from synth import audit_reports
from synth.audit.check import Inputs, look_at_corpus, look_at_report, worst
from synth.audit.comparisons import comparisons
from synth.audit.dates import one_date
from synth.audit.rules import implies, read_rules, verdict_of
from synth.audit.sidecars import MAX_BYTES, report_of_sidecar, sidecar_of
from synth.records import (
    Claim,
    Finding,
    Gate,
    Light,
    Passage,
    Problem,
    RecordError,
    Report,
    Section,
    Sidecar,
    Stated,
    from_json,
    json_schema,
    to_json,
)

RECORDS = Path(__file__).parent / "fixtures" / "records"
PATHS = sorted(RECORDS.glob("*.sidecar.json"))
CODES = tuple(f"A40{digit}" for digit in range(1, 8))
INPUTS = Inputs(rules=read_rules())


def records() -> dict[str, Report]:
    return {report.title: report for report in map(report_of_sidecar, PATHS)}


def findings(reports: dict[str, Report], inputs: Inputs = INPUTS) -> list[Finding]:
    names, of = list(reports), list(reports.values())
    found = [f for name, report in reports.items() for f in look_at_report(report, name, inputs)] + look_at_corpus(of, names, inputs)
    return [finding for finding in found if finding.code in CODES]


def found(code: str, light: Light, reports: dict[str, Report] | None = None) -> list[Finding]:
    return [finding for finding in findings(reports or records()) if (finding.code, finding.light) == (code, light)]


def lights(reports: dict[str, Report]) -> dict[str, Light]:
    """The light of each check for each report, by `record code`."""
    found = findings(reports)
    return {f"{name} {code}": worst(f.light for f in found if (f.report, f.code) == (name, code)) for name in reports for code in CODES}


def changed(record: str, **fields: Any) -> dict[str, tuple[Light, Light]]:
    """The lights that other fields of one record change, before and after; `status` and `reason` are its gate's."""
    reports = records()
    before = lights(reports)
    sidecar = reports[record].sidecar
    assert sidecar is not None
    assert sidecar.gate is not None
    gate = replace(sidecar.gate, **{name: fields.pop(name) for name in ("status", "reason") if name in fields})
    reports[record] = replace(reports[record], sidecar=replace(sidecar, gate=gate, **fields))
    after = lights(reports)
    return {at: (before[at], after[at]) for at in before if before[at] != after[at]}


def of_one(code: str, report: Report, inputs: Inputs = INPUTS) -> list[Light]:
    return [finding.light for finding in findings({"one": report}, inputs) if finding.code == code]


def with_gate(status: str, reason: str = "", **fields: Any) -> Report:
    return Report(sidecar=Sidecar(gate=Gate(status=status, reason=reason), **fields))


# --- the 17 records ----------------------------------------------------------------------------------------------


def test_there_are_17_records_and_each_says_where_it_was_read() -> None:
    sidecars = [report.sidecar for report in records().values() if report.sidecar]
    assert len(sidecars) == 17
    assert all(sidecar.basis and sidecar.maker for sidecar in sidecars)
    assert Counter(sidecar.gate.status for sidecar in sidecars if sidecar.gate) == {"Falsified": 9, "Unverified": 5, "Verified": 3}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name[:8])
def test_a_record_passes_its_schema_and_a_round_trip(path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    sidecar = from_json(Sidecar, path.read_bytes())
    jsonschema.validate(msgspec.json.decode(path.read_bytes()), json_schema(Sidecar))
    assert to_json(sidecar) == path.read_text(encoding="utf-8")


def test_three_proofs_equal_themselves() -> None:
    assert {finding.report for finding in found("A404", "red")} == {"876dd292", "cad8d19a", "6b2846a6"}


def test_a_gate_that_caught_an_empty_proof_is_no_red_finding() -> None:
    assert len(found("A404", "info")) == 8
    assert [finding.report for finding in found("A404", "green")] == ["bd43d6f2"]


def test_four_flagships_stand_beside_a_failed_gate() -> None:
    failed = found("A406", "red")
    assert len(failed) == 9
    assert {f.report for f in failed if f.figures["top"]} == {"324f98c4", "5ae21486", "e5bed67d", "ba7a9361"}
    assert len(found("A406", "yellow")) == 5


def test_five_reasons_go_against_their_own_dates() -> None:
    assert {f.report for f in found("A407", "red")} == {"9f810e9f", "2498b828", "82e99146", "0d4b1fa4", "f8b9caba"}


def test_of_eight_siblings_one_is_verified_and_seven_are_falsified() -> None:
    conflicts = found("A405", "red")
    counts = Counter((f.figures["verified"], f.figures["falsified"], f.figures["unverified"]) for f in conflicts)
    assert counts == {(1, 7, 0): 8, (1, 1, 0): 2}
    [verified] = [f for f in conflicts if f.report == "876dd292"]
    assert set(verified.figures["siblings"]) == {"324f98c4", "cf208549", "bd43d6f2", "a80c506e", "5ae21486", "e5bed67d", "ba7a9361"}


def test_each_tier_is_recomputed_where_one_is_stated() -> None:
    by_light = {light: len(found("A402", light)) for light in ("red", "yellow", "info", "green", "na")}
    assert by_light == {"red": 0, "yellow": 8, "info": 3, "green": 3, "na": 3}
    assert all("reproducibility HIGH" in finding.sentence for finding in found("A402", "yellow"))
    assert all("PUBLIC_RECORD" in finding.sentence for finding in found("A402", "info"))


def test_the_rules_of_this_maker_disagree_in_four_places() -> None:
    findings = found("A403", "yellow")
    assert {finding.report for finding in findings} == set(records())
    [abouts] = {tuple(sorted(one["about"] for one in finding.figures["disagreements"])) for finding in findings}
    assert abouts == (
        "PUBLIC_RECORD and WATCHLIST overlap",
        "a claim that cannot be grounded",
        "score: approval and PUBLIC_RECORD",
        "verified_claims: approval and DOI_GRADE",
    )


def test_scores_come_without_a_rubric() -> None:
    assert (len(found("A401", "yellow")), len(found("A401", "na"))) == (14, 3)


# --- one field changed -------------------------------------------------------------------------------------------


def test_a_gate_flipped_to_falsified_settles_the_siblings_and_unsettles_the_ticks() -> None:
    siblings = ("324f98c4", "5ae21486", "876dd292", "a80c506e", "ba7a9361", "bd43d6f2", "cf208549", "e5bed67d")
    settled: dict[str, tuple[Light, Light]] = {f"{name} A405": ("red", "green") for name in siblings}
    own: dict[str, tuple[Light, Light]] = {"876dd292 A404": ("red", "info"), "876dd292 A406": ("green", "red")}
    assert changed("876dd292", status="Falsified") == settled | own


def test_a_gate_flipped_to_verified_with_a_proof_changes_nothing_else() -> None:
    assert changed("b62dc7bf", status="Verified", reason="computed 8.4 matches expected 8.5 within 5 %") == {
        "b62dc7bf A404": ("info", "green"),
        "b62dc7bf A406": ("red", "green"),
    }


def test_a_date_moved_before_the_activation_changes_one_light() -> None:
    assert changed("9f810e9f", date="2026-06-09") == {"9f810e9f A407": ("red", "green")}
    assert changed("9f810e9f", date="2026-06-10") == {}
    assert changed("9f810e9f", date="") == {"9f810e9f A407": ("red", "na")}


def test_another_tolerance_changes_nothing() -> None:
    assert changed("876dd292", reason="computed 8.7 matches expected 8.7, tolerance 0.1 %") == {}


def test_a_number_that_differs_makes_it_a_proof() -> None:
    assert changed("876dd292", reason="computed 8.6 matches expected 8.7, tolerance 5 %") == {"876dd292 A404": ("red", "green")}


def test_a_score_below_the_threshold_makes_the_tier_wrong() -> None:
    assert changed("324f98c4", score=8.49) == {"324f98c4 A402": ("yellow", "red")}


def test_the_stated_reproducibility_settles_the_tier() -> None:
    assert changed("324f98c4", reproducibility="HIGH") == {"324f98c4 A402": ("yellow", "green")}
    assert changed("324f98c4", reproducibility="LOW") == {"324f98c4 A402": ("yellow", "red")}


def test_a_report_below_the_approval_of_its_maker_is_named() -> None:
    assert changed("2498b828", score=6.4) == {"2498b828 A403": ("yellow", "red")}


def test_other_evidence_makes_no_sibling() -> None:
    assert changed("21afb709", evidence="another") == {"21afb709 A405": ("red", "na"), "cad8d19a A405": ("red", "na")}


# --- other makers, other words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("pass", "verified"),
        ("PASSED", "verified"),
        ("confirmed", "verified"),
        ("Bestätigt", "verified"),
        ("通过", "verified"),
        ("failed", "falsified"),
        ("REFUTED", "falsified"),
        ("not_reproduced", "falsified"),
        ("❌", "falsified"),
        ("pending", "unverified"),
        ("NOT-VERIFIED", "unverified"),
        ("purple", None),
        ("", None),
    ],
)
def test_a_word_of_verdict_is_known_or_not_guessed_at(word: str, verdict: str | None) -> None:
    assert verdict_of(word) == verdict


def test_other_words_get_the_same_findings() -> None:
    both = {"one": with_gate("confirmed", evidence="e", maker="M"), "two": with_gate("REFUTED", evidence="e", maker="M")}
    assert [finding.report for finding in found("A405", "red", both)] == ["one", "two"]
    assert of_one("A406", with_gate("failed", verified_claims=3)) == ["red"]


def test_reports_of_different_makers_are_no_siblings() -> None:
    both = {"one": with_gate("confirmed", evidence="e", maker="M"), "two": with_gate("REFUTED", evidence="e", maker="N")}
    assert not found("A405", "red", both)


def test_the_same_abstract_makes_siblings_whatever_its_spaces_and_case() -> None:
    abstract = "We study whether intermediate tasks in English help on target tasks in other languages, and they do."
    one = replace(with_gate("verified"), abstract=abstract)
    two = replace(with_gate("falsified"), abstract=abstract.upper().replace(" ", "\n"))
    assert len(found("A405", "red", {"one": one, "two": two})) == 2


def test_a_maker_of_other_thresholds_needs_one_file(tmp_path: Path) -> None:
    (tmp_path / "lab.toml").write_text('name = "Lab"\n[[levels]]\nname = "L2"\npage = "p"\nminimum = { score = 3 }\n', encoding="utf-8")
    inputs = Inputs(rules=read_rules(tmp_path))
    assert of_one("A402", Report(sidecar=Sidecar(maker="LAB", level="l2", score=2.0)), inputs) == ["red"]
    assert of_one("A402", Report(sidecar=Sidecar(maker="LAB", level="l2", score=3.0)), inputs) == ["green"]
    assert of_one("A402", Report(sidecar=Sidecar(maker="Other", level="l2", score=3.0)), inputs) == ["na"]


def test_a_file_of_rules_without_a_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lab.toml").write_text("tiers = []\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"lab\.toml: the maker's `name` is missing"):
        read_rules(tmp_path)


def test_a_ladder_of_tiers_is_no_overlap() -> None:
    flagship, doi, public, watch, _ = read_rules()["assignee research"]["tiers"]
    assert implies(flagship, doi)
    assert implies(doi, public)
    assert not implies(public, watch)


# --- proofs ------------------------------------------------------------------------------------------------------

EMPTY = (
    "computed 8.7 matches expected 8.7, tolerance 5 %",
    "Reproduction within 5%: expected 0.5, got 0.5",
    "assert 8.2 == 8.2",
    "assertAlmostEqual(8.2, 8.2)",
    "reproduced value 61.3 equals reported 61.3",
    "computed 61.30 equals reported 61.3",
    "computed 393,216 = 512 × 768",
    "393 216 parameters, the product 512·768",
    "512 tokens * 768 dimensions",
    "2^10 = 1,024",
    "berechnet: 8,7; erwartet: 8,7",
    "valeur calculée 8,7 égale à la valeur attendue 8,7",
    "计算值8.7与预期值8.7一致",
    "The value of 8.7 in Table 2 equals 8.7 in Table 2",
    "-3.2 matches -3.2",
)
SOUND = (
    "computed 8.6 matches expected 8.7 within 5 %",
    "8.7 (run 17) matches 8.7 in Table 2",
    "run A gives 8.7, equal to run B's 8.7",
    "English 61.3 equals German 61.3",
    "accuracy 8.7 matches expected 8.7; F1 7.1 against reported 7.3",
    "the Lean proof type-checks",
    "computed 17 = 1 × 17",
)


@pytest.mark.parametrize("reason", EMPTY)
def test_a_proof_that_equals_itself_is_red_where_the_gate_passed_and_info_where_it_did_not(reason: str) -> None:
    assert of_one("A404", with_gate("pass", reason)) == ["red"]
    assert of_one("A404", with_gate("failed", reason)) == ["info"]
    assert of_one("A404", with_gate("pending", reason)) == ["na"]


@pytest.mark.parametrize("reason", SOUND)
def test_a_comparison_of_two_things_is_a_proof(reason: str) -> None:
    assert of_one("A404", with_gate("pass", reason)) == ["green"]


def test_a_proof_with_the_origin_of_one_side_is_to_be_looked_at() -> None:
    assert of_one("A404", with_gate("pass", "run 17: computed 8.7 matches expected 8.7")) == ["yellow"]


@pytest.mark.parametrize("tick", [True, None, False])
def test_an_empty_proof_in_a_claim_counts_unless_the_claim_is_crossed_out(tick: bool | None) -> None:
    report = Report(claims=(Claim(text="Verified: computed 8.7 matches expected 8.7", stated=Stated(verified=tick)),))
    assert of_one("A404", report) == (["na"] if tick is False else ["red"])


@pytest.mark.parametrize(
    ("paragraph", "light"),
    [
        ("Verification: reproduced value 61.3 equals reported 61.3.", "red"),
        ("Its gate says computed 8.7 matches expected 8.7, which is a tautology.", "info"),
        ("The input has 512 × 768 = 393216 values.", "na"),
        ("The score of 61.3 of BERT equals the 61.3 of XLM.", "na"),
        ("The check failed: computed 8.7 matches expected 8.7 by accident.", "na"),
    ],
)
def test_prose_is_a_verification_only_where_it_says_so(paragraph: str, light: Light) -> None:
    assert of_one("A404", Report(sections=(Section(title="Results", paragraphs=(paragraph,)),))) == [light]


def test_hostile_text_is_read_in_bounded_time_and_hides_nothing() -> None:
    assert len(list(comparisons("8.7 = " * 100_000))) < 5_000
    for text in ("a." * 50_000, "within" + " " * 100_000, "8" + " " * 100_000, "a'" * 50_000, "( " * 50_000, "run-" * 50_000):
        assert list(comparisons(text)) == []
    assert list(comparisons("1e999 = " + "9" * 500)) is not None
    assert [one.kind for one in comparisons("\ue000 8.7 matches \uf8ff 8.7")] == ["itself"]


# --- dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "light"),
    [
        ("published before gate activated (2026-06-10)", "red"),
        ("Not run: published before the gate was activated on June 10, 2026.", "red"),
        ("This record predates the gate (10 June 2026)", "red"),
        ("vor Aktivierung des Gates (10.06.2026) veröffentlicht", "red"),
        ("published before July 2026", "green"),
        ("published before June 2026", "red"),
        ("published after 2026-06-10", "green"),
        ("published since 2026-07-01", "red"),
        ("not published before 2026-06-10", "green"),
        ("published 2026-06-09, before the gate", "red"),
        ("published before 06/10/2026", "na"),
        ("published before 31 June 2026", "na"),
        ("the cache was emptied before 2026-06-10", "na"),
        ("the gate was released after 2026-06-20", "na"),
        ("published early", "na"),
    ],
)
def test_a_reason_is_held_against_the_date_of_its_report(reason: str, light: Light) -> None:
    assert of_one("A407", with_gate("unverified", reason, date="2026-06-15")) == [light]


def test_the_date_of_the_report_itself_serves_where_the_sidecar_has_none() -> None:
    report = replace(with_gate("unverified", "published before 2026-06-10"), date="June 15, 2026")
    assert of_one("A407", report) == ["red"]


@pytest.mark.parametrize("text", ["2026-06-10", "2026-06-10T08:00:00Z", "10.06.2026", "June 10, 2026", "10 June 2026", "10th of June 2026"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    stated = one_date(text)
    assert stated is not None
    assert str(stated.low) == str(stated.high) == "2026-06-10"


# --- files -------------------------------------------------------------------------------------------------------


def write(path: Path, text: str = '{"record": "r1", "gate": {"status": "pass"}}') -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".docx"])
def test_a_sidecar_is_found_beside_its_report(tmp_path: Path, ending: str) -> None:
    report = write(tmp_path / f"a.v2{ending}", "text")
    assert sidecar_of(report) is None
    write(tmp_path / "a.v2.sidecar.json")
    sidecar = sidecar_of(report)
    assert sidecar is not None
    assert sidecar.record == "r1"


def test_a_sidecar_alone_is_a_report_that_holds_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path / "x.sidecar.json")
    report = report_of_sidecar(path)
    assert (report.title, report.layout.name, report.claims, report.sections) == ("r1", "sidecar", (), ())


def test_a_field_of_a_later_version_is_kept(tmp_path: Path) -> None:
    sidecar = sidecar_of(write(tmp_path / "x.sidecar.json", '{"gate": {"status": "pass", "seal": 7}}').with_name("x.txt"))
    assert sidecar is not None
    assert sidecar.gate is not None
    assert sidecar.gate.unknown == {"seal": 7}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"score": "9.07"}', r"\$\.score"),
        ('{"verified_claims": 9.5}', r"\$\.verified_claims"),
        ('{"gate": {"status": true}}', r"\$\.gate\.status"),
        ('{"gate": {"reason": "no status"}}', "status"),
        ('{"gate": "pass"}', r"\$\.gate"),
        ('{"date": 20260615}', r"\$\.date"),
        ('{"schema": 99}', "schema 99 is newer"),
        ("[1, 2]", "object"),
        ("", "not JSON"),
        ("{" * 100_000, "not JSON"),
        ('{"score": NaN}', "not JSON"),
    ],
)
def test_a_broken_sidecar_is_one_line_that_names_the_field(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path / "x.sidecar.json", text)
    with pytest.raises(RecordError, match=says) as error:
        sidecar_of(tmp_path / "x.txt")
    assert str(error.value).startswith("x.sidecar.json: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"score": "9.4/10"}', r"$.score"),
        ('{"gate": "falsified"}', r"$.gate"),
        ('{"tier": null}', r"$.tier"),
        ('{"verified_claims": 9.5}', r"$.verified_claims"),
        ('{"gate": {"status": "pass", "schema": 99}}', "schema 99 at $.gate.schema"),
        ('{"schema": 99}', "schema 99"),
        ('{"schema": 0}', "schema 0"),
        ('{"schema": -1}', "schema -1"),
        ("[" * 5000, "x.sidecar.json: not JSON"),
        ('{"Score": 9.4, "TIER": "Flagship"}', "none of its fields was understood: 'Score', 'TIER'"),
        ("{}", "holds no field"),
    ],
)
def test_a_report_is_audited_whatever_its_sidecar_is(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "x.txt").write_bytes(SEED_FILES[0].read_bytes())
    without = audit_reports([tmp_path]).audit
    write(tmp_path / "x.sidecar.json", text)
    audit = audit_reports([tmp_path]).audit
    [row] = audit.reports
    assert not row.error
    known = {(finding.code, finding.key) for finding in without.findings}
    [new] = [finding for finding in audit.findings if (finding.code, finding.key) not in known]
    assert (new.code, new.light, new.place.line) == ("A002", "yellow", None)
    assert "x.sidecar.json" in new.sentence
    assert says in new.sentence
    assert {(finding.code, finding.key) for finding in audit.findings} >= known - {("A002", "")}


def test_a_sidecar_alone_that_cannot_be_read_is_a_row_that_says_so(tmp_path: Path) -> None:
    write(tmp_path / "x.sidecar.json", '{"tier": null}')
    [row] = audit_reports([tmp_path]).audit.reports
    assert "x.sidecar.json" in row.error
    assert "$.tier" in row.error


def test_a_sidecar_alone_of_which_nothing_is_understood_says_which_fields(tmp_path: Path) -> None:
    write(tmp_path / "x.sidecar.json", '{"grade": "A", "gate": {"status": "", "seal": 7}}')
    [finding] = [f for f in audit_reports([tmp_path]).audit.findings if f.code == "A002"]
    assert "'grade', 'gate.seal'" in finding.sentence


def test_a_problem_of_the_sidecar_hides_nothing_of_the_report() -> None:
    report = Report(problems=(Problem(line=1, what="the sidecar x.sidecar.json: $.tier"),), unplaced=(Passage(text="loose", line=1),))
    assert len([f for f in look_at_report(report, "x", INPUTS) if f.code == "A002"]) == 2


def test_a_sidecar_within_a_record_is_kept_and_held_to_the_same_rules(tmp_path: Path) -> None:
    for schema, tier in ((1, "Flagship"), (99, "")):
        sidecar = Sidecar(schema=schema, tier="Flagship")
        (tmp_path / "x.json").write_text(to_json(Report(title="t", abstract="a", sidecar=sidecar)), encoding="utf-8")
        [report] = audit_reports([tmp_path / "x.json"]).reports
        assert report is not None
        assert (report.sidecar.tier if report.sidecar else "") == tier
        assert bool(report.problems) == (schema == 99)


def test_bytes_that_are_no_text_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.sidecar.json").write_bytes(b'{"record": "\xff"}')
    with pytest.raises(RecordError, match=r"x\.sidecar\.json"):
        sidecar_of(tmp_path / "x.txt")


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    write(tmp_path / "x.sidecar.json", '\ufeff{"record": "r1"}')
    assert report_of_sidecar(tmp_path / "x.sidecar.json").title == "r1"


def test_more_than_a_mebibyte_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "x.sidecar.json", " " * (MAX_BYTES + 1))
    with pytest.raises(RecordError, match="larger than 1,048,576 bytes"):
        sidecar_of(tmp_path / "x.txt")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.sidecar.json").symlink_to(write(tmp_path / "secret.json"))
    with pytest.raises(RecordError, match="leads out of its folder"):
        sidecar_of(tmp_path / "in" / "x.txt")


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "y.json")
    (tmp_path / "x.sidecar.json").symlink_to("y.json")
    assert sidecar_of(tmp_path / "x.txt") is not None


@pytest.mark.parametrize("target", ["gone.json", "x.sidecar.json"])
def test_a_link_that_leads_nowhere_is_one_line(tmp_path: Path, target: str) -> None:
    (tmp_path / "x.sidecar.json").symlink_to(target)
    with pytest.raises(RecordError, match="cannot be read"):
        sidecar_of(tmp_path / "x.txt")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.sidecar.json")
    with pytest.raises(RecordError, match="is not a file"):
        sidecar_of(tmp_path / "x.txt")
