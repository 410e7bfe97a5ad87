-- The team of a post from a day on, as it was told last: what counts is the newest day that is not
-- after the one asked about.
CREATE TABLE post_teams (
    authority_id uuid NOT NULL,
    employee_number text NOT NULL,
    post_number text NOT NULL,
    since date NOT NULL,
    team text NOT NULL,
    PRIMARY KEY (authority_id, employee_number, post_number, since),
    CONSTRAINT post_teams_post FOREIGN KEY (authority_id, employee_number, post_number)
        REFERENCES posts (authority_id, employee_number, post_number),
    CONSTRAINT post_teams_team FOREIGN KEY (authority_id, team)
        REFERENCES teams (authority_id, team)
);

-- All that is known of the posts that are there. Their owner is no authority, and so would not see
-- them behind the wall: it is open to the owner alone, and closed in the same transaction.
ALTER TABLE posts NO FORCE ROW LEVEL SECURITY;

INSERT INTO post_teams (authority_id, employee_number, post_number, since, team)
SELECT authority_id, employee_number, post_number, starts_on, team FROM posts;

ALTER TABLE posts FORCE ROW LEVEL SECURITY
