-- Statements are parted by a semicolon and an empty line.

-- Whether somebody independent takes part in a case: they see it from the start.
ALTER TABLE applications ADD COLUMN takes_independent boolean NOT NULL DEFAULT false;

-- A meeting waits for each of its members: `seat` is who sits there, and empty for any other step.
-- `people_needed` is how many different people a step needs.
ALTER TABLE waiting_steps ADD COLUMN seat text NOT NULL DEFAULT '';

ALTER TABLE waiting_steps ADD COLUMN people_needed integer NOT NULL DEFAULT 1;

-- The table holds only what waits now, a few rows a case: it is locked for a moment, and what was
-- unique by the shorter key is so by the longer one.
-- squawk-ignore ban-drop-constraint
ALTER TABLE waiting_steps DROP CONSTRAINT waiting_steps_pkey;

-- squawk-ignore constraint-missing-not-valid, adding-serial-primary-key-field
ALTER TABLE waiting_steps ADD CONSTRAINT waiting_steps_pkey
    PRIMARY KEY (authority_id, application_id, step, role, seat)
