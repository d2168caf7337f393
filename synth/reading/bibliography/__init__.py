"""Lists of references and what points to them: entries, names, marks, and the links between them, for reviews and papers alike."""
