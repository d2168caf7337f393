"""A study is run from the command line: in part, again, after a kill in each of its phases, and read by the claims' half."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from paths import ROOT

from reproduce.alive import this_process
from reproduce.cache import Cache
from reproduce.made import Amounts, Made
from reproduce.plan import Plan, make_plan
from reproduce.results import measurements, results_of
from reproduce.running import log_of, run
from reproduce.steps import Running
from reproduce.study import read_study
from reproduce.table import table
from synth.claims.tests import run_test
from synth.measurements import read_measurements, validate

SMALL = ["phang2020", "--preset", "nano", "--intermediate", "anli+", "--targets", "panx,tatoeba", "--seeds", "1", "--jobs", "1"]
TERMINAL = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm"}
FEW = Amounts(train=64, more=64, dev=24, test=24, text=24)


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "reproduce", *arguments, "--home", str(home)]


def reproduce(home: Path, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command(home, *arguments), capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == status, done.stderr
    return done


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small part of the nano study, run."""
    home = tmp_path_factory.mktemp("home")
    done = reproduce(home, "run", *SMALL)
    assert "(reduced:nano, data made: no figure of the paper's)" in done.stdout
    assert "17 nodes made, 0 were there" in done.stderr
    return home


def test_what_is_there_does_not_run_again(home: Path) -> None:
    assert "0 nodes made, 17 were there" in reproduce(home, "run", *SMALL).stderr


def test_a_plan_says_what_is_there_and_why_the_rest_is_not(home: Path) -> None:
    assert "17 are there" in reproduce(home, "plan", *SMALL, "--no-cost").stdout
    told = reproduce(home, "plan", *SMALL, "--no-cost", "--why", "--unplanted").stdout
    assert "0 are there" in told
    assert "made/panx/train-en changed" in told
    told = reproduce(home, "plan", *SMALL[:-2], "--jobs", "1", "--no-cost", "--targets", "panx,tatoeba,xcopa", "--why").stdout
    assert "it never ran here" in told
    assert "made/panx/train-en" not in told


def test_the_cost_of_what_is_missing_is_measured(home: Path) -> None:
    told = reproduce(home, "plan", *SMALL, "--targets", "panx,tatoeba,xcopa", "--device", "cpu").stdout
    assert "s  target/scratch:nano/none/xcopa/seed-1  ← encoder/scratch:nano, tokenizer/scratch:nano" in told
    assert "hours of a GPU: not measured" in told
    assert json.loads(reproduce(home, "plan", *SMALL, "--no-cost", "--json").stdout)[0]["there"] is True


def test_a_run_is_watched(home: Path) -> None:
    assert "17 of 17 nodes" in reproduce(home, "watch", *SMALL, "--once").stdout
    assert reproduce(home, "watch", *SMALL, "--preset", "small", "--data", "made", "--once", status=2).stderr.startswith(
        "reproduce: no run of"
    )


def test_the_run_that_is_watched_is_named_and_no_other_is_shown_for_it(home: Path, tmp_path: Path) -> None:
    whole = ["phang2020", "--preset", "nano", "--once"]
    asked = "reproduce run phang2020 --preset nano --intermediate anli+ --targets panx,tatoeba --seeds 1"
    assert asked in " ".join(reproduce(home, "watch", *whole).stdout.split())
    told = reproduce(home, "watch", *whole, "--targets", "panx", status=2).stderr
    assert told == f"reproduce: no run of this part of the grid was started here; the last one was `{asked}`\n"
    state = json.loads(reproduce(home, "watch", *SMALL, "--json").stdout)
    assert (state["command"], state["ended"], state["gone"]) == (asked, True, False)


def test_a_run_that_was_killed_is_watched_to_its_end(home: Path, tmp_path: Path) -> None:
    logs = tmp_path / "runs" / "logs"
    logs.mkdir(parents=True)
    (log,) = (home / "runs" / "logs").iterdir()
    begun = log.read_text().splitlines()[0]
    (logs / log.name).write_text(f"{begun}\n")  # its process is gone, and said nothing more
    for how in ([], ["--once"], ["--json"]):
        told = reproduce(tmp_path, "watch", *SMALL, *how, status=3).stderr
        assert told.startswith("reproduce: the run ended without saying so (its process is gone)")
        assert len(told.splitlines()) == 1


def test_who_stops_watching_stops_nothing_else(home: Path, tmp_path: Path) -> None:
    logs = tmp_path / "runs" / "logs"
    logs.mkdir(parents=True)
    (log,) = (home / "runs" / "logs").iterdir()
    begun = {**json.loads(log.read_text().splitlines()[0]), **this_process()}
    (logs / log.name).write_text(f"{json.dumps(begun)}\n")
    watching = subprocess.Popen(
        command(tmp_path, "watch", *SMALL), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=TERMINAL
    )
    assert watching.stdout is not None
    while " nodes, " not in watching.stdout.readline():  # it draws
        assert watching.poll() is None
    watching.send_signal(signal.SIGINT)
    assert watching.communicate()[1] == "reproduce: only the watching ended; the run goes on\n"
    assert watching.returncode == 130


def test_results_are_measurements_that_claims_are_held_against(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "measured.csv"
    reproduce(home, "results", *SMALL, "--measurements", str(file))
    rows = read_measurements(file)
    assert not validate(rows)
    assert {row.scale for row in rows} == {"reduced:nano"}
    assert {row.origin for row in rows} == {"rerun"}
    (change,) = [row for row in rows if row.kind == "change" and row.target == "panx" and row.metric == "f1"]
    (after, before) = [
        next(
            row
            for row in rows
            if (row.intermediate, row.target, row.metric, row.language, row.kind) == (one, "panx", "f1", "avg", "absolute")
        )
        for one in ("anli+", "none")
    ]
    assert change.value == after.value - before.value
    assert after.unknown["metric_version"].startswith("tagging seqeval-0.0.12")
    outcome = run_test('gain("anli+", variant="english", target="panx", metric="f1") > 100', rows)
    assert outcome.judgement == "contradicted"


@pytest.mark.parametrize("shape", ["text", "markdown", "latex", "csv"])
def test_a_reduced_table_says_so(home: Path, shape: str) -> None:
    assert "reduced:nano" in reproduce(home, "results", *SMALL, "--format", shape).stdout


def test_floors_stand_beside_the_scores(home: Path) -> None:
    told = reproduce(home, "results", *SMALL, "--floors").stdout
    assert all(word in told for word in ("majority", "words", "scratch:nano, untrained"))


def test_claims_are_confirmed_with_their_artifact(home: Path, tmp_path: Path) -> None:
    claim = tmp_path / "claim.toml"
    claim.write_text(
        'schema = 1\ntext = "Training on ANLI helps names."\n'
        '[[atoms]]\ntext = "It helps names by more than 90 points."\ntype = "result"\n'
        'test = \'gain("anli+", variant="english", target="panx", metric="f1") > 90\'\n'
        '[[atoms]]\ntext = "Its seed is beyond."\ntype = "result"\n'
        'test = \'gain("anli+", variant="mlm", target="panx") > 0\'\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    told = reproduce(home, "confirm", str(claim), *SMALL[1:], "--out", str(out)).stdout
    assert "reduced:nano" in told
    assert "the grid has no variant “mlm”; it has english" in told
    artifact = json.loads((out / "claim.json").read_text(encoding="utf-8"))
    first = artifact["atoms"][0]
    assert (first["judgement"], first["reason"][:8]) == ("not checkable", "one seed")
    assert set(first["scores"]) == {"scores/scratch:nano/anli+.english/panx/seed-1", "scores/scratch:nano/none/panx/seed-1"}
    run_of = artifact["runs"]["target/scratch:nano/anli+.english/panx/seed-1"]
    assert run_of["inputs"]["settings"]["seed"] == 1
    assert "made/panx/train-en" in run_of["inputs"]["data"]
    assert run_of["device"] == "cpu"
    assert {"python", "platform", "torch"} <= set(artifact["environment"])


def test_what_a_claim_lacks_is_said_with_its_cost(tmp_path: Path) -> None:
    told = reproduce(tmp_path, "confirm", "data/claims/04-tydiqa-against-xnli.toml", "--preset", "nano", "--targets", "xnli").stdout
    assert "missing: 22 scores; --run makes them" in told
    assert "cost: " in told


def test_wrong_use_is_one_line(tmp_path: Path) -> None:
    for arguments in (
        ["run", "nothing"],
        ["plan", "phang2020", "--preset", "huge"],
        ["run", *SMALL, "--targets", "poetry"],
        ["results", *SMALL],
        ["run", *SMALL, "--save-every", "0"],
        ["run", *SMALL, "--save-every", "-3"],
        ["run", *SMALL, "--parts", "0"],
        ["run", *SMALL, "--device", "foo"],
        ["plan", *SMALL, "--device", "cuda:x"],
    ):
        told = reproduce(tmp_path, *arguments, status=2)
        assert told.stderr.startswith("reproduce: ")
        assert len(told.stderr.splitlines()) == 1


def test_a_device_that_is_not_here_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    for name in ("cuda", "cuda:7"):
        told = reproduce(tmp_path, "run", *SMALL, "--device", name, "-q", status=3)
        assert told.stderr == f"reproduce: --device {name}: this machine has no GPU that torch can use\n"
    assert not list(tmp_path.iterdir())


def test_a_log_stands_among_the_logs_whatever_its_study_is_called() -> None:
    study = read_study("phang2020", "nano", {"intermediate": (), "targets": ("panx",), "seeds": (1,)})
    plan = make_plan(study, Made())
    names = {"nano", "../../esc", "..", "a/b", "a b", "a-b", "n" * 500, "n" * 501}
    logs = {log_of(Plan(replace(study, preset=name), plan.source, list(plan.nodes.values())), Path("home")) for name in names}
    assert len(logs) == len(names)
    assert {log.resolve().parent for log in logs} == {Path("home/logs").resolve()}
    assert max(len(log.name) for log in logs) < 200
    assert Path("home/logs/phang2020-nano.jsonl") in logs


# --- killed, and gone on with --------------------------------------------------------------------------------------

PHASES = ["encoder/scratch:nano", "intermediate/scratch:nano/anli+.english/seed-1", "target/scratch:nano/none/panx/seed-1"]


def last_step(place: Path) -> int:
    """The last step of which there is a checkpoint, while somebody writes them."""
    try:
        found = [state.parent.name for pattern in ("work.*/*/state.json", "work.*/*/*/state.json") for state in place.glob(pattern)]
    except FileNotFoundError:  # one that was looked into was removed
        return 0
    return max((int(name) for name in found if name.isdigit()), default=0)


@pytest.mark.parametrize("node", PHASES)
def test_a_killed_run_ends_as_if_it_had_not_been(node: str, home: Path, tmp_path: Path) -> None:
    """SIGKILL when a phase is in a step that nobody chose; then the same command again. Every file of every result is the same."""
    plan = make_plan(read_study("phang2020", "nano", {"intermediate": ("anli+",), "targets": ("panx", "tatoeba"), "seeds": (1,)}), Made())
    key = plan.inputs(node).key
    steps = Cache(home / "runs").get(key).summary["steps"]
    after = random.Random(f"{node} {os.getpid()}").randint(2, steps - 2)
    started = subprocess.Popen(
        command(tmp_path, "run", *SMALL, "--save-every", "1", "-q"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    place = Cache(tmp_path / "runs").place(key)
    try:
        deadline = time.monotonic() + 240
        while last_step(place) < after:
            assert time.monotonic() < deadline
            assert started.poll() is None
            time.sleep(0.005)
    finally:
        started.send_signal(signal.SIGKILL)
        started.wait()
    assert Cache(tmp_path / "runs").find(plan.inputs(node)) is None
    reproduce(tmp_path, "run", *SMALL, "--save-every", "1")
    for name in plan.nodes:
        one, other = (Cache(place / "runs").get(plan.inputs(name).key).files for place in (home, tmp_path))
        assert one == other, name


# --- what changes no result, and what is planted -----------------------------------------------------------------------


def test_how_it_is_run_is_no_input(tmp_path: Path) -> None:
    study = read_study("phang2020", "nano", {"intermediate": (), "targets": ("panx",), "seeds": (1,)})
    plan = make_plan(study, Made(amounts=FEW))
    assert run(plan, tmp_path, Running(), jobs=1).made == len(plan.nodes)
    again = run(plan, tmp_path, Running(device="cuda:7", size=5, save_every=1, say_every=1), jobs=2)
    assert (again.made, again.there) == (0, len(plan.nodes))


@pytest.mark.parametrize("planted", [True, False])
def test_a_planted_effect_is_found_and_no_other(planted: bool, tmp_path: Path) -> None:
    """The change lies above the noise of the seeds where the effect is planted, and within it where it is taken out."""
    study = read_study("phang2020", "nano", {"intermediate": ("anli+",), "targets": ("panx",), "seeds": (1, 2, 3, 4), "planted": planted})
    plan = make_plan(study, Made(planted=planted))
    assert not run(plan, tmp_path, Running(), jobs=1).failed
    results = results_of(plan, tmp_path)
    outcome = run_test('gain("anli+", variant="english", target="panx", metric="f1") > 0', measurements(results))
    assert (outcome.judgement == "supported") == planted
    (_, entries) = table(results, "").rows[1]
    assert entries[0].n + entries[0].chance == 4


def test_a_run_at_chance_is_tried_again_counted_and_left_out(tmp_path: Path) -> None:
    """A rate of nothing teaches nothing: every try ends at chance."""
    study = read_study("phang2020", "nano", {"intermediate": (), "targets": ("xcopa",), "seeds": (1, 2), "reseeds": 1})
    recipes = {"nano": {**study.recipes["nano"], "target": {"rate": 0.0}}}
    plan = make_plan(replace(study, recipes=recipes), Made(amounts=FEW))
    run(plan, tmp_path, Running(), jobs=1)
    results = results_of(plan, tmp_path)
    trained = [one for one in results.scored if one.node.step == "scores" and one.cell.intermediate == "none"]
    assert [(one.chance, one.failed) for one in trained] == [(True, 2), (True, 2)]
    (_, (entry, _)) = table(results, "").rows[0]
    assert (entry.value, entry.n, entry.chance) == (None, 0, 2)
    assert not [row for row in measurements(results) if row.intermediate == "none"]
