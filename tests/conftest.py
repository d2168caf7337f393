"""The same examples on every machine: a test that fails here fails there. Of the cores each worker of pytest takes one."""

import os

from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported, whose threads would wait for each other

settings.register_profile("assay", derandomize=True, deadline=None)
settings.load_profile("assay")
