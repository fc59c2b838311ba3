// All optional words of every statement
CREATE
OR REPLACE STREAM LOCALDB."Sales".out1 (a INTEGER NOT NULL, "b c" VARCHAR (40), -- comment
  c TimeStamp, d numeric, e DECIMAL, "f"VARCHAR(32), g FLOAT /* x */, h CHARACTER VARYING (10) NOT NULL // y
) DESCRIPTION 'it''s';
CREATE STREAM OUT2 (a INTEGER) OPTIONS (x 'y', z 'w');
CREATE OR REPLACE PUMP "200-P" STOPPED DESCRIPTION 'd' AS INSERT INTO OUT2 (a) SELECT STREAM id FROM s;
CREATE OR REPLACE PUMP "P2" STARTED AS INSERT EXPEDITED INTO OUT2 (a) SELECT
-- c
STREAM s . -- d
id FROM s;
create or replace function half (p timestamp) returns timestamp language sql specific half_1 deterministic contains sql returns null on null input return FLOOR(p TO HOUR) + ((EXTRACT(MINUTE FROM p) / 30) * INTERVAL '30' MINUTE);
create function twice (x integer) returns integer not deterministic reads sql data called on null input return x * 2;
create function three () returns integer modifies sql data return 3;
create pump p4 as insert into out1 select stream all twice(id), 'x', half(s.rowtime), 1, 2, "v", three(), 'h' from s;
ALTER PUMP "200-P" START;
ALTER PUMP "s".* START;
CREATE OR REPLACE STREAM OUT3 (a INTEGER, b INTEGER);
CREATE PUMP P5 AS INSERT INTO OUT3 SELECT STREAM (id), COUNT((CASE WHEN id > 0 THEN 1 END)) OVER(PARTITION BY id ROWS 10 PRECEDING) FROM s WINDOW unused AS (ROWS 2 PRECEDING)
