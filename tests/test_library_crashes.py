"""A library in bad times: killed, written to by two at once, on a full disk, with spoilt bytes, copied. Nothing that it had is lost."""

from __future__ import annotations

import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from adding import made
from made_papers import file
from paths import ROOT

from synth.library import DamagedError, Held, Library, LibraryError
from synth.library.checking import STILL_COMING

KILLS = 100
PAPERS = 40  # of one library, before the next is begun
FIRST = 3  # additions that are waited for before a process is killed, at most
SPOILT = 200  # places of a database
LONGEST = 0.01  # seconds that are waited then, at most: longer than an addition takes


class Adder:
    """The program that adds, with the answers that it gives."""

    def __init__(self, **options: object) -> None:
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
        self._process = subprocess.Popen(
            [sys.executable, ROOT / "tests" / "adding.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            **options,  # type: ignore[call-overload]
        )
        self._said = b""

    def begin(self, home: Path, first: int, last: int, action: str = "add") -> int:
        """Begins to do it to these papers; gives the number of the process."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{home} {action} {first} {last}\n".encode())
        self._process.stdin.flush()
        return int(self.line().removeprefix("began "))

    def line(self) -> str:
        while b"\n" not in self._said:
            self._said += self._read()
        line, _, self._said = self._said.partition(b"\n")
        return line.decode()

    def listens(self, lines: int, seconds: float) -> bool:
        """Takes up so many lines, and then what is said for so long; whether the process still runs after that."""
        while self._said.count(b"\n") < lines and b"ended\n" not in self._said:
            self._said += self._read()
        if select.select([self._process.stdout], [], [], seconds)[0]:
            self._said += self._read()
        return b"ended\n" not in self._said

    def until_ended(self) -> list[str]:
        lines = []
        while (line := self.line()) != "ended":
            lines.append(line)
        return lines

    def _read(self) -> bytes:
        assert self._process.stdout is not None
        said = os.read(self._process.stdout.fileno(), 65_536)
        assert said, "the adding program has ended"
        return said

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        assert self._process.wait() == 0
        self._process.stdout.close()


@contextmanager
def adder(**options: object) -> Iterator[Adder]:
    one = Adder(**options)
    try:
        yield one
    finally:
        one.close()


def add_here(home: Path, *numbers: int) -> None:
    with Library.open(home) as library:
        for number in numbers:
            library.add(file(home.with_name("papers"), f"paper {number}"), *made(number))


def check_whole(home: Path, *numbers: int) -> set[int]:
    """That these papers are in the library, and that all that are in it are whole; which those are."""
    with Library.open(home) as library:
        assert [trouble for trouble in library.verify() if trouble.harms] == []
        there = {int(held.paper.source.id.partition(".")[2]): held for held in library.papers()}
        assert there.keys() >= set(numbers)
        for number, held in there.items():
            described, read = made(number)
            assert library.document(held) == read
            assert held.paper.source.title == described.source.title
            assert f"paper {number}\n" in held.file.read_text()
            assert held.paper in [hit.held.paper for hit in library.search(f"paper {number}", limit=50)]
    return set(there)


def age(home: Path) -> None:
    """All files become so old that they are not thought to be under way."""
    for path in home.rglob("*"):
        old = path.stat().st_mtime - STILL_COMING - 1
        os.utime(path, (old, old))


# --- killed ---


def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    """And the rest is added when it is tried again. The moments are drawn: some lie in opening, some in the middle of an addition."""
    draw = random.Random(15)
    kills, cut_short, homes, acknowledged = 0, 0, 0, set[int]()
    home = tmp_path / "home 0"
    with adder() as program:
        while kills < KILLS:
            process = program.begin(home, len(acknowledged), PAPERS)
            if alive := program.listens(draw.randint(0, FIRST), draw.uniform(0, LONGEST)):
                os.kill(process, signal.SIGKILL)
                kills += 1
            acknowledged |= {int(line.removeprefix("added ")) for line in program.until_ended() if line.startswith("added ")}
            if home.exists():
                there = check_whole(home, *acknowledged)
                with Library.open(home) as library:
                    cut_short += there != acknowledged or any(library.verify())
            if len(acknowledged) == PAPERS or not alive:
                finish(program, home, acknowledged)
                homes, acknowledged = homes + 1, set()
                home = tmp_path / f"home {homes}"
        finish(program, home, acknowledged)
    assert cut_short > KILLS / 10  # else the kills came between additions, and showed nothing


def finish(program: Adder, home: Path, acknowledged: set[int]) -> None:
    """What is missing is added, what is left over is taken away, and then nothing is wrong any more."""
    program.begin(home, len(acknowledged), PAPERS)
    program.until_ended()
    assert check_whole(home, *acknowledged) == set(range(PAPERS))
    age(home)
    with Library.open(home) as library:
        library.prune()
        assert list(library.verify()) == []
    assert check_whole(home) == set(range(PAPERS))


@pytest.mark.parametrize("action", ["remove", "rebuild"])
def test_a_kill_in_the_middle_of_a_change_harms_no_other_paper(tmp_path: Path, action: str) -> None:
    draw = random.Random(15)
    home = tmp_path / "home"
    add_here(home, *range(PAPERS))
    removed, left = 0, range(PAPERS // 2 if action == "remove" else 0, PAPERS)
    with adder() as program:
        for _ in range(KILLS // 4):
            process = program.begin(home, removed, PAPERS // 2, action)
            if program.listens(0, draw.uniform(0, LONGEST)):
                os.kill(process, signal.SIGKILL)
            removed += len([line for line in program.until_ended() if line.startswith("removed ")])
            if (home / "library" / "library.sqlite").exists():
                check_whole(home, *left)
            else:  # killed when the old one had lost its name, and the new one had none yet
                with pytest.raises(LibraryError, match="`synth library rebuild`"):
                    Library.open(home)
    Library.rebuild(home)
    check_whole(home, *left)


# --- two at once ---


def test_two_processes_add_at_once_and_all_is_there(tmp_path: Path) -> None:
    """Each adds two hundred, half of which the other adds, too."""
    home = tmp_path / "home"
    with adder() as one, adder() as other:
        one.begin(home, 0, 200)
        other.begin(home, 100, 300)
        assert one.until_ended() == [f"added {number}" for number in range(200)]
        assert other.until_ended() == [f"added {number}" for number in range(100, 300)]
    assert check_whole(home) == set(range(300))


def test_what_another_process_writes_anew_can_be_read_meanwhile(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_here(home, *range(20))
    with adder() as program, Library.open(home) as library:
        for _ in range(5):
            program.begin(home, 0, 20)
            while program.listens(0, 0):
                assert [trouble for trouble in library.verify() if trouble.harms] == []
                assert len([library.document(held) for held in library.papers()]) == 20
                assert library.search("paper 7")[0].held.paper.source.title == "Paper 7"
            assert len(program.until_ended()) == 20


def test_what_one_process_adds_while_another_removes_it_is_whole_or_not_there(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_here(home, *range(10))
    with adder() as one, adder() as other:
        for _ in range(20):
            one.begin(home, 0, 10)
            other.begin(home, 0, 10, "remove")
            assert one.until_ended() == [f"added {number}" for number in range(10)]
            assert len(other.until_ended()) == 10
            check_whole(home)


# --- no room ---


@pytest.fixture(params=["a full tmpfs", "a limit to the size of files"])
def narrow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    """A place without much room, and what a process must be told to have no more there."""
    place = tmp_path / "narrow"
    place.mkdir()
    if request.param != "a full tmpfs":
        yield place, {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))}
        return
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here; the other limit is tried")
    try:
        yield place, {}
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_said_in_a_line_and_loses_nothing(narrow: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    place, options = narrow
    home = place / "home"
    with adder(**options) as program:
        program.begin(home, 0, 3_000)
        *added, failed = program.until_ended()
    assert failed.startswith("failed OSError: [Errno ")
    acknowledged = [int(line.removeprefix("added ")) for line in added]
    assert len(acknowledged) > 10
    shutil.copytree(home, tmp_path / "home")  # where there is room again
    check_whole(tmp_path / "home", *acknowledged)
    add_here(tmp_path / "home", 3_000)
    check_whole(tmp_path / "home", *acknowledged, 3_000)


# --- spoilt ---


def spoil(path: Path, at: int, length: int = 16) -> None:
    with path.open("r+b") as opened:
        opened.seek(at)
        was = opened.read(length)
        opened.seek(at)
        opened.write(bytes(byte ^ 0xFF for byte in was))


def test_spoilt_bytes_of_a_paper_are_named_and_the_others_are_untouched(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_here(home, 1, 2, 3)
    with Library.open(home) as library:
        (held,) = library.find("2001.00002")
        spoil(held.file, 12)
        (trouble,) = library.verify()
        assert (trouble.kind, trouble.path) == ("damaged", held.file)
        assert "arXiv:2001.00002v1 is not what it was" in trouble.what
    add_here(home, 2)  # heals it
    assert check_whole(home) == {1, 2, 3}


def test_a_spoilt_or_lost_record_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_here(home, 1, 2)
    with Library.open(home) as library:
        records = sorted(library.shelf.records_there())
        spoil(records[0].path, 40)
        records[1].path.unlink()
        assert sorted((trouble.kind, trouble.path) for trouble in library.verify()) == [
            ("damaged", records[0].path),
            ("lost", records[1].path),
        ]
        with pytest.raises(LibraryError, match="is gone"):
            [library.document(held) for held in library.papers() if held.paper.source.hash.endswith(records[1].hash)]
    add_here(home, 1, 2)
    check_whole(home)


@pytest.mark.parametrize("spoilt", ["its first page", "each of its pages", "its length", "all of it"])
def test_a_spoilt_database_is_said_in_a_line_and_made_anew(tmp_path: Path, spoilt: str) -> None:
    home = tmp_path / "home"
    add_here(home, *range(10))
    database = home / "library" / "library.sqlite"
    pages = database.stat().st_size // 4096
    content = database.read_bytes()
    for page in range(1, pages) if spoilt == "each of its pages" else [0]:
        if spoilt == "its length":
            os.truncate(database, 4096 * pages // 2)
        elif spoilt == "all of it":
            os.truncate(database, 0)
        else:
            spoil(database, 4096 * page, 4096)
        assert says_what_is_wrong(home, database), page
        taken, troubles = Library.rebuild(home)
        assert (taken, troubles) == (10, [])
        assert check_whole(home) == set(range(10))
        database.write_bytes(content)


def says_what_is_wrong(home: Path, database: Path) -> bool:
    """Whether the damage is said, in a line that names the database, and nothing else comes of it."""
    try:
        with Library.open(home) as library:
            said = [trouble for trouble in library.verify() if trouble.path == database]
            return bool(said) or len(library.papers()) == 10
    except DamagedError as error:
        return str(error).startswith(f"{database}: ") and "\n" not in str(error) and "synth library rebuild" in str(error)


def test_no_spoilt_bytes_of_a_database_are_taken_for_a_fault_of_this_program(tmp_path: Path) -> None:
    """Places are drawn: in rows, in the index, in the schema. What cannot be read is said; papers' files are never touched."""
    draw = random.Random(15)
    home = tmp_path / "home"
    add_here(home, *range(5))
    database = home / "library" / "library.sqlite"
    content = database.read_bytes()
    with Library.open(home) as library:
        (held, *_) = library.papers()
    said = 0
    holding = [at for at, byte in enumerate(content) if byte]
    for _ in range(SPOILT):
        spoil(database, draw.choice(holding), draw.choice((1, 4, 16)))
        said += uses_say(home, held)
        for part in ("-wal", "-shm"):
            Path(f"{database}{part}").unlink(missing_ok=True)
        database.write_bytes(content)
    assert said > 0.8 * SPOILT  # the rest fell where nothing stands any more
    assert check_whole(home) == set(range(5))


def uses_say(home: Path, held: Held) -> bool:
    """Whether a use of the library says that something is wrong. Anything but a line about the library is an error here."""
    try:
        with Library.open(home) as library:
            said = any(trouble.harms for trouble in library.verify())
            library.search("paper nothing")
            library.find("2001.00003")
            library.document(held)
            library.papers()
            return said
    except LibraryError:
        return True


# --- moved and locked ---


def test_a_library_is_copied_while_it_is_open_and_works_elsewhere(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home) as library:
        for number in range(5):
            library.add(file(tmp_path / "papers", f"paper {number}"), *made(number))
        library.remember("openalex", "a", b"answer")
        assert (library.folder / "library.sqlite-wal").stat().st_size
        shutil.copytree(home, tmp_path / "elsewhere")
    shutil.rmtree(home)
    assert check_whole(tmp_path / "elsewhere") == set(range(5))
    with Library.open(tmp_path / "elsewhere") as library:
        assert library.recall("openalex", "a") == b"answer"


@pytest.mark.parametrize("how", ["closed", "killed"])
def test_on_a_medium_that_cannot_be_written_it_can_be_read(tmp_path: Path, how: str) -> None:
    home = tmp_path / "home"
    add_here(home, 0, 1)
    if how == "killed":
        with Library.open(home) as library:
            library.add(file(tmp_path / "papers", "paper 2"), *made(2))
            shutil.copytree(home, tmp_path / "as it was")
        home = tmp_path / "as it was"
    elsewhere = tmp_path / "medium"
    elsewhere.mkdir()
    if subprocess.run(["mount", "--bind", home, elsewhere], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", elsewhere], check=True)
        assert check_whole(elsewhere) == ({0, 1} if how == "closed" else {0, 1, 2})
        with Library.open(elsewhere) as library, pytest.raises(LibraryError, match="nothing can be written there"):
            library.add(file(tmp_path / "papers", "paper 3"), *made(3))
    finally:
        subprocess.run(["umount", elsewhere], check=True)


def test_a_database_is_not_made_anew_while_another_process_has_it(tmp_path: Path) -> None:
    add_here(tmp_path / "home", 1)
    with Library.open(tmp_path / "home"), pytest.raises(LibraryError, match="another process has this library open"):
        Library.rebuild(tmp_path / "home")


def test_papers_without_a_database_are_not_taken_for_an_empty_library(tmp_path: Path) -> None:
    add_here(tmp_path / "home", 1)
    (tmp_path / "home" / "library" / "library.sqlite").unlink()
    with pytest.raises(LibraryError, match="has papers and no database; `synth library rebuild`"):
        Library.open(tmp_path / "home")
    Library.rebuild(tmp_path / "home")
    assert check_whole(tmp_path / "home") == {1}
