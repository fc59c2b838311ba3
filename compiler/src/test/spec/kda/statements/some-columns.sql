create or replace stream "COMBINED" ("kind" varchar(10) not null, "id" integer, "amount" double, "note" varchar(20));

create or replace pump "A_PUMP" as insert into "COMBINED" ("id", "kind")
select stream "id", 'order' from "SOURCE_SQL_STREAM_001" where "type" = 'O';

create or replace pump "B_PUMP" as insert into "COMBINED" ("kind", "note", "amount")
select stream 'payment' as ignored_alias, "text" as "note2", "amount" from "SOURCE_SQL_STREAM_001" where "type" = 'P';
