-- Tables of the same shape as those that an import of workers fills: columns, keys and indexes, and
-- what refers to what.
CREATE TABLE floor_workers (LIKE workers INCLUDING ALL);
CREATE TABLE floor_posts (LIKE posts INCLUDING ALL);
ALTER TABLE floor_workers ADD FOREIGN KEY (authority_id) REFERENCES authorities;
ALTER TABLE floor_posts
    ADD FOREIGN KEY (authority_id, employee_number) REFERENCES floor_workers,
    ADD FOREIGN KEY (authority_id, team) REFERENCES teams;
-- And once more, with nothing that refers to anything.
CREATE TABLE bare_workers (LIKE workers INCLUDING ALL);
CREATE TABLE bare_posts (LIKE posts INCLUDING ALL);
