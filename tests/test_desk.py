"""The desk that asks: as it is configured, each question once, and offline what was answered before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from made_databases import Entry, answering
from made_web import Reply, Time, served

from synth.records import Source
from synth.settings import SettingError, read_settings
from synth.sources.databases import Text
from synth.sources.desk import OFFLINE, Desk
from synth.sources.manners import AskedError
from synth.sources.works import Cited

WEIGHING = Entry("Learning to Weigh Evidence in Long Documents", arxiv="2101.00001", doi="10.1000/weigh")
CITED = Cited(title=WEIGHING.title, identifiers=(Source(scheme="arXiv", id="2101.00001"),))
TWO = ("datacite", "s2")


class Kept:
    """A memory of its own."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], bytes] = {}

    def recall(self, database: str, question: str) -> bytes | None:
        return self.answers.get((database, question))

    def remember(self, database: str, question: str, answer: bytes) -> None:
        self.answers[database, question] = answer


@contextmanager
def loopback(tmp_path: Path, misbehave: dict[str, Reply] | None = None) -> Iterator[tuple[dict[str, str], dict[str, list[str]]]]:
    """The environment that points two databases at loopback, and what each was asked."""
    with ExitStack() as stack:
        environment, asked = {"ASSAY_HOME": str(tmp_path)}, {}
        for name in TWO:
            wrong = (misbehave or {}).get(name)
            host, asked[name] = stack.enter_context(served(answering(name, [WEIGHING], lambda n, wrong=wrong: wrong)))  # type: ignore[misc]
            environment[f"ASSAY_{name.upper()}_HOME"] = f"http://{host}"
        yield environment, asked


def desk(environment: dict[str, str], tmp_path: Path, *, offline: bool = False, memory: Kept | None = None, refresh: bool = False) -> Desk:
    settings = read_settings({"offline": offline}, environment, tmp_path)
    return Desk(settings, only=TWO, memory=memory, refresh=refresh, clock=(time := Time()).read, sleep=time.sleep)


def test_what_was_answered_is_answered_offline_too(tmp_path: Path) -> None:
    memory = Kept()
    with loopback(tmp_path) as (environment, _):
        online = desk(environment, tmp_path, memory=memory).ask([CITED])
    assert {one.database for one in online[0] if one.works} == set(TWO)
    assert desk(environment, tmp_path, offline=True, memory=memory).ask([CITED]) == online


def test_offline_nobody_is_asked_and_nothing_is_none(tmp_path: Path) -> None:
    with loopback(tmp_path) as (environment, asked):
        answers = desk(environment, tmp_path, offline=True).ask([CITED])[0]
    assert asked == {name: [] for name in TWO}
    assert {one.failed for one in answers} == {OFFLINE}


def test_a_question_is_asked_once(tmp_path: Path) -> None:
    memory = Kept()
    with loopback(tmp_path) as (environment, asked):
        desk(environment, tmp_path, memory=memory).ask([CITED, CITED])
        desk(environment, tmp_path, memory=memory).ask([CITED])
        assert {name: len(paths) for name, paths in asked.items()} == dict.fromkeys(TWO, 2)
        desk(environment, tmp_path, memory=memory, refresh=True).ask([CITED])
        assert {name: len(paths) for name, paths in asked.items()} == dict.fromkeys(TWO, 4)


def test_many_numbers_are_one_question_and_what_is_found_so_is_not_searched_for(tmp_path: Path) -> None:
    many = [Entry(f"Weighing of Thing Number {n} in Long Documents", arxiv=f"2101.{n:05}", version=2) for n in range(1, 8)]
    cited = [
        Cited(title=one.title, authors=one.authors, identifiers=(Source(scheme="arXiv", id=one.arxiv, version="v2" if at % 2 else ""),))
        for at, one in enumerate(many)
    ]
    lost = Cited(title="Another Title Altogether", authors=("Ann Lee",), identifiers=(Source(scheme="arXiv", id="2101.00001"),))
    never = Cited(title=many[1].title, identifiers=(Source(scheme="arXiv", id=many[1].arxiv, version="v9"),))
    with served(answering("arxiv", many)) as (host, asked):
        environment = {"ASSAY_HOME": str(tmp_path), "ASSAY_ARXIV_HOME": f"http://{host}", "ASSAY_ARXIV_SPACING": "0"}
        memory = Kept()
        together = Desk(read_settings({}, environment, tmp_path), only=("arxiv",), memory=memory).ask([*cited, lost, never])
        numbers = [path for path in asked if "id_list=2" in path]
        assert len(numbers) == 3, "all at once, and the version that is not there by itself, then without its version"
        searched = [path for path in asked if "search_query=ti" in path]
        assert searched, "the title that is another is searched for"
        alone = [Desk(read_settings({}, environment, tmp_path), only=("arxiv",)).ask([one])[0] for one in (*cited, lost, never)]
    assert together == alone
    assert all(len(answers) == 1 and answers[0].works for answers in together[: len(cited)])
    assert [answers[-1].by for answers in together[len(cited) :]] == [None, together[-1][-1].by]
    offline = Desk(read_settings({"offline": True}, environment, tmp_path), only=("arxiv",), memory=memory)
    assert offline.ask([*cited, lost, never]) == together


def test_none_is_asked_for_again(tmp_path: Path) -> None:
    memory, unknown = Kept(), Cited(title="Zzyzx qwerty")
    with loopback(tmp_path) as (environment, asked):
        for _ in range(2):
            assert [one.works for one in desk(environment, tmp_path, memory=memory).ask([unknown])[0]] == [(), ()]
        assert {name: len(paths) for name, paths in asked.items()} == dict.fromkeys(TWO, 2)
    assert [one.failed for one in desk(environment, tmp_path, offline=True, memory=memory).ask([unknown])[0]] == ["", ""]


def test_a_failure_is_told_and_not_remembered_and_costs_the_others_nothing(tmp_path: Path) -> None:
    memory = Kept()
    with loopback(tmp_path, {"s2": (400, {}, b"no")}) as (environment, asked):
        answers = desk(environment, tmp_path, memory=memory).ask([CITED, Cited(title="Another"), Cited(title="A third")])
    said = [one.failed for of_one in answers for one in of_one if one.database == "s2"]
    assert [text.rpartition(": ")[2] for text in said] == ["answers 400"] * 4
    assert [text.startswith("given up: ") for text in said] == [False, False, True, True]
    assert len(asked["s2"]) == 2
    assert {name for name, _ in memory.answers} == {"datacite"}


def test_files_are_given_up_where_their_server_fails_and_not_where_one_is_missing(tmp_path: Path) -> None:
    source = Source(scheme="arXiv", id="2101.00001", version="v1")
    statuses = [404, 404, 404, 503, 503, 503, 503, 503, 503, 503, 503]
    with served(lambda n, _: (statuses[n], {}, b"")) as (host, asked):
        environment = {"ASSAY_HOME": str(tmp_path), "ASSAY_ARXIV_HOME": f"http://{host}", "ASSAY_ARXIV_SPACING": "0"}
        settings, time = read_settings({"offline": False}, environment, tmp_path), Time()
        files = Desk(settings, only=("arxiv",), clock=time.read, sleep=time.sleep)
        said = []
        for _ in range(6):
            with pytest.raises(AskedError) as error:
                files.download(Text("pdf", f"http://{host}/pdf/2101.00001v1", source), tmp_path / "files")
            said.append(str(error.value).rpartition(": ")[2])
    assert said == ["answers 404"] * 3 + ["answers 503, 4 times"] * 3
    assert len(asked) == 3 + 2 * 4


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ASSAY_NOBODY_HOME", "http://127.0.0.1", "ASSAY_NOBODY_HOME: no source is called 'nobody'; there are acl, arxiv, "),
        ("ASSAY_S2_HOME", "nowhere", "ASSAY_S2_HOME: 'nowhere' is no address"),
        ("ASSAY_S2_SPACING", "0", "ASSAY_S2_SPACING: is for a server of your own, whose home is set too"),
    ],
)
def test_what_is_configured_wrongly_is_said_before_anybody_is_asked(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        desk({name: value}, tmp_path)


def test_a_key_goes_to_its_own_database(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text('[sources.s2]\nkey = "secret"\n', encoding="utf-8")
    with loopback(tmp_path) as (environment, _):
        made = desk(environment, tmp_path)
    assert {name: one.key for name, one in made._asking.items()} == {"datacite": "", "s2": "secret"}


def test_processes_share_their_turns(tmp_path: Path) -> None:
    """Two desks of one home: the second waits as long as the first would have."""
    with loopback(tmp_path) as (environment, _):
        slept = []
        for _ in range(2):
            settings, time = read_settings({"offline": False}, environment, tmp_path), Time()
            Desk(settings, only=("s2",), clock=time.read, sleep=time.sleep).ask([Cited(title=WEIGHING.title)])
            slept.append(sum(time.slept))
    assert slept[0] == 0.0
    assert 0.0 < slept[1] <= 1.1
