-- A login for one consumer of the published views (docs/guides/consumers.md), which may read them and nothing else.
-- Run it as the administrator of PostgreSQL, again to change a password or after a restore:
--
--   psql --set database=reporting --set name=analyst --set password="$(cat analyst.password)" --file reader.sql
--
-- The rights are those of the role published_reader; `kiemdiem migrate reporting` grants it each version of the views.
\set ON_ERROR_STOP on
\set QUIET on
\connect :"database"
BEGIN;

SELECT 'CREATE ROLE published_reader NOLOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'published_reader') \gexec
SELECT format('CREATE ROLE %I LOGIN', :'name')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" PASSWORD :'password'
    NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 5;
GRANT published_reader TO :"name";

-- Where a query begins. A session may set these otherwise, so they are no guard: that is what there is no right to.
ALTER ROLE :"name" SET default_transaction_read_only = on;
ALTER ROLE :"name" SET statement_timeout = '60s';
ALTER ROLE :"name" SET jit = off; -- compiling takes longer than any of these queries
ALTER ROLE :"name" SET idle_in_transaction_session_timeout = '60s';
-- This one only an administrator can lift: what a query may put aside on the disk.
ALTER ROLE :"name" SET temp_file_limit = '1GB';

-- What everybody may do in a new database, and a reader must not: enter it, make temporary tables, see the tables' names.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO published_reader;

-- And functions that hold up the service, which takes advisory locks, or that leave something behind.
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC; GRANT EXECUTE ON FUNCTION %1$s TO %I', p.oid::regprocedure, owner.rolname)
FROM pg_proc p, pg_database d JOIN pg_roles owner ON owner.oid = d.datdba
WHERE d.datname = current_database()
  AND p.pronamespace = 'pg_catalog'::regnamespace
  AND (p.proname ~ '^pg_(try_)?advisory_' OR p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'pg_logical_emit_message')) \gexec

-- Views that are there already.
SELECT format('GRANT USAGE ON SCHEMA %I TO published_reader; GRANT SELECT ON ALL TABLES IN SCHEMA %1$I TO published_reader', nspname)
FROM pg_namespace WHERE nspname ~ '^published_v[0-9]+$' \gexec

COMMIT;
