#!/bin/sh
# A database for each service, with a user of its own that may enter no other, and a reader of what reporting publishes.
# Run once, by PostgreSQL's image.
set -eu
for service in organizations reviews ratings reporting; do
    psql --set ON_ERROR_STOP=1 --set name="$service" --set password="$(cat "/run/databases/$service.password")" <<'SQL'
CREATE USER :"name" PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" TEMPLATE template0;
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
psql --set database=reporting --set name=analyst --set password="$(cat /run/databases/analyst.password)" --file /run/reader.sql
