"""The commands. A file put here is found: `NAME`, `HELP`, `ORDER`, `add_arguments`, `run`; its docstring is the command's own help."""
