package kpipe.compiler.resolve;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Literal;
import org.jspecify.annotations.Nullable;

/** Checks the {@code !{…}} expressions of a destination's address. */
final class CheckAddress {

    private static final Code UNKNOWN_PARTITION = Code.error("K0523", "no PARTITION BY makes a value `{0}`");
    private static final Code PARTITION_UNUSED =
            Code.warning("K0524", "the address names no `{0}`: records of different values land in one place");
    private static final Code UNKNOWN_EXPRESSION = Code.error("K0525", "an address cannot hold `{0}`");

    private static final Pattern EXPRESSION = Pattern.compile("!\\{([^}:]*):?([^}]*)}");
    private static final List<String> NAMESPACES =
            List.of("timestamp", "partition", "partitionKeyFromQuery", "partitionKeyFromLambda", "firehose");

    private final Reports reports;
    private final @Nullable List<String> partitions;
    private final Set<String> used = new HashSet<>();
    private boolean misnamed;

    /** @param partitions the names that PARTITION BY gives; null where something is wrong with them */
    CheckAddress(Reports reports, @Nullable List<String> partitions) {
        this.reports = reports;
        this.partitions = partitions;
    }

    /** Reports expressions that mean nothing. */
    void check(Literal.Text address) {
        Matcher matcher = EXPRESSION.matcher(address.span().text());
        while (matcher.find()) {
            Span name = place(address, matcher, 1);
            Span value = place(address, matcher, 2);
            switch (matcher.group(1)) {
                case "timestamp" -> checkPattern(value, matcher.group(2));
                case "partition", "partitionKeyFromQuery" -> {
                    used.add(matcher.group(2));
                    if (partitions != null && !partitions.contains(matcher.group(2))) {
                        misnamed = true;
                        reports.unknown(Diagnostic.of(UNKNOWN_PARTITION, value, matcher.group(2)), value, partitions);
                    }
                }
                case "partitionKeyFromLambda" -> {}
                case "firehose" -> {
                    if (!matcher.group(2).equals("random-string")
                            && !matcher.group(2).equals("error-output-type")) {
                        reports.unknown(
                                Diagnostic.of(UNKNOWN_EXPRESSION, value, matcher.group()),
                                value,
                                List.of("random-string", "error-output-type"));
                    }
                }
                default -> reports.unknown(Diagnostic.of(UNKNOWN_EXPRESSION, name, matcher.group()), name, NAMESPACES);
            }
        }
    }

    /** Warns of a value of PARTITION BY, at {@code span}, that no checked address names, unless one names a value that there is not. */
    void reportUnused(Span span) {
        if (misnamed || partitions == null) {
            return;
        }
        partitions.stream()
                .filter(name -> !used.contains(name))
                .findFirst()
                .ifPresent(name -> reports.report(PARTITION_UNUSED, span, name));
    }

    private static Span place(Literal.Text address, Matcher matcher, int group) {
        int start = address.span().start();
        return new Span(address.span().file(), start + matcher.start(group), start + matcher.end(group));
    }

    private void checkPattern(Span place, String pattern) {
        String unquoted = pattern.replace("''", "'");
        try {
            String sample = DateTimeFormatter.ofPattern(unquoted, Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC)
                    .format(Instant.EPOCH);
            if (sample.isEmpty()) {
                reports.report(ColumnPattern.BAD_PATTERN, place, pattern);
            }
        } catch (IllegalArgumentException | java.time.DateTimeException notAPattern) {
            reports.report(ColumnPattern.BAD_PATTERN, place, pattern);
        }
    }
}
