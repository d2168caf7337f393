"""The figures of an audit and the counts that open it: what is in a sum, what it is out of, and what no record can do to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from paths import SEEDS

from synth import audit_reports
from synth.audit.check import Inputs
from synth.audit.checks import citations_resolve, one_score, sources_several
from synth.audit.example import SOUND, claim, report
from synth.audit.figures import figures_of_corpus
from synth.audit.formats.counts import headline
from synth.audit.result import Audit, Audited
from synth.records import Citation, Claim, Passage, Report, Stated, to_json


def audited(folder: Path, *reports: Report) -> Audited:
    """An audit of these records, each from its file."""
    for at, one in enumerate(reports):
        (folder / f"{at}.json").write_text(to_json(one), encoding="utf-8")
    return audit_reports([folder / f"{at}.json" for at in range(len(reports))])


def counts(audit: Audit) -> str:
    return "\n".join(f"{count.figure} {count.words}" for count in headline(audit))


def stated(*confidences: float, unit: str = "") -> Report:
    return report(
        claims=tuple(
            Claim(text=f"Result {at} holds.", stated=Stated(verified=True, confidence=one, unit=unit)) for at, one in enumerate(confidences)
        )
    )


# --- sums ---------------------------------------------------------------------------------------------------------


def test_what_is_no_share_is_counted_and_in_no_sum(tmp_path: Path) -> None:
    made = audited(tmp_path, stated(1e308, 1e308, 1e308, -1e308, 0.5, 0.7))
    figures = made.audit.figures
    assert (figures["out_of_range"], figures["confidences"]) == (4, 2)
    assert (figures["mean_confidence"], figures["expected_true"]) == (0.6, 1.2)
    assert made.audit.reports[0].mean_confidence == 0.6
    json.loads(to_json(made.audit))
    assert "4 stated confidences that are no number between 0 and 1" in counts(made.audit)
    assert "mean stated confidence of 2 claims" in counts(made.audit)


def test_one_claim_with_enormous_scores_is_still_written(tmp_path: Path) -> None:
    twice = (claim("One result holds.", True, 1e308), claim("One result holds.", True, -1e308))
    made = audited(tmp_path, report(claims=twice))
    json.loads(to_json(made.audit))
    found = [finding for finding in made.audit.findings if finding.code == "A201"]
    assert len(found) == 2
    assert all("-1e+308 to 1e+308" in finding.sentence for finding in found)


def test_nothing_is_left_out_of_the_seeds() -> None:
    figures = audit_reports([SEEDS]).audit.figures
    assert "out_of_range" not in figures
    assert "failed" not in figures
    assert figures["confidences"] == 51


@pytest.mark.parametrize(
    ("confidences", "about"),
    [
        ((0.23, 0.20), "0.4 of 2"),
        ((0.02, 0.02), "0.04 of 2"),
        ((0.0, 0.0), "0 of 2"),
        ((0.9, 0.7), "1.6 of 2"),
        ((1.0, 1.0), "2 of 2"),
        ((0.99, 0.99), "1.98 of 2"),
        ((0.5, 0.5), "1 of 2"),
    ],
)
def test_neither_none_nor_all_is_said_where_it_is_neither(tmp_path: Path, confidences: Sequence[float], about: str) -> None:
    assert f"about {about} would be true" in counts(audited(tmp_path, stated(*confidences)).audit)


# --- the tick rule ------------------------------------------------------------------------------------------------


def ticking(author: str, ticks: int, crosses: int, cut: float = 0.5) -> Report:
    """A report whose ticks stand above the cut and whose crosses stand below it."""
    above = [claim(f"{author} result {n} holds.", True, cut + 0.1) for n in range(ticks)]
    below = [claim(f"{author} result {n} fails.", False, cut - 0.1) for n in range(crosses)]
    return report(author=author, claims=(*above, *below))


def test_the_cut_is_said_with_what_it_rests_on() -> None:
    audit = audit_reports([SEEDS]).audit
    assert audit.figures["tick_cut"] == [0.10, 0.15]
    rests = audit.figures["tick_cut_rests_on"]
    assert (rests["ticks"], rests["crosses"], rests["one_in"]) == (50, 1, 51)
    assert "(50 ticks, 1 cross; by chance 1 time in 51)" in counts(audit)


def test_a_separation_that_chance_makes_often_is_no_headline(tmp_path: Path) -> None:
    audit = audited(tmp_path, ticking("One Lab", 3, 1)).audit
    assert not {"tick_cut", "tick_cuts"} & audit.figures.keys()
    assert "becomes a tick" not in counts(audit)


def test_the_cut_of_one_maker_is_not_that_of_another(tmp_path: Path) -> None:
    mixed = report(author="Two Lab", claims=(claim("It holds.", True, 0.2), claim("It fails.", False, 0.8)))
    audit = audited(tmp_path, ticking("One Lab", 30, 1), ticking("Three Lab", 20, 20, cut=0.3), mixed).audit
    assert "tick_cut" not in audit.figures
    cuts = [(rule["maker"], rule["low"], rule["high"]) for rule in audit.figures["tick_cuts"]]
    assert [(maker, round(low, 2), round(high, 2)) for maker, low, high in cuts] == [("One Lab", 0.4, 0.6), ("Three Lab", 0.2, 0.4)]
    assert "2 of 3 makers whose tick says that the score lies above a cut" in counts(audit)


def test_figures_of_nothing_are_few() -> None:
    assert figures_of_corpus({}, [], unreadable=2, failed=1) == {"reports": 2, "unreadable": 2, "claims": 0, "rated": 0, "failed": 1}


# --- records from elsewhere ---------------------------------------------------------------------------------------


def lights(check: Any, of: Report) -> list[tuple[str, str]]:
    return [(outcome.light, check.WORDS[outcome.light].format(**outcome.figures)) for outcome in check.look(of, Inputs())]


@pytest.mark.parametrize("references", [(5, -1), (5,), (-1,), (0, 7)])
def test_a_citation_of_a_position_that_is_not_listed_leads_nowhere(references: tuple[int, ...]) -> None:
    citations = (Citation(mark="[9]", sentence=-1, references=references),)
    of = report(references=SOUND.references[:1], sentences=(Passage(text="It helps [9].", line=7),), citations=citations)
    [outcome] = citations_resolve.look(of, Inputs())
    assert (outcome.light, outcome.place.line) == ("red", None)


def test_a_claim_that_cites_what_is_not_listed_names_no_source() -> None:
    astray = tuple(claim(f"Result {n} holds.", cites=(5, -1)) for n in range(6))
    [(light, said)] = lights(sources_several, report(references=SOUND.references[:1], claims=astray))
    assert light == "yellow"
    assert SOUND.references[0].source is not None
    assert SOUND.references[0].source.name not in said
    assert "0 of 6 claims" in said
    assert "no listed reference" in said


def test_a_claim_stated_20_000_times_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    differences = one_score._differences

    def counting(stated: Sequence[tuple[int, Claim]]) -> Any:
        looked.append(len(stated))
        return differences(stated)

    monkeypatch.setattr(one_score, "_differences", counting)
    many = report(claims=tuple(claim("One result holds.", True, 0.5 + n % 2 / 10) for n in range(20_000)))
    outcomes = [outcome for _, outcome in one_score.look([many], Inputs())]
    assert looked == [20_000]
    assert len(outcomes) == 20_000
    assert outcomes[1].figures["here"] == "0.60"
