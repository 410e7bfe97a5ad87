CREATE TABLE floor_authorities (n integer PRIMARY KEY, authority_id uuid NOT NULL);

CREATE TABLE floor_heads (
    authority_id uuid PRIMARY KEY, seq bigint NOT NULL, recorded_at timestamptz NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE floor_cases (
    authority_id uuid, n integer, version integer NOT NULL, progress jsonb NOT NULL,
    PRIMARY KEY (authority_id, n)
);

CREATE TABLE floor_keys (
    authority_id uuid, key text, body bytea NOT NULL, PRIMARY KEY (authority_id, key)
);

CREATE TABLE floor_events (
    authority_id uuid, seq bigint, recorded_at timestamptz NOT NULL, kind text NOT NULL,
    body jsonb NOT NULL, hash bytea NOT NULL, PRIMARY KEY (authority_id, seq)
);

INSERT INTO floor_authorities SELECT n, gen_random_uuid() FROM generate_series(0, 15) AS n;

INSERT INTO floor_heads SELECT authority_id, 0, '2026-01-01Z', '\x00' FROM floor_authorities;

INSERT INTO floor_cases
SELECT authority_id, client, 0, '{}'
FROM floor_authorities, generate_series(0, 15) AS client;

GRANT SELECT ON floor_authorities TO spinepoint_app;

GRANT SELECT, INSERT, UPDATE ON floor_heads, floor_cases, floor_keys, floor_events TO spinepoint_app;
