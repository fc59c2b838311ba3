package kpipe.data;

/**
 * A column that rows of every source have without a declaration, as in Kinesis Data Analytics. Queries name it; {@code *} does not mean it. It is there only where a query names it.
 *
 * <p>For sources that know no shards and no keys each input, a file say, counts as a shard.
 */
public enum SystemColumn {
    /** When the record came in: TIMESTAMP. */
    APPROXIMATE_ARRIVAL_TIME(Type.of(Kind.TIMESTAMP, true)),
    /** The key by which the record was put into its shard, or NULL where the source has none: VARCHAR(512). */
    PARTITION_KEY(Type.varchar(512, true)),
    /** The number of the record in its shard, with zeros before it, so that later ones are greater: VARCHAR(128). */
    SEQUENCE_NUMBER(Type.varchar(128, true)),
    /** {@code shardId-000000000000} and so on: VARCHAR(64). */
    SHARD_ID(Type.varchar(64, true));

    private final Type type;

    SystemColumn(Type type) {
        this.type = type;
    }

    public Type type() {
        return type;
    }
}
