SELECT employee_number, post_number, grade, point, hours_per_week, starts_on, ends_before,
       recorded_at, annual_salary, salary_status, application_id, variation_id, source_known_on
FROM (
    SELECT *, lead(starts_on) OVER (
        PARTITION BY employee_number, post_number ORDER BY starts_on) AS ends_before
    FROM pay_points
    WHERE authority_id = current_setting('app.authority_id')::uuid
      AND recorded_at <= '2026-04-02T09:00:00Z'
      AND (superseded_at IS NULL OR superseded_at > '2026-04-02T09:00:00Z')) AS known
WHERE grade IS NOT NULL AND starts_on <= '2026-04-02'
  AND (ends_before IS NULL OR ends_before > '2026-04-02')
ORDER BY employee_number, post_number
