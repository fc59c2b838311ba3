package kpipe.stdlib.format.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kpipe.data.Schema;
import kpipe.spi.Format;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Problem;
import kpipe.stdlib.format.Patterns;
import org.jspecify.annotations.Nullable;

/** JSON: one object per record, read and written by classes generated for the columns. */
public final class JsonFormat implements Format {

    private static final Spec SPEC = new Spec(
            "JSON",
            "Objects of JSON: one per line, over several lines, one behind another, or in one array.",
            null,
            false,
            List.of(
                    OptionSpec.optional(
                            "rowtime",
                            OptionType.STRING,
                            null,
                            "The name of a field, written last, that holds each row's ROWTIME; without it ROWTIME is not written.")),
            false,
            null,
            List.of(
                    "STREAM vehicles (vin VARCHAR(17) NOT NULL, speed DOUBLE PATH '$.data.speed', read_at TIMESTAMP)\n"
                            + "  FROM FILE 'vehicles.jsonl' FORMAT JSON;",
                    "STREAM ticks (price DOUBLE) FROM STDIN FORMAT JSON;\n"
                            + "DESTINATION show FROM ticks TO STDOUT FORMAT JSON (rowtime = '_at');"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public boolean decodes() {
        return true;
    }

    @Override
    public boolean encodes() {
        return true;
    }

    @Override
    public boolean nests() {
        return true;
    }

    @Override
    public List<Problem> check(@Nullable String address, Options options, Schema schema) {
        String rowtime = options.string("rowtime");
        if (rowtime != null && schema.indexOf(rowtime) >= 0) {
            return List.of(
                    new Problem("rowtime", "`" + rowtime + "` is the name of a column; give the ROWTIME another name"));
        }
        return List.of();
    }

    @Override
    public List<Problem> checkColumns(RecordShape shape) {
        List<Problem> problems = new ArrayList<>(Patterns.check(shape));
        String array = null;
        for (int column = 0; column < shape.schema().size(); column++) {
            String path = shape.paths().get(column);
            if (path == null) {
                continue;
            }
            try {
                JsonPath.ofColumn(path);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(shape.schema().name(column), String.valueOf(e.getMessage())));
                continue;
            }
            int all = Math.max(path.lastIndexOf("[0:]"), path.lastIndexOf("[*]"));
            if (all >= 0 && path.indexOf(']', all) < path.length() - 1) {
                String other = path.substring(0, all);
                if (array != null && !array.equals(other)) {
                    problems.add(new Problem(
                            shape.schema().name(column),
                            "the elements of `" + array + "` become rows already; those of one array only can"));
                }
                array = other;
            }
        }
        return problems;
    }

    @Override
    public Optional<String> decoderSource(String packageName, String className, RecordShape shape) {
        return Optional.of(JsonDecoderSource.of(packageName, className, shape));
    }

    @Override
    public Optional<String> encoderSource(String packageName, String className, RecordShape shape) {
        return Optional.of(JsonEncoderSource.of(packageName, className, shape));
    }
}
