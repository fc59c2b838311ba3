package kpipe.benchmarks.esper;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes rows as lines of JSON. Texts hold nothing that would need a backslash. */
final class Lines implements AutoCloseable {

    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();
    private static long lastDay = Long.MIN_VALUE;
    private static String lastDate = "";

    Lines(Path path) throws IOException {
        this.out = new BufferedOutputStream(new FileOutputStream(path.toFile()), 1 << 16);
    }

    /** Adds a value to the line. Names that begin or end as times do are those of milliseconds. */
    Lines put(String name, @Nullable Object value) {
        line.append(line.length() == 0 ? "{\"" : ",\"").append(name).append("\":");
        if (value instanceof Double number) {
            // Exact: prices times 0.908 have three digits behind the point.
            long thousandths = Math.round(number * 1000);
            line.append(thousandths / 1000).append('.');
            line.append(Long.toString(1000 + thousandths % 1000), 1, 4);
        } else if (value instanceof Long && isTime(name)) {
            line.append('"').append(time((Long) value)).append('"');
        } else if (value instanceof String) {
            line.append('"').append(value).append('"');
        } else {
            line.append(value);
        }
        return this;
    }

    private static boolean isTime(String name) {
        return switch (name) {
            case "date_time", "bid_at", "opened_at", "expires", "since", "until" -> true;
            default -> false;
        };
    }

    /** How a time is written. */
    static String time(long millis) {
        long day = Math.floorDiv(millis, 86_400_000L);
        if (day != lastDay) {
            lastDate = String.format(Locale.ROOT, "%s ", LocalDate.ofEpochDay(day));
            lastDay = day;
        }
        int rest = (int) Math.floorMod(millis, 86_400_000L);
        StringBuilder text = new StringBuilder(23).append(lastDate);
        two(text, rest / 3_600_000).append(':');
        two(text, rest / 60_000 % 60).append(':');
        two(text, rest / 1000 % 60).append('.');
        return text.append(Integer.toString(1000 + rest % 1000), 1, 4).toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** Ends the line. */
    void end() {
        line.append("}\n");
        try {
            out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.setLength(0);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
