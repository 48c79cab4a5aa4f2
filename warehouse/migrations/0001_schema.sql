-- The first schema. Comments on tables and columns are in ../comments.sql: they may improve without a migration.
-- Bulk tables carry no unique index: one over 60 million figures costs more than the figures; the loader keeps keys unique.

CREATE TABLE runs (
    run_id            BIGINT PRIMARY KEY,
    command           VARCHAR NOT NULL,
    arguments         VARCHAR,
    started_at        TIMESTAMP NOT NULL,
    ended_at          TIMESTAMP,
    outcome           VARCHAR,
    code_version      VARCHAR,
    rules_fingerprint VARCHAR,
    counts            JSON,
    seconds           JSON
);

CREATE TABLE files (
    path              VARCHAR NOT NULL,
    sha256            VARCHAR,
    bytes             BIGINT,
    modified_ns       BIGINT,
    manifest_hash     VARCHAR,
    rules_fingerprint VARCHAR,
    code_version      VARCHAR,
    status            VARCHAR NOT NULL,
    reason            VARCHAR,
    run_id            BIGINT
);

CREATE TABLE quarantine (
    path       VARCHAR NOT NULL,
    sha256     VARCHAR,
    reason     VARCHAR NOT NULL,
    what       VARCHAR,
    advice     VARCHAR,
    attempts   INTEGER NOT NULL DEFAULT 1,
    run_id     BIGINT
);

CREATE TABLE documents (
    sha256     VARCHAR NOT NULL,
    source     VARCHAR NOT NULL,
    media_type VARCHAR,
    pages      INTEGER
);

CREATE TABLE divisions (
    division   VARCHAR NOT NULL,
    name       VARCHAR NOT NULL,
    full_name  VARCHAR,
    level      VARCHAR,
    parent     VARCHAR,
    first_year SMALLINT,
    last_year  SMALLINT
);

CREATE TABLE successions (
    division   VARCHAR NOT NULL,
    successor  VARCHAR NOT NULL,
    year       SMALLINT,
    kind       VARCHAR,
    one_to_one BOOLEAN NOT NULL
);

CREATE TABLE bodies (
    body         VARCHAR NOT NULL,
    series_body  VARCHAR NOT NULL,
    name         VARCHAR,
    level        VARCHAR,
    kind         VARCHAR,
    division     VARCHAR,
    within       VARCHAR
);

CREATE TABLE reports (
    report_id            BIGINT NOT NULL,
    report_key           VARCHAR NOT NULL,
    revision             SMALLINT NOT NULL,
    is_latest            BOOLEAN NOT NULL,
    document_sha256      VARCHAR NOT NULL,
    title                VARCHAR,
    issuer_name          VARCHAR,
    body                 VARCHAR NOT NULL,
    series_body          VARCHAR NOT NULL,
    division             VARCHAR,
    parent_division      VARCHAR,
    level                VARCHAR,
    body_kind            VARCHAR,
    within               VARCHAR,
    joint_with           VARCHAR[],
    issuer_confidence    DOUBLE,
    year                 SMALLINT,
    period_start         DATE,
    period_end           DATE,
    form                 VARCHAR NOT NULL,
    forms                VARCHAR[],
    published_on         DATE,
    scope                VARCHAR NOT NULL,
    document_kind        VARCHAR,
    document_kind_reason VARCHAR,
    figure_count         INTEGER NOT NULL,
    text_signature       UBIGINT[]
);

CREATE TABLE identity_evidence (
    report_id    BIGINT NOT NULL,
    about        VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    text         VARCHAR,
    says         VARCHAR,
    weight       DOUBLE,
    start_offset INTEGER,
    end_offset   INTEGER
);

CREATE TABLE issuer_candidates (
    report_id BIGINT NOT NULL,
    division  VARCHAR NOT NULL,
    name      VARCHAR,
    score     DOUBLE
);

CREATE TABLE indicators (
    indicator VARCHAR NOT NULL,
    position  SMALLINT NOT NULL,
    zh        VARCHAR NOT NULL,
    en        VARCHAR NOT NULL,
    unit      VARCHAR,
    parent    VARCHAR,
    parts     VARCHAR,
    forms     VARCHAR[],
    note      VARCHAR
);

CREATE TABLE codes (
    field    VARCHAR NOT NULL,
    code     VARCHAR NOT NULL,
    position SMALLINT NOT NULL,
    zh       VARCHAR NOT NULL,
    en       VARCHAR NOT NULL
);

CREATE TABLE comparability (
    measure      VARCHAR NOT NULL,
    indicator    VARCHAR NOT NULL,
    from_form    VARCHAR NOT NULL,
    to_form      VARCHAR NOT NULL,
    verdict      VARCHAR NOT NULL,
    zh           VARCHAR,
    en           VARCHAR
);

CREATE TABLE figures (
    report_id    BIGINT NOT NULL,
    indicator    VARCHAR NOT NULL,
    applicant    VARCHAR NOT NULL,
    item         VARCHAR,
    period       VARCHAR NOT NULL,
    year         SMALLINT,
    source       VARCHAR NOT NULL,
    occurrence   SMALLINT NOT NULL,
    value        DOUBLE,
    unit         VARCHAR,
    printed_unit VARCHAR,
    printed      VARCHAR,
    qualifier    VARCHAR NOT NULL,
    status       VARCHAR NOT NULL,
    confidence   FLOAT,
    rule         VARCHAR,
    start_offset INTEGER,
    end_offset   INTEGER,
    quote        VARCHAR,
    phrase_start INTEGER,
    phrase_end   INTEGER,
    page         INTEGER,
    box_x0       FLOAT,
    box_top      FLOAT,
    box_x1       FLOAT,
    box_bottom   FLOAT,
    cell_row     INTEGER,
    cell_column  INTEGER,
    candidates   DOUBLE[],
    decided_by   VARCHAR[]
);

CREATE TABLE unread (
    report_id    BIGINT NOT NULL,
    kind         VARCHAR NOT NULL,
    start_offset INTEGER,
    end_offset   INTEGER,
    text         VARCHAR,
    quote        VARCHAR,
    value        DOUBLE,
    unit         VARCHAR,
    reason       VARCHAR
);

CREATE TABLE findings (
    finding_id   VARCHAR NOT NULL,
    report_id    BIGINT NOT NULL,
    origin       VARCHAR NOT NULL,
    code         VARCHAR NOT NULL,
    severity     VARCHAR NOT NULL,
    outcome      VARCHAR NOT NULL,
    message_zh   VARCHAR,
    message_en   VARCHAR,
    expected     VARCHAR,
    observed     VARCHAR,
    explanation  VARCHAR,
    figures      JSON,
    start_offset INTEGER,
    end_offset   INTEGER
);

CREATE TABLE corrections (
    correction_id   BIGINT PRIMARY KEY,
    report_key      VARCHAR NOT NULL,
    indicator       VARCHAR NOT NULL,
    applicant       VARCHAR NOT NULL,
    item            VARCHAR,
    period          VARCHAR NOT NULL,
    year            SMALLINT,
    source          VARCHAR NOT NULL,
    occurrence      SMALLINT NOT NULL,
    value           DOUBLE NOT NULL,
    reason          VARCHAR NOT NULL,
    made_by         VARCHAR NOT NULL,
    made_at         TIMESTAMP NOT NULL,
    seen_value      DOUBLE,
    seen_printed    VARCHAR,
    seen_status     VARCHAR,
    seen_quote      VARCHAR,
    document_sha256 VARCHAR,
    withdrawn_at    TIMESTAMP,
    withdrawn_by    VARCHAR
);

CREATE TABLE waivers (
    waiver_id   BIGINT PRIMARY KEY,
    finding_id  VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL,
    made_by     VARCHAR,
    made_at     TIMESTAMP NOT NULL,
    until       DATE,
    evidence    JSON,
    ended_at    TIMESTAMP,
    ended_why   VARCHAR
);
