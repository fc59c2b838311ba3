package kpipe.runtime.intake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import kpipe.data.RowBatch;
import kpipe.data.SystemColumn;
import kpipe.runtime.log.LogRecord;
import org.jspecify.annotations.Nullable;

/** Fills the columns of a stream that its records do not hold. Each input is a shard, numbered as they come. Not thread-safe. */
final class SystemColumns {

    private final List<SystemColumn> columns;
    private int shards;

    SystemColumns(List<SystemColumn> columns) {
        this.columns = columns;
    }

    /** How many inputs have been numbered. */
    int shards() {
        return shards;
    }

    /** Numbers on behind those. */
    void shards(int numbered) {
        shards = numbered;
    }

    /**
     * @param first the first row, of one input like all behind it
     * @param onlyNulls whether a value that is there stays: a test may have given it
     * @param origins the records of the rows, where the source knows what came with them
     */
    void fill(Input input, RowBatch rows, int first, long now, boolean onlyNulls, @Nullable Origins origins) {
        if (columns.isEmpty()) {
            return;
        }
        if (input.shard < 0) {
            input.shard = shards++;
        }
        int place = rows.values.length - columns.size();
        for (int row = first; row < rows.size; row++) {
            input.records++;
            for (int i = 0; i < columns.size(); i++) {
                if (origins != null) {
                    fill(columns.get(i), input, rows, place + i, row, origins, row - first);
                } else if (!onlyNulls || rows.isNull(place + i, row)) {
                    fill(columns.get(i), input, rows, place + i, row, now);
                }
            }
        }
    }

    /** Fills them from a record of a shard that has all of them. */
    void fill(ShardReading from, LogRecord record, RowBatch rows, int first) {
        int place = rows.values.length - columns.size();
        for (int row = first; row < rows.size; row++) {
            for (int i = 0; i < columns.size(); i++) {
                rows.clearNull(place + i, row);
                switch (columns.get(i)) {
                    case APPROXIMATE_ARRIVAL_TIME -> rows.values[place + i][row] = record.arrival();
                    case PARTITION_KEY ->
                        rows.setBytes(place + i, row, record.bytes(), record.keyOffset(), record.keyLength());
                    case SEQUENCE_NUMBER ->
                        text(rows, place + i, row, from.numberOf(record).toString());
                    case SHARD_ID -> text(rows, place + i, row, from.name());
                }
            }
        }
    }

    private static void fill(SystemColumn column, Input input, RowBatch rows, int place, int row, long now) {
        rows.clearNull(place, row);
        switch (column) {
            case APPROXIMATE_ARRIVAL_TIME -> rows.values[place][row] = now;
            case PARTITION_KEY -> rows.setNull(place, row);
            case SEQUENCE_NUMBER -> text(rows, place, row, String.format(Locale.ROOT, "%020d", input.records));
            case SHARD_ID -> text(rows, place, row, String.format(Locale.ROOT, "shardId-%012d", input.shard));
        }
    }

    private static void fill(
            SystemColumn column, Input input, RowBatch rows, int place, int row, Origins origins, int record) {
        rows.clearNull(place, row);
        switch (column) {
            case APPROXIMATE_ARRIVAL_TIME -> rows.values[place][row] = origins.arrivalMillis(record);
            case PARTITION_KEY -> {
                String key = origins.partitionKey(record);
                if (key == null) {
                    rows.setNull(place, row);
                } else {
                    text(rows, place, row, key);
                }
            }
            case SEQUENCE_NUMBER -> text(rows, place, row, origins.sequenceNumber(record));
            case SHARD_ID -> text(rows, place, row, input.name);
        }
    }

    private static void text(RowBatch rows, int place, int row, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        rows.setBytes(place, row, bytes, 0, bytes.length);
    }
}
