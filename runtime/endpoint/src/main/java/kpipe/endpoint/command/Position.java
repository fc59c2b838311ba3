package kpipe.endpoint.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a stream to begin, as a user says it: {@code start}, {@code end}, a time, so long ago, or a sequence number.
 *
 * @param request the members of GetShardIterator that say it
 * @param fromStart whether shards that are closed may hold records of it
 */
record Position(Map<String, Object> request, boolean fromStart) {

    private static final Pattern AGO = Pattern.compile("(\\d{1,9})(s|m|h|d)");

    static final Position START = new Position(Map.of("ShardIteratorType", "TRIM_HORIZON"), true);
    static final Position END = new Position(Map.of("ShardIteratorType", "LATEST"), false);

    static Position of(String text) throws CommandException {
        switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "start", "trim_horizon":
                return START;
            case "end", "latest":
                return END;
            default:
                break;
        }
        if (text.matches("\\d{20,}")) {
            return new Position(
                    Map.of("ShardIteratorType", "AT_SEQUENCE_NUMBER", "StartingSequenceNumber", text), true);
        }
        return at(time(text));
    }

    private static Instant time(String text) throws CommandException {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long seconds = switch (ago.group(2)) {
                case "s" -> 1;
                case "m" -> 60;
                case "h" -> 3_600;
                default -> 86_400;
            };
            return Instant.now().minusSeconds(Long.parseLong(ago.group(1)) * seconds);
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            String iso = text.replace(' ', 'T');
            return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                    ? java.time.OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException wrong) {
            throw CommandException.usage(
                    "`--from` is start, end, a time such as 2026-01-31T12:00:00Z, so long ago as in 15m,"
                            + " or a sequence number, not `" + text + "`");
        }
    }

    private static Position at(Instant time) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("ShardIteratorType", "AT_TIMESTAMP");
        request.put("Timestamp", time.toEpochMilli() / 1000.0);
        return new Position(request, true);
    }
}
