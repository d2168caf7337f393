"""Checks of a report against itself, its siblings and its maker's own rules: one file a check, in `checks/`."""
