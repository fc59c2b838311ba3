-- fleet telemetry
create or replace stream "speeding" ( vin varchar ( 17 ) , kmh double ,   "at" timestamp ) ;
   create or replace function to_kmh( mph double ) returns double contains sql return mph * 1.609344 ;
create or replace stream "idle" ( vin varchar(17) , minutes integer );
create or replace pump "speeding_pump" as insert into "speeding"
	select stream vin , to_kmh( mph ) , s . rowtime
	from "SOURCE_SQL_STREAM_001" as s
	where to_kmh ( mph ) > 130 -- the limit
	;
create or replace pump "idle_pump" as insert into "idle"
	select stream vin, count ( * )
	from "SOURCE_SQL_STREAM_001" as s
	where mph = 0
	group by vin , step ( s . rowtime by interval '1' hour )
	having count ( * ) > 1 ;
