"""A file becomes a Document: LaTeX, HTML and PDF, each by its own reader, all to the same record."""


class ReadingError(ValueError):
    """A file cannot be read as a paper; the message says in one line which, and why."""
