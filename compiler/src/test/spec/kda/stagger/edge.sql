create or replace stream "OUT" (k varchar(4), n integer, total double, first_v double, last_v double);
create or replace pump "P" as insert into "OUT"
select stream k, count(*), sum(v), first_value(v), last_value(v) from "S"
where v is not null
windowed by stagger (partition by k range interval '30' second)
having count(*) > 0;
