"""The library: what was added is found, read again exactly, and searched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_papers import document, file, paper, table
from msgspec.structs import replace

from synth.library import Library, LibraryError


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home") as opened:
        yield opened


def names(library: Library, name: str) -> list[str]:
    return [held.paper.source.name for held in library.find(name)]


# --- what is added ---


def test_what_was_added_is_there_exactly_as_it_was(library: Library, tmp_path: Path) -> None:
    pdf = file(tmp_path, "one")
    read = document("arXiv:2005.13013v1", "English helps.", tables=(table("Table 1", "Scores.", {"BERT": {"F1": "88.5"}}),))
    held = library.add(pdf, paper("arXiv:2005.13013v1", title="English"), read)
    assert library.document(held) == read
    assert held.paper.source.hash == f"sha256:{hashlib.sha256(pdf.read_bytes()).hexdigest()}"
    assert held.file.read_bytes() == pdf.read_bytes()
    assert held.file == library.files / held.paper.source.hash[7:9] / held.paper.source.hash[7:]
    assert (held.size, held.key) == (pdf.stat().st_size, held.paper.source.hash[7:19])
    assert library.papers() == [held]


def test_it_is_there_when_the_library_is_opened_again(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        held = library.add(file(tmp_path, "one"), paper("doi:10.1/a"), document("doi:10.1/a", "A sentence."))
    with Library.open(tmp_path) as library:
        assert library.papers() == [held]
        assert [hit.passage.text for hit in library.search("sentence")] == ["A sentence."]


def test_a_file_that_lies_in_its_place_is_left_there(library: Library, tmp_path: Path) -> None:
    content = b"%PDF-1.7"
    digest = hashlib.sha256(content).hexdigest()
    place = library.files / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    assert library.add(place, paper("doi:10.1/a"), None).file == place
    assert [one for one in library.files.rglob("*") if one.is_file()] == [place]


def test_a_file_that_is_not_the_one_described_is_refused(library: Library, tmp_path: Path) -> None:
    described = replace(paper("doi:10.1/a"), source=replace(paper("doi:10.1/a").source, hash=f"sha256:{'0' * 64}"))
    with pytest.raises(LibraryError, match="is not the file that was described"):
        library.add(file(tmp_path, "one"), described, None)
    assert library.papers() == []


def test_a_paper_that_was_not_read_has_no_document(library: Library, tmp_path: Path) -> None:
    held = library.add(file(tmp_path, "one"), paper("doi:10.1/a", title="On Bananas", abstract="They bend."), None)
    with pytest.raises(LibraryError, match="was kept and not read"):
        library.document(held)
    assert [hit.passage.section for hit in library.search("bananas bend")] == ["title", "abstract"]


# --- what is found ---


def test_a_paper_is_found_by_all_its_names(library: Library, tmp_path: Path) -> None:
    held = library.add(file(tmp_path, "one"), paper("arXiv:2005.13013v1", also=("doi:10.18653/V1/A.1", "acl:2020.x-main.1")), None)
    for name in ("arXiv:2005.13013v1", "ARXIV:2005.13013V1", "2005.13013", "2005.13013v1", "10.18653/v1/a.1", "doi:10.18653/v1/A.1",
                 "2020.x-main.1", "acl:2020.X-main.1", held.key, held.paper.source.hash, held.key.upper()):  # fmt: skip
        assert library.find(name) == [held], name
    for name in ("2005.13013v2", "doi:2005.13013v1", "10.18653", "", "v1", "'; DROP TABLE papers", "%", "\udcff", "0" * 12):
        assert library.find(name) == [], name


def test_without_a_version_all_versions_are_found_the_newest_first(library: Library, tmp_path: Path) -> None:
    for version in ("v2", "v10", "v1"):
        library.add(file(tmp_path, version), paper(f"arXiv:2005.13013{version}"), None)
    assert names(library, "2005.13013") == ["arXiv:2005.13013v10", "arXiv:2005.13013v2", "arXiv:2005.13013v1"]
    assert names(library, "2005.13013v2") == ["arXiv:2005.13013v2"]
    assert [held.paper.source.version for held in library.papers()] == ["v1", "v2", "v10"]


def test_versions_are_one_work_also_where_a_third_paper_shows_it(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a"), paper("arXiv:2005.13013v1"), None)
    library.add(file(tmp_path, "b"), paper("doi:10.1/a"), None)
    library.add(file(tmp_path, "c"), paper("doi:10.1/other"), None)
    assert len(library.works()) == 3
    library.add(file(tmp_path, "d"), paper("arXiv:2005.13013v2", also=("doi:10.1/a",)), None)
    assert sorted(len(work) for work in library.works()) == [1, 3]
    assert len(names(library, "10.1/A")) == 3


# --- what is searched ---


def test_case_accents_and_endings_make_no_difference(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "Café society trains LANGUAGES.", "Die Straße nach Łódź."))
    for words in ("cafe", "CAFÉ", "language training", "STRASSE", "strasse", "lodz", "ｃａｆｅ"):
        assert len(library.search(words)) == 1, words
    assert library.search("house") == []


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("我们研究机器学习模型BERT的迁移。", ("学习", "机器学习", "迁", "BERT", "模型的", "bert 迁移")),
        ("事前学習された言語モデルを評価する。", ("学習", "言語モデル", "モデル", "評")),
        ("การเรียนรู้ของเครื่อง", ("เรียนรู้", "เครื่อง")),
        ("언어 모델인 BERT를 평가한다.", ("모델", "언어", "평가", "bert")),
        ("हिन्दी भाषा के लिए", ("हिन्दी", "भाषा")),
        ("اللُّغَة العَرَبِيَّة", ("العربية", "اللغة")),
    ],
    ids=["Chinese", "Japanese", "Thai", "Korean", "Hindi", "Arabic"],
)
def test_other_scripts_are_found_by_their_words(library: Library, tmp_path: Path, sentence: str, asked: tuple[str, ...]) -> None:
    library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", sentence, "Nothing of the kind."))
    for words in asked:
        assert [hit.passage.text for hit in library.search(words)] == [sentence], words


@pytest.mark.parametrize(
    "words", ['"', '"a', "NEAR(", "a AND", "words:b", "-c", "^d", "a*b", "(((", "\0", "\udcff", "≈ ∑", "*", "'; --", "a" * 9_000]
)
def test_any_text_is_a_plain_query(library: Library, tmp_path: Path, words: str) -> None:
    library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "A sentence."))
    assert isinstance(library.search(words), list)


def test_a_row_of_a_table_is_found_with_its_labels(library: Library, tmp_path: Path) -> None:
    scores = table("Table 2", "Zero-shot scores.", {"XLM-R": {"XNLI": "79.2", "MLQA": "71.6"}, "mBERT": {"XNLI": "65.4", "MLQA": "61.4"}})
    library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "Nothing here.", tables=(scores,)))
    best = library.search("XLM-R XNLI 79.2")[0].passage
    assert best.text == "Table 2: Zero-shot scores. | XLM-R | XNLI 79.2; MLQA 71.6"
    assert (best.cell, best.page, len(best.boxes)) == (("XLM-R", ""), 3, 2)


def test_a_hit_says_where_it_stands(library: Library, tmp_path: Path) -> None:
    read = document("doi:10.1/a", "Only this.")
    held = library.add(file(tmp_path, "a"), paper("doi:10.1/a"), read)
    (hit,) = library.search("this only")
    assert (hit.held, hit.passage) == (held, read.sentences[0])
    assert library.search("only", limit=0) == []


# --- what databases answered ---


def test_what_a_database_answered_is_recalled(library: Library) -> None:
    library.remember("openalex", "search=x", b"\x00\xff{}")
    library.remember("openalex", "search=x", b"newer")
    library.remember("s2", "search=x", b"")
    assert library.recall("openalex", "search=x") == b"newer"
    assert library.recall("s2", "search=x") == b""
    assert library.recall("s2", "search=y") is None


# --- a library that is not there ---


def test_a_library_that_is_not_there_is_empty_and_nothing_is_made(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", create=False) as library:
        assert (library.papers(), library.find("x"), library.search("x"), library.recall("a", "b")) == ([], [], [], None)
        with pytest.raises(LibraryError, match="there is no library"):
            library.add(file(tmp_path, "a"), paper("doi:10.1/a"), None)
    assert not (tmp_path / "home").exists()


def test_a_home_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    with pytest.raises(LibraryError, match="home: is a file, and a library is a folder"):
        Library.open(tmp_path / "home")
