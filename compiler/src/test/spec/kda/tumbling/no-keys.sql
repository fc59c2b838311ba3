create or replace stream "TOTALS" ("n" integer, "sum" double);
create or replace pump "TOTALS_PUMP" as insert into "TOTALS"
select stream count(*), sum("amount") from "SOURCE_SQL_STREAM_001" as s group by floor(s.rowtime to minute);
