"""An audit as people and programs take it: one file a format, each with one function that gives the whole text."""
