"""Work over many items: in order, bounded, and no item can take another one with it. Real processes that really die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from synth import engine

MANY = 100  # more than are done in one process


def square(n: int) -> int:
    return n * n


def where(_: int) -> int:
    return os.getpid()


def raises_on_seven(n: int) -> int:
    if n % 10 == 7:
        raise ValueError(f"{n} is\nnot wanted")
    return n


def dies_on_seven(n: int) -> int:
    if n == 7:
        os._exit(3)
    if n == 57:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def dies_after_others(n: int) -> int:
    """Dies on 7, but only in a process that has done something before: as one does that has run out of memory."""
    seen.append(n)
    if n == 7 and len(seen) > 1:
        os._exit(1)
    return n


seen: list[int] = []


def hangs_on_seven(n: int) -> int:
    if n == 7:
        signal.sigwait({signal.SIGUSR1})
    return n


def leaves(n: int) -> int:
    sys.exit(f"nothing to do for {n}")


def speaks(n: int) -> int:
    print("spoken by a worker")
    return n


def gives_what_cannot_be_sent(n: int) -> object:
    return (lambda: n) if n == 7 else n


def tells_its_process_then_waits(n: int) -> int:
    if n > 0:
        signal.sigwait({signal.SIGUSR1})
    return os.getpid()


def meets(item: tuple[int, Path]) -> int:
    """The first item waits at the pipe until the last one comes."""
    n, pipe = item
    if n in (0, LAST):
        pipe.open("r" if n == 0 else "w").close()
    return n


LAST = 2 * 2 * 4 - 1  # the last item that may be fetched while the first is not done, with 2 jobs and chunks of 4


class Unsendable:
    def __reduce__(self) -> str:
        raise TypeError("stays here")


class Counted:
    """Numbers from 0, and how many were asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def __iter__(self) -> Iterator[int]:
        while True:
            self.asked += 1
            yield self.asked - 1


def test_results_come_in_the_order_of_the_items() -> None:
    assert [r.value for r in engine.run(square, range(MANY), jobs=3)] == [n * n for n in range(MANY)]


def test_the_number_of_workers_changes_nothing_in_the_results() -> None:
    assert list(engine.run(raises_on_seven, range(MANY), jobs=1)) == list(engine.run(raises_on_seven, range(MANY), jobs=2))


def test_work_for_many_items_is_done_by_other_processes() -> None:
    assert os.getpid() not in {r.value for r in engine.run(where, range(MANY), jobs=2)}


@pytest.mark.parametrize(("count", "jobs"), [(3, 8), (MANY, 1)])
def test_few_items_or_one_job_are_done_in_this_process(count: int, jobs: int) -> None:
    assert {r.value for r in engine.run(where, range(count), jobs=jobs)} == {os.getpid()}


def test_this_process_does_not_load_what_workers_need() -> None:
    code = "import sys; from synth import engine; list(engine.run(abs, [1], jobs=2)); print('multiprocessing' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_no_items_give_no_results() -> None:
    assert list(engine.run(square, [], jobs=2, limit=60)) == []


def test_a_function_that_raises_costs_its_item_and_says_why_in_one_line() -> None:
    results = list(engine.run(raises_on_seven, range(MANY), jobs=2))
    assert [r.item for r in results if r.error] == [n for n in range(MANY) if n % 10 == 7]
    assert results[17].error == "ValueError: 17 is not wanted"
    assert results[18].value == 18


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_function_that_leaves_python_costs_only_its_item(jobs: int) -> None:
    assert {r.error for r in engine.run(leaves, [1] * MANY, jobs=jobs)} == {"SystemExit: nothing to do for 1"}


def test_a_worker_that_dies_costs_exactly_the_item_it_was_at() -> None:
    results = list(engine.run(dies_on_seven, range(MANY), jobs=2))
    assert {r.item: r.error for r in results if r.error} == {
        7: "the process that worked on it died (exit status 3)",
        57: "the process that worked on it died (SIGKILL)",
    }
    assert [r.value for r in results if not r.error] == [n for n in range(MANY) if n not in (7, 57)]


def test_an_item_that_dies_only_after_others_is_done_alone() -> None:
    assert [r.value for r in engine.run(dies_after_others, range(MANY), jobs=1, limit=60)] == list(range(MANY))


def test_workers_that_all_die_still_leave_a_result_for_each_item() -> None:
    results = list(engine.run(os._exit, [9] * 20, jobs=2))
    assert [r.error for r in results] == ["the process that worked on it died (exit status 9)"] * 20


def test_an_item_that_takes_too_long_is_stopped_and_the_others_are_done() -> None:
    results = list(engine.run(hangs_on_seven, range(MANY), jobs=2, limit=2))
    assert {r.item: r.error for r in results if r.error} == {7: "not done after 2 s, and stopped"}


def test_an_item_or_a_value_that_cannot_be_sent_costs_only_itself() -> None:
    items = [*range(20), Unsendable(), *range(20)]
    assert [at for at, r in enumerate(engine.run(repr, items, jobs=2)) if r.error] == [20]
    [lost] = [r for r in engine.run(gives_what_cannot_be_sent, range(20), jobs=2) if r.error]
    assert lost.item == 7


def test_a_function_that_workers_cannot_load_is_said_at_once() -> None:
    script = "from synth import engine\ndef f(n): return n\nlist(engine.run(f, range(100), jobs=2))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stderr
    assert "EngineError: workers cannot load the function" in said.splitlines()[-1]


def test_items_are_fetched_as_results_are_taken() -> None:
    items = Counted()
    results = engine.run(square, items, jobs=2, chunk=4)
    for _ in range(50):
        next(results)
    assert items.asked <= 50 + 2 * 2 * 4 + engine.FEW + 1
    results.close()  # type: ignore[attr-defined]


def test_results_behind_a_slow_one_do_not_pile_up(tmp_path: Path) -> None:
    pipe, items = tmp_path / "pipe", Counted()
    os.mkfifo(pipe)
    results = engine.run(meets, ((n, pipe) for n in items), jobs=2, chunk=4, few=0)
    assert next(results).value == 0
    assert items.asked == LAST + 1
    results.close()  # type: ignore[attr-defined]


def test_what_workers_print_stays_out_of_stdout() -> None:
    code = "import test_engine as t; from synth import engine; list(engine.run(t.speaks, range(40), jobs=2))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
    assert (ran.stdout, ran.stderr.count("spoken")) == ("", 40)


def test_an_interruption_stops_the_workers_at_once() -> None:
    code = """
import test_engine as t
from synth import engine
for result in engine.run(t.tells_its_process_then_waits, range(40), jobs=2): print(result.value, flush=True)
"""
    command, here = [sys.executable, "-c", code], Path(__file__).parent
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=here)
    assert program.stdout is not None
    worker = int(program.stdout.readline())
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=60)
    assert program.returncode == -signal.SIGINT
    assert said.splitlines()[-1] == "KeyboardInterrupt"
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_workers_end_when_the_caller_stops_listening() -> None:
    results = engine.run(where, Counted(), jobs=2)
    worker = next(results).value
    assert worker
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_the_number_of_workers_is_that_of_the_cores_unless_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_JOBS", "many")  # a setting, which is read where settings are read
    assert engine.available() == len(os.sched_getaffinity(0))


@pytest.mark.parametrize("wrong", [{"jobs": 0}, {"jobs": -1}, {"jobs": 1, "chunk": 0}])
def test_fewer_workers_than_one_are_refused_by_name(wrong: dict[str, int]) -> None:
    with pytest.raises(engine.EngineError, match="must be at least 1"):
        engine.run(square, range(3), **wrong)  # type: ignore[arg-type]
