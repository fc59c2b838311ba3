package kpipe.compiler.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.syntax.IntervalQualifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.TimeUnit;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * The units of intervals. While a query is planned, the type of an interval remembers its fields, because a cast of it to a number counts its last unit: the precision holds
 * the first field and the scale the last, as 1 plus its place in {@link #FIELDS}. In the pipeline an interval is just milliseconds or months: {@link #plain}.
 */
final class Intervals {

    private static final List<TimeUnit> FIELDS =
            List.of(TimeUnit.YEAR, TimeUnit.MONTH, TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);

    private static final Pattern DAY_TIME =
            Pattern.compile("(?:(?<day>\\d+)(?: +|$))?(?:(?<clock>\\d+(?::\\d+)*(?:\\.\\d{1,9})?))?");

    private Intervals() {}

    /** The type of an interval of these fields, or null if they are none that an interval may have. */
    static @Nullable Type type(IntervalQualifier qualifier, boolean nullable) {
        TimeUnit first = field(qualifier.start());
        TimeUnit last = qualifier.end() == null ? first : field(qualifier.end());
        int firstField = FIELDS.indexOf(first);
        int lastField = FIELDS.indexOf(last);
        boolean yearMonth = firstField <= 1;
        if (firstField < 0 || lastField < firstField || yearMonth != lastField <= 1) {
            return null;
        }
        return new Type(
                yearMonth ? Kind.INTERVAL_YEAR_MONTH : Kind.INTERVAL_DAY_TIME, firstField + 1, lastField + 1, nullable);
    }

    private static TimeUnit field(TimeUnit unit) {
        return switch (unit) {
            case QUARTER -> TimeUnit.MONTH;
            case WEEK -> TimeUnit.DAY;
            case MILLISECOND -> TimeUnit.SECOND;
            default -> unit;
        };
    }

    /** The type without its fields, as the pipeline knows it. */
    static Type plain(Type type) {
        return type.kind().isInterval() ? Type.of(type.kind(), type.nullable()) : type;
    }

    /** Milliseconds (months for a year-month interval) of the last field, if the type has a single one; else 0. */
    static long unitOf(Type type) {
        if (type.precision() == 0 || type.precision() != type.scale()) {
            return 0;
        }
        return unitLength(FIELDS.get(type.scale() - 1));
    }

    /** The fields of an interval as they are written: {@code DAY TO SECOND}. Where nobody has said, all of them. */
    static String fields(Type type) {
        if (type.precision() == 0) {
            return type.kind() == Kind.INTERVAL_YEAR_MONTH ? "YEAR TO MONTH" : "DAY TO SECOND";
        }
        TimeUnit first = FIELDS.get(type.precision() - 1);
        return type.precision() == type.scale() ? first.name() : first + " TO " + FIELDS.get(type.scale() - 1);
    }

    /** The type that holds intervals of both. */
    static Type common(Type left, Type right) {
        boolean nullable = left.nullable() || right.nullable();
        if (left.precision() == 0 || right.precision() == 0) {
            return Type.of(left.kind(), nullable);
        }
        return new Type(
                left.kind(),
                Math.min(left.precision(), right.precision()),
                Math.max(left.scale(), right.scale()),
                nullable);
    }

    /** Milliseconds of a unit of fixed length; of YEAR, QUARTER and MONTH months. */
    static long unitLength(TimeUnit unit) {
        return switch (unit) {
            case YEAR -> 12;
            case QUARTER -> 3;
            case MONTH -> 1;
            case WEEK -> 7 * 86_400_000L;
            case DAY -> 86_400_000L;
            case HOUR -> 3_600_000L;
            case MINUTE -> 60_000L;
            case SECOND -> 1_000L;
            case MILLISECOND -> 1L;
            default -> throw new IllegalArgumentException(unit.toString());
        };
    }

    /** The milliseconds or months that the literal stands for, or null if its text does not fit its fields. */
    static @Nullable Long value(Literal.Interval literal) {
        String text = literal.text().value().trim();
        boolean negative = literal.negative();
        if (text.startsWith("-") || text.startsWith("+")) {
            negative ^= text.startsWith("-");
            text = text.substring(1).trim();
        }
        IntervalQualifier qualifier = literal.qualifier();
        try {
            Long value = qualifier.end() == null
                    ? single(text, qualifier.start())
                    : several(text, qualifier.start(), qualifier.end());
            return value == null || !negative ? value : Long.valueOf(-value);
        } catch (ArithmeticException tooLarge) {
            return null;
        }
    }

    private static @Nullable Long single(String text, TimeUnit unit) {
        boolean fraction = unit == TimeUnit.SECOND;
        if (!text.matches(fraction ? "\\d{1,18}(\\.\\d{1,9})?" : "\\d{1,18}")) {
            return null;
        }
        BigDecimal value = new BigDecimal(text).multiply(BigDecimal.valueOf(unitLength(unit)));
        return value.toBigInteger().longValueExact();
    }

    private static @Nullable Long several(String text, TimeUnit first, TimeUnit last) {
        if (first == TimeUnit.YEAR && last == TimeUnit.MONTH) {
            Matcher matcher = Pattern.compile("(\\d{1,9})-(\\d{1,2})").matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 11) {
                return null;
            }
            return Long.parseLong(matcher.group(1)) * 12 + Long.parseLong(matcher.group(2));
        }
        int from = FIELDS.indexOf(first);
        int to = FIELDS.indexOf(last);
        Matcher matcher = DAY_TIME.matcher(text);
        if (from < 2 || to <= from || !matcher.matches()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        String clock = matcher.group("clock");
        if (first == TimeUnit.DAY) {
            if (matcher.group("day") == null) {
                return null;
            }
            parts.add(matcher.group("day"));
        } else if (matcher.group("day") != null && clock != null) {
            return null;
        } else if (clock == null) {
            clock = matcher.group("day");
        }
        if (clock != null) {
            parts.addAll(List.of(clock.split(":")));
        }
        return parts.size() == to - from + 1 ? sum(parts, from) : null;
    }

    private static @Nullable Long sum(List<String> parts, int from) {
        long sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            TimeUnit unit = FIELDS.get(from + i);
            BigDecimal part = new BigDecimal(parts.get(i));
            boolean fraction = part.scale() > 0;
            if (fraction && unit != TimeUnit.SECOND || i > 0 && part.compareTo(limit(unit)) >= 0) {
                return null;
            }
            long length = part.multiply(BigDecimal.valueOf(unitLength(unit)))
                    .toBigInteger()
                    .longValueExact();
            sum = Math.addExact(sum, length);
        }
        return sum;
    }

    private static BigDecimal limit(TimeUnit unit) {
        return BigDecimal.valueOf(unit == TimeUnit.HOUR ? 24 : 60);
    }
}
