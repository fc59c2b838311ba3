package kpipe.stdlib.connector.kinesis;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Schema;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Options;
import kpipe.spi.Sink;
import kpipe.spi.SinkConnector;
import kpipe.spi.SinkContext;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Guarantee;
import kpipe.spi.Spec.Problem;
import org.jspecify.annotations.Nullable;

/** TO KINESIS: each record into a data stream. */
public final class KinesisSinkConnector implements SinkConnector {

    /** Long enough to fill requests, short enough for nobody to wait. */
    private static final long GATHER_MILLIS = 200;

    private static final Spec SPEC = new Spec(
            "KINESIS",
            "Puts each record into a Kinesis data stream, of AWS or of a server that speaks its protocol, without its line ending. Records of one key go to one shard, in their order unless the service refuses one of them for a moment.",
            "The name of the stream, or its ARN.",
            true,
            options(),
            false,
            Guarantee.AT_LEAST_ONCE,
            List.of(
                    "STREAM orders (id BIGINT, country VARCHAR(2)) FROM FILE 'orders.jsonl' FORMAT JSON;\n"
                            + "DESTINATION others FROM orders TO KINESIS 'orders' (region = 'eu-west-1', partition_key = 'country') FORMAT JSON;"));

    private static List<OptionSpec> options() {
        List<OptionSpec> options = new ArrayList<>(
                List.of(
                        OptionSpec.optional(
                                "partition_key",
                                OptionType.STRING,
                                null,
                                "The column whose text is the partition key, up to 256 characters. Without it, and where it is NULL or empty, the key is a hash of the record."),
                        OptionSpec.optional(
                                "explicit_hash_key",
                                OptionType.STRING,
                                null,
                                "The column that says where among the shards a record goes, from 0 to 2^128 - 1, instead of the hash of its key; NULL for the key to say it.")));
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
        for (String option : List.of("partition_key", "explicit_hash_key")) {
            String column = options.string(option);
            if (column != null && schema.find(column) < 0) {
                problems.add(new Problem(option, "`" + option + "` must name a column of the stream"));
            }
        }
        return problems;
    }

    @Override
    public long gatherMillis() {
        return GATHER_MILLIS;
    }

    @Override
    public boolean takesRecords() {
        return true;
    }

    @Override
    public List<String> keys(Options options) {
        String key = options.string("partition_key");
        String place = options.string("explicit_hash_key");
        List<String> columns = new ArrayList<>();
        columns.add(key == null ? "" : key);
        if (place != null) {
            columns.add(place);
        }
        return columns;
    }

    @Override
    public Sink sink(SinkContext context) {
        return new KinesisSink(context);
    }
}
