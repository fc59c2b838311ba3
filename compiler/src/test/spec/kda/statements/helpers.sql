-- half hours, as the reference's own example rounds them; another function used in one
CREATE OR REPLACE FUNCTION FLOOR30MIN ( p TIMESTAMP ) RETURNS TIMESTAMP LANGUAGE SQL CONTAINS SQL
RETURN FLOOR(p TO HOUR) + ((EXTRACT(MINUTE FROM p) / 30) * INTERVAL '30' MINUTE);

create function "Grade" (x INTEGER) returns VARCHAR(4) contains sql called on null input
return case when x is null then 'none' when x >= 10 then 'good' else 'poor' end;

create function "GradeOfBoth" (x INTEGER, y INTEGER) returns VARCHAR(4) contains sql
return "Grade"(x + y);

CREATE OR REPLACE STREAM "GRADES" (half_hour TIMESTAMP, one VARCHAR(4), two VARCHAR(4));
CREATE OR REPLACE PUMP "GRADES_PUMP" AS INSERT INTO "GRADES"
SELECT STREAM floor30min("at"), "Grade"("a"), "GradeOfBoth"("a", "b") FROM "SOURCE_SQL_STREAM_001"
