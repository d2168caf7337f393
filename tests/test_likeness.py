"""Reports that say nearly the same are found, whatever their order and script; what a maker prints everywhere makes no duplicates."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from synth.audit.check import Inputs, look_at_corpus
from synth.audit.checks.no_report_twice import groups_of
from synth.audit.example import SOUND, claim
from synth.audit.likeness import ALIKE, FRAME_REPORTS, alike
from synth.audit.result import Group
from synth.records import Report, Section
from synth.reports.importing import read_report

SEEDS = [read_report(path) for path in sorted(Path("data/seeds").glob("*.txt"))]
NAMES = ["000", "001", "002", "003", "004"]
WORDS = [f"{a}{b}{c}" for a in "bdfgkl" for b in "aeiou" for c in "mnprst"]


def made_up(rng: random.Random, claims: int = 9, prose: str = "") -> Report:
    def words(count: int) -> str:
        return " ".join(rng.choices(WORDS, k=count))

    section = Section(title="Method", paragraphs=(prose,) if prose else ())
    return Report(title=words(10), question=words(20), claims=tuple(claim(words(20)) for _ in range(claims)), sections=(section,))


def groups(reports: list[Report], names: list[str]) -> tuple[Group, ...]:
    return groups_of(look_at_corpus(reports, names, Inputs()))


def test_the_four_seeds_that_claim_the_same_are_one_group_and_the_fifth_is_not_in_it() -> None:
    [group] = groups(SEEDS, NAMES)
    assert group.reports == ("000", "001", "003", "004")
    assert group.similarity == pytest.approx(0.6245, abs=5e-5)


def test_the_order_of_the_reports_changes_nothing() -> None:
    rng = random.Random(5)
    reports = [made_up(rng, claims=3) for _ in range(20)]
    reports += [msgspec.structs.replace(report, title=f"Again {report.title}") for report in reports[:5]] + reports[5:8] + SEEDS
    before = alike(reports)[0]
    order = rng.sample(range(len(reports)), len(reports))
    after = alike([reports[at] for at in order])[0]
    assert {order[at] for at in after} == set(before)
    assert {order[at]: found.similarity for at, found in after.items()} == {at: found.similarity for at, found in before.items()}


def test_the_similarity_is_counted_and_not_estimated() -> None:
    def runs(report: Report) -> set[tuple[str, ...]]:
        texts = (report.title, report.question, *(claim.text for claim in report.claims))
        return {tuple(words[at : at + 3]) for text in texts if (words := text.split()) for at in range(len(words) - 2)}

    one = made_up(random.Random(1))
    two = msgspec.structs.replace(one, claims=(claim("one claim that is not there at all"), *one.claims[1:]))
    assert alike([one, two])[0][0].similarity == len(runs(one) & runs(two)) / len(runs(one) | runs(two))


def test_claims_in_another_order_are_the_same_report_but_not_the_same_text() -> None:
    found = alike([SOUND, msgspec.structs.replace(SOUND, claims=SOUND.claims[::-1])])[0][0]
    assert (found.similarity, found.same) == (1.0, False)


def test_scripts_without_spaces_are_compared_by_character() -> None:
    one = Report(title="跨语言迁移中的中间任务训练", claims=(claim("在英语任务上的中间训练使所有语言的平均准确率提高了五个百分点。"),))
    two = msgspec.structs.replace(one, title="跨语言迁移中的中间任务微调")
    other = Report(title="检索增强的小型语言模型", claims=(claim("检索十个段落后，精确匹配率提高六点，而第二次检索没有带来任何好处。"),))
    assert set(alike([one, two, other])[0]) == {0, 1}


def test_what_a_maker_prints_in_every_report_makes_no_duplicates() -> None:
    rng = random.Random(2)
    printed = " ".join(rng.choices(WORDS, k=1000))
    reports = [made_up(rng, prose=f"{printed} {number}") for number in range(FRAME_REPORTS)]
    assert alike(reports)[0] == {}
    assert set(alike(reports[:2])[0]) == {0, 1}  # of two reports nobody can say what their maker always prints


def test_many_variations_of_one_report_are_one_group() -> None:
    rng = random.Random(3)
    one = made_up(rng)
    many = [msgspec.structs.replace(one, title=f"{one.title} {number}") for number in range(300)]
    assert [len(group.reports) for group in groups([*many, made_up(rng)], [str(at) for at in range(301)])] == [300]


def test_reports_that_say_almost_nothing_are_not_compared() -> None:
    assert alike([Report(title="A review"), Report(title="A review"), Report()]) == ({}, {0, 1, 2})


def test_unlike_reports_on_one_topic_stay_apart() -> None:
    one = made_up(random.Random(4))
    other = made_up(random.Random(5))
    two = msgspec.structs.replace(other, title=one.title, claims=(*one.claims[:4], *other.claims[4:]))
    assert alike([one, two])[0] == {}
    assert ALIKE == 0.5
