-- A paper is the bytes of one file: its hash is its identity. `told` is the record in JSON, `record` the number of the file beside the
-- database that holds the record with the document, `digest` the hash of its passages. Papers that share a name without its version are
-- one work.
CREATE TABLE papers (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    work INTEGER NOT NULL,
    told BLOB NOT NULL,
    record INTEGER NOT NULL,
    size INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    digest TEXT NOT NULL,
    read INTEGER NOT NULL
);
CREATE INDEX papers_by_work ON papers (work);

CREATE TABLE names (
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (id, scheme, version, paper)
) WITHOUT ROWID;
CREATE INDEX names_by_paper ON names (paper);

-- `words` is what is looked up, where that is not the text as it stands; `place` is the rest of the passage.
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    words TEXT,
    place BLOB NOT NULL
);
CREATE INDEX passages_by_paper ON passages (paper);

-- The index holds no copy of the text: it takes it from the view.
CREATE VIEW searched AS SELECT id, coalesce(words, text) AS words FROM passages;
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = 'searched',
    content_rowid = 'id',
    tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
