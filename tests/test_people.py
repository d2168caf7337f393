"""Names of people: when two can be one person's, and when two lists are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.sources.people import can_be_one, compare_authors, name_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kartik Ahuja", "Ahuja, Kartik"),
        ("Kartik Ahuja", "K. Ahuja"),
        ("Kartik Ahuja", "Ahuja K"),
        ("João Carreira", "Jo{\\~a}o Carreira"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Wei Wang 0001", "Wei Wang"),
        ("He Wang", "Wang He"),
        ("Quoc V. Le", "Quoc Le"),
        ("Laurens van der Maaten", "van der Maaten, L."),
        ("Jean-Baptiste Alayrac", "J.-B. Alayrac"),
        ("Jean-Baptiste Alayrac", "Jean Baptiste Alayrac"),
        ("Xiao-Jie Li", "Xiaojie Li"),
        ("Rodrigo Santa Cruz", "Rodrigo Cruz"),
        ("Gabriel Garcia Marquez", "García Márquez, Gabriel"),
        ("KAIMING HE", "Kaiming He"),
        ("Robert L. Logan IV", "Robert L. Logan"),
        ("王小明", "王小明"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert can_be_one(one, other)
    assert can_be_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kartik Ahuja", "Kartik Ahujah"),
        ("Wei Wang", "Wei Zhang"),
        ("Jane Roe", "John Roe"),
        ("J. Roe", "K. Roe"),
        ("Petra Silva", "Yuki Sato"),
        ("Ming Li", "Mei Li"),
        ("", "Jane Roe"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not can_be_one(one, other)
    assert not can_be_one(other, one)


@pytest.mark.parametrize(
    ("cited", "known", "agreement"),
    [
        (["Jane Roe", "Wei Wang"], ["J. Roe", "W. Wang"], "same"),
        (["Wei Wang", "Jane Roe"], ["Jane Roe", "Wei Wang"], "same"),
        (["Jane Roe", "others"], ["Jane Roe", "Wei Wang", "Ann Lee"], "same"),
        (["Jane Roe et al."], ["Jane Roe", "Wei Wang"], "same"),
        (["Jane Roe"], ["Jane Roe", "Wei Wang"], "some missing"),
        (["Jane Roe", "Wei Wang", "Ann Lee"], ["Jane Roe", "Wei Wang"], "some added"),
        (["Jane Roe", "Wei Wang", "Ann Lee"], ["Jane Roe", "Wei Wang", "Bo Li"], "some differ"),
        (["Petra Silva", "Yuki Sato"], ["Jane Roe", "Wei Wang"], "different"),
        ([], ["Jane Roe"], "not told"),
        (["Jane Roe"], [], "not told"),
        (["Jane Roe", "{\\v{Z"], ["Jane Roe", "Augustin Žídek"], "same"),  # who cannot be read may be who stands there
        (["Jane Roe", "{\\v{Z"], ["Jane Roe", "Augustin Žídek", "Bo Li"], "some missing"),
        (["Mallikarjun B. R.", "Bo Li"], ["M. B. R.", "B. Li"], "same"),
    ],
)
def test_lists(cited: list[str], known: list[str], agreement: str) -> None:
    assert compare_authors(cited, known).agreement == agreement


def test_who_differs_is_told() -> None:
    found = compare_authors(["Jane Roe", "Wei Wang", "Ann Lee"], ["Jane Roe", "Wei Wang", "Bo Li"])
    assert (found.only_cited, found.only_known) == (("Ann Lee",), ("Bo Li",))


@given(st.lists(st.text(max_size=30), max_size=6))
def test_anything_may_stand_for_a_name(names: list[str]) -> None:
    assert compare_authors(names, names).agreement in ("same", "not told")
    for name in names:
        name_of(name)
