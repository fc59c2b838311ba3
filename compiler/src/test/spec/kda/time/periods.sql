CREATE OR REPLACE STREAM "OUT" ("id" INTEGER, "overlaps" BOOLEAN, "contains" BOOLEAN, "strictly_contains" BOOLEAN, "equals" BOOLEAN, "precedes" BOOLEAN, "strictly_precedes" BOOLEAN, "imm_precedes" BOOLEAN, "succeeds" BOOLEAN, "leads" BOOLEAN, "strictly_lags" BOOLEAN);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "OUT"
SELECT STREAM "id",
  (s1, e1) OVERLAPS (s2, e2),
  PERIOD (s1, e1) CONTAINS PERIOD (s2, e2),
  (s1, e1) STRICTLY CONTAINS (s2, e2),
  (s1, e1) EQUALS (s2, e2),
  (s1, e1) PRECEDES (s2, e2),
  (s1, e1) STRICTLY PRECEDES (s2, e2),
  (s1, e1) IMMEDIATELY PRECEDES (s2, e2),
  (s1, e1) SUCCEEDS (s2, e2),
  (s1, e1) LEADS (s2, e2),
  (s1, e1) STRICTLY LAGS (s2, e2)
FROM "SOURCE_SQL_STREAM_001";

CREATE OR REPLACE STREAM "ALARMS" ("id" INTEGER);
create or replace pump alarmPump as insert into "ALARMS"
select stream "id" from "SOURCE_SQL_STREAM_001" as x
where (x.s1, x.e1) contains x.s2
  and (x.s1, x.e1) precedes (x.e1, x.e1 + interval '1' hour) precedes (x.e1 + interval '1' hour, x.e1 + interval '2' hour);
