"""The same examples on every machine: a test that fails here fails there."""

from hypothesis import settings

settings.register_profile("assay", derandomize=True, deadline=None)
settings.load_profile("assay")
