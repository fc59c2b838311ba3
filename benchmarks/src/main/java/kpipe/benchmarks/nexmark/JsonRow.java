package kpipe.benchmarks.nexmark;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One line of JSON in the making, which is begun anew when it was taken. Texts hold nothing that would need a backslash. */
final class JsonRow {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final StringBuilder text = new StringBuilder();

    JsonRow put(String name, long value) {
        name(name).append(value);
        return this;
    }

    JsonRow put(String name, BigDecimal value) {
        name(name).append(value.toPlainString());
        return this;
    }

    JsonRow put(String name, String value) {
        name(name).append('"').append(value).append('"');
        return this;
    }

    /** A time that is given in milliseconds since 1970-01-01. */
    JsonRow time(String name, long millis) {
        return put(name, text(millis));
    }

    /** How a time is written. */
    static String text(long millis) {
        int nanos = (int) (millis % 1000) * 1_000_000;
        return TIME.format(LocalDateTime.ofEpochSecond(millis / 1000, nanos, ZoneOffset.UTC));
    }

    /** The line, with its newline. */
    String line() {
        String line = text.append("}\n").toString();
        text.setLength(0);
        return line;
    }

    private StringBuilder name(String name) {
        return text.append(text.isEmpty() ? "{\"" : ",\"").append(name).append("\":");
    }
}
