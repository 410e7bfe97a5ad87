-- Each row is one version of one thing that was provided. What was provided never changes: a new
-- version is a row of its own, which `replaces` the one before. `received_at` is when it came in:
-- a form at once, a file once its content was accepted.
CREATE TABLE evidence_items (
    authority_id uuid NOT NULL,
    evidence_id uuid NOT NULL,
    application_id uuid NOT NULL,
    item text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('form', 'file')),
    form text,
    answers jsonb,
    name text,
    media_type text,
    statement text,
    provided_by text NOT NULL,
    on_behalf_of text[] NOT NULL,
    role text NOT NULL,
    provided_at timestamptz NOT NULL,
    received_at timestamptz,
    content_size bigint,
    content_sha256 text,
    screening text NOT NULL
        CHECK (screening IN ('not_needed', 'waiting', 'clear', 'found', 'unreadable')),
    findings jsonb NOT NULL,
    acknowledged_by text,
    acknowledged_at timestamptz,
    acknowledged_because text,
    quarantined_at timestamptz,
    quarantined_because text CHECK (quarantined_because IN ('reported', 'unsafe')),
    removed_at timestamptz,
    removed_because text CHECK (removed_because IN ('replaced', 'withdrawn')),
    replaces uuid,
    version integer NOT NULL,
    PRIMARY KEY (authority_id, evidence_id),
    CONSTRAINT evidence_items_application FOREIGN KEY (authority_id, application_id)
        REFERENCES applications (authority_id, application_id),
    CONSTRAINT evidence_items_replaces FOREIGN KEY (authority_id, replaces)
        REFERENCES evidence_items (authority_id, evidence_id),
    CONSTRAINT evidence_items_replaced_once UNIQUE (authority_id, replaces),
    CHECK ((kind = 'form') = (form IS NOT NULL)),
    CHECK ((kind = 'file') = (media_type IS NOT NULL)),
    CHECK ((quarantined_at IS NULL) = (quarantined_because IS NULL)),
    CHECK ((removed_at IS NULL) = (removed_because IS NULL)),
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
);

CREATE INDEX evidence_items_of_an_application ON evidence_items
    (authority_id, application_id, provided_at, evidence_id);

-- What the case consisted of at each submission, for ever.
CREATE TABLE evidence_attempts (
    authority_id uuid NOT NULL,
    application_id uuid NOT NULL,
    attempt integer NOT NULL CHECK (attempt > 0),
    submitted_at timestamptz NOT NULL,
    PRIMARY KEY (authority_id, application_id, attempt),
    CONSTRAINT evidence_attempts_application FOREIGN KEY (authority_id, application_id)
        REFERENCES applications (authority_id, application_id)
);

CREATE TABLE evidence_of_attempts (
    authority_id uuid NOT NULL,
    application_id uuid NOT NULL,
    attempt integer NOT NULL,
    evidence_id uuid NOT NULL,
    frozen_at timestamptz NOT NULL,
    PRIMARY KEY (authority_id, application_id, attempt, evidence_id),
    CONSTRAINT evidence_of_attempts_attempt FOREIGN KEY (authority_id, application_id, attempt)
        REFERENCES evidence_attempts (authority_id, application_id, attempt),
    CONSTRAINT evidence_of_attempts_item FOREIGN KEY (authority_id, evidence_id)
        REFERENCES evidence_items (authority_id, evidence_id)
);

CREATE INDEX evidence_of_attempts_of_an_item ON evidence_of_attempts (authority_id, evidence_id);

-- Who read what, and when. It is no part of the log's chain: reading changes nothing.
CREATE TABLE evidence_reads (
    authority_id uuid NOT NULL,
    read_id uuid NOT NULL,
    read_at timestamptz NOT NULL,
    application_id uuid NOT NULL,
    evidence_id uuid,
    what text NOT NULL CHECK (what IN ('list', 'item', 'content', 'document')),
    reader text NOT NULL,
    on_behalf_of text[] NOT NULL,
    client_id text NOT NULL,
    request_id text NOT NULL,
    PRIMARY KEY (authority_id, read_id),
    CONSTRAINT evidence_reads_application FOREIGN KEY (authority_id, application_id)
        REFERENCES applications (authority_id, application_id)
);

CREATE INDEX evidence_reads_in_time ON evidence_reads (authority_id, read_at, read_id);

CREATE INDEX evidence_reads_of_an_application ON evidence_reads
    (authority_id, application_id, read_at, read_id);

CREATE TRIGGER evidence_reads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_reads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The bytes of a file, in pieces. They come in the transaction that says that the file is in, and
-- never change.
CREATE TABLE evidence_pieces (
    authority_id uuid NOT NULL,
    evidence_id uuid NOT NULL,
    place integer NOT NULL CHECK (place >= 0),
    piece bytea NOT NULL,
    PRIMARY KEY (authority_id, evidence_id, place),
    CONSTRAINT evidence_pieces_item FOREIGN KEY (authority_id, evidence_id)
        REFERENCES evidence_items (authority_id, evidence_id)
);

-- What is evidence is compressed already: to try again would cost time and gain nothing.
ALTER TABLE evidence_pieces ALTER COLUMN piece SET STORAGE EXTERNAL
