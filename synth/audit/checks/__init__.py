"""The checks. A file put here is found; `check.py` says what it must hold, and its shortest neighbour is the template."""
