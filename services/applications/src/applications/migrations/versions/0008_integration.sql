-- A file may come again once it has been worked through: only while it is, it is there once.
-- squawk-ignore ban-drop-constraint
ALTER TABLE imports DROP CONSTRAINT imports_file;

-- Indexes of tables that are there are made in one transaction with the rest: migrated while nobody
-- is served.
-- squawk-ignore require-concurrent-index-creation
CREATE UNIQUE INDEX imports_file ON imports
    (authority_id, kind, format, validate_only, file_sha256) WHERE status <> 'done';

-- squawk-ignore require-concurrent-index-creation
CREATE INDEX imports_of_a_file ON imports
    (authority_id, kind, format, validate_only, file_sha256, received_at);

-- What is over for long enough is found without a look at the rest.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (authority_id, ended_at)
    WHERE ended_at IS NOT NULL;

GRANT DELETE ON webhook_deliveries, webhook_attempts TO spinepoint_app
