package kpipe.stdlib.connector.kinesis;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import kpipe.data.Schema;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Options;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Problem;
import org.jspecify.annotations.Nullable;

/** FROM KINESIS: all shards of a data stream. */
public final class KinesisSourceConnector implements SourceConnector {

    static final long DEFAULT_POLL_MILLIS = 500;
    static final long DEFAULT_PREFETCH_BYTES = 64L << 20;

    private static final Spec SPEC = new Spec(
            "KINESIS",
            "Reads all shards of a Kinesis data stream, of AWS or of a server that speaks its protocol; each shard is an input of its own. Splits and merges are followed, parents before children; aggregated records of the Kinesis Producer Library are taken apart.",
            "The name of the stream, or its ARN.",
            true,
            options(),
            false,
            null,
            List.of(
                    "STREAM orders (id BIGINT, total DOUBLE) FROM KINESIS 'orders' (region = 'eu-west-1') FORMAT JSON;",
                    "STREAM clicks (page VARCHAR) FROM KINESIS 'clicks' (endpoint = 'http://localhost:4567', start = 'LATEST', consumer = 'counting') FORMAT JSON;"));

    private static List<OptionSpec> options() {
        List<OptionSpec> options = new ArrayList<>(List.of(
                OptionSpec.optional(
                        "start",
                        OptionType.STRING,
                        "TRIM_HORIZON",
                        "Where to begin: `TRIM_HORIZON`, the oldest record; `LATEST`, what comes from now on; or the time of arrival of the first record, such as `2026-01-31 12:00:00` (UTC)."),
                OptionSpec.optional(
                        "follow",
                        OptionType.BOOLEAN,
                        true,
                        "Go on with what comes, for ever; `FALSE`: end with what was there when reading began."),
                OptionSpec.optional(
                        "consumer",
                        OptionType.STRING,
                        null,
                        "Read by enhanced fan-out, under this name or ARN of a consumer, which is registered if there is none of that name. Without it shards are polled."),
                OptionSpec.optional(
                        "poll",
                        OptionType.DURATION,
                        DEFAULT_POLL_MILLIS,
                        "How often to ask a shard that had nothing more. AWS is never asked more often than each 200 milliseconds."),
                OptionSpec.optional(
                        "prefetch",
                        OptionType.SIZE,
                        DEFAULT_PREFETCH_BYTES,
                        "How much of all shards together may be read ahead and wait in memory."),
                OptionSpec.optional(
                        "deaggregate",
                        OptionType.BOOLEAN,
                        true,
                        "Take aggregated records apart; `FALSE`: give them as they are.")));
        options.addAll(Service.OPTIONS);
        return options;
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(@Nullable String address, Options options, Schema schema) {
        List<Problem> problems = new ArrayList<>(Service.check(address, options));
        try {
            start(options);
        } catch (DateTimeException malformed) {
            problems.add(new Problem(
                    "start", "`start` must be TRIM_HORIZON, LATEST, or a time such as 2026-01-31 12:00:00"));
        }
        if (options.number("poll", DEFAULT_POLL_MILLIS) <= 0) {
            problems.add(new Problem("poll", "`poll` must be longer than nothing"));
        }
        if (options.number("prefetch", DEFAULT_PREFETCH_BYTES) <= 0) {
            problems.add(new Problem("prefetch", "`prefetch` must be more than nothing"));
        }
        String consumer = options.string("consumer");
        if (consumer != null && !consumer.matches("[a-zA-Z0-9_.-]{1,128}|arn:aws[a-z-]*:kinesis:.*/consumer/.+:\\d+")) {
            problems.add(new Problem("consumer", "`consumer` must be the name of a consumer, or its ARN"));
        }
        return problems;
    }

    /**
     * Where to begin.
     *
     * @throws DateTimeException if the option says nothing known
     */
    static Place start(Options options) {
        String start = options.string("start");
        if (start == null || start.equalsIgnoreCase("TRIM_HORIZON")) {
            return Place.OLDEST;
        }
        if (start.equalsIgnoreCase("LATEST")) {
            return Place.NEWEST;
        }
        String time = start.strip().replace(' ', 'T');
        boolean zoned = time.endsWith("Z") || time.matches(".*[+-]\\d\\d:\\d\\d");
        String whole = time.indexOf('T') < 0 ? time + "T00:00:00" : time;
        Instant instant = zoned
                ? java.time.OffsetDateTime.parse(whole).toInstant()
                : LocalDateTime.parse(whole).toInstant(ZoneOffset.UTC);
        return Place.at(instant.toEpochMilli());
    }

    @Override
    public boolean replays() {
        return true;
    }

    @Override
    public String startOption() {
        return "start";
    }

    @Override
    public boolean fillsTables() {
        return false;
    }

    @Override
    public boolean goesOnBesideOthers(String address, Options options) {
        return options.flag("follow");
    }

    @Override
    public Source source(SourceContext context) {
        return new KinesisSource(context);
    }
}
