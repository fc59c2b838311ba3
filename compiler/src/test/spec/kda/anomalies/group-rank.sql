CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4), sector VARCHAR(16), change REAL, price REAL, "groupRank" INTEGER);

CREATE OR REPLACE PUMP "STREAM_PUMP" AS INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, sector, change, price, "groupRank"
FROM TABLE(
  GROUP_RANK(
    CURSOR(SELECT STREAM ticker_symbol, sector, change, price FROM "SOURCE_SQL_STREAM_001"),
    'SECTOR', 'groupRank', 'asc', 'asc', 10, 0))
