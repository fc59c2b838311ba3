CREATE OR REPLACE STREAM "OUT" ("len" INTEGER, "padded" VARCHAR(20), "eq" BOOLEAN, "lit" BOOLEAN);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "OUT"
SELECT STREAM CHAR_LENGTH(CAST("name" AS CHAR(16))),
       CAST("name" AS CHAR(6)) || '|',
       "fixed" = CAST("name" AS CHAR(12)),
       "fixed" = 'fred'
FROM "SOURCE_SQL_STREAM_001";
