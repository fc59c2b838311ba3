create or replace stream "OUT" (k varchar(2), last3 integer, sum3 integer, n10 integer, everything integer);
create or replace pump "P" as insert into "OUT"
select stream k, count(*) over w3, sum(v) over w3, count(*) over w10, count(*) over (rows 100 preceding)
from "S"
window w3 as (partition by k rows 2 preceding),
       w10 as (partition by k range interval '10' second preceding),
       unused as (range interval '59:59.999' minute to second(3) preceding);
