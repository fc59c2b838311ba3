CREATE OR REPLACE STREAM "PRODUCTS_OF_THE_DAY" ("at" TIMESTAMP, "prodId" INTEGER, "day" TIMESTAMP);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "PRODUCTS_OF_THE_DAY"
SELECT STREAM DISTINCT ROWTIME, prodId, FLOOR(Orders.ROWTIME TO DAY)
FROM Orders;

create or replace stream TICKERS_OF_A_TIME (at_time timestamp, ticker varchar(4));
create or replace pump TICKERS as insert into TICKERS_OF_A_TIME
select stream distinct rowtime, ticker from trades order by rowtime, ticker
