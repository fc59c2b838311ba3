package kpipe.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;

/** Readings of devices, in order of time, made from a seed: what every benchmark reads. */
final class Telemetry {

    /** The columns, in the words of a STREAM declaration. */
    static final String COLUMNS =
            "device BIGINT NOT NULL, room INTEGER NOT NULL, humidity DOUBLE NOT NULL, temperature DOUBLE NOT NULL, read_at TIMESTAMP NOT NULL";

    static final Schema SCHEMA = Schema.of(
            new Column("device", Type.of(Kind.BIGINT, false)),
            new Column("room", Type.of(Kind.INTEGER, false)),
            new Column("humidity", Type.of(Kind.DOUBLE, false)),
            new Column("temperature", Type.of(Kind.DOUBLE, false)),
            new Column("read_at", Type.of(Kind.TIMESTAMP, false)));

    static final int DEVICE = 0;
    static final int ROOM = 1;
    static final int HUMIDITY = 2;
    static final int TEMPERATURE = 3;
    static final int READ_AT = 4;

    private static final long START = 1_767_225_600_000L;

    private Telemetry() {}

    /**
     * Batches of readings.
     *
     * @param devices how many different devices, each as likely as the others
     * @param perMinute how many readings fall into one minute of event time
     */
    static List<RowBatch> batches(int rows, int devices, int perMinute, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RowBatch> batches = new ArrayList<>();
        RowBatch batch = new RowBatch(SCHEMA);
        for (int i = 0; i < rows; i++) {
            if (batch.isFull()) {
                batches.add(batch);
                batch = new RowBatch(SCHEMA);
            }
            int row = batch.size++;
            long at = START + (long) i * 60_000 / perMinute;
            batch.values[DEVICE][row] = random.nextInt(devices);
            batch.values[ROOM][row] = random.nextInt(100);
            batch.setDouble(HUMIDITY, row, random.nextInt(1000) / 10.0);
            batch.setDouble(TEMPERATURE, row, random.nextInt(4000) / 100.0);
            batch.values[READ_AT][row] = at;
            batch.rowtime[row] = at;
            batch.watermark[row] = at;
            batch.endWatermark = at;
        }
        batches.add(batch);
        return batches;
    }
}
