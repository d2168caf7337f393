"""Who has papers, and which paper a text names."""
