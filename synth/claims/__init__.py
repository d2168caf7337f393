"""Claims as tests: what a paper says, held against its own tables and against the numbers of others."""
