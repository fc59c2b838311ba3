package kpipe.data;

import java.util.ArrayList;
import java.util.List;

/** The columns of the streams that exist without being declared: {@code error_stream}, {@code s.errors} and {@code p.late}. */
public final class SystemStreams {

    /** {@code error_stream}, with the columns that it has in the KDA dialect. */
    public static final Schema ERROR_STREAM = Schema.of(
            new Column("ERROR_TIME", Type.of(Kind.TIMESTAMP, false)),
            new Column("ERROR_LEVEL", Type.varchar(10, false)),
            new Column("ERROR_NAME", Type.varchar(32, false)),
            new Column("MESSAGE", Type.varchar(4096, false)),
            new Column("DATA_ROWTIME", Type.of(Kind.TIMESTAMP, true)),
            new Column("DATA_ROW", Type.varchar(49_152, true)),
            new Column("PUMP_NAME", Type.varchar(128, false)));

    /** {@code s.errors}: the record as it came (as text, what is no UTF-8 replaced), where it came from, and why it is no row. */
    public static final Schema SOURCE_ERRORS = Schema.of(
            new Column("RECORD", Type.of(Kind.VARCHAR, true)),
            new Column("SHARD", Type.of(Kind.VARCHAR, true)),
            new Column("SEQUENCE_NUMBER", Type.varchar(128, true)),
            new Column("ERROR_NAME", Type.varchar(32, false)),
            new Column("REASON", Type.varchar(4096, false)));

    /** The last column of {@code p.late}: by how many milliseconds the row was late. */
    public static final Column LATE_BY = new Column("LATE_BY", Type.of(Kind.BIGINT, false));

    /** {@code p.late} of a pump that reads several streams, or one several times: a late row as JSON, with the columns that it had where it came too late. */
    public static final Schema LATE_OF_SEVERAL = Schema.of(
            new Column("DATA_ROWTIME", Type.of(Kind.TIMESTAMP, false)),
            new Column("DATA_ROW", Type.varchar(49_152, false)),
            LATE_BY);

    private SystemStreams() {}

    /** {@code p.late} of a pump that reads rows of {@code schema}. */
    public static Schema late(Schema schema) {
        List<Column> columns = new ArrayList<>(schema.columns());
        columns.add(LATE_BY);
        return new Schema(columns);
    }
}
