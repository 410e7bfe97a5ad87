-- The roles and the database of the applications service. Safe to run again.
-- The owner migrates; the service and its worker have the other role, which may define nothing.
-- What that role may do with each table is granted by the migration that makes the table.
\set ON_ERROR_STOP on
\getenv owner_password SPINEPOINT_OWNER_PASSWORD
\getenv app_password SPINEPOINT_APP_PASSWORD

SELECT 'CREATE ROLE spinepoint_owner'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'spinepoint_owner') \gexec
SELECT 'CREATE ROLE spinepoint_app'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'spinepoint_app') \gexec

ALTER ROLE spinepoint_owner
    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE spinepoint_app
    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';

SELECT 'CREATE DATABASE spinepoint OWNER spinepoint_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'spinepoint') \gexec

REVOKE ALL ON DATABASE spinepoint FROM PUBLIC;
GRANT CONNECT ON DATABASE spinepoint TO spinepoint_app;
