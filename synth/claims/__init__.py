"""Claims: from the sentence of a claim to a test that runs."""
