package kpipe.compiler.pipeline;

import java.util.List;
import kpipe.compiler.pipeline.Pipeline.FormatNode;
import kpipe.compiler.source.Span;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A TEST with typed rows: what the TEST runner plays against a pipeline in virtual time.
 *
 * @param span of the name
 */
public record TestCase(String name, List<Step> steps, Span span) {

    public TestCase {
        steps = List.copyOf(steps);
    }

    /** A step. */
    public sealed interface Step {
        Span span();
    }

    /**
     * Rows come into a stream or table.
     *
     * @param shard the lane that takes them, or -1: as the partition key says
     */
    public record Given(String into, boolean table, int shard, Rows rows, Span span) implements Step {}

    /** Time moves to {@code millis} since 1970. */
    public record At(long millis, Span span) implements Step {}

    /** The input {@code shard} of a stream is taken for idle; -1: all of them. */
    public record Idle(String stream, int shard, Span span) implements Step {}

    /** The pipeline crashes, and goes on from what it had stored. */
    public record Restart(Span span) implements Step {}

    /** Exactly these rows have come out since the last EXPECT of the same place; none where {@code rows} lists none. */
    public record Expect(String from, boolean destination, Rows rows, Span span) implements Step {}

    /**
     * Rows.
     *
     * @param schema of the stream or table; of a destination that of the stream that it delivers
     * @param columns for each value of a row its column in {@code schema}; {@link #ROWTIME} for ROWTIME, a TIMESTAMP
     */
    public sealed interface Rows {
        Schema schema();

        List<Integer> columns();
    }

    /** The column number that stands for ROWTIME. */
    public static final int ROWTIME = -1;

    /** One row: values in the Java form of {@link Expr.Literal}, as many as there are columns. */
    public record Row(List<@Nullable Object> values, Span span) {}

    /** Rows in the text. */
    public record Listed(Schema schema, List<Integer> columns, List<Row> rows) implements Rows {
        public Listed {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * Rows in a file.
     *
     * @param path as written: relative to the directory of the .kpipe file
     * @param format over exactly these columns in their order (ROWTIME among them as a column of that name)
     */
    public record InFile(Schema schema, List<Integer> columns, String path, FormatNode format, Span span)
            implements Rows {
        public InFile {
            columns = List.copyOf(columns);
        }
    }
}
