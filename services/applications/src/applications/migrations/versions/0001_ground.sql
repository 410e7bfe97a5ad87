-- Statements are parted by a semicolon and an empty line.

CREATE TABLE authorities (
    authority_id uuid PRIMARY KEY,
    authority text NOT NULL CONSTRAINT authorities_authority UNIQUE,
    title text NOT NULL,
    issuer text NOT NULL CONSTRAINT authorities_issuer UNIQUE,
    jwks_uri text NOT NULL,
    token_profile text NOT NULL CHECK (token_profile IN ('rfc9068', 'entra')),
    audience text NOT NULL,
    schemes text[] NOT NULL,
    nation text NOT NULL
        CHECK (nation IN ('england-and-wales', 'scotland', 'northern-ireland')),
    closure_days date[] NOT NULL
);

-- The log ------------------------------------------------------------------------------------

CREATE TABLE event_heads (
    authority_id uuid PRIMARY KEY REFERENCES authorities,
    seq bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE event_texts (
    authority_id uuid NOT NULL REFERENCES authorities,
    text_id uuid NOT NULL,
    salt bytea NOT NULL,
    content jsonb NOT NULL,
    PRIMARY KEY (authority_id, text_id)
);

CREATE TABLE events (
    authority_id uuid NOT NULL REFERENCES authorities,
    seq bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    kind text NOT NULL,
    subject_kind text NOT NULL,
    subject text NOT NULL,
    actor text NOT NULL,
    on_behalf_of text[] NOT NULL,
    client_id text NOT NULL,
    request_id text NOT NULL,
    audience text NOT NULL CHECK (audience IN ('concerned', 'managers')),
    body jsonb NOT NULL,
    text_id uuid,
    text_sha256 text,
    digest bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (authority_id, seq)
);

CREATE INDEX events_of_a_subject ON events (authority_id, subject_kind, subject, seq);

CREATE TABLE checkpoints (
    authority_id uuid NOT NULL REFERENCES authorities,
    seq bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    hash bytea NOT NULL,
    made_at timestamptz NOT NULL,
    public_key bytea NOT NULL,
    signature bytea NOT NULL,
    PRIMARY KEY (authority_id, seq)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Requests and jobs --------------------------------------------------------------------------

CREATE TABLE idempotency_keys (
    authority_id uuid NOT NULL REFERENCES authorities,
    client_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    subject text NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    kept_at timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_key PRIMARY KEY (authority_id, client_id, key)
);

-- An answer is kept as it is: to compress it would cost more than the rest of keeping it.
ALTER TABLE idempotency_keys SET (toast_tuple_target = 8160);

CREATE INDEX idempotency_keys_age ON idempotency_keys (authority_id, kept_at);

CREATE TABLE jobs (
    authority_id uuid NOT NULL REFERENCES authorities,
    kind text NOT NULL,
    subject text NOT NULL,
    asked_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    held_until timestamptz,
    attempts integer NOT NULL,
    failure text,
    CONSTRAINT jobs_subject PRIMARY KEY (authority_id, kind, subject)
);

CREATE INDEX jobs_due ON jobs (authority_id, due_at);

-- People -------------------------------------------------------------------------------------

CREATE TABLE teams (
    authority_id uuid NOT NULL REFERENCES authorities,
    team text NOT NULL,
    title text NOT NULL,
    team_type text,
    service_area text CHECK (service_area IN ('children', 'adults')),
    service text NOT NULL,
    locality text NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (authority_id, team)
);

CREATE TABLE workers (
    authority_id uuid NOT NULL REFERENCES authorities,
    employee_number text NOT NULL,
    subject text,
    name text NOT NULL,
    email text,
    registration_number text,
    line_manager text,
    facts jsonb NOT NULL,
    retention_class text NOT NULL,
    legal_hold boolean NOT NULL,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (authority_id, employee_number),
    CONSTRAINT workers_subject UNIQUE (authority_id, subject)
);

CREATE TABLE posts (
    authority_id uuid NOT NULL,
    employee_number text NOT NULL,
    post_number text NOT NULL,
    team text NOT NULL,
    grade text NOT NULL,
    point_position integer,
    hours_per_week numeric(4, 2) NOT NULL,
    starts_on date NOT NULL,
    ends_before date,
    PRIMARY KEY (authority_id, employee_number, post_number),
    CONSTRAINT posts_worker FOREIGN KEY (authority_id, employee_number)
        REFERENCES workers (authority_id, employee_number),
    CONSTRAINT posts_team FOREIGN KEY (authority_id, team) REFERENCES teams (authority_id, team),
    CHECK (ends_before > starts_on)
);

CREATE INDEX posts_of_a_team ON posts (authority_id, team);

CREATE TABLE role_assignments (
    authority_id uuid NOT NULL,
    role_assignment_id text NOT NULL,
    employee_number text NOT NULL,
    role text NOT NULL,
    over_kind text NOT NULL CHECK (over_kind IN ('team', 'service', 'locality', 'authority')),
    over text NOT NULL,
    starts_on date NOT NULL,
    ends_before date,
    version integer NOT NULL,
    PRIMARY KEY (authority_id, role_assignment_id),
    CONSTRAINT role_assignments_worker FOREIGN KEY (authority_id, employee_number)
        REFERENCES workers (authority_id, employee_number),
    CHECK (ends_before > starts_on)
);

CREATE INDEX role_assignments_of_a_person ON role_assignments (authority_id, employee_number);

CREATE INDEX role_assignments_of_a_role ON role_assignments (authority_id, role, over_kind, over);

CREATE TABLE delegations (
    authority_id uuid NOT NULL,
    delegation_id text NOT NULL,
    delegated_by text NOT NULL,
    delegated_to text NOT NULL,
    role text NOT NULL,
    starts_on date NOT NULL,
    ends_before date NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (authority_id, delegation_id),
    CONSTRAINT delegations_by FOREIGN KEY (authority_id, delegated_by)
        REFERENCES workers (authority_id, employee_number),
    CONSTRAINT delegations_to FOREIGN KEY (authority_id, delegated_to)
        REFERENCES workers (authority_id, employee_number),
    CHECK (ends_before > starts_on),
    CHECK (delegated_by <> delegated_to)
);

CREATE INDEX delegations_to_a_person ON delegations (authority_id, delegated_to);

CREATE INDEX delegations_by_a_person ON delegations (authority_id, delegated_by);

-- Schemes ------------------------------------------------------------------------------------

CREATE TABLE scheme_texts (
    authority_id uuid NOT NULL REFERENCES authorities,
    scheme_sha256 text NOT NULL,
    scheme text NOT NULL,
    scheme_version date NOT NULL,
    published_on date NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (authority_id, scheme_sha256)
);

-- Casework -----------------------------------------------------------------------------------

CREATE TABLE applications (
    authority_id uuid NOT NULL,
    application_id uuid NOT NULL,
    employee_number text NOT NULL,
    post_number text NOT NULL,
    scheme text NOT NULL,
    pathway text NOT NULL,
    scheme_sha256 text NOT NULL,
    status text NOT NULL
        CHECK (status IN ('draft', 'submitted', 'in_progress', 'decided', 'not_yet', 'withdrawn')),
    embargoed boolean NOT NULL,
    pay_status text NOT NULL
        CHECK (pay_status IN ('none', 'pending', 'needs_decision', 'determined', 'recorded')),
    opened_by text NOT NULL,
    opened_at timestamptz NOT NULL,
    submitted_on date,
    evidence_complete_on date,
    signed_off_on date,
    facts jsonb NOT NULL,
    progress jsonb NOT NULL,
    retention_class text NOT NULL,
    legal_hold boolean NOT NULL,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (authority_id, application_id),
    CONSTRAINT applications_post FOREIGN KEY (authority_id, employee_number, post_number)
        REFERENCES posts (authority_id, employee_number, post_number),
    CONSTRAINT applications_scheme FOREIGN KEY (authority_id, scheme_sha256)
        REFERENCES scheme_texts (authority_id, scheme_sha256)
);

-- Room on each page, so that a case that goes on stays on its page and no index is touched.
ALTER TABLE applications SET (fillfactor = 70);

CREATE UNIQUE INDEX applications_one_open ON applications
    (authority_id, employee_number, post_number, pathway)
    WHERE status IN ('draft', 'submitted', 'in_progress');

CREATE INDEX applications_of_a_worker ON applications (authority_id, employee_number);

CREATE INDEX applications_opened ON applications (authority_id, opened_at, application_id);

CREATE TABLE waiting_steps (
    authority_id uuid NOT NULL,
    application_id uuid NOT NULL,
    step text NOT NULL,
    role text NOT NULL,
    assigned_to text,
    opened_on date NOT NULL,
    due_on date,
    calendar text,
    PRIMARY KEY (authority_id, application_id, step, role),
    CONSTRAINT waiting_steps_application FOREIGN KEY (authority_id, application_id)
        REFERENCES applications (authority_id, application_id)
);

CREATE INDEX waiting_steps_of_a_role ON waiting_steps (authority_id, role);

-- Pay ----------------------------------------------------------------------------------------

CREATE TABLE determinations (
    authority_id uuid NOT NULL,
    determination_id uuid NOT NULL,
    application_id uuid NOT NULL,
    question jsonb NOT NULL,
    answer jsonb NOT NULL,
    outcome text NOT NULL,
    determined_at timestamptz NOT NULL,
    PRIMARY KEY (authority_id, determination_id),
    CONSTRAINT determinations_application FOREIGN KEY (authority_id, application_id)
        REFERENCES applications (authority_id, application_id)
);

CREATE INDEX determinations_of_an_application ON determinations
    (authority_id, application_id, determined_at);

CREATE TABLE variations (
    authority_id uuid NOT NULL,
    variation_id uuid NOT NULL,
    application_id uuid NOT NULL,
    determination_id uuid NOT NULL,
    employee_number text NOT NULL,
    post_number text NOT NULL,
    grade_from text NOT NULL,
    point_from integer,
    grade text NOT NULL,
    point jsonb NOT NULL,
    hours_per_week numeric(4, 2) NOT NULL,
    annual_salary numeric(12, 2),
    salary_status text NOT NULL,
    effective_from date NOT NULL,
    reason_code text NOT NULL,
    status text NOT NULL
        CHECK (status IN ('draft', 'approved', 'sent', 'acknowledged', 'rejected')),
    approved_by text,
    approved_at timestamptz,
    hris_reference text,
    rejected_because text,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (authority_id, variation_id),
    CONSTRAINT variations_application FOREIGN KEY (authority_id, application_id)
        REFERENCES applications (authority_id, application_id),
    CONSTRAINT variations_determination FOREIGN KEY (authority_id, determination_id)
        REFERENCES determinations (authority_id, determination_id),
    CONSTRAINT variations_post FOREIGN KEY (authority_id, employee_number, post_number)
        REFERENCES posts (authority_id, employee_number, post_number),
    CONSTRAINT variations_of_a_determination
        UNIQUE (authority_id, application_id, determination_id)
);

CREATE UNIQUE INDEX variations_one_draft ON variations (authority_id, application_id)
    WHERE status = 'draft';

CREATE INDEX variations_changed ON variations (authority_id, changed_at, variation_id);

CREATE INDEX variations_of_a_worker ON variations (authority_id, employee_number);

CREATE TABLE pay_points (
    authority_id uuid NOT NULL,
    employee_number text NOT NULL,
    post_number text NOT NULL,
    starts_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    superseded_at timestamptz,
    grade text,
    point jsonb,
    hours_per_week numeric(4, 2),
    annual_salary numeric(12, 2),
    salary_status text,
    application_id uuid,
    variation_id uuid,
    PRIMARY KEY (authority_id, employee_number, post_number, starts_on, recorded_at),
    CONSTRAINT pay_points_post FOREIGN KEY (authority_id, employee_number, post_number)
        REFERENCES posts (authority_id, employee_number, post_number),
    CONSTRAINT pay_points_variation FOREIGN KEY (authority_id, variation_id)
        REFERENCES variations (authority_id, variation_id),
    CHECK (superseded_at > recorded_at)
);

CREATE UNIQUE INDEX pay_points_current ON pay_points
    (authority_id, employee_number, post_number, starts_on) WHERE superseded_at IS NULL;

CREATE INDEX pay_points_recorded ON pay_points (authority_id, recorded_at);

CREATE INDEX pay_points_of_a_variation ON pay_points (authority_id, variation_id);

-- Row-level security, and what the app's role may do ------------------------------------------

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOR tenant_table IN
        SELECT table_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND column_name = 'authority_id'
            AND table_name <> 'authorities'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY %I ON %I USING (authority_id = current_setting(''app.authority_id'')::uuid)'
            ' WITH CHECK (authority_id = current_setting(''app.authority_id'')::uuid)',
            tenant_table || '_of_one_authority', tenant_table);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO spinepoint_app', tenant_table);
    END LOOP;
END
$$;

GRANT SELECT ON authorities, alembic_version TO spinepoint_app;

GRANT UPDATE ON event_heads, idempotency_keys, jobs, teams, workers, posts, role_assignments,
    delegations, applications, waiting_steps, variations TO spinepoint_app;

GRANT UPDATE (superseded_at) ON pay_points TO spinepoint_app;

GRANT DELETE ON idempotency_keys, jobs, waiting_steps TO spinepoint_app;
