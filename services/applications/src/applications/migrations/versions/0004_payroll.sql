CREATE TABLE payroll_runs (
    authority_id uuid NOT NULL REFERENCES authorities,
    payroll_run_id uuid NOT NULL,
    number integer NOT NULL,
    through date NOT NULL,
    closed_through date,
    known_on date NOT NULL,
    known_at timestamptz NOT NULL,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    lines integer NOT NULL,
    open_lines integer NOT NULL,
    difference numeric(18, 6) NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (authority_id, payroll_run_id),
    CONSTRAINT payroll_runs_number UNIQUE (authority_id, number)
);

CREATE TABLE payroll_lines (
    authority_id uuid NOT NULL,
    payroll_run_id uuid NOT NULL,
    line integer NOT NULL,
    employee_number text NOT NULL,
    post_number text NOT NULL,
    period text,
    paid numeric(18, 6),
    due numeric(18, 6),
    difference numeric(18, 6),
    salary_status text NOT NULL,
    pay_in text,
    open_because text,
    PRIMARY KEY (authority_id, payroll_run_id, line),
    CONSTRAINT payroll_lines_run FOREIGN KEY (authority_id, payroll_run_id)
        REFERENCES payroll_runs (authority_id, payroll_run_id),
    CONSTRAINT payroll_lines_post FOREIGN KEY (authority_id, employee_number, post_number)
        REFERENCES posts (authority_id, employee_number, post_number)
);

CREATE INDEX payroll_lines_of_a_worker ON payroll_lines (authority_id, employee_number);

CREATE TRIGGER payroll_runs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payroll_runs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER payroll_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payroll_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
