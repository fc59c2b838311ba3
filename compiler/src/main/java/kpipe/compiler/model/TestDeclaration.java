package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import org.jspecify.annotations.Nullable;

/**
 * A TEST: steps in order.
 *
 * @param name as written between the quotes
 * @param span of the name
 */
public record TestDeclaration(String name, List<Step> steps, Span span) {

    public TestDeclaration {
        steps = List.copyOf(steps);
    }

    /** A step. */
    public sealed interface Step {
        Span span();
    }

    /**
     * Rows come in.
     *
     * @param into a stream or table
     * @param shard the lane that takes them, or -1: as the partition key says
     */
    public record Given(Relation into, int shard, TestRows rows, Span span) implements Step {}

    /** Time moves to {@code millis} since 1970. */
    public record At(long millis, Span span) implements Step {}

    /** The input {@code shard} of a stream is taken for idle. */
    public record Idle(StreamDeclaration stream, int shard, Span span) implements Step {}

    /** The pipeline crashes, and goes on from what it had stored. */
    public record Restart(Span span) implements Step {}

    /** Exactly these rows have come out since the last EXPECT of the same place; where {@code rows} lists none, nothing has. */
    public record Expect(Observed from, TestRows rows, Span span) implements Step {}

    /** What an EXPECT looks at: exactly one of the two is there. */
    public record Observed(
            @Nullable StreamDeclaration stream, @Nullable DestinationDeclaration destination) {

        /** The name in the text. */
        public String name() {
            return stream != null ? stream.name() : destination == null ? "" : destination.name();
        }

        /** The stream, or the one that the destination delivers. */
        public StreamDeclaration columns() {
            if (stream != null) {
                return stream;
            }
            if (destination == null) {
                throw new IllegalStateException("an EXPECT looks at a stream or a destination");
            }
            return destination.from();
        }
    }

    /** The rows of a GIVEN or an EXPECT. */
    public sealed interface TestRows {
        /** For each value of a row its column in the stream or table; {@link #ROWTIME} for ROWTIME. */
        List<Integer> columns();
    }

    /** The column number that stands for ROWTIME. */
    public static final int ROWTIME = -1;

    /** Rows in the text. Every row has as many values as there are columns; values are constants. */
    public record Listed(List<Integer> columns, List<Expr.Row> rows) implements TestRows {
        public Listed {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * Rows in a file beside the .kpipe file.
     *
     * @param asRead whether the file is as those that the stream reads, so that PATH and PATTERN of its columns hold
     */
    public record InFile(List<Integer> columns, Literal.Text path, FormatUse format, boolean asRead)
            implements TestRows {
        public InFile {
            columns = List.copyOf(columns);
        }
    }
}
