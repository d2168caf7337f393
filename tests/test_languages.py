"""Facts about languages, the groups they make, and the names that prose has for groups."""

from __future__ import annotations

import csv
import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import ROOT, SHARED

from synth.languages import KINDS, LanguagesError, group_named, language_facts, languages_where

ROWS = list(csv.DictReader((ROOT / "data" / "languages.csv").read_text(encoding="utf-8").splitlines()))
ASKED = sorted(
    {
        (kind, getattr(facts, kind))
        for facts in language_facts().values()
        for kind in ("script", "family", "genus", "resource")
        if getattr(facts, kind)
    }
)
NAMES = ["Latin script", "low-resource", "Slavic", "Indo-European", "Turkic", "Bantu", "high-resource", "Cyrillic", "Dravidian", "XNLI"]


# --- the file ---


def test_every_language_of_the_vocabulary_has_a_row_and_no_other() -> None:
    vocabulary = tomllib.loads((ROOT / "data" / "vocabulary" / "languages.toml").read_text(encoding="utf-8"))
    assert [row["code"] for row in ROWS] == sorted(vocabulary)
    assert {row["code"]: row["name"] for row in ROWS} == {code: names[0] for code, names in vocabulary.items()}


def test_what_was_typed_says_so_and_what_is_disputed_says_by_whom() -> None:
    for row in ROWS:
        assert bool(row["basis"]) == bool(row["script"] or row["family"] or row["genus"]), row["code"]
        assert row["basis"] in ("checked", "disputed", "typed", "")
        assert row["basis"] != "disputed" or "prints" in row["note"] or "Glottolog" in row["note"]


def test_the_level_of_resources_follows_from_the_size() -> None:
    for facts in language_facts().values():
        gib = facts.cc100_gib
        if facts.in_xlmr_pretraining is None:
            assert (gib, facts.resource) == (None, "")
        else:
            assert facts.in_xlmr_pretraining == (gib is not None)
            assert facts.resource == ("low" if gib is None or gib < 2 else "medium" if gib < 20 else "high")


def test_a_language_written_in_two_scripts_has_none() -> None:
    assert {language_facts()[code].script for code in ("sr", "uz", "ku")} == {""}


def test_facts_are_read_as_what_they_are() -> None:
    german, yoruba = language_facts()["de"], language_facts()["yo"]
    assert (german.script, german.family, german.genus, german.resource) == ("Latin", "Indo-European", "Germanic", "high")
    assert (german.cc100_gib, german.in_xlmr_pretraining, german.wiki_bytes) == (66.6, True, 5626005050)
    assert german.tasks >= {"xnli", "pawsx", "xquad"}
    assert (yoruba.cc100_gib, yoruba.in_xlmr_pretraining, yoruba.resource) == (None, False, "low")


@pytest.mark.skipif(not (SHARED / "facts" / "languages.csv").exists(), reason="the shared facts are not here")
def test_the_numbers_are_those_of_the_facts() -> None:
    theirs = {row["iso"]: row for row in csv.DictReader((SHARED / "facts" / "languages.csv").read_text(encoding="utf-8").splitlines())}
    pairs = {
        "wiki_bytes": "wiki_bytes_20200701",
        "syntactic_distance": "syntactic_cos_knn",
        "syntactic_features": "syntactic_features_known",
        "syntactic_distance_uriel": "l2v_syntactic_litmus",
        "genetic_distance": "genetic_cos_fam",
        "distance_km": "geographic_km",
        "resource_level": "resource_level",
        "in_xlmr_pretraining": "in_xlmr_pretraining",
    }
    for row in ROWS:
        if fact := theirs.get(row["code"]):
            assert {ours: row[ours] for ours in pairs} == {ours: fact[name] for ours, name in pairs.items()}
            assert Decimal(row["cc100_gib"] or -1) == Decimal(fact["cc100_gib"] or -1)
        else:
            assert not any(row[name] for name in pairs if name not in ("resource_level", "in_xlmr_pretraining")), row["code"]


PAPER = SHARED / "papers" / "1911.02116v2.pdf"


@pytest.mark.skipif(not PAPER.exists(), reason="the paper is not here")
def test_sizes_are_those_that_the_paper_prints() -> None:
    from synth.reading.documents import read_document

    (table,) = (table for table in read_document(PAPER).tables if table.label == "Table 6")
    lines: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: cell.at or (0, 0)):
        lines.setdefault(cell.at[0] if cell.at else 0, []).append(cell.text)
    printed: dict[str, Decimal] = {}
    for line in lines.values():
        for code, name, _, size in (line[:4], line[4:8]) if len(line) == 8 else ():
            if code in language_facts() and "Romanized" not in name:
                printed[code] = printed.get(code, Decimal(0)) + Decimal(size)
    assert printed == {row["code"]: Decimal(row["cc100_gib"]) for row in ROWS if row["cc100_gib"]}


# --- groups ---


def test_groups_by_what_languages_are() -> None:
    assert {"pl", "ru", "bg", "cs", "sr"} <= languages_where(genus="Slavic")
    assert not {"lt", "de", "hu"} & languages_where(genus="Slavic")
    assert {"lt", "pl"} <= languages_where(genus="Balto-Slavic")
    assert {"et", "fi", "hu"} <= languages_where(family="Uralic")
    assert languages_where(script="Latin", family="Turkic") >= {"tr", "az"}
    assert languages_where(genus="Slavic or Baltic") == languages_where(genus="Balto-Slavic")
    assert languages_where(code="not en") == languages_where() - {"en"}
    assert len(languages_where(task="xtreme")) == 40


def test_what_is_not_known_is_neither_in_a_group_nor_out_of_it() -> None:
    assert "sr" not in languages_where(script="Latin") | languages_where(script="not Latin")
    assert "eo" not in languages_where(family="Indo-European") | languages_where(family="not Indo-European")


@pytest.mark.parametrize("asked", [{"colour": "red"}, {"script": "Latn"}, {"genus": "slavic"}, {"resource": "not lowish"}, {"script": ""}])
def test_a_group_that_is_not_there_is_said(asked: dict[str, str]) -> None:
    with pytest.raises(LanguagesError, match=r"there are|asked for by"):
        languages_where(**asked)


@given(st.sampled_from(ASKED))
def test_a_group_and_its_opposite_share_no_language_and_leave_out_the_unknown(asked: tuple[str, str]) -> None:
    kind, word = asked
    inside, outside = languages_where(**{kind: word}), languages_where(**{kind: f"not {word}"})
    assert inside
    assert not inside & outside
    assert inside | outside == {code for code, facts in language_facts().items() if getattr(facts, kind)}


# --- names ---


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("languages with non-Latin scripts", "script not Latin"),
        ("non-Latin script languages", "script not Latin"),
        ("non-Latin languages", "script not Latin"),
        ("Low-Resource Languages", "resource low"),
        ("low- and medium-resource languages", "resource low or medium"),
        ("Indo\N{NON-BREAKING HYPHEN}European languages", "family Indo-European"),
        ("languages that are not Indo-European", "family not Indo-European"),
        ("Slavic", "genus Slavic"),
        ("Slavic, Germanic and Romance languages", "genus Slavic or Germanic or Romance"),
        ("low-resource Indo-European languages", "resource low and family Indo-European"),
        ("low-resource languages with non-Latin scripts", "resource low and script not Latin"),
        ("languages written in the Arabic script", "script Arabic"),
        ("Bantu languages", "genus Bantoid"),
        ("languages other than English", "code not en"),
        ("non-English languages", "code not en"),
        ("the 15 XNLI languages", "task xnli"),
        ("all 40 XTREME languages", "task xtreme"),
        ("languages not seen by XLM-R", "pretraining no"),
        ("languages in CC100", "pretraining yes"),
    ],
)
def test_a_group_is_understood_by_its_name(words: str, said: str) -> None:
    group = group_named(words)
    assert group is not None
    assert str(group) == said
    assert group.languages()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "languages",
        "the",
        "non",
        "European languages",
        "non-European languages",
        "Indic languages",
        "distant languages",
        "most Slavic languages",
        "other languages",
        "Latin languages",
        "Arabic languages",
        "Japanese",
        "English",
        "Slavic and low-resource languages",
        "Slavic and",
        "non-Latin and Cyrillic scripts",
        "not not Slavic",
        "the 14 XNLI languages",
        "Slavic tasks",
        "low",
        "resource",
        "x" * 500,
    ],
)
def test_a_name_that_may_mean_several_things_is_declined(words: str) -> None:
    assert group_named(words) is None


@given(st.text(max_size=60) | st.lists(st.sampled_from([*NAMES, "non-", "and", "languages", "15", ","]), max_size=6).map(" ".join))
def test_any_text_may_be_asked(words: str) -> None:
    group = group_named(words)
    if group is not None:
        assert all(condition.kind in KINDS for condition in group.conditions)
        assert group.languages() <= language_facts().keys()


@given(st.sampled_from(NAMES), st.sampled_from(["{}", "the {} languages", "all {} languages", "languages: {}", " {}. "]))
def test_words_that_say_nothing_change_nothing(name: str, around: str) -> None:
    words = around.format(name)
    assert group_named(words) == group_named(words.upper()) == group_named(name) is not None
