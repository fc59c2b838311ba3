package kpipe.runtime.firehose;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import kpipe.data.ByteBuilder;
import kpipe.runtime.stream.CellText;
import org.jspecify.annotations.Nullable;

/**
 * The address of a destination with its {@code !{…}} expressions, in the words of Firehose: {@code timestamp:pattern} (UTC), {@code partition:name} (also
 * {@code partitionKeyFromQuery:name}), {@code partitionKeyFromLambda:name}, {@code firehose:random-string}, {@code firehose:error-output-type}. Not thread-safe.
 */
final class Address {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private enum Namespace {
        LITERAL,
        TIMESTAMP,
        PARTITION,
        LAMBDA,
        RANDOM,
        ERROR_TYPE
    }

    private record Part(
            Namespace namespace, String value, @Nullable DateTimeFormatter formatter) {}

    private final List<Part> parts = new ArrayList<>();
    private final ObjectNames names;
    private long timeUnit = Long.MAX_VALUE;

    /** @param names what is left to chance is drawn from them */
    Address(String text, ObjectNames names) {
        this.names = names;
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("!{", at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                literal(text.substring(at));
                return;
            }
            literal(text.substring(at, open));
            expression(text.substring(open + 2, close));
            at = close + 1;
        }
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(Namespace.LITERAL, text, null));
        }
    }

    private void expression(String text) {
        int colon = text.indexOf(':');
        String namespace = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        switch (namespace) {
            case "timestamp" -> {
                timeUnit = Math.min(timeUnit, unit(value));
                boolean plain = Timestamps.isPlain(value);
                parts.add(new Part(
                        Namespace.TIMESTAMP,
                        value,
                        plain
                                ? null
                                : DateTimeFormatter.ofPattern(value, Locale.ENGLISH)
                                        .withZone(ZoneOffset.UTC)));
            }
            case "partition", "partitionKeyFromQuery" -> parts.add(new Part(Namespace.PARTITION, value, null));
            case "partitionKeyFromLambda" -> parts.add(new Part(Namespace.LAMBDA, value, null));
            case "firehose" ->
                parts.add(
                        new Part(value.equals("random-string") ? Namespace.RANDOM : Namespace.ERROR_TYPE, value, null));
            default -> literal("!{" + text + "}");
        }
    }

    /** The milliseconds within which the pattern always gives the same text. */
    private static long unit(String pattern) {
        long unit = 86_400_000;
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            if (letter == '\'') {
                quoted = !quoted;
            } else if (!quoted) {
                switch (letter) {
                    case 'S', 'A', 'n', 'N' -> unit = 1;
                    case 's' -> unit = Math.min(unit, 1000);
                    case 'm' -> unit = Math.min(unit, 60_000);
                    case 'H', 'h', 'k', 'K', 'a', 'B' -> unit = Math.min(unit, 3_600_000);
                    default -> {}
                }
            }
        }
        return unit;
    }

    boolean hasTimestamp() {
        return timeUnit != Long.MAX_VALUE;
    }

    boolean hasLambdaKeys() {
        return uses(Namespace.LAMBDA);
    }

    /** Whether it is nothing but text. */
    boolean isPlain() {
        return parts.isEmpty() || parts.size() == 1 && uses(Namespace.LITERAL);
    }

    private boolean uses(Namespace namespace) {
        for (Part part : parts) {
            if (part.namespace == namespace) {
                return true;
            }
        }
        return false;
    }

    /** The instant that stands for all those that give the same address as {@code millis}. */
    long truncate(long millis) {
        return hasTimestamp() ? Math.floorDiv(millis, timeUnit) * timeUnit : 0;
    }

    /** The address with its expressions evaluated. Values of partitions must be safe already: {@link PartitionValues}. */
    String evaluate(long millis, Map<String, String> partitions, Map<String, String> lambdaKeys, String errorType) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part.namespace) {
                case LITERAL -> out.append(part.value);
                case TIMESTAMP ->
                    out.append(
                            part.formatter == null
                                    ? Timestamps.format(part.value, millis)
                                    : part.formatter.format(Instant.ofEpochMilli(millis)));
                case PARTITION -> out.append(partitions.getOrDefault(part.value, ""));
                case LAMBDA -> out.append(lambdaKeys.getOrDefault(part.value, ""));
                case RANDOM -> randomString(out);
                case ERROR_TYPE -> out.append(errorType);
            }
        }
        return out.toString();
    }

    private void randomString(StringBuilder out) {
        SplittableRandom random = new SplittableRandom(names.draw());
        for (int i = 0; i < 11; i++) {
            out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
    }

    /** Patterns of digits alone, formatted without the library's formatter, which takes long to load. */
    static final class Timestamps {

        private static final String[] FIELDS = {"yyyy", "MM", "dd", "HH", "mm", "ss", "SSS"};
        private static final int[] AT = {0, 5, 8, 11, 14, 17, 20};

        private Timestamps() {}

        static boolean isPlain(String pattern) {
            for (int i = 0; i < pattern.length(); ) {
                int field = fieldAt(pattern, i);
                char letter = pattern.charAt(i);
                boolean special = letter == '\''
                        || letter == '['
                        || letter == ']'
                        || letter == '{'
                        || letter == '}'
                        || letter == '#';
                if (field < 0 && (special || letter >= 'A' && letter <= 'Z' || letter >= 'a' && letter <= 'z')) {
                    return false;
                }
                i += field < 0 ? 1 : FIELDS[field].length();
            }
            return true;
        }

        static String format(String pattern, long millis) {
            ByteBuilder text = new ByteBuilder(32);
            CellText.timestamp(millis, text);
            String digits = text.toString();
            // Years of more than four digits push everything behind them along.
            int shift = digits.length() - 23;
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < pattern.length(); ) {
                int field = fieldAt(pattern, i);
                if (field < 0) {
                    out.append(pattern.charAt(i++));
                } else {
                    int from = field == 0 ? 0 : AT[field] + shift;
                    out.append(digits, from, from + FIELDS[field].length() + (field == 0 ? shift : 0));
                    i += FIELDS[field].length();
                }
            }
            return out.toString();
        }

        private static int fieldAt(String pattern, int at) {
            for (int field = 0; field < FIELDS.length; field++) {
                String letters = FIELDS[field];
                if (pattern.startsWith(letters, at)) {
                    int end = at + letters.length();
                    boolean longer = end < pattern.length() && pattern.charAt(end) == letters.charAt(0);
                    return longer ? -1 : field;
                }
            }
            return -1;
        }
    }
}
