CREATE OR REPLACE STREAM "OUT" ("secs" BIGINT, "mins" INTEGER, "days" DECIMAL(6), "epoch" BIGINT, "frac" DECIMAL(12,3), "back" TIMESTAMP, "half" TIMESTAMP, "late" BOOLEAN, "year_months" BIGINT);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "OUT"
SELECT STREAM
   CAST(("b" - "a") SECOND AS BIGINT),
   CAST(("b" - "a") MINUTE AS INTEGER),
   CAST(("b" - "a") DAY AS DECIMAL(6)),
   CAST(("a" - TIMESTAMP '1970-01-01 00:00:00') SECOND AS BIGINT),
   CAST(("b" - "a") SECOND AS DECIMAL(12,3)),
   "a" + ("b" - "a") SECOND,
   "a" + ("b" - "a") SECOND / 2,
   ("b" - "a") MINUTE > INTERVAL '1' HOUR,
   CAST(("b" - "a") MONTH AS BIGINT)
FROM "SOURCE_SQL_STREAM_001";
