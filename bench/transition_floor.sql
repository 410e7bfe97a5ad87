-- The least SQL that could take one step of a case: one statement that moves the case on, keeps the
-- answer under its key and writes one event of the chain. Each client has a case of its own;
-- :authorities says over how many authorities they are spread.
\set authority :client_id % :authorities
BEGIN;
SELECT set_config('app.authority_id', (SELECT authority_id::text FROM floor_authorities WHERE n = :authority), true);
WITH head AS (
    UPDATE floor_heads SET
        seq = seq + 1, recorded_at = recorded_at + interval '1 microsecond',
        hash = sha256(hash || int8send(seq))
    WHERE authority_id = current_setting('app.authority_id')::uuid
    RETURNING authority_id, seq, recorded_at, hash
), moved AS (
    UPDATE floor_cases SET version = version + 1, progress = '{"steps": {"sign-off": {"state": "open"}}}'
    FROM head WHERE floor_cases.authority_id = head.authority_id AND n = :client_id
), kept AS (
    INSERT INTO floor_keys (authority_id, key, body)
    SELECT authority_id, gen_random_uuid()::text, convert_to(repeat('x', 1600), 'UTF8') FROM head
)
INSERT INTO floor_events (authority_id, seq, recorded_at, kind, body, hash)
SELECT authority_id, seq, recorded_at, 'action-taken', '{"action": "sign-off"}', hash FROM head;
COMMIT;
