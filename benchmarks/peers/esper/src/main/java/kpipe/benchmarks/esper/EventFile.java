package kpipe.benchmarks.esper;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one file of events: a decoder by hand that counts on the fields being in their order, so that Esper pays next to nothing for JSON. Texts and numbers that the query does not look at
 * are passed over.
 */
final class EventFile implements AutoCloseable {

    private static final int CHUNK = 1 << 18;

    private final InputStream file;
    private final Column[] columns;
    private final int time;
    private byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private int lineEnd;
    private int day;
    private long dayStart;

    /** A column: its name, what it holds, whether the query looks at it. */
    record Column(String name, Kind kind, boolean wanted) {}

    /** What a column holds. */
    enum Kind {
        NUMBER,
        TEXT,
        TIME
    }

    EventFile(Path path, Column[] columns) throws IOException {
        this.file = new FileInputStream(path.toFile());
        this.columns = columns;
        int found = 0;
        while (!columns[found].name().equals("date_time")) {
            found++;
        }
        this.time = found;
    }

    /** The place of the time of a row among its values. */
    int time() {
        return time;
    }

    /** The next row, or null behind the last. */
    Object @Nullable [] next() throws IOException {
        if (!line()) {
            return null;
        }
        Object[] row = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            Column column = columns[i];
            // Before the name stands a brace or a comma, around it quotes, behind it a colon.
            at += column.name().length() + 4;
            if (column.kind() == Kind.NUMBER) {
                long number = number();
                if (column.wanted()) {
                    row[i] = number;
                }
            } else if (column.kind() == Kind.TIME) {
                row[i] = instant();
            } else {
                row[i] = text(column.wanted());
            }
        }
        at = lineEnd + 1;
        return row;
    }

    private boolean line() throws IOException {
        int newline = at;
        while (true) {
            while (newline < end && chunk[newline] != '\n') {
                newline++;
            }
            if (newline < end) {
                lineEnd = newline;
                return true;
            }
            System.arraycopy(chunk, at, chunk, 0, end - at);
            newline -= at;
            end -= at;
            at = 0;
            int read = file.read(chunk, end, chunk.length - end);
            if (read <= 0) {
                return false;
            }
            end += read;
        }
    }

    private long number() {
        long value = 0;
        while (chunk[at] >= '0') {
            value = value * 10 + chunk[at++] - '0';
        }
        return value;
    }

    private @Nullable String text(boolean wanted) {
        int from = ++at;
        while (chunk[at] != '"') {
            at++;
        }
        return wanted ? new String(chunk, from, at++ - from, StandardCharsets.ISO_8859_1) : skipped();
    }

    private @Nullable String skipped() {
        at++;
        return null;
    }

    private long instant() {
        int from = at + 1;
        at += 25;
        int date = digits(from, 4) * 10_000 + digits(from + 5, 2) * 100 + digits(from + 8, 2);
        if (date != day) {
            day = date;
            dayStart = LocalDate.of(date / 10_000, date / 100 % 100, date % 100).toEpochDay() * 86_400_000L;
        }
        return dayStart
                + digits(from + 11, 2) * 3_600_000L
                + digits(from + 14, 2) * 60_000L
                + digits(from + 17, 2) * 1000L
                + digits(from + 20, 3);
    }

    private int digits(int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = value * 10 + chunk[i] - '0';
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
