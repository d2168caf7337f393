"""What becomes of papers that a library has: told anew, removed, checked; and of the library itself, with versions of this program."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made_papers import document, file, paper
from msgspec.structs import replace

from synth.library import DamagedError, Library, LibraryError
from synth.library.checking import STILL_COMING
from synth.library.database import NAME, make_database, migrations, open_database


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home") as opened:
        yield opened


def age(path: Path) -> None:
    old = path.stat().st_mtime - STILL_COMING - 1
    os.utime(path, (old, old))


# --- told anew ---


def test_the_same_paper_twice_is_one_paper(library: Library, tmp_path: Path) -> None:
    for _ in range(2):
        held = library.add(file(tmp_path, "a"), paper("arXiv:2005.13013v1", title="One"), document("arXiv:2005.13013v1", "A sentence."))
    assert library.papers() == [held]
    assert len(library.search("sentence")) == 1
    assert len(list(library.shelf.records_there())) == 1
    assert list(library.verify()) == []


def test_one_file_under_two_names_is_one_paper_with_both(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a"), paper("arXiv:2005.13013v1", title="One"), None)
    held = library.add(file(tmp_path, "a"), paper("doi:10.1/a", title="One, printed"), None)
    assert library.find("10.1/A") == library.find("2005.13013") == library.papers() == [held]
    assert held.paper.source.name == "arXiv:2005.13013v1"
    assert [one.name for one in held.paper.names] == ["doi:10.1/a"]
    assert held.paper.doubts == ()


def test_what_is_told_anew_takes_the_place_of_what_was_told_and_nothing_is_forgotten(library: Library, tmp_path: Path) -> None:
    first = paper(
        "arXiv:2005.13013", title="Old", venue="ACL", abstract="Short.", databases=("s2",), withdrawn="retracted", fetched="2026-01-01"
    )
    first = replace(first, source=replace(first.source, url="https://one.example"), doubts=("a stamp of v2",), unknown={"later": 1})
    library.add(file(tmp_path, "a"), first, document("arXiv:2005.13013", "A sentence."))
    second = paper("arXiv:2005.13013v1", title="New", venue="AACL", databases=("openalex", "s2"), format="pdf", fetched="2026-02-02")
    held = library.add(file(tmp_path, "a"), second, None)
    told = held.paper
    assert (told.source.name, told.source.title, told.source.url) == ("arXiv:2005.13013v1", "New", "https://one.example")
    assert (told.venue, told.abstract, told.databases, told.format) == ("AACL", "Short.", ("s2", "openalex"), "pdf")
    assert (told.withdrawn, told.doubts, told.fetched) == ("retracted", ("a stamp of v2",), "2026-01-01")
    assert told.names == ()
    assert told.unknown == {"later": 1}
    assert library.document(held).sentences[0].text == "A sentence."  # none was told anew
    assert library.papers()[0].passages == held.passages


def test_a_document_takes_the_place_of_an_earlier_one(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "An old sentence.", "Another."))
    held = library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "A new sentence."))
    assert [hit.passage.text for hit in library.search("sentence another old")] == ["A new sentence."]
    assert library.document(held) == document("doi:10.1/a", "A new sentence.")
    assert list(library.verify()) == []


def test_a_name_that_says_more_takes_the_place_of_a_file_name(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a"), paper("file:paper.pdf"), None)
    held = library.add(file(tmp_path, "a"), paper("arXiv:2005.13013v1"), None)
    assert (held.paper.source.name, [one.name for one in held.paper.names]) == ("arXiv:2005.13013v1", ["file:paper.pdf"])
    assert library.find("file:paper.pdf") == [held]


def test_one_file_that_comes_as_two_works_is_doubted(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a"), paper("arXiv:2005.13013v1"), None)
    held = library.add(file(tmp_path, "a"), paper("arXiv:1907.11692v1"), None)
    assert held.paper.doubts == ("the same file came as arXiv:2005.13013v1 and as arXiv:1907.11692v1",)


def test_another_file_under_the_same_name_is_kept_beside_the_first(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a"), paper("doi:10.1/a", fetched="2026-01-01"), None)
    corrected = library.add(file(tmp_path, "b"), paper("doi:10.1/a", fetched="2026-02-02"), None)
    assert len(library.find("10.1/a")) == 2
    assert library.find("10.1/a")[0] == corrected


# --- removed, and taken away ---


def test_what_is_removed_is_gone_and_nothing_else_is(library: Library, tmp_path: Path) -> None:
    one = library.add(file(tmp_path, "a"), paper("arXiv:2005.13013v1"), document("arXiv:2005.13013v1", "First words."))
    other = library.add(file(tmp_path, "b"), paper("arXiv:2005.13013v2"), document("arXiv:2005.13013v2", "Second words."))
    library.remove([one])
    assert library.papers() == library.find("2005.13013") == [other]
    assert [hit.held for hit in library.search("words")] == [other]
    assert not one.file.exists()
    assert list(library.verify()) == []
    with pytest.raises(LibraryError, match="is no longer in the library"):
        library.document(one)


def test_prune_takes_what_no_paper_names_and_leaves_what_may_be_under_way(library: Library, tmp_path: Path) -> None:
    held = library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "A sentence."))
    old, young = library.files / ".broken-off.part", library.files / ".coming.part"
    unnamed = library.files / "ab" / ("ab" + "0" * 62)
    unnamed.parent.mkdir(exist_ok=True)
    for path in (old, young, unnamed):
        path.write_bytes(b"part")
    age(old)
    age(unnamed)
    assert {trouble.path for trouble in library.verify()} == {old, young, unnamed}
    assert not any(trouble.harms for trouble in library.verify())
    assert {(left.path, left.young) for left in library.prune(dry=True)} == {(old, False), (unnamed, False), (young, True)}
    assert old.exists()
    library.prune()
    assert (old.exists(), unnamed.exists(), young.exists()) == (False, False, True)
    assert library.document(held).sentences


def test_a_whole_paper_that_is_not_listed_is_no_rubbish(library: Library, tmp_path: Path) -> None:
    held = library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "A sentence."))
    library.close()
    (library.folder / NAME).unlink()
    make_database(library.folder, migrations())
    with Library.open(tmp_path / "home") as again:
        (trouble,) = again.verify()
        assert (trouble.kind, trouble.harms, trouble.path) == ("unlisted", False, held.file)
        age(held.file)
        assert again.prune() == []
    assert Library.rebuild(tmp_path / "home") == (1, [])
    with Library.open(tmp_path / "home") as again:
        assert again.papers() == [held]


def test_a_paper_whose_file_is_gone_is_named(library: Library, tmp_path: Path) -> None:
    held = library.add(file(tmp_path, "a"), paper("doi:10.1/a"), None)
    held.file.unlink()
    (trouble,) = library.verify()
    assert (trouble.kind, trouble.path, trouble.what) == ("lost", held.file, "the file of doi:10.1/a is gone")


def test_an_index_that_has_lost_a_passage_is_found(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "A sentence."))
    with closing(sqlite3.connect(library.folder / NAME)) as connection, connection:
        connection.execute("UPDATE passages SET text = 'Another sentence.'")
    assert [(trouble.kind, trouble.path) for trouble in library.verify()] == [("damaged", library.folder / NAME)]


# --- versions of the database ---

SECOND = "CREATE TABLE added (id INTEGER PRIMARY KEY);\n-- A comment; with a semicolon.\nINSERT INTO added VALUES (7);\n"


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a later version."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for number, name, statements in migrations():
        (folder / f"{number}_{name}.sql").write_text(statements)
    (folder / f"{migrations()[-1].number + 1}_added.sql").write_text(SECOND)
    return folder


def test_an_earlier_database_is_brought_up_to_date_and_says_what_was_done(library: Library, tmp_path: Path, later: Path) -> None:
    held = library.add(file(tmp_path, "a"), paper("doi:10.1/a"), document("doi:10.1/a", "A sentence."))
    library.close()
    with closing(open_database(library.folder, migrations(later))) as connection:
        assert connection.execute("SELECT id FROM added").fetchall() == [(7,)]
        done = connection.execute("SELECT number, name, applied FROM migrations").fetchall()
    assert [(number, name) for number, name, _ in done] == [(1, "papers"), (2, "added")]
    assert all(applied.startswith("20") for *_, applied in done)
    newest = migrations()[-1].number
    with pytest.raises(LibraryError, match=rf"was made by a later version \({newest + 1}; this one knows {newest}\)"):
        Library.open(tmp_path / "home")
    assert held.file.exists()


def test_a_migration_that_fails_leaves_the_database_as_it_was(library: Library, tmp_path: Path, later: Path) -> None:
    library.add(file(tmp_path, "a"), paper("doi:10.1/a"), None)
    library.close()
    (later / "2_added.sql").write_text(SECOND + "INSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(DamagedError, match="no such table: nowhere"):
        open_database(library.folder, migrations(later))
    with Library.open(tmp_path / "home") as again:
        assert len(again.papers()) == 1
        assert list(again.verify()) == []


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    with closing(sqlite3.connect(tmp_path / "library" / NAME)) as connection, connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(LibraryError, match="is a database, and not that of a library"):
        Library.open(tmp_path)


class WithoutIndex(sqlite3.Connection):
    """The SQLite of a Python that was built without FTS5."""

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:  # type: ignore[override]
        if "fts5" in sql:
            raise sqlite3.OperationalError("no such module: fts5")
        return super().execute(sql, *values)  # type: ignore[arg-type]


def test_a_python_without_the_index_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library.open(tmp_path).close()
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *names, **options: connect(*names, factory=WithoutIndex, **options))
    for home in (tmp_path, tmp_path / "new"):
        with pytest.raises(LibraryError, match="of this Python has no FTS5"):
            Library.open(home)
