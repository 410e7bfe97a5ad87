-- The question of one lookup and nothing else: who is on which point on 2 April, as known then.
-- The connection says which authority it is for.
\set n random(1, :rows)
SELECT * FROM (
    SELECT *, lead(starts_on) OVER (
        PARTITION BY employee_number, post_number ORDER BY starts_on) AS ends_before
    FROM pay_points
    WHERE authority_id = current_setting('app.authority_id')::uuid
      AND employee_number = 'M' || lpad((:n)::text, 7, '0')
      AND recorded_at <= '2026-04-02T09:00:00Z'
      AND (superseded_at IS NULL OR superseded_at > '2026-04-02T09:00:00Z')) AS known
WHERE grade IS NOT NULL AND starts_on <= '2026-04-02'
  AND (ends_before IS NULL OR ends_before > '2026-04-02')
ORDER BY employee_number, post_number;
