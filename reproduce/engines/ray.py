"""The plan over a Ray cluster. Ray decides what runs where and when; a node whose worker is lost goes on with another, from its checkpoint.

The cluster is the one that RAY_ADDRESS names; without it one is made on this machine for the time of the run, with a place for each job.
In a cluster each node of the plan takes one core, and one GPU if its device is cuda.

All machines see the cache, and original files, at the same path of a common file system, whose locks keep two workers from one node: a
worker that Ray gave up may still be there for a while. All have the project and what it computes with in the same version, or they refuse,
since a result is kept under the code that it comes from. Through Ray itself go settings and keys, and no data. Results equal those of a
local run where chips are alike; elsewhere they differ by rounding.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Any

import ray
from ray.exceptions import RayError, RayTaskError

from reproduce.engines import Ended, Parents, Works, after_failure, line_of
from reproduce.working import Work, work

ADDRESS = "RAY_ADDRESS"
NEAR = 5  # seconds in which its machine has to answer
PATIENCE = 25  # seconds in which a cluster has to answer, of which Ray takes some to be loaded
LOOKED_FOR = ("auto", "local")  # by Ray
TRY = "import sys, logging, ray; ray.init(address=sys.argv[1], log_to_driver=False, logging_level=logging.ERROR); ray.shutdown()"
RETRIES = 3  # of a node whose worker is lost; one that raises would raise again


class ClusterError(ValueError):
    """The cluster is not there, or one of its machines cannot do its part; the message says why."""


def run(works: Works, parents: Parents, jobs: int) -> Iterator[Ended]:
    """Runs every node, each after its parents, as many at once as the cluster has places for."""
    with _cluster(jobs):
        refs: dict[str, ray.ObjectRef[str]] = {}
        for name, told in works.items():
            device, *_ = told.running.device.partition(":")  # which of its GPUs a node gets is Ray's to say, and is the only one it sees
            told = told._replace(running=told.running._replace(device=device))
            task = _work.options(name=name, num_cpus=1, num_gpus=int(device == "cuda"), max_retries=RETRIES)
            refs[name] = task.remote(told, *(refs[parent] for parent in sorted(parents[name])))
        yield from _as_they_end(refs, parents)


@contextmanager
def _cluster(jobs: int) -> Iterator[None]:
    """Connects to the cluster that is named, or makes one. At the end all that is left of this run is stopped."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a cluster of ours tells nobody that it was there
    settings: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    before = signal.getsignal(signal.SIGTERM)
    address = os.environ.get(ADDRESS)
    if address:
        _reach(address)
    try:
        if address:
            ray.init(address=address, **settings)
        else:
            ray.init(address="local", num_cpus=jobs, include_dashboard=False, **settings)
    except (ImportError, RuntimeError, ValueError) as error:
        raise ClusterError(f"Ray does not begin: {line_of(error)}") from None
    if current_thread() is main_thread():
        signal.signal(signal.SIGTERM, before)  # Ray's own ends this process without a word
    try:
        yield
    finally:
        ray.shutdown()


def _reach(address: str) -> None:
    """Raises where no cluster answers; Ray itself would try for a quarter of an hour. A process that can be ended tries first."""
    host, _, port = address.rpartition("/")[2].rpartition(":")
    try:
        if port.isdigit():
            socket.create_connection((host.strip("[]"), int(port)), NEAR).close()
        elif address not in LOOKED_FOR:
            raise ClusterError(f"{ADDRESS}={address} is no address of a cluster: it is like 10.0.0.1:6379, or auto")
        tried = subprocess.run([sys.executable, "-c", TRY, address], capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise ClusterError(f"no cluster answers at {address} ({ADDRESS}): somebody is there, and says nothing") from None
    except (OSError, OverflowError) as error:
        raise ClusterError(f"no cluster answers at {address} ({ADDRESS}): {getattr(error, 'strerror', '') or error}") from None
    if tried.returncode:
        why = (tried.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise ClusterError(f"no cluster answers at {address} ({ADDRESS}): {why}")


@ray.remote
def _work(told: Work, *_: str) -> str:
    """What a worker does. That the parents are there is why it was begun; their keys are in the node's own inputs."""
    return work(told)


def _as_they_end(refs: Mapping[str, ray.ObjectRef[str]], parents: Parents) -> Iterator[Ended]:
    names = {ref: name for name, ref in refs.items()}
    left, waiting = set(refs), list(refs.values())
    while waiting:
        ready, waiting = ray.wait(waiting)
        for ref in ready:
            yield from _ended(names[ref], refs, parents, left)


def _ended(name: str, refs: Mapping[str, ray.ObjectRef[str]], parents: Parents, left: set[str]) -> Iterator[Ended]:
    """How a node ended, after those of its parents that ended unseen; nothing where it stands on one that failed, which was said then."""
    for parent in sorted(parents[name] & left):
        yield from _ended(parent, refs, parents, left)
    if name not in left:
        return
    left.discard(name)
    try:
        ray.get(refs[name])
    except RayTaskError as error:
        yield Ended(name, line_of(error.cause))
    except RayError as error:
        yield Ended(name, line_of(error))
    else:
        yield Ended(name)
        return
    yield from after_failure(name, parents, left)
