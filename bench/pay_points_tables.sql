-- A council of :rows workers, each with one effective pay point from 2026 on; every fourth had
-- another the year before, and one that was superseded. No key is checked while they are written:
-- it would take longer than everything that is measured.
SET session_replication_role = replica;

CREATE TEMPORARY TABLE council AS SELECT authority_id FROM authorities WHERE authority = 'council';

CREATE TEMPORARY TABLE numbers AS
SELECT n, 'M' || lpad(n::text, 7, '0') AS employee_number FROM generate_series(1, :rows) AS n;

INSERT INTO teams (authority_id, team, title, service, locality, version)
SELECT authority_id, 'many', 'Many', 'many', 'many', 1 FROM council;

INSERT INTO event_heads (authority_id, seq, recorded_at, hash)
SELECT authority_id, 1, '2026-04-02T09:00:00Z', '\x00' FROM council;

INSERT INTO workers (authority_id, employee_number, name, facts, retention_class, legal_hold,
                     version, changed_at)
SELECT authority_id, employee_number, 'A worker', '{}', 'personnel', false, 1,
       '2026-04-02T09:00:00Z'
FROM council, numbers;

INSERT INTO posts (authority_id, employee_number, post_number, team, grade, hours_per_week,
                   starts_on)
SELECT authority_id, employee_number, '1', 'many', '9', 37, '2020-01-01' FROM council, numbers;

INSERT INTO pay_points (authority_id, employee_number, post_number, starts_on, recorded_at,
                        superseded_at, grade, point, hours_per_week, annual_salary, salary_status)
SELECT authority_id, employee_number, '1', told.starts_on, told.recorded_at, told.superseded_at,
       told.grade, '{"position": 1, "scp": 30, "spine": "njc-2019"}', 37, 40777, 'settled'
FROM council, numbers
JOIN (VALUES
    (DATE '2025-01-01', TIMESTAMPTZ '2026-02-02T09:00:00Z', NULL::timestamptz, '9', 4),
    ('2026-01-01', '2026-02-02T09:00:00Z', '2026-03-02T09:00:00Z', '10', 4),
    ('2026-01-01', '2026-03-02T09:00:00Z', NULL, '11', 1)
) AS told (starts_on, recorded_at, superseded_at, grade, every) ON n % told.every = 0
ORDER BY employee_number, told.recorded_at;

VACUUM ANALYZE workers, posts, pay_points;
