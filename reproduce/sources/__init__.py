"""Where the examples of a task come from: the original files, the hub, and rows that are made. Each gives rows in the formats' words."""
