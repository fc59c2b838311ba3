CREATE OR REPLACE STREAM "A" (n INTEGER);
CREATE OR REPLACE STREAM "B" (n INTEGER);
CREATE OR REPLACE STREAM "C" (n INTEGER);
create or replace pump alarmPump stopped as insert into "A" select stream n from "SOURCE_SQL_STREAM_001";
create or replace pump runningPump started as insert into "B" select stream n + 1 from "SOURCE_SQL_STREAM_001";
create or replace pump laterPump STOPPED DESCRIPTION 'started below' as insert into "C" select stream n + 2 from "SOURCE_SQL_STREAM_001";
ALTER PUMP laterPump START;
