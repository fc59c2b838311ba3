package kpipe.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kpipe.compiler.interpret.InterpretedKernel;
import kpipe.compiler.interpret.JavaBodies;
import kpipe.compiler.interpret.RecordingContext;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that grow, are emptied and are used again; text that is thrown away; groups of many keys. */
class ManyGroupsTest {

    private static final Span HERE = new Span(new SourceFile("t.kpipe", "x"), 0, 1);
    private static final Type TEXT = Type.varchar(100, false);
    private static final Type NUMBER = Type.of(Kind.BIGINT, false);
    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);
    private static final Schema INPUT = Schema.of(new Column("k", TEXT), new Column("n", NUMBER));

    static List<WindowSpec> windows() {
        return List.of(
                new WindowSpec.Tumbling(1_000, 0),
                new WindowSpec.Hopping(1_000, 300, 0),
                new WindowSpec.Session(150),
                new WindowSpec.Stagger(400));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void doesWhatTheInterpreterDoes(WindowSpec window) {
        same(stage(window, false), batches(1_500, 400, 0));
    }

    /** Rows that wait for their turn stand in many chunks, which are used again. */
    @Test
    void sortsThousandsOfRows() {
        same(stage(new WindowSpec.Stagger(400), true), batches(1_500, 400, 350));
    }

    private static void same(Stage stage, List<RowBatch> batches) {
        RecordingContext expected =
                new RecordingContext(stage.output(), 64).run(new InterpretedKernel(stage, JavaBodies.NONE), batches);
        RecordingContext actual =
                new RecordingContext(stage.output(), 64).run(new GeneratedKernel(stage).kernel(), batches);

        assertThat(actual.rows).isEqualTo(expected.rows).hasSizeGreaterThan(400);
        assertThat(actual.lateRows).isEqualTo(expected.lateRows);
    }

    /** More groups than fit a processor's cache: they are touched before they are looked up. */
    @Test
    void countsTwentyThousandGroups() {
        Stage stage = stage(new WindowSpec.Tumbling(1_000_000, 0), false);
        List<RowBatch> batches = batches(60_000, 20_000, 0);
        Map<String, Long> counts = new LinkedHashMap<>();
        for (RowBatch batch : batches) {
            for (int row = 0; row < batch.size; row++) {
                counts.merge(batch.textAt(0, row).toString(), 1L, Long::sum);
            }
        }
        RecordingContext context =
                new RecordingContext(stage.output(), 1000).run(new GeneratedKernel(stage).kernel(), batches);

        List<String> given = new ArrayList<>();
        context.rows.forEach(row -> given.add(row.substring(row.indexOf(' ', row.indexOf('^')) + 1)));
        List<String> expected = new ArrayList<>();
        counts.forEach((key, count) -> expected.add(key + ", " + count));
        assertThat(given).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(given.get(i)).startsWith(expected.get(i) + ", ");
        }
    }

    private static Stage stage(WindowSpec window, boolean sorted) {
        Expr key = new Expr.Column(0, TEXT, HERE);
        Expr number = new Expr.Column(1, NUMBER, HERE);
        List<Aggregate> aggregates = List.of(
                new Aggregate(AggregateFunction.COUNT, List.of(), false, false, NUMBER, HERE),
                new Aggregate(AggregateFunction.SUM, List.of(number), false, false, NUMBER, HERE),
                new Aggregate(AggregateFunction.MAX, List.of(key), false, false, TEXT, HERE),
                new Aggregate(AggregateFunction.COUNT, List.of(number), true, false, NUMBER, HERE),
                new Aggregate(AggregateFunction.LAST_VALUE, List.of(key), false, false, TEXT, HERE));
        Schema output = Schema.of(
                new Column("k", TEXT),
                new Column("count", NUMBER),
                new Column("sum", NUMBER),
                new Column("max", TEXT),
                new Column("distinct", NUMBER),
                new Column("last", TEXT),
                new Column("start", TIME),
                new Column("end", TIME));
        Operator operator = new Operator.WindowAggregate(window, List.of(key), aggregates, output, HERE);
        List<Operator> operators =
                sorted ? List.of(Operator.TimeSort.byRowtime(INPUT, HERE), operator) : List.of(operator);
        return new Stage("p", "p", "s", "t", INPUT, operators, output, false, HERE);
    }

    /** Rows one a millisecond, or up to {@code late} milliseconds later than that, a few of them too late; keys of all lengths. */
    private static List<RowBatch> batches(int rows, int keys, int late) {
        Random random = new Random(7);
        List<RowBatch> batches = new ArrayList<>();
        RowBatch batch = new RowBatch(INPUT, 500);
        for (int i = 0; i < rows; i++) {
            if (batch.isFull()) {
                batches.add(batch);
                batch = new RowBatch(INPUT, 500);
            }
            int row = batch.size++;
            int key = random.nextInt(keys);
            byte[] text = (key + "x".repeat(key % 90)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            batch.setBytes(0, row, text, 0, text.length);
            batch.values[1][row] = random.nextInt(5);
            batch.rowtime[row] = i - random.nextInt(late + 1);
            batch.watermark[row] = i - late * 9 / 10;
            batch.endWatermark = batch.watermark[row];
        }
        batches.add(batch);
        return batches;
    }
}
