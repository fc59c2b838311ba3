package kpipe.stdlib.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Patterns give what Java's SimpleDateFormat gives, whichever way they are read. */
class DatetimePatternTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final long ROUNDS = Boolean.getBoolean("campaign") ? 200_000 : 2_000;

    private static final List<String> PATTERNS = List.of(
            "yyyy-MM-dd HH:mm:ss",
            "yyyy-MM-dd'T'HH:mm:ss.SSS",
            "dd/MMM/yyyy:HH:mm:ss Z",
            "yyyyMMddHHmmss",
            "MM/dd/yy hh:mm:ss a",
            "HH:mm",
            "dd.MM.yyyy",
            "EEE, d MMM yyyy",
            "'at' yyyy''MM",
            "yyyy-MM-dd HH:mm:ss SSSS");

    private static SimpleDateFormat java(String pattern) {
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.US);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        format.setLenient(false);
        return format;
    }

    private static @Nullable Long prefix(SimpleDateFormat format, String text, ParsePosition position) {
        Date date = format.parse(text, position);
        return date == null ? null : date.getTime();
    }

    /** The text with a few characters changed, so that it mostly does not fit. */
    private static String changed(String text, SplittableRandom random) {
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(3); i > 0 && out.length() > 1; i--) {
            int at = random.nextInt(out.length());
            char c = "0123456789 -:/TJanZ+é".charAt(random.nextInt(21));
            switch (random.nextInt(3)) {
                case 0 -> out.setCharAt(at, c);
                case 1 -> out.insert(at, c);
                default -> out.deleteCharAt(at);
            }
        }
        return out.toString();
    }

    @Test
    void whatIsReadAndWrittenIsWhatJavaReadsAndWrites() {
        for (String pattern : PATTERNS) {
            SimpleDateFormat java = java(pattern);
            DatetimePattern ours = new DatetimePattern(pattern);
            for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                long millis = random.nextBoolean()
                        ? random.nextLong(-20_000_000_000_000L, 300_000_000_000_000L)
                        : random.nextLong(2_000_000_000_000L);
                String told = "pattern " + pattern + ", -Dseed=" + seed;
                String text = java.format(new Date(millis));
                assertThat(ours.format(millis)).as(told).isEqualTo(text);
                String other = changed(text, random);
                ParsePosition position = new ParsePosition(0);
                Long expected = prefix(java, other, position);
                assertThat(ours.parsePrefix(other)).as(told + ": " + other).isEqualTo(expected);
                byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
                assertThat(ours.parse(bytes, 0, bytes.length))
                        .as(told + ": " + other)
                        .isEqualTo(position.getIndex() == other.length() ? expected : null);
            }
        }
    }
}
