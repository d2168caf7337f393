"""The plan over Ray: a real head and two workers, each with an address of its own on loopback, one of which is killed in the middle."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

import pytest
from paths import ROOT

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="ray is not installed (extra `scale`)"),
    pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed (extra `reproduce`)"),
    pytest.mark.skipif(sys.platform != "linux", reason="one machine has many addresses on loopback only in Linux"),
]

LIMIT = 240  # seconds, after which all is stopped and the test fails; it takes 40 on two cores that others use too
SILENCE = 100  # seconds in which a run says nothing, after which it is waited for no more
ADDRESS = "127.0.0.{}"
GRID = {"intermediate": ("anli+",), "targets": ("xnli", "tatoeba"), "seeds": (1,), "languages": ("en", "de")}
TOKENIZER, ENCODER, FLOORS = "tokenizer/scratch:nano", "encoder/scratch:nano", "floors/xnli"
SAVE_EVERY = 5  # steps; the encoder has 57 of them
KILLED_AT = 20
RUNS = """
import sys
from pathlib import Path
from test_engine_ray import run_here
run_here(Path(sys.argv[1]), *sys.argv[2:])
"""


class Cluster(NamedTuple):
    environment: dict[str, str]  # with its address
    workers: list[subprocess.Popen[str]]  # the first process of each machine


@contextmanager
def cluster(environment: dict[str, str]) -> Iterator[Cluster]:
    """A head without a place for work, and two workers with one each."""
    folder = Path(environment["RAY_TMPDIR"])
    head = start(folder, 2, environment, "--head", "--port=0", "--num-cpus=0", "--include-dashboard=false")
    wait_for(head)
    address = (folder / "2" / "ray_current_cluster").read_text().strip()
    workers = [start(folder, number, environment, f"--address={address}", "--num-cpus=1") for number in (3, 4)]
    for worker in workers:
        wait_for(worker)
    yield Cluster({**environment, "RAY_ADDRESS": address}, workers)
    for leader in (*workers, head):
        end(leader)


def start(folder: Path, number: int, environment: dict[str, str], *more: str) -> subprocess.Popen[str]:
    """A machine of a cluster, with an address of its own; its processes are one session."""
    command = [sys.executable, "-c", "from ray.scripts.scripts import main; main()", "start", "--block", "--disable-usage-stats"]
    command += [f"--node-ip-address={ADDRESS.format(number)}", f"--temp-dir={folder / str(number)}", "--object-store-memory=80000000"]
    return started([*command, "--include-log-monitor=false", *more], environment)


def wait_for(machine: subprocess.Popen[str]) -> None:
    assert machine.stdout is not None
    said = []
    for line in machine.stdout:
        said.append(line)
        if "This command will now block" in line:
            return
    raise AssertionError("".join(said))


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """What all processes of a test see. At its end, or at the limit, none of them is left."""
    folder = tempfile.mkdtemp(prefix="ray")  # a short name: sockets stand in it
    changed = {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "RAY_TMPDIR": folder,
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(16),
        "RAY_health_check_initial_delay_ms": "0",
        "RAY_health_check_period_ms": "1000",
        "RAY_health_check_failure_threshold": "3",  # a machine that is not there any more is given up after three seconds
        "RAY_raylet_start_wait_time_s": "120",
        "RAY_memory_monitor_refresh_ms": "0",  # no worker is lost but the one that the test kills
    }
    late = Timer(LIMIT, end_all)
    late.start()
    try:
        yield {**{name: value for name, value in os.environ.items() if not name.startswith("RAY_")}, **changed}
    finally:
        late.cancel()
        end_all()
        shutil.rmtree(folder, ignore_errors=True)


STARTED: list[subprocess.Popen[str]] = []


def started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    """A process that leads a session: all that it starts is found by it."""
    process = subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    STARTED.append(process)
    return process


def end(leader: subprocess.Popen[str]) -> None:
    """Kills all processes of a session, those too that appear meanwhile."""
    while alive := processes(leader.pid):
        for process in alive:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        leader.poll()
    leader.wait()
    if leader.stdout:
        leader.stdout.close()


def end_all() -> None:
    while STARTED:
        end(STARTED.pop())


def processes(session: int) -> list[int]:
    """The processes of a session that live."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of = place.read_text().rpartition(") ")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of) == session and state not in "ZX":
            found.append(int(place.parent.name))
    return found


# --- what runs in a process of its own ---


def run_here(root: Path, engine: str, broken: str = "", *only: str) -> None:
    """Runs the plan and prints how it went; with data that raise for one task, or without."""
    from reproduce.plan import make_plan
    from reproduce.running import run
    from reproduce.steps import Running
    from reproduce.study import read_study

    plan = make_plan(read_study("phang2020", "nano", GRID), source_without(broken))
    went = run(plan, root, Running(save_every=SAVE_EVERY), jobs=2, engine=engine, only=only or None)
    failed = [(one.name, one.error) for one in went.failed]
    print(json.dumps({"made": went.made, "failed": failed, "untried": went.untried}))


def source_without(broken: str) -> Any:
    from reproduce.made import Made

    class Broken(Made):
        def rows(self, task: Any, split: str, language: str) -> Any:
            if task.name == broken:
                raise ValueError(f"no rows of {task.name}\nhere")
            return super().rows(task, split, language)

    return Broken(languages=GRID["languages"]) if broken else Made(languages=GRID["languages"])


# --- the promises ---


def test_a_run_that_loses_a_worker_ends_as_one_that_loses_none(environment: dict[str, str], tmp_path: Path) -> None:
    local = started([sys.executable, "-c", RUNS, str(tmp_path / "local"), "local"], environment)
    log = tmp_path / "ray" / "logs" / "phang2020-nano.jsonl"
    log.parent.mkdir(parents=True)
    os.mkfifo(log)  # so that what happens is told here at once
    begun: list[int] = []
    steps: list[list[int]] = []
    with cluster(environment) as there:
        pipe = os.open(log, os.O_RDWR)
        driver = started([sys.executable, "-c", RUNS, str(tmp_path / "ray"), "ray"], there.environment)
        for event in told(pipe):
            if event.get("node") == ENCODER and event["event"] == "begun":
                begun.append(event["worker"])
                steps.append([])
            elif event.get("node") == ENCODER and event["event"] == "step":
                steps[-1].append(event["step"])
                if len(begun) == 1 and event["step"] == KILLED_AT:
                    (lost,) = [worker for worker in there.workers if worker.pid == os.getsid(begun[0])]
                    end(lost)
        went = answer(driver)
        os.close(pipe)
    assert went == answer(local)
    assert (went["failed"], went["untried"]) == ([], 0)
    first, second = steps
    assert first[0] == 10
    assert second[0] >= KILLED_AT, "it went on from a checkpoint"
    found = files(tmp_path / "ray")
    assert len([name for name in found if name.endswith("made.json")]) == went["made"]
    assert found == files(tmp_path / "local")


def told(pipe: int) -> Iterator[dict[str, Any]]:
    """What is told, up to the end of the run, or until nothing is told any more."""
    rest = b""
    while select.select([pipe], [], [], SILENCE)[0]:
        *lines, rest = (rest + os.read(pipe, 1 << 16)).split(b"\n")
        for line in lines:
            event = json.loads(line)
            yield event
            if event["event"] == "ended":
                return


def test_without_a_cluster_one_is_made_and_a_node_that_raises_costs_those_on_it(environment: dict[str, str], tmp_path: Path) -> None:
    driver = started([sys.executable, "-c", RUNS, str(tmp_path), "ray", "mlm", ENCODER, FLOORS], environment)
    went = answer(driver)
    assert [TOKENIZER, "ValueError: no rows of mlm here"] in went["failed"]
    events = [json.loads(line) for line in (tmp_path / "logs" / "phang2020-nano.jsonl").read_text().splitlines()]
    of = {name: [event["event"] for event in events if event.get("node") == name] for name in (TOKENIZER, ENCODER, FLOORS)}
    assert of == {TOKENIZER: ["begun", "failed"], ENCODER: [], FLOORS: ["begun", "done"]}
    assert not processes(driver.pid)


def test_a_cluster_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from reproduce.engines import ray

    with socket.socket() as nobody:
        nobody.bind((ADDRESS.format(1), 0))
        address = ADDRESS.format(f"1:{nobody.getsockname()[1]}")
        monkeypatch.setenv("RAY_ADDRESS", address)
        with pytest.raises(ray.ClusterError, match=f"no cluster answers at {address} .*: Connection refused"):
            list(ray.run({}, {}, 1))


@pytest.mark.parametrize("address", ["nonsense", "localhost:", "127.0.0.1:99999999", "a://b:c", "ray://127.0.0.1"])
def test_what_is_no_address_of_a_cluster_is_said(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from reproduce.engines import ray

    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(ray.ClusterError, match=re.escape(address)):
        list(ray.run({}, {}, 1))


@pytest.mark.parametrize("scheme", ["", "ray://"])
def test_somebody_who_is_there_and_says_nothing_is_no_cluster(scheme: str, tmp_path: Path) -> None:
    """In one line of the command, long before this test is given up."""
    with socket.socket() as silent:
        silent.bind((ADDRESS.format(1), 0))
        silent.listen()
        address = f"{scheme}{ADDRESS.format(1)}:{silent.getsockname()[1]}"
        command = [sys.executable, "-m", "reproduce", "run", "phang2020", "--preset", "nano", "--engine", "ray", "-q"]
        done = subprocess.run(
            [*command, "--home", str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "RAY_ADDRESS": address},
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"reproduce: no cluster answers at {address}")


def answer(process: subprocess.Popen[str]) -> Any:
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return json.loads(said.splitlines()[-1])


def files(root: Path) -> dict[str, Any]:
    """All that is in the folders of results: the files byte for byte, but for how long they took to make, and when that was."""
    found: dict[str, Any] = {}
    for place in (place for place in root.glob("*/**/*") if place.is_file() and len(place.relative_to(root).parts[0]) == 16):
        name, content = str(place.relative_to(root)), place.read_bytes()
        found[name] = {**json.loads(content), "seconds": None, "seen": None, "digest": None} if place.name == "made.json" else content
    return found
