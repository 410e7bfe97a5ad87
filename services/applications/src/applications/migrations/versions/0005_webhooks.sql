-- Endpoints that are told of events. Secrets are sealed with a key that is not in the database.
CREATE TABLE webhooks (
    authority_id uuid NOT NULL REFERENCES authorities,
    webhook_id uuid NOT NULL,
    url text NOT NULL,
    kinds text[],
    description text,
    status text NOT NULL CHECK (status IN ('unverified', 'enabled', 'disabled', 'deleted')),
    disabled_because text CHECK (disabled_because IN ('asked', 'gone', 'failing')),
    verified_at timestamptz,
    secret text,
    previous_secret text,
    previous_until timestamptz,
    read_through bigint NOT NULL,
    failing_since timestamptz,
    resting_until timestamptz,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (authority_id, webhook_id)
);

CREATE INDEX webhooks_created ON webhooks (authority_id, created_at, webhook_id);

-- One message to one endpoint: of an event, which has a position in the log, or of the endpoint.
CREATE TABLE webhook_deliveries (
    authority_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    type text NOT NULL,
    seq bigint,
    subject_kind text NOT NULL,
    subject text NOT NULL,
    challenge text,
    status text NOT NULL CHECK (status IN ('pending', 'delivered', 'given_up')),
    tries integer NOT NULL,
    attempts integer NOT NULL,
    due_at timestamptz NOT NULL,
    held_until timestamptz,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (authority_id, webhook_id, delivery_id),
    CONSTRAINT webhook_deliveries_webhook FOREIGN KEY (authority_id, webhook_id)
        REFERENCES webhooks (authority_id, webhook_id)
);

CREATE INDEX webhook_deliveries_created ON webhook_deliveries
    (authority_id, webhook_id, created_at, delivery_id);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (authority_id, webhook_id, due_at)
    WHERE status = 'pending';

CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries
    (authority_id, webhook_id, subject_kind, subject, seq) WHERE status = 'pending';

-- Each time that a message was sent. Without an outcome, whoever sent it died before it was known.
CREATE TABLE webhook_attempts (
    authority_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    attempt integer NOT NULL,
    began_at timestamptz NOT NULL,
    took_ms integer,
    http_status integer,
    failure text,
    PRIMARY KEY (authority_id, webhook_id, delivery_id, attempt),
    CONSTRAINT webhook_attempts_delivery FOREIGN KEY (authority_id, webhook_id, delivery_id)
        REFERENCES webhook_deliveries (authority_id, webhook_id, delivery_id)
)
