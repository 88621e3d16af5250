-- What the ledger holds. Texts are compared byte by byte (COLLATE "C"), so that an update of the system's locales
-- cannot break an index.

-- One row: which ledger this is and how far it has come. Whoever makes a revision locks it first, so revisions become
-- visible in their order and without gaps; a sequence would do neither.
CREATE TABLE lotse.ledger (
    the_only boolean PRIMARY KEY DEFAULT true CHECK (the_only),
    ledger_id uuid NOT NULL,
    revision bigint NOT NULL,
    -- changes behind this revision are all kept
    compacted bigint NOT NULL,
    -- the time that counts for requests, in milliseconds since 1970; null before the first
    request_time bigint
) WITH (fillfactor = 10);

INSERT INTO lotse.ledger (ledger_id, revision, compacted) VALUES (gen_random_uuid(), 0, 0);

-- The values are JSON, kept as texts: jsonb would not take every one (it knows no \u0000) nor give it back as it came.
CREATE TABLE lotse.entry (
    key text COLLATE "C" PRIMARY KEY,
    value text NOT NULL,
    create_revision bigint NOT NULL,
    mod_revision bigint NOT NULL
);

-- The last revisions, each with its changes: a JSON array of objects with key, create_revision and value; a key that was
-- deleted has no value.
CREATE TABLE lotse.history (
    revision bigint PRIMARY KEY,
    changes integer NOT NULL,
    content text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What became of requests with an id, for 24 hours by their proposers' clocks.
CREATE TABLE lotse.request (
    revision bigint PRIMARY KEY,
    request_id text COLLATE "C" NOT NULL UNIQUE,
    fingerprint text,
    outcome text NOT NULL,
    kept_at bigint NOT NULL
);

-- What became of tries without a request id: a node whose connection broke asks again.
CREATE TABLE lotse.attempt (
    attempt text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    outcome text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX attempt_made_at ON lotse.attempt (made_at);
