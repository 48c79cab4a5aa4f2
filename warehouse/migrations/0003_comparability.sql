-- Comparability over forms as data, and rates as lists of members.

DROP TABLE comparability;

CREATE TABLE comparability (
    indicator  VARCHAR NOT NULL,
    from_basis VARCHAR NOT NULL,
    to_basis   VARCHAR NOT NULL,
    verdict    VARCHAR NOT NULL,
    zh         VARCHAR,
    en         VARCHAR
);

CREATE TABLE apart (
    indicator VARCHAR NOT NULL,
    other     VARCHAR NOT NULL,
    zh        VARCHAR NOT NULL,
    en        VARCHAR NOT NULL
);

CREATE TABLE rates (
    rate     VARCHAR NOT NULL,
    position SMALLINT NOT NULL,
    zh       VARCHAR NOT NULL,
    en       VARCHAR NOT NULL
);

CREATE TABLE rate_members (
    rate      VARCHAR NOT NULL,
    role      VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    applicant VARCHAR NOT NULL,
    optional  BOOLEAN NOT NULL
);
