-- Run once by the image of PostgreSQL, when the database is made. Each app logs in under a name of
-- its own, owns the one schema that it makes and cannot read another. What it does in everyday work
-- it does under its restricted role, to which its migrations grant what is needed and no more.
\set ON_ERROR_STOP on
\getenv clearing_password CLEARING_DATABASE_PASSWORD
\getenv settlement_password SETTLEMENT_DATABASE_PASSWORD
\getenv statistics_password STATISTICS_DATABASE_PASSWORD

revoke all on database :"DBNAME" from public;
revoke all on schema public from public;

create role clearing login password :'clearing_password' connection limit 40;
create role reciproca_clearing nologin;
grant reciproca_clearing to clearing with admin true, inherit false, set true;
grant connect, create on database :"DBNAME" to clearing;
-- Closing a cycle gathers its claims in a temporary table.
grant temporary on database :"DBNAME" to reciproca_clearing;

create role settlement login password :'settlement_password' connection limit 40;
create role reciproca_settlement nologin;
grant reciproca_settlement to settlement with admin true, inherit false, set true;
grant connect, create on database :"DBNAME" to settlement;

create role statistics login password :'statistics_password' connection limit 40;
create role reciproca_statistics nologin;
grant reciproca_statistics to statistics with admin true, inherit false, set true;
grant connect, create on database :"DBNAME" to statistics;
