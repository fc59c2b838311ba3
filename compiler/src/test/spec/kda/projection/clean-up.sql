-- normalises the raw feed
CREATE OR REPLACE STREAM "CLEAN" (
   "deviceId"   VARCHAR(16),   // padded
   "country"    CHAR(2),
   "reading"    DECIMAL(8,3),
   "eventTime"  TIMESTAMP,
   "quality"    VARCHAR(8)
);
CREATE OR REPLACE PUMP "CLEAN_PUMP" AS
INSERT INTO "CLEAN" ("deviceId", "country", "reading", "eventTime", "quality")
SELECT STREAM
   TRIM(BOTH ' ' FROM "dev"),
   UPPER(SUBSTRING("loc" FROM 1 FOR 2)),
   CAST(TRIM("val") AS DECIMAL(8,3)),
   CHAR_TO_TIMESTAMP('yyyy-MM-dd''T''HH:mm:ss', SUBSTRING("ts" FROM 1 FOR 19)),
   CASE
      WHEN "q" IN ('A', 'B') THEN 'good'
      WHEN "q" IS NULL OR "q" = '' THEN 'unknown'
      ELSE 'bad'
   END
FROM "RAW_001"
WHERE CHAR_LENGTH("val") > 0 AND "val" NOT LIKE '%#%';
