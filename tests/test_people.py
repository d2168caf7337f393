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
        ("山田太郎", "山田 太郎"),
        ("山田太郎", "太郎 山田"),
        ("山田, 太郎", "太郎 山田"),
        ("김민수", "민수 김"),
        ("Nguyen Van Anh", "Nguyễn, Văn Anh"),
        ("Nguyen Van Anh", "Van Anh Nguyen"),
        ("Al-Hassan, Ali", "Ali Alhassan"),
        ("Fatma El-Zahraa", "Fatma Elzahraa"),
        ("Bill Gates", "William Gates"),
        ("Mohamed Salah", "Mohammed Salah"),
        ("Thomas Mikolov", "Mikolov, Tom"),
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
        ("王伟", "王明"),
        ("Michael Roe", "Michelle Roe"),
        ("Van Anh Nguyen", "Van Binh Tran"),
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


@pytest.mark.parametrize(
    ("cited", "known"),
    [
        (["王伟"], ["Wang Wei"]),
        (["김민수", "이영희"], ["Minsoo Kim", "Younghee Lee"]),
        (["Петров"], ["Petrov"]),
        (["Παπαδόπουλος, Γ."], ["G. Papadopoulos"]),
        (["محمد علي"], ["Mohamed Ali"]),
        (["王伟"], ["王偉"]),
        (["渡辺 健"], ["渡邊健"]),
        (["山田たろう"], ["山田太郎"]),
        (["Jane Roe", "Wei Wang"], ["王伟", "李明"]),
        (["Khmel'nitskii, D. E."], ["D. E. Khmelnitsky"]),
        (["Kartik Ahujah"], ["Kartik Ahuja"]),
        (["OpenAI"], ["Josh Achiam", "Steven Adler"]),
        (["Google"], ["Jane Roe", "Wei Wang"]),
        (["Josh Achiam", "Steven Adler"], ["{The GPT Consortium}"]),
        (["others"], ["Jane Roe"]),
    ],
)
def test_what_cannot_be_told_is_held_against_nobody(cited: list[str], known: list[str]) -> None:
    assert compare_authors(cited, known).agreement == "not told"
    assert compare_authors(known, cited).agreement == "not told"


@pytest.mark.parametrize(
    ("cited", "known"),
    [
        (["Jane Roe", "王伟"], ["J. Roe", "Wei Wang"]),
        (["Jane Roe", "Dmitrii Khmelnitskii"], ["Jane Roe", "Dmitry Khmelnitsky"]),
        (["Rohan Anil", "Jane Roe"], ["Gemini Team", "R. Anil", "J. Roe"]),
        (["Gemini Team", "Rohan Anil", "Jane Roe"], ["R. Anil", "J. Roe"]),
        (["Gemini Team"], ["Gemini Team", "Rohan Anil"]),
        (["王伟、李明"], ["李明", "王伟"]),
        (["山田太郎，鈴木一郎"], ["山田 太郎", "鈴木 一郎"]),
        (["Roe, Jane; Wang, Wei"], ["Jane Roe", "Wei Wang"]),
        (["Jane Roe, Wei Wang"], ["Jane Roe", "Wei Wang"]),
        (["Jane Roe, Wei Wang, and Ann Lee"], ["Jane Roe", "Wei Wang", "Ann Lee"]),
        (["Roe, Jane, Wang, Wei"], ["Jane Roe", "Wei Wang"]),
        (["Jane Roe & Wei Wang"], ["Jane Roe", "Wei Wang"]),
    ],
)
def test_what_is_printed_otherwise_is_the_same(cited: list[str], known: list[str]) -> None:
    assert compare_authors(cited, known).agreement == "same"


@pytest.mark.parametrize(
    ("cited", "known", "agreement"),
    [
        (["Gemini Team", "Petra Silva", "Yuki Sato"], ["Gemini Team", "Rohan Anil", "Jane Roe"], "different"),
        (["OpenAI", "Jane Roe"], ["Wei Wang"], "different"),
        (["王伟", "李明"], ["张敏", "赵强"], "different"),
        (["Wei Zhang"], ["Wei Zheng"], "different"),
        (["Petra Silva, Yuki Sato"], ["Jane Roe", "Wei Wang"], "different"),
        (["U. A. Khan"], ["U. A. Khan", "Jane Roe"], "some missing"),
        (["外山 太郎"], ["外山太郎", "王伟"], "some missing"),
    ],
)
def test_other_people_are_still_told(cited: list[str], known: list[str], agreement: str) -> None:
    assert compare_authors(cited, known).agreement == agreement


@pytest.mark.parametrize(
    "more",
    [" et al", " et. al.", " et al.", " et coll.", ", u. a.", " u.a.", " y otros", " e altri", " и др.", " and 6 others", " & 3 more",
     " +3 authors", " 等", ", 等",
     "他", " ほか", " 외", " 외 3인", "…"],
)  # fmt: skip
@pytest.mark.parametrize("beside", [True, False])
def test_others_are_others_in_many_words(more: str, beside: bool) -> None:
    first = {
        "他": "山田太郎",
        " ほか": "山田太郎",
        " 等": "王伟",
        ", 等": "王伟",
        " 외": "김민수",
        " 외 3인": "김민수",
        " и др.": "Петров",
    }.get(more, "Jane Roe")
    cited = [first, more.strip(" ,")] if beside else [first + more]
    assert compare_authors(cited, [first, "Someone Else"]).agreement == "same"


def test_who_differs_is_told() -> None:
    found = compare_authors(["Jane Roe", "Wei Wang", "Ann Lee"], ["Jane Roe", "Wei Wang", "Bo Li"])
    assert (found.only_cited, found.only_known) == (("Ann Lee",), ("Bo Li",))


@given(st.lists(st.text(max_size=30), max_size=6))
def test_anything_may_stand_for_a_name(names: list[str]) -> None:
    assert compare_authors(names, names).agreement in ("same", "not told")
    for name in names:
        name_of(name)
