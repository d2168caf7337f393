"""The same examples on every machine: a test that fails here fails there. Of the cores each worker of pytest takes one.

A recording that no test used fails a run of all tests: it would be kept for nothing, or a test of it was lost. Each worker says at its end
which it used.
"""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported, whose threads would wait for each other

settings.register_profile("assay", derandomize=True, deadline=None)
settings.load_profile("assay")

UNUSED = pytest.StashKey[list[str]]()
_CHOOSING = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "collectonly", "stepwise")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    from recorded import USED

    USED.update(getattr(node, "workeroutput", {}).get("recordings", ()))


def pytest_sessionfinish(session, exitstatus):
    from recorded import USED, unused

    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["recordings"] = sorted(USED)
        return
    everything = config.args_source == pytest.Config.ArgsSource.TESTPATHS and not any(config.getoption(name, None) for name in _CHOOSING)
    if everything and exitstatus == pytest.ExitCode.OK and (left := unused()):
        config.stash[UNUSED] = left
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    for name in config.stash.get(UNUSED, ()):
        terminalreporter.write_line(f"FAILED tests/recordings/{name}: no test uses it", red=True)
