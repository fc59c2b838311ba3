package kpipe.stdlib.connector.generator;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import kpipe.data.Kind;
import kpipe.stdlib.connector.generator.Draw.Cell;
import kpipe.stdlib.format.Datetimes;

/** Draws of dates and times. */
final class TimeDraws {

    private static final long DAY = 86_400_000L;

    private TimeDraws() {}

    /** Stores an instant in the form of a column: TIMESTAMP, its DATE, its TIME of day, or the text of a TIMESTAMP. */
    static void store(Kind kind, long millis, Cell cell) {
        switch (kind) {
            case DATE -> cell.bits = Math.floorDiv(millis, DAY);
            case TIME -> cell.bits = Math.floorMod(millis, DAY);
            case CHAR, VARCHAR -> Datetimes.writeTimestamp(millis, cell.text);
            default -> cell.bits = millis;
        }
    }

    /** The time of the row, or a random number of milliseconds before it. */
    static final class RowTime extends Draw {
        private final Kind kind;
        private final Draw ago;

        RowTime(Kind kind, Draw ago) {
            this.kind = kind;
            this.ago = ago;
        }

        @Override
        void write(DataOutputStream out) throws IOException {
            ago.write(out);
        }

        @Override
        void read(DataInputStream in) throws IOException {
            ago.read(in);
        }

        @Override
        void draw(Cell cell) {
            ago.draw(cell);
            store(kind, cell.time - cell.bits, cell);
        }
    }

    /** From a start, each row later than the one before by a step, which may be random. */
    static final class Steps extends Draw {
        private final Kind kind;
        private final Draw step;
        private long next;

        Steps(Kind kind, long start, Draw step) {
            this.kind = kind;
            this.step = step;
            next = start;
        }

        @Override
        void write(DataOutputStream out) throws IOException {
            out.writeLong(next);
            step.write(out);
        }

        @Override
        void read(DataInputStream in) throws IOException {
            next = in.readLong();
            step.read(in);
        }

        @Override
        void draw(Cell cell) {
            long now = next;
            step.draw(cell);
            next = now + cell.bits;
            store(kind, now, cell);
        }
    }
}
