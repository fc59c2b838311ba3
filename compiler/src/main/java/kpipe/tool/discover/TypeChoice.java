package kpipe.tool.discover;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import kpipe.tool.discover.ColumnFinding.Sureness;
import org.jspecify.annotations.Nullable;

/** The type that a column gets: one that reads every value of the sample, and is likely to read those that follow. */
final class TypeChoice {

    private static final int MANY = 100;
    private static final int SOME = 10;
    private static final int DECIMAL_DIGITS = 18;
    private static final int REAL_DIGITS = 7;

    /** The years 2000 to 2100 in milliseconds and in seconds since 1970. */
    private static final long[] MILLIS = {946_684_800_000L, 4_102_444_800_000L};

    private static final long[] SECONDS = {946_684_800L, 4_102_444_800L};
    private static final Pattern TIME_NAME = Pattern.compile(
            "(?i).*(?:time|date|epoch|stamp|since|until|created|updated).*|(?:.*[_.])?(?:at|ts|when|t)|[a-z]+(?:At|On)");

    private final String name;
    private final Evidence evidence;
    private final List<String> remarks = new ArrayList<>();

    private String type = "VARCHAR";
    private @Nullable String pattern;
    private boolean doubtful;

    private TypeChoice(String name, Evidence evidence) {
        this.name = name;
        this.evidence = evidence;
    }

    /**
     * Chooses.
     *
     * @param name as it stands in the records
     * @param kda whether as the service's own discovery does
     */
    static TypeChoice of(String name, Evidence evidence, boolean kda) {
        TypeChoice choice = new TypeChoice(name, evidence);
        if (kda) {
            choice.asService();
        } else {
            choice.choose();
        }
        return choice;
    }

    private void choose() {
        int values = evidence.values();
        if (values == 0) {
            doubtful = true;
            remarks.add("never has a value");
        } else if (evidence.truths == values) {
            type = "BOOLEAN";
        } else if (evidence.numbers() == values && evidence.beyond) {
            doubtful = true;
            remarks.add("numbers beyond those of DOUBLE");
        } else if (evidence.wholes == values) {
            whole();
        } else if (evidence.numbers() == values) {
            fraction();
        } else if (!evidence.times().isEmpty()) {
            time();
        } else if (evidence.objects + evidence.arrays == values) {
            remarks.add(evidence.arrays > 0 ? "an array, as text" : "an object, as text");
            if (evidence.ofObjects) {
                remarks.add("a PATH with [0:] and a key of its elements would make a row of each");
            }
        } else if (evidence.texts == values
                || evidence.texts + evidence.numbers() == values && evidence.texts > evidence.numbers()) {
            text();
        } else {
            mixed();
        }
    }

    private void whole() {
        if (!evidence.within(Long.MIN_VALUE, Long.MAX_VALUE)) {
            doubtful = true;
            remarks.add("whole numbers too great for BIGINT");
            return;
        }
        type = "BIGINT";
        range();
        if (TIME_NAME.matcher(name).matches()) {
            if (evidence.within(MILLIS[0], MILLIS[1])) {
                remarks.add("perhaps milliseconds since 1970: TO_TIMESTAMP makes a TIMESTAMP of them");
            } else if (evidence.within(SECONDS[0], SECONDS[1])) {
                remarks.add("perhaps seconds since 1970: TO_TIMESTAMP of 1000 times them is a TIMESTAMP");
            }
        }
    }

    private void fraction() {
        range();
        boolean fixed = evidence.leastScale == evidence.greatestScale
                && evidence.trailingZeros
                && !evidence.exponents
                && evidence.values() >= SOME
                && evidence.greatestScale < DECIMAL_DIGITS / 2
                && evidence.within(-1_000_000_000L, 1_000_000_000L);
        type = fixed ? "DECIMAL(" + DECIMAL_DIGITS + ", " + evidence.greatestScale + ")" : "DOUBLE";
        if (fixed) {
            remarks.add("always " + evidence.greatestScale + " digits behind the point");
        }
        if (evidence.wholes > 0) {
            remarks.add(evidence.wholes + " of them whole");
        }
    }

    private void range() {
        if (evidence.least != null && evidence.greatest != null) {
            boolean one = evidence.least.compareTo(evidence.greatest) == 0;
            remarks.add(
                    0,
                    one
                            ? "always " + shown(evidence.least)
                            : shown(evidence.least) + " to " + shown(evidence.greatest));
        }
    }

    private static String shown(BigDecimal number) {
        boolean plain = number.precision() <= DECIMAL_DIGITS && Math.abs(number.scale()) <= DECIMAL_DIGITS;
        return plain ? number.toPlainString() : String.valueOf(number.doubleValue());
    }

    private void time() {
        List<TimeForm> forms = evidence.times();
        TimeForm form = forms.get(0);
        type = form.type();
        pattern = form.pattern();
        for (TimeForm other : forms.subList(1, forms.size())) {
            if (other.pattern() != null
                    && form.pattern() != null
                    && other.type().equals(form.type())) {
                doubtful = true;
                remarks.add("it could be " + other.pattern() + " too: no day is greater than 12");
                break;
            }
        }
    }

    private void text() {
        remarks.add("up to " + evidence.longest + (evidence.longest == 1 ? " character" : " characters"));
        if (evidence.numbers() > 0) {
            remarks.add(evidence.numbers() + " of them look like numbers");
        } else if (evidence.numbersInQuotes == evidence.texts) {
            remarks.add("all are numbers in quotes, which a column of numbers reads too");
            doubtful = true;
        }
    }

    /** Text reads everything. */
    private void mixed() {
        doubtful = true;
        List<String> kinds = new ArrayList<>();
        kind(kinds, evidence.numbers(), "number");
        kind(kinds, evidence.truths, "truth");
        kind(kinds, evidence.texts, "text");
        kind(kinds, evidence.objects, "object");
        kind(kinds, evidence.arrays, "array");
        remarks.add("of several kinds: " + String.join(", ", kinds));
        if (evidence.numbers() > evidence.texts && evidence.texts > 0) {
            remarks.add("texts such as `" + evidence.textExamples().get(0) + "`");
        }
    }

    private static void kind(List<String> into, int count, String what) {
        if (count > 0) {
            into.add(count + " " + what + (count == 1 ? "" : "s"));
        }
    }

    /** The narrowest type for the sample, as the service chose it; its lengths are powers of two, and times are text to it. */
    private void asService() {
        int values = evidence.values();
        if (values > 0 && evidence.truths == values) {
            type = "BOOLEAN";
        } else if (values > 0 && evidence.wholes == values && evidence.within(Long.MIN_VALUE, Long.MAX_VALUE)) {
            type = evidence.within(Byte.MIN_VALUE, Byte.MAX_VALUE)
                    ? "TINYINT"
                    : evidence.within(Short.MIN_VALUE, Short.MAX_VALUE)
                            ? "SMALLINT"
                            : evidence.within(Integer.MIN_VALUE, Integer.MAX_VALUE) ? "INTEGER" : "BIGINT";
            range();
            remarks.add("too narrow for greater values that may come");
        } else if (values > 0 && evidence.numbers() == values && !evidence.beyond) {
            BigDecimal greatest = evidence.greatest == null ? BigDecimal.ZERO : evidence.greatest.abs();
            int digits = greatest.precision() - greatest.scale() + evidence.greatestScale;
            type = digits <= REAL_DIGITS && !evidence.exponents ? "REAL" : "DOUBLE";
            range();
        } else {
            int length = 4;
            while (length < evidence.longest && length < 1 << 15) {
                length *= 2;
            }
            type = "VARCHAR(" + Math.min(length, 65_535) + ")";
            remarks.add("up to " + evidence.longest + " characters; longer ones are cut off");
        }
    }

    String type() {
        return type;
    }

    @Nullable
    String pattern() {
        return pattern;
    }

    List<String> remarks() {
        return remarks;
    }

    Sureness sureness() {
        int values = evidence.values();
        if (values < SOME || doubtful && values < MANY) {
            return Sureness.GUESS;
        }
        return doubtful || values < MANY ? Sureness.LIKELY : Sureness.SURE;
    }
}
