-- What batches need to say what they did and why files are read again.

-- The manifest row a quarantined file was read with, as JSON: a retry reads it with the same row.
ALTER TABLE quarantine ADD COLUMN manifest VARCHAR;

-- Each batch is one transaction; its row here is written in that transaction.
CREATE TABLE batches (
    run_id       BIGINT NOT NULL,
    batch        INTEGER NOT NULL,
    files        INTEGER NOT NULL,
    loaded       INTEGER NOT NULL,
    quarantined  INTEGER NOT NULL,
    figures      INTEGER NOT NULL,
    first_path   VARCHAR,
    last_path    VARCHAR,
    committed_at TIMESTAMP NOT NULL,
    seconds      DOUBLE
);

-- Which rule files stand behind a fingerprint: so that a run can name the ones that changed.
CREATE TABLE rule_files (
    fingerprint VARCHAR NOT NULL,
    name        VARCHAR NOT NULL,
    sha256      VARCHAR NOT NULL
);
