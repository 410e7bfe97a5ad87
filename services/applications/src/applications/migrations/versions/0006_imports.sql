-- A file that came in. Its content is in parts, which go once they are worked through: what the
-- file said of people is kept where it belongs, and nowhere else.
CREATE TABLE imports (
    authority_id uuid NOT NULL REFERENCES authorities,
    import_id uuid NOT NULL,
    kind text NOT NULL,
    format text NOT NULL CHECK (format IN ('csv', 'jsonl')),
    validate_only boolean NOT NULL,
    file_sha256 text NOT NULL,
    file_bytes bigint NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'done')),
    parts integer NOT NULL,
    parts_done integer NOT NULL,
    rows_found integer NOT NULL,
    rows_created integer NOT NULL,
    rows_changed integer NOT NULL,
    rows_unchanged integer NOT NULL,
    rows_refused integer NOT NULL,
    actor text NOT NULL,
    client_id text NOT NULL,
    request_id text NOT NULL,
    received_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (authority_id, import_id),
    CONSTRAINT imports_file UNIQUE (authority_id, kind, format, validate_only, file_sha256)
);

CREATE INDEX imports_received ON imports (authority_id, received_at, import_id);

CREATE TABLE import_parts (
    authority_id uuid NOT NULL,
    import_id uuid NOT NULL,
    part integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (authority_id, import_id, part),
    CONSTRAINT import_parts_import FOREIGN KEY (authority_id, import_id)
        REFERENCES imports (authority_id, import_id)
);

-- The content is compressed before it comes here.
ALTER TABLE import_parts ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE import_rows (
    authority_id uuid NOT NULL,
    import_id uuid NOT NULL,
    line integer NOT NULL,
    last_line integer NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('created', 'changed', 'unchanged', 'refused')),
    subject text NOT NULL,
    problem jsonb,
    notices jsonb NOT NULL,
    PRIMARY KEY (authority_id, import_id, line),
    CONSTRAINT import_rows_import FOREIGN KEY (authority_id, import_id)
        REFERENCES imports (authority_id, import_id)
);

CREATE INDEX import_rows_by_outcome ON import_rows (authority_id, import_id, outcome, line);

-- What the regulator's register said of a number, day by day.
CREATE TABLE register_checks (
    authority_id uuid NOT NULL,
    registration_number text NOT NULL,
    checked_on date NOT NULL,
    name text NOT NULL,
    status text NOT NULL CHECK (status IN (
        'registered', 'registered_with_conditions', 'suspended', 'lapsed', 'removed',
        'not_found')),
    conditions text,
    registered_from date,
    registered_until date,
    import_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (authority_id, registration_number, checked_on),
    CONSTRAINT register_checks_import FOREIGN KEY (authority_id, import_id)
        REFERENCES imports (authority_id, import_id)
);

-- An index of a table that is there is made in one transaction with the rest: migrated while nobody
-- is served.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX workers_registration ON workers (authority_id, registration_number);

-- Pay that another system knew before: when that system knew it is its word, and stands apart from
-- when it was recorded here.
ALTER TABLE pay_points ADD COLUMN source_known_on date, ADD COLUMN import_id uuid;

-- The rows that are there have no import: to look at them the owner would have to be an authority.
ALTER TABLE pay_points ADD CONSTRAINT pay_points_import
    FOREIGN KEY (authority_id, import_id) REFERENCES imports (authority_id, import_id) NOT VALID;

-- squawk-ignore require-concurrent-index-creation
CREATE INDEX pay_points_of_an_import ON pay_points (authority_id, import_id)
    WHERE import_id IS NOT NULL;

-- squawk-ignore require-concurrent-index-creation
CREATE INDEX variations_waiting ON variations (authority_id, changed_at)
    WHERE status IN ('sent', 'rejected')
