"""References held against databases of works: which work each names, what is wrong with how it is described, and what would be right."""
